"""The posts of a column as one file: a table (CSV), JSON Lines for programs, or a page to read and print (HTML).

Everything that is stored for the column and passes its filters is written, read in pieces between which the window goes on.
Where posts may be missing, and where older ones are not stored, all three say so: a file must not look complete when it is not.
"""

import asyncio
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from typing import Any, Protocol

from client.model.account import Account
from client.model.column import ColumnSpec
from client.model.instant import Clock
from client.model.row import Row
from client.sync import exported
from client.sync.exported import Export, Line, Words

PIECE = 200
"""Rows that are read and written before the loop has its turn."""
LONGEST_CELL = 32_000
"""Characters; office programs cut off or spill over what is longer than 32,767."""
TURN = 20_000
"""Characters that are written, each row counted as some more, before the loop has its turn."""
_ROW = 1_000
_INNER = re.compile(r"([;,\t\r\n][ \"']*)(?=[=＝]|[+\-@＋－＠][^;,\t\r\n]*\w\|)")
_TURNED_TO_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Readable(Protocol):
    """What is exported: `client.sync.sifted.Sifted`."""

    @property
    def ids(self) -> Sequence[int]:
        """The rows, newest first."""

    @property
    def at_end(self) -> bool:
        """Whether there are no older posts."""

    async def whole(self) -> None:
        """Waits until `ids` has everything that is stored."""

    async def read(self, row_ids: Sequence[int]) -> list[Row]:
        """Reads rows."""


async def export(
    feed: Readable,
    kind: str,
    title: str,
    clock: Clock,
    *,
    spec: ColumnSpec | None = None,
    accounts: Iterable[Account] = (),
    words: Words | None = None,
    zone: tzinfo | None = None,
    semicolons: bool | None = None,
) -> str:
    """Writes the posts of a feed as `csv`, `jsonl` or `html`; write the text to a file as UTF-8, its line ends as they are.

    `spec` gives the filters to be told, `accounts` the names of those who received the posts, `words` speaks the reader's
    language (`client.ui.words`; English without), `zone` is that of the PC without. `semicolons` tells that the
    office programs of this PC part cells so, as they do where a comma parts decimals; by the language without. Raises
    StoreFailed; ValueError for another kind.
    """
    made = Export(title, clock(), spec, tuple(accounts), words or exported.English(), zone)
    maker = _maker(kind, made, made.words.language() == "nl" if semicolons is None else semicolons)
    await feed.whole()
    ids, written = list(feed.ids), 0
    for start in range(0, len(ids), PIECE):
        for row in await feed.read(ids[start : start + PIECE]):
            line = exported.line(row, made)
            if line is not None:
                maker.add(line)
                written += _ROW + len(line.text)
            if written > TURN:
                await asyncio.sleep(0)
                written = 0
    if not feed.at_end:
        maker.add(exported.older(made))
    return maker.done()


class _Maker(Protocol):
    def add(self, line: Line) -> None: ...
    def done(self) -> str: ...


def _maker(kind: str, made: Export, semicolons: bool) -> _Maker:
    makers: dict[str, Callable[[], _Maker]] = {
        "csv": lambda: _Table(made, semicolons), "jsonl": lambda: _Lines(made), "html": lambda: _Page(made)
    }  # fmt: skip
    if kind not in makers:
        raise ValueError(kind)
    return makers[kind]()


class _Table:
    """CSV as office programs open it: with a mark that says UTF-8, semicolons where a comma parts decimals.

    Text of strangers never becomes a formula: a cell that begins with = + - @, a tab or a carriage return gets an apostrophe in
    front, which office programs take for "this is text" (OWASP, CSV injection). So does a formula within a text, behind what a
    program may take for the end of a cell when it reads the file by another sign.
    """

    def __init__(self, made: Export, semicolons: bool) -> None:
        self._text = io.StringIO()
        self._made = made
        self._writer = csv.writer(self._text, delimiter=";" if semicolons else ",", lineterminator="\r\n")
        self._writer.writerow(_headings(made.words))

    def add(self, line: Line) -> None:
        """Adds a row."""
        self._writer.writerow([harmless(cell) for cell in _cells(line, self._made)])

    def done(self) -> str:
        """The whole file."""
        return "\ufeff" + self._text.getvalue()


def harmless(cell: str) -> str:
    """A cell that no office program takes for a formula, and that fits."""
    cell = _INNER.sub(r"\1'", cell)
    if cell.startswith(_TURNED_TO_FORMULA):
        cell = "'" + cell
    return cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…"


def _headings(words: Words) -> list[str]:
    """The first row of the table."""
    tr = words.tr
    return [
        tr("Kind"), tr("Time"), tr("Time zone"), tr("Name"), tr("Handle"), tr("Text"), tr("Content warning"), tr("Reposted by"),
        tr("Reply to"), tr("Language"), tr("Visibility"), tr("Replies"), tr("Reposts"), tr("Likes"), tr("Media"),
        tr("Description of media"), tr("Poll"), tr("Quoted post"), tr("Links"), tr("Address"), tr("Received by"),
        tr("Received at"), tr("Notification"), tr("Edited"),
    ]  # fmt: skip


def _cells(line: Line, made: Export) -> list[str]:
    """A row of the table, one cell for each heading."""
    value, tr = line.value, made.words.tr
    if line.missing:
        iso = str(value.get("until", ""))
        return [tr("Missing"), _second(iso), _zone(iso), "", "", line.missing, *[""] * 18]
    iso = str(value.get("time") or value.get("received_at", ""))
    author, counts, media = value.get("author", {}), value.get("counts", {}), value.get("media", [])
    options = value.get("poll", {}).get("options", [])
    return [
        tr("Post") if value["type"] == "post" else tr("Notification"),
        _second(iso),
        _zone(iso),
        author.get("name", ""),
        author.get("handle", ""),
        line.text,
        value.get("warning", ""),
        value.get("reposted_by", {}).get("handle", ""),
        value.get("reply", {}).get("to", ""),
        line.language,
        exported.visibility(value, made.words),
        *(str(counts.get(name, "")) for name in ("replies", "reposts", "likes")),
        "\n".join(each.get("url", "") for each in media),
        "\n".join(exported.medium(each, made.words) for each in media),
        "\n".join(exported.option(each) for each in options),
        value.get("quote", {}).get("post", {}).get("url", ""),
        "\n".join(value.get("links", [])),
        value.get("url", ""),
        value.get("received_by", ""),
        _second(value.get("received_at", "")),
        exported.notice(value, made.words),
        _second(value.get("edited", "")),
    ]


def _second(iso: str) -> str:
    """`2026-07-11 13:57:02`: a form that office programs take for a time."""
    return iso[:19].replace("T", " ")


def _zone(iso: str) -> str:
    return f"UTC{iso[19:]}" if iso else ""


class _Lines:
    """One JSON object a line. The first (`"type": "export"`) says what this is; then `post`, `notice` and `gap`."""

    def __init__(self, made: Export) -> None:
        self._lines = [_json(exported.head_value(made))]

    def add(self, line: Line) -> None:
        """Adds a line."""
        self._lines.append(_json(line.value))

    def done(self) -> str:
        """The whole file."""
        return "\n".join(self._lines) + "\n"


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


class _Page:
    """A page that loads nothing and runs nothing."""

    def __init__(self, made: Export) -> None:
        from client.sync import exported_page  # late: the other two do without

        self._page = exported_page
        self._made = made
        self._parts = [exported_page.head(made)]

    def add(self, line: Line) -> None:
        """Adds an article."""
        self._parts.append(self._page.article(line, self._made))

    def done(self) -> str:
        """The whole page."""
        return "".join(self._parts) + self._page.FOOT

"""A deck as one readable JSON file, and a column as a small text, both for a colleague. Neither holds a secret or an id of
this PC; neither is believed when it comes back (`client.sync.offers` says what is made of it).

The file: `{"format": "belfry-deck", "version": 1, "name": …, "columns": […]}`. The text:
`belfry-column:1.<length>.<check>.<data>`, where the data are base64 of the packed JSON of one column: signs that mail and chats
neither change nor take for their own.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterable
from typing import Any, NoReturn

from client import errors
from client.model.account import Account
from client.model.column import ColumnSpec
from client.model.deck import Deck
from client.sync import offers
from client.sync.offers import Choices, Fit, Offer, Offered, Source, fitting, take

__all__ = ["Choices", "Fit", "Offer", "Offered", "Source", "column_text", "fitting", "read", "read_column", "take", "write"]

FORMAT, VERSION = "belfry-deck", 1
LARGEST = 1_000_000
"""Bytes of a file."""
DEEPEST = 12
LARGEST_COLUMN = 200_000
"""Bytes of a column, unpacked."""
START = "belfry-column:"

_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_START = re.compile(r"belfry-[\s>]*+column[\s>]*+:", re.IGNORECASE)
_FOREIGN = re.compile(r"[^A-Za-z0-9+/.]++")  # line breaks, signs of a quoted mail, and what chats put in
_COLUMN = re.compile(r"(\d{1,4})\.(\d{1,6})\.([0-9A-Fa-f]{8})\.(.*)", re.DOTALL)


def write(deck: Deck, accounts: Iterable[Account]) -> str:
    """A deck as the text of a file: the same deck always gives the same text."""
    value = {"format": FORMAT, "version": VERSION, **offers.deck_value(deck, accounts)}
    return _plain(json.dumps(value, indent=2, ensure_ascii=False)) + "\n"


def read(text: str) -> Offer:
    """What the text of a file offers. Raises BadDeckFile."""
    value = _loaded(text.removeprefix("\ufeff"), LARGEST, "other")
    if value.get("format") != FORMAT:
        raise errors.BadDeckFile("another format", reason="other")
    _check_version(value.get("version"))
    return offers.read_deck(value)


def column_text(spec: ColumnSpec, accounts: Iterable[Account]) -> str:
    """A column as one line to be pasted elsewhere."""
    value = offers.column_value(spec, accounts)
    data = _plain(json.dumps(value, ensure_ascii=False, separators=(",", ":"))).encode()
    packed = base64.b64encode(zlib.compress(data, 9)).decode().rstrip("=")
    return f"{START}{VERSION}.{len(packed)}.{zlib.crc32(packed.encode()):08x}.{packed}"


def read_column(text: str) -> Offer:
    """What a text with a column in it offers: one column. Words around it, line breaks and quote signs do not matter. Raises
    BadDeckFile."""
    start = _START.search(text[:LARGEST])
    if start is None:
        raise errors.BadDeckFile("no column", reason="other")
    head = _COLUMN.match(_FOREIGN.sub("", text[start.end() : start.end() + LARGEST]))
    if head is None:
        raise errors.BadDeckFile("no head", reason="damaged")
    _check_version(int(head[1]))
    packed = head[4][: int(head[2])]
    if len(packed) != int(head[2]) or zlib.crc32(packed.encode()) != int(head[3], 16):
        raise errors.BadDeckFile(f"{len(packed)} of {head[2]} characters", reason="damaged")
    value = _loaded(_unpacked(packed), LARGEST_COLUMN, "damaged")
    return offers.read_deck({"name": "", "columns": [value]})


def _unpacked(packed: str) -> str:
    try:
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        opened = zlib.decompressobj()
        plain = opened.decompress(data, LARGEST_COLUMN)
        if opened.unconsumed_tail:
            raise errors.BadDeckFile("more than a column", reason="too_large")
        return plain.decode()
    except (ValueError, zlib.error) as failure:
        raise errors.BadDeckFile(str(failure), reason="damaged") from None


def _plain(text: str) -> str:
    """Text that every file and clipboard takes: half surrogates, which servers may send, are replaced."""
    return text.encode("utf-8", "replace").decode()


def _check_version(version: object) -> None:
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise errors.BadDeckFile("no version", reason="damaged")
    if version > VERSION:
        raise errors.BadDeckFile(f"version {version}", reason="newer")


def _loaded(text: str, largest: int, broken: str) -> dict[str, Any]:
    """The JSON object in a text. `broken` is the reason when it is none."""
    if len(text) > largest or len(text.encode("utf-8", "replace")) > largest:
        raise errors.BadDeckFile(f"{len(text)} characters", reason="too_large")
    if _depth(text) > DEEPEST:
        raise errors.BadDeckFile("nested too deep", reason="too_deep")
    try:
        value = json.loads(text, parse_constant=_refuse)
    except ValueError as failure:
        raise errors.BadDeckFile(str(failure), reason="damaged" if FORMAT in text[:200] else broken) from None
    if not isinstance(value, dict):
        raise errors.BadDeckFile("no object", reason=broken)
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest

"""A column's posts as a file: all of them, honest about what is missing, and harmless wherever the file is opened."""

import asyncio
import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.model.column import ColumnId
from client.model.instant import Instant
from client.model.page import Conversation, Entry, Notice, Repost
from client.model.post import (
    Author,
    Card,
    Counts,
    Media,
    MediaKind,
    Poll,
    PollOption,
    Post,
    PostKey,
    Quote,
    QuoteState,
    Visibility,
)  # fmt: skip
from client.model.query import QueryKind
from client.model.richtext import RichText, Span, SpanKind, plain
from client.model.row import Gap, Row
from client.model.sifting import Filters, Mute, MuteKind, Sort
from client.sync import exported, exporting
from tests.sync.stage import A, FakeServer, account, column, playing

ZONE = timezone(timedelta(hours=2))
NOW = Instant(1_783_771_022_000)  # 2026-07-11 13:57:02 in that zone
YARA = Author("1", "yara@buurt.example", plain("Yara de Groot"), "https://buurt.example/@yara")
SANNE = Author("2", "sanne@meerdam.example", plain("Sanne"))
LINK = "https://www.meerdam.example/haven?a=1&b=2"
TEXT = RichText("Kijk op meerdam.example/haven… voor meer.", (Span(8, 30, SpanKind.LINK, LINK),))
POST = Post(
    PostKey("mastodon:meerdam.example", "17"),
    YARA,
    TEXT,
    NOW,
    edited_at=Instant(NOW + 60_000),
    url="https://meerdam.example/@yara/17",
    visibility=Visibility.UNLISTED,
    language="nl",
    reply_to=PostKey("mastodon:meerdam.example", "16"),
    reply_to_handle="gemeente@meerdam.example",
    warning="Rook",
    media=(Media(MediaKind.IMAGE, "https://meerdam.example/1.jpg", alt="Een brug"), Media(MediaKind.VIDEO, None)),
    poll=Poll("p", (PollOption(plain("Ja"), 3), PollOption(plain("Nee")))),
    card=Card("https://nieuws.example/1", "Nieuws"),
    quote=Quote(QuoteState.ACCEPTED, Post(PostKey("mastodon:meerdam.example", "9"), SANNE, plain("Geciteerd"), NOW)),
    counts=Counts(1, 0, None),
    tags=("haven",),
)
ME = account(A)


class Shelf:
    """A feed of rows that are all stored."""

    def __init__(self, rows: Sequence[Row], *, at_end: bool = True) -> None:
        self.rows = {row.id: row for row in rows}
        self.ids = list(self.rows)
        self.at_end = at_end
        self.asked: list[int] = []

    async def whole(self) -> None:
        self.asked.append(0)

    async def read(self, row_ids: Sequence[int]) -> list[Row]:
        self.asked.append(len(row_ids))
        return [self.rows[row_id] for row_id in row_ids]


def row(post: Post | None, reason: object = None, number: int = 1) -> Row:
    return Row(number, A, Entry(str(number), NOW, post, reason=reason))  # type: ignore[arg-type]


def numbered(*rows: Row) -> list[Row]:
    return [replace(each, id=number) for number, each in enumerate(rows, 1)]


async def made(kind: str, *rows: Row, at_end: bool = True, words: object = None, **filters: object) -> str:
    spec = replace(column("home"), filters=Filters(**filters))  # type: ignore[arg-type]
    return await exporting.export(
        Shelf(numbered(*rows), at_end=at_end), kind, "Haven & co", lambda: NOW,
        spec=spec, accounts=(ME,), words=words, zone=ZONE,  # type: ignore[arg-type]
    )  # fmt: skip


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=delimiter, strict=True))


def objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.split("\n")[:-1]]


class Page(HTMLParser):
    """Reads a page as a browser does: elements, their attributes, and what is text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text += data


async def test_a_table_tells_everything_of_a_post() -> None:
    (line,) = table(await made("csv", row(POST, Repost(SANNE))))
    assert line == {
        "Kind": "Post", "Time": "2026-07-11 13:57:02", "Time zone": "UTC+02:00", "Name": "Yara de Groot",
        "Handle": "yara@buurt.example", "Text": TEXT.text, "Content warning": "Rook", "Reposted by": "sanne@meerdam.example",
        "Reply to": "gemeente@meerdam.example", "Language": "nl", "Visibility": "Public, quiet", "Replies": "1", "Reposts": "0",
        "Likes": "", "Media": "https://meerdam.example/1.jpg\n",
        "Description of media": "Image: Een brug\nVideo: no description",
        "Poll": "Ja: 3\nNee", "Quoted post": "", "Links": LINK, "Address": "https://meerdam.example/@yara/17",
        "Received by": "me@one.example", "Received at": "2026-07-11 13:57:02", "Notification": "",
        "Edited": "2026-07-11 13:58:02",
    }  # fmt: skip


async def test_lines_tell_everything_of_a_post() -> None:
    head, line = objects(await made("jsonl", row(POST, Repost(SANNE)), any=("rook",)))
    assert head == {
        "type": "export", "column": "Haven & co", "made": "2026-07-11T13:57:02+02:00", "by": head["by"],
        "accounts": ["me@one.example"], "filter": "Any of: rook",
    }  # fmt: skip
    assert line == {
        "type": "post", "id": "17", "server": "mastodon:meerdam.example", "url": "https://meerdam.example/@yara/17",
        "time": "2026-07-11T13:57:02+02:00", "edited": "2026-07-11T13:58:02+02:00",
        "author": {"handle": "yara@buurt.example", "name": "Yara de Groot", "url": "https://buurt.example/@yara"},
        "text": TEXT.text, "language": "nl", "warning": "Rook", "sensitive": False, "visibility": "unlisted",
        "reply": {"to": "gemeente@meerdam.example", "id": "16"}, "links": [LINK], "tags": ["haven"],
        "media": [{"kind": "image", "url": "https://meerdam.example/1.jpg", "alt": "Een brug"}, {"kind": "video"}],
        "poll": {"options": [{"title": "Ja", "votes": 3}, {"title": "Nee", "votes": None}], "votes": 0, "closed": False},
        "quote": {"state": "accepted", "post": {
            "id": "9", "server": "mastodon:meerdam.example", "time": "2026-07-11T13:57:02+02:00",
            "author": {"handle": "sanne@meerdam.example", "name": "Sanne"}, "text": "Geciteerd", "sensitive": False,
            "visibility": "public"}},
        "card": {"url": "https://nieuws.example/1", "title": "Nieuws"}, "counts": {"replies": 1, "reposts": 0},
        "received_by": "me@one.example", "received_at": "2026-07-11T13:57:02+02:00",
        "reposted_by": {"handle": "sanne@meerdam.example", "name": "Sanne"},
    }  # fmt: skip


async def test_a_page_tells_everything_of_a_post_and_where_links_lead() -> None:
    text = await made("html", row(POST, Repost(SANNE)))
    page = Page(text)
    for said in (
        "Haven & co", "Made at: 2026-07-11 13:57 (UTC+02:00)", "Accounts: me@one.example", "None: all posts that were stored",
        "Reposted by sanne@meerdam.example", "Yara de Groot", "yara@buurt.example", "2026-07-11 13:57 (UTC+02:00)",
        "Replying to gemeente@meerdam.example", "Content warning: Rook",
        "meerdam.example/haven… (www.meerdam.example) voor meer",
        "Image: Een brug", "Video: no description", "Ja: 3", "Nee", "Geciteerd", "Nieuws (nieuws.example)",
        "Replies: 1 · Reposts: 0 · Public, quiet · Edited: 2026-07-11 13:58 (UTC+02:00) · Received by me@one.example",
    ):  # fmt: skip
        assert said in page.text, said
    assert ("html", {"lang": "en"}) in page.tags
    assert [attrs["lang"] for tag, attrs in page.tags if "lang" in attrs] == ["en", "nl"]
    assert [attrs["href"] for tag, attrs in page.tags if tag == "a"] == [
        LINK, "https://meerdam.example/1.jpg", "https://nieuws.example/1", "https://meerdam.example/@yara/17",
    ]  # fmt: skip


async def test_notifications_are_told() -> None:
    rows = (
        row(None, Notice("follow", (YARA, SANNE), 2)),
        row(POST, Notice("like", (SANNE,))),
        row(POST, Notice("moon", (), 1)),
    )
    lines = table(await made("csv", *rows))
    assert [line["Notification"] for line in lines] == [
        "New follower: yara@buurt.example, sanne@meerdam.example", "Like: sanne@meerdam.example", "moon",
    ]  # fmt: skip
    assert [line["Kind"] for line in lines] == ["Notification", "Post", "Post"]
    assert [each["type"] for each in objects(await made("jsonl", *rows))] == ["export", "notice", "post", "post"]
    assert "New follower: yara@buurt.example" in Page(await made("html", *rows)).text
    (_, talk) = objects(await made("jsonl", row(POST, Conversation((SANNE,)))))
    assert talk["conversation_with"] == [{"handle": "sanne@meerdam.example", "name": "Sanne"}]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "html"])
@pytest.mark.parametrize(
    ("hole", "said"),
    [
        (Gap(NOW, Instant(NOW + 3_600_000), 38), "38 posts missing between 2026-07-11 13:57 and 2026-07-11 14:57"),
        (Gap(NOW, Instant(NOW + 3_600_000), 1), "1 post missing between 2026-07-11 13:57 and 2026-07-11 14:57"),
        (Gap(NOW, Instant(NOW + 3_600_000)), "Posts may be missing between 2026-07-11 13:57 and 2026-07-11 14:57"),
        (Gap(count=2), "2 posts missing here"),
        (Gap(), "Posts may be missing here"),
    ],
)
async def test_what_is_missing_is_said_in_every_kind_of_file(kind: str, hole: Gap, said: str) -> None:
    text = await made(kind, row(POST), Row(2, A, gap=hole), row(POST, number=3))
    assert said in text
    assert "They are not in this file" not in text
    assert "Older posts may be on the server. They are not in this file." in await made(kind, row(POST), at_end=False)


async def test_the_filter_is_told_in_words() -> None:
    given = {
        "any": ("rook", "brand"), "none": ("kermis",), "sorts": (Sort.IMAGES, Sort.TEXT), "reposts": False, "replies": False,
        "languages": ("nl",), "min_likes": 3, "only_authors": ("yara@buurt.example",), "only_partners": True,
        "mutes": (Mute(MuteKind.WORD, "voetbal"),), "cleared": NOW,
    }  # fmt: skip
    said = (
        "Any of: rook, brand; None of: kermis; Only: images, text only; Without reposts; Without replies; Languages: nl; "
        "At least 3: Likes; Only by: yara@buurt.example; Only by partners; Muted: voetbal; "
        "Cleared up to 2026-07-11 13:57 (UTC+02:00)"
    )
    assert f"Filters: {said}" in Page(await made("html", **given)).text
    assert objects(await made("jsonl", **given))[0]["filter"] == said
    assert objects(await made("jsonl", pattern="a|b", any=("x",)))[0]["filter"] == "Expression: a|b"


class Dutch(exported.English):
    def language(self) -> str:
        return "nl"


async def test_in_dutch_a_table_has_semicolons_and_the_page_says_its_language() -> None:
    (line,) = table(await made("csv", row(POST), words=Dutch()), ";")
    assert line["Handle"] == "yara@buurt.example"
    assert ("html", {"lang": "nl"}) in Page(await made("html", words=Dutch())).tags


async def test_a_year_has_summer_and_winter_and_odd_times_are_no_fault() -> None:
    assert objects(await made("jsonl", row(replace(POST, created_at=Instant(10**17)))))[1].get("time") is None
    assert table(await made("csv", row(replace(POST, created_at=Instant(10**17)))))[0]["Kind"] == "Post"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
async def test_no_cell_becomes_a_formula(start: str) -> None:
    assert exporting.harmless(f"{start}1+1") == f"'{start}1+1"
    evil = f'{start}HYPERLINK("http://evil.example";"x")\n,;"\r\n=2'
    post = replace(
        POST, text=plain(evil), warning=evil, author=replace(YARA, name=plain(evil), handle=evil), reply_to_handle=evil
    )
    for cell in table(await made("csv", row(post)))[0].values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＠"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("break_", [";", ",", "\t", "\n", "; ", ';"', "\n '"])
@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("http://evil.example")', "=cmd|' /C calc'!A0", "-2+cmd|' /C calc'!A0", "@SUM(1)*cmd|x"]
)
async def test_no_cell_becomes_a_formula_where_another_sign_parts_the_cells(delimiter: str, break_: str, formula: str) -> None:
    text = (await made("csv", row(replace(POST, text=plain(f"Let op{break_}{formula}")))))[1:]
    for line in text.splitlines():
        for cell in line.split(delimiter):
            assert not cell.strip(' "').startswith(("=", "-2", "@SUM")), "however badly a program reads the file"


async def test_text_without_formulas_stays_as_it_was_written() -> None:
    text = "Te laat ;-( en:\n- inwoner(s)\n+31 (0)10 1234567, @yara; a=b"
    assert table(await made("csv", row(replace(POST, text=plain(text)))))[0]["Text"] == text


async def test_the_sign_between_cells_is_the_one_that_this_pc_expects() -> None:
    shelf = Shelf([row(POST)])
    text = await exporting.export(shelf, "csv", "x", lambda: NOW, semicolons=True)
    assert table(text, ";")[0]["Kind"] == "Post"


async def test_the_window_has_its_turn_while_long_posts_are_written() -> None:
    shelf = Shelf([row(replace(POST, text=plain("woord " * 15_000)), number=number) for number in range(1, 31)])
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.get_running_loop().create_task(count())
    await exporting.export(shelf, "csv", "x", lambda: NOW)
    counting.cancel()
    assert turns >= 30


HOSTILE = st.text(
    st.characters(codec=None) | st.sampled_from('<>&"\'/=+-@\t\r\n\x00\u202e\u2066\u2028\ud800\udfff\ufeff`;,'), max_size=40
) | st.sampled_from(["<script>alert(1)</script>", "</p><img src=x onerror=alert(1)>", "</title><meta http-equiv=refresh>",
                     "\" onmouseover=\"x", "]]>", "<!--", "=cmd|' /C calc'!A0", "javascript:alert(1)",
                     "\n{\"type\":\"post\"}\n"])  # fmt: skip


@given(HOSTILE, HOSTILE, st.sampled_from(["csv", "jsonl", "html"]), st.sampled_from(["https://", "http://", "javascript:", ""]))
async def test_whatever_strangers_write_a_file_stays_what_it_is(text: str, other: str, kind: str, scheme: str) -> None:
    evil = replace(
        POST,
        key=PostKey(other, text),
        text=RichText(text, (Span(0, len(text), SpanKind.LINK, scheme + other),)),
        author=Author(other, other, plain(text), scheme + other),
        url=scheme + other,
        warning=other,
        language=other,
        reply_to_handle=text,
        media=(Media(MediaKind.IMAGE, scheme + text, alt=other),),
        poll=Poll("p", (PollOption(plain(text), 1),)),
        card=Card(scheme + other, text),
        quote=Quote(QuoteState.ACCEPTED, replace(POST, text=plain(other), quote=None)),
        tags=(text,),
    )
    rows = (row(evil, Notice(other, (evil.author,), 1, text)), row(None, Notice(text, (), 1, other)))
    said = await exporting.export(
        Shelf(numbered(*rows)), kind, text, lambda: NOW,
        spec=replace(column("home"), filters=Filters(any=(other,))), accounts=(replace(ME, handle=other),), zone=ZONE,
    )  # fmt: skip
    said.encode()  # no half surrogates
    assert not re.search("[\x00\u202a-\u202e\u2066-\u2069]", said)
    if kind == "csv":
        assert len(table(said)) == 2
        assert all(len(line) == 24 and not str(cell).startswith(("=", "+", "-", "@", "\t", "\r")) for line in table(said)
                   for cell in line.values())  # fmt: skip
    elif kind == "jsonl":
        assert [each["type"] for each in objects(said)] == ["export", "post", "notice"]
    else:
        harmless_page(said)


def harmless_page(said: str) -> None:
    """Nothing in a page runs, loads or leads where a browser asks no one; its parts are ours alone."""
    page = Page(said)
    tags = {tag for tag, _ in page.tags}
    assert tags <= {"html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "main", "article", "p", "span",
                    "bdi", "a", "ul", "li", "blockquote", "strong"}  # fmt: skip
    for tag, attrs in page.tags:
        assert set(attrs) <= {"lang", "charset", "http-equiv", "content", "name", "class", "dir", "href", "rel"}, tag
        assert re.match("https?://", attrs.get("href") or "https://")
    assert page.tags[3] == (
        "meta",
        {"http-equiv": "Content-Security-Policy",
         "content": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"},
    )  # fmt: skip
    assert [attrs for tag, attrs in page.tags if tag == "meta" and "http-equiv" in attrs] == [page.tags[3][1]]
    assert said.count("<article>") == 2


async def test_known_hostile_words(shared: Path) -> None:
    for text in json.loads((shared / "corpora/blns/blns.json").read_text("utf-8")):
        evil = row(replace(POST, text=plain(text), author=replace(YARA, name=plain(text)), warning=text))
        harmless_page(await made("html", evil, evil))
        assert len(table(await made("csv", evil))) == 1
        assert len(objects(await made("jsonl", evil))) == 2


async def test_rows_are_read_in_pieces() -> None:
    shelf = Shelf([row(POST, number=number) for number in range(1, 1002)])
    text = await exporting.export(shelf, "jsonl", "x", lambda: NOW)
    assert len(text.splitlines()) == 1002
    assert max(shelf.asked) <= exporting.PIECE
    assert shelf.asked[0] == 0, "first everything is looked at"


async def test_another_kind_of_file_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="xlsx"):
        await exporting.export(Shelf([]), "xlsx", "x", lambda: NOW)


async def test_a_column_is_exported_as_far_as_it_is_stored_and_as_it_is_sifted(tmp_path: Path) -> None:
    server = FakeServer()
    server.say(A, QueryKind.HOME, *range(1, 201))
    async with playing(tmp_path, column("home"), server=server) as stage:
        await stage.settle()
        for _ in range(3):
            stage.feed("home").load_older()
            await stage.settle()
        feed = stage.works.desk.feed(ColumnId("home"))
        spec = stage.works.desk.deck.columns[0]
        accounts = stage.works.accounts.all
        lines = objects(await exporting.export(feed, "jsonl", "Home", stage.time.now, spec=spec, accounts=accounts))
        assert [line.get("text") for line in lines[1:-1]] == [f"post {number}" for number in range(200, 40, -1)]
        assert lines[-1]["type"] == "gap", "older posts are on the server only"
        assert {line.get("received_by") for line in lines[1:-1]} == {"me@one.example"}
        spec = replace(spec, filters=Filters(not_authors=("u1@one.example",)))
        stage.works.desk.change_column(spec)
        lines = objects(await exporting.export(feed, "jsonl", "Home", stage.time.now, spec=spec))
        assert [line.get("id") for line in lines[1:-1]] == [str(number) for number in range(200, 40, -1) if number % 5 != 1]
        assert lines[0]["filter"] == "Not by: u1@one.example"

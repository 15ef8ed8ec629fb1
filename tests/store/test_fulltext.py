"""Search on this PC finds what is stored, all of it and nothing else, whatever happened to the posts and whatever is typed."""

import dataclasses
import json
import sqlite3
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client.model import finding
from client.model.account import AccountId
from client.model.finding import TermKind
from client.model.instant import Instant
from client.model.page import Cursor, Entry, Page
from client.model.post import Author, Card, Media, MediaKind, Poll, PollOption, Post, PostKey, ViewerState
from client.model.query import QueryKind, query
from client.model.richtext import RichText
from client.store import fulltext, post_rows, schema, worker
from client.store.database import Store
from client.store.finder import Finder
from client.store.timelines import How
from tests.store.conftest import Opener

NOW = Instant(1_750_000_000_000)
HOUR = 3_600_000
ORIGIN = "mastodon:meerdam.example"
HOME = query(AccountId("a1"), QueryKind.HOME)
MENTIONS = query(AccountId("a2"), QueryKind.MENTIONS)
SHARED = Path(__file__).parents[3] / "shared"


def post(number: int, text: str, *, at: int = 0, who: str = "yara", name: str = "Yara de Groot", **more: object) -> Post:
    author = Author(who, f"{who}@buurt.example", RichText(name))
    return Post(PostKey(ORIGIN, str(number)), author, RichText(text), Instant(at or NOW - number * HOUR), **more)  # type: ignore[arg-type]


def page(*posts: Post) -> Page:
    entries = [Entry(item.key.id, item.created_at, item, ViewerState(liked=False)) for item in posts]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return Page(tuple(entries), Cursor("o"), Cursor("n"))


async def keep(store: Store, *posts: Post, of: object = HOME) -> int:
    timeline = (await store.timelines.open(of)).timeline  # type: ignore[arg-type]
    await store.timelines.save(timeline, page(*posts), how=How.NEWEST, now=NOW)
    return timeline


async def found(store: Store, text: str, **more: int) -> list[str]:
    """The ids of the posts that a line finds, newest first."""
    ids = (await store.finder.find(finding.parse(text), NOW, **more)).ids
    rows = await store.timelines.load(ids, now=NOW)
    assert len(rows) == len(ids), "a row that was found can be read"
    return [row.entry.post.key.id for row in rows if row.entry and row.entry.post]


async def test_words_are_found_wherever_a_post_has_them(store: Store) -> None:
    media = (Media(MediaKind.IMAGE, "u", alt="Een gele hijskraan"),)
    poll = Poll("1", (PollOption(RichText("Marktplein")), PollOption(RichText("Kade"))))
    await keep(
        store,
        post(1, "Rook boven de Havenstraat"),
        post(2, "Kijk", media=media),
        post(3, "Waar?", poll=poll),
        post(4, "Zie", card=Card("https://x.example", "Omleiding bus 12")),
        post(5, "Achter de klep", warning="Ongeluk met letsel"),
        post(6, "Goedemorgen", who="brandweer", name="Brandweer Meerdam"),
    )
    assert await found(store, "havenstraat") == ["1"]
    assert await found(store, "hijskraan") == ["2"]
    assert await found(store, "kade") == ["3"]
    assert await found(store, "omleiding") == ["4"]
    assert await found(store, "letsel") == ["5"]
    assert await found(store, "brandweer") == ["6"]
    assert await found(store, "author:buurt.example") == ["1", "2", "3", "4", "5", "6"]
    assert await found(store, "author:goedemorgen") == []


async def test_every_operator_narrows_what_is_found(store: Store) -> None:
    await keep(
        store,
        post(1, "Is de brug dicht?", language="nl", tags=("kermis",)),
        post(2, "The bridge is closed", language="en-GB", reply_to=PostKey(ORIGIN, "1")),
        post(3, "De brug is dicht, zie https://m.example/?a=1 nu", media=(Media(MediaKind.VIDEO, "u"),)),
    )
    assert await found(store, "brug") == ["1", "3"]
    assert await found(store, "is:question") == ["1"]
    assert await found(store, "is:vraag brug") == ["1"]
    assert await found(store, "lang:en") == ["2"]
    assert await found(store, "is:reply") == ["2"]
    assert await found(store, "has:video") == ["3"]
    assert await found(store, "heeft:media brug") == ["3"]
    assert await found(store, "#kermis") == ["1"]
    assert await found(store, "#brug") == []
    assert await found(store, '"brug is dicht"') == ["3"]
    assert await found(store, "brug -has:media") == ["1"]
    assert await found(store, "-brug") == ["2"]
    assert await found(store, "bridge OR has:media") == ["2", "3"]
    assert await found(store, "bri* OR dich*") == ["1", "2", "3"]
    assert await found(store, "since:150m") == ["1", "2"]
    assert await found(store, "until:90m") == ["2", "3"]


async def test_case_and_accents_make_no_difference(store: Store) -> None:
    await keep(store, post(1, "Café op één hoog"), post(2, "CAFE dicht"))
    assert await found(store, "café") == await found(store, "cafe") == ["1", "2"]
    assert await found(store, "Een") == ["1"]


async def test_newest_first_whatever_order_posts_came_in_and_page_by_page(store: Store) -> None:
    for start in (40, 0, 80):
        await keep(store, *(post(number, "zelfde", at=NOW - number // 2 * HOUR) for number in range(start, start + 40)))
    times, below = [], 0
    while True:
        ids = (await store.finder.find(finding.parse("zelfde"), NOW, below=below, limit=7)).ids
        if not ids:
            break
        rows = await store.timelines.load(ids, now=NOW)
        times += [row.entry.at for row in rows if row.entry]
        below = ids[-1]
    assert len(times) == 120
    assert times == sorted(times, reverse=True)


async def test_more_posts_of_one_moment_than_there_is_room_for_are_all_found(store: Store) -> None:
    await keep(store, *(post(number, "tegelijk", at=NOW) for number in range(150)), post(999, "later", at=NOW + 1))
    assert len(await found(store, "tegelijk", limit=500)) == 150
    assert await found(store, "later") == ["999"]


def test_what_a_post_is_found_by_is_what_every_index_holds() -> None:
    said = dataclasses.replace(post(1, "Brand in de haven?"), language="nl", tags=("brand",), warning="vuur")
    assert fulltext.content(said) == (
        f"{said.author.name.text} {said.author.handle}",
        "Brand in de haven? \ue000 vuur \ue000 \ue000every \ue000cover \ue000question \ue000languagenl \ue001brand",
    ), "a change needs a migration that fills the index anew"


async def test_an_edit_is_found_by_its_new_words_only(store: Store) -> None:
    await keep(store, post(1, "rook op de kade"), post(2, "niets"))
    assert await found(store, "rook") == ["1"]
    await store.posts.edited(post(1, "loos alarm op de kade", edited_at=NOW))
    assert await found(store, "rook") == []
    assert await found(store, "alarm") == ["1"]
    await keep(store, post(2, "toch rook"))
    assert await found(store, "rook") == ["2"]


async def test_what_was_deleted_pruned_or_forgotten_is_not_found(store: Store) -> None:
    home = await keep(store, post(1, "rook een"), post(2, "rook twee"))
    await keep(store, post(700, "rook oud"), of=query(AccountId("a1"), QueryKind.LOCAL))
    await keep(store, post(9, "rook elders"), of=MENTIONS)
    assert await found(store, "rook") == ["1", "2", "9", "700"]
    await store.posts.deleted(PostKey(ORIGIN, "1"))
    assert await found(store, "rook") == ["2", "9", "700"]
    for _ in range(2):  # what was opened since the last time stays until the next
        await store.timelines.prune(Instant(NOW - 100 * HOUR), {home: ()})
    assert await found(store, "rook") == ["2", "9"]
    await store.timelines.forget_account(AccountId("a2"))
    assert await found(store, "rook") == ["2"]


async def test_a_post_in_two_accounts_stays_found_when_one_is_forgotten(store: Store) -> None:
    await keep(store, post(1, "rook"))
    await keep(store, post(1, "rook"), of=MENTIONS)
    await store.timelines.forget_account(AccountId("a1"))
    rows = await store.timelines.load((await store.finder.find(finding.parse("rook"), NOW)).ids, now=NOW)
    assert [row.account for row in rows] == ["a2"]


async def test_a_failed_transaction_leaves_the_index_as_it_was(store: Store) -> None:
    timeline = await keep(store, post(1, "rook"))
    broken = dataclasses.replace(post(2, "vuur"), created_at=2**80)
    with pytest.raises(OverflowError):
        await store.timelines.save(timeline, page(post(1, "damp", edited_at=NOW), broken), how=How.NEWEST, now=NOW)
    assert await found(store, "rook") == ["1"]
    assert await found(store, "damp") == []


async def test_the_index_holds_exactly_the_posts_that_are_kept(store: Store, tmp_path: Path) -> None:
    """FTS5's own check does not cover an index without text: every posting must belong to a spot."""
    await keep(store, *(post(number, f"woord{number} samen", at=NOW - number) for number in range(30)))
    await found(store, "samen")
    for number in range(0, 30, 3):
        await store.posts.edited(post(number, f"ander{number} samen", at=NOW - number, edited_at=NOW))
    for number in range(1, 30, 3):
        await store.posts.deleted(PostKey(ORIGIN, str(number)))
    await found(store, "samen")
    await store.close()
    with sqlite3.connect(tmp_path / "data" / "cache.db") as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, words, instance)")
        docs = {row[0] for row in connection.execute("SELECT doc FROM temp.seen")}
        assert docs == {row[0] for row in connection.execute("SELECT id FROM spot")}
        assert not connection.execute("SELECT 1 FROM temp.seen WHERE term GLOB 'woord0'").fetchall()
        assert connection.execute("SELECT count(*) FROM spot").fetchone() == (20,)
    connection.close()


async def test_a_cache_of_the_earlier_version_is_filled_in_pieces(tmp_path: Path, open_store: Opener) -> None:
    store = await open_store()
    await keep(store, *(post(number, f"rook {number}", at=NOW - number) for number in range(500)))
    await store.close()
    path = tmp_path / "data" / "cache.db"
    connection = sqlite3.connect(path, isolation_level=None)
    for table in ("spot", "waiting", "words", "look"):
        connection.execute(f"DROP TABLE {table}")
    for statement in schema.CACHE.steps[1]:
        connection.execute(statement)
    connection.close()
    store = await open_store()
    first = await store.finder.find(finding.parse("rook"), NOW, limit=600)
    assert first.partly
    assert len(first.ids) == 400
    while await store.finder.take_in(70) == 70:
        pass
    whole = await store.finder.find(finding.parse("rook"), NOW, limit=600)
    assert not whole.partly
    assert len(whole.ids) == 500


async def test_a_read_marker_of_a_search_moves_up_only(store: Store) -> None:
    await store.finder.mark_read("rook \ud800", 7)
    await store.finder.mark_read("rook \ud800", 5)
    assert await store.finder.read_to("rook \ud800") == 7
    assert await store.finder.read_to("vuur") == 0


# --- hostile ------------------------------------------------------------------------------------------------------------

NASTY = [
    '"',
    "'",
    "*",
    '"*',
    '"" ""',
    "a*b*",
    "NEAR(a b)",
    "a NEAR/2 b",
    "AND",
    "OR",
    "NOT a",
    "a OR",
    "OR OR a",
    "who:a",
    "text : a",
    "{who text} : a",
    "^a",
    "a + b",
    "(",
    ")",
    "((((a",
    "-",
    "--a",
    '-"',
    "-has:media",
    "\0",
    "a\0b",
    "\ud800",
    "a\udfff",
    "🔥",
    "🔥*",
    "author:",
    'author:"',
    'author:"a',
    "author:*",
    'author:"*"',
    "has:",
    "has:nothing",
    "is:",
    "lang:",
    "lang:nl OR",
    "since:",
    "since:9999-12-31",
    "until:9999-12-31",
    "since:0001-01-01",
    "until:0001-01-01",
    "since:2026-13-45",
    "since:9999w",
    "since:25:99",
    "#",
    "##",
    "#a*",
    "#*",
    "\ue000every",
    "\ue001a",
    "é́́" * 50,
    "w " * 10_000,
    "x" * 100_000,
    '"' * 9_999,
    "-a " * 300,
    "a OR " * 300,
    "a; DROP TABLE post",
    "%",
    "_",
    "\\",
    "٣",
    "²",
    "\u202e",
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
async def test_nothing_that_is_typed_can_be_wrong(store: Store, text: str) -> None:
    await keep(store, post(1, "a\0b \ue000every \ue001a 🔥 rook", name="\udfff"), post(2, text[:500], tags=(text[:20],)))
    search = finding.parse(text)
    assert len(search.groups) + len(search.without) <= finding.MOST
    await store.finder.find(search, NOW)
    await store.finder.down_to(search, NOW, fulltext.FIRST_ROW + 5)


async def test_marks_cannot_be_forged_by_a_post(store: Store) -> None:
    await keep(store, post(1, "\ue000media \ue001kermis"), post(2, "x", media=(Media(MediaKind.IMAGE, None),)))
    assert await found(store, "has:media") == ["2"]
    assert await found(store, "#kermis") == []


async def test_the_list_of_naughty_strings_goes_in_and_through_search(store: Store) -> None:
    path = SHARED / "corpora" / "blns" / "blns.json"
    if not path.exists():
        pytest.skip("the list of naughty strings is not beside the repository")
    strings = json.loads(path.read_text(encoding="utf-8"))
    timeline = (await store.timelines.open(HOME)).timeline
    for number, text in enumerate(strings):
        await store.timelines.save(timeline, page(post(number, text or "-", at=NOW - number)), how=How.NEWEST, now=NOW)
    for number, text in enumerate(strings):
        ids = await found(store, f'"{text.replace(chr(34), " ")}"', limit=1000)
        if text.isascii() and text.isalnum():
            assert str(number) in ids


# --- the same as looking at every post ----------------------------------------------------------------------------------

WORDS = ["rook", "Café", "één", "brug", "brugdek", "havenstraat", "ROOK", "ijs", "2026"]


def fold(text: str) -> list[str]:
    """The rules of the index, for the letters used here: no case, no accents, split at what is neither letter nor digit."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return "".join(char if char.isalnum() else " " for char in plain).split()


def has(item: Post, term: finding.Term) -> bool:
    parts = [fold(part) for part in (item.text.text, item.warning, *(each.alt or "" for each in item.media))]
    who = fold(f"{item.author.name.text} {item.author.handle}")
    wanted = fold(term.text)

    def runs(words: str) -> bool:
        return any(words[at : at + len(wanted)] == wanted for at in range(len(words)))

    match term.kind:
        case TermKind.WORDS:
            return any(map(runs, [*parts, who]))
        case TermKind.BEGIN:
            return any(word.startswith(wanted[0]) for part in [*parts, who] for word in part)
        case TermKind.AUTHOR:
            return runs(who)
        case TermKind.HAS:
            return bool(item.media) if term.text == "media" else bool(item.warning)
        case TermKind.LANGUAGE:
            return (item.language or "").partition("-")[0] == term.text
        case _:
            return item.reply_to is not None


texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
posts = st.builds(
    lambda number, text, warning, alt, who, language, reply, minutes: post(
        number,
        text,
        at=NOW - minutes * 60_000,
        who=who,
        name=who.title(),
        warning=warning,
        language=language,
        media=(Media(MediaKind.IMAGE, None, alt=alt),) if alt else (),
        reply_to=PostKey(ORIGIN, "0") if reply else None,
    ),
    st.integers(1, 25),
    texts,
    texts,
    texts,
    st.sampled_from(["yara", "rook", "bram"]),
    st.sampled_from([None, "nl", "en-GB"]),
    st.booleans(),
    st.integers(0, 300),
)
pieces = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map("-{}".format),
    st.just("OR"),
    st.sampled_from(["bru*", "ro*", "-bru*"]),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(lambda words: '"' + " ".join(words) + '"'),
    st.sampled_from(
        ["author:yara", "-author:rook", "has:media", "has:cover", "is:reply", "lang:nl", "lang:en", "since:2h", "until:1h"]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(posts, max_size=8), max_size=4), st.lists(pieces, min_size=1, max_size=5).map(" ".join))
def test_found_is_what_looking_at_every_stored_post_finds(rounds: list[list[Post]], line: str) -> None:
    connection = worker.connect(worker.IN_MEMORY)
    schema.migrate(connection, schema.CACHE)
    finder = Finder(None, connection)  # type: ignore[arg-type]  # without its thread
    kept: dict[PostKey, Post] = {}
    search = finding.parse(line)
    for number, some in enumerate(rounds):
        post_rows.upsert(connection, some)
        kept.update({item.key: item for item in some})
        if number % 2:
            finder._find(search, NOW, 0, 0, 5)
    since, until = finding.span(search, NOW)
    expected = {
        item.key.id
        for item in kept.values()
        if all(any(has(item, term) for term in group) for group in search.groups)
        and not any(has(item, term) for term in search.without)
        and (since is None or item.created_at >= since)
        and (until is None or item.created_at < until)
    }
    ids = finder._find(search, NOW, 0, 0, -1).ids if search else []
    rows = [
        connection.execute(
            "SELECT post.key FROM spot JOIN post ON post.id = spot.post WHERE spot.id = ?", (row_id - fulltext.FIRST_ROW,)
        ).fetchone()[0]
        for row_id in ids
    ]
    connection.close()
    assert len(rows) == len(set(rows))
    assert set(rows) == (expected if search else set())

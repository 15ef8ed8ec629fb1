"""What was missed is chosen from the unread posts of each column; an absence is known across a crash."""

import asyncio
import dataclasses
from pathlib import Path

from client.model.account import AccountId
from client.model.column import ColumnId
from client.model.instant import Instant
from client.model.page import Entry
from client.model.post import Author, Counts, Post, PostKey
from client.model.query import QueryKind
from client.model.richtext import RichText, Span, SpanKind
from client.model.row import Gap, Row
from client.model.sifting import Partner
from client.sync import catchup
from client.sync.absence import LONG
from client.sync.catchup import HOUR, choose, gather
from tests.sync.stage import NOON, A, FakeServer, column, playing

ME = "me@one.example"
COLUMN = ColumnId("c")


def row(
    number: int, text: str = "Bericht", *, who: str = "yara@one.example", replies: int = 0, at: int = 0, to: str = ""
) -> Row:
    spans = (Span(0, 3, SpanKind.MENTION, "https://one.example/@me", to),) if to else ()
    author = Author(who, who, RichText(who))
    at = at or NOON + number * 60_000
    post = Post(PostKey("o", str(number)), author, RichText(text, spans), Instant(at), counts=Counts(replies=replies))
    return Row(number, AccountId("a"), Entry(str(number), Instant(at), post))


def ids(items: tuple[catchup.Item, ...]) -> list[int]:
    return [item.row for item in items]


def missed(*rows: Row, partners: tuple[str, ...] = ()) -> catchup.Missed:
    return choose(COLUMN, len(rows), rows, {ME}, lambda handle: handle in partners)


def test_questions_to_us_come_first_then_the_newest():
    found = missed(
        row(1, "@me Waar?", to=ME), row(3, "Hoe laat?"), row(5, "Geen vraag"), row(7, "Zie ?a=1 daar"), row(9, "Wie?!")
    )
    assert ids(found.questions) == [1, 3]
    assert found.questions[0].ours


def test_the_most_answered_come_first_and_unanswered_ones_not_at_all():
    assert ids(missed(row(1, replies=3), row(2, replies=9), row(3), row(4, replies=3)).answered) == [2, 4, 1]


def test_partners_are_chosen_and_what_we_wrote_is_no_news():
    found = missed(row(1, who="politie@x.example"), row(2, who=ME), row(3, "Wat?", who=ME), partners=("politie@x.example", ME))
    assert ids(found.partners) == [1]
    assert found.questions == ()


def test_a_post_that_came_twice_is_one():
    twice = dataclasses.replace(row(1, "Waar?"), id=99)
    assert ids(missed(row(1, "Waar?"), twice).questions) == [1]


def test_hours_are_counted_without_holes_and_a_day_at_most():
    times = [Instant(NOON + hours * HOUR) for hours in (0, 0, 3)]
    assert [hour.count for hour in catchup.hours(times)] == [2, 0, 0, 1]
    assert len(catchup.hours([Instant(0), Instant(NOON)])) == 24
    assert catchup.hours([]) == ()


def test_gaps_are_told_with_their_times():
    gap = Gap(Instant(NOON), Instant(NOON + HOUR))
    assert missed(row(1), Row(50, AccountId("a"), gap=gap)).holes == (catchup.Hole(50, gap),)


async def test_only_unread_posts_of_columns_that_have_some_are_gathered(tmp_path: Path):
    server = FakeServer()
    server.say(A, QueryKind.HOME, *range(1, 11))
    server.say(A, QueryKind.LOCAL, *range(1, 6))
    async with playing(tmp_path, column("home"), column("local"), server=server) as stage:
        await stage.pass_time(3)
        assert await gather(stage.works.desk, set()) == ()
        stage.server.say(A, QueryKind.HOME, *range(11, 15))
        await stage.pass_time(200)
        stage.works.desk.set_partners((Partner("u3@one.example"),))
        places = [stage.works.desk.place(ColumnId("home")), stage.feed("home").unread]
        (found,) = await gather(stage.works.desk, set())
        assert (found.column, found.count, found.looked) == ("home", 4, 4)
        assert [item.post.key.id for item in found.partners] == ["13"]
        assert [stage.works.desk.place(ColumnId("home")), stage.feed("home").unread] == places


async def test_a_column_that_goes_while_others_are_gathered_is_passed_over(tmp_path: Path):
    made = FakeServer()
    made.say(A, QueryKind.HOME, *range(1, 6))
    made.say(A, QueryKind.LOCAL, *range(1, 6))
    async with playing(tmp_path, column("home"), column("local"), server=made) as stage:
        await stage.settle()
        made.say(A, QueryKind.HOME, 6)
        made.say(A, QueryKind.LOCAL, 6)
        await stage.pass_time(70)
        found: list[ColumnId] = []

        async def gathering() -> None:
            found.extend(each.column for each in await gather(stage.works.desk, {ME}))

        task = stage.works.tasks.spawn(gathering(), "gathering")
        await asyncio.sleep(0)  # the first is being read
        stage.works.desk.remove_column(ColumnId("local"))
        await task
        assert found == ["home"]


async def test_a_post_of_the_far_future_does_not_hide_the_hours_of_the_day(tmp_path: Path):
    made = FakeServer()
    made.say(A, QueryKind.HOME, *range(1, 6))
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        made.say(A, QueryKind.HOME, 10**6 + 1, 10**6 + 2, 10**12)
        await stage.pass_time(70)
        (found,) = await gather(stage.works.desk, {ME})
        assert [hour.count for hour in found.hours] == [2]
        assert found.count == 3


async def test_an_absence_is_told_once_and_survives_a_crash(tmp_path: Path):
    async with playing(tmp_path, column("home")) as stage:
        absence = stage.works.desk.absence
        await absence.read()
        assert absence.here() is None
        await absence.write()
        await stage.pass_time(30)
        assert absence.here() is None
        await absence.write()
        assert await stage.store.desk.note("active") == str(NOON).encode(), "written at most once a minute"
        time, vault = stage.time, stage.vault
    time.wall += LONG / 1000 + 60
    async with playing(tmp_path, time=time, vault=vault) as stage:
        absence = stage.works.desk.absence
        await absence.read()
        assert absence.here() == NOON
        assert absence.here() is None


async def test_a_broken_note_of_the_last_time_is_no_absence(tmp_path: Path):
    async with playing(tmp_path, column("home")) as stage:
        await stage.store.desk.save_note("active", b"\xff" * 9)
        await stage.works.desk.absence.read()
        assert stage.works.desk.absence.here() is None


async def test_searches_are_kept_newest_first_and_forgotten_when_asked(tmp_path: Path):
    async with playing(tmp_path, column("home")) as stage:
        searches = stage.works.desk.searches
        for text in ("rook", "brug", " rook ", "", "x" * 500, "\ud800"):
            await searches.keep(text)
        assert await searches.recent() == ("\ud800", "rook", "brug")
        await stage.store.desk.save_note("searches", b"{not json")
        assert await searches.recent() == ()
        await searches.keep("brug")
        await searches.clear()
        assert await searches.recent() == ()

import asyncio
import dataclasses
from array import array
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from client import errors
from client.model.account import AccountId
from client.model.change import Edit, Inserted, ReadChanged, Removed, Reset, SiftedChanged, TimelineChanged
from client.model.column import ColumnId
from client.model.health import FetchState, Health
from client.model.instant import Instant
from client.model.page import Entry
from client.model.post import Counts
from client.model.query import QueryKind
from client.model.row import Gap, Row
from client.model.sifting import NO_HIGHLIGHTS, SHOW_ALL, Filters, Highlights, Mute, MuteKind
from client.sync import timeline
from client.sync.changes import Changes
from client.sync.relay import Relay
from client.sync.rows import Rows
from client.sync.sieve import Sieve, Verdict
from client.sync.sifted import Sifted
from client.sync.sifting import PIECE
from client.sync.tasks import Tasks
from tests.sync.stage import NOON, A, FakeServer, FakeTime, Stage, column, playing, post

HOME = QueryKind.HOME


class Below:
    """The feed below: rows and what happens to them, as a test says."""

    key = "below"
    health = Health(FetchState.STREAMING)
    loading_older = False

    def __init__(self, changes: Changes) -> None:
        self.ids = array("q")
        self.at_end = False
        self.older: list[list[int]] = []
        self.asked = 0
        self.new: set[int] = set()
        self.sources = (self,)
        self._changes = changes

    @property
    def unread(self) -> int:
        return len(self.new)

    def is_unread(self, row_id: int) -> bool:
        return row_id in self.new

    def do(self, *edits: Edit) -> None:
        for edit in edits:
            timeline.apply(self.ids, edit)
        self._changes.publish(TimelineChanged(self.key, edits))

    def load_older(self) -> None:
        self.asked += 1
        if self.older:
            self.do(Inserted(len(self.ids), array("q", self.older.pop(0))))

    def row(self, row_id: int) -> Row | None:
        return None


class Scene:
    """A sifted column over rows that a test makes; the store answers when it is told to, or at once."""

    def __init__(self, count: int = 0, place: int = 0) -> None:
        self.changes = Changes()
        self.tasks = Tasks()
        self.time = FakeTime()
        self.rows: dict[int, Row] = {}
        self.gate: asyncio.Event | None = None
        self.loads = 0
        self.in_memory = Rows(self.load, self.changes, self.tasks)
        self.below = Below(self.changes)
        engine: Any = SimpleNamespace(
            rows=self.in_memory,
            changes=self.changes,
            tasks=self.tasks,
            timing=self.time,
            store=SimpleNamespace(timelines=SimpleNamespace(load=self.load)),
        )
        if count:
            self.below.ids = array("q", self.make(*range(count, 0, -1)))
        self.feed = Sifted("c|below", self.below, engine, place)
        self.relay = Relay(self.changes)
        self.relay.add(self.feed)
        self.seen = array("q")
        self.told: list[object] = []
        self.changes.subscribe(TimelineChanged, self._see)
        self.changes.subscribe(SiftedChanged, self.told.append)
        self.changes.subscribe(ReadChanged, lambda change: self.told.append(change) if change.feed == self.feed.key else None)

    def make(self, *numbers: int, likes: int = -1, text: str = "") -> list[int]:
        for number in numbers:
            made = dataclasses.replace(post(number, text=text), counts=Counts(likes=number % 7 if likes < 0 else likes))
            self.rows[number] = Row(number, AccountId("a"), Entry(str(number), made.created_at, made))
        return list(numbers)

    async def load(self, ids: Sequence[int]) -> list[Row]:
        self.loads += 1
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(0)
        return [self.rows[row_id] for row_id in ids if row_id in self.rows]

    async def change(self, number: int, likes: int) -> None:
        row = self.rows[number]
        assert row.entry is not None
        assert row.entry.post is not None
        self.make(number, likes=likes)
        await self.in_memory.changed(frozenset({row.entry.post.key}))

    def sift(self, filters: Filters = SHOW_ALL, highlights: Highlights = NO_HIGHLIGHTS, *mutes: Mute) -> None:
        self.feed.sift(filters, highlights, mutes, frozenset())

    def look(self) -> None:
        """A view begins to look."""
        self.seen = array("q", self.feed.ids)

    def _see(self, change: TimelineChanged) -> None:
        if change.feed == self.feed.key:
            for edit in change.edits:
                timeline.apply(self.seen, edit)

    async def rest(self) -> None:
        while self.tasks.alive:  # noqa: ASYNC110 - nothing here needs time, only turns of the loop
            await asyncio.sleep(0)

    def passing(self, filters: Filters) -> list[int]:
        sieve = Sieve(filters, NO_HIGHLIGHTS, (), frozenset(), Instant(NOON))
        return [row_id for row_id in self.below.ids if sieve.judge(self.rows[row_id]) is Verdict.SHOWN]


LIKED = Filters(min_likes=5)


async def test_without_filters_a_column_shares_the_rows_of_the_feed_below_and_reads_nothing():
    scene = Scene(500)
    scene.sift()
    assert scene.feed.ids is scene.below.ids
    scene.look()
    scene.below.do(Inserted(0, array("q", scene.make(501))), Removed(3, 1))
    assert scene.seen == scene.below.ids
    assert scene.feed.counted == (100, 100)
    await scene.rest()
    assert scene.loads == 0


async def test_filters_act_at_once_on_what_is_in_memory_and_soon_on_the_rest():
    scene = Scene(500)
    scene.sift()
    scene.look()
    scene.feed.want(scene.feed.ids[:30])
    await scene.rest()
    scene.sift(LIKED)
    assert list(scene.feed.ids[:3]) == [500 - 500 % 7 + 6 - 7, 500 - 500 % 7 + 5 - 7, 489]
    assert [row for row in scene.feed.ids if row > 470] == [row for row in scene.passing(LIKED) if row > 470]
    assert list(scene.feed.ids[-20:]) == list(range(20, 0, -1)), "the rest stays until it was looked at"
    await scene.rest()
    assert list(scene.feed.ids) == scene.passing(LIKED) == list(scene.seen)
    assert scene.feed.counted == (28, 100)
    assert SiftedChanged("c|below") in scene.told
    scene.sift()
    assert scene.feed.ids == scene.below.ids == scene.seen


async def test_a_new_column_never_shows_first_what_it_leaves_out():
    scene = Scene(200)
    scene.sift(LIKED)
    assert list(scene.feed.ids) == []
    await scene.rest()
    assert list(scene.feed.ids) == scene.passing(LIKED)


async def test_what_is_shown_while_rows_are_looked_at_has_no_hole():
    scene = Scene(400, place=200)
    holes: list[list[int]] = []

    def look(change: TimelineChanged) -> None:
        ids = list(scene.feed.ids)
        if change.feed == scene.feed.key and ids != [row for row in scene.passing(LIKED) if ids[-1] <= row <= ids[0]]:
            holes.append(ids)

    scene.changes.subscribe(TimelineChanged, look)
    scene.sift(LIKED)
    await scene.rest()
    assert holes == []
    assert list(scene.feed.ids) == scene.passing(LIKED)


async def test_a_start_waits_for_the_place_of_the_reader_and_for_no_more():
    scene = Scene(5000, place=1202)
    scene.sift(LIKED)
    await scene.feed.settled()
    assert 1202 in scene.feed.ids
    assert scene.loads * PIECE < 500
    await scene.rest()
    assert list(scene.feed.ids) == scene.passing(LIKED)


async def test_new_posts_of_the_feed_below_are_shown_only_when_they_pass():
    scene = Scene(10)
    scene.sift(LIKED)
    await scene.rest()
    scene.look()
    scene.below.do(Inserted(0, array("q", scene.make(13, 12, 11))))
    await scene.rest()
    assert list(scene.feed.ids) == [13, 12, 6, 5] == list(scene.seen)


async def test_a_post_that_is_liked_often_enough_comes_and_one_that_is_not_any_more_goes():
    scene = Scene(300)
    scene.sift(LIKED)
    await scene.rest()
    scene.look()
    await scene.change(140, 5)
    await scene.rest()
    assert 140 in scene.feed.ids
    assert list(scene.feed.ids) == scene.passing(LIKED) == list(scene.seen)
    await scene.change(140, 4)
    await scene.change(6, 0)
    await scene.rest()
    assert 140 not in scene.feed.ids
    assert list(scene.feed.ids) == scene.passing(LIKED) == list(scene.seen)


async def test_a_post_that_changes_while_it_is_read_is_looked_at_again():
    scene = Scene(30)
    scene.gate = asyncio.Event()
    scene.sift(LIKED)
    await asyncio.sleep(0)
    old = dict(scene.rows)
    scene.gate.set()
    scene.gate = None
    await scene.rest()
    scene.look()
    held = asyncio.Event()
    first = True

    async def late(ids: Sequence[int]) -> list[Row]:
        nonlocal first
        rows = [scene.rows[row_id] for row_id in ids]
        if first:
            first = False
            await held.wait()  # it was read; meanwhile it changes
        return rows

    scene.feed._engine.store.timelines.load = late  # type: ignore[method-assign]
    scene.sift(Filters(min_likes=6))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await scene.change(8, 9)
    held.set()
    await scene.rest()
    assert list(scene.feed.ids) == scene.passing(Filters(min_likes=6))
    assert 8 in scene.feed.ids
    assert old[8] != scene.rows[8]


async def test_only_what_is_shown_counts_as_unread():
    scene = Scene(20)
    scene.sift(LIKED)
    await scene.rest()
    scene.below.new = set(scene.below.ids[:10])
    scene.changes.publish(ReadChanged("below", 10))
    assert scene.feed.unread == len([row for row in scene.passing(LIKED) if row > 10])
    assert ReadChanged("c|below", scene.feed.unread) in scene.told


async def test_older_posts_are_asked_for_until_something_shows_and_not_for_ever():
    scene = Scene(20)
    scene.sift(LIKED)
    await scene.rest()
    rows = iter(range(-1, -500, -1))
    scene.below.older = [scene.make(*(next(rows) for _ in range(5)), likes=0) for _ in range(4)]
    scene.below.older.append(scene.make(next(rows), likes=9))
    scene.below.older.append(scene.make(next(rows), likes=9))
    scene.feed.load_older()
    await scene.rest()
    assert scene.below.asked == 5
    assert scene.feed.ids[-1] == -21
    scene.below.older = [scene.make(next(rows), likes=0) for _ in range(50)]
    scene.feed.load_older()
    await scene.rest()
    assert scene.below.asked == 15


async def test_a_person_who_wants_older_posts_is_heard_while_the_last_poll_failed():
    scene = Scene(20)
    scene.sift(LIKED)
    await scene.rest()
    scene.below.health = Health(FetchState.POLLING, problem=errors.ConnectionLost("reset"))
    scene.below.older = [scene.make(-1, likes=0), scene.make(-2, likes=9)]
    scene.feed.load_older()
    await scene.rest()
    assert scene.below.asked == 1, "once: what follows waits until the server is well"
    scene.below.health = Health(FetchState.STREAMING)
    scene.feed.load_older()
    await scene.rest()
    assert scene.feed.ids[-1] == -2


async def test_gap_rows_are_always_shown():
    scene = Scene()
    scene.make(*range(1, 60), likes=0)
    scene.rows[30] = Row(30, AccountId("a"), gap=Gap())
    scene.below.ids = array("q", range(59, 0, -1))
    scene.sift(LIKED)
    await scene.rest()
    assert list(scene.feed.ids) == [30]
    assert scene.feed.counted == (0, 58)


async def test_a_mute_that_runs_out_brings_the_posts_back_by_itself_also_after_sleep():
    scene = Scene(5)
    scene.make(3, text="fireworks again")
    scene.sift(SHOW_ALL, NO_HIGHLIGHTS, Mute(MuteKind.WORD, "fireworks", Instant(NOON + 3_600_000)))
    await scene.rest()
    assert list(scene.feed.ids) == [5, 4, 2, 1]
    scene.time.wall += 3590
    while scene.time.pop(scene.time.steady + 60):
        await scene.rest()
        if len(scene.feed.ids) == 5:
            break
    assert list(scene.feed.ids) == [5, 4, 3, 2, 1]
    assert scene.time.steady <= 120
    scene.feed.close()


async def test_rows_are_lifted_out_by_words_and_people():
    scene = Scene(5)
    scene.make(3, text="Waterleiding gebroken")
    scene.below.row = lambda row_id: scene.rows[row_id]  # type: ignore[method-assign]
    scene.sift(SHOW_ALL, Highlights(("water",), ("@u0@one.example",)))
    assert [row for row in scene.feed.ids if scene.feed.is_highlighted(row)] == [5, 3]
    scene.make(3, text="Gasleiding gebroken")
    assert not scene.feed.is_highlighted(3)
    scene.sift()
    assert not scene.feed.is_highlighted(5)


async def test_what_was_cleared_stays_away_and_nothing_older_is_asked_for():
    scene = Scene(50)
    entry = scene.rows[20].entry
    assert entry is not None
    scene.sift(Filters(cleared=entry.at))
    await scene.rest()
    assert list(scene.feed.ids) == list(range(50, 20, -1))


CHOICES = [
    SHOW_ALL,
    LIKED,
    Filters(min_likes=3),
    Filters(none=("post",)),
    Filters(any=("post 1", "post 2")),
    Filters(min_likes=99),
]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.integers(0, 200), st.integers(1, 90)),
        st.tuples(st.just("remove"), st.integers(0, 200), st.integers(1, 50)),
        st.tuples(st.just("reset"), st.integers(0, 200), st.integers(0, 60)),
        st.tuples(st.just("sift"), st.integers(0, len(CHOICES) - 1), st.just(0)),
        st.tuples(st.just("change"), st.integers(0, 200), st.integers(0, 9)),
        st.tuples(st.just("hold"), st.integers(0, 200), st.integers(1, 50)),
        st.tuples(st.just("turn"), st.integers(1, 12), st.just(0)),
    ),
    max_size=25,
)


@settings(max_examples=200, deadline=None)
@given(STEPS, st.integers(0, 150), st.integers(0, 160), st.integers(0, len(CHOICES) - 1))
def test_after_anything_what_is_shown_is_what_passes(steps: list[tuple[str, int, int]], count: int, place: int, chosen: int):
    async def play() -> None:
        scene, number = Scene(count, place), 10_000
        filters = CHOICES[chosen]
        scene.sift(filters)
        scene.look()
        for what, first, second in steps:
            ids = scene.below.ids
            at = min(first, len(ids))
            if what == "insert":
                new = scene.make(*range(number, number + second))
                number += second
                scene.below.do(Inserted(at, array("q", new)))
            elif what == "remove" and at < len(ids):
                scene.below.do(Removed(at, min(second, len(ids) - at)))
            elif what == "reset":
                kept = list(reversed(ids[at : at + second])) + scene.make(*range(number, number + 5))
                number += 5
                scene.below.do(Reset(array("q", kept)))
            elif what == "sift":
                filters = CHOICES[first]
                scene.sift(filters)
            elif what == "change" and at < len(ids):
                await scene.change(ids[at], second)
            elif what == "hold":
                scene.in_memory.want("c|below", ids[at : at + second])
            else:
                for _ in range(first):
                    await asyncio.sleep(0)
            assert scene.seen == scene.feed.ids
        await scene.rest()
        assert list(scene.feed.ids) == scene.passing(filters)
        assert scene.seen == scene.feed.ids
        assert scene.feed.counted[0] <= scene.feed.counted[1] <= 100

    asyncio.run(play())


# --- on the whole engine ------------------------------------------------------------------------------------------------


def sifted(stage: Stage, name: str) -> Sifted:
    return stage.works.desk.feed(ColumnId(name))


async def test_two_columns_of_one_question_show_different_things_and_ask_once(tmp_path: Path):
    made = FakeServer()
    made.say(A, HOME, *range(1, 40))
    fives = dataclasses.replace(column("home", name="fives"), filters=Filters(only_authors=("u0@one.example",)))
    async with playing(tmp_path, column("home"), fives, server=made) as stage:
        await stage.settle()
        assert await stage.numbers("fives") == [35, 30, 25, 20, 15, 10, 5]
        assert len(sifted(stage, "home").ids) == 39
        assert stage.server.count() == 1
        made.say(A, HOME, 40, 41)
        await stage.pass_time(70)
        assert await stage.numbers("fives") == [40, 35, 30, 25, 20, 15, 10, 5]
        assert sifted(stage, "fives").unread == 1
        assert sifted(stage, "home").unread == 2
        sifted(stage, "fives").mark_read(sifted(stage, "fives").ids[0])
        assert sifted(stage, "fives").unread == 0
        assert sifted(stage, "home").unread == 1, "41 was not seen"


async def test_changed_filters_keep_the_feed_and_act_on_what_is_stored(tmp_path: Path):
    made = FakeServer()
    made.say(A, HOME, *range(1, 40))
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        before = sifted(stage, "home")
        spec = stage.works.desk.deck.columns[0]
        stage.works.desk.change_column(dataclasses.replace(spec, filters=Filters(none=("post 3",))))
        await stage.settle()
        assert sifted(stage, "home") is before
        assert await stage.numbers("home") == [*range(29, 3, -1), 2, 1]
        assert stage.server.count() == 1


async def test_a_deep_place_in_a_filtered_column_is_there_after_a_start(tmp_path: Path):
    made = FakeServer()
    made.say(A, HOME, *range(1, 200))
    spec = dataclasses.replace(column("home"), filters=Filters(only_authors=("u0@one.example",)))
    async with playing(tmp_path, spec, server=made) as stage:
        await stage.settle()
        for _ in range(12):
            sifted(stage, "home").load_older()
            await stage.settle()
        row = sifted(stage, "home").ids[-1]
        assert (await stage.numbers("home"))[-1] == 5
        from client.model.deck import Place

        stage.works.desk.keep_place(Place(ColumnId("home"), str(row), 3))
        vault = stage.vault
    async with playing(tmp_path, server=made, vault=vault) as stage:
        assert row in sifted(stage, "home").ids

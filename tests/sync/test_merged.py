from array import array
from collections.abc import Sequence
from pathlib import Path

import pytest

from client import errors
from client.model.change import HealthChanged, Inserted, ReadChanged, RowsLoaded, TimelineChanged
from client.model.health import FetchState
from client.model.instant import Instant
from client.model.query import QueryKind, query
from client.model.row import Row
from client.store.marks import Mark
from client.store.timelines import Opened
from client.sync import timeline
from client.sync.changes import Changes
from client.sync.merged import CHUNK, Merged
from client.sync.rows import Rows
from client.sync.tasks import Tasks
from client.sync.timeline import Timeline
from tests.sync.stage import A, B, FakeServer, Stage, column, playing

HOME = QueryKind.HOME
BOTH = column("home", name="both", accounts=(A, B))


def server(same_host: bool = False) -> FakeServer:
    made = FakeServer()
    if same_host:
        made.hosts[B] = made.hosts[A]
    return made


async def no_rows(ids: Sequence[int]) -> list[Row]:
    return []


async def keep_nothing(timeline: int, row: int) -> None:
    pass


class View:
    """What a window does: keeps its own ids by the edits."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.feed = stage.feed(name)
        self.ids = array("q", self.feed.ids)
        stage.works.changes.subscribe(TimelineChanged, self._on)

    def _on(self, change: TimelineChanged) -> None:
        if change.feed == self.feed.key:
            for edit in change.edits:
                timeline.apply(self.ids, edit)
            assert self.ids == self.feed.ids


async def test_two_accounts_are_one_column_in_order_of_time(tmp_path: Path):
    made = server()
    made.say(A, HOME, 1, 3, 5)
    made.say(B, HOME, 2, 4, 6)
    async with playing(tmp_path, BOTH, server=made) as stage:
        await stage.settle()
        assert await stage.numbers("both") == [6, 5, 4, 3, 2, 1]
        view = View(stage, "both")
        made.say(A, HOME, 7)
        made.say(B, HOME, 8)
        await stage.pass_time(70)
        assert await stage.numbers("both") == [8, 7, 6, 5, 4, 3, 2, 1]
        assert view.ids == view.feed.ids


async def test_a_post_that_both_accounts_get_from_one_server_is_one_row(tmp_path: Path):
    made = server(same_host=True)
    made.say(A, HOME, 1, 2, 3)
    made.say(B, HOME, 2, 3, 4)
    async with playing(tmp_path, BOTH, server=made) as stage:
        await stage.settle()
        assert await stage.numbers("both") == [4, 3, 2, 1]


async def test_rows_below_what_every_source_has_wait_for_the_lagging_one(tmp_path: Path):
    made = server()
    made.say(A, HOME, *range(1, 400, 100))  # few: reaches far back
    made.say(B, HOME, *range(2, 400))  # many: the first page ends at 360
    async with playing(tmp_path, BOTH, server=made) as stage:
        await stage.settle()
        view = View(stage, "both")
        assert await stage.numbers("both") == list(range(399, 359, -1))
        assert not view.feed.at_end
        for _ in range(12):
            view.feed.load_older()
            await stage.pass_time(1)
        assert view.feed.at_end
        assert await stage.numbers("both") == sorted([*range(2, 400), 1, 101, 201, 301], reverse=True)
        assert view.ids == view.feed.ids


async def test_the_worst_state_of_the_sources_is_told(tmp_path: Path):
    made = server()
    made.say(A, HOME, 1)
    made.say(B, HOME, 2)
    async with playing(tmp_path, BOTH, server=made) as stage:
        await stage.settle()
        told: list[FetchState] = []
        feed = stage.feed("both")
        stage.works.changes.subscribe(
            HealthChanged, lambda change: told.append(change.health.state) if change.feed == feed.key else None
        )
        made.fails = lambda query: errors.SignedOut("", status=401) if query.account == B else None
        made.refresh_fails = errors.SignedOut("", status=401)
        await stage.pass_time(70)
        assert feed.health.state is FetchState.SIGNED_OUT
        assert told[-1] is FetchState.SIGNED_OUT
        assert [source.health.state for source in feed.sources] == [FetchState.POLLING, FetchState.SIGNED_OUT]


async def test_a_source_that_cannot_be_read_does_not_keep_the_other_from_showing(tmp_path: Path):
    made = server()
    made.say(A, HOME, *range(1, 100))
    made.fails = lambda query: errors.ServerFailed("", status=500) if query.account == B else None
    async with playing(tmp_path, BOTH, server=made) as stage:
        await stage.settle()
        assert await stage.numbers("both") == list(range(99, 59, -1))
        stage.feed("both").load_older()
        await stage.pass_time(1)
        assert len(stage.feed("both").ids) == 80


async def test_unread_adds_up_and_reading_reaches_every_source(tmp_path: Path):
    made = server()
    made.say(A, HOME, 1, 3)
    made.say(B, HOME, 2, 4)
    async with playing(tmp_path, BOTH, server=made) as stage:
        await stage.settle()
        feed = stage.feed("both")
        assert feed.unread == 0
        told: list[int] = []
        stage.works.changes.subscribe(
            ReadChanged, lambda change: told.append(change.unread) if change.feed == feed.key else None
        )
        made.say(A, HOME, 5, 7)
        made.say(B, HOME, 6, 8)
        await stage.pass_time(70)
        assert feed.unread == 4
        assert [feed.is_unread(row) for row in feed.ids] == [True] * 4 + [False] * 4
        feed.mark_read(feed.ids[1])  # 7: then 6 and 5 are read too
        assert feed.unread == 1
        assert told[-1] == 1
        await stage.settle()
    async with playing(tmp_path, server=made, vault=stage.vault, time=stage.time) as stage:
        assert stage.feed("both").unread == 1


async def test_a_gap_of_a_source_stands_in_the_merged_column_and_loads_from_there(tmp_path: Path):
    made = server()
    made.say(A, HOME, *range(1, 20, 2))
    made.say(B, HOME, *range(2, 20, 2))
    async with playing(tmp_path, BOTH, server=made) as stage:
        await stage.settle()
        view = View(stage, "both")
        made.say(A, HOME, *range(1001, 1381))
        await stage.pass_time(70)
        numbers = await stage.numbers("both")
        hole = numbers.index(None)
        assert numbers[hole - 1] == 1181
        assert numbers[hole + 1 :] == list(range(19, 0, -1))
        loading: set[int] = set()
        stage.works.changes.subscribe(
            RowsLoaded, lambda change: loading.update(change.ids) if change.feed == view.feed.key else None
        )
        view.feed.want(view.feed.ids[hole : hole + 1])
        await stage.settle()
        row_id = view.feed.ids[hole]
        view.feed.fill_gap(row_id)
        assert row_id in loading
        await stage.pass_time(1)
        assert None not in await stage.numbers("both")
        assert view.ids == view.feed.ids


async def test_a_merged_column_is_whole_right_after_a_restart(tmp_path: Path):
    made = server()
    made.say(A, HOME, *range(1, 60, 2))
    made.say(B, HOME, *range(2, 60, 2))
    async with playing(tmp_path, BOTH, server=made) as stage:
        await stage.settle()
        ids = list(stage.feed("both").ids)
    made.fails = lambda query: errors.HostNotFound("no network")
    async with playing(tmp_path, server=made, vault=stage.vault, time=stage.time) as stage:
        assert list(stage.feed("both").ids) == ids


async def test_rows_of_a_merged_column_say_which_account_got_them(tmp_path: Path):
    made = server()
    made.say(A, HOME, 1)
    made.say(B, HOME, 2)
    async with playing(tmp_path, BOTH, server=made) as stage:
        await stage.settle()
        feed = stage.feed("both")
        feed.want(feed.ids)
        await stage.settle()
        assert [feed.row(row).account for row in feed.ids] == [B, A]  # type: ignore[union-attr]


async def test_a_long_column_comes_in_pieces_the_newest_first_and_whole_in_the_end():
    sizes = (30_000, 9_000)
    changes = Changes()
    tasks = Tasks(lambda name, failure: pytest.fail(f"{name}: {failure!r}"))
    rows = Rows(no_rows, changes, tasks)
    sources = [Timeline(query(one, HOME), rows=rows, changes=changes, tasks=tasks, keep_read=keep_nothing) for one in (A, B)]

    def fill(number: int) -> None:
        held = array("q", range(number + 2 * sizes[number], number, -2))  # the row id tells the time
        sources[number].opened(Opened(number + 1, held, None, None, at_end=True, read_id=0))

    fill(0)
    asked: list[int] = []
    shown: list[int] = []

    async def marks(ids: Sequence[int]) -> list[Mark]:
        asked.append(len(ids))
        shown.append(len(feed.ids))
        return [Mark(row_id, Instant(row_id)) for row_id in ids]

    feed = Merged("both", sources, rows=rows, marks=marks, changes=changes, tasks=tasks)
    ids = array("q")

    def follow(change: TimelineChanged) -> None:
        if change.feed == feed.key:
            for edit in change.edits:
                assert isinstance(edit, Inserted)
                assert edit.at == len(ids)  # nothing that is shown is moved by what comes after it
                timeline.apply(ids, edit)

    changes.subscribe(TimelineChanged, follow)
    fill(1)
    await feed.settled()
    assert max(asked) <= CHUNK
    assert shown[3]  # three pieces in, there is something to read
    everything = [*range(60_000, 0, -2), *range(18_001, 1, -2)]
    assert list(feed.ids) == list(ids) == sorted(everything, reverse=True)
    feed.close()
    await tasks.close()

import dataclasses
from pathlib import Path

import pytest

from client.model.column import ColumnId, ColumnSpec
from client.model.health import FetchState
from client.model.query import QueryKind
from client.sync.paces import Pace, agreed
from tests.sync.stage import A, B, FakeServer, Stage, column, playing

HOME = QueryKind.HOME


def server() -> FakeServer:
    made = FakeServer()
    for who in (A, B):
        made.say(who, HOME, *range(1, 6))
    return made


def paced(name: str, *, refresh: int = 0, paused: bool = False, accounts: tuple[object, ...] = (A,)) -> ColumnSpec:
    return dataclasses.replace(column("home", name=name, accounts=accounts), refresh=refresh, paused=paused)  # type: ignore[arg-type]


def change(stage: Stage, name: str, **values: object) -> None:
    spec = next(each for each in stage.works.desk.deck.columns if each.id == name)
    stage.works.desk.change_column(dataclasses.replace(spec, **values))  # type: ignore[arg-type]


async def count_in(stage: Stage, seconds: float) -> int:
    before = stage.server.count()
    await stage.pass_time(seconds)
    return stage.server.count() - before


@pytest.mark.parametrize(
    ("wishes", "others", "counts"),
    [
        ([Pace(20)], 0, Pace(20)),
        ([Pace(300), Pace(120)], 0, Pace(120)),
        ([Pace(300)], 1, Pace()),
        ([Pace(20)], 1, Pace(20)),
        ([Pace(300), Pace()], 0, Pace()),
        ([Pace(0, True)], 0, Pace(0, True)),
        ([Pace(0, True), Pace(20)], 0, Pace(20)),
        ([Pace(20, True), Pace(30)], 0, Pace(30)),
        ([Pace(0, True)], 1, Pace()),
        ([], 0, Pace()),
    ],
)
def test_the_shortest_wish_counts_and_a_pause_only_when_all_want_it(wishes: list[Pace], others: int, counts: Pace):
    assert agreed(HOME, wishes, others) == counts


async def test_a_column_is_asked_as_often_as_it_wishes_within_bounds(tmp_path: Path):
    async with playing(tmp_path, paced("fast", refresh=20), server=server()) as stage:
        await stage.settle()
        assert 26 <= await count_in(stage, 600) <= 31
        change(stage, "fast", refresh=1)
        assert 36 <= await count_in(stage, 600) <= 42, "never more often than each 15 s"
        change(stage, "fast", refresh=600)
        assert 5 <= await count_in(stage, 3600) <= 6
        assert stage.feed("fast").health.state is FetchState.POLLING, "it is not stale: that is how it is wished"
        change(stage, "fast", refresh=10**9)
        assert await count_in(stage, 23 * 3600) == 0
        change(stage, "fast", refresh=0)
        assert 8 <= await count_in(stage, 600) <= 11


async def test_a_paused_column_asks_nothing_by_itself_and_says_so(tmp_path: Path):
    async with playing(tmp_path, paced("home", paused=True), server=server()) as stage:
        await stage.pass_time(600)
        assert stage.server.count() == 0
        assert stage.feed("home").health.state is FetchState.PAUSED
        stage.feed("home").refresh()
        await stage.settle()
        assert len(stage.feed("home").ids) == 5, "a person asked"
        assert stage.feed("home").health.state is FetchState.PAUSED
        assert await count_in(stage, 3600) == 0
        stage.server.say(A, HOME, 6)
        change(stage, "home", paused=False)
        await stage.settle()
        assert len(stage.feed("home").ids) == 6
        assert stage.feed("home").health.state is FetchState.POLLING


async def test_a_paused_column_holds_no_stream(tmp_path: Path):
    made = server()
    made.streamed = {HOME}
    async with playing(tmp_path, paced("home"), server=made) as stage:
        await stage.settle()
        assert stage.feed("home").health.state is FetchState.STREAMING
        change(stage, "home", paused=True)
        await stage.pass_time(60)
        assert made.streams == {}
        assert stage.feed("home").health.state is FetchState.PAUSED
        change(stage, "home", paused=False)
        await stage.pass_time(5)
        assert stage.feed("home").health.state is FetchState.STREAMING


async def test_what_another_column_shows_too_goes_on(tmp_path: Path):
    both = paced("both", paused=True, accounts=(A, B))
    async with playing(tmp_path, both, paced("home", paused=True), server=server()) as stage:
        await stage.pass_time(300)
        assert stage.server.count() == 0
        change(stage, "home", paused=False)
        await stage.pass_time(5)
        assert stage.server.count(account=A) == 1
        assert stage.server.count(account=B) == 0
        change(stage, "home", paused=True)
        assert await count_in(stage, 300) == 0
        thread = stage.works.desk.preview(*(each.query for each in stage.works.feeds.timelines if each.query.account == A))
        await stage.settle()
        assert stage.feed("home").health.state is FetchState.POLLING
        stage.works.desk.close_feed(thread)
        assert stage.feed("home").health.state is FetchState.PAUSED
        stage.works.desk.remove_column(ColumnId("home"))
        assert await count_in(stage, 300) == 0

"""A server that is cut and comes back: all columns of the account say so within 15 seconds, and are well again together."""

import asyncio
from pathlib import Path

from client import errors
from client.model.health import FetchState
from client.model.query import Query, QueryKind
from tests.sync.stage import A, FakeServer, Stage, column, playing

KINDS = ("home", "mentions", "local", "notifications", "bookmarks")


def server() -> FakeServer:
    made = FakeServer()
    made.streamed = {QueryKind.HOME, QueryKind.MENTIONS}
    for kind in KINDS:
        made.say(A, QueryKind(kind), *range(1, 9))
    return made


def states(stage: Stage) -> list[FetchState]:
    return [stage.feed(kind).health.state for kind in KINDS]


def cut(made: FakeServer) -> None:
    made.stream_fails = errors.ConnectionRefused("down")
    made.fails = lambda query: errors.ConnectionRefused("down")
    made.streams[A].put_nowait(errors.ConnectionLost("reset"))


async def test_a_cut_is_said_within_15_seconds_even_when_the_second_question_hangs(tmp_path: Path):
    made = server()

    def hangs(query: Query) -> errors.WorldError:
        made.gates[query.kind] = asyncio.Event()  # the next question gets no answer
        return errors.ConnectionLost("reset")

    async with playing(tmp_path, column("home"), column("mentions"), server=made) as stage:
        await stage.pass_time(100)
        assert stage.feed("home").health.state is FetchState.STREAMING
        cut(made)
        made.fails = hangs
        await stage.pass_time(15)
        assert stage.feed("home").health.state is FetchState.STALE
        assert stage.feed("mentions").health.state is FetchState.STALE
        made.fails, made.stream_fails = (lambda query: None), None
        for gate in made.gates.values():
            gate.set()
        await stage.pass_time(40)
        assert stage.feed("home").health.problem is None


async def test_after_a_long_cut_all_columns_are_well_within_ten_seconds_of_the_first(tmp_path: Path):
    for failure in (errors.ConnectionRefused("down"), errors.TimedOut("silent"), errors.ServerFailed("", status=502)):
        made = server()
        folder = tmp_path / type(failure).__name__
        folder.mkdir()
        async with playing(folder, *map(column, KINDS), server=made) as stage:
            await stage.pass_time(100)
            cut(made)
            made.fails = lambda query, failure=failure: failure  # type: ignore[misc]
            await stage.pass_time(600)
            assert not {FetchState.STREAMING, FetchState.POLLING} & set(states(stage))
            made.fails, made.stream_fails = (lambda query: None), None
            for _ in range(150):
                await stage.pass_time(1)
                if any(stage.feed(kind).health.problem is None for kind in KINDS):
                    break
            await stage.pass_time(9)
            assert [stage.feed(kind).health.problem for kind in KINDS] == [None] * len(KINDS)


async def test_a_column_that_was_asking_when_the_others_came_back_is_asked_again_soon(tmp_path: Path):
    made = server()
    async with playing(tmp_path, *map(column, KINDS), server=made) as stage:
        await stage.pass_time(100)
        cut(made)
        await stage.pass_time(600)
        gate = made.gates[QueryKind.BOOKMARKS] = asyncio.Event()
        await stage.pass_time(40)  # its question hangs
        down = errors.ConnectionLost("reset")
        made.fails, made.stream_fails = (lambda query: down if query.kind is QueryKind.BOOKMARKS else None), None
        await stage.pass_time(40)
        assert stage.feed("home").health.problem is None
        gate.set()
        await stage.settle()
        made.fails = lambda query: None
        assert stage.feed("bookmarks").health.problem is not None
        await stage.pass_time(6)
        assert stage.feed("bookmarks").health.problem is None

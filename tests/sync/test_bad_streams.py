"""Bad times of live connections, through the whole engine and real sockets: a column is never silently old (S01, S02, S04)."""

import asyncio
import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from client.model.account import AccountHealth
from client.model.health import FetchState
from tests.fakes import faultserver as faults
from tests.fakes.faultserver import Fault
from tests.sync.badtimes import SICK, BadTimes, bad_times

USER = "/api/v1/streaming/user"
SOCKET = "/api/v1/streaming"


def live(it: BadTimes) -> None:
    """The sick server has streams of events, and no WebSocket."""
    it.streams = True


async def until(it: BadTimes, true: Callable[[], object]) -> None:
    """Lets sockets go on, without letting time pass, until something is true."""
    async with asyncio.timeout(10):
        while not true():
            for _ in range(20):
                await asyncio.sleep(0)
            await it.settle()


async def goes_live(it: BadTimes) -> None:
    """Waits for the stream to open; the question that follows, for what came before it, is asked a moment later."""
    async with asyncio.timeout(10):
        while it.feed("sick").health.state is not FetchState.STREAMING:
            for _ in range(50):
                await asyncio.sleep(0)
            await it.pass_time(0.05, lambda: it.feed("sick").health.state is FetchState.STREAMING)


def update(it: BadTimes, number: int) -> bytes:
    return faults.event("update", json.dumps(it.sick.post(number)))


STREAMS: dict[str, Callable[[BadTimes], Fault]] = {
    "S02 ends at once": lambda it: faults.stream(b":)\n\n", then=faults.close_before),
    "broken off": lambda it: faults.stream(b":)\n\n", then=faults.reset_before),
    "S04 401 on the stream alone": lambda it: faults.refusal(401, "Unauthorized"),
    "refused": lambda it: faults.refusal(403, "No"),
    "a page": lambda it: faults.html(200),
    "503": lambda it: faults.status(503),
    "429": lambda it: faults.refusal(429, "Too many", headers=[("Retry-After", "300")]),
    "noise": lambda it: faults.stream(b"event: update\ndata: {broken\n\n" * 50, then=faults.close_before),
    "a line without end": lambda it: faults.stream(b"data: " + b"x" * 3_000_000),
}


@pytest.mark.parametrize("name", STREAMS)
async def test_while_a_stream_is_ill_its_column_is_polled_and_nothing_is_lost(tmp_path: Path, name: str):
    async with bad_times(tmp_path, prepare=live) as it:
        it.sick.server.play(USER, STREAMS[name](it))
        await it.pass_time(30)
        for number in range(31, 36):
            it.sick.posts.append(number)
            await it.pass_time(70)
        assert await it.numbers("sick") == [*range(35, 0, -1)]
        assert it.feed("sick").health.state in (FetchState.POLLING, FetchState.REFRESHING)
        assert it.feed("sick").health.problem is None
        assert it.works.accounts.health(SICK) is AccountHealth.READY
        tries = sum(1 for request in it.sick.server.requests if request.path == USER)
        assert tries < 60  # no storm


async def test_after_a_burst_of_events_everything_is_there_once_or_a_gap_says_that_it_is_not(tmp_path: Path):
    """S03. Each event comes three times, as servers do that send one post for several reasons."""
    burst = range(31, 531)
    async with bad_times(tmp_path, prepare=live) as it:
        it.sick.server.play(USER, faults.stream(b":)\n\n", *(update(it, number) for number in burst for _ in range(3))))
        it.sick.posts += burst
        it.well.posts.append(31)
        await it.pass_time(120)
        shown = await it.numbers("sick")
        assert shown[0] == 530
        assert len(set(shown) - {None}) == sum(number is not None for number in shown)  # nothing twice
        pairs = itertools.pairwise(shown)
        assert all(above is None or below is None or above == below + 1 for above, below in pairs)  # no silent hole
        assert (await it.numbers("well"))[0] == 31


async def test_a_stream_that_falls_silent_is_left_and_what_was_missed_comes(tmp_path: Path):
    """S01."""
    async with bad_times(tmp_path, prepare=live) as it:
        it.sick.server.play(USER, faults.stream(b":)\n\n", update(it, 31)))
        it.sick.posts.append(31)
        await goes_live(it)
        assert await it.numbers("sick") == [*range(31, 0, -1)]
        it.sick.posts.append(32)
        await until(it, lambda: it.feed("sick").health.state is not FetchState.STREAMING)  # 45 s of silence, hurried
        await it.pass_time(90)
        assert await it.numbers("sick") == [*range(32, 0, -1)]


async def test_a_server_that_goes_down_while_it_streams_is_said_within_15_seconds_and_passes(tmp_path: Path):
    async with bad_times(tmp_path, prepare=live) as it:
        it.sick.server.play(USER, faults.stream(b":)\n\n"))
        await goes_live(it)
        went = it.time.steady
        await it.sick.stop()
        await until(it, lambda: it.feed("sick").health.state is not FetchState.STREAMING)
        await it.pass_time(40, lambda: it.feed("sick").health.state is FetchState.STALE)
        assert it.feed("sick").health.state is FetchState.STALE
        assert it.time.steady - went <= 15
        it.sick.posts.append(31)
        await it.sick.start()
        await it.pass_time(31, lambda: it.feed("sick").health.problem is None)
        assert await it.numbers("sick") == [*range(31, 0, -1)]

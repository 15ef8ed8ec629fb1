"""A server that is killed while its columns are live: it is said within 15 seconds, and all are well again together."""

import asyncio
import time
from pathlib import Path

from client.model.health import FetchState
from tests.e2e import settled
from tests.e2e.conftest import Life
from tests.e2e.test_window import base as base
from tests.e2e.window import Hands, play

TROUBLE = {str(FetchState.STALE), str(FetchState.OFFLINE)}


def test_a_killed_server_is_said_in_its_live_columns_in_time_and_all_come_back_together(base: Path, life: Life) -> None:
    asyncio.run(settled.settle(base, life.server, "yara"))

    async def script(hands: Hands) -> None:
        columns = [spec.id for spec in hands.belfry.desk.deck.columns]

        def well() -> list[bool]:
            return [hands.belfry.desk.feed(each).health.problem is None for each in columns]

        await hands.until(lambda: str(FetchState.STREAMING) in map(hands.state, columns), "a live column")
        await hands.until(lambda: all(hands.belfry.desk.feed(each).health.last_ok for each in columns), "an answer for each")
        await asyncio.to_thread(life.server.stop)
        cut = time.monotonic()
        await hands.until(lambda: hands.state(columns[0]) in TROUBLE, "words about the first column", 15)
        live = [each for each in columns if hands.state(each) == str(FetchState.STREAMING)]
        assert live == []
        await hands.until(lambda: all(hands.state(each) in TROUBLE for each in columns[:2]), "words about the live ones", 15)
        assert time.monotonic() - cut <= 15
        await asyncio.to_thread(life.server.start)
        await hands.until(lambda: any(well()[:2]), "a first column that is well", 45)
        await hands.until(lambda: all(well()), "all columns well", 10)

    play(base, script, patience=100)

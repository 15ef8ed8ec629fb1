import asyncio
import gc
import itertools
import random
from pathlib import Path

import pytest

from client.model.change import AccountsChanged, DeckChanged
from client.sync.changes import Changes
from client.sync.tasks import Tasks
from client.sync.timing import Bell
from tests.sync.stage import FakeTime, column, playing


async def turn(times: int = 10) -> None:
    for _ in range(times):
        await asyncio.sleep(0)


@pytest.mark.expects_log
async def test_a_failure_is_logged_with_its_traceback_and_reported(caplog: pytest.LogCaptureFixture):
    heard: list[tuple[str, BaseException]] = []
    tasks = Tasks(lambda name, error: heard.append((name, error)))

    async def work() -> None:
        raise ZeroDivisionError("bug")

    tasks.spawn(work(), "polling home")
    await turn()
    assert [(name, type(error)) for name, error in heard] == [("polling home", ZeroDivisionError)]
    assert caplog.records[0].exc_info
    assert "polling home" in caplog.text
    await tasks.close()


@pytest.mark.expects_log
async def test_work_that_restarts_is_begun_again_ever_slower(caplog: pytest.LogCaptureFixture):
    time = FakeTime()
    tasks = Tasks(timing=time, rng=random.Random(1))
    began: list[float] = []

    async def work() -> None:
        began.append(time.steady)
        raise ValueError

    tasks.spawn(work, "stream", restart=True)
    await turn()
    while time.pop(3600):
        await turn()
    waits = [after - before for before, after in itertools.pairwise(began)]
    assert waits[0] <= 2
    assert all(wait <= 300 for wait in waits)
    assert max(waits) > 140
    assert len(began) < 30
    await tasks.close()


async def test_closing_ends_everything_groups_included():
    tasks = Tasks()
    ended: list[str] = []

    async def work(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(name)

    group = tasks.group()
    tasks.spawn(work("one"), "one")
    group.spawn(work("two"), "two")
    await turn()
    assert set(tasks.alive) == {"one", "two"}
    await tasks.close()
    assert tasks.alive == ()
    assert sorted(ended) == ["one", "two"]


async def test_a_group_ends_without_the_rest():
    tasks = Tasks()
    group = tasks.group()
    tasks.spawn(asyncio.Event().wait(), "stays")
    group.spawn(asyncio.Event().wait(), "goes")
    await turn()
    await group.close()
    assert tasks.alive == ("stays",)
    await tasks.close()


async def test_after_closing_nothing_begins_and_nothing_complains():
    tasks = Tasks()
    await tasks.close()
    began = []

    async def work() -> None:
        began.append(1)

    task = tasks.spawn(work(), "late")
    await turn()
    assert task.cancelled()
    assert began == []
    del task
    gc.collect()  # a coroutine that was never awaited would warn here


async def test_a_task_that_will_not_end_is_named(caplog: pytest.LogCaptureFixture):
    tasks = Tasks()
    stop = asyncio.Event()

    async def stubborn() -> None:
        while not stop.is_set():
            try:
                await stop.wait()
            except asyncio.CancelledError:
                continue

    tasks.spawn(stubborn(), "stubborn")
    await turn()
    await tasks.close(timeout=0.05)
    assert "stubborn did not end" in caplog.text
    stop.set()
    await turn()


async def test_a_result_comes_back():
    tasks = Tasks()

    async def work() -> int:
        return 7

    assert await tasks.spawn(work(), "seven") == 7
    await tasks.close()


def test_a_listener_hears_its_type_only_until_it_unsubscribes():
    changes = Changes()
    heard: list[object] = []
    unsubscribe = changes.subscribe(DeckChanged, heard.append)
    changes.publish(DeckChanged())
    changes.publish(AccountsChanged(()))
    unsubscribe()
    unsubscribe()
    changes.publish(DeckChanged())
    assert heard == [DeckChanged()]


def test_a_listener_that_fails_harms_no_one(caplog: pytest.LogCaptureFixture):
    changes = Changes()
    heard: list[object] = []

    def broken(change: DeckChanged) -> None:
        raise KeyError("bug")

    changes.subscribe(DeckChanged, broken)
    changes.subscribe(DeckChanged, heard.append)
    changes.publish(DeckChanged())
    assert heard == [DeckChanged()]
    assert "KeyError" in caplog.text


def test_all_listeners_hear_changes_in_one_order():
    changes = Changes()
    heard: list[object] = []

    def answers(change: DeckChanged) -> None:
        if change.column is None:
            changes.publish(DeckChanged(column="x"))  # type: ignore[arg-type]

    changes.subscribe(DeckChanged, answers)
    changes.subscribe(DeckChanged, heard.append)
    changes.publish(DeckChanged())
    assert heard == [DeckChanged(), DeckChanged(column="x")]  # type: ignore[arg-type]


async def test_a_bell_rung_early_is_heard_and_one_not_rung_ends_by_itself():
    time = FakeTime()
    bell = Bell(time)
    bell.ring()
    assert await bell.wait(10)
    tasks = Tasks()
    waiting = tasks.spawn(bell.wait(10), "waiting")
    await turn()
    assert time.pop(11)
    assert not await waiting
    assert not time.pop(100)
    await tasks.close()


async def test_writing_that_the_end_of_belfry_overtakes_leaves_nothing_half_begun(tmp_path: Path) -> None:
    begun = []

    async def work() -> None:
        begun.append(1)

    async with playing(tmp_path, column("home")) as stage:
        await stage.works.tasks.close()
        with pytest.raises(asyncio.CancelledError):
            await stage.works.engine.whole(work())
        gc.collect()  # a coroutine that was never awaited would warn here
    assert begun == []

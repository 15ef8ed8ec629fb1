"""The loop: timers in order and on time, nothing kept that was cancelled, nothing lost."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from client.ui.loop import EventLoop


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[EventLoop]:
    loop = EventLoop(qapp)
    yield loop
    loop.close()


def test_callbacks_come_in_the_order_of_asking(loop: EventLoop) -> None:
    seen: list[str] = []

    async def main() -> None:
        here = asyncio.get_running_loop()
        here.call_later(0.002, seen.append, "timer")
        for number in range(5):
            here.call_soon(seen.append, str(number))
        await asyncio.sleep(0.02)

    loop.run_until_complete(main())
    assert seen == ["0", "1", "2", "3", "4", "timer"]


def test_timers_come_in_the_order_of_their_times(loop: EventLoop) -> None:
    seen: list[int] = []

    async def main() -> None:
        here = asyncio.get_running_loop()
        for number in (3, 1, 2, 0):
            here.call_later(0.004 * number, seen.append, number)
        await asyncio.sleep(0.03)

    loop.run_until_complete(main())
    assert seen == [0, 1, 2, 3]


def test_no_timer_fires_early(loop: EventLoop) -> None:
    early: list[float] = []

    async def one(delay: float) -> None:
        here = asyncio.get_running_loop()
        due = here.time() + delay
        await asyncio.sleep(delay)
        early.append(due - here.time())

    async def main() -> None:
        await asyncio.gather(*(one(0.0005 + 0.0007 * number) for number in range(40)))

    loop.run_until_complete(main())
    assert len(early) == 40
    assert max(early) <= 0


def test_cancelled_timers_are_not_kept(loop: EventLoop) -> None:
    async def main() -> None:
        for _ in range(500):
            async with asyncio.timeout(30):
                await asyncio.sleep(0)

    loop.run_until_complete(main())
    assert loop.pending_timers == 0
    assert loop.kept_timers < 100


def test_the_qt_timer_rests_when_nothing_is_due(loop: EventLoop) -> None:
    handle = loop.call_later(30, print)
    assert loop._clockwork.isActive()
    assert handle.when() > loop.time() + 29
    handle.cancel()
    assert not loop._clockwork.isActive()


def test_a_cancelled_callback_is_not_run(loop: EventLoop) -> None:
    seen: list[str] = []
    loop.call_soon(seen.append, "no").cancel()
    loop.call_later(0.001, seen.append, "no").cancel()
    loop.run_until_complete(asyncio.sleep(0.01))
    assert seen == []


def test_other_threads_can_ask(loop: EventLoop) -> None:
    async def main() -> int:
        here = asyncio.get_running_loop()
        future: asyncio.Future[int] = here.create_future()
        thread = threading.Thread(target=lambda: here.call_soon_threadsafe(future.set_result, 7))
        thread.start()
        result = await asyncio.wait_for(future, 5)
        thread.join()
        return result

    assert loop.run_until_complete(main()) == 7


def test_a_nested_loop_delays_tasks_but_loses_none(loop: EventLoop) -> None:
    seen: list[str] = []

    async def other() -> None:
        for number in range(3):
            seen.append(f"other {number}")
            await asyncio.sleep(0)

    async def main() -> None:
        task = asyncio.get_running_loop().create_task(other())
        nested = QEventLoop()
        QTimer.singleShot(20, nested.quit)
        nested.exec()
        seen.append("nested ended")
        await task

    loop.run_until_complete(main())
    assert seen == ["nested ended", "other 0", "other 1", "other 2"]


def test_qt_gets_its_turn_while_tasks_are_busy(loop: EventLoop) -> None:
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))

    async def main() -> None:
        timer.start(1)
        end = time.monotonic() + 0.05
        while time.monotonic() < end:  # noqa: ASYNC110 - being busy is the point
            await asyncio.sleep(0)
        timer.stop()

    loop.run_until_complete(main())
    assert len(ticks) > 5


def test_a_runner_works_with_it_and_cleans_up(qapp: QApplication) -> None:
    ended: list[str] = []

    async def forever() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("cleaned")

    async def main() -> str:
        keep = asyncio.get_running_loop().create_task(forever())
        await asyncio.sleep(0.001)
        return f"done {keep.done()}"

    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        assert runner.run(main()) == "done False"
    assert ended == ["cleaned"]


def test_coroutine_functions_are_refused_as_callbacks(loop: EventLoop) -> None:
    async def wrong() -> None: ...

    with pytest.raises(TypeError):
        loop.call_soon(wrong)

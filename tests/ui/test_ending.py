import asyncio
import signal

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from client.sync.tasks import Tasks
from client.ui import ending
from client.ui.loop import EventLoop


@pytest.mark.parametrize("number", ending.SIGNALS)
def test_a_signal_wakes_a_loop_that_sleeps_inside_qt(qapp: QApplication, number: signal.Signals) -> None:
    async def main() -> None:
        tasks = Tasks()
        stop = asyncio.Event()
        async with ending.heard(tasks.spawn, stop.set), asyncio.timeout(5):
            QTimer.singleShot(0, lambda: signal.raise_signal(number))  # from outside of asyncio
            await stop.wait()
        await tasks.close()

    before = signal.getsignal(number)
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        runner.run(main())
    assert signal.getsignal(number) is before


def test_without_a_signal_nothing_is_left_behind(qapp: QApplication) -> None:
    async def main() -> tuple[str, ...]:
        tasks = Tasks()
        async with ending.heard(tasks.spawn, lambda: None):
            await asyncio.sleep(0)
            assert tasks.alive == ("listening for signals",)
        alive = tasks.alive
        await tasks.close()
        return alive

    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        assert runner.run(main()) == ()
    assert signal.set_wakeup_fd(-1) == -1

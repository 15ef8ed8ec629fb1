"""The loop: timers in order and on time, nothing kept that was cancelled, nothing lost."""

import asyncio
import contextlib
import contextvars
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
import weakref
from collections.abc import AsyncIterator, Iterator

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


def test_a_cancelled_timer_wakes_nobody(loop: EventLoop) -> None:
    async def main() -> None:
        here = asyncio.get_running_loop()
        handle = here.call_later(30, print)
        assert handle.when() > here.time() + 29
        QTimer.singleShot(10, lambda: (seen.append(loop._alarm.isActive()), handle.cancel()))
        QTimer.singleShot(20, lambda: (seen.append(loop._alarm.isActive()), here.call_soon_threadsafe(done.set)))
        await done.wait()

    seen: list[bool] = []
    done = asyncio.Event()
    loop.run_until_complete(main())
    assert seen == [True, False]


def test_an_idle_loop_does_not_wake(loop: EventLoop) -> None:
    turns: list[float] = []
    loop._alarm.timeout.connect(lambda: turns.append(time.monotonic()))

    async def main() -> None:
        asyncio.get_running_loop().call_later(30, print)
        for delay in (0.3, 40):
            asyncio.get_running_loop().call_later(delay, int)
        begun = time.monotonic()
        await asyncio.sleep(0.2)
        between.extend(turn - begun for turn in turns)

    between: list[float] = []
    loop.run_until_complete(main())
    assert not [turn for turn in between if 0.02 < turn < 0.19]


def test_a_long_wait_ends_on_time(loop: EventLoop) -> None:
    async def main() -> float:
        here = asyncio.get_running_loop()
        begun = here.time()
        await asyncio.sleep(2.05)  # long enough for Qt's coarse timer
        return here.time() - begun

    assert 2.05 <= loop.run_until_complete(main()) < 2.15


def test_infinite_waits_wait(loop: EventLoop) -> None:
    async def main() -> str:
        handle = asyncio.get_running_loop().call_later(float("inf"), print)
        try:
            async with asyncio.timeout(0.02):
                await asyncio.get_running_loop().create_future()
        except TimeoutError:
            handle.cancel()
        return "went on"

    assert loop.run_until_complete(main()) == "went on"


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


def test_a_callback_of_another_thread_keeps_its_context_and_can_be_cancelled(loop: EventLoop) -> None:
    name: contextvars.ContextVar[str] = contextvars.ContextVar("name", default="nobody")
    context = contextvars.copy_context()
    context.run(name.set, "somebody")
    seen: list[str] = []

    async def main() -> None:
        here = asyncio.get_running_loop()
        here.call_soon_threadsafe(lambda: seen.append(name.get()), context=context)
        here.call_soon_threadsafe(seen.append, "cancelled").cancel()
        await asyncio.sleep(0.01)

    loop.run_until_complete(main())
    assert seen == ["somebody"]


def test_many_threads_lose_no_call(loop: EventLoop) -> None:
    seen: list[int] = []

    async def main() -> None:
        here = asyncio.get_running_loop()
        full = asyncio.Event()

        def note(number: int) -> None:
            seen.append(number)
            if len(seen) == 2000:
                full.set()

        def call() -> None:
            for number in range(500):
                here.call_soon_threadsafe(note, number)

        threads = [threading.Thread(target=call) for _ in range(4)]
        for thread in threads:
            thread.start()
        async with asyncio.timeout(10):
            await full.wait()
        for thread in threads:
            thread.join()

    loop.run_until_complete(main())
    assert sorted(seen) == sorted(list(range(500)) * 4)


def test_generators_that_are_read_in_part_are_finished(qapp: QApplication) -> None:
    ended: list[str] = []

    async def numbers(name: str) -> AsyncIterator[int]:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            ended.append(name)

    kept = []

    async def main() -> None:
        async for _ in numbers("dropped"):
            break
        gc.collect()
        await asyncio.sleep(0.01)
        assert ended == ["dropped"]
        kept.append(numbers("kept"))
        await anext(kept[0])

    hooks = sys.get_asyncgen_hooks()
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        runner.run(main())
    assert ended == ["dropped", "kept"]
    assert sys.get_asyncgen_hooks() == hooks


def test_an_exception_nobody_sees_is_logged(loop: EventLoop, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("of a callback")

    async def fail_later() -> None:
        raise ValueError("of a task")

    async def main() -> None:
        here = asyncio.get_running_loop()
        here.call_soon(fail)
        task = here.create_task(fail_later())
        await asyncio.sleep(0.01)
        del task
        gc.collect()

    loop.run_until_complete(main())
    errors = [record for record in caplog.records if record.name == "client.ui.loop" and record.levelno == logging.ERROR]
    assert {str(record.exc_info[1]) for record in errors if record.exc_info} == {"of a callback", "of a task"}


def test_leaving_by_system_exit_leaves(qapp: QApplication) -> None:
    def leave() -> None:
        sys.exit(3)

    async def main() -> None:
        asyncio.get_running_loop().call_soon(leave)
        await asyncio.sleep(60)

    with pytest.raises(SystemExit), asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        runner.run(main())


def test_a_runner_cancels_its_main_task_and_waits_for_its_end(qapp: QApplication) -> None:
    seen: list[str] = []

    async def main() -> None:
        asyncio.get_running_loop().call_later(0.02, qapp.exit)  # somebody ends Qt under the loop
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            seen.append("in order")

    with (
        pytest.raises(RuntimeError, match="stopped before"),
        asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner,
    ):
        runner.run(main())
    assert seen == ["in order"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_signals_reach_the_loop(loop: EventLoop) -> None:
    async def main() -> None:
        here = asyncio.get_running_loop()
        came = asyncio.Event()
        here.add_signal_handler(signal.SIGUSR1, came.set)
        here.call_soon(os.kill, os.getpid(), signal.SIGUSR1)
        async with asyncio.timeout(5):
            await came.wait()
        here.remove_signal_handler(signal.SIGUSR1)

    loop.run_until_complete(main())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows' loop has no readers")
def test_readers_hear_of_data_and_are_let_go(loop: EventLoop) -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    heard: list[bytes] = []

    async def main() -> weakref.ref[object]:
        here = asyncio.get_running_loop()
        here.add_reader(ours, lambda: heard.append(ours.recv(10)))
        for text in (b"one", b"two"):
            theirs.send(text)
            await asyncio.sleep(0.01)
        notifier = weakref.ref(here._read_notifiers[ours])
        assert here.remove_reader(ours)
        theirs.send(b"three")
        await asyncio.sleep(0.01)
        return notifier

    gc.disable()
    try:
        notifier = loop.run_until_complete(main())
        assert notifier() is None  # not left to the garbage collector, which may run in another thread
    finally:
        gc.enable()
    with contextlib.closing(ours), contextlib.closing(theirs):
        assert heard == [b"one", b"two"]


def test_threads_come_as_needed_and_go_with_the_loop(qapp: QApplication) -> None:
    before = threading.active_count()

    async def main() -> int:
        assert await asyncio.to_thread(lambda: 1 + 1) == 2
        return threading.active_count()

    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        assert runner.run(main()) <= before + 1
    assert threading.active_count() == before


def test_a_thread_that_hangs_holds_up_neither_the_others_nor_the_end(qapp: QApplication) -> None:
    never = threading.Event()
    waited: list[float] = []

    async def main() -> None:
        hanging = [asyncio.ensure_future(asyncio.to_thread(never.wait, 20)) for _ in range(12)]  # noqa: TID251 - no app here
        async with asyncio.timeout(2):
            assert await asyncio.to_thread(lambda: 7) == 7
        for task in hanging:
            task.cancel()
        waited.append(time.monotonic())

    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        runner.run(main())
    assert time.monotonic() - waited[0] < 3
    never.set()


def test_what_a_thread_raises_is_raised_where_it_is_awaited(loop: EventLoop) -> None:
    def fail() -> None:
        raise LookupError("in a thread")

    async def main() -> None:
        with pytest.raises(LookupError, match="in a thread"):
            await asyncio.to_thread(fail)
        assert [await asyncio.to_thread(abs, -number) for number in range(50)] == list(range(50))
        assert len(loop._threads._threads) <= 2

    loop.run_until_complete(main())


def test_streams_and_servers_run_on_it(loop: EventLoop) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()
        await writer.wait_closed()
        echoed.set()

    echoed = asyncio.Event()

    async def main() -> None:
        async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
            sent = os.urandom(3_000_000)
            writer.write(sent)
            async with asyncio.timeout(10):
                assert await reader.readexactly(len(sent)) == sent
                writer.close()
                await writer.wait_closed()
                await echoed.wait()

    loop.run_until_complete(main())

"""The event loop: asyncio on Qt's own loop, through qasync, with the parts of it that do not hold replaced.

qasync starts a Qt timer for every callback, keeps those of cancelled timeouts alive until they expire, fires early and forgets
half-read generators. Here all callbacks stand in one queue and one heap, in asyncio's order, and one timer of Qt wakes both.
While a callback runs a nested loop of Qt (Qt's own file dialogs do) asyncio rests; a task begun inside another would be lost.
"""

import asyncio
import collections
import contextvars
import heapq
import itertools
import logging
import math
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

import qasync
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from client.ui.threads import Threads

log = logging.getLogger(__name__)

SLICE = 0.008  # seconds of callbacks after which Qt gets its turn
LONG = 2.0  # seconds from which Windows need not keep its fast clock running for a timer
LONGEST = 3600.0  # seconds; Qt counts milliseconds in 32 bits
PATIENCE = 1.0  # seconds that threads get at the end
FEW = 64  # cancelled timers that may lie in the heap whatever its size


class _Wake(QObject):
    """Brings a call from any thread to the loop's thread."""

    _called = Signal()

    def __init__(self, answer: Callable[[], None]) -> None:
        super().__init__()
        self._answer = answer
        self._waiting = False
        self._called.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def call(self) -> None:
        """Has the answer given soon, once for all calls until then."""
        if not self._waiting:
            self._waiting = True
            self._called.emit()

    @Slot()
    def _arrive(self) -> None:
        self._waiting = False
        self._answer()


class EventLoop(qasync.QEventLoop):  # type: ignore[misc] # qasync has no types
    """asyncio's event loop on a running QApplication. `asyncio.Runner(loop_factory=lambda: EventLoop(app))` runs it."""

    def __init__(self, app: QApplication) -> None:
        self._queue: collections.deque[asyncio.Handle] = collections.deque()
        self._heap: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._count = itertools.count()  # keeps the order of timers for one moment
        self._given_up = 0  # cancelled timers that may still lie in the heap
        self._busy = False
        self._due = math.inf  # the moment for which Qt's timer is set
        self._leaving: BaseException | None = None
        self._wake = _Wake(self._set_timer)
        self._threads = Threads()
        self._alarm = QTimer()
        self._alarm.setSingleShot(True)
        self._alarm.timeout.connect(self._turn)
        super().__init__(app)

    @property
    def pending_timers(self) -> int:
        """How many timers wait that have not been cancelled."""
        return sum(not handle.cancelled() for _, _, handle in self._heap)

    @property
    def kept_timers(self) -> int:
        """How many timers are in memory, cancelled ones too."""
        return len(self._heap)

    # --- putting callbacks in their place -----------------------------------------------------------------------------

    def time(self) -> float:
        """Seconds of a clock that never goes back."""
        return time.monotonic()

    def call_soon(
        self, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        """Runs a callback in the next turn."""
        self._check_callback(callback)
        handle = asyncio.Handle(callback, args, self, context)
        self._add_callback(handle)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        """Runs a callback in the next turn; for calls from other threads."""
        self._check_callback(callback)
        handle = asyncio.Handle(callback, args, self, context)
        self._queue.append(handle)
        self._wake.call()
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        """Runs a callback after so many seconds, never earlier."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        """Runs a callback at a moment of this loop's clock, never earlier."""
        self._check_callback(callback)
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._heap, (when, next(self._count), handle))
        self._set_timer()
        return handle

    def _add_callback(self, handle: asyncio.Handle, delay: float = 0) -> None:
        """The door of asyncio's own code for signals and sockets."""
        self._queue.append(handle)
        self._set_timer()

    def _check_callback(self, callback: object) -> None:
        self._check_closed()
        if not callable(callback) or asyncio.iscoroutinefunction(callback):
            raise TypeError(f"a callback must be a plain function, not {callback!r}")

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Called by a timer that is being cancelled. It lies in the heap until it comes first there or half of all are such."""
        if self._heap and self._heap[0][2] is handle:
            heapq.heappop(self._heap)
            self._set_timer()
            return
        self._given_up += 1
        if self._given_up > FEW and self._given_up * 2 > len(self._heap):
            self._heap = [entry for entry in self._heap if entry[2] is not handle and not entry[2].cancelled()]
            heapq.heapify(self._heap)
            self._given_up = 0

    # --- running them -------------------------------------------------------------------------------------------------

    def _set_timer(self) -> None:
        """Sets Qt's timer for the next moment at which there is work; without any it rests."""
        if self._busy or not self.is_running():
            return
        while self._heap and self._heap[0][2].cancelled():
            heapq.heappop(self._heap)
            self._given_up -= 1
        due = -math.inf if self._queue else self._heap[0][0] if self._heap else math.inf
        if due == self._due:
            return
        self._due = due
        if due == math.inf:
            self._alarm.stop()
            return
        wait = max(0.0, min(due - self.time(), LONGEST))
        long = wait >= LONG
        self._alarm.setTimerType(Qt.TimerType.CoarseTimer if long else Qt.TimerType.PreciseTimer)
        # A coarse timer may come a twentieth too late, so it comes early and the rest is waited for precisely.
        self._alarm.start(math.ceil(wait * (950 if long else 1000)))

    def _turn(self) -> None:
        """Runs what is due and what was waiting, as far as the time of one turn goes."""
        self._due = math.inf
        if self._busy or not self.is_running():
            return
        self._busy = True
        try:
            self._run_waiting()
        finally:
            self._busy = False
            self._set_timer()

    def _run_waiting(self) -> None:
        now = self.time()
        while self._heap and self._heap[0][0] <= now:
            self._queue.append(heapq.heappop(self._heap)[2])
        for _ in range(len(self._queue)):
            handle = self._queue.popleft()
            try:
                if not handle.cancelled():
                    handle._run()
            except (SystemExit, KeyboardInterrupt) as leaving:
                self._leaving = leaving
                self.stop()
            del handle  # or a traceback that is kept would keep the task, through this frame
            if self.time() - now > SLICE:
                break

    def run_forever(self) -> None:
        """Runs until `stop`, as Qt's main loop. SystemExit and KeyboardInterrupt in a callback come out here."""
        self._check_closed()
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        try:
            super().run_forever()
        finally:
            sys.set_asyncgen_hooks(*hooks)
            self._alarm.stop()
            self._due = math.inf
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            raise leaving

    def _before_run_forever(self) -> None:
        super()._before_run_forever()
        self._set_timer()

    # --- the rest -----------------------------------------------------------------------------------------------------

    def run_in_executor(self, executor: Executor | None, callback: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":
        """Runs a function in a thread, in this loop's own threads where no others are named; they come only as needed."""
        self._check_callback(callback)
        return asyncio.wrap_future((executor or self._threads).submit(callback, *args), loop=self)

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - asyncio's name
        """Lets what runs in threads come to its end, but does not wait long: a name that nobody answers may take minutes."""
        self._threads.shutdown()
        if not self._threads.finish(PATIENCE):
            log.info("Left behind: a thread that still waits")

    def default_exception_handler(self, context: dict[str, Any]) -> None:
        """Logs an exception that nobody else sees: of a callback, or of a task that nobody waited for."""
        lines = [context.get("message") or "Unhandled exception in the event loop"]
        lines += [f"{key}: {context[key]!r}" for key in sorted(context) if key not in ("message", "exception")]
        log.error("\n".join(lines), exc_info=context.get("exception"))

    def close(self) -> None:
        """Drops what still waits and lets go of Qt."""
        if self.is_closed():
            return
        super().close()
        self._threads.shutdown()
        self._alarm.stop()
        self._queue.clear()
        self._heap.clear()

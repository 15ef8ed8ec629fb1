"""The event loop: Qt and asyncio on one thread. qasync joins them; its way with timers is replaced here.

qasync starts one Qt timer for each callback, keeps cancelled ones until they would have fired, and cuts delays to whole
milliseconds, so that timers fire early. Here there is one heap and one QTimer. And when something opens a nested loop
(it must not, but Qt's own file dialogs do), tasks wait until it ends; with qasync's they would be lost.
"""

import asyncio
import heapq
import math
from collections import deque
from collections.abc import Callable
from contextvars import Context
from typing import Any

import qasync
from PySide6.QtCore import Qt, QTimer

_FEW = 64
"""So many cancelled timers may wait in the heap before it is cleaned."""


class EventLoop(qasync.QEventLoop):  # type: ignore[misc]
    """An asyncio loop that is driven by Qt's. For `asyncio.Runner(loop_factory=lambda: EventLoop(app))`."""

    def __init__(self, app: object) -> None:
        self._soon: deque[asyncio.Handle] = deque()
        self._later: list[asyncio.TimerHandle] = []
        self._cancelled = 0
        self._turning = False
        self._clockwork = QTimer()
        self._clockwork.setSingleShot(True)
        self._clockwork.setTimerType(Qt.TimerType.PreciseTimer)
        self._clockwork.timeout.connect(self._turn)
        super().__init__(app)

    @property
    def pending_timers(self) -> int:
        """How many timers wait that have not been cancelled."""
        return len(self._later) - self._cancelled

    @property
    def kept_timers(self) -> int:
        """How many timers are in memory, cancelled ones too."""
        return len(self._later)

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        """Calls back in the next turn of the loop, in the order of asking."""
        self._check(callback)
        handle = asyncio.Handle(callback, args, self, context)
        self._soon.append(handle)
        if len(self._soon) == 1 and not self._turning:
            self._clockwork.start(0)
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Calls back after so many seconds, never earlier."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Calls back at a time of this loop's clock, never earlier."""
        self._check(callback)
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        handle._scheduled = True  # type: ignore[attr-defined]  # as asyncio's own loop does: cancel() then tells us
        heapq.heappush(self._later, handle)
        if self._later[0] is handle and not self._turning and not self._soon:
            self._arm()
        return handle

    def close(self) -> None:
        """Drops all that waits."""
        if not self.is_closed() and not self.is_running():
            self._clockwork.stop()
            self._soon.clear()
            self._later.clear()
            self._cancelled = 0
        super().close()

    def _check(self, callback: object) -> None:
        self._check_closed()
        if asyncio.iscoroutinefunction(callback) or not callable(callback):
            raise TypeError(f"a callback must be a plain function, not {callback!r}")

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Is told by a handle that it is being cancelled; `handle.cancelled()` is not true yet."""
        if self._later and self._later[0] is handle:
            heapq.heappop(self._later)
        else:
            self._cancelled += 1
        if self._cancelled > _FEW and self._cancelled * 2 > len(self._later):
            self._later = [one for one in self._later if one is not handle and not one.cancelled()]
            heapq.heapify(self._later)
            self._cancelled = 0
        if not self._turning and not self._soon:
            self._arm()

    def _drop_cancelled(self) -> None:
        while self._later and self._later[0].cancelled():
            heapq.heappop(self._later)
            self._cancelled -= 1

    def _arm(self) -> None:
        """Sets the one timer to what comes next."""
        self._drop_cancelled()
        if self._soon:
            self._clockwork.start(0)
        elif self._later:
            wait = self._later[0].when() - self.time()
            self._clockwork.start(min(max(0, math.ceil(wait * 1000)), 86_400_000))
        else:
            self._clockwork.stop()

    def _turn(self) -> None:
        """Runs what is due: timers that have come, then what was asked for up to now."""
        if self._turning:  # a nested loop: the outer turn goes on when it ends
            return
        self._turning = True
        try:
            now = self.time()
            self._drop_cancelled()
            while self._later and self._later[0].when() <= now:
                handle = heapq.heappop(self._later)
                handle._scheduled = False  # type: ignore[attr-defined]
                self._soon.append(handle)
                self._drop_cancelled()
            for _ in range(len(self._soon)):
                due = self._soon.popleft()
                if not due.cancelled():
                    due._run()
        finally:
            self._turning = False
            if not self.is_closed():
                self._arm()

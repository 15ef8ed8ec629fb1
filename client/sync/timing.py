"""Time as the engine uses it: a wall clock, a steady clock and a way to be called later. All three come in by argument."""

import asyncio
import time
from collections.abc import Callable

from client.model import instant
from client.model.instant import Clock, Instant

Cancel = Callable[[], None]
Later = Callable[[float, Callable[[], None]], Cancel]
"""Calls a function after some seconds; what it returns takes the call back."""


def loop_later(delay: float, function: Callable[[], None]) -> Cancel:
    """Asks the running loop to call back."""
    return asyncio.get_running_loop().call_later(max(0.0, delay), function).cancel


class Timing:
    """The clocks and the alarm of one running Belfry."""

    def __init__(
        self, now: Clock = instant.now, monotonic: Callable[[], float] = time.monotonic, later: Later = loop_later
    ) -> None:
        self.now = now
        self.monotonic = monotonic
        self.later = later

    def after(self, seconds: float) -> Instant:
        """Tells the moment that many seconds from now."""
        return Instant(self.now() + round(seconds * 1000))

    async def sleep(self, seconds: float) -> None:
        """Waits that many seconds of this time."""
        await Bell(self).wait(seconds)


class Bell:
    """Something to wait for, with a limit. One waits, anyone rings; a ring before the wait counts."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Ends the wait under way, or the next one at once."""
        self._rung.set()

    async def wait(self, seconds: float | None = None) -> bool:
        """Waits for a ring, at most that long. Returns True when it ended early by a ring."""
        out_of_time = False

        def over() -> None:
            nonlocal out_of_time
            out_of_time = not self._rung.is_set()
            self._rung.set()

        cancel = None if seconds is None else self._timing.later(seconds, over)
        try:
            await self._rung.wait()
        finally:
            self._rung.clear()
            if cancel:
                cancel()
        return not out_of_time

"""The only place where tasks begin. Each is kept, named, watched, and ends with its owner; no failure goes unseen."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from client.sync.timing import Timing

log = logging.getLogger(__name__)

Work = Coroutine[Any, Any, Any] | Callable[[], Coroutine[Any, Any, Any]]
OnFailure = Callable[[str, BaseException], None]


def _unheard(name: str, error: BaseException) -> None:
    """Takes a failure that nobody asked to hear; the log has it already."""


class Tasks:
    """A group of tasks with one end. `on_failure` hears each failure by the task's name, after it was logged.

    Failures here are bugs: what the world does wrong is handled inside the work. Groups nest; closing one closes those in it.
    """

    def __init__(
        self, on_failure: OnFailure = _unheard, *, timing: Timing | None = None, rng: random.Random | None = None
    ) -> None:
        self._on_failure = on_failure
        self._timing = timing or Timing()
        self._rng = rng or random.Random()
        self._alive: set[asyncio.Task[Any]] = set()
        self._groups: list[Tasks] = []
        self._closed = False

    def group(self) -> "Tasks":
        """Makes a group that ends with this one at the latest."""
        self._groups = [each for each in self._groups if not each._closed or each.alive]
        group = Tasks(self._on_failure, timing=self._timing, rng=self._rng)
        self._groups.append(group)
        return group

    def spawn(self, work: Work, name: str, restart: bool = False) -> asyncio.Task[Any]:
        """Starts work at once and looks after it.

        With `restart`, `work` must be a function that makes a coroutine; after a failure it is called again, first within two
        seconds, later within five minutes. In a closed group the work is dropped: a cancelled task comes back.
        """
        if restart and asyncio.iscoroutine(work):
            raise TypeError("work that restarts is given as a function")
        task = asyncio.create_task(self._watch(work, name, restart), name=name)  # noqa: TID251 (the one place where tasks begin)
        if self._closed:
            task.cancel()
        self._alive.add(task)
        task.add_done_callback(self._alive.discard)
        if asyncio.iscoroutine(work):
            task.add_done_callback(lambda _: work.close())  # cancelled before its first step, it would be "never awaited"
        return task

    @property
    def alive(self) -> tuple[str, ...]:
        """Names of what still runs, groups included."""
        own = tuple(task.get_name() for task in self._alive)
        return own + tuple(name for group in self._groups for name in group.alive)

    @property
    def running(self) -> tuple[asyncio.Task[Any], ...]:
        """The tasks of this group itself that still run."""
        return tuple(self._alive)

    def cancel(self) -> None:
        """Ends everything in this group without waiting, and takes nothing new."""
        self._closed = True
        for group in self._groups:
            group.cancel()
        for task in tuple(self._alive):
            task.cancel()

    async def close(self, timeout: float = 5) -> None:  # noqa: ASYNC109 - the caller's limit for an orderly end
        """Cancels everything and waits until it has ended, at most `timeout` seconds; what hangs longer is named in the log."""
        self.cancel()
        own = asyncio.current_task()
        tasks = [task for task in self._everything() if task is not own]
        if tasks:
            _, hanging = await asyncio.wait(tasks, timeout=timeout)
            for task in hanging:
                log.error("%s did not end within %s s", task.get_name(), timeout)

    def _everything(self) -> list[asyncio.Task[Any]]:
        return [*self._alive, *(task for group in self._groups for task in group._everything())]

    async def _watch(self, work: Work, name: str, restart: bool) -> Any:
        """Runs the work, again and again if it restarts. This is the end of every supervised task."""
        failures = 0
        while True:
            began = self._timing.monotonic()
            try:
                return await (work if isinstance(work, Awaitable) else work())
            except Exception as error:  # the end of a supervised task: logged with traceback and reported
                log.exception("%s failed", name)
                self._on_failure(name, error)
            if not restart:
                return None
            failures = 0 if self._timing.monotonic() - began > 300 else failures + 1
            await self._timing.sleep(self._rng.uniform(0.5, 1.0) * min(300.0, 2.0**failures))

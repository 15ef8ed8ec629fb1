"""What a live stream brings, on its way into the store: whatever comes while a write is under way goes in with the next one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from client.model.page import Entry, Page
from client.sync.tasks import Tasks

AT_ONCE = 40  # entries in one transaction
HELD = 500  # entries kept until the page before them is here
MOST = 200  # entries that may wait; who brings more waits for the store


def page_of(entries: Sequence[Entry]) -> Page:
    """A page of what came one after the other: newest first."""
    return Page(tuple(reversed(entries)))


class Coming:
    """The entries of one timeline that wait. `write` writes a page and sorts its failures; False ends the writing."""

    def __init__(self, name: str, tasks: Tasks, write: Callable[[Page], Awaitable[bool]]) -> None:
        self._name = name
        self._tasks = tasks
        self._write = write
        self.held: list[Entry] = []  # until a page shows what came before them
        self._waiting: list[Entry] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, entry: Entry) -> None:
        """Has an entry written soon, after those before it."""
        self._waiting.append(entry)
        if self._writer is None or self._writer.done():
            self._writer = self._tasks.spawn(self._work(), f"writing what came for {self._name}")
        if len(self._waiting) >= MOST:
            await self.written()

    async def written(self) -> None:
        """Waits until the store has all that came so far."""
        if self._writer is not None and not self._writer.done():
            await asyncio.wait([self._writer])

    def clear(self) -> None:
        """Lets go what waits: the stream it came from is gone, and a page brings it again."""
        self._waiting.clear()
        self.held.clear()

    def hold(self, entry: Entry) -> bool:
        """Keeps an entry until it is released. False says that there were too many: all are let go."""
        self.held.append(entry)
        if len(self.held) <= HELD:
            return True
        self.held.clear()
        return False

    def release(self) -> Page:
        """The first of what is held; it is held no longer."""
        now, self.held = self.held[:AT_ONCE], self.held[AT_ONCE:]
        return page_of(now)

    async def _work(self) -> None:
        while self._waiting:
            now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            if not await self._write(page_of(now)):
                self._waiting.clear()

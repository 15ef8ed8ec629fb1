"""When somebody was last at the window: known across a crash, written at most once a minute."""

import logging

from client import errors
from client.model.instant import Instant
from client.store.desk import DeskStore
from client.sync.timing import Timing

log = logging.getLogger(__name__)

LONG = 2 * 3_600_000  # who was away longer is offered to catch up
NOTE, WRITE_EVERY = "active", 60_000


class Absence:
    """`here` says that somebody is at the window; `write` keeps it."""

    def __init__(self, books: DeskStore, timing: Timing) -> None:
        self._books = books
        self._timing = timing
        self._last: Instant | None = None
        self._written = 0

    async def read(self) -> None:
        """Reads when that was in an earlier run."""
        try:
            data = await self._books.note(NOTE)
        except errors.StoreFailed as error:
            log.info("When the window was last used is not known: %s", error.detail)
            return
        if data is not None and data.isdigit() and len(data) < 16:
            self._last = self._written = Instant(int(data))

    def here(self) -> Instant | None:
        """Hears that somebody is here now. After a long absence it tells since when, once."""
        now, last = self._timing.now(), self._last
        self._last = now
        return last if last is not None and now - last > LONG else None

    async def write(self) -> None:
        """Keeps what was heard, when the last time is a minute ago."""
        if self._last is not None and abs(self._last - self._written) >= WRITE_EVERY:
            self._written = self._last
            try:
                await self._books.save_note(NOTE, str(self._last).encode())
            except errors.StoreFailed as error:
                log.info("When the window was last used is not kept: %s", error.detail)

"""Has stored posts taken into the search in small pieces, so that a search finds nothing left to do."""

import logging

from client import errors
from client.model.change import TimelineChanged
from client.store import fulltext
from client.sync.engine import Engine
from client.sync.timing import Bell

log = logging.getLogger(__name__)

REST = 15.0  # seconds in which posts are gathered
BETWEEN = 0.03  # seconds for others between two pieces
STORE_AGAIN = 60.0


class Indexing:
    """Works for as long as `run` runs. The posts of an earlier Belfry's store are taken in the same way."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._bell = Bell(engine.timing)

    async def run(self) -> None:
        """Takes in what waits, then what comes, for ever."""
        end = self._engine.changes.subscribe(TimelineChanged, lambda change: self._bell.ring())
        try:
            while True:
                try:
                    await self._all()
                except errors.StoreFailed as error:
                    log.info("The search is not up to date: %s %s", type(error).__name__, error.detail)
                    await self._engine.timing.sleep(STORE_AGAIN)
                    continue
                await self._bell.wait()
                await self._engine.timing.sleep(REST)
        finally:
            end()

    async def _all(self) -> None:
        while await self._engine.store.finder.take_in() == fulltext.PIECE:
            await self._engine.timing.sleep(BETWEEN)

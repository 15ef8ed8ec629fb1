"""Retention: once a while, cached posts that are too old go, and the desk is copied when there is no copy of today yet.

What is shown, bookmarked or ours stays (`client.store.retention`).
"""

import logging
from collections.abc import Callable, Sequence

from client import errors
from client.model.instant import Instant
from client.sync.accounts import Accounts
from client.sync.engine import Engine
from client.sync.feeds import Feeds
from client.sync.timeline import OutOfStep

log = logging.getLogger(__name__)

FIRST, AGAIN = 120.0, 6 * 3600.0  # seconds after the start, and between two cleanings
DAY = 24 * 3600 * 1000


class Keeping:
    """Keeps the cache within its days. `days` is asked each time, so that a changed setting counts."""

    def __init__(self, engine: Engine, feeds: Feeds, accounts: Accounts, days: Callable[[], int]) -> None:
        self._engine = engine
        self._feeds = feeds
        self._accounts = accounts
        self._days = days

    async def run(self) -> None:
        """Cleans for ever."""
        await self._engine.timing.sleep(FIRST)
        while True:
            await self.clean()
            await self.copy()
            await self._engine.timing.sleep(AGAIN)

    async def copy(self) -> None:
        """Makes the day's copy of the desk; a Belfry that runs for weeks has one for each day."""
        try:
            await self._engine.store.backups.make_due()
        except errors.StoreFailed as error:
            log.info("No copy of the desk: %s %s", type(error).__name__, error.detail)

    async def clean(self) -> None:
        """Cleans once."""
        older_than = Instant(self._engine.timing.now() - self._days() * DAY)
        rows = self._engine.rows
        shown: dict[int, Sequence[int]] = {
            timeline.number: [row_id for row_id in timeline.ids if rows.holds(row_id)]
            for timeline in self._feeds.timelines
            if timeline.open
        }
        ours = [(account.origin, account.user_id) for account in self._accounts.all]
        timelines = self._engine.store.timelines
        try:
            for account in await timelines.accounts():
                if self._accounts.get(account) is None:  # it was removed, and Belfry ended before its posts were
                    await timelines.forget_account(account)
            gone = await timelines.prune(older_than, shown, ours=ours)
        except errors.StoreFailed as error:
            log.info("Old posts stay for now: %s %s", type(error).__name__, error.detail)
            return
        for number, edits in gone:
            timeline = self._feeds.find(number)
            if timeline is None:
                continue
            try:
                timeline.edited(edits)
            except OutOfStep:
                log.exception("The rows of %s are read again", timeline.key)
                timeline.opened(await self._engine.store.timelines.open(timeline.query))

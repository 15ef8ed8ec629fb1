"""The whole engine, put together as `client.app` does it, without a window."""

import random
from collections.abc import Mapping
from pathlib import Path

from client.model.account import AccountId
from client.model.deck import Deck
from client.model.instant import Instant
from client.networks.base import Network
from client.store.database import Store
from client.sync.accounts import Accounts, Vault
from client.sync.changes import Changes
from client.sync.desk import NEW_DECK, Desk
from client.sync.engine import Engine
from client.sync.feeds import Feeds
from client.sync.limits import Limits
from client.sync.media import Pictures
from client.sync.presence import Presence
from client.sync.rows import Rows
from client.sync.scheduler import Scheduler
from client.sync.tasks import OnFailure, Tasks
from client.sync.timing import Timing
from client.transport.session import Session


class Works:
    """Everything that lives and runs. Parts for the window: `changes`, `accounts`, `desk`, `pictures`, `tasks`."""

    def __init__(
        self,
        *,
        store: Store,
        vault: Vault,
        session: Session,
        networks: Mapping[str, Network],
        pictures: Path,
        timing: Timing,
        rng: random.Random,
        on_failure: OnFailure,
        changes: Changes | None = None,
    ) -> None:
        self.changes = changes or Changes()
        self.tasks = Tasks(on_failure, timing=timing, rng=rng)
        self._session = session
        self._timing = timing
        self.accounts = Accounts(
            store.desk, vault, networks, changes=self.changes, tasks=self.tasks, timing=timing, rng=rng, know=session.know
        )  # fmt: skip
        self._limits = Limits(timing.now, self._ready_at, rng)
        self._presence = Presence(timing.now)
        self.engine = Engine(
            store=store,
            rows=Rows(store.timelines.load, self.changes, self.tasks),
            changes=self.changes,
            tasks=self.tasks,
            timing=timing,
            rng=rng,
            doors=self.accounts,
            limits=self._limits,
            presence=self._presence,
        )
        self.scheduler = Scheduler(timing, self.tasks, self._limits, rng, on_jump=self._on_jump)
        self.engine.wake = self.scheduler.wake
        self.feeds = Feeds(self.engine, self.scheduler)
        self.desk = Desk(self.engine, self.feeds, self.accounts, store.desk)
        self.pictures = Pictures(session, pictures, changes=self.changes, tasks=self.tasks, timing=timing)

    async def open(self, start: Deck = NEW_DECK) -> None:
        """Reads accounts and deck, shows what the store holds, and begins to fetch. `start` is the deck of a first start."""
        await self.accounts.open()
        await self.desk.open(start)
        self.scheduler.start()

    async def close(self) -> None:
        """Writes what is not written, then ends every task. The store and the session are the caller's to close."""
        try:
            await self.desk.close()
        finally:
            await self.tasks.close()

    def _ready_at(self, account: AccountId, urgent: bool) -> Instant:
        return self._session.budget.ready_at(account)

    def _on_jump(self) -> None:
        self._session.drop_connections()
        self._presence.forget()
        self.feeds.streams.retry()

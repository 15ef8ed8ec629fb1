"""What all fetchers and streams share, handed over in one hand. It holds; it does nothing."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from client.model.account import Account, AccountHealth, AccountId
from client.networks.base import Access, Network
from client.store.database import Store
from client.sync.changes import Changes
from client.sync.limits import Limits
from client.sync.presence import Presence
from client.sync.rows import Rows
from client.sync.tasks import Tasks
from client.sync.timing import Timing


class Doors(Protocol):
    """The accounts, as seen by what fetches."""

    def get(self, account: AccountId) -> Account | None:
        """The account, None when it is unknown."""

    def health(self, account: AccountId) -> AccountHealth:
        """Whether it can be used now."""

    def network(self, account: AccountId) -> Network:
        """The network it is on. Raises Unsupported for one that this Belfry lacks."""

    async def access(self, account: AccountId) -> Access:
        """The account with its token. Raises SignedOut when there is none."""

    def refused(self, access: Access) -> None:
        """Hears that the server no longer takes this token."""


@dataclass(slots=True)
class Engine:
    """Everything a fetcher needs beside its own timeline. `wake` makes the scheduler look again."""

    store: Store
    rows: Rows
    changes: Changes
    tasks: Tasks
    timing: Timing
    rng: random.Random
    doors: Doors
    limits: Limits
    presence: Presence
    wake: Callable[[], None] = lambda: None

"""What all fetchers and streams share, handed over in one hand."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from client import errors
from client.model.account import Account, AccountHealth, AccountId
from client.networks.base import Access, Network
from client.store.database import Store
from client.sync.changes import Changes
from client.sync.limits import Limits
from client.sync.presence import Presence
from client.sync.rows import Rows
from client.sync.tasks import Tasks
from client.sync.timing import Timing

T = TypeVar("T")


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

    async def refused(self, access: Access) -> bool:
        """Hears of a 401 and tells whether the account is signed out now. An ordinary question decides: some servers refuse one
        timeline that way, and that must not darken all others."""
        try:
            await self.doors.network(access.account.id).refresh(access)
        except errors.WorldError:
            self.doors.refused(access)
            return True
        return False

    async def whole(self, work: Coroutine[Any, Any, T]) -> T:
        """Does work that must not be cut in two, such as writing to the store and taking in what that did.

        When the caller is cancelled meanwhile, the work still comes to its end. Raises what it raises.
        """

        async def kept() -> tuple[T | None, errors.WorldError | None]:
            try:
                return await work, None
            except errors.WorldError as error:
                return None, error

        task = self.tasks.spawn(kept(), "writing")
        task.add_done_callback(lambda _: work.close())  # Belfry may end before its first step
        result, failure = await asyncio.shield(task)
        if failure is not None:
            raise failure
        return cast(T, result)

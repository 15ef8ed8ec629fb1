"""The real parts joined: the town of Meerdam behind session, adapter, store and engine."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from client import errors
from client.demo.town import BASE, Town
from client.model import instant
from client.model.account import Account, AccountId
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck
from client.networks.base import Grant
from client.networks.mastodon.adapter import Mastodon
from client.store.database import Store
from client.sync.timing import Timing
from client.transport.mounted import MountedTransport
from client.transport.session import Session
from tests.sync.works import Works

A = AccountId("a")


class Vault:
    """Secrets in memory."""

    def __init__(self, broken: bool = False) -> None:
        self.held: dict[str, str] = {}
        self.broken = broken

    def _check(self) -> None:
        if self.broken:
            raise errors.NoKeyring("no place for secrets")

    async def get(self, account: AccountId) -> str | None:
        self._check()
        return self.held.get(account)

    async def set(self, account: AccountId, token: str) -> None:
        self._check()
        self.held[account] = token

    async def delete(self, account: AccountId) -> None:
        self._check()
        self.held.pop(account, None)


def column(kind: str, *params: tuple[str, str], name: str = "", accounts: tuple[AccountId, ...] = (A,)) -> ColumnSpec:
    return ColumnSpec(ColumnId(name or kind), kind, accounts, params)


@asynccontextmanager
async def running(
    folder: Path, town: Town, vault: Vault, *columns: ColumnSpec, failures: list[str] | None = None
) -> AsyncIterator[Works]:
    """Belfry without its window, on the town, with one account."""
    rng = random.Random(1)
    session = Session(clock=instant.now, rng=rng)
    session.mount(BASE, MountedTransport(town, town.events))
    store = await Store.open(folder / "desk.db", folder / "cache.db")
    mastodon = Mastodon(session, instant.now, rng)
    heard = [] if failures is None else failures
    works = Works(
        store=store,
        vault=vault,
        session=session,
        networks={"mastodon": mastodon},
        pictures=folder / "pictures",
        timing=Timing(),
        rng=rng,
        on_failure=lambda name, error: heard.append(f"{name}: {error!r}"),
    )
    try:
        await _start(works, store, mastodon, columns)
        yield works
        if failures is None:
            assert heard == []
    finally:
        await works.close()
        await session.close()
        await store.close()


async def _start(works: Works, store: Store, mastodon: Mastodon, columns: tuple[ColumnSpec, ...]) -> None:
    if not await store.desk.accounts():
        server = await mastodon.probe(BASE)
        account = Account(A, "mastodon", server, "1", "me@meerdam.example", "Me")
        await works.accounts.finish(Grant(account, "demo"))
    await works.open(Deck("deck", "Desk", columns))

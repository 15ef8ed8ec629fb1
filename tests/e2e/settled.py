"""Puts an account and a deck into a folder before Belfry starts there, by its own store and through the real sign-in."""

import dataclasses
import random
from pathlib import Path

from client.model import instant
from client.model.account import Account, AccountId
from client.model.column import NARROW, ColumnId, ColumnSpec
from client.model.deck import Deck, Place
from client.networks.mastodon.adapter import Mastodon
from client.store.database import Store
from client.store.secrets import Secrets
from client.transport.session import Session
from tests.fakes.filekeyring import FileKeyring
from tests.fakes.mock import MockServer

ME = AccountId("me")
COLUMNS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("home", ()),
    ("mentions", ()),
    ("hashtag", (("any", "bells"),)),
    ("notifications", ()),
    ("local", ()),
)


def deck(account: AccountId = ME) -> Deck:
    """Five columns of five kinds, all to be seen in a window of 1600 px."""
    specs = (ColumnSpec(ColumnId(kind), kind, (account,), params, width=NARROW) for kind, params in COLUMNS)
    return Deck("deck", "", tuple(specs))


async def sign_in(server: MockServer, name: str) -> tuple[Account, str]:
    """Signs a person in by code and gives the account with its token."""
    session = Session(clock=instant.now, rng=random.Random(1))
    try:
        network = Mastodon(session, instant.now, random.Random(1))
        under_way = await network.sign_in(await network.probe(server.url))
        try:
            grant = await under_way.use_code(f"mockcode_{name}")
        finally:
            await under_way.close()
        return dataclasses.replace(grant.account, id=ME), grant.token
    finally:
        await session.close()


async def settle(base: Path, server: MockServer, name: str) -> None:
    """Account, token and deck of a person. The keyring's file is named by BELFRY_TEST_KEYRING."""
    account, token = await sign_in(server, name)
    await Secrets(FileKeyring()).set(account.id, token)
    store = await Store.open(base / "desk.db", base / "cache.db")
    try:
        await store.desk.save_account(account)
        await store.desk.save_deck(deck())
    finally:
        await store.close()


async def leave_place(base: Path, kind: str, number: int, offset: int) -> None:
    """Puts the reader into a column, at its row with this number. Belfry must not run meanwhile."""
    store = await Store.open(base / "desk.db", base / "cache.db")
    try:
        spec = next(spec for spec in deck().columns if spec.kind == kind)
        from client.columns import KINDS

        opened = await store.timelines.open(KINDS[kind].queries(spec)[0])
        await store.desk.save_place(Place(spec.id, str(opened.ids[number]), offset))
    finally:
        await store.close()

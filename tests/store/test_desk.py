import sqlite3
from contextlib import closing
from pathlib import Path

from client.model.account import Account, AccountId, Server
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck, Place
from client.store.database import Store
from tests.store.conftest import Opener

ACCOUNT = Account(
    AccountId("a1"),
    "mastodon",
    Server("https://meerdam.example", "Meerdam", "Mastodon 4.4", frozenset({"lists", "streaming"}), {"characters": 500}),
    "17",
    "yara@meerdam.example",
    "Yara",
    color="teal",
    code="YA",
    official=True,
)
COLUMN = ColumnSpec(ColumnId("c1"), "hashtag", (AccountId("a1"),), (("any", "feest"), ("any", "zomer")), "Feest", 420)


async def test_accounts_deck_places_and_notes_survive_a_restart(open_store: Opener) -> None:
    store = await open_store()
    assert (await store.desk.accounts(), await store.desk.deck(), await store.desk.places()) == ((), None, ())
    await store.desk.save_account(ACCOUNT)
    await store.desk.save_deck(Deck("d", "Deck", (COLUMN,)))
    await store.desk.save_place(Place(ColumnId("c1"), "123", -7))
    await store.desk.save_note("window", b"\x00\xff")
    await store.close()
    store = await open_store()
    assert await store.desk.accounts() == (ACCOUNT,)
    assert await store.desk.deck() == Deck("d", "Deck", (COLUMN,))
    assert await store.desk.places() == (Place(ColumnId("c1"), "123", -7),)
    assert await store.desk.note("window") == b"\x00\xff"
    assert store.notes == ()


async def test_what_a_newer_belfry_wrote_beside_is_no_fault(open_store: Opener, tmp_path: Path) -> None:
    store = await open_store()
    await store.desk.save_account(ACCOUNT)
    await store.desk.save_deck(Deck("d", "Deck", (COLUMN,)))
    await store.close()
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as file:
        file.execute(
            """UPDATE account SET data = CAST(json_set(CAST(data AS TEXT), '$.mood', 'calm', '$.server.rules', 3) AS BLOB)"""
        )
        file.execute(
            """UPDATE deck SET data = CAST(json_set(CAST(data AS TEXT), '$.columns[0].sound', 1, '$.colour', 'red') AS BLOB)"""
        )
        file.commit()
    store = await open_store()
    assert await store.desk.accounts() == (ACCOUNT,)
    assert await store.desk.deck() == Deck("d", "Deck", (COLUMN,))


async def test_a_removed_account_is_gone(store: Store) -> None:
    await store.desk.save_account(ACCOUNT)
    await store.desk.remove_account(ACCOUNT.id)
    assert await store.desk.accounts() == ()

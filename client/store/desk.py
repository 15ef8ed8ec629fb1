"""What people made and must never lose: accounts, the deck, reading places, the window. Every write is on the disk before it
returns (synchronous=FULL)."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from client.model.account import Account, AccountId, Server
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck, Place
from client.store.worker import Worker, transaction


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _account_bytes(value: Account) -> bytes:
    server = value.server
    return _bytes(
        {
            "network": value.network,
            "server": {
                "url": server.url,
                "title": server.title,
                "software": server.software,
                "features": sorted(server.features),
                "limits": server.limits,
                "streaming_url": server.streaming_url,
            },
            "user_id": value.user_id,
            "handle": value.handle,
            "name": value.name,
            "avatar_url": value.avatar_url,
            "color": value.color,
            "code": value.code,
            "official": value.official,
            "private": value.private,
            "demo": value.demo,
        }
    )


def _known(kind: type, values: dict[str, Any]) -> dict[str, Any]:
    """What of these values this Belfry knows: a newer one that worked on the same desk may have written more."""
    return {name: value for name, value in values.items() if name in kind.__dataclass_fields__}  # type: ignore[attr-defined]


def _account(id_: str, data: bytes) -> Account:
    values = json.loads(data)
    server = _known(Server, values.pop("server"))
    server["features"] = frozenset(server["features"])
    return Account(id=AccountId(id_), server=Server(**server), **_known(Account, values))


def _column_dict(value: ColumnSpec) -> dict[str, Any]:
    return {
        "id": value.id,
        "kind": value.kind,
        "accounts": value.accounts,
        "params": value.params,
        "name": value.name,
        "width": value.width,
    }


def _column(values: dict[str, Any]) -> ColumnSpec:
    values["accounts"] = tuple(AccountId(account) for account in values["accounts"])
    values["params"] = tuple((key, value) for key, value in values["params"])
    return ColumnSpec(**_known(ColumnSpec, values))


class DeskStore:
    """The desk's tables. `structural` is called on the database thread after accounts or columns came or went."""

    def __init__(self, worker: Worker, connection: sqlite3.Connection, structural: Callable[[], None]) -> None:
        self._worker = worker
        self._connection = connection
        self._structural = structural

    # --- accounts -------------------------------------------------------------------------------------------------------

    async def accounts(self) -> tuple[Account, ...]:
        """All accounts, in the order in which they were added."""
        return await self._worker.run(self._accounts)

    async def save_account(self, account: Account) -> None:
        """Adds an account or replaces what is known of it."""
        await self._worker.run(self._save_account, account)

    async def remove_account(self, account: AccountId) -> None:
        """Forgets an account. Its token is the keyring's."""
        await self._worker.run(self._remove_account, account)

    # --- deck -----------------------------------------------------------------------------------------------------------

    async def deck(self) -> Deck | None:
        """The deck, None before there was one."""
        return await self._worker.run(self._deck)

    async def save_deck(self, deck: Deck) -> None:
        """Keeps the deck as it is now."""
        await self._worker.run(self._save_deck, deck)

    # --- places and window ----------------------------------------------------------------------------------------------

    async def places(self) -> tuple[Place, ...]:
        """Where the reader was in each column."""
        return await self._worker.run(self._places)

    async def save_place(self, *places: Place) -> None:
        """Keeps reading places, all in one transaction."""
        await self._worker.run(self._save_places, places)

    async def note(self, name: str) -> bytes | None:
        """Something small kept under a name (`window`: its geometry), None when there is nothing."""
        return await self._worker.run(self._note, name)

    async def save_note(self, name: str, data: bytes) -> None:
        """Keeps something small under a name."""
        await self._worker.run(self._save_note, name, data)

    # --- on the database thread -----------------------------------------------------------------------------------------

    def _accounts(self) -> tuple[Account, ...]:
        rows = self._connection.execute("SELECT id, data FROM account ORDER BY position, id")
        return tuple(_account(*row) for row in rows)

    def _save_account(self, account: Account) -> None:
        with transaction(self._connection) as connection:
            new = connection.execute("SELECT 1 FROM account WHERE id = ?", (account.id,)).fetchone() is None
            connection.execute(
                """INSERT INTO account (id, position, data) VALUES (?, (SELECT 1 + coalesce(max(position), 0) FROM account), ?)
                   ON CONFLICT (id) DO UPDATE SET data = excluded.data""",
                (account.id, _account_bytes(account)),
            )
        if new:
            self._structural()

    def _remove_account(self, account: AccountId) -> None:
        with transaction(self._connection) as connection:
            connection.execute("DELETE FROM account WHERE id = ?", (account,))
        self._structural()

    def _deck(self) -> Deck | None:
        row = self._connection.execute("SELECT id, data FROM deck ORDER BY position LIMIT 1").fetchone()
        if row is None:
            return None
        values = json.loads(row[1])
        return Deck(row[0], values["name"], tuple(map(_column, values["columns"])))

    def _save_deck(self, deck: Deck) -> None:
        before = self._deck()
        data = _bytes({"name": deck.name, "columns": [_column_dict(column) for column in deck.columns]})
        with transaction(self._connection) as connection:
            connection.execute(
                """INSERT INTO deck (id, position, data) VALUES (?, 0, ?)
                   ON CONFLICT (id) DO UPDATE SET data = excluded.data""",
                (deck.id, data),
            )
        if before is None or {column.id for column in before.columns} != {column.id for column in deck.columns}:
            self._structural()

    def _places(self) -> tuple[Place, ...]:
        rows = self._connection.execute('SELECT "column", entry, offset FROM place')
        return tuple(Place(ColumnId(column), entry, offset) for column, entry, offset in rows)

    def _save_places(self, places: tuple[Place, ...]) -> None:
        with transaction(self._connection) as connection:
            connection.executemany(
                'INSERT OR REPLACE INTO place ("column", entry, offset) VALUES (?, ?, ?)',
                [(place.column, place.entry, place.offset) for place in places],
            )

    def _note(self, name: str) -> bytes | None:
        row = self._connection.execute("SELECT data FROM note WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    def _save_note(self, name: str, data: bytes) -> None:
        with transaction(self._connection) as connection:
            connection.execute("INSERT OR REPLACE INTO note (name, data) VALUES (?, ?)", (name, data))

"""What people made and must never lose: accounts, the deck, reading places, the window. Every write is on the disk before it
returns (synchronous=FULL)."""

import json
import logging
import sqlite3
from collections.abc import Callable
from typing import Any

from client.model.account import Account, AccountId, Server
from client.model.column import ColumnId
from client.model.deck import Deck, Place, Setup
from client.store import columncodec
from client.store.worker import Worker, transaction

log = logging.getLogger(__name__)

IN_USE, MUTES, PARTNERS = "deck in use", "mutes", "partners"
"""Names of notes."""


def _bytes(value: Any) -> bytes:
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


def _readable_account(id_: str, data: bytes) -> Account | None:
    try:
        return _account(id_, data)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as failure:  # whatever stands there
        log.error("The account %s on the desk cannot be read: %s", id_, type(failure).__name__)
        return None


def _deck_bytes(value: Deck) -> bytes:
    return _bytes({"name": value.name, "columns": [columncodec.column(column) for column in value.columns]})


def _loaded(what: str, data: bytes | None) -> Any:
    """JSON that people's work is in: what cannot be read is as if it were not there, and stays on the disk."""
    try:
        return json.loads(data) if data else None
    except (ValueError, RecursionError):
        log.error("%s on the desk cannot be read", what)
        return None


def _read_deck(id_: str, data: bytes) -> Deck | None:
    """A deck, None when it is not one. Columns that cannot be read are left out."""
    values = _loaded(f"The deck {id_}", data)
    if not isinstance(values, dict) or not isinstance(columns := values.get("columns"), list):
        return None
    name = values.get("name")
    notes = columncodec.Notes()
    read = (columncodec.read_column(column, notes) for column in columns)
    made = Deck(id_, name if isinstance(name, str) else "", tuple(column for column in read if column is not None))
    if notes.wrong or notes.unknown:
        log.info("the deck %s: unknown %s, unusable %s", id_, notes.unknown[:10], notes.wrong[:10])
    return made


def read_accounts(connection: sqlite3.Connection) -> tuple[Account, ...]:
    """Reads all accounts from a desk's file, also from a copy of one. On the database thread."""
    rows = connection.execute("SELECT id, data FROM account ORDER BY position, id")
    return tuple(account for row in rows if (account := _readable_account(*row)) is not None)


def count_unreadable(connection: sqlite3.Connection) -> int:
    """How many decks and accounts cannot be read; their rows stay as they are."""
    decks, accounts = "SELECT id, data FROM deck", "SELECT id, data FROM account"
    unread = [row[0] for row in connection.execute(decks).fetchall() if _read_deck(*row) is None]
    unread += [row[0] for row in connection.execute(accounts).fetchall() if _readable_account(*row) is None]
    return len(unread)


def read_setup(connection: sqlite3.Connection) -> Setup:
    """Reads decks, mutes and partners from a desk's file, also from a copy of one. On the database thread."""
    rows = connection.execute("SELECT id, data FROM deck ORDER BY position, id")
    decks = tuple(deck for deck in (_read_deck(*row) for row in rows) if deck is not None)
    asked = "SELECT name, CAST(data AS BLOB) FROM note WHERE name IN (?, ?, ?)"
    notes: dict[str, bytes] = dict(connection.execute(asked, (IN_USE, MUTES, PARTNERS)).fetchall())
    return Setup(
        decks,
        notes.get(IN_USE, b"").decode("utf-8", "replace"),
        columncodec.read_mutes(_loaded("What is muted", notes.get(MUTES))),
        columncodec.read_partners(_loaded("The partner list", notes.get(PARTNERS))),
    )


class DeskStore:
    """The desk's tables. `structural` is called on the database thread after accounts or columns came or went."""

    def __init__(self, worker: Worker, connection: sqlite3.Connection, structural: Callable[[], None]) -> None:
        self._worker = worker
        self._connection = connection
        self._structural = structural

    # --- accounts -------------------------------------------------------------------------------------------------------

    async def accounts(self) -> tuple[Account, ...]:
        """All accounts, in the order in which they were added."""
        return await self._worker.run(read_accounts, self._connection)

    async def save_account(self, account: Account) -> None:
        """Adds an account or replaces what is known of it."""
        await self._worker.run(self._save_account, account)

    async def remove_account(self, account: AccountId) -> None:
        """Forgets an account. Its token is the keyring's."""
        await self._worker.run(self._remove_account, account)

    # --- decks ----------------------------------------------------------------------------------------------------------

    async def setup(self) -> Setup:
        """All decks, which one is in use, mutes and partners. Without decks before there were any."""
        return await self._worker.run(read_setup, self._connection)

    async def save_setup(self, setup: Setup) -> None:
        """Keeps all of it as it is now, in one transaction. Only what is different is written; decks that are gone go."""
        await self._worker.run(self._save_setup, setup)

    async def deck(self) -> Deck | None:
        """The deck in use, None before there was one."""
        return (await self.setup()).deck

    async def save_deck(self, deck: Deck) -> None:
        """Keeps one deck as it is now, at the end when it is new."""
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

    def _save_setup(self, setup: Setup) -> None:
        before = read_setup(self._connection)
        gone = {deck.id for deck in before.decks} - {deck.id for deck in setup.decks}
        places = {deck.id: place for place, deck in enumerate(before.decks)}
        with transaction(self._connection) as connection:
            connection.executemany("DELETE FROM deck WHERE id = ?", [(each,) for each in gone])
            for place, deck in enumerate(setup.decks):
                if deck not in before.decks or places[deck.id] != place or gone:
                    self._put_deck(deck, place)
            for name, was, now, data in (
                (IN_USE, before.in_use, setup.in_use, setup.in_use.encode("utf-8", "replace")),
                (MUTES, before.mutes, setup.mutes, _bytes(columncodec.mutes(setup.mutes))),
                (PARTNERS, before.partners, setup.partners, _bytes(columncodec.partners(setup.partners))),
            ):
                if was != now:
                    self._put_note(name, data)
        if _columns(before) != _columns(setup):
            self._structural()

    def _save_deck(self, deck: Deck) -> None:
        before = read_setup(self._connection)
        places = {each.id: place for place, each in enumerate(before.decks)}
        with transaction(self._connection):
            self._put_deck(deck, places.get(deck.id, len(places)))
        if _columns(before) != _columns(read_setup(self._connection)):
            self._structural()

    def _put_deck(self, deck: Deck, place: int) -> None:
        self._connection.execute(
            """INSERT INTO deck (id, position, data) VALUES (?, ?, ?)
               ON CONFLICT (id) DO UPDATE SET data = excluded.data, position = excluded.position""",
            (deck.id, place, _deck_bytes(deck)),
        )

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
        with transaction(self._connection):
            self._put_note(name, data)

    def _put_note(self, name: str, data: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO note (name, data) VALUES (?, ?)", (name, data))


def _columns(setup: Setup) -> set[tuple[str, str]]:
    """Which columns stand in which deck."""
    return {(deck.id, column.id) for deck in setup.decks for column in deck.columns} | {(deck.id, "") for deck in setup.decks}

"""Backups: the desk as it was on each of the last days, to be put back with a way back. Accounts are never put back: tokens
are in no copy, and whom one speaks for today is not a matter of yesterday."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from client.model.account import Account, AccountId
from client.model.column import ColumnSpec
from client.model.deck import Deck, Setup
from client.model.instant import Instant
from client.sync.accounts import Accounts
from client.sync.desk import Desk

if TYPE_CHECKING:
    from client.store.backups import BackupStore, Kept


@dataclass(frozen=True, slots=True)
class Backup:
    """The desk of a day. `made` is when the copy was written: that day's last change of columns, decks or accounts."""

    day: date
    made: Instant
    setup: Setup
    accounts: tuple[Account, ...]

    @property
    def decks(self) -> tuple[Deck, ...]:
        """The decks of then, in their order."""
        return self.setup.decks


@dataclass(frozen=True, slots=True)
class Missing:
    """A column of a backup that lacks accounts today: `handles` of those that are gone. `whole` when none is left, so that the
    column itself does not come back."""

    spec: ColumnSpec
    handles: tuple[str, ...]
    whole: bool


class Backups:
    """The copies of the last seven days, and the way back to one of them."""

    def __init__(self, desk: Desk, accounts: Accounts, books: "BackupStore") -> None:
        self._desk = desk
        self._accounts = accounts
        self._books = books
        self._put: Setup | None = None  # what was put back last: nobody has worked on it while it is still the same

    async def all(self) -> tuple[Backup, ...]:
        """All backups that can be read, newest first. Raises StoreFailed."""
        return tuple(_backup(kept) for kept in await self._books.all())

    def missing(self, backup: Backup) -> tuple[Missing, ...]:
        """What of a backup would not come back whole, because its accounts are gone."""
        return self._fitted(backup)[1]

    async def put_back(self, backup: Backup) -> tuple[Missing, ...]:
        """Brings back decks, mutes and partners of a backup and tells what is missing. How it is now is kept first;
        `undo_put_back` returns to it. Who tries one day after the other returns to where he began. Raises StoreFailed; then
        nothing is changed."""
        await self._desk.flush()
        if self._desk.setup is not self._put or not await self.can_undo():
            await self._books.keep_before()
        setup, missing = self._fitted(backup)
        self._desk.replace(setup)
        self._put = self._desk.setup
        return missing

    async def can_undo(self) -> bool:
        """Tells whether there is a put back that can be undone, also one from before a restart. Raises StoreFailed."""
        return await self._books.before() is not None

    async def undo_put_back(self) -> bool:
        """Returns to how it was before the last put back, once. Tells whether there was one. Raises StoreFailed."""
        kept = await self._books.before()
        if kept is None:
            return False
        self._desk.replace(self._fitted(_backup(kept))[0])
        await self._desk.flush()
        await self._books.drop_before()
        return True

    def _fitted(self, backup: Backup) -> tuple[Setup, tuple[Missing, ...]]:
        """A backup with the accounts of today. One that was signed in anew meanwhile has another id and is the same."""
        from client.sync import offers  # late: for who puts a deck back

        today = {offers.source_of(account): account.id for account in self._accounts.all}
        ids = {account.id: today.get(offers.source_of(account)) for account in backup.accounts}
        ids |= {account.id: account.id for account in self._accounts.all}
        handles = {account.id: account.handle for account in backup.accounts}
        missing: list[Missing] = []
        decks = tuple(_with_accounts(deck, ids, handles, missing) for deck in backup.decks)
        return dataclasses.replace(backup.setup, decks=decks), tuple(missing)


def _backup(kept: "Kept") -> Backup:
    return Backup(kept.day, kept.made, kept.setup, kept.accounts)


def _with_accounts(
    deck: Deck, ids: Mapping[AccountId, AccountId | None], handles: Mapping[AccountId, str], missing: list[Missing]
) -> Deck:
    specs = []
    for spec in deck.columns:
        there = tuple(dict.fromkeys(known for account in spec.accounts if (known := ids.get(account))))
        gone = tuple(handles.get(account, "") for account in spec.accounts if not ids.get(account))
        if gone:
            missing.append(Missing(spec, gone, not there))
        if there or not spec.accounts:
            specs.append(dataclasses.replace(spec, accounts=there))
    return dataclasses.replace(deck, columns=tuple(specs))

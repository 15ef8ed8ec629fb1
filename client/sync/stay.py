"""A stay in the demo town: its server is mounted, its accounts are lent, its columns are added; leaving forgets it.

A day in the town begins anew after six hours; until then a restart goes on where it was.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from client import columns, errors
from client.model.deck import Deck
from client.model.instant import Clock, Instant
from client.store.database import Store
from client.sync import meerdam
from client.sync.accounts import Accounts
from client.sync.desk import Desk

if TYPE_CHECKING:
    from client.demo.town import Town

log = logging.getLogger(__name__)

DAY_OVER = 6 * 3600 * 1000  # ms after which the town's day begins anew
NOTE = "town"
LENT = frozenset(account for account, *_ in meerdam.LENT)

Mount = Callable[[str, "Town"], None]
"""Puts a town where a socket would be, under its base address."""


class Stay:
    """The town in this run of Belfry. `speed` is that of its day."""

    def __init__(self, store: Store, accounts: Accounts, mount: Mount, clock: Clock, speed: float) -> None:
        self._store, self._accounts, self._mount, self._clock, self._speed = store, accounts, mount, clock, speed
        self._new_day = False

    async def begin(self, *, wanted: bool) -> Deck:
        """Opens the town where it is wanted now, or was in an earlier run, and tells the deck to begin with."""
        note = await self._store.desk.note(NOTE)
        if not wanted and not note:
            return Deck("deck", "")
        await self._open(note)
        return await meerdam.deck(self._accounts, columns.KINDS)

    async def join(self, desk: Desk) -> None:
        """Opens the town while Belfry runs; its columns are added to the deck."""
        await self._open(await self._store.desk.note(NOTE))
        self.settle(desk, await meerdam.deck(self._accounts, columns.KINDS))
        self.introduce(desk)

    def settle(self, desk: Desk, deck: Deck) -> None:
        """Adds the columns of the town to the right of those that are there; an empty deck without a name takes its name."""
        if not desk.deck.columns and not desk.deck.name:
            desk.rename_deck(desk.deck.id, deck.name)
        for spec in deck.columns:
            if desk.column(spec.id) is None:
                desk.add_column(spec)

    def introduce(self, desk: Desk) -> None:
        """On the first morning of a stay, marks the town's partners. Who takes a mark back is not asked again that day."""
        if self._new_day:
            self._new_day = False
            met = tuple(partner for partner in meerdam.PARTNERS if not desk.is_partner(partner.handle))
            desk.set_partners((*desk.partners, *met))

    def say_goodbye(self, desk: Desk) -> None:
        """Takes the town's partners off the list."""
        desk.set_partners(tuple(partner for partner in desk.partners if partner not in meerdam.PARTNERS))

    def lives_in(self, desk: Desk) -> bool:
        """Whether a column of some deck is the town's."""
        return any(spec.accounts and spec.accounts[0] in LENT for deck in desk.decks for spec in deck.columns)

    @property
    def here(self) -> bool:
        """Whether an account of the town is there."""
        return any(account.demo for account in self._accounts.all)

    async def leave(self) -> None:
        """When its accounts are gone, the next start is one without the town."""
        try:
            if not self.here and await self._store.desk.note(NOTE):
                await self._store.desk.save_note(NOTE, b"")
        except errors.StoreFailed as failure:
            log.info("The town opens again at the next start: %s", failure.detail)

    async def _open(self, note: bytes | None) -> None:
        from client.demo.town import BASE, Town  # a run without the demo does without its code

        now = self._clock()
        opened = Instant(int(note)) if note and now - DAY_OVER < int(note) <= now else now
        self._new_day = opened == now
        if opened == now:  # a new day: yesterday's posts would stand between today's
            for account in LENT:
                await self._store.timelines.forget_account(account)
            await self._store.desk.save_note(NOTE, str(opened).encode())
        self._mount(BASE, Town(self._clock, speed=self._speed, opened=opened))
        await meerdam.move_in(self._accounts, self._accounts.networks[meerdam.NETWORK])

"""What people set up to read by, in memory: decks, columns, mutes, partners, and every change of them, with the ways back."""

import dataclasses
import random
from collections.abc import Sequence

from client.model.change import PartnersChanged
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck, Setup
from client.model.instant import Clock, Instant
from client.model.sifting import NO_ALERTS, Mute, Partner
from client.sync import setups
from client.sync.changes import Changes
from client.sync.setups import Removed

NEW_DECK = Deck("deck", "")


class Arrangement:
    """The decks, one of them in use. `client.sync.desk` makes feeds of it and writes it down."""

    def __init__(self, changes: Changes, rng: random.Random, now: Clock) -> None:
        self.setup = Setup((NEW_DECK,), NEW_DECK.id)
        self._changes = changes
        self._rng = rng
        self._now = now
        self._removed: Removed | None = None
        self._cleared: tuple[ColumnId, Instant | None] | None = None
        self._partners: frozenset[str] = frozenset()

    @property
    def now(self) -> Instant:
        """The time, as Belfry's clock has it."""
        return self._now()

    def _changed(self, column: ColumnId | None) -> None:
        """Acts on a change; `column` is the one concerned, None for several."""
        raise NotImplementedError

    # --- decks ---

    @property
    def decks(self) -> tuple[Deck, ...]:
        """All decks in their order; there is always one."""
        return self.setup.decks

    @property
    def deck(self) -> Deck:
        """The deck in use."""
        deck = self.setup.deck
        assert deck is not None
        return deck

    @property
    def watched(self) -> tuple[ColumnSpec, ...]:
        """The columns with alerts, of every deck. Their feeds are open, whichever deck is in use."""
        return tuple(spec for deck in self.decks for spec in deck.columns if spec.alerts != NO_ALERTS)

    def switch(self, deck: str) -> None:
        """Puts another deck into use."""
        if deck != self.deck.id and setups.deck(self.setup, deck) is not None:
            self._set(dataclasses.replace(self.setup, in_use=deck))

    def add_deck(self, name: str, columns: Sequence[ColumnSpec] = ()) -> str:
        """Adds a deck at the end and tells its id; `switch` puts it into use. Columns whose id is taken get another."""
        made = Deck(self.new_id(), name, tuple(columns))
        self._set(setups.sound(dataclasses.replace(self.setup, decks=(*self.decks, made)), NEW_DECK, self.new_id))
        return made.id

    def rename_deck(self, deck: str, name: str) -> None:
        """Gives a deck another name."""
        found = setups.deck(self.setup, deck)
        if found is not None and found.name != name:
            self._set(setups.with_deck(self.setup, dataclasses.replace(found, name=name)))

    def move_deck(self, deck: str, to: int) -> None:
        """Puts a deck at an index among the others."""
        found = setups.deck(self.setup, deck)
        if found is not None:
            order = [each for each in self.decks if each is not found]
            order.insert(max(0, to), found)
            self._set(dataclasses.replace(self.setup, decks=tuple(order)))

    def remove_deck(self, deck: str) -> bool:
        """Takes a deck away with its columns; `undo_remove` brings all of it back. The last deck stays: then it tells False."""
        found = setups.deck(self.setup, deck)
        if found is None or len(self.decks) == 1:
            return False
        at, in_use = self.decks.index(found), self.deck is found
        rest = tuple(each for each in self.decks if each is not found)
        self._removed = Removed(found, at, in_use=in_use)
        next_ = rest[min(at, len(rest) - 1)].id if in_use else self.setup.in_use
        self._set(dataclasses.replace(self.setup, decks=rest, in_use=next_))
        return True

    def undo_remove(self) -> bool:
        """Brings back the column or the deck that was removed last. Tells whether there was one."""
        removed, self._removed = self._removed, None
        if removed is None:
            return False
        if removed.column is not None:
            home = setups.deck(self.setup, removed.deck.id) or self.deck
            self._put(home, removed.column, min(removed.at, len(home.columns)))
            return True
        decks = list(self.decks)
        decks.insert(min(removed.at, len(decks)), removed.deck)
        in_use = removed.deck.id if removed.in_use else self.setup.in_use
        setup = dataclasses.replace(self.setup, decks=tuple(decks), in_use=in_use)
        self._set(setups.sound(setup, NEW_DECK, self.new_id))
        return True

    def replace(self, setup: Setup) -> None:
        """Puts another setup in the place of all decks, mutes and partners: one of a backup."""
        self._removed = self._cleared = None
        self._set(setups.sound(setup, NEW_DECK, self.new_id))
        self._changes.publish(PartnersChanged())

    def forget_removed(self) -> None:
        """Lets go of what `undo_remove` would bring back."""
        self._removed = None

    # --- mutes and partners ---

    @property
    def mutes(self) -> tuple[Mute, ...]:
        """What no column shows."""
        return self.setup.mutes

    def set_mutes(self, mutes: tuple[Mute, ...]) -> None:
        """Replaces what no column shows."""
        if mutes != self.mutes:
            self._set(dataclasses.replace(self.setup, mutes=mutes))

    @property
    def partners(self) -> tuple[Partner, ...]:
        """The people and offices that work with us."""
        return self.setup.partners

    def set_partners(self, partners: tuple[Partner, ...]) -> None:
        """Replaces the partner list."""
        if partners != self.partners:
            self._set(dataclasses.replace(self.setup, partners=partners))
            self._changes.publish(PartnersChanged())

    def is_partner(self, handle: str) -> bool:
        """Tells whether a full handle is that of a partner."""
        return bool(self._partners) and _bare(handle) in self._partners

    # --- columns ---

    def column(self, column: ColumnId) -> ColumnSpec | None:
        """The column with this id, of any deck; None when it is gone."""
        return setups.column(self.setup, column)

    def new_id(self) -> ColumnId:
        """An id for a column to be added."""
        return ColumnId(f"{self._rng.getrandbits(40):010x}")

    def add_column(self, spec: ColumnSpec, at: int | None = None) -> None:
        """Puts a column into the deck in use, at the right end when `at` is None."""
        self._put(self.deck, spec, len(self.deck.columns) if at is None else at)

    def remove_column(self, column: ColumnId) -> None:
        """Takes a column away; `undo_remove` brings it back, its reading place included."""
        home, spec = setups.home(self.setup, column), self.column(column)
        if home is not None and spec is not None:
            self._removed = Removed(home, home.columns.index(spec), spec)
            self._order(home, [each for each in home.columns if each is not spec], column)

    def move_column(self, column: ColumnId, to: int) -> None:
        """Puts a column at an index of its deck."""
        home, spec = setups.home(self.setup, column), self.column(column)
        if home is not None and spec is not None:
            order = [each for each in home.columns if each is not spec]
            order.insert(max(0, to), spec)
            self._order(home, order, column)

    def change_column(self, spec: ColumnSpec) -> None:
        """Replaces the column that has the same id. Its feed is another one when its questions are, and sifted anew else."""
        home = setups.home(self.setup, spec.id)
        if home is not None:
            self._order(home, [spec if each.id == spec.id else each for each in home.columns], spec.id)

    def clear_column(self, column: ColumnId) -> None:
        """Leaves out all that came up to now, in this column only; `undo_clear` brings it back."""
        spec = self.column(column)
        if spec is not None:
            self._cleared = (column, spec.filters.cleared)
            self._clear_up_to(spec, self._latest(column))

    def undo_clear(self) -> bool:
        """Shows again what the last `clear_column` left out. Tells whether there was something to undo."""
        cleared, self._cleared = self._cleared, None
        spec = self.column(cleared[0]) if cleared else None
        if cleared is None or spec is None:
            return False
        self._clear_up_to(spec, cleared[1])
        return True

    # --- inside ---

    def _latest(self, column: ColumnId) -> Instant:
        """Up to when there are posts in a column."""
        return self._now()

    def _put(self, home: Deck, spec: ColumnSpec, at: int) -> None:
        if not spec.id or self.column(spec.id) is not None:
            spec = dataclasses.replace(spec, id=self.new_id())
        self._order(home, setups.insert(home.columns, spec, at), spec.id)

    def _order(self, home: Deck, order: Sequence[ColumnSpec], column: ColumnId) -> None:
        self._set(setups.with_deck(self.setup, dataclasses.replace(home, columns=tuple(order))), column)

    def _clear_up_to(self, spec: ColumnSpec, moment: Instant | None) -> None:
        self.change_column(dataclasses.replace(spec, filters=dataclasses.replace(spec.filters, cleared=moment)))

    def _set(self, setup: Setup, column: ColumnId | None = None) -> None:
        self._hold(setup)
        self._changed(column)

    def _hold(self, setup: Setup) -> None:
        self.setup = setup
        self._partners = _handles(setup.partners)


def _bare(handle: str) -> str:
    return handle.removeprefix("@").casefold()


def _handles(partners: Sequence[Partner]) -> frozenset[str]:
    return frozenset(_bare(partner.handle) for partner in partners)

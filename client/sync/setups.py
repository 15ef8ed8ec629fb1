"""Changes of a setup as plain functions: what decks and columns are after columns and decks come, go and move."""

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass

from client.model.account import AccountId
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck, Setup


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken away last and where it stood: a column of the deck `deck`, or that whole deck."""

    deck: Deck
    at: int
    column: ColumnSpec | None = None
    in_use: bool = False


def column(setup: Setup, wanted: ColumnId) -> ColumnSpec | None:
    """The column with an id, in whatever deck it stands."""
    return next((spec for deck in setup.decks for spec in deck.columns if spec.id == wanted), None)


def home(setup: Setup, wanted: ColumnId) -> Deck | None:
    """The deck in which a column stands."""
    return next((deck for deck in setup.decks for spec in deck.columns if spec.id == wanted), None)


def deck(setup: Setup, wanted: str) -> Deck | None:
    """The deck with an id."""
    return next((each for each in setup.decks if each.id == wanted), None)


def with_deck(setup: Setup, changed: Deck) -> Setup:
    """Replaces the deck that has the same id."""
    return dataclasses.replace(setup, decks=tuple(changed if each.id == changed.id else each for each in setup.decks))


def insert(order: tuple[ColumnSpec, ...], spec: ColumnSpec, at: int) -> tuple[ColumnSpec, ...]:
    """Puts a column at an index among others."""
    return (*order[:at], spec, *order[at:])


def without_accounts(setup: Setup, gone: Collection[AccountId]) -> Setup:
    """Takes accounts out of every column of every deck; a column that loses its last one goes."""

    def left(columns: tuple[ColumnSpec, ...]) -> tuple[ColumnSpec, ...]:
        kept = []
        for spec in columns:
            stays = tuple(each for each in spec.accounts if each not in gone)
            if stays == spec.accounts:
                kept.append(spec)
            elif stays:
                kept.append(dataclasses.replace(spec, accounts=stays))
        return tuple(kept)

    return dataclasses.replace(
        setup, decks=tuple(dataclasses.replace(each, columns=left(each.columns)) for each in setup.decks)
    )


def sound(setup: Setup, start: Deck, new_id: Callable[[], str]) -> Setup:
    """Makes sure of what the desk counts on: at least one deck, one of them in use, no id twice."""
    columns: set[str] = set()
    decks: dict[str, Deck] = {}
    for each in setup.decks or (start,):
        specs = []
        for spec in each.columns:
            fresh = spec if spec.id and spec.id not in columns else dataclasses.replace(spec, id=ColumnId(new_id()))
            columns.add(fresh.id)
            specs.append(fresh)
        id_ = each.id if each.id and each.id not in decks else new_id()
        decks[id_] = Deck(id_, each.name, tuple(specs))
    in_use = setup.in_use if setup.in_use in decks else next(iter(decks))
    return dataclasses.replace(setup, decks=tuple(decks.values()), in_use=in_use)

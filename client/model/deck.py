"""A deck: columns in order. The reading place of each. And all that people set up to read by."""

from dataclasses import dataclass

from client.model.column import ColumnId, ColumnSpec
from client.model.sifting import Mute, Partner


@dataclass(frozen=True, slots=True)
class Deck:
    """A named row of columns, left to right."""

    id: str
    name: str
    columns: tuple[ColumnSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Setup:
    """All that people set up to read by: decks in order, which one is in use, what is muted everywhere, who is a partner."""

    decks: tuple[Deck, ...] = ()
    in_use: str = ""
    mutes: tuple[Mute, ...] = ()
    partners: tuple[Partner, ...] = ()

    @property
    def deck(self) -> Deck | None:
        """The deck in use, the first where that one is gone; None when there is none."""
        return next((deck for deck in self.decks if deck.id == self.in_use), next(iter(self.decks), None))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader is in a column: the entry at the top edge of the view and how many px of it are above that edge.
    `entry` is "" at the very top, where new posts push the rest down."""

    column: ColumnId
    entry: str = ""
    offset: int = 0

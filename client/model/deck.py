"""A deck: columns in order. And the reading place of each."""

from dataclasses import dataclass

from client.model.column import ColumnId, ColumnSpec


@dataclass(frozen=True, slots=True)
class Deck:
    """A named row of columns, left to right."""

    id: str
    name: str
    columns: tuple[ColumnSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader is in a column: the entry at the top edge of the view and how many px of it are above that edge.
    `entry` is "" at the very top, where new posts push the rest down."""

    column: ColumnId
    entry: str = ""
    offset: int = 0

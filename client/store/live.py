"""A timeline in memory on the database thread: its row ids in order, and the edits that turn one order into the next.

Order: rank from high to low, then tie from high to low, then row id. Nothing here touches a file.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from client.model.account import AccountId
from client.model.change import Edit, Inserted, Removed
from client.model.page import Cursor
from client.model.query import Order, QueryKind

Spot = tuple[int, int, int]
"""A row and its place: rank and tie with their signs turned, row id. Smaller sorts first."""


def spot(rank: int, tie: int, row: int) -> Spot:
    """Makes the place of a row."""
    return (-rank, -tie, row)


TiesOf = Callable[[Sequence[int]], dict[int, int]]
"""Looks up the ties of rows, for the few that share a rank."""


@dataclass(slots=True)
class Live:
    """What is known of an open timeline. `ids` and `downs` (ranks with their sign turned) run parallel, visible rows only.

    `top` is the newest stretch, 0 while the timeline never had an entry; `joined` maps stretches to those they grew into.
    """

    timeline: int
    account: AccountId
    kind: QueryKind
    order: Order
    ids: "array[int]" = field(default_factory=lambda: array("q"))
    downs: "array[int]" = field(default_factory=lambda: array("q"))
    older: Cursor | None = None
    newer: Cursor | None = None
    at_end: bool = False
    top: int = 0
    stretches: int = 0
    read_row: int = 0
    read_rank: int | None = None
    joined: dict[int, int] = field(default_factory=dict)
    answered: int = 0  # when its newest posts were last told, 0 = not known
    idle: bool = False  # the last pruning found nobody who shows it

    def root(self, stretch: int) -> int:
        """The stretch that this one is part of now."""
        while stretch in self.joined:
            stretch = self.joined[stretch]
        return stretch

    def index(self, row: int, rank: int) -> int | None:
        """Where a visible row stands, None when it does not."""
        low = bisect_left(self.downs, -rank)
        high = bisect_right(self.downs, -rank, low)
        try:
            return self.ids.index(row, low, high)
        except ValueError:
            return None

    def rank_at(self, index: int) -> int | None:
        """The rank of the row at an index, None outside."""
        return -self.downs[index] if 0 <= index < len(self.downs) else None

    def _position(self, new: Spot, ties_of: TiesOf) -> int:
        down, tie, own = new
        low = bisect_left(self.downs, down)
        high = bisect_right(self.downs, down, low)
        if low == high:
            return low
        rows = self.ids[low:high]
        ties = ties_of(rows)
        return low + bisect_left([(-ties[row], row) for row in rows], (tie, own))

    def apply(self, gone: Iterable[tuple[int, int]], come: Iterable[Spot], ties_of: TiesOf) -> tuple[Edit, ...]:
        """Takes out rows (row id, rank), puts rows in, and tells the edits in the order in which to apply them."""
        edits: list[Edit] = []
        places = sorted((place for row, rank in gone if (place := self.index(row, rank)) is not None), reverse=True)
        for first, last in _runs_down(places):
            del self.ids[first : last + 1]
            del self.downs[first : last + 1]
            edits.append(Removed(first, last + 1 - first))
        new_ones = sorted(come)
        if new_ones and (not self.downs or new_ones[-1][0] < self.downs[0]):
            placed = [(0, new) for new in new_ones]  # all go on top
        else:
            placed = [(self._position(new, ties_of), new) for new in new_ones]
        begin = 0
        while begin < len(placed):
            end = begin
            while end < len(placed) and placed[end][0] == placed[begin][0]:
                end += 1
            at = placed[begin][0] + begin  # those before it are in by now
            block = array("q", [new[2] for _, new in placed[begin:end]])
            self.ids[at:at] = block
            self.downs[at:at] = array("q", [new[0] for _, new in placed[begin:end]])
            if edits and isinstance(last_edit := edits[-1], Inserted) and last_edit.at + len(last_edit.ids) == at:
                edits[-1] = Inserted(last_edit.at, last_edit.ids + block)
            else:
                edits.append(Inserted(at, block))
            begin = end
        return tuple(edits)


def _runs_down(places: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Groups falling indexes into runs (first, last), the lowest place in the array last."""
    begin = 0
    while begin < len(places):
        end = begin
        while end + 1 < len(places) and places[end + 1] == places[end] - 1:
            end += 1
        yield places[end], places[begin]
        begin = end + 1

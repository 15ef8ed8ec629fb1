"""The order of several timelines mixed into one, and the edits that lead from one state to the next. Pure.

Each source keeps its own order; rows of several are sorted by time, then by source. A gap stands right under the row that it
stands under in its source. Of rows with the same post and reason only the first in this order is shown.
"""

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Hashable, Mapping

from client.model.change import Edit, Inserted, Removed, Reset
from client.store.marks import Mark

SortKey = tuple[int, int, int, int]
"""Smaller is shown higher: time (negated), source, turn within equal time, rows that hang below."""

FIRST: SortKey = (-(2**70), 0, 0, 0)
LAST: SortKey = (2**70, 0, 0, 0)

Spot = tuple[SortKey, int]

MANY = 200  # more edits than this at once are told as one Reset


class Mix:
    """Several sources, one order. `take` the edits of the sources, then `settle`: the edits of the whole come back."""

    def __init__(self, sources: int) -> None:
        self.ids = array("q")
        self.owner: dict[int, int] = {}
        self._mirrors = [array("q") for _ in range(sources)]
        self._gaps: list[set[int]] = [set() for _ in range(sources)]
        self._lost: list[set[int]] = [set() for _ in range(sources)]  # rows whose content is gone: never shown
        self._keys: dict[int, SortKey] = {}
        self._things: dict[int, Hashable] = {}
        self._same: dict[Hashable, list[Spot]] = {}
        self._all: list[Spot] = []  # what would be shown if nothing were held back
        self._shown: set[int] = set()
        self._floor = FIRST  # everything down to here is shown
        self._edits: list[Edit] = []

    @property
    def hidden(self) -> int:
        """How many rows are held back."""
        return len(self._all) - len(self.ids)

    def is_shown(self, row_id: int) -> bool:
        """Whether the row can be seen: not held back and not the double of another."""
        return row_id in self._shown

    def bottom(self, source: int) -> SortKey | None:
        """The place of a source's last row."""
        mirror = self._mirrors[source]
        return self._keys[mirror[-1]] if mirror else None

    def first_from(self, row_id: int, source: int) -> int | None:
        """The highest row of a source that stands at or below this row."""
        key = self._keys.get(row_id)
        mirror = self._mirrors[source]
        if key is None or not mirror:
            return None
        if self.owner[row_id] == source:
            return row_id
        at = bisect_left(mirror, key[0], key=lambda each: self._keys[each][0])
        return mirror[at] if at < len(mirror) else None

    def take(self, source: int, edit: Edit, rows: Mapping[int, Mark]) -> None:
        """Takes in an edit of a source; `rows` tells of what it brings; what is not there is left out."""
        mirror = self._mirrors[source]
        match edit:
            case Inserted(at, ids):
                mirror[at:at] = array("q", ids)
                self._bring(source, ids, rows)
            case Removed(at, count):
                gone = mirror[at : at + count]
                del mirror[at : at + count]
                for row_id in gone:
                    self._forget(row_id)
            case Reset(ids):
                for row_id in mirror:
                    self._forget(row_id)
                mirror[:] = array("q", ids)
                self._bring(source, ids, rows)
        self._hang(source)

    def settle(self, horizon: SortKey) -> tuple[Edit, ...]:
        """Shows what stands above the horizon by now and returns all edits since the last time."""
        floor = max(self._floor, horizon)
        count = bisect_right(self._all, floor, key=lambda spot: spot[0])
        if count > len(self.ids):
            new = array("q", (row_id for _, row_id in self._all[len(self.ids) : count]))
            self._edits.append(Inserted(len(self.ids), new))
            self._shown.update(new)
            self.ids.extend(new)
        if floor == LAST:
            floor = self._all[-1][0] if self._all else FIRST
        self._floor = floor
        edits, self._edits = tuple(self._edits), []
        if len(edits) > MANY:
            return (Reset(array("q", self.ids)),)
        return edits

    # --- one row ---

    def _bring(self, source: int, ids: "array[int]", rows: Mapping[int, Mark]) -> None:
        for row_id in ids:
            row = rows.get(row_id)
            self.owner[row_id] = source
            if row is None:
                self._lost[source].add(row_id)
            elif row.at is None:
                self._gaps[source].add(row_id)
            else:
                if row.thing is not None:
                    self._things[row_id] = row.thing
                self._keys[row_id] = (-row.at, source, -row.tie, 0)
                self._enter(row_id)

    def _enter(self, row_id: int) -> None:
        """Adds a row, unless a double of it stands higher; a lower double gives way."""
        spot = (self._keys[row_id], row_id)
        thing = self._things.get(row_id)
        if thing is None:
            self._put(spot)
            return
        doubles = self._same.setdefault(thing, [])
        before = doubles[0] if doubles else None
        insort(doubles, spot)
        if doubles[0] == spot:
            if before is not None:
                self._pull(before)
            self._put(spot)

    def _forget(self, row_id: int) -> None:
        """Takes a row out; the next double of it comes in its place."""
        source = self.owner.pop(row_id)
        key = self._keys.pop(row_id, None)
        thing = self._things.pop(row_id, None)
        if row_id in self._lost[source]:
            self._lost[source].discard(row_id)
        elif key is None or thing is None:
            self._gaps[source].discard(row_id)
            if key is not None:
                self._pull((key, row_id))
        else:
            doubles = self._same[thing]
            first = doubles[0] == (key, row_id)
            doubles.remove((key, row_id))
            if first:
                self._pull((key, row_id))
            if first and doubles:
                self._put(doubles[0])
            if not doubles:
                del self._same[thing]

    def _hang(self, source: int) -> None:
        """Gives gaps and lost rows their places: right under the row above them in their source."""
        mirror, gaps = self._mirrors[source], self._gaps[source]
        for at, row_id in sorted((mirror.index(row_id), row_id) for row_id in gaps | self._lost[source]):
            above = self._keys[mirror[at - 1]] if at else (FIRST[0] + 1, source, 0, 0)
            key, old = (*above[:3], above[3] + 1), self._keys.get(row_id)
            if key != old:
                self._keys[row_id] = key
                if row_id in gaps:
                    if old is not None:
                        self._pull((old, row_id))
                    self._put((key, row_id))

    def _put(self, spot: Spot) -> None:
        insort(self._all, spot)
        if spot[0] > self._floor:
            return
        at = bisect_left(self._all, spot)
        self.ids.insert(at, spot[1])
        self._shown.add(spot[1])
        last = self._edits[-1] if self._edits else None
        if isinstance(last, Inserted) and last.at <= at <= last.at + len(last.ids):
            last.ids.insert(at - last.at, spot[1])
        else:
            self._edits.append(Inserted(at, array("q", (spot[1],))))

    def _pull(self, spot: Spot) -> None:
        at = bisect_left(self._all, spot)
        del self._all[at]
        if spot[1] not in self._shown:
            return
        del self.ids[at]
        self._shown.discard(spot[1])
        last = self._edits[-1] if self._edits else None
        if isinstance(last, Removed) and last.at in (at, at + 1):
            self._edits[-1] = Removed(at, last.count + 1)
        else:
            self._edits.append(Removed(at, 1))

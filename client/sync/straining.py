"""The rows of one column that is sifted: all that were looked at, which of them are shown, and which must be looked at again.

Data only: what is done to it comes back as the edits of what is shown. `client.sync.sifted` looks at the rows.
"""

from array import array
from collections.abc import Iterable, Sequence

from client.model.change import Edit, Inserted, Removed, Reset
from client.sync.sieve import Verdict
from client.sync.timeline import apply

SHOWN, CLEARED = int(Verdict.SHOWN), int(Verdict.CLEARED)


class Strainer:
    """`all` are the rows of the feed below as far as they were looked at, `ids` those of them that are shown, in one order."""

    def __init__(self, shown: Sequence[int] = ()) -> None:
        """Begins with rows that are shown already and in doubt."""
        self.all = array("q", shown)
        self.ids = array("q", shown)
        self.shown = set(shown)
        self._verdicts = bytearray([SHOWN]) * len(shown)
        self._doubts = bytearray([1]) * len(shown)

    # --- what the feed below did ---

    def insert(self, at: int, ids: Sequence[int], verdicts: Sequence[int]) -> tuple[Edit, ...]:
        """Takes in rows that were looked at."""
        place = self._place(at)
        self.all[at:at] = array("q", ids)
        self._verdicts[at:at] = bytes(verdicts)
        self._doubts[at:at] = bytes(len(ids))
        new = array("q", [row_id for row_id, verdict in zip(ids, verdicts, strict=True) if verdict == SHOWN])
        return self._apply([Inserted(place, new)] if len(new) else [])

    def remove(self, at: int, count: int) -> tuple[Edit, ...]:
        """Lets go of rows."""
        place, gone = self._place(at), self._verdicts.count(SHOWN, at, at + count)
        for row_ids in (self.all, self._verdicts, self._doubts):
            del row_ids[at : at + count]
        return self._apply([Removed(place, gone)] if gone else [])

    def reset(self, ids: Sequence[int], verdicts: Sequence[int]) -> tuple[Edit, ...]:
        """Takes another set of rows. Those that were there stay as they are and in doubt."""
        known = set(self.all)
        self.all = array("q", ids)
        self._verdicts, self._doubts = bytearray(verdicts), bytearray(row_id in known for row_id in ids)
        shown = array("q", [row_id for row_id, verdict in zip(ids, verdicts, strict=True) if verdict == SHOWN])
        return self._apply([Reset(shown)])

    # --- looking again ---

    def doubt(self, row_ids: Iterable[int] | None = None) -> None:
        """Puts rows in doubt, all when none are named; they stay as they are until they were looked at."""
        if row_ids is None:
            self._doubts = bytearray([1]) * len(self.all)
            return
        wanted = set(row_ids)
        for at, row_id in enumerate(self.all if wanted else ()):
            if row_id in wanted:
                self._doubts[at] = 1

    def in_doubt(self, most: int) -> list[int]:
        """The first rows in doubt, as row ids."""
        found: list[int] = []
        at = self._doubts.find(1)
        while at >= 0 and len(found) < most:
            found.append(self.all[at])
            at = self._doubts.find(1, at + 1)
        return found

    def judged(self, verdicts: dict[int, int]) -> tuple[Edit, ...]:
        """Takes in what became of rows in doubt; rows that are not there, or not in doubt, are passed over."""
        edits: list[Edit] = []
        place, passed = 0, 0
        at = self._doubts.find(1)
        while at >= 0 and verdicts:
            verdict = verdicts.pop(self.all[at], None)
            if verdict is None:
                at = self._doubts.find(1, at + 1)
                continue
            place += self._verdicts.count(SHOWN, passed, at)
            passed = at + 1
            was, self._verdicts[at], self._doubts[at] = self._verdicts[at] == SHOWN, verdict, 0
            if was and verdict == SHOWN:
                place += 1
            elif was:
                _remove(edits, place)
            elif verdict == SHOWN:
                _insert(edits, place, self.all[at])
                place += 1
            at = self._doubts.find(1, at + 1)
        return self._apply(edits)

    # --- telling ---

    @property
    def verdicts(self) -> dict[int, int]:
        """What became of each row that was looked at."""
        return dict(zip(self.all, self._verdicts, strict=True))

    @property
    def begins_cleared(self) -> bool:
        """Whether the first row is cleared: then all are."""
        return bool(self._verdicts) and self._verdicts[0] == CLEARED

    @property
    def ends_cleared(self) -> bool:
        """Whether the last row is cleared."""
        return bool(self._verdicts) and self._verdicts[-1] == CLEARED

    def counted(self, most: int, gaps: set[int]) -> tuple[int, int]:
        """How many of the first posts that are not in doubt are shown, and of how many."""
        shown = of = 0
        for at, row_id in enumerate(self.all):
            if of == most:
                break
            if not self._doubts[at] and row_id not in gaps:
                of += 1
                shown += self._verdicts[at] == SHOWN
        return shown, of

    def _place(self, at: int) -> int:
        return self._verdicts.count(SHOWN, 0, at)

    def _apply(self, edits: list[Edit]) -> tuple[Edit, ...]:
        for edit in edits:
            self.shown.difference_update(apply(self.ids, edit))
            if not isinstance(edit, Removed):
                self.shown.update(edit.ids)
        return tuple(edits)


def _remove(edits: list[Edit], place: int) -> None:
    last = edits[-1] if edits else None
    if isinstance(last, Removed) and last.at == place:
        edits[-1] = Removed(place, last.count + 1)
    else:
        edits.append(Removed(place, 1))


def _insert(edits: list[Edit], place: int, row_id: int) -> None:
    last = edits[-1] if edits else None
    if isinstance(last, Inserted) and last.at + len(last.ids) == place:
        last.ids.append(row_id)
    else:
        edits.append(Inserted(place, array("q", [row_id])))


def between(old: Sequence[int], new: Sequence[int]) -> tuple[Edit, ...]:
    """The edits that lead from some rows to others; a Reset where what stays is in another order."""
    staying, known = set(new), set(old)
    kept = [row_id for row_id in old if row_id in staying]
    if kept != [row_id for row_id in new if row_id in known]:
        return (Reset(array("q", new)),)
    edits: list[Edit] = []
    place = 0
    for row_id in old:
        if row_id in staying:
            place += 1
        else:
            _remove(edits, place)
    for place, row_id in enumerate(new):
        if row_id not in known:
            _insert(edits, place, row_id)
    return tuple(edits)


def pieces(edit: Edit, size: int, focus: int = 0) -> list[Edit]:
    """Cuts a long insertion into pieces. Those around the row `focus` come first, then what is above it, upwards."""
    if not isinstance(edit, Inserted) or len(edit.ids) <= size:
        return [edit]
    ids, at = edit.ids, edit.at
    start = max(0, ids.index(focus) - size // 4) if focus in ids else 0
    end = min(len(ids), start + size)
    cut: list[Edit] = [Inserted(at, ids[start:end])]
    cut += [Inserted(at, ids[max(0, above - size) : above]) for above in range(start, 0, -size)]
    cut += [Inserted(at + below, ids[below : below + size]) for below in range(end, len(ids), size)]
    return cut

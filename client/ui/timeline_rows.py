"""The measured rows of one view: each once per width and text size, a bounded number of them, and what the reader opened."""

from collections.abc import Iterable

from PySide6.QtCore import QRect

from client.model.change import PostChanged, RowsLoaded
from client.model.sifting import NO_HIGHLIGHTS
from client.ui import times
from client.ui.look import Look, RowOptions
from client.ui.rowlayout import measure
from client.ui.rowparts import RowLayout
from client.ui.timeline_model import Lifting, TimelineModel

_MOST = 160  # measured rows of a view: a layout takes some 15 kB, and ten columns have ten views
AHEAD = 40
"""How many rows around those that are seen are asked into memory."""


class MeasuredRows:
    """Layouts by row id. Measuring happens when a row is first seen.

    `highlights` are the column's, `open_covers` shows what authors put behind a warning, `clock` the time of day in each row.
    """

    def __init__(self, model: TimelineModel, look: Look, *, neutral_badge: bool = False) -> None:
        self.model = model
        self.look = look
        self.width = 0
        self.highlights = NO_HIGHLIGHTS
        self.open_covers = False
        self.clock = False
        self.opened_covers: set[int] = set()
        self.opened_texts: set[int] = set()
        self._neutral = neutral_badge
        self._kept: dict[int, RowLayout] = {}
        self._wanted = (0, 0, -1)

    def layout(self, row_id: int) -> RowLayout:
        """The measured row."""
        found = self._kept.get(row_id)
        if found is None:
            options = RowOptions(
                self._neutral,
                self.is_open(row_id),
                row_id in self.opened_texts,
                self.clock,
                self.lifted(row_id),
                self.highlights,
            )
            found = self._kept[row_id] = measure(self.model.feed.row(row_id), self.width, self.look, options)
        return found

    def is_open(self, row_id: int) -> bool:
        """Whether what covers a row is open: by the reader, or because the column opens all and he did not close it."""
        return (row_id in self.opened_covers) is not self.open_covers

    def lifted(self, row_id: int) -> bool:
        """Whether the column lifts a row out."""
        feed = self.model.feed
        return isinstance(feed, Lifting) and feed.is_highlighted(row_id)

    def at(self, index: int) -> RowLayout:
        """The measured row at an index."""
        return self.layout(self.model.row_id(index))

    def height(self, index: int) -> int:
        """The height of the row at an index."""
        return self.layout(self.model.row_id(index)).height

    def known(self, row_id: int) -> RowLayout | None:
        """The measured row, if it has been measured."""
        return self._kept.get(row_id)

    def forget_all(self) -> None:
        """Drops everything: the width, the text size or the colours changed."""
        self._kept.clear()

    def forget(self, row_ids: Iterable[int]) -> bool:
        """Drops some rows; tells whether any of them was measured."""
        dropped = [self._kept.pop(row_id, None) for row_id in row_ids]
        return any(layout is not None for layout in dropped)

    def forget_posts(self, change: PostChanged) -> bool:
        """Drops the rows that show a changed post; tells whether there were any."""
        return self.forget([row_id for row_id, layout in self._kept.items() if not change.keys.isdisjoint(layout.keys)])

    def forget_blank(self, change: RowsLoaded) -> bool:
        """Drops the sketches of rows whose content is here now; tells whether there were any."""
        return self.forget([i for i, layout in self._kept.items() if layout.row is None and i in change.ids])

    def renew_time(self, row_id: int) -> QRect | None:
        """Has a row's relative time say what it is by now. Tells what of the row must be painted again: the time alone where
        the new one is as wide; None where it is the same. An empty area says that the row must be measured again."""
        one = self._kept.get(row_id)
        if one is None:
            return None
        if one.answered is not None and times.answered(one.answered[0], self.look.clock()) != one.answered[1]:
            return QRect()
        label = one.label if one.at is None else self.look.time(one.at, clock=self.clock)
        if label == one.label:
            return None
        width = self.look.figures.width
        if one.time is None or round(width(label)) != round(width(one.label)):
            return QRect()
        one.label = one.time.text = label
        return one.time.area

    def forget_lifted(self) -> bool:
        """Drops the rows that the column lifts out now and did not before, or the other way; tells whether there were any."""
        return self.forget([i for i, one in self._kept.items() if not one.flat and one.lifted != self.lifted(i)])

    def trim(self, first: int, last: int) -> None:
        """Drops rows far from those that are seen when there are too many."""
        if len(self._kept) > _MOST:
            near = set(self.model.stretch(first - AHEAD, last + AHEAD))
            self._kept = {row_id: layout for row_id, layout in self._kept.items() if row_id in near}

    def want_around(self, first: int, last: int) -> None:
        """Asks the rows around the seen ones into memory, a stretch at a time."""
        start, end, count = self._wanted
        half = AHEAD // 2
        if count == self.model.count and start <= max(0, first - half) and end >= min(count, last + half):
            return
        start, end = max(0, first - AHEAD), min(self.model.count, last + 1 + AHEAD)
        self._wanted = (start, end, self.model.count)
        self.model.feed.want(self.model.stretch(start, end))

    def moved(self) -> None:
        """Notes that indexes have shifted: what was asked for must be looked at again."""
        self._wanted = (0, 0, -1)

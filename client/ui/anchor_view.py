"""A list view that never moves what is being read: paints the rows that are seen and takes changes around them."""

from typing import Any

from PySide6.QtCore import QRect, QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from client.model.account import AccountId
from client.model.change import Change, PostChanged, ReadChanged, Reset, RowsLoaded, SiftedChanged, TimelineChanged
from client.sync.feed import Feed
from client.ui.anchor import Mark
from client.ui.anchor_list import AnchorList
from client.ui.look import Look
from client.ui.pictures import Shot
from client.ui.rowpaint import EDGE, paint_edge, paint_ground, paint_ring, paint_row
from client.ui.rowparts import Brush, RowLayout
from client.ui.scrollbar import WIDTH
from client.ui.shifting import shift
from client.ui.timeline_model import Speak

Seen = dict[int, tuple[int, RowLayout]]
"""Rows that are seen: the y and the measure of each, by id."""


class AnchorView(AnchorList):
    """Shows a feed and keeps its place. What the mouse and the keys do is in `client.ui.timeline_view`."""

    def __init__(
        self, feed: Feed, look: Look, speak: Speak, *, neutral_badge: bool = False, parent: QWidget | None = None
    ) -> None:
        self._misses: list[tuple[Shot, AccountId | None]] = []
        self._asker = QTimer()
        self._before: Seen | None = None  # while changes are taken: what is on the screen; None: all of it is painted anew
        self._painted_unread: dict[int, bool] = {}
        look.refresh()  # the text size may have changed while there was no view to hear of it
        super().__init__(feed, look, speak, neutral_badge=neutral_badge, parent=parent)
        self._asker.setParent(self)
        self._asker.setSingleShot(True)
        self._asker.timeout.connect(self._ask_pictures)
        look.pictures.ready.connect(self._picture_ready)
        look.theme.changed.connect(self.theme_changed)

    # --- what changes -------------------------------------------------------------------------------------------------

    def take(self, changes: list[Change]) -> None:
        """Takes one tick's changes in their order. The row that is being read stays at its pixel."""
        mine = [change for change in changes if getattr(change, "feed", self.feed.key) == self.feed.key]
        mine = [c for c in mine if isinstance(c, TimelineChanged | RowsLoaded | PostChanged | ReadChanged | SiftedChanged)]
        if not mine:
            return
        self._hold()
        touched = False
        for change in mine:
            touched = self._take_one(change) or touched
        self._release(touched)

    def _take_one(self, change: Change) -> bool:
        match change:
            case TimelineChanged():
                current = self.current_id
                self.rows_model.apply(change)
                self.measured.moved()
                self._around = (0, 0, -1)  # what is seen may be other rows, as many as before
                if any(isinstance(edit, Reset) for edit in change.edits):
                    self._before = None
                    if current:
                        self._refocus(current)
                return True
            case RowsLoaded():
                return self.measured.forget_blank(change)
            case PostChanged():
                return self.measured.forget_posts(change)
            case SiftedChanged():
                return self.measured.forget_lifted()
            case _:
                self._paint_read()
                return False

    def _paint_read(self) -> None:
        """Paints the seen rows again that were unread and no longer are, or the other way."""
        shown = [self.rows_model.row_id(index) for index, _, _ in self.anchor.rows]
        painted = {row_id: self._painted_unread[row_id] for row_id in shown if row_id in self._painted_unread}
        self._painted_unread = painted
        for row_id, unread in painted.items():
            if self.feed.is_unread(row_id) is not unread:
                self.update_row(row_id)

    def _refocus(self, row_id: int) -> None:
        index = self.rows_model.index_of(row_id)
        if index >= 0:
            self.setCurrentIndex(self.rows_model.index(index))

    def _hold(self) -> None:
        """Notes the rows that are seen, best anchor first. None at all when the view follows the newest."""
        self._before = None
        awaited = self._awaited_mark()
        if awaited is not None:  # what stands there now are sketches of rows: nobody reads them
            self._marks = [awaited]
            return
        if self._blind:
            marks = [self._mark(self.anchor.top, -self.anchor.offset)] if self.anchor.count else []
            self._marks = [] if self.following else marks
            return
        if self._stale:
            self.ensure()
        seen = self.anchor.rows
        self._before = self._seen()
        marks = [self._mark(index, y) for index, y, _ in seen if y >= 0] + [
            self._mark(index, y) for index, y, _ in seen if y < 0
        ]
        current = self.currentIndex()
        if current.isValid() and self.hasFocus():
            marks.sort(key=lambda mark: mark.index != current.row())
        gap = next((mark.index for mark in marks if mark.row_id == self.filling), None) if self.filling else None
        if gap is not None:
            marks.sort(key=lambda mark: mark.index != gap + 1)
        self._marks = [] if self.following and gap is None else marks

    def _mark(self, index: int, y: int) -> Mark:
        return Mark(index, y, self.rows_model.row_id(index))

    def _release(self, touched: bool) -> None:
        """Puts the best row that is still there back to its pixel."""
        marks, self._marks = self._marks, []
        if not touched:
            return
        if self._blind:
            if marks:
                self.anchor.top, self.anchor.offset = marks[0].index, -marks[0].y
            return
        if marks:
            self.anchor.put(marks[0].index, marks[0].y)
        else:
            self.anchor.put(self.anchor.top, 0)
        if self.filling and self.rows_model.index_of(self.filling) < 0:
            self.filling = 0
        if self._awaited[0] and (self._awaited_mark() is None or self.feed.row(self._awaited[0]) is not None):
            self._awaited = (0, 0)
            self.anchor.fill()
        self._show_changes()

    def _seen(self) -> Seen:
        ids = [(self.rows_model.row_id(index), y) for index, y, _ in self.anchor.rows]
        return {row_id: (y, self.measured.layout(row_id)) for row_id, y in ids}

    def _show_changes(self) -> None:
        """Paints what is different. Rows that have all gone the same way are moved as they are on the screen."""
        before, self._before = self._before, None
        self._after_move()
        self._tell()
        now, width = self._seen(), self.viewport().width()
        kept = {i for i, (_, layout) in now.items() if before is not None and i in before and before[i][1] is layout}
        ways = {now[row_id][0] - before[row_id][0] for row_id in kept} if before is not None else set()
        if len(ways) != 1 or (self._bar is not None and self._bar.isVisible()):
            self.paint_again()
            return
        way, bottom = ways.pop(), 0
        if way:
            shift(self.viewport(), way, self.covered, self.sides)
        for row_id, (y, layout) in now.items():
            bottom = y + layout.height
            if row_id not in kept:
                self.viewport().update(0, y, width, layout.height)
        self.viewport().update(0, bottom, width, max(0, self.viewport().height() - bottom))

    def theme_changed(self) -> None:
        """Measures again with new fonts and colours."""
        self.look.refresh()
        self.remeasure()

    def remeasure(self, row_ids: list[int] | None = None, keep: int = 0) -> None:
        """Measures rows again (all when none are named); the row that is being read stays, or the row `keep`."""
        self._hold()
        if keep and self._marks:
            self._marks.sort(key=lambda mark: mark.row_id != keep)
        if row_ids is None:
            self.measured.forget_all()
        else:
            self.measured.forget(row_ids)
        self._release(True)

    def fill_room(self) -> None:
        """Shows as much as there is room for: what is above moves down where the rows end too soon."""
        self.ensure()
        self.anchor.fill()
        self._moved()

    def refresh_times(self) -> None:
        """Renews the relative times of the rows that are seen."""
        if self._stale or not self.isVisible():
            return
        anew: list[int] = []
        for index, y, _ in self.anchor.rows:
            row_id = self.rows_model.row_id(index)
            area = self.measured.renew_time(row_id)
            if area is not None and area.isEmpty():
                anew.append(row_id)
            elif area is not None:
                self.viewport().update(area.translated(0, y).adjusted(-1, -1, 1, 1))
        if anew:
            self._measure_rows(anew)

    def _measure_rows(self, row_ids: list[int]) -> None:
        """Measures rows again; those that are as high as before are painted in their place, and nothing else."""
        before = [self.measured.layout(row_id).height for row_id in row_ids]
        self.measured.forget(row_ids)
        if before != [self.measured.layout(row_id).height for row_id in row_ids]:
            self._hold()
            self._release(True)
            return
        for row_id in row_ids:
            self.update_row(row_id)

    # --- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the rows that the region touches. Only reads; pictures that are missed are asked for afterwards."""
        if self._stale:
            self.ensure()
        viewport = self.viewport()
        brush = Brush(self.look, viewport.devicePixelRatioF())
        painter = QPainter(viewport)
        region: Any = event.region()  # PySide6's stubs do not know that it can be walked through
        for area in region:
            if region.rectCount() > 1:
                painter.setClipRect(area)  # the ground of a row would go over what another area of it has painted
            self._paint_area(painter, area, brush)
        painter.end()
        if brush.misses:
            self._misses += brush.misses
            self._asker.start(0)

    def _dress(self, brush: Brush, row_id: int, index: int, current: int) -> None:
        """Says how one row stands."""
        brush.focused = index == current
        brush.hot = row_id == self.hovered or brush.focused
        brush.unread = self._painted_unread[row_id] = self.feed.is_unread(row_id)

    def _current_row(self) -> int:
        return self.currentIndex().row() if self.hasFocus() else -1

    def _paint_area(self, painter: QPainter, area: QRect, brush: Brush) -> None:
        top, bottom, left = area.y(), area.y() + area.height(), area.x()
        width, current = self.measured.width, self._current_row()
        below = 0
        for index, y, height in self.anchor.rows:
            below = y + height
            if below <= top or y >= bottom:
                continue
            row_id = self.rows_model.row_id(index)
            self._dress(brush, row_id, index, current)
            painter.translate(0, y)
            if left + area.width() <= EDGE:
                paint_edge(painter, self.measured.layout(row_id), width, brush)
            else:
                clip = QRectF(left, top - y, width - left, bottom - top)
                paint_row(painter, self.measured.layout(row_id), width, clip, brush)
            if brush.focused:
                paint_ring(painter, width, height, brush)
            painter.translate(0, -y)
        if below < bottom:
            painter.fillRect(0, below, width, bottom - below, self.look.colors["bg.column"])

    def paint_lane(self, painter: QPainter, area: QRect) -> None:
        """Paints what the rows have where the scroll bar is: their ground and their lines."""
        width, current, bottom = self.measured.width, self._current_row(), 0
        painter.translate(WIDTH - width, 0)
        brush = Brush(self.look)
        for index, y, height in self.anchor.rows:
            row_id = self.rows_model.row_id(index)
            brush.focused = index == current
            brush.hot = row_id == self.hovered or brush.focused
            painter.translate(0, y)
            paint_ground(painter, self.measured.layout(row_id), width, brush)
            if brush.focused:
                paint_ring(painter, width, height, brush)
            painter.translate(0, -y)
            bottom = y + height
        painter.fillRect(0, bottom, width, max(0, self.height() - bottom), self.look.colors["bg.column"])
        painter.translate(width - WIDTH, 0)

    def update_row(self, row_id: int) -> None:
        """Paints one row again, if it is seen."""
        for index, y, height in self.anchor.rows:
            if self.rows_model.row_id(index) == row_id:
                self.viewport().update(0, y, self.measured.width, height)
                if self._bar is not None:
                    self._bar.update(0, y, WIDTH, height)

    def _ask_pictures(self) -> None:
        misses, self._misses = self._misses, []
        for shot, account in misses:
            self.look.pictures.make(shot, account)

    def _picture_ready(self, url: str) -> None:
        for index, y, _ in self.anchor.rows:
            layout = self.measured.known(self.rows_model.row_id(index))
            if layout is not None and url in layout.urls:
                for part in layout.parts:
                    if url in part.urls():
                        self.viewport().update(part.area.translated(0, y).adjusted(-1, -1, 1, 1))

"""A list view that never lays out what is not seen.

A `QListView` only so that Qt gives it an accessible list with named rows, a current row and key handling. Its layout is
`client.ui.anchor`: a row and a pixel. Qt's own layout would ask each row for its height and lose the reader's place.
"""

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from client.sync.feed import Feed
from client.ui import sweeping
from client.ui.anchor import UNIT, Anchor, Mark
from client.ui.look import Look
from client.ui.scrollbar import WIDTH, ThinBar
from client.ui.shifting import shift
from client.ui.timeline_model import Speak, TimelineModel
from client.ui.timeline_rows import MeasuredRows

Index = QModelIndex | QPersistentModelIndex
_USUAL_HEIGHT = 140
_OLDER_WITHIN = 20
_TELL_AFTER_MS = 100


class AnchorList(QListView):
    """The geometry of a feed's rows and the reading place. What is painted and what changes is in `client.ui.anchor_view`."""

    anchor_changed = Signal(int, int)  # row id at the upper edge and how many px of it are above; 0, 0 at the very top
    older_wanted = Signal()
    new_above_changed = Signal(int)  # unread rows above the edge: what the pill says

    def __init__(
        self, feed: Feed, look: Look, speak: Speak, *, neutral_badge: bool = False, parent: QWidget | None = None
    ) -> None:
        # Everything is set before the first call that ends in one of the overrides below.
        self.feed = feed
        self.look = look
        self.rows_model = TimelineModel(feed, speak)
        self.measured = MeasuredRows(self.rows_model, look, neutral_badge=neutral_badge)
        self.anchor = Anchor(self.measured.height)
        self.anchor.count = self.rows_model.count
        self.hovered = 0
        self.covered = 0  # px at the upper edge over which something lies, the pill of new posts
        self.sides = (0, 0)  # px left and right over which something lies, the grips of the deck
        self.filling = 0  # the gap that the reader asked to fill
        self._marks: list[Mark] = []  # while changes are taken: rows to hold on to, best first; none: the newest is followed
        self._awaited = (0, 0)  # the place that was restored, until the content of its row is here
        self._stale = True
        self._new_above = 0
        self._told = (0, 0)
        self._asked_at = -1
        self._around = (0, 0, -1)
        self._bar: ThinBar | None = None
        self._settling = QTimer()
        super().__init__(parent)
        self.rows_model.setParent(self)
        self._bar = ThinBar(look.theme, self.paint_lane, self)
        self._settling.setParent(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._tell)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover, False)
        self._bar.valueChanged.connect(self._follow_bar)
        self.setModel(self.rows_model)

    # --- the place ----------------------------------------------------------------------------------------------------

    @property
    def place(self) -> tuple[int, int]:
        """The row at the upper edge and how many px of it are above that edge; (0, 0) at the very top."""
        if self._awaited[0]:
            return self._awaited
        if self.anchor.at_top or not self.anchor.count:
            return 0, 0
        return self.rows_model.row_id(self.anchor.top), self.anchor.offset

    def restore(self, row_id: int, offset: int) -> bool:
        """Goes to a place that `place` told earlier; False when the row is not there. Its content may come later."""
        index = self.rows_model.index_of(row_id) if row_id else -1
        if index < 0:
            return False
        self._awaited = (0, 0) if self.feed.row(row_id) is not None else (row_id, offset)
        if self._blind:
            self.anchor.top, self.anchor.offset = index, offset
            return True
        self.ensure()
        self.anchor.put(index, -offset)
        self._moved()
        return True

    def _awaited_mark(self) -> Mark | None:
        """Where to go as soon as the height of the restored row is known."""
        row_id, offset = self._awaited
        index = self.rows_model.index_of(row_id) if row_id else -1
        return Mark(index, -offset, row_id) if index >= 0 else None

    def scroll_px(self, distance: int) -> int:
        """Scrolls by px (down is positive); returns how far it went."""
        self._awaited = (0, 0)
        if self._stale:
            self.ensure()
        moved = self.anchor.scroll(distance)
        if moved:
            shift(self.viewport(), -moved, self.covered, self.sides)
            self._after_move()
        return moved

    def scroll_to_newest(self) -> None:
        """Goes to the very top and stays there: new posts push the rest down until a row is focused."""
        self.setCurrentIndex(QModelIndex())
        self._awaited = (0, 0)
        self.ensure()
        self.anchor.put(0, 0)
        self._moved()

    def go_to_oldest_unread(self) -> None:
        """Shows the oldest unread row at the upper edge and makes it the current one: reading goes on from there."""
        index = min(self.feed.unread, self.rows_model.count) - 1
        if index >= 0:
            self._awaited = (0, 0)
            self.ensure()
            self.anchor.put(index, 0)
            self.setCurrentIndex(self.rows_model.index(index))
            self._moved()

    @property
    def new_above(self) -> int:
        """How many unread rows are above the upper edge."""
        return self._new_above

    @property
    def current_id(self) -> int:
        """The id of the current row, 0 when there is none."""
        index = self.currentIndex()
        return self.rows_model.row_id(index.row()) if index.isValid() and index.row() < self.rows_model.count else 0

    @property
    def following(self) -> bool:
        """Whether new posts push the rest down: at the very top, with no row under the keyboard, nor left for a dialog."""
        keyboard = self.window().focusWidget()
        left = keyboard is not self and isinstance(keyboard, AnchorList) and self.isVisible()
        return self.anchor.at_top and (left or not self.currentIndex().isValid())

    @property
    def _blind(self) -> bool:
        """Nothing is known of what would be seen: nothing may be measured yet."""
        return self._stale and not self.isVisible()

    # --- geometry -----------------------------------------------------------------------------------------------------

    def ensure(self) -> None:
        """Finds out what is seen, if that has not been done since the last change of size."""
        if self._bar is None:
            return
        width = self.width()
        if width != self.measured.width:
            seen = [Mark(index, y) for index, y, _ in self.anchor.rows if y >= 0]
            mark = self._awaited_mark() or (seen[0] if seen else Mark(self.anchor.top, -self.anchor.offset))
            self.measured.width = width
            self.measured.forget_all()
            self.anchor.view = self.viewport().height()
            if not self.anchor.at_top:
                self.anchor.put(mark.index, mark.y)
        grown = self.viewport().height() > self.anchor.view
        self.anchor.view = self.viewport().height()
        self._stale = False
        if grown:
            self.anchor.fill()
        else:
            self.anchor.walk()
        self._after_move()

    def paint_again(self) -> None:
        """Has everything painted again."""
        self.viewport().update()
        if self._bar is not None:
            self._bar.update()

    def _moved(self) -> None:
        """After any change that is not a plain scroll: everything is painted again."""
        self._after_move()
        self._tell()
        self.paint_again()

    def _after_move(self) -> None:
        """After any change of the place. Does as little as can be: it is part of each step of scrolling."""
        bar = self._bar
        if bar is None:
            return
        if bar.isVisible():
            self._move_bar(bar)
        rows = self.anchor.rows
        if rows and (around := (rows[0][0], rows[-1][0], self.anchor.count)) != self._around:
            self._around = around
            self.measured.want_around(around[0], around[1])
            self.measured.trim(around[0], around[1])
            self._ask_older(around[1])
        if not self._settling.isActive():
            self._settling.start(_TELL_AFTER_MS)

    def light(self, lit: bool) -> None:
        """Shows or hides the scroll bar."""
        bar = self._bar
        if bar is not None and lit != bar.isVisible() and (lit or not bar.held):
            self._move_bar(bar)
            self.setViewportMargins(0, 0, WIDTH if lit else 0, 0)
            bar.setVisible(lit)

    def _move_bar(self, bar: ThinBar) -> None:
        page = self.anchor.page(_USUAL_HEIGHT)
        maximum = max(0, self.anchor.count * UNIT - page)
        bar.blockSignals(True)
        if bar.maximum() != maximum or bar.pageStep() != page:
            bar.setPageStep(page)
            bar.setRange(0, maximum)
        bar.setValue(self.anchor.value(maximum))
        bar.blockSignals(False)
        bar.update()

    def _ask_older(self, last: int) -> None:
        near = last >= self.anchor.count - _OLDER_WITHIN
        if not near:
            self._asked_at = -1
        elif self._asked_at != self.anchor.count and not self.feed.at_end and not self.feed.loading_older:
            self._asked_at = self.anchor.count
            self.older_wanted.emit()

    def _tell(self) -> None:
        sweeping.moved()
        place = self.place
        if place != self._told:
            self._told = place
            self.anchor_changed.emit(*place)
        above = min(self.anchor.top, self.feed.unread)
        if above != self._new_above:
            self._new_above = above
            self.new_above_changed.emit(above)

    def _follow_bar(self, value: int) -> None:
        bar = self._bar
        if bar is not None:
            self._awaited = (0, 0)
            self.anchor.go_to(value, bar.maximum())
            self._moved()

    # --- Qt's questions -----------------------------------------------------------------------------------------------

    def doItemsLayout(self) -> None:
        """Notes that what is seen must be found again."""
        self._stale = True
        self.paint_again()

    def updateGeometries(self) -> None:
        """Leaves the scroll bar to `_after_move`."""

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Does nothing: Qt's own way would paint everything again."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Finds out what is seen when it is painted next."""
        self._stale = True
        if self._bar is not None:
            self._bar.setGeometry(self.width() - WIDTH, 0, WIDTH, self.height())

    def visualRect(self, index: Index) -> QRect:
        """Where a row is; empty when it is not seen."""
        found = self.anchor.find(index.row()) if index.isValid() else None
        return QRect(0, found[0], self.measured.width, found[1]) if found else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row at a point of the viewport."""
        row = self.anchor.index_at(point.y())
        return self.rows_model.index(row) if 0 <= row < self.rows_model.count else QModelIndex()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        """Moves as little as needed to show a row; one that is higher than the view shows its upper edge."""
        if not index.isValid():
            return
        self.ensure()
        row, found = index.row(), self.anchor.find(index.row())
        if found is None:
            self._awaited = (0, 0)
            before = bool(self.anchor.rows) and row < self.anchor.rows[0][0]
            height = self.measured.height(row)
            self.anchor.put(row, 0 if before else max(0, self.anchor.view - height))
            self.anchor.fill()
            self._moved()
            return
        y, height = found
        if y < 0 or height >= self.anchor.view:
            self.scroll_px(y)
        elif y + height > self.anchor.view:
            self.scroll_px(y + height - self.anchor.view)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Moves the place along."""
        first = self.anchor.at_top
        self.anchor.inserted(start, end - start + 1, self._marks)
        if first and not self._marks:
            self.anchor.top = 0

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Moves the place along; Qt moves the current row to the next one."""
        super().rowsAboutToBeRemoved(parent, start, end)
        self.anchor.rows = []
        self.anchor.removed(start, end - start + 1, self._marks)

    def reset(self) -> None:
        """Everything is different: looks for the rows that were seen, by their ids."""
        super().reset()
        if self._bar is None:
            return
        self.anchor.count = self.rows_model.count
        self.anchor.rows = []
        self.anchor.top = max(0, min(self.anchor.top, self.anchor.count - 1))
        for mark in self._marks:
            mark.index = self.rows_model.index_of(mark.row_id)
            if mark.index >= 0:
                self._marks = [mark]
                return
        self._marks = []

    def dataChanged(self, top_left: Index, bottom_right: Index, roles: object = ()) -> None:
        """Leaves content to `take`."""

    def horizontalOffset(self) -> int:
        """Nothing is ever beside the view."""
        return 0

    def verticalOffset(self) -> int:
        """The whole has no known height: places are relative to the view."""
        return 0

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Nothing is painted for a selection."""
        return QRegion()

    def paint_lane(self, painter: QPainter, area: QRect) -> None:
        """Paints what the rows have where the scroll bar is."""
        raise NotImplementedError

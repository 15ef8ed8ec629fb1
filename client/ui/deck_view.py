"""The deck: columns from left to right without gutters, scrolled by whole columns, the one with the keyboard always in view."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from client.model.column import ColumnId
from client.ui.column_view import ColumnView
from client.ui.kit import Kit
from client.ui.widgets import Panel
from client.ui.words import tr

if TYPE_CHECKING:
    from client.ui.decks_empty import EmptyDeck

GRIP = 7
SNAP = 8


class _Grip(QWidget):
    """The last px of a column as something to pull. The column's menu does the same by keyboard."""

    def __init__(self, deck: "DeckView", column: ColumnView) -> None:
        super().__init__(deck.stage)
        self._deck, self.column = deck, column
        self._start: tuple[float, int] | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints a wider line between columns in the contrast theme."""
        theme = self._deck.kit.theme
        if theme.high_contrast:
            QPainter(self).fillRect(1, 0, 2, self.height(), theme.color("line.strong"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins to pull."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = (event.globalPosition().x(), self.column.wanted_width)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Widens or narrows the column as the pointer goes."""
        if self._start is not None:
            self._deck.pull(self.column, self._start[1], event.globalPosition().x() - self._start[0])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keeps the new width."""
        if self._start is not None:
            self._start = None
            self._deck.resized.emit(self.column.column, self.column.wanted_width)


class DeckView(QWidget):
    """Holds the columns. It moves nothing in the deck itself: it tells, and shows what the deck then is."""

    focused = Signal(str)
    moved = Signal(str, int)
    resized = Signal(str, int)
    arranged = Signal()
    add_wanted = Signal()
    start_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        self._columns: list[ColumnView] = []
        self._grips: list[_Grip] = []
        self._first = 0
        self.stage = QWidget(self)
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._bar.setAccessibleName(tr("Columns, left and right"))
        self._bar.valueChanged.connect(self._scrolled)
        self._line = Panel(kit.theme, "accent")
        self._line.setParent(self.stage)
        self._line.hide()
        self._edge = QTimer(self)
        self._edge.setInterval(450)
        self._edge.timeout.connect(self._scroll_at_edge)
        self._edge_step = 0
        self._wheel = 0
        self.setAccessibleName(tr("Columns"))
        kit.theme.changed.connect(self.arrange)
        QGuiApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    @cached_property
    def nothing(self) -> "EmptyDeck":
        """The page of a deck without columns, made when there is such a deck."""
        from client.ui.decks_empty import EmptyDeck  # late: most decks hold something

        page = EmptyDeck(self.kit)
        page.setParent(self.stage)
        page.add_wanted.connect(self.add_wanted)
        page.start_wanted.connect(self.start_wanted)
        page.import_wanted.connect(self.import_wanted)
        return page

    # --- what it holds ------------------------------------------------------------------------------------------------

    @property
    def columns(self) -> Sequence[ColumnView]:
        """The columns, left to right."""
        return tuple(self._columns)

    def view(self, column: ColumnId | str) -> ColumnView | None:
        """The view of a column."""
        return next((view for view in self._columns if view.column == column), None)

    def show_columns(self, columns: Sequence[ColumnView]) -> None:
        """Shows these, in this order. Views that are no longer among them are let go by their owner."""
        self._columns = list(columns)
        for grip in self._grips:
            grip.hide()
            grip.deleteLater()
        self._grips = []
        for view in self._columns:
            if view.parent() is not self.stage:
                view.setParent(self.stage)
                self._listen(view)
            view.show()
            self._grips.append(_Grip(self, view))
        self.arrange()

    def tab_children(self) -> list[QWidget]:
        """What Tab goes through: the columns, left to right."""
        return list(self._columns) or [self.nothing]

    def _listen(self, view: ColumnView) -> None:
        view.header.dragged.connect(lambda point, view=view: self._drag(view, point))
        view.header.dropped.connect(lambda point, view=view: self._drop(view, point))
        view.header.drag_ended.connect(self._end_drag)

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        view = next((view for view in self._columns if new is not None and view.isAncestorOf(new)), None)
        if view is not None:
            self.reveal(view)
            self.focused.emit(view.column)

    # --- where things are ---------------------------------------------------------------------------------------------

    def _edges(self) -> list[int]:
        """Left edges of all columns, and the right edge of the last."""
        edges = [0]
        for view in self._columns:
            edges.append(edges[-1] + self._width(view))
        return edges

    def _width(self, view: ColumnView) -> int:
        return max(1, min(self.kit.theme.column_px(view.wanted_width), self.width()))

    def _last_first(self, edges: list[int]) -> int:
        """The number of the column that stands left when the deck is scrolled to its end."""
        for number, edge in enumerate(edges):
            if edges[-1] - edge <= self.width():
                return number
        return 0

    def arrange(self) -> None:
        """Puts everything in its place."""
        edges = self._edges()
        last = self._last_first(edges)
        self._first = min(self._first, last)
        bar = self.kit.theme.px(12) if last > 0 else 0
        self.stage.setGeometry(0, 0, self.width(), self.height() - bar)
        if not self._columns or "nothing" in vars(self):
            self.nothing.setGeometry(self.stage.rect())
            self.nothing.setVisible(not self._columns)
        self._bar.setVisible(bar > 0)
        self._bar.setGeometry(0, self.height() - bar, self.width(), bar)
        self._bar.blockSignals(True)
        self._bar.setRange(0, edges[last])
        self._bar.setPageStep(max(1, self.width()))
        self._bar.setSingleStep(max(1, self.kit.theme.column_px(280)))
        self._bar.setValue(edges[self._first])
        self._bar.blockSignals(False)
        self._place(edges)

    def _place(self, edges: list[int]) -> None:
        offset = edges[self._first]
        height = self.stage.height()
        for number, (view, grip) in enumerate(zip(self._columns, self._grips, strict=True)):
            left, right = edges[number] - offset, edges[number + 1] - offset
            view.setGeometry(left, 0, right - left, height)
            grip.setGeometry(right - 3, 0, GRIP, height)
            grip.raise_()
        self._line.raise_()
        self.update()
        self.arranged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the same column at the left; then the one with the keyboard in view."""
        self.arrange()
        current = next((view for view in self._columns if view.header.current), None)
        if current is not None:
            self.reveal(current)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints what no column covers."""
        QPainter(self).fillRect(self.rect(), self.kit.theme.color("bg.deck"))

    # --- scrolling ----------------------------------------------------------------------------------------------------

    @property
    def first(self) -> int:
        """The number of the column at the left edge."""
        return self._first

    def scroll_to(self, first: int) -> None:
        """Puts this column at the left edge, as far as the deck goes."""
        self._first = max(0, min(first, self._last_first(self._edges())))
        self.arrange()

    def _scrolled(self, value: int) -> None:
        edges = self._edges()[: self._last_first(self._edges()) + 1]
        nearest = min(range(len(edges)), key=lambda number: abs(edges[number] - value))
        if nearest != self._first:
            self._first = nearest
            self._place(self._edges())

    def reveal(self, view: ColumnView) -> None:
        """Scrolls by as few whole columns as it takes to show this one."""
        if view not in self._columns:
            return
        number, edges = self._columns.index(view), self._edges()
        if number < self._first:
            self.scroll_to(number)
        elif edges[number + 1] - edges[self._first] > self.width():
            fitting = (first for first in range(number + 1) if edges[number + 1] - edges[first] <= self.width())
            self.scroll_to(next(fitting, number))

    def shown(self) -> tuple[ColumnView, ...]:
        """The columns of which something is to be seen."""
        area = QRect(0, 0, self.width(), max(1, self.height()))
        return tuple(view for view in self._columns if view.geometry().intersects(area))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Shift and wheel, or a sideways wheel, scrolls by columns."""
        delta = event.angleDelta()
        way = delta.x() or (delta.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if not way:
            event.ignore()
            return
        self._wheel += way
        steps = int(self._wheel / 120)
        if steps:
            self._wheel -= steps * 120
            self.scroll_to(self._first - steps)
        event.accept()

    # --- moving a column ----------------------------------------------------------------------------------------------

    def _target(self, point: QPoint) -> int:
        """Between which columns a point lies: 0 is before the first."""
        x = self.stage.mapFromGlobal(QPointF(point)).x()
        return sum(1 for view in self._columns if x > view.geometry().center().x())

    def _drag(self, view: ColumnView, point: QPoint) -> None:
        target = self._target(point)
        edges = self._edges()
        width = 4
        left = edges[target] - edges[self._first] - width // 2
        self._line.setGeometry(max(0, min(left, self.width() - width)), 0, width, self.stage.height())
        self._line.show()
        self._line.raise_()
        x = self.mapFromGlobal(point).x()
        self._edge_step = -1 if x < 24 else 1 if x > self.width() - 24 else 0
        if self._edge_step and not self._edge.isActive():
            self._edge.start()

    def _scroll_at_edge(self) -> None:
        if not self._edge_step or self._line.isHidden():
            self._edge.stop()
            return
        self.scroll_to(self._first + self._edge_step)

    def _drop(self, view: ColumnView, point: QPoint) -> None:
        self._end_drag()
        if view not in self._columns:
            return
        here, target = self._columns.index(view), self._target(point)
        to = target - 1 if target > here else target
        if to != here:
            self.moved.emit(view.column, to)

    def _end_drag(self) -> None:
        self._line.hide()
        self._edge.stop()

    @property
    def drop_line(self) -> QWidget:
        """The line that shows where a dragged column will stand."""
        return self._line

    # --- width --------------------------------------------------------------------------------------------------------

    def pull(self, view: ColumnView, start: int, by: float) -> None:
        """Makes a column as wide as it is pulled: 240 to 640, snapping within 8 px to the three widths."""
        tokens = self.kit.theme.token("columns")
        factor = self.kit.theme.column_px(1000) / 1000
        width = max(tokens["min"], min(tokens["max"], round(start + by / factor)))
        for stop in (tokens["narrow"], tokens["medium"], tokens["wide"]):
            if abs(width - stop) <= SNAP:
                width = stop
        if width != view.wanted_width:
            view.wanted_width = width
            self.arrange()

    def grip(self, column: ColumnId | str) -> QWidget | None:
        """The grip at the right edge of a column."""
        return next((grip for grip in self._grips if grip.column.column == column), None)

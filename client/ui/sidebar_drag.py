"""What the pointer pulls in the sidebar: a column's row to another place, and the edge that makes the sidebar wider.

Both have keys too: Ctrl+Shift+arrows move a column, and the edge listens to the arrow keys when Tab has come to it.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QWidget

from client.ui.kit import Kit
from client.ui.widgets import name
from client.ui.words import tr

STEP = 10
"""Px at text size 100 % that an arrow key makes the sidebar wider."""

_WAYS = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Right))


class RowDrag(QObject):
    """Lets a row of the sidebar be pulled up and down. A press that does not move stays a press."""

    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    ended = Signal()

    def __init__(self, row: QAbstractButton) -> None:
        super().__init__(row)
        self._row = row
        self._pressed: QPoint | None = None
        self._dragging = False
        row.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hears the pointer on the row, and Escape while it is pulled."""
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if self._dragging and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._stop()
            self.ended.emit()
            return True
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        point, kind = event.globalPosition().toPoint(), event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = point
        elif kind == QEvent.Type.MouseMove and self._pressed is not None:
            far = (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            if not self._dragging and far:
                self._dragging = True
                self._row.setDown(False)
                self._row.grabKeyboard()
            if self._dragging:
                self.dragged.emit(point)
                return True
        elif kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            if self._dragging:
                self._stop()
                self.dropped.emit(point)
                return True
            self._pressed = None
        return False

    def _stop(self) -> None:
        self._dragging, self._pressed = False, None
        self._row.setDown(False)
        self._row.releaseKeyboard()


class WidthGrip(QAbstractSlider):
    """The right edge of the wide sidebar: pulled, or moved by the arrow keys. Its value is the width in px at text size 100 %.

    `kept` says that the person has done with it for now. To assistive technology it is a slider with its value.
    """

    kept = Signal()

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._start: tuple[float, int] | None = None
        tokens = kit.theme.token("sidebar")
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(tokens["min"], tokens["max"])
        self.setSingleStep(STEP)
        self.setPageStep(4 * STEP)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.valueChanged.connect(lambda value: None if self._start is not None else self.kept.emit())
        name(self, tr("Width of the sidebar: left and right arrow"), tr("Pull to make the sidebar wider or narrower"))

    def show_width(self, width: int) -> None:
        """Takes a width without telling."""
        self.blockSignals(True)
        self.setValue(width)
        self.blockSignals(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins to pull."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = (event.globalPosition().x(), self.value())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follows the pointer."""
        if self._start is not None:
            factor = self._kit.theme.column_px(1000) / 1000
            self.setValue(round(self._start[1] + (event.globalPosition().x() - self._start[0]) / factor))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Has the width kept."""
        if self._start is not None:
            self._start = None
            self.kept.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Is for what scrolls."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Takes left and right before the keys of the window do."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _WAYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left is narrower, right is wider; up and down are for the rows of the sidebar."""
        if event.key() in _WAYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows that the keyboard is here."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Shows it no longer."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the edge: a line in the contrast theme, the colour of the keyboard while it is here."""
        theme, painter = self._kit.theme, QPainter(self)
        if theme.high_contrast:
            painter.fillRect(self.width() - 2, 0, 2, self.height(), theme.color("line.strong"))
        if self.hasFocus():
            painter.fillRect(self.width() - 4, 0, 4, self.height(), theme.color("side.accent"))

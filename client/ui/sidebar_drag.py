"""What the pointer pulls in the sidebar: a column's row to another place, and the edge that makes the sidebar wider.

Both have keys too: Ctrl+Shift+arrows move a column, and the edge listens to the arrow keys when Tab has come to it.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from client.ui.kit import Kit
from client.ui.widgets import name
from client.ui.words import tr

STEP = 10
"""Px at text size 100 % that an arrow key makes the sidebar wider."""


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


class WidthGrip(QWidget):
    """The right edge of the wide sidebar: pulled, or moved by the arrow keys. `pulled` carries px at text size 100 %."""

    pulled = Signal(int)
    kept = Signal()

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._start: tuple[float, int] | None = None
        self.wide = 0
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name(self, tr("Width of the sidebar: left and right arrow"), tr("Pull to make the sidebar wider or narrower"))

    def _limited(self, width: float) -> int:
        tokens = self._kit.theme.token("sidebar")
        return int(max(tokens["min"], min(tokens["max"], round(width))))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins to pull."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = (event.globalPosition().x(), self.wide)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follows the pointer."""
        if self._start is not None:
            factor = self._kit.theme.column_px(1000) / 1000
            self.pulled.emit(self._limited(self._start[1] + (event.globalPosition().x() - self._start[0]) / factor))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Has the width kept."""
        if self._start is not None:
            self._start = None
            self.kept.emit()

    def event(self, event: QEvent) -> bool:
        """Takes left and right before the keys of the window do."""
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in arrows:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left is narrower, right is wider."""
        step = {Qt.Key.Key_Left: -STEP, Qt.Key.Key_Right: STEP}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        self.pulled.emit(self._limited(self.wide + step))
        self.kept.emit()

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
            painter.fillRect(self.width() - 2, 0, 2, self.height(), theme.color("line.hair"))
        if self.hasFocus():
            painter.fillRect(self.width() - 4, 0, 4, self.height(), theme.color("side.accent"))

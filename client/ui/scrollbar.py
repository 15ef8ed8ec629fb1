"""A thin scroll bar, painted as one shape: the usual one costs more than the posts beside it.

It takes the place of the right padding of the column, so that nothing shifts when it comes; what the rows have there (their
ground, the lines) is painted by a function. It does not lie over the view: then Qt would paint all of it at each step.
"""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollBar, QWidget

from client.ui.theme import Theme

PaintGround = Callable[[QPainter, QRect], None]
WIDTH, _THUMB, _LEAST = 10, 6, 24
_THIN = 0.55


class ThinBar(QScrollBar):
    """Vertical. Hidden at first."""

    def __init__(self, theme: Theme, ground: PaintGround, parent: QWidget | None = None) -> None:
        self._theme = theme
        self._ground = ground
        self._grip = 0
        self.held = False
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()

    def sizeHint(self) -> QSize:
        """Ten px wide."""
        return QSize(WIDTH, 40)

    def minimumSizeHint(self) -> QSize:
        """Ten px wide."""
        return QSize(WIDTH, 20)

    def thumb(self) -> QRect:
        """Where the thumb is; empty when everything fits."""
        span = self.maximum() - self.minimum()
        if span <= 0:
            return QRect()
        room = self.height() - 8
        length = max(_LEAST, room * self.pageStep() // (span + self.pageStep()))
        wide = WIDTH if self._theme.high_contrast else _THUMB
        return QRect((WIDTH - wide) // 2, 4 + (room - length) * self.value() // span, wide, length)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints what the rows have here, then the thumb."""
        painter = QPainter(self)
        self._ground(painter, event.rect())
        color = QColor(self._theme.color("line.strong"))
        if not self._theme.high_contrast:
            color.setAlphaF(_THIN)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(self.thumb(), _THUMB / 2, _THUMB / 2)
        painter.end()

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """Does nothing: the view has it painted whenever the rows beside it have moved."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the thumb, or goes a page up or down."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        thumb, y = self.thumb(), round(event.position().y())
        if thumb.top() <= y <= thumb.bottom():
            self.held, self._grip = True, y - thumb.top()
        else:
            step = QAbstractSlider.SliderAction
            self.triggerAction(step.SliderPageStepSub if y < thumb.top() else step.SliderPageStepAdd)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags the thumb."""
        room = self.height() - 8 - self.thumb().height()
        if self.held and room > 0:
            y = round(event.position().y()) - self._grip - 4
            self.setValue(self.minimum() + (self.maximum() - self.minimum()) * max(0, min(y, room)) // room)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets the thumb go."""
        self.held = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to the timeline."""
        event.ignore()

"""A thin scroll bar, painted with a few rectangles: the usual one costs more than the posts beside it.

It lies in the right padding of the column. What the rows have there (their ground, the lines) is painted by a function.
"""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollBar, QWidget

from client.ui.theme import Theme

PaintGround = Callable[[QPainter, QRect], None]
_WIDTH, _THUMB, _LEAST = 10, 6, 24


class ThinBar(QScrollBar):
    """Vertical. The thumb is painted while `lit`, and always when the reader takes it."""

    def __init__(self, theme: Theme, ground: PaintGround, parent: QWidget | None = None) -> None:
        self._theme = theme
        self._ground = ground
        self._thumb = QRect()
        self._grip = 0
        self._held = False
        self._lit = False
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def set_lit(self, lit: bool) -> None:
        """Shows or hides the thumb."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def sizeHint(self) -> QSize:
        """Ten px wide."""
        return QSize(_WIDTH, 40)

    def minimumSizeHint(self) -> QSize:
        """Ten px wide."""
        return QSize(_WIDTH, 20)

    def thumb(self) -> QRect:
        """Where the thumb is; empty when everything fits."""
        span = self.maximum() - self.minimum()
        if span <= 0:
            return QRect()
        room = self.height() - 8
        length = max(_LEAST, room * self.pageStep() // (span + self.pageStep()))
        return QRect((_WIDTH - _THUMB) // 2 + 1, 4 + (room - length) * self.value() // span, _THUMB, length)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints what the rows have here, then the thumb."""
        painter = QPainter(self)
        self._ground(painter, event.rect())
        if self._lit or self._held:
            painter.fillRect(self.thumb(), self._theme.color("line.strong"))
        painter.end()

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """Paints again only when the thumb has moved by a pixel."""
        thumb = self.thumb()
        if thumb != self._thumb:
            self._thumb = thumb
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the thumb, or goes a page up or down."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        thumb, y = self.thumb(), round(event.position().y())
        if thumb.top() <= y <= thumb.bottom():
            self._held, self._grip = True, y - thumb.top()
            self.update()
        else:
            step = QAbstractSlider.SliderAction
            self.triggerAction(step.SliderPageStepSub if y < thumb.top() else step.SliderPageStepAdd)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags the thumb."""
        room = self.height() - 8 - self.thumb().height()
        if self._held and room > 0:
            y = round(event.position().y()) - self._grip - 4
            self.setValue(self.minimum() + (self.maximum() - self.minimum()) * max(0, min(y, room)) // room)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets the thumb go."""
        self._held = False
        self.update()

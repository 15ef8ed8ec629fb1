"""The mark of Belfry: a bell tower, drawn by our own hand in the colours of the theme. Also as the icon of the window."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from client.ui.theme import Theme

GRID = 24.0
"""The mark is drawn on a field of 24 by 24."""


def tower() -> QPainterPath:
    """The tower as one shape on the grid: spire, cornice, belfry with the bell in its arch, door."""
    spire = QPainterPath(QPointF(12, 0.5))
    spire.cubicTo(QPointF(12.6, 3.6), QPointF(14.2, 5.6), QPointF(16.8, 7))
    spire.lineTo(7.2, 7)
    spire.cubicTo(QPointF(9.8, 5.6), QPointF(11.4, 3.6), QPointF(12, 0.5))
    body = QPainterPath()
    body.addRect(QRectF(7.1, 11.3, 9.8, 12.2))
    arch = QPainterPath(QPointF(9.2, 18.3))
    arch.lineTo(9.2, 15.6)
    arch.arcTo(QRectF(9.2, 12.8, 5.6, 5.6), 180, -180)
    arch.lineTo(14.8, 18.3)
    arch.closeSubpath()
    door = QPainterPath(QPointF(10.2, 23.5))
    door.lineTo(10.2, 21.3)
    door.arcTo(QRectF(10.2, 19.5, 3.6, 3.6), 180, -180)
    door.lineTo(13.8, 23.5)
    door.closeSubpath()
    bell = QPainterPath(QPointF(10.1, 18.3))
    bell.cubicTo(QPointF(10.9, 17.6), QPointF(10.7, 15.1), QPointF(12, 15.1))
    bell.cubicTo(QPointF(13.3, 15.1), QPointF(13.1, 17.6), QPointF(13.9, 18.3))
    bell.closeSubpath()
    shape = body.subtracted(arch).subtracted(door).united(bell)
    cornice = QPainterPath()
    cornice.addRect(QRectF(5.8, 8.2, 12.4, 2))
    shape.addPath(cornice)
    shape.addPath(spire)
    return shape


def paint_mark(painter: QPainter, x: float, y: float, side: float, color: QColor) -> None:
    """Paints the mark with its upper left corner at x, y."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.translate(x, y)
    painter.scale(side / GRID, side / GRID)
    painter.drawPath(tower())
    painter.restore()


def window_icon(theme: Theme) -> QIcon:
    """The icon of the window and the task bar: the mark on a dark field."""
    icon = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("side.bg"))
        painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.19, side * 0.19)
        inset = side * 0.14
        paint_mark(painter, inset, inset, side - 2 * inset, theme.color("hold.fill"))
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class Mark(QWidget):
    """The mark as a picture beside the name, which says it in words."""

    def __init__(self, theme: Theme, side: int = 24, role: str = "hold.fill") -> None:
        super().__init__()
        self._theme, self._side, self._role = theme, side, role
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = self._theme.px(self._side)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the mark."""
        paint_mark(QPainter(self), 0, 0, self.width(), self._theme.color(self._role))

"""Paints a measured row: ground, unread bar, parts inside the clip, the line below, the focus ring on top. Reads only."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from client.ui.rowparts import Brush, Hit, RowLayout

EDGE = 6  # px at the left that no part of a row reaches


def background(brush: Brush, *, flat: bool = False) -> str:
    """The role of a row's ground."""
    if brush.focused:
        return "bg.focus"
    if flat:
        return "bg.column"
    return "bg.hover" if brush.hot else "bg.column"


def paint_ground(painter: QPainter, layout: RowLayout, width: int, brush: Brush) -> None:
    """Paints what is under a row and its lower line, for a row whose upper left corner is at the painter's origin."""
    colors, height = brush.look.colors, layout.height
    gap = layout.row is not None and layout.row.gap is not None
    brush.background = "bg.subtle" if gap and not brush.focused else background(brush, flat=layout.flat)
    painter.fillRect(0, 0, width, height, colors[brush.background])
    if gap:
        layout.parts[0].paint(painter, brush, QRectF())
    else:
        painter.fillRect(0, height - 1, width, 1, colors["line.hair"])


def paint_row(painter: QPainter, layout: RowLayout, width: int, clip: QRectF, brush: Brush) -> None:
    """Paints what `clip` shows of a row whose upper left corner is at the painter's origin."""
    paint_ground(painter, layout, width, brush)
    left, top, bottom = clip.left(), clip.top(), clip.bottom()
    for part in layout.parts:
        if part.low >= top and part.high <= bottom and part.right > left:
            part.paint(painter, brush, clip)
    _paint_unread(painter, layout, brush)


def paint_edge(painter: QPainter, layout: RowLayout, width: int, brush: Brush) -> None:
    """Paints what a row has in its first px: no part of it reaches there."""
    paint_ground(painter, layout, width, brush)
    _paint_unread(painter, layout, brush)


def _paint_unread(painter: QPainter, layout: RowLayout, brush: Brush) -> None:
    if brush.unread:
        painter.fillRect(0, 0, brush.look.px(3), layout.height, brush.look.colors["unread"])


def paint_ring(painter: QPainter, width: int, height: int, brush: Brush) -> None:
    """Paints the ring of the keyboard focus, inside the row."""
    look = brush.look
    thick = look.theme.token("line", "focusRingHighContrast" if look.high_contrast else "focusRing")
    inset = 1 + thick / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colors["focus.ring"], thick))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(0, 0, width, height - 1).adjusted(inset, inset, -inset, -inset), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def hit_test(layout: RowLayout, x: int, y: int) -> Hit | None:
    """What lies under a point of a row: the topmost part that is good for something."""
    for part in reversed(layout.parts):
        if part.area.contains(x, y):
            hit = part.hit(x, y)
            if hit is not None:
                return hit
    return None

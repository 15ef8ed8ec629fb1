"""A town at the foot of the first page: two rows of gables and the bell tower, drawn by our own hand in tints of the theme."""

import random

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from client.ui.theme import Theme


def mix(first: QColor, second: QColor, part: float) -> QColor:
    """A colour between two; `part` 0 is the first, 1 the second."""

    def between(a: int, b: int) -> int:
        return round(a + (b - a) * part)

    return QColor(
        between(first.red(), second.red()), between(first.green(), second.green()), between(first.blue(), second.blue())
    )


def _gable(kind: int, box: QRectF) -> QPainterPath:
    """The front of a house: a point, steps, or a bell-shaped curve on top of a square."""
    path = QPainterPath()
    left, right, top, bottom = box.left(), box.right(), box.top(), box.bottom()
    middle, roof = box.center().x(), box.top() + min(box.width() * 0.62, box.height() * 0.4)
    path.moveTo(left, bottom)
    path.lineTo(left, roof)
    if kind == 0:
        path.lineTo(middle, top)
    elif kind == 1:
        rise, run = (roof - top) / 4, box.width() / 9
        for number in range(4):
            path.lineTo(left + run * number, roof - rise * (number + 1))
            path.lineTo(left + run * (number + 1), roof - rise * (number + 1))
        path.lineTo(right - run * 4, top)
        for number in range(3, -1, -1):
            path.lineTo(right - run * (number + 1), roof - rise * (number + 1))
            path.lineTo(right - run * number, roof - rise * (number + 1))
    else:
        path.cubicTo(QPointF(left + box.width() * 0.2, roof), QPointF(left + box.width() * 0.2, top), QPointF(middle, top))
        path.cubicTo(QPointF(right - box.width() * 0.2, top), QPointF(right - box.width() * 0.2, roof), QPointF(right, roof))
    path.lineTo(right, roof)
    path.lineTo(right, bottom)
    path.closeSubpath()
    return path


def _windows(painter: QPainter, box: QRectF, color: QColor) -> None:
    columns = 3 if box.width() > 60 else 2
    width, gap = box.width() / (columns * 2 + 1), box.width() / (columns * 2 + 1)
    top = box.top() + min(box.width() * 0.62, box.height() * 0.4) + gap * 0.8
    while top + width * 1.5 < box.bottom():
        for number in range(columns):
            painter.fillRect(QRectF(box.left() + gap + number * 2 * width, top, width, width * 1.45), color)
        top += width * 2.6


def _row(painter: QPainter, area: QRectF, seed: int, least: float, most: float, tints: list[QColor], light: QColor) -> None:
    rng = random.Random(seed)
    left = area.left() - 20.0
    while left < area.right():
        width = rng.uniform(62, 112)
        height = rng.uniform(least, most)
        box = QRectF(left, area.bottom() - height, width, height)
        painter.setBrush(rng.choice(tints))
        painter.drawPath(_gable(rng.randrange(3), box))
        _windows(painter, box, light)
        left += width - 1


def _tower(painter: QPainter, foot: QPointF, scale: float, theme: Theme) -> None:
    """The bell tower, 150 wide and 350 high before scaling, standing on `foot`."""
    dark, trim = theme.color("side.bg"), theme.color("side.selected")
    if theme.color("bg.subtle").lightness() < 128:  # at night the tower stands out against the sky
        dark, trim = trim, mix(trim, theme.color("side.line.strong"), 0.4)
    gold = theme.color("hold.fill")
    painter.save()
    painter.translate(foot)
    painter.scale(scale, scale)
    painter.setBrush(dark)
    painter.drawRect(QRectF(-1.2, -356, 2.4, 30))
    painter.setBrush(gold)
    painter.drawPolygon([QPointF(1, -356), QPointF(20, -352.5), QPointF(1, -347)])
    spire = QPainterPath(QPointF(0, -332))
    spire.cubicTo(QPointF(6, -284), QPointF(30, -250), QPointF(74, -232))
    spire.lineTo(-74, -232)
    spire.cubicTo(QPointF(-30, -250), QPointF(-6, -284), QPointF(0, -332))
    painter.setBrush(dark)
    painter.drawPath(spire)
    blocks = (
        (trim, QRectF(-86, -232, 172, 8)),
        (dark, QRectF(-78, -224, 156, 18)),
        (trim, QRectF(-70, -206, 140, 6)),
        (dark, QRectF(-62, -200, 124, 200)),
        (trim, QRectF(-62, -88, 124, 6)),
        (trim, QRectF(-52, -68, 14, 36)),
        (trim, QRectF(38, -68, 14, 36)),
    )
    for color, box in blocks:
        painter.setBrush(color)
        painter.drawRect(box)
    _bell(painter, dark, gold, theme.color("level.yellow"))
    painter.setBrush(theme.color("side.text"))
    painter.drawEllipse(QPointF(0, -50), 17, 17)
    painter.setPen(QPen(dark, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(0, -50), QPointF(0, -61))
    painter.drawLine(QPointF(0, -50), QPointF(7, -45))
    painter.restore()


def _bell(painter: QPainter, dark: QColor, gold: QColor, pale: QColor) -> None:
    """The bell in its lit arch."""
    arch = QPainterPath(QPointF(-36, -98))
    arch.lineTo(-36, -142)
    arch.arcTo(QRectF(-36, -178, 72, 72), 180, -180)
    arch.lineTo(36, -98)
    arch.closeSubpath()
    painter.setBrush(gold)
    painter.drawPath(arch)
    painter.setBrush(pale)
    painter.drawRect(QRectF(-36, -108, 72, 10))
    painter.setBrush(dark)
    bell = QPainterPath(QPointF(-27, -108))
    bell.cubicTo(QPointF(-10, -120), QPointF(-18, -156), QPointF(0, -156))
    bell.cubicTo(QPointF(18, -156), QPointF(10, -120), QPointF(27, -108))
    bell.closeSubpath()
    painter.drawPath(bell)
    painter.drawRect(QRectF(-2, -168, 4, 14))
    painter.drawEllipse(QPointF(0, -105), 7, 6)


def ground_color(theme: Theme) -> QColor:
    """The street that the town stands on; words on it keep their contrast in every theme."""
    ground = theme.color("bg.subtle")
    return mix(
        ground, theme.color("side.line.strong"), 0.8 if ground.lightness() > 128 else 0.16 if ground.lightness() else 0.0
    )


def paint_town(painter: QPainter, area: QRectF, theme: Theme, scale: float) -> None:
    """Paints the town at the foot of an area, flat."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    ground, ink = theme.color("bg.subtle"), theme.color("side.line.strong")
    far = [mix(ground, ink, part) for part in (0.16, 0.2, 0.24)]
    near = [mix(ground, ink, part) for part in (0.43, 0.51, 0.6)]
    painter.save()
    painter.translate(area.left(), area.bottom())
    painter.scale(scale, scale)
    strip = QRectF(0, -400, area.width() / scale, 400)
    _row(painter, strip, 23, 130, 230, far, mix(ground, ink, 0.06))
    _row(painter, strip, 57, 85, 185, near, mix(ground, ink, 0.18))
    painter.restore()
    _tower(painter, QPointF(area.center().x(), area.bottom()), scale, theme)

"""A brush over QPainter that knows the shapes a Dutch town needs."""

import math
import random
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF, QRadialGradient

BRICKS = ("#A4503C", "#7C4A3A", "#C58A55", "#8E6A4F", "#B4654A", "#6F5A4E", "#D0B38A")
DARK_BRICKS = ("#232A3D", "#1C2233", "#2A3146", "#262B3A")
FLAGS = ("#C9473B", "#E3B23C", "#2B7A86", "#F3EFE4", "#4A58B8")


def tint(color: str, alpha: float = 1.0) -> QColor:
    """A colour with an opacity of 0..1."""
    made = QColor(color)
    made.setAlphaF(alpha)
    return made


class Brush:
    """Draws on one picture. Sizes are pixels of the picture."""

    def __init__(self, width: int, height: int, transparent: bool = False) -> None:
        self.width, self.height = width, height
        self.image = QImage(width, height, QImage.Format.Format_ARGB32 if transparent else QImage.Format.Format_RGB32)
        self.image.fill(Qt.GlobalColor.transparent if transparent else Qt.GlobalColor.white)
        self.painter = QPainter(self.image)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setPen(Qt.PenStyle.NoPen)

    def done(self) -> QImage:
        """Ends the drawing and gives the picture."""
        self.painter.end()
        return self.image

    def rect(self, x: float, y: float, w: float, h: float, color: str, alpha: float = 1.0, round_: float = 0) -> None:
        """A rectangle, with round corners if wanted."""
        self.painter.setBrush(tint(color, alpha))
        self.painter.drawRoundedRect(QRectF(x, y, w, h), round_, round_)

    def oval(self, x: float, y: float, rx: float, ry: float, color: str, alpha: float = 1.0) -> None:
        """An ellipse around a point."""
        self.painter.setBrush(tint(color, alpha))
        self.painter.drawEllipse(QPointF(x, y), rx, ry)

    def poly(self, points: Sequence[tuple[float, float]], color: str, alpha: float = 1.0) -> None:
        """A filled polygon."""
        self.painter.setBrush(tint(color, alpha))
        self.painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))

    def line(
        self, points: Sequence[tuple[float, float]], color: str, width: float, dash: Sequence[float] = (), curve: bool = False
    ) -> None:
        """A line through points; a smooth one with `curve`."""
        pen = QPen(tint(color), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        if dash:
            pen.setDashPattern(list(dash))
        path = QPainterPath(QPointF(*points[0]))
        if curve:
            for (x, y), (u, v) in pairwise(points[1:]):
                path.quadTo(QPointF(x, y), QPointF((x + u) / 2, (y + v) / 2))
        else:
            for point in points[1:]:
                path.lineTo(QPointF(*point))
        if curve:
            path.lineTo(QPointF(*points[-1]))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(pen)
        self.painter.drawPath(path)
        self.painter.setPen(Qt.PenStyle.NoPen)

    def blob(self, points: Sequence[tuple[float, float]], color: str, alpha: float = 1.0) -> None:
        """A closed smooth shape around points."""
        path = QPainterPath()
        count = len(points)
        for i in range(count + 1):
            (x, y), (u, v) = points[i % count], points[(i + 1) % count]
            middle = QPointF((x + u) / 2, (y + v) / 2)
            if i == 0:
                path.moveTo(middle)
            else:
                path.quadTo(QPointF(x, y), middle)
        self.painter.setBrush(tint(color, alpha))
        self.painter.drawPath(path)

    def sky(self, *stops: tuple[float, str]) -> None:
        """A gradient over the whole picture, top to bottom."""
        gradient = QLinearGradient(0, 0, 0, self.height)
        for at, color in stops:
            gradient.setColorAt(at, QColor(color))
        self.painter.fillRect(0, 0, self.width, self.height, QBrush(gradient))

    def glow(self, x: float, y: float, radius: float, color: str, alpha: float = 0.9) -> None:
        """Light around a point."""
        gradient = QRadialGradient(QPointF(x, y), radius)
        gradient.setColorAt(0, tint(color, alpha))
        gradient.setColorAt(1, tint(color, 0))
        self.painter.setBrush(QBrush(gradient))
        self.painter.drawEllipse(QPointF(x, y), radius, radius)

    def houses(
        self,
        seed: int,
        base: float,
        high: float = 100,
        vary: float = 50,
        start: float = -20,
        to: float = 0,
        colors: Sequence[str] = BRICKS,
        pane: str = "#E9EEF0",
        lit: float = 0.0,
    ) -> None:
        """A row of gabled houses: stepped, pointed and bell gables. `lit` is the share of lighted windows."""
        rng = random.Random(seed)
        x, end, last = start, to or self.width + 20, ""
        while x < end:
            width, height = 54 + rng.random() * 38, high + rng.random() * vary
            color = rng.choice([one for one in colors if one != last])
            last = color
            top = base - height
            self._gable(rng.randrange(3), x, top, width, base, color)
            step = width / 4
            y = top + 46
            while y < base - 40:
                for column in range(3):
                    shade = "#F7C766" if rng.random() < lit else pane
                    self.rect(x + step * (column + 0.65), y, step * 0.6, 20, shade, 0.92, 1)
                y += 34
            self.rect(x + step * 1.6, base - 30, step * 0.8, 30, "#33261F" if lit == 0 else "#10131C")
            x += width

    def _gable(self, kind: int, x: float, top: float, w: float, base: float, color: str) -> None:
        shoulder = top + 30
        if kind == 0:
            steps = [(x + w * 0.12 * i, shoulder - 9 * j) for i in range(4) for j in ((i - 1, i) if i else (0, 0))]
            left = [(x, shoulder), *steps[2:]]
            right = [(2 * x + w - px, py) for px, py in reversed(left)]
            self.poly([(x, base), *left, *right, (x + w, base)], color)
        elif kind == 1:
            self.poly([(x, base), (x, shoulder), (x + w / 2, top - 8), (x + w, shoulder), (x + w, base)], color)
        else:
            path = QPainterPath(QPointF(x, base))
            path.lineTo(x, shoulder)
            path.cubicTo(x + w * 0.28, shoulder - 4, x + w * 0.16, top, x + w / 2, top - 6)
            path.cubicTo(x + w * 0.84, top, x + w * 0.72, shoulder - 4, x + w, shoulder)
            path.lineTo(x + w, base)
            self.painter.setBrush(QColor(color))
            self.painter.drawPath(path)

    def plume(
        self,
        x: float,
        y: float,
        color: str,
        count: int = 17,
        lean: float = 14,
        rise: float = 15,
        size: float = 16,
        seed: int = 5,
        alpha: float = 0.6,
    ) -> None:
        """Smoke that rises from a point and leans with the wind."""
        rng = random.Random(seed)
        for i in range(count):
            radius = size + i * 4.4 + rng.random() * 8
            self.oval(
                x + i * lean + rng.random() * 20 - 10,
                y - i * rise + rng.random() * 14,
                radius,
                radius * 0.8,
                color,
                alpha * (1 - i / (count * 1.3)),
            )

    def crowd(self, y: float, colors: Sequence[str], count: int = 26, size: float = 11, seed: int = 9) -> None:
        """Heads and shoulders, seen from behind."""
        rng = random.Random(seed)
        for i in range(count):
            px, py, color = (
                i * (self.width + 20) / count + rng.random() * 14 - 10,
                y + rng.random() * 22,
                rng.choice(list(colors)),
            )
            self.oval(
                px,
                py,
                size,
                size * 1.1,
                rng.choice(("#3A2418", "#8A5638", "#D9A441", "#1D1512", "#C9CDD1")) if len(colors) > 2 else color,
            )
            self.rect(px - size * 1.7, py + size * 0.9, size * 3.4, 90, color, 1, size * 1.4)

    def bunting(self, y: float, sag: float, count: int = 15, colors: Sequence[str] = FLAGS) -> None:
        """A string of little flags."""
        self.line([(0, y), (self.width / 2, y + sag * 2), (self.width, y)], "#55606A", 2, curve=True)
        for i in range(count):
            t = (i + 0.5) / count
            x, fy = t * self.width, y + 4 * sag * t * (1 - t) * (0.86 if 0.2 < t < 0.8 else 0.9)
            self.poly([(x - 14, fy), (x + 14, fy), (x, fy + 27)], colors[i % len(colors)])

    def engine(self, x: float, y: float, scale: float = 1.0, blue: bool = False) -> None:
        """A fire engine, its wheels standing on y."""
        p = self.painter
        p.save()
        p.translate(x, y)
        p.scale(scale, scale)
        self.rect(0, -72, 150, 60, "#C62F2A", 1, 5)
        self.rect(112, -88, 54, 76, "#D23A33", 1, 7)
        self.rect(126, -78, 34, 28, "#BFE0EA", 1, 3)
        self.rect(0, -44, 166, 9, "#F4E9C8")
        for i in range(3):
            self.rect(12 + i * 32, -66, 25, 18, "#8F1F1C", 1, 2)
        self.line([(6, -80), (104, -80)], "#D8DDE0", 5)
        for i in range(7):
            self.line([(10 + i * 15, -84), (10 + i * 15, -76)], "#D8DDE0", 3)
        self.rect(128, -96, 22, 9, "#3E8EF0", 1, 3)
        if blue:
            self.glow(139, -94, 90, "#4FA3FF", 0.85)
        for wheel in (32, 132):
            self.oval(wheel, -10, 15, 15, "#1C1F24")
            self.oval(wheel, -10, 6, 6, "#AEB6BC")
        p.restore()

    def flames(self, x: float, y: float, size: float = 1.0) -> None:
        """A fire that stands on y."""
        for color, s in (("#E0532A", 1.0), ("#F08A2C", 0.68), ("#F9D04C", 0.38)):
            k = size * s
            self.blob(
                [
                    (x - 34 * k, y),
                    (x - 30 * k, y - 44 * k),
                    (x - 12 * k, y - 62 * k),
                    (x, y - 112 * k),
                    (x + 16 * k, y - 60 * k),
                    (x + 34 * k, y - 40 * k),
                    (x + 32 * k, y),
                ],
                color,
            )

    def tree(self, x: float, y: float, size: float = 1.0, color: str = "#5F8449") -> None:
        """A round tree that stands on y."""
        self.rect(x - 5 * size, y - 46 * size, 10 * size, 46 * size, "#6B4A33")
        self.oval(x, y - 74 * size, 38 * size, 42 * size, color)
        self.oval(x - 14 * size, y - 84 * size, 18 * size, 18 * size, "#FFFFFF", 0.1)

    def boat(self, x: float, y: float, color: str = "#7B3B2E", size: float = 1.0) -> None:
        """A small barge with a cabin, floating on y."""
        self.poly(
            [
                (x, y - 20 * size),
                (x + 130 * size, y - 20 * size),
                (x + 112 * size, y + 6 * size),
                (x + 14 * size, y + 6 * size),
            ],
            color,
        )
        self.rect(x + 40 * size, y - 44 * size, 54 * size, 26 * size, "#F3E7CF", 1, 3)
        self.rect(x + 48 * size, y - 38 * size, 14 * size, 12 * size, "#5E8590")
        self.rect(x + 70 * size, y - 38 * size, 14 * size, 12 * size, "#5E8590")

    def water(self, y: float, color: str, light: str = "#FFFFFF", seed: int = 4) -> None:
        """Water from y down, with ripples."""
        rng = random.Random(seed)
        self.rect(0, y, self.width, self.height - y, color)
        for i in range(26):
            px, py = rng.random() * self.width, y + 12 + (self.height - y - 16) * rng.random()
            self.rect(px, py, 20 + rng.random() * 50, 2.5, light, 0.10 + 0.12 * (i % 2), 1)

    def lanterns(self, y: float, sag: float, count: int = 7) -> None:
        """A string of glowing paper lanterns."""
        self.line([(0, y), (self.width / 2, y + sag * 2), (self.width, y)], "#0E1526", 3, curve=True)
        for i in range(count):
            t = (i + 0.5) / count
            x, fy = t * self.width, y + 4 * sag * t * (1 - t) * 0.9 + 24
            color = ("#F6B04A", "#F2794E", "#F7D774")[i % 3]
            self.glow(x, fy, 58, color, 0.5)
            self.oval(x, fy, 19, 22, color)
            self.rect(x - 7, fy - 26, 14, 6, "#2A1F1A")
            self.line([(x, fy - 19), (x, fy + 19)], "#B8562E", 1)

    def sun_rays(
        self, x: float, y: float, color: str, count: int = 5, spread: float = 0.5, length: float = 500, alpha: float = 0.25
    ) -> None:
        """Beams of light that fall from a point."""
        for i in range(count):
            angle = math.pi / 2 + (i - (count - 1) / 2) * spread
            a, b = angle - 0.07, angle + 0.07
            self.poly(
                [
                    (x, y),
                    (x + math.cos(a) * length, y + math.sin(a) * length),
                    (x + math.cos(b) * length, y + math.sin(b) * length),
                ],
                color,
                alpha,
            )

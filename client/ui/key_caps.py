"""Key caps, as a widget of their own and for whoever paints rows."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.ui.commands import Cap
from client.ui.controls import CENTER
from client.ui.kit import Kit
from client.ui.theme import Theme

_GAP, _HIGH = 4, 22


def spoken_caps(caps: Sequence[Cap]) -> str:
    """The caps as words."""
    return " ".join(cap.text for cap in caps)


def _widths(theme: Theme, caps: Sequence[Cap]) -> list[int]:
    keys, signs = QFontMetrics(theme.font("meta", 500)), QFontMetrics(theme.font("meta"))
    pad, least = theme.px(10), theme.px(_HIGH)
    return [
        signs.horizontalAdvance(cap.text) if cap.sign else max(least, keys.horizontalAdvance(cap.text) + pad) for cap in caps
    ]


def caps_size(theme: Theme, caps: Sequence[Cap]) -> QSize:
    """How much room caps in a row take, 4 px between."""
    gaps = theme.px(_GAP) * max(0, len(caps) - 1)
    return QSize(sum(_widths(theme, caps)) + gaps + 1, max(theme.px(_HIGH), theme.line("meta") + 4) + 1)


def paint_caps(painter: QPainter, theme: Theme, caps: Sequence[Cap], left: float, top: float) -> None:
    """Paints caps from this corner."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    gap, high = theme.px(_GAP), caps_size(theme, caps).height()
    for cap, width in zip(caps, _widths(theme, caps), strict=True):
        box = QRectF(left + 0.5, top + 0.5, width - 1, high - 1)
        if not cap.sign:
            painter.setPen(QPen(theme.color("line.strong")))
            painter.setBrush(theme.color("bg.subtle"))
            painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color("text.muted" if cap.sign else "text.primary"))
        painter.setFont(theme.font("meta", 400 if cap.sign else 500))
        painter.drawText(box, CENTER, cap.text)
        left += width + gap


class KeyCaps(QWidget):
    """Key caps in a row with the signs between them."""

    def __init__(self, kit: Kit, caps: Sequence[Cap]) -> None:
        super().__init__()
        self._kit, self._caps = kit, tuple(caps)
        self.setAccessibleName(spoken_caps(caps))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """All caps."""
        return caps_size(self._kit.theme, self._caps)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the caps."""
        paint_caps(QPainter(self), self._kit.theme, self._caps, 0, 0)

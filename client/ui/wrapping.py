"""Breaks a plain text into lines of one fixed height, for labels: the type scale says how high a line is, the font does not."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

_BREAK = "\u2028"


class Lines:
    """A text laid out in a width. `height` and `width` are px of what is painted."""

    def __init__(self, text: str, font: QFont, line: int, width: int, alignment: Qt.AlignmentFlag) -> None:
        metrics = QFontMetricsF(font)
        self._rise = (line - metrics.ascent() - metrics.descent()) / 2
        self._layout = QTextLayout(text.replace("\n", _BREAK), font)
        option = QTextOption(alignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        count, self.width = 0, 0.0
        self._layout.beginLayout()
        while True:
            made = self._layout.createLine()
            if not made.isValid():
                break
            made.setLineWidth(width)
            made.setPosition(QPointF(0, count * line))
            self.width = max(self.width, made.naturalTextWidth())
            count += 1
        self._layout.endLayout()
        self.height = count * line

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Paints the lines in the painter's pen, from their upper left corner."""
        self._layout.draw(painter, QPointF(x, y + self._rise))

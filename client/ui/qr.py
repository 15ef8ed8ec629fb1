"""A QR code, painted by us: always dark on white with its quiet edge, whatever the theme, so that every phone can read it."""

import segno
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from client.ui.kit import Kit
from client.ui.words import tr

QUIET = 4


class QrCode(QWidget):
    """Shows an address as a QR code; nothing while it is empty."""

    def __init__(self, kit: Kit, side: int = 194) -> None:
        super().__init__()
        self._kit, self._side = kit, side
        self._rows: tuple[bytes, ...] = ()
        self.setAccessibleName(tr("QR code with the address for another device"))
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedSize(self._kit.theme.px(self._side), self._kit.theme.px(self._side))

    def show_text(self, text: str) -> None:
        """Shows this text."""
        self._rows = tuple(bytes(row) for row in segno.make(text, error="m", micro=False).matrix) if text else ()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the squares, each a whole number of px."""
        painter = QPainter(self)
        painter.setPen(self._kit.theme.color("line.hair"))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if not self._rows:
            return
        count = len(self._rows) + 2 * QUIET
        ratio = self.devicePixelRatioF()
        unit = max(1, int(self.width() * ratio / count)) / ratio
        shift = (self.width() - unit * len(self._rows)) / 2
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF(shift + x * unit, shift + y * unit, unit, unit), Qt.GlobalColor.black)

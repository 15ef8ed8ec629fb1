"""A bar under the deck that offers something and stays until it is answered or put away.

It has a place of its own: it covers nothing, the tops of the columns stay where they are, and it never takes the keyboard.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.ui.buttons import IconButton, LinkButton
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, paint_edges
from client.ui.words import tr


class OfferBar(QWidget):
    """Says one thing and has one link. `gone` is emitted once, when it leaves."""

    gone = Signal()

    def __init__(self, kit: Kit, text: str, act: Callable[[], object], link: str) -> None:
        super().__init__()
        self._kit, self._over = kit, False
        self.setAccessibleName(text)
        self.link = LinkButton(kit, link, role="text.link")
        self.link.clicked.connect(self.leave)
        self.link.clicked.connect(lambda: act())
        self.shut = IconButton(kit, "x", tr("Close"), size=14)
        self.shut.clicked.connect(self.leave)
        box = Box(kit.theme, gap=12, margins=(14, 5, 8, 5))
        box.addWidget(PlainLabel(kit.theme, text, wrap=True), 1)
        box.addWidget(self.link)
        box.addWidget(self.shut)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        kit.theme.changed.connect(self.update)

    def leave(self) -> None:
        """Goes away."""
        if not self._over:
            self._over = True
            self.hide()
            self.gone.emit()
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground and the line above it."""
        painter, theme = QPainter(self), self._kit.theme
        painter.fillRect(self.rect(), theme.color("bg.selected"))
        paint_edges(painter, self, "t", theme, "line.strong" if theme.high_contrast else "line.hair")

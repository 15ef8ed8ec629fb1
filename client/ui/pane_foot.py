"""A line at the foot of a column whose filters let little through: how far back Belfry looked, and a link to look further."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from client.ui import notices_sifting
from client.ui.buttons import LinkButton
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, paint_edges
from client.ui.words import tr


class PaneFoot(QWidget):
    """Hidden until `say` is called with a number. `further` is emitted when the link is pressed."""

    further = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.looked_at = 0
        self._words = PlainLabel(kit.theme, step="meta", role="text.muted", wrap=True)
        self.link = LinkButton(kit, tr("Look further"))
        self.link.clicked.connect(self.further)
        box = Box(kit.theme, down=True, margins=(12, 7, 12, 5))
        box.addWidget(self._words)
        box.addWidget(self.link)
        self.setLayout(box)
        self.hide()

    def say(self, looked_at: int) -> None:
        """Says how many posts were looked at; 0 hides the line."""
        if looked_at and looked_at != self.looked_at:
            self._words.setText(notices_sifting.nothing_more(looked_at))
            self.setAccessibleName(self._words.text())
        self.looked_at = looked_at
        self.setVisible(bool(looked_at))

    def height_for(self, width: int) -> int:
        """The height it needs in a width."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground and the line above it."""
        painter, theme = QPainter(self), self._kit.theme
        painter.fillRect(self.rect(), theme.color("bg.column"))
        paint_edges(painter, self, "t", theme)

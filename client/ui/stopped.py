"""The window of a Belfry that cannot start: one plain sentence and a way to close it."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from client.ui.theme import Theme
from client.ui.widgets import PlainLabel
from client.ui.words import tr


class Stopped(QWidget):
    """Says why. `closed` is set when the person has read it."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self.closed = asyncio.Event()
        self.setWindowTitle("Belfry")
        label = PlainLabel(theme, text, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        button = QPushButton(tr("Close Belfry"))
        button.clicked.connect(self.close)
        box = QVBoxLayout(self)
        box.addWidget(label)
        box.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(420)
        button.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tells whoever waits."""
        self.closed.set()
        super().closeEvent(event)


async def show(theme: Theme, text: str) -> None:
    """Shows the sentence and waits until it was read."""
    window = Stopped(theme, text)
    window.show()
    await window.closed.wait()
    window.deleteLater()

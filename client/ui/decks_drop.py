"""A deck file that is dropped on the window. Light: it is there from the start, what reads the file comes later."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class DropFile(QObject):
    """Lets a file be dropped on a window. `dropped` carries its path."""

    dropped = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes one file of this PC; anything else is not for Belfry."""
        if isinstance(event, QDragEnterEvent) and _path(event):
            event.acceptProposedAction()
            return True
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent) and _path(event):
            event.acceptProposedAction()
            self.dropped.emit(_path(event))
            return True
        return False


def _path(event: QDropEvent) -> str:
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""

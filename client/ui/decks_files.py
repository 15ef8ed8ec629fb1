"""Deck files on the disk: asking which, reading one within bounds, writing one so that it is whole or not there at all."""

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from client.ui.words import tr

ENDING = ".belfry-deck.json"
LARGEST = 1_000_000
"""Bytes: a deck of a hundred columns has some fifty thousand."""

Then = Callable[[str], None]


class AskFile(Protocol):
    """Asks the person for a file; `then` hears its path, or nothing comes when the person changes their mind."""

    def to_save(self, window: QWidget, name: str, then: Then) -> None:
        """Asks where to put a new file."""

    def to_open(self, window: QWidget, then: Then) -> None:
        """Asks for a file that is there."""


class SystemFiles:
    """Asks with the system's own dialog, which is opened and never waited for."""

    def to_save(self, window: QWidget, name: str, then: Then) -> None:
        """Asks where to put a new file; the system asks before an old one is replaced."""
        dialog = QFileDialog(window, tr("Export deck"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING.lstrip("."))
        dialog.selectFile(name)
        self._open(dialog, then)

    def to_open(self, window: QWidget, then: Then) -> None:
        """Asks for a file that is there."""
        dialog = QFileDialog(window, tr("Import a deck file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog, then)

    def _open(self, dialog: QFileDialog, then: Then) -> None:
        dialog.setNameFilters([tr("Deck files (*.json)"), tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()


def file_name(deck: str) -> str:
    """A name for the file of a deck that every system takes."""
    plain = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", deck).strip(" .")
    return (plain[:80].strip(" .") or "Belfry") + ENDING


def read(path: Path) -> str | None:
    """Reads a text file; None for one that is too large or no text. Raises OSError."""
    if not path.is_file():  # a pipe or a device would never end
        raise FileNotFoundError(2, os.strerror(2))
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def write(path: Path, text: str) -> None:
    """Writes a text file: the old one stays until the new one is whole. Raises OSError."""
    new = path.with_name(path.name + ".new")
    try:
        with new.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise


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

"""Deck files on the disk: asking which, what a new one is called, reading one within bounds."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from client import errors
from client.sync import deckfile
from client.ui.files import plain_name
from client.ui.words import tr

ENDING = ".belfry-deck.json"

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
        dialog = QFileDialog(window, tr("Export deck"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING.lstrip("."))
        self._open(dialog, then, name)

    def to_open(self, window: QWidget, then: Then) -> None:
        """Asks for a file that is there."""
        dialog = QFileDialog(window, tr("Import a deck file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog, then)

    def _open(self, dialog: QFileDialog, then: Then, name: str = "") -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog.setDirectory(documents if Path(documents).is_dir() else QDir.homePath())
        dialog.setNameFilters([tr("Deck files (*.json)"), tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if name:
            dialog.selectFile(name)
        dialog.fileSelected.connect(then)
        dialog.open()


def file_name(deck: str) -> str:
    """A name for the file of a deck."""
    return plain_name(deck) + ENDING


def read(path: Path) -> str:
    """Reads a text file, no more of it than a deck can have. Raises OSError, BadDeckFile."""
    if not path.is_file():  # a pipe or a device would never end
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    with path.open("rb") as stream:
        data = stream.read(deckfile.LARGEST + 1)
    if len(data) > deckfile.LARGEST:
        raise errors.BadDeckFile(f"more than {deckfile.LARGEST} bytes", reason="too_large")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise errors.BadDeckFile(str(failure), reason="other") from None

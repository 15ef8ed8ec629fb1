"""Joins the keys of the table of commands to a window. Single letters are one switch and never work while someone types.

What a command does is not known here. A command that cannot be done now has no key.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from client.ui.commands import BY_NAME, COMMANDS, is_letter
from client.ui.key_changes import KeyMap

_TYPED = (QLineEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox, QListWidget)
"""Parts in which letters are text, or look something up."""
_ARROWS = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Right))
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Keys(QObject):
    """The keys of one window. They are off while a dialog is open; letters are off by the switch, and while typing.

    `changed` says that commands have other keys, or that letters are on or off.
    """

    changed = Signal()

    def __init__(
        self, window: QWidget, run: Callable[[str], object], can: Callable[[str], bool], map_: KeyMap, *, letters: bool = True
    ) -> None:
        super().__init__(window)
        self._window, self._run, self._can = window, run, can
        self._letters, self._enabled = letters, True
        self._shortcuts: list[tuple[QShortcut, bool]] = []
        self.map = map_
        window.installEventFilter(self)
        self._build()

    def set_map(self, map_: KeyMap) -> None:
        """Takes other keys."""
        self.map = map_
        self._build()
        self.changed.emit()

    def set_letters(self, on: bool) -> None:
        """Switches the single letters."""
        self._letters = on
        self._apply()
        self.changed.emit()

    def set_enabled(self, on: bool) -> None:
        """Switches all keys."""
        self._enabled = on
        self._apply()

    def hint(self, name: str) -> str:
        """The first key of a command that works now, as a menu shows it; "" for none."""
        command = BY_NAME[name]
        if command.local:
            return command.caps.split(" ")[0]
        works = (key for key in self.map.keys(name) if self._letters or not is_letter(key))
        return next(works, "")

    def _build(self) -> None:
        for shortcut, _ in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts = []
        for command in COMMANDS:
            if command.local or not self._can(command.name):
                continue
            for key in self.map.keys(command.name):
                shortcut = QShortcut(QKeySequence(key), self._window)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.setAutoRepeat(command.repeats)
                shortcut.activated.connect(lambda name=command.name: self._run(name))
                self._shortcuts.append((shortcut, is_letter(key)))
        self._apply()

    def _apply(self) -> None:
        for shortcut, letter in self._shortcuts:
            shortcut.setEnabled(self._enabled and (self._letters or not letter))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaves letters and arrows to the part that has the keyboard where it uses them itself."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            part = self._window.focusWidget()
            if not event.modifiers() & _MODIFIERS and part is not None and _uses(part, event):
                event.accept()
                return True
        return False


def _uses(part: QWidget, event: QKeyEvent) -> bool:
    if event.key() in _ARROWS:
        grouped = isinstance(part, QAbstractButton) and part.group() is not None and part.group().exclusive()
        return grouped or isinstance(part, QAbstractSlider | QComboBox)
    return isinstance(part, _TYPED) and event.text().isprintable() and event.text() != ""

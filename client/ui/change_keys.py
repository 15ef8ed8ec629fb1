"""Lets people give commands other keys: press a row, then the new key. What would lose its key is said before it does."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from client.ui import commands
from client.ui.buttons import Button, PaintedButton
from client.ui.commands import COMMANDS, Cap, Command, caps_of
from client.ui.controls import CENTER
from client.ui.dialog import ScrimDialog, scroller
from client.ui.key_caps import KeyCaps, caps_size, paint_caps, spoken_caps
from client.ui.key_changes import RESERVED, KeyMap, tidy
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, announce
from client.ui.words import tr

_ALONE = frozenset(
    [
        *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock),
        *(Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_unknown, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R),
    ]
)
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_SHIFT, _META = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.MetaModifier


def pressed(event: QKeyEvent) -> str | None:
    """The key sequence of a key press: "" for a key that cannot be one, None while only Shift, Ctrl and the like are down.

    A sign that needs Shift on one keyboard and none on another ("?", "/", "1") is that sign.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    if key in _ALONE:
        return None
    both = bool(modifiers & _CTRL) and bool(modifiers & _ALT)  # AltGr on Windows: it types signs
    if both or modifiers & (_META | Qt.KeyboardModifier.GroupSwitchModifier) or "Dead_" in key.name:
        return ""
    kept = modifiers & (_CTRL | _ALT | _SHIFT)
    sign = 0x20 < key.value < 0x110000 and not chr(key.value).isalpha()
    if kept & _SHIFT and sign and key.value < 0x1000000:
        kept &= ~_SHIFT
    return tidy(QKeySequence(QKeyCombination(kept, key)).toString(QKeySequence.SequenceFormat.PortableText))


class KeyButton(PaintedButton):
    """Shows the keys of a command; a press makes it wait for the new one. `caught` carries it, "" for one that cannot be."""

    caught = Signal(str)

    def __init__(self, kit: Kit, command: Command, map_: KeyMap) -> None:
        super().__init__(kit)
        self._words, self.waiting = tr(command.label), False
        self._caps: tuple[Cap, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.wait(True))
        self.show_keys(map_, command)

    def show_keys(self, map_: KeyMap, command: Command) -> None:
        """Shows what the command has now."""
        self._caps = map_.caps(command)
        keys = spoken_caps(self._caps) or tr("no key")
        self.setAccessibleName(tr("{command}: {keys}. Press to change.", command=self._words, keys=keys))
        self.updateGeometry()
        self.update()

    def wait(self, on: bool) -> None:
        """Waits for a key, or no longer."""
        self.waiting = on
        if on:
            announce(self, tr("Press the new key. Esc leaves it as it is."))
        self.updateGeometry()
        self.update()

    def _text(self) -> str:
        return tr("Press the new key") if self.waiting else "" if self._caps else tr("no key")

    def sizeHint(self) -> QSize:
        """The caps or the words, with room to hit."""
        theme, text = self.kit.theme, self._text()
        words = QFontMetrics(theme.font("meta", 600)).horizontalAdvance(text)
        width = words if text else caps_size(theme, self._caps).width()
        return QSize(width + theme.px(12), max(theme.px(28), caps_size(theme, self._caps).height() + 6))

    def event(self, event: QEvent) -> bool:
        """Takes Tab too while it waits: it says that Tab stays what it is."""
        if self.waiting and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes the key it waits for."""
        if not self.waiting:
            super().keyPressEvent(event)
            return
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.wait(False)
            return
        key = pressed(event)
        if key is not None and not event.isAutoRepeat():
            self.wait(False)
            self.caught.emit(key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Waits no longer."""
        if self.waiting:
            self.wait(False)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints caps or words; an edge when hovered or waiting."""
        painter, theme, text = QPainter(self), self.kit.theme, self._text()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.waiting or self.hovered:
            painter.setPen(QPen(theme.color("accent" if self.waiting else "line.strong")))
            painter.setBrush(theme.color("accent.soft" if self.waiting else "bg.hover"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        if text:
            painter.setFont(theme.font("meta", 600))
            painter.setPen(theme.color("accent.soft.text" if self.waiting else "text.muted"))
            painter.drawText(self.rect(), CENTER, text)
        else:
            size = caps_size(theme, self._caps)
            paint_caps(painter, theme, self._caps, (self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        self.ring(painter)


class _Row(QWidget):
    """A command, its keys, the way back, and what is to be said about it."""

    def __init__(self, kit: Kit, command: Command, map_: KeyMap) -> None:
        super().__init__()
        self.command = command
        self.words = tr(command.label or command.row)
        self.fixed = command.fixed or command.local
        line = Box(kit.theme, gap=8)
        line.addWidget(PlainLabel(kit.theme, self.words, wrap=True), 1)
        self.back = Button(tr("As at first"), "small")
        self.back.setAccessibleName(tr("{command}: as at first", command=self.words))
        self.key = KeyButton(kit, command, map_)
        if self.fixed:
            line.addWidget(PlainLabel(kit.theme, tr("stays"), step="meta", role="text.muted"))
            line.addWidget(KeyCaps(kit, map_.row_caps(command) if command.caps else map_.caps(command)))
            line.addSpacing(kit.theme.px(6))
            for other in (self.back, self.key):
                other.setParent(self)
                other.hide()
        else:
            line.addWidget(self.back)
            line.addWidget(self.key)
        self.note = PlainLabel(kit.theme, step="meta", role="text.secondary", wrap=True)
        self.give, self.leave = Button(tr("Give it this key"), "small"), Button(tr("Leave it"), "small")
        self._choice = Box(kit.theme, gap=8)
        for button in (self.give, self.leave):
            self._choice.addWidget(button)
        self._choice.addStretch(1)
        box = Box(kit.theme, down=True, gap=4, margins=(0, 2, 0, 2))
        for part in (line, self._choice):
            box.addLayout(part)
        box.insertWidget(1, self.note)
        self.setLayout(box)
        self.say("")
        self.show_keys(map_)

    def show_keys(self, map_: KeyMap) -> None:
        """Shows what the command has now."""
        self.key.show_keys(map_, self.command)
        self.back.setVisible(not self.fixed and map_.changed(self.command.name))

    def say(self, text: str, *, ask: bool = False) -> None:
        """Says something under the row; `ask` with the two buttons."""
        self.note.setText(text)
        self.note.setVisible(bool(text))
        for button in (self.give, self.leave):
            button.setVisible(ask)
        if text:
            announce(self, text)


class ChangeKeys(ScrimDialog):
    """The list of commands with their keys. `keep` takes each new map at once."""

    def __init__(self, kit: Kit, map_: KeyMap, can: Callable[[str], bool], keep: Callable[[KeyMap], None]) -> None:
        super().__init__(kit, tr("Change keys"), width=640, height=720)
        self.map, self._keep = map_, keep
        self._waits: tuple[_Row, str] | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find a key or an action"))
        self.field.setAccessibleName(tr("Find a key or an action"))
        self.field.textChanged.connect(self._find)
        self._groups: list[tuple[PlainLabel, list[_Row]]] = []
        rows = Box(kit.theme, down=True, gap=2, margins=(20, 8, 20, 14))
        for group in commands.GROUPS:
            self._add_group(rows, group, can)
        rows.addStretch(1)
        self.rows = {row.command.name: row for _, rows_ in self._groups for row in rows_}
        inner = QWidget()
        inner.setLayout(rows)
        top = Box(kit.theme, down=True, gap=8, margins=(20, 12, 20, 4))
        words = tr("Press a key in the list, then the new one. Arrows, Enter, Esc, Tab, F6 and numbers stay what they are.")
        top.addWidget(PlainLabel(kit.theme, words, role="text.secondary", wrap=True))
        top.addWidget(self.field)
        body = Box(kit.theme, down=True)
        body.addLayout(top)
        body.addWidget(scroller(kit, inner), 1)
        self.body.setLayout(body)
        self.all_back, done = Button(tr("All as at first")), Button(tr("Close"), "primary")
        self.all_back.clicked.connect(lambda: self._take(KeyMap()))
        done.clicked.connect(self.end)
        self.foot.addWidget(self.all_back)
        self.foot.addStretch(1)
        self.foot.addWidget(done)
        self._show()

    def _add_group(self, box: Box, group: str, can: Callable[[str], bool]) -> None:
        shown = [
            command
            for command in COMMANDS
            if command.group == group and (command.label or command.row) and (command.local or can(command.name))
        ]
        if not shown:
            return
        head = PlainLabel(self.kit.theme, tr(group), weight=600)
        head.setContentsMargins(0, self.kit.theme.px(10) if self._groups else 0, 0, self.kit.theme.px(2))
        box.addWidget(head)
        made = [_Row(self.kit, command, self.map) for command in shown]
        for row in made:
            row.key.caught.connect(lambda key, row=row: self._caught(row, key))
            row.back.clicked.connect(lambda checked=False, row=row: self._put_back(row))
            row.give.clicked.connect(lambda checked=False: self._answer(give=True))
            row.leave.clicked.connect(lambda checked=False: self._answer(give=False))
            box.addWidget(row)
        self._groups.append((head, made))

    def _caught(self, row: _Row, key: str) -> None:
        self._forget()
        shown = spoken_caps(caps_of([key])) if key else ""
        held = self.map.holder(key) if key else None
        if not key:
            row.say(tr("This key cannot be used: it belongs to the system, or types an accent."))
        elif key in RESERVED or (held is not None and held.fixed):
            row.say(tr("{key} always does the same. Choose another key.", key=shown))
        elif held is not None and held.name != row.command.name:
            self._waits = (row, key)
            row.say(tr("{key} now does “{command}”. That would lose it.", key=shown, command=tr(held.label)), ask=True)
            row.give.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._take(self.map.give(row.command.name, key))
            row.say(tr("{command}: {key} from now on.", command=row.words, key=shown))

    def _answer(self, *, give: bool) -> None:
        if self._waits is None:
            return
        (row, key), lost = self._waits, self.map.holder(self._waits[1])
        row.key.setFocus(Qt.FocusReason.TabFocusReason)
        self._forget()
        if give:
            self._take(self.map.give(row.command.name, key))
            if lost is not None and not self.map.keys(lost.name):
                self.rows[lost.name].say(tr("Has no key now. It stays in the list of commands."))

    def _forget(self) -> None:
        self._waits = None
        for row in self.rows.values():
            if not row.note.isHidden():
                row.say("")

    def _put_back(self, row: _Row) -> None:
        row.key.setFocus(Qt.FocusReason.TabFocusReason)
        self._forget()
        self._take(self.map.reset(row.command.name))

    def _take(self, map_: KeyMap) -> None:
        self.map = map_
        self._keep(map_)
        self._show()

    def _show(self) -> None:
        for row in self.rows.values():
            row.show_keys(self.map)
        if not self.map.any_changed and self.all_back.hasFocus():
            self.field.setFocus(Qt.FocusReason.TabFocusReason)
        self.all_back.setEnabled(self.map.any_changed)

    def _find(self, text: str) -> None:
        words = text.lower().split()
        for head, rows in self._groups:
            for row in rows:
                said = f"{row.words} {spoken_caps(self.map.row_caps(row.command))}".lower()
                row.setVisible(all(word in said for word in words))
            head.setVisible(any(not row.isHidden() for row in rows))

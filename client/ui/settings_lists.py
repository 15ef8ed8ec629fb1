"""Lists in the settings to which one adds and from which one takes out: partners, and what no column shows."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from client.model.sifting import Mute, MuteKind, Partner
from client.sync.desk import Desk
from client.ui.buttons import Button, IconButton
from client.ui.kit import Kit
from client.ui.options_mutes import end_words
from client.ui.widgets import Box, PlainLabel, announce
from client.ui.words import tr


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list; `key` is what is taken out."""

    key: Hashable
    text: str
    detail: str = ""


class ListEditor(QWidget):
    """A field that adds and, below it, the list. `add` returns what is wrong with the words, "" when they were taken."""

    def __init__(
        self,
        kit: Kit,
        hint: str,
        none: str,
        lines: Callable[[], Sequence[Line]],
        add: Callable[[str], str],
        take_out: Callable[[Hashable], None],
    ) -> None:
        super().__init__()
        self._kit, self._lines, self._add, self._take_out = kit, lines, add, take_out
        self.field = QLineEdit()
        self.field.setMaxLength(200)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.returnPressed.connect(self._enter)
        self.main = Button(tr("Add"))
        self.main.clicked.connect(self._enter)
        self._wrong = PlainLabel(kit.theme, role="error.text", wrap=True)
        self._wrong.hide()
        self._none = PlainLabel(kit.theme, none, role="text.muted", wrap=True)
        self._rows: list[QWidget] = []
        self._list = Box(kit.theme, down=True, gap=2)
        line = Box(kit.theme, gap=8)
        line.addWidget(self.field, 1)
        line.addWidget(self.main)
        box = Box(kit.theme, down=True, gap=8)
        box.addLayout(line)
        box.addWidget(self._wrong)
        box.addWidget(self._none)
        box.addLayout(self._list)
        self.setLayout(box)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is in the list now."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(line) for line in self._lines()]
        for row in self._rows:
            self._list.addWidget(row)
        self._none.setVisible(not self._rows)

    def _row(self, line: Line) -> QWidget:
        row = QWidget()
        row.setAccessibleName(", ".join(filter(None, (line.text, line.detail))))
        box = Box(self._kit.theme, gap=8, margins=(0, 2, 0, 2))
        words = Box(self._kit.theme, down=True)
        words.addWidget(PlainLabel(self._kit.theme, line.text, weight=500, wrap=True))
        if line.detail:
            words.addWidget(PlainLabel(self._kit.theme, line.detail, step="meta", role="text.muted", wrap=True))
        out = IconButton(self._kit, "x", tr("Take out: {word}", word=line.text), size=14)
        out.clicked.connect(lambda checked=False: self._out(line))
        box.addLayout(words, 1)
        box.addWidget(out, 0, Qt.AlignmentFlag.AlignTop)
        row.setLayout(box)
        return row

    def _enter(self) -> None:
        typed = " ".join(self.field.text().split())
        wrong = self._add(typed) if typed else ""
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if wrong:
            announce(self.field, wrong)
        elif typed:
            self.field.clear()
            self.refresh()
            announce(self.field, tr("Added: {word}", word=typed))

    def _out(self, line: Line) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._take_out(line.key)
        self.refresh()
        announce(self.field, tr("Taken out: {word}", word=line.text))


def partners_editor(kit: Kit, desk: Desk) -> ListEditor:
    """The people and offices that work with us."""

    def add(typed: str) -> str:
        handle = typed.removeprefix("@")
        if " " in handle or "." not in handle:
            return tr("Write it as name@server, or as a name with dots on Bluesky.")
        kept = [each for each in desk.partners if each.handle.casefold() != handle.casefold()]
        desk.set_partners((*kept, Partner(handle)))
        return ""

    def lines() -> list[Line]:
        return [
            Line(each.handle, each.name or f"@{each.handle}", f"@{each.handle}" if each.name else "") for each in desk.partners
        ]

    def take_out(handle: Hashable) -> None:
        desk.set_partners(tuple(each for each in desk.partners if each.handle != handle))

    return ListEditor(kit, tr("Add a partner: @name@server"), tr("No partners yet."), lines, add, take_out)


def mutes_editor(kit: Kit, desk: Desk) -> ListEditor:
    """What no column shows. An end that a mute was given elsewhere is said."""

    def add(typed: str) -> str:
        author = typed.startswith("@")
        text = typed.removeprefix("@")
        if author and ("." not in text or " " in text):
            return tr("Write it as name@server, or as a name with dots on Bluesky.")
        mute = Mute(MuteKind.AUTHOR if author else MuteKind.WORD, text)
        kept = [each for each in desk.mutes if (each.kind, each.text.casefold()) != (mute.kind, text.casefold())]
        desk.set_mutes((*kept, mute))
        return ""

    def lines() -> list[Line]:
        now = kit.clock()
        held = [each for each in desk.mutes if each.until is None or each.until > now]
        return [
            Line(each, f"@{each.text}" if each.kind is MuteKind.AUTHOR else each.text, end_words(each, now)) for each in held
        ]

    def take_out(mute: Hashable) -> None:
        desk.set_mutes(tuple(each for each in desk.mutes if each != mute))

    return ListEditor(kit, tr("Mute a word or @name@server"), tr("Nothing is muted."), lines, add, take_out)

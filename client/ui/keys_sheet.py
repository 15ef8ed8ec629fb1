"""The sheet of keys, made from the table of commands: only keys that work now, in groups, with a field to find one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from client.ui import commands
from client.ui.buttons import Button
from client.ui.commands import COMMANDS, Command
from client.ui.controls import Switch
from client.ui.dialog import ScrimDialog, scroller
from client.ui.key_caps import KeyCaps, spoken_caps
from client.ui.key_changes import KeyMap
from client.ui.kit import Kit
from client.ui.roles import READ
from client.ui.widgets import Box, Glyph, Panel, PlainLabel, announce
from client.ui.words import tr, trn

if TYPE_CHECKING:
    from client.ui.print_keys import PrintedGroup

_COLUMN = 320
_FEW = 3
_SHARED = {
    1: (commands.GROUPS,),
    2: ((commands.GO, commands.SEE, commands.EVERYWHERE), (commands.POST, commands.COLUMNS, commands.DECKS)),
    3: ((commands.GO, commands.SEE), (commands.POST,), (commands.COLUMNS, commands.DECKS, commands.EVERYWHERE)),
}
"""Which groups stand in which column, by the number of columns."""


class _Row(QWidget):
    """A row: what it does and its keys."""

    def __init__(self, kit: Kit, command: Command, map_: KeyMap) -> None:
        super().__init__()
        caps = map_.row_caps(command)
        self.words = tr(command.row or command.label)
        self.keys = spoken_caps(caps)
        self.said = f"{self.words} {self.keys}".lower()
        box = Box(kit.theme, gap=8, margins=(0, 4, 0, 4))
        box.addWidget(PlainLabel(kit.theme, self.words, wrap=True), 1)
        box.addWidget(KeyCaps(kit, caps))
        self.setLayout(box)
        self.setAccessibleName(f"{self.words}: {spoken_caps(caps)}")


class _Group(QWidget):
    """A group of rows under its name."""

    def __init__(self, kit: Kit, group: str, shown: list[Command], map_: KeyMap) -> None:
        super().__init__()
        self.rows = [_Row(kit, command, map_) for command in shown]
        head = Panel(kit.theme, "bg.raised", edges="b")
        inner = Box(kit.theme, margins=(0, 0, 0, 5))
        inner.addWidget(PlainLabel(kit.theme, tr(group), weight=600))
        head.setLayout(inner)
        box = Box(kit.theme, down=True, margins=(0, 0, 0, 14))
        box.addWidget(head)
        box.addSpacing(kit.theme.px(2))
        for row in self.rows:
            box.addWidget(row)
        self.setLayout(box)

    def search(self, words: list[str]) -> bool:
        """Shows only rows that hold all these words."""
        for row in self.rows:
            row.setVisible(all(word in row.said for word in words))
        return any(not row.isHidden() for row in self.rows)


def rows_of(group: str, map_: KeyMap, can: Callable[[str], bool]) -> list[Command]:
    """The rows of a group: what can be done now and has a key."""
    return [
        command
        for command in COMMANDS
        if command.group == group and not command.shares and (command.local or can(command.name)) and map_.row_caps(command)
    ]


class KeysSheet(ScrimDialog):
    """The sheet. `set_letters` hears the switch, `change` and `print_out` the buttons; `map_` and `can` are asked when it is
    filled.
    """

    def __init__(
        self,
        kit: Kit,
        map_: Callable[[], KeyMap],
        can: Callable[[str], bool],
        *,
        letters: bool,
        set_letters: Callable[[bool], None],
        change: Callable[[], None],
        print_out: Callable[[Sequence[PrintedGroup]], object],
    ) -> None:
        self._map, self._can = map_, can
        self._head = QWidget()
        self._head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        super().__init__(kit, tr("Keyboard"), width=1220, height=720, aside=self._head)
        self.switch = Switch(kit, tr("Single-letter keys"), on=letters)
        self.switch.toggled.connect(set_letters)
        self.change, self.print = Button(tr("Change keys"), "small"), Button(tr("Print"), "small")
        self.print.setIcon(kit.icons.icon("printer", 14, "icon.active"))
        self.print.setIconSize(QSize(kit.theme.text_px(14), kit.theme.text_px(14)))
        self.change.clicked.connect(change)
        self.print.clicked.connect(lambda: print_out(self.printed()))
        self.field = QLineEdit()
        sign = kit.icons.icon("magnifying-glass", 16, "icon.rest")
        self.field.addAction(sign, QLineEdit.ActionPosition.LeadingPosition).setText(tr("Find a key or an action"))
        self.field.setPlaceholderText(tr("Find a key or an action"))
        self.field.setAccessibleName(tr("Find a key or an action"))
        self.field.textChanged.connect(self._find)
        self.field.setFixedWidth(kit.theme.column_px(260))
        self._groups: dict[str, _Group] = {}
        self._none = PlainLabel(kit.theme, tr("No key has these words."), role="text.muted")
        self._none.hide()
        self._count, self._split = 0, False
        self._build_body()
        self._place_controls()
        self.refresh()
        self.foot.addWidget(Glyph(kit, "info", 16))
        words = tr(
            "Single letters never work while you type. Switch them off if you use speech input; "
            "the keys with Ctrl, the arrows and the menus always stay."
        )
        self.foot.addWidget(PlainLabel(kit.theme, words, step="meta", role="text.muted", wrap=True), 1)

    def _build_body(self) -> None:
        theme = self.kit.theme
        self._in_head, self._upper, self._lower = Box(theme, gap=10), Box(theme, gap=10), Box(theme, gap=10)
        self._head.setLayout(self._in_head)
        self._side_by_side = Box(theme, gap=36, margins=(26, 17, 26, 0))
        self._columns = [Box(theme, down=True) for _ in _SHARED[3]]
        for column in self._columns:
            self._side_by_side.addLayout(column, 1)
        inner = QWidget()
        inner.setLayout(self._side_by_side)
        area = scroller(self.kit, inner)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setProperty(READ, True)  # before its name, by which Qt asks what it is
        area.setAccessibleName(tr("All keys"))
        self._area = area
        theme.changed.connect(self._ring)
        self._ring()
        self._lines = lines = Box(theme, down=True, gap=8)
        lines.addLayout(self._upper)
        lines.addLayout(self._lower)
        body = Box(theme, down=True)
        body.addLayout(lines)
        body.addWidget(self._none, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(area, 1)
        self.body.setLayout(body)

    def _ring(self) -> None:
        """A ring round the list while the keyboard is in it, to scroll."""
        theme = self.kit.theme
        wide = theme.token("line", "focusRingHighContrast" if theme.high_contrast else "focusRing")
        plain = f"QScrollArea {{ border: {wide}px solid transparent; }}"
        self._area.setStyleSheet(theme.fill(f"{plain} QScrollArea:focus {{ border: {wide}px solid @focus.ring@; }}"))

    def _place_controls(self) -> None:
        """Field and buttons stand in the title line; where that is too narrow, in two lines below it."""
        for line in (self._in_head, self._upper, self._lower):
            while line.count():
                line.takeAt(0)
        first, second = (self._upper, self._lower) if self._split else (self._in_head, self._in_head)
        self._in_head.setContentsMargins(0 if self._split else self.kit.theme.px(16), 0, 0, 0)
        first.addWidget(self.field)
        first.addStretch(1)
        for control in (self.switch, self.change, self.print):
            second.addWidget(control)
        if self._split:
            second.addStretch(1)
        px = self.kit.theme.px
        self._lines.setContentsMargins(px(20), px(10) if self._split else 0, px(20), 0)

    def refresh(self) -> None:
        """Shows the keys as they are now."""
        for group in self._groups.values():
            group.hide()
            group.deleteLater()
        map_ = self._map()
        rows = {group: rows_of(group, map_, self._can) for group in commands.GROUPS}
        self._groups = {group: _Group(self.kit, group, shown, map_) for group, shown in rows.items() if shown}
        self._share(self._count or 3)
        self._find(self.field.text())

    def printed(self) -> list[PrintedGroup]:
        """What is shown, for paper."""
        from client.ui.print_keys import PrintedGroup

        shown = ((group, [row for row in made.rows if not row.isHidden()]) for group, made in self._groups.items())
        return [PrintedGroup(tr(group), [(row.words, row.keys) for row in rows]) for group, rows in shown if rows]

    def _share(self, count: int) -> None:
        """Shares the groups out over as many columns as there is room for."""
        self._count = count
        for number, column in enumerate(self._columns):
            self._side_by_side.setStretch(number, 1 if number < count else 0)
            while column.count():
                column.takeAt(0)
        for column, groups in zip(self._columns, _SHARED[count], strict=False):
            for group in groups:
                if group in self._groups:
                    column.addWidget(self._groups[group])
            column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes fewer columns, or more lines for the controls, where words would be broken."""
        super().resizeEvent(event)
        theme = self.kit.theme
        count = max(1, min(3, self.panel_width // theme.text_px(_COLUMN)))
        if count != self._count:
            self._share(count)
        controls = (self.title, self.field, self.switch, self.change, self.print)
        split = sum(each.sizeHint().width() for each in controls) + theme.px(140) > self.panel_width
        if split != self._split:
            self._split = split
            self._place_controls()

    def tab_children(self) -> list[QWidget]:
        """Field, switch, buttons, list, close: whether the first stand in the title line or below it."""
        return [self._head, self.body, self.shut]

    def _find(self, text: str) -> None:
        words = text.lower().split()
        found = [group.search(words) for group in self._groups.values()]
        for group, hit in zip(self._groups.values(), found, strict=True):
            group.setVisible(hit)
        self._none.setVisible(not any(found))
        self._say(words)

    def _say(self, words: list[str]) -> None:
        """Says what was found to those who do not see it; a long list only by its number."""
        shown = [f"{row.words}: {row.keys}" for each in self._groups.values() for row in each.rows if not row.isHidden()]
        if words and shown:
            few = ". ".join(shown)
            announce(self.field, few if len(shown) <= _FEW else trn("{n} key found", "{n} keys found", len(shown)))
        elif words:
            announce(self.field, self._none.text())

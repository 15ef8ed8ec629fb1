"""The sidebar: 240 px wide with names and states, or a rail of 60. Columns on top, accounts and help at the bottom."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from client.ui.buttons import IconButton
from client.ui.heading import Heading
from client.ui.kit import Kit
from client.ui.mark import Mark
from client.ui.rail import Rail, RailColumn, scrolled
from client.ui.sidebar_rows import AccountButton, AccountLine, ColumnRow, SideButton, health_words
from client.ui.theme import Theme
from client.ui.widgets import Box, Glyph, Panel, PlainLabel
from client.ui.words import tr


class _Wide(QWidget):
    """The wide form."""

    def __init__(self, kit: Kit, *, demo: str) -> None:
        super().__init__()
        self._kit = kit
        theme = kit.theme
        self.toggle = self._button("arrow-line-left", tr("Narrow sidebar"), 16, 28)
        self.add = SideButton(kit, "plus", tr("Add column"), "A")
        self.accounts = self._button("user-circle", tr("Accounts"))
        self.keys = self._button("question", tr("Keyboard help"))
        self.settings = self._button("gear-six", tr("Settings"))
        self.rows = Box(theme, down=True)
        self.rows.addWidget(self.add)
        self.rows.addStretch(1)
        inner = QWidget()
        inner.setLayout(self.rows)
        self.tiles = Box(theme, gap=2)
        self.health = PlainLabel(theme, step="meta", role="side.muted", wrap=True)
        box = Box(theme, down=True, margins=(8, 10, 8, 8))
        box.addLayout(self._brand())
        box.addSpacing(4)
        box.addWidget(
            _padded(theme, PlainLabel(theme, tr("Columns"), step="meta", role="side.muted", weight=500), (8, 6, 8, 4))
        )
        box.addWidget(scrolled(inner), 1)
        if demo:
            box.addWidget(self._demo(demo))
        box.addWidget(self._foot())
        self.setLayout(box)

    def _button(self, icon: str, spoken: str, size: int = 18, side: int = 32) -> IconButton:
        return IconButton(
            self._kit, icon, spoken, side=side, size=size, role="side.icon", hover="side.hover", ring="side.accent"
        )

    def _brand(self) -> Box:
        brand = Box(self._kit.theme, gap=8, margins=(6, 0, 0, 0))
        brand.addStrut(self._kit.theme.px(32))
        brand.addWidget(Mark(self._kit.theme, 22))
        brand.addWidget(PlainLabel(self._kit.theme, "Belfry", step="band", role="side.text"), 1)
        brand.addWidget(self.toggle)
        return brand

    def _demo(self, words: str) -> QWidget:
        theme = self._kit.theme
        note = Panel(theme, "side.selected", radius=6)
        inner = Box(theme, gap=8, margins=(10, 8, 10, 8))
        inner.addWidget(Glyph(self._kit, "play-circle", 16, "side.icon"), 0, Qt.AlignmentFlag.AlignTop)
        inner.addWidget(PlainLabel(theme, words, step="meta", role="side.text", wrap=True), 1)
        note.setLayout(inner)
        note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return note

    def _foot(self) -> QWidget:
        theme = self._kit.theme
        foot = Panel(theme, "side.bg", edges="t", line="side.line")
        box = Box(theme, down=True, gap=4, margins=(0, 10, 0, 0))
        tiles = Box(theme, margins=(6, 0, 0, 0))
        tiles.addLayout(self.tiles)
        tiles.addStretch(1)
        box.addLayout(tiles)
        box.addWidget(_padded(theme, self.health, (8, 0, 8, 0)))
        buttons = Box(theme, gap=2, margins=(2, 2, 2, 0))
        buttons.addWidget(self.accounts)
        buttons.addWidget(self.keys)
        buttons.addStretch(1)
        buttons.addWidget(self.settings)
        box.addLayout(buttons)
        foot.setLayout(box)
        outer = QWidget()
        around = Box(theme, down=True, margins=(0, 6, 0, 0))
        around.addWidget(foot)
        outer.setLayout(around)
        outer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return outer


def _padded(theme: Theme, label: PlainLabel, margins: tuple[int, int, int, int]) -> QWidget:
    holder = QWidget()
    box = Box(theme, margins=margins)
    box.addWidget(label, 1)
    holder.setLayout(box)
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return holder


class Sidebar(QWidget):
    """Shows headings and accounts; tells what the person asks for. Up and down move between its rows."""

    column_chosen = Signal(str)
    column_menu = Signal(str, QPoint)
    account_chosen = Signal(str)
    add_column = Signal()
    accounts_wanted = Signal()
    keys_wanted = Signal()
    settings_wanted = Signal()
    toggled = Signal()

    def __init__(self, kit: Kit, *, demo: bool = False) -> None:
        super().__init__()
        self._kit = kit
        words = tr("Demo: the town of Meerdam. Nothing here is real, and nothing leaves this PC.") if demo else ""
        self._wide, self._rail = _Wide(kit, demo=words), Rail(kit, demo=words)
        self._rows: list[ColumnRow] = []
        self._cells: list[RailColumn] = []
        self._tiles: list[AccountButton] = []
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._wide)
        self._stack.addWidget(self._rail)
        self.setAccessibleName(tr("Sidebar"))
        for form in (self._wide, self._rail):
            form.add.clicked.connect(self.add_column)
            form.accounts.clicked.connect(self.accounts_wanted)
            form.keys.clicked.connect(self.keys_wanted)
            form.settings.clicked.connect(self.settings_wanted)
            form.toggle.clicked.connect(self.toggled)
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        tokens = self._kit.theme.token("sidebar")
        width = tokens["rail"] if self.narrow else tokens["wide"]
        self.setFixedWidth(self._kit.theme.px(width) if self.narrow else self._kit.theme.column_px(width))
        self.update()

    @property
    def narrow(self) -> bool:
        """Whether it is the rail now."""
        return self._stack.currentWidget() is self._rail

    def set_narrow(self, narrow: bool) -> None:
        """Becomes the rail, or wide; the keyboard stays in the sidebar when it was there."""
        if narrow == self.narrow:
            return
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._stack.setCurrentWidget(self._rail if narrow else self._wide)
        self._restyle()
        if had_focus and self.hasFocus():
            self.take_focus()

    def show_columns(self, headings: Sequence[Heading], current: str) -> None:
        """Shows the columns in their order; `current` is the id of the one with the keyboard."""
        while len(self._rows) < len(headings):
            self._add_row()
        while len(self._rows) > len(headings):
            for old in (self._rows.pop(), self._cells.pop()):
                old.hide()
                old.deleteLater()
        for number, (heading, row, cell) in enumerate(zip(headings, self._rows, self._cells, strict=True), 1):
            row.show_heading(heading, number, heading.column == current)
            cell.show_heading(heading, number, heading.column == current)

    def _add_row(self) -> None:
        row, cell = ColumnRow(self._kit), RailColumn(self._kit)
        place = len(self._rows)
        self._wide.rows.insertWidget(place, row)
        self._rail.cells.insertWidget(place, cell, 0, Qt.AlignmentFlag.AlignHCenter)
        self._rows.append(row)
        self._cells.append(cell)
        for last in (self._wide.add, self._rail.add):
            last.raise_()  # what is read aloud goes by this order, and it stands below the columns
        for made in (row, cell):
            made.clicked.connect(lambda checked=False, made=made: self._chosen(made))
            made.menu_wanted.connect(lambda point, made=made: self._menu(made, point))

    def _chosen(self, made: ColumnRow | RailColumn) -> None:
        if made.heading is not None:
            self.column_chosen.emit(made.heading.column)

    def _menu(self, made: ColumnRow | RailColumn, point: QPoint) -> None:
        if made.heading is not None:
            self.column_menu.emit(made.heading.column, point)

    def show_accounts(self, lines: Sequence[AccountLine]) -> None:
        """Shows our accounts and one line on how they are. The keyboard is not lost with an account's button."""
        lost = any(tile.hasFocus() for tile in self._tiles)
        for old in self._tiles:
            old.hide()
            old.deleteLater()
        self._tiles = [AccountButton(self._kit, line) for line in lines[:6]]
        for tile in self._tiles:
            self._wide.tiles.addWidget(tile)
            tile.clicked.connect(lambda checked=False, tile=tile: self.account_chosen.emit(tile.line.account.id))
        for after in (self._wide.accounts, self._wide.keys, self._wide.settings):
            after.raise_()
        if lost:
            self._wide.accounts.setFocus(Qt.FocusReason.OtherFocusReason)
        words, role = health_words(lines)
        self._wide.health.setText(words)
        self._wide.health.set_look(role=role)
        self._rail.accounts.show_accounts(lines)

    def take_focus(self) -> None:
        """Gives the keyboard to the current column's row."""
        rows: Sequence[ColumnRow | RailColumn] = self._cells if self.narrow else self._rows
        current = [row for row in rows if row.current]
        form = self._rail if self.narrow else self._wide
        target: QWidget = current[0] if current else (rows[0] if rows else form.add)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go through the rows."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        QPainter(self).fillRect(self.rect(), self._kit.theme.color("side.bg"))

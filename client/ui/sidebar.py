"""The sidebar: 240 px wide with names and states, or a rail of 60. Decks and columns on top, accounts and help below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from client.ui.decks_picker import DeckLine
from client.ui.heading import Heading
from client.ui.kit import Kit
from client.ui.rail import Rail, RailColumn
from client.ui.sidebar_drag import RowDrag, WidthGrip
from client.ui.sidebar_rows import AccountButton, AccountLine, ColumnRow, health_words
from client.ui.sidebar_wide import WideSidebar
from client.ui.widgets import Panel
from client.ui.words import tr

GRIP = 6


class Sidebar(QWidget):
    """Shows decks, headings and accounts; tells what the person asks for. Up and down move between its rows."""

    column_chosen = Signal(str)
    column_menu = Signal(str, QPoint)
    column_moved = Signal(str, int)
    account_chosen = Signal(str)
    decks_wanted = Signal(QPoint)
    search_wanted = Signal()
    add_column = Signal()
    accounts_wanted = Signal()
    keys_wanted = Signal()
    settings_wanted = Signal()
    toggled = Signal()
    widened = Signal(int)

    def __init__(self, kit: Kit, *, demo: bool = False) -> None:
        super().__init__()
        self._kit = kit
        words = tr("Demo: the town of Meerdam. Nothing here is real, and nothing leaves this PC.") if demo else ""
        self._wide, self._rail = WideSidebar(kit, demo=words), Rail(kit, demo=words)
        self._rows: list[ColumnRow] = []
        self._cells: list[RailColumn] = []
        self._tiles: list[AccountButton] = []
        self._lines: tuple[AccountLine, ...] = ()
        self._width = kit.theme.token("sidebar")["wide"]
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._wide)
        self._stack.addWidget(self._rail)
        self._line = Panel(kit.theme, "side.accent")
        self._line.setParent(self)
        self._line.hide()
        self._grip = WidthGrip(kit, self)
        self._grip.valueChanged.connect(self.set_wide)
        self._grip.kept.connect(lambda: self.widened.emit(self._grip.value()))
        self.setAccessibleName(tr("Sidebar"))
        for form in (self._wide, self._rail):
            form.decks.clicked.connect(lambda checked=False, form=form: self._open_decks(form.decks))
            form.search.clicked.connect(self.search_wanted)
            form.add.clicked.connect(self.add_column)
            form.accounts.clicked.connect(self.accounts_wanted)
            form.keys.clicked.connect(self.keys_wanted)
            form.settings.clicked.connect(self.settings_wanted)
            form.toggle.clicked.connect(self.toggled)
        self._wide.more.clicked.connect(self.accounts_wanted)
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._kit.theme
        self._grip.show_width(self._width)
        self.setFixedWidth(theme.px(theme.token("sidebar")["rail"]) if self.narrow else theme.column_px(self._width))
        self._grip.setVisible(not self.narrow)
        self._show_tiles()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the grip at the right edge."""
        self._grip.setGeometry(self.width() - GRIP, 0, GRIP, self.height())
        self._grip.raise_()

    def tab_children(self) -> list[QWidget]:
        """What Tab goes through: the form that is shown, then the edge that changes the width."""
        return [self._rail] if self.narrow else [self._wide, self._grip]

    # --- its form -----------------------------------------------------------------------------------------------------

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

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """Shows the keys that its commands have now."""
        self._wide.search.set_key(key_of("search"))
        self._wide.add.set_key(key_of("add_column"))

    def set_wide(self, width: int) -> None:
        """Takes another width for the wide form, px at text size 100 %."""
        tokens = self._kit.theme.token("sidebar")
        width = max(tokens["min"], min(tokens["max"], width))
        if width != self._width:
            self._width = width
            self._restyle()

    # --- decks --------------------------------------------------------------------------------------------------------

    def show_deck(self, line: DeckLine) -> None:
        """Shows the deck in use."""
        self._wide.decks.show_deck(line)
        self._rail.decks.show_deck(line)

    def open_decks(self) -> None:
        """Asks for the menu of decks, at its button."""
        self._open_decks(self._rail.decks if self.narrow else self._wide.decks)

    def _open_decks(self, button: QWidget) -> None:
        corner = QPoint(button.width() + 4, 0) if self.narrow else QPoint(0, button.height() + 2)
        self.decks_wanted.emit(button.mapToGlobal(corner))

    def offer_search(self) -> None:
        """Shows the way to search."""
        self._wide.search.show()
        self._rail.search.show()

    # --- columns ------------------------------------------------------------------------------------------------------

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
            drag = RowDrag(made)
            drag.dragged.connect(self._drag)
            drag.dropped.connect(lambda point, made=made: self._drop(made, point))
            drag.ended.connect(self._line.hide)

    def _chosen(self, made: ColumnRow | RailColumn) -> None:
        if made.heading is not None:
            self.column_chosen.emit(made.heading.column)

    def _menu(self, made: ColumnRow | RailColumn, point: QPoint) -> None:
        if made.heading is not None:
            self.column_menu.emit(made.heading.column, point)

    # --- moving a column ----------------------------------------------------------------------------------------------

    def _shown_rows(self) -> Sequence[ColumnRow | RailColumn]:
        return self._cells if self.narrow else self._rows

    def _target(self, point: QPoint) -> int:
        """Between which rows a global point lies: 0 is above the first."""
        rows = self._shown_rows()
        return sum(1 for row in rows if point.y() > row.mapToGlobal(row.rect().center()).y())

    def _drag(self, point: QPoint) -> None:
        rows, target = self._shown_rows(), self._target(point)
        form = self._rail if self.narrow else self._wide
        at = rows[min(target, len(rows) - 1)]
        form.area.ensureWidgetVisible(at, 0, at.height())
        y = at.mapTo(self, QPoint(0, at.height() if target == len(rows) else 0)).y()
        self._line.setGeometry(4, y - 1, self.width() - 8, 3)
        self._line.show()
        self._line.raise_()

    def _drop(self, made: ColumnRow | RailColumn, point: QPoint) -> None:
        self._line.hide()
        rows = list(self._shown_rows())
        if made.heading is None or made not in rows:
            return
        here, target = rows.index(made), self._target(point)
        to = target - 1 if target > here else target
        if to != here:
            self.column_moved.emit(made.heading.column, to)

    # --- accounts -----------------------------------------------------------------------------------------------------

    def show_accounts(self, lines: Sequence[AccountLine]) -> None:
        """Shows our accounts and one line on how they are. The keyboard is not lost with an account's button."""
        self._lines = tuple(lines)
        self._show_tiles()
        words, role = health_words(lines)
        self._wide.health.setText(words)
        self._wide.health.set_look(role=role)
        self._rail.accounts.show_accounts(lines)

    def _show_tiles(self) -> None:
        """Makes a tile for each account that has room; the last place counts the others."""
        theme = self._kit.theme
        room = max(1, (theme.column_px(self._width) - theme.px(22)) // (theme.px(26) + 10 + theme.px(2)))
        lines = self._lines if len(self._lines) <= room else self._lines[: room - 1]
        self._wide.more.show_count(len(self._lines) - len(lines))
        if tuple(tile.line for tile in self._tiles) == lines:
            return
        lost = any(tile.hasFocus() for tile in self._tiles)
        for old in self._tiles:
            old.hide()
            old.deleteLater()
        self._tiles = [AccountButton(self._kit, line) for line in lines]
        for tile in self._tiles:
            self._wide.tiles.addWidget(tile)
            tile.clicked.connect(lambda checked=False, tile=tile: self.account_chosen.emit(tile.line.account.id))
        for after in (self._wide.more, self._wide.accounts, self._wide.keys, self._wide.settings):
            after.raise_()
        if lost:
            self._wide.accounts.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys ---------------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Gives the keyboard to the current column's row."""
        rows = self._shown_rows()
        current = [row for row in rows if row.current]
        form = self._rail if self.narrow else self._wide
        target: QWidget = current[0] if current else (rows[0] if rows else form.add)
        target.setFocus(Qt.FocusReason.TabFocusReason)
        form.area.ensureWidgetVisible(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go through the rows."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        QPainter(self).fillRect(self.rect(), self._kit.theme.color("side.bg"))

"""The narrow sidebar of 60 px: a cell for each column with its count, its accounts' colours, a sign when not well."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from client.model.account import AccountHealth
from client.ui.badges import networks, paint_tile, spoken
from client.ui.buttons import PaintedButton
from client.ui.controls import CENTER, count_text
from client.ui.decks_picker import DeckLine, about, deck_name
from client.ui.heading import Heading
from client.ui.kit import Kit
from client.ui.mark import Mark
from client.ui.rail_edge import MoreEdge
from client.ui.sidebar_rows import AccountLine, health_words, paint_row_ground
from client.ui.widgets import Box, Panel, name, set_tip
from client.ui.words import tr, trn


class RailCell(PaintedButton):
    """One cell of the rail, 44 x 40, with a glyph."""

    def __init__(self, kit: Kit, icon: str = "house", spoken_name: str = "", *, size: int = 20) -> None:
        super().__init__(kit)
        self._icon, self._size = icon, size
        self.current = False
        if spoken_name:
            name(self, spoken_name)
        self.restyle()

    def restyle(self) -> None:
        """Takes the size of the theme."""
        theme = self.kit.theme
        self.setFixedSize(max(theme.px(44), theme.text_px(20) + 12), theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the cell."""
        painter, theme = QPainter(self), self.kit.theme
        self.paint_ground(painter)
        px = theme.text_px(self._size)
        self.kit.icons.paint(painter, (self.width() - px) / 2, (self.height() - px) / 2, self._icon, self._size, "side.icon")
        self.ring(painter, "side.accent", 8)

    def paint_ground(self, painter: QPainter) -> None:
        """Paints what lies under the glyph: hover, or the current column's field and bar."""
        theme = self.kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, self, theme, current=self.current, radius=8)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.current:
            painter.setBrush(theme.color("side.accent"))
            painter.drawRoundedRect(QRectF(0, theme.px(9), 3, self.height() - theme.px(18)), 1.5, 1.5)


class RailColumn(RailCell):
    """A column in the rail: glyph, count, one dash for each account, a sign only when not normal."""

    menu_wanted = Signal(QPoint)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._heading: Heading | None = None
        self._number = 0

    @property
    def heading(self) -> Heading | None:
        """What is shown."""
        return self._heading

    def show_heading(self, heading: Heading, number: int, current: bool) -> None:
        """Shows a column."""
        if (heading, number, current) == (self._heading, self._number, self.current):
            return
        self._heading, self._number, self.current = heading, number, current
        unread = trn("{n} unread", "{n} unread", heading.unread) if heading.unread else ""
        accounts = ", ".join(spoken(account) for account in heading.accounts)
        parts = [heading.title, unread, heading.look.word, accounts]
        self.setAccessibleName(tr("Column {number}: {name}", number=number, name=heading.title))
        self.setAccessibleDescription(", ".join(part for part in parts[1:] if part))
        set_tip(self, "\n".join(part for part in parts if part))
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click opens the column's options."""
        self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the cell."""
        heading = self._heading
        if heading is None:
            return
        painter, theme = QPainter(self), self.kit.theme
        self.paint_ground(painter)
        px = theme.text_px(20)
        shift = (-7, 2) if heading.unread else (0, 0)
        left, top = (self.width() - px) / 2 + theme.px(shift[0]), (self.height() - px) / 2 + theme.px(shift[1])
        self.kit.icons.paint(painter, left, top, heading.icon, 20, "side.icon")
        self._dashes(painter, heading)
        if not heading.look.normal:
            sign = theme.text_px(13)
            box = (self.width() - sign - 2, self.height() - sign - 3)
            self.kit.icons.paint(painter, *box, heading.look.icon, 13, heading.look.side_role or "side.wait")
        if heading.unread:
            self._count(painter, heading.unread)
        self.ring(painter, "side.accent", 8)

    def _dashes(self, painter: QPainter, heading: Heading) -> None:
        theme = self.kit.theme
        painter.setPen(Qt.PenStyle.NoPen)
        left = float(theme.px(8))
        shown = networks(heading.accounts) if heading.public else heading.accounts
        for account in shown[:3]:
            painter.setBrush(theme.color("side.muted") if heading.public else theme.account_color(account.color))
            painter.drawRoundedRect(QRectF(left, self.height() - theme.px(8), theme.px(8), theme.px(4)), 2, 2)
            left += theme.px(10)

    def _count(self, painter: QPainter, unread: int) -> None:
        theme = self.kit.theme
        font = theme.font("tiny")
        text = count_text(unread)
        height = theme.text_px(16)
        width = max(theme.text_px(17), QFontMetrics(font).horizontalAdvance(text) + theme.px(8))
        box = QRectF(self.width() - width, 1, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("side.selected" if self.current else "side.bg"))
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), height / 2 + 2, height / 2 + 2)
        painter.setBrush(theme.color("side.count"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(theme.color("side.count.on"))
        painter.setFont(font)
        painter.drawText(box, CENTER, text)


class RailDeck(RailCell):
    """The deck in use, as a cell that opens the menu of decks."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, "squares-four")

    def show_deck(self, line: DeckLine) -> None:
        """Shows the deck in use."""
        name(self, tr("Deck: {name}", name=deck_name(line.name)), f"{deck_name(line.name)}\n{about(line)}")


class RailAccounts(RailCell):
    """All accounts in one cell: the tile of the one that needs the person most, with a sign when it does."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, "user-circle", tr("Accounts"))
        self._lines: tuple[AccountLine, ...] = ()

    def show_accounts(self, lines: Sequence[AccountLine]) -> None:
        """Shows these."""
        self._lines = tuple(sorted(lines, key=lambda line: line.health is AccountHealth.READY))
        words, _ = health_words(lines)
        name(self, tr("Accounts: {state}", state=words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the tile, or a glyph while there is no account."""
        if not self._lines:
            super().paintEvent(event)
            return
        painter, theme = QPainter(self), self.kit.theme
        self.paint_ground(painter)
        side, line = theme.px(26), self._lines[0]
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_tile(painter, theme, box, line.account, network=False)
        if line.health is not AccountHealth.READY:
            role = "side.error" if line.health is AccountHealth.SIGNED_OUT else "side.wait"
            px = theme.text_px(13)
            self.kit.icons.paint(painter, self.width() - px - 4, self.height() - px - 1, "warning-fill", 13, role)
        self.ring(painter, "side.accent", 8)


class Rule(Panel):
    """A short line between the parts of the rail, with room around it."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "side.bg")
        self.setFixedSize(28, 13)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line."""
        QPainter(self).fillRect(0, 6, self.width(), 1, self._theme.color("side.line"))


class Rail(QWidget):
    """The rail. Its cells are made by `client.ui.sidebar`, which wires them."""

    def __init__(self, kit: Kit, *, demo: str) -> None:
        super().__init__()
        self.toggle = RailCell(kit, "arrow-line-right", tr("Wide sidebar"), size=16)
        self.decks = RailDeck(kit)
        self.search = RailCell(kit, "magnifying-glass", tr("Search"))
        self.search.hide()
        self.add = RailCell(kit, "plus", tr("Add column"))
        self.accounts = RailAccounts(kit)
        self.keys = RailCell(kit, "question", tr("Keyboard help"))
        self.settings = RailCell(kit, "gear-six", tr("Settings"))
        self.columns = QWidget()
        center = Qt.AlignmentFlag.AlignHCenter
        self.cells = Box(kit.theme, down=True, gap=2)
        middle = Box(kit.theme, down=True, gap=2)
        for head in (self.decks, self.search, Rule(kit)):
            middle.addWidget(head, 0, center)
        middle.addLayout(self.cells)
        middle.addWidget(self.add, 0, center)
        middle.addStretch(1)
        self.columns.setLayout(middle)
        self.columns.setAutoFillBackground(False)
        scroll = self.area = scrolled(self.columns)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edges = tuple(MoreEdge(kit, scroll, below=below) for below in (False, True))
        box = Box(kit.theme, down=True, gap=2, margins=(8, 10, 8, 8))
        box.addWidget(Mark(kit.theme, 24), 0, center)
        box.addWidget(self.toggle, 0, center)
        box.addWidget(scroll, 1)
        if demo:
            self.demo = RailCell(kit, "play-circle", demo)
            box.addWidget(self.demo, 0, center)
        for cell in (self.accounts, self.keys, self.settings):
            box.addWidget(cell, 0, center)
        self.setLayout(box)


class Rows(QScrollArea):
    """A scroll area that leaves the arrow keys to what it lies in: they go from row to row there."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scrolls by other keys only."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


def scrolled(inner: QWidget) -> QScrollArea:
    """A scroll area without frame or ground of its own that is no Tab stop."""
    scroll = Rows()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.viewport().setAutoFillBackground(False)
    scroll.setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    scroll.setWidget(inner)
    inner.setAutoFillBackground(False)
    return scroll

"""The deck picker: the button that names the deck in use, and the menu behind it with all decks and what can be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QActionGroup, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from client.ui.buttons import PaintedButton
from client.ui.controls import MIDDLE
from client.ui.kit import Kit
from client.ui.widgets import set_tip
from client.ui.words import tr, trn


@dataclass(frozen=True, slots=True)
class DeckLine:
    """One deck as the picker shows it. `unread` is 0 for a deck whose columns are not watched now."""

    id: str
    name: str
    columns: int
    unread: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True)
class DeckActs:
    """What can be done with decks."""

    switch: Callable[[str], None]
    add: Callable[[], None]
    rename: Callable[[], None]
    remove: Callable[[], None]
    export: Callable[[], None]
    load: Callable[[], None]
    put_back: Callable[[], None] | None = None


def deck_name(name: str) -> str:
    """What a deck is called; the first one has no name until it is given one."""
    return name or tr("My deck")


def about(line: DeckLine) -> str:
    """Says what is in a deck: `5 columns, 12 unread`."""
    said = trn("{n} column", "{n} columns", line.columns)
    return said + ", " + trn("{n} unread", "{n} unread", line.unread) if line.unread else said


class DeckPicker(PaintedButton):
    """The button in the wide sidebar: glyph, name of the deck, a sign that it folds out."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.restyle()
        self.show_deck(DeckLine("", "", 0))

    def restyle(self) -> None:
        """Takes the height of the theme."""
        self.setFixedHeight(max(self.kit.theme.px(30), self.kit.theme.line("ui") + 8))

    def show_deck(self, line: DeckLine) -> None:
        """Shows the deck in use."""
        self._name = deck_name(line.name)
        self.setAccessibleName(tr("Deck: {name}", name=self._name))
        self.setAccessibleDescription(about(line))
        set_tip(self, f"{self._name}\n{about(line)}")
        self.update()

    @property
    def name(self) -> str:
        """What it says."""
        return self._name

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the field."""
        painter, theme = QPainter(self), self.kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("side.line.strong" if theme.high_contrast else "side.line")))
        painter.setBrush(theme.color("side.hover") if self.hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
        left, middle = theme.px(8), self.height() / 2
        size, caret = theme.text_px(16), theme.text_px(12)
        self.kit.icons.paint(painter, left, middle - size / 2, "squares-four", 16, "side.icon")
        left += size + theme.px(6)
        right = self.width() - theme.px(8) - caret
        self.kit.icons.paint(painter, right, middle - caret / 2, "caret-down", 12, "side.icon")
        font = theme.font("ui")
        painter.setFont(font)
        painter.setPen(theme.color("side.text"))
        text = QFontMetrics(font).elidedText(self._name, Qt.TextElideMode.ElideRight, max(0, right - theme.px(6) - left))
        painter.drawText(QRectF(left, 0, right - left, self.height()), MIDDLE, text)
        self.ring(painter, "side.accent")


def open_menu(parent: QWidget, kit: Kit, lines: Sequence[DeckLine], acts: DeckActs, place: QPoint) -> QMenu:
    """Opens the menu of decks at a global point and returns at once."""
    menu = QMenu(parent)
    menu.setAccessibleName(tr("Decks"))
    group = QActionGroup(menu)
    for line in lines:
        action = menu.addAction(f"{deck_name(line.name)}\t{about(line)}".replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(line.current)
        action.triggered.connect(lambda checked=False, deck=line.id: acts.switch(deck))
        group.addAction(action)
    menu.addSeparator()

    def add(icon: str, text: str, act: Callable[[], None], *, enabled: bool = True) -> None:
        action = menu.addAction(kit.icons.icon(icon, 16, "icon.active"), text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda checked=False: act())

    add("plus", tr("New deck…"), acts.add)
    add("pencil-simple", tr("Rename deck…"), acts.rename)
    add("trash", tr("Remove deck"), acts.remove, enabled=len(lines) > 1)
    menu.addSeparator()
    add("file-arrow-up", tr("Export deck…"), acts.export)
    add("file-arrow-down", tr("Import a deck file…"), acts.load)
    if acts.put_back is not None:
        add("clock-counter-clockwise", tr("Put back a backup…"), acts.put_back)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)
    return menu

"""The wide form of the sidebar: mark, deck picker, search, columns (these scroll), then accounts and help at the foot."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.ui.buttons import IconButton
from client.ui.decks_picker import DeckPicker
from client.ui.kit import Kit
from client.ui.mark import Mark
from client.ui.rail import scrolled
from client.ui.sidebar_rows import SideButton, SideMore
from client.ui.theme import Theme
from client.ui.widgets import Box, Glyph, Panel, PlainLabel
from client.ui.words import tr


class WideSidebar(QWidget):
    """The wide form. Its rows are made by `client.ui.sidebar`, which wires them."""

    def __init__(self, kit: Kit, *, demo: str) -> None:
        super().__init__()
        self._kit = kit
        theme = kit.theme
        self.toggle = self._button("arrow-line-left", tr("Narrow sidebar"), 16, 28)
        self.decks = DeckPicker(kit)
        self.search = SideButton(kit, "magnifying-glass", tr("Search"), indent=8)
        self.search.hide()
        self.add = SideButton(kit, "plus", tr("Add column"))
        self.accounts = self._button("user-circle", tr("Accounts"))
        self.keys = self._button("question", tr("Keyboard help"))
        self.settings = self._button("gear-six", tr("Settings"))
        self.rows = Box(theme, down=True)
        middle = Box(theme, down=True)
        head = PlainLabel(theme, tr("Columns"), step="meta", role="side.muted", weight=500)
        middle.addWidget(_padded(theme, head, (8, 10, 8, 4)))
        middle.addLayout(self.rows)
        middle.addWidget(self.add)
        middle.addStretch(1)
        self.inner = QWidget()
        self.inner.setLayout(middle)
        self.tiles = Box(theme, gap=2)
        self.more = SideMore(kit)
        self.health = PlainLabel(theme, step="meta", role="side.muted", wrap=True)
        box = Box(theme, down=True, margins=(8, 10, 8, 8))
        box.addLayout(self._brand())
        box.addSpacing(6)
        box.addWidget(self.decks)
        box.addSpacing(8)
        box.addWidget(self.search)
        self.area = scrolled(self.inner)
        box.addWidget(self.area, 1)
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
        note = Panel(theme, "side.bg" if theme.high_contrast else "side.selected", edges="ltrb", line="side.line", radius=6)
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
        tiles.addWidget(self.more)
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

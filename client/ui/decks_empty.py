"""What a deck without columns shows: why it is empty, and the ways to fill it. The first is one press."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from client.ui.buttons import Button, LinkButton
from client.ui.dialog import scroller
from client.ui.kit import Kit
from client.ui.widgets import Box, Glyph, PlainLabel
from client.ui.words import tr


class EmptyDeck(QWidget):
    """The page. `start_wanted` asks for the three columns that most people begin with."""

    add_wanted = Signal()
    start_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        theme, center = kit.theme, Qt.AlignmentFlag.AlignHCenter
        self.start = Button(tr("Begin with Home, Mentions and Notifications"), "primary")
        self.add = Button(tr("Choose a column yourself"))
        self.load = LinkButton(kit, tr("Import a deck file"))
        self.start.clicked.connect(self.start_wanted)
        self.add.clicked.connect(self.add_wanted)
        self.load.clicked.connect(self.import_wanted)
        words = PlainLabel(
            theme, tr("Choose what you want to watch. You can change it at any time."), role="text.secondary", wrap=True
        )
        words.setAlignment(center)
        inner = QWidget()
        box = Box(theme, down=True, gap=10, margins=(16, 16, 16, 16))
        box.addStretch(2)
        box.addWidget(Glyph(kit, "columns", 32, "icon.rest"), 0, center)
        box.addWidget(PlainLabel(theme, tr("There is no column yet"), step="dialogTitle"), 0, center)
        box.addWidget(words)
        box.addSpacing(theme.px(6))
        for part in (self.start, self.add, self.load):
            box.addWidget(part, 0, center)
        box.addStretch(3)
        inner.setLayout(box)
        outer = Box(theme)
        outer.addWidget(scroller(kit, inner))
        self.setLayout(outer)
        self.offer_start(on=False)

    def offer_start(self, *, on: bool) -> None:
        """Offers the usual three columns, where an account can fill them; else the first way is to choose."""
        self.start.setVisible(on)
        self.add.set_look("" if on else "primary")
        self.add.setText(tr("Choose a column yourself") if on else tr("Add column"))

    def take_focus(self) -> None:
        """Gives the keyboard to the first way."""
        first = self.add if self.start.isHidden() else self.start
        first.setFocus(Qt.FocusReason.TabFocusReason)

"""The dialog that asks for the name of a deck, new or there already."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from client.ui.buttons import Button
from client.ui.dialog import ScrimDialog
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, announce
from client.ui.words import tr

LONGEST = 60


class NameDeck(ScrimDialog):
    """Asks for a name; `keep` hears it. An empty name is not taken."""

    def __init__(self, kit: Kit, title: str, verb: str, name: str, keep: Callable[[str], None]) -> None:
        super().__init__(kit, title, width=420)
        self._keep = keep
        self.field = QLineEdit(name)
        self.field.setAccessibleName(tr("Name"))
        self.field.setPlaceholderText(tr("For example: Festival weekend"))
        self.field.setMaxLength(LONGEST)
        self.field.selectAll()
        self.problem = PlainLabel(kit.theme, role="error.text", wrap=True)
        self.problem.hide()
        label = PlainLabel(kit.theme, tr("Name"), step="meta", role="text.secondary", weight=500)
        label.setBuddy(self.field)
        box = Box(kit.theme, down=True, gap=4, margins=(20, 16, 20, 18))
        for part in (label, self.field, self.problem):
            box.addWidget(part)
        self.body.setLayout(box)
        cancel, main = Button(tr("Cancel")), Button(verb, "primary")
        cancel.clicked.connect(self.end)
        main.clicked.connect(self._done)
        self.foot.addStretch(1)
        self.foot.addWidget(cancel)
        self.foot.addWidget(main)
        self.set_main(main)

    def _done(self) -> None:
        name = " ".join(self.field.text().split())
        if not name:
            self.problem.setText(tr("Give the deck a name first."))
            self.problem.show()
            self.grow()
            announce(self.problem, self.problem.text())
            self.field.setFocus()
            return
        self.end()
        self._keep(name)

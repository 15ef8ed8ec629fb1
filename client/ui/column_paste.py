"""Takes in a column that a colleague sent as a text: `belfry-column:…`, pasted with whatever stands around it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from client import errors
from client.ui import notices_options
from client.ui.buttons import LinkButton
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, announce
from client.ui.words import tr

SIGN = "belfry-column:"
LONGEST = 60_000
"""Characters that the field takes: what a mail or a chat adds around it too."""


class PasteColumn(QWidget):
    """A field for the text and the words about what was wrong with it. `taken` carries the `Offered` column."""

    taken = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.link = LinkButton(kit, tr("Paste a column from a colleague"), step="meta")
        self.link.clicked.connect(self.begin)
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setAccessibleName(tr("Text of a column"))
        self.field.setPlaceholderText(SIGN + "…")
        self.field.textChanged.connect(self._typed)
        self.words = PlainLabel(kit.theme, step="meta", role="text.muted", wrap=True)
        label = tr("Text of a column, as a colleague copied it in the column's options")
        box = Box(kit.theme, down=True, gap=4)
        box.addWidget(PlainLabel(kit.theme, label, step="meta", role="text.secondary", weight=500, wrap=True))
        box.addWidget(self.field)
        box.addWidget(self.words)
        self.setLayout(box)
        self.hide()

    def begin(self) -> None:
        """Takes what is on the clipboard when that is a column; else shows the field for it."""
        self.show()
        held = QGuiApplication.clipboard().text()
        if SIGN in held[:LONGEST].casefold():
            self.field.setText(held[:LONGEST])
        else:
            self._say(tr("Copy the text first, then paste it here."), wrong=False)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, text: str) -> bool:
        """Takes a text that was pasted elsewhere; tells whether there is a column in it."""
        if SIGN not in text.casefold():
            return False
        self.show()
        self.field.setText(text)
        return True

    def _typed(self, text: str) -> None:
        from client.sync import deckfile  # late: few paste a column

        if not text.strip():
            self._say("", wrong=False)
            return
        try:
            offer = deckfile.read_column(text)
        except errors.BadDeckFile as problem:
            self._say(notices_options.no_column(problem.reason), wrong=True)
            return
        if not offer.columns:
            self._say(notices_options.no_column("newer" if offer.unknown_kinds else "empty"), wrong=True)
            return
        self._say(tr("Look at it at the right, choose the accounts, and add it."), wrong=False)
        self.taken.emit(offer.columns[0])

    def _say(self, text: str, *, wrong: bool) -> None:
        self.words.set_look(role="error.text" if wrong else "text.muted")
        if text and text != self.words.text():
            announce(self.field, text)
        self.words.setText(text)
        self.words.setVisible(bool(text))

"""What helps to search: operators to press, and what was looked for lately while the field is empty."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.ui import search_words
from client.ui.buttons import Button, LinkButton
from client.ui.flow import Flow
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, name
from client.ui.words import tr

FEW = 3  # earlier searches where there is little room
SHOWN = 40  # characters of an earlier search


class Helps(QWidget):
    """`chosen` carries an operator, `recalled` an earlier search; `cleared` asks to forget them all."""

    chosen = Signal(str)
    recalled = Signal(str)
    cleared = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._texts: tuple[str, ...] = ()
        self._empty, self._tight = True, False
        self._buttons: list[LinkButton] = []
        self._chips = QWidget()
        flow = Flow(kit.theme, gap=6)
        self._chips.setLayout(flow)
        for text, meaning in search_words.CHIPS:
            chip = Button(tr(text), "small")
            name(chip, f"{tr(meaning)}: {tr(text)}", tr(meaning))
            chip.clicked.connect(lambda checked=False, text=text: self.chosen.emit(tr(text)))
            flow.addWidget(chip)
        self._recent = QWidget()
        self._lines = Box(kit.theme, down=True, gap=2)
        self._recent.setLayout(self._lines)
        for part in (self, self._chips):
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            part.setSizePolicy(policy)
        box = Box(kit.theme, down=True, gap=8)
        box.addWidget(self._chips)
        box.addWidget(self._recent)
        self.setLayout(box)
        self._recent.hide()

    def show_for(self, typed: str, *, tight: bool = False, here: bool = True) -> None:
        """Shows what helps with what is typed. Where room is `tight`, the operators give way to what is found; they are for
        searching `here` only."""
        self._empty = not typed.strip()
        self._chips.setVisible(here and (self._empty or not tight))
        self._tight = tight
        self._recent.setVisible(self._empty and bool(self._texts))
        for number, line in enumerate(self._buttons):
            line.setVisible(number < (FEW if tight else len(self._buttons)))

    def show_recent(self, texts: Sequence[str]) -> None:
        """Shows what was looked for lately."""
        self._texts = tuple(texts)
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons = []
        if self._texts:
            self._lines.addWidget(PlainLabel(self._kit.theme, tr("Looked for lately"), step="meta", role="text.muted"))
        for text in self._texts:
            button = LinkButton(self._kit, text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
            name(button, tr("Look again for: {words}", words=text))
            button.clicked.connect(lambda checked=False, text=text: self.recalled.emit(text))
            self._lines.addWidget(button)
            self._buttons.append(button)
        if self._texts:
            forget = Button(tr("Forget these searches"), "small")
            forget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            forget.clicked.connect(self.cleared)
            self._lines.addWidget(forget)
        self.show_for("" if self._empty else "x", tight=self._tight)

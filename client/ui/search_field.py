"""The field for words to search for, with chips for what the chosen servers understand beyond words."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.columns.base import Param
from client.model.query import Operator
from client.ui.buttons import PaintedButton
from client.ui.column_form import TextField, Understood
from client.ui.controls import CENTER
from client.ui.flow import Flow
from client.ui.kit import Kit
from client.ui.widgets import PlainLabel, name
from client.ui.words import tr


class WordChip(PaintedButton):
    """A word to press that is put into the field."""

    def __init__(self, kit: Kit, text: str, spoken: str) -> None:
        super().__init__(kit)
        self.setText(text)
        name(self, spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The words with round ends."""
        theme = self.kit.theme
        width = QFontMetrics(theme.font("meta")).horizontalAdvance(self.text())
        return QSize(width + 2 * theme.px(10), max(theme.px(26), theme.line("meta") + 6))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints frame and words."""
        painter, theme = QPainter(self), self.kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line.strong")))
        painter.setBrush(theme.color("bg.hover" if self.hovered else "bg.column"))
        half = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), half, half)
        painter.setPen(theme.color("text.primary"))
        painter.setFont(theme.font("meta"))
        painter.drawText(self.rect(), CENTER, self.text())
        self.ring(painter, radius=13)


class SearchField(TextField):
    """Words, and below them chips that put in what is more than a word. Only what all chosen servers understand is offered."""

    def __init__(self, kit: Kit, param: Param, understood: Understood) -> None:
        super().__init__(kit, param)
        self._understood = understood
        self._chips = QWidget()
        flow = Flow(kit.theme)
        flow.setContentsMargins(0, kit.theme.px(3), 0, 0)
        flow.addWidget(PlainLabel(kit.theme, tr("Add:"), step="meta", role="text.muted"))
        self.chips: dict[Operator, WordChip] = {}
        for operator, text, spoken in (
            (Operator.OR, "OR", tr("Add OR: one of these words is enough")),
            (Operator.PHRASE, tr("“exact words”"), tr("Add quotes: exactly these words, in this order")),
            (Operator.NOT, tr("-not"), tr("Add a minus: posts without this word")),
            (Operator.FROM, "from:", tr("Add from: only posts by this handle")),
        ):
            chip = self.chips[operator] = WordChip(kit, text, spoken)
            chip.clicked.connect(lambda checked=False, operator=operator: self.put(operator))
            flow.addWidget(chip)
        self._chips.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self.edit.setStyleSheet(f"min-height: {kit.theme.px(34)}px; font-size: {kit.theme.text_px(14)}px")
        self.box.addWidget(self._chips)
        self.account_changed()

    def account_changed(self) -> None:
        """Offers what the servers of the chosen accounts understand."""
        known = self._understood()
        for operator, chip in self.chips.items():
            chip.setVisible(operator in known)
        self._chips.setVisible(bool(known))

    def put(self, operator: Operator) -> None:
        """Puts an operator where the cursor is; words that are chosen come between the quotes."""
        edit = self.edit
        chosen = edit.selectedText()
        before = edit.text()[: edit.selectionStart() if chosen else edit.cursorPosition()]
        space = "" if not before or before.endswith(" ") else " "
        match operator:
            case Operator.PHRASE:
                edit.insert(f'{space}"{chosen}"')
                if not chosen:
                    edit.cursorBackward(False)
            case Operator.OR:
                edit.insert(f"{chosen}{space}OR ")
            case Operator.NOT | Operator.FROM:
                edit.insert(f"{space}{operator.value}{chosen}")
        edit.setFocus()
        edit.deselect()

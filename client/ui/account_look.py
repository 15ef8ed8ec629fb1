"""How Belfry shows an account: its two letters, one of ten colours, and whether it is official."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from client.model.account import Account, AccountId, Server
from client.ui.badges import AccountTile, code
from client.ui.buttons import PaintedButton
from client.ui.controls import Tick
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, name
from client.ui.words import tr


def color_words(color: str) -> str:
    """Says an account colour."""
    words = {
        "azure": tr("azure"),
        "brick": tr("brick red"),
        "violet": tr("violet"),
        "moss": tr("moss green"),
        "magenta": tr("magenta"),
        "ochre": tr("ochre"),
        "stone": tr("stone grey"),
        "emerald": tr("emerald"),
        "rust": tr("rust"),
        "indigo": tr("indigo"),
    }
    return words.get(color, color)


class _Swatch(PaintedButton):
    """One colour to choose."""

    def __init__(self, kit: Kit, color: str) -> None:
        super().__init__(kit)
        self.color = color
        self.setCheckable(True)
        self.setAutoExclusive(True)  # a radio button to those who hear it
        name(self, tr("Colour: {color}", color=color_words(color)), color_words(color))
        self.restyle()

    def restyle(self) -> None:
        """Takes the size of the theme."""
        side = self.kit.theme.px(24) + 8
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the colour; the chosen one has a ring and a tick."""
        painter, theme = QPainter(self), self.kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.account_color(self.color))
        painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        if self.isChecked():
            px = theme.text_px(14)
            glyph = self.kit.icons.tinted("check-bold", px, theme.account_on, self.devicePixelRatioF())
            painter.drawPixmap(round(box.center().x() - px / 2), round(box.center().y() - px / 2), glyph)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text.primary"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))
        self.ring(painter, radius=8)


class AccountLook(QWidget):
    """Lets a person choose. The first colour that no account has yet is proposed."""

    changed = Signal()

    def __init__(self, kit: Kit, network: str, taken: Sequence[str]) -> None:
        super().__init__()
        theme = kit.theme
        free = [color for color in theme.account_names if color not in taken and color != "stone"]
        self._account = Account(
            AccountId(""), network, Server(""), "", "", "", color=(free or list(theme.account_names))[0], code="··"
        )  # fmt: skip
        self._touched = False
        self.tile = AccountTile(kit, self._account, side=36)
        self.code = QLineEdit()
        self.code.setMaxLength(2)
        self.code.setFixedWidth(theme.px(64))
        self.code.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.code.setAccessibleName(tr("Two letters for this account"))
        self.official = Tick(kit, tr("This is an official account."), tr("Ask for a tick before each post, and for alt text."))
        self.group = QButtonGroup(self)
        line = Box(theme, gap=8)
        line.addWidget(self.tile)
        line.addWidget(self.code)
        swatches = Box(theme, gap=0)
        for number, color in enumerate(theme.account_names):
            swatch = _Swatch(kit, color)
            swatch.setChecked(color == self._account.color)
            self.group.addButton(swatch, number)
            swatches.addWidget(swatch)
        line.addLayout(swatches)
        line.addStretch(1)
        box = Box(theme, down=True, gap=6)
        box.addWidget(PlainLabel(theme, tr("How Belfry shows this account"), step="meta", role="text.secondary", weight=500))
        box.addLayout(line)
        box.addWidget(self.official)
        self.setLayout(box)
        self.code.textEdited.connect(self._code_edited)
        self.group.buttonClicked.connect(lambda swatch: self._show(color=swatch.color))

    def _code_edited(self, text: str) -> None:
        self._touched = True
        self._show(code=text.upper() or "··")

    def _show(self, **values: str) -> None:
        self._account = replace(self._account, **values)  # type: ignore[arg-type]
        self.tile.show_account(self._account)
        self.changed.emit()

    def take(self, account: Account) -> None:
        """Proposes the letters of an account that has signed in, unless the person has typed some."""
        if not self._touched:
            self.code.setText(code(account))
            self._show(code=code(account))

    def value(self, account: Account) -> tuple[str, str, bool]:
        """Colour, letters and official, as chosen."""
        letters = self.code.text().strip().upper() or code(account)
        return self._account.color, letters, self.official.isChecked()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the colours."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        target = self.group.button(self.group.checkedId() + way)
        if way and target is not None:
            target.setFocus()
            target.click()
            return
        super().keyPressEvent(event)

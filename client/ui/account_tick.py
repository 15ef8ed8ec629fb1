"""An account to look with, as a framed row with a tick: tile, name, handle; or why it cannot be chosen."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from client.model.account import Account
from client.ui.badges import paint_tile, spoken
from client.ui.buttons import PaintedButton
from client.ui.controls import MIDDLE, paint_tick
from client.ui.kit import Kit
from client.ui.widgets import set_tip


class AccountTick(PaintedButton):
    """One account; the whole row is the target. `words` stand after the name."""

    def __init__(self, kit: Kit, account: Account, words: str) -> None:
        super().__init__(kit)
        self.account, self._words = account, words
        self.setCheckable(True)
        self.setText(account.name or account.handle)
        self.setAccessibleName(spoken(account))
        self.setAccessibleDescription(words)
        set_tip(self, f"{self.text()}\n{words}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def takes_enter(self) -> bool:
        """Only Space ticks."""
        return False

    def sizeHint(self) -> QSize:
        """Room for the tile and one line."""
        theme = self.kit.theme
        return QSize(theme.px(200), max(theme.px(40), theme.line("ui") + 12))

    def minimumSizeHint(self) -> QSize:
        """Words are cut before the row is."""
        return QSize(self.kit.theme.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints frame, tick, tile and words."""
        painter, theme, on = QPainter(self), self.kit.theme, self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line.strong" if on or theme.high_contrast else "line.hair")))
        painter.setBrush(theme.color("bg.hover" if self.hovered and self.isEnabled() else "bg.column"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
        painter.setOpacity(1 if self.isEnabled() else 0.45)
        box, tile = theme.px(18), theme.px(26)
        left = float(theme.px(10))
        paint_tick(painter, self.kit, QRectF(left, (self.height() - box) / 2, box, box), on)
        left += box + theme.px(10)
        paint_tile(painter, theme, QRectF(left, (self.height() - tile) / 2, tile, tile), self.account, network=True)
        painter.setOpacity(1)
        self._paint_words(painter, left + tile + theme.px(12))
        self.ring(painter)

    def _paint_words(self, painter: QPainter, left: float) -> None:
        theme, right = self.kit.theme, self.width() - self.kit.theme.px(10)
        ink = "text.primary" if self.isEnabled() else "text.disabled"
        for text, font, role in (
            (self.text(), theme.font("ui", 600), ink),
            (self._words, theme.font("meta"), "text.muted" if self.isEnabled() else "text.disabled"),
        ):
            metrics = QFontMetrics(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, round(right - left)))
            painter.setFont(font)
            painter.setPen(theme.color(role))
            painter.drawText(QRectF(left, 0, right - left, self.height()), MIDDLE, shown)
            left += metrics.horizontalAdvance(shown) + theme.px(6)

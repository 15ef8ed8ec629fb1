"""The rows of the preview of a deck file: an account that it names, and a column that it would add."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.model.account import Account, AccountId
from client.sync.deckfile import Fit, Offered, Source
from client.text import display
from client.ui.badges import NETWORKS, NetworkBadge, spoken
from client.ui.buttons import Button, PaintedButton
from client.ui.controls import MIDDLE, Choice, paint_tick
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, set_tip
from client.ui.words import tr

LONGEST = 40
"""Characters of a server's name on a button."""


class SourceRow(QWidget):
    """An account that the file names, and which of ours stands for it. `chosen` says that it is another one now."""

    chosen = Signal()
    sign_in = Signal()

    def __init__(self, kit: Kit, source: Source) -> None:
        super().__init__()
        self.source = source
        self._ids: list[AccountId | None] = []
        theme = kit.theme
        name = f"@{source.handle}" if "@" in source.handle else f"@{source.handle}@{source.server}"
        self.choice = Choice(kit, tr("Account here in the place of {name}", name=name))
        self.button = Button(tr("Sign in at {server}", server=display.one_line(source.server, LONGEST)), "small")
        self.words = PlainLabel(theme, step="meta", role="wait.text", wrap=True)
        self.choice.currentIndexChanged.connect(lambda index: self.chosen.emit())
        self.button.clicked.connect(self.sign_in)
        head = Box(theme, gap=8)
        badge = NetworkBadge(kit, source.network)
        head.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(PlainLabel(theme, name, weight=600, elide=True), 1)
        line = Box(theme, gap=8)
        line.addWidget(self.choice, 1)
        line.addWidget(self.words, 1)
        line.addWidget(self.button)
        box = Box(theme, down=True, gap=4)
        box.addLayout(head)
        box.addLayout(line)
        self.setLayout(box)

    @property
    def account(self) -> AccountId | None:
        """The account that was chosen."""
        at = self.choice.currentIndex()
        return self._ids[at] if 0 <= at < len(self._ids) else None

    def offer(self, fit: Fit, accounts: dict[AccountId, Account]) -> None:
        """Offers what fits here. What was chosen stays; the same account, or the only one there is, is chosen by itself."""
        before, known = self.account, [*([fit.account] if fit.account else []), *fit.others]
        self._ids = [*known, None]
        self.choice.blockSignals(True)
        self.choice.clear()
        for each in known:
            same = tr("the same account") if each == fit.account else tr("in its place")
            self.choice.addItem(f"{spoken(accounts[each])} ({same})")
        self.choice.addItem(tr("No account: leave its columns out"))
        wish = before or fit.account or (known[0] if len(known) == 1 else None)
        self.choice.setCurrentIndex(self._ids.index(wish) if wish in self._ids else len(known))
        self.choice.blockSignals(False)
        self.choice.setVisible(bool(known))
        network = NETWORKS.get(self.source.network, self.source.network)
        self.words.setText(tr("No account here fits. Sign in with a {network} account first.", network=network))
        self.words.setVisible(not known)
        self.button.setVisible(fit.account is None)


class OfferRow(PaintedButton):
    """A column that the file would add: tick, glyph, name, kind; and why it cannot be had, when it cannot."""

    def __init__(self, kit: Kit, offered: Offered) -> None:
        super().__init__(kit)
        self._offered, self._words = offered, ""
        self.title = offered.title or tr(offered.label)
        self.setCheckable(True)
        self.setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_state("", can=True)

    def show_state(self, words: str, *, can: bool) -> None:
        """Says what the column will be fed by, or why it cannot be had."""
        kind = tr(self._offered.label)
        about = (
            kind if self.title in (kind, self._offered.words) or not self._offered.words else f"{kind}: {self._offered.words}"
        )
        self._words = f"{about} · {words}" if words else about
        self.setEnabled(can)
        self.setAccessibleName(self.title)
        self.setAccessibleDescription(self._words)
        set_tip(self, f"{self.title}\n{self._words}")
        self.update()

    def takes_enter(self) -> bool:
        """Only Space ticks."""
        return False

    def sizeHint(self) -> QSize:
        """Two lines."""
        theme = self.kit.theme
        return QSize(theme.px(240), theme.line("ui") + theme.line("meta") + theme.px(10))

    def minimumSizeHint(self) -> QSize:
        """Words are cut before the row is."""
        return QSize(self.kit.theme.px(140), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the row."""
        painter, theme, on = QPainter(self), self.kit.theme, self.isChecked() and self.isEnabled()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hovered and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.hover"))
            painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        painter.setPen(QPen(theme.color("text.primary")))
        side, size = theme.px(18), theme.text_px(18)
        left = float(theme.px(6))
        painter.setOpacity(1 if self.isEnabled() else 0.45)
        paint_tick(painter, self.kit, QRectF(left, (self.height() - side) / 2, side, side), on)
        left += side + theme.px(10)
        role = "icon.active" if self.isEnabled() else "text.disabled"
        self.kit.icons.paint(painter, left, (self.height() - size) / 2, self._glyph(), 18, role)
        painter.setOpacity(1)
        self._paint_lines(painter, left + size + theme.px(10))
        self.ring(painter)

    def _glyph(self) -> str:
        return self._offered.icon if self.kit.icons.has(self._offered.icon) else "question"

    def _paint_lines(self, painter: QPainter, left: float) -> None:
        theme, width = self.kit.theme, self.width() - left - self.kit.theme.px(8)
        top = float(theme.px(5))
        for text, font, height, role in (
            (self.title, theme.font("ui", 600), theme.line("ui"), "text.primary"),
            (self._words, theme.font("meta"), theme.line("meta"), "text.muted"),
        ):
            painter.setFont(font)
            painter.setPen(theme.color(role if self.isEnabled() else "text.disabled"))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, round(width)))
            painter.drawText(QRectF(left, top, width, height), MIDDLE, shown)
            top += height

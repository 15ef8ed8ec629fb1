"""The rows of the wide sidebar, painted: a column, a plain command, an account. And the words on how the accounts are."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from client.model.account import Account, AccountHealth
from client.ui.badges import networks, paint_badges, paint_tile, spoken
from client.ui.buttons import PaintedButton
from client.ui.controls import CENTER, MIDDLE, count_text
from client.ui.heading import Heading
from client.ui.kit import Kit
from client.ui.theme import Theme
from client.ui.widgets import name, set_tip
from client.ui.words import tr, trn


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One of our accounts and whether it can be used."""

    account: Account
    health: AccountHealth


_WORST_FIRST = (AccountHealth.SIGNED_OUT, AccountHealth.SESSION_ONLY, AccountHealth.READY)


def health_words(lines: Sequence[AccountLine]) -> tuple[str, str]:
    """Says how the accounts are, worst first: the sentence and its colour role."""
    worst = min(lines, key=lambda line: _WORST_FIRST.index(line.health), default=None)
    if worst is None:
        return tr("No account yet"), "side.muted"
    label = worst.account.name or worst.account.handle
    if worst.health is AccountHealth.SIGNED_OUT:
        return tr("{name} signed out", name=label), "side.error"
    if worst.health is AccountHealth.SESSION_ONLY:
        return tr("{name}: signed in until you close Belfry", name=label), "side.wait"
    return trn("{n} account, signed in", "{n} accounts, signed in", len(lines)), "side.muted"


def paint_row_ground(painter: QPainter, row: PaintedButton, theme: Theme, *, current: bool, radius: int) -> None:
    """Paints what lies under a row: a tint when it is current or hovered; in the contrast theme an edge says current."""
    if not current and not row.hovered:
        return
    edge = current and theme.high_contrast
    painter.setPen(QPen(theme.color("side.accent"), 2) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("side.bg" if edge else "side.selected" if current else "side.hover"))
    inset = 1.0 if edge else 0.0
    box = QRectF(row.rect()).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(box, theme.px(radius), theme.px(radius))


class SideButton(PaintedButton):
    """A row of the sidebar: glyph, words, the key at the right. `indent` is where the glyph stands."""

    def __init__(self, kit: Kit, icon: str, text: str, key: str = "", *, indent: int = 25) -> None:
        super().__init__(kit)
        self._icon, self._key, self._indent = icon, key, indent
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.restyle()

    def set_key(self, key: str) -> None:
        """Shows another key; one with Ctrl and the like has no room here."""
        self._key = key if len(key) == 1 else ""
        self.update()

    def restyle(self) -> None:
        """Takes the height of the theme."""
        self.setFixedHeight(max(self.kit.theme.px(32), self.kit.theme.line("ui") + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the row."""
        painter, theme = QPainter(self), self.kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("side.hover"))
            painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        left = theme.px(self._indent)
        size = theme.text_px(16)
        self.kit.icons.paint(painter, left, (self.height() - size) / 2, self._icon, 16, "side.icon")
        painter.setFont(theme.font("ui"))
        painter.setPen(theme.color("side.muted"))
        painter.drawText(self.rect().adjusted(left + size + theme.px(8), 0, 0, 0), MIDDLE, self.text())
        if self._key:
            side = theme.px(18)
            box = QRectF(self.width() - theme.px(8) - side - 0.5, (self.height() - side) / 2 + 0.5, side, side)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("side.line.strong" if theme.high_contrast else "side.line"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(theme.color("side.muted"))
            painter.setFont(theme.font("tiny", 500))
            painter.drawText(box, CENTER, self._key)
        self.ring(painter, "side.accent")


def _above(theme: Theme) -> int:
    """The room above a column's lines: less with large text, where it is columns that are wanted in sight, not air."""
    return max(3, round(9 - 4 * theme.scale)) if theme.scale > 1 else theme.px(5)


def _below(theme: Theme) -> int:
    """The room below them."""
    return _above(theme) if theme.scale > 1 else theme.px(6)


class ColumnRow(PaintedButton):
    """A column in the sidebar: number, glyph, name, count; below it badges and state."""

    menu_wanted = Signal(QPoint)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._heading: Heading | None = None
        self._number = 0
        self.current = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Takes the height of the theme."""
        theme = self.kit.theme
        self.setFixedHeight(_above(theme) + _below(theme) + 1 + theme.line("ui") + theme.line("meta"))

    @property
    def heading(self) -> Heading | None:
        """What is shown."""
        return self._heading

    def show_heading(self, heading: Heading, number: int, current: bool) -> None:
        """Shows a column."""
        if (heading, number, current) == (self._heading, self._number, self.current):
            return
        self._heading, self._number, self.current = heading, number, current
        unread = trn("{n} unread", "{n} unread", heading.unread) if heading.unread else ""
        parts = [heading.title, unread, heading.look.word, ", ".join(spoken(account) for account in heading.accounts)]
        self.setAccessibleName(tr("Column {number}: {name}", number=number, name=heading.title))
        self.setAccessibleDescription(", ".join(part for part in parts[1:] if part))
        set_tip(self, "\n".join(part for part in parts if part))
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click opens the column's options."""
        self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints both lines."""
        heading = self._heading
        if heading is None:
            return
        painter, theme = QPainter(self), self.kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_row_ground(painter, self, theme, current=self.current, radius=6)
        if self.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("side.accent"))
            painter.drawRoundedRect(QRectF(0, theme.px(6), 3, self.height() - theme.px(12)), 1.5, 1.5)
        self._first_line(painter, heading)
        self._second_line(painter, heading)
        self.ring(painter, "side.accent")

    def _first_line(self, painter: QPainter, heading: Heading) -> None:
        theme = self.kit.theme
        top, height = _above(theme), theme.line("ui")
        painter.setPen(theme.color("side.muted"))
        painter.setFont(theme.font("meta", 600 if self.current else 400))
        painter.drawText(QRectF(theme.px(6), top, theme.px(13), height), CENTER, str(self._number))
        size, left = theme.text_px(16), theme.px(25)
        self.kit.icons.paint(painter, left, top + (height - size) / 2, heading.icon, 16, "side.icon")
        right = float(self.width() - theme.px(8))
        if heading.unread:
            right = self._count(painter, heading.unread, right, top + height / 2) - theme.px(6)
        left += size + theme.px(6)
        font = theme.font("ui", 600 if self.current else 400)
        painter.setFont(font)
        painter.setPen(theme.color("side.text"))
        text = QFontMetrics(font).elidedText(heading.title, Qt.TextElideMode.ElideRight, max(0, round(right - left)))
        painter.drawText(QRectF(left, top, max(0.0, right - left), height), MIDDLE, text)

    def _count(self, painter: QPainter, unread: int, right: float, middle: float) -> float:
        theme = self.kit.theme
        font = theme.font("tiny")
        text = count_text(unread)
        height = theme.text_px(18)
        width = max(theme.text_px(20), QFontMetrics(font).horizontalAdvance(text) + theme.px(12))
        box = QRectF(right - width, middle - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("side.count"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(theme.color("side.count.on"))
        painter.setFont(font)
        painter.drawText(box, CENTER, text)
        return box.left()

    def _second_line(self, painter: QPainter, heading: Heading) -> None:
        theme = self.kit.theme
        top, height = _above(theme) + theme.line("ui") + 1, theme.line("meta")
        side = theme.text_px(14)
        accounts, grey = heading.accounts, None
        if heading.public:
            accounts, grey = networks(accounts), ("side.icon", "side.bg")
        left = paint_badges(painter, theme, theme.px(25), top + (height - side) / 2, side, accounts, grey)
        left += theme.px(3 if heading.accounts else 0)
        size = theme.text_px(12)
        role = heading.look.side_role or "side.muted"
        self.kit.icons.paint(painter, left, top + (height - size) / 2, heading.look.icon, 12, role)
        left += size + theme.px(5)
        painter.setPen(theme.color(role))
        font = theme.font("meta", 600 if self.current else 400)
        painter.setFont(font)
        width = max(0, round(self.width() - theme.px(8) - left))
        text = QFontMetrics(font).elidedText(heading.look.short, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left, top, width, height), MIDDLE, text)


class AccountButton(PaintedButton):
    """An account's tile in the sidebar; a press opens what can be done with it."""

    def __init__(self, kit: Kit, line: AccountLine) -> None:
        super().__init__(kit)
        self.line = line
        words = {
            AccountHealth.READY: tr("signed in"),
            AccountHealth.SIGNED_OUT: tr("signed out"),
            AccountHealth.SESSION_ONLY: tr("signed in until you close Belfry"),
        }
        name(self, tr("{name}, {state}", name=spoken(line.account), state=words[line.health]))
        self.restyle()

    def restyle(self) -> None:
        """Takes the size of the theme."""
        side = self.kit.theme.px(26)
        self.setFixedSize(side + 10, side + 10)

    def sizeHint(self) -> QSize:
        """The tile with room for its badge."""
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the tile."""
        painter, theme = QPainter(self), self.kit.theme
        side = theme.px(26)
        paint_tile(painter, theme, QRectF(3, 3, side, side), self.line.account, network=True, halo="side.bg")
        self.ring(painter, "side.accent", 8)


class SideMore(PaintedButton):
    """How many accounts have no room beside the tiles; a press shows them all. Hidden at none."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.restyle()
        self.hide()

    def restyle(self) -> None:
        """Takes the size of the theme."""
        side = self.kit.theme.px(26) + 10
        self.setFixedSize(side, side)

    def show_count(self, count: int) -> None:
        """Shows how many there are besides."""
        self.setText(f"+{count}")
        name(self, trn("{n} more account", "{n} more accounts", count))
        self.setVisible(count > 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the number in a field."""
        painter, theme = QPainter(self), self.kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("side.line.strong")))
        painter.setBrush(theme.color("side.hover") if self.hovered else Qt.BrushStyle.NoBrush)
        side = theme.px(26)
        painter.drawRoundedRect(QRectF(3.5, 3.5, side - 1, side - 1), theme.px(6), theme.px(6))
        painter.setPen(theme.color("side.text"))
        painter.setFont(theme.font("tiny"))
        painter.drawText(QRectF(3, 3, side, side), CENTER, self.text())
        self.ring(painter, "side.accent", 8)

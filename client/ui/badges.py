"""Who and where, painted: account tiles (our account, in its colour with its code) and network badges.

Colour says who speaks, the letter says where; both are also said in words for screen readers.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from client.model.account import Account
from client.ui.kit import Kit
from client.ui.theme import Theme
from client.ui.words import tr

CENTER = Qt.AlignmentFlag.AlignCenter
LETTERS = {"mastodon": "M", "bluesky": "B", "x": "X"}
NETWORKS = {"mastodon": "Mastodon", "bluesky": "Bluesky", "x": "X", "feeds": "RSS"}


def letter(network: str) -> str:
    """The letter of a network, as on its badges."""
    return LETTERS.get(network, network[:1].upper())


def spoken(account: Account) -> str:
    """Says an account in words: its name and its network."""
    network = NETWORKS.get(account.network, account.network)
    return tr("{name} on {network}", name=account.name or account.handle, network=network)


def code(account: Account) -> str:
    """The two letters of an account: its own, else from its name."""
    if account.code:
        return account.code[:2]
    words = [word for word in (account.name or account.handle).split() if word[0].isalnum()]
    made = words[0][0] + words[1][0] if len(words) > 1 else (words[0] if words else "?")[:2]
    return made.upper()


def paint_badge(painter: QPainter, theme: Theme, box: QRectF, text: str, fill: QColor, ink: QColor, radius: float = 4) -> None:
    """Paints one network badge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("line.strong")) if theme.high_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(box, radius, radius)
    font = QFont(theme.font("badge"))
    font.setPixelSize(max(8, round(box.height() * 0.625)))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, CENTER, text)


def paint_tile(painter: QPainter, theme: Theme, box: QRectF, account: Account, *, network: bool, halo: str = "") -> None:
    """Paints an account's tile: colour, code, its network at the lower right, a dashed edge when it is private."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.account_on) if theme.high_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(theme.account_color(account.color))
    radius = min(theme.px(8), box.width() * 0.26)
    painter.drawRoundedRect(box, radius, radius)
    font = QFont(theme.font("badge"))
    font.setPixelSize(max(8, round(box.width() * 0.375)))
    painter.setFont(font)
    painter.setPen(theme.account_on)
    painter.drawText(box.translated(-2, -2) if network else box, CENTER, code(account))
    if account.private:
        pen = QPen(theme.color("text.muted"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-1.75, -1.75, 1.75, 1.75), radius + 1, radius + 1)
    if network:
        side = min(theme.text_px(15), round(box.width() * 0.58))  # large text leaves the letters free
        over = theme.px(5)
        badge = QRectF(box.right() - side + over, box.bottom() - side + over, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(halo or "bg.column"))
        painter.drawRoundedRect(badge.adjusted(-2, -2, 2, 2), 7, 7)
        fill, ink = theme.color("badge.net"), theme.color("badge.net.on")
        paint_badge(painter, theme, badge, letter(account.network), fill, ink, 5)


class AccountTile(QWidget):
    """An account of ours as a tile."""

    def __init__(self, kit: Kit, account: Account, *, side: int = 32, network: bool = True, halo: str = "bg.raised") -> None:
        super().__init__()
        self._kit, self._account, self._side, self._network, self._halo = kit, account, side, network, halo
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def show_account(self, account: Account) -> None:
        """Shows another account, or the same with another look."""
        self._account = account
        self._restyle()

    def _restyle(self) -> None:
        side = self._kit.theme.px(self._side) + (8 if self._network else 4)
        self.setFixedSize(side, side)
        self.setAccessibleName(spoken(self._account))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the tile."""
        side = self._kit.theme.px(self._side)
        box = QRectF(2, 2, side, side)
        paint_tile(QPainter(self), self._kit.theme, box, self._account, network=self._network, halo=self._halo)


class NetworkBadge(QWidget):
    """A network as its neutral badge: public posts, not through one account of ours."""

    def __init__(self, kit: Kit, network: str, *, side: int = 16) -> None:
        super().__init__()
        self._kit, self._network, self._side = kit, network, side
        self.setAccessibleName(NETWORKS.get(network, network))
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = self._kit.theme.text_px(self._side)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the badge."""
        theme = self._kit.theme
        fill, ink = theme.color("badge.net"), theme.color("badge.net.on")
        paint_badge(QPainter(self), theme, QRectF(self.rect()), letter(self._network), fill, ink)


class BadgeRow(QWidget):
    """The badges of a column's accounts, side by side: account colour with network letter."""

    def __init__(self, kit: Kit, *, side: int = 16) -> None:
        super().__init__()
        self._kit, self._side = kit, side
        self._accounts: tuple[Account, ...] = ()
        self._public = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        kit.theme.changed.connect(self._restyle)

    def show_accounts(self, accounts: Sequence[Account], *, public: bool = False) -> None:
        """Shows these accounts; where the posts are public, only their networks, in grey."""
        self._accounts, self._public = networks(accounts) if public else tuple(accounts), public
        self.setAccessibleName(", ".join(spoken(account) for account in accounts))
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """16 px each, 2 px between."""
        side = self._kit.theme.text_px(self._side)
        return QSize(max(0, len(self._accounts) * (side + 2) - 2), side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the badges."""
        side, grey = self._kit.theme.text_px(self._side), ("badge.net", "badge.net.on") if self._public else None
        paint_badges(QPainter(self), self._kit.theme, 0, 0, side, self._accounts, grey)


def networks(accounts: Sequence[Account]) -> tuple[Account, ...]:
    """One account of each network, for badges that name the network only."""
    return tuple({account.network: account for account in reversed(accounts)}.values())[::-1]


def paint_badges(
    painter: QPainter,
    theme: Theme,
    x: float,
    y: float,
    side: int,
    accounts: Sequence[Account],
    grey: tuple[str, str] | None = None,
) -> float:
    """Paints badges from x on; gives the x after the last. `grey`: the roles of ground and letter in place of the accounts'."""
    for account in accounts:
        fill = theme.color(grey[0]) if grey else theme.account_color(account.color)
        ink = theme.color(grey[1]) if grey else theme.account_on
        paint_badge(painter, theme, QRectF(x, y, side, side), letter(account.network), fill, ink)
        x += side + 2
    return x

"""The two ways to sign in, as parts of the dialog: the browser on this PC, and any other device with a QR code and a code."""

from typing import Protocol

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from client.model.account import Account
from client.model.instant import Instant
from client.ui.buttons import Button, LinkButton
from client.ui.controls import CENTER
from client.ui.kit import Kit
from client.ui.qr import QrCode
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr


class Grant(Protocol):
    """What a sign-in ends with; see `client.networks.base.Grant`."""

    @property
    def account(self) -> Account:
        """Who signed in."""


class SignIn(Protocol):
    """A sign-in under way; see `client.networks.base.SignIn`."""

    browser_url: str
    code_url: str
    expires_at: Instant

    async def wait(self) -> Grant:
        """Waits for the browser."""

    async def use_code(self, code: str) -> Grant:
        """Trades a pasted code."""

    async def close(self) -> None:
        """Ends it."""


class _Number(QWidget):
    """The number of a step in a round field."""

    def __init__(self, kit: Kit, number: int) -> None:
        super().__init__()
        self._kit, self._number = kit, number
        side = kit.theme.text_px(22)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the field and the number."""
        painter, theme = QPainter(self), self._kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("accent") if theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.soft"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(theme.color("accent.soft.text"))
        painter.setFont(theme.font("meta", 600))
        painter.drawText(self.rect(), CENTER, str(self._number))


def _step(kit: Kit, number: int, head: str, *below: QWidget | Box) -> Box:
    words = Box(kit.theme, down=True, gap=2)
    words.addWidget(PlainLabel(kit.theme, head, step="body", weight=600, wrap=True))
    for part in below:
        if isinstance(part, QWidget):
            words.addWidget(part)
        else:
            words.addLayout(part)
    row = Box(kit.theme, gap=10)
    row.addWidget(_Number(kit, number), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row


class BrowserWay(QWidget):
    """Sign in with the browser of this PC. `opened` asks to open it, `restarted` to begin anew."""

    opened = Signal()
    restarted = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.button = Button(tr("Open the browser"))
        self.again = Button(tr("Start again"))
        self.words = PlainLabel(kit.theme, role="text.secondary", wrap=True)
        self.button.clicked.connect(self._open)
        self.again.clicked.connect(self.restarted)
        buttons = Box(kit.theme, gap=8)
        buttons.addWidget(self.button)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        box = Box(kit.theme, down=True, gap=12)
        muted = PlainLabel(kit.theme, tr("Your password stays between you and the server."), role="text.secondary", wrap=True)
        box.addLayout(_step(kit, 1, tr("Sign in on the server’s own page and say yes to Belfry."), muted, buttons))
        box.addLayout(_step(kit, 2, tr("Come back here."), self.words))
        box.addStretch(1)
        self.setLayout(box)
        self.start()

    def start(self) -> None:
        """A sign-in is open."""
        self.again.hide()
        self.button.setEnabled(True)
        self.words.setText(tr("Belfry sees by itself when you are done."))

    def _open(self) -> None:
        self.words.setText(tr("The browser is open. Belfry waits for you…"))
        self.opened.emit()

    def stop(self) -> None:
        """The sign-in has ended without success."""
        self.again.show()
        self.button.setEnabled(False)
        self.words.setText("")

    def done(self) -> None:
        """The sign-in has worked."""
        self.again.hide()
        self.words.setText(tr("You are signed in."))


class DeviceWay(QWidget):
    """Sign in on a phone or any other device, and bring back a code. `copied` asks for the address on the clipboard."""

    copied = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        theme = kit.theme
        self._kit = kit
        self.qr = QrCode(kit)
        self._left = PlainLabel(theme, step="meta", role="text.muted")
        self._left.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._host = PlainLabel(theme, role="text.secondary", wrap=True)
        self.code = QLineEdit()
        self.code.setAccessibleName(tr("Code"))
        self.code.setPlaceholderText(tr("Paste or type the code"))
        self.code.setFont(theme.mono("body"))
        self.copy, self.paste = LinkButton(kit, tr("Copy link")), Button(tr("Paste"), "small")
        self.copy.clicked.connect(self._copy)
        self.paste.clicked.connect(self._paste)
        left = Box(theme, down=True, gap=4)
        left.addWidget(self.qr)
        left.addWidget(self._left)
        left.addStretch(1)
        link = Box(theme, gap=6)
        link.addWidget(self._host, 1)
        link.addWidget(self.copy)
        field = Box(theme, gap=8)
        field.addWidget(self.code, 1)
        field.addWidget(self.paste)
        steps = Box(theme, down=True, gap=14)
        steps.addLayout(_step(kit, 1, tr("Scan this with your phone."), link))
        muted = PlainLabel(theme, tr("Your password stays between you and the server."), role="text.secondary", wrap=True)
        steps.addLayout(_step(kit, 2, tr("Sign in there and say yes to Belfry."), muted))
        steps.addLayout(_step(kit, 3, tr("Type the code you get."), field))
        steps.addStretch(1)
        box = Box(theme, gap=22)
        box.addLayout(left)
        box.addLayout(steps, 1)
        self.setLayout(box)

    def start(self, url: str) -> None:
        """A sign-in is open at this address."""
        self.qr.show_text(url)
        host = url.split("://", 1)[-1].split("/", 1)[0]
        self._host.setText(tr("Or open the link on any device. It goes to {host}.", host=host))
        self.copy.setText(tr("Copy link"))

    def show_left(self, ms: int) -> None:
        """Says how long it still counts."""
        minutes, seconds = divmod(ms // 1000, 60)
        self._left.setText(tr("Valid for {time}", time=f"{minutes}:{seconds:02}") if ms else tr("No longer valid"))

    def _copy(self) -> None:
        self.copied.emit()
        self.copy.setText(tr("Copied"))
        self.copy.updateGeometry()

    def _paste(self) -> None:
        self.code.setText(QGuiApplication.clipboard().text().strip()[:400])
        self.code.setFocus()

"""The dialog that adds an account or signs one in again: find the server, then the browser on this PC or any other device.

Both ways are open at once; the first that works wins. Closing the dialog ends the sign-in and gives back what it brought.
"""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from client import errors
from client.model.account import Account, AccountHealth, Server
from client.sync.accounts import Accounts
from client.ui import notices
from client.ui.account_look import AccountLook
from client.ui.buttons import Button
from client.ui.controls import Segmented
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kit import Kit
from client.ui.sign_in_ways import BrowserWay, DeviceWay, Grant, SignIn
from client.ui.widgets import Box, Glyph, Panel, PlainLabel
from client.ui.words import tr

NETWORK = "mastodon"


class AddAccount(ScrimDialog):
    """Adds an account; with `again` it signs that one in again. `say` hears a sentence for the foot of the window."""

    def __init__(self, kit: Kit, accounts: Accounts, say: Callable[[str], None], again: Account | None = None) -> None:
        super().__init__(kit, tr("Sign in again") if again else tr("Add account"), width=860, height=700)
        self._accounts, self._say, self._again = accounts, say, again
        self._server: Server | None = None
        self._sign_in: SignIn | None = None
        self._grant: Grant | None = None
        self._round = 0
        self.field = QLineEdit()
        self.check = Button(tr("Check"))
        self._found_icon = Glyph(kit, "check-circle-fill", 14, "ok")
        self.found = PlainLabel(kit.theme, tr("See your handle, after the last @."), step="meta", role="text.muted", wrap=True)
        self.way = Segmented(
            kit, tr("Way to sign in"),
            [("browser", tr("Browser on this PC"), "browser"), ("device", tr("Another device"), "device-mobile")], "browser",
        )  # fmt: skip
        self.browser, self.device = BrowserWay(kit), DeviceWay(kit)
        self.look = AccountLook(kit, NETWORK, [account.color for account in accounts.all])
        self.problem = PlainLabel(kit.theme, role="error.text", wrap=True)
        self.main = Button(tr("Sign in") if again else tr("Add account"), "primary")
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._second)
        self._build()
        self._listen()
        self._ready()
        if again is not None:
            self.field.setText(again.server.url.split("://", 1)[-1])
            self.field.setReadOnly(True)
            self.check.setText(tr("Try again"))
            self._begin_with(again.server)

    # --- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        kit, theme = self.kit, self.kit.theme
        self.field.setAccessibleName(tr("Server"))
        self.field.setPlaceholderText(tr("For example: mastodon.example"))
        self.field.setMinimumHeight(theme.px(36))
        line = Box(theme, gap=8)
        line.addWidget(self.field, 1)
        line.addWidget(self.check)
        found = Box(theme, gap=6)
        found.addWidget(self._found_icon)
        found.addWidget(self.found, 1)
        server = Box(theme, down=True, gap=4)
        server.addWidget(PlainLabel(theme, tr("Server"), step="meta", role="text.secondary", weight=500))
        server.addLayout(line)
        server.addLayout(found)
        self._build_ways()
        inner = QWidget()
        middle = Box(theme, down=True, gap=14, margins=(26, 18, 26, 16))
        middle.addLayout(server)
        middle.addWidget(self.problem)
        middle.addWidget(self._ways)
        middle.addStretch(1)
        inner.setLayout(middle)
        box = Box(theme)
        box.addWidget(scroller(kit, inner))
        self.body.setLayout(box)
        self._build_foot()

    def _build_ways(self) -> None:
        theme = self.kit.theme
        self._ways = QWidget()
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.browser)
        self._stack.addWidget(self.device)
        ways = Box(theme, down=True, gap=16)
        ways.addWidget(self.way)
        ways.addWidget(holder)
        ways.addWidget(self._asks())
        ways.addWidget(self.look)
        if self._again is not None:
            self.look.hide()
        self._ways.setLayout(ways)

    def _build_foot(self) -> None:
        theme = self.kit.theme
        cancel = Button(tr("Cancel"))
        cancel.clicked.connect(self.end)
        self.foot.addWidget(Glyph(self.kit, "lock-key", 16))
        kept = tr("The key is kept locked on this PC for you only. Without such a place it lasts until you close Belfry.")
        self.foot.addWidget(PlainLabel(theme, kept, step="meta", role="text.muted", wrap=True), 1)
        self.foot.addWidget(cancel)
        self.foot.addWidget(self.main)
        self.set_main(self.main)

    def _asks(self) -> QWidget:
        theme = self.kit.theme
        panel = Panel(theme, "bg.raised", edges="tb")
        line = Box(theme, gap=18, margins=(0, 10, 0, 10))
        line.addWidget(PlainLabel(theme, tr("Belfry asks to"), step="meta", role="text.secondary", weight=500, wrap=True), 1)
        asked = Box(theme, gap=12)
        for icon, words in (
            ("eye", tr("Read your timelines")), ("note-pencil", tr("Post and delete")),
            ("bell", tr("See notifications")), ("list-bullets", tr("See your lists")),
        ):  # fmt: skip
            pair = Box(theme, gap=5)
            pair.addWidget(Glyph(self.kit, icon, 16, "icon.active"))
            pair.addWidget(PlainLabel(theme, words, wrap=True), 1)
            asked.addLayout(pair, 1)
        line.addLayout(asked, 6)
        panel.setLayout(line)
        return panel

    def _listen(self) -> None:
        self.check.clicked.connect(self._check)
        self.field.textEdited.connect(lambda text: self._forget_server())
        self.way.chosen.connect(lambda value: self._stack.setCurrentIndex(0 if value == "browser" else 1))
        self.browser.opened.connect(self._open_browser)
        self.browser.restarted.connect(self._restart)
        self.device.copied.connect(self._copy)
        self.device.code.textChanged.connect(lambda text: self._ready())
        self.main.clicked.connect(self._finish)

    def first_focus(self) -> QWidget | None:
        """The server's field, or the way to sign in again."""
        return self.browser.button if self._again is not None else self.field

    # --- what is ready ------------------------------------------------------------------------------------------------

    def _ready(self) -> None:
        self._ways.setVisible(self._sign_in is not None)
        self._found_icon.setVisible(self._server is not None)
        self.main.setEnabled(self._grant is not None or (self._sign_in is not None and bool(self.device.code.text().strip())))
        self.check.set_look("" if self._sign_in is not None else "primary")
        self.set_main(self.main if self.main.isEnabled() else self.check)

    def _complain(self, problem: errors.WorldError | None) -> None:
        self.problem.setText(notices.at_sign_in(problem, now=self.kit.clock()) if problem is not None else "")
        self.problem.setVisible(problem is not None)

    def _forget_server(self) -> None:
        self._drop_sign_in()
        self._server = None
        self.check.setEnabled(True)
        self.found.setText("")
        self._complain(None)
        self._ready()

    # --- the server ---------------------------------------------------------------------------------------------------

    def _check(self) -> None:
        address = self.field.text().strip()
        if self._again is not None:
            self._restart()
            return
        if not address:
            self.field.setFocus()
            return
        self._forget_server()
        self.check.setEnabled(False)
        self.found.setText(tr("Asking {address}…", address=address))
        self.kit.spawn(self._probe(address, self._round), "checking a server")

    async def _probe(self, address: str, number: int) -> None:
        """Asks one address; what comes of it is dropped when another was typed meanwhile."""
        found = problem = None
        try:
            found = await self._accounts.probe(NETWORK, address)
        except errors.WorldError as failure:
            problem = failure
        if self.over or number != self._round:
            return
        self.check.setEnabled(True)
        self.found.setText("")
        self._complain(problem)
        if found is not None:
            self._begin_with(found)

    def _begin_with(self, server: Server) -> None:
        self._server = server
        parts = [server.title or server.url.split("://", 1)[-1], server.software]
        limit = server.limits.get("max_characters")
        if limit:
            parts.append(tr("posts up to {n} characters", n=limit))
        self.found.setText(", ".join(part for part in parts if part) + ".")
        self._restart()

    # --- the sign-in --------------------------------------------------------------------------------------------------

    def _restart(self) -> None:
        self._drop_sign_in()
        self._complain(None)
        self.check.setVisible(self._again is None)
        if self._server is not None:
            self._round += 1
            self.kit.spawn(self._run(self._server, self._round), "signing in")

    async def _run(self, server: Server, number: int) -> None:
        """One sign-in from its beginning until the browser has come back, or it has ended."""
        try:
            sign_in: SignIn = await self._accounts.begin(server, NETWORK)
        except errors.WorldError as problem:
            if not self.over and number == self._round:
                self._complain(problem)
                self._ready()
                self.check.show()  # it begins anew, also where the server is known
            return
        if self.over or number != self._round:
            await sign_in.close()
            return
        self._sign_in = sign_in
        self.browser.start()
        self.device.start(sign_in.code_url)
        self._tick.start()
        self._second()
        self._ready()
        try:
            grant = await sign_in.wait()
        except errors.SignInFailed as problem:
            if not self.over and sign_in is self._sign_in and problem.reason != "cancelled":
                self._ended_early(problem)
        except errors.WorldError as problem:
            if not self.over and sign_in is self._sign_in:
                self._ended_early(problem)
        else:
            if self._take(grant, sign_in):
                self._granted(grant)

    def _ended_early(self, problem: errors.WorldError) -> None:
        self._complain(problem)
        self.browser.stop()

    def _take(self, grant: Grant, sign_in: SignIn) -> bool:
        """Keeps what a sign-in ended with until it is an account; what comes too late is given back."""
        if self.over or sign_in is not self._sign_in or self._grant is not None:
            self._give_back(grant)
            return False
        self._grant = grant
        self._tick.stop()
        return True

    def _give_back(self, grant: Grant) -> None:
        work = self._accounts.give_back(grant)  # type: ignore[arg-type]  # the same Grant by another name
        self.kit.spawn(work, "giving back a grant")

    def _granted(self, grant: Grant) -> None:
        self._complain(None)
        account = grant.account
        self.found.setText(tr("Signed in as {name}, @{handle}.", name=account.name or account.handle, handle=account.handle))
        self.look.take(account)
        self.browser.done()
        self._ready()
        self.main.setFocus()
        if self._again is not None:
            self._finish()

    def _second(self) -> None:
        if self._sign_in is not None:
            left = max(0, self._sign_in.expires_at - self.kit.clock())
            self.device.show_left(left)
            if not left and self._grant is None:
                self._tick.stop()
                self._ended_early(errors.SignInFailed(reason="expired"))

    def _open_browser(self) -> None:
        if self._sign_in is not None:
            self.kit.links.open_link(self._sign_in.browser_url)

    def _copy(self) -> None:
        if self._sign_in is not None:
            QGuiApplication.clipboard().setText(self._sign_in.code_url)

    def _drop_sign_in(self) -> None:
        sign_in, self._sign_in = self._sign_in, None
        grant, self._grant = self._grant, None
        self._round += 1
        self._tick.stop()
        self.device.code.clear()
        if sign_in is not None:
            self.kit.spawn(sign_in.close(), "ending a sign-in")
        if grant is not None:
            self._give_back(grant)

    def ended(self) -> None:
        """Ends the sign-in."""
        self._drop_sign_in()

    # --- the end ------------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        if self._sign_in is not None and self.main.isEnabled():
            self._complain(None)
            self.main.setEnabled(False)
            self.kit.spawn(self._take_in(self._sign_in), "taking in an account")

    async def _take_in(self, sign_in: SignIn) -> None:
        grant = self._grant
        try:
            if grant is None:
                grant = await sign_in.use_code(self.device.code.text().strip())
                if not self._take(grant, sign_in):
                    return
            if self._is_someone_else(grant.account):
                return
            look = None if self._again is not None else self.look.value(grant.account)
            self._grant = None  # on its way to be an account: closing the dialog gives it back no more
            account = await self._accounts.finish(grant, look)  # type: ignore[arg-type]  # the same Grant by another name
        except errors.WorldError as problem:
            if grant is not None and self._grant is not grant:
                self._take(grant, sign_in)
            if not self.over:
                self._complain(problem)
                self._ready()
            return
        if self._accounts.health(account.id) is AccountHealth.SESSION_ONLY:
            self._say(notices.sentence(errors.NoKeyring()))
        self.end()

    def _is_someone_else(self, came: Account) -> bool:
        """Signing in again as another person changes nothing: it is said, and the way is open for another try."""
        wanted = self._again
        if wanted is None or (came.origin, came.user_id) == (wanted.origin, wanted.user_id):
            return False
        self.found.setText("")
        self._restart()
        self.problem.setText(notices.someone_else(came.handle, wanted.handle))
        self.problem.show()
        return True

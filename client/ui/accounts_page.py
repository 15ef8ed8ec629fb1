"""Our accounts: who is signed in where, and the ways to sign out, in again and away. And a dialog that asks first."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from client import errors
from client.model.account import Account, AccountHealth, AccountId
from client.sync.accounts import Accounts
from client.ui import notices
from client.ui.badges import AccountTile
from client.ui.buttons import Button
from client.ui.dialog import Overlay, ScrimDialog, scroller
from client.ui.kit import Kit
from client.ui.widgets import Box, Panel, PlainLabel
from client.ui.words import tr


def state_words(health: AccountHealth) -> tuple[str, str]:
    """Says whether an account can be used: its colour role and the words."""
    match health:
        case AccountHealth.READY:
            return "ok.text", tr("Signed in")
        case AccountHealth.SIGNED_OUT:
            return "error.text", tr("Signed out")
        case AccountHealth.SESSION_ONLY:
            return "wait.text", tr("Signed in until you close Belfry: this PC has no safe place for keys")


class ConfirmDialog(ScrimDialog):
    """Asks before something is done; the buttons say what happens."""

    def __init__(self, kit: Kit, title: str, text: str, verb: str, then: Callable[[], object]) -> None:
        super().__init__(kit, title, width=460)
        self._then = then
        box = Box(kit.theme, margins=(20, 16, 20, 18))
        box.addWidget(PlainLabel(kit.theme, text, step="body", wrap=True))
        self.body.setLayout(box)
        self.setAccessibleDescription(text)
        self.cancel, self.main = Button(tr("Cancel")), Button(verb, "primary")
        self.cancel.clicked.connect(self.end)
        self.main.clicked.connect(self._done)
        self.foot.addStretch(1)
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.main)
        self.set_main(self.main)

    def first_focus(self) -> QWidget | None:
        """The way back: nothing happens by a stray Enter."""
        return self.cancel

    def _done(self) -> None:
        self.end()
        self._then()


class _Line(QWidget):
    """One account with its buttons."""

    def __init__(self, kit: Kit, account: Account, health: AccountHealth, page: "AccountsPage") -> None:
        super().__init__()
        theme = kit.theme
        words = Box(theme, down=True, gap=1)
        words.addWidget(PlainLabel(theme, account.name or account.handle, weight=600, wrap=True))
        words.addWidget(PlainLabel(theme, f"@{account.handle}", step="meta", role="text.muted", wrap=True))
        role, said = state_words(health)
        words.addWidget(PlainLabel(theme, tr("Demo account") if account.demo else said, step="meta", role=role, wrap=True))
        row = Box(theme, gap=12, margins=(20, 10, 20, 10))
        row.addWidget(AccountTile(kit, account, side=36))
        row.addLayout(words, 1)
        name = account.name or account.handle
        if not account.demo:
            if health is AccountHealth.SIGNED_OUT:
                again = Button(tr("Sign in again"), "small")
                again.clicked.connect(lambda: page.again(account.id))
                row.addWidget(again)
            else:
                out = Button(tr("Sign out"), "small")
                out.setAccessibleName(tr("Sign out {name}", name=name))
                out.clicked.connect(lambda: page.ask_sign_out(account))
                row.addWidget(out)
        gone = Button(tr("Remove"), "small")
        gone.setAccessibleName(tr("Remove {name}", name=name))
        gone.clicked.connect(lambda: page.ask_leave() if account.demo else page.ask_remove(account))
        row.addWidget(gone)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class AccountsPage(ScrimDialog):
    """The dialog with all accounts. `ask` opens a dialog over it, `add` and `again` begin a sign-in."""

    def __init__(
        self,
        kit: Kit,
        accounts: Accounts,
        *,
        ask: Callable[[Overlay], None],
        add: Callable[[], None],
        again: Callable[[AccountId], None],
        demo: Callable[[], None],
    ) -> None:
        super().__init__(kit, tr("Accounts"), width=640, height=460)
        self._accounts, self._ask = accounts, ask
        self._add, self._again = add, again
        self.problem = PlainLabel(kit.theme, role="error.text", wrap=True)
        self.problem.setContentsMargins(20, 8, 20, 0)
        self.problem.hide()
        self._lines = Box(kit.theme, down=True)
        inner = QWidget()
        inner.setLayout(self._lines)
        box = Box(kit.theme, down=True)
        box.addWidget(self.problem)
        box.addWidget(scroller(kit, inner), 1)
        self.body.setLayout(box)
        self.add = Button(tr("Add account"), "primary")
        self.add.clicked.connect(self._add_one)
        close = Button(tr("Close"))
        close.clicked.connect(self.end)
        self.demo = Button(tr("Open Meerdam"))
        self.demo.clicked.connect(self.end)
        self.demo.clicked.connect(demo)
        self.foot.addWidget(self.demo)
        self.foot.addStretch(1)
        self.foot.addWidget(close)
        self.foot.addWidget(self.add)
        self.refresh()

    def refresh(self) -> None:
        """Shows the accounts as they are now. The keyboard stays in the page when its button goes."""
        keyboard = self.window().focusWidget()
        lost = keyboard is not None and self.isAncestorOf(keyboard) and isinstance(keyboard.parentWidget(), _Line)
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for account in self._accounts.all:
            self._lines.addWidget(_Line(self.kit, account, self._accounts.health(account.id), self))
            rule = Panel(self.kit.theme, "line.hair")
            rule.setFixedHeight(1)
            self._lines.addWidget(rule)
        if not self._accounts.all:
            none = PlainLabel(self.kit.theme, tr("There is no account yet."), role="text.muted")
            none.setContentsMargins(20, 20, 20, 20)
            self._lines.addWidget(none)
        self._lines.addStretch(1)
        self.demo.setVisible(not any(account.demo for account in self._accounts.all))
        if lost:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        """What one most often comes for, and what does no harm."""
        return self.add

    def _add_one(self) -> None:
        self.end()
        self._add()

    def again(self, account: AccountId) -> None:
        """Begins to sign in again."""
        self.end()
        self._again(account)

    def ask_sign_out(self, account: Account) -> None:
        """Asks before signing out."""
        text = tr(
            "{name} is signed out at the server. The posts and columns stay here. You can sign in again at any time.",
            name=account.name or account.handle,
        )
        act = self._accounts.sign_out
        self._ask(
            ConfirmDialog(self.kit, tr("Sign out"), text, tr("Sign out"), lambda: self._run(act(account.id), "signing out"))
        )

    def ask_remove(self, account: Account) -> None:
        """Asks before removing."""
        text = tr(
            "{name} is signed out and removed from Belfry, with the columns that only this account fills. "
            "Nothing is deleted at the server.",
            name=account.name or account.handle,
        )
        act = self._accounts.forget
        self._ask(
            ConfirmDialog(
                self.kit, tr("Remove account"), text, tr("Remove account"), lambda: self._run(act(account.id), "removing")
            )
        )

    def ask_leave(self) -> None:
        """Asks before leaving the demo town, whose accounts go together."""
        text = tr("The demo accounts and their columns are removed from Belfry. You can open Meerdam again from this page.")
        self._ask(ConfirmDialog(self.kit, tr("Leave Meerdam"), text, tr("Leave Meerdam"), self._leave))

    def _leave(self) -> None:
        self.end()
        self._run(self._accounts.forget_demo(), "removing")

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self.kit.spawn(self._watch(work), f"{name} an account")

    async def _watch(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except errors.WorldError as failure:
            if not self.over:
                self.problem.setText(notices.sentence(failure, now=self.kit.clock()))
                self.problem.show()

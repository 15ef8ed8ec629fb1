"""Opens the dialogs, at most one of a kind, and carries what they decide to the rest.

Each is imported when it is first opened: a start does without their code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from client.model.account import Account, AccountId
from client.model.post import Media, Post
from client.settings import LETTER_KEYS, Settings
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.ui.dialog import Overlay
from client.ui.kit import Kit
from client.ui.panes import Panes
from client.ui.pictures import PictureSource
from client.ui.window import BelfryWindow
from client.ui.words import tr

if TYPE_CHECKING:
    from client.ui.welcome import Welcome


class Dialogs(QObject):
    """`applied` carries the key of a changed setting, `column_added` the id of a new column. Set `window` first."""

    applied = Signal(str)
    demo_wanted = Signal()
    column_added = Signal(str)

    def __init__(
        self,
        kit: Kit,
        desk: Desk,
        accounts: Accounts,
        source: PictureSource,
        changes: Changes,
        panes: Panes,
        values: Settings,
        data_folder: str,
    ) -> None:
        super().__init__()
        self._kit, self._desk, self._accounts, self._source, self._changes = kit, desk, accounts, source, changes
        self._panes, self._values, self._data_folder = panes, values, data_folder
        self.window: BelfryWindow | None = None
        self._followers: dict[Overlay, Callable[[], None]] = {}

    def _open(self, kind: type[Overlay], make: Callable[[], Overlay]) -> None:
        window = self.window
        if window is not None and not isinstance(window.dialog, kind):
            window.open_dialog(make())

    def _follow(self, dialog: Overlay, refresh: Callable[[], None]) -> None:
        """Has a dialog hear of changes for as long as it is open."""
        self._followers[dialog] = refresh
        dialog.closed.connect(lambda: self._followers.pop(dialog, None))

    def refresh(self) -> None:
        """Brings what has changed to the dialog that is open."""
        dialog = self.window.dialog if self.window is not None else None
        if dialog in self._followers:
            self._followers[dialog]()

    def welcome(self) -> Welcome:
        """Makes the first page."""
        from client.ui.welcome import Welcome

        page = Welcome(self._kit, self._values)
        page.add_account.connect(self.add_account)
        page.demo.connect(self.demo_wanted)
        page.keys_wanted.connect(self.keys_sheet)
        page.applied.connect(self.applied)
        return page

    def keys_sheet(self) -> None:
        """Opens the sheet of keys."""
        from client.ui.keys_sheet import KeysSheet

        self._open(KeysSheet, lambda: KeysSheet(self._kit, self._values.get(LETTER_KEYS), self._set_letters))

    def _set_letters(self, on: bool) -> None:
        self._values.set(LETTER_KEYS, on)
        self.applied.emit(LETTER_KEYS.key)

    def settings_page(self) -> None:
        """Opens the settings."""
        from client.ui.settings_dialog import SettingsDialog

        def make() -> SettingsDialog:
            dialog = SettingsDialog(self._kit, self._values, self._data_folder)
            dialog.applied.connect(self.applied)
            return dialog

        self._open(SettingsDialog, make)

    def add_column(self, at: int) -> None:
        """Opens the dialog that adds a column at this place; without an account, the one that adds an account."""
        if not self._accounts.all:
            self.add_account()
            return
        from client.ui.add_column import AddColumn

        def make() -> AddColumn:
            dialog = AddColumn(self._kit, self._desk, self._accounts, self._panes, at, self.column_added.emit)
            self._follow(dialog, dialog.refresh_preview)
            return dialog

        self._open(AddColumn, make)

    def add_account(self) -> None:
        """Opens the dialog that adds an account."""
        self._sign_in(None)

    def sign_in_again(self, account: AccountId) -> None:
        """Opens the dialog that signs an account in again."""
        known = self._accounts.get(account)
        if known is not None and not known.demo:
            self._sign_in(known)

    def _sign_in(self, known: Account | None) -> None:
        from client.ui.add_account import AddAccount

        self._open(AddAccount, lambda: AddAccount(self._kit, self._accounts, self._say, known))

    def _say(self, text: str) -> None:
        if self.window is not None:
            self.window.say(text)

    def accounts_page(self) -> None:
        """Opens the page of accounts."""
        from client.ui.accounts_page import AccountsPage

        def make() -> AccountsPage:
            again = self.sign_in_again
            dialog = AccountsPage(
                self._kit, self._accounts, ask=self.ask, add=self.add_account, again=again, demo=self.demo_wanted.emit
            )
            self._follow(dialog, dialog.refresh)
            return dialog

        self._open(AccountsPage, make)

    def ask(self, dialog: Overlay) -> None:
        """Opens a dialog over what is open."""
        if self.window is not None:
            self.window.open_dialog(dialog)

    def confirm_link(self, url: str, host: str, then: Callable[[], object]) -> None:
        """Asks before an address is opened whose text pretends another."""
        from client.ui.accounts_page import ConfirmDialog

        text = tr("The text shows another address. This link really goes to {host}.", host=host)
        self.ask(ConfirmDialog(self._kit, tr("Look before you go"), text, tr("Open {host}", host=host), then))

    def open_history(self, account: AccountId, post: Post) -> None:
        """Opens the earlier versions of a post."""
        from client.ui.history import History

        self._open(History, lambda: History(self._kit, self._accounts, account, post))

    def open_viewer(self, media: tuple[Media, ...], index: int, account: AccountId, url: str) -> None:
        """Opens the media viewer."""
        from client.ui.viewer import Viewer

        self._open(Viewer, lambda: Viewer(self._kit, media, index, account, self._source, self._changes, url))

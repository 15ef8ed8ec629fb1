"""Opens the dialogs, at most one of a kind, and carries what they decide to the rest.

Each is imported when it is first opened: a start does without their code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from client import errors
from client.model.account import Account, AccountId
from client.model.post import Media, Post
from client.settings import KEY_CHANGES, LETTER_KEYS, Setting, Settings, Value
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.ui import notices
from client.ui.acts import Acts
from client.ui.dialog import Overlay
from client.ui.key_changes import KeyMap
from client.ui.kit import Kit
from client.ui.panes import Panes
from client.ui.pictures import PictureSource
from client.ui.window import BelfryWindow
from client.ui.words import tr

if TYPE_CHECKING:
    from client.ui.print_keys import PrintedGroup
    from client.ui.welcome import Welcome


class Dialogs(QObject):
    """`applied` carries the key of a changed setting, `column_added` the id of a new column. Set `window` and `acts` first."""

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
        self.acts: Acts | None = None
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
        """Brings what has changed to the dialogs that are open."""
        for follow in tuple(self._followers.values()):
            follow()

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

        def make() -> KeysSheet:
            dialog = KeysSheet(
                self._kit,
                self._key_map,
                self._can,
                letters=self._values.get(LETTER_KEYS),
                set_letters=lambda on: self.change(LETTER_KEYS, on),
                change=self.change_keys,
                print_out=self._print,
            )
            self._follow(dialog, dialog.refresh)
            return dialog

        self._open(KeysSheet, make)

    def _print(self, groups: Sequence[PrintedGroup]) -> None:
        from client.ui.print_keys import ask_and_print

        if self.window is not None:
            ask_and_print(self.window, groups)

    def change_keys(self) -> None:
        """Opens the list in which keys are changed, over what is open."""
        from client.ui.change_keys import ChangeKeys

        def keep(map_: KeyMap) -> None:
            self.change(KEY_CHANGES, map_.text)

        self._open(ChangeKeys, lambda: ChangeKeys(self._kit, self._key_map(), self._can, keep))

    def _key_map(self) -> KeyMap:
        return KeyMap(self._values.get(KEY_CHANGES))

    def _act(self, name: str) -> None:
        if self.acts is not None:
            self.acts.do(name)

    def _can(self, name: str) -> bool:
        return self.acts is not None and self.acts.can(name)

    def change(self, setting: Setting[Value], value: Value) -> None:
        """Keeps a setting that a dialog changed and has it count at once."""
        try:
            self._values.set(setting, value)
        except errors.StoreFailed as failure:
            self._say(notices.sentence(failure))
        self.applied.emit(setting.key)

    def settings_page(self, page: int = 0) -> None:
        """Opens the settings at a page."""
        from client.ui.settings_dialog import SettingsDialog

        def make() -> SettingsDialog:
            values, folder = self._values, self._data_folder
            change, key = self.change_keys, self._panes.key_of
            dialog = SettingsDialog(
                self._kit, values, folder, self._desk, act=self._act, can=self._can, key=key, change_keys=change
            )
            dialog.show_page(page)
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

    def search(self, at: int, text: str = "") -> None:
        """Opens search; a column made of what is found stands at this place."""
        from client.ui.search import SearchDialog

        def make() -> SearchDialog:
            added = self.column_added.emit
            dialog = SearchDialog(self._kit, self._desk, self._accounts, self._panes, at, added, self._say, text)
            self._follow(dialog, dialog.refresh)
            return dialog

        self._open(SearchDialog, make)

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

        pictures = self._panes.pictures
        self._open(Viewer, lambda: Viewer(self._kit, media, index, account, self._source, pictures, self._changes, url))

"""Builds the window out of its parts and joins them: the only thing of the screen that `client.app` knows.

It opens dialogs, follows the settings, and turns keys into acts. What a column does is in `client.ui.deck_control`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from client import errors, settings
from client.model.account import AccountId
from client.model.change import AccountsChanged
from client.model.instant import Clock
from client.settings import Settings
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.sync.media import Pictures
from client.ui import acts, links, notices, sidebar_join, window_place, words
from client.ui.calling import Calling
from client.ui.deck_control import DeckControl
from client.ui.deck_view import DeckView
from client.ui.decks_control import Decks
from client.ui.dialogs import Dialogs
from client.ui.icons import Icons
from client.ui.key_changes import KeyMap
from client.ui.keys import Keys
from client.ui.kit import Kit, Spawn
from client.ui.new_posts import NewPosts
from client.ui.panes import Panes
from client.ui.sidebar import Sidebar
from client.ui.sidebar_rows import AccountLine
from client.ui.standing import Standing
from client.ui.theme import Scheme, Theme
from client.ui.window import BelfryWindow

if TYPE_CHECKING:
    from client.sync.backups import Backups


class Shell(QObject):
    """The window with everything in it. `quit_wanted` is emitted when the person closes the window; then call `close`.

    `restore` and `state` carry the window's size and place, and the column with the keyboard, between two runs.
    """

    quit_wanted = Signal()
    demo_wanted = Signal()
    state_changed = Signal(object)  # bytes for `restore`, whenever window or keyboard have come to rest elsewhere

    def __init__(
        self,
        desk: Desk,
        accounts: Accounts,
        pictures: Pictures,
        changes: Changes,
        settings_: Settings,
        theme: Theme,
        *,
        spawn: Spawn,
        opener: links.Opener,
        clock: Clock,
        demo: bool = False,
        data_folder: str = "",
        backups: Callable[[], Backups] | None = None,
    ) -> None:
        super().__init__()
        self._backups = backups
        self._desk, self._accounts, self._changes, self._settings = desk, accounts, changes, settings_
        self._demo, self._theme = demo, theme
        self._standing = Standing()
        self._fresh = False  # the first page has just gone: the keyboard is for the first column that comes
        self._dress()
        self.kit = Kit(theme, Icons(theme), clock, spawn, links.Links(opener))
        self._panes = Panes(self.kit, accounts, pictures, changes, desk)
        self._dialogs = Dialogs(self.kit, desk, accounts, pictures, changes, self._panes, settings_, data_folder)
        self._ends: list[Callable[[], None]] = [changes.subscribe(AccountsChanged, lambda change: self._accounts_changed())]
        self.calling = Calling(self, desk, changes)
        self._ends.append(self.calling.close)
        self.window = self._build()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)
        self._dialogs.applied.connect(self.apply_setting)
        self._dialogs.demo_wanted.connect(self.demo_wanted)
        self._dialogs.column_added.connect(lambda column: self.control.focus_column(column))
        self.kit.links.confirm = self._dialogs.confirm_link
        self.kit.links.refuse = lambda url: self.say(notices.link_refused(url))

    # --- building -----------------------------------------------------------------------------------------------------

    def _build(self) -> BelfryWindow:
        self.deck = DeckView(self.kit)
        self.sidebar = Sidebar(self.kit, demo=self._demo)
        window = BelfryWindow(self.kit, self.sidebar, self.deck, demo=self._demo)
        self._dialogs.window = window
        parts = (self.kit, self._desk, self._accounts, self._changes, self.deck, self._panes, self._settings)
        self.control = DeckControl(*parts, self._standing)
        self.control.moved.connect(window.rest.start)
        self._panes.viewer = self._dialogs.open_viewer
        self._panes.history = self._dialogs.open_history
        self._panes.say = window.say
        self._panes.follow_settings(self._settings)
        self.acts = acts.window_acts(acts.Reach(self, self._desk, self._accounts, self._dialogs, self._settings))
        self._dialogs.acts = self.acts
        self._join_decks(window)
        self._join_keys(window)
        window.dialog_changed.connect(lambda open_: self._keys_on())
        window.closing.connect(self.quit_wanted)
        window.settled.connect(lambda: self.state_changed.emit(self.state()))
        sidebar_join.join(self.sidebar, self.control, self._dialogs, self.acts, self._desk, self._settings)
        self.deck.add_wanted.connect(lambda: self.act("add_column"))
        self.control.changed.connect(self._show_side)
        self.new_posts = NewPosts(self.control, self._settings)
        self.control.sign_in_wanted.connect(lambda account: self._dialogs.sign_in_again(AccountId(account)))
        window.wish_sidebar({"wide": False, "rail": True}.get(self._settings.get(settings.SIDEBAR)))
        self.control.start()
        self._show_accounts()
        self._welcome_or_deck()
        return window

    def _join_decks(self, window: BelfryWindow) -> None:
        """Joins what people do with whole decks."""
        self.decks = Decks(self.kit, self._desk, self._accounts, self._changes, window)
        self.decks.arrived, self.decks.sign_in = self.stand_in_deck, self._dialogs.add_account
        self.decks.backups, self.decks.window_now = self._backups, lambda: self._dialogs.window or window
        self.acts.add(self.decks.acts())

    def _join_keys(self, window: BelfryWindow) -> None:
        key_map, letters = KeyMap(self._settings.get(settings.KEY_CHANGES)), self._settings.get(settings.LETTER_KEYS)
        self.keys = Keys(window, self.act, self.acts.can, key_map, letters=letters)
        self._panes.key_of = self.keys.hint
        self.sidebar.show_keys(self.keys.hint)
        self.keys.changed.connect(lambda: self.sidebar.show_keys(self.keys.hint))

    def _keys_on(self) -> None:
        self.keys.set_enabled(self.window.dialog is None and self.window.welcome is None)
        if self._fresh and self.window.dialog is None and self.window.welcome is None:
            self.stand_in_deck()

    def stand_in_deck(self) -> None:
        """Gives the keyboard to the column where it was, or to what fills a deck that has none."""
        if self.control.headings:
            self._fresh = False
            self.control.focus_column(self.control.current or self.control.headings[0].column, by_key=False)
        elif self.window.welcome is None:
            self.deck.nothing.take_focus()

    # --- for the program ----------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Shows the window and gives the keyboard to a column; no row is chosen, so nothing moves or stands still."""
        self.window.show()
        welcome = self.window.welcome
        if welcome is not None:
            welcome.take_focus()
        elif self.control.headings:
            self.stand_in_deck()

    def close(self) -> None:
        """Takes the window away for good. Places have been kept before."""
        if self.window.rest.isActive():
            self.state_changed.emit(self.state())
        for end in self._ends:
            end()
        self.window.end_dialogs()
        self.keep_places()
        self.control.close()
        self._panes.close()
        self.window.really_close()
        self.window.deleteLater()

    def keep_places(self) -> None:
        """Hands every column's reading place to the desk."""
        for view in self.deck.columns:
            self._panes.keep_place(view.column, view.base)

    def state(self) -> bytes:
        """The window's size and place, and where the keyboard is, for `restore`."""
        return self._standing.kept(window_place.state(self.window), {deck.id for deck in self._desk.decks})

    def restore(self, state: bytes) -> None:
        """Gives the window the size and place it had, and the keyboard its column."""
        window_place.restore(self.window, self._standing.take(state))
        self.control.resume()

    def fit_screen(self) -> None:
        """Gives the window its first size: no part of it may be off the screen."""
        window_place.fit_into(self.window, QGuiApplication.primaryScreen().availableGeometry())

    def say(self, text: str) -> None:
        """Says one thing at the foot of the window."""
        self.window.say(text)

    def say_failure(self, problem: errors.WorldError) -> None:
        """Says a failure of the world at the foot of the window."""
        self.say(notices.sentence(problem, now=self.kit.clock()))

    def to_front(self) -> None:
        """Brings the window to the front, out of the task bar where it is there."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.activateWindow()  # raises it too

    def set_demo(self, demo: bool) -> None:
        """Says in title and sidebar that this is the demo town, or no longer."""
        if demo != self._demo:
            self._demo = demo
            self._rebuild()

    # --- following ----------------------------------------------------------------------------------------------------

    def _accounts_changed(self) -> None:
        self._show_accounts()
        self._welcome_or_deck()
        self._dialogs.refresh()

    def _show_accounts(self) -> None:
        self.sidebar.show_accounts([AccountLine(each, self._accounts.health(each.id)) for each in self._accounts.all])

    def _show_side(self) -> None:
        if self._fresh and self.control.headings and self.window.dialog is None:
            self.stand_in_deck()
        self.decks.refresh()
        self.sidebar.show_columns(self.control.headings, self.control.current or "")
        self._dialogs.refresh()

    def _welcome_or_deck(self) -> None:
        window = self._dialogs.window
        if window is None:
            return
        wanted = not self._accounts.all and not self._desk.deck.columns
        if wanted != (window.welcome is not None):
            self._fresh = not wanted
            page = self._dialogs.welcome() if wanted else None
            if page is not None:
                page.import_deck.connect(self.decks.load)
            window.show_welcome(page)
        if hasattr(self, "window"):
            self._keys_on()

    def apply_setting(self, key: str) -> None:
        """Makes a changed setting count at once."""
        match key:
            case settings.THEME.key | settings.TEXT_SIZE.key:
                self._dress()
            case settings.LETTER_KEYS.key:
                self.keys.set_letters(self._settings.get(settings.LETTER_KEYS))
            case settings.KEY_CHANGES.key:
                self.keys.set_map(KeyMap(self._settings.get(settings.KEY_CHANGES)))
                self._dialogs.refresh()
            case settings.SIDEBAR.key:
                self.window.wish_sidebar({"wide": False, "rail": True}.get(self._settings.get(settings.SIDEBAR)))
            case settings.TIME_STYLE.key | settings.SPEECH_ORDER.key | settings.SPEECH_PARTS.key:
                self._panes.follow_settings(self._settings)
            case settings.LANGUAGE.key:
                self._speak()

    def _dress(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            wish = self._settings.get(settings.THEME)
            scheme = Theme.system_scheme(app) if wish == "system" else Scheme(wish)
            self._theme.change(scheme=scheme, scale=self._settings.get(settings.TEXT_SIZE) / 100)
            self._theme.apply(app)

    def _speak(self) -> None:
        """Speaks another language from now on."""
        from client.ui.settings_dialog import SettingsDialog  # late, as in client.ui.dialogs

        words.set_language(self._settings.get(settings.LANGUAGE))
        before = self.window.dialog
        self._rebuild()
        if isinstance(before, SettingsDialog):
            self._dialogs.settings_page(before.page)
            now = self.window.dialog
            if isinstance(now, SettingsDialog):
                now.focus_language()

    def _rebuild(self) -> None:
        """Builds the window anew; the reading places are kept, the old window goes."""
        self.keep_places()
        old, current = self.window, self.control.current
        old.end_dialogs()
        visible = old.isVisible()
        self.control.close()
        self.window = self._build()
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        if visible:
            self.window.show()
        if current is not None:
            self.control.focus_column(current)
        old.really_close()
        old.deleteLater()

    # --- keys ---------------------------------------------------------------------------------------------------------

    def act(self, name: str) -> None:
        """Does what a command says, by its name in `client.ui.commands`."""
        self.acts.do(name)

    def after_current(self) -> int:
        """The place in the deck after the column with the keyboard."""
        ids = [spec.id for spec in self._desk.deck.columns]
        return ids.index(self.control.current) + 1 if self.control.current in ids else len(ids)

    def change(self, setting: settings.Setting[settings.Value], value: settings.Value) -> None:
        """Changes a setting and makes it count at once."""
        self.keep(setting, value)
        self.apply_setting(setting.key)

    def keep(self, setting: settings.Setting[settings.Value], value: settings.Value) -> None:
        """Keeps a setting; where it cannot be written, it counts for this run and that is said."""
        try:
            self._settings.set(setting, value)
        except errors.StoreFailed as failure:
            self.say_failure(failure)

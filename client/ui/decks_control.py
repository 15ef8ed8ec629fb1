"""What people do with whole decks: switch, make, rename, remove, export, import, put back. The sidebar's picker asks here.

Dialogs are imported when they are first opened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from client.model.change import AccountsChanged
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.ui.decks_drop import DropFile
from client.ui.decks_picker import DeckActs, DeckLine, deck_name, open_menu
from client.ui.decks_start import starters
from client.ui.kit import Kit
from client.ui.widgets import announce
from client.ui.window import BelfryWindow
from client.ui.words import tr, trn

if TYPE_CHECKING:
    from client.sync.backups import Backups
    from client.sync.deckfile import Offer
    from client.ui.decks_files import AskFile

Act = Callable[[], object]


class Decks(QObject):
    """The mind of the deck picker. Set `arrived` to what gives the keyboard to the deck, `sign_in` to what adds an account,
    `window_now` to what gives the window of this moment: a file may be written longer than a window lives."""

    def __init__(self, kit: Kit, desk: Desk, accounts: Accounts, changes: Changes, window: BelfryWindow) -> None:
        super().__init__(window)
        self._kit, self._desk, self._accounts, self._changes = kit, desk, accounts, changes
        self.window_now: Callable[[], BelfryWindow] = lambda: window
        self.arrived: Act = lambda: None
        self.sign_in: Act = lambda: None
        self.backups: Callable[[], Backups] | None = None
        self.files: AskFile | None = None
        self.menu: QMenu | None = None
        window.sidebar.decks_wanted.connect(self.open_menu)
        DropFile(window).dropped.connect(self.open_file)
        window.deck.start_wanted.connect(self.start)
        window.deck.import_wanted.connect(self.load)

    def acts(self) -> dict[str, Act]:
        """What the commands about decks do."""
        made: dict[str, Act] = {
            "new_deck": self.add,
            "rename_deck": self.rename,
            "remove_deck": self.remove,
            "export_deck": self.export,
            "import_deck": self.load,
        }
        return made | ({"backups": self.put_back} if self.backups is not None else {})

    @property
    def _window(self) -> BelfryWindow:
        return self.window_now()

    def _say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self._window.say(text, undo)

    # --- the picker ---------------------------------------------------------------------------------------------------

    def lines(self) -> tuple[DeckLine, ...]:
        """The decks as the picker shows them."""
        return tuple(self._line(deck) for deck in self._desk.decks)

    def _line(self, deck: Deck) -> DeckLine:
        """One deck; of another than the one in use, only the columns that are watched have a count."""
        current = deck.id == self._desk.deck.id
        watched = {spec.id for spec in (deck.columns if current else self._desk.watched)}
        unread = sum(self._desk.feed(spec.id).unread for spec in deck.columns if spec.id in watched)
        return DeckLine(deck.id, deck.name, len(deck.columns), unread, current)

    def refresh(self) -> None:
        """Shows the deck in use as it is now."""
        self._window.sidebar.show_deck(self._line(self._desk.deck))
        if not self._desk.deck.columns:
            self._window.deck.nothing.offer_start(on=bool(starters(self._accounts)))

    def open_menu(self, place: QPoint) -> None:
        """Opens the menu of decks at a global point."""
        put_back = self.put_back if self.backups is not None else None
        acts = DeckActs(self.switch, self.add, self.rename, self.remove, self.export, self.load, put_back)
        self.menu = open_menu(self._window, self._kit, self.lines(), acts, place)

    def start(self) -> None:
        """Adds the columns that most people begin with."""
        for spec in starters(self._accounts):
            self._desk.add_column(spec)
        self.arrived()

    # --- acts ---------------------------------------------------------------------------------------------------------

    def switch(self, deck: str) -> None:
        """Puts another deck into use and the keyboard into its first column."""
        if deck != self._desk.deck.id:
            self._desk.switch(deck)
            announce(self._window, tr("Deck: {name}", name=deck_name(self._desk.deck.name)))
        self.arrived()

    def add(self) -> None:
        """Asks for a name and makes a deck."""
        from client.ui.decks_name import NameDeck

        def make(name: str) -> None:
            self.switch(self._desk.add_deck(name))

        self._window.open_dialog(NameDeck(self._kit, tr("New deck"), tr("Make deck"), "", make))

    def rename(self) -> None:
        """Asks for another name of the deck in use."""
        from client.ui.decks_name import NameDeck

        deck = self._desk.deck

        def keep(name: str) -> None:
            self._desk.rename_deck(deck.id, name)

        self._window.open_dialog(NameDeck(self._kit, tr("Rename deck"), tr("Rename deck"), deck.name, keep))

    def remove(self) -> None:
        """Removes the deck in use and offers the way back; the last one stays."""
        deck = self._desk.deck
        if not self._desk.remove_deck(deck.id):
            self._window.say(tr("This is your only deck. Make another one first."))
            return
        self._window.say(tr("Deck “{name}” is removed.", name=deck_name(deck.name)), self._undo)
        self.arrived()

    def _undo(self) -> None:
        self._desk.undo_remove()
        self.arrived()

    # --- files --------------------------------------------------------------------------------------------------------

    def _ask(self) -> AskFile:
        from client.ui.decks_files import SystemFiles

        return self.files or SystemFiles()

    def export(self) -> None:
        """Asks where to, and writes the deck in use as a file."""
        from client.ui.decks_files import file_name

        deck = self._desk.deck

        def chosen(path: str) -> None:
            self._kit.spawn(self._export(deck, path), "writing a deck file")

        self._ask().to_save(self._window, file_name(deck.name), chosen)

    async def _export(self, deck: Deck, path: str) -> None:
        """Writes a deck as a file, beside the window: a share may not answer for minutes."""
        from client.sync import deckfile
        from client.ui import files, notices_decks, notices_files

        try:
            await asyncio.to_thread(files.write, Path(path), deckfile.write(deck, self._accounts.all))
        except OSError as failure:
            self._window.say(notices_files.not_saved(failure, Path(path).name))
            return
        self._window.say(notices_decks.saved(path))

    def load(self) -> None:
        """Asks for a deck file and shows what it would add."""
        self._ask().to_open(self._window, self.open_file)

    def open_file(self, path: str) -> None:
        """Shows what a file would add, once it is read; says so when it is no deck file."""
        self._kit.spawn(self._open_file(path), "reading a deck file")

    async def _open_file(self, path: str) -> None:
        from client import errors
        from client.sync import deckfile
        from client.ui import decks_files, notices_decks, notices_files

        try:
            text = await asyncio.to_thread(decks_files.read, Path(path))
            offer = deckfile.read(text)
        except OSError as failure:
            self._window.say(notices_files.not_read(failure, Path(path).name))
        except errors.BadDeckFile as failure:
            self._window.say(notices_decks.refused(path, failure.reason))
        else:
            self._preview(offer)

    def _preview(self, offer: Offer) -> None:
        from client.ui.decks_import import ImportDeck

        def take(columns: tuple[ColumnSpec, ...], apart: bool) -> None:
            self._imported(offer.name, columns, apart)

        before = self._window.dialog
        if isinstance(before, ImportDeck):  # another file takes its place
            before.end()
        dialog = ImportDeck(self._kit, self._desk, self._accounts, offer, self._sign_in_at, take)
        end = self._changes.subscribe(AccountsChanged, lambda change: dialog.refresh())
        dialog.closed.connect(end)
        self._window.open_dialog(dialog)

    def _sign_in_at(self, server: str) -> None:
        """Opens the dialog that adds an account, with the server filled in."""
        from client.ui.add_account import AddAccount

        self.sign_in()
        dialog = self._window.dialog
        if isinstance(dialog, AddAccount):
            dialog.field.setText(server)

    def _imported(self, name: str, columns: tuple[ColumnSpec, ...], apart: bool) -> None:
        """Adds the columns, says so, and offers the way back."""
        desk = self._desk
        if apart:
            deck = desk.add_deck(self._free_name(name), columns)
            words = tr("The deck “{name}” is added.", name=deck_name(next(each.name for each in desk.decks if each.id == deck)))
            self.switch(deck)
            self._window.say(words, lambda: self._take_out(deck))
            return
        if not desk.deck.name and not desk.deck.columns and name:
            desk.rename_deck(desk.deck.id, name)
        before = {spec.id for spec in desk.deck.columns}
        for spec in columns:
            desk.add_column(spec)
        added = [spec.id for spec in desk.deck.columns if spec.id not in before]
        said = trn("{n} column is added.", "{n} columns are added.", len(added))
        self.arrived()
        self._window.say(said, lambda: self._remove_columns(added))

    def _free_name(self, name: str) -> str:
        """A name that no deck has yet."""
        name, taken = name or tr("Imported deck"), {deck.name for deck in self._desk.decks}
        numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
        return name if name not in taken else next(each for each in numbered if each not in taken)

    def _take_out(self, deck: str) -> None:
        self._desk.remove_deck(deck)
        self.arrived()

    def _remove_columns(self, columns: list[ColumnId]) -> None:
        for column in columns:
            self._desk.remove_column(column)
        self.arrived()

    def put_back(self) -> None:
        """Shows the backups of the last days."""
        from client.ui.backups import BackupsDialog

        if self.backups is not None:
            dialog = BackupsDialog(self._kit, self._desk, self.backups(), self._say, self.arrived)
            self._window.open_dialog(dialog)

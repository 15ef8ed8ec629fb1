"""What people do with a column as a whole: options, menu, name, width, place, read, remove. `DeckControl` is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from client.columns import KINDS
from client.model.column import ColumnId, ColumnSpec
from client.settings import Settings
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.ui import heading
from client.ui.column_view import ColumnView
from client.ui.deck_view import DeckView
from client.ui.heading import Heading
from client.ui.kit import Kit
from client.ui.late import column_menu
from client.ui.window import BelfryWindow
from client.ui.words import tr

if TYPE_CHECKING:  # they come when options are first opened
    from client.ui.column_files import ColumnFiles
    from client.ui.options import Options


class ColumnDeeds(QObject):
    """The deeds. Who is made of it keeps `_headings` true and knows the views."""

    def __init__(
        self, kit: Kit, desk: Desk, accounts: Accounts, changes: Changes, deck: DeckView, values: Settings | None
    ) -> None:
        super().__init__(deck)
        self._kit, self._desk, self._accounts, self._changes, self._deck = kit, desk, accounts, changes, deck
        self._values = values or Settings()
        self._options: Options | None = None
        self._files: ColumnFiles | None = None
        self._views: dict[ColumnId, ColumnView] = {}
        self._headings: dict[ColumnId, Heading] = {}
        self.menu: QMenu | None = None
        self.current: ColumnId | None = None

    @property
    def specs(self) -> tuple[ColumnSpec, ...]:
        """The columns as data."""
        return self._desk.deck.columns

    def spec(self, column: ColumnId | str) -> ColumnSpec | None:
        """A column's data."""
        return next((spec for spec in self.specs if spec.id == column), None)

    def view(self, column: ColumnId | str | None) -> ColumnView | None:
        """A column on screen; of the current one for None."""
        wanted = column or self.current
        return self._views.get(ColumnId(wanted)) if wanted else None

    def close_deeds(self) -> None:
        """Lets go of the options and dialogs that are open; what was typed into them counts."""
        for part in (self._options, self._files):
            if part is not None:
                part.close()

    def _tell(self, text: str, undo: Callable[[], None] | None) -> object:
        """Says what was done, in the window of this moment."""
        raise NotImplementedError

    # --- options and menu ---------------------------------------------------------------------------------------------

    @property
    def files(self) -> ColumnFiles:
        """What columns give away and put away."""
        from client.ui.column_files import ColumnFiles

        if self._files is None:
            self._files = ColumnFiles(self._kit, self._desk, self._accounts, self._values, self._deck.window, self._tell, self)
        return self._files

    @property
    def options(self) -> Options:
        """The options that are open."""
        from client.ui.options import Deeds, Options

        if self._options is None:
            files = self.files
            deeds = Deeds(
                lambda: tuple(spec.id for spec in self.specs),
                self.move_column,
                files.copy,
                files.export,
                files.clear,
                self.remove_column,
            )
            self._options = Options(self._kit, self._desk, self._accounts, self._changes, deeds, self._values, self)
        return self._options

    def toggle_options(self, column: ColumnId) -> None:
        """Opens the options inside a column, or closes them."""
        view, spec = self.view(column), self.spec(column)
        if view is not None and spec is not None:
            self._deck.reveal(view)
            self.options.toggle(view, spec)

    def open_menu(self, column: ColumnId, place: QPoint | None = None) -> None:
        """Opens the menu of a column at a place; without one, its options."""
        view, spec = self.view(column), self.spec(column)
        if place is None:
            self.toggle_options(column)
        if view is None or spec is None or place is None:
            return
        acts = column_menu.ColumnActs(
            rename=lambda: self.rename_column(column),
            resize=lambda width: self.resize_column(column, width),
            move=lambda way: self.move_column(column, way),
            refresh=lambda: self._desk.feed(column).refresh(),
            mark_read=lambda: self.mark_read(column),
            options=lambda: self.toggle_options(column),
            remove=lambda: self.remove_column(column),
        )
        ids = [each.id for each in self.specs]
        self.menu = column_menu.open_menu(view, self._kit, spec, acts, place, number=ids.index(column), count=len(ids))

    def rename_column(self, column: ColumnId) -> None:
        """Asks for another name."""
        spec = self.spec(column)
        window = self._deck.window()
        if spec is not None and isinstance(window, BelfryWindow):
            own = heading.title(replace(spec, name=""), KINDS.get(spec.kind))
            dialog = column_menu.RenameDialog(self._kit, own, spec.name, lambda name: self._change(column, name=name))
            window.open_dialog(dialog)

    def resize_column(self, column: ColumnId, width: int) -> None:
        """Makes a column as wide as this, px at text size 100 %."""
        self._change(column, width=width)

    def _change(self, column: ColumnId, **values: object) -> None:
        spec = self.spec(column)
        if spec is not None:
            self._desk.change_column(replace(spec, **values))  # type: ignore[arg-type]

    def move_column(self, column: ColumnId, way: int) -> None:
        """Moves a column one place left (-1) or right (1); the keyboard goes with it."""
        ids = [spec.id for spec in self.specs]
        to = ids.index(column) + way
        if 0 <= to < len(ids):
            self._desk.move_column(column, to)
            view = self.view(column)
            if view is not None:
                self._deck.reveal(view)

    def mark_read(self, column: ColumnId) -> None:
        """Marks everything in a column as read."""
        feed = self._desk.feed(column)
        if len(feed.ids):
            feed.mark_read(feed.ids[0])

    def remove_column(self, column: ColumnId) -> None:
        """Removes a column at once and offers the way back for ten seconds."""
        spec, window = self.spec(column), self._deck.window()
        self._desk.remove_column(column)
        if spec is not None and isinstance(window, BelfryWindow):
            name = heading.brief(spec, KINDS.get(spec.kind))
            window.say(tr("Column “{name}” is removed.", name=name), self._undo_remove)

    def _undo_remove(self) -> None:
        self._desk.undo_remove()

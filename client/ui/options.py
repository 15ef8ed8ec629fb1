"""Opens the options inside columns, keeps them true, and closes them: the keyboard then goes back to where it was."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from shiboken6 import isValid

from client.model.change import SiftedChanged
from client.model.column import ColumnId, ColumnSpec
from client.settings import Settings
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.ui.column_view import ColumnView
from client.ui.kit import Kit
from client.ui.options_alerts import settings_notes
from client.ui.options_link import Link
from client.ui.options_panel import OptionsPanel, PanelActs
from client.ui.sounds import Player
from client.ui.window import BelfryWindow


@dataclass(frozen=True, slots=True)
class Deeds:
    """What can be done with a whole column, by its id."""

    order: Callable[[], tuple[ColumnId, ...]]
    move: Callable[[ColumnId, int], None]
    copy: Callable[[ColumnId], None]
    export: Callable[[ColumnId], None]
    clear: Callable[[ColumnId], None]
    remove: Callable[[ColumnId], None]


class Options(QObject):
    """The options that are open."""

    def __init__(
        self, kit: Kit, desk: Desk, accounts: Accounts, changes: Changes, deeds: Deeds, values: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._kit, self._desk, self._accounts, self._deeds = kit, desk, accounts, deeds
        self._values = values
        self._open: dict[ColumnView, tuple[OptionsPanel, QWidget | None]] = {}
        self.player = Player(self)
        self._end = changes.subscribe(SiftedChanged, self._sifted)

    def panel(self, view: ColumnView) -> OptionsPanel | None:
        """The options that are open in a column."""
        return self._open[view][0] if view in self._open else None

    def toggle(self, view: ColumnView, spec: ColumnSpec) -> None:
        """Opens the options of a column, or closes them."""
        if view in self._open:
            self.close_in(view)
        else:
            self.open_in(view, spec)

    def open_in(self, view: ColumnView, spec: ColumnSpec) -> OptionsPanel:
        """Opens the options inside a column and gives them the keyboard."""
        link = Link(self._kit, self._desk, self._accounts, spec.id, spec)
        tray = QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()
        panel = OptionsPanel(link, self._acts(spec.id), self.player, tray=tray, notes=settings_notes(self._values))
        before = view.window().focusWidget()
        self._open[view] = (panel, before)
        panel.closed.connect(lambda: self.close_in(view))
        view.cover(panel)
        panel.take_focus()
        QTimer.singleShot(0, panel, lambda: _clear_foot(view))
        return panel

    def _acts(self, column: ColumnId) -> PanelActs:
        deeds = self._deeds

        def places() -> tuple[int, int]:
            order = deeds.order()
            return (order.index(column) if column in order else 0), len(order)

        return PanelActs(
            places=places,
            move=lambda way: deeds.move(column, way),
            copy=lambda: deeds.copy(column),
            export=lambda: deeds.export(column),
            clear=lambda: deeds.clear(column),
            remove=lambda: deeds.remove(column),
        )

    def close_in(self, view: ColumnView) -> None:
        """Closes the options of a column; what was typed counts, and the keyboard goes back to where it was."""
        panel, before = self._open.pop(view, (None, None))
        if panel is None:
            return
        panel.take()
        focused = view.window().focusWidget()
        had = focused is not None and panel.isAncestorOf(focused)
        view.uncover()
        if had:
            if before is not None and isValid(before) and before.isVisible() and not isinstance(before, OptionsPanel):
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                view.take_focus()
        panel.deleteLater()

    def forget(self, view: ColumnView) -> None:
        """The column goes, and its options with it: what was typed into them counted for it only."""
        self._open.pop(view, None)

    def refresh(self) -> None:
        """Shows the columns as they are now."""
        for view, (panel, _) in tuple(self._open.items()):
            if self._desk.column(view.column) is not None:
                panel.refresh()

    def _sifted(self, change: SiftedChanged) -> None:
        for panel, _ in tuple(self._open.values()):
            panel.words.refresh_count()

    def close(self) -> None:
        """Hears nothing more; what was typed counts."""
        self._end()
        for panel, _ in self._open.values():
            panel.take()
        self._open.clear()
        self.player.close()


def _clear_foot(view: ColumnView) -> None:
    """What was said at the foot of the window does not lie on the foot of the options."""
    window = view.window()
    if isinstance(window, BelfryWindow):
        window.place_toast()

"""Joins the alerts with the window: hears the columns' calls, shows them, and leads to the column when a person wants it.

What shows and sounds them (`client.ui.alerts`) is imported at the first call: a start does without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from client.columns import KINDS
from client.model.change import Alert
from client.model.column import ColumnId
from client.sync import setups
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.ui import heading, states
from client.ui.words import tr, trn

if TYPE_CHECKING:
    from client.ui.alerts import Alerts, Entry
    from client.ui.shell import Shell
    from client.ui.toast import Toast


class Calling(QObject):
    """The alerts of one running Belfry. `tray` False does without the desktop; None looks whether it shows notifications."""

    def __init__(self, shell: Shell, desk: Desk, changes: Changes, *, tray: bool | None = None) -> None:
        super().__init__(shell)
        self._shell, self._desk, self._with_tray = shell, desk, tray
        self._alerts: Alerts | None = None
        self._said: list[Entry] = []
        self._toast: Toast | None = None
        self._end = changes.subscribe(Alert, lambda alert: self.alerts.hear(alert))

    @property
    def alerts(self) -> Alerts:
        """What shows and sounds calls, and keeps the list."""
        from client.ui.alerts import Alerts

        if self._alerts is None:
            kit = self._shell.kit
            self._alerts = Alerts(kit.theme, kit.clock, self._title, self._state, tray=self._with_tray)
            self._alerts.wanted.connect(self.go)
            self._alerts.fallback.connect(self._say)
        return self._alerts

    def _title(self, column: ColumnId) -> str:
        spec = self._desk.column(column)
        return heading.title(spec, KINDS.get(spec.kind)) if spec is not None else ""

    def _state(self, column: ColumnId) -> str:
        try:
            health = self._desk.feed(column).health
        except KeyError:  # its feed has just been closed
            return ""
        word = states.look(health, self._shell.kit.clock()).word
        return word[:1].lower() + word[1:]

    def _say(self, entry: Entry) -> None:
        """Says a call at the foot of the window, where the desktop shows none. What is still said there is not lost by it."""
        window = self._shell.window
        if self._toast is None or window.toast is not self._toast:
            self._said = []
        self._said = [entry, *(each for each in self._said if each.column != entry.column)]
        if len(self._said) == 1:
            text = tr("{name}: {state}", name=entry.head, state=entry.text)
            self._toast = window.say(text, lambda: self.go(entry.column), link=tr("Show"))
            return
        names = ", ".join(self._title(each.column) for each in self._said)
        text = trn("{n} column calls: {names}", "{n} columns call: {names}", len(self._said), names=names)
        self._toast = window.say(text, self.open_list, link=tr("See all"))

    def go(self, column: str) -> None:
        """Brings the window to the front and the column into view, in whatever deck it is."""
        wanted = ColumnId(column)
        home = setups.home(self._desk.setup, wanted)
        self._shell.to_front()
        if home is None:
            return
        if home.id != self._desk.deck.id:
            self._desk.switch(home.id)
        if self._shell.window.dialog is None:
            self._shell.control.focus_column(wanted)

    def is_looking(self, column: ColumnId) -> bool:
        """Whether a person has a column before them now: the window is in front and the column in sight, not its options."""
        window, view = self._shell.window, self._shell.control.view(column)
        if view is None or view.covered or not window.isActiveWindow() or window.isMinimized():
            return False
        return view in self._shell.deck.shown()

    def open_list(self) -> None:
        """Opens the list of what called in this run."""
        from client.ui.alerts_list import AlertsList

        window = self._shell.window
        if not isinstance(window.dialog, AlertsList):
            window.open_dialog(AlertsList(self._shell.kit, self.alerts.entries, self.go))

    def close(self) -> None:
        """Hears nothing more."""
        self._end()
        if self._alerts is not None:
            self._alerts.close()

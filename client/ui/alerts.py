"""What happens on screen when a column calls: a notification of the desktop, a sound, and an entry in a list that stays.

It never takes the keyboard. A press on the notification brings the window to the front and the column into view.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from client.model.change import Alert, AlertKind
from client.model.column import ColumnId
from client.model.instant import Clock, Instant
from client.ui import notices_alerts
from client.ui.mark import window_icon
from client.ui.sounds import Player
from client.ui.theme import Theme

KEPT = 50
"""Entries in the list."""
SHOWN_MS = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One call of a column, as the list keeps it."""

    at: Instant
    column: ColumnId
    head: str
    text: str


class Alerts(QObject):
    """Shows and sounds calls. `fallback` is emitted where the desktop shows no notifications; `wanted` when one is pressed."""

    wanted = Signal(str)
    fallback = Signal(object)

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        title: Callable[[ColumnId], str],
        state: Callable[[ColumnId], str],
        *,
        tray: bool | None = None,
    ) -> None:
        """`title` and `state` say how a column is called and fares; `tray` False does without the desktop, None looks."""
        super().__init__()
        self._theme, self._clock, self._title, self._state = theme, clock, title, state
        self._with_tray = tray
        self._tray: QSystemTrayIcon | None = None
        self._last: ColumnId | None = None
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self.player = Player(self)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What called, the newest first."""
        return tuple(self._entries)

    @property
    def able(self) -> bool:
        """Whether the desktop shows notifications."""
        if self._with_tray is None:
            self._with_tray = QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()
        return self._with_tray

    def hear(self, alert: Alert) -> None:
        """Shows and sounds one call."""
        title = self._title(alert.column)
        if not title:  # the column has just gone
            return
        head, text = notices_alerts.said(alert, title, self._state(alert.column))
        entry = Entry(self._clock(), alert.column, head, text)
        self._entries.appendleft(entry)
        if alert.popup:
            self._last = alert.column
            if self.able:
                self._notify(entry, alert.kind)
            else:
                self.fallback.emit(entry)
        if alert.sound:
            self.player.play(alert.sound)

    def _notify(self, entry: Entry, kind: AlertKind) -> None:
        """Has the desktop show it. The icon stands in the tray from the first time on: some desktops show nothing without."""
        if self._tray is None:
            self._tray = QSystemTrayIcon(window_icon(self._theme), self)
            self._tray.messageClicked.connect(self._pressed)
            self._tray.activated.connect(lambda reason: self._pressed())
            self._tray.show()
        sign = QSystemTrayIcon.MessageIcon.Information if kind is AlertKind.NEW else QSystemTrayIcon.MessageIcon.Warning
        self._tray.showMessage(entry.head, entry.text, sign, SHOWN_MS)

    def _pressed(self) -> None:
        self.wanted.emit(self._last or "")

    def close(self) -> None:
        """Sounds no more and leaves the tray."""
        self.player.close()
        if self._tray is not None:
            self._tray.hide()
            self._tray = None

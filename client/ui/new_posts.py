"""Says now and then how many posts are new, for people who listen: never one by one, at most once every half minute.

Off until it is switched on in the settings. It only speaks; nothing is shown or moved.
"""

from PySide6.QtCore import QTimer

from client import settings
from client.model.column import ColumnId
from client.settings import Settings
from client.ui.deck_control import DeckControl
from client.ui.widgets import announce
from client.ui.words import trn

PAUSE = 30_000  # milliseconds


class NewPosts:
    """Follows the unread counts of a deck for as long as its window is there."""

    def __init__(self, control: DeckControl, values: Settings) -> None:
        self._control, self._values = control, values
        self._seen: dict[ColumnId, int] = {}
        self._new: dict[ColumnId, int] = {}
        self.last = ""
        self.pause = QTimer(control, interval=PAUSE, singleShot=True)
        self.pause.timeout.connect(self._say)
        control.changed.connect(self._look)

    def _look(self) -> None:
        unread = {heading.column: heading.unread for heading in self._control.headings}
        for column, count in unread.items():
            more = count - self._seen.get(column, count)
            if more > 0:
                self._new[column] = self._new.get(column, 0) + more
            elif more < 0:  # read: what is new is not more than what is unread
                self._new[column] = min(self._new.get(column, 0), count)
        self._seen = unread
        if not self.pause.isActive():
            self._say()

    def _say(self) -> None:
        on = self._values.get(settings.ANNOUNCE_NEW)
        parts = [
            trn("{n} new in {name}", "{n} new in {name}", self._new[heading.column], name=heading.title)
            for heading in self._control.headings
            if self._new.get(heading.column)
        ]
        self._new = {}
        if on and parts:
            self.last = ", ".join(parts)
            view = self._control.view(None)
            if view is not None:
                announce(view, self.last)
            self.pause.start()

"""Notices that somebody is back after hours and offers to catch up; opens the view, and goes to a post and back again."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor

from client import errors
from client.model.column import ColumnId
from client.model.instant import Instant
from client.sync.accounts import Accounts
from client.sync.catchup import Item, Missed, gather
from client.sync.desk import Desk
from client.ui import notices, states, times
from client.ui.catchup import CatchUpDialog
from client.ui.deck_control import DeckControl
from client.ui.kit import Kit
from client.ui.shell import Shell
from client.ui.window import BelfryWindow
from client.ui.words import tr, trn

EVERY = 20_000  # ms between two looks whether somebody is here
CATCHING = 8_000  # ms after the return in which posts come in before the offer


class CatchUpControl(QObject):
    """Watches one window. `window` and `control` are asked each time, for both are made anew with another language."""

    def __init__(
        self,
        kit: Kit,
        desk: Desk,
        accounts: Accounts,
        window: Callable[[], BelfryWindow],
        control: Callable[[], DeckControl],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._kit, self._desk, self._accounts, self._window, self._control = kit, desk, accounts, window, control
        self._seen: object = None
        self._since: Instant | None = None
        self._tick = QTimer(self, interval=EVERY)
        self._tick.timeout.connect(self.look)
        self._soon = QTimer(self, interval=CATCHING, singleShot=True)
        self._soon.timeout.connect(self.offer)

    def start(self) -> None:
        """Reads when somebody was last here and begins to watch."""
        self._kit.spawn(self._begin(), "reading when the window was last used")

    async def _begin(self) -> None:
        await self._desk.absence.read()
        self._tick.start()
        self.look()

    def close(self) -> None:
        """Watches no more."""
        self._tick.stop()
        self._soon.stop()

    def look(self) -> None:
        """Looks whether somebody is here: the window is in front, and the pointer or the keyboard has moved."""
        window = self._window()
        if not window.isActiveWindow():
            return
        pointer, current = QCursor.pos(), self._control().current
        view = self._control().view(current)
        row = view.top.view.current_row() if view is not None else None
        seen = (pointer.x(), pointer.y(), current, row.id if row is not None else 0, window.dialog is not None)
        if seen == self._seen:
            return
        self._seen = seen
        since = self._desk.absence.here()
        self._kit.spawn(self._desk.absence.write(), "keeping when the window was last used")
        if since is not None:
            self._since = since
            self._soon.start()

    def offer(self) -> None:
        """Offers to catch up, under the deck until that is answered, when anything was missed."""
        unread = sum(self._desk.feed(spec.id).unread for spec in self._desk.deck.columns)
        if unread and self._since is not None:
            text = tr("You were away for {time}.", time=states.span(self._kit.clock() - self._since))
            text += " " + trn("{n} post not read.", "{n} posts not read.", unread)
            self._window().offer(text, self.open, tr("See what you missed"))

    def open(self) -> None:
        """Opens the view."""
        self._window().end_offer()
        if not isinstance(self._window().dialog, CatchUpDialog):
            self._kit.spawn(self._open(), "gathering what was missed")

    async def _open(self) -> None:
        try:
            missed = await gather(self._desk, {account.handle for account in self._accounts.all})
        except errors.StoreFailed as failure:
            self._window().say(notices.sentence(failure, now=self._kit.clock()))
            return
        self._show(missed)

    def _show(self, missed: tuple[Missed, ...]) -> None:
        headings = {heading.column: heading for heading in self._control().headings}
        went = ""
        if self._since is not None:
            moment = times.moment(self._since, self._kit.clock())
            went = tr("You were last here at {time}.", time=moment)
        self._window().open_dialog(
            CatchUpDialog(self._kit, headings, missed, went, self._go, self._control().mark_read, self._fill)
        )

    def _fill(self, column: ColumnId, row: int) -> None:
        self._desk.feed(column).fill_gap(row)

    def _go(self, column: ColumnId, item: Item) -> None:
        """Goes to a post in its column, and offers the way back; one that is no longer there opens as a conversation."""
        control = self._control()
        view = control.view(column)
        if view is None:
            return
        while view.back():
            pass
        before, current = view.base.view.place, control.current
        control.focus_column(column)
        if item.row not in view.base.feed.ids:
            control.open_thread(view, item.account, item.post.key)
            return
        rows = view.base.view
        rows.setCurrentIndex(rows.rows_model.index(rows.rows_model.index_of(item.row)))
        rows.restore(item.row, 0)

        def back() -> None:
            if control.view(column) is view and not view.base.view.restore(*before):
                view.base.newest()  # he was at the very top
            if current is not None:
                control.focus_column(current)

        self._window().say(tr("This is the post in its column."), back, link=tr("Back to where I was"))


def of(shell: Shell, desk: Desk, accounts: Accounts) -> CatchUpControl:
    """The one of this Belfry's window; made when it is first asked for."""
    there = shell.findChild(CatchUpControl)
    if isinstance(there, CatchUpControl):
        return there
    return CatchUpControl(shell.kit, desk, accounts, lambda: shell.window, lambda: shell.control, shell)


def watch(shell: Shell, desk: Desk, accounts: Accounts) -> Callable[[], None]:
    """Begins to watch; what it returns ends that."""
    control = of(shell, desk, accounts)
    control.start()
    return control.close

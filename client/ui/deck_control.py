"""Joins the deck that sync holds with the columns on screen: makes views, keeps their headings true, does what people ask."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal

from client.columns import KINDS
from client.model.account import Account, AccountHealth
from client.model.change import AccountsChanged, DeckChanged, HealthChanged, ReadChanged, SiftedChanged
from client.model.column import WIDE, ColumnId, ColumnSpec
from client.model.post import PostKey
from client.settings import Settings
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.sync.feed import Feed
from client.ui import heading, notices, states
from client.ui.column_deeds import ColumnDeeds
from client.ui.column_view import ColumnView
from client.ui.deck_view import DeckView
from client.ui.heading import Heading
from client.ui.inside import Inside
from client.ui.kit import Kit
from client.ui.pane import Pane
from client.ui.panes import Panes
from client.ui.standing import Standing
from client.ui.widgets import announce
from client.ui.window import BelfryWindow
from client.ui.words import tr

SHORTEST = 200  # ms between two looks whether a state reads differently


class DeckControl(ColumnDeeds):
    """The deck's mind. `changed` says that headings, order or the current column are different, `moved` that the keyboard is
    in another column."""

    changed = Signal()
    moved = Signal()
    sign_in_wanted = Signal(str)

    def __init__(
        self,
        kit: Kit,
        desk: Desk,
        accounts: Accounts,
        changes: Changes,
        deck: DeckView,
        panes: Panes,
        values: Settings | None = None,
        standing: Standing | None = None,
    ) -> None:
        super().__init__(kit, desk, accounts, changes, deck, values)
        self._standing, self._deck_shown = standing or Standing(), ""
        self._panes = panes
        self._inside = Inside(kit, desk, accounts, panes, self._spec_of, self._say, self)
        self._inside.opened.connect(self._say_visible)
        self._inside.column_added.connect(self.focus_column)
        self._visible: set[str] = set()
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._refresh)
        self._tick = QTimer(self, singleShot=True)
        self._tick.timeout.connect(self._second)
        self._ends = (
            changes.subscribe(DeckChanged, lambda change: self.build()),
            changes.subscribe(HealthChanged, lambda change: self._later()),
            changes.subscribe(ReadChanged, lambda change: self._later()),
            changes.subscribe(AccountsChanged, lambda change: self.build()),
            changes.subscribe(SiftedChanged, lambda change: self._later()),
        )
        deck.focused.connect(self._focused)
        deck.moved.connect(lambda column, to: self._desk.move_column(ColumnId(column), to))
        deck.resized.connect(lambda column, width: self.resize_column(ColumnId(column), width))
        deck.arranged.connect(self._say_visible)

    def start(self) -> None:
        """Builds the deck and begins to follow the time."""
        self.build()

    def close(self) -> None:
        """Hears nothing more and closes the conversations that are open."""
        for end in self._ends:
            end()
        self.close_deeds()
        self._tick.stop()
        self._soon.stop()
        for view in self._views.values():
            self._close_panes(view)

    # --- building -----------------------------------------------------------------------------------------------------

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The columns as they are called and fare, in their order."""
        return tuple(self._headings[spec.id] for spec in self.specs if spec.id in self._headings)

    def _spec_of(self, view: ColumnView) -> ColumnSpec | None:
        return self.spec(view.column) if self._views.get(view.column) is view else None

    def build(self) -> None:
        """Makes the views be the deck's columns, in its order. Views that stay keep their place."""
        order, was = [view.column for view in self._deck.columns], self._standing.column(self._desk.deck.id)
        wanted = {spec.id: self._desk.feed(spec.id) for spec in self.specs}
        gone = [column for column, view in self._views.items() if wanted.get(column) is not view.base.feed]
        lost = any(self._has_keyboard(self._views[column]) for column in gone)
        old = [self._views.pop(column) for column in gone]
        for spec in self.specs:
            if spec.id not in self._views:
                self._views[spec.id] = self._make_view(spec)
            self._views[spec.id].wanted_width = spec.width
        self._deck.show_columns([self._views[spec.id] for spec in self.specs])
        for view in old:
            if self._options is not None:
                self._options.forget(view)
            self._close_panes(view)
            view.hide()
            view.deleteLater()
        other, self._deck_shown = self._deck_shown != self._desk.deck.id, self._desk.deck.id
        if other:
            self.current = was if was in self._views else next(iter(self._views), None)
        elif self.current not in self._views:
            self.current = self._near(order)
        self._note()
        self._refresh()
        if lost and self.current is not None:
            self.focus_column(self.current)

    def resume(self) -> None:
        """Makes the column current again that was so in an earlier run; `focus_column` then gives it the keyboard."""
        was = self._standing.column(self._desk.deck.id)
        if was in self._views:
            self.current = was
            self._refresh()

    def _make_view(self, spec: ColumnSpec) -> ColumnView:
        pane = self._panes.column(self._desk.feed(spec.id), spec)
        view = ColumnView(self._kit, spec.id, pane, spec.width)
        self._inside.listen(view, pane)
        view.options.connect(lambda column, point: self.toggle_options(ColumnId(column)))
        view.widened.connect(lambda column: self.resize_column(ColumnId(column), WIDE))
        view.acted.connect(self._act_on_notice)
        view.left.connect(self._close_pane)
        return view

    def _close_pane(self, pane: Pane) -> None:
        self._panes.let_go(pane)
        self._desk.close_feed(pane.feed)

    def _close_panes(self, view: ColumnView) -> None:
        for pane in view.panes:
            self._close_pane(pane)

    def _has_keyboard(self, view: ColumnView) -> bool:
        widget = view.window().focusWidget()
        return widget is not None and view.isAncestorOf(widget)

    def _near(self, order: list[ColumnId]) -> ColumnId | None:
        """The column nearest to where the current one stood, the next rather than the earlier."""
        at = order.index(self.current) if self.current in order else 0
        after = [column for column in order[at:] if column in self._views]
        before = [column for column in order[:at] if column in self._views]
        near = after[:1] or before[-1:]
        return near[0] if near else next(iter(self._views), None)

    # --- headings -----------------------------------------------------------------------------------------------------

    def _later(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _refresh(self) -> None:
        known = {account.id: account for account in self._accounts.all}
        count, now = len(self.specs), self._kit.clock()
        before, self._headings = self._headings, {}
        for number, spec in enumerate(self.specs, 1):
            feed = self._desk.feed(spec.id)
            made = heading.make(spec, KINDS.get(spec.kind), feed, known, self._kit.clock)
            self._headings[spec.id] = made
            if spec.id in before and before[spec.id].look.normal != made.look.normal:
                announce(self._views[spec.id], tr("{name}: {state}", name=made.title, state=made.look.word))
            notice = notices.column(feed.health, self._signed_out(made), now) or self._sifting_notice(feed)
            view = self._views[spec.id]
            view.show_heading(made, notice, number, count)
            view.set_current(spec.id == self.current)
            for pane in view.panes:
                pane.refresh()
        if self._options is not None:
            self._options.refresh()
        self._rest()
        self.changed.emit()

    def _sifting_notice(self, feed: Feed) -> notices.Notice | None:
        problem = getattr(feed, "problem", None)
        if problem is None:
            return None
        from client.ui import notices_sifting  # late: few columns have an expression

        return notices_sifting.bad_pattern(problem)

    def _signed_out(self, made: Heading) -> Account | None:
        out = (account for account in made.accounts if self._accounts.health(account.id) is AccountHealth.SIGNED_OUT)
        return next(out, made.accounts[0] if made.accounts else None)

    def _second(self) -> None:
        """Lets the words of the states follow the time; nothing is painted where they stay the same."""
        now, different = self._kit.clock(), False
        for column, view in self._views.items():
            look = states.look(self._desk.feed(column).health, now)
            made = self._headings.get(column)
            if made is not None and look != made.look:
                self._headings[column] = replace(made, look=look)
                view.show_state(look)
                different = True
        self._rest()
        if different:
            self.changed.emit()

    def _rest(self) -> None:
        """Waits for the next moment at which a state reads differently. Where all is live there is none."""
        now = self._kit.clock()
        lasting = [states.lasts(self._desk.feed(column).health, now) for column in self._views]
        pauses = [pause for pause in lasting if pause is not None]
        if pauses:
            self._tick.start(max(SHORTEST, min(pauses)))
        else:
            self._tick.stop()

    def _say_visible(self) -> None:
        keys = {source.key for view in self._deck.shown() for pane in view.panes for source in (pane.feed, *pane.feed.sources)}
        if keys != self._visible:
            self._visible = keys
            self._desk.set_visible(keys)

    # --- where the keyboard is ----------------------------------------------------------------------------------------

    def _note(self) -> None:
        if self.current is not None and self._standing.note(self._desk.deck.id, self.current):
            self.moved.emit()

    def _focused(self, column: str) -> None:
        if column != self.current:
            self.current = ColumnId(column)
            self._note()
            for known, view in self._views.items():
                view.set_current(known == self.current)
            self.changed.emit()

    def focus_column(self, column: ColumnId | str, *, by_key: bool = True) -> None:
        """Gives the keyboard to a column and brings it into view; by key, a row is chosen."""
        view = self.view(column)
        if view is not None:
            self._deck.reveal(view)
            view.take_focus(by_key=by_key)
            self._focused(view.column)

    def focus_number(self, number: int, *, by_key: bool = True) -> None:
        """Gives the keyboard to the column with this number, counted from 0; negative ones count from the last."""
        specs = self.specs
        if -len(specs) <= number < len(specs):
            self.focus_column(specs[number].id, by_key=by_key)

    def step(self, way: int) -> None:
        """Gives the keyboard to the column left (-1) or right (1)."""
        ids = [spec.id for spec in self.specs]
        at = ids.index(self.current) + way if self.current in ids else 0
        if 0 <= at < len(ids):
            self.focus_column(ids[at])

    # --- what people do -----------------------------------------------------------------------------------------------

    def open_thread(self, view: ColumnView, account: str, key: PostKey) -> None:
        """Opens a conversation inside a column."""
        self._inside.open_thread(view, account, key)

    def _tell(self, text: str, undo: Callable[[], None] | None) -> object:
        return self._panes.say(text, undo)

    def _say(self, text: str) -> None:
        window = self._deck.window()
        if isinstance(window, BelfryWindow):
            window.say(text)

    def _act_on_notice(self, column: str, act: str) -> None:
        if act == "sign_in":
            made = self._headings.get(ColumnId(column))
            account = self._signed_out(made) if made is not None else None
            if account is not None:
                self.sign_in_wanted.emit(account.id)
        elif act == "options":
            self.toggle_options(ColumnId(column))
        elif act == "retry":
            self._desk.feed(ColumnId(column)).refresh()

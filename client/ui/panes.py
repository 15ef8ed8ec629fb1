"""Makes panes and brings them what changes, one tick at a time. Knows which are alive; keeps reading places."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from client.model.account import AccountId
from client.model.change import (
    Change,
    DeckChanged,
    PartnersChanged,
    PictureReady,
    PostChanged,
    ReadChanged,
    RowsLoaded,
    SiftedChanged,
    TimelineChanged,
)
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Place
from client.model.post import Author, Media, Post, PostKey
from client.model.row import Row
from client.model.sifting import Mute, MuteKind
from client.settings import SPEECH_ORDER, SPEECH_PARTS, TIME_STYLE, Settings
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.sync.feed import Feed
from client.ui import shifting
from client.ui.heading import PUBLIC
from client.ui.kit import Kit
from client.ui.late import post_menu
from client.ui.look import Look
from client.ui.marking import Marking, Undo
from client.ui.pane import Pane
from client.ui.pictures import Pictures, PictureSource
from client.ui.rowhead import author_hit
from client.ui.speech import Speech
from client.ui.timeline_view import TimelineView
from client.ui.window import BelfryWindow
from client.ui.words import tr

OpenHistory = Callable[[AccountId, Post], None]
Say = Callable[[str, Undo | None], object]
OpenViewer = Callable[[tuple[Media, ...], int, AccountId, str], None]


_BROUGHT = (TimelineChanged, RowsLoaded, PostChanged, ReadChanged, SiftedChanged)


class Panes(QObject):
    """The maker of panes.

    Set `viewer` and `history` to what opens media and earlier versions, `key_of` to what gives the key of a command, `say` to
    what tells the reader what was done.
    """

    def __init__(self, kit: Kit, accounts: Accounts, source: PictureSource, changes: Changes, desk: Desk) -> None:
        super().__init__()
        self._kit, self._accounts, self._desk = kit, accounts, desk
        self.pictures = Pictures(source, parent=self)
        self.viewer: OpenViewer | None = None
        self.history: OpenHistory | None = None
        self.key_of: Callable[[str], str] = lambda command: ""
        self.say: Say = lambda text, undo: None
        self.marking = Marking(desk, lambda text, undo: self.say(text, undo))
        self.menu: QMenu | None = None
        self.look = Look(kit.theme, kit.icons, self.pictures, accounts.get, kit.clock, self.is_own, desk.is_partner)
        self._columns: dict[Pane, ColumnId] = {}
        self._speech = Speech(accounts.get, kit.clock, self.look)
        self._panes: list[Pane] = []
        self._waiting: list[Change] = []
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.flush)
        self._ends = [changes.subscribe(kind, self._note) for kind in _BROUGHT]
        self._ends.append(changes.subscribe(PartnersChanged, lambda change: self._measure_again()))
        self._ends.append(changes.subscribe(DeckChanged, lambda change: self._follow_columns()))
        self._ends.append(changes.subscribe(PictureReady, self.pictures.take))

    def is_own(self, author: Author) -> bool:
        """Whether a person is one of our accounts."""
        return any(account.handle == author.handle for account in self._accounts.all)

    # --- making -------------------------------------------------------------------------------------------------------

    def column(self, feed: Feed, spec: ColumnSpec) -> Pane:
        """Makes the pane of a column's own timeline, at the place where the reader was."""
        pane = self._make(feed, spec)
        pane.can_change = True
        if spec.kind == "stored":
            from client.ui import search_words  # late: few columns are one

            pane.nothing = lambda: search_words.nothing_yet(spec.get("q"), self._kit.clock())
        place = self._desk.place(spec.id)
        if place.entry.isdigit():
            pane.view.restore(int(place.entry), place.offset)
        self._columns[pane] = spec.id
        pane.view.anchor_changed.connect(lambda row, offset: self._keep(spec.id, row, offset))
        return pane

    def conversation(self, feed: Feed, spec: ColumnSpec, key: PostKey) -> Pane:
        """Makes the pane of a conversation."""
        pane = self._make(feed, spec, icon="chats", title=tr("Conversation"), shown_post=key)
        pane.view.measured.clock = True
        return pane

    def tag(self, feed: Feed, spec: ColumnSpec, tag: str) -> Pane:
        """Makes the pane of a tag that was clicked."""
        return self._make(feed, spec, icon="hash", title=tag, public=True)

    def person(self, feed: Feed, spec: ColumnSpec, author: Author) -> Pane:
        """Makes the pane of a person's posts."""
        return self._make(feed, spec, icon="user", title=post_menu.short_name(author), public=True)

    def preview(self, feed: Feed, spec: ColumnSpec) -> Pane:
        """Makes a pane that keeps no place, and reads nothing: the same posts may stand in the deck."""
        pane = self._make(feed, spec)
        pane.view.reads = False
        return pane

    def _make(
        self,
        feed: Feed,
        spec: ColumnSpec,
        *,
        icon: str = "",
        title: str = "",
        shown_post: PostKey | None = None,
        public: bool = False,
    ) -> Pane:
        self.flush()
        view = TimelineView(feed, self.look, self._speech, neutral_badge=public or spec.kind in PUBLIC)
        view.sides = shifting.GRIPS
        view.letters = False  # J, K and O are keys of the window
        view.measured.highlights, view.measured.open_covers = spec.highlights, spec.open_covers
        pane = Pane(self._kit, view, icon=icon, title=title, shown_post=shown_post)
        pane.media_wanted.connect(self._open_media)
        pane.history_wanted.connect(self._open_history)
        pane.menu_wanted.connect(lambda row, where: self._open_menu(pane, row, where, spec.id))
        self._panes.append(pane)
        return pane

    def _forget(self, pane: Pane) -> None:
        if pane in self._panes:
            self._panes.remove(pane)
            self._columns.pop(pane, None)

    def let_go(self, pane: Pane) -> None:
        """Brings this pane nothing more; it is about to go."""
        self._forget(pane)

    def follow_settings(self, values: Settings) -> None:
        """Shows times and reads rows aloud as the settings say now."""
        self._speech.text_first = values.get(SPEECH_ORDER) == "text_first"
        self._speech.parts = frozenset(values.get(SPEECH_PARTS).split())
        style = values.get(TIME_STYLE)
        if style != self.look.time_style:
            self.look.time_style = style
            self._measure_again()

    def _measure_again(self) -> None:
        for pane in self._panes:
            pane.view.remeasure()

    def _follow_columns(self) -> None:
        """Shows covers and lifted words as the columns want them now."""
        for pane, column in self._columns.items():
            spec, measured = self._desk.column(column), pane.view.measured
            if spec is not None and (spec.highlights, spec.open_covers) != (measured.highlights, measured.open_covers):
                measured.highlights, measured.open_covers = spec.highlights, spec.open_covers
                pane.view.remeasure()

    # --- bringing -----------------------------------------------------------------------------------------------------

    def _note(self, change: Change) -> None:
        self._waiting.append(change)
        if not self._soon.isActive():
            self._soon.start()

    def flush(self) -> None:
        """Brings everything that waits, now."""
        changes, self._waiting = self._waiting, []
        if changes:
            for pane in tuple(self._panes):
                pane.view.take(changes)
                pane.refresh()

    def keep_place(self, column: ColumnId, pane: Pane) -> None:
        """Hands a column's reading place to the desk."""
        self._keep(column, *pane.view.place)

    def _keep(self, column: ColumnId, row: int, offset: int) -> None:
        self._desk.keep_place(Place(column, str(row) if row else "", offset if row else 0))

    def close(self) -> None:
        """Hears and brings nothing more."""
        for end in self._ends:
            end()
        self._soon.stop()
        self._panes.clear()
        self.pictures.close()

    # --- acts on a post -----------------------------------------------------------------------------------------------

    def _open_media(self, row: Row, index: int) -> None:
        post = row.entry.post if row.entry is not None else None
        if post is not None and self.viewer is not None and index < len(post.media):
            self.viewer(post.media, index, row.account, post.url or "")

    def _open_history(self, row: Row) -> None:
        post = row.entry.post if row.entry is not None else None
        if post is not None and self.history is not None:
            self.history(row.account, post)

    def open_mute(self, parent: QWidget, kind: MuteKind, text: str, column: ColumnId) -> None:
        """Asks where and until when a word or a person is muted; `column` is the one that was looked at."""
        from client.ui.mute_dialog import MuteDialog  # late: a start does without it

        here = self._desk.column(column) is not None

        def keep(mute: Mute, everywhere: bool) -> None:
            self.marking.mute(mute, None if everywhere else column)

        window = parent.window()
        if isinstance(window, BelfryWindow):
            window.open_dialog(MuteDialog(self._kit, kind, text, keep, here=here))

    def _open_menu(self, pane: Pane, row: Row, where: QPoint, column: ColumnId) -> None:
        acts = post_menu.PostActs(
            thread=lambda: pane.view.thread_requested.emit(row),
            history=lambda: self._open_history(row),
            card=lambda author: pane.person_wanted.emit(row.account, author_hit(author)),
            person=lambda author: pane.posts_wanted.emit(row.account, author),
            partner=self.marking.toggle_partner,
            is_partner=self.marking.is_partner,
            ours=self.is_own,
            mute=lambda kind, text: self.open_mute(pane, kind, text, column),
            cover=lambda: pane.view.toggle_cover(row.id),
            opened=pane.view.measured.is_open(row.id),
            key=self.key_of,
        )
        self.menu = post_menu.open_menu(pane, self._kit, row, acts, where)

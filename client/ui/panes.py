"""Makes panes and brings them what changes, one tick at a time. Knows which are alive; keeps reading places."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu

from client.model.account import AccountId
from client.model.change import Change, PictureReady, PostChanged, ReadChanged, RowsLoaded, TimelineChanged
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Place
from client.model.post import Author, Media, Post, PostKey
from client.model.row import Row
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.desk import Desk
from client.sync.feed import Feed
from client.ui.kit import Kit
from client.ui.look import Look
from client.ui.pane import Pane
from client.ui.pictures import Pictures, PictureSource
from client.ui.post_menu import PostActs, open_menu, short_name
from client.ui.rowhead import author_hit
from client.ui.speech import Speech
from client.ui.timeline_view import TimelineView
from client.ui.words import tr

PUBLIC = frozenset({"local", "federated", "hashtag", "search", "user"})
"""Kinds that show public posts, not what came to an account: their badges are grey."""

OpenHistory = Callable[[AccountId, Post], None]
OpenViewer = Callable[[tuple[Media, ...], int, AccountId, str], None]


class Panes(QObject):
    """The maker of panes.

    Set `viewer` and `history` to what opens media and earlier versions, `letters` to whether single letters are keys.
    """

    def __init__(self, kit: Kit, accounts: Accounts, source: PictureSource, changes: Changes, desk: Desk) -> None:
        super().__init__()
        self._kit, self._accounts, self._desk = kit, accounts, desk
        self.pictures = Pictures(source, parent=self)
        self.viewer: OpenViewer | None = None
        self.history: OpenHistory | None = None
        self.letters = True
        self.menu: QMenu | None = None
        self._look = Look(kit.theme, kit.icons, self.pictures, accounts.get, kit.clock, self._is_own)
        self._speech = Speech(accounts.get, kit.clock)
        self._panes: list[Pane] = []
        self._waiting: list[Change] = []
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.flush)
        self._ends = [changes.subscribe(kind, self._note) for kind in (TimelineChanged, RowsLoaded, PostChanged, ReadChanged)]
        self._ends.append(changes.subscribe(PictureReady, self.pictures.take))

    def _is_own(self, author: Author) -> bool:
        return any(account.handle == author.handle for account in self._accounts.all)

    # --- making -------------------------------------------------------------------------------------------------------

    def column(self, feed: Feed, spec: ColumnSpec) -> Pane:
        """Makes the pane of a column's own timeline, at the place where the reader was."""
        pane = self._make(feed, spec)
        place = self._desk.place(spec.id)
        if place.entry.isdigit():
            pane.view.restore(int(place.entry), place.offset)
        pane.view.anchor_changed.connect(lambda row, offset: self._keep(spec.id, row, offset))
        return pane

    def conversation(self, feed: Feed, spec: ColumnSpec, key: PostKey) -> Pane:
        """Makes the pane of a conversation."""
        return self._make(feed, spec, icon="chats", title=tr("Conversation"), shown_post=key)

    def tag(self, feed: Feed, spec: ColumnSpec, tag: str) -> Pane:
        """Makes the pane of a tag that was clicked."""
        return self._make(feed, spec, icon="hash", title=tag, public=True)

    def person(self, feed: Feed, spec: ColumnSpec, author: Author) -> Pane:
        """Makes the pane of a person's posts."""
        return self._make(feed, spec, icon="user", title=short_name(author), public=True)

    def preview(self, feed: Feed, spec: ColumnSpec) -> Pane:
        """Makes a pane that keeps no place."""
        return self._make(feed, spec)

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
        view = TimelineView(feed, self._look, self._speech, neutral_badge=public or spec.kind in PUBLIC)
        view.letters = self.letters
        pane = Pane(self._kit, view, icon=icon, title=title, shown_post=shown_post)
        pane.media_wanted.connect(self._open_media)
        pane.history_wanted.connect(self._open_history)
        pane.menu_wanted.connect(lambda row, where: self._open_menu(pane, row, where))
        self._panes.append(pane)
        return pane

    def _forget(self, pane: Pane) -> None:
        if pane in self._panes:
            self._panes.remove(pane)

    def let_go(self, pane: Pane) -> None:
        """Brings this pane nothing more; it is about to go."""
        self._forget(pane)

    def set_letters(self, on: bool) -> None:
        """Switches the single letters in all timelines."""
        self.letters = on
        for pane in self._panes:
            pane.view.letters = on

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

    def _open_menu(self, pane: Pane, row: Row, where: QPoint) -> None:
        acts = PostActs(
            thread=lambda: pane.view.thread_requested.emit(row),
            history=lambda: self._open_history(row),
            person=lambda author: pane.person_wanted.emit(row.account, author_hit(author)),
            cover=lambda: pane.view.toggle_cover(row.id),
            opened=row.id in pane.view.measured.opened_covers,
            letters=self.letters,
        )
        self.menu = open_menu(pane, self._kit, row, acts, where)

"""What opens inside a column, over its timeline: conversations, the posts of a tag, the posts of a person."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from client import errors
from client.model.account import AccountId
from client.model.column import ColumnSpec
from client.model.post import Author, PostKey
from client.model.query import QueryKind, query
from client.model.sifting import MuteKind
from client.sync.accounts import Accounts
from client.sync.desk import Desk
from client.sync.profiles import Profiles
from client.ui import notices
from client.ui.column_view import ColumnView
from client.ui.kit import Kit
from client.ui.late import post_menu
from client.ui.pane import Pane
from client.ui.panes import Panes
from client.ui.rowparts import Hit, HitKind
from client.ui.window import BelfryWindow
from client.ui.words import tr


class Inside(QObject):
    """Opens panes in columns. `spec_of` gives the data of a column, None when it is no longer there; `say` tells the reader.

    It goes with its `parent`, and what hears it goes too.
    """

    opened = Signal()
    column_added = Signal(str)

    def __init__(
        self,
        kit: Kit,
        desk: Desk,
        accounts: Accounts,
        panes: Panes,
        spec_of: Callable[[ColumnView], ColumnSpec | None],
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._kit, self._desk, self._accounts, self._panes = kit, desk, accounts, panes
        self._spec_of, self._say = spec_of, say
        self._profiles = Profiles(accounts)

    def listen(self, view: ColumnView, pane: Pane) -> None:
        """Does what people ask for in a pane of a column."""
        pane.thread_wanted.connect(lambda account, key: self.open_thread(view, account, key))
        pane.tag_wanted.connect(lambda account, tag: self.open_tag(view, account, tag))
        pane.person_wanted.connect(lambda account, hit: self.open_person(view, account, hit))
        pane.posts_wanted.connect(lambda account, author: self.show_posts(view, AccountId(account), author))
        pane.back_wanted.connect(view.back)

    def open_thread(self, view: ColumnView, account: str, key: PostKey) -> None:
        """Opens a conversation."""
        spec = self._spec_of(view)
        if spec is not None:
            self._push(view, self._panes.conversation(self._desk.open_thread(AccountId(account), key), spec, key))

    def open_tag(self, view: ColumnView, account: str, tag: str) -> None:
        """Opens the posts of a tag."""
        spec = self._spec_of(view)
        if spec is not None:
            asked = query(AccountId(account), QueryKind.HASHTAG, ("any", tag))
            self._push(view, self._panes.tag(self._desk.preview(asked), spec, tag))

    def open_person(self, view: ColumnView, account: str, hit: Hit) -> None:
        """Opens the card of a person; someone who was only mentioned is looked up first."""
        if hit.who is not None:
            self._show_card(view, AccountId(account), hit.who)
        else:
            self._kit.spawn_for(view, self._look_up(view, AccountId(account), hit), "looking up a person")

    async def _look_up(self, view: ColumnView, account: AccountId, hit: Hit) -> None:
        try:
            person = await self._accounts.person(account, hit.label)
        except errors.WorldError as failure:
            self._say(notices.sentence(failure, now=self._kit.clock()))
            return
        if person is None:
            self._say(tr("Your server does not find @{handle}.", handle=hit.label))
        else:
            self._show_card(view, account, person)

    def _show_card(self, view: ColumnView, account: AccountId, person: Author) -> None:
        window, spec = view.window(), self._spec_of(view)
        if not isinstance(window, BelfryWindow) or spec is None:
            return
        from client.ui.profile_card import CardActs, ProfileCard  # late: a start does without it

        marking, ours = self._panes.marking, self._panes.is_own(person)
        acts = CardActs(
            posts=lambda: self.show_posts(view, account, person),
            column=lambda: self._add_column(spec, account, person),
            partner=None if ours else lambda: marking.toggle_partner(person),
            is_partner=lambda: marking.is_partner(person),
            mute=None if ours else lambda: self._panes.open_mute(view, MuteKind.AUTHOR, person.handle, spec.id),
            follow=lambda hit: self._follow(view, account, hit),
        )
        window.open_dialog(ProfileCard(self._kit, self._panes.look, self._profiles, account, person, acts))

    def _follow(self, view: ColumnView, account: AccountId, hit: Hit) -> None:
        if hit.kind is HitKind.HASHTAG:
            self.open_tag(view, account, hit.target)
        else:
            self.open_person(view, account, hit)

    def _add_column(self, beside: ColumnSpec, account: AccountId, person: Author) -> None:
        """Adds the posts of a person as a column of its own, to the right of the one they were met in."""
        params = (("user", person.id), ("handle", person.handle))
        spec = ColumnSpec(self._desk.new_id(), "user", (account,), params, name=post_menu.short_name(person))
        ids = [each.id for each in self._desk.deck.columns]
        self._desk.add_column(spec, ids.index(beside.id) + 1 if beside.id in ids else None)
        self.column_added.emit(spec.id)

    def show_posts(self, view: ColumnView, account: AccountId, person: Author) -> None:
        """Opens the posts of a person."""
        spec = self._spec_of(view)
        if spec is not None:
            feed = self._desk.preview(query(account, QueryKind.USER, ("user", person.id)))
            self._push(view, self._panes.person(feed, spec, person))

    def _push(self, view: ColumnView, pane: Pane) -> None:
        self.listen(view, pane)
        view.push(pane)
        self.opened.emit()

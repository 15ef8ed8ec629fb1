"""What the window holds: decks and the feeds of their columns, mutes and partners, reading places, opened threads, previews.

Every change is told at once and written at once; a failing disk is told through `on_failure` and tried again. Feeds are open
for the columns of the deck in use, and for those of other decks that have alerts.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence

from client import columns, errors
from client.columns.base import ColumnKind
from client.model.account import AccountId
from client.model.change import AccountsChanged, DeckChanged, PostChanged
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck, Place
from client.model.instant import Instant
from client.model.post import PostKey
from client.model.query import Order, Query, QueryKind, query
from client.model.row import Row
from client.store.desk import DeskStore
from client.sync import setups
from client.sync.absence import Absence
from client.sync.accounts import Accounts
from client.sync.arrangement import NEW_DECK, Arrangement
from client.sync.engine import Engine
from client.sync.feed import Feed
from client.sync.feeds import Feeds
from client.sync.places import Places
from client.sync.searches import Searches
from client.sync.sifted import Sifted
from client.sync.timeline import Timeline
from client.sync.timing import Bell

log = logging.getLogger(__name__)

WRITE_AFTER = 0.4  # seconds after which a reading place is written
IN_SIGHT = 10  # rows of a column that are in memory before its first picture, so that it is painted once
TRY_AGAIN = 5.0  # seconds after a failed write
PREVIEWED = ColumnId("preview")


class Desk(Arrangement):
    """The decks, one of them in use. Filled by `open`."""

    def __init__(self, engine: Engine, feeds: Feeds, accounts: Accounts, books: DeskStore) -> None:
        super().__init__(engine.changes, engine.rng, engine.timing.now)
        self.on_failure: Callable[[errors.StoreFailed], None] = lambda error: None
        self._engine = engine
        self._feeds = feeds
        self._accounts = accounts
        self._books = books
        self._open: dict[ColumnId, tuple[tuple[Query, ...], Sifted]] = {}
        self._transient: list[Feed] = []
        self._previewed: dict[str, ColumnSpec] = {}  # by the key of a feed that is looked at before it is a column
        self._unwritten = False
        self._bell = Bell(engine.timing)
        self._places = Places(books, self._bell.ring)
        self.searches = Searches(books)
        self.absence = Absence(books, engine.timing)
        self._unsubscribe = engine.changes.subscribe(AccountsChanged, self._on_accounts)

    async def open(self, start: Deck = NEW_DECK) -> None:
        """Reads deck and places, `start` when there is no deck yet, and waits until every column shows what the store holds."""
        kept = await self._books.setup()
        await self._places.read()
        self._hold(setups.sound(kept, start, self.new_id))
        self._unwritten = self.setup != kept and (bool(kept.decks) or bool(start.columns))
        self._engine.tasks.spawn(self._write_on, "writing the desk", restart=True)
        self._match_feeds()
        await self._feeds.settle()
        for spec in self.deck.columns:
            feed, row = self.feed(spec.id), self._places.row(spec.id)
            top = feed.ids.index(row) if row in feed.ids else 0
            feed.want(feed.ids[top : top + IN_SIGHT])
        await self._engine.rows.loaded()

    async def flush(self) -> None:
        """Writes what is not written yet. Raises StoreFailed."""
        await self._write()

    async def close(self) -> None:
        """Writes what is not written yet and closes all feeds. Raises StoreFailed."""
        self._unsubscribe()
        await asyncio.sleep(0)  # what was begun just now is asked of the store before the next line
        await self._engine.store.timelines.load(())
        await self._write()
        for feed in [*self._transient, *(feed for _, feed in self._open.values())]:
            self._feeds.close(feed)
        self._open.clear()
        self._transient.clear()

    # --- feeds ---

    def feed(self, column: ColumnId) -> Sifted:
        """What a column shows. Raises KeyError for a column that is gone, or that is in another deck and has no alerts."""
        return self._open[column][1]

    def kind(self, column: ColumnId) -> ColumnKind:
        """The kind of a column. Raises KeyError for a column that is gone."""
        spec = self.column(column)
        return columns.KINDS[spec.kind if spec is not None else ""]

    # --- places ---

    def place(self, column: ColumnId) -> Place:
        """Where the reader was in a column; the very top when it was never left."""
        return self._places.get(column)

    def keep_place(self, place: Place) -> None:
        """Keeps a reading place; on the disk within a second."""
        self._places.keep(place)

    # --- for a while ---

    def open_thread(self, account: AccountId, key: PostKey) -> Feed:
        """The conversation around a post, as an account sees it. Close it with `close_feed`."""
        return self.preview(query(account, QueryKind.THREAD, ("post", key.id)))

    def preview(self, *queries: Query) -> Feed:
        """A feed outside the deck: for a preview, a person. Close it with `close_feed`."""
        feed = self._feeds.open(queries)
        self._transient.append(feed)
        return feed

    def preview_column(self, spec: ColumnSpec) -> Sifted:
        """What a column would show, sifted as it would be. Close it with `close_feed`."""
        feed = self._feeds.open_column(PREVIEWED, columns.KINDS[spec.kind].queries(spec))
        self._transient.append(feed)
        self._previewed[feed.key] = spec
        self._sift(feed, spec)
        return feed

    def find(self, text: str) -> Feed:
        """What is stored here and matches (`client.model.finding`); live. Close it with `close_feed`."""
        from client.sync.stored import stored_query  # late: a start does without

        return self.preview(stored_query(text, look=True))

    async def read_rows(self, ids: Sequence[int]) -> list[Row]:
        """Reads rows of any feed, whatever is in memory. Raises StoreFailed."""
        return await self._engine.store.timelines.load(ids)

    async def reach(self) -> Instant | None:
        """The time of the oldest post that `find` can find, None when there is none or the store does not answer."""
        try:
            return await self._engine.store.finder.reach()
        except errors.StoreFailed:
            return None

    def close_feed(self, feed: Feed) -> None:
        """Lets go of a feed that `open_thread` or `preview` gave. Twice is once."""
        if feed in self._transient:
            self._transient.remove(feed)
            self._previewed.pop(feed.key, None)
            self._feeds.close(feed)

    def allowance(self, account: AccountId) -> tuple[int, int, Instant] | None:
        """What an account's server said of its limit: requests left, the limit, when it begins anew. None before it said so."""
        return self._engine.limits.known(account)

    def set_visible(self, keys: set[str]) -> None:
        """Says which feeds are on screen; they come first in the budget."""
        self._feeds.set_visible(frozenset(keys))

    # --- inside ---

    def _latest(self, column: ColumnId) -> Instant:
        """Up to when there are posts in a column, as their servers say: this PC's clock may be ahead, and posts come in late.
        Now, where its newest row is not in memory."""
        feed = self._open[column][1] if column in self._open else None
        if feed is None or any(not isinstance(each, Timeline) or each.query.order is not Order.TIME for each in feed.sources):
            return self.now
        top = feed.row(feed.ids[0]) if len(feed.ids) else None
        rows = [top, *map(feed.row, feed.base.ids[:IN_SIGHT])] if top is not None and top.entry is not None else []
        times = [row.entry.at for row in rows if row is not None and row.entry is not None]
        return max((at for at in times if at <= self.now), default=self.now)

    def _changed(self, column: ColumnId | None) -> None:
        self._unwritten = True
        self._match_feeds()
        self._bell.ring()
        self._engine.changes.publish(DeckChanged(column))

    def _match_feeds(self) -> None:
        """Opens feeds of new columns before it closes those of old ones, so that what is shared lives on."""
        shown = {spec.id: spec for spec in (*self.deck.columns, *self.watched)}
        wanted = {column: self._queries(spec) for column, spec in shown.items()}
        old = self._open
        self._open = {
            column: kept if (kept := old.get(column)) and kept[0] == queries else self._open_column(column, queries)
            for column, queries in wanted.items()
        }
        for column, spec in shown.items():
            self._sift(self.feed(column), spec)
            self._feeds.wish(self.feed(column), spec.refresh, spec.paused)
        for column, (queries, feed) in old.items():
            if column not in self._open or self._open[column][0] != queries:
                self._feeds.close(feed)

        for looked_at in self._transient:
            if isinstance(looked_at, Sifted):
                self._sift(looked_at, self._previewed[looked_at.key])

    def _sift(self, feed: Sifted, spec: ColumnSpec) -> None:
        feed.sift(spec.filters, spec.highlights, self.mutes, self._partners)

    def _open_column(self, column: ColumnId, queries: tuple[Query, ...]) -> tuple[tuple[Query, ...], Sifted]:
        return queries, self._feeds.open_column(column, queries, self._places.row(column))

    def _queries(self, spec: ColumnSpec) -> tuple[Query, ...]:
        """The questions of a column; none for a kind that this Belfry does not know, and of accounts that are gone."""
        kind = columns.KINDS.get(spec.kind)
        if kind is None:
            return ()
        return tuple(each for each in kind.queries(spec) if not each.account or self._accounts.get(each.account) is not None)

    def _on_accounts(self, change: AccountsChanged) -> None:
        known = {account.id for account in self._accounts.all}
        gone = [account for account in change.accounts if account not in known]
        left = setups.without_accounts(self.setup, gone)
        for feed in [feed for feed in self._transient if _asks_for(feed, gone)]:
            self.close_feed(feed)
        if gone:
            self.forget_removed()
        if left != self.setup:
            self._set(left)
        else:
            self._match_feeds()
        self._feeds.account_changed(change.accounts)
        if gone:  # what was theirs alone must not be found any more; nothing shows it now
            self._engine.tasks.spawn(self._forget_posts(gone), "letting go of the posts of removed accounts")

    async def _forget_posts(self, gone: Sequence[AccountId]) -> None:
        """Deletes what accounts that are gone received. What a failing disk keeps goes with the next cleaning."""
        try:
            for account in gone:
                await self._engine.store.timelines.forget_account(account)
        except errors.StoreFailed as error:
            log.error("Posts of a removed account are still there: %s %s", type(error).__name__, error.detail)
            self.on_failure(error)
        self._engine.changes.publish(PostChanged(frozenset()))

    async def _write_on(self) -> None:
        """Writes what changed, for ever; tries again when the disk fails."""
        while True:
            if not self._unwritten and not self._places.waiting:
                await self._bell.wait()
            if not self._unwritten:
                await self._engine.timing.sleep(WRITE_AFTER)
            try:
                await self._write()
            except errors.StoreFailed as error:
                log.error("The desk could not be written: %s %s", type(error).__name__, error.detail)
                self.on_failure(error)
                await self._engine.timing.sleep(TRY_AGAIN)

    async def _write(self) -> None:
        """Writes what is not written. It counts as written only when it is on the disk and still the same."""
        if self._unwritten:
            setup = self.setup
            await self._books.save_setup(setup)
            self._unwritten = self.setup is not setup
        await self._places.write()


def _asks_for(feed: Feed, accounts: Collection[AccountId]) -> bool:
    """Tells whether a feed shows what one of these accounts receives."""
    return any(isinstance(source, Timeline) and source.query.account in accounts for source in feed.sources)

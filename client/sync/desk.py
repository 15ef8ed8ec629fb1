"""What the window holds: the deck and the feeds of its columns, reading places, opened threads and previews.

Every change of the deck is told at once and written at once; a failing disk is told through `on_failure` and tried again.
"""

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Sequence

from client import columns, errors
from client.columns.base import ColumnKind
from client.model.account import AccountId
from client.model.change import AccountsChanged, DeckChanged
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck, Place
from client.model.post import PostKey
from client.model.query import Query, QueryKind, query
from client.store.desk import DeskStore
from client.sync.accounts import Accounts
from client.sync.engine import Engine
from client.sync.feed import Feed
from client.sync.feeds import Feeds
from client.sync.sifted import Sifted
from client.sync.timing import Bell

log = logging.getLogger(__name__)

WRITE_AFTER = 0.4  # seconds after which a reading place is written
IN_SIGHT = 10  # rows of a column that are in memory before its first picture, so that it is painted once
TRY_AGAIN = 5.0  # seconds after a failed write

NEW_DECK = Deck("deck", "")


class Desk:
    """The deck in use. Made by `open`."""

    def __init__(self, engine: Engine, feeds: Feeds, accounts: Accounts, books: DeskStore) -> None:
        self.deck = NEW_DECK
        self.on_failure: Callable[[errors.StoreFailed], None] = lambda error: None
        self._engine = engine
        self._feeds = feeds
        self._accounts = accounts
        self._books = books
        self._open: dict[ColumnId, tuple[tuple[Query, ...], Sifted]] = {}
        self._transient: list[Feed] = []
        self._removed: tuple[ColumnSpec, int] | None = None
        self._places: dict[ColumnId, Place] = {}
        self._unwritten: set[ColumnId] = set()
        self._deck_unwritten = False
        self._bell = Bell(engine.timing)
        self._unsubscribe = engine.changes.subscribe(AccountsChanged, self._on_accounts)

    async def open(self, start: Deck = NEW_DECK) -> None:
        """Reads deck and places, `start` when there is no deck yet, and waits until every column shows what the store holds."""
        deck = await self._books.deck()
        self._places = {place.column: place for place in await self._books.places()}
        self.deck = start if deck is None else deck
        if deck is None and start.columns:
            self._deck_unwritten = True
        self._engine.tasks.spawn(self._write_on, "writing the desk", restart=True)
        self._match_feeds()
        await self._feeds.settle()
        for column, (_, feed) in self._open.items():
            entry = self.place(column).entry
            row = int(entry) if entry.isdecimal() else 0
            top = feed.ids.index(row) if row in feed.ids else 0
            feed.want(feed.ids[top : top + IN_SIGHT])
        await self._engine.rows.loaded()

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

    # --- columns ---

    def column(self, column: ColumnId) -> ColumnSpec | None:
        """The column with this id, None when it is gone."""
        return next((spec for spec in self.deck.columns if spec.id == column), None)

    def feed(self, column: ColumnId) -> Sifted:
        """What a column shows. Raises KeyError for a column that is gone."""
        return self._open[column][1]

    def kind(self, column: ColumnId) -> ColumnKind:
        """The kind of a column. Raises KeyError for a column that is gone."""
        return columns.KINDS[next(spec.kind for spec in self.deck.columns if spec.id == column)]

    def new_id(self) -> ColumnId:
        """An id for a column to be added."""
        return ColumnId(f"{self._engine.rng.getrandbits(40):010x}")

    def add_column(self, spec: ColumnSpec, at: int | None = None) -> None:
        """Puts a column into the deck, at the right end when `at` is None."""
        if not spec.id or self.column(spec.id) is not None:
            spec = dataclasses.replace(spec, id=self.new_id())
        order = list(self.deck.columns)
        order.insert(len(order) if at is None else at, spec)
        self._set(order, spec.id)

    def remove_column(self, column: ColumnId) -> None:
        """Takes a column away; `undo_remove` brings it back, its reading place included."""
        order = list(self.deck.columns)
        for number, spec in enumerate(order):
            if spec.id == column:
                self._removed = (order.pop(number), number)
                self._set(order, column)
                return

    def undo_remove(self) -> bool:
        """Brings the column back that was removed last. Tells whether there was one."""
        if self._removed is None:
            return False
        (spec, number), self._removed = self._removed, None
        self.add_column(spec, min(number, len(self.deck.columns)))
        return True

    def move_column(self, column: ColumnId, to: int) -> None:
        """Puts a column at an index of the deck."""
        spec = self.column(column)
        if spec is not None:
            order = [each for each in self.deck.columns if each.id != column]
            order.insert(max(0, to), spec)
            self._set(order, column)

    def change_column(self, spec: ColumnSpec) -> None:
        """Replaces the column that has the same id. Its feed is another one when its questions are, and sifted anew else."""
        if self.column(spec.id) is not None:
            self._set([spec if each.id == spec.id else each for each in self.deck.columns], spec.id)

    # --- places ---

    def place(self, column: ColumnId) -> Place:
        """Where the reader was in a column; the very top when it was never left."""
        return self._places.get(column, Place(column))

    def keep_place(self, place: Place) -> None:
        """Keeps a reading place; on the disk within a second."""
        if self.place(place.column) != place:
            self._places[place.column] = place
            self._unwritten.add(place.column)
            self._bell.ring()

    # --- for a while ---

    def open_thread(self, account: AccountId, key: PostKey) -> Feed:
        """The conversation around a post, as an account sees it. Close it with `close_feed`."""
        return self.preview(query(account, QueryKind.THREAD, ("post", key.id)))

    def preview(self, *queries: Query) -> Feed:
        """A feed outside the deck: for a preview, a person. Close it with `close_feed`."""
        feed = self._feeds.open(queries)
        self._transient.append(feed)
        return feed

    def preview_column(self, spec: ColumnSpec) -> Feed:
        """What a column would show. Close it with `close_feed`."""
        return self.preview(*columns.KINDS[spec.kind].queries(spec))

    def close_feed(self, feed: Feed) -> None:
        """Lets go of a feed that `open_thread` or `preview` gave. Twice is once."""
        if feed in self._transient:
            self._transient.remove(feed)
            self._feeds.close(feed)

    def set_visible(self, keys: set[str]) -> None:
        """Says which feeds are on screen; they come first in the budget."""
        self._feeds.set_visible(frozenset(keys))

    # --- inside ---

    def _set(self, order: Sequence[ColumnSpec], column: ColumnId | None) -> None:
        self.deck = dataclasses.replace(self.deck, columns=tuple(order))
        self._deck_unwritten = True
        self._match_feeds()
        self._bell.ring()
        self._engine.changes.publish(DeckChanged(column))

    def _match_feeds(self) -> None:
        """Opens feeds of new columns before it closes those of old ones, so that what is shared lives on."""
        wanted = {spec.id: self._queries(spec) for spec in self.deck.columns}
        old = self._open
        self._open = {
            column: kept if (kept := old.get(column)) and kept[0] == queries else self._open_column(column, queries)
            for column, queries in wanted.items()
        }
        for spec in self.deck.columns:
            self.feed(spec.id).sift(spec.filters, spec.highlights, (), frozenset())
        for column, (queries, feed) in old.items():
            if column not in self._open or self._open[column][0] != queries:
                self._feeds.close(feed)

    def _open_column(self, column: ColumnId, queries: tuple[Query, ...]) -> tuple[tuple[Query, ...], Sifted]:
        place = self.place(column).entry
        return queries, self._feeds.open_column(column, queries, int(place) if place.isdecimal() else 0)

    def _queries(self, spec: ColumnSpec) -> tuple[Query, ...]:
        """The questions of a column; none for a kind that this Belfry does not know, and of accounts that are gone."""
        kind = columns.KINDS.get(spec.kind)
        if kind is None:
            return ()
        return tuple(each for each in kind.queries(spec) if self._accounts.get(each.account) is not None)

    def _on_accounts(self, change: AccountsChanged) -> None:
        known = {account.id for account in self._accounts.all}
        gone = [account for account in change.accounts if account not in known]
        if any(account in spec.accounts for account in gone for spec in self.deck.columns):
            left = (
                dataclasses.replace(spec, accounts=tuple(each for each in spec.accounts if each not in gone))
                for spec in self.deck.columns
            )
            self._removed = None
            self._set([spec for spec in left if spec.accounts], None)
        else:
            self._match_feeds()
        self._feeds.account_changed(change.accounts)

    async def _write_on(self) -> None:
        """Writes what changed, for ever; tries again when the disk fails."""
        while True:
            if not self._deck_unwritten and not self._unwritten:
                await self._bell.wait()
            if not self._deck_unwritten:
                await self._engine.timing.sleep(WRITE_AFTER)
            try:
                await self._write()
            except errors.StoreFailed as error:
                log.error("The desk could not be written: %s %s", type(error).__name__, error.detail)
                self.on_failure(error)
                await self._engine.timing.sleep(TRY_AGAIN)

    async def _write(self) -> None:
        """Writes what is not written. It counts as written only when it is on the disk and still the same."""
        if self._deck_unwritten:
            deck = self.deck
            await self._books.save_deck(deck)
            self._deck_unwritten = self.deck is not deck
        if self._unwritten:
            places = [self._places[column] for column in self._unwritten]
            await self._books.save_place(*places)
            self._unwritten -= {place.column for place in places if self._places[place.column] == place}

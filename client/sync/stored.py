"""A search on this PC as a live feed: newest first, page by page, and true to what the store holds at any time."""

import logging
import operator
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from client import errors
from client.model import finding
from client.model.account import AccountId
from client.model.change import (
    AccountsChanged,
    Edit,
    HealthChanged,
    Inserted,
    PostChanged,
    ReadChanged,
    Removed,
    Reset,
    TimelineChanged,
)
from client.model.health import FetchState, Health
from client.model.query import Query, QueryKind, query
from client.model.row import Row
from client.store import fulltext
from client.store.finder import Found
from client.store.terms import AHEAD
from client.sync.engine import Engine
from client.sync.feed import Feed
from client.sync.timeline import apply, key_of
from client.sync.timing import Bell

log = logging.getLogger(__name__)

PAGE = 50
SOON = 0.4  # seconds in which changes are gathered before it looks again
MINUTE = 60.0
STORE_AGAIN = 5.0  # seconds until a store that failed is asked again
MANY = 60  # more edits than this at once are told as one Reset


def stored_query(text: str, *, look: bool = False) -> Query:
    """The question for a search on this PC. One that is only `look`ed at keeps nothing, not even how far it was read."""
    return query(AccountId(""), QueryKind.STORED, ("q", text), ("look", "1" if look else ""))


class Stored:
    """See `client.sync.feed.Feed`. Row ids fall from the newest to the oldest, so an id is also a place.

    It begins with a page, or with as many rows as reach down to the row `place` and to what is read.
    """

    def __init__(self, asked: Query, engine: Engine, place: int = 0) -> None:
        self.key = key_of(asked)
        self.health = Health(FetchState.REFRESHING)
        self.ids = array("q")
        self.at_end = False
        self.loading_older = False
        self.partly = False  # posts that are stored could not be looked at yet
        self.sources: tuple[Feed, ...] = (self,)
        self._text, self._keeps = asked.get("q"), not asked.get("look")
        self._search = finding.parse(self._text)
        self._engine = engine
        self._place = place
        self._read = 0
        self._begun = False
        self._tasks = engine.tasks.group()
        self._bell = Bell(engine.timing)
        self._ends = (
            engine.changes.subscribe(TimelineChanged, self._on_timeline),
            engine.changes.subscribe(PostChanged, lambda change: self._bell.ring()),
            engine.changes.subscribe(AccountsChanged, lambda change: self._bell.ring()),
        )
        self._first = self._tasks.spawn(self._begin(), f"opening {self.key}")
        self._tasks.spawn(self._follow, f"following {self.key}", restart=True)

    # --- reading ---

    @property
    def unread(self) -> int:
        """How many rows stand above the read marker."""
        far = bisect_left(self.ids, -self._far, key=operator.neg)
        return max(0, bisect_left(self.ids, -self._read, key=operator.neg) - far)

    @property
    def _far(self) -> int:
        """Rows above this one have a wrong time. They are not unread: who reads them would have read all that comes later."""
        return fulltext.FIRST_ROW + fulltext.spot_at(self._engine.timing.now() + AHEAD)

    def row(self, row_id: int) -> Row | None:
        """The content of a row, None while it is not in memory."""
        return self._engine.rows.get(row_id)

    def want(self, row_ids: Sequence[int]) -> None:
        """Asks to have these rows in memory."""
        self._engine.rows.want(self.key, row_ids)

    def is_unread(self, row_id: int) -> bool:
        """Tells whether the row stands above the read marker."""
        return self._read < row_id <= self._far

    async def whole(self) -> None:
        """Shows all that is stored and matches, also what waited to be looked at. Raises StoreFailed."""
        finder = self._engine.store.finder
        await self.settled()
        while await finder.take_in() == fulltext.PIECE:
            pass  # others have their turn while the store works
        self._change_to((await finder.down_to(self._search, self._engine.timing.now(), 0)).ids)
        self.at_end = True
        self._tell_health()

    async def settled(self) -> None:
        """Waits until it shows its first page."""
        if not self._first.done():
            await self._first

    # --- asking ---

    def mark_read(self, row_id: int) -> None:
        """Moves the read marker up to this row; never down."""
        if row_id > self._far:
            row_id = next((each for each in self.ids if each <= self._far), 0)
        if row_id > self._read:
            self._read = row_id
            self._engine.changes.publish(ReadChanged(self.key, self.unread))
            if self._keeps:
                self._engine.tasks.spawn(self._keep_read(row_id), f"read marker of {self.key}")  # also when it is closed now

    def load_older(self) -> None:
        """Finds the page below the last row."""
        if self._begun and not self.at_end and not self.loading_older:
            self.loading_older = True
            self._tell_health()
            self._tasks.spawn(self._older(), f"older of {self.key}")

    def fill_gap(self, row_id: int) -> None:
        """Does nothing: what is found has no gaps."""

    def refresh(self) -> None:
        """Looks again now."""
        self._bell.ring()

    def close(self) -> None:
        """Ends it: nothing is heard or published any more."""
        for end in self._ends:
            end()
        self._tasks.cancel()

    # --- inside ---

    def _on_timeline(self, change: TimelineChanged) -> None:
        if not change.feed.rpartition("|")[2].startswith("/"):  # what searches tell is no news to searches
            self._bell.ring()

    async def _begin(self) -> None:
        while True:
            try:
                if self._keeps:
                    self._read = await self._engine.store.finder.read_to(self._text)
                found = await self._begin_with()
                break
            except errors.StoreFailed as error:
                self._failed(error)
            await self._engine.timing.sleep(STORE_AGAIN)
        self.ids, self._begun = found.ids, True
        self._take_state(found)
        self._engine.changes.publish(TimelineChanged(self.key, (Reset(array("q", self.ids)),)))
        if not self._read:  # to a search that begins, nothing that was posted before is news
            self.mark_read(fulltext.FIRST_ROW + fulltext.spot_at(self._engine.timing.now()))
        self._engine.changes.publish(ReadChanged(self.key, self.unread))

    async def _begin_with(self) -> Found:
        found = await self._find(limit=PAGE)
        self.at_end = len(found.ids) < PAGE
        kept = [row_id for row_id in (self._place, self._read) if row_id >= fulltext.FIRST_ROW]
        if self.at_end or not kept or min(kept) >= found.ids[-1]:
            return found
        return await self._engine.store.finder.down_to(self._search, self._engine.timing.now(), min(kept))

    async def _follow(self) -> None:
        """Looks again after changes; a search that goes by the time of day also once a minute."""
        await self.settled()
        while True:
            await self._bell.wait(1.0 if self.partly else MINUTE if self._search.moving else None)
            await self._engine.timing.sleep(SOON)
            try:
                lowest = 0 if self.at_end or not len(self.ids) else self.ids[-1]
                await self._engine.whole(self._look_again(lowest))
            except errors.StoreFailed as error:
                self._failed(error)
                await self._engine.timing.sleep(STORE_AGAIN)
                self._bell.ring()

    async def _look_again(self, lowest: int) -> None:
        finder, now = self._engine.store.finder, self._engine.timing.now()
        found = await (
            finder.down_to(self._search, now, lowest) if lowest else self._find(limit=max(PAGE, len(self.ids) + PAGE))
        )
        self._take_state(found)
        if len(self.ids) and lowest and self.ids[-1] < lowest:
            found = Found(found.ids + self.ids[self._place_of(lowest) :], found.partly)  # a page came in below meanwhile
        self._change_to(found.ids)

    def _place_of(self, lowest: int) -> int:
        return next((number for number, row_id in enumerate(self.ids) if row_id < lowest), len(self.ids))

    async def _older(self) -> None:
        try:
            below = self.ids[-1] if len(self.ids) else 0
            found = await self._find(limit=PAGE, below=below)
            self.at_end = len(found.ids) < PAGE
            if not len(self.ids) or self.ids[-1] == below:
                self._publish([Inserted(len(self.ids), found.ids)] if len(found.ids) else [])
        except errors.StoreFailed as error:
            self._failed(error)
        finally:
            self.loading_older = False
            self._tell_health()

    async def _find(self, *, limit: int, below: int = 0) -> Found:
        return await self._engine.store.finder.find(self._search, self._engine.timing.now(), below=below, limit=limit)

    def _change_to(self, new: "array[int]") -> None:
        """Tells what leads from the rows as they are to these; both fall."""
        before, after = set(self.ids), set(new)
        edits: list[Edit] = []
        for number in range(len(self.ids) - 1, -1, -1):
            if self.ids[number] in after:
                continue
            last = edits[-1] if edits else None
            if isinstance(last, Removed) and last.at == number + 1:
                edits[-1] = Removed(number, last.count + 1)
            else:
                edits.append(Removed(number, 1))
        for number, row_id in enumerate(new):
            if row_id in before:
                continue
            last = edits[-1] if edits else None
            if isinstance(last, Inserted) and last.at + len(last.ids) == number:
                last.ids.append(row_id)
            else:
                edits.append(Inserted(number, array("q", (row_id,))))
        self._publish(edits if len(edits) <= MANY else [Reset(array("q", new))])

    def _publish(self, edits: Iterable[Edit]) -> None:
        edits, unread = tuple(edits), self.unread
        if not edits:
            return
        for edit in edits:
            self._engine.rows.drop(apply(self.ids, edit))
        self._engine.changes.publish(TimelineChanged(self.key, edits))
        if self.unread != unread:
            self._engine.changes.publish(ReadChanged(self.key, self.unread))

    def _take_state(self, found: Found) -> None:
        self.partly = found.partly
        health = Health(FetchState.STORED, last_ok=self._engine.timing.now())
        if self.health.state is not FetchState.STORED:
            self.health = health
            self._tell_health()

    def _failed(self, error: errors.StoreFailed) -> None:
        log.info("%s could not look: %s %s", self.key, type(error).__name__, error.detail)
        self.health = Health(FetchState.STALE, self._engine.timing.now(), problem=error)
        self._tell_health()

    def _tell_health(self) -> None:
        self._engine.changes.publish(HealthChanged(self.key, self.health))

    async def _keep_read(self, row_id: int) -> None:
        try:
            await self._engine.store.finder.mark_read(self._text, row_id)
        except errors.StoreFailed as error:
            log.info("A read marker was not kept: %s %s", type(error).__name__, error.detail)


@dataclass(slots=True)
class _Open:
    feed: Stored
    users: int = 0


class StoredFeeds:
    """The searches that are open, one per question, closed when nobody shows it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: dict[str, _Open] = {}

    def open(self, asked: Query, place: int = 0) -> Stored:
        """Gives the feed of a search, down to the row `place` when it is new. Close it in the end."""
        held = self._open.get(key_of(asked))
        if held is None:
            held = self._open[key_of(asked)] = _Open(Stored(asked, self._engine, place))
        held.users += 1
        return held.feed

    def close(self, feed: Feed) -> bool:
        """Lets go of a search; the last to do so ends it. Tells whether the feed is a search at all."""
        if not isinstance(feed, Stored):
            return False
        held = self._open.get(feed.key)
        if held is not None and held.feed is feed:
            held.users -= 1
            if not held.users:
                del self._open[feed.key]
                feed.close()
        return True

    async def settle(self) -> None:
        """Waits until every search shows what the store holds."""
        for held in tuple(self._open.values()):
            await held.feed.settled()

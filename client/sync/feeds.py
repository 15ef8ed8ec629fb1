"""The live timelines, one per query, shared by all who show it and closed when nobody does; and the merged ones above them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from client import errors
from client.model.account import AccountId
from client.model.column import ColumnId
from client.model.health import FetchState, Health
from client.model.query import Query, QueryKind
from client.sync.engine import Engine
from client.sync.feed import Feed
from client.sync.fetcher import Fetcher
from client.sync.merged import Merged
from client.sync.paces import BEST, Pace, agreed
from client.sync.relay import Relay
from client.sync.scheduler import Scheduler
from client.sync.sifted import Sifted
from client.sync.streams import Streams
from client.sync.tasks import Tasks
from client.sync.timeline import Timeline, key_of

if TYPE_CHECKING:
    from client.sync.stored import StoredFeeds

log = logging.getLogger(__name__)

STORE_AGAIN = 5.0  # seconds until a store that failed is asked again


@dataclass(slots=True)
class _Live:
    """A timeline at work and how many show it."""

    timeline: Timeline
    fetcher: Fetcher
    tasks: Tasks
    users: int = 0
    pace: Pace = BEST


class Feeds:
    """Opens feeds for queries. Whoever opens one closes it."""

    def __init__(self, engine: Engine, scheduler: Scheduler) -> None:
        self._engine = engine
        self._scheduler = scheduler
        self._live: dict[Query, _Live] = {}
        self._numbers: dict[int, _Live] = {}
        self._merged: dict[str, tuple[Merged, tuple[Query, ...]]] = {}
        self._users: dict[str, int] = {}
        self._columns: dict[str, Sifted] = {}
        self._wishes: dict[str, Pace] = {}
        self._relay = Relay(engine.changes)
        self._visible: frozenset[str] = frozenset()
        self.streams = Streams(engine, engine.tasks, self.find)
        engine.presence.on_back = self._on_back
        engine.presence.on_well = self._on_well
        engine.presence.on_doubt = self._on_doubt
        engine.presence.on_change = scheduler.tick

    @cached_property
    def _stored(self) -> "StoredFeeds":
        from client.sync.stored import StoredFeeds  # late: few decks begin with a search on this PC

        return StoredFeeds(self._engine)

    def find(self, number: int) -> Timeline | None:
        """The live timeline with the store's number."""
        live = self._numbers.get(number)
        return live.timeline if live else None

    @property
    def timelines(self) -> tuple[Timeline, ...]:
        """All live timelines."""
        return tuple(live.timeline for live in self._live.values())

    def open(self, queries: Sequence[Query]) -> Feed:
        """Gives the feed of one query or of several merged; it fills from the store right away. Close it in the end."""
        feed = self._open(queries)
        self._agree()
        return feed

    def _open(self, queries: Sequence[Query], place: int = 0) -> Feed:
        queries = tuple(dict.fromkeys(queries))
        if len(queries) == 1 and queries[0].kind is QueryKind.STORED:
            return self._stored.open(queries[0], place)
        if len(queries) == 1:
            return self._take(queries[0]).timeline
        key = "+".join(key_of(query) for query in queries) or "nothing"
        if key not in self._merged:
            sources = [self._take(query).timeline for query in queries]
            engine = self._engine
            merged = Merged(
                key,
                sources,
                rows=engine.rows,
                marks=engine.store.timelines.marks,
                changes=engine.changes,
                tasks=engine.tasks,
            )
            self._merged[key] = (merged, queries)
            self._show()
        self._users[key] = self._users.get(key, 0) + 1
        return self._merged[key][0]

    def open_column(self, column: ColumnId, queries: Sequence[Query], place: int = 0) -> Sifted:
        """Gives what a column of the deck shows, first of all around the row where its reader is. Sift it before it is looked
        at. Close it in the end."""
        base = self._open(queries, place)
        key = f"{column}|{base.key}"
        while key in self._columns:
            key += "'"
        sifted = self._columns[key] = Sifted(key, base, self._engine, place)
        self._relay.add(sifted)
        self._agree()
        return sifted

    def wish(self, feed: Feed, refresh: int, paused: bool) -> None:
        """Takes what a column wishes: seconds between two requests where nothing streams, 0 as Belfry thinks best, and whether
        nothing is to be asked. Columns that show the same timeline agree (`client.sync.paces`)."""
        if feed.key in self._columns and self._wishes.get(feed.key, BEST) != (refresh, paused):
            self._wishes[feed.key] = Pace(refresh, paused)
            self._agree()

    def close(self, feed: Feed) -> None:
        """Lets go of a feed; the last to do so ends it."""
        self._close(feed)
        self._agree()

    def _close(self, feed: Feed) -> None:
        if isinstance(feed, Sifted):
            del self._columns[feed.key]
            self._wishes.pop(feed.key, None)
            self._relay.remove(feed)
            feed.close()
            self._close(feed.base)
            return
        if "_stored" in vars(self) and self._stored.close(feed):
            return
        if feed.key not in self._merged:
            self._drop(feed)
            return
        self._users[feed.key] -= 1
        if self._users[feed.key] == 0:
            merged, queries = self._merged.pop(feed.key)
            del self._users[feed.key]
            merged.close()
            for query in queries:
                self._drop(self._live[query].timeline)

    async def settle(self) -> None:
        """Waits until every feed shows what the store holds."""
        for live in tuple(self._live.values()):
            for task in live.tasks.running:
                await task
        for merged, _ in tuple(self._merged.values()):
            await merged.settled()
        if "_stored" in vars(self):
            await self._stored.settle()
        for column in tuple(self._columns.values()):
            await column.settled()

    def set_visible(self, keys: frozenset[str]) -> None:
        """Says which feeds are on screen; a column, and a merged one, means all its sources."""
        self._visible = keys
        self._show()

    def account_changed(self, accounts: Sequence[AccountId]) -> None:
        """Has the timelines of accounts look at whether they may ask."""
        for live in self._live.values():
            if live.fetcher.account in accounts:
                live.fetcher.account_changed()
        self.streams.look_again(accounts)
        self._scheduler.wake()

    def _on_back(self, host: str) -> None:
        """A host answers again: what failed there is asked again soon, and its stream is opened. All, if it was the network."""
        presence, doors = self._engine.presence, self._engine.doors
        back = set()
        for name in {live.fetcher.account for live in self._live.values()}:
            account = doors.get(name)
            if account is not None and (presence.was_offline or account.server.url == host):
                back.add(name)
                self.streams.retry_waiting(name)
        self._scheduler.spread(lambda fetcher: fetcher.troubled and fetcher.account in back)

    def _on_well(self, host: str) -> None:
        """One of a server's columns is well again: the others that may be are asked within seconds, and its stream opened."""
        doors = self._engine.doors
        back = {live.fetcher.account for live in self._live.values()}
        back = {name for name in back if (account := doors.get(name)) is not None and account.server.url == host}
        for name in back:
            self.streams.retry_waiting(name)
        for live in self._live.values():
            if live.fetcher.account in back:
                live.fetcher.others_are_back()
        self._scheduler.spread(lambda fetcher: fetcher.passing and not fetcher.busy and fetcher.account in back)

    def _on_doubt(self, host: str) -> None:
        """A host fails as if there were no network: one timeline of each other account asks now, so that one knows."""
        now = self._engine.timing.now()
        asked: set[str] = set()
        for live in sorted(self._live.values(), key=lambda live: not live.fetcher.visible):
            account = self._engine.doors.get(live.fetcher.account)
            if account is None or account.demo or account.server.url in (host, *asked) or live.fetcher.due is None:
                continue
            asked.add(account.server.url)
            live.fetcher.due_by(now)
        self._scheduler.wake()

    def _agree(self) -> None:
        """Has each timeline asked as all who show it wish."""
        paced = self._wishes or any(live.pace != BEST for live in self._live.values())
        for live in self._live.values() if paced else ():
            columns = [column for column in self._columns.values() if live.timeline in column.sources]
            merged = [key for key, (feed, _) in self._merged.items() if live.timeline in feed.sources]
            opened = live.users - len(merged) + sum(self._users[key] for key in merged)
            wishes = [self._wishes.get(column.key, BEST) for column in columns]
            pace = agreed(live.timeline.query.kind, wishes, opened - len(columns))
            if pace != live.pace:
                self._keep_pace(live, pace)

    def _keep_pace(self, live: _Live, pace: Pace) -> None:
        before, live.pace = live.pace, pace
        if pace.paused and live.timeline.open:
            self.streams.remove(live.fetcher)
            live.fetcher.stream_closed()
        live.fetcher.set_pace(*pace)
        if before.paused and not pace.paused and live.timeline.open:
            self.streams.add(live.fetcher)

    def _show(self) -> None:
        keys = set(self._visible)
        for key in self._visible:
            above = self._columns.get(key) or self._merged.get(key, (None,))[0]
            if above is not None:
                keys.update(source.key for source in above.sources)
        self._scheduler.set_visible(keys)

    def _take(self, query: Query) -> _Live:
        live = self._live.get(query)
        if live is None:
            engine = self._engine
            tasks = engine.tasks.group()
            timeline = Timeline(
                query, rows=engine.rows, changes=engine.changes, tasks=engine.tasks, keep_read=self._keep_read
            )  # fmt: skip
            live = self._live[query] = _Live(timeline, Fetcher(timeline, engine), tasks)
            tasks.spawn(self._begin(live), f"opening {timeline.key}")
        live.users += 1
        return live

    async def _begin(self, live: _Live) -> None:
        """Fills a timeline from the store, then has it fetched and streamed. A store that fails is told and asked again."""
        while True:
            try:
                opened = await self._engine.store.timelines.open(live.timeline.query)
                break
            except errors.StoreFailed as error:
                log.info("%s could not be opened: %s %s", live.timeline.key, type(error).__name__, error.detail)
                live.timeline.set_health(Health(FetchState.STALE, self._engine.timing.now(), problem=error))
            await self._engine.timing.sleep(STORE_AGAIN)
        if live.fetcher.closed:
            return
        live.timeline.opened(opened)
        live.fetcher.tick()  # how old what it shows is can be told before anything is asked
        self._numbers[live.timeline.number] = live
        self._scheduler.add(live.fetcher)
        if not live.pace.paused:
            self.streams.add(live.fetcher)

    async def _keep_read(self, number: int, row_id: int) -> None:
        """Writes a read marker. One that cannot be written is set again by the next reading."""
        try:
            await self._engine.store.timelines.mark_read(number, row_id)
        except errors.StoreFailed as error:
            log.info("A read marker was not kept: %s %s", type(error).__name__, error.detail)

    def _drop(self, feed: Feed) -> None:
        live = next((live for live in self._live.values() if live.timeline is feed), None)
        if live is None:
            return
        live.users -= 1
        if live.users == 0:
            del self._live[live.timeline.query]
            self._numbers.pop(live.timeline.number, None)
            self._scheduler.remove(live.fetcher)
            self.streams.remove(live.fetcher)
            live.fetcher.close()
            live.timeline.close()
            live.tasks.cancel()

"""Watches the columns that have alerts, in whichever deck they are, and calls when something is new, silent or in trouble.

New is what came in while Belfry watched and is shown by the column: not what was missed before the start, in sleep, in a long
failure or while signed out, nor what fills a gap or comes from below. Rows tell it, not clocks: those of servers differ.
Silence is only said as far as it is known; where it is not known, that is what is said. A search on this PC has no server: what
was posted by the clock while Belfry watched is new to it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from client import errors
from client.model.change import Alert, AlertKind, DeckChanged, HealthChanged, Inserted, TimelineChanged
from client.model.column import ColumnId, ColumnSpec
from client.model.health import FetchState
from client.model.instant import Instant
from client.model.row import Row
from client.settings import ALERTS, QUIET_FROM, QUIET_TO, Settings
from client.store import fulltext
from client.sync.desk import Desk
from client.sync.engine import Engine
from client.sync.quiet import LocalTime, is_quiet, local_time
from client.sync.sifted import Sifted
from client.sync.stored import Stored
from client.sync.timeline import Timeline
from client.sync.timing import Bell

SECOND = 1000
APART = 60 * SECOND  # between two alerts of a column
GATHER = 2 * SECOND  # in which posts that come together are one alert
TROUBLED = 120 * SECOND  # of trouble until it is said
BREAK = 600 * SECOND  # of trouble after which what was missed is not new any more
LOOK = 10.0  # seconds between two looks
JUMP = 20 * SECOND  # more than that between two looks than should be: the PC slept
KEPT = 2_000  # rows of a timeline that came in live
SKEW = 60 * SECOND  # that servers' clocks may be behind
NEAR = 40  # rows from the top: a post that servers pass on late comes in a little lower

_WELL = (FetchState.STREAMING, FetchState.POLLING, FetchState.REFRESHING)
_UNSURE = (FetchState.STALE, FetchState.OFFLINE, FetchState.SIGNED_OUT, FetchState.REFUSED, FetchState.WAITING)


@dataclass(slots=True)
class _Source:
    """A timeline that is watched. `watched` tells that everything up to now was seen; `since` is when that was broken last."""

    timeline: Timeline
    since: Instant
    watched: bool = False
    bad_since: Instant | None = None
    live: dict[int, None] = field(default_factory=dict)

    def breaks(self, now: Instant) -> None:
        """What comes next was missed."""
        self.watched, self.since = False, now

    def known_until(self, now: Instant) -> Instant | None:
        """Up to when it is known what there is."""
        health = self.timeline.health
        if not self.watched or health.state not in _WELL:
            return None
        return now if health.state is FetchState.STREAMING else health.last_ok


@dataclass(slots=True)
class _Column:
    """A column that is watched, and what it has said."""

    feed: Sifted
    sifts: int
    last_new: Instant
    pending: list[int] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    said_at: Instant | None = None
    gather_until: Instant = Instant(0)
    said_silent: bool = False
    said_trouble: bool = False
    since: Instant = Instant(0)  # for a search on this PC: what was posted before was missed

    def calls(self, row_id: int, now: Instant) -> bool:
        """Tells whether a row of a search on this PC was posted while it was watched, and just now."""
        posted = fulltext.moment_of(row_id)
        return posted is not None and posted >= max(self.since - SKEW, now - BREAK)


class Watch:
    """The watch. `looking` tells whether a person looks at a column now: then a pop-up says nothing new, the sound does."""

    def __init__(self, engine: Engine, desk: Desk, settings: Settings, local: LocalTime = local_time) -> None:
        self.looking: Callable[[ColumnId], bool] = lambda column: False
        self._engine = engine
        self._desk = desk
        self._settings = settings
        self._local = local
        self._columns: dict[ColumnId, _Column] = {}
        self._sources: dict[str, _Source] = {}
        self._seen = self._clocks()
        self._bell = Bell(engine.timing)
        self._match()
        changes = engine.changes
        self._ends = (
            changes.subscribe(DeckChanged, lambda change: self._match()),
            changes.subscribe(TimelineChanged, self._on_timeline),
            changes.subscribe(HealthChanged, self._on_health),
        )

    async def run(self) -> None:
        """Watches for ever."""
        while True:
            await self._bell.wait(self._pause())
            self._look_at_clocks()
            for column, watched in tuple(self._columns.items()):
                if self._columns.get(column) is watched:
                    await self._look(column, watched)

    def close(self) -> None:
        """Hears nothing more."""
        for end in self._ends:
            end()

    # --- which columns ---

    def _match(self) -> None:
        """Watches what has alerts now; what was watched before goes on."""
        now = self._engine.timing.now()
        old, self._columns = self._columns, {}
        sources: dict[str, _Source] = {}
        for spec in self._desk.watched:
            feed = self._desk.feed(spec.id)
            known = old.get(spec.id)
            self._columns[spec.id] = known if known and known.feed is feed else _Column(feed, feed.sifts, now, since=now)
            for source in feed.sources:
                if isinstance(source, Timeline):
                    kept = self._sources.get(source.key)
                    sources[source.key] = kept if kept and kept.timeline is source else self._source(source, now)
        self._sources = sources
        self._bell.ring()

    def _source(self, timeline: Timeline, now: Instant) -> _Source:
        health = timeline.health
        bad = now if health.state in _UNSURE else None
        return _Source(timeline, now, health.state in _WELL and health.last_ok is not None, bad)

    # --- what comes in ---

    def _on_timeline(self, change: TimelineChanged) -> None:
        if not self._columns:
            return
        source = self._sources.get(change.feed)
        if source is not None:
            self._look_at_clocks()
            for edit in change.edits:
                if isinstance(edit, Inserted) and self._is_live(source, edit):
                    source.live.update(dict.fromkeys(edit.ids))
            for row_id in list(source.live)[: max(0, len(source.live) - KEPT)]:
                del source.live[row_id]
            return
        for watched in self._columns.values():
            if watched.feed.key == change.feed:
                self._take(watched, change)

    def _is_live(self, source: _Source, edit: Inserted) -> bool:
        timeline = source.timeline
        if not source.watched:
            return False
        if edit.at == 0:
            return True
        if edit.at > NEAR or timeline.is_filling or timeline.loading_older:
            return False
        return all(row_id in source.live for row_id in timeline.ids[: edit.at])

    def _take(self, watched: _Column, change: TimelineChanged) -> None:
        live = [source for each in watched.feed.sources if (source := self._sources.get(each.key))]
        if watched.sifts != watched.feed.sifts:  # other filters: what shows now did not come now
            watched.sifts = watched.feed.sifts
            watched.done.update(row_id for source in live for row_id in source.live)
            watched.done.update(watched.feed.base.ids[:KEPT] if isinstance(watched.feed.base, Stored) else ())
            return
        now = self._engine.timing.now()
        for edit in change.edits:
            if isinstance(edit, Inserted):
                come = [row for row in edit.ids if row not in watched.done]
                new = [row for row in come if watched.calls(row, now) or any(row in source.live for source in live)]
                watched.done.update(new)
                if new:
                    self._note(watched, new)

    def _note(self, watched: _Column, new: list[int]) -> None:
        now = self._engine.timing.now()
        if not watched.pending:
            watched.gather_until = Instant(now + GATHER)
        watched.pending += new
        watched.last_new = now
        watched.said_silent = False
        self._bell.ring()

    def _on_health(self, change: HealthChanged) -> None:
        source = self._sources.get(change.feed)
        if source is None:
            return
        self._look_at_clocks()
        now, health = self._engine.timing.now(), change.health
        if health.state in (FetchState.SIGNED_OUT, FetchState.PAUSED):
            source.breaks(now)
        elif not source.watched and health.state in _WELL and health.last_ok is not None and health.last_ok >= source.since:
            source.watched = True
            for watched in self._columns.values():
                if source.timeline in watched.feed.sources:
                    watched.last_new = max(watched.last_new, now)
        source.bad_since = (source.bad_since or now) if health.state in _UNSURE else None

    # --- time ---

    def _clocks(self) -> tuple[int, float]:
        return self._engine.timing.now(), self._engine.timing.monotonic()

    def _look_at_clocks(self) -> None:
        """After sleep, what comes next was missed."""
        before, now = self._seen, self._clocks()
        self._seen = now
        wall, steady = now[0] - before[0], (now[1] - before[1]) * SECOND
        if max(wall, steady) > LOOK * SECOND + JUMP or abs(wall - steady) > JUMP:
            for source in self._sources.values():
                source.breaks(Instant(now[0]))
                source.bad_since = source.bad_since and Instant(now[0])
            for watched in self._columns.values():
                watched.last_new = watched.gather_until = watched.since = Instant(now[0])

    def _pause(self) -> float:
        """Seconds until the next look: until an alert that waits may be said."""
        now = self._engine.timing.now()
        waits = [max(each.gather_until, (each.said_at or 0) + APART) - now for each in self._columns.values() if each.pending]
        return max(0.05, min([LOOK, *(wait / SECOND for wait in waits)]))

    @property
    def _is_quiet(self) -> bool:
        get = self._settings.get
        now = self._local(self._engine.timing.now())
        return not get(ALERTS) or is_quiet(now, get(QUIET_FROM), get(QUIET_TO))

    # --- saying it ---

    async def _look(self, column: ColumnId, watched: _Column) -> None:
        """Says what there is to say of a column, at most one thing a minute."""
        spec = next((each for each in self._desk.watched if each.id == column), None)
        sources = [source for each in watched.feed.sources if (source := self._sources.get(each.key))]
        searches = isinstance(watched.feed.base, Stored)
        if spec is None or not (sources or searches):
            return
        now = self._engine.timing.now()
        for source in sources:
            if source.bad_since is not None and now - source.bad_since >= BREAK:
                source.breaks(now)
        if self._is_quiet:
            watched.pending.clear()
            return
        if now < watched.gather_until or (watched.said_at is not None and 0 <= now - watched.said_at < APART):
            return
        if watched.pending:
            await self._say_new(spec, watched)
        elif not self._say_trouble(spec, watched, sources, now):
            self._say_silent(spec, watched, sources, now)

    async def _say_new(self, spec: ColumnSpec, watched: _Column) -> None:
        waiting, watched.pending = set(watched.pending), []
        now, live = self._engine.timing.now(), {row_id for source in self._sources.values() for row_id in source.live}
        watched.done = {row_id for row_id in watched.done if row_id in live or watched.calls(row_id, now)}
        new = await self._by_others([row_id for row_id in watched.feed.ids if row_id in waiting])
        popup = spec.alerts.popup and not self.looking(spec.id)
        if new and (popup or spec.alerts.sound):
            watched.said_at = self._engine.timing.now()
            alert = Alert(spec.id, AlertKind.NEW, len(new), new[0], 0, spec.alerts.sound, popup)
            self._engine.changes.publish(alert)

    async def _by_others(self, row_ids: list[int]) -> list[int]:
        """Leaves out gaps and what we posted ourselves. All stay when the store does not answer."""
        try:
            rows = await self._engine.store.timelines.load(row_ids)
        except errors.StoreFailed:
            return row_ids
        return [row.id for row in rows if row.entry is not None and not self._is_ours(row)]

    def _is_ours(self, row: Row) -> bool:
        account = self._engine.doors.get(row.account)
        entry = row.entry
        if account is None or entry is None or entry.post is None or entry.reason is not None:
            return False
        return entry.post.author.id == account.user_id

    def _say_trouble(self, spec: ColumnSpec, watched: _Column, sources: list[_Source], now: Instant) -> bool:
        since = min((source.bad_since for source in sources if source.bad_since is not None), default=None)
        if since is None:
            watched.said_trouble = False
            return False
        if now - since >= TROUBLED and not watched.said_trouble:
            watched.said_trouble = True
            self._say(spec, watched, AlertKind.TROUBLE, now - since, now)
        return True

    def _say_silent(self, spec: ColumnSpec, watched: _Column, sources: list[_Source], now: Instant) -> None:
        known = [source.known_until(now) for source in sources] or [self._searched_until(now)]
        until = min((each for each in known if each is not None), default=None)
        if None in known or until is None or watched.said_silent or not spec.alerts.silent_after:
            return
        if until - watched.last_new >= spec.alerts.silent_after * 60 * SECOND:
            watched.said_silent = True
            self._say(spec, watched, AlertKind.SILENT, until - watched.last_new, now)

    def _searched_until(self, now: Instant) -> Instant | None:
        """Up to when a search on this PC can know what there is."""
        return now if self._engine.presence.offline_since is None else None

    def _say(self, spec: ColumnSpec, watched: _Column, kind: AlertKind, took: int, now: Instant) -> None:
        """Says what nobody sees by looking: with a pop-up, unless only a sound is wanted."""
        alerts = spec.alerts
        watched.said_at = now
        minutes = took // (60 * SECOND)
        popup = alerts.popup or not alerts.sound
        self._engine.changes.publish(Alert(spec.id, kind, 0, 0, minutes, alerts.sound, popup))


def begin(engine: Engine, desk: Desk, settings: Settings, looking: Callable[[ColumnId], bool]) -> Callable[[], None]:
    """Begins to watch. Returns what ends it."""
    watch = Watch(engine, desk, settings)
    watch.looking = looking
    engine.tasks.spawn(watch.run, "watching columns with alerts", restart=True)
    return watch.close

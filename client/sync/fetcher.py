"""Asks for one timeline and is the only one who writes to it: newest, older, gaps, and what a stream brings.

A fetcher never starts anything by itself: it says when it is due (`due`), the scheduler calls `work`. Every failure of the
world becomes a state and a next try; nothing leads to giving up.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from client import errors
from client.model.change import Inserted
from client.model.health import FetchState
from client.model.instant import Instant
from client.model.page import NEWEST, Entry, Page, Where
from client.model.query import Order
from client.store.timelines import How, Saved
from client.sync import outlook
from client.sync.coming import Coming
from client.sync.doorway import Doorway
from client.sync.engine import Engine
from client.sync.hearing import Hearing
from client.sync.plan import PASSING, REFUSALS, Plan
from client.sync.timeline import Timeline
from client.sync.wishes import CLOSING, DEEPER, FILLING, Wishes
from client.sync.writing import Writer

log = logging.getLogger(__name__)


class Fetcher:
    """Keeps one timeline fresh. `visible` is set by the scheduler; `streamed` says that its account's stream is open."""

    def __init__(self, timeline: Timeline, engine: Engine) -> None:
        self.timeline = timeline
        self.query = timeline.query
        self.account = timeline.query.account
        self.key = timeline.key
        self.visible = self.streamed = False
        self.busy = False
        self._engine = engine
        self._door = Doorway(self.query, engine)
        self._writer = Writer(timeline, engine)
        self._soon = False  # whether others came back while this one asked
        self._plan = Plan(self.query.kind, engine.timing, engine.rng)
        self._wishes = Wishes()
        self._opening = 0  # which opening of the stream this is
        self.coming = Coming(self.key, engine.tasks, self._write)
        self._hearing = Hearing()
        timeline.asker = self

    # --- what the scheduler sees ---

    @property
    def due(self) -> Instant | None:
        """When it wants to ask; 0 for a person's wish, None while it has nothing to ask."""
        if self.closed or not self.timeline.open or self.is_signed_out:
            return None
        if self.urgent:
            return Instant(0)
        if self.paused:
            return None
        return Instant(0) if self._wishes.closing else self._plan.facts.due

    @property
    def urgent(self) -> bool:
        """Whether a person waits for it."""
        return bool(self._wishes.asked or (self._wishes.older and self._plan.may_read_on) or self._wishes.gaps)

    @property
    def is_signed_out(self) -> bool:
        """Whether its account cannot be used."""
        return self._door.is_signed_out

    @property
    def troubled(self) -> bool:
        """Whether the last try failed."""
        return self._plan.facts.problem is not None and not self._plan.facts.refused

    @property
    def passing(self) -> bool:
        """Whether the last try failed for a reason that may be gone when another column of its server is well again."""
        return isinstance(self._plan.facts.problem, PASSING) and not self._plan.waits_as_told

    @property
    def unsaid(self) -> bool:
        """Whether the last try failed and its state does not tell that yet."""
        return self.troubled and self.timeline.health.state is FetchState.POLLING

    @property
    def closed(self) -> bool:
        """Whether it has ended."""
        return self._writer.closed

    @property
    def refused(self) -> bool:
        """Whether the server said no to its question: then it has no stream either."""
        return self._plan.facts.refused

    @property
    def paused(self) -> bool:
        """Whether it asks only what a person waits for."""
        return self._plan.facts.paused

    def set_pace(self, refresh: int, paused: bool) -> None:
        """Takes wishes of columns: seconds between two polls (0 as Belfry thinks best), and whether to poll at all."""
        begins = self.paused and not paused
        self._plan.set_pace(refresh, paused)
        if begins:
            self.due_by(self._engine.timing.now())
        self.tick()
        self._engine.wake()

    def due_by(self, moment: Instant) -> None:
        """Brings the next poll forward to this moment."""
        due = self._plan.facts.due
        self._plan.facts.due = moment if due is None else min(due, moment)

    def others_are_back(self) -> None:
        """Hears that a column of its server is well again: if it fails in what it asks just now, it asks again soon."""
        self._soon = self.busy

    def put_off(self, moment: Instant) -> None:
        """Sets the next poll to this moment, whatever was planned."""
        self._plan.facts.due = moment

    def account_changed(self) -> None:
        """Hears that its account signed in or out: then it asks soon, whatever was planned."""
        if not self.is_signed_out and self._plan.facts.signed_out:
            self.put_off(self._engine.timing.now())
        self.tick()

    def tick(self) -> None:
        """Shows the state as it is by now."""
        if self.closed:
            return
        facts, engine = self._plan.facts, self._engine
        facts.signed_out, facts.before = self.is_signed_out, self.timeline.answered
        facts.limited = engine.limits.until(self.account)
        facts.offline_since = engine.presence.offline_since if self._door.host else None
        self.timeline.set_health(outlook.health(facts, engine.timing.now()))

    async def work(self) -> None:
        """Does the most pressing thing. Raises only what is a bug, and plans on even then."""
        job = self._next_job()
        if job is None or self.busy:
            return
        self.busy = True
        self._plan.facts.asking = job == self._newest
        self.tick()
        done = False
        try:
            await self._try(job)
            done = True
        except asyncio.CancelledError:  # Belfry ends, or nobody shows this any more: not a fault
            done = True
            raise
        finally:
            self.busy = self._plan.facts.asking = False
            if not done:
                self._failed(errors.WorldError("a fault in Belfry; the log has it"), polling=True)
                self._wishes.drop()
            if self._soon and self.passing:
                self.due_by(self._engine.timing.after(self._engine.rng.uniform(1, 3)))
            self._soon = False
            self._show_loading()
            self.tick()

    def close(self) -> None:
        """Ends it: it is never due again and writes nothing."""
        self._writer.closed = True
        self.coming.clear()

    # --- what a person asks (see client.sync.timeline.Asker) ---

    def older(self) -> None:
        """Asks for the page below the last row."""
        if self.timeline.older is not None:
            self._wishes.older = DEEPER
            self._wished()

    def gap(self, row_id: int) -> None:
        """Asks for what is missing at a gap."""
        if row_id in self.timeline.ids:
            self._wishes.gaps[row_id] = FILLING
            self._wished()

    def refresh(self) -> None:
        """Asks for the newest page."""
        self._wishes.asked = True
        self._wished()

    def _wished(self) -> None:
        self._show_loading()
        self._engine.wake()

    # --- what a stream brings ---

    def stream_opened(self, due: Instant) -> None:
        """The stream is open: what comes is held until a page, asked for from now on, shows what came before."""
        self.streamed = True
        self._opening += 1
        self._plan.facts.live = False
        self.coming.clear()
        self._hearing.opened()
        self.due_by(due)
        self._engine.wake()

    def stream_closed(self) -> None:
        """The stream is gone: polling goes on, first within seconds."""
        if self.streamed:
            self.streamed = self._plan.facts.live = False
            self._opening += 1
            self.coming.clear()
            self.due_by(self._engine.timing.after(self._engine.rng.uniform(1, 6)))
            self.tick()
            self._engine.wake()

    async def take(self, entry: Entry) -> None:
        """Takes an entry that the stream brought; it is written soon."""
        if self.closed or not self.streamed:
            return
        self._hearing.heard(entry)
        if not self._plan.facts.live:
            if not self.coming.hold(entry):  # then the newest page must be asked for once more
                self._opening += 1
                self.due_by(self._engine.timing.now())
            return
        await self.coming.add(entry)

    async def _write(self, page: Page) -> bool:
        """Writes what the stream brought. After a failure the newest page must be asked for first."""
        try:
            if self._plan.facts.live:
                await self._save(page, How.STREAM)
        except errors.StoreFailed as error:
            self._plan.facts.live = False
            self._opening += 1
            self._failed(error, polling=True)
            self.tick()
        return self._plan.facts.live

    # --- the jobs ---

    def _next_job(self) -> Callable[[], Awaitable[None]] | None:
        if self.closed or not self.timeline.open:
            return None
        if self._wishes.older and self._plan.may_read_on:
            return self._fetch_older
        if self._wishes.gaps or (self._wishes.closing and not self._wishes.asked):
            return self._fill_gap
        return self._newest

    async def _try(self, job: Callable[[], Awaitable[None]]) -> None:
        """Does a job and sorts its failure. This is the boundary at which the world's failures end."""
        host = self._door.host
        try:
            await job()
        except errors.SignedOut as error:
            self._door.heard(host)
            self._wishes.drop()
            if not await self._door.is_shut():
                self._failed(errors.BadAnswer(error.detail, host=error.host), polling=True)
        except errors.RateLimited as error:
            self._door.heard(host)
            self._engine.limits.block(self.account, error.until)
        except errors.WorldError as error:
            error.bare()  # a column's state holds it until the next success
            if isinstance(error, errors.Unreachable) and host:
                self._engine.presence.silent(host, error)
            elif isinstance(error, errors.ServerSaidNo):
                self._door.heard(host)
            self._failed(error, polling=job == self._newest)
            self._wishes.drop(0 if isinstance(error, REFUSALS) else self._wishes.older)
        else:
            self._door.heard(host)

    async def _newest(self) -> None:
        opening = self._opening
        self._wishes.asked = False
        page = await self._door.fetch(NEWEST)
        how = How.SNAPSHOT if self.query.order is Order.SNAPSHOT else How.NEWEST
        saved = await self._save(page, how)
        if opening == self._opening and self.streamed and self._hearing.polled(page.entries):
            log.info("%s: the stream is open and keeps posts back", self.key)
            self.streamed = self._plan.facts.live = False  # until it is opened again
            self.coming.clear()
        was_ill = self.passing
        self._plan.succeeded(page.dropped)
        if was_ill:
            self._engine.presence.on_well(self._door.host)
        if saved.gap:
            self._wishes.closing[saved.gap] = CLOSING
        if opening != self._opening:  # the stream opened while this was under way: once more
            self.put_off(self._engine.timing.now())
        elif self.streamed:
            await self._release(opening)

    async def _release(self, opening: int) -> None:
        """Writes what the stream brought meanwhile; from here on it writes directly."""
        while self.coming.held and opening == self._opening:
            await self._save(self.coming.release(), How.STREAM)
        if opening == self._opening and not self.closed:
            self._plan.facts.live = True
            self.put_off(self._engine.timing.after(self._hearing.pause * self._engine.rng.uniform(1, 1.1)))

    async def _fetch_older(self) -> None:
        timeline = self.timeline
        if timeline.older is None or timeline.at_end:
            self._wishes.older = 0
            return
        where = Where(older=timeline.older)
        saved = await self._save(await self._door.fetch(where), How.OLDER, where=where)
        self._plan.read_on(worked=True)
        shows = any(isinstance(edit, Inserted) for edit in saved.edits)
        self._wishes.older = 0 if shows or saved.at_end else self._wishes.older - 1

    async def _fill_gap(self) -> None:
        """Fetches one page of a hole: for a person from below where the server can, by itself on from what came last."""
        row_id, for_a_person = self._wishes.next_gap()
        newer, older = await self._engine.store.timelines.gap(row_id)
        upwards = newer is not None and (for_a_person or older is None)
        where = Where(newer=newer) if upwards else Where(older=older)
        closed = where == NEWEST or (await self._save(await self._door.fetch(where), How.GAP, row_id, where)).closed
        self._wishes.filled(row_id, closed)

    async def _save(self, page: Page, how: How, gap: int = 0, where: Where | None = None) -> Saved:
        return await self._writer.save(page, how, gap, where, looked_at=self.visible)

    # --- what came of it ---

    def _failed(self, error: errors.WorldError, polling: bool) -> None:
        """Notes a failure and plans the next try."""
        log.info("%s: %s %s", self.key, type(error).__name__, error.detail)
        if polling:
            self._plan.failed(error)
        else:
            self._plan.read_on(worked=False)

    def _show_loading(self) -> None:
        self.timeline.set_loading(self._wishes.older > 0, self._wishes.filling)

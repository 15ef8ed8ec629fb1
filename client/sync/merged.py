"""Several timelines as one, newest first. The same post for the same reason is one row, whichever account received it.

Rows below the point down to which every source is known are held back: what is shown has no silent hole. They come out as
the lagging source is read on. A source that cannot be read holds nothing back. What was shown once is not taken away.
"""

import asyncio
from array import array
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from client.model.change import Edit, HealthChanged, Inserted, ReadChanged, Removed, Reset, RowsLoaded, TimelineChanged
from client.model.health import FetchState, Health, worst
from client.model.query import Order
from client.model.row import Row
from client.store.marks import Mark
from client.sync.changes import Changes
from client.sync.feed import Feed
from client.sync.mixing import FIRST, LAST, Mix, SortKey
from client.sync.rows import Rows
from client.sync.tasks import Tasks
from client.sync.timeline import Timeline

CHUNK = 500  # rows taken in at once: a long timeline comes in pieces, top first, and the window goes on between them
DIGS = 10  # pages asked for at most until something older shows

_UNREADABLE = (FetchState.SIGNED_OUT, FetchState.REFUSED, FetchState.OFFLINE, FetchState.STALE, FetchState.WAITING)


class Merged:
    """See `client.sync.feed.Feed`."""

    def __init__(
        self,
        key: str,
        sources: Sequence[Timeline],
        *,
        rows: Rows,
        marks: Callable[[Sequence[int]], Awaitable[list[Mark]]],
        changes: Changes,
        tasks: Tasks,
    ) -> None:
        self.key = key
        self.health = Health(FetchState.SIGNED_OUT)
        self.unread = 0
        self.sources: tuple[Feed, ...] = tuple(sources)
        self._timelines = tuple(sources)
        self._by_key = {timeline.key: number for number, timeline in enumerate(sources)}
        self._mix = Mix(len(sources))
        self._rows = rows
        self._read = marks
        self._changes = changes
        self._tasks = tasks.group()
        self._queues: tuple[deque[tuple[Edit, ...]], ...] = tuple(deque() for _ in sources)
        self._working = False
        self._digs = 0
        self._unsubscribe = (
            changes.subscribe(TimelineChanged, self._on_timeline),
            changes.subscribe(HealthChanged, self._on_health),
            changes.subscribe(ReadChanged, self._on_read),
            changes.subscribe(RowsLoaded, self._on_rows),
        )
        for number, timeline in enumerate(sources):
            if timeline.open and len(timeline.ids):
                self._enqueue(number, (Inserted(0, array("q", timeline.ids)),))
        self._count()

    # --- reading ---

    @property
    def ids(self) -> "array[int]":
        """The row ids as they are shown."""
        return self._mix.ids

    @property
    def at_end(self) -> bool:
        """Whether nothing older can come from any source."""
        return not any(self._queues) and not self._mix.hidden and all(each.at_end for each in self._timelines)

    @property
    def loading_older(self) -> bool:
        """Whether older rows of any source are on their way."""
        return any(each.loading_older for each in self._timelines)

    @property
    def busy(self) -> bool:
        """Whether changes of the sources are still being taken in."""
        return self._working

    async def settled(self) -> None:
        """Waits until all changes of the sources so far are taken in."""
        while self._working:
            for task in self._tasks.running:
                await asyncio.wait([task])

    def row(self, row_id: int) -> Row | None:
        """The content of a row, None while it is not in memory."""
        source = self._mix.owner.get(row_id)
        return self._timelines[source].row(row_id) if source is not None else self._rows.get(row_id)

    def want(self, row_ids: Sequence[int]) -> None:
        """Asks to have these rows in memory."""
        self._rows.want(self.key, row_ids)

    def is_unread(self, row_id: int) -> bool:
        """Tells whether the row stands above the read marker of the source it came from."""
        source = self._mix.owner.get(row_id)
        return source is not None and self._timelines[source].is_unread(row_id)

    # --- asking ---

    def mark_read(self, row_id: int) -> None:
        """Marks this row and all below it as read, in every source."""
        for number, timeline in enumerate(self._timelines):
            first = self._mix.first_from(row_id, number)
            if first is not None:
                timeline.mark_read(first)

    def load_older(self) -> None:
        """Asks the sources that lag behind, again until something older shows."""
        self._digs = DIGS
        self._dig()

    def fill_gap(self, row_id: int) -> None:
        """Asks for the posts missing at this gap row."""
        source = self._mix.owner.get(row_id)
        if source is not None:
            self._timelines[source].fill_gap(row_id)

    def refresh(self) -> None:
        """Asks every source for its newest page."""
        for timeline in self._timelines:
            timeline.refresh()

    def close(self) -> None:
        """Ends it: nothing is heard or published any more. The sources live on."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        for queue in self._queues:
            queue.clear()
        self._tasks.cancel()

    # --- what the sources tell ---

    def _on_timeline(self, change: TimelineChanged) -> None:
        source = self._by_key.get(change.feed)
        if source is not None:
            self._enqueue(source, change.edits)

    def _on_health(self, change: HealthChanged) -> None:
        if change.feed in self._by_key:
            self._count()
            self._changes.publish(HealthChanged(self.key, self.health))
            if not self._working:
                self._publish(self._mix.settle(self._horizon()))
            self._dig()

    def _on_read(self, change: ReadChanged) -> None:
        if change.feed in self._by_key:
            self._tell_unread()

    def _on_rows(self, change: RowsLoaded) -> None:
        if change.feed in self._by_key:
            shown = frozenset(row_id for row_id in change.ids if row_id in self._mix.owner)
            if shown:
                self._changes.publish(RowsLoaded(self.key, shown))

    # --- taking it in, in order ---

    def _enqueue(self, source: int, edits: tuple[Edit, ...]) -> None:
        queue = self._queues[source]
        if not queue and self._mix.bottom(source) is None and len(edits) == 1 and isinstance(first := edits[0], Reset):
            edits = (Inserted(0, first.ids),)  # it has just been opened
        queue.extend(_pieces(edits))
        if not self._working:
            self._working = True
            self._tasks.spawn(self._work(), f"merging {self.key}")

    async def _work(self) -> None:
        try:
            while (source := self._next()) is not None:
                queue = self._queues[source]
                edits = queue[0]
                new = [row_id for edit in edits if not isinstance(edit, Removed) for row_id in edit.ids]
                marks = {mark.id: mark for mark in await self._read(new)} if new else {}
                if not queue:
                    return  # closed meanwhile
                queue.popleft()
                for edit in edits:
                    self._mix.take(source, edit, marks)
                self._publish(self._mix.settle(self._horizon()))
        finally:
            self._working = False
        self._tell_unread()
        self._dig()

    def _next(self) -> int | None:
        """The source to go on with: of those that have something waiting, the one that is known least far down."""
        waiting = [number for number, queue in enumerate(self._queues) if queue]
        return min(waiting, key=lambda number: self._mix.bottom(number) or FIRST, default=None)

    def _publish(self, edits: tuple[Edit, ...]) -> None:
        if edits:
            self._changes.publish(TimelineChanged(self.key, edits))
            if self._digs and any(isinstance(edit, Inserted) for edit in edits):
                self._digs = 0
        if not self._working:
            self._tell_unread()

    def _tell_unread(self) -> None:
        before = self.unread
        self._count()
        if self.unread != before:
            self._changes.publish(ReadChanged(self.key, self.unread))

    def _count(self) -> None:
        self.unread = sum(
            1 for timeline in self._timelines for row_id in timeline.unread_ids if self._mix.is_shown(row_id)
        )  # fmt: skip
        if self._timelines:
            self.health = worst([timeline.health for timeline in self._timelines])

    # --- how far down it is whole ---

    def _holds(self, number: int) -> bool:
        """Whether more of this source can be expected to come."""
        timeline = self._timelines[number]
        if self._queues[number] and timeline.query.order is Order.TIME:
            return True
        if timeline.at_end or timeline.query.order is not Order.TIME or timeline.health.state in _UNREADABLE:
            return False
        return timeline.open and (self._mix.bottom(number) is not None or timeline.health.last_ok is None)

    def _horizon(self) -> SortKey:
        bottoms = [self._mix.bottom(number) or FIRST for number in range(len(self._timelines)) if self._holds(number)]
        return min(bottoms, default=LAST)

    def _dig(self) -> None:
        """Asks the source that lags most, as long as a wish for older rows is open."""
        if not self._digs or self._working or self.loading_older:
            return
        lagging = [
            (self._mix.bottom(number) or FIRST, number)
            for number, timeline in enumerate(self._timelines)
            if timeline.open and not timeline.at_end
        ]
        self._digs -= 1
        holding = [each for each in lagging if self._holds(each[1])]
        if holding or lagging:
            self._timelines[min(holding or lagging)[1]].load_older()
        else:
            self._digs = 0


def _pieces(edits: tuple[Edit, ...]) -> list[tuple[Edit, ...]]:
    """Cuts long insertions into pieces, the upper ones first."""
    if not any(isinstance(edit, Inserted) and len(edit.ids) > CHUNK for edit in edits):
        return [edits]
    pieces: list[tuple[Edit, ...]] = []
    for edit in edits:
        if isinstance(edit, Inserted):
            cuts = range(0, len(edit.ids), CHUNK)
            pieces += [(Inserted(edit.at + start, edit.ids[start : start + CHUNK]),) for start in cuts]
        else:
            pieces.append((edit,))
    return pieces

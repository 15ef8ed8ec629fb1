"""What a column of the deck shows: a timeline, or several merged, without what the column leaves out.

Without filters it hands on everything and shares the rows of the feed below it, so that it costs next to nothing. With
filters it keeps a list of its own: `client.sync.sifting` looks at the rows in small pieces and tells what to show.
"""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from client import errors
from client.model.change import Edit, HealthChanged, Inserted, ReadChanged, RowsLoaded, SiftedChanged, TimelineChanged
from client.model.health import Health
from client.model.post import PostKey
from client.model.query import Order
from client.model.row import Row
from client.model.sifting import NO_HIGHLIGHTS, SHOW_ALL, Filters, Highlights, Mute
from client.sync.engine import Engine
from client.sync.feed import Feed
from client.sync.timeline import Timeline
from client.sync.timing import Cancel

if TYPE_CHECKING:  # most columns leave out nothing: then a start does without
    from client.sync.sieve import Sieve
    from client.sync.sifting import Sifting

Wish = tuple[Filters, Highlights, tuple[Mute, ...], frozenset[str]]

LOOKED_AT = 100  # posts, for "shows 86 of the last 100"
DIGS = 10  # pages asked for at most until something older shows
IN_SIGHT = 12  # rows that are shown before a start goes on
REMEMBERED = 400  # rows of which is known whether they are lifted out
LOOK = 60.0  # seconds at most until the clock is asked whether a mute has run out: the PC may have slept


class Sifted:
    """See `client.sync.feed.Feed`. Made by `Feeds.open_column`, which brings it what the feed below tells.

    `place` is the row around which it begins. `problem` says why the column's expression does not count, None when it does.
    `sifts` counts how often another sieve was taken: rows that came since then need not be new. `stuck` is 0 until a wish for
    older posts ended without any that is shown: then how many posts were looked at in all; another wish goes on from there.
    """

    def __init__(self, key: str, base: Feed, engine: Engine, place: int = 0) -> None:
        self.key = key
        self.base = base
        self.sources: tuple[Feed, ...] = base.sources
        self.problem: errors.BadPattern | None = None
        self.sifts = 0
        self.stuck = 0
        self._place = place
        self._engine = engine
        self._wish: Wish = (SHOW_ALL, NO_HIGHLIGHTS, (), frozenset())
        self._sieve: Sieve | None = None
        self._sifting: Sifting | None = None
        self._begun = False
        self._digs = 0
        self._digging = False
        self._told = (0, (0, 0))  # how many are unread, and the count, as they were told
        self._lifted: dict[int, tuple[Row, bool]] = {}
        self._timer: Cancel | None = None

    # --- reading ---

    @property
    def health(self) -> Health:
        """The state of the feed below."""
        return self.base.health

    @property
    def ids(self) -> "array[int]":
        """The row ids as they are shown."""
        return self.base.ids if self._sifting is None else self._sifting.strainer.ids

    @property
    def unread(self) -> int:
        """How many rows that are shown stand above the read marker."""
        if self._sifting is None:
            return self.base.unread
        shown, count = self._sifting.strainer.shown, 0
        for source in self.sources:
            if isinstance(source, Timeline):
                count += len(source.unread_ids & shown)
            else:
                count += sum(1 for row_id in shown if source.is_unread(row_id))
        return count

    @property
    def at_end(self) -> bool:
        """Whether there are no older posts that could be shown."""
        if self._sifting is None:
            return self.base.at_end
        return not self._sifting.busy and (self.base.at_end or self._is_cleared_below)

    @property
    def loading_older(self) -> bool:
        """Whether older posts are on their way, or are being looked at."""
        return self.base.loading_older or bool(self._digs and self._sifting is not None and self._sifting.busy)

    @property
    def counted(self) -> tuple[int, int]:
        """How many of the last hundred posts looked at are shown, and of how many."""
        if self._sifting is None:
            count = min(LOOKED_AT, len(self.ids))
            return count, count
        return self._sifting.counted(LOOKED_AT)

    @property
    def cleared(self) -> bool:
        """Whether all posts were put away and none has come since."""
        return self._sifting is not None and self._sifting.strainer.begins_cleared

    def row(self, row_id: int) -> Row | None:
        """The content of a row, None while it is not in memory."""
        return self.base.row(row_id)

    def want(self, row_ids: Sequence[int]) -> None:
        """Asks to have these rows in memory."""
        self._engine.rows.want(self.key, row_ids)

    def is_unread(self, row_id: int) -> bool:
        """Tells whether the row stands above the read marker."""
        return self.base.is_unread(row_id)

    def is_highlighted(self, row_id: int) -> bool:
        """Tells whether the column lifts this row out; False while it is not in memory."""
        if self._sieve is None or self._wish[1] == NO_HIGHLIGHTS:
            return False
        row = self.base.row(row_id)
        if row is None:
            return False
        known = self._lifted.get(row_id)
        if known is None or known[0] is not row:
            if len(self._lifted) >= REMEMBERED:
                self._lifted.clear()
            known = self._lifted[row_id] = (row, self._sieve.lifts(row))
        return known[1]

    async def settled(self) -> None:
        """Waits until the rows around its place are shown, if the store holds any."""
        if self._sifting is not None:
            await self._sifting.settled(self._place, IN_SIGHT)

    async def whole(self) -> None:
        """Waits until everything that the store holds was looked at. Raises StoreFailed."""
        from client.sync.stored import Stored  # late: a start does without

        if isinstance(self.base, Stored):
            await self.base.whole()
        if self._sifting is not None:
            await self._sifting.done()

    async def read(self, row_ids: Sequence[int]) -> list[Row]:
        """Reads rows for a use beside the screen: none of them stays in memory for it. Raises StoreFailed."""
        return await self._engine.store.timelines.load(row_ids)

    # --- sifting ---

    def sift(self, filters: Filters, highlights: Highlights, mutes: tuple[Mute, ...], partners: frozenset[str]) -> None:
        """Has the column show and lift out what these say. Whoever opens it calls this once before it is looked at.

        What is in memory is sifted at once, the rest soon, from the top: rows stay as they are until they were looked at.
        """
        wish = (filters, highlights, mutes, partners)
        if wish != self._wish:
            self._wish = wish
            self._use()
            self._engine.changes.publish(SiftedChanged(self.key))
        self._begun = True

    def _use(self) -> None:
        """Makes the sieve as it counts now, and shows what it shows."""
        from client.sync.sieve import Sieve

        self._stop_timer()
        self._lifted.clear()
        self.sifts += 1
        self.stuck, self._digging = 0, False
        sieve = self._sieve = Sieve(*self._wish, self._engine.timing.now())
        self.problem = sieve.problem
        self._wait_for_mutes(sieve)
        if not sieve.shows_all:
            self._sift_with(sieve)
        elif self._sifting is not None:
            from client.sync.straining import between

            edits = between(self._sifting.strainer.ids, self.base.ids)
            self._sifting.close()
            self._sifting = None
            self._digs = 0
            self._publish(edits)

    def _sift_with(self, sieve: "Sieve") -> None:
        from client.sync.sifting import Sifting

        if self._sifting is not None:
            self._sifting.use(sieve)
            return
        self._sifting = Sifting(self.key, sieve, self._engine, self._sifted)
        if self._begun:
            self._sifting.begin_with(self.base.ids)
        elif len(self.base.ids):
            self._sifting.take((Inserted(0, array("q", self.base.ids)),), self._place)

    def _wait_for_mutes(self, sieve: "Sieve") -> None:
        """Looks at the clock again when the first mute runs out, or before."""
        if sieve.until is None:
            return
        timing, until = self._engine.timing, sieve.until

        def look() -> None:
            self._timer = None
            if timing.now() < until:
                self._wait_for_mutes(sieve)
                return
            self._use()
            self._engine.changes.publish(SiftedChanged(self.key))

        self._timer = timing.later(max(0.0, min(LOOK, (until - timing.now()) / 1000)), look)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer()
            self._timer = None

    # --- asking ---

    def mark_read(self, row_id: int) -> None:
        """Marks this row and all below it as read."""
        self.base.mark_read(row_id)

    def load_older(self) -> None:
        """Asks for the page below the last row; again, a bounded number of times, until something of it is shown."""
        if self._sifting is None:
            self.base.load_older()
        elif not self.loading_older and not self.at_end:
            self._digs, self._digging, self.stuck = DIGS, True, 0
            self._dig()

    def fill_gap(self, row_id: int) -> None:
        """Asks for the posts missing at this gap row."""
        self.base.fill_gap(row_id)

    def refresh(self) -> None:
        """Asks for the newest page now, if the budget allows."""
        self.base.refresh()

    def close(self) -> None:
        """Ends it: nothing is published any more. The feed below lives on."""
        self._stop_timer()
        if self._sifting is not None:
            self._sifting.close()

    # --- what the feed below tells ---

    def take(self, change: TimelineChanged | RowsLoaded | HealthChanged | ReadChanged) -> None:
        """Takes in a change of the feed below and tells it as its own."""
        changes, sifting = self._engine.changes, self._sifting
        match change:
            case TimelineChanged():
                if sifting is None:
                    changes.publish(TimelineChanged(self.key, change.edits))
                else:
                    sifting.take(change.edits, self._place)
            case RowsLoaded():
                ids = change.ids if sifting is None else change.ids & sifting.strainer.shown
                if ids:
                    changes.publish(RowsLoaded(self.key, ids))
            case HealthChanged():
                changes.publish(HealthChanged(self.key, change.health))
                self._dig()
            case ReadChanged():
                if sifting is None:
                    changes.publish(ReadChanged(self.key, change.unread))
                else:
                    self._tell_counts()

    def take_posts(self, keys: frozenset[PostKey]) -> None:
        """Hears that posts are different."""
        if self._sifting is not None:
            self._sifting.posts_changed(keys)

    # --- inside ---

    def _sifted(self, edits: tuple[Edit, ...]) -> None:
        """Hears from the sifting what to show, and of the end of its work."""
        if any(isinstance(edit, Inserted) and edit.at + len(edit.ids) == len(self.ids) for edit in edits):
            self._digs, self._digging, self.stuck = 0, False, 0
        self._publish(edits)
        self._dig()

    def _publish(self, edits: tuple[Edit, ...]) -> None:
        if edits:
            self._engine.changes.publish(TimelineChanged(self.key, edits))
        self._tell_counts()

    def _tell_counts(self) -> None:
        """Tells what is counted, where it is different."""
        counts = unread, counted = self.unread, self.counted
        told, self._told = self._told, counts
        if unread != told[0]:
            self._engine.changes.publish(ReadChanged(self.key, unread))
        if counted != told[1]:
            self._engine.changes.publish(SiftedChanged(self.key))

    def _dig(self) -> None:
        """Asks for an older page, as long as a wish for older rows is open and nothing is on its way."""
        if not self._digging or self._sifting is None or self._sifting.busy or self.base.loading_older:
            return
        asked = self._digs < DIGS  # the first page of a person's wish is asked even of a server that failed a moment ago
        if (asked and self.base.health.problem is not None) or self.base.at_end or self._is_cleared_below:
            self._digs, self._digging = 0, False
            return
        if not self._digs:
            self._digging = False
            self.stuck = self._sifting.counted(len(self._sifting.strainer.all))[1]
            self._engine.changes.publish(SiftedChanged(self.key))
            return
        self._digs -= 1
        self.base.load_older()

    @property
    def _is_cleared_below(self) -> bool:
        """Whether everything older was cleared."""
        if self._sifting is None or not self._sifting.strainer.ends_cleared:
            return False
        return all(isinstance(source, Timeline) and source.query.order is Order.TIME for source in self.sources)

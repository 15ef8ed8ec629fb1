"""What a column of the deck shows: a timeline, or several merged, without what the column leaves out.

Without filters it hands on everything and shares the rows of the feed below it, so that it costs next to nothing.
"""

from array import array
from collections.abc import Sequence

from client.model.change import HealthChanged, ReadChanged, RowsLoaded, SiftedChanged, TimelineChanged
from client.model.health import Health
from client.model.row import Row
from client.model.sifting import NO_HIGHLIGHTS, SHOW_ALL, Filters, Highlights, Mute
from client.sync.changes import Changes
from client.sync.engine import Engine
from client.sync.feed import Feed

LOOKED_AT = 100  # posts, for "shows 86 of the last 100"


class Sifted:
    """See `client.sync.feed.Feed`. Made by `Feeds.open_column`, which brings it what the feed below tells."""

    def __init__(self, key: str, base: Feed, engine: Engine, place: int = 0) -> None:
        self.key = key
        self.base = base
        self.sources: tuple[Feed, ...] = base.sources
        self._place = place
        self._rows = engine.rows
        self._changes = engine.changes
        self._filters = SHOW_ALL
        self._highlights = NO_HIGHLIGHTS
        self._mutes: tuple[Mute, ...] = ()
        self._partners: frozenset[str] = frozenset()

    # --- reading ---

    @property
    def health(self) -> Health:
        """The state of the feed below."""
        return self.base.health

    @property
    def ids(self) -> "array[int]":
        """The row ids as they are shown."""
        return self.base.ids

    @property
    def unread(self) -> int:
        """How many rows that are shown stand above the read marker."""
        return self.base.unread

    @property
    def at_end(self) -> bool:
        """Whether there are no older posts."""
        return self.base.at_end

    @property
    def loading_older(self) -> bool:
        """Whether older posts are on their way."""
        return self.base.loading_older

    @property
    def counted(self) -> tuple[int, int]:
        """How many of the last hundred posts looked at are shown, and of how many."""
        count = min(LOOKED_AT, len(self.ids))
        return count, count

    def row(self, row_id: int) -> Row | None:
        """The content of a row, None while it is not in memory."""
        return self.base.row(row_id)

    def want(self, row_ids: Sequence[int]) -> None:
        """Asks to have these rows in memory."""
        self._rows.want(self.key, row_ids)

    def is_unread(self, row_id: int) -> bool:
        """Tells whether the row stands above the read marker."""
        return self.base.is_unread(row_id)

    def is_highlighted(self, row_id: int) -> bool:
        """Tells whether the column lifts this row out; False while it is not in memory."""
        return False

    async def settled(self) -> None:
        """Waits until what is in sight is shown."""

    # --- asking ---

    def sift(self, filters: Filters, highlights: Highlights, mutes: tuple[Mute, ...], partners: frozenset[str]) -> None:
        """Has the column show and lift out what these say, at once. Whoever opens it calls this once before it is looked at."""
        if (filters, highlights, mutes, partners) != (self._filters, self._highlights, self._mutes, self._partners):
            self._filters, self._highlights, self._mutes, self._partners = filters, highlights, mutes, partners
            self._changes.publish(SiftedChanged(self.key))

    def mark_read(self, row_id: int) -> None:
        """Marks this row and all below it as read."""
        self.base.mark_read(row_id)

    def load_older(self) -> None:
        """Asks for the page below the last row."""
        self.base.load_older()

    def fill_gap(self, row_id: int) -> None:
        """Asks for the posts missing at this gap row."""
        self.base.fill_gap(row_id)

    def refresh(self) -> None:
        """Asks for the newest page now, if the budget allows."""
        self.base.refresh()

    def close(self) -> None:
        """Ends it: nothing is published any more. The feed below lives on."""

    # --- what the feed below tells ---

    def take(self, change: TimelineChanged | RowsLoaded | HealthChanged | ReadChanged) -> None:
        """Takes in a change of the feed below and tells it as its own."""
        match change:
            case TimelineChanged():
                self._changes.publish(TimelineChanged(self.key, change.edits))
            case RowsLoaded():
                self._changes.publish(RowsLoaded(self.key, change.ids))
            case HealthChanged():
                self._changes.publish(HealthChanged(self.key, change.health))
            case ReadChanged():
                self._changes.publish(ReadChanged(self.key, change.unread))


class Relay:
    """Brings what feeds tell to the columns above them, without each column hearing everything."""

    def __init__(self, changes: Changes) -> None:
        self._above: dict[str, list[Sifted]] = {}
        changes.subscribe(TimelineChanged, self._bring)
        changes.subscribe(RowsLoaded, self._bring)
        changes.subscribe(HealthChanged, self._bring)
        changes.subscribe(ReadChanged, self._bring)

    def add(self, column: Sifted) -> None:
        """Brings a column what the feed below it tells, from now on."""
        self._above.setdefault(column.base.key, []).append(column)

    def remove(self, column: Sifted) -> None:
        """Brings a column nothing more."""
        columns = self._above[column.base.key]
        columns.remove(column)
        if not columns:
            del self._above[column.base.key]

    def _bring(self, change: TimelineChanged | RowsLoaded | HealthChanged | ReadChanged) -> None:
        for column in tuple(self._above.get(change.feed, ())):
            column.take(change)

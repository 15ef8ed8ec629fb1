"""One query, live: which rows it has, how far it was read and how fresh it is. It asks nothing itself: its fetcher does.

`ids` stays equal to what the store holds, by applying the edits that each save returns.
"""

import dataclasses
from array import array
from collections.abc import Callable, Coroutine, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Protocol
from urllib.parse import quote

from client.model.change import Edit, HealthChanged, Inserted, ReadChanged, Removed, Reset, RowsLoaded, TimelineChanged
from client.model.health import Health
from client.model.instant import Instant
from client.model.page import Cursor
from client.model.query import Order, Query
from client.model.row import Row
from client.store.timelines import Opened, Saved
from client.sync.changes import Changes
from client.sync.feed import Feed
from client.sync.rows import Rows
from client.sync.tasks import Tasks


class Asker(Protocol):
    """Who fetches for a timeline."""

    def older(self) -> None:
        """Asks for the page below the last row."""

    def gap(self, row_id: int) -> None:
        """Asks for what is missing at a gap."""

    def refresh(self) -> None:
        """Asks for the newest page."""


class OutOfStep(Exception):
    """An edit does not fit these rows: a bug, healed by reading the rows again."""


def apply(ids: "array[int]", edit: Edit) -> list[int]:
    """Carries out an edit on an array of ids in place. Returns the ids that went. Raises OutOfStep when it does not fit."""
    match edit:
        case Inserted(at, new):
            if not 0 <= at <= len(ids):
                raise OutOfStep(f"insert at {at} of {len(ids)}")
            ids[at:at] = array("q", new)
            return []
        case Removed(at, count):
            if at < 0 or at + count > len(ids):
                raise OutOfStep(f"remove {at}+{count} of {len(ids)}")
            gone = list(ids[at : at + count])
            del ids[at : at + count]
            return gone
        case Reset(new):
            gone = list(set(ids) - set(new))
            ids[:] = array("q", new)
            return gone


def key_of(query: Query) -> str:
    """Names a timeline, the same way each time: `a1/home`, `a1/search?q=rook`. Different queries, and different sets of them
    joined by `+`, never have the same name."""
    params = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in query.params)
    return f"{query.account}/{query.kind.value}{'?' if params else ''}{params}"


def _escaped(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


class Timeline:
    """See `client.sync.feed.Feed`. Made closed and empty; `open` fills it from the store."""

    def __init__(
        self,
        query: Query,
        *,
        rows: Rows,
        changes: Changes,
        tasks: Tasks,
        keep_read: Callable[[int, int], Coroutine[Any, Any, None]],
    ) -> None:
        self.query = query
        self.key = key_of(query)
        self.number = 0  # the store's; 0 until opened
        self.ids = array("q")
        self.health = Health()
        self.at_end = False
        self.older: Cursor | None = None
        self.newer: Cursor | None = None
        self.answered: Instant | None = None  # when its newest posts were last told, before this run
        self.asker: Asker | None = None
        self.sources: tuple[Feed, ...] = (self,)
        self._loading_older = False
        self._filling: set[int] = set()
        self._unread: set[int] = set()
        self._fresh = False  # nothing was ever here: the first page counts as read
        self._closed = False
        self._rows = rows
        self._changes = changes
        self._tasks = tasks
        self._keep_read = keep_read

    # --- reading ---

    @property
    def unread(self) -> int:
        """How many rows stand above the read marker."""
        return len(self._unread)

    @property
    def unread_ids(self) -> AbstractSet[int]:
        """The rows above the read marker. Read only."""
        return self._unread

    @property
    def loading_older(self) -> bool:
        """Whether the page below the last row is on its way."""
        return self._loading_older

    @property
    def is_filling(self) -> bool:
        """Whether what is missing at a gap is on its way."""
        return bool(self._filling)

    @property
    def open(self) -> bool:
        """Whether it holds what the store has."""
        return self.number != 0 and not self._closed

    def row(self, row_id: int) -> Row | None:
        """The content of a row, None while it is not in memory."""
        row = self._rows.get(row_id)
        if row is not None and row.gap is not None and row_id in self._filling:
            return dataclasses.replace(row, gap=dataclasses.replace(row.gap, loading=True))
        return row

    def want(self, row_ids: Sequence[int]) -> None:
        """Asks to have these rows in memory."""
        self._rows.want(self.key, row_ids)

    def is_unread(self, row_id: int) -> bool:
        """Tells whether the row stands above the read marker."""
        return row_id in self._unread

    # --- asking ---

    def mark_read(self, row_id: int) -> None:
        """Moves the read marker up to this row; never down."""
        if row_id not in self._unread:
            return
        self._unread.intersection_update(self.ids[: self.ids.index(row_id)])
        self._changes.publish(ReadChanged(self.key, self.unread))
        self._tasks.spawn(self._keep_read(self.number, row_id), f"read marker of {self.key}")

    def load_older(self) -> None:
        """Asks for the page below the last row, unless one is under way or there is none."""
        if self.asker and self.open and not self._loading_older and not self.at_end:
            self.asker.older()

    def fill_gap(self, row_id: int) -> None:
        """Asks for the posts missing at this gap row."""
        if self.asker and self.open and row_id not in self._filling:
            self.asker.gap(row_id)

    def refresh(self) -> None:
        """Asks for the newest page now, if the budget allows."""
        if self.asker and self.open:
            self.asker.refresh()

    # --- for the fetcher ---

    def opened(self, opened: Opened) -> None:
        """Takes what the store holds; used again to heal after a bug."""
        self.number = opened.timeline
        self.answered = opened.answered
        self._take_cursors(opened)
        self._fresh = not len(opened.ids)
        self.ids = array("q", opened.ids)
        above = self.ids.index(opened.read_id) if opened.read_id in self.ids else 0
        self._unread = set(self.ids[:above])
        self._publish((Reset(array("q", self.ids)),))
        self._changes.publish(ReadChanged(self.key, self.unread))

    def saved(self, saved: Saved) -> None:
        """Takes what a save did. Raises OutOfStep when it does not fit."""
        self._take_cursors(saved)
        self.edited(saved.edits)
        if saved.gap:
            self._unread.discard(saved.gap)

    def edited(self, edits: Iterable[Edit]) -> None:
        """Applies edits and tells about them. Raises OutOfStep when one does not fit."""
        edits = tuple(edits)
        if not edits or self._closed:
            return
        unread = len(self._unread)
        for edit in edits:
            known = set(self.ids) if isinstance(edit, Reset) else set()
            self._rows.drop(apply(self.ids, edit))
            self._count(edit, known)
        if self._fresh and len(self.ids):
            self._fresh = False
            self._unread.clear()
            if self.query.order is not Order.SNAPSHOT:
                self._tasks.spawn(self._keep_read(self.number, self.ids[0]), f"read marker of {self.key}")
        self._publish(edits)
        if len(self._unread) != unread:
            self._changes.publish(ReadChanged(self.key, self.unread))

    def set_health(self, health: Health) -> None:
        """Takes a new state and tells about it when it is different."""
        if health != self.health and not self._closed:
            self.health = health
            self._changes.publish(HealthChanged(self.key, health))

    def set_loading(self, older: bool, filling: set[int]) -> None:
        """Takes what is on its way; feeds that show it hear of it through their state line and their gap rows."""
        touched = self._filling ^ filling
        changed = older != self._loading_older
        self._loading_older, self._filling = older, set(filling)
        if self._closed:
            return
        if touched:
            self._changes.publish(RowsLoaded(self.key, frozenset(touched)))
        if changed:
            self._changes.publish(HealthChanged(self.key, self.health))

    def close(self) -> None:
        """Ends it: nothing is published any more."""
        self._closed = True
        self.asker = None

    # --- inside ---

    def _take_cursors(self, holder: Opened | Saved) -> None:
        self.older, self.newer, self.at_end = holder.older, holder.newer, holder.at_end

    def _count(self, edit: Edit, known: set[int]) -> None:
        """Keeps the set of unread rows right: a row that came in above the marker is unread. A thread has no marker."""
        if self.query.order is Order.SNAPSHOT:
            return
        match edit:
            case Inserted(at, new):
                if at == 0 or self.ids[at - 1] in self._unread:
                    self._unread.update(new)
            case Removed():
                self._unread.intersection_update(self.ids)
            case Reset(new):
                read = known - self._unread
                self._unread = set()
                for number, row_id in enumerate(new):
                    if row_id in read:
                        self._unread = set(new[:number])
                        break

    def _publish(self, edits: tuple[Edit, ...]) -> None:
        if not self._closed:
            self._changes.publish(TimelineChanged(self.key, edits))

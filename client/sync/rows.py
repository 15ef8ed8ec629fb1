"""Contents of rows in memory: one bounded store for all feeds, loaded in batches, kept true when a post changes."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Sequence

from client import errors
from client.model.change import PostChanged, RowsLoaded
from client.model.post import PostKey
from client.model.row import Row
from client.sync.changes import Changes
from client.sync.tasks import Tasks
from client.sync.timing import Timing

log = logging.getLogger(__name__)

BATCH = 120
QUIET = 3

Load = Callable[[Sequence[int]], Awaitable[list[Row]]]


def _keys(row: Row) -> set[PostKey]:
    """Names the posts a row shows: its own and a quoted one."""
    post = row.entry.post if row.entry else None
    if post is None:
        return set()
    keys = {post.key}
    if post.quote and post.quote.key:
        keys.add(post.quote.key)
    if post.quote and post.quote.post:
        keys.add(post.quote.post.key)
    return keys


class Rows:
    """The rows that were used last, at most `limit` of them, by row id."""

    def __init__(self, load: Load, changes: Changes, tasks: Tasks, limit: int = 1500) -> None:
        self._load = load
        self._changes = changes
        self._tasks = tasks
        self._limit = limit
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._showing: dict[PostKey, set[int]] = {}
        self._wanted: OrderedDict[int, set[str]] = OrderedDict()
        self._loading = False
        self._task: asyncio.Task[None] | None = None

    def get(self, row_id: int) -> Row | None:
        """The content of a row, None while it is not in memory."""
        row = self._rows.get(row_id)
        if row is not None:
            self._rows.move_to_end(row_id)
        return row

    def holds(self, row_id: int) -> bool:
        """Tells whether a row is in memory, without counting as use."""
        return row_id in self._rows

    def want(self, feed: str, row_ids: Iterable[int]) -> None:
        """Has rows loaded for a feed; `RowsLoaded` tells when they are there. What was asked last is loaded first."""
        for row_id in row_ids:
            if row_id not in self._rows:
                self._wanted.setdefault(row_id, set()).add(feed)
                self._wanted.move_to_end(row_id)
            else:
                self._rows.move_to_end(row_id)
        while len(self._wanted) > self._limit:
            self._wanted.popitem(last=False)
        if self._wanted and not self._loading:
            self._loading = True
            self._task = self._tasks.spawn(self._work(), "rows")

    async def rest(self, timing: Timing) -> None:
        """Waits until for some turns of the loop nobody asks for rows: what is in sight is painted then."""
        quiet = 0
        while quiet < QUIET:
            await timing.sleep(0.01)
            quiet = 0 if await self.loaded() else quiet + 1

    async def loaded(self) -> bool:
        """Waits until nothing is being loaded. Tells whether there was anything to wait for."""
        task = self._task
        if task is None or task.done():
            return False
        await asyncio.wait([task])
        return True

    def drop(self, row_ids: Iterable[int]) -> None:
        """Forgets rows that are gone."""
        for row_id in row_ids:
            row = self._rows.pop(row_id, None)
            if row is not None:
                self._unlist(row)

    async def reload(self, feed: str, row_ids: Sequence[int]) -> None:
        """Reads rows again that are in memory, then tells the feed."""
        held = [row_id for row_id in row_ids if row_id in self._rows]
        if held:
            self.keep(await self._load(held))
            self._changes.publish(RowsLoaded(feed, frozenset(held)))

    async def changed(self, keys: frozenset[PostKey]) -> None:
        """Reads again every row in memory that shows one of these posts, then publishes `PostChanged`."""
        if not keys:
            return
        held = {row_id for key in keys for row_id in self._showing.get(key, ())}
        if held:
            self.keep(await self._load(sorted(held)))
        self._changes.publish(PostChanged(keys))

    async def _work(self) -> None:
        try:
            while self._wanted:
                batch = dict(self._wanted.popitem() for _ in range(min(BATCH, len(self._wanted))))
                try:
                    rows = await self._load(list(batch))
                except errors.WorldError as error:
                    log.error("Rows could not be read: %s %s", type(error).__name__, error.detail)
                    continue
                self.keep(rows)
                told: dict[str, set[int]] = {}
                for row in rows:
                    for feed in batch.get(row.id, ()):
                        told.setdefault(feed, set()).add(row.id)
                for feed, ids in told.items():
                    self._changes.publish(RowsLoaded(feed, frozenset(ids)))
        finally:
            self._loading = False

    def keep(self, rows: Iterable[Row]) -> None:
        """Takes in rows as they were just read."""
        for row in rows:
            old = self._rows.pop(row.id, None)
            if old is not None:
                self._unlist(old)
            self._rows[row.id] = row
            for key in _keys(row):
                self._showing.setdefault(key, set()).add(row.id)
        while len(self._rows) > self._limit:
            _, old = self._rows.popitem(last=False)
            self._unlist(old)

    def _unlist(self, row: Row) -> None:
        for key in _keys(row):
            ids = self._showing.get(key)
            if ids is not None:
                ids.discard(row.id)
                if not ids:
                    del self._showing[key]

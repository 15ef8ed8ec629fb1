"""Looks at the rows of a column in small pieces, so that the window goes on between them, and tells what to show.

What the feed below does is taken in in its order, each piece after its rows were looked at: what is shown has no silent hole.
"""

import asyncio
import logging
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from client import errors
from client.model.change import Edit, Inserted, Removed, Reset
from client.model.post import PostKey
from client.model.row import Row
from client.sync.engine import Engine
from client.sync.sieve import Sieve, Verdict
from client.sync.straining import Strainer, pieces

log = logging.getLogger(__name__)

PIECE = 40  # rows that are read at once
SLICE = 0.005  # seconds of looking until the loop has its turn
AT_ONCE = 0.008  # seconds that a new sieve may take for what is in memory
FIRST = 10  # pieces that a start waits for while little shows
STORE_AGAIN = 5.0  # seconds until a store that failed is asked again

Tell = Callable[[tuple[Edit, ...]], None]


class Sifting:
    """One column's work. `tell` hears the edits of what is shown, and with none of them that the work is done."""

    def __init__(self, name: str, sieve: Sieve, engine: Engine, tell: Tell) -> None:
        self.strainer = Strainer()
        self.gaps: set[int] = set()
        self._name = name
        self._sieve = sieve
        self._engine = engine
        self._tell = tell
        self._tasks = engine.tasks.group()
        self._queue: deque[Edit] = deque()
        self._showing: dict[int, tuple[int, ...]] = {}  # hash of a post's key -> rows
        self._meanwhile: set[int] = set()  # hashes of posts that changed since rows were read
        self._turn = 0
        self._pieces = 0
        self._working = self._closed = False
        self._progress = asyncio.Event()

    @property
    def busy(self) -> bool:
        """Whether rows wait to be looked at."""
        return self._working

    def counted(self, most: int) -> tuple[int, int]:
        """How many of the first posts looked at are shown, and of how many."""
        return self.strainer.counted(most, self.gaps)

    async def settled(self, place: int, rows: int) -> None:
        """Waits until a row was looked at, if it waits to be, and some rows show, or so much was done that a start goes on."""
        while self._working and not self._closed:
            awaited = any(isinstance(edit, Inserted) and place in edit.ids for edit in self._queue)
            if not awaited and self._pieces and (len(self.strainer.ids) >= rows or self._pieces >= FIRST):
                return
            self._progress.clear()
            await self._progress.wait()

    async def done(self) -> None:
        """Waits until every row was looked at."""
        while self._working and not self._closed:
            self._progress.clear()
            await self._progress.wait()

    def close(self) -> None:
        """Ends the work."""
        self._closed = True
        self._queue.clear()
        self._progress.set()
        self._tasks.cancel()

    # --- what there is to do ---

    def begin_with(self, shown: Sequence[int]) -> None:
        """Begins with rows that are shown until now; they stay until they were looked at."""
        self.strainer = Strainer(shown)
        self._look_at_held()
        self._begin()

    def use(self, sieve: Sieve) -> None:
        """Looks at everything again, with another sieve."""
        self._sieve = sieve
        self._turn += 1
        self.strainer.doubt()
        self._look_at_held()
        self._begin()

    def take(self, edits: Iterable[Edit], focus: int = 0) -> None:
        """Takes in what the feed below did."""
        for edit in edits:
            if isinstance(edit, Reset) and not len(self.strainer.all) and not self._queue:
                edit = Inserted(0, array("q", edit.ids))  # it has just been opened
            self._queue.extend(pieces(edit, PIECE, focus))
        if not self._working:
            while self._queue and isinstance(edit := self._queue[0], Removed):  # needs no looking
                self._queue.popleft()
                self._tell(self.strainer.remove(edit.at, edit.count))
        self._begin()

    def posts_changed(self, keys: frozenset[PostKey]) -> None:
        """Hears that posts are different: the rows that show them are looked at again."""
        names = {hash(key) for key in keys}
        if self._working:
            self._meanwhile |= names
        rows = [row_id for name in names for row_id in self._showing.get(name, ())]
        if rows:
            self.strainer.doubt(rows)
            self._begin()

    # --- working ---

    def _begin(self) -> None:
        if not self._working and not self._closed and (self._queue or self.strainer.in_doubt(1)):
            self._working = True
            self._tasks.spawn(self._work(), f"sifting {self._name}")

    async def _work(self) -> None:
        try:
            while not self._closed and (self._queue or self.strainer.in_doubt(1)):
                self._meanwhile.clear()
                turn = self._turn
                edits = await (self._take_next(self._queue[0]) if self._queue else self._look_again())
                if self._meanwhile:  # posts that changed while they were read
                    self.strainer.doubt({row_id for name in self._meanwhile for row_id in self._showing.get(name, ())})
                if turn != self._turn:
                    self.strainer.doubt()
                self._pieces += 1
                if edits and not self._closed:
                    self._tell(edits)
                self._progress.set()
        finally:
            self._working = False
            self._progress.set()
        if not self._closed:
            self._tell(())

    async def _look_again(self) -> tuple[Edit, ...]:
        """Looks at the first rows in doubt."""
        turn, verdicts = self._turn, await self._look(self.strainer.in_doubt(PIECE))
        return self.strainer.judged(verdicts) if turn == self._turn and not self._closed else ()

    async def _take_next(self, edit: Edit) -> tuple[Edit, ...]:
        """Takes in the first edit that waits, once its rows were looked at."""
        new: Sequence[int] = ()
        if isinstance(edit, Inserted):
            new = edit.ids
        elif isinstance(edit, Reset):
            new = [row_id for row_id in edit.ids if row_id not in self.strainer.verdicts]
        verdicts = await self._look(new)
        if self._closed:
            return ()
        self._queue.popleft()
        match edit:
            case Inserted(at, ids):
                return self.strainer.insert(at, ids, [verdicts[row_id] for row_id in ids])
            case Removed(at, count):
                return self.strainer.remove(at, count)
            case Reset(ids):
                verdicts |= self.strainer.verdicts
                return self.strainer.reset(ids, [verdicts[row_id] for row_id in ids])

    async def _look(self, row_ids: Sequence[int]) -> dict[int, int]:
        """Reads rows and looks at them. A row that is gone meanwhile is out; a store that fails is asked again."""
        verdicts = {row_id: int(Verdict.OUT) for row_id in row_ids}
        for start in range(0, len(row_ids), PIECE):
            rows = await self._read(row_ids[start : start + PIECE])
            began = self._engine.timing.monotonic()
            for row in rows:
                verdicts[row.id] = self._judge(row)
                if self._engine.timing.monotonic() - began > SLICE:
                    await asyncio.sleep(0)
                    began = self._engine.timing.monotonic()
        return verdicts

    async def _read(self, row_ids: Sequence[int]) -> list[Row]:
        known = [row for row_id in row_ids if (row := self._held(row_id)) is not None]
        missing = [row_id for row_id in row_ids if not self._engine.rows.holds(row_id)]
        while missing:
            try:
                return known + await self._engine.store.timelines.load(missing)
            except errors.StoreFailed as error:
                log.info("%s: rows could not be read: %s %s", self._name, type(error).__name__, error.detail)
            await self._engine.timing.sleep(STORE_AGAIN)
        return known

    def _held(self, row_id: int) -> Row | None:
        return self._engine.rows.get(row_id) if self._engine.rows.holds(row_id) else None

    def _look_at_held(self) -> None:
        """Looks at once at what is in memory: that is what is on screen."""
        began, verdicts = self._engine.timing.monotonic(), {}
        for row_id in self.strainer.all:
            row = self._held(row_id)
            if row is not None:
                verdicts[row_id] = self._judge(row)
                if self._engine.timing.monotonic() - began > AT_ONCE:
                    break
        edits = self.strainer.judged(verdicts)
        if edits:
            self._tell(edits)

    def _judge(self, row: Row) -> int:
        """Looks at a row and notes which posts it shows."""
        post = row.entry.post if row.entry else None
        if row.gap is not None:
            self.gaps.add(row.id)
        if post is not None:
            self._note(post.key, row.id)
            if post.quote is not None:
                for key in (post.quote.key, post.quote.post.key if post.quote.post else None):
                    if key is not None:
                        self._note(key, row.id)
        return int(self._sieve.judge(row))

    def _note(self, key: PostKey, row_id: int) -> None:
        name = hash(key)
        rows = self._showing.get(name, ())
        if row_id not in rows:
            self._showing[name] = (*rows, row_id)
            if len(self._showing) > 3 * len(self.strainer.all) + 3000:
                self._forget()

    def _forget(self) -> None:
        """Lets go of rows that are gone."""
        waiting = {row_id for edit in self._queue if not isinstance(edit, Removed) for row_id in edit.ids}
        there = waiting | set(self.strainer.all)
        left = {name: tuple(row for row in rows if row in there) for name, rows in self._showing.items()}
        self._showing = {name: rows for name, rows in left.items() if rows}
        self.gaps &= there

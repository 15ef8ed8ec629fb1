"""Finds posts on this PC by what they say, newest first, page by page; and keeps how far a search was read."""

import sqlite3
from array import array
from dataclasses import dataclass

from client.model import finding
from client.model.finding import Search
from client.model.instant import Instant
from client.store import fulltext
from client.store.worker import Worker, transaction

SOON = 400  # posts that wait and are taken in before a search; with more, the search says that it has not seen all


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that match, newest first: ids for `Timelines.load`. `partly`: there are posts that could not be looked at yet."""

    ids: "array[int]"
    partly: bool = False


class Finder:
    """Search on this PC."""

    def __init__(self, worker: Worker, connection: sqlite3.Connection) -> None:
        self._worker = worker
        self._connection = connection

    async def find(self, search: Search, now: Instant, *, below: int = 0, limit: int = 50) -> Found:
        """A page of what matches: the newest, or what comes right below the row `below`."""
        return await self._worker.run(self._find, search, now, below, 0, limit)

    async def down_to(self, search: Search, now: Instant, row_id: int) -> Found:
        """All that matches from the newest down to a row, this row included when it still matches."""
        return await self._worker.run(self._find, search, now, 0, row_id, -1)

    async def take_in(self, limit: int = fulltext.PIECE) -> int:
        """Takes in a piece of what waits. Tells how many were taken: fewer than `limit` when nothing is left."""
        return await self._worker.run(self._take_in, limit)

    async def reach(self) -> Instant | None:
        """The time of the oldest post that can be found, None when there is none."""
        return await self._worker.run(self._reach)

    async def read_to(self, text: str) -> int:
        """The row up to which a search was read, 0 when it was never."""
        return await self._worker.run(self._read_to, text)

    async def mark_read(self, text: str, row_id: int) -> None:
        """Keeps that a search was read up to a row; never down."""
        await self._worker.run(self._mark_read, text, row_id)

    # --- on the database thread -----------------------------------------------------------------------------------------

    def _find(self, search: Search, now: Instant, below: int, down_to: int, limit: int) -> Found:
        self._take_in(SOON)
        partly = self._connection.execute("SELECT 1 FROM waiting LIMIT 1").fetchone() is not None
        if not search:
            return Found(array("q"), partly)
        since, until = finding.span(search, now)
        lowest = max(fulltext.spot_at(since or 0), down_to - fulltext.FIRST_ROW)
        highest = fulltext.spot_at(until) - 1 if until is not None else fulltext.FIRST_ROW - 1
        if below:
            highest = min(highest, below - fulltext.FIRST_ROW - 1)
        sql = "SELECT rowid FROM words WHERE words MATCH ?"
        bounds: list[int] = []
        if lowest > 0:
            sql, bounds = f"{sql} AND rowid >= ?", [*bounds, lowest]
        if highest < fulltext.FIRST_ROW - 1:
            sql, bounds = f"{sql} AND rowid <= ?", [*bounds, highest]
        sql += " ORDER BY rowid DESC LIMIT ?"
        rows = self._connection.execute(sql, (fulltext.expression(search), *bounds, limit)).fetchall()
        return Found(array("q", [row[0] + fulltext.FIRST_ROW for row in rows]), partly)

    def _take_in(self, limit: int) -> int:
        if self._connection.execute("SELECT 1 FROM waiting LIMIT 1").fetchone() is None:
            return 0
        with transaction(self._connection):
            return fulltext.take_in(self._connection, limit)

    def _reach(self) -> Instant | None:
        self._take_in(SOON)
        found = self._connection.execute("SELECT min(id) FROM spot").fetchone()[0]
        return None if found is None else Instant(found // fulltext.PER_MS)

    def _read_to(self, text: str) -> int:
        row = self._connection.execute("SELECT read FROM look WHERE text = ?", (fulltext.clean(text),)).fetchone()
        return int(row[0]) if row else 0

    def _mark_read(self, text: str, row_id: int) -> None:
        sql = "INSERT INTO look (text, read) VALUES (?, ?) ON CONFLICT (text) DO UPDATE SET read = max(read, excluded.read)"
        with transaction(self._connection):
            self._connection.execute(sql, (fulltext.clean(text), row_id))

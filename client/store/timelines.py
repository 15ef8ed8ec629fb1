"""Timelines: rows in order, pages into rows, rows out again. All work happens on the database thread."""

import json
import sqlite3
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from client.model import instant
from client.model.account import AccountId
from client.model.change import Edit, Removed
from client.model.instant import Instant
from client.model.page import Cursor, Page, Where
from client.model.post import PostKey
from client.model.query import Order, Query, QueryKind
from client.model.row import Row
from client.store import marks, reading
from client.store.late import post_rows, removal, retention, saving, snapshot
from client.store.live import Live
from client.store.marks import Mark
from client.store.terms import How, Saved
from client.store.worker import Worker, transaction

T = TypeVar("T")

__all__ = ["How", "Opened", "Saved", "Timelines"]

PIECE = 200  # posts that go at once
ENTRIES = 2000  # rows that go at once, without their posts


@dataclass(frozen=True, slots=True)
class Opened:
    """A timeline as it was left. `timeline` is its number here; `ids` are row ids newest first, gap rows included (the caller's
    own copy); `read_id` is the row of the read marker, 0 for none; `answered` is when its newest posts were last told."""

    timeline: int
    ids: "array[int]"
    older: Cursor | None
    newer: Cursor | None
    at_end: bool
    read_id: int
    answered: Instant | None = None


class Timelines:
    """The timelines of the cache. Open one before anything else is done with it."""

    def __init__(self, worker: Worker, connection: sqlite3.Connection) -> None:
        self._worker = worker
        self._connection = connection
        self._live: dict[int, Live] = {}
        self._next_row = 0

    # --- what others call -----------------------------------------------------------------------------------------------

    async def open(self, query: Query) -> Opened:
        """Opens a timeline, making it when it is new. Equal queries share one."""
        return await self._worker.run(self._open, query)

    async def save(
        self, timeline: int, page: Page, *, how: How, gap: int = 0, now: Instant | None = None, where: Where | None = None
    ) -> Saved:
        """Puts a page into a timeline, in one transaction.

        `gap` is the gap row that a GAP page was fetched for. With `where` (as it was asked) a page that no longer fits, because
        the edge moved while it was under way, is kept out instead of making a silent hole. A STREAM entry goes into a timeline
        only when there is something to continue from; after a reconnect, save the newest page before further STREAM entries.
        """
        now = instant.now() if now is None else now
        return await self._worker.run(self._save, timeline, page, how, gap, now, where)

    async def save_seen(
        self, timeline: int, page: Page, how: How, gap: int, now: Instant, where: Where | None, most: int
    ) -> tuple[Saved, list[Row]]:
        """As `save`, for what somebody looks at: gives also the contents of the first rows that came in, at most so many."""
        return await self._worker.run(self._save_seen, timeline, page, how, gap, now, where, most)

    async def gap(self, row_id: int) -> tuple[Cursor | None, Cursor | None]:
        """The cursors that fill a gap: up from its lower edge, down from its upper edge. Both None when it is closed."""
        return await self._worker.run(self._gap, row_id)

    async def load(self, ids: Sequence[int], *, now: Instant | None = None) -> list[Row]:
        """Reads rows, in the order asked for; those that are gone are left out. They hold only the filters that count there."""
        now = instant.now() if now is None else now
        return await self._worker.run(reading.rows, self._connection, self._live, tuple(ids), now)

    async def marks(self, ids: Sequence[int]) -> list[Mark]:
        """Reads where rows stand and what they show, without their contents; in no order, those that are gone are left out."""
        return await self._worker.run(marks.read, self._connection, ids)

    async def mark_read(self, timeline: int, row_id: int) -> None:
        """Moves the read marker up to a row; never down."""
        await self._worker.run(self._mark_read, timeline, row_id)

    async def deleted(self, key: PostKey, *, now: Instant | None = None) -> list[tuple[int, tuple[Edit, ...]]]:
        """Takes a deleted post (or repost) out of every timeline, for good. Tells the edits by open timeline."""
        now = instant.now() if now is None else now
        return await self._worker.run(self._change, removal.deleted, key, now)

    async def prune(
        self,
        older_than: Instant,
        keep_shown: dict[int, Sequence[int]] | None = None,
        *,
        ours: Sequence[tuple[str, str]] = (),
        keep_newest: int = 100,
    ) -> list[tuple[int, tuple[Edit, ...]]]:
        """Lets go what is older: see `client.store.retention`. `keep_shown` has an item for every timeline that somebody shows
        (None: all of them), and in it the rows on screen; `ours` are (origin, author id) of our accounts. Tells the edits by
        open timeline."""
        rules = retention.Rules(older_than, keep_shown, tuple(ours), keep_newest)
        gone = await self._worker.run(self._change, retention.prune, rules)
        loose = await self._worker.run(retention.loose_posts, self._connection, rules)
        for start in range(0, len(loose), PIECE):  # what else is asked of the store goes on between
            await self._worker.run(self._whole, retention.drop_posts, loose[start : start + PIECE])
        return gone

    async def forget(self, timeline: int) -> None:
        """Deletes a timeline and closes it; its posts go with the next prune."""
        await self._worker.run(self._forget, timeline)

    async def forget_account(self, account: AccountId) -> None:
        """Deletes all timelines of an account, what posts were to it, and posts that nobody else received; a piece at a time.
        When Belfry ends in between, `accounts` still names it: do it again then."""
        run, connection = self._worker.run, self._connection
        timelines = await run(self._hide_account, account)
        for timeline in timelines:
            while await run(self._whole, removal.drop_entries, timeline, ENTRIES):
                pass
        seen = await run(removal.seen_by, connection, account)
        for start in range(0, len(seen), ENTRIES):
            await run(self._whole, removal.drop_viewers, account, seen[start : start + ENTRIES])
        loose = await run(removal.nobodys_posts, connection)
        for start in range(0, len(loose), PIECE):
            await run(self._whole, removal.drop_nobodys, loose[start : start + PIECE])
        for timeline in timelines:
            await run(self._whole, removal.forget, timeline)

    async def accounts(self) -> frozenset[AccountId]:
        """The accounts that have timelines here."""
        return await self._worker.run(self._accounts)

    # --- on the database thread -----------------------------------------------------------------------------------------

    def _row(self) -> int:
        if not self._next_row:
            self._next_row = 1 + self._connection.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()[0]
        return self._next_row

    def _open(self, query: Query) -> Opened:
        params = json.dumps(query.params, separators=(",", ":"))
        named = (query.account, query.kind, params)
        columns = "id, older, newer, at_end, top, stretches, read_row, read_rank, answered"
        sql = f"SELECT {columns} FROM timeline WHERE account = ? AND kind = ? AND params = ?"
        found = self._connection.execute(sql, named).fetchone()
        if found is None:
            with transaction(self._connection):
                self._connection.execute("INSERT INTO timeline (account, kind, params) VALUES (?, ?, ?)", named)
            found = self._connection.execute(sql, named).fetchone()
        live = self._live.get(found[0])
        if live is None:
            number, older, newer, at_end, top, stretches, read_row, read_rank, answered = found
            live = Live(number, query.account, QueryKind(query.kind), query.order, older=older, newer=newer)
            live.at_end, live.top, live.stretches = bool(at_end), top, stretches
            live.read_row, live.read_rank, live.answered = read_row, read_rank, answered
            reading.fill(self._connection, live)
            self._live[number] = live
        live.idle = False
        answered = Instant(live.answered) if live.answered else None
        return Opened(live.timeline, live.ids[:], live.older, live.newer, live.at_end, reading.read_id(live), answered)

    def _save(self, timeline: int, page: Page, how: How, gap: int, now: Instant, where: Where | None) -> Saved:
        live = self._live[timeline]
        if how is How.SNAPSHOT or live.order is Order.SNAPSHOT:
            how = How.SNAPSHOT
        save = saving.Save(self._connection, live, page, how, gap, now, where, self._row())
        with _Kept(live), transaction(self._connection):
            if how not in (How.OLDER, How.GAP):
                live.answered = now
            if how is How.SNAPSHOT:
                self._replace(live, save)
            else:
                save.run()
        self._next_row = save.next_row
        edits = live.apply(save.gone, save.come, self._ties)
        return Saved(edits, save.changed, live.older, live.newer, live.at_end, save.fresh, save.made, save.closed)

    def _save_seen(
        self, timeline: int, page: Page, how: How, gap: int, now: Instant, where: Where | None, most: int
    ) -> tuple[Saved, list[Row]]:
        saved = self._save(timeline, page, how, gap, now, where)
        came = [row for edit in saved.edits if not isinstance(edit, Removed) for row in edit.ids[:most]][:most]
        return saved, reading.rows(self._connection, self._live, came, now) if came else []

    def _replace(self, live: Live, save: "saving.Save") -> None:
        entries, rows = save.admit()
        if entries:
            save.gone, save.come, save.next_row = snapshot.replace(
                self._connection, live, entries, rows, save.next_row, save.now
            )
            save.fresh = len(save.come)
            save.keep_timeline()

    def _change(
        self, change: Callable[..., dict[int, list[tuple[int, int]]]], *args: object
    ) -> list[tuple[int, tuple[Edit, ...]]]:
        """Runs a change that takes rows (id, rank) out of timelines, and tells the edits of the open ones."""
        with transaction(self._connection):
            gone = change(self._connection, self._live, *args)
        done = []
        for timeline, rows in gone.items():
            live = self._live.get(timeline)
            if live is not None and (edits := live.apply(rows, (), self._ties)):
                done.append((timeline, edits))
        return done

    def _ties(self, ids: Sequence[int]) -> dict[int, int]:
        sql = f"SELECT id, tie FROM entry WHERE id IN ({post_rows.marks(len(ids))})"
        return dict(map(itemgetter(0, 1), self._connection.execute(sql, tuple(ids))))

    def _gap(self, row_id: int) -> tuple[Cursor | None, Cursor | None]:
        found = self._connection.execute("SELECT newer, older FROM gap WHERE id = ?", (row_id,)).fetchone()
        return (found[0], found[1]) if found else (None, None)

    def _mark_read(self, timeline: int, row_id: int) -> None:
        live = self._live.get(timeline)
        if live is None:
            return  # it was forgotten meanwhile
        found = self._connection.execute("SELECT rank FROM entry WHERE id = ? AND timeline = ?", (row_id, timeline)).fetchone()
        if found is None:
            return
        place, old = live.index(row_id, found[0]), reading.read_id(live)
        old_place = live.ids.index(old) if old else None
        if place is None or (old_place is not None and place >= old_place):
            return
        with transaction(self._connection):
            sql = "UPDATE timeline SET read_row = ?, read_rank = ? WHERE id = ?"
            self._connection.execute(sql, (row_id, found[0], timeline))
        live.read_row, live.read_rank = row_id, found[0]

    def _forget(self, timeline: int) -> None:
        with transaction(self._connection):
            removal.forget(self._connection, timeline)
        self._live.pop(timeline, None)

    def _accounts(self) -> frozenset[AccountId]:
        rows = self._connection.execute("SELECT DISTINCT account FROM timeline WHERE account <> ''")
        return frozenset(AccountId(row[0]) for row in rows)

    def _hide_account(self, account: AccountId) -> list[int]:
        with transaction(self._connection):
            hidden = removal.hide_account(self._connection, account)
        for timeline in hidden:
            self._live.pop(timeline, None)
        return hidden

    def _whole(self, change: Callable[..., T], *args: object) -> T:
        """Runs a change in one transaction."""
        with transaction(self._connection):
            return change(self._connection, *args)


class _Kept:
    """Puts a timeline's memory back when the transaction around it fails."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._was = (live.older, live.newer, live.at_end, live.top, live.stretches, dict(live.joined), live.answered)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            live = self._live
            live.older, live.newer, live.at_end, live.top, live.stretches, live.joined, live.answered = self._was

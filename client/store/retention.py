"""Lets go of old posts: a timeline is cut at its lower end, so that no hole arises; then posts that nobody shows go.

Kept whatever their age: the newest rows of a timeline that somebody shows and the rows on screen, timelines of bookmarks, and
posts that are bookmarked or ours (their rows in a cut timeline go, the posts stay). A timeline that nobody shows any more goes
whole when all of it is old.
"""

import sqlite3
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from client.model.instant import Instant
from client.model.page import Cursor
from client.model.query import Order, QueryKind, query
from client.store import gaps, reading, removal
from client.store.gaps import Hole
from client.store.live import Live
from client.store.post_rows import marks
from client.store.removal import Gone

LOOKS = 300  # searches of which it is known how far they were read: many more than anybody has columns
_OLD_LOOKS = "DELETE FROM look WHERE text NOT IN (SELECT text FROM look ORDER BY read DESC LIMIT ?)"
_KEPT_KINDS = {QueryKind.BOOKMARKS}
_UNWANTED = """NOT EXISTS (SELECT 1 FROM viewer WHERE viewer.post = post.id AND viewer.bookmarked = 1)
               AND (origin, author) NOT IN (SELECT origin, author FROM ours)"""


@dataclass(frozen=True, slots=True)
class Rules:
    """What may go. `shown` names rows on screen by timeline, every timeline that somebody shows (None: all of them); `ours` are
    (origin, author id)."""

    older_than: Instant
    shown: Mapping[int, Sequence[int]] | None
    ours: tuple[tuple[str, str], ...]
    newest: int

    def is_shown(self, timeline: int) -> bool:
        """Tells whether somebody shows it."""
        return self.shown is None or timeline in self.shown


class _Cut(NamedTuple):
    """Everything below `rank` goes; `older` goes on from there. Of the gaps, the first `holes` stay."""

    rank: int
    older: str
    holes: list[Hole]


def prune(connection: sqlite3.Connection, open_ones: MutableMapping[int, Live], rules: Rules) -> Gone:
    """Does it; tells which rows went. What it drops whole it takes out of `open_ones`."""
    gone: Gone = {}
    sql = "SELECT id, account, kind, params FROM timeline"
    for timeline, account, kind, params in connection.execute(sql).fetchall():
        if params.startswith(removal.GONE):  # its account was forgotten, and Belfry ended meanwhile
            removal.forget(connection, timeline)
            continue
        known = QueryKind(kind)
        order = query(account, known).order
        if known in _KEPT_KINDS or _drop_unshown(connection, open_ones, timeline, rules):
            continue
        if order is Order.SNAPSHOT:
            _drop_answer(connection, open_ones, timeline, rules)
            continue
        live = open_ones.get(timeline) or reading.closed(connection, timeline)
        if (cut := _cut(connection, live, rules)) is not None:
            gone[timeline] = _apply(connection, live, cut)
    connection.execute("DELETE FROM tombstone WHERE at < ?", (rules.older_than,))
    connection.execute(_OLD_LOOKS, (LOOKS,))
    connection.execute("PRAGMA incremental_vacuum(2000)").fetchall()  # the file gets smaller, a little each time
    return gone


def _drop_unshown(connection: sqlite3.Connection, open_ones: MutableMapping[int, Live], timeline: int, rules: Rules) -> bool:
    """A timeline that nobody shows goes whole when all of it is old. One that was opened since the last time may be about to
    be shown: it stays until the next time."""
    live = open_ones.get(timeline)
    shown = rules.is_shown(timeline)
    rested = live is None or live.idle
    if live is not None:
        live.idle = not shown
    if shown or not rested or not _all_old(connection, timeline, rules):
        return False
    removal.forget(connection, timeline)
    open_ones.pop(timeline, None)
    return True


def _all_old(connection: sqlite3.Connection, timeline: int, rules: Rules) -> bool:
    newest = connection.execute("SELECT max(at) FROM entry WHERE timeline = ?", (timeline,)).fetchone()[0]
    return newest is None or newest < rules.older_than


def _floor(connection: sqlite3.Connection, live: Live, rules: Rules) -> int | None:
    """The rank below which nothing need stay; None when nothing is below."""
    kept = [rules.older_than * 1000]
    shown = tuple((rules.shown or {}).get(live.timeline, ()))
    if shown:
        sql = f"SELECT min(rank) FROM entry WHERE timeline = ? AND id IN ({marks(len(shown))})"
        kept += [row[0] for row in connection.execute(sql, (live.timeline, *shown)) if row[0] is not None]
    sql = "SELECT rank FROM entry WHERE timeline = ? AND hidden = 0 ORDER BY rank DESC, tie DESC LIMIT 1 OFFSET ?"
    staying = rules.newest if rules.is_shown(live.timeline) else 1
    newest = connection.execute(sql, (live.timeline, staying - 1)).fetchone()
    if newest is None:
        return None  # there are not that many
    floor = min(*kept, newest[0])
    sql = "SELECT 1 FROM entry WHERE timeline = ? AND rank < ? LIMIT 1"
    return floor if connection.execute(sql, (live.timeline, floor)).fetchone() else None


def _cut(connection: sqlite3.Connection, live: Live, rules: Rules) -> _Cut | None:
    """Where to cut: at the floor when the stretch there has a page end above it from which one can go on, else at the next
    page end or gap below. Cursors cannot be made here, and a cut without one would lose the way to older posts."""
    floor = _floor(connection, live, rules)
    if floor is None:
        return None
    holes = gaps.chain(connection, live)
    staying = next((number for number, hole in enumerate(holes) if hole.rank < floor), len(holes))
    between = "SELECT 1 FROM entry WHERE timeline = ? AND rank >= ? AND rank < ? AND key IS NOT NULL LIMIT 1"
    while staying and (hole := holes[staying - 1]).older is not None:
        if connection.execute(between, (live.timeline, floor, hole.rank)).fetchone():
            break
        staying -= 1  # nothing below this gap stays: it becomes the end
        if not staying or connection.execute(between, (live.timeline, hole.rank, holes[staying - 1].rank)).fetchone():
            return _Cut(hole.rank + 1, hole.older, holes[:staying])
    stretch = gaps.order_of(live, holes)[staying]
    sql = "SELECT rank, stretch, older FROM mark WHERE timeline = ? ORDER BY rank"
    ends = [(rank, older) for rank, own, older in connection.execute(sql, (live.timeline,)) if live.root(own) == stretch]
    above = next((older for rank, older in ends if rank >= floor), None)
    if above is not None:
        return _Cut(floor, above, holes[:staying])
    if ends:
        return _Cut(*ends[-1], holes[:staying])
    if staying < len(holes) and (hole := holes[staying]).older is not None:
        return _Cut(hole.rank + 1, hole.older, holes[:staying])
    return None


def _apply(connection: sqlite3.Connection, live: Live, cut: _Cut) -> list[tuple[int, int]]:
    timeline, older = live.timeline, cut.older
    below = (timeline, cut.rank)
    rows: list[tuple[int, int]] = connection.execute(
        "SELECT id, rank FROM entry WHERE timeline = ? AND rank < ?", below
    ).fetchall()
    kept = {hole.id for hole in cut.holes}
    for hole in gaps.chain(connection, live):
        if hole.id not in kept or hole.rank < cut.rank:
            gaps.remove(connection, hole)
            rows.append((hole.id, hole.rank))
    connection.execute("DELETE FROM entry WHERE timeline = ? AND rank < ?", below)
    connection.execute("DELETE FROM mark WHERE timeline = ? AND rank < ?", below)
    connection.execute("UPDATE timeline SET older = ?, at_end = 0 WHERE id = ?", (older, timeline))
    live.older, live.at_end = Cursor(older), False
    return sorted(set(rows))


def _drop_answer(connection: sqlite3.Connection, open_ones: Mapping[int, Live], timeline: int, rules: Rules) -> None:
    """A thread that nobody has open and whose posts are all old goes whole; it is asked again when it is opened."""
    if timeline in open_ones:
        return
    if _all_old(connection, timeline, rules):
        removal.forget(connection, timeline)


def loose_posts(connection: sqlite3.Connection, rules: Rules) -> list[int]:
    """Posts in no timeline any more, except those that are bookmarked or ours: `drop_posts` lets them go, piece by piece."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS ours (origin TEXT, author TEXT, PRIMARY KEY (origin, author))")
    connection.execute("DELETE FROM ours")
    connection.executemany("INSERT OR IGNORE INTO ours VALUES (?, ?)", rules.ours)
    return removal.loose_posts(connection, _UNWANTED)


def drop_posts(connection: sqlite3.Connection, rows: Sequence[int]) -> None:
    """Lets go those of the posts that are still in no timeline, bookmarked by nobody and not ours."""
    removal.drop_posts(connection, rows, _UNWANTED)

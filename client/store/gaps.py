"""Stretches and the gaps between them: what is proven to be without holes, and where something may be missing.

A stretch is a set of entries that one page, or pages that overlap or follow from one another's cursors, brought: between them
the server has nothing that is not here. The gaps order the stretches from new to old. Proof is by entry ids only, never by
times: servers backdate. The place of a gap row in the order is for the eye.
"""

import sqlite3
from dataclasses import dataclass
from itertools import pairwise

from client.model.page import Cursor
from client.store.live import Live


@dataclass(slots=True)
class Hole:
    """A gap row: between the stretches `upper` and `lower`. `newer` goes up from the lower one, `older` down from the upper."""

    id: int
    upper: int
    lower: int
    newer: Cursor | None
    older: Cursor | None
    rank: int


def chain(connection: sqlite3.Connection, live: Live) -> list[Hole]:
    """The gaps of a timeline from new to old: the first one's upper stretch is the newest."""
    sql = """SELECT gap.id, gap.upper, gap.lower, gap.newer, gap.older, entry.rank FROM gap JOIN entry USING (id)
             WHERE gap.timeline = ?"""
    by_upper = {}
    for row, upper, lower, newer, older, rank in connection.execute(sql, (live.timeline,)):
        by_upper[live.root(upper)] = Hole(row, live.root(upper), live.root(lower), newer, older, rank)
    holes: list[Hole] = []
    stretch = live.top
    while (hole := by_upper.get(stretch)) is not None:
        holes.append(hole)
        stretch = hole.lower
    return holes


def order_of(live: Live, holes: list[Hole]) -> list[int]:
    """The stretches from new to old."""
    return [live.top, *(hole.lower for hole in holes)] if live.top else []


def add(connection: sqlite3.Connection, live: Live, hole: Hole) -> None:
    """Writes a new gap row."""
    connection.execute(
        "INSERT INTO entry (id, timeline, rank, tie, hidden, key, at, stretch) VALUES (?, ?, ?, 0, 0, NULL, 0, 0)",
        (hole.id, live.timeline, hole.rank),
    )
    connection.execute(
        "INSERT INTO gap (id, timeline, upper, lower, newer, older) VALUES (?, ?, ?, ?, ?, ?)",
        (hole.id, live.timeline, hole.upper, hole.lower, hole.newer, hole.older),
    )


def update(connection: sqlite3.Connection, hole: Hole) -> None:
    """Writes a gap's cursors and place."""
    connection.execute("UPDATE gap SET newer = ?, older = ? WHERE id = ?", (hole.newer, hole.older, hole.id))
    connection.execute("UPDATE entry SET rank = ? WHERE id = ?", (hole.rank, hole.id))


def remove(connection: sqlite3.Connection, hole: Hole) -> None:
    """Deletes a gap row."""
    connection.execute("DELETE FROM gap WHERE id = ?", (hole.id,))
    connection.execute("DELETE FROM entry WHERE id = ?", (hole.id,))


def join(connection: sqlite3.Connection, live: Live, holes: list[Hole], first: int, last: int) -> int:
    """Closes the gaps with indexes first..last (both included): their stretches are one from now on. Tells which one.

    The caller puts back `live` when the transaction fails.
    """
    into = holes[last].lower
    for hole in holes[first : last + 1]:
        remove(connection, hole)
        connection.execute("INSERT INTO joined (timeline, stretch, into_) VALUES (?, ?, ?)", (live.timeline, hole.upper, into))
        live.joined[hole.upper] = into
        if live.top == hole.upper:
            live.top = into
    return into


def holds_top(connection: sqlite3.Connection, live: Live, holes: list[Hole], rows: set[int]) -> bool:
    """Tells whether these rows are the whole newest stretch: then a page that holds them continues it, whatever has moved."""
    first = holes[0] if holes else None
    end = len(live.ids) if first is None else live.index(first.id, first.rank)
    if end is None or not live.top or end > len(rows):
        return False
    sql = "SELECT id FROM entry WHERE timeline = ? AND hidden = 1 AND rank > ?"
    hidden = connection.execute(sql, (live.timeline, first.rank if first else -(2**62)))
    return {*live.ids[:end], *(row[0] for row in hidden)} <= rows


def close_up(connection: sqlite3.Connection, live: Live) -> list[tuple[int, int]]:
    """Makes one gap of two when nothing is left between them: what the upper one misses and what the lower one misses follow on
    each other. Tells the rows (id, rank) that went."""
    holes = chain(connection, live)
    gone: list[tuple[int, int]] = []
    for upper, lower in pairwise(holes):
        if (lower.newer is None and upper.older is None) or not _is_empty(connection, live, upper, lower):
            continue
        ends = connection.execute("SELECT rank, stretch FROM mark WHERE timeline = ?", (live.timeline,)).fetchall()
        lost = [(live.timeline, rank) for rank, stretch in ends if live.root(stretch) == upper.lower]
        connection.executemany("DELETE FROM mark WHERE timeline = ? AND rank = ?", lost)
        remove(connection, upper)
        gone.append((upper.id, upper.rank))
        lower.upper, lower.older = upper.upper, upper.older
        connection.execute("UPDATE gap SET upper = ?, older = ? WHERE id = ?", (lower.upper, lower.older, lower.id))
    return gone


def _is_empty(connection: sqlite3.Connection, live: Live, upper: Hole, lower: Hole) -> bool:
    """Tells whether the stretch between two gaps has no entries any more, shown or hidden."""
    sql = "SELECT 1 FROM entry WHERE timeline = ? AND hidden = ? AND rank > ? AND rank < ? LIMIT 1"
    for hidden in (0, 1):
        if connection.execute(sql, (live.timeline, hidden, lower.rank, upper.rank)).fetchone():
            return False
    stretches = connection.execute(
        "SELECT DISTINCT stretch FROM entry WHERE timeline = ? AND key IS NOT NULL", (live.timeline,)
    )
    return upper.lower not in {live.root(row[0]) for row in stretches}

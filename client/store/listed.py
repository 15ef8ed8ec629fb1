"""Lists in the order of the server, where times say nothing (bookmarks, likes): what was taken off, and ranks.

Ranks are microseconds of the fetch, counted down.
`placed` holds the ranks of entries that are already in their places; the others get theirs from the page's order.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from client.model.instant import Instant

ROOM = 1_000_000
"""A distance between ranks that leaves room for many pages: one second."""


def take_off(
    connection: sqlite3.Connection, timeline: int, ranks: Sequence[int], here: Collection[str]
) -> list[tuple[int, int]]:
    """The newest page shows what was taken off a list elsewhere: what stood above the page's last entry and is not in the page
    (`here`) goes. `ranks` are those of the entries that nothing new follows, in page order. Tells the rows (id, rank) that were
    to be seen."""
    if any(upper <= lower for upper, lower in pairwise(ranks)):
        return []  # misordered: it proves nothing
    gone: list[tuple[int, int]] = []
    sql = "SELECT id, rank, hidden, key FROM entry WHERE timeline = ? AND rank > ? AND key IS NOT NULL"
    for row, rank, hidden, key in connection.execute(sql, (timeline, ranks[-1])).fetchall():
        if key not in here:
            connection.execute("DELETE FROM entry WHERE id = ?", (row,))
            if not hidden:
                gone.append((row, rank))
    return gone


def on_top(ids: Sequence[str], placed: Mapping[str, int], top: int | None, now: Instant) -> dict[str, int]:
    """A newest page: what stands before the first known entry goes above everything, even if the clock went back, with room for
    a gap row under it."""
    return _down(ids, placed, max(now * 1000, 0 if top is None else top + len(ids) + 1) + 1)


def below(ids: Sequence[str], placed: Mapping[str, int], edge: int) -> dict[str, int]:
    """A page right below the row with rank `edge`."""
    return _down(ids, placed, edge)


def above(ids: Sequence[str], placed: Mapping[str, int], edge: int) -> dict[str, int]:
    """A page right above the row with rank `edge`; when it reaches a known entry, right above that."""
    for number, id_ in enumerate(ids):
        if id_ in placed:
            return _down(ids, placed, placed[id_] + number + 1)
    return _down(ids, placed, edge + len(ids) + 1)


def _down(ids: Sequence[str], placed: Mapping[str, int], over: int) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for id_ in ids:
        over = ranks[id_] = placed.get(id_, over - 1)
    return ranks

"""How an answer that replaces everything (a thread) becomes rows: top to bottom as the server gave it."""

import sqlite3
from collections.abc import Sequence

from client.model.instant import Instant
from client.model.page import Entry
from client.model.post import PostKey
from client.store import codec, terms
from client.store.live import Live, Spot, spot


def replace(
    connection: sqlite3.Connection, live: Live, entries: Sequence[Entry], rows: dict[PostKey, int], next_row: int, now: Instant
) -> tuple[list[tuple[int, int]], list[Spot], int]:
    """Makes the timeline hold exactly these entries. Tells what goes, what comes, and the next free row id.

    Rows whose order among each other stays keep their ids and their place.
    """
    sql = "SELECT key, id, at, rank, hidden, post, reason FROM entry WHERE timeline = ? ORDER BY rank DESC"
    old = {row[0]: row[1:] for row in connection.execute(sql, (live.timeline,))}
    gone: list[tuple[int, int]] = []
    come: list[Spot] = []
    kept: set[str] = set()
    inserts = []
    for place, entry in enumerate(entries):
        post_row = rows[entry.post.key] if entry.post else None
        reason = codec.dump_reason(entry.reason)
        hidden = int(terms.is_hidden(entry, live.kind, now))
        known = old.get(entry.id)
        rank = -place * 1000
        if known is not None and known[1:] == (entry.at, rank, hidden, post_row, reason):
            kept.add(entry.id)
            continue
        if known is not None and (known[1], *known[3:]) == (entry.at, hidden, post_row, reason):
            row = known[0]
        else:
            row, next_row = next_row, next_row + 1
        inserts.append((row, live.timeline, rank, 0, hidden, entry.id, entry.at, 1, post_row, reason))
        if not hidden:
            come.append(spot(rank, 0, row))
    for key, (row, _, rank, hidden, *_) in old.items():
        if key not in kept:
            connection.execute("DELETE FROM entry WHERE id = ?", (row,))
            if not hidden:
                gone.append((row, rank))
    connection.executemany(
        """INSERT INTO entry (id, timeline, rank, tie, hidden, key, at, stretch, post, reason)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        inserts,
    )
    live.top, live.at_end, live.older = 1, True, None
    return gone, come, next_row

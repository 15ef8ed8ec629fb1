"""Where rows stand and which of them show the same, without their contents: what mixing several timelines needs of each row."""

import sqlite3
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from client.model.instant import Instant
from client.store import codec, terms

AT_ONCE = 500


class Mark(NamedTuple):
    """A row. `at` is None for a gap. Rows of any timelines with equal `thing` show the same post for the same reason; None is
    equal to nothing. `tie` orders rows of one millisecond, the higher first."""

    id: int
    at: Instant | None
    tie: int = 0
    thing: Hashable | None = None


def read(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Mark]:
    """Reads the marks of rows, in no order; rows that are gone are left out."""
    found: list[Mark] = []
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        sql = f"SELECT id, key, at, post, reason FROM entry WHERE id IN ({','.join('?' * len(part))})"
        for row, key, at, post, reason in connection.execute(sql, tuple(part)):
            if key is None:
                found.append(Mark(row, None))
                continue
            names = () if reason is None else codec.reason_names(reason)
            thing = None if post is None or names is None else (post, *names)
            found.append(Mark(row, Instant(at), terms.tie_of(key), thing))
    return found

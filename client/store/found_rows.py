"""Reads rows that search found: posts themselves, each as the account sees it that received it."""

import sqlite3
from collections.abc import Sequence

from client.model import post
from client.model.account import AccountId
from client.model.instant import Instant
from client.model.page import Entry
from client.model.query import QueryKind
from client.model.row import Row
from client.store import codec, fulltext, terms

AT_ONCE = 500


def read(connection: sqlite3.Connection, ids: Sequence[int], now: Instant) -> dict[int, Row]:
    """Reads rows by ids from `fulltext.FIRST_ROW` on; those that are gone are left out."""
    found: dict[int, Row] = {}
    for start in range(0, len(ids), AT_ONCE):
        found.update(_part(connection, ids[start : start + AT_ONCE], now))
    return found


def _part(connection: sqlite3.Connection, ids: Sequence[int], now: Instant) -> dict[int, Row]:
    spots = [row_id - fulltext.FIRST_ROW for row_id in ids]
    sql = f"SELECT spot.id, post.id, post.data FROM spot JOIN post ON post.id = spot.post WHERE spot.id IN ({_marks(spots)})"
    kept = connection.execute(sql, spots).fetchall()
    posts = [row for _, row, _ in kept]
    seen_by = _accounts(connection, posts)
    sql = f"SELECT post, account, data FROM viewer WHERE post IN ({_marks(posts)})"
    viewers = {(row, account): data for row, account, data in connection.execute(sql, posts)}
    for row, account in viewers:
        seen_by.setdefault(row, (account, QueryKind.HOME))
    found: dict[int, Row] = {}
    for spot, row, data in kept:
        account, kind = seen_by.get(row, ("", QueryKind.HOME))
        item = codec.load_post(data)
        state = codec.load_viewer(viewers.get((row, account)))
        view = terms.seen(state, kind, now) if state is not post.UNKNOWN_VIEWER else state
        entry = Entry(item.key.id, item.created_at, item, view)
        found[spot + fulltext.FIRST_ROW] = Row(spot + fulltext.FIRST_ROW, AccountId(account), entry)
    return found


def _accounts(connection: sqlite3.Connection, posts: Sequence[int]) -> dict[int, tuple[str, QueryKind]]:
    """The account that received each post and where: in a timeline of posts rather than in one of notifications."""
    sql = f"""SELECT DISTINCT entry.post, timeline.account, timeline.kind FROM entry
              JOIN timeline ON timeline.id = entry.timeline WHERE entry.post IN ({_marks(posts)})"""
    best: dict[int, tuple[str, QueryKind]] = {}
    for row, account, name in sorted(connection.execute(sql, posts), key=lambda each: (each[2] in terms.NOT_STATUSES, *each)):
        best.setdefault(row, (account, QueryKind(name)))
    return best


def _marks(values: Sequence[int]) -> str:
    return ",".join("?" * len(values))

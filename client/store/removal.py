"""Takes things out of the cache: deleted posts, forgotten timelines."""

import sqlite3
from collections.abc import Mapping, Sequence

from client.model.instant import Instant
from client.model.post import PostKey
from client.store import fulltext, gaps, post_rows, reading, terms
from client.store.live import Live

Gone = dict[int, list[tuple[int, int]]]
"""Rows (id, rank) that went, by timeline."""

_NOT_STATUSES = ",".join(f"'{kind}'" for kind in sorted(terms.NOT_STATUSES))


def deleted(connection: sqlite3.Connection, open_ones: Mapping[int, Live], key: PostKey, now: Instant) -> Gone:
    """Takes a post out, and reposts that have this id, and remembers it: a page that comes late must not bring it back."""
    post_rows.bury(connection, key, now)
    gone: Gone = {}
    kept = connection.execute("SELECT id, data FROM post WHERE origin = ? AND key = ?", key).fetchone()
    rows: list[tuple[int, int, int]] = []
    if kept:
        found = kept[:1]
        fulltext.gone(connection, [kept])
        rows += connection.execute("SELECT id, timeline, rank FROM entry WHERE post = ?", found)
        connection.execute("DELETE FROM viewer WHERE post = ?", found)
        connection.execute("DELETE FROM post WHERE id = ?", found)
    rows += connection.execute(
        f"""SELECT entry.id, entry.timeline, entry.rank FROM timeline
            JOIN entry ON entry.timeline = timeline.id AND entry.key = ? JOIN post ON post.id = entry.post
            WHERE timeline.kind NOT IN ({_NOT_STATUSES}) AND post.origin = ?""",
        (key.id, key.origin),
    )
    for row, timeline, rank in rows:
        gone.setdefault(timeline, []).append((row, rank))
    connection.executemany("DELETE FROM entry WHERE id = ?", [(row,) for row, _, _ in rows])
    for timeline, own in gone.items():
        if connection.execute("SELECT count(*) FROM gap WHERE timeline = ?", (timeline,)).fetchone()[0] > 1:
            own += gaps.close_up(connection, open_ones.get(timeline) or reading.closed(connection, timeline))
    return gone


def forget(connection: sqlite3.Connection, timeline: int) -> None:
    """Deletes a timeline with its rows."""
    for table in ("entry", "gap", "joined", "mark"):
        connection.execute(f"DELETE FROM {table} WHERE timeline = ?", (timeline,))
    connection.execute("DELETE FROM timeline WHERE id = ?", (timeline,))


def hide_account(connection: sqlite3.Connection, account: str) -> list[int]:
    """Begins to forget an account: its timelines cannot be opened any more. Tells which they are, with those of an earlier
    time that did not come to its end."""
    connection.execute("UPDATE timeline SET params = ? || id WHERE account = ?", (GONE, account))
    return [row[0] for row in connection.execute("SELECT id FROM timeline WHERE account = ?", (account,))]


def drop_entries(connection: sqlite3.Connection, timeline: int, most: int) -> bool:
    """Deletes up to so many rows of a timeline that is hidden; tells whether any are left."""
    sql = "DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE timeline = ? LIMIT ?)"
    return connection.execute(sql, (timeline, most)).rowcount == most


def seen_by(connection: sqlite3.Connection, account: str) -> list[int]:
    """The rows of the posts that an account received."""
    return [row[0] for row in connection.execute("SELECT post FROM viewer WHERE account = ?", (account,))]


def drop_viewers(connection: sqlite3.Connection, account: str, rows: Sequence[int]) -> None:
    """Deletes what posts were to an account."""
    connection.executemany("DELETE FROM viewer WHERE post = ? AND account = ?", [(row, account) for row in rows])


def nobodys_posts(connection: sqlite3.Connection) -> list[int]:
    """The rows of posts that are in no timeline and that no account received: they must not be found any more."""
    return loose_posts(connection, _NOBODYS)


def drop_nobodys(connection: sqlite3.Connection, rows: Sequence[int]) -> None:
    """Deletes those of the posts that are still nobody's."""
    drop_posts(connection, rows, _NOBODYS)


GONE = "gone "
"""How the params of a timeline begin whose account is forgotten, until all of it has gone. No query has such params."""

_NOBODYS = "NOT EXISTS (SELECT 1 FROM viewer WHERE viewer.post = post.id)"
_LOOSE = "NOT EXISTS (SELECT 1 FROM entry WHERE entry.post = post.id)"


def loose_posts(connection: sqlite3.Connection, condition: str) -> list[int]:
    """The rows of posts that are in no timeline and meet a condition."""
    return [row[0] for row in connection.execute(f"SELECT id FROM post WHERE {_LOOSE} AND {condition}")]


def drop_posts(connection: sqlite3.Connection, rows: Sequence[int], condition: str) -> None:
    """Deletes those of the posts that are still in no timeline and meet the condition, with what is kept of them elsewhere."""
    for start in range(0, len(rows), 500):
        part = rows[start : start + 500]
        sql = f"SELECT id, data FROM post WHERE id IN ({post_rows.marks(len(part))}) AND {_LOOSE} AND {condition}"
        posts = connection.execute(sql, part).fetchall()
        fulltext.gone(connection, posts)
        gone = [(row,) for row, _ in posts]
        connection.executemany("DELETE FROM post WHERE id = ?", gone)
        connection.executemany("DELETE FROM viewer WHERE post = ?", gone)

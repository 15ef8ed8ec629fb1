"""Posts once by their key, and what each post is to each of our accounts.

An older copy never replaces a later edit, what is unchanged is not written again, and what was deleted does not come back.
"""

import dataclasses
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from client.model import post
from client.model.account import AccountId
from client.model.instant import Instant
from client.model.post import Post, PostKey, ViewerState
from client.store import answers, codec, fulltext

_VIEWER_FIELDS = tuple(post.ViewerState.__dataclass_fields__)


def marks(count: int) -> str:
    """As many question marks as there are values."""
    return ",".join("?" * count)


def buried(connection: sqlite3.Connection, keys: Iterable[PostKey]) -> set[PostKey]:
    """Those of the keys that are known to be deleted."""
    if connection.execute("SELECT 1 FROM tombstone LIMIT 1").fetchone() is None:
        return set()
    by_origin: dict[str, list[str]] = {}
    for key in keys:
        by_origin.setdefault(key.origin, []).append(key.id)
    found: set[PostKey] = set()
    for origin, ids in by_origin.items():
        sql = f"SELECT key FROM tombstone WHERE origin = ? AND key IN ({marks(len(ids))})"
        found.update(PostKey(origin, row[0]) for row in connection.execute(sql, (origin, *ids)))
    return found


def bury(connection: sqlite3.Connection, key: PostKey, now: Instant) -> None:
    """Remembers that a post is deleted."""
    connection.execute("INSERT OR IGNORE INTO tombstone (origin, key, at) VALUES (?, ?, ?)", (*key, now))


def rows_of(connection: sqlite3.Connection, keys: Iterable[PostKey]) -> dict[PostKey, tuple[int, int, bytes]]:
    """What is kept of posts: row, time of the edit (0 = never) and bytes."""
    by_origin: dict[str, list[str]] = {}
    for key in keys:
        by_origin.setdefault(key.origin, []).append(key.id)
    found: dict[PostKey, tuple[int, int, bytes]] = {}
    for origin, ids in by_origin.items():
        sql = f"SELECT key, id, edited, data FROM post WHERE origin = ? AND key IN ({marks(len(ids))})"
        for id_, row, edited, data in connection.execute(sql, (origin, *ids)):
            found[PostKey(origin, id_)] = (row, edited, data)
    return found


def upsert(connection: sqlite3.Connection, posts: Sequence[Post]) -> tuple[dict[PostKey, int], set[PostKey], set[PostKey]]:
    """Keeps posts. Tells the row of each, which known ones are different now (or answered), and which are new."""
    latest: dict[PostKey, Post] = {}
    for item in posts:
        other = latest.setdefault(item.key, item)
        if other is not item and (item.edited_at or 0) >= (other.edited_at or 0):
            latest[item.key] = item
    known = rows_of(connection, latest)
    rows = {key: row for key, (row, _, _) in known.items()}
    changed: set[PostKey] = set()
    fresh: list[Post] = []
    updates: list[tuple[int, str, bytes, int]] = []
    edits: list[tuple[int, bytes, Post]] = []
    for key, item in latest.items():
        old = known.get(key)
        if old is None:
            fresh.append(item)
        elif (item.edited_at or 0) >= old[1] and (data := codec.dump_post(item)) != old[2]:
            updates.append((item.edited_at or 0, item.author.id, data, old[0]))
            edits.append((old[0], old[2], item))
            changed.add(key)
    if updates:
        fulltext.edited(connection, edits)
        connection.executemany("UPDATE post SET edited = ?, author = ?, data = ? WHERE id = ?", updates)
    if fresh:
        first: int = 1 + connection.execute("SELECT coalesce(max(id), 0) FROM post").fetchone()[0]
        inserts: list[tuple[int, str, str, str, int, bytes]] = []
        for number, item in enumerate(fresh, first):
            key = item.key
            rows[key] = number
            inserts.append((number, *key, item.author.id, item.edited_at or 0, codec.dump_post(item)))
        connection.executemany("INSERT INTO post (id, origin, key, author, edited, data) VALUES (?, ?, ?, ?, ?, ?)", inserts)
        fulltext.wait(connection, range(first, first + len(fresh)))
    answered = answers.note(connection, [*fresh, *(latest[key] for key in changed)], rows)
    return rows, changed | answered, {item.key for item in fresh}


def merged(old: ViewerState, new: ViewerState) -> ViewerState:
    """What is known after `new`: its unknowns leave the old values."""
    known: dict[str, Any] = {name: value for name in _VIEWER_FIELDS if (value := getattr(new, name)) is not None}
    return dataclasses.replace(old, **known)


def upsert_viewers(
    connection: sqlite3.Connection,
    account: AccountId,
    states: Iterable[tuple[int, PostKey, ViewerState]],
    fresh: Collection[PostKey] = (),
) -> set[PostKey]:
    """Keeps what posts (row, key) are to an account. Tells which are different now. Nothing is known of `fresh` ones yet."""
    wanted = {row: (key, state) for row, key, state in states if state is not post.UNKNOWN_VIEWER}
    if not wanted:
        return set()
    known: dict[int, bytes] = {}
    if asked := [row for row, (key, _) in wanted.items() if key not in fresh]:
        sql = f"SELECT post, data FROM viewer WHERE account = ? AND post IN ({marks(len(asked))})"
        known = dict(connection.execute(sql, (account, *asked)))
    changed: set[PostKey] = set()
    writes: list[tuple[int, AccountId, bool | None, bytes]] = []
    last, data = post.UNKNOWN_VIEWER, codec.dump_viewer(post.UNKNOWN_VIEWER)
    nothing = data
    for row, (key, state) in wanted.items():
        old = known.get(row)
        if state is not last:  # most posts of a page share their state
            last, data = state, codec.dump_viewer(state)
        if data in (old, nothing):
            continue
        if old is not None:
            state = last = merged(codec.load_viewer(old), state)
            data = codec.dump_viewer(state)
            if old == data:
                continue
        changed.add(key)
        writes.append((row, account, state.bookmarked, data))
    connection.executemany("INSERT OR REPLACE INTO viewer (post, account, bookmarked, data) VALUES (?, ?, ?, ?)", writes)
    return changed

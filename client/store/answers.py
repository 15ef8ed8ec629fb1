"""Who answered a post, as far as replies have come by: kept beside the posts, so that a row can say it without a search.

An answer goes with its post: a deleted or pruned reply leaves nothing here.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from client.model.instant import Instant
from client.model.post import Post, PostKey
from client.model.richtext import SpanKind
from client.model.row import Answer

MOST = 100
"""So many answers of a post are looked at, the newest ones: a quarrel of thousands does not hold up a row."""

_LONGEST_NAME = 80


def note(connection: sqlite3.Connection, posts: Iterable[Post], rows: Mapping[PostKey, int]) -> set[PostKey]:
    """Keeps which of these posts answer another. Tells the posts that were answered."""
    told = [
        (item.key.origin, item.reply_to.id, item.created_at, rows[item.key], item.author.handle, _name(item))
        for item in posts
        if item.reply_to is not None
    ]
    if told:
        sql = "INSERT OR REPLACE INTO answer (origin, key, at, post, handle, name) VALUES (?, ?, ?, ?, ?, ?)"
        connection.executemany(sql, told)
    return {PostKey(origin, key) for origin, key, *_ in told}


def _name(item: Post) -> str:
    """The author's name in one line of plain text, without custom emoji; the handle where there is none."""
    name = item.author.name
    kept, at = "", 0
    for span in name.spans:
        if span.kind is SpanKind.EMOJI and span.start >= at:
            kept, at = kept + name.text[at : span.start], span.end
    return " ".join((kept + name.text[at:]).split())[:_LONGEST_NAME] or item.author.handle


def of(connection: sqlite3.Connection, keys: Iterable[PostKey]) -> dict[PostKey, tuple[Answer, ...]]:
    """What is known of the answers to posts, newest first; posts without any are left out."""
    found: dict[PostKey, tuple[Answer, ...]] = {}
    sql = "SELECT handle, name, at FROM answer WHERE origin = ? AND key = ? ORDER BY at DESC LIMIT ?"
    for key in keys:
        rows = connection.execute(sql, (*key, MOST)).fetchall()
        if rows:
            found[key] = tuple(Answer(handle, name, Instant(at)) for handle, name, at in rows)
    return found

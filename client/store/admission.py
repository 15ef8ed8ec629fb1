"""What of a page may come in: repeats and what was deleted stay out, posts and what they are to the account are kept."""

import sqlite3
from typing import NamedTuple

from client.model.page import Entry, Page
from client.model.post import Post, PostKey, ViewerState
from client.store import post_rows, terms
from client.store.live import Live


class Admitted(NamedTuple):
    """The entries that are left, each id once; the rows of their posts; which known posts are different now."""

    entries: list[Entry]
    rows: dict[PostKey, int]
    changed: frozenset[PostKey]


def admit(connection: sqlite3.Connection, live: Live, page: Page) -> Admitted:
    """Takes a page in as far as it is not about its timeline."""
    seen: dict[str, Entry] = {}
    posts: list[Post] = []
    states: list[tuple[PostKey, ViewerState]] = []
    for entry in _living(connection, live, [entry for entry in page.entries if terms.acceptable(entry)]):
        other = seen.setdefault(entry.id, entry)
        if other is not entry and entry.at > other.at:
            seen[entry.id] = entry
        item = entry.post
        if item is not None:
            posts.append(item)
            states.append((item.key, entry.viewer))
    rows, changed, fresh = post_rows.upsert(connection, posts)
    told = [(rows[key], key, state) for key, state in states]
    changed |= post_rows.upsert_viewers(connection, live.account, told, fresh)
    return Admitted(list(seen.values()), rows, frozenset(changed - fresh))


def _living(connection: sqlite3.Connection, live: Live, entries: list[Entry]) -> list[Entry]:
    """Leaves out entries whose post, or whose repost, is known to be deleted."""
    statuses = live.kind not in terms.NOT_STATUSES
    keys: list[PostKey] = []
    for entry in entries:
        item = entry.post
        if item is not None:
            keys.append(item.key)
            if statuses and entry.id != item.key.id:
                keys.append(PostKey(item.key.origin, entry.id))
    dead = post_rows.buried(connection, keys)
    if not dead:
        return entries

    def lives(entry: Entry) -> bool:
        item = entry.post
        return item is None or not (item.key in dead or (statuses and PostKey(item.key.origin, entry.id) in dead))

    return list(filter(lives, entries))

"""Reads rows and orders out of the cache."""

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from client.model.account import AccountId
from client.model.instant import Instant
from client.model.page import Entry
from client.model.query import QueryKind, query
from client.model.row import Gap, Row
from client.store import answers, codec, terms
from client.store.late import found_rows
from client.store.live import Live

_ROWS = """SELECT entry.id, entry.timeline, entry.rank, entry.key, entry.at, entry.reason, post.data, viewer.data,
timeline.account, timeline.kind FROM entry JOIN timeline ON timeline.id = entry.timeline LEFT JOIN post ON post.id = entry.post
LEFT JOIN viewer ON viewer.post = entry.post AND viewer.account = timeline.account WHERE entry.id IN (%s)"""


def fill(connection: sqlite3.Connection, live: Live) -> None:
    """Reads the order of a timeline into memory, from the index alone."""
    sql = "SELECT id, -rank FROM entry WHERE timeline = ? AND hidden = 0 ORDER BY rank DESC, tie DESC, id"
    rows = connection.execute(sql, (live.timeline,)).fetchall()
    live.ids = array("q", map(itemgetter(0), rows))
    live.downs = array("q", map(itemgetter(1), rows))
    fill_joined(connection, live)


def fill_joined(connection: sqlite3.Connection, live: Live) -> None:
    """Reads which stretches of a timeline have grown together."""
    live.joined = dict(connection.execute("SELECT stretch, into_ FROM joined WHERE timeline = ?", (live.timeline,)))


def closed(connection: sqlite3.Connection, timeline: int) -> Live:
    """What is kept of a timeline that is not open, without its rows."""
    sql = "SELECT account, kind, top FROM timeline WHERE id = ?"
    account, kind, top = connection.execute(sql, (timeline,)).fetchone()
    live = Live(timeline, account, QueryKind(kind), query(account, QueryKind(kind)).order, top=top)
    fill_joined(connection, live)
    return live


def read_id(live: Live) -> int:
    """The row of the read marker: the one it was set on, else (that one is gone) the newest below; 0 for none."""
    if live.read_rank is None:
        return 0
    if live.index(live.read_row, live.read_rank) is not None:
        return live.read_row
    place = bisect_left(live.downs, -live.read_rank)
    return live.ids[place] if place < len(live.ids) else 0


def rows(connection: sqlite3.Connection, open_ones: Mapping[int, Live], ids: Sequence[int], now: Instant) -> list[Row]:
    """Reads rows in the order asked for, each with the filters that count in its timeline; those of search as well."""
    searched = [row_id for row_id in ids if row_id >= terms.FIRST_ROW]
    found = found_rows.read(connection, searched, now) if searched else {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        for values in connection.execute(_ROWS % ",".join("?" * len(part)), part):
            row, timeline, rank, key, at, reason, post, viewer, account, kind = values
            if key is None:
                gap = _gap(connection, open_ones.get(timeline), row, rank)
                found[row] = Row(row, AccountId(account), gap=gap)
            else:
                loaded = codec.load_post(post) if post is not None else None
                view = terms.seen(codec.load_viewer(viewer), QueryKind(kind), now)
                entry = Entry(key, Instant(at), loaded, view, codec.load_reason(reason))
                found[row] = Row(row, AccountId(account), entry)
    _add_answers(connection, found)
    return [found[row] for row in ids if row in found]


def _add_answers(connection: sqlite3.Connection, found: dict[int, Row]) -> None:
    """Puts to each row who answered its post."""
    shown = {row.entry.post.key for row in found.values() if row.entry is not None and row.entry.post is not None}
    known = answers.of(connection, shown)
    if known:
        for number, row in found.items():
            post = row.entry.post if row.entry is not None else None
            if post is not None and post.key in known:
                found[number] = replace(row, answers=known[post.key])


def _gap(connection: sqlite3.Connection, live: Live | None, row: int, rank: int) -> Gap:
    """A gap with the times of its neighbours."""
    place = live.index(row, rank) if live else None
    if live is None or place is None:
        return Gap()
    times: dict[int, Instant] = {}
    near = [live.ids[other] for other in (place - 1, place + 1) if 0 <= other < len(live.ids)]
    sql = f"SELECT id, at FROM entry WHERE key IS NOT NULL AND id IN ({','.join('?' * len(near))})"
    times.update(connection.execute(sql, near))
    above = times.get(live.ids[place - 1]) if place > 0 else None
    below = times.get(live.ids[place + 1]) if place + 1 < len(live.ids) else None
    return Gap(since=below, until=above)

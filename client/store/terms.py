"""The words of saving a page: what it is to its timeline, what came of it, and how single entries are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from client.model.change import Edit
from client.model.instant import Instant
from client.model.page import Cursor, Entry
from client.model.post import FilterAction, FilterHit, PostKey, ViewerState
from client.model.query import QueryKind, filter_place

NOT_STATUSES = {QueryKind.NOTIFICATIONS, QueryKind.MENTIONS, QueryKind.CONVERSATIONS}
"""Kinds whose entry ids are not ids of posts or reposts: a deletion cannot name such an entry."""

FIRST_ROW = 1 << 60
"""Row ids from here on are posts themselves, found by search: this number plus the spot. Entries of timelines are far below."""


class How(StrEnum):
    """What a page is to its timeline."""

    NEWEST = "newest"  # the newest page: everything above its last entry
    OLDER = "older"  # fetched with the timeline's `older`
    GAP = "gap"  # fetched with a gap's `newer`, or with its `older` when it has no `newer`
    STREAM = "stream"  # one entry right above the newest; the caller knows that nothing came in between
    SNAPSHOT = "snapshot"  # everything there is, top to bottom


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did. `edits` in order turn the ids before into the ids after; `changed` names posts that were known and are
    different. `gap` is the row of a gap that this save made, 0 for none; `closed` says that one went."""

    edits: tuple[Edit, ...] = ()
    changed: frozenset[PostKey] = frozenset()
    older: Cursor | None = None
    newer: Cursor | None = None
    at_end: bool = False
    fresh: int = 0
    gap: int = 0
    closed: bool = False


class Known(NamedTuple):
    """An entry as it is kept."""

    id: int
    stretch: int
    at: int
    rank: int
    tie: int
    hidden: int
    post: int | None
    reason: bytes | None


AHEAD = 24 * 3_600_000  # ms by which a server's clock, or this PC's, may be wrong


class Present:
    """When a page came in, by whichever clock is ahead: this PC's, that of most entries of the page, or that of the newest row.

    An entry from long after that has a wrong time. By it, it would stay on top for ever, and all that comes later would look
    old: it stands where it came in.
    """

    def __init__(self, times: Sequence[int], how: How, now: Instant, top: int | None) -> None:
        middle = sorted(times)[len(times) // 2] if len(times) > 2 else 0
        now_here = max(now, middle, (top or 0) // 1000)
        self._last = now_here + AHEAD
        self._place = middle if middle and how in (How.OLDER, How.GAP) else now_here

    def rank_of(self, at: int) -> int:
        """The rank of an entry with this time."""
        return (at if at <= self._last else self._place) * 1000


def tie_of(entry_id: str) -> int:
    """A number that orders entries of the same millisecond: ids of digits by value, others by their first letters."""
    if entry_id.isascii() and entry_id.isdigit() and len(entry_id) < 19:
        return int(entry_id)
    return int.from_bytes(entry_id.encode("utf-8", "surrogatepass")[:8].ljust(8, b"\0")) >> 1


def seen(viewer: ViewerState, kind: QueryKind, now: Instant) -> ViewerState:
    """What a post is to an account in timelines of a kind: filters made for other places, or run out, do not count."""
    if not viewer.filters:
        return viewer
    place = filter_place(kind)
    hits = tuple(hit for hit in viewer.filters if _counts(hit, place, now))
    return viewer if hits == viewer.filters else replace(viewer, filters=hits)


def _counts(hit: FilterHit, place: str, now: Instant) -> bool:
    return (not hit.places or place in hit.places) and (hit.until is None or hit.until > now)


def is_hidden(entry: Entry, kind: QueryKind, now: Instant) -> bool:
    """Tells whether a filter of the account hides the entry in timelines of a kind."""
    filters = entry.viewer.filters
    if not filters:
        return False
    place = filter_place(kind)
    return any(hit.action is FilterAction.HIDE and _counts(hit, place, now) for hit in filters)


def writable(*words: str) -> bool:
    """Tells whether SQLite can hold these words: no half surrogates, which JSON lets through."""
    if "".join(words).isascii():
        return True
    try:
        "".join(words).encode()
    except UnicodeEncodeError:
        return False
    return True


def acceptable(entry: Entry) -> bool:
    """Tells whether the names of an entry and of its post can be kept."""
    item = entry.post
    return writable(entry.id) if item is None else writable(entry.id, *item.key, item.author.id)

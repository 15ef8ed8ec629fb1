"""One row of a feed as a view draws it: an entry, or a hole where posts are missing."""

from dataclasses import dataclass

from client.model.account import AccountId
from client.model.instant import Instant
from client.model.page import Entry


@dataclass(frozen=True, slots=True)
class Gap:
    """Posts may be missing here. `since` is the time of the row below, `until` of the row above; `count` None = unknown."""

    since: Instant | None = None
    until: Instant | None = None
    count: int | None = None
    loading: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Someone replied to a post: who, and when. `name` is plain text in one line."""

    handle: str
    name: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `id` is unique in the whole cache, over all timelines. Either `entry` or `gap` is set.

    `account` received it: its viewer state is in the entry, its badge stands on the avatar. `answers` are the replies to its
    post that came by, newest first; there may be more that nobody here has seen.
    """

    id: int
    account: AccountId
    entry: Entry | None = None
    gap: Gap | None = None
    answers: tuple[Answer, ...] = ()

"""What a network gives back: pages of entries, and single events of a stream."""

from dataclasses import dataclass
from typing import NewType

from client.model.instant import Instant
from client.model.post import UNKNOWN_VIEWER, Author, Post, PostKey, ViewerState

Cursor = NewType("Cursor", str)
"""Where to go on, opaque outside the network that made it."""


@dataclass(frozen=True, slots=True)
class Repost:
    """This entry is someone's repost of the post."""

    by: Author


@dataclass(frozen=True, slots=True)
class Notice:
    """This entry is a notification.

    `kind` is the field's word (`like`, `repost`, `follow`, `follow_request`, `mention`, `poll`, `edit`, `post`, `quote`, ...)
    or, for a type this program does not know, the server's own word; then `text` may hold the server's fallback, plain.
    """

    kind: str
    who: tuple[Author, ...] = ()  # newest first, at most 8
    count: int = 1  # how many people or events stand behind it
    text: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """This entry is a direct conversation; the post is its last one."""

    who: tuple[Author, ...]
    unread: bool = False


Reason = Repost | Notice | Conversation


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a timeline as the network gave it. `id` names the row within its query (a repost has its own id)."""

    id: str
    at: Instant  # when it came to this timeline: the repost's or notification's own time
    post: Post | None = None
    viewer: ViewerState = UNKNOWN_VIEWER
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Entries newest first (a SNAPSHOT page: top to bottom), and the ways on. A missing cursor means there is no more that way;
    a short or empty page does not. `dropped` counts items that could not be read and were left out."""

    entries: tuple[Entry, ...] = ()
    older: Cursor | None = None
    newer: Cursor | None = None
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Where:
    """Which page of a query. At most one of the cursors is set; none means the newest page.

    `older`: the page just below (max_id). `newer`: the page just above (min_id), oldest of the unseen first.
    """

    older: Cursor | None = None
    newer: Cursor | None = None


NEWEST = Where()


# --- what a stream says -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Arrived:
    """A new entry for the given query keys (see `client.networks.base.Network.stream`)."""

    channel: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Edited:
    """A post has changed. Viewer fields may be unknown."""

    post: Post
    viewer: ViewerState


@dataclass(frozen=True, slots=True)
class Deleted:
    """A post is gone."""

    key: PostKey


@dataclass(frozen=True, slots=True)
class FiltersChanged:
    """The account's filters changed on the server: what is shown should be asked again."""


@dataclass(frozen=True, slots=True)
class Alive:
    """A sign of life without content: the connection is open (first one) or still open."""


StreamEvent = Arrived | Edited | Deleted | FiltersChanged | Alive

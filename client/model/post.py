"""A post and what hangs on it, the same for every network. Frozen; parsed once at the border."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from client.model.instant import Instant
from client.model.richtext import EMPTY, RichText


class PostKey(NamedTuple):
    """Names a post. `origin` is the server that gave it, as `network:host` (`mastodon:meerdam.example`); ids are opaque."""

    origin: str
    id: str


class Visibility(StrEnum):
    """Who may see a post, from open to closed."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "followers"
    DIRECT = "direct"
    UNKNOWN = "unknown"


class MediaKind(StrEnum):
    """What a medium is. GIF is a silent looping video."""

    IMAGE = "image"
    GIF = "gif"
    VIDEO = "video"
    AUDIO = "audio"
    UNKNOWN = "unknown"


class QuoteState(StrEnum):
    """Whether a quoted post may be shown. Anything a server invents later is UNAUTHORIZED."""

    ACCEPTED = "accepted"
    PENDING = "pending"
    REJECTED = "rejected"
    REVOKED = "revoked"
    DELETED = "deleted"
    UNAUTHORIZED = "unauthorized"
    BLOCKED = "blocked"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Author:
    """A person or office that posts. `handle` is full (`yara@buurt.example`), without the first @."""

    id: str
    handle: str
    name: RichText = EMPTY
    url: str | None = None
    avatar_url: str | None = None
    bot: bool = False
    locked: bool = False
    group: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, film or sound. Sizes are of the original in px, None when the server did not say."""

    kind: MediaKind
    url: str | None
    preview_url: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None  # seconds
    focus: tuple[float, float] = (0.0, 0.0)  # -1..1, right and up are positive


@dataclass(frozen=True, slots=True)
class PollOption:
    """One answer. `votes` is None while the server hides the result."""

    title: RichText
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll as the public sees it; own votes are in `ViewerState`."""

    id: str
    options: tuple[PollOption, ...]
    votes: int = 0
    voters: int | None = None
    multiple: bool = False
    closed: bool = False
    closes_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What the server found behind a link."""

    url: str
    title: str = ""
    description: str = ""
    image_url: str | None = None
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted post. `post` is None when it may not or cannot be shown; it never holds a quote of its own."""

    state: QuoteState
    post: "Post | None" = None
    key: PostKey | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How often; None when the server does not tell."""

    replies: int | None = None
    reposts: int | None = None
    likes: int | None = None
    quotes: int | None = None


NO_COUNTS = Counts()


@dataclass(frozen=True, slots=True)
class Post:
    """One post, once. A repost is not a post: it is an entry that points at one (`client.model.page`)."""

    key: PostKey
    author: Author
    text: RichText
    created_at: Instant
    edited_at: Instant | None = None
    url: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    language: str | None = None  # BCP 47, None when unknown
    reply_to: PostKey | None = None
    reply_to_handle: str | None = None  # None when not a reply or not known whose
    warning: str = ""  # the author's content warning, plain text
    sensitive: bool = False
    media: tuple[Media, ...] = ()
    poll: Poll | None = None
    card: Card | None = None
    quote: Quote | None = None
    counts: Counts = NO_COUNTS
    tags: tuple[str, ...] = ()
    app: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """How an edited post read from a moment on. `answers` are the poll's, () when there was none."""

    at: Instant
    text: RichText
    warning: str = ""
    sensitive: bool = False
    media: tuple[Media, ...] = ()
    answers: tuple[RichText, ...] = ()


class FilterAction(StrEnum):
    """What a matching filter of the account asks for; unknown actions are WARN."""

    WARN = "warn"
    HIDE = "hide"
    BLUR = "blur"


@dataclass(frozen=True, slots=True)
class FilterHit:
    """One filter of the account that matches a post. It counts in the `places` it was made for (see
    `client.model.query.filter_place`; () is everywhere), until it runs out."""

    title: str
    action: FilterAction
    places: tuple[str, ...] = ()
    until: Instant | None = None


@dataclass(frozen=True, slots=True)
class ViewerState:
    """What a post is to one of our accounts. None is "not known", which is not False: it never overwrites a known value."""

    liked: bool | None = None
    reposted: bool | None = None
    bookmarked: bool | None = None
    muted: bool | None = None
    pinned: bool | None = None
    votes: tuple[int, ...] | None = None  # own poll answers by index; () is "did not vote"
    filters: tuple[FilterHit, ...] | None = None


UNKNOWN_VIEWER = ViewerState()

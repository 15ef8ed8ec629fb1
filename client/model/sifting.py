"""What a column leaves out and lifts out, what it warns of, and who our partners are. Data; `client.sync` acts on it."""

from dataclasses import dataclass
from enum import StrEnum

from client.model.instant import Instant


class MuteKind(StrEnum):
    """What a mute looks at."""

    WORD = "word"
    AUTHOR = "author"  # a full handle, without the first @


@dataclass(frozen=True, slots=True)
class Mute:
    """Leaves out what has this word, or is by this author, until a moment; None is for good."""

    kind: MuteKind
    text: str
    until: Instant | None = None


class Sort(StrEnum):
    """What a post brings along."""

    IMAGES = "images"
    VIDEO = "video"  # GIFs and sound too
    TEXT = "text"  # no media at all


@dataclass(frozen=True, slots=True)
class Filters:
    """What a column shows. The empty one shows everything. Words are compared without case and accents, `#tag` as a tag.

    `pattern` is a regular expression for experts; set, it stands in the place of `any`, `all` and `none`.
    Handles are full, without the first @. `cleared` leaves out everything that came up to that moment.
    """

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    pattern: str = ""
    sorts: tuple[Sort, ...] = ()  # () is all of them
    reposts: bool = True
    replies: bool = True
    languages: tuple[str, ...] = ()  # BCP 47 primary tags; () is all, posts of unknown language always pass
    min_replies: int = 0
    min_reposts: int = 0
    min_likes: int = 0
    only_authors: tuple[str, ...] = ()
    not_authors: tuple[str, ...] = ()
    only_partners: bool = False
    mutes: tuple[Mute, ...] = ()
    cleared: Instant | None = None


SHOW_ALL = Filters()


@dataclass(frozen=True, slots=True)
class Highlights:
    """What is lifted out in a column: words in the text, and posts by these people (full handles)."""

    words: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


NO_HIGHLIGHTS = Highlights()


@dataclass(frozen=True, slots=True)
class Alerts:
    """What a column warns of. `sound` names a file of `resources/sounds` without its ending, "" is none."""

    popup: bool = False
    sound: str = ""
    silent_after: int = 0  # minutes without a new post, 0 = never


NO_ALERTS = Alerts()


@dataclass(frozen=True, slots=True)
class Partner:
    """A person or office that works with us: drawn with a shield and a square avatar. `handle` is full."""

    handle: str
    name: str = ""

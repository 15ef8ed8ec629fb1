"""A person as a server describes them beyond what stands at a post: what they say of themselves, and what they are to us."""

from dataclasses import dataclass

from client.model.instant import Instant
from client.model.post import Author
from client.model.richtext import EMPTY, RichText


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A line of a profile: "Website: meerdam.example". `verified` is when the server proved that the link is theirs."""

    name: str
    value: RichText
    verified: Instant | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A person. What the server did not say is None, which is not zero and not False."""

    author: Author
    bio: RichText = EMPTY
    fields: tuple[ProfileField, ...] = ()
    posts: int | None = None
    followers: int | None = None
    following: int | None = None
    joined: Instant | None = None
    follows_us: bool | None = None
    followed: bool | None = None
    muted: bool | None = None
    blocked: bool | None = None
    moved_to: str = ""  # the full handle of where they went, "" when they did not

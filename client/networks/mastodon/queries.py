"""Turns queries into requests: which path, which parameters, which stream. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from client.errors import Unsupported
from client.model.account import Server
from client.model.query import Operator, Query, QueryKind
from client.networks.base import Feature
from client.networks.mastodon.late import notices

Pairs = tuple[tuple[str, str], ...]

MOST_AT_ONCE = 40
"""Posts per page that every server gives; more is cut to this."""


SEARCHED_AT_ONCE = 20
"""Posts per page of a search that servers give at least when there are more."""


@dataclass(frozen=True, slots=True)
class Route:
    """A request without its server: the path and the parameters of the newest page."""

    path: str
    params: Pairs = ()


def route(query: Query, *, grouped: bool = False) -> Route:
    """Finds the request behind a query. Raises Unsupported for a query that lacks what it is about, and for threads."""
    match query.kind:
        case QueryKind.HOME:
            return Route("/api/v1/timelines/home")
        case QueryKind.LOCAL:
            return Route("/api/v1/timelines/public", (("local", "true"), *_media(query)))
        case QueryKind.FEDERATED:
            return Route("/api/v1/timelines/public", _media(query))
        case QueryKind.LIST:
            return Route(f"/api/v1/timelines/list/{_needed(query, 'list')}")
        case QueryKind.HASHTAG:
            return _hashtag(query)
        case QueryKind.USER:
            left_out = (("replies", "exclude_replies"), ("reposts", "exclude_reblogs"))
            params = tuple((name, "true") for key, name in left_out if query.get(key) == "no")
            return Route(f"/api/v1/accounts/{_needed(query, 'user')}/statuses", params)
        case QueryKind.SEARCH:
            return Route("/api/v2/search", (("q", query.get("q")), ("type", "statuses")))
        case QueryKind.NOTIFICATIONS:
            return _notifications(query, grouped)
        case QueryKind.MENTIONS:
            return Route("/api/v1/notifications", (("types[]", "mention"),))
        case QueryKind.CONVERSATIONS:
            return Route("/api/v1/conversations")
        case QueryKind.BOOKMARKS:
            return Route("/api/v1/bookmarks")
        case QueryKind.LIKES:
            return Route("/api/v1/favourites")
        case QueryKind.THREAD:
            return Route(f"/api/v1/statuses/{_needed(query, 'post')}")
        case QueryKind.STORED:
            raise Unsupported("a search on this PC asks no server")


def _needed(query: Query, key: str) -> str:
    value = query.get(key)
    if not value:
        raise Unsupported(f"{query.kind} without {key}")
    return segment(value)


def segment(value: str) -> str:
    """An opaque id as one safe piece of a path."""
    quoted = quote(value, safe="")
    return quoted.replace(".", "%2E") if set(quoted) == {"."} else quoted


def _media(query: Query) -> Pairs:
    return (("only_media", "true"),) if query.get("media") == "only" else ()


def _hashtag(query: Query) -> Route:
    first = [*query.all("any"), *query.all("all")]
    if not first:
        raise Unsupported("no hashtag")
    others = query.all("any")[1:]
    needed = query.all("all") if query.all("any") else query.all("all")[1:]
    params = [("any[]", bare(tag)) for tag in others]
    params += [("all[]", bare(tag)) for tag in needed]
    params += [("none[]", bare(tag)) for tag in query.all("none")]
    return Route(f"/api/v1/timelines/tag/{segment(bare(first[0]))}", (*params, *_media(query)))


def bare(tag: str) -> str:
    """A tag without its #."""
    return tag.strip().lstrip("#＃")


def tags_fit(query: Query, tags: tuple[str, ...]) -> bool:
    """Tells whether a post with these tags has `all` and none of `none`: some servers look at the first tag only."""
    needed, banned = query.all("all"), query.all("none")
    if not needed and not banned:
        return True
    there = {_folded(tag) for tag in tags}
    return all(_folded(tag) in there for tag in needed) and not any(_folded(tag) in there for tag in banned)


def _folded(tag: str) -> str:
    """A tag as servers compare it: without case and accents."""
    plain = unicodedata.normalize("NFKD", bare(tag)).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))


def types(query: Query) -> tuple[str, ...]:
    """The server's names of the notification types that a query wants; () = all."""
    return tuple(notices.TYPES.get(word, word) for word in query.all("type"))


def _notifications(query: Query, grouped: bool) -> Route:
    params: Pairs = tuple(("types[]", name) for name in types(query))
    if not grouped:
        return Route("/api/v1/notifications", params)
    params += tuple(("grouped_types[]", name) for name in notices.GROUPED)
    params += tuple(("supported_types[]", name) for name in notices.SUPPORTED)
    return Route("/api/v2/notifications", params)


_MASTODON = re.compile(r"Mastodon (\d{1,4})\.(\d{1,4})")

_FEATURES = {
    QueryKind.LOCAL: Feature.LOCAL,
    QueryKind.FEDERATED: Feature.FEDERATED,
    QueryKind.LIST: Feature.LISTS,
    QueryKind.SEARCH: Feature.SEARCH,
}


def supported(server: Server, kind: QueryKind) -> bool:
    """Tells whether a server has such a timeline."""
    needed = _FEATURES.get(kind)
    return kind is not QueryKind.STORED and (needed is None or needed in server.features)


# --- streams ------------------------------------------------------------------------------------------------------------

HOME, NOTIFICATIONS, MENTIONS, DIRECT = "home", "notifications", "mentions", "direct"
USER_CHANNELS = frozenset((HOME, NOTIFICATIONS, MENTIONS))
"""Channels that the one stream of the user feeds."""

_PLAIN = {
    QueryKind.HOME: HOME,
    QueryKind.NOTIFICATIONS: NOTIFICATIONS,
    QueryKind.MENTIONS: MENTIONS,
    QueryKind.CONVERSATIONS: DIRECT,
}


def channel(query: Query) -> str | None:
    """Names the channel that feeds a query, None when it must be polled.

    `home`, `notifications` (or `notifications:TYPE,TYPE`), `mentions`, `direct`, `public`, `public:local`, each of the two
    with `:media`, `list:ID`, `hashtag:TAG`.
    """
    if query.kind is QueryKind.NOTIFICATIONS and types(query):
        return f"{NOTIFICATIONS}:{','.join(sorted(types(query)))}"
    if query.kind in _PLAIN:
        return _PLAIN[query.kind]
    media = ":media" if query.get("media") == "only" else ""
    if query.kind is QueryKind.LOCAL:
        return f"public:local{media}"
    if query.kind is QueryKind.FEDERATED:
        return f"public{media}"
    if query.kind is QueryKind.LIST and query.get("list"):
        return f"list:{query.get('list')}"
    if query.kind is QueryKind.HASHTAG and not media and not query.all("all") and not query.all("none"):
        tags = query.all("any")
        return f"hashtag:{bare(tags[0]).lower()}" if len(tags) == 1 else None
    return None


def operators(server: Server) -> frozenset[Operator]:
    """Tells what a server's search understands beyond words. Mastodon joins words with "and" and has no OR; who wrote a post
    can be asked for since 4.2 (docs.joinmastodon.org, "Search"). What other software understands is not known.
    """
    version = _MASTODON.match(server.software)
    if version is None:
        return frozenset()
    known = {Operator.PHRASE, Operator.NOT}
    return frozenset(known | {Operator.FROM} if (int(version[1]), int(version[2])) >= (4, 2) else known)

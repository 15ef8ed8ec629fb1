"""The ways on from a page. Only the Link header is followed; of it only the parameters are kept, never the address."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from client.model.page import Cursor, Where
from client.networks.mastodon.queries import MOST_AT_ONCE, Pairs, Route

_NEVER = frozenset(("access_token", "limit"))


def params(route: Route, where: Where, limit: int) -> Pairs:
    """The parameters of one request. What a cursor says wins over what the route says."""
    cursor = where.older or where.newer
    said = _pairs(cursor) if cursor else ()
    names = {name for name, _ in said}
    own = tuple(pair for pair in route.params if pair[0] not in names)
    return (*own, *said, ("limit", str(max(1, min(limit, MOST_AT_ONCE)))))


def cursors(links: Mapping[str, str], url: str, where: Where) -> tuple[Cursor | None, Cursor | None]:
    """The cursors `(older, newer)` that an answer to a request for `url` gives.

    A cursor that leads to where we just were is the end, as is one that points at another host or path.
    """
    older, newer = _cursor(links.get("next"), url), _cursor(links.get("prev"), url)
    if older is not None and older == where.older:
        older = None
    if newer is not None and newer == where.newer:
        newer = None
    return older, newer


def _cursor(link: str | None, url: str) -> Cursor | None:
    if not link:
        return None
    try:
        there, here = urlsplit(link), urlsplit(url)
        same_host = not there.netloc or there.hostname == here.hostname
    except ValueError:
        return None
    if not same_host or unquote(there.path).rstrip("/") != unquote(here.path).rstrip("/"):
        return None
    # `since_id` would jump to the newest page above; the page just above is `min_id`.
    said = sorted(("min_id" if name == "since_id" else name, value) for name, value in _pairs(there.query))
    if not any(name in ("max_id", "min_id", "offset", "page") and value for name, value in said):
        return None
    return Cursor(urlencode(said))


def _pairs(query: str) -> Pairs:
    try:
        return tuple((name, value) for name, value in parse_qsl(query, max_num_fields=200) if name not in _NEVER)
    except ValueError:  # more fields than any server means
        return ()


def offset(where: Where) -> int:
    """How far an offset cursor stands."""
    found = dict(_pairs(where.older or "")).get("offset", "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else 0

"""Timelines: home, public, hashtag, list, direct; and search."""

import re

from client.demo import entities, views
from client.demo.routing import Call, Routes
from client.demo.state import Status
from client.demo.wire import BASE, Refused, Reply

ROUTES = Routes()


def _picky(call: Call, status: Status) -> bool:
    """The narrowing that public and hashtag timelines share."""
    local = not call.state.people[status.by].domain
    if call.params.flag("local") and not local:
        return False
    if call.params.flag("remote") and local:
        return False
    return bool(status.media) or not call.params.flag("only_media")


@ROUTES.add("GET", "/api/v1/timelines/home")
def home(call: Call) -> Reply:
    """The account's home timeline."""
    return call.feed(lambda one: views.in_home(call.state, one, call.me))


@ROUTES.add("GET", "/api/v1/timelines/public", account=False)
def public(call: Call) -> Reply:
    """All public posts."""
    return call.statuses(lambda one: views.in_public(call.state, one, call.me) and _picky(call, one))


@ROUTES.add("GET", "/api/v1/timelines/tag/{name}", account=False)
def tag(call: Call, name: str) -> Reply:
    """Public posts with hashtags."""
    params = call.params
    wanted = views.tag_test(name, params.all("any"), params.all("all"), params.all("none"))
    return call.statuses(lambda one: views.in_tag(call.state, one, call.me, wanted) and _picky(call, one))


@ROUTES.add("GET", "/api/v1/timelines/list/{number}")
def a_list(call: Call, number: str) -> Reply:
    """Posts of the members of a list."""
    if not number.isdigit() or int(number) not in call.own.lists:
        raise Refused(404, "Record not found")
    return call.feed(lambda one: views.in_list(call.state, one, call.me, int(number)))


@ROUTES.add("GET", "/api/v2/search")
def search(call: Call) -> Reply:
    """People, posts and hashtags by text; pages by `offset`. All words must be in it; "exact words", -word and from: count."""
    params = call.params
    text, kind = params.get("q").strip(), params.get("type")
    if not text:
        raise Refused(400, "Missing parameter q")
    limit, offset = max(1, min(params.number("limit", 20), 40)), max(0, params.number("offset", 0))
    terms = _TERM.findall(text.lower())
    answer: dict[str, list[entities.Json]] = {"accounts": [], "statuses": [], "hashtags": []}
    if kind in ("", "accounts"):
        name = text.lower().lstrip("@")
        people = [one for one in call.state.people.values() if name in one.acct.lower() or name in one.name.lower()]
        answer["accounts"] = [entities.account(call.state, one) for one in people[offset : offset + limit]]
    if kind in ("", "statuses"):
        found = views.newest(call.state, lambda one: _matches(call, one, terms))
        if params.has("account_id"):
            found = [one for one in found if str(call.state.people[one.by].id) == params.get("account_id")]
        answer["statuses"] = [entities.status(call.state, one, call.now, call.me) for one in found[offset : offset + limit]]
    if kind in ("", "hashtags"):
        wanted = text.lower().lstrip("#")
        names = sorted({name for one in call.state.statuses.values() for name in one.tags if name.startswith(wanted)})
        answer["hashtags"] = [
            {"name": name, "url": f"{BASE}/tags/{name}", "history": []} for name in names[offset : offset + limit]
        ]
    return Reply(answer)


_TERM = re.compile(r'(-?)(from:)?@?("[^"]*"?|\S+)')


def _matches(call: Call, status: Status, terms: list[tuple[str, str, str]]) -> bool:
    """Tells whether a post has every term, as a server with full-text search does: (minus, from:, words) each."""
    if status.repost_of or not views.visible(call.state, status, call.me):
        return False
    text = f"{status.warning} {status.text}".lower()
    by = call.state.people[status.by].acct.lower()
    for minus, author, quoted in terms:
        words = quoted.strip('"')
        found = by == words or by.partition("@")[0] == words if author else words in text
        if found == bool(minus):
            return False
    return True

"""The people on an account's list (docs.joinmastodon.org/methods/lists/#accounts)."""

from client.model.page import NEWEST, Where
from client.model.post import Author
from client.networks.mastodon import calls, paging, parse, queries
from client.networks.mastodon.fields import sections

_MOST_PAGES = 25  # of 40 people


async def fetch(caller: calls.Caller, parser: parse.Parser, list_id: str) -> tuple[Author, ...]:
    """Asks page by page until there is no next one."""
    route = queries.Route(f"/api/v1/lists/{queries.segment(list_id)}/accounts")
    found: dict[str, Author] = {}
    where = NEWEST
    for _ in range(_MOST_PAGES):
        answer = await caller.get(route.path, paging.params(route, where, queries.MOST_AT_ONCE))
        found.update((person.id, person) for person in parse.authors(parser, sections(answer.json())))
        older, _newer = paging.cursors(answer.links, answer.url, where)
        if older is None:
            break
        where = Where(older=older)
    return tuple(found.values())

"""Fetches pages: one request for most queries, grouped notifications where the server can, a thread from two answers."""

from typing import Any

from client import errors
from client.model.instant import Clock
from client.model.page import Cursor, Entry, Page, Where
from client.model.query import Order, Query, QueryKind
from client.networks.base import Access, Feature
from client.networks.mastodon import calls, notices, paging, queries
from client.networks.mastodon.fields import section
from client.networks.mastodon.parse import Met, Parser, unique
from client.transport.session import Session

MOST_MET = 2_000
"""People of a server that are remembered, so that those who post all the time are read once."""


class Timelines:
    """Answers queries. Remembers which servers turned out not to know grouped notifications."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._ungrouped: set[str] = set()
        self._met: dict[str, Met] = {}
        self.groups = notices.Groups()

    def parser(self, access: Access) -> Parser:
        """A parser for the answers that this account gets."""
        account = access.account
        host = account.server.url.split("://", 1)[-1]
        domain = account.handle.partition("@")[2] or host
        met = self._met.setdefault(f"{account.origin} {domain}", {})
        if len(met) > MOST_MET:
            met.clear()
        return Parser(account.origin, domain, self._clock(), met)

    async def fetch(self, access: Access, query: Query, where: Where, limit: int) -> Page:
        """Fetches one page."""
        if query.kind is QueryKind.THREAD:
            return await self._thread(access, query)
        if query.kind is QueryKind.SEARCH:
            return await self._search(access, query, where, limit)
        if query.kind is QueryKind.NOTIFICATIONS and self._groups(access):
            try:
                return await self._page(access, query, where, limit, grouped=True)
            except errors.Gone:
                self._ungrouped.add(access.account.server.url)
        return await self._page(access, query, where, limit)

    def _groups(self, access: Access) -> bool:
        server = access.account.server
        return Feature.GROUPED_NOTIFICATIONS in server.features and server.url not in self._ungrouped

    async def _page(self, access: Access, query: Query, where: Where, limit: int, *, grouped: bool = False) -> Page:
        route = queries.route(query, grouped=grouped)
        ask = calls.caller(self._session, access)
        answer = await ask.get(route.path, paging.params(route, where, limit))
        parser = self.parser(access)
        entries = _entries(parser, query.kind, answer.json(), grouped)
        if grouped:
            self.groups.remember(access.account.id, entries)
        if query.kind is QueryKind.HASHTAG:
            entries = [entry for entry in entries if queries.tags_fit(query, entry.post.tags if entry.post else ())]
        older, newer = paging.cursors(answer.links, answer.url, where)
        if query.order is Order.TIME:
            entries.sort(key=lambda entry: entry.at, reverse=True)
        return Page(unique(entries), older, newer, parser.dropped)

    async def _search(self, access: Access, query: Query, where: Where, limit: int) -> Page:
        """Search goes on by counting, so its pages may overlap; it has no way to newer posts."""
        route = queries.route(query)
        ask = calls.caller(self._session, access)
        start = paging.offset(where)
        params = (*paging.params(route, Where(), limit), ("offset", str(start)))
        found = section((await ask.get(route.path, params)).json()).get("statuses")
        items = _listed(found)
        parser = self.parser(access)
        entries = unique(sorted(parser.each(items, parser.entry), key=lambda entry: entry.at, reverse=True))
        more = len(items) >= min(limit, queries.SEARCHED_AT_ONCE)
        return Page(entries, Cursor(f"offset={start + len(items)}") if more else None, None, parser.dropped)

    async def _thread(self, access: Access, query: Query) -> Page:
        """A thread from top to bottom: what was answered, the post, and the answers below it, each under its own."""
        route = queries.route(query)
        ask = calls.caller(self._session, access)
        parser = self.parser(access)
        center = parser.entry((await ask.get(route.path)).json())
        try:
            around = section((await ask.get(f"{route.path}/context")).json())
        except errors.Gone:
            around = {}
        above = parser.each(_listed(around.get("ancestors", [])), parser.entry)
        below = parser.each(_listed(around.get("descendants", [])), parser.entry)
        return Page(unique([*above, center, *reading_order(center, below)]), None, None, parser.dropped)


def _listed(value: object) -> list[Any]:
    if type(value) is not list:
        raise errors.BadAnswer(f"a list was asked for, {type(value).__name__} came")
    return value


def _entries(parser: Parser, kind: QueryKind, content: object, grouped: bool) -> list[Entry]:
    if grouped:
        return notices.groups(parser, content)
    items = _listed(content)
    match kind:
        case QueryKind.NOTIFICATIONS:
            return parser.each(items, lambda raw: notices.single(parser, raw))
        case QueryKind.MENTIONS:
            return parser.each(items, lambda raw: notices.mention(parser, raw))
        case QueryKind.CONVERSATIONS:
            return parser.each(notices.without_posts(items), lambda raw: notices.conversation(parser, raw))
        case _:
            return parser.each(items, parser.entry)


def reading_order(center: Entry, below: list[Entry]) -> list[Entry]:
    """Puts each answer right under what it answers, in the server's order; answers to what is not here come last."""
    children: dict[str, list[Entry]] = {}
    known = {entry.id for entry in below}
    known.add(center.id)
    for entry in below:
        parent = entry.post.reply_to.id if entry.post and entry.post.reply_to else ""
        children.setdefault(parent if parent in known and parent != entry.id else "", []).append(entry)
    ordered: list[Entry] = []
    placed: set[str] = {center.id}
    for start in (center.id, ""):
        waiting = children.get(start, [])[::-1]
        while waiting:
            entry = waiting.pop()
            if entry.id in placed:
                continue
            placed.add(entry.id)
            ordered.append(entry)
            waiting += children.get(entry.id, [])[::-1]
    return ordered + [entry for entry in below if entry.id not in placed]

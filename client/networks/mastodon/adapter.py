"""The front of this room: Mastodon as a `client.networks.base.Network`. It joins the parts of this room."""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from client import errors
from client.model.account import Account, Server
from client.model.instant import Clock
from client.model.page import NEWEST, Page, StreamEvent, Where
from client.model.post import Author, PostKey, Version
from client.model.query import Operator, Query, QueryKind
from client.networks.base import Access, Choice, Feature, SignIn
from client.networks.mastodon import queries
from client.networks.mastodon.fields import maybe_ident, sections, words
from client.networks.mastodon.late import (
    calls,
    credentials,
    history,
    members,
    parse,
    profiles,
    server,
    signin,
    stream,
    timelines,
)
from client.text import links

if TYPE_CHECKING:
    from client.model.person import Profile
    from client.transport.session import Session

_ANOTHER_WAY = (errors.Forbidden, errors.SignedOut, errors.Gone, errors.Invalid, errors.Unsupported, errors.BadAnswer)


class Mastodon:
    """The network of all servers that speak the Mastodon API."""

    name = "mastodon"
    letter = "M"

    def __init__(self, session: "Session", clock: Clock, rng: random.Random) -> None:
        self._session = session
        self._clock = clock
        self._rng = rng
        self._ways: dict[str, str] = {}  # how streams open at a server, once it is known

    @cached_property
    def _timelines(self) -> "timelines.Timelines":
        return timelines.Timelines(self._session, self._clock)

    def supports(self, server: Server, kind: QueryKind) -> bool:
        """Tells whether this server has such a timeline."""
        return queries.supported(server, kind)

    def operators(self, server: Server) -> frozenset[Operator]:
        """Tells what this server's search understands beyond words."""
        return queries.operators(server)

    def channel(self, query: Query) -> str | None:
        """Names the stream that feeds this query."""
        return queries.channel(query)

    async def fetch(self, access: Access, query: Query, where: Where = NEWEST, limit: int = 40) -> Page:
        """Fetches one page. A thread is one page, whatever `where` says."""
        return await self._timelines.fetch(access, query, where, limit)

    async def stream(self, access: Access, channels: Sequence[str]) -> AsyncIterator[StreamEvent]:
        """Opens the stream: a WebSocket, else server-sent events, else a WebSocket with the token in its address, which only
        the account's own host ever gets. The way that worked is remembered."""
        place = access.account.server
        token = credentials.unpack(access.token).token
        web, events = stream.base_addresses(place)
        reader = stream.Reader(
            channels,
            lambda: self._timelines.parser(access),
            lambda entry: self._timelines.groups.joined(access.account.id, entry),
        )
        if Feature.STREAMING not in place.features or not reader.streams:
            raise errors.Unsupported("no streams", host=links.host(place.url))
        ways = self._possible_ways(access.account, web)
        for number, way in enumerate(ways):
            if way == "events":
                opened = stream.over_events(self._session, events, token, reader)
            else:
                opened = stream.over_websocket(self._session, web, token, reader, in_query=way == "query")
            began = False
            try:
                async with aclosing(opened) as found:
                    async for event in found:
                        began = True
                        self._ways[place.url] = way
                        yield event
            except _ANOTHER_WAY:
                if began or number == len(ways) - 1:
                    self._ways.pop(place.url, None)
                    raise
            else:
                raise errors.ConnectionLost("the stream ended", host=links.host(place.url))

    def _possible_ways(self, account: Account, web: str) -> tuple[str, ...]:
        known = self._ways.get(account.server.url)
        if known is not None:
            return (known,)
        if account.demo or (account.server.streaming_url or "").startswith("http"):
            return ("events",)
        own = urlsplit(web).hostname == urlsplit(account.server.url).hostname
        return ("header", "events", "query") if own else ("header", "events")

    async def probe(self, address: str) -> Server:
        """Finds out what answers at an address."""
        return await server.probe(self._session, address)

    async def sign_in(self, server: Server) -> SignIn:
        """Begins a sign-in."""
        return await signin.begin(self._session, server, self._clock)

    async def refresh(self, access: Access) -> Account:
        """Asks who the account is and what its server can do now."""
        before = access.account
        token = credentials.unpack(access.token).token
        now = await signin.who(self._session, before.server, token, before.id)
        # A server that does not describe itself just now does not tell its domain either.
        same = before.handle.partition("@")[0] == now.handle.partition("@")[0]
        return replace(
            before,
            server=now.server,
            user_id=before.user_id or now.user_id,
            handle=before.handle if same else now.handle,
            name=now.name,
            avatar_url=now.avatar_url,
        )

    async def sign_out(self, access: Access) -> None:
        """Takes the token back; one that no longer counts is as good as taken back."""
        held = credentials.unpack(access.token)
        form = [("token", held.token)]
        if held.client_id:
            form += [("client_id", held.client_id), ("client_secret", held.client_secret)]
        with suppress(errors.SignedOut, errors.Gone):
            await calls.Caller(self._session, access.account.server.url).post("/oauth/revoke", form)

    async def lists(self, access: Access) -> tuple[Choice, ...]:
        """The account's own lists, by name."""
        from client.text import display  # late: as the parts of this room

        found = (await calls.caller(self._session, access).get("/api/v1/lists")).json()
        chosen = [
            Choice(name, display.one_line(words(item.get("title")), 100) or name)
            for item in sections(found)
            if (name := maybe_ident(item.get("id")))
        ]
        return tuple(sorted(chosen, key=lambda choice: choice.title.casefold()))

    async def members(self, access: Access, list_id: str) -> tuple[Author, ...]:
        """The people on one of the account's lists."""
        return await members.fetch(calls.caller(self._session, access), self._timelines.parser(access), list_id)

    async def people(self, access: Access, text: str) -> tuple[Author, ...]:
        """People whom the server finds; a full handle is also looked up elsewhere."""
        text = text.strip()
        if not text:
            return ()
        full = text.lstrip("@").count("@") == 1
        params = [("q", text), ("limit", "20"), *([("resolve", "true")] if full else [])]
        found = (await calls.caller(self._session, access).get("/api/v1/accounts/search", params)).json()
        return parse.authors(self._timelines.parser(access), sections(found))

    async def profile(self, access: Access, user_id: str) -> "Profile":
        """A person, and what they are to the account."""
        return await profiles.fetch(calls.caller(self._session, access), self._timelines.parser(access), user_id)

    async def history(self, access: Access, key: PostKey) -> tuple[Version, ...]:
        """All versions of a post, the present one first."""
        caller = calls.caller(self._session, access)
        return await history.fetch(caller, self._timelines.parser(access), key)

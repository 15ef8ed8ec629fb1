"""The one way out: sends a request, reads the answer within its caps and its deadline, and turns every failure into ours.

Redirects of API requests are never followed, cookies are never kept, and a token goes to no host but the one asked.
"""

from __future__ import annotations  # httpx is read late: see client.transport.late

import asyncio
import dataclasses
import logging
import random
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from client import errors
from client.model.instant import Clock
from client.transport import address, budget, pool, proxy
from client.transport import trust as trust_store
from client.transport.exchange import Answer, Request, parse_links
from client.transport.late import body, failures, httpx, wire

__all__ = ["Answer", "Request", "Session"]

ACTIVE = 8  # requests at once, all servers together
PICTURES = 4  # and pictures, counted apart
PER_ORIGIN = 4
_ISSUER_DEADLINE = 4.0  # seconds


def foreign() -> tuple[type[Exception], ...]:
    """What comes out of the libraries under this room."""
    return (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError)


class Session:
    """All of Belfry's requests. One object for the whole program, on one event loop.

    `trust` is the TLS context (made from the system's store on first use), `transport` replaces the network in tests.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        rng: random.Random,
        trust: ssl.SSLContext | None = None,
        proxies: proxy.ProxyFinder | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        for name in ("httpx", "httpcore", "websockets"):  # their debug lines hold headers, and so tokens
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self.clock = clock
        self.rng = rng
        self.budget = budget.Budget(clock)
        self.pool = pool.Pool(trust, transport)
        self.proxies = proxies or proxy.Direct()
        self._homes: set[str] = set()
        self._told: list[str] = []  # addresses of servers that are not among the homes yet
        self._slots = {"json": asyncio.Semaphore(ACTIVE), "any": asyncio.Semaphore(PICTURES)}
        self._origins: dict[str, asyncio.Semaphore] = {}
        self._reads: set[asyncio.Timeout] = set()
        self._dropped: set[asyncio.Timeout] = set()
        self._closed = False

    def mount(self, base_url: str, transport: httpx.AsyncBaseTransport) -> None:
        """Lets `transport` answer everything under `base_url`: no socket is opened for it."""
        self.pool.mount(base_url, transport)

    def know(self, server_url: str) -> None:
        """Marks a server as one of our accounts': its pictures may lie on a private network. Token requests do this too.

        An address that nobody can ask is known in vain. They are read with the first request.
        """
        self._told.append(server_url)

    def _is_home(self, host: str) -> bool:
        while self._told:
            with suppress(errors.UnsafeAddress):
                self._homes.add(address.parse(self._told.pop()).host)
        return host in self._homes

    async def send(self, request: Request) -> Answer:
        """Sends and returns an answer with a 2xx status; anything else raises a `client.errors.WorldError`."""
        url = self.prepare(request)
        trail = wire.Trail(host=url.host)
        failure: errors.WorldError
        try:
            async with self.within(request.deadline, request.method in ("GET", "HEAD")), self._slot(request, url):
                self._reserve(request, url.host)
                return await self._follow(request, url, trail)
        except TimeoutError:
            failure = errors.TimedOut(f"no whole answer in {request.deadline:g} s", host=trail.host, sent=trail.sent)
        except errors.WorldError as known:
            failure = known.bare()  # it may be kept for long
        except foreign() as problem:
            failure = failures.sort(problem, host=trail.host, sent=trail.sent, proxy=proxy.display(trail.proxy))
        await self.name_issuer(failure, trail)
        # Raised here, not above: an error of ours carries no foreign exception that could hold a secret.
        raise failure

    @asynccontextmanager
    async def within(self, seconds: float | None, breakable: bool) -> AsyncIterator[None]:
        """Limits what happens inside to some seconds (TimeoutError); `drop_connections` ends it too when it is `breakable`."""
        limit = asyncio.timeout(seconds)
        if breakable:
            self._reads.add(limit)
        dropped = False
        try:
            async with limit:
                yield
        except TimeoutError:
            dropped = limit in self._dropped
            if not dropped:
                raise
        finally:
            self._reads.discard(limit)
            self._dropped.discard(limit)
        if dropped:
            raise errors.ConnectionLost("the network changed", sent=True)

    async def name_issuer(self, failure: errors.WorldError, trail: wire.Trail) -> None:
        """Fills in who signed a certificate that is not trusted, within a few seconds; nothing is sent to that server."""
        if not isinstance(failure, errors.Untrusted) or trail.url is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_ISSUER_DEADLINE):
                failure.issuer = trust_store.issuer_of(await trust_store.read_certificate(trail.url, trail.proxy))

    def drop_connections(self) -> None:
        """Forgets every open connection, as after sleep or a network change: reads under way fail now, writes go on."""
        self.pool.drop()
        self.proxies.forget()
        for limit in self._reads:
            with suppress(RuntimeError):
                limit.reschedule(0)
                self._dropped.add(limit)

    async def close(self) -> None:
        """Closes all connections. Nothing can be sent afterwards."""
        self._closed = True
        self.drop_connections()
        await self.pool.close()

    def prepare(self, request: Request) -> httpx.URL:
        """Checks what is to be sent and where to. Raises UnsafeAddress or SignedOut."""
        url = address.parse(request.url)
        if self._closed:
            raise errors.ConnectionLost("Belfry is closing", host=url.host)
        if request.params:
            url = url.copy_merge_params(list(request.params))
        if request.token:
            if not request.token.isascii() or not request.token.isprintable() or " " in request.token:
                raise errors.SignedOut("the token holds signs that no token has", host=url.host, status=401)
            if url.scheme == "http" and not address.is_private_host(url.host) and self.pool.mounted(url) is None:
                raise errors.UnsafeAddress("a token is not sent without TLS", host=url.host)
            self._homes.add(url.host)
        return url

    def _reserve(self, request: Request, host: str) -> None:
        if not request.bucket:
            return
        key = bucket_key(request)
        until = self.budget.ready_at(key, urgent=request.urgent or request.method not in ("GET", "HEAD"))
        if until:
            raise errors.RateLimited("the budget is used up", host=host, until=until)
        self.budget.spend(key)

    @asynccontextmanager
    async def _slot(self, request: Request, url: httpx.URL) -> AsyncIterator[None]:
        if request.accept == "any":
            async with self._slots["any"]:
                yield
            return
        origin = self._origins.setdefault(address.origin(url), asyncio.Semaphore(PER_ORIGIN))
        async with origin, self._slots["json"]:
            yield

    async def _follow(self, request: Request, url: httpx.URL, trail: wire.Trail) -> Answer:
        await self.pool.sweep()
        hops = request.hops if request.hops is not None else (5 if request.accept == "any" else 0)
        may_follow = not request.token and request.method in ("GET", "HEAD")
        for hop in range(hops + 1):
            trail.guarded = self._is_guarded(request, url, hop)
            if hop > 0 and address.is_link_local(url.host):  # no server lives there, only what guards secrets of the network
                raise errors.UnsafeAddress("a redirect to a link-local address", host=url.host)
            if trail.guarded and address.is_private_host(url.host) and self.pool.mounted(url) is None:
                raise errors.UnsafeAddress("the address lies in a private network", host=url.host)
            async with self.open(request, url, trail) as reply:
                if reply.status not in wire.REDIRECTS:
                    return await self._finish(request, reply)
                if not may_follow or hops == 0:
                    raise wire.not_followed(reply.status, reply.headers, url)
                target = wire.target(reply.headers, url)
                if url.scheme == "https" and target.scheme == "http":
                    raise errors.UnsafeAddress("a redirect away from TLS", host=target.host)
                if address.origin(target) != address.origin(url):
                    request = dataclasses.replace(request, headers={})
                url = target
        raise errors.UnsafeAddress(f"more than {hops} redirects", host=url.host)

    def _is_guarded(self, request: Request, url: httpx.URL, hop: int) -> bool:
        if request.allow_private or self._is_home(url.host):
            return False
        return request.accept == "any" or hop > 0

    @asynccontextmanager
    async def open(
        self, request: Request, url: httpx.URL, trail: wire.Trail, *, alone: bool = False
    ) -> AsyncIterator[wire.Reply]:
        """Sends and yields the reply with its body unread. Raises what httpx raises: only this room calls it."""
        trail.host, trail.url = url.host, url
        ways = ("",) if self.pool.mounted(url) is not None else await self.proxies.find(str(url))
        for number, way in enumerate(ways):
            trail.proxy = way
            async with self.pool.use(url, way, trail.guarded, alone) as transport:
                out = wire.message(request, url, trail, alone)
                try:
                    response = await wire.ask(transport, out, trail)
                except (httpx.ConnectError, httpx.ProxyError) as problem:
                    tls = any(isinstance(one, ssl.SSLError) for one in failures.causes(problem))
                    if not way or tls:
                        raise
                    self.proxies.forget()
                    if number == len(ways) - 1:
                        raise
                    continue
                async with wire.pieces(response) as stream:
                    yield wire.Reply(response.status_code, dict(response.headers.items()), stream, url, proxy.display(way))
                return

    async def _finish(self, request: Request, reply: wire.Reply) -> Answer:
        now = self.clock()
        headers, host = reply.headers, reply.url.host
        if 200 <= reply.status < 300:
            if request.bucket:
                self.budget.note(bucket_key(request), headers, now)
            wire.check_kind(request, reply)
            data = await body.read(reply.stream, headers, request.cap, host)
            return Answer(reply.status, headers, data, str(reply.url), parse_links(headers.get("link", ""), str(reply.url)))
        if reply.status < 400:
            raise errors.BadAnswer(f"status {reply.status}", host=host)
        raise await self.refusal(request, reply)

    async def refusal(self, request: Request, reply: wire.Reply) -> errors.WorldError:
        """Makes the error for a reply of 400 and up, and keeps its rate limit in the budget."""
        now = self.clock()
        headers, host = reply.headers, reply.url.host
        data = await body.read_some(reply.stream, headers)
        from_proxy = reply.proxy and reply.url.scheme == "http" and "html" in headers.get("content-type", "").lower()
        if reply.status == 407 or (from_proxy and reply.status in (502, 503, 504)):
            return failures.proxy_answer(str(reply.status), reply.proxy or host)
        failure = failures.refusal(reply.status, headers, data, now, host=host, secret=request.token)
        if isinstance(failure, errors.RateLimited) and request.bucket:
            failure.until = self.budget.refused(bucket_key(request), headers, now)
        elif request.bucket:
            self.budget.note(bucket_key(request), headers, now)
        return failure


def bucket_key(request: Request) -> str:
    """Names the bucket: servers count writing apart from reading, so a full one does not stop the other."""
    return request.bucket if request.method in ("GET", "HEAD") else f"{request.bucket} {request.method}"

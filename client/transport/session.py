"""The one way out: sends a request, reads the answer within its caps and its deadline, and turns every failure into ours.

Redirects of API requests are never followed, cookies are never kept, and a token goes to no host but the one asked.
"""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, cast

import httpx

import client
from client import errors
from client.model.instant import Clock
from client.transport import address, body, budget, failures, pool, proxy
from client.transport.exchange import Answer, Request, parse_links

__all__ = ["Answer", "Reply", "Request", "Session"]

ACTIVE = 8  # requests at once, all servers together
PICTURES = 4  # and pictures, counted apart
PER_ORIGIN = 4
_REDIRECTS = {301, 302, 303, 307, 308}
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(slots=True)
class Trail:
    """How far a request got: the host asked, the proxy on the way, whether anything was sent, whether the connection is new."""

    host: str = ""
    proxy: str = ""
    guarded: bool = False
    sent: bool = False
    fresh: bool = False

    async def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Listens to httpcore's trace. Ends a guarded connection to a private address before a byte is sent."""
        if event.endswith("send_request_headers.started"):
            if info["request"].method != b"CONNECT":
                self.sent = True
        elif event == "connection.connect_tcp.complete":
            self.fresh = True
            stream = info["return_value"]
            peer = stream.get_extra_info("server_addr")
            if self.guarded and not self.proxy and peer and address.is_private(str(peer[0])):
                await stream.aclose()
                raise errors.UnsafeAddress("the name leads into a private network", host=self.host)


@dataclass(slots=True)
class Reply:
    """An answer whose body is not read yet."""

    status: int
    headers: Mapping[str, str]
    stream: AsyncIterator[bytes] = field(repr=False)
    url: httpx.URL = field(repr=False)


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
        self.clock = clock
        self.rng = rng
        self.budget = budget.Budget(clock)
        self.pool = pool.Pool(trust, transport)
        self.proxies = proxies or proxy.Direct()
        self._homes: set[str] = set()
        self._slots = {"json": asyncio.Semaphore(ACTIVE), "any": asyncio.Semaphore(PICTURES)}
        self._origins: dict[str, asyncio.Semaphore] = {}
        self._reads: set[asyncio.Timeout] = set()
        self._dropped: set[asyncio.Timeout] = set()
        self._closed = False

    def mount(self, base_url: str, transport: httpx.AsyncBaseTransport) -> None:
        """Lets `transport` answer everything under `base_url`: no socket is opened for it."""
        self.pool.mount(base_url, transport)

    def know(self, server_url: str) -> None:
        """Marks a server as one of our accounts': its pictures may lie on a private network. Token requests do this too."""
        self._homes.add(address.parse(server_url).host)

    async def send(self, request: Request) -> Answer:
        """Sends and returns an answer with a 2xx status; anything else raises a `client.errors.WorldError`."""
        url = self._prepare(request)
        trail = Trail(host=url.host)
        failure: errors.WorldError
        limit = asyncio.timeout(request.deadline)
        try:
            async with limit, self._slot(request, url):
                self._reserve(request, url.host)
                if request.method in ("GET", "HEAD"):
                    self._reads.add(limit)
                return await self._follow(request, url, trail)
        except TimeoutError:
            kind = errors.ConnectionLost if limit in self._dropped else errors.TimedOut
            failure = kind(f"no whole answer in {request.deadline:g} s", host=trail.host, sent=trail.sent)
        except errors.WorldError as known:
            failure = known
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as problem:
            failure = failures.sort(problem, host=trail.host, sent=trail.sent, proxy=proxy.display(trail.proxy))
        finally:
            self._reads.discard(limit)
            self._dropped.discard(limit)
        # Raised here, not above: an error of ours carries no foreign exception that could hold a secret.
        raise failure

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

    def _prepare(self, request: Request) -> httpx.URL:
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

    async def _follow(self, request: Request, url: httpx.URL, trail: Trail) -> Answer:
        await self.pool.sweep()
        hops = request.hops if request.hops is not None else (5 if request.accept == "any" else 0)
        may_follow = not request.token and request.method in ("GET", "HEAD")
        for hop in range(hops + 1):
            trail.guarded = self._is_guarded(request, url, hop)
            if trail.guarded and address.is_private_host(url.host) and self.pool.mounted(url) is None:
                raise errors.UnsafeAddress("the address lies in a private network", host=url.host)
            async with self.open(request, url, trail) as reply:
                if reply.status not in _REDIRECTS:
                    return await self._finish(request, reply)
                target = _target(reply)
                if not may_follow or hops == 0:
                    raise _not_followed(reply, target)
                if url.scheme == "https" and target.scheme == "http":
                    raise errors.UnsafeAddress("a redirect away from TLS", host=target.host)
                url = target
        raise errors.UnsafeAddress(f"more than {hops} redirects", host=url.host)

    def _is_guarded(self, request: Request, url: httpx.URL, hop: int) -> bool:
        if request.allow_private or url.host in self._homes:
            return False
        return request.accept == "any" or hop > 0

    @asynccontextmanager
    async def open(self, request: Request, url: httpx.URL, trail: Trail, *, alone: bool = False) -> AsyncIterator[Reply]:
        """Sends and yields the reply with its body unread. Raises what httpx raises: only this room calls it."""
        trail.host = url.host
        ways = ("",) if self.pool.mounted(url) is not None else await self.proxies.find(str(url))
        for number, way in enumerate(ways):
            trail.proxy = way
            async with self.pool.use(url, way, trail.guarded, alone) as transport:
                message = _message(request, url, trail, alone)
                try:
                    response = await _ask(transport, message, trail)
                except (httpx.ConnectError, httpx.ProxyError) as problem:
                    tls = any(isinstance(one, ssl.SSLError) for one in failures.causes(problem))
                    if not way or tls:
                        raise
                    self.proxies.forget()
                    if number == len(ways) - 1:
                        raise
                    continue
                try:
                    stream = cast("AsyncIterator[bytes]", response.stream)
                    yield Reply(response.status_code, dict(response.headers.items()), stream, url)
                finally:
                    await response.aclose()
                return

    async def _finish(self, request: Request, reply: Reply) -> Answer:
        now = self.clock()
        headers, host = reply.headers, reply.url.host
        if 200 <= reply.status < 300:
            if request.bucket:
                self.budget.note(bucket_key(request), headers, now)
            check_kind(request, reply)
            data = await body.read(reply.stream, headers, request.cap, host)
            return Answer(reply.status, headers, data, str(reply.url), parse_links(headers.get("link", ""), str(reply.url)))
        if reply.status < 400:
            raise errors.BadAnswer(f"status {reply.status}", host=host)
        raise await self.refusal(request, reply)

    async def refusal(self, request: Request, reply: Reply) -> errors.WorldError:
        """Makes the error for a reply of 400 and up, and keeps its rate limit in the budget."""
        now = self.clock()
        headers, host = reply.headers, reply.url.host
        data = await body.read_some(reply.stream, headers)
        if reply.status == 407:
            return failures.proxy_answer("407", host)
        failure = failures.refusal(reply.status, headers, data, now, host=host, secret=request.token)
        if isinstance(failure, errors.RateLimited) and request.bucket:
            failure.until = self.budget.refused(bucket_key(request), headers, now)
        elif request.bucket:
            self.budget.note(bucket_key(request), headers, now)
        return failure


def bucket_key(request: Request) -> str:
    """Names the bucket: servers count writing apart from reading, so a full one does not stop the other."""
    return request.bucket if request.method in ("GET", "HEAD") else f"{request.bucket} {request.method}"


def check_kind(request: Request, reply: Reply) -> None:
    """Raises CaptivePortal for a page where data was asked for."""
    kind = reply.headers.get("content-type", "").split(";")[0].strip().lower()
    if request.accept == "json" and kind in _HTML:
        raise errors.CaptivePortal("a page came instead of an answer", host=reply.url.host)


def _message(request: Request, url: httpx.URL, trail: Trail, alone: bool) -> httpx.Request:
    headers = {
        "user-agent": f"Belfry/{client.__version__}",
        "accept": "application/json" if request.accept == "json" else "*/*",
        "accept-encoding": "identity" if alone else "gzip",
        **{name.lower(): value for name, value in request.headers.items()},
    }
    if request.token:
        headers["authorization"] = f"Bearer {request.token}"
    form = httpx.QueryParams(list(request.form)) if request.form is not None else None
    if form is not None:
        headers["content-type"] = "application/x-www-form-urlencoded"
    return httpx.Request(
        request.method,
        url,
        headers=headers,
        content=str(form) if form is not None else None,
        json=request.json,
        extensions={"timeout": {}, "trace": trail.watch},
    )


async def _ask(transport: httpx.AsyncBaseTransport, message: httpx.Request, trail: Trail) -> httpx.Response:
    """Sends. A read that finds its kept connection dead is sent once more, on whatever connection comes next."""
    trail.sent = trail.fresh = False
    try:
        return await transport.handle_async_request(message)
    except (httpx.NetworkError, httpx.RemoteProtocolError):
        if trail.fresh or not trail.sent or message.method not in ("GET", "HEAD"):
            raise
    trail.sent = False
    return await transport.handle_async_request(message)


def _target(reply: Reply) -> httpx.URL:
    try:
        joined = str(reply.url.join(reply.headers.get("location", "")))
    except (httpx.InvalidURL, ValueError):
        joined = ""
    return address.parse(joined)


def _not_followed(reply: Reply, target: httpx.URL) -> errors.WorldError:
    """Sorts a redirect of a request that follows none: for a while and to another host is how networks ask for a login."""
    words = f"redirected to {address.origin(target)}"
    if target.host != reply.url.host and reply.status in (302, 303, 307):
        return errors.CaptivePortal(words, host=reply.url.host)
    return errors.UnsafeAddress(words, host=reply.url.host)

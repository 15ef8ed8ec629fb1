"""One request on one connection: the message that goes out, how far it got, and the reply before its body is read."""

from __future__ import annotations  # httpx is read late: see client.transport.late

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import client
from client import errors
from client.transport import address
from client.transport.exchange import Request
from client.transport.late import httpx

REDIRECTS = {301, 302, 303, 307, 308}
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(slots=True)
class Trail:
    """How far a request got: the host asked, the proxy on the way, whether anything was sent, whether the connection is new."""

    host: str = ""
    proxy: str = ""
    guarded: bool = False
    sent: bool = False
    fresh: bool = False
    url: httpx.URL | None = field(default=None, repr=False)
    socket: Any = field(default=None, repr=False)  # a connection that nobody else would close yet

    async def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Listens to httpcore's trace. Ends a guarded connection to a private address before a byte is sent."""
        if event.endswith("send_request_headers.started"):
            if info["request"].method != b"CONNECT":
                self.sent, self.socket = True, None
        elif event == "connection.connect_tcp.complete":
            self.fresh = True
            self.socket = info["return_value"]
            peer = self.socket.get_extra_info("server_addr")
            if self.guarded and not self.proxy and peer and address.is_private(str(peer[0])):
                raise errors.UnsafeAddress("the name leads into a private network", host=self.host)


@dataclass(slots=True)
class Reply:
    """An answer whose body is not read yet."""

    status: int
    headers: Mapping[str, str]
    stream: AsyncIterator[bytes] = field(repr=False)
    url: httpx.URL = field(repr=False)
    proxy: str = ""  # host:port of the proxy it came through


def check_kind(request: Request, reply: Reply) -> None:
    """Raises CaptivePortal for a page where data was asked for."""
    kind = reply.headers.get("content-type", "").split(";")[0].strip().lower()
    if request.accept == "json" and kind in _HTML:
        raise errors.CaptivePortal("a page came instead of an answer", host=reply.url.host)


def message(request: Request, url: httpx.URL, trail: Trail, alone: bool) -> httpx.Request:
    """Makes the message for httpx. One that goes `alone` opens a stream of events."""
    headers = {
        "user-agent": f"Belfry/{client.__version__}",
        "accept": "text/event-stream" if alone else "application/json" if request.accept == "json" else "*/*",
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


async def ask(transport: httpx.AsyncBaseTransport, out: httpx.Request, trail: Trail) -> httpx.Response:
    """Sends. A read that finds its kept connection dead is sent once more, on whatever connection comes next."""
    trail.sent = trail.fresh = False
    try:
        return await _handle(transport, out, trail)
    except (httpx.NetworkError, httpx.RemoteProtocolError):
        if trail.fresh or not trail.sent or out.method not in ("GET", "HEAD"):
            raise
    trail.sent = False
    return await _handle(transport, out, trail)


async def _handle(transport: httpx.AsyncBaseTransport, out: httpx.Request, trail: Trail) -> httpx.Response:
    """Sends. The library leaves the socket open when it is cancelled during the TLS handshake: here it is closed."""
    try:
        return await transport.handle_async_request(out)
    finally:
        if trail.socket is not None:
            socket, trail.socket = trail.socket, None
            await socket.aclose()


@asynccontextmanager
async def pieces(response: httpx.Response) -> AsyncIterator[AsyncIterator[bytes]]:
    """The body as it comes off the wire. Closed from the inside out, so that no half-read generator is left to the garbage
    collector: Qt's event loop would not finish it."""
    stream = cast("AsyncGenerator[bytes, None]", aiter(cast("httpx.AsyncByteStream", response.stream)))
    try:
        yield stream
    finally:
        await response.aclose()
        await stream.aclose()


def target(headers: Mapping[str, str], url: httpx.URL) -> httpx.URL:
    """Tells where a redirect leads. Raises UnsafeAddress when that is not http(s), or nowhere."""
    try:
        joined = str(url.join(headers.get("location", "")))
    except (httpx.InvalidURL, ValueError):
        joined = ""
    return address.parse(joined)


def not_followed(status: int, headers: Mapping[str, str], url: httpx.URL) -> errors.WorldError:
    """Sorts a redirect of a request that follows none: for a while and to another host is how networks ask for a login."""
    try:
        goal = target(headers, url)
    except errors.UnsafeAddress:
        return errors.UnsafeAddress("redirected to something that is no http or https address", host=url.host)
    words = f"redirected to {address.origin(goal)}"
    if goal.host != url.host and status in (302, 303, 307):
        return errors.CaptivePortal(words, host=url.host)
    return errors.UnsafeAddress(words, host=goal.host)

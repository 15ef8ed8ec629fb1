"""One WebSocket connection: opened without following redirects, through the proxy, with bounded frames and a heartbeat."""

from __future__ import annotations  # httpx is read late: see client.transport.late

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Mapping, Sequence
from typing import Any, Protocol, cast

import client
from client import errors
from client.transport import failures, proxy, wire
from client.transport.exchange import MEGABYTE
from client.transport.late import httpx
from client.transport.session import Session

FRAME_CAP = 4 * MEGABYTE
_CLOSE_TIMEOUT = 1.0
_QUIET = logging.Logger("websocket", logging.CRITICAL + 1)  # the library's debug lines hold the token


class Socket(Protocol):
    """What is used of the library's connection."""

    async def recv(self) -> str | bytes:
        """Waits for one frame."""

    async def send(self, message: str) -> None:
        """Sends one text frame."""

    async def ping(self) -> Awaitable[float]:
        """Sends a ping and returns what is done when its pong is here."""

    async def close(self) -> None:
        """Says goodbye, for a second at most."""


async def connect(session: Session, url: httpx.URL, token: str, trail: wire.Trail) -> Socket:
    """Opens the connection at an http(s) address that stands for ws(s). Raises ours, or OSError and its kin."""
    from websockets import exceptions
    from websockets.asyncio import client as library

    class Connector(library.connect):
        """Follows no redirect: the library would."""

        def process_redirect(self, exc: Exception) -> Exception | str:
            return exc

    ways = await session.proxies.find(str(url))
    for number, way in enumerate(ways):
        trail.proxy, trail.url = way, url
        secure: dict[str, Any] = {"ssl": await session.pool.context()} if url.scheme == "https" else {}
        if way.startswith("https:"):
            secure["proxy_ssl"] = await session.pool.context()
        connector = Connector(
            "ws" + str(url)[4:],
            additional_headers={"Authorization": f"Bearer {token}"} if token else {},
            user_agent_header=f"Belfry/{client.__version__}",
            proxy=way or None,
            open_timeout=None,
            ping_interval=None,
            close_timeout=_CLOSE_TIMEOUT,
            compression=None,
            max_size=FRAME_CAP,
            logger=_QUIET,
            **secure,
        )
        try:
            return cast("Socket", await connector)
        except exceptions.InvalidStatus as refused:
            response = refused.response
            headers = {name.lower(): value for name, value in response.headers.raw_items()}
            failure = _refusal(session, url, token, response.status_code, headers, bytes(response.body or b""))
        except exceptions.InvalidProxyStatus as refused:
            failure = failures.proxy_answer(str(refused.response.status_code), proxy.display(way))
        except exceptions.ProxyError:
            failure = errors.ProxyFailed("not readable as a proxy's answer", host=proxy.display(way))
        except exceptions.InvalidMessage:
            failure = errors.ConnectionLost("no answer to the handshake", host=url.host, sent=True)
        except exceptions.WebSocketException:
            failure = errors.BadAnswer("not readable as WebSocket", host=url.host)
        except OSError as problem:
            failure = failures.sort(problem, host=url.host, sent=False)
            if way and not isinstance(failure, errors.Untrusted):
                failure = errors.ProxyFailed("no connection to the proxy", host=proxy.display(way))
        if not isinstance(failure, errors.ProxyFailed) or number == len(ways) - 1:
            break
        session.proxies.forget()
    raise failure


def _refusal(
    session: Session, url: httpx.URL, token: str, status: int, headers: Mapping[str, str], body: bytes
) -> errors.WorldError:
    if status in wire.REDIRECTS:
        return wire.not_followed(status, headers, url)
    if status < 400:
        kind = headers.get("content-type", "")
        return (errors.CaptivePortal if "html" in kind else errors.BadAnswer)(f"status {status}", host=url.host)
    return failures.refusal(status, headers, body, session.clock(), host=url.host, secret=token)


async def tell(socket: Socket, messages: Sequence[Mapping[str, str]]) -> None:
    """Sends each message as JSON. Raises ConnectionLost."""
    from websockets import exceptions

    with contextlib.suppress(exceptions.ConnectionClosed):
        for message in messages:
            await socket.send(json.dumps(message))
        return
    raise errors.ConnectionLost("the stream ended", sent=True)


async def frames(session: Session, socket: Socket, silence: float) -> AsyncGenerator[str | None, None]:
    """Yields text frames, and None when a pong shows that a silent server lives. Raises TimeoutError when it does not."""
    from websockets import exceptions

    pong: Awaitable[float] | None = None
    while True:
        frame: str | bytes | None = None
        try:
            async with session.within(silence / 3, True):
                frame = await socket.recv()
            pong = None
        except TimeoutError:
            if pong is not None and not cast("asyncio.Future[float]", pong).done():
                raise
            heard, pong = pong is not None, await socket.ping()
            if not heard:
                continue
        except exceptions.ConnectionClosed as closed:
            too_large = closed.sent is not None and closed.sent.code == 1009
            break
        if frame is None or isinstance(frame, str):
            yield frame
    raise errors.TooLarge("a frame is too large") if too_large else errors.ConnectionLost("the stream ended", sent=True)

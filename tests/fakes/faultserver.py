"""A real HTTP server on loopback that answers wrongly on purpose: the faults of the fault list (ids N.., H.., B.., S..).

    async with FaultServer() as server:
        server.play("/api/v1/timelines/home", faults.reset_before, faults.json([]))   # one after the other, the last repeats
        ... server.base ... server.requests ...

A fault is an async function of a `Visit`; the functions below make the usual ones. Nothing waits longer than the test.
"""

import asyncio
import gzip
import json as jsonlib
import socket
import ssl
import struct
import zlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

Headers = Sequence[tuple[str, str]]


@dataclass
class Received:
    """A request that arrived. Header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.split("?", 1)[0]


@dataclass
class Visit:
    """One request on its connection, with the means to answer it."""

    request: Received
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    stopping: asyncio.Event
    keep: bool = False  # the connection may serve another request

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: int = 200, headers: Headers = (), length: int | None = None) -> None:
        lines = [f"HTTP/1.1 {status} Status", *(f"{name}: {value}" for name, value in headers)]
        if length is not None:
            lines.append(f"Content-Length: {length}")
        await self.write("\r\n".join([*lines, "", ""]).encode("latin-1"))

    async def pause(self, seconds: float | None = None) -> bool:
        """Waits, for ever without `seconds`, but never longer than the server stands; False when it is stopping."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)
        return not self.stopping.is_set()

    def reset(self) -> None:
        """Breaks the connection off with an RST."""
        found = self.writer.get_extra_info("socket")
        if found is not None:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Fault = Callable[[Visit], Awaitable[None]]


class FaultServer:
    """The server. `requests` are all that arrived, `connections` how many were opened."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", port: int = 0) -> None:
        self.requests: list[Received] = []
        self.connections = 0
        self.host = host
        self.port = port
        self.default: Fault = status(404, b'{"error": "Record not found"}')  # for paths without a script
        self._tls = tls
        self._scripts: dict[str, list[Fault]] = {}
        self._stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def base(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self.host}:{self.port}"

    def play(self, path: str, *faults: Fault) -> str:
        """Answers requests for `path` with these, one after the other; the last repeats. Returns the full address."""
        self._scripts[path] = list(faults)
        return self.base + path

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self.host, self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._stopping.set()
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.connections += 1
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        request = Received(method, target, headers, body)
        self.requests.append(request)
        script = self._scripts.get(request.path) or [self.default]
        fault = script.pop(0) if len(script) > 1 else script[0]
        visit = Visit(request, reader, writer, self._stopping)
        await fault(visit)
        return visit.keep and not writer.is_closing()


# --- whole answers ---------------------------------------------------------------------------------------------------------


def status(code: int, body: bytes = b"", *, kind: str = "application/json", headers: Headers = (), keep: bool = True) -> Fault:
    """A complete answer."""

    async def fault(visit: Visit) -> None:
        await visit.head(code, [("Content-Type", kind), *headers], len(body))
        await visit.write(body)
        visit.keep = keep

    return fault


def json(data: Any, *, headers: Headers = ()) -> Fault:
    """A good answer."""
    return status(200, jsonlib.dumps(data).encode(), headers=headers)


def raw(data: bytes) -> Fault:
    """These bytes and nothing else, then the end."""

    async def fault(visit: Visit) -> None:
        await visit.write(data)

    return fault


def html(
    code: int = 200, text: str = "<!DOCTYPE html><html><body><h1>Welcome to the guest network</h1></body></html>"
) -> Fault:
    """A page where data was asked for: a captive portal, a proxy, a broken server."""
    return status(code, text.encode(), kind="text/html; charset=utf-8")


def redirect(location: str, code: int = 302) -> Fault:
    """A redirect."""
    return status(code, headers=[("Location", location)])


def refusal(code: int, words: str, *, headers: Headers = ()) -> Fault:
    """An error in the server's words."""
    return status(code, jsonlib.dumps({"error": words}).encode(), headers=headers)


def packed(body: bytes, coding: str = "gzip") -> Fault:
    """A body packed as `coding`, whole and honest."""
    data = gzip.compress(body) if coding.endswith("gzip") else zlib.compress(body)
    return status(200, data, headers=[("Content-Encoding", coding)])


# --- broken connections ----------------------------------------------------------------------------------------------------


async def reset_before(visit: Visit) -> None:
    """N07: takes the request, then breaks off before any answer."""
    visit.reset()


async def close_before(visit: Visit) -> None:
    """Takes the request, then ends the connection politely without an answer."""


async def reset_halfway(visit: Visit) -> None:
    """N08: breaks off in the middle of the body."""
    await visit.head(200, [("Content-Type", "application/json")], 1000)
    await visit.write(b'[{"id": "1"')
    visit.reset()


async def short_body(visit: Visit) -> None:
    """N08: ends politely before the announced length."""
    await visit.head(200, [("Content-Type", "application/json")], 1000)
    await visit.write(b'[{"id": "1"}]')


async def silent(visit: Visit) -> None:
    """N03, N10: takes the request and never says anything."""
    await visit.pause()


def drip(interval: float = 0.02) -> Fault:
    """N09: one byte at a time, for ever."""

    async def fault(visit: Visit) -> None:
        await visit.head(200, [("Content-Type", "application/json")], 10_000_000)
        while await visit.pause(interval):
            await visit.write(b" ")

    return fault


async def endless(visit: Visit) -> None:
    """B07: a body without length and without end."""
    await visit.head(200, [("Content-Type", "application/json")])
    while not visit.stopping.is_set():
        await visit.write(b" " * 65536)


# --- hostile bodies --------------------------------------------------------------------------------------------------------


def bomb(size: int = 200 * 2**20) -> Fault:
    """B06: a small packed body that unpacks to `size` bytes."""
    machine = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    block = b"\0" * 2**20
    data = b"".join(machine.compress(block) for _ in range(size // 2**20)) + machine.flush()
    return status(200, data, headers=[("Content-Encoding", "gzip")], keep=False)


def deep(depth: int = 200_000) -> Fault:
    """B05: JSON nested beyond reason."""
    return status(200, b"[" * depth + b"]" * depth)


UNREADABLE = {
    "broken": b'{"id": "1", ',
    "bom": b"\xef\xbb\xbf[]",
    "not utf-8": b'["\xff\xfe\xfa"]',
    "utf-16": '["x"]'.encode("utf-16"),
    "nan": b"[NaN]",
    "empty": b"",
    "words": b"Service temporarily confused",
}
"""B01 and B02: bodies that are not JSON."""


# --- streams ---------------------------------------------------------------------------------------------------------------


def stream(*events: bytes, then: Fault | None = None) -> Fault:
    """A stream of events that sends these and then does `then`, by default nothing for ever (S01)."""

    async def fault(visit: Visit) -> None:
        await visit.head(200, [("Content-Type", "text/event-stream")])
        for event in events:
            await visit.write(event)
        await (then or silent)(visit)

    return fault


def event(name: str, data: str) -> bytes:
    """One event as it stands on the wire."""
    return f"event: {name}\ndata: {data}\n\n".encode()


FAULTS: dict[str, Fault] = {
    "N03": silent,
    "N07": reset_before,
    "N08": reset_halfway,
    "N09": drip(),
    "X01": html(407),
    "X02": html(502),
    "X03": html(200),
    "X04": redirect("http://login.portal.example/?from=here"),
    "H01": refusal(429, "Too many requests", headers=[("Retry-After", "120")]),
    "H03": refusal(429, "Too many requests"),
    "H04": html(500),
    "H08": refusal(401, "The access token was revoked"),
    "H11": refusal(403, "Your login is currently disabled"),
    "H13": refusal(410, "Gone"),
    "H15": redirect("http://169.254.169.254/latest/meta-data/"),
    "B01": status(200, b""),
    "B02": status(200, UNREADABLE["broken"]),
    "B05": deep(),
    "B07": endless,
    "S01": stream(b":)\n\n"),
    "S02": stream(b":)\n\n", then=close_before),
    "S04": refusal(401, "Unauthorized"),
}
"""Ready faults by their id in the fault list; those that need a date, an address or a certificate are made above."""


@dataclass
class Refused:
    """N02: an address where nobody listens, kept free for as long as this object lives."""

    port: int = 0
    _socket: socket.socket = field(default_factory=lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))

    def __enter__(self) -> Self:
        self._socket.bind(("127.0.0.1", 0))  # bound, but nobody listens
        self.port = self._socket.getsockname()[1]
        return self

    def __exit__(self, *exc: object) -> None:
        self._socket.close()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

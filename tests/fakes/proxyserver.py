"""A small forward proxy on loopback: CONNECT and plain requests. It leads every host name to loopback servers of the test."""

import asyncio
import base64
import ssl
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit


class ProxyServer:
    """`routes` maps "host:port" as asked to a port on 127.0.0.1. `login` ("user:password") is demanded when given.

    `answer` makes it reply to everything with that status and a page of its own. `asked` lists what it was asked for.
    """

    def __init__(self, *, login: str = "", answer: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, int] = {}
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.port = 0
        self._login = login
        self._answer = answer
        self._tls = tls
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.place}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
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
        try:
            await self._one(reader, writer)
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        self.heads.append(head)
        method, target, _ = head.split("\r\n", 1)[0].split(" ", 2)
        place = target if method == "CONNECT" else urlsplit(target).netloc
        self.asked.append(place)
        expected = "basic " + base64.b64encode(self._login.encode()).decode()
        if self._login and expected.lower() not in head.lower():
            await self._page(writer, 407, "Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n")
            return
        port = self.routes.get(place if ":" in place else f"{place}:80")
        if self._answer or port is None:
            await self._page(writer, self._answer or 502)
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                parts = urlsplit(target)
                line = f"{method} {parts.path or '/'}{'?' + parts.query if parts.query else ''} HTTP/1.1\r\n"
                far_writer.write((line + head.split("\r\n", 1)[1]).encode("latin-1"))
            async with asyncio.TaskGroup() as group:
                there = group.create_task(_pump(reader, far_writer))
                await _pump(far_reader, writer)
                there.cancel()
        finally:
            far_writer.close()

    async def _page(self, writer: asyncio.StreamWriter, status: int, more: str = "") -> None:
        page = b"<html><body><h1>Proxy</h1></body></html>"
        head = f"HTTP/1.1 {status} Proxy says so\r\n{more}Content-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
        writer.write(head.encode() + page)
        await writer.drain()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()

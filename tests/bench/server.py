"""A Mastodon server for measuring, in a process of its own: home timelines of its own for ten accounts, and their streams.

Tokens are `t0` to `t9`. Pages are as large as those of big servers; streams beat every 15 s. It prints its port and then obeys
lines on standard input: `rate N` (events a second, over all streams), `clock MS SPEED` (what it says the time is, and how fast
that goes on), `count` (prints requests for pages, events and open streams). Everything else is answered by the demo town.
"""

import asyncio
import json
import sys
import time
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from client.demo.town import BASE, Town
from client.model.instant import Instant
from tests.store import wire_pages

ACCOUNTS, POSTS = 10, 600  # posts of each account that are there from the beginning
FIRST = 110_000_000_000_000_000
STEP = 1000  # between two ids
BEAT = 15.0  # seconds
TICK = 0.02
KEPT = 1500  # posts of an account; the oldest go
OWN_PICTURES = ("avatar", "avatar_static", "header", "header_static")


class Clock:
    """What the server says the time is."""

    def __init__(self) -> None:
        self.set(time.time() * 1000, 1.0)

    def set(self, start: float, speed: float) -> None:
        self.start, self.speed, self.began = start, speed, time.monotonic()

    def __call__(self) -> Instant:
        return Instant(int(self.start + (time.monotonic() - self.began) * 1000 * self.speed))


class Server:
    """All of it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.base = ""
        self.town = Town(self.clock, limit=10**9)
        self.rate = 0.0
        self.made = 0
        self.pages = self.events = 0
        self.templates: list[tuple[str, str]] = []
        self.homes: list[deque[tuple[int, str]]] = [deque(maxlen=KEPT) for _ in range(ACCOUNTS)]
        self.streams: list[set[asyncio.StreamWriter]] = [set() for _ in range(ACCOUNTS)]
        self.tasks: set[asyncio.Task[None]] = set()

    def fill(self) -> None:
        """Makes the posts that are there from the beginning, one a minute until now."""
        for post in wire_pages.town_posts():
            for each in (post, post["reblog"], (post["quote"] or {}).get("quoted_status")):
                if each:
                    person = each["account"]
                    each["account"] = wire_pages.filled_out(person) | {name: person[name] for name in OWN_PICTURES}
            text = json.dumps(post, ensure_ascii=False, separators=(",", ":")).replace(BASE, self.base)
            self.templates.append((post["id"], text))
        now = self.clock()
        for number in range(POSTS):
            for account in range(ACCOUNTS):
                self.post(account, now - (POSTS - number) * 60_000)

    def post(self, account: int, at: int) -> tuple[int, str]:
        """One more post in the home timeline of an account."""
        old, text = self.templates[self.made % len(self.templates)]
        name = FIRST + self.made * STEP
        self.made += 1
        text = text.replace(old, str(name))
        start = text.index('"created_at":"') + 14
        moment = datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + "Z"
        made = name, text[:start] + moment + text[start + 24 :]
        self.homes[account].append(made)
        return made

    # --- answering ----------------------------------------------------------------------------------------------------

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one connection."""
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        with suppress(OSError, EOFError, asyncio.CancelledError):
            while await self.one(reader, writer):
                pass
        self.tasks.discard(task)
        writer.close()

    async def one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        url = urlsplit(target)
        token = headers.get("authorization", "").rpartition(" t")[2]
        account = int(token) if token.isdigit() else 0
        if url.path == "/api/v1/streaming/user":
            await self.stream(account, reader, writer)
            return False
        if url.path == "/api/v1/timelines/home":
            self.pages += 1
            kind, extra, answer = "application/json", *self.page(account, parse_qs(url.query))
        else:
            _, given, raw = self.town(method, url.path, url.query, {**headers, "authorization": "Bearer demo"}, body)
            kind, extra = dict(given).get("content-type", "application/json"), ""
            answer = raw.replace(BASE.encode(), self.base.encode()) if "json" in kind else raw
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(answer)}\r\n{extra}\r\n"
        writer.write(head.encode() + answer)
        await writer.drain()
        return True

    def page(self, account: int, asked: dict[str, list[str]]) -> tuple[str, bytes]:
        """A page and its Link header."""
        home, limit = self.homes[account], int(asked.get("limit", ["20"])[0])
        above = int(asked.get("min_id", ["0"])[0])
        below = int(asked.get("max_id", [str(10**30)])[0])
        newer = int(asked.get("since_id", ["0"])[0])
        fit = [one for one in home if max(above, newer) < one[0] < below]
        chosen = (fit[:limit] if above else fit[-limit:])[::-1]
        links = ""
        if chosen:
            url = f"{self.base}/api/v1/timelines/home?limit={limit}"
            links = f'Link: <{url}&max_id={chosen[-1][0]}>; rel="next", <{url}&min_id={chosen[0][0]}>; rel="prev"\r\n'
        return links, f"[{','.join(text for _, text in chosen)}]".encode()

    async def stream(self, account: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Holds a stream open until its reader goes."""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:)\n")
        self.streams[account].add(writer)
        try:
            await reader.read(1)
        finally:
            self.streams[account].discard(writer)

    # --- what happens by itself -----------------------------------------------------------------------------------------

    async def live(self) -> None:
        """Sends events and heartbeats, for ever."""
        turn, owed, beat, before = 0, 0.0, time.monotonic(), time.monotonic()
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            owed, before = (owed + (now - before) * self.rate if self.rate else 0.0), now
            for _ in range(int(owed)):
                owed -= 1
                turn = (turn + 1) % ACCOUNTS
                self.events += 1
                payload = self.post(turn, self.clock())[1]
                self.tell(turn, f"event: update\ndata: {payload}\n\n".encode())
            if (now - beat) * self.clock.speed >= BEAT:
                beat = now
                for account in range(ACCOUNTS):
                    self.tell(account, b":thump\n")

    def tell(self, account: int, data: bytes) -> None:
        for writer in self.streams[account]:
            if not writer.is_closing():
                writer.write(data)

    async def obey(self) -> None:
        """Carries out the lines of standard input, to its end."""
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := (await reader.readline()).decode().split():
            match line:
                case ["rate", number]:
                    self.rate = float(number)
                case ["clock", start, speed]:
                    self.clock.set(float(start), float(speed))
                case ["count"]:
                    print(self.pages, self.events, sum(map(len, self.streams)), flush=True)  # noqa: T201 - to who started it


async def main() -> None:
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, limit=2**20)
    port = listening.sockets[0].getsockname()[1]
    server.base = f"http://127.0.0.1:{port}"
    server.fill()
    living = asyncio.get_running_loop().create_task(server.live())
    print(port, flush=True)  # noqa: T201 - to who started it
    await server.obey()
    living.cancel()
    listening.close()
    for task in server.tasks:
        task.cancel()
    await asyncio.gather(living, *server.tasks, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main())

"""A stage for bad times: the whole engine between two real servers on loopback, one of which falls ill. Time passes by hand.

Deadlines of the wire run thirty times as fast; the engine's clock goes on by the seconds that they stand for.
"""

import asyncio
import random
import re
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from client import errors
from client.model import instant
from client.model.account import Account, AccountId, Server
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck
from client.model.instant import Instant
from client.networks.base import Feature
from client.networks.mastodon.adapter import Mastodon
from client.store.database import Store
from client.sync.feed import Feed
from client.transport.session import Session
from client.ui import notices, states, words
from tests.fakes import faultserver as faults
from tests.fakes.faultserver import Fault, FaultServer, Visit
from tests.networks import samples
from tests.sync.stage import NOON, FakeTime, MemoryVault, column
from tests.sync.works import Works

SICK, WELL = AccountId("sick"), AccountId("well")
TOKEN = "canary-7f3a"
HURRY = 30
FIRST_ID = 115_000_000_000_000_000
JARGON = re.compile(
    r"<[a-z/!]|https?://|\b(?:HTTP|JSON|TLS|SSL|DNS|API|OAuth|timeout|Errno|Error|None|[45]\d\d|[A-Z][a-z]+[A-Z]\w+)\b"
)
WORKING = ("fetching ", "rows", "read marker", "merging")


class HurriedSession(Session):
    """A session whose deadlines pass sooner than they say; `time` hears how long one waited."""

    time: FakeTime

    @asynccontextmanager
    async def within(self, seconds: float | None, breakable: bool) -> AsyncIterator[None]:
        began = self.time.steady
        try:
            async with super().within(None if seconds is None else seconds / HURRY, breakable):
                yield
        except TimeoutError:
            missing = began + (seconds or 0) - self.time.steady
            if missing > 0:
                self.time.wall += missing
                self.time.steady += missing
            raise


class Place:
    """A server with a home timeline, on a real socket. `fault` takes the place of its answers; `stop` takes it down."""

    def __init__(self, time: FakeTime, tls: ssl.SSLContext | None = None) -> None:
        self.posts: list[int] = []
        self.fault: Fault | None = None
        self.asked: list[float] = []  # when home was asked, in steady seconds
        self.edited: dict[int, dict[str, Any]] = {}
        self.tls = tls
        self.port = 0
        self.server: FaultServer
        self._time = time

    @property
    def base(self) -> str:
        return self.server.base

    async def start(self) -> None:
        self.server = FaultServer(tls=self.tls, port=self.port)
        self.server.default = self._answer
        await self.server.__aenter__()
        self.port = self.server.port

    async def stop(self) -> None:
        await self.server.__aexit__()

    async def _answer(self, visit: Visit) -> None:
        if visit.request.path == "/api/v1/timelines/home":
            self.asked.append(self._time.steady)
        await (self.fault or self.good)(visit)

    async def good(self, visit: Visit) -> None:
        """Answers as a healthy server does."""
        match visit.request.path:
            case "/api/v1/timelines/home" | "/api/v1/timelines/public":
                await self._home(visit)
            case "/api/v1/accounts/verify_credentials":
                await faults.json(samples.person(1))(visit)
            case "/api/v2/instance":
                await faults.json({"domain": "sick.example", "version": "4.4.0", "title": "Sick"})(visit)
            case _:
                await faults.refusal(404, "Record not found")(visit)

    def post(self, number: int) -> dict[str, Any]:
        """A post as the server sends it."""
        at = instant.to_datetime(Instant(NOON - 10**9 + number * 1000)).isoformat().replace("+00:00", "Z")
        plain = {"id": str(FIRST_ID + number), "created_at": at, "content": f"<p>Post {number}</p>"}
        return samples.status(1, **{**plain, **self.edited.get(number, {})})

    def page(self, target: str) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
        """A page of home and its Link header."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        below = int(asked.get("max_id", FIRST_ID * 2)) - FIRST_ID
        above = int(asked.get("min_id", FIRST_ID)) - FIRST_ID
        fitting = [number for number in sorted(self.posts) if above < number < below]
        limit = int(asked.get("limit", "20"))
        chosen = fitting[:limit] if "min_id" in asked else fitting[-limit:]
        if not chosen:
            return [], []
        here = f"{self.base}/api/v1/timelines/home"
        link = f'<{here}?max_id={FIRST_ID + chosen[0]}>; rel="next", <{here}?min_id={FIRST_ID + chosen[-1]}>; rel="prev"'
        return [self.post(number) for number in reversed(chosen)], [("Link", link)]

    async def _home(self, visit: Visit) -> None:
        posts, headers = self.page(visit.request.target)
        await faults.json(posts, headers=headers)(visit)

    def spoiled(self, change: Callable[[list[dict[str, Any]]], Any]) -> Fault:
        """Its own answer, changed."""

        async def fault(visit: Visit) -> None:
            posts, headers = self.page(visit.request.target)
            await faults.json(change(posts), headers=headers)(visit)

        return fault


class BadTimes:
    """Everything, with ways to move time on and to look."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.time = FakeTime()
        self.sick, self.well = Place(self.time), Place(self.time)
        self.streams = False  # whether the sick server says that it has streams of events
        self.elsewhere = ""  # another server in the place of the sick one
        self.vault = MemoryVault()
        self.failures: list[str] = []
        self.names = {SICK: "", WELL: ""}  # host names in place of 127.0.0.1
        self.trust: ssl.SSLContext | None = None
        self.session: HurriedSession
        self.store: Store
        self.works: Works

    async def open(self, *columns: ColumnSpec) -> None:
        self.session = HurriedSession(clock=self.time.now, rng=random.Random(5), trust=self.trust)
        self.session.time = self.time
        self.store = await Store.open(self.folder / "desk.db", self.folder / "cache.db", clock=self.time.now)
        if not await self.store.desk.accounts():
            for name, place in ((SICK, self.sick), (WELL, self.well)):
                url = place.base.replace("127.0.0.1", self.names[name] or "127.0.0.1")
                url = self.elsewhere or url if name == SICK else url
                server = Server(url)
                if self.streams and name == SICK:
                    server = Server(url, features=frozenset({Feature.STREAMING}), streaming_url=url)
                await self.store.desk.save_account(
                    Account(name, "mastodon", server, f"id-{name}", f"me@{name}.example", f"Bureau {name}")
                )
                self.vault.held[name] = TOKEN
        self.works = Works(
            store=self.store,
            vault=self.vault,
            session=self.session,
            networks={"mastodon": Mastodon(self.session, self.time.now, random.Random(6))},
            pictures=self.folder / "pictures",
            timing=self.time,
            rng=random.Random(7),
            on_failure=lambda name, error: self.failures.append(f"{name}: {error!r}"),
        )
        default = (column("home", name="sick", accounts=(SICK,)), column("home", name="well", accounts=(WELL,)))
        await self.works.open(Deck("deck", "", columns or default))

    async def close(self) -> None:
        await self.works.close()
        await self.session.close()
        await self.store.close()

    async def settle(self) -> None:
        """Lets everything under way come to its end."""
        quiet = 0
        while quiet < 3:
            await self.works.feeds.settle()
            running = self.works.tasks.running
            busy = [task for task in running if task.get_name().startswith(WORKING) or task.get_name() == "writing"]
            if busy:
                async with asyncio.timeout(30):
                    await asyncio.wait(busy)
            quiet = 0 if busy else quiet + 1
            for _ in range(4):
                await asyncio.sleep(0)
            await self.store.timelines.load(())

    async def pass_time(self, seconds: float, until: Callable[[], object] = lambda: False) -> float:
        """Lets time pass, alarm by alarm, or until something is true. Returns how many seconds have passed."""
        began = self.time.steady
        await self.settle()
        while not until() and self.time.pop(began + seconds):
            await self.settle()
        if not until() and self.time.steady < began + seconds:
            self.time.wall += began + seconds - self.time.steady
            self.time.steady = began + seconds
            await self.settle()
        return self.time.steady - began

    def feed(self, name: str) -> Feed:
        return self.works.desk.feed(ColumnId(name))

    async def numbers(self, name: str) -> list[int | None]:
        """The posts of a column by number, None for a gap."""
        rows = await self.store.timelines.load(self.feed(name).ids)
        return [int(row.entry.id) - FIRST_ID if row.entry else None for row in rows]

    def said(self, name: str = "sick") -> str:
        """All that a column says of its state in the language of the moment: header, bar and, where it is empty, its middle."""
        feed, now = self.feed(name), self.time.now()
        account = self.works.accounts.get(SICK)
        parts = [states.look(feed.health, now).word]
        notice = notices.column(feed.health, account, now)
        if notice is not None:
            parts += [notice.head, notice.text, notice.link]
        if not len(feed.ids):
            parts += notices.empty(feed.health)
        return " | ".join(part for part in parts if part)

    def said_in(self, language: str, name: str = "sick") -> str:
        """The same in a language."""
        before = words.language()
        words.set_language(language)
        try:
            return self.said(name)
        finally:
            words.set_language(before)


@asynccontextmanager
async def bad_times(
    folder: Path, *columns: ColumnSpec, prepare: Callable[[BadTimes], None] = lambda it: None, posts: int = 30
) -> AsyncIterator[BadTimes]:
    """Opens the stage with both servers up and full columns, and closes it; no task may have failed or be left."""
    it = BadTimes(folder)
    prepare(it)
    it.sick.posts += range(1, posts + 1)
    it.well.posts += range(1, posts + 1)
    await it.sick.start()
    await it.well.start()
    await it.open(*columns)
    try:
        yield it
    finally:
        await it.close()
        await it.sick.stop()
        await it.well.stop()
    assert it.works.tasks.alive == ()
    assert it.failures == []


def check_words(text: str, *, names: tuple[str, ...] = ()) -> None:
    """Checks that a sentence is one: it names what it must, holds no jargon, no markup and no token."""
    assert len(text) > 15
    assert not JARGON.search(text), text
    assert TOKEN not in text
    for name in names:
        assert name in text, text


__all__ = ["SICK", "TOKEN", "WELL", "BadTimes", "Place", "bad_times", "check_words", "errors"]

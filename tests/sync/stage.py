"""A stage for the engine: a clock that moves by hand, a scripted server, the real store."""

import asyncio
import heapq
import itertools
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from client import errors
from client.model.account import Account, AccountId, Server
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck
from client.model.instant import Instant
from client.model.page import Alive, Arrived, Cursor, Entry, Page, StreamEvent, Where
from client.model.post import Author, Post, PostKey, Version
from client.model.query import Operator, Query, QueryKind
from client.model.richtext import plain
from client.networks.base import Access, Choice
from client.store.database import Store
from client.sync.feed import Feed
from client.sync.timing import Cancel, Timing
from tests.sync.works import Works

A, B = AccountId("a"), AccountId("b")
NOON = 1_790_000_000_000
LATEST = 40


class FakeTime(Timing):
    """Time that passes only when told."""

    def __init__(self) -> None:
        super().__init__(lambda: Instant(NOON + round(self.wall * 1000)), lambda: self.steady, self._later)
        self.wall = 0.0
        self.steady = 0.0
        self._alarms: list[tuple[float, int, Callable[[], None]]] = []
        self._gone: set[int] = set()
        self._numbers = itertools.count()

    def _later(self, delay: float, function: Callable[[], None]) -> Cancel:
        number = next(self._numbers)
        heapq.heappush(self._alarms, (self.steady + max(0.0, delay), number, function))
        return lambda: self._gone.add(number)

    def pop(self, until: float) -> bool:
        """Rings the next alarm before a moment, if there is one."""
        while self._alarms and self._alarms[0][0] <= until:
            when, number, function = heapq.heappop(self._alarms)
            if number in self._gone:
                self._gone.discard(number)
                continue
            self.wall += max(0.0, when - self.steady)
            self.steady = max(self.steady, when)
            function()
            return True
        return False


def post(number: int, host: str = "one.example", text: str = "") -> Post:
    author = Author(f"u{number % 5}", f"u{number % 5}@{host}", plain(f"Person {number % 5}"))
    return Post(
        PostKey(f"fake:{host}", str(number)), author, plain(text or f"post {number}"), Instant(NOON - 10**9 + number * 1000)
    )


def entry(number: int, host: str = "one.example", text: str = "") -> Entry:
    it = post(number, host, text)
    return Entry(str(number), it.created_at, it)


class FakeServer:
    """Timelines by account and kind: numbers of posts, oldest first. `fails` is asked before each answer."""

    name = "fake"
    letter = "F"

    def __init__(self) -> None:
        self.posts: dict[tuple[AccountId, QueryKind], list[int]] = {}
        self.hosts = {A: "one.example", B: "two.example"}
        self.fails: Callable[[Query], errors.WorldError | Exception | None] = lambda query: None
        self.asked: list[tuple[Query, Where]] = []
        self.streamed: set[QueryKind] = set()
        self.stream_fails: errors.WorldError | None = None
        self.stream_opens = asyncio.Event()  # until then a connection is not open as a whole, though a part of it may speak
        self.stream_opens.set()
        self.unstreamed: set[str] = set()  # channels that the server refuses, and with one of them the connection
        self.deaf: set[QueryKind] = set()  # streams that open and bring nothing
        self.streams: dict[AccountId, asyncio.Queue[StreamEvent | errors.WorldError]] = {}
        self.opened: list[tuple[AccountId, tuple[str, ...]]] = []
        self.gates: dict[QueryKind, asyncio.Event] = {}
        self.refresh_fails: errors.WorldError | None = None
        self.revoked: list[str] = []
        self.under_way = self.most_under_way = 0

    def say(self, account: AccountId, kind: QueryKind, *numbers: int) -> None:
        """Adds posts to a timeline, oldest first, and tells them over an open stream."""
        self.posts.setdefault((account, kind), []).extend(numbers)
        if account in self.streams and kind in self.streamed - self.deaf:
            for number in numbers:
                self.streams[account].put_nowait(Arrived(kind.value, entry(number, self.hosts[account])))

    def count(self, kind: QueryKind | None = None, account: AccountId | None = None) -> int:
        return sum(1 for query, _ in self.asked if kind in (None, query.kind) and account in (None, query.account))

    def supports(self, server: Server, kind: QueryKind) -> bool:
        return True

    def operators(self, server: Server) -> frozenset[Operator]:
        return frozenset()

    def channel(self, query: Query) -> str | None:
        return query.kind.value if query.kind in self.streamed else None

    async def fetch(self, access: Access, query: Query, where: Where, limit: int = LATEST) -> Page:
        self.asked.append((query, where))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            if query.kind in self.gates:
                await self.gates[query.kind].wait()
        finally:
            self.under_way -= 1
        failure = self.fails(query)
        if failure is not None:
            raise failure
        numbers = self.posts.get((query.account, query.kind), [])
        if where.older is not None:
            chosen = [each for each in numbers if each < int(where.older)][-limit:]
        elif where.newer is not None:
            chosen = [each for each in numbers if each > int(where.newer)][:limit]
        else:
            chosen = numbers[-limit:]
        if not chosen:
            return Page()
        host = self.hosts[query.account]
        older = Cursor(str(chosen[0])) if numbers[0] < chosen[0] else None
        return Page(tuple(entry(each, host) for each in reversed(chosen)), older, Cursor(str(chosen[-1])))

    async def stream(self, access: Access, channels: Sequence[str]) -> AsyncIterator[StreamEvent]:
        account = access.account.id
        self.opened.append((account, tuple(channels)))
        if self.stream_fails is not None:
            raise self.stream_fails
        if self.unstreamed & set(channels):
            raise errors.Gone("no such stream", status=404)
        queue = self.streams[account] = asyncio.Queue()
        try:
            while not self.stream_opens.is_set():
                yield await queue.get()  # type: ignore[misc]  # events only
            yield Alive()
            while True:
                event = await queue.get()
                if isinstance(event, errors.WorldError):
                    raise event
                yield event
        finally:
            if self.streams.get(account) is queue:
                del self.streams[account]

    async def refresh(self, access: Access) -> Account:
        if self.refresh_fails is not None:
            raise self.refresh_fails
        return access.account

    async def sign_out(self, access: Access) -> None:
        self.revoked.append(access.token)

    async def lists(self, access: Access) -> tuple[Choice, ...]:
        return (Choice("1", "Press"),)

    async def people(self, access: Access, text: str) -> tuple[Author, ...]:
        return ()

    async def history(self, access: Access, key: PostKey) -> tuple[Version, ...]:
        return (Version(Instant(NOON), plain(f"{key.id} as {access.account.id} sees it")),)

    async def probe(self, address: str) -> Server:
        return Server(f"https://{address}")

    async def sign_in(self, server: Server) -> Any:
        raise errors.Unsupported("not here")


class FakeSession:
    """Counts what the engine asks of the session."""

    def __init__(self) -> None:
        self.dropped = 0
        self.known: list[str] = []
        self.ready_at: dict[str, int] = {}
        self.budget = SimpleNamespace(ready_at=lambda account, urgent=False: Instant(self.ready_at.get(account, 0)))

    def drop_connections(self) -> None:
        self.dropped += 1

    def know(self, server_url: str) -> None:
        self.known.append(server_url)


class MemoryVault:
    """Tokens in memory."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.missing = False

    async def get(self, account: AccountId) -> str | None:
        if self.missing:
            raise errors.NoKeyring("none")
        return self.held.get(account)

    async def set(self, account: AccountId, token: str) -> None:
        if self.missing:
            raise errors.NoKeyring("none")
        self.held[account] = token

    async def delete(self, account: AccountId) -> None:
        if self.missing:
            raise errors.NoKeyring("none")
        self.held.pop(account, None)


def account(name: AccountId) -> Account:
    host = {A: "one.example", B: "two.example"}[name]
    return Account(name, "fake", Server(f"https://{host}"), f"id-{name}", f"me@{host}", "Me")


def column(kind: str, *params: tuple[str, str], name: str = "", accounts: tuple[AccountId, ...] = (A,)) -> ColumnSpec:
    return ColumnSpec(ColumnId(name or kind), kind, accounts, params)


class Stage:
    """Everything, and ways to move time on and look."""

    def __init__(self, folder: Path, server: FakeServer, vault: MemoryVault, time: FakeTime) -> None:
        self.folder = folder
        self.server = server
        self.vault = vault
        self.time = time
        self.session = FakeSession()
        self.failures: list[str] = []
        self.store: Store
        self.works: Works

    async def open(self, *columns: ColumnSpec, accounts: tuple[AccountId, ...] = (A, B)) -> None:
        self.store = await Store.open(self.folder / "desk.db", self.folder / "cache.db", clock=self.time.now)
        if not await self.store.desk.accounts():
            for each in accounts:
                await self.store.desk.save_account(account(each))
                self.vault.held.setdefault(each, f"token-{each}")
        self.works = Works(
            store=self.store,
            vault=self.vault,
            session=self.session,  # type: ignore[arg-type]
            networks={"fake": self.server},
            pictures=self.folder / "pictures",
            timing=self.time,
            rng=random.Random(3),
            on_failure=lambda name, error: self.failures.append(f"{name}: {error!r}"),
        )
        await self.works.open(Deck("deck", "", columns))

    async def close(self) -> None:
        await self.works.close()
        await self.store.close()

    async def settle(self) -> None:
        """Lets everything that can go on without time go on."""
        before, same = None, 0
        while same < 6:
            for _ in range(6):
                await asyncio.sleep(0)
            await self.store.timelines.load(())
            now = (len(self.server.asked), self.server.under_way, sorted(self.works.tasks.alive))
            same = same + 1 if now == before else 0
            before = now

    async def pass_time(self, seconds: float) -> None:
        """Lets time pass, alarm by alarm."""
        await self.settle()
        until = self.time.steady + seconds
        while self.time.pop(until):
            await self.settle()
        self.time.wall += until - self.time.steady
        self.time.steady = until
        await self.settle()

    def sleep_pc(self, seconds: float, steady: bool = False) -> None:
        """The PC sleeps: the wall clock goes on alone, on some systems the steady one too."""
        self.time.wall += seconds
        self.time.steady += seconds if steady else 0

    def feed(self, name: str) -> Feed:
        return self.works.desk.feed(ColumnId(name))

    async def numbers(self, name: str) -> list[int | None]:
        """The posts of a column by number, None for a gap."""
        rows = await self.store.timelines.load(self.feed(name).ids)
        return [int(row.entry.id) if row.entry else None for row in rows]


@asynccontextmanager
async def playing(
    folder: Path,
    *columns: ColumnSpec,
    server: FakeServer | None = None,
    vault: MemoryVault | None = None,
    time: FakeTime | None = None,
    fine: bool = True,
) -> AsyncIterator[Stage]:
    """Opens the stage and closes it; no task may have failed, and none may be alive afterwards."""
    stage = Stage(folder, server or FakeServer(), vault or MemoryVault(), time or FakeTime())
    await stage.open(*columns)
    try:
        yield stage
    finally:
        await stage.close()
    assert stage.works.tasks.alive == ()
    if fine:
        assert stage.failures == []

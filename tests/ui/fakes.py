"""Parts that stand in for the engine under the window: a desk, accounts and a sign-in, with the methods of the real ones."""

import asyncio
import itertools
import random
from array import array
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from client import columns, errors
from client.model.account import Account, AccountHealth, AccountId, Server
from client.model.change import AccountsChanged, DeckChanged, HealthChanged, Inserted, ReadChanged, TimelineChanged
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck, Place, Setup
from client.model.health import FetchState, Health
from client.model.instant import Instant
from client.model.person import Profile
from client.model.post import Author, PostKey, Version
from client.model.query import Operator, Query, QueryKind, query
from client.model.row import Row
from client.networks.base import Access, Choice, Grant
from client.sync.arrangement import Arrangement
from client.sync.changes import Changes
from tests.ui import samples

NOW = samples.NOW
SERVER = Server(
    "https://meerdam.example",
    "Meerdam Sociaal",
    "Mastodon 4.4",
    frozenset({"lists", "search", "local"}),
    {"max_characters": 500},
)


def account(name: str, color: str, code: str, *, private: bool = False, demo: bool = False) -> Account:
    handle = f"{name.split()[0].lower()}@meerdam.example"
    return Account(
        AccountId(code.lower()), "mastodon", SERVER, code, handle, name, None, color, code, private=private, demo=demo
    )


GM = account("Gemeente Meerdam", "azure", "GM")
BW = account("Brandweer Meerdam", "brick", "BW")
NV = account("Noor (privé)", "stone", "NV", private=True)


class FakeFeed(samples.Rows):
    """A feed made by hand that publishes as a real one does."""

    def __init__(self, key: str, rows: list[Row], changes: Changes, health: Health) -> None:
        super().__init__(rows)
        self.key = key
        self.health = health
        self.changes = changes
        self.asked: list[str] = []
        self.sources = (self,)

    def refresh(self) -> None:
        self.asked.append("refresh")

    def mark_read(self, row_id: int) -> None:
        self.asked.append(f"read {row_id}")
        place = list(self.ids).index(row_id)
        if place < self.unread:
            self.unread = place
            self.changes.publish(ReadChanged(self.key, self.unread))

    def arrive(self, rows: list[Row]) -> None:
        ids = array("q", [row.id for row in rows])
        self.rows.update({row.id: row for row in rows})
        self.loaded.update(ids)
        self.ids[0:0] = ids
        self.unread += len(rows)
        self.changes.publish(TimelineChanged(self.key, (Inserted(0, ids),)))
        self.changes.publish(ReadChanged(self.key, self.unread))

    def fare(self, health: Health) -> None:
        self.health = health
        self.changes.publish(HealthChanged(self.key, health))


class FakeSearches:
    """Earlier searches in memory."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ("rook", "auteur:yara")

    async def recent(self) -> tuple[str, ...]:
        return self.texts

    async def keep(self, text: str) -> None:
        self.texts = (text, *(each for each in self.texts if each != text))

    async def clear(self) -> None:
        self.texts = ()


class FakeAbsence:
    """Somebody was away since `since`, told once."""

    def __init__(self) -> None:
        self.since: Instant | None = None
        self.heard = 0

    async def read(self) -> None:
        pass

    async def write(self) -> None:
        pass

    def here(self) -> Instant | None:
        self.heard += 1
        since, self.since = self.since, None
        return since


class FakeDesk(Arrangement):
    """Decks in memory, changed as the real desk changes them; feeds made by hand."""

    def __init__(self, changes: Changes, specs: list[ColumnSpec], rows: Callable[[str], list[Row]] = lambda key: []) -> None:
        super().__init__(changes, random.Random(1), lambda: NOW)
        self.changes = changes
        self.setup = Setup((Deck("deck", "", tuple(specs)),), "deck")
        self.rows = rows
        self.places: dict[ColumnId, Place] = {}
        self.visible: set[str] = set()
        self.closed: list[str] = []
        self.opened: list[Query] = []
        self._feeds: dict[ColumnId, FakeFeed] = {}
        self.health = Health(FetchState.STREAMING, last_ok=NOW)
        self.searches = FakeSearches()
        self.absence = FakeAbsence()

    def _changed(self, column: ColumnId | None) -> None:
        held = {spec.id for deck in self.decks for spec in deck.columns}
        self._feeds = {known: feed for known, feed in self._feeds.items() if known in held}
        self.changes.publish(DeckChanged(column))

    def new_id(self) -> ColumnId:
        taken = {deck.id for deck in self.decks} | {spec.id for deck in self.decks for spec in deck.columns}
        return ColumnId(
            next(f"new{number}" for number in itertools.count(len(self.deck.columns)) if f"new{number}" not in taken)
        )

    def feed(self, column: ColumnId) -> FakeFeed:
        if column not in self._feeds:
            spec = next(spec for deck in self.decks for spec in deck.columns if spec.id == column)
            self._feeds[column] = FakeFeed(f"feed-{column}", self.rows(spec.kind), self.changes, self.health)
        return self._feeds[column]

    def kind(self, column: ColumnId) -> columns.ColumnKind:
        return columns.KINDS[next(spec.kind for spec in self.deck.columns if spec.id == column)]

    def place(self, column: ColumnId) -> Place:
        return self.places.get(column, Place(column))

    def keep_place(self, place: Place) -> None:
        self.places[place.column] = place

    def open_thread(self, account: AccountId, key: PostKey) -> FakeFeed:
        return self.preview(query(account, QueryKind.THREAD, ("post", key.id)))

    def preview(self, *queries: Query) -> FakeFeed:
        self.opened.extend(queries)
        name = f"{queries[0].kind}-{len(self.opened)}"
        return FakeFeed(name, self.rows(queries[0].kind.value), self.changes, self.health)

    def preview_column(self, spec: ColumnSpec) -> FakeFeed:
        return self.preview(*columns.KINDS[spec.kind].queries(spec))

    def find(self, text: str) -> FakeFeed:
        return self.preview(query(AccountId(""), QueryKind.STORED, ("q", text)))

    async def reach(self) -> Instant | None:
        return Instant(NOW - 3 * 24 * 3_600_000)

    async def read_rows(self, ids: Sequence[int]) -> list[Row]:
        known = {row_id: row for feed in self._feeds.values() for row_id, row in feed.rows.items()}
        return [known[row_id] for row_id in ids]

    def close_feed(self, feed: FakeFeed) -> None:
        if feed not in self._feeds.values():
            self.closed.append(feed.key)

    def allowance(self, account: AccountId) -> tuple[int, int, Instant] | None:
        return None

    def set_visible(self, keys: set[str]) -> None:
        self.visible = keys


class FakeSignIn:
    """A sign-in whose two ways are played by the test."""

    def __init__(self, grant: Grant) -> None:
        self.browser_url = "https://meerdam.example/oauth/authorize?browser"
        self.code_url = "https://meerdam.example/oauth/authorize?device=1&scope=read+write"
        self.expires_at = Instant(NOW + 582_000)
        self.grant = grant
        self.traded: list[str] = []
        self.closed = False
        self.came_back = asyncio.Event()

    async def wait(self) -> Grant:
        await self.came_back.wait()
        if self.closed:
            raise errors.SignInFailed(reason="cancelled")
        return self.grant

    async def use_code(self, code: str) -> Grant:
        if code != "right":
            raise errors.SignInFailed(reason="code")
        self.traded.append(code)
        return self.grant

    async def close(self) -> None:
        self.closed = True
        self.came_back.set()


class FakeNetwork:
    """Says what a server has."""

    name, letter = "mastodon", "M"

    def __init__(self) -> None:
        self.lacks: set[QueryKind] = set()
        self.problem: errors.WorldError | None = None
        self.asked: list[str] = []
        self.profiles: dict[str, Profile] = {}

    def supports(self, server: Server, kind: QueryKind) -> bool:
        return kind not in self.lacks

    def operators(self, server: Server) -> frozenset[Operator]:
        return frozenset({Operator.PHRASE, Operator.NOT, Operator.FROM})

    async def profile(self, access: Access, user_id: str) -> Profile:
        await asyncio.sleep(0)
        if self.problem is not None:
            raise self.problem
        self.asked.append(user_id)
        return self.profiles.get(user_id) or Profile(replace(samples.YARA, id=user_id))


class FakeAccounts:
    """Accounts in memory."""

    def __init__(self, changes: Changes, accounts: list[Account]) -> None:
        self.changes = changes
        self._accounts = {each.id: each for each in accounts}
        self.healths: dict[AccountId, AccountHealth] = {}
        self.the_network = FakeNetwork()
        self.networks = {"mastodon": self.the_network}
        self.problem: errors.WorldError | None = None
        self.sign_ins: list[FakeSignIn] = []
        self.looks: list[object] = []
        self.calls: list[str] = []
        self.versions: tuple[Version, ...] = ()
        self.after = AccountHealth.READY
        self.cannot_keep: errors.WorldError | None = None
        self.given_back: list[Grant] = []
        self.newcomer = account("Wijkteam Oost", "violet", "")

    @property
    def all(self) -> tuple[Account, ...]:
        return tuple(self._accounts.values())

    def get(self, account: AccountId) -> Account | None:
        return self._accounts.get(account)

    def health(self, account: AccountId) -> AccountHealth:
        return self.healths.get(account, AccountHealth.READY)

    def network(self, account: AccountId) -> FakeNetwork:
        return self.the_network

    async def probe(self, network: str, address: str) -> Server:
        await asyncio.sleep(0)
        if self.problem is not None:
            raise self.problem
        return SERVER

    async def begin(self, server: Server, network: str) -> FakeSignIn:
        sign_in = FakeSignIn(Grant(replace(self.newcomer, id=AccountId("")), "secret"))
        self.sign_ins.append(sign_in)
        return sign_in

    async def finish(self, grant: Grant, look: tuple[str, str, bool] | None = None) -> Account:
        if self.cannot_keep is not None:
            raise self.cannot_keep
        self.looks.append(look)
        new = replace(grant.account, id=AccountId("new"))
        if look is not None:
            new = replace(new, color=look[0], code=look[1], official=look[2])
        self._accounts[new.id] = new
        self.healths[new.id] = self.after
        self.changes.publish(AccountsChanged((new.id,)))
        return new

    async def give_back(self, grant: Grant) -> None:
        self.given_back.append(grant)

    def set_health(self, account: AccountId, health: AccountHealth) -> None:
        self.healths[account] = health
        self.changes.publish(AccountsChanged((account,)))

    async def sign_out(self, account: AccountId) -> None:
        self.calls.append(f"sign out {account}")
        self.set_health(account, AccountHealth.SIGNED_OUT)

    async def forget(self, account: AccountId) -> None:
        self.calls.append(f"forget {account}")
        self._accounts.pop(account)
        self.changes.publish(AccountsChanged((account,)))

    async def access(self, account: AccountId) -> Access:
        return Access(self._accounts[account], "token")

    async def lists(self, account: AccountId) -> tuple[Choice, ...]:
        await asyncio.sleep(0)
        if self.problem is not None:
            raise self.problem
        return (Choice("1", "Veiligheidspartners"), Choice("2", "Pers"))

    async def person(self, account: AccountId, handle: str) -> Author | None:
        await asyncio.sleep(0)
        if self.problem is not None:
            raise self.problem
        return next((person for person in (samples.YARA, samples.BRAM) if person.handle == handle), None)

    async def history(self, account: AccountId, key: PostKey) -> tuple[Version, ...]:
        await asyncio.sleep(0)
        if self.problem is not None:
            raise self.problem
        return self.versions

    async def people(self, account: AccountId, text: str) -> tuple[Author, ...]:
        await asyncio.sleep(0)
        return tuple(person for person in (samples.YARA, samples.BRAM) if text.lower() in person.handle)


class Disk(ThreadPoolExecutor):
    """Does at once what blocks; while it is `dead`, nothing of it comes back, as from a share that does not answer."""

    dead = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        if not self.dead:
            try:
                future.set_result(fn(*args, **kwargs))
            except Exception as failure:  # noqa: BLE001 - raised where it is awaited
                future.set_exception(failure)
        return future


class Spawner:
    """Runs coroutines by hand, without an event loop of Qt's: `settle` lets all of them go as far as they can."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.disk = Disk()
        self.loop.set_default_executor(self.disk)
        self.tasks: list[asyncio.Task[Any]] = []

    def __call__(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        task = self.loop.create_task(work, name=name)
        self.tasks.append(task)
        return task

    def settle(self) -> None:
        if self.loop.is_closed():
            return

        async def some() -> None:
            for _ in range(20):
                await asyncio.sleep(0)

        self.loop.run_until_complete(some())
        for task in self.tasks:
            if task.done() and not task.cancelled() and task.exception() is not None:
                raise task.exception()  # type: ignore[misc]
        self.tasks = [task for task in self.tasks if not task.done()]

    def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        self.settle()
        self.loop.close()

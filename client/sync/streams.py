"""Live connections: one per account with all its channels, opened again for ever. What comes in goes to the fetchers.

While a stream is away its timelines are polled. After each opening they ask for their newest page, for nothing is replayed.
"""

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import assert_never

from client import errors
from client.model.account import AccountHealth, AccountId
from client.model.page import Alive, Arrived, Deleted, Edited, FiltersChanged, StreamEvent
from client.model.post import Post, PostKey, ViewerState
from client.sync.engine import Engine
from client.sync.fetcher import Fetcher
from client.sync.plan import REFUSALS
from client.sync.tasks import Tasks
from client.sync.timeline import OutOfStep, Timeline
from client.sync.timing import Bell
from client.transport import backoff

log = logging.getLogger(__name__)

SILENCE = 90.0  # seconds without any sign of life
STEADY = 60.0  # seconds after which a connection counts as good
GATHER = 0.5  # seconds in which changes of the set of channels are gathered
STEP_MS = 300  # between the first questions of timelines that are not on screen

Find = Callable[[int], Timeline | None]
"""Finds a live timeline by the store's number."""


class AccountStream:
    """The one connection of an account."""

    def __init__(self, account: AccountId, engine: Engine, find: Find) -> None:
        self.account = account
        self.members: dict[Fetcher, str] = {}
        self._engine = engine
        self._find = find
        self._bell = Bell(engine.timing)
        self._open_for: frozenset[str] = frozenset()
        self._is_open = False
        self.is_connecting = False  # open, or being opened
        self._again = False
        self._alive_at = 0.0
        self._problem: errors.WorldError | None = None

    def look_again(self) -> None:
        """Hears that its members or its account changed."""
        self._bell.ring()

    def retry(self) -> None:
        """Drops the connection, if there is one, and opens it anew at once."""
        self._again = True
        self._bell.ring()

    async def run(self) -> None:
        """Keeps the connection for as long as there are channels. Ends only by being cancelled."""
        attempt = 0
        timing = self._engine.timing
        try:
            while True:
                channels = self._channels()
                if not channels:
                    await self._bell.wait()
                    continue
                self._again = False
                began = timing.monotonic()
                await self._connect(channels)
                problem, self._problem = self._problem, None
                if problem is None:
                    continue
                attempt = 1 if timing.monotonic() - began >= STEADY else attempt + 1
                await self._rest(problem, attempt, channels)
        finally:
            self._close()

    def _channels(self) -> frozenset[str]:
        if self._engine.doors.health(self.account) is AccountHealth.SIGNED_OUT:
            return frozenset()
        return frozenset(channel for fetcher, channel in self.members.items() if not fetcher.refused)

    async def _rest(self, problem: errors.WorldError, attempt: int, channels: frozenset[str]) -> None:
        """Waits before the next opening, unless someone says that now is the time."""
        engine = self._engine
        log.info("The stream of %s ended: %s %s", self.account, type(problem).__name__, problem.detail)
        if isinstance(problem, (*REFUSALS, errors.SignedOut)):
            seconds = backoff.next_delay(attempt, engine.rng, base=600, cap=3600)
        else:
            seconds = backoff.next_delay(attempt, engine.rng)
        until = problem.until if isinstance(problem, errors.RateLimited | errors.ServerFailed) else 0
        end = max(engine.timing.after(seconds), until)
        while (left := end - engine.timing.now()) > 0 and not self._again and self._channels() == channels:
            await self._bell.wait(min(left / 1000, SILENCE / 6))

    async def _connect(self, channels: frozenset[str]) -> None:
        """Listens until the connection breaks, falls silent, or other channels are needed. Leaves the reason in `_problem`."""
        timing = self._engine.timing
        group = self._engine.tasks.group()
        self._alive_at = timing.monotonic()
        self._open_for = channels
        self.is_connecting = True
        pump = group.spawn(self._pump(sorted(channels)), f"stream of {self.account}")
        pump.add_done_callback(lambda _: self._bell.ring())
        try:
            while not pump.done():
                await self._bell.wait(SILENCE / 6)
                wanted = self._channels()
                if wanted - channels and not pump.done():
                    await timing.sleep(GATHER)
                if self._again or not wanted or wanted - channels:
                    break
                if timing.monotonic() - self._alive_at >= SILENCE:
                    self._problem = errors.TimedOut(f"nothing came for {SILENCE:g} s")
                    break
            else:
                self._problem = self._problem or errors.WorldError("a fault in Belfry; the log has it")
        finally:
            self.is_connecting = False
            await group.close()
            self._close()

    async def _pump(self, channels: Sequence[str]) -> None:
        doors = self._engine.doors
        stream = None
        try:
            access = await doors.access(self.account)
            stream = doors.network(self.account).stream(access, channels)
            async for event in stream:
                self._alive_at = self._engine.timing.monotonic()
                if isinstance(event, Alive):  # other events may come while a part of the connection is not open yet
                    self._opened()
                await self._take(event)
            self._problem = errors.ConnectionLost("the stream ended")
        except errors.SignedOut as error:  # streams err alone, too: an ordinary question shows whether the token still counts
            self._problem = error
            for fetcher in self.members:
                fetcher.due_by(self._engine.timing.now())
            self._engine.wake()
        except errors.WorldError as error:
            self._problem = error
        finally:
            if isinstance(stream, AsyncGenerator):
                await stream.aclose()

    def _opened(self) -> None:
        if self._is_open:
            return
        self._is_open = True
        timing, hidden = self._engine.timing, 0
        for fetcher, channel in self.members.items():
            if channel in self._open_for:
                hidden += not fetcher.visible
                fetcher.stream_opened(timing.after(0 if fetcher.visible else hidden * STEP_MS / 1000))

    def join(self, fetcher: Fetcher, channel: str) -> None:
        """Takes in a fetcher; when its channel is open already it is fed from now on."""
        self.members[fetcher] = channel
        if self._is_open and channel in self._open_for:
            fetcher.stream_opened(self._engine.timing.now())
        self.look_again()

    def _close(self) -> None:
        self._is_open = False
        for fetcher in self.members:
            fetcher.stream_closed()

    async def _take(self, event: StreamEvent) -> None:
        match event:
            case Arrived(channel, entry):
                for fetcher, feeds_from in tuple(self.members.items()):
                    if feeds_from == channel:
                        await fetcher.take(entry)
            case Edited(post, viewer):
                await self._written()
                await self._engine.whole(self._edit(post, viewer))
            case Deleted(key):
                await self._written()
                await self._engine.whole(self._delete(key))
            case FiltersChanged():
                for fetcher in tuple(self.members):
                    fetcher.refresh()
            case Alive():
                pass
            case _:
                assert_never(event)

    async def _written(self) -> None:
        """Waits until what came before is in the store: what happens to a post may follow it at once."""
        for fetcher in tuple(self.members):
            await fetcher.coming.written()

    async def _edit(self, post: Post, viewer: ViewerState) -> None:
        keys = await self._engine.store.posts.edited(post, viewer, self.account)
        await self._engine.rows.changed(frozenset(keys))

    async def _delete(self, key: PostKey) -> None:
        for number, edits in await self._engine.store.posts.deleted(key):
            timeline = self._find(number)
            if timeline is None:
                continue
            try:
                timeline.edited(edits)
            except OutOfStep:
                log.exception("The rows of %s are read again", timeline.key)
                timeline.opened(await self._engine.store.timelines.open(timeline.query))


class Streams:
    """The streams of all accounts."""

    def __init__(self, engine: Engine, tasks: Tasks, find: Find) -> None:
        self._engine = engine
        self._tasks = tasks
        self._find = find
        self._streams: dict[AccountId, AccountStream] = {}

    def add(self, fetcher: Fetcher) -> None:
        """Has a fetcher fed by its account's stream, if its network has one for it."""
        try:
            channel = self._engine.doors.network(fetcher.account).channel(fetcher.query)
        except errors.Unsupported:
            return
        if channel is None:
            return
        stream = self._streams.get(fetcher.account)
        if stream is None:
            stream = self._streams[fetcher.account] = AccountStream(fetcher.account, self._engine, self._find)
            self._tasks.spawn(stream.run, f"streams of {fetcher.account}", restart=True)
        stream.join(fetcher, channel)

    def remove(self, fetcher: Fetcher) -> None:
        """Lets go of a fetcher."""
        stream = self._streams.get(fetcher.account)
        if stream is not None and stream.members.pop(fetcher, None) is not None:
            stream.look_again()

    def look_again(self, accounts: Sequence[AccountId]) -> None:
        """Hears that accounts signed in or out."""
        for account in accounts:
            if account in self._streams:
                self._streams[account].look_again()

    def retry(self) -> None:
        """Drops all connections and opens them anew."""
        for stream in self._streams.values():
            stream.retry()

    def retry_waiting(self, account: AccountId) -> None:
        """Opens an account's connection now if it waits to be opened; one that is open stays."""
        stream = self._streams.get(account)
        if stream is not None and not stream.is_connecting:
            stream.retry()

"""Decides who may ask next: what a person waits for, then what is on screen, then what is due longest. Never all at once.

It also notices that the PC slept or its clock was set: both show as a jump between two looks at the clocks.
"""

import random
from collections.abc import Callable, Iterable

from client.model.account import AccountId
from client.model.instant import Instant
from client.sync.fetcher import Fetcher
from client.sync.limits import Limits
from client.sync.tasks import Tasks
from client.sync.timing import Bell, Timing

AT_ONCE = 6  # requests for timelines under way
PER_ACCOUNT = 3
LOOK = 5.0  # seconds between two looks at the clocks, at most
SOON = 1.0  # the same while a failure is not told yet
JUMP = 20.0  # seconds that are missing when the PC has slept
SPREAD = 30.0  # seconds over which what is not on screen is asked again
STEP = 1.0  # seconds between two of them when they are few


class Scheduler:
    """Starts fetchers when they are due. `on_jump` is called after sleep or a change of the clock, before anything is asked."""

    def __init__(
        self,
        timing: Timing,
        tasks: Tasks,
        limits: Limits,
        rng: random.Random,
        *,
        on_jump: Callable[[], None] = lambda: None,
    ) -> None:
        self._timing = timing
        self._tasks = tasks
        self._limits = limits
        self._rng = rng
        self._on_jump = on_jump
        self._bell = Bell(timing)
        self._fetchers: dict[str, Fetcher] = {}
        self._visible: frozenset[str] = frozenset()
        self._running: dict[Fetcher, AccountId] = {}
        self._seen = (timing.now(), timing.monotonic())

    def start(self) -> None:
        """Begins to work, and goes on until its tasks are closed."""
        self._tasks.spawn(self._run, "scheduler", restart=True)

    def wake(self) -> None:
        """Has it look again at once."""
        self._bell.ring()

    def add(self, fetcher: Fetcher) -> None:
        """Takes on a fetcher; it is asked soon."""
        self._fetchers[fetcher.key] = fetcher
        fetcher.visible = fetcher.key in self._visible
        fetcher.due_by(self._timing.now())
        self.wake()

    def remove(self, fetcher: Fetcher) -> None:
        """Lets go of a fetcher; what it has under way ends by itself."""
        if self._fetchers.get(fetcher.key) is fetcher:
            del self._fetchers[fetcher.key]

    def set_visible(self, keys: Iterable[str]) -> None:
        """Says which timelines are on screen."""
        self._visible = frozenset(keys)
        for fetcher in self._fetchers.values():
            fetcher.visible = fetcher.key in self._visible
        self.wake()

    def spread(self, which: Callable[[Fetcher], bool] = lambda fetcher: True) -> None:
        """Has fetchers ask again: those on screen now, the others one after the other within half a minute."""
        chosen = [fetcher for fetcher in self._fetchers.values() if which(fetcher)]
        hidden = [fetcher for fetcher in chosen if not fetcher.visible]
        self._rng.shuffle(hidden)
        step = min(STEP, SPREAD / max(1, len(hidden)))
        for fetcher in chosen:
            if fetcher.visible:
                fetcher.put_off(self._timing.now())
        for number, fetcher in enumerate(hidden, start=1):
            fetcher.put_off(self._timing.after(number * step))
        self.wake()

    def tick(self) -> None:
        """Has every fetcher show its state as it is by now."""
        for fetcher in tuple(self._fetchers.values()):
            fetcher.tick()

    def jump(self) -> None:
        """Has everything asked anew over fresh connections: the PC slept, or its network is another."""
        self._on_jump()
        self.spread()

    async def _run(self) -> None:
        while True:
            pause = self._look()
            await self._bell.wait(pause)
            self._notice_jump(pause)

    def _look(self) -> float:
        """Starts what may start and tells how many seconds may pass until the next look."""
        now = self._timing.now()
        pause = LOOK * 1000
        limited: dict[AccountId, Instant | None] = {}
        order = sorted(self._fetchers.values(), key=lambda each: (not each.urgent, not each.visible, each.due or 0))
        for fetcher in order:
            due = fetcher.due
            if due is None or fetcher.busy or fetcher in self._running:
                continue
            if fetcher.account not in limited:
                limited[fetcher.account] = self._limits.until(fetcher.account)
            moment = max(due, limited[fetcher.account] or 0)
            if moment > now:
                pause = min(pause, moment - now)
            elif self._has_room(fetcher.account):
                self._running[fetcher] = fetcher.account
                self._tasks.spawn(self._work(fetcher), f"fetching {fetcher.key}")
        self.tick()
        if any(fetcher.unsaid for fetcher in self._fetchers.values()):
            pause = min(pause, SOON * 1000)
        return max(0.01, pause / 1000)

    def _has_room(self, account: AccountId) -> bool:
        of_account = sum(1 for each in self._running.values() if each == account)
        return len(self._running) < AT_ONCE and of_account < PER_ACCOUNT

    async def _work(self, fetcher: Fetcher) -> None:
        try:
            await fetcher.work()
        finally:
            self._running.pop(fetcher, None)
            self.wake()

    def _notice_jump(self, planned: float) -> None:
        """Compares the clocks with what they should say. A sleeping PC moves one clock or both; setting the clock moves one."""
        before, now = self._seen, (self._timing.now(), self._timing.monotonic())
        self._seen = now
        wall, steady = (now[0] - before[0]) / 1000, now[1] - before[1]
        if max(wall, steady) > planned + JUMP or abs(wall - steady) > JUMP:
            self.jump()

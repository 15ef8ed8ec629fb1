"""The front door: builds every object, joins them, runs the loop and shuts down in order. Nothing else builds.

Starting: folders, log, settings, Qt; then on the loop the databases, the wire, the engine, the demo town where it is wanted,
the desk with its columns as they were, and the window. The log then says "ready" and Belfry waits for the stop event.
Stopping: the same in reverse, each step with five seconds, so that nothing that was made by people is still in memory only.
"""

import argparse
import asyncio
import contextlib
import gc
import logging
import random
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from client import __version__, errors, logs, paths, settings
from client.model import instant
from client.model.change import AccountsChanged
from client.model.instant import Clock
from client.networks.mastodon.adapter import Mastodon
from client.store.database import Store
from client.store.secrets import Secrets
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.closing import last
from client.sync.desk import Desk
from client.sync.engine import Engine
from client.sync.feeds import Feeds
from client.sync.limits import Limits
from client.sync.media import Pictures
from client.sync.presence import Presence
from client.sync.rows import Rows
from client.sync.scheduler import Scheduler
from client.sync.stay import Stay
from client.sync.tasks import Tasks
from client.sync.timing import Timing
from client.transport.proxy import SystemProxies
from client.transport.session import Session
from client.ui import ending, links, loop, notices, notices_mended, qtlog, sweeping, theme, words
from client.ui.shell import Shell

if TYPE_CHECKING:
    from client.demo.town import Town
    from client.sync.backups import Backups
    from client.ui.doorbell import Doorbell

log = logging.getLogger(__name__)

WINDOW_NOTE = "window"


@dataclass(slots=True)
class Plan:
    """What this run is asked to do: the command line, and what tests put in the place of the world."""

    demo: bool = False
    demo_speed: float = 1.0
    base_dir: Path | None = None
    screenshot: Path | None = None
    after: float = 5.0
    lang: str | None = None
    clock: Clock = instant.now
    rng: random.Random = field(default_factory=random.SystemRandom)
    on_ready: "Callable[[Belfry], Coroutine[object, object, None]] | None" = None  # beside the window; ends it


def run(given: argparse.Namespace) -> int:
    """Runs Belfry for a command line and returns the exit code."""
    return live(Plan(**vars(given)))


def live(plan: Plan) -> int:
    """Runs Belfry from the first to the last moment."""
    gc.disable()  # until the first picture: a collection then finds nothing and costs time
    where = paths.find(plan.base_dir)
    try:
        where.make()
    except OSError as failure:
        print(f"Belfry cannot write in its folder: {failure}", file=sys.stderr)  # noqa: T201 - there is no log and no window yet
        return 1
    lines = logs.start(where.log)
    logs.report_uncaught()
    log.info("Belfry %s, Python %s, data in %s", __version__, sys.version.split()[0], where.desk.parent)
    try:
        with qtlog.heard():
            return _run(plan, where)
    finally:
        gc.unfreeze()
        gc.enable()
        lines.close()


def _run(plan: Plan, where: paths.Paths) -> int:
    kept = settings.Settings(where.settings)
    qt = QApplication.instance() or QApplication(["Belfry"])
    assert isinstance(qt, QApplication)
    qt.setApplicationName("Belfry")
    qt.setQuitOnLastWindowClosed(False)  # closing the window would end the loop in the middle of a task
    if plan.lang is not None:
        kept.hold(settings.LANGUAGE, plan.lang)
    words.set_language(kept.get(settings.LANGUAGE))
    with asyncio.Runner(loop_factory=lambda: loop.EventLoop(qt)) as runner:
        return runner.run(Belfry(plan, where, kept, qt).live())


class Belfry:
    """One running Belfry: all its objects, joined."""

    def __init__(self, plan: Plan, where: paths.Paths, kept: settings.Settings, qt: QApplication) -> None:
        self.plan = plan
        self.where = where
        self.settings = kept
        self.qt = qt
        self.theme = theme.Theme()
        self.stop = asyncio.Event()
        self.code = 0
        self.changes = Changes()
        self.timing = Timing(now=plan.clock)
        self.tasks = Tasks(timing=self.timing, rng=plan.rng)
        self.store: Store
        self.accounts: Accounts
        self.desk: Desk
        self.shell: Shell
        self.doorbell: Doorbell | None = None
        self.late_ends: list[Callable[[], None]] = []

    async def live(self) -> int:
        """Builds everything, waits for the stop event, and takes everything down again."""
        async with contextlib.AsyncExitStack() as closing:
            try:
                await self._build(closing)
            except errors.StoreInUse as failure:
                return 0 if await self._ring() else await self._tell_why(failure)
            except errors.StoreFailed as failure:
                return await self._tell_why(failure)
            await closing.enter_async_context(ending.heard(self.tasks.spawn, self.stop.set))
            closing.callback(sweeping.begin())
            rows = sum(len(self.desk.feed(spec.id).ids) for spec in self.desk.deck.columns)
            log.info("ready: %d columns, %d rows from the store", len(self.desk.deck.columns), rows)
            if self.plan.screenshot is not None:
                self.tasks.spawn(self._picture(self.plan.screenshot), "taking a picture")
            if self.plan.on_ready is not None:
                self.tasks.spawn(self._accompany(self.plan.on_ready), "what runs beside the window")
            await self.stop.wait()
            log.info("closing")
        log.info("closed")
        return self.code

    # --- building -----------------------------------------------------------------------------------------------------

    async def _build(self, closing: contextlib.AsyncExitStack) -> None:
        plan, where = self.plan, self.where
        self.store = await Store.open(
            where.desk, where.cache, clock=plan.clock, network_drive=paths.on_network_drive(where.desk)
        )
        last(closing, "databases", self.store.close)
        self.session = Session(clock=plan.clock, rng=plan.rng, proxies=SystemProxies())
        last(closing, "network", self.session.close)
        last(closing, "tasks", self.tasks.close)
        self.accounts = Accounts(
            self.store.desk,
            Secrets(),
            {network.name: network for network in (Mastodon(self.session, plan.clock, plan.rng),)},
            changes=self.changes,
            tasks=self.tasks,
            timing=self.timing,
            rng=plan.rng,
            know=self.session.know,
        )
        await self.accounts.read()
        self.engine = self._engine()
        self.stay = Stay(self.store, self.accounts, self._mount, plan.clock, plan.demo_speed)
        start = await self.stay.begin(wanted=plan.demo)
        self.desk = Desk(self.engine, self.feeds, self.accounts, self.store.desk)
        await self.desk.open(start)
        if plan.demo and not self.stay.lives_in(self.desk):
            self.stay.settle(self.desk, start)
        self.stay.introduce(self.desk)
        last(closing, "desk", self.desk.close)
        last(closing, "the town", self.stay.leave)
        closing.callback(lambda: [end() for end in self.late_ends])
        await self._window(closing)
        closing.callback(self.changes.subscribe(AccountsChanged, lambda change: self._look_at_town()))
        self.tasks.spawn(self._begin(), "what follows the first picture")

    async def _begin(self) -> None:
        """Reads tokens and begins to ask, once what the store holds is painted: a keyring may wait for a person."""
        await self.engine.rows.rest(self.timing)
        self._hear_later_starts()
        self.scheduler.start()
        await self.accounts.unlock()
        from client.sync import alerting, indexing, keeping, renewing  # late, all: not for the first picture
        from client.ui import catchup_control

        kept = keeping.Keeping(self.engine, self.feeds, self.accounts, lambda: self.settings.get(settings.RETENTION_DAYS))
        self.tasks.spawn(kept.run, "retention", restart=True)
        alerting.begin(self.engine, self.desk, self.settings, self.shell.calling.is_looking)
        self.late_ends.append(catchup_control.watch(self.shell, self.desk, self.accounts))
        self.tasks.spawn(indexing.Indexing(self.engine).run, "taking posts into the search", restart=True)
        self.tasks.spawn(renewing.once(self.accounts, self.timing, self.plan.rng), "renewing the accounts")

    def _engine(self) -> Engine:
        """Joins what all fetchers share with the scheduler that runs them."""
        now, rng, budget = self.timing.now, self.plan.rng, self.session.budget
        limits = Limits(now, lambda account, urgent: budget.ready_at(account, urgent=urgent), rng, budget.known)
        self.presence = Presence(self.timing.now)
        engine = Engine(
            store=self.store,
            rows=Rows(self.store.timelines.load, self.changes, self.tasks),
            changes=self.changes,
            tasks=self.tasks,
            timing=self.timing,
            rng=self.plan.rng,
            doors=self.accounts,
            limits=limits,
            presence=self.presence,
        )
        self.scheduler = Scheduler(self.timing, self.tasks, limits, self.plan.rng, on_jump=self._after_sleep)
        engine.wake = self.scheduler.wake
        self.feeds = Feeds(engine, self.scheduler)
        return engine

    def _after_sleep(self) -> None:
        """The PC slept, or its clock or network changed: every open connection may be dead without saying so."""
        log.info("The PC slept, or its clock or network changed")
        self.session.drop_connections()
        self.presence.forget()
        self.feeds.streams.retry()

    async def _window(self, closing: contextlib.AsyncExitStack) -> None:
        pictures = Pictures(self.session, self.where.pictures, changes=self.changes, tasks=self.tasks, timing=self.timing)
        self.shell = Shell(
            self.desk,
            self.accounts,
            pictures,
            self.changes,
            self.settings,
            self.theme,
            spawn=self.tasks.spawn,
            opener=links.system_opener,
            clock=self.plan.clock,
            demo=self.stay.here,
            data_folder=str(self.where.desk.parent),
            backups=self._backups,
        )
        closing.callback(self.shell.close)
        self.shell.quit_wanted.connect(self.stop.set)
        self.shell.demo_wanted.connect(lambda: self.tasks.spawn(self.stay.join(self.desk), "opening the demo town"))
        state = await self.store.desk.note(WINDOW_NOTE)
        if self.plan.screenshot is None:  # a picture has its own size
            if state is not None:
                self.shell.restore(state)
            elif self.qt.platformName() != "offscreen":
                self.shell.fit_screen()
        self.shell.state_changed.connect(lambda state: self.tasks.spawn(self._keep_window(state), "keeping the window"))
        self.desk.on_failure = self.shell.say_failure
        self.shell.show()
        if told := [notices_mended.mended(note) for note in (*self.store.notes, *self.settings.notes)]:
            self.shell.say(" ".join(told))

    def _backups(self) -> "Backups":
        from client.sync.backups import Backups  # late: for who puts a deck back

        return Backups(self.desk, self.accounts, self.store.backups)

    async def _keep_window(self, state: bytes) -> None:
        try:
            await self.store.desk.save_note(WINDOW_NOTE, state)
        except errors.StoreFailed as failure:
            log.info("The window's place is not kept: %s", failure.detail)

    # --- the demo town ------------------------------------------------------------------------------------------------

    def _mount(self, base: str, town: "Town") -> None:
        from client.transport.mounted import MountedTransport  # a run without the demo does without its code

        self.session.mount(base, MountedTransport(town, town.events))

    def _look_at_town(self) -> None:
        """Follows the demo's accounts: when they are gone, the next start is one without the town."""
        self.shell.set_demo(self.stay.here)
        if not self.stay.here:
            self.stay.say_goodbye(self.desk)
            self.tasks.spawn(self.stay.leave(), "leaving the demo town")

    # --- ending -------------------------------------------------------------------------------------------------------

    async def _picture(self, file: Path) -> None:
        """Writes a picture of the window after the time that was asked for, and ends."""
        await self.timing.sleep(self.plan.after)
        if not self.shell.window.grab().save(str(file)):
            print(f"The picture {file} could not be written.", file=sys.stderr)  # noqa: T201 - for who asked for it
            self.code = 1
        self.stop.set()

    async def _accompany(self, work: "Callable[[Belfry], Coroutine[object, object, None]]") -> None:
        try:
            await work(self)
        finally:
            self.stop.set()

    async def _ring(self) -> bool:
        """Brings the Belfry to the front that holds this folder. Tells whether there is one that can."""
        from client.ui import doorbell  # late: QtNetwork is not for the first picture

        if self.plan.screenshot is not None or not await doorbell.ring(self.where.desk.parent):
            return False
        print("Belfry is open already. Its window is in front now.", file=sys.stderr)  # noqa: T201 - for a terminal
        return True

    def _hear_later_starts(self) -> None:
        from client.ui.doorbell import Doorbell  # late too

        self.doorbell = Doorbell(self.where.desk.parent)
        self.doorbell.rung.connect(lambda: self.shell.to_front())
        self.late_ends.append(self.doorbell.close)

    async def _tell_why(self, failure: errors.StoreFailed) -> int:
        """Says in a window why Belfry cannot start; where nobody can see a window, the line goes to the terminal alone."""
        text = notices.sentence(failure)
        log.info("not started: %s %s", type(failure).__name__, failure.detail)
        print(text, file=sys.stderr)  # noqa: T201 - for who started Belfry from a terminal
        if self.plan.screenshot is None and self.qt.platformName() != "offscreen":
            from client.ui import stopped  # late: hardly ever

            await stopped.show(self.theme, text)
        return 1

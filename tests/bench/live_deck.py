"""The real program at work: `day FOLDER` measures memory, rest and load, `hour FOLDER` an hour of streaming on a fast clock.

Prints one JSON object of what was seen; `live.py` makes figures of it.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from client import app
from client.model import instant
from client.model.instant import Instant
from tests.bench import deck, memory

REST = 10.0  # seconds of an idle deck
SEGMENT, SEGMENTS = 3.0, 4  # seconds of scrolling with and without load, so many times in turn
PAGES, EVENTS = 50, 200  # a second
TICK = 8  # ms: 120 Hz, as near as Qt's timers come
STEP, RANGE = 8, 3000  # px that a tick scrolls, and after which it turns back
SPEED = 200.0  # of the fast clock
WARM, HOUR = 2400.0, 3600.0  # seconds of it: until caches are full, and then measured
EVERY = 1.0  # seconds of it between two events: 360 posts an hour in each column

Seen = dict[str, Any]


class Scroller(QObject):
    """Scrolls the first column up and down and keeps how long each tick came after the one before."""

    def __init__(self, belfry: app.Belfry) -> None:
        super().__init__()
        self.view = deck.views(belfry)[0]
        self.gaps: list[float] = []
        self.gone, self.way = 0, STEP
        self.before = time.perf_counter()
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.tick)
        self.timer.start(TICK)

    def tick(self) -> None:
        """One step."""
        now = time.perf_counter()
        self.gaps.append((now - self.before) * 1000)
        self.before = now
        self.gone += self.way
        if not 0 < self.gone < RANGE:
            self.way = -self.way
        self.view.scroll_px(self.way)


async def scrolled(belfry: app.Belfry) -> list[float]:
    """The ms between the ticks of one segment."""
    scroller = Scroller(belfry)
    await asyncio.sleep(SEGMENT)
    scroller.timer.stop()
    scroller.deleteLater()
    return scroller.gaps[5:]


async def fetch(belfry: app.Belfry) -> None:
    """Has one column after the other ask for its newest page, as if a person pressed Refresh, for ever."""
    feeds = deck.feeds(belfry)
    due, number = time.monotonic(), 0
    while True:
        feeds[number % len(feeds)].refresh()
        number += 1
        due += 1 / PAGES
        await asyncio.sleep(max(0.0, due - time.monotonic()))


async def day(belfry: app.Belfry, far: deck.Far) -> Seen:
    """Memory of a full and connected deck, its rest, and its ticks with and without load, in turn."""
    await deck.fill(belfry, far)
    await deck.rest(belfry, far)
    seen: Seen = {"pss_kb": memory.pss_kb()}
    before = time.process_time()
    await asyncio.sleep(REST)
    seen["idle_cpu_ms"] = (time.process_time() - before) * 1000
    seen["free"], seen["loaded"] = [], []
    began, pages, events = time.monotonic(), 0, 0
    await scrolled(belfry)  # has what comes first behind it
    for _ in range(SEGMENTS):
        seen["free"] += await scrolled(belfry)
        start = far.count()
        far.say("rate", EVENTS)
        load = belfry.tasks.spawn(fetch(belfry), "load")
        began = time.monotonic()
        await asyncio.sleep(0.3)
        seen["loaded"] += await scrolled(belfry)
        load.cancel()
        far.say("rate", 0)
        spent, end = time.monotonic() - began, far.count()
        pages, events = pages + int((end[0] - start[0]) / spent), events + int((end[1] - start[1]) / spent)
        await asyncio.sleep(0.7)
    seen["pages"], seen["events"] = pages / SEGMENTS, events / SEGMENTS
    return seen


class Fast:
    """A clock, a steady clock and an alarm that run `SPEED` times as fast as the real ones, from now on."""

    def __init__(self, speed: float = SPEED) -> None:
        self.speed = speed
        self.wall, self.steady = float(instant.now()), time.monotonic()

    def monotonic(self) -> float:
        return self.steady + (time.monotonic() - self.steady) * self.speed

    def now(self) -> Instant:
        return Instant(int(self.wall + (self.monotonic() - self.steady) * 1000))

    def later(self, delay: float, function: Callable[[], None]) -> Callable[[], None]:
        return asyncio.get_running_loop().call_later(max(0.0, delay) / self.speed, function).cancel

    def begin(self, belfry: app.Belfry) -> None:
        """Takes the place of the program's clocks."""
        belfry.timing.now, belfry.timing.monotonic, belfry.timing.later = self.now, self.monotonic, self.later


async def hour(belfry: app.Belfry, far: deck.Far) -> Seen:
    """Memory after warming up, and after an hour more of the fast clock."""
    await deck.fill(belfry, far)
    fast = Fast()
    fast.begin(belfry)
    far.say("clock", fast.now(), SPEED)
    far.say("rate", SPEED / EVERY)
    await asyncio.sleep(WARM / SPEED)
    warm, start = memory.pss_kb(), far.count()
    began = fast.monotonic()
    await asyncio.sleep(HOUR / SPEED)
    spent, end = fast.monotonic() - began, far.count()
    far.say("rate", 0)
    await asyncio.sleep(0.5)
    rows = sum(len(feed.ids) for feed in deck.feeds(belfry))
    return {"warm_kb": warm, "after_kb": memory.pss_kb(), "events": end[1] - start[1], "seconds": spent, "rows": rows}


def main(work: Callable[[app.Belfry, deck.Far], Coroutine[object, object, Seen]], folder: Path) -> int:
    """Runs the program and the server, and prints what was seen."""
    far = deck.Far()
    seen: Seen = {}

    async def beside(belfry: app.Belfry) -> None:
        seen.update(await work(belfry, far))

    try:
        code = app.live(app.Plan(base_dir=folder, lang="en", rng=random.Random(1), on_ready=beside))
    finally:
        far.close()
    sys.stdout.write(json.dumps(seen))
    return code or int(not seen)


if __name__ == "__main__":
    sys.exit(main({"day": day, "hour": hour}[sys.argv[1]], Path(sys.argv[2])))

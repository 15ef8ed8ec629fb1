"""The real program on a deck of ten home columns, each of its own account with its own stream, at the server of `server.py`."""

import asyncio
import subprocess
import sys
from array import array
from pathlib import Path

from client import app
from client.model.account import Account, AccountId, Server
from client.model.column import NARROW, ColumnId, ColumnSpec
from client.model.health import FetchState
from client.networks.base import Feature
from client.sync.feed import Feed
from client.ui.timeline_view import TimelineView
from tests.bench import instructions, prepare, server

ROWS = 500
QUIET = 6  # seconds
DEADLINE = 90.0  # seconds until all ten are filled and live


class Far:
    """The server in its process."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(server.__file__))]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=instructions.surroundings(),
            text=True,
        )
        self.base = f"http://127.0.0.1:{int(self._line())}"

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the server for measuring has ended")
        return line

    def say(self, *words: object) -> None:
        """Gives an order."""
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def count(self) -> tuple[int, int, int]:
        """Pages and events sent so far, and streams that are open."""
        self.say("count")
        pages, events, streams = map(int, self._line().split())
        return pages, events, streams

    def close(self) -> None:
        """Ends it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def feeds(belfry: app.Belfry) -> list[Feed]:
    """What the columns show."""
    return [belfry.desk.feed(spec.id) for spec in belfry.desk.deck.columns]


def views(belfry: app.Belfry) -> list[TimelineView]:
    """The columns' views."""
    return [column.top.view for column in belfry.shell.deck.columns]


async def fill(belfry: app.Belfry, far: Far) -> None:
    """Adds the columns and waits until each holds its posts, its stream is open and all in sight is painted."""
    belfry.shell.window.setGeometry(0, 0, *prepare.SCREEN)
    place = Server(far.base, features=frozenset({Feature.STREAMING}), streaming_url=far.base)
    for number in range(server.ACCOUNTS):
        name = AccountId(f"a{number}")
        account = Account(name, "mastodon", place, str(number), f"p{number}@town.example", f"P {number}")
        belfry.accounts.lend(account, f"t{number}")
        belfry.desk.add_column(ColumnSpec(ColumnId(f"c{number}"), "home", (name,), width=NARROW))
    async with asyncio.timeout(DEADLINE):
        while any(not _is_full(feed) for feed in feeds(belfry)) or far.count()[2] < server.ACCOUNTS:
            for feed in feeds(belfry):
                if not _is_full(feed) and feed.ids:
                    feed.load_older()
            await asyncio.sleep(0.1)
        while any(feed.health.state is not FetchState.STREAMING for feed in feeds(belfry)):  # noqa: ASYNC110 - states change in many ways
            await asyncio.sleep(0.1)
    for view, feed in zip(views(belfry), feeds(belfry), strict=True):
        feed.want(array("q", feed.ids[:ROWS]))
        view.viewport().update()
    await asyncio.sleep(2)


async def rest(belfry: app.Belfry, far: Far) -> None:
    """Waits until what follows a start is over: all posts can be searched, and nothing was asked for some seconds."""
    while await belfry.store.finder.take_in():
        pass
    quiet, before = 0, far.count()[0]
    async with asyncio.timeout(DEADLINE):
        while quiet < QUIET:
            await asyncio.sleep(1)
            now = far.count()[0]
            quiet, before = quiet + 1 if now == before else 0, now


def _is_full(feed: Feed) -> bool:
    return len(feed.ids) >= ROWS

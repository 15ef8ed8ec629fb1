"""What a post costs from the bytes of a page to its place in the store, against `json.loads` and a bare insert of the bytes.

The pages are as those of a large server (40 posts, 160 to 170 kB), each with new posts on top of the one before. All that
Belfry does with an answer is done: the adapter reads it and the store saves it; only the wire is left out.
"""

import asyncio
import gc
import json
import random
import sqlite3
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from client.model import instant
from client.model.account import Account, AccountId, Server
from client.model.page import Where
from client.model.query import QueryKind, query
from client.networks.base import Access
from client.networks.mastodon.adapter import Mastodon
from client.store.database import Store
from client.store.timelines import How
from client.transport.exchange import Answer, Request, parse_links
from client.transport.session import Session
from tests.store import wire_pages

ROUNDS, PAGES = 15, 8  # rounds in which both take turns, pages of each; what comes first is done once before
LIMIT = 40
BASE = "https://meerdam.example"
NOW = instant.Instant(1_790_000_000_000)


def answers() -> list[Answer]:
    """The pages, the oldest first."""
    found = []
    url = f"{BASE}/api/v1/timelines/home?limit={LIMIT}"
    for body in wire_pages.pages((ROUNDS + 1) * PAGES, full=True):
        items = json.loads(body)
        link = f'<{url}&max_id={items[-1]["id"]}>; rel="next", <{url}&min_id={items[0]["id"]}>; rel="prev"'
        found.append(Answer(200, {"content-type": "application/json", "link": link}, body, url, parse_links(link, url)))
    return found


class _Wire:
    """Answers with what was recorded, in turn."""

    def __init__(self, given: Sequence[Answer]) -> None:
        self.answers = list(given)

    async def send(self, request: Request) -> Answer:
        return self.answers.pop(0)


class _Floor:
    """Reading the JSON and inserting the same bytes, a page a transaction, with the store's own settings."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.connection.execute("CREATE TABLE post (id TEXT PRIMARY KEY, data BLOB)")

    def take(self, given: Sequence[Answer]) -> float:
        """CPU seconds of some pages."""
        began = time.process_time()
        for answer in given:
            items = json.loads(answer.body)
            size = len(answer.body) // len(items)
            rows = [(item["id"], answer.body[at * size : (at + 1) * size]) for at, item in enumerate(items)]
            self.connection.execute("BEGIN")
            self.connection.executemany("INSERT OR REPLACE INTO post VALUES (?, ?)", rows)
            self.connection.execute("COMMIT")
        return time.process_time() - began


async def rounds(folder: Path, given: Sequence[Answer]) -> list[tuple[float, float]]:
    """CPU seconds of each round: ours, and the least that it could cost."""
    session: Any = _Wire(given)
    network = Mastodon(cast("Session", session), lambda: NOW, random.Random(1))
    account = Account(AccountId("a"), "mastodon", Server(BASE), "1", "a@meerdam.example", "A")
    access, asked = Access(account, "t"), query(account.id, QueryKind.HOME)
    store = await Store.open(folder / "desk.db", folder / "cache.db", clock=lambda: NOW)
    timeline = (await store.timelines.open(asked)).timeline
    spent = []
    gc.collect()
    gc.freeze()  # as the program does when it has started
    floor = _Floor(folder / "floor.db")
    with closing(floor.connection):
        for start in range(0, len(given), PAGES):
            began = time.process_time()
            for _ in range(PAGES):
                got = await network.fetch(access, asked, Where(), LIMIT)
                await store.timelines.save(timeline, got, how=How.NEWEST, now=NOW, where=Where())
            ours = time.process_time() - began
            spent.append((ours, floor.take(given[start : start + PAGES])))
    kept = len((await store.timelines.open(asked)).ids)
    await store.close()
    gc.unfreeze()
    expected = LIMIT * len(given) - (len(given) - 1)  # each page begins with the newest post of the one before
    if kept != expected:
        raise RuntimeError(f"{kept} rows were kept, not {expected}")
    return spent[1:]


def figures(folder: Path) -> dict[str, float | None]:
    """`ingest_ratio`: the median of rounds in which both take turns."""
    return {"ingest_ratio": statistics.median(ours / least for ours, least in asyncio.run(rounds(folder, answers())))}


if __name__ == "__main__":
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(f"{figures(Path(name))}\n")

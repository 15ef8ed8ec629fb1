"""What a post costs from the bytes of a page to its place in the store, against `json.loads` and a bare insert of the bytes.

The bytes are the demo town's pages. All that Belfry does with an answer is done: the adapter reads it and the store saves it;
only the wire is left out.
"""

import asyncio
import json
import random
import sqlite3
import statistics
import time
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from client.demo.town import BASE, Town
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

ROUNDS = 9
LIMIT = 40
PATH = "/api/v1/timelines/public"
FEWEST = 5  # pages: fewer would say little
NOW = instant.Instant(1_780_000_000_000)


def pages() -> list[Answer]:
    """The town's pages of 40 posts, the newest first; no post is in two of them."""
    town = Town(lambda: NOW, limit=10_000)
    found: list[Answer] = []
    url = f"{BASE}{PATH}?limit={LIMIT}"
    while url:
        status, headers, body = town("GET", PATH, url.partition("?")[2], {"authorization": "Bearer demo"}, b"")
        if status != 200 or len(json.loads(body)) < LIMIT:  # in a short page the transaction would weigh too much
            break
        links = parse_links(dict(headers).get("link", ""), url)
        found.append(Answer(status, dict(headers), body, url, links))
        url = links.get("next", "")
    ids = [item["id"] for answer in found for item in json.loads(answer.body)]
    if len(found) < FEWEST or len(set(ids)) != len(ids):
        raise RuntimeError(f"the town gave {len(found)} pages with {len(set(ids))} posts")
    return found


class _Wire:
    """Answers with what was recorded, in turn."""

    def __init__(self, answers: list[Answer]) -> None:
        self.answers = list(answers)

    async def send(self, request: Request) -> Answer:
        return self.answers.pop(0)


async def ours(folder: Path, answers: list[Answer]) -> float:
    """CPU seconds of the real way, into a new store."""
    session: Any = _Wire(answers)
    network = Mastodon(cast("Session", session), lambda: NOW, random.Random(1))
    account = Account(AccountId("a"), "mastodon", Server(BASE), "1", "a@meerdam.example", "A")
    asked = query(account.id, QueryKind.FEDERATED)
    store = await Store.open(folder / "desk.db", folder / "cache.db", clock=lambda: NOW)
    timeline = (await store.timelines.open(asked)).timeline
    began = time.process_time()
    where, how = Where(), How.NEWEST
    for _ in answers:
        got = await network.fetch(Access(account, "t"), asked, where, LIMIT)
        await store.timelines.save(timeline, got, how=how, now=NOW, where=where)
        where, how = Where(older=got.older), How.OLDER
    spent = time.process_time() - began
    kept = len((await store.timelines.open(asked)).ids)
    await store.close()
    if kept != LIMIT * len(answers):
        raise RuntimeError(f"{kept} rows were kept")
    return spent


def least(folder: Path, answers: list[Answer]) -> float:
    """CPU seconds of reading the JSON and inserting the same bytes, 40 posts a transaction, with the store's own settings."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("CREATE TABLE post (id TEXT PRIMARY KEY, data BLOB)")
        began = time.process_time()
        for answer in answers:
            items = json.loads(answer.body)
            size = len(answer.body) // len(items)
            rows = [(item["id"], answer.body[at * size : (at + 1) * size]) for at, item in enumerate(items)]
            connection.execute("BEGIN")
            connection.executemany("INSERT OR REPLACE INTO post VALUES (?, ?)", rows)
            connection.execute("COMMIT")
        return time.process_time() - began


def figures(folder: Path) -> dict[str, float | None]:
    """`ingest_ratio`: the median of rounds in which both take turns."""
    answers = pages()
    ratios = []
    for number in range(ROUNDS):
        floor = least(folder / f"floor{number}", answers)
        (folder / f"ours{number}").mkdir()
        ratios.append(asyncio.run(ours(folder / f"ours{number}", answers)) / floor)
    return {"ingest_ratio": statistics.median(ratios)}


if __name__ == "__main__":
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(f"{figures(Path(name))}\n")

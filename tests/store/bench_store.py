"""What the store costs beside the least that it could cost: for the bench. Each pair is measured interleaved in one run.

`ingest_us` takes posts as the adapter gives them; `ingest_ratio` is the whole way from the bytes of pages.
"""

import asyncio
import gc
import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

from client.model.account import AccountId
from client.model.instant import Instant
from client.model.page import Cursor, Entry, Page
from client.model.post import Author, Counts, Post, PostKey, ViewerState
from client.model.query import Query, QueryKind, query
from client.model.richtext import RichText, Span, SpanKind
from client.networks.mastodon.parse import Met, Parser, unique
from client.store import codec, worker
from client.store.database import Store
from client.store.timelines import How
from client.transport.exchange import parse_json
from tests.store import wire_pages

ORIGIN = "mastodon:meerdam.example"
ASKED: Query = query(AccountId("a1"), QueryKind.HOME)
BATCH = 40


def sample(number: int) -> Entry:
    """A post of about 200 characters with two links, as they are."""
    words = f"Bericht {number}: de rookmelders in de wijk worden morgen getest, zie de kaart. " + "Meer volgt later. " * 6
    spans = (Span(0, 7, SpanKind.BOLD), Span(10, 30, SpanKind.LINK, f"https://meerdam.example/{number}", ""))
    who = str(number % 200)
    author = Author(who, f"p{who}@meerdam.example", RichText(f"Person {who}"), f"https://meerdam.example/@p{who}")
    at = Instant(1_700_000_000_000 + number * 1000)
    counts = Counts(1, 2, 3, 0)
    key = PostKey(ORIGIN, str(110_000_000_000_000_000 + number))
    item = Post(key, author, RichText(words, spans), at, url=f"https://meerdam.example/@p{who}/{number}", counts=counts)
    return Entry(key.id, at, item, ViewerState(False, False, False, False, None, None, ()))


def pages(count: int, start: int = 0) -> list[Page]:
    """Pages of 40, the oldest first, each one entry over the last."""
    made = []
    for first in range(start, start + count, BATCH):
        entries = tuple(sample(number) for number in range(first + BATCH - 1, max(first - 2, -1), -1))
        made.append(Page(entries, Cursor(f"o{first}"), Cursor(f"n{first + BATCH}")))
    return made


async def filled(folder: Path, rows: int) -> tuple[Store, int]:
    """A store whose home timeline has so many rows."""
    store = await Store.open(folder / "desk.db", folder / "cache.db", clock=lambda: Instant(0))
    timeline = (await store.timelines.open(ASKED)).timeline
    for page in pages(rows):
        await store.timelines.save(timeline, page, how=How.NEWEST, now=Instant(0))
    return store, timeline


async def ingest_us(store: Store, timeline: int, given: Sequence[Page]) -> float:
    """CPU microseconds a post of saving pages, thread hand-over included."""
    start = time.process_time()
    for page in given:
        await store.timelines.save(timeline, page, how=How.NEWEST, now=Instant(0))
    return (time.process_time() - start) * 1e6 / (len(given) * BATCH)


def ingest_floor_us(folder: Path, bodies: Sequence[bytes]) -> float:
    """CPU microseconds a post of the floor: `json.loads` of a page's bytes and a bare insert of its posts, 40 a transaction."""
    with closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("CREATE TABLE IF NOT EXISTS post (id TEXT PRIMARY KEY, data BLOB)")
        start, count = time.process_time(), 0
        for body in bodies:
            items = json.loads(body)
            count += len(items)
            connection.execute("BEGIN")
            connection.executemany("INSERT OR REPLACE INTO post VALUES (?, ?)", [(item["id"], body[:800]) for item in items])
            connection.execute("COMMIT")
        return (time.process_time() - start) * 1e6 / count


def _read(body: bytes, met: Met) -> Page:
    """Reads a page as the adapter does."""
    parser = Parser(ORIGIN, "meerdam.example", Instant(1_800_000_000_000), met=met)
    entries = parser.each(parse_json(body), parser.entry)
    entries.sort(key=lambda entry: entry.at, reverse=True)
    if parser.dropped:
        raise RuntimeError(f"{parser.dropped} posts could not be read")
    return Page(unique(entries), Cursor(f"o{entries[-1].id}"), Cursor(f"n{entries[0].id}"))


class _Floor:
    """`json.loads` and a bare insert into one table with one index, with the store's own settings, a page a transaction."""

    def __init__(self, path: Path) -> None:
        self.connection = worker.connect(path)
        worker.configure(self.connection, full=False, network_drive=False)
        self.connection.execute("CREATE TABLE post (id INTEGER PRIMARY KEY, key TEXT NOT NULL, data BLOB NOT NULL)")
        self.connection.execute("CREATE UNIQUE INDEX post_key ON post (key)")

    def take(self, body: bytes, blobs: Sequence[bytes]) -> None:
        """Keeps `blobs`, one for each post of the page."""
        items = json.loads(body)
        rows = [(item["id"], blob) for item, blob in zip(items, blobs, strict=True)]
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany("INSERT OR REPLACE INTO post (key, data) VALUES (?, ?)", rows)
        self.connection.execute("COMMIT")


async def ingest_ratio(folder: Path, *, full: bool = True, rounds: int = 15, batch: int = 8) -> dict[str, float]:
    """CPU of the whole way (bytes of a page, model, rich text, store) over the floor's, medians of rounds that take turns.

    `ingest_ratio`: the floor keeps the bytes of each post as they came. `ingest_ratio_small`: only as many as the store
    itself writes for the post, the hardest floor there is. `full` is as in `tests.store.wire_pages`.
    """
    store = await Store.open(folder / "desk.db", folder / "cache.db", clock=lambda: Instant(0))
    timeline = (await store.timelines.open(ASKED)).timeline
    floors = _Floor(folder / "floor.db"), _Floor(folder / "small.db")
    bodies = list(wire_pages.pages(rounds * batch, full=full))
    met: Met = {}
    found: list[tuple[float, float, float]] = []
    gc.collect()
    gc.freeze()  # as the program does when it has started
    try:
        for start in range(0, len(bodies), batch):
            part = bodies[start : start + batch]
            raw = [[json.dumps(item, ensure_ascii=False).encode() for item in json.loads(body)] for body in part]
            own = [[codec.dump_post(entry.post) for entry in _read(body, {}).entries if entry.post] for body in part]
            spent = []
            began = time.process_time()
            for body in part:
                await store.timelines.save(timeline, _read(body, met), how=How.NEWEST, now=Instant(0))
            spent.append(time.process_time() - began)
            for floor, blobs in zip(floors, (raw, own), strict=True):
                began = time.process_time()
                for body, rows in zip(part, blobs, strict=True):
                    floor.take(body, rows)
                spent.append(time.process_time() - began)
            found.append((spent[0], spent[1], spent[2]))
    finally:
        gc.unfreeze()
        for floor in floors:
            floor.connection.close()
        await store.close()
    ours, floor_raw, floor_own = (median(column) * 1e6 / batch / BATCH for column in zip(*found, strict=True))
    return {
        "ingest_ratio": median(one[0] / one[1] for one in found),
        "ingest_ratio_small": median(one[0] / one[2] for one in found),
        "whole_us": ours,
        "floor_us": floor_raw,
        "floor_small_us": floor_own,
    }


def page_us(cache: Path, runs: int = 300) -> tuple[float, float]:
    """Wall microseconds (median) of the newest 50 rows of the largest timeline straight from the file, by the store's index and
    joins; and the floor, a bare keyset select of as many rows with their bytes."""
    with closing(sqlite3.connect(f"{cache.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        sql = "SELECT timeline FROM entry GROUP BY timeline ORDER BY count(*) DESC LIMIT 1"
        timeline = connection.execute(sql).fetchone()[0]
        top = connection.execute("SELECT max(id) FROM post").fetchone()[0]
        ours = """SELECT entry.id, entry.key, entry.at, entry.reason, post.data, viewer.data FROM entry
                  LEFT JOIN post ON post.id = entry.post LEFT JOIN viewer ON viewer.post = entry.post AND viewer.account = 'a1'
                  WHERE entry.timeline = ? AND entry.hidden = 0 ORDER BY entry.rank DESC, entry.tie DESC LIMIT 50"""
        floor = "SELECT id, data FROM post WHERE id <= ? ORDER BY id DESC LIMIT 50"
        return (
            _median(lambda: connection.execute(ours, (timeline,)).fetchall(), runs),
            _median(lambda: connection.execute(floor, (top,)).fetchall(), runs),
        )


def _median(work: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e6)
    return median(times)


async def measure(folder: Path, rows: int = 100_000) -> dict[str, float]:
    """Everything, on a timeline of so many rows."""
    store, timeline = await filled(folder, rows)
    more = pages(BATCH * 50, start=rows)
    before = time.perf_counter()
    await store.timelines.save(timeline, pages(BATCH, start=rows)[0], how=How.NEWEST, now=Instant(0))
    one = (time.perf_counter() - before) * 1e3
    found = {"save_40_ms": one, "ingest_us": await ingest_us(store, timeline, more[1:])}
    opened = await store.timelines.open(ASKED)
    before = time.perf_counter()
    await store.timelines.load(opened.ids[:50])
    found["load_50_us"] = (time.perf_counter() - before) * 1e6
    await store.close()
    before = time.perf_counter()
    store = await Store.open(folder / "desk.db", folder / "cache.db", clock=lambda: Instant(0))
    found["store_open_ms"] = (time.perf_counter() - before) * 1e3
    before = time.perf_counter()
    await store.timelines.open(ASKED)
    found["timeline_open_ms"] = (time.perf_counter() - before) * 1e3
    await store.close()
    found["page_us"], found["page_floor_us"] = page_us(folder / "cache.db")
    return found


if __name__ == "__main__":
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        for full in (True, False):
            (folder := Path(name) / f"ingest{full}").mkdir()
            for key, value in asyncio.run(ingest_ratio(folder, full=full)).items():
                sys.stdout.write(f"{key} ({'full' if full else 'town'} pages) {value:.2f}\n")
        for key, value in asyncio.run(measure(Path(name), int(sys.argv[1]) if sys.argv[1:] else 100_000)).items():
            sys.stdout.write(f"{key} {value:.1f}\n")

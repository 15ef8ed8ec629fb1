"""What the newest 50 posts of a column of 100,000 cost: the store's query alone, and all up to rows that can be painted; and
what the newest 50 that hold a word cost against that query."""

import asyncio
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from client.model import finding
from client.store import fulltext
from tests.store import bench_store

ROWS, PAGE, ROUNDS = 100_000, 50, 200
SEARCHES = ("rookmelders", "wijk kaart", '"zie de kaart"', "author:p17")
"""What is searched for: words that every post has, and one person in two hundred."""


async def painted(folder: Path, *, indexed: bool) -> float:
    """CPU microseconds up to rows in memory, the median. Decoding and the hand-over to the database thread are in it."""
    store, _ = await bench_store.filled(folder, ROWS)
    ids = (await store.timelines.open(bench_store.ASKED)).ids
    if len(ids) != ROWS:
        raise RuntimeError(f"the column has {len(ids)} posts")
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        rows = await store.timelines.load(ids[:PAGE])
        times.append((time.process_time() - began) * 1e6)
        if len(rows) != PAGE:
            raise RuntimeError(f"the page has {len(rows)} rows")
    while indexed and await store.finder.take_in(2000):
        pass
    await store.close()
    return statistics.median(times)


def found_us(cache: Path) -> float:
    """Wall microseconds of the newest 50 that hold a word, asked as `client.store.finder` asks: the mean of several words."""
    sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
    with closing(sqlite3.connect(f"{cache.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        kept = connection.execute("SELECT count(*) FROM spot").fetchone()[0]
        if kept != ROWS:
            raise RuntimeError(f"{kept} posts can be found")
        medians = []
        for words in SEARCHES:
            asked = (fulltext.expression(finding.parse(words)), PAGE)
            if len(connection.execute(sql, asked).fetchall()) != PAGE:
                raise RuntimeError(f"{words} is not found")
            medians.append(_median(partial(_read, connection, sql, asked)))
    return statistics.mean(medians)


def _read(connection: sqlite3.Connection, sql: str, asked: tuple[str, int]) -> None:
    connection.execute(sql, asked).fetchall()


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1e6)
    return statistics.median(times)


def figures(folder: Path, note: Callable[[str], None], *, indexed: bool = True) -> dict[str, float | None]:
    """`page_us`: wall microseconds of the query, as performance figures of stores are given; `fts_ratio` with `indexed`."""
    whole = asyncio.run(painted(folder, indexed=indexed))
    query, floor = bench_store.page_us(folder / "cache.db")
    note(f"page: {query:.0f} us for the query, {floor:.0f} us for a bare one, {whole:.0f} us up to rows")
    if not indexed:
        return {"page_us": query}
    search = found_us(folder / "cache.db")
    note(f"search: {search:.0f} us for the newest {PAGE} that hold a word")
    return {"page_us": query, "fts_ratio": search / query}

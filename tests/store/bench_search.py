"""What a search on this PC costs beside the newest page of a column: for the bench's `fts_ratio`.

Call `take_all_in` on a filled store, close it, then `search_us` on its file; `fts_ratio` is that over `bench_store.page_us`.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from client.model import finding
from client.store import fulltext
from client.store.database import Store

WORD = "rookmelders"  # every post of `bench_store.sample` has it: the most there is to go through


async def take_all_in(store: Store) -> float:
    """Takes every post into the search. CPU microseconds a post."""
    began, count = time.process_time(), 0
    while taken := await store.finder.take_in():
        count += taken
    return (time.process_time() - began) * 1e6 / max(1, count)


def search_us(cache: Path, line: str = WORD, runs: int = 300) -> float:
    """Wall microseconds (median) of finding the newest 50 straight from the file, as the store asks for them."""
    asked = fulltext.expression(finding.parse(line))
    sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 50"
    with closing(sqlite3.connect(f"{cache.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            found = connection.execute(sql, (asked,)).fetchall()
            times.append((time.perf_counter() - began) * 1e6)
            if len(found) != 50:
                raise RuntimeError(f"{len(found)} posts were found")
    return median(times)

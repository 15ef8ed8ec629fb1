"""What the newest 50 posts of a column of 100,000 cost: the store's query alone, and all up to rows that can be painted."""

import asyncio
import statistics
import sys
import time
from pathlib import Path

from tests.store import bench_store

ROWS, PAGE, ROUNDS = 100_000, 50, 200


async def painted(folder: Path) -> float:
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
    await store.close()
    return statistics.median(times)


def figures(folder: Path) -> dict[str, float | None]:
    """`page_us`: wall microseconds of the query, as performance figures of stores are given. The rest is told beside it."""
    whole = asyncio.run(painted(folder))
    query, floor = bench_store.page_us(folder / "cache.db")
    sys.stderr.write(f"page: {query:.0f} us for the query, {floor:.0f} us for a bare one, {whole:.0f} us up to rows\n")
    return {"page_us": round(query, 1)}

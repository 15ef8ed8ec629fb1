"""What the newest 50 posts of a column of 100,000 cost, from the store's file to rows that can be painted."""

import asyncio
import statistics
import time
from pathlib import Path

from tests.store import bench_store

ROWS, PAGE, ROUNDS = 100_000, 50, 200


async def measured(folder: Path) -> float:
    """CPU microseconds, the median. The hand-over to the database thread and back is in it."""
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
    """`page_us`."""
    return {"page_us": asyncio.run(measured(folder))}

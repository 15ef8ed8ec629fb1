"""A column of 100,000 posts against one of 500: scrolling, inserting above, and whether the reader's row moves."""

import statistics
import time
from collections.abc import Callable
from functools import partial

from tests.bench import scene

SMALL, LARGE = 500, 100_000
ROUNDS, STEPS, NEW = 25, 8, 50


def cpu(work: Callable[[], None]) -> float:
    """CPU seconds that the work takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def figures() -> dict[str, float]:
    """`scale_scroll_ratio`, `scale_insert_ratio` and `anchor_moved_px`: medians of rounds in which both take turns."""
    small, large = scene.Scene(SMALL), scene.Scene(LARGE)
    scroll: list[float] = []
    insert: list[float] = []
    moved = 0.0
    next_id = 10 * LARGE
    for column in (small, large):
        _down(column, 30)
    for _ in range(ROUNDS):
        times = {id(column): cpu(partial(_down, column, STEPS)) for column in (small, large)}
        scroll.append(times[id(large)] / times[id(small)])
        for column in (small, large):
            _down(column, -STEPS)
        new = list(range(next_id, next_id + NEW))
        next_id += NEW
        spent = {}
        for column in (small, large):
            before = column.view.place
            spent[id(column)] = cpu(partial(column.insert_above, new))
            after = column.view.place
            moved = max(moved, abs(after[1] - before[1]) if after[0] == before[0] else float("inf"))
        insert.append(spent[id(large)] / spent[id(small)])
    for column in (small, large):
        column.close()
    return {
        "scale_scroll_ratio": round(statistics.median(scroll), 3),
        "scale_insert_ratio": round(statistics.median(insert), 3),
        "anchor_moved_px": moved,
    }


def _down(column: scene.Scene, steps: int) -> None:
    for _ in range(abs(steps)):
        column.scroll(scene.STEP if steps > 0 else -scene.STEP)


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps(figures()))

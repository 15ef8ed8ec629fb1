"""What the program costs while it lives on a real server: load, stalls, memory, growth and rest. See `live_deck.py`."""

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.bench import live_deck, prepare

Run = Callable[[Sequence[str], dict[str, str]], str]
LATE = 16.7  # ms
FEWEST = 200  # ticks in each state: fewer would say little
LEAST = 0.8  # of the load that must have come, or the figures are of something else
Figures = dict[str, float | None]


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, math.ceil(len(values) * share) - 1)]


def _late(ticks: Sequence[float]) -> float:
    return sum(tick > LATE for tick in ticks) / len(ticks)


def _seen(what: str, folder: Path, run: Run, display: dict[str, str]) -> Any:
    around = {**prepare.surroundings(folder), **({"QT_QPA_PLATFORM": "offscreen"} | display)}
    return json.loads(run(["tests/bench/live_deck.py", what, str(folder / what)], around))


def day(folder: Path, run: Run, display: dict[str, str], note: Callable[[str], None]) -> Figures:
    """`pss_ratio`, `idle_cpu_ms`, `load_interval_ratio`, `load_late_share` and `stall_max_ms`.

    RuntimeError when the events did not come: then the figures would be of something else. Pages are asked for as often as the
    load says; a column that is still asking answers two wishes with one page.
    """
    size = [str(length) for length in prepare.SCREEN]
    bare = int(run(["tests/bench/bare_window.py", *size, "pss"], {"QT_QPA_PLATFORM": "offscreen", **display}))
    seen = _seen("day", folder, run, display)
    note(f"memory: {seen['pss_kb']} kB against {bare} kB")
    note(f"load: {seen['pages']:.0f} of {live_deck.PAGES} pages and {seen['events']:.0f} of {live_deck.EVENTS} events a second")
    free, loaded = seen["free"], seen["loaded"]
    if min(len(free), len(loaded)) < FEWEST:
        raise RuntimeError(f"only {len(free)} ticks without and {len(loaded)} with load")
    if seen["events"] < LEAST * live_deck.EVENTS or not seen["pages"]:
        raise RuntimeError("the load did not come")
    found: Figures = {"pss_ratio": seen["pss_kb"] / bare, "idle_cpu_ms": seen["idle_cpu_ms"]}
    for name, ticks in (("without", free), ("with", loaded)):
        p50, p99 = _quantile(ticks, 0.5), _quantile(ticks, 0.99)
        note(f"{name} load: median {p50:.1f}, p99 {p99:.1f}, longest {max(ticks):.1f} ms, late {_late(ticks):.4f}")
    return found | {
        "load_interval_ratio": _quantile(loaded, 0.99) / _quantile(free, 0.99),
        "load_late_share": _late(loaded),
        "stall_max_ms": max(loaded),
    }


def hour(folder: Path, run: Run, display: dict[str, str], note: Callable[[str], None]) -> Figures:
    """`growth_ratio`: memory after an hour of streaming over memory before it. RuntimeError when the events did not come."""
    seen = _seen("hour", folder, run, display)
    note(f"growth: {seen['warm_kb']} to {seen['after_kb']} kB in {seen['seconds']:.0f} s with {seen['events']} events")
    if seen["events"] < LEAST * live_deck.HOUR / live_deck.EVERY:
        raise RuntimeError(f"only {seen['events']} events came in the hour")
    return {"growth_ratio": seen["after_kb"] / seen["warm_kb"]}

"""Measures Belfry: `python packaging/dev.py bench [--json FILE] [--only KEY,KEY]`. CONTRIBUTING.md tells what the keys mean.

Standard output is one JSON object; the same figures with their goals, and what went wrong, go to standard error. A ratio is
taken against the least that the same work can cost, in the same run. Instructions do not depend on what else the PC does; times
do, so whoever is measured takes turns with what it is measured against. Everything is written to a temporary folder.
"""

import argparse
import contextlib
import json
import math
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import ground  # noqa: E402  (lies in packaging/, which is no package)

from tests.bench import hostile, ingest, instructions, live, page, prepare, screen  # noqa: E402  (the line above finds them)

GOALS: dict[str, float | None] = {  # at most; None: only watched
    "start_ir_ratio": 1.6,
    "scroll_ir_ratio": 5.0,
    "scale_scroll_ratio": 1.05,
    "scale_insert_ratio": 1.5,
    "anchor_moved_px": 0.0,
    "scroll_all_p99_ms": 8.0,
    "ingest_ratio": 2.0,
    "load_interval_ratio": 1.15,
    "load_late_share": 0.001,
    "stall_max_ms": 50.0,
    "pss_ratio": 2.0,
    "growth_ratio": 1.05,
    "idle_cpu_ms": 5.0,
    "page_us": None,
    "fts_ratio": 2.5,
    "hostile_ratio": 2.2,
    "hostile_ms": 20.0,
    "avatars_ui_share": 0.03,
}
Figures = dict[str, float | None]


@dataclass(frozen=True)
class Bench:
    """What a measure gets: a folder of its own, how to draw where times are taken, and the keys that are wanted."""

    folder: Path
    display: Mapping[str, str] = field(default_factory=dict)
    keys: frozenset[str] = frozenset(GOALS)


def note(text: str) -> None:
    """Says something to the person; standard output is for the figures alone."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def counter_ready() -> bool:
    """Sees to it that instructions can be counted; says what to install where it cannot."""
    if instructions.available():
        return True
    try:
        with contextlib.redirect_stdout(sys.stderr):
            ground.apt_install(["valgrind"], why="Counting instructions needs valgrind")
    except ground.SetupFailed as failure:
        note(str(failure))
    return instructions.available()


def start(bench: Bench) -> Figures:
    """From nothing to ten columns of cached posts, painted; against a bare window of the same size."""
    folder = bench.folder
    around = prepare.surroundings(folder)
    code = {"PYTHONPYCACHEPREFIX": str(folder / "code")}  # both start with compiled code, as every start but the first does
    made = folder / "made"
    child(["tests/bench/prepare.py", str(made)], {**around, **code})

    def deck() -> int:
        used = folder / "used"
        for _ in range(2):  # the first run compiles what preparing had no need of
            shutil.rmtree(used, ignore_errors=True)
            shutil.copytree(made, used)
            child(["tests/bench/start_deck.py", str(used)], {**around, **code})
        return instructions.count(["tests/bench/start_deck.py", str(used)], **around, **code)

    def bare() -> int:
        size = [str(length) for length in prepare.SCREEN]
        child(["tests/bench/bare_window.py", *size], {**around, **code})
        return instructions.count(["tests/bench/bare_window.py", *size], **around, **code)

    ours, least = both(deck, bare)
    note(f"start: {ours / 1e6:.0f} M instructions against {least / 1e6:.0f} M")
    return {"start_ir_ratio": ours / least}


def scroll(bench: Bench) -> Figures:
    """One step of 40 px of one column against a blit and one filled strip."""
    code = {"PYTHONPYCACHEPREFIX": str(bench.folder / "code")}

    def step(script: str) -> float:
        child([script, "1"], code)  # has everything compiled
        return instructions.per_step([script], **code)

    ours, least = both(lambda: step("tests/bench/scroll_column.py"), lambda: step("tests/bench/scroll_floor.py"))
    note(f"scroll: {ours / 1e6:.3f} M instructions a step against {least / 1e6:.3f} M")
    return {"scroll_ir_ratio": ours / least}


def drawn(script: str) -> Callable[[Bench], Figures]:
    """A measure that is a script of its own, drawn where times are taken, and prints its figures."""

    def measure(bench: Bench) -> Figures:
        found: Figures = json.loads(child([f"tests/bench/{script}.py"], bench.display))
        return found

    return measure


def day(bench: Bench) -> Figures:
    """The program with its network: memory, rest, load."""
    return live.day(bench.folder, child, dict(bench.display), note)


def hour(bench: Bench) -> Figures:
    """An hour of streaming."""
    return live.hour(bench.folder, child, dict(bench.display), note)


def kept(bench: Bench) -> Figures:
    """A page of the store, and a search in it."""
    return page.figures(bench.folder, note, indexed="fts_ratio" in bench.keys)


def both(one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
    """Does two counts at the same time, on two cores where there are two."""
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(one), pool.submit(other)
        return first.result(), second.result()


def child(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """Runs one of our scripts and gives what it printed. RuntimeError when it fails."""
    command = [sys.executable, *arguments]
    around = instructions.surroundings(**environ)
    done = subprocess.run(command, env=around, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


MEASURES: tuple[tuple[Callable[[Bench], Figures], tuple[str, ...], bool], ...] = (
    # what measures, its keys, whether it counts instructions
    (start, ("start_ir_ratio",), True),
    (scroll, ("scroll_ir_ratio",), True),
    (drawn("scale"), ("scale_scroll_ratio", "scale_insert_ratio", "anchor_moved_px"), False),
    (drawn("scroll_all"), ("scroll_all_p99_ms",), False),
    (lambda bench: ingest.figures(bench.folder), ("ingest_ratio",), False),
    (day, ("load_interval_ratio", "load_late_share", "stall_max_ms", "pss_ratio", "idle_cpu_ms"), False),
    (hour, ("growth_ratio",), False),
    (kept, ("page_us", "fts_ratio"), False),
    (lambda bench: hostile.figures(), ("hostile_ratio", "hostile_ms"), False),
    (drawn("avatars"), ("avatars_ui_share",), False),
)
FAILURES = (RuntimeError, OSError, ValueError, subprocess.SubprocessError)


@dataclass
class Outcome:
    """What a run of the bench found. `well` is false when something could not be measured that can be measured here."""

    figures: dict[str, float] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    well: bool = True


def measure(keys: Sequence[str], display: Mapping[str, str], measures: Any = MEASURES) -> Outcome:
    """Measures these keys. What fails is said and the rest is measured all the same."""
    outcome = Outcome()
    for work, names, counts in measures:
        wanted = [name for name in names if name in keys]
        if not wanted:
            continue
        if counts and not counter_ready():
            outcome.skipped |= dict.fromkeys(wanted, "valgrind is not installed")
            note(f"{', '.join(wanted)}: skipped, valgrind is not installed")
            continue
        began = time.monotonic()
        try:
            with tempfile.TemporaryDirectory(prefix="belfry-bench-") as folder:
                got = work(Bench(Path(folder), display, frozenset(wanted)))
            values = {name: _number(got, name) for name in wanted}
        except FAILURES as failure:
            note(f"NOT MEASURED: {', '.join(wanted)}: {failure}")
            outcome.well = False
            continue
        for name, value in values.items():
            outcome.figures[name] = value
            note(line(name, value) + f"   ({time.monotonic() - began:.0f} s)")
    return outcome


def _number(got: Figures, name: str) -> float:
    """A figure as it is written. JSON has no number for what is endless: that becomes a very large one."""
    value = got.get(name)
    if value is None or math.isnan(value):
        raise RuntimeError(f"{name} has no figure")
    return round(value, 4) if math.isfinite(value) else 1e9


def line(name: str, value: float) -> str:
    """A figure with its goal, for people."""
    goal = GOALS[name]
    verdict = "" if goal is None else f"   goal: at most {goal:g}, {'met' if value <= goal else 'NOT met'}"
    return f"{name:20} {value:10.3f}{verdict}"


def _keys(texts: Sequence[str]) -> list[str]:
    """Keys from the command line, with commas or spaces between them. Raises ValueError for a word that is none."""
    keys = [key for text in texts for key in text.split(",") if key]
    unknown = [key for key in keys if key not in GOALS]
    if unknown:
        raise ValueError(f"no such key: {', '.join(unknown)}")
    return keys


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints and writes. Not meeting a goal is no failure; not being able to measure is."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures Belfry.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to this file")
    parser.add_argument("--only", nargs="+", metavar="KEY,KEY", help="measure these: " + ", ".join(GOALS))
    given = parser.parse_args(arguments)
    try:
        keys = _keys(given.only or []) or list(GOALS)
    except ValueError as failure:
        parser.error(str(failure))
    with screen.shown() as (display, name):
        outcome = measure(keys, display)
        about = screen.machine(name)
    result: dict[str, Any] = {**outcome.figures, "machine": about}
    if outcome.skipped:
        result["skipped"] = outcome.skipped
    text = json.dumps(result, indent=1)
    if given.json is not None:
        given.json.write_text(text + "\n", "utf-8")
    sys.stdout.write(text + "\n")
    return int(not outcome.well)


if __name__ == "__main__":
    sys.exit(main())

"""Measures Belfry: `python packaging/dev.py bench [--json FILE] [--only KEY...]`. What the keys mean stands in CONTRIBUTING.md.

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
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

import ground  # noqa: E402  (lies in packaging/, which is no package)

from tests.bench import ingest, instructions, page, prepare  # noqa: E402  (the line above makes them findable)

GOALS: dict[str, float | None] = {  # at most; None: only watched
    "start_ir_ratio": 1.6,
    "scroll_ir_ratio": 5.0,
    "scale_scroll_ratio": 1.05,
    "scale_insert_ratio": 1.5,
    "anchor_moved_px": 0.0,
    "ingest_ratio": 2.0,
    "page_us": None,
}
Figures = dict[str, float | None]


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


def start(folder: Path) -> Figures:
    """From nothing to ten columns of cached posts, painted; against a bare window of the same size."""
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


def scroll(folder: Path) -> Figures:
    """One step of 40 px of one column against a blit and one filled strip."""
    code = {"PYTHONPYCACHEPREFIX": str(folder / "code")}

    def step(script: str) -> float:
        child([script, "1"], code)  # has everything compiled
        return instructions.per_step([script], **code)

    ours, least = both(lambda: step("tests/bench/scroll_column.py"), lambda: step("tests/bench/scroll_floor.py"))
    note(f"scroll: {ours / 1e6:.3f} M instructions a step against {least / 1e6:.3f} M")
    return {"scroll_ir_ratio": ours / least}


def scale(folder: Path) -> Figures:
    """100,000 posts against 500, and whether the reader's row moves."""
    found: Figures = json.loads(child(["tests/bench/scale.py"], {}))
    return found


def both(one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
    """Does two counts at the same time, on two cores where there are two."""
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(one), pool.submit(other)
        return first.result(), second.result()


def child(arguments: Sequence[str], environ: dict[str, str]) -> str:
    """Runs one of our scripts and gives what it printed. RuntimeError when it fails."""
    command = [sys.executable, *arguments]
    around = instructions.surroundings(**environ)
    done = subprocess.run(command, env=around, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


MEASURES: tuple[tuple[Callable[[Path], Figures], tuple[str, ...], bool], ...] = (
    # what measures, its keys, whether it counts instructions
    (start, ("start_ir_ratio",), True),
    (scroll, ("scroll_ir_ratio",), True),
    (scale, ("scale_scroll_ratio", "scale_insert_ratio", "anchor_moved_px"), False),
    (ingest.figures, ("ingest_ratio",), False),
    (page.figures, ("page_us",), False),
)


def measure(keys: Sequence[str]) -> tuple[Figures, bool]:
    """Measures these keys, and tells whether all went well. What fails is null, and said; the rest is measured all the same."""
    found: Figures = {}
    well = True
    for work, names, counts in MEASURES:
        wanted = [name for name in names if name in keys]
        if not wanted:
            continue
        got: Figures = {}
        began = time.monotonic()
        if not counts or counter_ready():
            try:
                with tempfile.TemporaryDirectory(prefix="belfry-bench-") as folder:
                    got = work(Path(folder))
            except (RuntimeError, OSError, subprocess.SubprocessError) as failure:
                note(f"{', '.join(wanted)} could not be measured: {failure}")
                well = False
        for name in wanted:
            value = got.get(name)
            # No JSON has a number for what is endless: it is written as a very large one.
            found[name] = None if value is None else round(value, 3) if math.isfinite(value) else 1e9
            note(line(name, found[name]) + f"   ({time.monotonic() - began:.0f} s)")
    return found, well


def line(name: str, value: float | None) -> str:
    """A figure with its goal, for people."""
    goal = GOALS[name]
    if value is None:
        return f"{name:20} not measured"
    verdict = "" if goal is None else f"   goal: at most {goal:g}, {'met' if value <= goal else 'NOT met'}"
    return f"{name:20} {value:10.3f}{verdict}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints and writes. Not meeting a goal is no failure; not being able to measure is."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures Belfry.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to this file")
    parser.add_argument("--only", nargs="+", choices=tuple(GOALS), metavar="KEY", help="measure these: " + ", ".join(GOALS))
    given = parser.parse_args(arguments)
    found, well = measure(given.only or tuple(GOALS))
    text = json.dumps(found, indent=1)
    if given.json is not None:
        given.json.write_text(text + "\n", "utf-8")
    sys.stdout.write(text + "\n")
    return int(not well)


if __name__ == "__main__":
    sys.exit(main())

"""Counts processor instructions with callgrind: the same to about 0.2 %, whatever else the machine does."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 300.0  # seconds for one count
CORE = ("PYTHONHOME", "PYTHONSTARTUP", "PYTHONDONTWRITEBYTECODE")  # of the caller's, what would change the counts


def available() -> bool:
    """Tells whether valgrind is installed (Debian package `valgrind`)."""
    return shutil.which("valgrind") is not None


def surroundings(**environ: str) -> dict[str, str]:
    """The environment in which things are measured: unseen, importable, and the same each time."""
    kept = {key: value for key, value in os.environ.items() if key not in CORE}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", **environ}


def count(arguments: Sequence[str], **environ: str) -> int:
    """Runs `python ARGUMENTS` under callgrind, offscreen, and returns the instructions. RuntimeError when the program fails."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable, *arguments]
    around = surroundings(**environ)
    done = subprocess.run(command, env=around, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    found = re.search(r"Collected\s*:\s*(\d+)", done.stderr)
    if done.returncode or not found:
        raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return int(found[1])


def per_step(arguments: Sequence[str], few: int = 150, many: int = 250, **environ: str) -> float:
    """The instructions of one step of a script that takes the number of steps as its last argument."""
    return (count([*arguments, str(many)], **environ) - count([*arguments, str(few)], **environ)) / (many - few)

"""B06 and B07: what a greedy answer costs in memory, measured in a process of its own that meets it again and again."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

MOST = 64 * 1024  # kB


@pytest.mark.skipif(sys.platform == "win32", reason="the most memory a process had is asked of Unix")
@pytest.mark.parametrize("fault", ["bomb", "endless", "announced", "page of an error", "deep"])
def test_a_greedy_answer_costs_less_than_64_mb(tmp_path: Path, fault: str):
    done = subprocess.run(
        [sys.executable, "-m", "tests.sync.greedy", str(tmp_path), fault],
        cwd=ROOT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout.split()[-1]) < MOST

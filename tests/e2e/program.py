"""`python -m client` as a process, watched from outside: its log, its two files, its exit code."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOOK = 0.02  # seconds between two looks at a condition
PATIENCE = 30.0
_READY = re.compile(r"ready: (\d+) columns, (\d+) rows from the store")


class Program:
    """Belfry on one folder; it may be started again and again. `folder` also holds an empty home and the keyring's file."""

    def __init__(self, folder: Path) -> None:
        self.base = folder / "base"
        self.home = folder / "home"
        self.keyring = folder / "keyring.json"
        self.home.mkdir(parents=True, exist_ok=True)
        self.process: subprocess.Popen[str] | None = None
        self._errors = folder / "stderr.txt"
        self._log_from = 0

    # --- running ------------------------------------------------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        """No display, an empty home, a keyring in a file, and Python's own warnings on the terminal."""
        kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP") if key in os.environ}
        return kept | {
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": "tests.fakes.filekeyring.FileKeyring",
            "BELFRY_TEST_KEYRING": str(self.keyring),
            "PYTHONWARNINGS": "default",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": str(ROOT),
        }

    def command(self, *arguments: str) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "client", "--base-dir", str(self.base), *arguments]

    def start(self, *arguments: str) -> None:
        """Starts it."""
        self._log_from = self.log_file.stat().st_size if self.log_file.exists() else 0
        with self._errors.open("w", encoding="utf-8") as errors:
            self.process = subprocess.Popen(
                self.command(*arguments), stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, text=True, cwd=self.home,
                env=self.environment(),
            )  # fmt: skip

    def run(self, *arguments: str) -> tuple[int, str]:
        """Starts it, waits for its end and returns exit code and what it said on the terminal."""
        self.start(*arguments)
        assert self.process is not None
        code = self.process.wait(PATIENCE)
        self.process = None
        return code, self.said

    def kill(self) -> None:
        """Ends it without any warning."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait(PATIENCE)

    def close(self, patience: float = 5.0) -> int:
        """Asks it to end as the system does, and returns the exit code."""
        process, self.process = self.process, None
        assert process is not None
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(patience)
        finally:
            process.kill()

    def until(self, condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Waits for a condition; fails when the program ends before, or it takes too long."""
        assert self.process is not None
        for _ in range(int(patience / LOOK)):
            if condition():
                return
            try:
                code = self.process.wait(LOOK)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"ended with {code} before {what}:\n{self.log}\n{self.said}")
        raise AssertionError(f"not within {patience} s: {what}\n{self.log}\n{self.said}")

    # --- what it says -------------------------------------------------------------------------------------------------

    @property
    def log_file(self) -> Path:
        return self.base / "belfry.log"

    @property
    def log(self) -> str:
        """The log of this start."""
        if not self.log_file.exists():
            return ""
        with self.log_file.open("rb") as file:
            file.seek(self._log_from)
            return file.read().decode("utf-8", "replace")

    @property
    def said(self) -> str:
        """What it said on the terminal."""
        return self._errors.read_text("utf-8", errors="replace")

    @property
    def complaints(self) -> list[str]:
        """Every line that should not be there: warnings in the log, anything on the terminal."""
        return [line for line in self.log.splitlines() if re.search(r" (WARNING|ERROR|CRITICAL) |^Traceback", line)] + [
            line for line in self.said.splitlines() if "propagateSizeHints" not in line
        ]

    def ready(self, patience: float = PATIENCE) -> tuple[int, int]:
        """Waits for the line that says so; columns and rows."""
        self.until(lambda: _READY.search(self.log), "the line `ready`", patience)
        return self.ready_line

    @property
    def ready_line(self) -> tuple[int, int]:
        """Columns and rows of the line that said `ready`."""
        found = _READY.search(self.log)
        assert found is not None
        return int(found.group(1)), int(found.group(2))

    # --- its files ----------------------------------------------------------------------------------------------------

    def ask(self, file: str, question: str) -> list[tuple[object, ...]]:
        """Asks one of its databases, read only, also while it runs."""
        path = self.base / file
        if not path.exists():
            return []
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            try:
                return connection.execute(question).fetchall()
            except sqlite3.OperationalError as failure:
                if "no such table" in str(failure):  # it is just being made
                    return []
                raise

    def rows(self) -> dict[str, int]:
        """How many rows the store has for each kind of timeline."""
        return {
            str(kind): int(str(count))
            for kind, count in self.ask(
                "cache.db", "SELECT kind, count(entry.id) FROM timeline LEFT JOIN entry ON timeline = timeline.id GROUP BY kind"
            )
        }

    def kinds_with(self, text: str) -> set[str]:
        """The kinds of timeline that hold a post with this text."""
        found = self.ask(
            "cache.db",
            "SELECT DISTINCT kind FROM entry JOIN timeline ON timeline.id = timeline JOIN post ON post.id = post "
            f"WHERE instr(CAST(data AS TEXT), '{text}')",
        )
        return {str(row[0]) for row in found}

    def places(self) -> list[tuple[object, ...]]:
        """The reading places on the disk."""
        return self.ask("desk.db", 'SELECT "column", entry, offset FROM place ORDER BY 1')

    def check_files(self, scratch: Path) -> None:
        """Checks copies of both files as a new start would find them: whole, and nothing twice."""
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(self.base, scratch, ignore=shutil.ignore_patterns("pictures", "copies"))
        for name in ("desk.db", "cache.db"):
            if not (scratch / name).exists():
                continue
            with closing(sqlite3.connect(scratch / name)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], name
        if (scratch / "cache.db").exists():
            with closing(sqlite3.connect(scratch / "cache.db")) as connection:
                if connection.execute("PRAGMA user_version").fetchone()[0]:
                    twice = "SELECT timeline, key FROM entry WHERE key IS NOT NULL GROUP BY timeline, key HAVING count(*) > 1"
                    assert connection.execute(twice).fetchall() == []
                    lost = "SELECT id FROM entry WHERE post IS NOT NULL AND post NOT IN (SELECT id FROM post)"
                    assert connection.execute(lost).fetchall() == []

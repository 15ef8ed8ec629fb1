"""Somebody changes decks, columns, widths, filters, places and the window; Belfry is killed at any moment. Nothing that was
kept may be gone, nothing may be half."""

import asyncio
import random
import signal
import sys
from pathlib import Path

import pytest

from client.model.column import ColumnId
from client.model.deck import Place, Setup
from client.store.database import Store
from tests.e2e.program import PATIENCE, Program
from tests.e2e.restless import crc

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")

KILLS = 5


class Restless(Program):
    """The program with somebody restless at it."""

    seed = 0
    enough = 0

    @property
    def diary(self) -> Path:
        return self.base.parent / f"diary-{self.seed}"

    def command(self, *arguments: str) -> list[str]:
        self.seed += 1
        return [sys.executable, "-m", "tests.e2e.restless", str(self.base), str(self.diary), str(self.seed), str(self.enough)]

    @property
    def lines(self) -> list[tuple[str, int, int]]:
        """What the diary of this start says; a line that was not finished does not count."""
        text = self.diary.read_text() if self.diary.exists() else ""
        words = (line.split() for line in text.split("\n")[:-1])
        return [(what, int(number), int(name)) for what, number, name in words]


async def found(base: Path) -> tuple[Setup, Place, bytes | None]:
    """What a new start finds."""
    store = await Store.open(base / "desk.db", base / "cache.db")
    try:
        assert store.notes == ()
        places = {place.column: place for place in await store.desk.places()}
        return await store.desk.setup(), places[ColumnId("reader")], await store.desk.note("window")
    finally:
        await store.close()


def test_what_was_kept_survives_sigkill_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, rng = Restless(tmp_path / "belfry"), random.Random(11)
    monkeypatch.setenv("BELFRY_TEST_KEYRING", str(program.keyring))
    before: Setup | None = None
    seen_window = False
    try:
        for number in range(KILLS):
            enough = rng.choice((1, 20, 150, 300))
            program.enough = enough if number % 2 else 0
            program.start()
            assert program.process is not None
            if program.enough:
                assert program.process.wait(PATIENCE) == -signal.SIGKILL
            else:
                program.ready()
                program.until(lambda enough=enough: len(program.lines) >= enough, "changes of the desk")
            if before is not None and before.deck is not None:
                columns, _ = program.ready_line
                assert columns >= len(before.deck.columns), "the deck in use is the one that was in use"
            assert program.complaints == []
            program.kill()
            program.check_files(tmp_path / "scratch")
            lines = program.lines
            before, place, window = asyncio.run(found(program.base))
            last = max((number for number, (what, *_) in enumerate(lines) if what == "kept"), default=0)
            assert crc(before) in {name for _, _, name in lines[last:]}, "all of it, and as it once was"
            assert place.offset >= (lines[last][1] if lines[last][0] == "kept" else 0)
            assert place.offset <= lines[-1][1]
            assert window is not None or not seen_window
            seen_window = seen_window or window is not None
        assert seen_window, "its place was kept meanwhile"
    finally:
        program.kill()

"""A process that writes and is killed: what it was told is written must be there, and nothing may be half."""

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from client.model.instant import Instant
from client.store.database import Store
from tests.store.making import HOME

ROOT = Path(__file__).resolve().parents[2]
KILLS = 15

WRITER = """
import asyncio, sys
from pathlib import Path
from client.model.column import ColumnId
from client.model.deck import Place
from client.model.instant import Instant
from client.store.database import Store
from client.store.timelines import How
from tests.store.making import HOME, page

async def main(folder, start):
    store = await Store.open(folder / "desk.db", folder / "cache.db", clock=lambda: Instant(0))
    timeline = (await store.timelines.open(HOME)).timeline
    print("ready", flush=True)
    number = start
    while True:
        await store.desk.save_place(Place(ColumnId("c"), str(number), 0), Place(ColumnId("d"), str(number), 0))
        print(number, flush=True)
        top = number * 3
        where = page(top, top - 1, top - 2, top - 3, older=top - 3, newer=top)
        await store.timelines.save(timeline, where, how=How.NEWEST, now=Instant(0))
        number += 1

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""


def killed_writer(folder: Path, start: int, rng: random.Random) -> int:
    """Runs the writer, kills it at some moment, tells the last number that it said was written."""
    command = [sys.executable, "-c", WRITER, str(folder), str(start)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        last = start
        for _ in range(rng.randrange(1, 60)):
            last = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().split()
    whole = [int(word) for word in rest]
    return whole[-1] if whole else last


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
async def test_what_was_written_survives_sigkill_at_any_moment(tmp_path: Path) -> None:
    rng = random.Random(7)
    last = 0
    for _ in range(KILLS):
        last = killed_writer(tmp_path, last, rng)
        store = await Store.open(tmp_path / "desk.db", tmp_path / "cache.db", clock=lambda: Instant(0))
        try:
            assert store.notes == ()
            places = {place.entry for place in await store.desk.places()}
            assert len(places) == 1, "one transaction was torn"
            assert int(places.pop()) in (last, last + 1)
            opened = await store.timelines.open(HOME)
            rows = await store.timelines.load(opened.ids)
            numbers = [int(row.entry.id) for row in rows if row.entry]
            assert len(numbers) == len(rows), "pages that overlap leave no gap"
            assert numbers == list(range(numbers[0], numbers[-1] - 1, -1))
            assert numbers[0] in (3 * last - 3, 3 * last, 3 * last + 3)
        finally:
            await store.close()
        assert (check(tmp_path / "desk.db"), check(tmp_path / "cache.db")) == ("ok", "ok")


def check(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])

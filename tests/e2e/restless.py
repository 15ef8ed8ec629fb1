"""Belfry as a process in which somebody changes the desk without pause. What it did stands in a file, line by line:

`made N CRC` before the change can be on the disk, `kept N CRC` once it is. To be killed at any moment; with a number of changes
it kills itself after so many, in the moment in which something is said to be kept.
"""

import asyncio
import os
import random
import signal
import sys
import zlib
from dataclasses import replace
from pathlib import Path

from client import app
from client.app import Belfry, Plan
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Place, Setup
from client.model.instant import Instant
from client.model.sifting import Alerts, Filters, Highlights, Mute, MuteKind, Partner
from client.sync.desk import Desk


def crc(setup: Setup) -> int:
    """Names a setup."""
    return zlib.crc32(repr(setup).encode())


def change(desk: Desk, number: int, rng: random.Random) -> None:
    """Makes one change of some kind."""
    spec = rng.choice(desk.deck.columns) if desk.deck.columns else None
    word = f"word-{number}"
    match rng.randrange(12):
        case 0 if len(desk.decks) < 5:
            account = desk.decks[0].columns[0].accounts if desk.decks[0].columns else ()
            desk.switch(desk.add_deck(word, (ColumnSpec(ColumnId(""), "home", account),)))
        case 1:
            desk.switch(rng.choice(desk.decks).id)
        case 2:
            desk.rename_deck(rng.choice(desk.decks).id, word)
        case 3 if len(desk.decks) > 2:
            desk.remove_deck(rng.choice(desk.decks).id)
        case 4:
            desk.undo_remove()
        case 5 if spec is not None and len(desk.deck.columns) > 1:
            desk.remove_column(spec.id)
        case 6 if spec is not None:
            desk.move_column(spec.id, rng.randrange(4))
        case 7 if spec is not None:
            desk.change_column(replace(spec, width=rng.randrange(200, 500), name=word))
        case 8 if spec is not None:
            desk.change_column(replace(spec, filters=Filters(none=(word,)), highlights=Highlights((word,))))
        case 9 if spec is not None:
            desk.change_column(replace(spec, alerts=Alerts(silent_after=number)))
        case 10:
            desk.set_partners((Partner(f"{word}@meerdam.example"),))
        case _:
            desk.set_mutes((Mute(MuteKind.WORD, word, Instant(number)),))


def restless(diary: Path, seed: int, enough: int) -> "app.Plan":
    """The plan of a run that ends by a kill only."""
    file = os.open(diary, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def work(belfry: Belfry) -> None:
        rng, number, desk = random.Random(seed), seed * 10_000, belfry.desk
        column = ColumnId("reader")
        while True:
            number += 1
            change(desk, number, rng)
            desk.keep_place(Place(column, "1", number))
            os.write(file, b"made %d %d\n" % (number, crc(desk.setup)))
            if rng.random() < 0.01:
                belfry.shell.window.resize(900 + number % 300, 600 + number % 100)
            if rng.random() < 0.4:
                setup = desk.setup
                await desk.flush()
                os.write(file, b"kept %d %d\n" % (number, crc(setup)))
                if enough and number - seed * 10_000 > enough:
                    os.kill(os.getpid(), signal.SIGKILL)
            else:
                await asyncio.sleep(rng.choice((0, 0, 0.001, 0.01)))

    return Plan(base_dir=Path(sys.argv[1]), demo=True, on_ready=work)


if __name__ == "__main__":
    sys.exit(app.live(restless(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))

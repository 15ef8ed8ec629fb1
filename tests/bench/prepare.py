"""Makes a folder of a Belfry that was used before: ten columns side by side, their posts and pictures on the disk, a server
that is down. The posts come from the demo town through the real network code; afterwards its accounts are written as ordinary
ones. Run it as a process of its own in the surroundings that `surroundings` names.
"""

import dataclasses
import json
import random
from pathlib import Path

from client import app
from client.model.account import Server
from client.model.column import NARROW, ColumnSpec
from client.store.secrets import Secrets
from client.sync import meerdam, stay

COLUMNS = 10
CLOSED = "http://127.0.0.1:9"  # the discard port: nobody listens there
SETTLE = 6.0  # seconds in which everything has come in
SCREEN = (3600, 1440)  # px; all ten columns are in sight on it


def surroundings(folder: Path) -> dict[str, str]:
    """The environment for processes that use the folder: a keyring in a file, and a screen that holds ten columns."""
    screens = folder / "screens.json"
    if not screens.exists():
        screen = {"name": "wide", "x": 0, "y": 0, "width": SCREEN[0], "height": SCREEN[1], "logicalDpi": 96, "dpr": 1}
        screens.write_text(json.dumps({"screens": [screen]}), "utf-8")
    return {
        "QT_QPA_PLATFORM": f"offscreen:configfile={screens}",
        "PYTHON_KEYRING_BACKEND": "tests.fakes.filekeyring.FileKeyring",
        "BELFRY_TEST_KEYRING": str(folder / "keyring.json"),
    }


async def _fill(belfry: app.Belfry) -> None:
    belfry.shell.window.setGeometry(0, 0, *SCREEN)
    for number, kind in enumerate(("local", "federated", "bookmarks", "likes", "conversations")):
        if len(belfry.desk.deck.columns) < COLUMNS:
            spec = ColumnSpec(belfry.desk.new_id(), kind, (meerdam.TOWN_HALL,), width=NARROW)
            belfry.desk.add_column(dataclasses.replace(spec, name=f"{kind} {number}"))
    for step in range(COLUMNS):
        belfry.shell.control.focus_number(step)
        await belfry.timing.sleep(SETTLE / COLUMNS)
    for account in belfry.accounts.all:
        plain = dataclasses.replace(account, demo=False, server=Server(CLOSED, features=account.server.features))
        await belfry.store.desk.save_account(plain)
        await Secrets().set(account.id, "nobody")
    await belfry.store.desk.save_note(stay.NOTE, b"")
    belfry.shell.control.focus_number(0)


def prepare(folder: Path) -> None:
    """Fills the folder. Needs the surroundings."""
    code = app.live(app.Plan(demo=True, base_dir=folder, lang="en", rng=random.Random(1), on_ready=_fill))
    if code:
        raise RuntimeError(f"the folder could not be prepared: {code}")


if __name__ == "__main__":
    import sys

    prepare(Path(sys.argv[1]))

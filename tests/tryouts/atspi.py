"""Reads Belfry as a screen reader does, over the real accessibility bus, and prints the tree. Asserts nothing.

Needs at-spi2-core, python3-gi, gir1.2-atspi-2.0, dbus-x11, xdotool and a display; runs with the system's own Python:

    xvfb-run -a dbus-run-session -- /usr/bin/python3 tests/tryouts/atspi.py [--keys a] -- .venv/bin/python -m client --demo

`--keys` are pressed one after the other before the tree is read: `a` opens the dialog for a column. At the end stand the
controls without a name, and widgets that take the keyboard but say nothing of what they are.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
NEED_NO_NAME = {"filler", "panel", "separator", "scroll pane", "viewport", "scroll bar", "layered pane", "application"}
MOST_ROWS = 6


def say(text: str) -> None:
    """Writes a line."""
    sys.stdout.write(text + "\n")


def bus() -> Any:
    """The accessibility library, once the bus stands."""
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    return Atspi


def wait_for(atspi: Any, pid: int, seconds: float) -> Any:
    """The program on the bus."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        desktop = atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            found = desktop.get_child_at_index(number)
            if found is not None and found.get_process_id() == pid and found.get_child_count():
                return found
        time.sleep(0.3)
    raise SystemExit("The program did not come to the accessibility bus.")


def children(part: Any) -> Iterator[Any]:
    """Everything right below; of a list only the first rows."""
    count = part.get_child_count()
    most = MOST_ROWS if part.get_role_name() in ("list", "list box", "table") else count
    for number in range(min(count, most)):
        child = part.get_child_at_index(number)
        if child is not None:
            yield child
    if count > most:
        say(f"      ... and {count - most} more")


def states(atspi: Any, part: Any) -> str:
    """The states that matter to somebody who listens."""
    kinds = atspi.StateType
    wanted = (("focused", kinds.FOCUSED), ("checked", kinds.CHECKED), ("selected", kinds.SELECTED), ("modal", kinds.MODAL))
    held = part.get_state_set()
    said = [word for word, kind in wanted if held.contains(kind)]
    if not held.contains(kinds.ENABLED):
        said.append("disabled")
    return f" [{', '.join(said)}]" if said else ""


class Walk:
    """Prints the tree and remembers what has no name."""

    def __init__(self, atspi: Any) -> None:
        self.atspi = atspi
        self.unnamed: list[str] = []
        self.roles: Counter[str] = Counter()

    def walk(self, part: Any, depth: int = 0, path: str = "") -> None:
        """Goes through what is shown."""
        shown = part.get_state_set().contains(self.atspi.StateType.SHOWING)
        role, name, more = part.get_role_name(), part.get_name() or "", part.get_description() or ""
        if not shown and role != "application":
            return
        self.roles[role] += 1
        here = f"{path}/{role}"
        described = f" ({more})" if more else ""
        say(f"{'  ' * depth}{role}: {name!r}{described}{states(self.atspi, part)}")
        takes_keys = part.get_state_set().contains(self.atspi.StateType.FOCUSABLE)
        if not name.strip() and (role not in NEED_NO_NAME or takes_keys):
            self.unnamed.append(f"{here}{' takes the keyboard' if takes_keys else ''}")
        for child in children(part):
            self.walk(child, depth + 1, here)


def main() -> None:
    """Starts the bus and the program, reads, ends both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", nargs="*", default=[], help="keys as xdotool names them")
    parser.add_argument("--wait", type=float, default=5, help="seconds before reading")
    parser.add_argument("command", nargs="+", help="the program and its arguments, after --")
    wish = parser.parse_args()
    launcher = subprocess.Popen([LAUNCHER, "--launch-immediately"], stderr=subprocess.DEVNULL)
    time.sleep(1)
    seen = {**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1", "QT_QPA_PLATFORM": "xcb"}
    program = subprocess.Popen(wish.command, env=seen)
    try:
        atspi = bus()
        found = wait_for(atspi, program.pid, 30)
        time.sleep(wish.wait)
        for key in wish.keys:
            subprocess.run(["xdotool", "key", key], check=True)
            time.sleep(1)
        walk = Walk(atspi)
        walk.walk(found)
        say("\nroles: " + ", ".join(f"{role} {count}" for role, count in walk.roles.most_common()))
        say(f"without a name: {len(walk.unnamed)}")
        for path in walk.unnamed:
            say(f"  {path}")
    finally:
        program.terminate()
        program.wait(10)
        launcher.terminate()
        launcher.wait(10)


if __name__ == "__main__":
    sys.exit(main())

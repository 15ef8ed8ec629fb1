"""Belfry on a real X server with a window manager, a real accessibility bus and a screen reader's view of it."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.program import LOOK, ROOT

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
SYSTEM_PYTHON = "/usr/bin/python3"
TOOLS = ("Xvfb", "openbox", "xdotool", "dbus-daemon")
PATIENCE = 8.0

Control = dict[str, Any]


def lacking() -> str:
    """What this machine lacks for it, "" for nothing."""
    if not sys.platform.startswith("linux"):
        return "the accessibility bus is Linux'"
    missing = [tool for tool in TOOLS if shutil.which(tool) is None] + ([] if LAUNCHER.exists() else [LAUNCHER.name])
    if not missing:
        probe = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
        if subprocess.run([SYSTEM_PYTHON, "-c", probe], capture_output=True, check=False).returncode:
            missing = ["python3-gi with gir1.2-atspi-2.0"]
    return f"not on this machine: {', '.join(missing)}" if missing else ""


def until(condition: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Waits for a condition and gives what it found."""
    end, nothing = time.monotonic() + patience, threading.Event()
    while time.monotonic() < end:
        if found := condition():
            return found
        nothing.wait(LOOK)
    raise AssertionError(f"not within {patience} s: {what}")


class Listener:
    """Reads the program as a screen reader does, and presses keys as a keyboard does."""

    def __init__(self, reader: "subprocess.Popen[str]", environ: dict[str, str]) -> None:
        self._reader = reader
        self._environ = environ

    def ask(self, do: str, **values: Any) -> Any:
        """Asks the reader for something."""
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        self._reader.stdin.write(json.dumps({"do": do, **values}) + "\n")
        self._reader.stdin.flush()
        return json.loads(self._reader.stdout.readline())

    def press(self, *keys: str) -> None:
        """Presses keys, as xdotool names them."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], env=self._environ, check=True, timeout=20)

    def type(self, text: str) -> None:
        """Types a text."""
        subprocess.run(["xdotool", "type", "--delay", "2", "--clearmodifiers", text], env=self._environ, check=True, timeout=20)

    def tree(self, place: list[int] | None = None) -> list[Control]:
        """Everything that shows, or what is inside the control at a place."""
        return self.ask("tree", place=place or []) or []

    def find(self, role: str, name: str) -> Control | None:
        """The first control with this role whose name begins so."""
        return self.ask("find", role=role, name=name)

    def wait_for(self, role: str, name: str, patience: float = PATIENCE) -> Control:
        """Waits for a control."""
        try:
            return until(lambda: self.find(role, name), f"{role} {name!r}", patience)
        except AssertionError as failure:
            seen = [f"{each['role']}: {each['name']}" for each in self.tree() if each["role"] != "filler"]
            raise AssertionError(f"{failure}; there is {seen[:120]}") from None

    def wait_gone(self, role: str, name: str) -> None:
        """Waits until a control is gone."""
        until(lambda: self.find(role, name) is None, f"{role} {name!r} gone")

    def said(self) -> list[str]:
        """What the program has announced since this was asked last."""
        return self.ask("said") or []

    def reached(self) -> list[list[str]]:
        """Role and name of everything that the keyboard has come to since this was asked last, menus too."""
        return self.ask("reached") or []

    def focused(self) -> Control | None:
        """What has the keyboard."""
        return self.ask("focused")

    def wait_focus(self, what: str, fits: Callable[[Control], object]) -> Control:
        """Waits until what has the keyboard fits."""
        last: list[Control | None] = [None]

        def look() -> Control | None:
            last[0] = self.focused()
            return last[0] if last[0] is not None and fits(last[0]) else None

        try:
            return until(look, what)
        except AssertionError as failure:
            raise AssertionError(f"{failure}; the keyboard is at {last[0]}") from None


@contextmanager
def listening(base: Path, home: Path, *arguments: str, size: str = "1366x768", dbus: Path | None = None) -> Iterator[Listener]:
    """Starts everything and the program with these arguments, and ends all of it."""
    home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as ends:

        def start(command: list[str], environ: dict[str, str], **options: Any) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                command, env=environ, text=True, stderr=options.pop("stderr", subprocess.DEVNULL), **options
            )
            for stream in filter(None, (process.stdin, process.stdout)):
                ends.callback(stream.close)
            ends.callback(process.wait, 20)
            ends.callback(process.terminate)
            return process

        kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
        environ = kept | {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "LANG": "C.UTF-8", "NO_AT_BRIDGE": "0"}
        kind = ["-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]  # a reset would end the window manager
        screen = start(["Xvfb", "-displayfd", "1", *kind], environ, stdout=subprocess.PIPE)
        assert screen.stdout is not None
        environ["DISPLAY"] = f":{screen.stdout.readline().strip()}"
        geometry = ["xdotool", "getdisplaygeometry"]
        until(lambda: not subprocess.run(geometry, env=environ, capture_output=True, check=False).returncode, "the screen")
        bus = start(["dbus-daemon", "--session", "--nofork", "--print-address=1"], environ, stdout=subprocess.PIPE)
        assert bus.stdout is not None
        environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        start([str(LAUNCHER), "--launch-immediately"], environ)
        start(["openbox", "--sm-disable"], environ)
        managed = ["xdotool", "get_num_desktops"]
        until(lambda: not subprocess.run(managed, env=environ, capture_output=True, check=False).returncode, "the manager")
        seen = environ | {
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ACCESSIBILITY": "1",
            "PYTHON_KEYRING_BACKEND": "tests.fakes.filekeyring.FileKeyring",
            "BELFRY_TEST_KEYRING": str(home / "keyring.json"),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        said = ends.enter_context((home / "said.txt").open("w"))
        command = [sys.executable, "-m", "client", "--base-dir", str(base), *arguments]
        program = start(command, seen, stdout=said, stderr=said, cwd=home)
        reader = start(
            [SYSTEM_PYTHON, str(ROOT / "tests" / "e2e" / "atspi_reader.py"), str(program.pid)],
            environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        listener = Listener(reader, environ)
        until(listener.tree, "the program on the accessibility bus", 60)
        yield listener

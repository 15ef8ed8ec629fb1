"""Where things are drawn while their time is measured: an X server of its own, unseen, where there is no display."""

import os
import platform
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "3600x1440x24"  # ten columns side by side
PATIENCE = 20.0  # seconds for it to come up


@contextmanager
def shown() -> Iterator[tuple[dict[str, str], str]]:
    """Gives the environment for processes that draw, and what it is called."""
    if sys.platform != "linux":
        yield {}, "the desktop"
    elif shutil.which("Xvfb") is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}, "offscreen, since Xvfb is missing"
    else:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
        process = subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            ready = select.select([reading], [], [], PATIENCE)[0]
            number = os.read(reading, 20).decode().strip() if ready else ""
            if not number:
                raise RuntimeError("Xvfb did not start")
            yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}", "QT_SCALE_FACTOR": "1"}, "Xvfb"
        finally:
            os.close(reading)
            process.terminate()
            process.wait(10)


def machine(display: str) -> dict[str, str | int]:
    """What the figures were measured on."""
    from PySide6.QtCore import qVersion

    return {
        "cpu": _processor(),
        "cores": os.cpu_count() or 0,
        "python": platform.python_version(),
        "qt": qVersion(),
        "platform": platform.platform(),
        "display": display,
    }


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()

"""Files that people save: names that every system takes, and writing one so that it is whole or not there at all."""

import contextlib
import os
import tempfile
from pathlib import Path

from client import paths
from client.text import display

LONGEST = 80
"""Characters of a name."""
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*', " "))
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


def plain_name(title: str) -> str:
    """A name made of what something is called, without signs that some system refuses; "Belfry" when nothing is left."""
    kept = display.one_line(title.translate(_FORBIDDEN)).strip(" .")[:LONGEST].strip(" .")
    return f"_{kept}" if kept.casefold() in _DEVICES else kept or "Belfry"


def write(target: Path, text: str) -> None:
    """Writes a text file: what was there before stays until the new one is whole. Raises OSError."""
    handle, draft = tempfile.mkstemp(prefix=".belfry-", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).chmod(0o644)
        paths.move_into_place(Path(draft), target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(draft).unlink()
        raise

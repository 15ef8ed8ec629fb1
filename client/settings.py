"""Typed preferences, each declared once: key, label, default and what is allowed. Kept in one JSON file.

The file is replaced atomically and the one before it is kept. A broken file is set aside as `.bad` and told in `notes`.
Keys that this version does not know stay in the file.
"""

import contextlib
import errno
import json
import os
import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar, cast

from client import errors, paths

Value = TypeVar("Value", bool, int, str)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values a setting can have. The translation tool collects its label."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """One preference. The translation tool collects its label; the type is that of the default."""

    key: str
    label: str
    default: Value
    options: tuple[Option, ...] = ()
    low: int = 0  # of a number
    high: int = 0

    def accepts(self, value: object) -> bool:
        """Tells whether a value has the right type and is allowed."""
        if type(value) is not type(self.default):
            return False
        if self.options:
            return any(value == option.value for option in self.options)
        if isinstance(value, int) and self.high:
            return self.low <= value <= self.high
        return True


LANGUAGE = Setting(
    "language", "Language", "system", (Option("system", "As the system"), Option("en", "English"), Option("nl", "Nederlands"))
)  # fmt: skip
THEME = Setting(
    "theme",
    "Theme",
    "system",
    (
        Option("system", "As the system"),
        Option("light", "Light"),
        Option("dark", "Dark"),
        Option("highContrast", "Contrast"),
    ),
)
TEXT_SIZE = Setting("text_size", "Text size in percent", 100, low=80, high=200)
RETENTION_DAYS = Setting("retention_days", "Days that posts are kept on this PC", 30, low=1, high=3650)
MOTION = Setting(
    "motion", "Motion", "system", (Option("system", "As the system"), Option("full", "Full"), Option("less", "Less"))
)
SIDEBAR = Setting(
    "sidebar", "Sidebar", "auto", (Option("auto", "By the width of the window"), Option("wide", "Wide"), Option("rail", "Rail"))
)  # fmt: skip
SIDEBAR_WIDTH = Setting("sidebar_width", "Width of the sidebar", 240, low=200, high=320)
LETTER_KEYS = Setting("letter_keys", "Single letters are keys", True)
KEY_CHANGES = Setting("key_changes", "Keys that were changed", "")  # JSON, as client.ui.key_changes reads it
TIME_STYLE = Setting(
    "time_style",
    "Time of posts",
    "relative",
    (Option("relative", "How long ago"), Option("clock", "By the clock"), Option("both", "Both")),
)
SPEECH_ORDER = Setting(
    "speech_order", "Read aloud first", "author_first", (Option("author_first", "Who"), Option("text_first", "Text"))
)
SPEECH_PARTS = Setting("speech_parts", "Also read aloud", "time handle counts")  # any of these words, with spaces between
ANNOUNCE_NEW = Setting("announce_new", "Say how many posts are new", False)  # at most one every 30 s
ALERTS = Setting("alerts", "Alerts of columns", True)
QUIET_FROM = Setting("quiet_from", "No pop-ups and sounds from", "")  # "22:00", "" = no quiet hours
QUIET_TO = Setting("quiet_to", "No pop-ups and sounds until", "")
EXPORT_FOLDER = Setting("export_folder", "Folder of the last export", "")

ALL: tuple[Setting[str] | Setting[int] | Setting[bool], ...] = (
    LANGUAGE,
    THEME,
    TEXT_SIZE,
    RETENTION_DAYS,
    MOTION,
    SIDEBAR,
    SIDEBAR_WIDTH,
    LETTER_KEYS,
    KEY_CHANGES,
    TIME_STYLE,
    SPEECH_ORDER,
    SPEECH_PARTS,
    ANNOUNCE_NEW,
    ALERTS,
    QUIET_FROM,
    QUIET_TO,
    EXPORT_FOLDER,
)


class Note(StrEnum):
    """What the reader must be told after loading. `client.ui.notices` has the sentences."""

    RESTORED = "restored"  # broken: set aside, the generation before it is used
    RESET = "reset"  # broken: set aside, nothing older was readable, defaults are used
    UNREADABLE = "unreadable"  # the system refuses to read it: defaults are used and nothing is written over it


class Settings:
    """The preferences in memory, and their file."""

    def __init__(self, file: Path | None = None) -> None:
        """Reads the file; None keeps everything in memory. Never raises: `notes` tells what was wrong."""
        self.notes: list[Note] = []
        self._file = file
        self._raw: dict[str, object] = {}
        self._held: dict[str, object] = {}
        self._locked = False
        if file is not None:
            self._load(file)

    def get(self, setting: Setting[Value]) -> Value:
        """The value of a setting; its default when none is kept or the kept one is not allowed."""
        value = self._held.get(setting.key, self._raw.get(setting.key, setting.default))
        return cast(Value, value) if setting.accepts(value) else setting.default

    def hold(self, setting: Setting[Value], value: Value) -> None:
        """Has a value count for this run only, until it is `set`. Raises ValueError for a value that is not allowed."""
        if not setting.accepts(value):
            raise ValueError(f"{setting.key} cannot be {value!r}")
        self._held[setting.key] = value

    def set(self, setting: Setting[Value], value: Value) -> None:
        """Changes a setting and writes the file. Raises ValueError for a value that is not allowed, StoreFailed when the
        file cannot be written; the value then counts until Belfry ends.
        """
        if not setting.accepts(value):
            raise ValueError(f"{setting.key} cannot be {value!r}")
        self._held.pop(setting.key, None)
        if self.get(setting) == value and setting.key in self._raw:
            return
        self._raw[setting.key] = value
        self._save()

    def _load(self, file: Path) -> None:
        try:
            self._raw = _read(file)
        except FileNotFoundError:
            return
        except OSError:
            self.notes.append(Note.UNREADABLE)
            self._locked = True
        except ValueError:
            with contextlib.suppress(OSError):
                file.replace(_beside(file, ".bad"))
            try:
                self._raw = _read(_beside(file, ".old"))
                self.notes.append(Note.RESTORED)
            except (OSError, ValueError):
                self.notes.append(Note.RESET)

    def _save(self) -> None:
        if self._file is None or self._locked:
            return
        new = _beside(self._file, ".new")
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(new, json.dumps(self._raw, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
            if self._file.exists():
                spare = _beside(self._file, ".spare")
                shutil.copyfile(self._file, spare)
                paths.move_into_place(spare, _beside(self._file, ".old"))
            paths.move_into_place(new, self._file)
            _settle(self._file.parent)
        except OSError as failure:
            kind = errors.DiskFull if failure.errno == errno.ENOSPC else errors.StoreFailed
            raise kind(str(failure)) from failure


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _read(file: Path) -> dict[str, object]:
    """Reads a JSON object. Raises OSError, or ValueError for anything that is not one."""
    try:
        raw = json.loads(file.read_text("utf-8"))
    except RecursionError as failure:
        raise ValueError("too deep") from failure
    if not isinstance(raw, dict):
        raise ValueError("not an object")
    return raw


def _write(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """Makes a replaced file name durable where the system knows such a thing."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

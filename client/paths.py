"""Every path that Belfry uses: what it writes, and the resources it ships with.

What people made (desk, settings) lies apart from what can be fetched again (cache). `--base-dir` puts all of it in one folder.
"""

import ctypes
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import platformdirs

NAME = "Belfry"
RESOURCES = Path(__file__).resolve().parent.parent / "resources"
NETWORK_FILE_SYSTEMS = frozenset(
    [
        *("9p", "afs", "ceph", "cifs", "davfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"),
        *("fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs"),
    ]
)
_DRIVE_REMOTE = 4  # GetDriveTypeW, Windows API


@dataclass(frozen=True, slots=True)
class Paths:
    """Where Belfry writes. Nothing else is written anywhere, except secrets to the system's keyring."""

    desk: Path
    cache: Path
    pictures: Path
    log: Path
    settings: Path

    def make(self) -> None:
        """Makes the folders that are missing, closed to other users of the PC. Raises OSError."""
        for folder in {self.desk.parent, self.cache.parent, self.pictures, self.log.parent, self.settings.parent}:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def find(base_dir: Path | None = None) -> Paths:
    """Tells where everything lies: all under `base_dir`, or where the system wants it. Makes nothing."""
    if base_dir is not None:
        base = base_dir.expanduser().resolve()
        data = cache = config = log = base
    else:
        folders = platformdirs.PlatformDirs(NAME, appauthor=False)
        data, cache = folders.user_data_path, folders.user_cache_path
        config, log = folders.user_config_path, folders.user_log_path
    return Paths(
        desk=data / "desk.db",
        cache=cache / "cache.db",
        pictures=cache / "pictures",
        log=log / "belfry.log",
        settings=config / "settings.json",
    )


HELD = 12  # tries while a virus scanner or an indexer holds a file, on Windows: together a third of a second


def move_into_place(
    draft: Path,
    final: Path,
    *,
    tries: int = HELD if sys.platform == "win32" else 1,
    replace: Callable[[Path, Path], object] = os.replace,
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Puts a finished file where an older one may be, whole or not at all. Raises OSError when it stays refused."""
    for number in range(1, tries + 1):
        try:
            replace(draft, final)
            return
        except PermissionError:
            if number == tries:
                raise
            pause(0.005 * number)


def resource(*parts: str) -> Path:
    """Tells where a file lies that Belfry ships with."""
    return RESOURCES.joinpath(*parts)


def on_network_drive(path: Path) -> bool:
    """Tells whether a file lies on another machine, where SQLite's write-ahead log must not be used (sqlite.org/wal.html)."""
    if sys.platform == "win32":
        return _is_remote_on_windows(path)
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return file_system(path.expanduser().resolve(), mounts) in NETWORK_FILE_SYSTEMS


def file_system(path: Path, mounts: str) -> str:
    """Names the file system a path lies on, from the text of /proc/self/mountinfo (proc(5)); "" when it is not found."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = PurePosixPath(fields[4].replace("\\040", " "))
        if path.as_posix() == str(point) or point in PurePosixPath(path.as_posix()).parents:
            depth = len(point.parts)
            if depth >= best:
                best, kind = depth, after.split()[0]
    return kind


def _is_remote_on_windows(path: Path) -> bool:
    full = path.expanduser().absolute()
    if full.drive.startswith("\\\\"):
        return True
    windll = getattr(ctypes, "windll", None)
    return windll is not None and windll.kernel32.GetDriveTypeW(full.drive + "\\") == _DRIVE_REMOTE

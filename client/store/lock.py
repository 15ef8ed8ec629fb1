"""One Belfry per data folder: an operating-system lock that ends with the process, however it ends."""

import errno
import os
import sys
from pathlib import Path

from client import errors

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}


class FolderLock:
    """Holds a folder until `release`. Raises StoreInUse when another process (or another lock here) holds it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(folder / "belfry.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._file)
        except OSError as failure:
            os.close(self._file)
            if failure.errno in _TAKEN:
                raise errors.StoreInUse(str(folder)) from failure
            raise
        except BaseException:
            os.close(self._file)
            raise

    def release(self) -> None:
        """Lets the folder go. The lock file stays: deleting it would let two processes hold two files of one name."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as failure:
            if failure.errno:
                raise
            # Not every C library says why it refuses; with a file that is open there is but one reason.
            raise BlockingIOError(errno.EAGAIN, "held by another process") from failure

else:
    import fcntl

    def _take(file: int) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as failure:
            if failure.errno in _TAKEN:
                raise
            # Some network folders know no flock; theirs are POSIX record locks.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""Sorts what sqlite3 and the operating system raise: the world's failures become StoreFailed kinds, bugs stay what they are."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from client import errors

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_WORLD = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOLFS,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_TOOBIG,
}
_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def sort(failure: sqlite3.Error | OSError) -> errors.StoreFailed | None:
    """Turns a foreign exception into ours; None means that it is a bug of Belfry."""
    if isinstance(failure, OSError):
        return errors.DiskFull(str(failure)) if failure.errno in _NO_ROOM else errors.StoreFailed(str(failure))
    code = getattr(failure, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF
    if primary in _DAMAGED:
        return errors.StoreDamaged(str(failure))
    if primary == sqlite3.SQLITE_FULL:
        return errors.DiskFull(str(failure))
    if primary in _WORLD:
        return errors.StoreFailed(f"{failure} ({failure.sqlite_errorname})")
    return None


@contextmanager
def sorted_failures() -> Iterator[None]:
    """Raises StoreFailed kinds in place of what sqlite3 and the system raise; bugs pass through."""
    try:
        yield
    except (sqlite3.Error, OSError) as failure:
        ours = sort(failure)
        if ours is None:
            raise
        raise ours from failure

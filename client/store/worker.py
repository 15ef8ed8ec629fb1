"""The one thread on which all database work runs, and one connection as its users see it.

One connection per file and one process per folder: SQLite's WAL-reset bug (3.7.0 to 3.51.2, fixed in 3.44.6, 3.50.7 and
3.51.3) needs several connections to one file that write or checkpoint at once, so it cannot arise here, whatever SQLite
Python was linked with. Keep it so: never open a second connection to a live file.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import ParamSpec, TypeVar
from urllib.parse import quote

from client import errors
from client.store import faults

P = ParamSpec("P")
T = TypeVar("T")

IN_MEMORY = Path(":memory:")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Runs a block as one transaction: all of it is written, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        _commit(connection)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _commit(connection: sqlite3.Connection) -> None:
    """Writes. No table of ours has a rule that waits for the end: one that fails here is that of a damaged index of words."""
    try:
        connection.execute("COMMIT")
    except sqlite3.IntegrityError as failure:
        raise errors.StoreDamaged(str(failure)) from failure


def claim(path: Path) -> None:
    """Makes an empty file that other users of the PC cannot read; one that is there stays. What SQLite puts beside a file has
    the file's own rights."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def read_only_uri(path: PurePath) -> str:
    """Names an absolute path as SQLite wants it (sqlite.org/uri.html), to be read only. A folder of another machine
    (`\\\\server\\share`) gets four slashes: SQLite takes no host."""
    place = path.as_posix()
    return f"file://{'' if place.startswith('/') else '/'}{quote(os.fsencode(place), safe='/:')}?mode=ro"


def connect(path: Path) -> sqlite3.Connection:
    """Opens a file, in autocommit mode, so that every transaction is written down in the code. Writes nothing yet."""
    if path != IN_MEMORY and not path.exists():
        claim(path)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=400)
    connection.execute("PRAGMA busy_timeout = 2000")
    return connection


def configure(connection: sqlite3.Connection, *, full: bool, network_drive: bool) -> None:
    """Sets how a file is written: `full` waits for the disk at every commit; WAL needs memory shared on one PC."""
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute(f"PRAGMA journal_mode = {'DELETE' if network_drive else 'WAL'}").fetchone()
    connection.execute(f"PRAGMA synchronous = {'FULL' if full else 'NORMAL'}")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")  # 16 MB: pages that change often are copied back less often
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA journal_size_limit = 33554432")
    connection.execute("PRAGMA cache_size = -8192")


class Worker:
    """Runs functions on the database thread, one after another, in the order in which they were asked for."""

    def __init__(self) -> None:
        self.on_damage: Callable[[], None] = lambda: None  # called there when a file turns out to be damaged
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `work` there and waits for it. Raises StoreFailed kinds for the disk's failures.

        What has begun is finished even when the waiting task is cancelled.
        """

        def guarded() -> T:
            try:
                with faults.sorted_failures():
                    return work(*args, **kwargs)
            except errors.StoreDamaged:
                self.on_damage()
                raise

        return await asyncio.wrap_future(self._pool.submit(guarded))

    def stop(self) -> None:
        """Ends the thread after what was asked for."""
        self._pool.shutdown(wait=True)

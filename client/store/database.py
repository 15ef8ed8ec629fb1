"""Opens both files, mends what can be mended and says so, and holds the rooms of the store together.

One thread does all database work, on one connection to each file (`client.store.worker` says why one).
"""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from client import errors
from client.model import instant
from client.model.instant import Clock
from client.store import copies, faults, schema, worker
from client.store.desk import DeskStore, count_unreadable
from client.store.late import fulltext
from client.store.lock import FolderLock
from client.store.schema import Schema
from client.store.timelines import Timelines
from client.store.worker import Worker

if TYPE_CHECKING:
    from client.store.backups import BackupStore
    from client.store.finder import Finder
    from client.store.posts import Posts

log = logging.getLogger(__name__)


class Mended(StrEnum):
    """What had to be done to open a file."""

    CACHE_REBUILT = "cache_rebuilt"  # it was damaged: set aside, begun anew
    CACHE_IN_MEMORY = "cache_in_memory"  # it cannot be written: kept for this session only
    DESK_RESTORED = "desk_restored"  # it was damaged or gone: set aside, `detail` names the copy it was restored from
    DESK_LOST = "desk_lost"  # it was damaged and there was no good copy: set aside, begun anew
    DECKS_UNREADABLE = "decks_unreadable"  # rows of decks or accounts that nobody can read: left alone, `detail` says how many
    DESK_READ_ONLY = "desk_read_only"  # no room or no right to write: it can be read


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell the reader after opening. `path` is where the damaged file lies now, None when there was none."""

    what: Mended
    path: Path | None = None
    detail: str = ""


class Store:
    """Everything kept on this PC. Made by `open` only."""

    def __init__(self) -> None:
        self.notes: tuple[Note, ...] = ()
        self.timelines: Timelines
        self.desk: DeskStore
        self._make_backups: Callable[[], BackupStore]
        self._worker = Worker()
        self._cache: sqlite3.Connection
        self._closed = False
        self._locks: list[FolderLock] = []
        self._connections: list[sqlite3.Connection] = []

    @classmethod
    async def open(
        cls, desk_path: Path, cache_path: Path, *, clock: Clock = instant.now, network_drive: bool = False
    ) -> "Store":
        """Opens or makes both files. Raises StoreInUse, StoreTooNew, or another StoreFailed when it cannot even read."""
        store = cls()
        try:
            await store._worker.run(store._open, desk_path, cache_path, clock, network_drive)
        except BaseException:
            await store.close()
            raise
        return store

    # What a start does without is made, and its code read, when somebody asks for it.

    @cached_property
    def posts(self) -> "Posts":
        """What happens to posts outside the pages of a timeline."""
        from client.store.posts import Posts

        return Posts(self._worker, self._cache, self.timelines)

    @cached_property
    def finder(self) -> "Finder":
        """Finds posts by their words."""
        from client.store.finder import Finder

        return Finder(self._worker, self._cache)

    @cached_property
    def backups(self) -> "BackupStore":
        """The copies of the desk."""
        return self._make_backups()

    async def close(self) -> None:
        """Finishes what was asked for, closes both files and lets the folder go. Twice is once."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._worker.run(self._close)
        finally:
            self._worker.stop()

    # --- on the database thread -----------------------------------------------------------------------------------------

    def _open(self, desk_path: Path, cache_path: Path, clock: Clock, network_drive: bool) -> None:
        for folder in dict.fromkeys((desk_path.parent, cache_path.parent)):
            self._locks.append(FolderLock(folder))
        opener = _Opener(clock, network_drive)
        self._connections.append(desk := opener.desk(desk_path))
        self._connections.append(cache := opener.cache(cache_path))
        self._cache = cache
        self._worker.on_damage = _doubted(cache_path).touch
        if unreadable := count_unreadable(desk):
            opener.notes.append(Note(Mended.DECKS_UNREADABLE, None, str(unreadable)))
        self.notes = tuple(opener.notes)
        log.info("SQLite %s, journal %s", sqlite3.sqlite_version, "delete" if network_drive else "wal")
        for note in self.notes:
            log.info("store mended: %s %s", note.what, note.detail)
        self.timelines = Timelines(self._worker, cache)
        self.desk = DeskStore(self._worker, desk, lambda: opener.copy(desk, desk_path))

        def backups() -> "BackupStore":
            from client.store.backups import BackupStore

            return BackupStore(self._worker, desk, desk_path, clock, lambda: opener.copy(desk, desk_path))

        self._make_backups = backups

    def _close(self) -> None:
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        for lock in self._locks:
            lock.release()
        self._locks.clear()


class _Opener:
    """Opens files and gathers what had to be mended."""

    def __init__(self, clock: Clock, network_drive: bool) -> None:
        self.notes: list[Note] = []
        self._clock = clock
        self._network_drive = network_drive

    def desk(self, path: Path) -> sqlite3.Connection:
        lost = bool(copies.all_of(path)) and (not path.exists() or path.stat().st_size == 0)
        if not lost:
            try:
                return self._opened_desk(path)
            except errors.StoreDamaged as failure:
                log.info("the desk is damaged: %s", failure)
        aside = set_aside(path, self._clock)
        copy = copies.restore(path, schema.DESK)
        self.notes.append(Note(Mended.DESK_RESTORED if copy else Mended.DESK_LOST, aside, copy.name if copy else ""))
        return self._opened_desk(path)

    def _opened_desk(self, path: Path) -> sqlite3.Connection:
        try:
            connection = self._connect(path, schema.DESK, full=True, deep=True)
        except errors.StoreDamaged:
            raise
        except (errors.StoreTooNew, errors.StoreInUse):
            raise
        except errors.StoreFailed as failure:
            return self._read_only(path, failure)
        if copies.is_due(path, self._clock):
            self.copy(connection, path)
        return connection

    def _read_only(self, path: Path, failure: errors.StoreFailed) -> sqlite3.Connection:
        """A full disk or a folder without write permission: people can still see what they have."""
        with faults.sorted_failures():
            connection = sqlite3.connect(
                worker.read_only_uri(path.absolute()), uri=True, isolation_level=None, check_same_thread=False
            )
            connection.execute("SELECT count(*) FROM account").fetchone()
        self.notes.append(Note(Mended.DESK_READ_ONLY, None, failure.detail))
        return connection

    def copy(self, connection: sqlite3.Connection, path: Path) -> None:
        """Makes today's copy; a failure to do so is no reason to stop."""
        try:
            with faults.sorted_failures():
                copies.make(connection, path, self._clock)
        except errors.StoreFailed as failure:
            log.info("no copy of the desk: %s", failure)

    def cache(self, path: Path) -> sqlite3.Connection:
        try:
            connection = self._connect(path, schema.CACHE, full=False, deep=_was_killed(path) or _doubted(path).exists())
            _doubted(path).unlink(missing_ok=True)
            return connection
        except errors.StoreDamaged as failure:
            log.info("the cache is damaged: %s", failure)
        except errors.StoreTooNew:
            raise
        except errors.StoreFailed as failure:
            return self._in_memory(failure)
        try:
            aside = set_aside(path, self._clock)
            connection = self._connect(path, schema.CACHE, full=False, deep=False)
            _doubted(path).unlink(missing_ok=True)
        except errors.StoreFailed as failure:
            return self._in_memory(failure)
        self.notes.append(Note(Mended.CACHE_REBUILT, aside))
        return connection

    def _in_memory(self, failure: errors.StoreFailed) -> sqlite3.Connection:
        self.notes.append(Note(Mended.CACHE_IN_MEMORY, None, failure.detail))
        connection = worker.connect(worker.IN_MEMORY)
        schema.migrate(connection, schema.CACHE)
        return connection

    def _connect(self, path: Path, which: Schema, *, full: bool, deep: bool) -> sqlite3.Connection:
        with faults.sorted_failures():
            connection = worker.connect(path)
            try:
                if schema.check_age(connection, which) and schema.version(connection) and full:
                    self.copy(connection, path)
                worker.configure(connection, full=full, network_drive=self._network_drive)
                if deep and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                    raise errors.StoreDamaged(f"{path.name} fails its check")
                schema.migrate(connection, which)
                if deep and which is schema.CACHE and fulltext.mend(connection):
                    log.info("the index of words is made anew")
            except BaseException:
                connection.close()
                raise
            return connection


def _was_killed(path: Path) -> bool:
    """Tells whether a file was not closed: then it is worth a whole check, which takes long for a large one."""
    return any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal"))


def _doubted(path: Path) -> Path:
    """A file beside the cache that says: it proved to be damaged while in use, check it at the next start."""
    return path.with_name(path.name + ".check")


def set_aside(path: Path, clock: Clock) -> Path | None:
    """Renames a damaged file with what belongs to it; nothing is ever deleted. Tells where the file is now, None when there was
    none: a journal of it that stayed behind must not be taken for that of the file that comes in its place."""
    day = instant.to_datetime(clock()).strftime("%Y%m%d-%H%M%S")
    target, number = path.with_name(f"{path.name}.damaged-{day}"), 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.damaged-{day}-{number}")
    with faults.sorted_failures():
        there = path.exists()
        if there:
            path.replace(target)
        for end in ("-wal", "-shm", "-journal"):
            beside = path.with_name(path.name + end)
            if beside.exists():
                beside.replace(target.with_name(target.name + end))
    return target if there else None

"""The copies of the desk as people see them: what decks there were on a day, and the one copy made before a put back."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from client import errors
from client.model.account import Account
from client.model.deck import Setup
from client.model.instant import Clock, Instant
from client.store import copies, desk, faults, schema, worker
from client.store.worker import Worker

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a copy holds. `made` is when it was written; `accounts` are those of then."""

    day: date
    made: Instant
    setup: Setup
    accounts: tuple[Account, ...]


class BackupStore:
    """Reads the copies, read only, and makes those that are due. `copy` makes today's; its failure is logged, not raised."""

    def __init__(
        self, worker: Worker, connection: sqlite3.Connection, path: Path, clock: Clock, copy: Callable[[], None]
    ) -> None:
        self._worker = worker
        self._connection = connection
        self._path = path
        self._clock = clock
        self._copy = copy

    async def all(self) -> tuple[Kept, ...]:
        """All copies that can be read, newest first."""
        return await self._worker.run(self._all)

    async def before(self) -> Kept | None:
        """How it was before the last put back, None when there was none or it was undone."""
        return await self._worker.run(_read, copies.before_of(self._path))

    async def keep_before(self) -> None:
        """Keeps the desk as it is on the disk, beside the copies of the days. Raises StoreFailed."""
        await self._worker.run(copies.write, self._connection, copies.before_of(self._path))

    async def drop_before(self) -> None:
        """Lets that copy go."""
        await self._worker.run(copies.before_of(self._path).unlink, missing_ok=True)

    async def make_due(self) -> None:
        """Makes today's copy when there is none yet."""
        await self._worker.run(self._make_due)

    def _make_due(self) -> None:
        if copies.is_due(self._path, self._clock):
            self._copy()

    def _all(self) -> tuple[Kept, ...]:
        return tuple(kept for copy in copies.all_of(self._path) if (kept := _read(copy)) is not None)


def _read(copy: Path) -> Kept | None:
    """Reads a copy, None when it is not there or cannot be read by this Belfry."""
    if not copy.exists() or not copies.is_good(copy, schema.DESK):
        return None
    try:
        with (
            faults.sorted_failures(),
            closing(sqlite3.connect(worker.read_only_uri(copy.absolute()), uri=True)) as connection,
        ):
            made = Instant(int(copy.stat().st_mtime * 1000))
            return Kept(copies.day_of(copy), made, desk.read_setup(connection), desk.read_accounts(connection))
    except errors.StoreFailed as failure:
        log.info("the copy %s cannot be read: %s", copy.name, failure.detail)
        return None

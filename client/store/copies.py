"""Copies of the desk, one a day, seven days: what a damaged desk is restored from."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from client import errors, paths
from client.model import instant
from client.model.instant import Clock
from client.store import schema, worker
from client.store.schema import Schema

KEPT = 7


def _day(clock: Clock) -> date:
    return instant.to_datetime(clock()).date()


def folder_of(path: Path) -> Path:
    """Where the copies of a file lie."""
    return path.parent / "copies"


def all_of(path: Path) -> list[Path]:
    """The copies of a file, newest first."""
    return sorted(folder_of(path).glob(f"{path.stem}-????-??-??{path.suffix}"), reverse=True)


def before_of(path: Path) -> Path:
    """Where the copy lies that is made before an older one is put back. It is none of the copies of the days."""
    return folder_of(path) / f"{path.stem}-before{path.suffix}"


def day_of(copy: Path) -> date:
    """The day of a copy: what its name says, or when it was written."""
    try:
        return date.fromisoformat(copy.stem[-10:])
    except ValueError:
        return datetime.fromtimestamp(copy.stat().st_mtime, UTC).date()


def is_due(path: Path, clock: Clock) -> bool:
    """Tells whether there is no copy of today yet."""
    return not any(copy.stem.endswith(_day(clock).isoformat()) for copy in all_of(path))


def make(connection: sqlite3.Connection, path: Path, clock: Clock) -> None:
    """Writes today's copy, replacing an earlier one of today, whole or not at all; lets go of the eighth."""
    write(connection, folder_of(path) / f"{path.stem}-{_day(clock).isoformat()}{path.suffix}")
    for old in all_of(path)[KEPT:]:
        old.unlink(missing_ok=True)


def write(connection: sqlite3.Connection, final: Path) -> None:
    """Writes a copy, whole or not at all, in the place of one that is there."""
    final.parent.mkdir(mode=0o700, exist_ok=True)
    draft = final.with_suffix(".new")
    draft.unlink(missing_ok=True)
    worker.claim(draft)
    connection.execute("VACUUM INTO ?", (str(draft),))
    sync(draft)
    paths.move_into_place(draft, final)


def sync(path: Path) -> None:
    """Waits until a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def is_good(path: Path, which: Schema) -> bool:
    """Tells whether a copy can be read, whole, by this Belfry."""
    try:
        with closing(sqlite3.connect(worker.read_only_uri(path.absolute()), uri=True)) as connection:
            schema.check_age(connection, which)
            connection.execute("SELECT count(*) FROM account").fetchone()
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except (sqlite3.Error, errors.StoreFailed):
        return False


def restore(path: Path, which: Schema) -> Path | None:
    """Puts the newest good copy in a file's place; tells which, None when there is none."""
    for copy in all_of(path):
        if is_good(copy, which):
            draft = path.with_suffix(".restored")
            worker.claim(draft)
            draft.write_bytes(copy.read_bytes())
            sync(draft)
            draft.replace(path)
            return copy
    return None

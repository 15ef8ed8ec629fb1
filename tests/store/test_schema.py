import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from client import errors
from client.store import schema
from client.store.database import Store
from client.store.schema import Schema

FORMATS = Path(__file__).resolve().parents[1] / "data" / "store"
"""Here lies a real desk and cache of each released version, as `desk-1.db`."""

ONE = Schema("things", 7, (("CREATE TABLE thing (a)", "INSERT INTO thing VALUES (1)"),))
TWO = Schema("things", 7, (*ONE.steps, ("ALTER TABLE thing ADD COLUMN b", "UPDATE thing SET b = 2")))
BROKEN = Schema("things", 7, (*ONE.steps, ("ALTER TABLE thing ADD COLUMN b", "this is no statement")))


@pytest.fixture
def connection() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def test_each_migration_runs_once_and_in_order(connection: sqlite3.Connection) -> None:
    with closing(connection):
        for which in (ONE, ONE, TWO, TWO):
            schema.migrate(connection, which)
        assert connection.execute("SELECT * FROM thing").fetchall() == [(1, 2)]
        assert schema.version(connection) == 2


def test_a_migration_that_fails_leaves_the_version_before(connection: sqlite3.Connection) -> None:
    with closing(connection):
        schema.migrate(connection, ONE)
        with pytest.raises(sqlite3.OperationalError):
            schema.migrate(connection, BROKEN)
        assert connection.execute("SELECT * FROM thing").fetchall() == [(1,)]
        assert schema.version(connection) == 1


def test_a_newer_file_and_a_foreign_file_are_told_apart(connection: sqlite3.Connection) -> None:
    with closing(connection):
        schema.migrate(connection, TWO)
        with pytest.raises(errors.StoreTooNew):
            schema.migrate(connection, ONE)
        with pytest.raises(errors.StoreDamaged):
            schema.migrate(connection, Schema("others", 8, TWO.steps))


async def test_files_of_every_released_version_open(tmp_path: Path) -> None:
    for desk in released():
        folder = tmp_path / desk.stem
        cache = folder / "cache.db"
        copy(desk, folder / "desk.db")
        store = await Store.open(folder / "desk.db", cache)
        assert store.notes == ()
        assert await store.desk.accounts()
        await store.close()


def released() -> list[Path]:
    return sorted(FORMATS.glob("desk-*.db"))


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(source.read_bytes())

"""The tables of both files and how older files become newer ones. A migration, once released, is never edited.

`PRAGMA user_version` counts the migrations a file has had. Each runs in its own transaction, so a kill leaves a whole version.
"""

import sqlite3
from dataclasses import dataclass

from client import errors

Migration = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """One file's tables: `mark` is its application id (`file(1)` and we tell files apart by it), `steps` its migrations."""

    name: str
    mark: int
    steps: tuple[Migration, ...]


_DESK_1: Migration = (
    "CREATE TABLE account (id TEXT PRIMARY KEY, position INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE deck (id TEXT PRIMARY KEY, position INTEGER NOT NULL, data BLOB NOT NULL) WITHOUT ROWID",
    'CREATE TABLE place ("column" TEXT PRIMARY KEY, entry TEXT NOT NULL, offset INTEGER NOT NULL) WITHOUT ROWID',
    "CREATE TABLE note (name TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID",
)

# A stretch is a set of entries between which nothing is missing on the server; `entry.stretch` says which one an entry belongs
# to. Every boundary between two stretches is a row of `gap`, which is also a row of `entry` (with key NULL) so that it has a
# place in the order. `joined` says which stretches have grown together since.
_CACHE_1: Migration = (
    """CREATE TABLE post (id INTEGER PRIMARY KEY, origin TEXT NOT NULL, key TEXT NOT NULL, author TEXT NOT NULL,
       edited INTEGER NOT NULL, data BLOB NOT NULL)""",
    "CREATE UNIQUE INDEX post_key ON post (origin, key)",
    """CREATE TABLE viewer (post INTEGER NOT NULL, account TEXT NOT NULL, bookmarked INTEGER, data BLOB NOT NULL,
       PRIMARY KEY (post, account)) WITHOUT ROWID""",
    """CREATE TABLE timeline (id INTEGER PRIMARY KEY, account TEXT NOT NULL, kind TEXT NOT NULL, params TEXT NOT NULL,
       older TEXT, newer TEXT, at_end INTEGER NOT NULL DEFAULT 0, top INTEGER NOT NULL DEFAULT 0,
       stretches INTEGER NOT NULL DEFAULT 0, read_row INTEGER NOT NULL DEFAULT 0, read_rank INTEGER,
       UNIQUE (account, kind, params))""",
    """CREATE TABLE entry (id INTEGER PRIMARY KEY, timeline INTEGER NOT NULL, rank INTEGER NOT NULL, tie INTEGER NOT NULL,
       hidden INTEGER NOT NULL, key TEXT, at INTEGER NOT NULL, stretch INTEGER NOT NULL, post INTEGER, reason BLOB)""",
    "CREATE INDEX entry_order ON entry (timeline, hidden, rank DESC, tie DESC)",
    "CREATE UNIQUE INDEX entry_key ON entry (timeline, key)",
    "CREATE INDEX entry_post ON entry (post) WHERE post IS NOT NULL",
    """CREATE TABLE gap (id INTEGER PRIMARY KEY, timeline INTEGER NOT NULL, upper INTEGER NOT NULL, lower INTEGER NOT NULL,
       newer TEXT, older TEXT)""",
    "CREATE INDEX gap_timeline ON gap (timeline)",
    "CREATE TABLE joined (timeline INTEGER NOT NULL, stretch INTEGER NOT NULL, into_ INTEGER NOT NULL, "
    "PRIMARY KEY (timeline, stretch)) WITHOUT ROWID",
    # Where a page ended: from `older` one can go on below `rank`. Pruning needs it: cursors cannot be made here.
    "CREATE TABLE mark (timeline INTEGER NOT NULL, rank INTEGER NOT NULL, stretch INTEGER NOT NULL, older TEXT NOT NULL, "
    "PRIMARY KEY (timeline, rank)) WITHOUT ROWID",
    "CREATE TABLE tombstone (origin TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, "
    "PRIMARY KEY (origin, key)) WITHOUT ROWID",
)

WORDS = "CREATE VIRTUAL TABLE words USING fts5(who, text, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2')"

# Search (`client.store.fulltext`). `spot.id` is the rowid in `words`: the time of the post, so newest first is the order of
# the index. `waiting` names posts that are kept and not in `words` yet. `look` says how far a search was read.
_CACHE_2: Migration = (
    "CREATE TABLE spot (id INTEGER PRIMARY KEY, post INTEGER NOT NULL UNIQUE)",
    "CREATE TABLE waiting (post INTEGER PRIMARY KEY)",
    "INSERT INTO waiting (post) SELECT id FROM post",
    WORDS,
    "CREATE TABLE look (text TEXT PRIMARY KEY, read INTEGER NOT NULL) WITHOUT ROWID",
)

# Which posts answer another, see client.store.answers.
_CACHE_3: Migration = (
    """CREATE TABLE answer (origin TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, post INTEGER NOT NULL,
       handle TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (origin, key, at, post)) WITHOUT ROWID""",
    "CREATE INDEX answer_post ON answer (post)",
    "CREATE TRIGGER answer_gone AFTER DELETE ON post BEGIN DELETE FROM answer WHERE post = OLD.id; END",
)

# When the server last gave a good answer for a timeline, so that a start can say how old what it shows is. 0: not known.
_CACHE_4: Migration = ("ALTER TABLE timeline ADD COLUMN answered INTEGER NOT NULL DEFAULT 0",)

DESK = Schema("desk", 0x42466C64, (_DESK_1,))
CACHE = Schema("cache", 0x42466C63, (_CACHE_1, _CACHE_2, _CACHE_3, _CACHE_4))


def version(connection: sqlite3.Connection) -> int:
    """Tells how many migrations a file has had."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_age(connection: sqlite3.Connection, schema: Schema) -> int:
    """Tells how many migrations are still to do. Raises StoreTooNew for a file of a newer Belfry, StoreDamaged for a file that
    is not Belfry's or not this one."""
    done = version(connection)
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != schema.mark and (done or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]):
        raise errors.StoreDamaged(f"{schema.name}.db is another file (application id {mark:#x})")
    if done > len(schema.steps):
        raise errors.StoreTooNew(f"{schema.name}.db has version {done}, this Belfry knows {len(schema.steps)}")
    return len(schema.steps) - done


def migrate(connection: sqlite3.Connection, schema: Schema) -> None:
    """Brings a file up to date. Raises StoreTooNew."""
    left = check_age(connection, schema)
    for number in range(len(schema.steps) - left + 1, len(schema.steps) + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in schema.steps[number - 1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {schema.mark}")
            connection.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

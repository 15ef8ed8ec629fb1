"""Words of posts and where they are found: an FTS5 index without a copy of the text, in the order of time.

A post's place in the index is its `spot`, made of its time, so newest first needs no sorting. Saving writes only that a post
waits to be taken in; taking in is done in larger pieces, and before every search, so what is found is always true.
Functions of a connection run on the database thread, inside the caller's transaction.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence

from client import errors
from client.model.finding import Search, Term, TermKind
from client.model.instant import Instant
from client.model.post import MediaKind, Post
from client.model.richtext import SpanKind
from client.store import codec, faults, schema
from client.store.terms import FIRST_ROW as FIRST_ROW
from client.store.worker import transaction

PER_MS = 64  # spots of one millisecond
LONGEST = 20_000  # characters of one post that can be found
PIECE = 100  # posts taken in at once
AT_ONCE = 500  # values in one statement

_MARK, _TAG = "\ue000", "\ue001"  # private letters: FTS5 counts them as letters, and no text from outside keeps them
_EVERY = f"{_MARK}every"
_QUESTION = re.compile(r"\?(?=[\s)\"'”’]|$)")
_VIDEO = (MediaKind.VIDEO, MediaKind.GIF)


# --- what a post says ---------------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Text as SQLite can hold it, without our private letters, NULs and half surrogates."""
    if not text.isascii():
        text = text.replace(_MARK, " ").replace(_TAG, " ").encode("utf-8", "replace").decode()
    return text.replace("\0", " ")


def content(post: Post) -> tuple[str, str]:
    """What a post is found by: who wrote it, and what it says with marks of what it is. The same post gives the same.

    It stands so in the index of every cache and is taken out by saying it again: whoever changes it fills the index anew in a
    migration.
    """
    author = post.author
    parts = [post.text.text, post.warning, *(item.alt for item in post.media if item.alt)]
    if post.poll is not None:
        parts += [option.title.text for option in post.poll.options]
    if post.card is not None:
        parts.append(post.card.title)
    said = f" {_MARK} ".join([clean(part[:LONGEST]) for part in parts if part])
    tags = [f"{_TAG}{clean(tag)}" for tag in post.tags]
    return clean(f"{author.name.text} {author.handle}"), " ".join([said, _MARK, *_marks(post), *tags])


def _marks(post: Post) -> list[str]:
    """What a post brings and is, as `client.model.finding` names it."""
    kinds = {item.kind for item in post.media}
    found = {
        "media": bool(post.media),
        "image": MediaKind.IMAGE in kinds,
        "video": any(kind in kinds for kind in _VIDEO),
        "audio": MediaKind.AUDIO in kinds,
        "link": post.card is not None or any(span.kind is SpanKind.LINK for span in post.text.spans),
        "poll": post.poll is not None,
        "quote": post.quote is not None,
        "cover": bool(post.warning),
        "reply": post.reply_to is not None,
        "question": _QUESTION.search(post.text.text) is not None,
        "edited": post.edited_at is not None,
    }
    marks = [_EVERY, *(f"{_MARK}{name}" for name, is_so in found.items() if is_so)]
    if post.language:
        marks.append(_language(post.language))
    return marks


def _language(tag: str) -> str:
    return f"{_MARK}language{clean(tag).partition('-')[0].lower()}"


# --- what is looked for -------------------------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    return '"' + clean(text).replace('"', '""') + '"'


def _phrase(term: Term) -> str:
    """One term in the language of FTS5, every word of it inside quotes."""
    match term.kind:
        case TermKind.WORDS:
            return _quoted(term.text)
        case TermKind.BEGIN:
            return f"{_quoted(term.text)} *"
        case TermKind.TAG:
            return _quoted(term.text).replace('"', f'"{_TAG}', 1)
        case TermKind.AUTHOR:
            return f"who : {_quoted(term.text)}"
        case TermKind.HAS | TermKind.IS:
            return f'"{_MARK}{clean(term.text)}"'
        case TermKind.LANGUAGE:
            return f'"{_language(term.text)}"'


def expression(search: Search) -> str:
    """What FTS5 is asked. Built of terms, never of a person's line as it stands, so it is always well formed."""
    wanted = [" OR ".join(f"({_phrase(term)})" for term in group) for group in search.groups] or [f'"{_EVERY}"']
    asked = " AND ".join(f"({each})" for each in wanted)
    if search.without:
        asked = f"({asked}) NOT ({' OR '.join(f'({_phrase(term)})' for term in search.without)})"
    return asked


def spot_at(moment: int) -> int:
    """The first spot of a millisecond; times before 1970 are 1970."""
    return min(max(0, moment), 1 << 48) * PER_MS


def moment_of(row_id: int) -> Instant | None:
    """When a found row was posted; None for a row of a timeline."""
    return Instant((row_id - FIRST_ROW) // PER_MS) if row_id >= FIRST_ROW else None


# --- keeping it true ----------------------------------------------------------------------------------------------------


def wait(connection: sqlite3.Connection, rows: Iterable[int]) -> None:
    """Notes that posts are to be taken in."""
    connection.executemany("INSERT OR IGNORE INTO waiting (post) VALUES (?)", [(row,) for row in rows])


def edited(connection: sqlite3.Connection, changes: Sequence[tuple[int, bytes, Post]]) -> None:
    """Hears of posts (row, bytes before, post now) that are about to be different; those that say the same stay."""
    different: list[tuple[int, Post]] = []
    for row, data, new in changes:
        old = codec.load_post(data)
        if old.created_at != new.created_at or content(old) != content(new):
            different.append((row, old))
    _take_out(connection, different)
    wait(connection, [row for row, _ in different])


def gone(connection: sqlite3.Connection, posts: Sequence[tuple[int, bytes]]) -> None:
    """Hears of posts (row, bytes) that are about to be deleted."""
    for start in range(0, len(posts), AT_ONCE):
        _take_out(connection, [(row, codec.load_post(data)) for row, data in posts[start : start + AT_ONCE]])


def _take_out(connection: sqlite3.Connection, posts: Sequence[tuple[int, Post]]) -> None:
    if not posts:
        return
    rows = [row for row, _ in posts]
    sql = f"SELECT post, id FROM spot WHERE post IN ({','.join('?' * len(rows))})"
    spots: dict[int, int] = dict(connection.execute(sql, rows))
    words = sorted((spots[row], *content(post)) for row, post in posts if row in spots)
    _write(connection, "INSERT INTO words (words, rowid, who, text) VALUES ('delete', ?, ?, ?)", words)
    connection.executemany("DELETE FROM spot WHERE post = ?", [(row,) for row in rows])
    connection.executemany("DELETE FROM waiting WHERE post = ?", [(row,) for row in rows])


def _write(connection: sqlite3.Connection, sql: str, words: Sequence[tuple[int, str, str]]) -> None:
    """Writes into the index. It has no rules of its own that could be broken: what SQLite cannot do there is damage."""
    try:
        connection.executemany(sql, words)
    except sqlite3.DatabaseError as failure:
        if faults.sort(failure) is None:
            raise errors.StoreDamaged(str(failure)) from failure
        raise


def take_in(connection: sqlite3.Connection, limit: int = PIECE) -> int:
    """Takes in posts that wait, those that came last first. Tells how many were taken."""
    sql = "SELECT post.id, post.data FROM waiting JOIN post ON post.id = waiting.post ORDER BY waiting.post DESC LIMIT ?"
    found = [(row, codec.load_post(data)) for row, data in connection.execute(sql, (limit,))]
    if not found:
        return 0
    spots = _spots(connection, [post.created_at for _, post in found])
    words = sorted((spot, *content(post)) for spot, (_, post) in zip(spots, found, strict=True))
    _write(connection, "INSERT INTO words (rowid, who, text) VALUES (?, ?, ?)", words)
    pairs = [(spot, row) for spot, (row, _) in zip(spots, found, strict=True)]
    connection.executemany("INSERT INTO spot (id, post) VALUES (?, ?)", pairs)
    connection.executemany("DELETE FROM waiting WHERE post = ?", [(row,) for _, row in pairs])
    return len(found)


def _spots(connection: sqlite3.Connection, times: Sequence[int]) -> list[int]:
    """A free spot for each of these times, the first that is free from its millisecond on."""
    wanted = list(map(spot_at, times))
    starts = list(dict.fromkeys(wanted))
    used: set[int] = set()
    for begin in range(0, len(starts), AT_ONCE):
        part = starts[begin : begin + AT_ONCE]
        used.update(
            row[0] for row in connection.execute(f"SELECT id FROM spot WHERE id IN ({','.join('?' * len(part))})", part)
        )
    free: list[int] = []
    for spot in wanted:
        if spot in used:
            sql = "SELECT max(id) FROM spot WHERE id >= ? AND id < ?"
            last = connection.execute(sql, (spot, spot + PER_MS)).fetchone()[0]
            spot = spot if last is None else last + 1
            while spot in used or connection.execute("SELECT 1 FROM spot WHERE id = ?", (spot,)).fetchone():
                spot += 1
        used.add(spot)
        free.append(spot)
    return free


# --- when it is damaged -------------------------------------------------------------------------------------------------


def mend(connection: sqlite3.Connection) -> bool:
    """Looks through the index and begins it anew when it is damaged: all posts wait to be taken in then. Tells whether it had
    to. An index that cannot be dropped raises what SQLite raises."""
    if _is_whole(connection):
        return False
    with transaction(connection):
        for sql in ("DROP TABLE words", schema.WORDS, "DELETE FROM spot", "INSERT OR IGNORE INTO waiting SELECT id FROM post"):
            connection.execute(sql)
    return True


def _is_whole(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid {} LIMIT 1"
        ends = [connection.execute(sql.format(way), (f'"{_EVERY}"',)).fetchone() for way in ("ASC", "DESC")]
        least, most = connection.execute("SELECT min(id), max(id) FROM spot").fetchone()
    except sqlite3.DatabaseError as failure:
        if isinstance(faults.sort(failure), errors.StoreDamaged | None):
            return False
        raise
    return ends == ([None, None] if least is None else [(least,), (most,)])

"""Short ways to make posts, entries and pages for tests of the store."""

from client.model.change import Edit, Inserted, Removed
from client.model.instant import Instant
from client.model.page import Cursor, Entry, Page
from client.model.post import Author, Post, PostKey, ViewerState
from client.model.query import Query, QueryKind, query
from client.model.richtext import plain
from client.store.database import Store

ORIGIN = "mastodon:meerdam.example"
AUTHOR = Author("7", "yara@meerdam.example", plain("Yara"))
HOME: Query = query("a1", QueryKind.HOME)  # type: ignore[arg-type]


def key(number: int | str) -> PostKey:
    return PostKey(ORIGIN, str(number))


def post(number: int, text: str = "", *, at: int | None = None, edited: int | None = None, author: Author = AUTHOR) -> Post:
    created = Instant(number * 1000 if at is None else at)
    return Post(key(number), author, plain(text or f"post {number}"), created, edited and Instant(edited))


def entry(number: int, text: str = "", *, at: int | None = None, viewer: ViewerState | None = None, **options: object) -> Entry:
    item = post(number, text, at=at, **options)  # type: ignore[arg-type]
    return Entry(str(number), item.created_at, item, viewer or ViewerState())


def page(*numbers: int, older: object = None, newer: object = None) -> Page:
    def cursor(value: object) -> Cursor | None:
        return None if value is None else Cursor(str(value))

    return Page(tuple(entry(number) for number in numbers), cursor(older), cursor(newer))


def apply(ids: list[int], edits: tuple[Edit, ...]) -> list[int]:
    ids = list(ids)
    for edit in edits:
        match edit:
            case Inserted(at, block):
                assert 0 <= at <= len(ids)
                ids[at:at] = block.tolist()
            case Removed(at, count):
                assert at + count <= len(ids)
                del ids[at : at + count]
            case _:
                ids = edit.ids.tolist()
    return ids


async def shown(store: Store, asked: Query = HOME) -> list[str]:
    """The entry ids of a timeline as a reader sees them, "-" for a gap."""
    opened = await store.timelines.open(asked)
    rows = await store.timelines.load(opened.ids)
    assert [row.id for row in rows] == opened.ids.tolist()
    return ["-" if row.entry is None else row.entry.id for row in rows]

"""Who answered a post, as the rows tell it."""

import dataclasses

from client.model.page import Entry, Page
from client.model.post import Author
from client.model.query import QueryKind, query
from client.model.richtext import RichText, Span, SpanKind
from client.model.row import Answer
from client.store.database import Store
from client.store.terms import How
from tests.store import making

BRIGADE = Author(
    "9", "brandweer@meerdam.example", RichText("Brandweer :vuur:", (Span(10, 16, SpanKind.EMOJI, "https://x.example/v.png"),))
)
PUBLIC = query("a1", QueryKind.LOCAL)  # type: ignore[arg-type]


def answer(number: int, to: int, author: Author = BRIGADE) -> Entry:
    item = dataclasses.replace(making.post(number, "Ja.", author=author), reply_to=making.key(to))
    return Entry(str(number), item.created_at, item)


async def answers(store: Store, number: int) -> tuple[Answer, ...]:
    opened = await store.timelines.open(making.HOME)
    rows = await store.timelines.load(opened.ids)
    return next(row.answers for row in rows if row.entry is not None and row.entry.id == str(number))


async def test_a_row_tells_who_answered_its_post_newest_first_from_whatever_timeline(store: Store) -> None:
    home, public = await store.timelines.open(making.HOME), await store.timelines.open(PUBLIC)
    await store.timelines.save(home.timeline, making.page(3, 2, 1), how=How.NEWEST)
    assert await answers(store, 1) == ()
    saved = await store.timelines.save(public.timeline, Page((answer(6, 1, making.AUTHOR), answer(5, 1))), how=How.NEWEST)
    assert making.key(1) in saved.changed, "rows in memory that show the question must be read again"
    assert await answers(store, 1) == (
        Answer("yara@meerdam.example", "Yara", 6000), Answer("brandweer@meerdam.example", "Brandweer", 5000),
    )  # fmt: skip
    assert await answers(store, 2) == ()


async def test_a_deleted_answer_is_told_no_more(store: Store) -> None:
    home, public = await store.timelines.open(making.HOME), await store.timelines.open(PUBLIC)
    await store.timelines.save(home.timeline, making.page(1), how=How.NEWEST)
    await store.timelines.save(public.timeline, Page((answer(5, 1),)), how=How.NEWEST)
    await store.timelines.deleted(making.key(5))
    assert await answers(store, 1) == ()


async def test_the_same_answer_seen_twice_is_one(store: Store) -> None:
    home, public = await store.timelines.open(making.HOME), await store.timelines.open(PUBLIC)
    for timeline in (home.timeline, public.timeline, public.timeline):
        await store.timelines.save(timeline, Page((answer(5, 1), making.entry(1))), how=How.NEWEST)
    assert [each.handle for each in await answers(store, 1)] == ["brandweer@meerdam.example"]

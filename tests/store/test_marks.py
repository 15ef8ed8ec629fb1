"""Where rows stand and which show the same, without their contents."""

from client.model.account import AccountId
from client.model.instant import Instant
from client.model.page import Conversation, Cursor, Entry, Notice, Page, Reason, Repost
from client.model.post import Author
from client.model.query import QueryKind, query
from client.model.richtext import plain
from client.store import terms
from client.store.database import Store
from client.store.marks import Mark
from client.store.timelines import How
from tests.store import making

ANNA, BO = (Author(name, f"{name}@meerdam.example", plain(name)) for name in ("anna", "bo"))


def entry(id_: str, post: int | None, reason: Reason | None = None) -> Entry:
    return Entry(id_, Instant(int(id_) * 1000), None if post is None else making.post(post), reason=reason)


async def marks_of(store: Store, account: str, *entries: Entry, kind: QueryKind = QueryKind.NOTIFICATIONS) -> dict[str, Mark]:
    """Saves entries in a timeline of the account and reads their marks, by entry id."""
    opened = await store.timelines.open(query(AccountId(account), kind))
    await store.timelines.save(opened.timeline, Page(entries), how=How.NEWEST, now=Instant(0))
    ids = (await store.timelines.open(query(AccountId(account), kind))).ids
    names = {row.id: row.entry.id for row in await store.timelines.load(ids) if row.entry}
    return {names[mark.id]: mark for mark in await store.timelines.marks(ids)}


async def test_a_mark_tells_when_and_where_a_row_stands(store: Store):
    marks = await marks_of(store, "a1", entry("9", 9), entry("8", 8))
    assert [(marks[name].at, marks[name].tie) for name in ("9", "8")] == [(9000, terms.tie_of("9")), (8000, terms.tie_of("8"))]


async def test_the_same_post_for_the_same_reason_is_the_same_thing_in_every_timeline(store: Store):
    reasons: tuple[Reason | None, ...] = (
        None,
        Repost(ANNA),
        Repost(BO),
        Notice("like", (ANNA,)),
        Notice("like", (ANNA, BO)),
        Notice("repost", (ANNA,)),
    )
    entries = [entry(str(100 - number), 7, reason) for number, reason in enumerate(reasons)]
    others = [entry(str(200 - number), 7, reason) for number, reason in enumerate(reasons)]
    ours, theirs = await marks_of(store, "a1", *entries), await marks_of(store, "a2", *others)
    assert [ours[one.id].thing for one in entries] == [theirs[one.id].thing for one in others]
    assert len({mark.thing for mark in ours.values()}) == len(reasons)
    other_post = await marks_of(store, "a3", entry("300", 8))
    assert other_post["300"].thing not in {mark.thing for mark in ours.values()}


async def test_conversations_and_rows_without_a_post_are_like_nothing_else(store: Store):
    marks = await marks_of(store, "a1", entry("3", 7, Conversation((ANNA,))), entry("2", None, Notice("follow", (ANNA,))))
    assert [mark.thing for mark in marks.values()] == [None, None]


async def test_a_gap_has_no_time_and_rows_that_are_gone_are_left_out(store: Store):
    opened = await store.timelines.open(making.HOME)
    for numbers in ((2, 1), (9, 8)):
        page = making.page(*numbers, older=Cursor(f"o{numbers[0]}"), newer=Cursor(f"n{numbers[0]}"))
        saved = await store.timelines.save(opened.timeline, page, how=How.NEWEST, now=Instant(0))
    ids = (await store.timelines.open(making.HOME)).ids
    assert saved.gap in ids
    found = {mark.id: mark for mark in await store.timelines.marks([*ids, 999_999])}
    assert set(found) == set(ids)
    assert found[saved.gap].at is None

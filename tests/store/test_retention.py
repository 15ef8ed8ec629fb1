from client.model.instant import Instant
from client.model.page import Entry, Page
from client.model.post import Author, ViewerState
from client.model.query import QueryKind, query
from client.store.database import Store
from client.store.fulltext import FIRST_ROW, spot_at
from client.store.timelines import How
from tests.store.making import HOME, ORIGIN, apply, entry, key, page, post, shown

BOOKMARKS = query("a1", QueryKind.BOOKMARKS)  # type: ignore[arg-type]


async def fill(store: Store, pages: int = 5, size: int = 20) -> int:
    """A hundred posts, the oldest with the number 0, in pages as a reader who scrolls gets them."""
    timeline = (await store.timelines.open(HOME)).timeline
    for number in range(pages):
        top = (pages - number) * size
        fetched = page(*range(top - 1, top - size - 1, -1), older=f"o{top - size}", newer=f"n{top - 1}")
        await store.timelines.save(timeline, fetched, how=How.OLDER if number else How.NEWEST)
    return timeline


async def test_old_rows_go_and_the_way_to_them_stays(store: Store) -> None:
    timeline = await fill(store)
    before = await store.timelines.open(HOME)
    (number, edits), *others = await store.timelines.prune(Instant(50 * 1000), keep_newest=10)
    assert (number, others) == (timeline, [])
    after = await store.timelines.open(HOME)
    assert apply(before.ids.tolist(), edits) == after.ids.tolist()
    assert await shown(store) == [str(number) for number in range(99, 49, -1)]
    assert (after.older, after.at_end) == ("o60", False)
    saved = await store.timelines.save(timeline, page(*range(59, 39, -1), older="o40"), how=How.OLDER)
    assert saved.fresh == 10
    assert await shown(store) == [str(number) for number in range(99, 39, -1)]


async def test_the_newest_rows_and_those_on_screen_stay(store: Store) -> None:
    timeline = await fill(store)
    opened = await store.timelines.open(HOME)
    await store.timelines.prune(Instant(10**9), {timeline: [opened.ids[69]]}, keep_newest=10)
    assert len(await shown(store)) == 70
    await store.timelines.prune(Instant(10**9), keep_newest=20)
    assert len(await shown(store)) == 20


async def test_a_timeline_that_nobody_shows_goes_whole_when_it_is_old(store: Store) -> None:
    timeline = await fill(store)
    other = (await store.timelines.open(BOOKMARKS)).timeline
    await store.timelines.save(other, page(3, 2, 1, older="o"), how=How.NEWEST)
    assert await store.timelines.prune(Instant(98 * 1000), {}, keep_newest=50) != []
    assert len(await shown(store)) == 20, "nobody shows it: its newest rows are nothing special"
    await store.timelines.prune(Instant(10**9), {}, keep_newest=10)
    assert len(await shown(store)) == 20, "it was opened a moment ago"
    await store.timelines.prune(Instant(10**9), {}, keep_newest=10)
    await store.timelines.prune(Instant(10**9), {}, keep_newest=10)
    assert await shown(store) == []
    assert len(await shown(store, BOOKMARKS)) == 3
    again = (await store.timelines.open(HOME)).timeline
    saved = await store.timelines.save(again, page(120, 119, older="o119"), how=How.NEWEST)
    assert (saved.fresh, saved.gap) == (2, 0)
    await store.timelines.prune(Instant(10**9), {again: ()}, keep_newest=10)
    assert timeline
    assert await shown(store) == ["120", "119"]


async def test_a_gap_below_which_all_is_old_becomes_the_end(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(3, 2, 1, older="o1", newer="n3"), how=How.NEWEST)
    await store.timelines.save(timeline, page(103, 102, 101, older="o101", newer="n103"), how=How.NEWEST)
    await store.timelines.prune(Instant(50 * 1000), keep_newest=1)
    opened = await store.timelines.open(HOME)
    assert await shown(store) == ["103", "102", "101"]
    assert (opened.older, opened.at_end) == ("o101", False)
    await store.timelines.save(timeline, page(100, 99, older="o99"), how=How.OLDER)
    assert await shown(store) == ["103", "102", "101", "100", "99"]


async def test_posts_that_are_bookmarked_or_ours_stay(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    mine = Author("17", "me@meerdam.example")
    ours = Entry("2", Instant(2000), post(2, author=mine))
    kept = entry(1, viewer=ViewerState(bookmarked=True))
    bottom = Page((entry(3), ours, kept), page(older="o1").older)
    await store.timelines.save(timeline, page(*range(99, 49, -1), older="o50"), how=How.NEWEST)
    await store.timelines.save(timeline, bottom, how=How.OLDER)
    await store.timelines.prune(Instant(50 * 1000), ours=[(ORIGIN, "17")], keep_newest=1)
    other = (await store.timelines.open(BOOKMARKS)).timeline
    await store.timelines.save(other, page(1), how=How.NEWEST)
    rows = await store.timelines.load((await store.timelines.open(BOOKMARKS)).ids)
    assert rows[0].entry
    assert rows[0].entry.viewer.bookmarked
    assert await store.posts.upsert_viewer("a1", key(2), ViewerState(liked=True))  # type: ignore[arg-type]
    assert not await store.posts.upsert_viewer("a1", key(3), ViewerState(liked=True))  # type: ignore[arg-type]


async def test_bookmarks_are_never_cut(store: Store) -> None:
    timeline = (await store.timelines.open(BOOKMARKS)).timeline
    await store.timelines.save(timeline, page(3, 2, 1, older="o"), how=How.NEWEST)
    assert await store.timelines.prune(Instant(10**12), keep_newest=1) == []
    assert len(await shown(store, BOOKMARKS)) == 3


async def test_how_far_a_search_was_read_is_kept_however_long_ago_that_was(store: Store) -> None:
    await store.finder.mark_read("rook", FIRST_ROW + spot_at(1_000))
    await store.timelines.prune(Instant(10**9))
    assert await store.finder.read_to("rook") == FIRST_ROW + spot_at(1_000)


async def test_of_searches_that_are_gone_only_the_newest_marks_are_kept(store: Store) -> None:
    for number in range(310):
        await store.finder.mark_read(f"rook {number}", FIRST_ROW + number)
    await store.timelines.prune(Instant(10**9))
    assert await store.finder.read_to("rook 9") == 0
    assert await store.finder.read_to("rook 10") == FIRST_ROW + 10

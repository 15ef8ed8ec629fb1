from dataclasses import replace

import pytest

from client.model.instant import Instant
from client.model.page import Cursor, Entry, Notice, Page, Repost, Where
from client.model.post import FilterAction, FilterHit, ViewerState
from client.model.query import QueryKind, query
from client.model.row import Gap
from client.store.database import Store
from client.store.timelines import How
from tests.store.conftest import Opener
from tests.store.making import AUTHOR, HOME, apply, entry, key, page, post, shown


async def test_a_new_timeline_is_empty_and_knows_nothing(store: Store) -> None:
    opened = await store.timelines.open(HOME)
    assert (opened.ids.tolist(), opened.older, opened.newer, opened.at_end, opened.read_id) == ([], None, None, False, 0)


async def test_the_first_page_shows_newest_first_and_gives_its_cursors(store: Store) -> None:
    opened = await store.timelines.open(HOME)
    saved = await store.timelines.save(opened.timeline, page(5, 3, 4, older="o3", newer="n5"), how=How.NEWEST)
    assert (saved.older, saved.newer, saved.at_end, saved.fresh, saved.gap) == ("o3", "n5", False, 3, 0)
    assert await shown(store) == ["5", "4", "3"]


async def test_everything_is_there_after_a_restart(open_store: Opener) -> None:
    store = await open_store()
    opened = await store.timelines.open(HOME)
    await store.timelines.save(opened.timeline, page(5, 4, older="o4", newer="n5"), how=How.NEWEST)
    before = await store.timelines.open(HOME)
    await store.close()
    store = await open_store()
    after = await store.timelines.open(HOME)
    assert after == before
    assert await shown(store) == ["5", "4"]


async def test_when_the_newest_posts_were_last_told_outlives_a_restart(open_store: Opener) -> None:
    store = await open_store()
    opened = await store.timelines.open(HOME)
    assert opened.answered is None
    await store.timelines.save(opened.timeline, page(5, 4, older="o4", newer="n5"), how=How.NEWEST, now=Instant(1_000))
    await store.timelines.save(opened.timeline, page(), how=How.NEWEST, now=Instant(2_000))
    await store.timelines.save(opened.timeline, page(3, older="o3"), how=How.OLDER, now=Instant(3_000))
    assert (await store.timelines.open(HOME)).answered == 2_000
    await store.close()
    assert (await (await open_store()).timelines.open(HOME)).answered == 2_000


async def test_a_page_without_overlap_leaves_a_gap_that_two_pages_close(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(2, 1, older="o1", newer="n2"), how=How.NEWEST)
    saved = await store.timelines.save(timeline, page(9, 8, older="o8", newer="n9"), how=How.NEWEST)
    assert saved.gap
    assert await shown(store) == ["9", "8", "-", "2", "1"]
    assert await store.timelines.gap(saved.gap) == ("n2", "o8")
    filled = await store.timelines.save(timeline, page(4, 3, older="o3", newer="n4"), how=How.GAP, gap=saved.gap)
    assert not filled.closed
    assert await shown(store) == ["9", "8", "-", "4", "3", "2", "1"]
    assert await store.timelines.gap(saved.gap) == ("n4", "o8")
    filled = await store.timelines.save(timeline, page(8, 6, 5, older="o5", newer="n8"), how=How.GAP, gap=saved.gap)
    assert filled.closed
    assert await shown(store) == ["9", "8", "6", "5", "4", "3", "2", "1"]
    assert filled.older == "o1"
    assert filled.newer == "n9"


async def test_a_gap_can_be_filled_from_above(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(2, 1, older="o1"), how=How.NEWEST)
    gap = (await store.timelines.save(timeline, page(9, 8, older="o8"), how=How.NEWEST)).gap
    assert await store.timelines.gap(gap) == (None, "o8")
    await store.timelines.save(timeline, page(7, 6, older="o6"), how=How.GAP, gap=gap)
    assert await shown(store) == ["9", "8", "7", "6", "-", "2", "1"]
    saved = await store.timelines.save(timeline, page(5, 2, older="o2"), how=How.GAP, gap=gap)
    assert saved.closed
    assert await shown(store) == ["9", "8", "7", "6", "5", "2", "1"]


async def test_older_pages_go_below_until_the_end(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(9, 8, older="o8", newer="n9"), how=How.NEWEST)
    saved = await store.timelines.save(timeline, page(8, 7, older="o7", newer="n8"), how=How.OLDER)
    assert (saved.older, saved.newer, saved.at_end, saved.fresh) == ("o7", "n9", False, 1)
    saved = await store.timelines.save(timeline, Page(), how=How.OLDER)
    assert saved.at_end
    assert await shown(store) == ["9", "8", "7"]


async def test_an_older_copy_never_overwrites_a_later_edit(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(9, older="o"), how=How.NEWEST)
    assert await store.posts.edited(post(9, "better", edited=20_000)) == {post(9).key}
    saved = await store.timelines.save(timeline, page(9, older="o"), how=How.NEWEST)
    assert not saved.changed
    rows = await store.timelines.load((await store.timelines.open(HOME)).ids)
    assert rows[0].entry
    assert rows[0].entry.post
    assert rows[0].entry.post.text.text == "better"


async def test_a_stream_entry_goes_on_top(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(9, 8, older="o8"), how=How.NEWEST)
    saved = await store.timelines.save(timeline, Page((entry(10),)), how=How.STREAM)
    assert saved.fresh == 1
    assert await shown(store) == ["10", "9", "8"]


async def test_a_deleted_post_stays_deleted(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(9, 8, 7, older="o7"), how=How.NEWEST)
    edits = await store.timelines.deleted(post(8).key)
    assert edits[0][0] == timeline
    await store.timelines.save(timeline, page(9, 8, 7, older="o7"), how=How.NEWEST)
    assert await shown(store) == ["9", "7"]


async def test_a_deleted_repost_goes_though_its_post_stays(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    repost = Entry("50", Instant(50_000), post(8), reason=Repost(AUTHOR))
    await store.timelines.save(timeline, Page((repost, entry(9), entry(8)), Cursor("o")), how=How.NEWEST)
    assert await store.posts.deleted(key(50))
    assert await shown(store) == ["9", "8"]
    await store.timelines.save(timeline, Page((repost, entry(9)), Cursor("o")), how=How.NEWEST)
    assert await shown(store) == ["9", "8"]


async def test_a_notification_is_not_taken_for_a_post_with_its_number(store: Store) -> None:
    asked = query("a1", QueryKind.NOTIFICATIONS)  # type: ignore[arg-type]
    timeline = (await store.timelines.open(asked)).timeline
    notice = Entry("8", Instant(50_000), post(30), reason=Notice("like", (AUTHOR,)))
    await store.timelines.save(timeline, Page((notice,)), how=How.NEWEST)
    await store.posts.deleted(key(8))
    assert await shown(store, asked) == ["8"]
    await store.timelines.save(timeline, Page((notice,)), how=How.NEWEST)
    assert await shown(store, asked) == ["8"]


async def test_unknown_viewer_state_never_overwrites_known(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    liked = entry(9, viewer=ViewerState(liked=True, bookmarked=False))
    await store.timelines.save(timeline, Page((liked,), Cursor("o")), how=How.NEWEST)
    saved = await store.timelines.save(timeline, page(9, older="o"), how=How.NEWEST)
    assert not saved.changed
    saved = await store.timelines.save(timeline, Page((entry(9, viewer=ViewerState(bookmarked=True)),)), how=How.NEWEST)
    assert saved.changed == {key(9)}
    rows = await store.timelines.load((await store.timelines.open(HOME)).ids)
    assert rows[0].entry
    assert rows[0].entry.viewer == ViewerState(liked=True, bookmarked=True)


async def test_viewer_state_is_each_account_s_own(store: Store) -> None:
    other = query("a2", QueryKind.HOME)  # type: ignore[arg-type]
    for asked, liked in ((HOME, True), (other, False)):
        timeline = (await store.timelines.open(asked)).timeline
        await store.timelines.save(timeline, Page((entry(9, viewer=ViewerState(liked=liked)),)), how=How.NEWEST)
    for asked, liked in ((HOME, True), (other, False)):
        rows = await store.timelines.load((await store.timelines.open(asked)).ids)
        assert rows[0].entry
        assert rows[0].entry.viewer.liked is liked


async def test_what_a_filter_hides_is_kept_and_comes_when_the_filter_goes(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    hide = ViewerState(filters=(FilterHit("no", FilterAction.HIDE),))
    saved = await store.timelines.save(timeline, Page((entry(9), entry(8, viewer=hide), entry(7)), Cursor("o")), how=How.NEWEST)
    assert saved.fresh == 2
    assert await shown(store) == ["9", "7"]
    clear = ViewerState(filters=())
    again = Page((entry(9, viewer=hide), entry(8, viewer=clear), entry(7)), Cursor("o"))
    before = (await store.timelines.open(HOME)).ids.tolist()
    saved = await store.timelines.save(timeline, again, how=How.NEWEST)
    assert apply(before, saved.edits) == (await store.timelines.open(HOME)).ids.tolist()
    assert await shown(store) == ["8", "7"]


HIT = FilterHit("no", FilterAction.HIDE, ("home",))


@pytest.mark.parametrize("kind", [QueryKind.LOCAL, QueryKind.THREAD])
async def test_a_filter_counts_only_in_its_places_whatever_was_saved_last(store: Store, kind: QueryKind) -> None:
    other = query(HOME.account, kind, ("post", "8"))
    warn = replace(HIT, title="warn", action=FilterAction.WARN, places=("public", "thread"))
    viewer = ViewerState(filters=(HIT, warn))
    for asked in (HOME, other, HOME):
        timeline = (await store.timelines.open(asked)).timeline
        await store.timelines.save(timeline, Page((entry(8, viewer=viewer), entry(7))), how=How.NEWEST)
    assert await shown(store) == ["7"]
    assert await shown(store, other) == ["8", "7"]
    rows = await store.timelines.load((await store.timelines.open(other)).ids)
    assert rows[0].entry
    assert rows[0].entry.viewer.filters == (warn,)


async def test_a_filter_that_has_run_out_does_not_count(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    until = Instant(2_000)
    viewer = ViewerState(filters=(replace(HIT, until=until), replace(HIT, action=FilterAction.WARN, until=Instant(3_000))))
    await store.timelines.save(timeline, Page((entry(8, viewer=viewer),)), how=How.NEWEST, now=until)
    (row,) = await store.timelines.load((await store.timelines.open(HOME)).ids, now=until)
    assert row.entry
    assert row.entry.viewer.filters == viewer.filters[1:]  # type: ignore[index]
    (row,) = await store.timelines.load([row.id], now=Instant(3_000))
    assert row.entry
    assert row.entry.viewer.filters == ()


async def test_a_thread_is_replaced_and_keeps_the_rows_that_stay(store: Store) -> None:
    thread = query("a1", QueryKind.THREAD, ("post", "1"))  # type: ignore[arg-type]
    timeline = (await store.timelines.open(thread)).timeline
    await store.timelines.save(timeline, page(1, 5, 3), how=How.SNAPSHOT)
    assert await shown(store, thread) == ["1", "5", "3"]
    before = (await store.timelines.open(thread)).ids.tolist()
    saved = await store.timelines.save(timeline, page(1, 4, 5), how=How.SNAPSHOT)
    after = (await store.timelines.open(thread)).ids.tolist()
    assert apply(before, saved.edits) == after
    assert await shown(store, thread) == ["1", "4", "5"]
    assert after[0] == before[0]
    assert after[2] == before[1]
    await store.timelines.save(timeline, Page(), how=How.SNAPSHOT)
    assert await shown(store, thread) == ["1", "4", "5"]


async def test_the_read_marker_goes_up_only_and_survives_its_row(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(9, 8, 7, 6, older="o"), how=How.NEWEST)
    nine, eight, seven, six = (await store.timelines.open(HOME)).ids
    await store.timelines.mark_read(timeline, seven)
    await store.timelines.mark_read(timeline, six)
    assert (await store.timelines.open(HOME)).read_id == seven
    await store.timelines.mark_read(timeline, eight)
    await store.posts.deleted(key(8))
    assert (await store.timelines.open(HOME)).read_id == seven
    await store.timelines.mark_read(timeline, nine)
    assert (await store.timelines.open(HOME)).read_id == nine


async def test_posts_of_the_same_moment_stand_in_the_order_of_their_ids(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    for numbers in ((9, 100), (10, 99), (8,)):
        entries = tuple(entry(number, at=5000) for number in numbers)
        saved = await store.timelines.save(timeline, Page(entries, Cursor("o")), how=How.NEWEST)
        assert saved.fresh == len(numbers)
    opened = await store.timelines.open(HOME)
    rows = await store.timelines.load(opened.ids)
    assert [row.entry.id for row in rows if row.entry] == ["100", "99", "10", "9", "8"]


async def test_a_late_page_for_an_edge_that_has_moved_is_kept_out(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(9, 8, older="o8"), how=How.NEWEST)
    where = Where(older=Cursor("o8"))
    await store.timelines.save(timeline, page(7, older="o7"), how=How.OLDER, where=where)
    saved = await store.timelines.save(timeline, page(6, older="o6"), how=How.OLDER, where=where)
    assert (saved.fresh, saved.older) == (0, "o7")


async def test_a_stream_entry_waits_until_there_is_something_to_continue_from(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    assert not (await store.timelines.save(timeline, Page((entry(10),)), how=How.STREAM)).edits
    await store.timelines.save(timeline, Page(), how=How.NEWEST)  # nothing there, says the server
    await store.timelines.save(timeline, Page((entry(11),)), how=How.STREAM)
    assert await shown(store) == ["11"]


async def test_an_id_that_no_database_can_hold_costs_only_its_own_entry(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    bad = Entry("\ud800", Instant(1), post(1))
    await store.timelines.save(timeline, Page((entry(2), bad), Cursor("o")), how=How.NEWEST)
    assert await shown(store) == ["2"]


async def test_a_gap_knows_the_times_around_it(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(2, older="o2", newer="n2"), how=How.NEWEST)
    saved = await store.timelines.save(timeline, page(9, older="o9", newer="n9"), how=How.NEWEST)
    (row,) = await store.timelines.load([saved.gap])
    assert row.gap == Gap(since=Instant(2000), until=Instant(9000))


async def test_a_forgotten_account_leaves_nothing(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(2, older="o2"), how=How.NEWEST)
    await store.timelines.forget_account(HOME.account)
    assert await shown(store) == []


async def test_two_gaps_with_nothing_left_between_become_one_that_is_filled_from_both_sides(store: Store):
    opened = await store.timelines.open(HOME)
    for newest in (1, 11, 21):
        pages = page(newest, older=f"o{newest}", newer=f"n{newest}")
        await store.timelines.save(opened.timeline, pages, how=How.NEWEST, now=Instant(0))
    assert await shown(store) == ["21", "-", "11", "-", "1"]
    before = (await store.timelines.open(HOME)).ids.tolist()
    ((timeline, edits),) = await store.timelines.deleted(key(11))
    assert timeline == opened.timeline
    assert await shown(store) == ["21", "-", "1"]
    ids = (await store.timelines.open(HOME)).ids.tolist()
    assert apply(before, edits) == ids
    assert await store.timelines.gap(ids[1]) == ("n1", "o21")
    saved = await store.timelines.save(opened.timeline, page(2, 1, newer="n2"), how=How.GAP, gap=ids[1], now=Instant(0))
    assert saved.closed is False
    saved = await store.timelines.save(opened.timeline, page(21, 20, newer="n21"), how=How.GAP, gap=ids[1], now=Instant(0))
    assert saved.closed is True
    assert await shown(store) == ["21", "20", "2", "1"]


async def test_two_gaps_of_a_timeline_that_is_not_open_become_one_too(open_store: Opener):
    store = await open_store()
    opened = await store.timelines.open(HOME)
    for newest in (1, 11, 21):
        pages = page(newest, older=f"o{newest}", newer=f"n{newest}")
        await store.timelines.save(opened.timeline, pages, how=How.NEWEST, now=Instant(0))
    await store.close()
    store = await open_store()
    assert await store.timelines.deleted(key(11)) == []
    assert await shown(store) == ["21", "-", "1"]


BOOKMARKS = query("a1", QueryKind.BOOKMARKS)  # type: ignore[arg-type]


async def bookmarks(store: Store, *pages: Page) -> list[str]:
    opened = await store.timelines.open(BOOKMARKS)
    ids = opened.ids.tolist()
    for number, each in enumerate(pages, 1):
        saved = await store.timelines.save(opened.timeline, each, how=How.NEWEST, now=Instant(number * 1000))
        ids = apply(ids, saved.edits)
    assert (await store.timelines.open(BOOKMARKS)).ids.tolist() == ids
    return await shown(store, BOOKMARKS)


async def test_what_was_taken_off_a_list_elsewhere_goes_with_the_next_newest_page(store: Store):
    assert await bookmarks(store, page(5, 3, 8, 2, 9, older="o")) == ["5", "3", "8", "2", "9"]
    assert await bookmarks(store, page(5, 8, 2, older="o")) == ["5", "8", "2", "9"]  # below its end it says nothing
    assert await bookmarks(store, page(8, 2, older="o")) == ["8", "2", "9"]
    assert await bookmarks(store, page(7, 2, older="o")) == ["7", "2", "9"]


async def test_a_page_in_which_something_could_not_be_read_or_that_does_not_overlap_takes_nothing_back(store: Store):
    await bookmarks(store, page(5, 3, 8, 2, older="o"))
    broken = Page(page(5, 2).entries, Cursor("o"), dropped=1)
    assert await bookmarks(store, broken) == ["5", "3", "8", "2"]
    assert await bookmarks(store, page(6, 4, older="o4")) == ["6", "4", "-", "5", "3", "8", "2"]


async def test_an_item_put_on_a_list_again_moves_to_its_head_and_nothing_else_goes(store: Store):
    await bookmarks(store, page(5, 3, 8, 2, older="o"))
    assert await bookmarks(store, page(8, 7, 5, 3, older="o")) == ["8", "7", "5", "3", "2"]


YEAR = 365 * 86_400_000


def timed(*times: tuple[int, int], older: object = None) -> Page:
    return replace(page(older=older), entries=tuple(entry(number, at=at) for number, at in times))


async def test_where_this_pcs_clock_is_years_behind_posts_stand_in_their_order(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    day = 86_400_000
    pages = [
        (timed((9, 40 * YEAR + 90 * day), (8, 40 * YEAR + 50 * day), (7, 40 * YEAR), older="o7"), How.NEWEST),
        (timed((6, 39 * YEAR), (5, 38 * YEAR), (4, 30 * YEAR), older="o4"), How.OLDER),
        (timed((10, 40 * YEAR + 90 * day + 60_000)), How.STREAM),
        (timed((11, 40 * YEAR + 99 * day)), How.STREAM),
    ]
    for number, (fetched, how) in enumerate(pages):
        await store.timelines.save(timeline, fetched, how=how, now=Instant(day + number))
    assert await shown(store) == ["11", "10", "9", "8", "7", "6", "5", "4"]


async def test_a_post_of_a_wrong_time_stands_where_it_came_in(store: Store) -> None:
    timeline = (await store.timelines.open(HOME)).timeline
    now = Instant(40 * YEAR)
    first = timed((9, now), (8, 99 * YEAR), (7, now - 3 * 86_400_000), older="o7")
    await store.timelines.save(timeline, first, how=How.NEWEST, now=now)
    await store.timelines.save(timeline, timed((10, now + 5_000)), how=How.STREAM, now=Instant(now + 9_000))
    older = timed((6, now - 9 * 86_400_000), (5, 99 * YEAR), (4, now - 20 * 86_400_000))
    await store.timelines.save(timeline, older, how=How.OLDER, now=Instant(now + 10_000))
    assert await shown(store) == ["10", "9", "8", "7", "6", "5", "4"]

from client.model.page import Page
from client.store.database import Store
from client.store.timelines import How
from tests.store.conftest import Opener
from tests.store.making import HOME, entry, page, post, shown


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

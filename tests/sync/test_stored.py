"""A search on this PC is a column like any other: live, read, kept; and it asks no server."""

import json
from dataclasses import replace
from pathlib import Path

from client.model.change import Inserted, PostChanged, TimelineChanged
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Place
from client.model.health import FetchState
from client.model.post import PostKey
from client.model.query import QueryKind
from client.model.sifting import Filters
from client.sync import exporting
from tests.sync.stage import A, B, FakeServer, Stage, column, playing, post


def search(text: str, name: str = "search") -> ColumnSpec:
    return ColumnSpec(ColumnId(name), "stored", (), (("q", text),))


def server(count: int = 30) -> FakeServer:
    made = FakeServer()
    made.say(A, QueryKind.HOME, *range(1, count + 1))
    return made


async def test_it_shows_what_is_stored_newest_first_and_posts_that_arrive(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("post"), server=server()) as stage:
        await stage.pass_time(3)
        assert await stage.numbers("search") == list(range(30, 0, -1))
        assert stage.feed("search").health.state is FetchState.STORED
        changes: list[TimelineChanged] = []
        stage.works.changes.subscribe(TimelineChanged, changes.append)
        stage.server.say(A, QueryKind.HOME, 31, 32)
        await stage.pass_time(200)
        assert await stage.numbers("search") == list(range(32, 0, -1))
        own = [edit for change in changes if change.feed == stage.feed("search").key for edit in change.edits]
        assert [(edit.at, len(edit.ids)) for edit in own if isinstance(edit, Inserted)] == [(0, 2)]
        assert len(own) == 1, "what was there is not touched, so the reader stays where he is"
        assert not [query for query, _ in stage.server.asked if query.kind is QueryKind.STORED]


async def test_older_ones_come_page_by_page_until_the_end(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server(40)) as stage:
        await stage.pass_time(2)
        for start in range(40, 160, 40):
            stage.server.say(A, QueryKind.HOME, *range(start + 1, start + 41))
            await stage.pass_time(400)
        stage.works.desk.add_column(search("post"))
        await stage.pass_time(2)
        feed = stage.feed("search")
        assert len(feed.ids) == 50
        assert not feed.at_end
        for _ in range(6):
            feed.load_older()
            await stage.pass_time(1)
        assert await stage.numbers("search") == list(range(160, 0, -1))
        assert feed.at_end
        assert not feed.loading_older


async def test_what_is_deleted_or_edited_away_leaves_and_what_is_edited_in_comes(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("rook"), server=server(6)) as stage:
        await stage.pass_time(2)
        for number in (2, 3, 4):
            changed = await stage.store.posts.edited(post(number, text=f"rook {number}"))
            await stage.works.engine.rows.changed(frozenset(changed))
        await stage.pass_time(2)
        assert await stage.numbers("search") == [4, 3, 2]
        await stage.store.posts.edited(post(3, text="loos"))
        for _, _ in await stage.store.posts.deleted(PostKey("fake:one.example", "4")):
            pass
        stage.works.changes.publish(PostChanged(frozenset()))
        await stage.pass_time(2)
        assert await stage.numbers("search") == [2]


async def test_a_search_that_goes_by_the_clock_lets_go_of_what_has_become_too_old(tmp_path: Path):
    made = FakeServer()
    made.say(A, QueryKind.HOME, 10**6 - 1800, 10**6 - 60)  # half an hour and one minute before noon
    async with playing(tmp_path, column("home"), search("since:1h"), server=made) as stage:
        await stage.pass_time(3)
        assert await stage.numbers("search") == [10**6 - 60, 10**6 - 1800]
        await stage.pass_time(1900)
        assert await stage.numbers("search") == [10**6 - 60]


async def test_unread_is_what_came_since_and_survives_a_restart(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("post"), server=server()) as stage:
        await stage.pass_time(3)
        assert stage.feed("search").unread == 0
        stage.server.say(A, QueryKind.HOME, *range(10**6 + 10, 10**6 + 13))  # ten seconds after noon
        await stage.pass_time(200)
        assert stage.feed("search").unread == 3
        stage.feed("search").mark_read(stage.feed("search").ids[1])
        assert stage.feed("search").unread == 1
        await stage.settle()
        made, vault = stage.server, stage.vault
    async with playing(tmp_path, server=made, vault=vault) as stage:
        await stage.pass_time(1)
        assert stage.feed("search").unread == 1
        assert stage.feed("search").is_unread(stage.feed("search").ids[0])


async def test_a_look_keeps_nothing_and_ends_with_who_opened_it(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        feed = stage.works.desk.find("post")
        await stage.pass_time(1)
        assert len(feed.ids) == 30
        feed.mark_read(feed.ids[0])
        await stage.settle()
        assert await stage.store.finder.read_to("post") == 0
        stage.works.desk.close_feed(feed)
        stage.works.desk.close_feed(feed)


async def test_a_search_column_stays_when_the_accounts_go(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("post"), server=server()) as stage:
        await stage.pass_time(2)
        for account in (A, B):
            await stage.works.accounts.forget(account)
        await stage.pass_time(2)
        assert [spec.id for spec in stage.works.desk.deck.columns] == ["search"]
        assert stage.feed("search").health.state is FetchState.STORED


async def test_a_search_for_nothing_shows_nothing(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("  ? "), server=server()) as stage:
        await stage.pass_time(3)
        assert await stage.numbers("search") == []
        assert stage.feed("search").at_end


async def test_a_column_over_a_search_is_filtered_like_any_other(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("post"), server=server(10)) as stage:
        await stage.pass_time(3)
        stage.works.desk.change_column(
            replace(search("post"), filters=Filters(none=("post 3", "post 10"), not_authors=("u4@one.example",)))
        )
        await stage.pass_time(5)
        assert await stage.numbers("search") == [8, 7, 6, 5, 2, 1]
        stage.server.say(A, QueryKind.HOME, 11, 14)
        await stage.pass_time(200)
        assert await stage.numbers("search") == [11, 8, 7, 6, 5, 2, 1]


async def test_the_reading_place_of_a_search_is_found_again(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("post"), server=server()) as stage:
        await stage.pass_time(3)
        row = stage.feed("search").ids[12]
        stage.works.desk.keep_place(Place(ColumnId("search"), str(row), 7))
        await stage.pass_time(2)
        made, vault = stage.server, stage.vault
    async with playing(tmp_path, server=made, vault=vault) as stage:
        await stage.pass_time(1)
        assert stage.works.desk.place(ColumnId("search")) == Place(ColumnId("search"), str(row), 7)
        assert stage.feed("search").ids[12] == row
        assert stage.feed("search").row(row) is not None


async def many(stage: Stage, count: int = 160) -> None:
    """Has posts arrive page by page, so that all of them are stored."""
    await stage.pass_time(2)
    for start in range(40, count, 40):
        stage.server.say(A, QueryKind.HOME, *range(start + 1, start + 41))
        await stage.pass_time(400)


async def test_a_deep_reading_place_of_a_search_is_found_again(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("post"), server=server(40)) as stage:
        await many(stage)
        for _ in range(3):
            stage.feed("search").load_older()
            await stage.pass_time(1)
        row = stage.feed("search").ids[120]
        stage.works.desk.keep_place(Place(ColumnId("search"), str(row), 7))
        await stage.pass_time(2)
        made, vault = stage.server, stage.vault
    async with playing(tmp_path, server=made, vault=vault) as stage:
        assert stage.feed("search").ids[120] == row, "before the first picture"
        assert stage.feed("search").row(row) is not None
        stage.feed("search").load_older()
        await stage.pass_time(2)
        assert await stage.numbers("search") == list(range(160, 0, -1))


async def test_all_that_is_unread_counts_after_a_restart_however_much_it_is(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("post"), server=server(40)) as stage:
        await stage.pass_time(3)
        for start in range(10**6 + 100, 10**6 + 220, 40):  # posted after noon
            stage.server.say(A, QueryKind.HOME, *range(start, start + 40))
            await stage.pass_time(400)
        assert stage.feed("search").unread == 120
        made, vault = stage.server, stage.vault
    async with playing(tmp_path, server=made, vault=vault) as stage:
        await stage.pass_time(1)
        assert stage.feed("search").unread == 120


async def test_an_export_of_a_search_has_all_that_is_stored(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server(40)) as stage:
        await many(stage)
        stage.works.desk.add_column(search("post"))
        await stage.pass_time(2)
        assert len(stage.feed("search").ids) == 50
        text = await exporting.export(stage.works.desk.feed(ColumnId("search")), "jsonl", "Search", stage.time.now)
        kinds = [json.loads(line)["type"] for line in text.splitlines()]
        assert kinds == ["export", *["post"] * 160]


async def test_what_was_read_right_before_the_column_goes_stays_read(tmp_path: Path):
    async with playing(tmp_path, column("home"), search("post"), server=server()) as stage:
        await stage.pass_time(3)
        stage.server.say(A, QueryKind.HOME, 10**6 + 10, 10**6 + 11)
        await stage.pass_time(200)
        feed = stage.feed("search")
        assert feed.unread == 2
        feed.mark_read(feed.ids[0])
        stage.works.desk.remove_column(ColumnId("search"))
        await stage.settle()
        stage.works.desk.undo_remove()
        await stage.pass_time(2)
        assert stage.feed("search").unread == 0

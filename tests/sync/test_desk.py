from dataclasses import replace
from pathlib import Path

from client.model.change import DeckChanged, RowsLoaded, TimelineChanged
from client.model.column import ColumnId
from client.model.deck import Place
from client.model.health import FetchState
from client.model.post import PostKey
from client.model.query import QueryKind
from client.model.sifting import Filters, Mute, MuteKind
from client.sync.keeping import Keeping
from client.sync.sifted import Sifted
from tests.sync.stage import A, B, FakeServer, column, playing

HOME, SEARCH = QueryKind.HOME, QueryKind.SEARCH


def server() -> FakeServer:
    made = FakeServer()
    for who in (A, B):
        for kind in QueryKind:
            made.say(who, kind, *range(1, 6))
    return made


async def test_two_columns_with_one_question_share_one_timeline(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("home", name="again"), server=server()) as stage:
        await stage.settle()
        assert stage.feed("home").sources == stage.feed("again").sources
        assert stage.server.count() == 1
        stage.works.desk.remove_column(ColumnId("home"))
        await stage.pass_time(70)
        assert stage.server.count() == 2


async def test_a_timeline_that_nobody_shows_is_asked_for_no_more(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        stage.works.desk.remove_column(ColumnId("home"))
        asked = stage.server.count()
        await stage.pass_time(600)
        assert stage.server.count() == asked
        assert stage.works.feeds.timelines == ()


async def test_a_removed_column_comes_back_where_it_was_with_its_place(tmp_path: Path):
    columns = [column("home"), column("mentions"), column("search", ("q", "x"))]
    async with playing(tmp_path, *columns, server=server()) as stage:
        desk = stage.works.desk
        desk.keep_place(Place(ColumnId("mentions"), "4", 12))
        desk.remove_column(ColumnId("mentions"))
        assert [spec.id for spec in desk.deck.columns] == ["home", "search"]
        assert desk.undo_remove()
        assert [spec.id for spec in desk.deck.columns] == ["home", "mentions", "search"]
        assert desk.place(ColumnId("mentions")) == Place(ColumnId("mentions"), "4", 12)
        assert not desk.undo_remove()
        await stage.settle()
        assert len(desk.feed(ColumnId("mentions")).ids) == 5


async def test_every_change_of_the_deck_is_told_and_lasts(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        desk = stage.works.desk
        told: list[object] = []
        stage.works.changes.subscribe(DeckChanged, lambda change: told.append(change.column))
        desk.add_column(column("mentions"))
        desk.add_column(column("search", ("q", "rook")), 0)
        desk.move_column(ColumnId("home"), 2)
        await stage.settle()
        on_disk = await stage.store.desk.deck()
        assert on_disk == desk.deck
        assert [spec.id for spec in desk.deck.columns] == ["search", "mentions", "home"]
        assert told == ["mentions", "search", "home"]
        vault = stage.vault
    async with playing(tmp_path, vault=vault, server=server()) as stage:
        assert [spec.id for spec in stage.works.desk.deck.columns] == ["search", "mentions", "home"]


async def test_a_changed_question_gives_the_column_another_feed_and_a_changed_width_does_not(tmp_path: Path):
    async with playing(tmp_path, column("search", ("q", "x")), server=server()) as stage:
        await stage.settle()
        desk = stage.works.desk
        before = stage.feed("search")
        spec = desk.deck.columns[0]
        desk.change_column(column("search", ("q", "x")).__class__(spec.id, spec.kind, spec.accounts, spec.params, "Smoke", 280))
        assert stage.feed("search") is before
        assert desk.deck.columns[0].width == 280
        desk.change_column(column("search", ("q", "y")))
        assert stage.feed("search") is not before
        await stage.settle()
        assert stage.server.asked[-1][0].get("q") == "y"
        assert len(stage.works.feeds.timelines) == 1


async def test_a_reading_place_is_on_the_disk_within_a_second(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        for offset in range(5):
            stage.works.desk.keep_place(Place(ColumnId("home"), "3", offset))
        await stage.pass_time(1)
        assert Place(ColumnId("home"), "3", 4) in await stage.store.desk.places()


async def test_a_reading_place_kept_last_is_written_on_closing(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        stage.works.desk.keep_place(Place(ColumnId("home"), "2", 7))
    async with playing(tmp_path, server=server(), vault=stage.vault) as stage:
        assert stage.works.desk.place(ColumnId("home")) == Place(ColumnId("home"), "2", 7)


async def test_the_same_id_twice_becomes_another_column(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        stage.works.desk.add_column(column("home"))
        ids = [spec.id for spec in stage.works.desk.deck.columns]
        assert len(set(ids)) == 2


async def test_a_thread_lives_while_it_is_open(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        desk = stage.works.desk
        thread = desk.open_thread(A, PostKey("fake:one.example", "3"))
        await stage.settle()
        assert len(thread.ids) == 5
        assert thread.unread == 0
        desk.close_feed(thread)
        desk.close_feed(thread)
        asked = stage.server.count(QueryKind.THREAD)
        await stage.pass_time(300)
        assert stage.server.count(QueryKind.THREAD) == asked == 1


async def test_an_older_page_is_asked_for_once(tmp_path: Path):
    made = server()
    made.posts[A, HOME] = list(range(1, 101))
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        feed = stage.feed("home")
        for _ in range(3):
            feed.load_older()
        assert feed.loading_older
        await stage.settle()
        assert not feed.loading_older
        assert len(feed.ids) == 80
        assert stage.server.count() == 2
        feed.load_older()
        await stage.settle()
        assert len(feed.ids) == 100
        assert feed.at_end
        feed.load_older()
        assert not feed.loading_older


async def test_rows_are_loaded_when_wanted_and_told_to_the_feed_that_wanted_them(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("mentions"), server=server()) as stage:
        await stage.settle()
        feed = stage.feed("home")
        told: list[RowsLoaded] = []
        stage.works.changes.subscribe(RowsLoaded, told.append)
        assert feed.row(feed.ids[0]) is None
        feed.want(feed.ids)
        await stage.settle()
        assert told == [RowsLoaded(feed.key, frozenset(feed.ids))]
        assert feed.row(feed.ids[0]).entry.id == "5"  # type: ignore[union-attr]
        feed.want(feed.ids)
        await stage.settle()
        assert len(told) == 1


async def test_the_first_page_of_a_column_counts_as_read_and_later_posts_do_not(tmp_path: Path):
    made = server()
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        feed = stage.feed("home")
        assert feed.unread == 0
        made.say(A, HOME, 6, 7)
        await stage.pass_time(70)
        assert feed.unread == 2
        feed.mark_read(feed.ids[1])
        assert feed.unread == 1
        feed.mark_read(feed.ids[1])
        feed.mark_read(feed.ids[3])
        assert feed.unread == 1
        await stage.settle()
    async with playing(tmp_path, server=made, vault=stage.vault, time=stage.time) as stage:
        assert stage.feed("home").unread == 1


async def test_a_view_that_applies_the_edits_has_the_same_rows(tmp_path: Path):
    made = server()
    async with playing(tmp_path, column("home"), server=made) as stage:
        from client.sync import timeline

        feed = stage.feed("home")
        mine = feed.ids[:]

        def on(change: TimelineChanged) -> None:
            for edit in change.edits if change.feed == feed.key else ():
                timeline.apply(mine, edit)

        stage.works.changes.subscribe(TimelineChanged, on)
        for number in range(6, 300, 50):
            made.say(A, HOME, *range(number, number + 50))
            await stage.pass_time(61)
            feed.load_older()
            await stage.settle()
        assert mine == feed.ids
        assert len(mine) == 305


async def test_an_account_that_is_forgotten_takes_its_columns_along(tmp_path: Path):
    both = column("home", name="both", accounts=(A, B))
    async with playing(tmp_path, column("mentions"), both, server=server()) as stage:
        await stage.settle()
        await stage.works.accounts.forget(A)
        await stage.settle()
        assert [(spec.id, spec.accounts) for spec in stage.works.desk.deck.columns] == [("both", (B,))]
        assert stage.server.revoked == ["token-a"]
        assert await stage.store.desk.deck() == stage.works.desk.deck


async def test_a_removed_column_of_a_forgotten_account_does_not_come_back(tmp_path: Path):
    async with playing(tmp_path, column("mentions"), column("home", accounts=(B,)), server=server()) as stage:
        await stage.settle()
        stage.works.desk.remove_column(ColumnId("mentions"))
        await stage.works.accounts.forget(A)
        await stage.settle()
        assert not stage.works.desk.undo_remove()
        assert [spec.id for spec in stage.works.desk.deck.columns] == ["home"]


async def test_a_column_of_an_unknown_kind_is_kept_and_shows_nothing(tmp_path: Path):
    async with playing(tmp_path, column("event-monitor"), column("home"), server=server()) as stage:
        await stage.settle()
        assert list(stage.feed("event-monitor").ids) == []
        assert stage.feed("home").health.state is FetchState.POLLING
        stage.works.desk.move_column(ColumnId("home"), 0)
        await stage.settle()
        deck = await stage.store.desk.deck()
        assert deck is not None
        assert [spec.kind for spec in deck.columns] == ["home", "event-monitor"]


async def test_what_a_removed_account_received_is_no_longer_found(tmp_path: Path):
    search = column("stored", ("q", "post"), accounts=())
    async with playing(tmp_path, column("home"), column("home", name="other", accounts=(B,)), search, server=server()) as stage:
        await stage.pass_time(2)
        assert len(stage.feed("stored").ids) == 10
        await stage.works.accounts.forget(A)
        await stage.pass_time(2)
        rows = await stage.store.timelines.load(stage.feed("stored").ids)
        hosts = {row.entry.post.key.origin for row in rows if row.entry is not None and row.entry.post is not None}
        assert hosts == {"fake:two.example"}
        assert len(rows) == 5
        assert [spec.id for spec in stage.works.desk.deck.columns] == ["other", "stored"]


async def test_a_conversation_of_a_removed_account_asks_and_writes_nothing_more(tmp_path: Path):
    async with playing(tmp_path, column("home", accounts=(A, B)), server=server()) as stage:
        await stage.settle()
        desk = stage.works.desk
        thread = desk.open_thread(A, PostKey("fake:one.example", "3"))
        await stage.settle()
        await stage.works.accounts.forget(A)
        asked = stage.server.count()
        thread.refresh()
        thread.mark_read(thread.ids[0])
        await stage.settle()
        assert stage.server.count(QueryKind.THREAD) == 1
        assert stage.server.count() - asked <= 2, "the column asks anew for the account that stays"
        desk.close_feed(thread)
        assert await stage.store.timelines.load(thread.ids) == []


async def test_what_a_kill_left_of_a_removed_account_goes_with_the_next_cleaning(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("home", name="other", accounts=(B,)), server=server()) as stage:
        await stage.settle()
        rows = [*stage.feed("home").ids]
        vault = stage.vault
        await stage.store.desk.remove_account(A)  # and then Belfry was ended hard
    async with playing(tmp_path, server=server(), vault=vault) as stage:
        await stage.settle()
        assert stage.works.accounts.get(A) is None
        works = stage.works
        await Keeping(works.engine, works.feeds, works.accounts, lambda: 400).clean()
        assert await stage.store.timelines.load(rows) == []
        assert len(stage.feed("other").ids) == 5


async def test_the_look_at_a_column_leaves_out_what_the_column_would(tmp_path: Path):
    async with playing(tmp_path, column("home", name="other", accounts=(B,)), server=server()) as stage:
        desk = stage.works.desk
        spec = replace(column("home"), filters=Filters(none=("post 4",)))
        feed = desk.preview_column(spec)
        await stage.settle()
        assert isinstance(feed, Sifted)
        assert [row.entry.id for row in await desk.read_rows(feed.ids) if row.entry] == ["5", "3", "2", "1"]
        assert feed.counted == (4, 5)
        desk.set_mutes((Mute(MuteKind.WORD, "post 5"),))
        await stage.settle()
        assert [row.entry.id for row in await desk.read_rows(feed.ids) if row.entry] == ["3", "2", "1"]
        desk.close_feed(feed)
        desk.close_feed(feed)
        assert len(stage.works.feeds.timelines) == 1


FAR = 10**12  # the number of a post from a far future


async def test_a_post_of_the_far_future_does_not_make_later_ones_look_read(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("stored", ("q", "post"), accounts=()), server=server()) as stage:
        await stage.pass_time(3)
        stage.server.say(A, QueryKind.HOME, FAR)
        await stage.pass_time(70)
        home, found = stage.feed("home"), stage.feed("stored")
        home.mark_read(home.ids[0])
        found.mark_read(found.ids[0])
        assert (home.unread, found.unread) == (0, 0)
        stage.server.say(A, QueryKind.HOME, 10**6 + 75, 10**6 + 76)
        await stage.pass_time(70)
        assert (await stage.numbers("home"))[:4] == [10**6 + 76, 10**6 + 75, FAR, 5]
        assert (home.unread, found.unread) == (2, 2)
        await stage.pass_time(200)
        assert (await stage.numbers("home"))[:4] == [10**6 + 76, 10**6 + 75, FAR, 5], "it stays where it came in"
        assert home.unread == 2

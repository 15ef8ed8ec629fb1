import asyncio
from pathlib import Path

import pytest

from client import errors
from client.model.health import FetchState
from client.model.page import Deleted, Edited, FiltersChanged, Where
from client.model.post import UNKNOWN_VIEWER, PostKey
from client.model.query import QueryKind
from tests.sync.stage import A, B, FakeServer, column, entry, playing, post

HOME, MENTIONS = QueryKind.HOME, QueryKind.MENTIONS


def server() -> FakeServer:
    made = FakeServer()
    made.streamed = {HOME, MENTIONS}
    made.say(A, HOME, *range(1, 31))
    made.say(B, HOME, *range(1, 4))
    made.say(A, MENTIONS, 3)
    return made


async def test_a_stream_makes_a_column_live_and_brings_posts_without_a_request(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        assert stage.feed("home").health.state is FetchState.STREAMING
        asked = stage.server.count()
        stage.server.say(A, HOME, 31, 32)
        await stage.settle()
        assert (await stage.numbers("home"))[:3] == [32, 31, 30]
        assert stage.feed("home").unread == 2
        assert stage.server.count() == asked


async def test_while_a_stream_is_alive_polls_make_sure_ever_more_seldom(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        counts = [stage.server.count()]
        for _ in range(4):
            for _ in range(22):
                stage.server.say(A, HOME, stage.server.posts[A, HOME][-1] + 1)  # signs of life
                await stage.pass_time(30)
            counts.append(stage.server.count())
        assert 4 <= counts[1] - counts[0] <= 6
        assert counts[4] - counts[3] == 1
        assert stage.feed("home").health.state is FetchState.STREAMING
        assert None not in await stage.numbers("home")


async def test_a_stream_that_keeps_a_columns_posts_back_is_not_called_live(tmp_path: Path):
    made = server()
    made.deaf = {MENTIONS}
    async with playing(tmp_path, column("home"), column("mentions"), server=made) as stage:
        number = 100
        for _ in range(10):
            number += 1
            made.say(A, HOME, number)
            made.say(A, MENTIONS, number)
            await stage.pass_time(10)
        assert stage.feed("home").health.state is FetchState.STREAMING
        assert stage.feed("mentions").health.state is FetchState.POLLING
        made.say(A, MENTIONS, number + 1)
        await stage.pass_time(65)
        assert (await stage.numbers("mentions"))[0] == number + 1
        made.deaf = set()
        made.streams[A].put_nowait(errors.ConnectionLost("reset"))
        await stage.pass_time(5)
        assert stage.feed("mentions").health.state is FetchState.STREAMING, "another connection is tried anew"


async def test_a_column_that_the_server_refuses_does_not_take_the_stream_from_the_others(tmp_path: Path):
    made = server()
    made.unstreamed = {MENTIONS.value}
    made.fails = lambda query: errors.Gone("deleted", status=404) if query.kind is MENTIONS else None
    async with playing(tmp_path, column("home"), column("mentions"), server=made) as stage:
        await stage.pass_time(40)
        assert stage.feed("mentions").health.state is FetchState.REFUSED
        assert stage.feed("home").health.state is FetchState.STREAMING
        made.unstreamed, made.fails = set(), lambda query: None
        stage.feed("mentions").refresh()
        await stage.pass_time(40)
        assert stage.feed("mentions").health.state is FetchState.STREAMING


async def test_a_post_that_no_stream_tells_of_is_forgiven(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        stage.server.posts[A, HOME].append(31)  # as a person does who follows somebody new
        for _ in range(40):
            stage.server.say(A, HOME, stage.server.posts[A, HOME][-1] + 1)
            await stage.pass_time(30)
        assert stage.feed("home").health.state is FetchState.STREAMING


async def test_a_connection_of_which_only_a_part_is_open_makes_nothing_live(tmp_path: Path):
    made = server()
    made.stream_opens.clear()
    async with playing(tmp_path, column("home"), column("mentions"), server=made) as stage:
        await stage.pass_time(1)
        made.say(A, HOME, 31)
        await stage.pass_time(1)
        assert stage.feed("mentions").health.state is FetchState.POLLING
        made.stream_opens.set()
        made.say(A, HOME, 32)
        await stage.pass_time(2)
        assert stage.feed("mentions").health.state is FetchState.STREAMING
        assert (await stage.numbers("home"))[:3] == [32, 31, 30]


async def test_one_connection_per_account_has_all_its_channels(tmp_path: Path):
    columns = [column("home"), column("mentions"), column("home", name="b", accounts=(B,))]
    async with playing(tmp_path, *columns, server=server()) as stage:
        await stage.pass_time(2)
        assert set(stage.server.streams) == {A, B}
        assert stage.server.opened[-1] in [(A, ("home", "mentions")), (B, ("home",))]
        assert all(stage.feed(each.id).health.state is FetchState.STREAMING for each in columns)


async def test_a_new_channel_opens_the_connection_anew_with_all_of_them(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        stage.works.desk.add_column(column("mentions"))
        await stage.pass_time(3)
        assert stage.server.opened[-1] == (A, ("home", "mentions"))
        assert stage.feed("home").health.state is FetchState.STREAMING
        assert stage.feed("mentions").health.state is FetchState.STREAMING


async def test_after_a_break_columns_are_polled_and_missed_posts_come(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(100)
        stage.server.stream_fails = errors.ConnectionRefused("down")
        stage.server.streams[A].put_nowait(errors.ConnectionLost("reset"))
        await stage.settle()
        assert stage.feed("home").health.state is FetchState.POLLING
        stage.server.say(A, HOME, 31)
        await stage.pass_time(15)
        assert (await stage.numbers("home"))[0] == 31
        stage.server.say(A, HOME, 32)
        stage.server.stream_fails = None
        await stage.pass_time(310)
        assert stage.feed("home").health.state is FetchState.STREAMING
        assert (await stage.numbers("home"))[:3] == [32, 31, 30]


async def test_connections_are_opened_again_for_ever_but_ever_slower(tmp_path: Path):
    made = server()
    made.stream_fails = errors.ConnectionRefused("down")
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.pass_time(60)
        early = len(made.opened)
        assert 4 <= early <= 30
        await stage.pass_time(7200)
        assert 24 <= len(made.opened) - early <= 90
        made.stream_fails = None
        await stage.pass_time(310)
        assert stage.feed("home").health.state is FetchState.STREAMING


async def test_what_comes_before_the_first_page_after_opening_hides_no_hole(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        stage.server.stream_fails = errors.ConnectionRefused("down")
        stage.server.fails = lambda query: errors.ServerFailed("", status=500)
        stage.server.streams[A].put_nowait(errors.ConnectionLost("reset"))
        await stage.settle()
        stage.server.say(A, HOME, *range(31, 431))  # 400 posts are missed
        stage.server.stream_fails = None
        await stage.pass_time(3)
        assert A in stage.server.streams
        stage.server.say(A, HOME, 431)  # over the new stream, before any page could be fetched
        await stage.settle()
        assert (await stage.numbers("home"))[0] == 30
        stage.server.fails = lambda query: None
        await stage.pass_time(120)
        numbers = await stage.numbers("home")
        assert numbers[:200] == list(range(431, 231, -1))
        assert numbers[200] is None
        assert numbers[201:] == list(range(30, 0, -1))
        assert stage.feed("home").health.state is FetchState.STREAMING


async def test_a_silent_connection_is_dropped_after_90_seconds(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        opened = len(stage.server.opened)
        stage.server.say(A, HOME, 31)
        await stage.pass_time(85)
        assert len(stage.server.opened) == opened
        await stage.pass_time(40)
        assert len(stage.server.opened) > opened


async def test_a_server_without_streams_is_polled_and_seldom_asked_for_one(tmp_path: Path):
    made = server()
    made.stream_fails = errors.Unsupported("no streams")
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.pass_time(600)
        assert len(made.opened) <= 3
        assert stage.feed("home").health.state is FetchState.POLLING


async def test_edits_and_deletions_reach_every_column(tmp_path: Path):
    made = server()
    made.say(A, MENTIONS, 30)
    async with playing(tmp_path, column("home"), column("mentions"), server=made) as stage:
        await stage.pass_time(2)
        home, mentions = stage.feed("home"), stage.feed("mentions")
        home.want(home.ids)
        mentions.want(mentions.ids)
        await stage.settle()
        newer = post(30, text="corrected")
        stage.server.streams[A].put_nowait(Edited(newer, UNKNOWN_VIEWER))
        await stage.settle()
        for feed in (home, mentions):
            row = feed.row(feed.ids[0])
            assert row is not None
            assert row.entry is not None
            assert row.entry.post is not None
            assert row.entry.post.text.text == "corrected"
        stage.server.streams[A].put_nowait(Deleted(PostKey("fake:one.example", "30")))
        await stage.settle()
        assert (await stage.numbers("home"))[0] == 29
        assert await stage.numbers("mentions") == [3]


async def test_changed_filters_have_everything_asked_again(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("mentions"), server=server()) as stage:
        await stage.pass_time(2)
        asked = stage.server.count()
        stage.server.streams[A].put_nowait(FiltersChanged())
        await stage.settle()
        assert stage.server.count() == asked + 2


async def test_a_token_refused_by_the_stream_and_by_the_question_that_follows_signs_out(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        stage.server.refresh_fails = errors.SignedOut("", status=401)
        stage.server.fails = lambda query: errors.SignedOut("", status=401)
        stage.server.streams[A].put_nowait(errors.SignedOut("", status=401))
        await stage.settle()
        opened = len(stage.server.opened)
        assert stage.feed("home").health.state is FetchState.SIGNED_OUT
        await stage.pass_time(1000)
        assert len(stage.server.opened) == opened


async def test_closing_the_last_column_closes_the_stream(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        stage.works.desk.remove_column(column("home").id)
        await stage.pass_time(16)
        assert stage.server.streams == {}


@pytest.mark.parametrize("steady", [False, True], ids=["steady clock stood", "steady clock went on"])
async def test_after_sleep_connections_are_dropped_and_all_columns_are_fresh_within_a_minute(tmp_path: Path, steady: bool):
    columns = [column("home"), column("mentions"), column("search", ("q", "x")), column("bookmarks")]
    async with playing(tmp_path, *columns, server=server()) as stage:
        await stage.pass_time(30)
        stage.works.desk.set_visible({stage.feed("search").key})
        dropped, opened = stage.session.dropped, len(stage.server.opened)
        stage.sleep_pc(8 * 3600, steady)
        woken = stage.time.now()
        await stage.pass_time(1)  # no alarm need be due in that second
        await stage.pass_time(5)
        assert stage.session.dropped == dropped + 1
        await stage.pass_time(60)
        assert len(stage.server.opened) > opened
        for each in columns:
            health = stage.feed(each.id).health
            assert health.state in (FetchState.STREAMING, FetchState.POLLING)
            assert health.last_ok is not None
            assert health.last_ok >= woken


async def test_a_clock_set_back_does_not_stop_the_columns(tmp_path: Path):
    async with playing(tmp_path, column("search", ("q", "x")), server=server()) as stage:
        await stage.pass_time(30)
        asked = stage.server.count()
        stage.sleep_pc(-7200)
        await stage.pass_time(60)
        assert stage.server.count() > asked


async def test_a_gap_is_closed_by_itself_when_few_pages_are_missing(tmp_path: Path):
    made = server()
    made.streamed = set()
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        made.say(A, HOME, *range(31, 151))
        await stage.pass_time(70)
        assert await stage.numbers("home") == list(range(150, 0, -1))
        assert all(where.newer is None for _, where in made.asked)


async def test_a_gap_that_stays_is_filled_from_below_when_a_person_asks(tmp_path: Path):
    made = server()
    made.streamed = set()
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        made.say(A, HOME, *range(31, 531))
        await stage.pass_time(70)
        numbers = await stage.numbers("home")
        hole = numbers.index(None)
        feed = stage.feed("home")
        assert numbers[:hole] == list(range(530, 530 - hole, -1))
        assert numbers[hole + 1] == 30
        row_id = feed.ids[hole]
        feed.want([row_id])
        await stage.settle()
        row = feed.row(row_id)
        assert row is not None
        assert row.gap is not None
        feed.fill_gap(row_id)
        assert feed.row(row_id).gap.loading  # type: ignore[union-attr]
        await stage.pass_time(1)
        assert made.asked[-1][1] != Where()
        assert made.asked[-5][1].newer == "30"
        numbers = await stage.numbers("home")
        hole = numbers.index(None)
        assert numbers[hole + 1 :] == list(range(230, 0, -1))
        assert not feed.row(feed.ids[hole]).gap.loading  # type: ignore[union-attr]
        for _ in range(2):
            if None in await stage.numbers("home"):
                feed.fill_gap(feed.ids[(await stage.numbers("home")).index(None)])
                await stage.pass_time(1)
        assert await stage.numbers("home") == list(range(530, 0, -1))


async def test_a_restart_shows_the_same_rows_before_anything_is_asked(tmp_path: Path):
    made = server()
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.pass_time(5)
        ids = list(stage.feed("home").ids)
        vault = stage.vault
    made.fails = lambda query: errors.HostNotFound("no network")
    made.stream_fails = errors.HostNotFound("no network")
    async with playing(tmp_path, server=made, vault=vault) as stage:
        assert list(stage.feed("home").ids) == ids
        assert entry(30).id == "30"


async def test_a_connection_cut_while_a_post_is_written_leaves_rows_and_store_the_same(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(2)
        for number in range(31, 60):
            stage.server.say(A, HOME, number)
            for _ in range(number % 7):
                await asyncio.sleep(0)
            stage.works.feeds.streams.retry()
            await stage.pass_time(1)
            feed = stage.feed("home")
            assert list(feed.ids) == list((await stage.store.timelines.open(stage.works.feeds.timelines[0].query)).ids)
        assert await stage.numbers("home") == list(range(59, 0, -1))


async def test_a_column_that_comes_back_while_its_old_page_is_under_way_is_right(tmp_path: Path):
    made = server()
    made.streamed = set()
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        made.gates[HOME] = asyncio.Event()
        made.say(A, HOME, 31)
        stage.feed("home").refresh()
        await stage.settle()
        stage.works.desk.remove_column(column("home").id)
        await stage.settle()
        assert stage.works.desk.undo_remove()
        await stage.settle()
        made.gates[HOME].set()
        await stage.settle()
        assert await stage.numbers("home") == list(range(31, 0, -1))
        feed = stage.feed("home")
        assert list(feed.ids) == list((await stage.store.timelines.open(stage.works.feeds.timelines[0].query)).ids)

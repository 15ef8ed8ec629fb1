import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time
from pathlib import Path

import pytest

from client import errors
from client import settings as preferences
from client.model.change import Alert, AlertKind
from client.model.column import ColumnId, ColumnSpec
from client.model.health import FetchState
from client.model.instant import Instant
from client.model.query import QueryKind
from client.model.sifting import Alerts, Filters
from client.sync.alerting import Watch
from client.sync.quiet import is_quiet, local_time, parse
from tests.sync.stage import NOON, A, B, FakeServer, Stage, column, playing

HOME = QueryKind.HOME
NEW, SILENT, TROUBLE = AlertKind.NEW, AlertKind.SILENT, AlertKind.TROUBLE
POPUP = Alerts(popup=True)


def server(*, streamed: bool = True) -> FakeServer:
    made = FakeServer()
    made.say(A, HOME, *range(1, 6))
    made.streamed = {HOME} if streamed else set()
    return made


def watched(alerts: Alerts = POPUP, **values: object) -> ColumnSpec:
    return dataclasses.replace(column("home"), alerts=alerts, **values)  # type: ignore[arg-type]


class On:
    """A stage with a watch on it, and what was called."""

    def __init__(self, stage: Stage, clock: list[time]) -> None:
        self.stage = stage
        self.settings = preferences.Settings()
        self.clock = clock
        self.watch = Watch(stage.works.engine, stage.works.desk, self.settings, lambda moment: clock[0])
        self.alerts: list[Alert] = []
        stage.works.changes.subscribe(Alert, self.alerts.append)
        stage.works.tasks.spawn(self.watch.run, "the watch", restart=True)

    def take(self) -> list[tuple[AlertKind, int]]:
        """Kind and count, or minutes, of what was called since."""
        taken, self.alerts[:] = [*self.alerts], []
        return [(alert.kind, alert.count or alert.minutes) for alert in taken]

    async def say(self, *numbers: int, seconds: float = 3) -> list[tuple[AlertKind, int]]:
        self.stage.server.say(A, HOME, *numbers)
        await self.stage.pass_time(seconds)
        return self.take()


@asynccontextmanager
async def watching(folder: Path, *columns: ColumnSpec, made: FakeServer | None = None) -> AsyncIterator[On]:
    async with playing(folder, *columns, server=made or server()) as stage:
        on = On(stage, [time(12)])
        await stage.pass_time(20)
        yield on
        on.watch.close()


async def test_posts_that_come_in_while_watching_are_called_and_no_others(tmp_path: Path):
    async with watching(tmp_path, watched()) as on:
        assert on.take() == [], "what is there at the start is not new"
        assert await on.say(6, 7) == [(NEW, 2)]
        on.stage.feed("home").load_older()
        await on.stage.pass_time(300)
        assert on.take() == []


async def test_the_newest_post_is_named_with_sound_and_popup_as_wished(tmp_path: Path):
    async with watching(tmp_path, watched(Alerts(popup=True, sound="knock"))) as on:
        await on.stage.pass_time(100)
        on.stage.server.say(A, HOME, 6, 7)
        await on.stage.pass_time(3)
        feed = on.stage.feed("home")
        assert on.alerts == [Alert(ColumnId("home"), NEW, 2, feed.ids[0], 0, "knock", True)]


async def test_at_most_one_a_minute_and_what_comes_meanwhile_is_gathered(tmp_path: Path):
    async with watching(tmp_path, watched()) as on:
        assert await on.say(6) == [(NEW, 1)]
        assert await on.say(7) == []
        assert await on.say(8, 9, seconds=50) == []
        await on.stage.pass_time(15)
        assert on.take() == [(NEW, 3)]


async def test_a_column_without_alerts_is_not_watched(tmp_path: Path):
    async with watching(tmp_path, watched(Alerts())) as on:
        assert await on.say(6, seconds=600) == []
        on.stage.works.desk.change_column(watched())
        assert await on.say(7) == [(NEW, 1)], "from now on"
        on.stage.works.desk.change_column(watched(Alerts()))
        assert await on.say(8, seconds=100) == []


async def test_only_what_the_column_shows_is_new(tmp_path: Path):
    async with watching(tmp_path, watched(filters=Filters(only_authors=("u0@one.example",)))) as on:
        assert await on.say(6, 7, 8, seconds=100) == []
        assert await on.say(9, 10, seconds=10) == [(NEW, 1)]
        await on.stage.pass_time(100)
        on.stage.works.desk.change_column(watched())
        await on.stage.pass_time(100)
        assert on.take() == [], "other filters make nothing new"
        assert await on.say(11, seconds=10) == [(NEW, 1)]


async def test_what_was_missed_in_sleep_is_not_new(tmp_path: Path):
    for steady in (False, True):
        async with watching(tmp_path / str(steady), watched()) as on:
            on.stage.sleep_pc(3 * 3600, steady=steady)
            on.stage.server.streams[A].put_nowait(errors.ConnectionLost("asleep"))
            on.stage.server.streamed.clear()
            on.stage.server.say(A, HOME, 6, 7)
            on.stage.works.scheduler.jump()
            await on.stage.pass_time(100)
            assert len(on.stage.feed("home").ids) == 7
            assert on.take() == []
            assert (await on.say(8, seconds=100)) == [(NEW, 1)]


async def test_posts_found_by_asking_are_new_too_and_those_of_a_gap_are_not(tmp_path: Path):
    async with watching(tmp_path, watched(), made=server(streamed=False)) as on:
        assert await on.say(*range(6, 9), seconds=70) == [(NEW, 3)]
        called = await on.say(*range(9, 130), seconds=200)
        assert called == [(NEW, 40)], "a page; what lies between is filled in"
        assert len(on.stage.feed("home").ids) == 129


async def test_after_a_long_failure_what_was_missed_is_not_new_and_after_a_short_one_it_is(tmp_path: Path):
    for minutes, expected in ((4, [(TROUBLE, 2), (NEW, 1)]), (30, [(TROUBLE, 2)])):
        made = server(streamed=False)
        async with watching(tmp_path / str(minutes), watched(), made=made) as on:
            made.fails = lambda query: errors.TimedOut("no answer", host="one.example")
            await on.stage.pass_time(minutes * 60)
            made.fails = lambda query: None
            assert await on.say(6, seconds=300) == expected


async def test_trouble_is_said_once_after_two_minutes_and_again_the_next_time(tmp_path: Path):
    made = server(streamed=False)
    async with watching(tmp_path, watched(Alerts(silent_after=5)), made=made) as on:
        for _ in range(2):
            made.fails = lambda query: errors.Forbidden("no", host="one.example", status=403)
            on.stage.feed("home").refresh()
            await on.stage.pass_time(100)
            assert on.stage.feed("home").health.state is FetchState.REFUSED
            assert on.take() == []
            await on.stage.pass_time(3600)
            assert on.take() == [(TROUBLE, 2)], "and never that all is calm"
            made.fails = lambda query: None
            on.stage.feed("home").refresh()
            await on.stage.pass_time(30)


async def test_a_column_that_is_silent_says_so_once_per_silence(tmp_path: Path):
    async with watching(tmp_path, watched(Alerts(silent_after=10))) as on:
        await on.stage.pass_time(9 * 60)
        assert on.take() == []
        await on.stage.pass_time(2 * 60)
        assert on.take() == [(SILENT, 10)]
        await on.stage.pass_time(3600)
        assert on.take() == []
        assert await on.say(6) == [], "neither pop-up nor sound is wished for new ones"
        await on.stage.pass_time(9 * 60)
        assert on.take() == []
        await on.stage.pass_time(90)
        assert on.take() == [(SILENT, 10)]


async def test_silence_is_only_said_as_far_as_it_is_known(tmp_path: Path):
    slow = watched(Alerts(silent_after=10), refresh=3600)
    async with watching(tmp_path, slow, made=server(streamed=False)) as on:
        await on.stage.pass_time(50 * 60)
        assert on.take() == [], "nobody has asked since"
        await on.stage.pass_time(15 * 60)
        assert [kind for kind, _ in on.take()] == [SILENT]


async def test_quiet_hours_and_the_main_switch_hold_back_what_is_new_and_keep_what_is_still_so(tmp_path: Path):
    async with watching(tmp_path, watched(Alerts(popup=True, silent_after=10))) as on:
        on.settings.set(preferences.QUIET_FROM, "22:00")
        on.settings.set(preferences.QUIET_TO, "06:30")
        on.clock[0] = time(23, 5)
        assert await on.say(6, seconds=20 * 60) == []
        on.clock[0] = time(6, 30)
        await on.stage.pass_time(20)
        assert [kind for kind, _ in on.take()] == [SILENT]
        on.settings.set(preferences.ALERTS, False)
        assert await on.say(7, seconds=60) == []
        on.settings.set(preferences.ALERTS, True)
        assert await on.say(8, seconds=60) == [(NEW, 1)]


async def test_a_person_who_looks_at_the_column_hears_a_sound_and_gets_no_popup(tmp_path: Path):
    async with watching(tmp_path, watched(Alerts(popup=True, sound="knock"))) as on:
        on.watch.looking = lambda name: name == "home"
        on.stage.server.say(A, HOME, 6)
        await on.stage.pass_time(70)
        assert [(alert.sound, alert.popup) for alert in on.alerts] == [("knock", False)]
        on.alerts.clear()
        on.stage.works.desk.change_column(watched())
        assert await on.say(7, seconds=100) == []


async def test_a_paused_column_says_nothing(tmp_path: Path):
    async with watching(tmp_path, watched(Alerts(popup=True, silent_after=1), paused=True)) as on:
        assert await on.say(6, 7, seconds=3600) == []


async def test_a_merged_column_is_in_trouble_when_one_of_its_accounts_is(tmp_path: Path):
    made = server(streamed=False)
    made.say(B, HOME, 1)
    both = dataclasses.replace(column("home", accounts=(A, B)), alerts=POPUP)
    async with watching(tmp_path, both, made=made) as on:
        made.fails = lambda query: errors.Forbidden("no", host="two.example", status=403) if query.account == B else None
        await on.stage.pass_time(70)
        assert await on.say(6, 7, seconds=130) == [(NEW, 2), (TROUBLE, 2)]


async def test_a_column_of_a_deck_that_is_not_in_use_is_watched_too(tmp_path: Path):
    async with watching(tmp_path, watched()) as on:
        desk = on.stage.works.desk
        desk.switch(desk.add_deck("Night"))
        await on.stage.pass_time(5)
        assert await on.say(6) == [(NEW, 1)]


def found(**values: object) -> ColumnSpec:
    return dataclasses.replace(column("stored", ("q", "post"), accounts=()), alerts=Alerts(**values))  # type: ignore[arg-type]


NOW = 10**6 + 30  # the number of a post of this moment, about


async def test_a_search_on_this_pc_calls_for_what_is_posted_now_and_for_nothing_older(tmp_path: Path):
    async with watching(tmp_path, column("home"), found(popup=True)) as on:
        assert await on.say(NOW, NOW + 1) == [(NEW, 2)]
        assert await on.say(6, seconds=70) == [], "of another day, come in late"
        on.stage.server.say(A, HOME, NOW + 70)
        on.stage.works.desk.change_column(dataclasses.replace(found(popup=True), filters=Filters(none=("post 9",))))
        await on.stage.pass_time(70)
        on.take()
        on.stage.works.desk.change_column(found(popup=True))
        await on.stage.pass_time(70)
        assert on.take() == [], "what other filters show again is not new"
        on.stage.sleep_pc(3600)
        await on.stage.pass_time(60)
        assert await on.say(NOW + 1000) == [], "posted while the PC slept"


async def test_a_search_on_this_pc_says_its_silence_while_there_is_a_network(tmp_path: Path):
    async with watching(tmp_path, column("home"), found(silent_after=30)) as on:
        await on.stage.pass_time(29 * 60)
        assert on.take() == []
        await on.stage.pass_time(2 * 60)
        assert on.take() == [(SILENT, 30)]
        assert await on.say(NOW + 32 * 60) == []
        on.stage.server.stream_fails = errors.HostNotFound("no network")
        on.stage.server.fails = lambda query: errors.HostNotFound("no network")
        on.stage.server.streams[A].put_nowait(errors.ConnectionLost("reset"))
        await on.stage.pass_time(40 * 60)
        assert on.stage.works.engine.presence.offline_since is not None
        assert on.take() == []


@pytest.mark.parametrize(
    ("now", "begins", "ends", "quiet"),
    [
        (time(23), "22:00", "06:30", True),
        (time(6, 29), "22:00", "06:30", True),
        (time(6, 30), "22:00", "06:30", False),
        (time(12), "9:00", "17:00", True),
        (time(8, 59), "9:00", "17:00", False),
        (time(12), "", "17:00", False),
        (time(12), "12:00", "12:00", False),
        (time(12), "noon", "17:00", False),
    ],
)
def test_quiet_hours_are_told_by_the_clock_on_the_wall(now: time, begins: str, ends: str, quiet: bool):
    assert is_quiet(now, begins, ends) is quiet
    assert parse("25:00") is None
    assert local_time(Instant(NOON)).minute == 13

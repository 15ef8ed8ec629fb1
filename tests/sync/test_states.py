import asyncio
import dataclasses
import random
from pathlib import Path

import pytest

from client import errors
from client.model.account import AccountHealth, AccountId, Server
from client.model.change import HealthChanged
from client.model.health import FetchState
from client.model.instant import Instant
from client.model.query import QueryKind
from client.networks.base import Grant
from client.sync.limits import Limits
from tests.sync.stage import NOON, A, B, FakeServer, account, column, playing

HOME, MENTIONS, SEARCH = QueryKind.HOME, QueryKind.MENTIONS, QueryKind.SEARCH


def server() -> FakeServer:
    made = FakeServer()
    for who in (A, B):
        made.say(who, HOME, *range(1, 31))
        made.say(who, MENTIONS, 5, 9)
    return made


async def test_a_polled_column_says_when_it_asks_next(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        health = stage.feed("home").health
        assert health.state is FetchState.POLLING
        assert health.next_at is not None
        assert 59_000 <= health.next_at - stage.time.now() <= 64_000
        assert health.last_ok == stage.time.now()
        asked = stage.server.count()
        await stage.pass_time(70)
        assert stage.server.count() == asked + 1


async def test_a_column_says_that_it_asks(tmp_path: Path):
    states: list[FetchState] = []
    async with playing(tmp_path, column("home"), server=server()) as stage:
        stage.works.changes.subscribe(HealthChanged, lambda change: states.append(change.health.state))
        await stage.pass_time(65)
        assert FetchState.REFRESHING in states
        assert states[-1] is FetchState.POLLING


async def test_after_a_restart_a_column_says_how_old_its_posts_are_until_the_server_answers(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        seen = stage.time.now()
        await stage.close()
        stage.time.wall += 3 * 3600
        gate = stage.server.gates[HOME] = asyncio.Event()
        await stage.open(column("home"))
        health = stage.feed("home").health
        assert (health.state, health.last_ok, health.before) == (FetchState.REFRESHING, None, seen)  # calm while it asks
        await stage.pass_time(20)
        assert stage.feed("home").health.state is FetchState.REFRESHING
        await stage.pass_time(15)
        assert (stage.feed("home").health.state, stage.feed("home").health.seen) == (FetchState.STALE, seen)
        gate.set()
        await stage.settle()
        health = stage.feed("home").health
        assert (health.state, health.before) == (FetchState.POLLING, None)
        assert health.last_ok == stage.time.now()


async def test_a_first_failure_right_after_a_short_restart_turns_nothing_amber(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        await stage.close()
        stage.time.wall += 20
        stage.server.fails = lambda query: errors.ConnectionLost("reset")
        await stage.open(column("home"))
        await stage.settle()
        assert stage.feed("home").health.state is FetchState.POLLING
        await stage.pass_time(200)
        assert stage.feed("home").health.state is FetchState.STALE


async def test_an_answer_from_a_time_that_has_not_come_counts_as_none(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        await stage.close()
        stage.time.wall -= 7200
        stage.server.gates[HOME] = asyncio.Event()
        await stage.open(column("home"))
        assert stage.feed("home").health.seen is None


FAILURES = [
    errors.ServerFailed("", status=503),
    errors.BadAnswer("deep JSON"),
    errors.TooLarge("gzip bomb"),
    errors.TimedOut("slow drip"),
    errors.ConnectionLost("reset"),
    errors.ConnectionRefused("down"),
    errors.HostNotFound("no such name"),
    errors.Untrusted("", issuer="Office proxy"),
    errors.CaptivePortal("a login page"),
    errors.ProxyLogin("407"),
    errors.UnsafeAddress("redirect"),
    errors.Forbidden("", status=403),
    errors.Gone("", status=404),
    errors.Invalid("", status=422),
    errors.Unsupported("no such timeline"),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
async def test_every_failure_is_told_within_15_seconds_and_passes_by_itself(tmp_path: Path, failure: errors.WorldError):
    async with playing(tmp_path, column("home"), column("mentions", accounts=(B,)), server=server()) as stage:
        await stage.settle()
        stage.server.fails = lambda query: failure if query.account == A else None
        await stage.pass_time(80)
        health = stage.feed("home").health
        expected = FetchState.STALE
        if isinstance(failure, errors.Forbidden | errors.Gone | errors.Invalid | errors.Unsupported):
            expected = FetchState.REFUSED
        assert health.state is expected
        assert health.problem is failure
        assert len(stage.feed("home").ids) == 30
        assert stage.feed("mentions").health.state is FetchState.POLLING
        stage.server.fails = lambda query: None
        await stage.pass_time(3600 if expected is FetchState.REFUSED else 400)
        assert stage.feed("home").health.state is FetchState.POLLING
        assert stage.feed("home").health.problem is None


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
async def test_a_column_that_never_had_an_answer_says_so_at_the_first_failure(tmp_path: Path, failure: errors.WorldError):
    made = server()
    made.fails = lambda query: failure
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        assert stage.feed("home").health.state in (FetchState.STALE, FetchState.REFUSED, FetchState.OFFLINE)
        assert stage.feed("home").health.last_ok is None


async def test_one_short_failure_is_no_alarm(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        left = [errors.ServerFailed("", status=502)]
        stage.server.fails = lambda query: left.pop() if left else None
        states: set[FetchState] = set()
        stage.works.changes.subscribe(HealthChanged, lambda change: states.add(change.health.state))
        await stage.pass_time(70)
        assert not left
        assert FetchState.STALE not in states


async def test_a_server_that_names_a_time_is_not_asked_before_it(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        until = stage.time.now() + 600_000
        stage.server.fails = lambda query: errors.ServerFailed("", status=503, until=until)
        await stage.pass_time(70)
        asked = stage.server.count()
        await stage.pass_time(500)
        assert stage.server.count() == asked


async def test_without_network_all_columns_say_since_when_and_all_come_back_within_a_minute(tmp_path: Path):
    columns = [column("home"), column("home", name="b", accounts=(B,)), column("mentions"), column("search", ("q", "x"))]
    async with playing(tmp_path, *columns, server=server()) as stage:
        await stage.settle()
        gone = stage.time.now()
        stage.server.fails = lambda query: errors.HostNotFound("no network")
        await stage.pass_time(200)
        for each in columns:
            health = stage.feed(each.id).health
            assert health.state is FetchState.OFFLINE
            assert health.since is not None
            assert gone < health.since < gone + 70_000
        stage.server.fails = lambda query: None
        back = stage.time.now()
        await stage.pass_time(60)
        for each in columns:
            health = stage.feed(each.id).health
            assert health.state is FetchState.POLLING
            assert health.last_ok is not None
            assert health.last_ok > back


async def test_one_server_that_is_down_is_not_called_no_network(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("home", name="b", accounts=(B,)), server=server()) as stage:
        await stage.settle()
        stage.server.fails = lambda query: errors.ConnectionRefused("down") if query.account == A else None
        await stage.pass_time(150)
        assert stage.feed("home").health.state is FetchState.STALE
        assert stage.feed("b").health.state is FetchState.POLLING


async def test_a_refused_token_signs_the_account_out_in_all_its_columns_and_nobody_asks_in_a_loop(tmp_path: Path):
    columns = [column("home"), column("mentions"), column("home", name="b", accounts=(B,))]
    async with playing(tmp_path, *columns, server=server()) as stage:
        await stage.settle()
        refusal = errors.SignedOut("revoked", status=401)
        stage.server.fails = lambda query: refusal if query.account == A else None
        stage.server.refresh_fails = refusal
        await stage.pass_time(70)
        asked = stage.server.count(account=A)
        assert stage.feed("home").health.state is FetchState.SIGNED_OUT
        assert stage.feed("mentions").health.state is FetchState.SIGNED_OUT
        assert stage.works.accounts.health(A) is AccountHealth.SIGNED_OUT
        await stage.pass_time(7200)
        assert stage.server.count(account=A) == asked <= 4
        assert len(stage.feed("home").ids) == 30
        assert stage.feed("b").health.state is FetchState.POLLING
        assert stage.vault.held[A] == "token-a"

        stage.server.fails = lambda query: None
        stage.server.say(A, HOME, 31)
        again = await stage.works.accounts.finish(Grant(account(A), "token-new"))
        assert again.id == A
        await stage.pass_time(2)
        assert (await stage.numbers("home"))[0] == 31
        assert stage.feed("home").health.state is FetchState.POLLING
        assert stage.feed("mentions").health.state is FetchState.POLLING


async def test_a_server_that_refuses_one_timeline_with_401_signs_nobody_out(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("mentions"), server=server()) as stage:
        stage.server.fails = lambda query: errors.SignedOut("", status=401) if query.kind is MENTIONS else None
        await stage.pass_time(400)
        assert stage.works.accounts.health(A) is AccountHealth.READY
        assert stage.feed("home").health.state is FetchState.POLLING
        assert stage.feed("mentions").health.state is FetchState.STALE
        assert stage.server.count(MENTIONS) < 15
        stage.server.fails = lambda query: None
        await stage.pass_time(130)
        assert stage.feed("mentions").health.state is FetchState.POLLING


async def test_a_token_refused_by_mistake_works_again_by_itself(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        stage.server.fails = lambda query: errors.SignedOut("", status=401)
        stage.server.refresh_fails = errors.SignedOut("", status=401)
        await stage.pass_time(70)
        assert stage.feed("home").health.state is FetchState.SIGNED_OUT
        stage.server.fails, stage.server.refresh_fails = lambda query: None, None
        await stage.pass_time(310)
        assert stage.feed("home").health.state is FetchState.POLLING


async def test_an_old_refusal_does_not_sign_out_a_new_token(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        old = await stage.works.accounts.access(A)
        await stage.works.accounts.finish(Grant(account(A), "token-new"))
        stage.works.accounts.refused(old)
        assert stage.works.accounts.health(A) is AccountHealth.READY


async def test_a_rate_limit_is_shared_by_all_columns_of_the_account_and_says_until_when(tmp_path: Path):
    columns = [column("home"), column("mentions"), column("home", name="b", accounts=(B,))]
    async with playing(tmp_path, *columns, server=server()) as stage:
        await stage.settle()
        until = stage.time.now() + 400_000
        stage.server.fails = lambda query: errors.RateLimited("", until=until) if query.account == A else None
        await stage.pass_time(70)
        asked = stage.server.count(account=A)
        for name in ("home", "mentions"):
            health = stage.feed(name).health
            assert health.state is FetchState.WAITING
            assert health.next_at is not None
            assert until <= health.next_at <= until + 0.1 * (until - stage.time.now())
        assert stage.feed("b").health.state is FetchState.POLLING
        await stage.pass_time(200)
        assert stage.server.count(account=A) == asked
        stage.server.fails = lambda query: None
        await stage.pass_time(180)
        assert stage.feed("home").health.state is FetchState.POLLING


async def test_while_an_account_waits_all_its_columns_say_so_whenever_they_were_to_ask_next(tmp_path: Path):
    columns = [column("home"), column("bookmarks"), column("home", name="b", accounts=(B,))]
    made = server()
    made.say(A, QueryKind.BOOKMARKS, 5)
    async with playing(tmp_path, *columns, server=made) as stage:
        await stage.settle()
        until = stage.time.now() + 110_000
        stage.server.fails = lambda query: errors.RateLimited("", until=until) if query.account == A else None
        await stage.pass_time(70)
        stage.feed("bookmarks").refresh()
        await stage.settle()
        told = {name: (stage.feed(name).health.state, stage.feed(name).health.next_at) for name in ("home", "bookmarks")}
        assert told["home"][0] is FetchState.WAITING
        assert told["bookmarks"] == told["home"]
        assert stage.feed("b").health.state is FetchState.POLLING
        stage.server.fails = lambda query: None
        await stage.pass_time(60)
        assert stage.feed("home").health.state is stage.feed("bookmarks").health.state is FetchState.POLLING


async def test_the_sessions_budget_holds_an_account_back_without_a_request(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        asked = stage.server.count()
        until = stage.time.now() + 300_000
        stage.session.ready_at[A] = until
        await stage.pass_time(120)
        assert stage.server.count() == asked
        assert stage.feed("home").health.state is FetchState.WAITING
        assert stage.feed("home").health.next_at == until
        await stage.pass_time(190)
        assert stage.server.count() > asked


@pytest.mark.expects_log
async def test_a_fault_of_ours_in_one_column_is_reported_and_does_not_touch_the_others(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("mentions"), server=server(), fine=False) as stage:
        await stage.settle()
        stage.server.fails = lambda query: ZeroDivisionError("bug") if query.kind is HOME else None
        await stage.pass_time(200)
        assert any("ZeroDivisionError" in failure for failure in stage.failures)
        assert stage.feed("home").health.state is FetchState.STALE
        assert stage.feed("mentions").health.state is FetchState.POLLING
        stage.server.fails = lambda query: None
        await stage.pass_time(400)
        assert stage.feed("home").health.state is FetchState.POLLING


async def test_accounts_that_were_sent_away_until_one_moment_do_not_come_back_at_one_moment():
    limits = Limits(lambda: Instant(NOON), rng=random.Random(1))
    said = NOON + 600_000
    moments = {limits.block(AccountId(f"a{number}"), said) for number in range(50)}
    assert len(moments) > 40
    assert min(moments) >= said
    assert max(moments) <= said + 60_000
    first = limits.until(AccountId("a1"))
    limits.block(AccountId("a1"), said)  # another column hears the same
    assert limits.until(AccountId("a1")) == first


async def test_the_session_knows_the_server_of_every_account_before_anything_is_asked(tmp_path: Path):
    async with playing(tmp_path, server=server()) as stage:
        assert stage.session.known == ["https://one.example", "https://two.example"]
        moved = dataclasses.replace(account(A), server=Server("http://10.0.0.7"))
        await stage.works.accounts.finish(Grant(moved, "token-new"))
        assert stage.session.known[-1] == "http://10.0.0.7"

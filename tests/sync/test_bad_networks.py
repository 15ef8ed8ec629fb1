"""Bad times of the network: names that do not resolve, nobody at home, certificates, and a PC without any network."""

import contextlib
import errno
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from client import errors
from client.model.column import ColumnSpec
from client.model.health import FetchState
from client.ui import times
from tests.fakes.certificates import DAY, Authority
from tests.sync.badtimes import SICK, WELL, BadTimes, bad_times, check_words
from tests.sync.stage import column

AUTHORITY = Authority()


class Names:
    """Names that resolve to this PC, until they do not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.known = {"sick.example", "well.example"}
        self.code: int = socket.EAI_NONAME
        self.before: list[str] = []  # addresses that a name has before the right one
        real = socket.getaddrinfo

        def resolve(host: Any, *arguments: Any, **named: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else host
            if str(name).endswith(".example"):
                if name not in self.known:
                    raise socket.gaierror(self.code, "not found")
                return [found for each in (*self.before, "127.0.0.1") for found in real(each, *arguments, **named)]
            return real(host, *arguments, **named)

        monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    return Names(monkeypatch)


def named(it: BadTimes) -> None:
    """Both servers have names and certificates that are good."""
    it.trust = AUTHORITY.trusting()
    it.names = {SICK: "sick.example", WELL: "well.example"}
    it.sick.tls, it.well.tls = AUTHORITY.serving("sick.example"), AUTHORITY.serving("well.example")


async def ill(it: BadTimes, state: FetchState = FetchState.STALE) -> float:
    """Waits until the sick column has the state; returns the seconds since its first failure."""
    await it.pass_time(90, lambda: it.feed("sick").health.problem is not None)
    began = it.time.steady
    await it.pass_time(60, lambda: it.feed("sick").health.state is state)
    assert it.feed("sick").health.state is state
    return it.time.steady - began


async def recovers(it: BadTimes, seconds: float) -> None:
    """New posts that came meanwhile are there, once, within so many seconds; nothing else was touched."""
    it.sick.posts.append(31)
    assert it.feed("well").health.problem is None
    await it.pass_time(seconds, lambda: it.feed("sick").health.problem is None)
    assert it.feed("sick").health.state is FetchState.POLLING
    assert await it.numbers("sick") == [*range(31, 0, -1)]


@pytest.mark.parametrize("code", [socket.EAI_NONAME, socket.EAI_AGAIN, socket.EAI_FAIL])
async def test_a_name_that_no_longer_resolves_is_said_and_passes(tmp_path: Path, names: Names, code: int):
    names.code = code
    async with bad_times(tmp_path, prepare=named) as it:
        await it.pass_time(2)
        names.known.discard("sick.example")
        it.session.drop_connections()
        assert await ill(it) <= 15
        assert type(it.feed("sick").health.problem) is errors.HostNotFound
        for language in ("en", "nl"):
            check_words(it.said_in(language), names=("sick.example",))
        assert it.feed("well").health.state is FetchState.POLLING
        names.known.add("sick.example")
        await recovers(it, 31)


async def test_a_first_address_that_swallows_everything_costs_no_deadline(tmp_path: Path, names: Names):
    """N11: IPv6 leads nowhere and IPv4 works, here as two addresses of this PC, the first with a full waiting line."""
    async with bad_times(tmp_path, prepare=named) as it:
        await it.pass_time(2)
        with socket.socket() as hole, contextlib.ExitStack() as waiting:
            hole.bind(("127.0.0.2", it.sick.port))
            hole.listen(0)
            for _ in range(4):  # fills the line: whoever comes after them is not answered at all
                visitor = waiting.enter_context(socket.socket())
                visitor.setblocking(False)
                visitor.connect_ex(hole.getsockname())
            names.before = ["127.0.0.2"]
            it.session.drop_connections()
            it.sick.posts.append(31)
            await it.pass_time(70)
            assert it.feed("sick").health.problem is None
            assert await it.numbers("sick") == [*range(31, 0, -1)]


async def test_a_server_that_is_down_is_said_and_passes(tmp_path: Path):
    async with bad_times(tmp_path) as it:
        await it.pass_time(2)
        await it.sick.stop()
        assert await ill(it) <= 15
        assert type(it.feed("sick").health.problem) is errors.ConnectionRefused
        for language in ("en", "nl"):
            check_words(it.said_in(language), names=("127.0.0.1",))
        await it.pass_time(300)
        assert it.feed("sick").health.state is FetchState.STALE
        await it.sick.start()
        await recovers(it, 31)


CERTIFICATES: dict[str, tuple[Callable[[], Any], tuple[str, ...], tuple[str, ...]]] = {
    "issuer": (
        lambda: Authority("Inspectie <b>CA</b>", "Sophos").serving("sick.example"),
        ("sick.example", "Inspectie CA", "(Sophos)", "IT department"),
        ("Inspectie CA", "IT-afdeling"),
    ),
    "date": (
        lambda: AUTHORITY.serving("sick.example", valid_from=-9 * DAY, valid_for=timedelta(days=1)),
        ("sick.example", "date of this PC", "2026"),
        ("2026",),
    ),
    "host": (lambda: AUTHORITY.serving("other.example"), ("sick.example", "another name"), ("sick.example",)),
}


@pytest.mark.parametrize("reason", CERTIFICATES)
async def test_a_certificate_that_is_not_trusted_is_named_nothing_is_sent_and_it_passes(
    tmp_path: Path, names: Names, reason: str
):
    serving, english, dutch = CERTIFICATES[reason]
    async with bad_times(tmp_path, prepare=named) as it:
        await it.pass_time(2)
        await it.sick.stop()
        it.sick.tls = serving()
        await it.sick.start()
        assert await ill(it) <= 15
        problem = it.feed("sick").health.problem
        assert isinstance(problem, errors.Untrusted)
        assert problem.reason == reason
        check_words(it.said_in("en"), names=english)
        check_words(it.said_in("nl"), names=dutch)
        await it.pass_time(3600)
        assert it.sick.server.requests == []  # not one byte, and so no token
        assert it.sick.server.connections < 120  # no storm of tries
        await it.sick.stop()
        it.sick.tls = AUTHORITY.serving("sick.example")
        await it.sick.start()
        await recovers(it, 301)


COLUMNS = (
    column("home", name="sick", accounts=(SICK,)),
    column("home", name="well", accounts=(WELL,)),
    column("local", name="local", accounts=(WELL,)),
    column("home", name="both", accounts=(SICK, WELL)),
)


def no_names(names: Names, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """No name resolves: the usual look of a PC whose cable is out."""
    before, names.known, names.code = names.known, set(), socket.EAI_AGAIN

    def back() -> None:
        names.known = before

    return back


def no_way(names: Names, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Names resolve from a cache, and there is no way to anywhere."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple):
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return lambda: monkeypatch.setattr(socket.socket, "connect", real)


@pytest.mark.parametrize("cut", [no_names, no_way])
@pytest.mark.parametrize("columns", [COLUMNS, COLUMNS[:1]], ids=["two accounts", "one account"])
async def test_a_pc_without_network_says_since_when_in_every_column_and_all_come_back_within_a_minute(
    tmp_path: Path,
    names: Names,
    monkeypatch: pytest.MonkeyPatch,
    cut: Callable[[Names, pytest.MonkeyPatch], Callable[[], None]],
    columns: tuple[ColumnSpec, ...],
):
    async with bad_times(tmp_path, *columns, prepare=named) as it:
        await it.pass_time(30)
        back = cut(names, monkeypatch)
        it.session.drop_connections()
        await it.pass_time(90, lambda: it.feed("sick").health.problem is not None)
        gone = it.time.now()
        took = await it.pass_time(15, lambda: all(it.feed(each.id).health.state is FetchState.OFFLINE for each in columns))
        assert took < 15
        for each in columns:
            health = it.feed(each.id).health
            assert health.state is FetchState.OFFLINE
            assert health.since is not None
            assert abs(health.since - gone) <= 15_000
            assert times.moment(health.since, it.time.now()) in it.said_in("en", each.id)
        assert it.said_in("en").startswith("No network since ")
        assert it.said_in("nl").startswith("Geen netwerk sinds ")
        await it.pass_time(1800)
        assert {it.feed(each.id).health.state for each in columns} == {FetchState.OFFLINE}
        back()
        it.sick.posts.append(31)
        it.well.posts.append(31)
        began = it.time.now()
        await it.pass_time(60)
        for each in columns:
            health = it.feed(each.id).health
            assert health.problem is None
            assert health.state is FetchState.POLLING
        assert (it.feed("sick").health.last_ok or 0) > began
        assert await it.numbers("sick") == [*range(31, 0, -1)]

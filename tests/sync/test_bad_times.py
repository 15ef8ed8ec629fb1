"""Section "Bad input and bad times": each fault of the fault list as it applies to reading, through the whole engine."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from client import errors
from client.model.account import AccountHealth
from client.model.change import PictureReady
from client.model.health import FetchState
from tests.fakes import faultserver as faults
from tests.fakes.faultserver import Fault
from tests.sync.badtimes import SICK, BadTimes, Place, bad_times, check_words
from tests.sync.stage import column

SOON = 15.0  # seconds within which a column says what is wrong
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Case:
    """A fault and what must come of it. `names` must stand in the words, `dutch` in the Dutch ones."""

    fault: Callable[[Place], Fault]
    kind: type[errors.WorldError]
    state: FetchState = FetchState.STALE
    names: tuple[str, ...] = (HOST,)
    heals: float = 60  # seconds after which it must be well again


def fixed(fault: Fault) -> Callable[[Place], Fault]:
    return lambda place: fault


def shape(change: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Place], Fault]:
    return lambda place: place.spoiled(change)


CASES: dict[str, Case] = {
    "N03 silent": Case(fixed(faults.silent), errors.TimedOut),
    "N08 reset halfway": Case(fixed(faults.reset_halfway), errors.ConnectionLost),
    "N08 short body": Case(fixed(faults.short_body), errors.ConnectionLost),
    "reset before": Case(fixed(faults.reset_before), errors.ConnectionLost),
    "closed before": Case(fixed(faults.close_before), errors.ConnectionLost),
    "N09 slow drip": Case(fixed(faults.drip()), errors.TimedOut),
    "X01 407": Case(fixed(faults.html(407)), errors.ProxyLogin, heals=70),
    "X02 502 with a page": Case(fixed(faults.html(502)), errors.ServerFailed, heals=125),
    "X03 login page": Case(fixed(faults.html(200)), errors.CaptivePortal, names=(), heals=70),
    "X04 away to a login page": Case(
        fixed(faults.redirect("http://login.portal.example/")), errors.CaptivePortal, names=(), heals=70
    ),
    "511": Case(fixed(faults.html(511)), errors.CaptivePortal, names=(), heals=70),
    "H04 500": Case(fixed(faults.html(500)), errors.ServerFailed, heals=125),
    "H04 500 in words": Case(fixed(faults.refusal(500, "Er ging iets mis <b>hier</b>")), errors.ServerFailed, heals=125),
    "503": Case(fixed(faults.status(503)), errors.ServerFailed, heals=125),
    "H11 403": Case(
        fixed(faults.refusal(403, "Uw account is <b>opgeschort</b>")),
        errors.Forbidden,
        FetchState.REFUSED,
        ("“Uw account is opgeschort”",),
        3600,
    ),
    "404": Case(fixed(faults.refusal(404, "Record not found")), errors.Gone, FetchState.REFUSED, (), 3600),
    "H13 410": Case(fixed(faults.refusal(410, "Gone")), errors.Gone, FetchState.REFUSED, (), 3600),
    "422": Case(
        fixed(faults.refusal(422, "Validatie mislukt")), errors.Invalid, FetchState.REFUSED, (HOST, "“Validatie mislukt”"), 3600
    ),
    "400": Case(fixed(faults.refusal(400, "")), errors.Invalid, FetchState.REFUSED, (HOST,), 3600),
    "418": Case(fixed(faults.refusal(418, "theepot")), errors.ServerSaidNo, names=(HOST, "“theepot”"), heals=310),
    "H15 redirect inwards": Case(fixed(faults.redirect("file://host/share/x.png")), errors.UnsafeAddress, names=(), heals=310),
    "H16 moved to another host": Case(
        fixed(faults.redirect("https://other.example/", 301)), errors.UnsafeAddress, names=("other.example",), heals=310
    ),
    "B01 empty": Case(fixed(faults.status(200, b"")), errors.BadAnswer, heals=125),
    "B02 broken": Case(fixed(faults.status(200, faults.UNREADABLE["broken"])), errors.BadAnswer, heals=125),
    "B02 byte order mark": Case(fixed(faults.status(200, faults.UNREADABLE["bom"])), errors.BadAnswer, heals=125),
    "B02 not UTF-8": Case(fixed(faults.status(200, faults.UNREADABLE["not utf-8"])), errors.BadAnswer, heals=125),
    "B02 UTF-16": Case(fixed(faults.status(200, faults.UNREADABLE["utf-16"])), errors.BadAnswer, heals=125),
    "B02 words": Case(fixed(faults.status(200, faults.UNREADABLE["words"])), errors.BadAnswer, heals=125),
    "B03 null": Case(shape(lambda posts: None), errors.BadAnswer, heals=125),
    "B03 an object": Case(shape(lambda posts: {"posts": posts}), errors.BadAnswer, heals=125),
    "B03 a number": Case(shape(lambda posts: 7), errors.BadAnswer, heals=125),
    "B05 deep": Case(fixed(faults.deep()), errors.BadAnswer, heals=125),
    "B06 bomb": Case(fixed(faults.bomb(64 * 2**20)), errors.TooLarge, heals=310),
    "B07 endless": Case(fixed(faults.endless), errors.TooLarge, heals=310),
    "not HTTP": Case(fixed(faults.raw(b"220 smtp.example ESMTP Postfix\r\n\r\n")), errors.BadAnswer, heals=125),
    "half a packing": Case(
        fixed(faults.status(200, b"\x1f\x8b\x08\0half", headers=[("Content-Encoding", "gzip")])), errors.BadAnswer
    ),
    "another packing": Case(
        fixed(faults.status(200, b"[]", headers=[("Content-Encoding", "br")])), errors.BadAnswer, heals=125
    ),
}


async def falls_ill(it: BadTimes, case: Case) -> float:
    """Lets the next poll meet the fault; returns how many seconds after it the column says so."""
    await it.pass_time(2)
    it.sick.fault = case.fault(it.sick)
    asked = len(it.sick.asked)
    await it.pass_time(90, lambda: len(it.sick.asked) > asked)
    began = it.sick.asked[asked]
    await it.pass_time(60, lambda: it.feed("sick").health.state is case.state)
    return it.time.steady - began


@pytest.mark.parametrize("name", CASES)
async def test_a_fault_is_said_in_words_within_15_seconds_touches_no_other_column_and_passes(tmp_path: Path, name: str):
    case = CASES[name]
    async with bad_times(tmp_path) as it:
        took = await falls_ill(it, case)
        health = it.feed("sick").health
        assert health.state is case.state
        assert type(health.problem) is case.kind
        assert took <= SOON + 0.5
        assert await it.numbers("sick") == [*range(30, 0, -1)]  # what was read stays
        for language in ("en", "nl"):
            check_words(it.said_in(language), names=case.names)
        assert it.said_in("en") != it.said_in("nl")

        it.well.posts += [31, 32]
        it.sick.posts += [31, 32, 33]
        await it.pass_time(70)
        assert (await it.numbers("well"))[:2] == [32, 31]
        assert it.feed("well").health.state is FetchState.POLLING
        assert it.feed("well").health.problem is None
        assert it.works.accounts.health(SICK) is AccountHealth.READY

        it.sick.fault = None
        await it.pass_time(case.heals, lambda: it.feed("sick").health.problem is None)
        assert it.feed("sick").health.problem is None
        assert it.feed("sick").health.state is FetchState.POLLING
        assert await it.numbers("sick") == [*range(33, 0, -1)]  # everything, once, without a hole


@pytest.mark.parametrize("name", CASES)
async def test_a_column_that_never_had_posts_says_why_at_once(tmp_path: Path, name: str):
    case = CASES[name]

    def ill_from_the_start(it: BadTimes) -> None:
        it.sick.fault = case.fault(it.sick)

    async with bad_times(tmp_path, prepare=ill_from_the_start) as it:
        began = it.time.steady
        await it.pass_time(20, lambda: it.feed("sick").health.state is case.state)
        assert it.time.steady - began <= SOON + 0.5
        for language in ("en", "nl"):
            check_words(it.said_in(language), names=case.names)
        assert len(it.feed("well").ids) == 30


async def test_pictures_of_a_server_on_a_private_network_come_before_its_first_answer(tmp_path: Path):
    def ill_from_the_start(it: BadTimes) -> None:
        it.sick.fault = faults.status(503)

    async with bad_times(tmp_path, column("home", name="sick", accounts=(SICK,)), prepare=ill_from_the_start) as it:
        url = it.sick.server.play("/avatar.png", faults.status(200, b"picture", kind="image/png"))
        seen: list[bytes | None] = []
        it.works.changes.subscribe(PictureReady, lambda change: seen.append(change.data))
        it.works.pictures.want(url)
        async with asyncio.timeout(10):
            while not seen:
                await asyncio.wait([task for task in it.works.tasks.running if task.get_name() == "picture"])
        assert seen == [b"picture"]

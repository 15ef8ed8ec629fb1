"""Section "Bad input and bad times": each fault of the fault list as it applies to reading, through the whole engine."""

import asyncio
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from client import errors
from client.model import instant
from client.model.account import AccountHealth, AccountId
from client.model.change import PictureReady
from client.model.health import FetchState
from client.model.instant import Instant
from client.networks.base import Grant
from client.ui import notices, times
from tests.fakes import faultserver as faults
from tests.fakes.faultserver import Fault
from tests.sync.badtimes import FIRST_ID, SICK, TOKEN, WELL, BadTimes, Place, bad_times, check_words
from tests.sync.stage import NOON, column

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
    "H17 redirect loop": Case(fixed(faults.redirect("/api/v1/timelines/home")), errors.UnsafeAddress, names=(), heals=310),
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


# --- too many questions ----------------------------------------------------------------------------------------------------


def http_date(seconds: float) -> str:
    return format_datetime(instant.to_datetime(Instant(NOON + round(seconds * 1000))), usegmt=True)


def iso(seconds: float) -> str:
    return instant.to_datetime(Instant(NOON + round(seconds * 1000))).isoformat().replace("+00:00", "Z")


LIMITS: dict[str, tuple[int, Callable[[float], list[tuple[str, str]]]]] = {
    "H01 Retry-After": (429, lambda now: [("Retry-After", "120")]),
    "H02 reset as ISO time": (
        429, lambda now: [("X-RateLimit-Limit", "300"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", iso(now + 120))],
    ),
    "H02 reset as epoch": (
        429, lambda now: [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", str(NOON // 1000 + round(now + 120)))],
    ),
    "the server's clock is an hour ahead": (
        429,
        lambda now: [("Date", http_date(now + 3600)), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", iso(now + 3720))],
    ),
    "H03 no header": (429, lambda now: []),
    "H05 503 with a date": (503, lambda now: [("Date", http_date(now)), ("Retry-After", http_date(now + 120))]),
}  # fmt: skip


@pytest.mark.parametrize("name", LIMITS)
async def test_a_server_that_asks_to_wait_is_not_asked_before_and_the_time_is_said(tmp_path: Path, name: str):
    code, headers = LIMITS[name]
    async with bad_times(tmp_path) as it:
        await it.pass_time(2)

        async def limited(visit: faults.Visit) -> None:
            await faults.refusal(code, "Te veel <b>vragen</b>", headers=headers(it.time.steady))(visit)

        it.sick.fault = limited
        asked = len(it.sick.asked)
        await it.pass_time(90, lambda: len(it.sick.asked) > asked)
        began = it.time.steady
        await it.pass_time(15)
        health = it.feed("sick").health
        assert health.state is (FetchState.WAITING if code == 429 else FetchState.STALE)
        assert health.next_at is not None
        until = (health.next_at - NOON) / 1000
        least = 60 if name == "H03 no header" else 119
        assert began + least <= until <= began + (least + 1) * 1.1 + 1
        if code == 503:
            said = times.moment(Instant(NOON + round((began + 120) * 1000)), it.time.now())
            for language in ("en", "nl"):
                check_words(it.said_in(language), names=(HOST, said))
        else:
            time = times.moment(health.next_at, it.time.now())
            assert it.said_in("en") == f"Waiting until {time}"
            assert it.said_in("nl") == f"Wacht tot {time}"
        it.sick.fault = None
        it.sick.posts.append(31)
        await it.pass_time(until - it.time.steady - 0.5)
        assert len(it.sick.asked) == asked + 1
        await it.pass_time(3, lambda: it.feed("sick").health.last_ok == it.time.now())
        assert await it.numbers("sick") == [*range(31, 0, -1)]
        assert it.feed("sick").health.problem is None
        assert len(it.well.asked) >= 2


# --- signed out ------------------------------------------------------------------------------------------------------------


async def test_a_token_that_is_refused_keeps_posts_says_so_and_one_sign_in_brings_all_back(tmp_path: Path):
    columns = (
        column("home", name="sick", accounts=(SICK,)),
        column("local", name="more", accounts=(SICK,)),
        column("home", name="well", accounts=(WELL,)),
    )
    async with bad_times(tmp_path, *columns) as it:
        await it.pass_time(2)
        it.sick.fault = faults.refusal(401, "Das Token wurde widerrufen")
        await it.pass_time(90, lambda: it.feed("sick").health.state is FetchState.SIGNED_OUT)
        assert it.feed("more").health.state is FetchState.SIGNED_OUT
        for name in ("sick", "more"):
            assert await it.numbers(name) == [*range(30, 0, -1)]
            for language, words in (("en", "Sign in again"), ("nl", "Opnieuw inloggen")):
                check_words(it.said_in(language, name), names=("Bureau sick", words))
            notice = notices.column(it.feed(name).health, it.works.accounts.get(SICK), it.time.now())
            assert notice is not None
            assert notice.act == "sign_in"
        asked = len(it.sick.server.requests)
        await it.pass_time(250)
        assert len(it.sick.server.requests) == asked  # nobody asks in a loop
        assert it.vault.held[SICK] == TOKEN
        assert it.works.accounts.health(WELL) is AccountHealth.READY

        it.sick.fault = None
        it.sick.posts.append(31)
        known = it.works.accounts.get(SICK)
        assert known is not None
        again = await it.works.accounts.finish(Grant(dataclasses.replace(known, id=AccountId("")), "canary-new"))
        assert again.id == SICK
        await it.pass_time(5)
        for name in ("sick", "more"):
            assert it.feed(name).health.state is FetchState.POLLING
            assert await it.numbers(name) == [*range(31, 0, -1)]
        assert it.sick.server.requests[-1].headers["authorization"] == "Bearer canary-new"


async def test_a_server_that_refuses_all_tokens_by_mistake_signs_in_again_by_itself(tmp_path: Path):
    async with bad_times(tmp_path) as it:
        await it.pass_time(2)
        it.sick.fault = faults.refusal(401, "")
        await it.pass_time(90, lambda: it.feed("sick").health.state is FetchState.SIGNED_OUT)
        it.sick.fault = None
        it.sick.posts.append(31)
        await it.pass_time(310)
        assert it.feed("sick").health.state is FetchState.POLLING
        assert await it.numbers("sick") == [*range(31, 0, -1)]


# --- bad input -------------------------------------------------------------------------------------------------------------


def wreck(posts: list[dict[str, Any]], place: int, item: object) -> list[object]:
    return [item if number == place else post for number, post in enumerate(posts)]


ITEMS: dict[str, object] = {
    "null": None,
    "a number": 7,
    "a list": [[]],
    "no id": {"content": "x"},
    "an id that is an object": {"id": {}, "created_at": "2026-07-01T09:00:00Z", "account": {}},
    "a date from nowhere": {"id": "7", "created_at": "+999999-01-01", "account": {"id": "1", "acct": "a"}},
}


@pytest.mark.parametrize("name", ITEMS)
async def test_one_broken_item_is_left_out_and_counted_and_the_rest_is_shown(tmp_path: Path, name: str):
    async with bad_times(tmp_path) as it:
        await it.pass_time(2)
        it.sick.posts += [31, 32, 33]
        it.sick.fault = it.sick.spoiled(lambda posts: wreck(posts, 1, ITEMS[name]))
        await it.pass_time(70, lambda: it.feed("sick").health.dropped)
        assert it.feed("sick").health.state is FetchState.POLLING
        assert (await it.numbers("sick"))[:3] == [33, 31, 30]
        it.sick.fault = None
        await it.pass_time(70)
        assert await it.numbers("sick") == [*range(33, 0, -1)]  # once it can be read it is there
        assert it.feed("sick").health.dropped == 0


FIELDS = ["account", "content", "created_at", "media_attachments", "mentions", "emojis", "poll", "card", "reblog", "quote",
          "url", "visibility", "favourites_count", "edited_at", "filtered", "tags", "spoiler_text",
          "in_reply_to_id"]  # fmt: skip
WRONG = [None, 7, -1, 2**63, "", "x", [], {}, [None], [[]], [{}], {"id": None}, True, "\ud800", "<" * 5000]


@pytest.mark.parametrize("field", FIELDS)
async def test_a_field_of_any_wrong_type_never_stops_a_column(tmp_path: Path, field: str):
    """B03. The good post beside each wrecked one is shown, and no task fails."""
    async with bad_times(tmp_path, posts=2) as it:
        it.sick.posts[:] = range(1, len(WRONG) + 3)
        for number, value in enumerate(WRONG, start=2):
            it.sick.edited[number] = {field: value}
        await it.pass_time(70)
        numbers = await it.numbers("sick")
        assert {1, len(WRONG) + 2} <= set(numbers)
        assert len(numbers) == len(set(numbers))
        health = it.feed("sick").health
        assert health.state is FetchState.POLLING
        assert health.dropped == len(WRONG) + 2 - len(numbers)


async def test_what_comes_twice_out_of_order_or_edited_is_shown_once_in_order_as_it_is_last(tmp_path: Path):
    """B08."""
    async with bad_times(tmp_path) as it:
        await it.pass_time(2)
        it.sick.posts += [31, 32, 33]
        it.sick.fault = it.sick.spoiled(lambda posts: [posts[2], *posts[::-1], *posts])
        await it.pass_time(70)
        assert await it.numbers("sick") == [*range(33, 0, -1)]
        it.sick.edited[32] = {"content": "<p>Mended</p>", "edited_at": "2026-07-01T09:30:00Z"}
        await it.pass_time(70)
        assert await it.numbers("sick") == [*range(33, 0, -1)]
        rows = await it.store.timelines.load(it.feed("sick").ids[1:2])
        assert rows[0].entry is not None
        assert rows[0].entry.post is not None
        assert rows[0].entry.post.text.text == "Mended"


async def test_pages_that_lead_in_a_circle_come_to_an_end(tmp_path: Path):
    """B09: the way to older posts leads back to the newest."""
    async with bad_times(tmp_path) as it:
        link = f'<{it.sick.base}/api/v1/timelines/home?max_id={FIRST_ID + 999}>; rel="next"'

        async def circle(visit: faults.Visit) -> None:
            posts, _ = it.sick.page("?limit=40")
            await faults.json(posts, headers=[("Link", link)])(visit)

        it.sick.fault = circle
        await it.pass_time(70)
        asked = len(it.sick.asked)
        for _ in range(5):
            it.feed("sick").load_older()
            await it.pass_time(20)
        assert len(it.sick.asked) - asked < 30
        assert await it.numbers("sick") == [*range(30, 0, -1)]
        assert not it.feed("sick").loading_older


@pytest.mark.parametrize("missed", [40, 150, 400])
async def test_after_a_long_absence_everything_is_there_once_and_a_gap_stands_where_that_is_not_proven(
    tmp_path: Path, missed: int
):
    """B10."""
    async with bad_times(tmp_path) as it:
        await it.pass_time(2)
        it.sick.fault = faults.status(502)
        await it.pass_time(200)
        it.sick.posts += range(31, 31 + missed)
        it.sick.fault = None
        await it.pass_time(130)
        numbers = await it.numbers("sick")
        assert [number for number in numbers if number is not None] == sorted(set(numbers) - {None}, reverse=True)
        if missed < 200:
            assert numbers == [*range(30 + missed, 0, -1)]
            return
        assert numbers.count(None) == 1
        hole = numbers.index(None)
        assert numbers[:hole] == [*range(30 + missed, 30 + missed - hole, -1)]
        assert numbers[hole + 1 :] == [*range(30, 0, -1)]
        for _ in range(6):  # a person fills it
            rows = await it.store.timelines.load(it.feed("sick").ids)
            gap = next((row.id for row in rows if row.gap is not None), None)
            if gap is None:
                break
            it.feed("sick").fill_gap(gap)
            await it.pass_time(10)
        assert await it.numbers("sick") == [*range(30 + missed, 0, -1)]

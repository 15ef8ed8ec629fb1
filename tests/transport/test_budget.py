"""Rate limits and waits: what a server says is kept to, whatever it says."""

import random
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.model.instant import Instant
from client.transport import backoff, budget
from tests.transport.conftest import NOW, FakeClock

DAY = 24 * 3600 * 1000


def http_date(moment):
    return format_datetime(datetime.fromtimestamp(moment / 1000, UTC), usegmt=True)


def limit(remaining, reset, total=300):
    return {"x-ratelimit-limit": str(total), "x-ratelimit-remaining": str(remaining), "x-ratelimit-reset": reset}


@pytest.fixture
def known(clock):
    return budget.Budget(clock)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-ratelimit-reset": "2026-01-01T00:05:00.123456Z"}, 300.123),
        ({"x-ratelimit-reset": "2026-01-01T02:05:00+02:00"}, 300),
        ({"x-rate-limit-reset": "1767225900"}, 300),
        ({"x-ratelimit-reset": "1767225900123"}, 300.123),
        ({"ratelimit-reset": "1767225900"}, 300),
        ({"ratelimit-reset": "300"}, 300),
        ({"x-ratelimit-reset": "2026-01-01T00:05:00Z", "date": http_date(NOW + 60_000)}, 240),
        ({"x-ratelimit-reset": "2026-01-01T00:05:00Z", "date": http_date(NOW - 60_000)}, 360),
        ({"ratelimit-reset": "300", "date": http_date(NOW + 60_000)}, 300),
        ({"x-ratelimit-reset": "2020-01-01T00:00:00Z"}, 0),
        ({"x-ratelimit-reset": "9999-12-31T23:59:59Z"}, 86400),
    ],
)
def test_every_form_of_reset_is_read_and_the_servers_clock_counts(headers, wait):
    assert budget.reset_at(headers, NOW) == NOW + round(wait * 1000)


@pytest.mark.parametrize(
    ("text", "wait"),
    [("120", 120), ("1.5", 1.5), ("Thu, 01 Jan 2026 00:02:00 GMT", 120), ("Thu, 01 Jan 2026 00:02:00 -0000", 120), ("0", 0)],
)
def test_retry_after_is_read_as_seconds_or_date(text, wait):
    assert budget.retry_after({"retry-after": text}, NOW) == NOW + round(wait * 1000)


@pytest.mark.parametrize("text", ["", "soon", "-5", "nan", "inf", "1e999", "Thu, 99 Foo 2026", "0x10", "9" * 5000 + "x"])
def test_a_retry_after_that_says_nothing_is_nothing(text):
    assert budget.retry_after({"retry-after": text}, NOW) == 0


@given(
    st.dictionaries(st.sampled_from(["retry-after", "date", *budget._RESETS, *budget._REMAINING, *budget._LIMITS]), st.text())
)
def test_no_header_breaks_it_or_blocks_for_more_than_a_day(headers):
    clock = FakeClock()
    known = budget.Budget(clock)
    known.note("a", headers, NOW)
    until = known.refused("a", headers, NOW)
    assert NOW < until <= NOW + DAY
    assert known.ready_at("a") == until


def test_what_was_never_said_is_no_limit(known):
    known.note("a", {}, NOW)
    known.spend("a")
    assert known.ready_at("a") == 0
    assert known.left("a") is None


def test_a_tenth_is_kept_for_what_a_person_does(known):
    known.note("a", limit(31, "2026-01-01T00:05:00Z"), NOW)
    assert known.ready_at("a") == 0
    known.spend("a")
    assert known.ready_at("a") == NOW + 300_000
    assert known.ready_at("a", urgent=True) == 0
    for _ in range(30):
        known.spend("a")
    assert known.ready_at("a", urgent=True) == NOW + 300_000
    assert known.ready_at("b") == 0


def test_a_new_window_opens_by_itself(known, clock):
    known.note("a", limit(0, "2026-01-01T00:05:00Z"), NOW)
    clock.forward(299.9)
    assert known.ready_at("a") == NOW + 300_000
    clock.forward(0.1)
    assert known.ready_at("a") == 0


def test_answers_that_come_out_of_order_do_not_give_requests_back(known):
    known.note("a", limit(100, "2026-01-01T00:05:00Z"), NOW)
    known.note("a", limit(102, "2026-01-01T00:05:00.4Z"), NOW)
    assert known.left("a") == 100
    known.note("a", limit(300, "2026-01-01T00:10:00Z"), NOW)
    assert known.left("a") == 300


def test_a_429_that_says_nothing_waits_60_s_doubling_to_15_min_until_it_works_again(known, clock):
    waits = []
    for _ in range(7):
        until = known.refused("a", {}, clock())
        waits.append((until - clock()) / 1000)
        clock.now = until
    assert waits == [60, 120, 240, 480, 900, 900, 900]
    known.note("a", {}, clock())
    assert known.refused("a", {}, clock()) == clock() + 60_000


def test_a_429_that_says_when_is_kept_to(known):
    assert known.refused("a", limit(0, "2026-01-01T00:05:00Z"), NOW) == NOW + 300_000
    assert known.refused("b", {"retry-after": "7"}, NOW) == NOW + 7000


def test_a_clock_set_back_by_years_does_not_block_for_years(known, clock):
    known.refused("a", {"retry-after": "120"}, NOW)
    known.note("b", limit(0, "2026-01-01T00:05:00Z"), NOW)
    clock.now = Instant(0)
    assert known.ready_at("a") == 0
    assert known.ready_at("b") == 0


def test_forgetting_an_account_forgets_its_limits(known):
    known.refused("a", {}, NOW)
    known.forget("a")
    assert known.ready_at("a") == 0


@given(st.lists(st.tuples(st.sampled_from("nsr"), st.integers(0, 400), st.integers(-100, 1000)), max_size=40), st.booleans())
def test_ready_at_is_now_or_later_within_a_day_and_urgent_never_waits_longer(steps, urgent):
    clock = FakeClock()
    known = budget.Budget(clock)
    for kind, number, seconds in steps:
        headers = limit(number, datetime.fromtimestamp(clock() / 1000 + seconds, UTC).isoformat())
        if kind == "n":
            known.note("a", headers, clock())
        elif kind == "r":
            known.refused("a", headers, clock())
        else:
            known.spend("a")
        ready = known.ready_at("a", urgent=urgent)
        assert ready == 0 or clock() < ready <= clock() + DAY
        assert known.ready_at("a", urgent=True) <= known.ready_at("a")
        clock.forward(abs(seconds) / 10)


@given(st.integers(-5, 10**6), st.integers(), st.floats(0.01, 100), st.floats(0.01, 1000))
def test_a_delay_lies_between_half_the_base_and_the_cap(attempt, seed, base, cap):
    delay = backoff.next_delay(attempt, random.Random(seed), base, cap)
    assert min(base / 2, cap) <= delay <= cap
    if attempt <= 1:
        assert delay <= max(base, 0)


def test_delays_grow_to_the_cap_and_differ():
    rng = random.Random(4)
    means = [sum(backoff.next_delay(attempt, rng) for _ in range(300)) / 300 for attempt in range(1, 15)]
    assert means[0] < 1 < means[3] < means[6] < means[9]
    assert 130 < means[-1] < 170
    assert len({backoff.next_delay(20, rng) for _ in range(50)}) == 50


@given(st.floats(0, 10**6), st.integers())
def test_spreading_never_shortens_a_wait(wait, seed):
    assert wait <= backoff.spread(wait, random.Random(seed)) <= wait * 1.1 + 1e-9

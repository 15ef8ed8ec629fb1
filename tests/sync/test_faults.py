"""Faults played into the town's answers, through the real session and adapter: each becomes a state, none stays."""

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from client import errors
from client.demo.town import Town
from client.model import instant
from client.model.column import ColumnId
from client.model.health import FetchState
from tests.sync.test_whole_way import until
from tests.sync.whole import Vault, column, running

Raw = tuple[int, list[tuple[str, str]], bytes]
JSON = ("content-type", "application/json")


class Faulty:
    """The town, with one fault in what it says about home."""

    def __init__(self) -> None:
        self.town = Town(instant.now)
        self.fault: Callable[[], Raw] | None = None
        self.streams = True

    def __call__(self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> Raw:
        if self.fault is not None and path.startswith("/api/v1/timelines/home"):
            return self.fault()
        return self.town(method, path, query, headers, body)

    def events(self, path: str, query: str, headers: Mapping[str, str]) -> object:
        return None


FAULTS: dict[str, tuple[Raw, type[errors.WorldError], FetchState]] = {
    "a login page with 200": (
        (200, [("content-type", "text/html")], b"<html><form>Log in to the guest network</form></html>"),
        errors.CaptivePortal,
        FetchState.STALE,
    ),
    "deep JSON": ((200, [JSON], b"[" * 200_000), errors.BadAnswer, FetchState.STALE),
    "broken JSON": ((200, [JSON], b'{"id": '), errors.BadAnswer, FetchState.STALE),
    "another shape": ((200, [JSON], b'{"posts": 7}'), errors.BadAnswer, FetchState.STALE),
    "a gzip bomb": (
        (200, [JSON, ("content-encoding", "gzip")], gzip.compress(b" " * (40 * 2**20))),
        errors.TooLarge,
        FetchState.STALE,
    ),
    "half a gzip": ((200, [JSON, ("content-encoding", "gzip")], gzip.compress(b"[]")[:-6]), errors.BadAnswer, FetchState.STALE),
    "a page of an error": (
        (502, [("content-type", "text/html")], b"<h1>Bad Gateway</h1>"),
        errors.ServerFailed,
        FetchState.STALE,
    ),
    "not there": ((404, [JSON], b'{"error":"Not found"}'), errors.Gone, FetchState.REFUSED),
    "not allowed": ((403, [JSON], b'{"error":"This action is not allowed"}'), errors.Forbidden, FetchState.REFUSED),
    "not accepted": ((422, [JSON], b'{"error":"Validation failed"}'), errors.Invalid, FetchState.REFUSED),
    "elsewhere": ((302, [("location", "https://elsewhere.example/")], b""), errors.CaptivePortal, FetchState.STALE),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_of_the_server_is_a_state_of_one_column_and_passes(tmp_path: Path, name: str):
    raw, kind, state = FAULTS[name]
    faulty = Faulty()
    faulty.fault = lambda: raw
    async with running(tmp_path, faulty, Vault(), column("home"), column("local")) as works:  # type: ignore[arg-type]
        home, local = works.desk.feed(ColumnId("home")), works.desk.feed(ColumnId("local"))
        await until(works, lambda: home.health.problem is not None and len(local.ids))
        assert isinstance(home.health.problem, kind)
        assert home.health.state is state
        assert local.health.problem is None
        faulty.fault = None
        home.refresh()
        await until(works, lambda: len(home.ids) and home.health.problem is None)
        assert home.health.state in (FetchState.POLLING, FetchState.STREAMING)


async def test_one_broken_post_in_a_page_is_counted_and_the_rest_is_shown(tmp_path: Path):
    faulty = Faulty()

    def broken() -> Raw:
        status, headers, body = faulty.town("GET", "/api/v1/timelines/home", "", {"authorization": "Bearer demo"}, b"")
        posts = json.loads(body)
        posts[1] = {"id": ["not", "an", "id"]}
        return status, [(key, value) for key, value in headers if key != "content-length"], json.dumps(posts).encode()

    faulty.fault = broken
    async with running(tmp_path, faulty, Vault(), column("home")) as works:  # type: ignore[arg-type]
        home = works.desk.feed(ColumnId("home"))
        await until(works, lambda: len(home.ids) and home.health.last_ok)
        assert home.health.dropped == 1
        assert len(home.ids) >= 15


async def test_a_rate_limit_of_the_server_is_told_with_its_time(tmp_path: Path):
    faulty = Faulty()
    reset = instant.to_datetime(instant.Instant(instant.now() + 120_000)).isoformat().replace("+00:00", "Z")
    faulty.fault = lambda: (
        429,
        [JSON, ("x-ratelimit-limit", "300"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset)],
        b'{"error":"Too many requests"}',
    )
    async with running(tmp_path, faulty, Vault(), column("home"), column("local")) as works:  # type: ignore[arg-type]
        home = works.desk.feed(ColumnId("home"))
        await until(works, lambda: home.health.state is FetchState.WAITING)
        assert home.health.next_at is not None
        assert 100_000 < home.health.next_at - instant.now() <= 133_000  # up to a tenth more than said

"""Faults are played where and as often as a rule says, and otherwise the town answers."""

import gzip
import json

import pytest

from client.demo import faults
from tests.demo.conftest import Visitor

HOME = "/api/v1/timelines/home"
AUTH = {"Authorization": "Bearer demo"}


@pytest.fixture
def faulty(visitor: Visitor) -> faults.Faults:
    return faults.Faults(visitor.town)


def test_a_rule_holds_for_its_path_and_its_times(faulty: faults.Faults) -> None:
    faulty.add(HOME, faults.status(503), times=2)
    assert faulty("GET", "/api/v1/lists", "", AUTH)[0] == 200
    assert [faulty("GET", HOME, "", AUTH)[0] for _ in range(3)] == [503, 503, 200]
    assert faulty.asked[0] == ("GET", "/api/v1/lists", "")


def test_a_rule_can_hold_always_until_it_is_cleared(faulty: faults.Faults) -> None:
    faulty.add(HOME, faults.status(401), times=0, method="GET")
    assert {faulty("GET", HOME, "", AUTH)[0] for _ in range(5)} == {401}
    faulty.clear()
    assert faulty("GET", HOME, "", AUTH)[0] == 200


def test_whole_answers_are_what_they_say(faulty: faults.Faults) -> None:
    faulty.add(HOME, faults.rate_limited(1_783_771_100_000))
    status, headers, _ = faulty("GET", HOME, "", AUTH)
    assert (status, dict(headers)["x-ratelimit-reset"]) == (429, "2026-07-11T11:58:20.000000Z")
    faulty.add(HOME, faults.login_page())
    assert faulty("GET", HOME, "", AUTH)[2].startswith(b"<!DOCTYPE html>")
    faulty.add(HOME, faults.redirect("https://elsewhere.example/x"))
    assert dict(faulty("GET", HOME, "", AUTH)[1])["location"] == "https://elsewhere.example/x"
    faulty.add(HOME, faults.gzip_bomb(2**20))
    packed = faulty("GET", HOME, "", AUTH)[2]
    assert len(packed) < 5000 < len(gzip.decompress(packed))
    faulty.add(HOME, faults.deep(500))
    assert faulty("GET", HOME, "", AUTH)[2].startswith(b"[" * 500)


def test_pages_can_be_spoiled(faulty: faults.Faults) -> None:
    def home() -> list[dict[str, str]]:
        found = json.loads(faulty("GET", HOME, "limit=4", AUTH)[2])
        assert isinstance(found, list)
        return found

    good = home()
    faulty.add(HOME, faults.twice())
    assert len(home()) == 8
    faulty.add(HOME, faults.misordered())
    assert home() == good[::-1]
    faulty.add(HOME, faults.broken_item(1))
    assert [one["id"] for one in home()] == [good[0]["id"], None, good[2]["id"], good[3]["id"]]
    faulty.add(HOME, faults.short(0))
    assert home() == []
    faulty.add(HOME, faults.wrong_types())
    assert "items" in json.loads(faulty("GET", HOME, "limit=4", AUTH)[2])
    faulty.add(HOME, faults.half())
    with pytest.raises(json.JSONDecodeError):
        home()


def test_slow_pauses_and_a_lost_answer_was_still_done(faulty: faults.Faults, visitor: Visitor) -> None:
    pauses: list[float] = []
    faulty.add(HOME, faults.slow(pauses.append, 20.0))
    assert faulty("GET", HOME, "", AUTH)[0] == 200
    assert pauses == [20.0]
    faulty.add("/api/v1/statuses", faults.done_but_lost(ConnectionResetError()), method="POST")
    head = AUTH | {"Content-Type": "application/x-www-form-urlencoded"}
    with pytest.raises(ConnectionResetError):
        faulty("POST", "/api/v1/statuses", "", head, b"status=Toch+gedaan")
    assert visitor.get(HOME)[0]["content"] == "<p>Toch gedaan</p>"
    faulty.add(HOME, faults.never_asked(ConnectionRefusedError()))
    with pytest.raises(ConnectionRefusedError):
        faulty("GET", HOME, "", AUTH)


async def test_a_stream_can_be_cut_and_refused(faulty: faults.Faults, visitor: Visitor) -> None:
    path = "/api/v1/streaming/user"
    faulty.add_stream(path, faults.cut(after=2))
    stream = faulty.events(path, "", AUTH)
    assert stream is not None
    assert len([chunk async for chunk in stream]) == 2
    assert visitor.town.listeners == []
    faulty.add_stream(path, faults.noise())
    stream = faulty.events(path, "", AUTH)
    assert stream is not None
    assert b"{broken" in await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    faulty.add(path, faults.status(503))
    assert faulty.events(path, "", AUTH) is None
    assert faulty("GET", path, "", AUTH)[0] == 503

"""The town goes on living by its clock, and its streams say so."""

import contextlib
import json
from collections import Counter
from typing import Any

import pytest

from tests.demo.conftest import START, Visitor

AUTH = {"Authorization": "Bearer demo"}


async def read(visitor: Visitor, path: str, count: int, query: str = "") -> list[tuple[str, Any]]:
    """The first events of a stream (heartbeats left out), as name and payload."""
    stream = visitor.town.events(f"/api/v1/streaming/{path}", query, AUTH)
    assert stream is not None
    found: list[tuple[str, Any]] = []
    async with contextlib.aclosing(stream) as chunks:  # type: ignore[type-var]
        async for chunk in chunks:
            if not chunk.startswith(b":"):
                name, data = chunk.decode().strip().split("\n")
                found.append((name.removeprefix("event: "), data.removeprefix("data: ")))
            if len(found) == count:
                break
    return found


def test_something_happens_within_twenty_seconds_all_the_time(visitor: Visitor) -> None:
    state = visitor.town.state
    quiet = longest = 0
    before = None
    for _ in range(1800):
        visitor.now += 1000
        visitor.town.catch_up()
        now = (len(state.statuses), state.order[-1], sum(len(own.notifications) for own in state.own.values()))
        quiet = 0 if now != before else quiet + 1
        before, longest = now, max(longest, quiet)
    assert longest <= 25


def test_it_does_not_matter_how_often_one_looks(visitor: Visitor) -> None:
    often, once = visitor, Visitor()
    for _ in range(200):
        often.now += 3000
        often.get("/api/v1/timelines/home", "limit=1")
    once.now = often.now
    for path in ("/api/v1/timelines/home", "/api/v1/notifications"):
        assert often.get(path, "limit=40") == once.get(path, "limit=40")


def test_speed_makes_the_day_go_faster() -> None:
    slow, fast = Visitor(), Visitor(speed=10)
    slow.now += 300_000
    fast.now += 30_000
    texts = [
        [one["content"] for one in each.get("/api/v1/timelines/public", "limit=30") if not one["quote"]]
        for each in (slow, fast)
    ]
    assert texts[0] == texts[1]


def test_what_happens_is_of_every_kind(visitor: Visitor) -> None:
    visitor.now += 900_000
    visitor.town.catch_up()
    since = [one for one in visitor.town.state.own["gemeente"].notifications if one.at > START]
    assert {one.kind for one in since} >= {"mention", "favourite", "reblog", "follow"}
    edited = [one for one in visitor.town.state.statuses.values() if one.edited_at > START]
    assert len(edited) >= 2


def test_a_day_that_was_slept_through_is_caught_up_with(visitor: Visitor) -> None:
    visitor.now += 8 * 3_600_000
    assert visitor.get("/api/v1/timelines/home")
    assert len(visitor.town.state.statuses) < 5000


async def test_the_user_stream_brings_posts_edits_deletions_and_notifications(visitor: Visitor) -> None:
    events = await read(visitor, "user", 80)
    assert set(Counter(name for name, _ in events)) >= {"update", "notification", "status.update", "delete"}
    first = json.loads(next(data for name, data in events if name == "update"))
    assert first["account"]["acct"]
    assert next(data for name, data in events if name == "delete").isdigit()
    assert json.loads(next(data for name, data in events if name == "notification"))["group_key"]


async def test_public_streams_tell_nothing_of_the_viewer(visitor: Visitor) -> None:
    for path, query in (("public", ""), ("public/local", ""), ("hashtag", "tag=MeerdamFeest")):
        events = await read(visitor, path, 8, query)
        assert "update" in {name for name, _ in events}
        assert all("favourited" not in json.loads(data) for name, data in events if name != "delete")


async def test_a_list_and_direct_messages_have_streams(visitor: Visitor) -> None:
    number = visitor.get("/api/v1/lists")[0]["id"]
    name, data = next(each for each in await read(visitor, "list", 3, f"list={number}") if each[0] == "update")
    assert "favourited" in json.loads(data)
    name, data = (await read(visitor, "direct", 1))[0]
    assert (name, json.loads(data)["last_status"]["visibility"]) == ("conversation", "direct")


async def test_a_stream_begins_with_a_sign_of_life_and_keeps_giving_one(visitor: Visitor) -> None:
    stream = visitor.town.events("/api/v1/streaming/direct", "", AUTH)
    assert stream is not None
    assert await anext(stream) == b":)\n"
    began = visitor.now
    assert await anext(stream) == b":thump\n"
    assert 15_000 <= visitor.now - began <= 16_000
    await stream.aclose()  # type: ignore[attr-defined]
    assert visitor.town.listeners == []


async def test_what_one_posts_comes_through_the_open_stream(visitor: Visitor) -> None:
    stream = visitor.town.events("/api/v1/streaming/user", "access_token=demo", {})
    assert stream is not None
    await anext(stream)
    made = visitor.post("/api/v1/statuses", ("status", "Hier"))
    assert made["id"].encode() in await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path", ["/api/v1/streaming", "/api/v1/streaming/", "/api/v1/streaming/none", "/api/v1/timelines/home"]
)
def test_other_paths_have_no_stream(visitor: Visitor, path: str) -> None:
    assert visitor.town.events(path, "", AUTH) is None


def test_without_a_token_the_user_stream_is_refused(visitor: Visitor) -> None:
    assert visitor.town.events("/api/v1/streaming/user", "", {"Authorization": "Bearer wrong"}) is None
    visitor.token = "wrong"
    assert visitor.raw("GET", "/api/v1/streaming/user")[0] == 401

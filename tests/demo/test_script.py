"""The day that the town tells: who, how much, how varied, and its pictures."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from client.demo import script
from tests.demo.conftest import Visitor

PICTURES = script.ROOT / "pictures"


@pytest.fixture(scope="module")
def posts() -> list[dict[str, Any]]:
    """Every post there is when the town opens, by paging through what is public, home and direct."""
    visitor, found = Visitor(), {}
    for path in ("/api/v1/timelines/public", "/api/v1/timelines/home"):
        page = visitor.get(path, "limit=40")
        while page:
            for one in page:
                found[one["id"]] = one["reblog"] or one
            page = visitor.follow_link("next") if "next" in visitor.links else []
    return list(found.values())


def size(path: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return width, height


def test_many_people_say_many_things(posts: list[dict[str, Any]]) -> None:
    assert len(Visitor().town.state.statuses) >= 300
    assert len({one["account"]["acct"] for one in posts}) >= 25
    assert len({one["content"] for one in posts if not one["poll"]}) > 250


def test_the_day_is_spread_over_about_fourteen_hours(posts: list[dict[str, Any]]) -> None:
    hours = {one["created_at"][:13] for one in posts}
    assert 13 <= len(hours) <= 16


def test_there_is_something_of_everything(posts: list[dict[str, Any]]) -> None:
    assert {one["language"] for one in posts} >= {"nl", "en", "de", "ar", "pl"}
    assert {len(one["media_attachments"]) for one in posts} >= {0, 1, 2, 3, 4}
    alts = [medium["description"] for one in posts for medium in one["media_attachments"]]
    assert None in alts
    assert any(alts)
    for part in ("poll", "card", "quote", "spoiler_text", "emojis", "edited_at"):
        assert any(one[part] for one in posts), part
    assert {one["poll"]["expired"] for one in posts if one["poll"]} == {True, False}
    assert any(len(one["content"]) > 700 for one in posts)
    assert any("👩‍👩‍👧‍👦" in one["content"] and "🇳🇱" in one["content"] and "🏽" in one["content"] for one in posts)
    assert any("<li>" in one["content"] for one in posts)


def test_no_post_is_longer_than_its_server_allows() -> None:
    state = Visitor().town.state
    long = [one.text for one in state.statuses.values() if len(one.text) > 500 and not state.people[one.by].domain]
    assert long == []


def test_every_mention_reaches_someone() -> None:
    state = Visitor().town.state
    for one in state.statuses.values():
        named = one.text.count("@") - one.text.count("@buurt.example") - one.text.count("@meerland.example")
        assert len(one.mentions) == named or one.text.count("@gemeente") > 1, one.text


def test_every_picture_is_there_and_as_large_as_is_said(posts: list[dict[str, Any]]) -> None:
    visitor, seen = Visitor(), set()
    for one in posts:
        for medium in one["media_attachments"]:
            original = medium["meta"]["original"]
            seen.add((medium["url"], original["width"], original["height"]))
        if one["card"] and one["card"]["image"]:
            seen.add((one["card"]["image"], one["card"]["width"], one["card"]["height"]))
        seen |= {(emoji["url"], 64, 64) for emoji in one["emojis"]}
        seen |= {(one["account"]["avatar"], 160, 160), (one["account"]["header"], 640, 420)}
    for url, width, height in seen:
        path = url.removeprefix("https://meerdam.example")
        status, headers, body = visitor.raw("GET", path)
        assert (status, dict(headers)["content-type"]) == (200, "image/png"), path
        assert struct.unpack(">II", body[16:24]) == (width, height), path


def test_every_picture_is_listed_used_and_described() -> None:
    listed = script.load("pictures")
    assert {path.stem for path in PICTURES.glob("*.png")} == set(listed)
    told = "".join(path.read_text("utf-8") for path in script.ROOT.glob("*.toml") if path.stem != "pictures")
    for name, one in listed.items():
        assert size(PICTURES / f"{name}.png") == (one["width"], one["height"])
        assert len(one["blurhash"]) == 6
        if not name.startswith(("avatar_", "emoji_")):
            assert one["alt"]
            assert f'"{name}' in told, name


def test_the_demo_stays_small() -> None:
    assert sum(path.stat().st_size for path in script.ROOT.rglob("*.*")) < 2 * 2**20


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    one, two, other = Visitor(), Visitor(), Visitor(seed=2)
    for path in ("/api/v1/timelines/home", "/api/v2/notifications", "/api/v1/timelines/public", "/api/v1/conversations"):
        assert one.raw("GET", path, "limit=40") == two.raw("GET", path, "limit=40")
    for visitor in (one, two, other):
        visitor.now += 3_600_000
    home = ("GET", "/api/v1/timelines/home", "limit=40")
    assert one.raw(*home) == two.raw(*home)
    assert json.loads(one.raw(*home)[2]) != json.loads(other.raw(*home)[2])

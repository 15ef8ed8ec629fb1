"""Pages of the town follow Mastodon's rules: exclusive ids, Link with full addresses, hidden ids, caps."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.demo.conftest import Visitor

HOME = "/api/v1/timelines/home"


def ids(page: list[dict[str, str]]) -> list[str]:
    return [one["id"] for one in page]


def test_following_next_reaches_every_post_once(visitor: Visitor) -> None:
    everything = ids(visitor.get(HOME, "limit=40"))
    while "next" in visitor.links:
        everything += ids(visitor.follow_link("next"))
    assert len(everything) == len(set(everything)) > 250


def test_links_are_full_addresses_and_keep_the_other_parameters(visitor: Visitor) -> None:
    visitor.get("/api/v1/timelines/tag/meerdamfeest", "limit=5&any[]=codeoranje")
    parts = urlsplit(visitor.links["next"])
    assert (parts.scheme, parts.netloc) == ("https", "meerdam.example")
    assert parse_qs(parts.query)["any[]"] == ["codeoranje"]
    assert parse_qs(parts.query)["limit"] == ["5"]


def test_since_id_gives_the_newest_and_min_id_the_next_above(visitor: Visitor) -> None:
    page = ids(visitor.get(HOME, "limit=40"))
    assert ids(visitor.get(HOME, f"limit=3&max_id={page[5]}")) == page[6:9]
    assert ids(visitor.get(HOME, f"limit=3&since_id={page[20]}")) == page[0:3]
    assert ids(visitor.get(HOME, f"limit=3&min_id={page[20]}")) == page[17:20]
    assert visitor.get(HOME, f"min_id={page[0]}") == []
    assert visitor.links == {}


@pytest.mark.parametrize(("path", "cap"), [(HOME, 40), ("/api/v1/timelines/public", 40), ("/api/v1/notifications", 80)])
def test_limits_are_capped(visitor: Visitor, path: str, cap: int) -> None:
    for number in range(90):
        visitor.town.acts.notify("gemeente", "follow", "yara", visitor.now + number)
    assert len(visitor.get(path, "limit=1000")) == cap


def test_bookmarks_page_by_hidden_ids_in_the_order_they_were_made(visitor: Visitor) -> None:
    old = visitor.get("/api/v1/timelines/public", "limit=40")[-1]["id"]
    visitor.post(f"/api/v1/statuses/{old}/bookmark")
    page = visitor.get("/api/v1/bookmarks", "limit=2")
    assert page[0]["id"] == old
    hidden = parse_qs(urlsplit(visitor.links["next"]).query)["max_id"][0]
    assert hidden not in ids(page)
    rest = visitor.follow_link("next")
    assert rest
    assert not set(ids(rest)) & set(ids(page))


def test_likes_page_by_hidden_ids(visitor: Visitor) -> None:
    first = visitor.get("/api/v1/favourites", "limit=2")
    assert not set(ids(visitor.follow_link("next"))) & set(ids(first))


def test_grouped_notifications_page_and_point_into_their_tables(visitor: Visitor) -> None:
    found = visitor.get("/api/v2/notifications", "limit=5&grouped_types[]=favourite&grouped_types[]=reblog")
    groups = found["notification_groups"]
    assert len(groups) == 5
    people, posts = set(ids(found["accounts"])), set(ids(found["statuses"]))
    for group in groups:
        assert isinstance(group["most_recent_notification_id"], int)
        assert set(group["sample_account_ids"]) <= people
        assert group.get("status_id") is None or group["status_id"] in posts
    liked = next(group for group in groups if group["type"] == "favourite")
    assert liked["notifications_count"] > 1
    older = visitor.follow_link("next")["notification_groups"]
    assert int(older[0]["page_max_id"]) < groups[-1]["most_recent_notification_id"]


def test_notifications_can_be_asked_by_type(visitor: Visitor) -> None:
    assert {one["type"] for one in visitor.get("/api/v1/notifications", "types[]=mention")} == {"mention"}
    assert "mention" not in {one["type"] for one in visitor.get("/api/v1/notifications", "exclude_types[]=mention")}
    kinds = {group["type"] for group in visitor.get("/api/v2/notifications", "types[]=follow")["notification_groups"]}
    assert kinds == {"follow"}

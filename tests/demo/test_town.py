"""The town as a server: what each address answers."""

import json
import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.demo.conftest import START, Visitor

LISTS = [
    "/api/v1/timelines/home",
    "/api/v1/timelines/public",
    "/api/v1/timelines/tag/meerdamfeest",
    "/api/v1/notifications",
    "/api/v1/bookmarks",
    "/api/v1/favourites",
    "/api/v1/conversations",
    "/api/v1/lists",
    "/api/v2/filters",
    "/api/v1/custom_emojis",
]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_something_in_it(visitor: Visitor, path: str) -> None:
    assert visitor.get(path)


def test_the_server_says_what_it_can(visitor: Visitor) -> None:
    visitor.token = ""
    found = visitor.get("/api/v2/instance")
    assert found["domain"] == "meerdam.example"
    assert found["configuration"]["urls"]["streaming"] == "https://meerdam.example"
    assert found["configuration"]["statuses"]["max_characters"] == 500
    assert found["api_versions"]["mastodon"] >= 7
    assert visitor.get("/api/v1/instance")["version"] == found["version"]
    assert "S256" in visitor.get("/.well-known/oauth-authorization-server")["code_challenge_methods_supported"]


@pytest.mark.parametrize(("token", "name"), [("demo", "gemeente"), ("demo-brandweer", "brandweer")])
def test_a_token_opens_its_account(visitor: Visitor, token: str, name: str) -> None:
    visitor.token = token
    assert visitor.get("/api/v1/accounts/verify_credentials")["acct"] == name


@pytest.mark.parametrize("token", ["", "nobody's"])
def test_without_a_known_token_there_is_no_home(visitor: Visitor, token: str) -> None:
    visitor.token = token
    status, _, body = visitor.raw("GET", "/api/v1/timelines/home")
    assert status == 401
    assert set(json.loads(body)) == {"error"}


def test_an_unknown_address_is_404_as_json(visitor: Visitor) -> None:
    status, headers, body = visitor.raw("GET", "/api/v1/streaming")
    assert status == 404
    assert json.loads(body) == {"error": "Not Found"}
    assert dict(headers)["content-type"].startswith("application/json")


def test_ids_are_text_and_sorted_by_time(visitor: Visitor) -> None:
    page = visitor.get("/api/v1/timelines/home", "limit=40")
    ids = [int(one["id"]) for one in page]
    assert ids == sorted(ids, reverse=True)
    assert all(
        isinstance(one["id"], str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", one["created_at"])
        for one in page
    )
    times = [one["created_at"] for one in page]
    assert times == sorted(times, reverse=True)


def test_content_is_made_as_the_real_server_makes_it(visitor: Visitor) -> None:
    made = visitor.post(
        "/api/v1/statuses",
        ("status", "Dag @yara@buurt.example <b> #Feest https://meerdam.example/een/lang/pad/met/veel\nregel\n\nalinea"),
    )
    assert made["content"].startswith(
        '<p>Dag <span class="h-card" translate="no"><a href="https://buurt.example/@yara" class="u-url mention">@'
    )
    assert "&lt;b&gt;" in made["content"]
    assert 'class="mention hashtag" rel="tag">#<span>Feest</span></a>' in made["content"]
    assert (
        '<span class="invisible">https://</span><span class="ellipsis">meerdam.example/een/lang/pad/m</span>' in made["content"]
    )
    assert "<br />regel</p><p>alinea</p>" in made["content"]
    assert made["mentions"][0]["acct"] == "yara@buurt.example"
    assert made["tags"] == [{"name": "feest", "url": "https://meerdam.example/tags/feest"}]


def test_without_an_account_the_viewers_fields_are_absent(visitor: Visitor) -> None:
    visitor.token = ""
    assert not {"favourited", "bookmarked", "filtered"} & set(visitor.get("/api/v1/timelines/public")[0])
    visitor.token = "demo"
    assert {"favourited", "bookmarked", "filtered"} <= set(visitor.get("/api/v1/timelines/public")[0])


def test_what_is_not_public_is_not_shown_to_others(visitor: Visitor) -> None:
    last = visitor.get("/api/v1/conversations")[0]["last_status"]
    assert last["visibility"] == "direct"
    for token in ("", "demo-brandweer"):
        visitor.token = token
        shown = [one["id"] for one in visitor.get("/api/v1/timelines/public", "limit=40")]
        assert last["id"] not in shown
    visitor.token = ""
    assert visitor.raw("GET", f"/api/v1/statuses/{last['id']}")[0] == 404


def test_local_and_media_narrow_the_public_timeline(visitor: Visitor) -> None:
    assert all("@" not in one["account"]["acct"] for one in visitor.get("/api/v1/timelines/public", "local=true"))
    assert all("@" in one["account"]["acct"] for one in visitor.get("/api/v1/timelines/public", "remote=true"))
    assert all(one["media_attachments"] for one in visitor.get("/api/v1/timelines/public", "only_media=true"))


def test_hashtags_can_be_any_all_and_none(visitor: Visitor) -> None:
    def tags(query: str) -> list[set[str]]:
        return [
            {tag["name"] for tag in one["tags"]}
            for one in visitor.get("/api/v1/timelines/tag/meerdamfeest", f"limit=40&{query}")
        ]

    visitor.post("/api/v1/statuses", ("status", "#meerdamfeest #codeoranje"))
    assert any("codeoranje" in found and "meerdamfeest" not in found for found in tags("any[]=codeoranje"))
    assert tags("all[]=codeoranje") == [{"meerdamfeest", "codeoranje"}]
    assert all("codeoranje" not in found for found in tags("none[]=codeoranje"))


def test_a_list_shows_its_members(visitor: Visitor) -> None:
    first = visitor.get("/api/v1/lists")[0]
    assert first["title"] == "Veiligheidspartners"
    members = {one["acct"] for one in visitor.get(f"/api/v1/lists/{first['id']}/accounts")}
    shown = visitor.get(f"/api/v1/timelines/list/{first['id']}")
    assert shown
    assert {one["account"]["acct"] for one in shown} <= members
    assert any(one["reblog"] for one in shown)


def test_a_thread_has_what_is_above_and_below(visitor: Visitor) -> None:
    found = visitor.get("/api/v2/search", "q=appeltaart&type=statuses")["statuses"]
    start = next(one for one in found if not one["in_reply_to_id"])
    below = visitor.get(f"/api/v1/statuses/{start['id']}/context")["descendants"]
    assert len(below) >= 4
    deepest = next(one for one in below if one["in_reply_to_id"] != start["id"])
    above = visitor.get(f"/api/v1/statuses/{deepest['id']}/context")["ancestors"]
    assert above[0]["id"] == start["id"]


def test_quotes_come_in_every_state(visitor: Visitor) -> None:
    states = set()
    visitor.get("/api/v1/timelines/home", "limit=40")
    for _ in range(6):
        states |= (
            {one["quote"]["state"] for one in visitor.follow_link("next") if one["quote"]} if "next" in visitor.links else set()
        )
    page = visitor.get("/api/v1/timelines/home", "limit=40")
    states |= {one["quote"]["state"] for one in page if one["quote"]}
    assert states >= {"accepted", "revoked", "pending"}
    shown = next(one for one in page if one["quote"] and one["quote"]["state"] == "accepted")
    assert shown["quote"]["quoted_status"]["id"]
    assert shown["content"].startswith('<p class="quote-inline">')


def test_search_finds_people_posts_and_tags_by_offset(visitor: Visitor) -> None:
    assert visitor.get("/api/v2/search", "q=yara&type=accounts")["accounts"][0]["acct"] == "yara@buurt.example"
    first = visitor.get("/api/v2/search", "q=rook&type=statuses&limit=3")["statuses"]
    second = visitor.get("/api/v2/search", "q=rook&type=statuses&limit=3&offset=3")["statuses"]
    assert len(first) == len(second) == 3
    assert not {one["id"] for one in first} & {one["id"] for one in second}
    assert visitor.get("/api/v2/search", "q=%23meerdam")["hashtags"][0]["name"] == "meerdamfeest"


def test_search_takes_exact_words_a_minus_and_an_author(visitor: Visitor) -> None:
    def found(query: str) -> list[dict[str, Any]]:
        return list(visitor.get("/api/v2/search", f"type=statuses&limit=40&q={quote(query)}")["statuses"])

    every = found("rook")
    without = found("rook -kade")
    assert {one["id"] for one in without} < {one["id"] for one in every}
    assert all("kade" not in one["content"].lower() for one in without)
    by = found("rook from:brandweer")
    assert by
    assert {one["account"]["username"] for one in by} == {"brandweer"}
    assert {one["id"] for one in found('"zwarte rook"')} < {one["id"] for one in found("rook zwarte")} | {
        one["id"] for one in every
    }
    assert found('"rook zwarte"') == []


def test_people_can_be_looked_up_and_followed(visitor: Visitor) -> None:
    person = visitor.get("/api/v1/accounts/lookup", "acct=milan_v88@kring.example")
    number = person["id"]
    assert visitor.get(f"/api/v1/accounts/{number}")["acct"] == person["acct"]
    assert visitor.get("/api/v1/accounts/relationships", f"id[]={number}")[0]["following"] is False
    assert visitor.post(f"/api/v1/accounts/{number}/follow")["following"] is True
    assert visitor.get("/api/v1/accounts/relationships", f"id[]={number}")[0]["following"] is True
    assert visitor.post(f"/api/v1/accounts/{number}/unfollow")["following"] is False
    assert visitor.raw("GET", "/api/v1/accounts/lookup", "acct=niemand@kring.example")[0] == 404
    assert visitor.raw("GET", "/api/v1/accounts/lookup", "acct=yara@kring.example")[0] == 404
    assert visitor.get("/api/v1/accounts/search", "q=yara")[0]["username"] == "yara"


def test_a_persons_posts_can_leave_out_replies_and_reposts(visitor: Visitor) -> None:
    me = visitor.get("/api/v1/accounts/verify_credentials")["id"]
    page = visitor.get(f"/api/v1/accounts/{me}/statuses", "limit=40")
    assert any(one["reblog"] for one in page)
    assert any(one["in_reply_to_id"] for one in page)
    bare = visitor.get(f"/api/v1/accounts/{me}/statuses", "limit=40&exclude_replies=true&exclude_reblogs=true")
    assert bare
    assert not any(one["reblog"] for one in bare)
    assert {one["in_reply_to_account_id"] for one in bare} <= {None, me}


def test_markers_are_kept(visitor: Visitor) -> None:
    assert visitor.get("/api/v1/markers", "timeline[]=home") == {}
    visitor.post("/api/v1/markers", ("home[last_read_id]", "5"))
    visitor.post("/api/v1/markers", ("home[last_read_id]", "7"))
    mark = visitor.get("/api/v1/markers", "timeline[]=home&timeline[]=notifications")["home"]
    assert (mark["last_read_id"], mark["version"]) == ("7", 2)


def test_a_filter_marks_posts(visitor: Visitor) -> None:
    form = [("title", "Rook"), ("context[]", "home"), ("filter_action", "warn"), ("keywords_attributes[0][keyword]", "rook")]
    made = visitor.post("/api/v2/filters", *form)
    hits = [one["filtered"] for one in visitor.get("/api/v1/timelines/home", "limit=40") if one["filtered"]]
    assert hits[0][0]["filter"]["title"] == "Rook"
    visitor.ask("DELETE", f"/api/v2/filters/{made['id']}")
    assert made["id"] not in [one["id"] for one in visitor.get("/api/v2/filters")]


def test_the_rate_limit_tells_its_reset_as_iso_time() -> None:
    visitor = Visitor(limit=2)
    visitor.get("/api/v1/lists")
    assert visitor.headers["x-ratelimit-remaining"] == "1"
    assert re.fullmatch(r"2026-07-11T\d\d:\d\d:\d\d\.\d{6}Z", visitor.headers["x-ratelimit-reset"])
    visitor.get("/api/v1/lists")
    status, headers, _ = visitor.raw("GET", "/api/v1/lists")
    assert status == 429
    assert "retry-after" not in dict(headers)
    assert dict(headers)["x-ratelimit-remaining"] == "0"
    visitor.now = int(START) + 300_000
    visitor.get("/api/v1/lists")


def test_a_page_of_a_post_can_be_opened_in_a_browser(visitor: Visitor) -> None:
    visitor.token = ""
    local = visitor.get("/api/v1/timelines/public", "local=true")[0]
    path = quote(local["url"].removeprefix("https://meerdam.example"))
    status, headers, _ = visitor.raw("GET", path)
    assert (status, dict(headers)["content-type"]) == (200, "text/html; charset=utf-8")

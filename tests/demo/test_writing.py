"""What an account does to the town: posts, edits, likes, reposts, polls, uploads."""

import json

import pytest

from tests.demo.conftest import Visitor

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (320).to_bytes(4, "big") + (200).to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"


def publish(visitor: Visitor, text: str = "Proef", *more: tuple[str, str], **headers: str) -> dict[str, object]:
    made = visitor.post("/api/v1/statuses", ("status", text), *more, **headers)
    assert isinstance(made, dict)
    return made


def test_a_post_is_at_the_top_of_home_at_once(visitor: Visitor) -> None:
    made = publish(visitor)
    assert visitor.get("/api/v1/timelines/home")[0]["id"] == made["id"]
    assert visitor.get("/api/v1/timelines/public", "local=true")[0]["id"] == made["id"]


def test_json_and_form_bodies_mean_the_same(visitor: Visitor) -> None:
    body = json.dumps({"status": "Kies", "poll": {"options": ["Ja", "Nee"], "expires_in": 600, "multiple": True}}).encode()
    head = {"Authorization": "Bearer demo", "Content-Type": "application/json"}
    by_json = json.loads(visitor.town("POST", "/api/v1/statuses", "", head, body)[2])["poll"]
    form = [("poll[options][]", "Ja"), ("poll[options][]", "Nee"), ("poll[expires_in]", "600"), ("poll[multiple]", "true")]
    by_form = publish(visitor, "Kies", *form)["poll"]
    assert isinstance(by_form, dict)
    assert by_json | {"id": ""} == by_form | {"id": ""}


def test_the_same_idempotency_key_gives_the_first_post_again(visitor: Visitor) -> None:
    first = publish(visitor, "Een", Idempotency_Key="k1")
    assert publish(visitor, "Twee", Idempotency_Key="k1")["id"] == first["id"]
    assert publish(visitor, "Twee", Idempotency_Key="k2")["id"] != first["id"]


def test_the_same_moment_gives_different_ids(visitor: Visitor) -> None:
    assert publish(visitor, "Een")["id"] != publish(visitor, "Twee")["id"]


@pytest.mark.parametrize("form", [[("status", " ")], [("status", "x" * 501)], [("status", "x"), ("media_ids[]", "1")]])
def test_what_cannot_be_posted_is_refused(visitor: Visitor, form: list[tuple[str, str]]) -> None:
    status, _, body = visitor.raw("POST", "/api/v1/statuses", "", form)
    assert status == 422
    assert json.loads(body)["error"].startswith("Validation failed")


def test_an_answer_to_a_post_that_is_gone_is_404(visitor: Visitor) -> None:
    assert visitor.raw("POST", "/api/v1/statuses", "", [("status", "x"), ("in_reply_to_id", "12")])[0] == 404


def test_an_edit_is_kept_in_the_history(visitor: Visitor) -> None:
    number = publish(visitor, "Eerst")["id"]
    visitor.now += 60_000
    edited = visitor.ask("PUT", f"/api/v1/statuses/{number}", "", [("status", "Daarna")])
    assert edited["edited_at"]
    assert visitor.get(f"/api/v1/statuses/{number}/source")["text"] == "Daarna"
    assert [one["content"] for one in visitor.get(f"/api/v1/statuses/{number}/history")] == ["<p>Eerst</p>", "<p>Daarna</p>"]


def test_a_deleted_post_is_gone_everywhere(visitor: Visitor) -> None:
    number = publish(visitor, "Weg")["id"]
    visitor.post(f"/api/v1/statuses/{number}/bookmark")
    visitor.post(f"/api/v1/statuses/{number}/reblog")
    assert visitor.ask("DELETE", f"/api/v1/statuses/{number}")["text"] == "Weg"
    assert visitor.raw("GET", f"/api/v1/statuses/{number}")[0] == 404
    home = visitor.get("/api/v1/timelines/home", "limit=5")
    assert all(one["id"] != number and (one["reblog"] or {}).get("id") != number for one in home)
    assert number not in [one["id"] for one in visitor.get("/api/v1/bookmarks")]


def test_others_posts_cannot_be_edited_or_deleted(visitor: Visitor) -> None:
    other = next(
        one for one in visitor.get("/api/v1/timelines/home") if one["account"]["acct"] != "gemeente" and not one["reblog"]
    )
    assert visitor.raw("PUT", f"/api/v1/statuses/{other['id']}", "", [("status", "x")])[0] == 404
    assert visitor.raw("DELETE", f"/api/v1/statuses/{other['id']}")[0] == 404


def test_likes_go_on_and_off_and_the_author_is_told(visitor: Visitor) -> None:
    number = publish(visitor)["id"]
    visitor.token = "demo-brandweer"
    liked = visitor.post(f"/api/v1/statuses/{number}/favourite")
    assert (liked["favourited"], liked["favourites_count"]) == (True, 1)
    assert visitor.get(f"/api/v1/statuses/{number}/favourited_by")[0]["acct"] == "brandweer"
    visitor.token = "demo"
    told = visitor.get("/api/v1/notifications", "types[]=favourite")[0]
    assert (told["status"]["id"], told["account"]["acct"]) == (number, "brandweer")
    visitor.token = "demo-brandweer"
    assert visitor.post(f"/api/v1/statuses/{number}/unfavourite")["favourited"] is False


def test_a_repost_answers_with_its_wrapper(visitor: Visitor) -> None:
    original = visitor.get("/api/v1/timelines/public")[0]
    wrapper = visitor.post(f"/api/v1/statuses/{original['id']}/reblog")
    assert wrapper["id"] != original["id"]
    assert wrapper["reblog"]["id"] == original["id"]
    assert wrapper["reblog"]["reblogged"] is True
    assert visitor.post(f"/api/v1/statuses/{original['id']}/reblog")["id"] == wrapper["id"]
    assert visitor.post(f"/api/v1/statuses/{original['id']}/unreblog")["reblogged"] is False


def test_home_leaves_out_reposts_of_what_was_just_there(visitor: Visitor) -> None:
    recent = next(one for one in visitor.get("/api/v1/timelines/home") if not one["reblog"])
    older = visitor.get("/api/v1/timelines/public", "limit=40")[-1]
    again = visitor.post(f"/api/v1/statuses/{recent['id']}/reblog")["id"]
    fetched = visitor.post(f"/api/v1/statuses/{older['id']}/reblog")["id"]
    shown = [one["id"] for one in visitor.get("/api/v1/timelines/home")]
    assert shown[0] == fetched
    assert again not in shown


def test_an_own_post_can_be_pinned_and_a_thread_muted(visitor: Visitor) -> None:
    number = publish(visitor)["id"]
    assert visitor.post(f"/api/v1/statuses/{number}/pin")["pinned"] is True
    assert visitor.post(f"/api/v1/statuses/{number}/mute")["muted"] is True
    visitor.token = "demo-brandweer"
    visitor.post(f"/api/v1/statuses/{number}/favourite")
    visitor.token = "demo"
    assert all((one.get("status") or {}).get("id") != number for one in visitor.get("/api/v1/notifications"))


def test_one_votes_once(visitor: Visitor) -> None:
    posts = visitor.get("/api/v1/timelines/tag/meerdamfeest", "limit=40")
    poll = next(one["poll"] for one in posts if one["poll"] and not one["poll"]["expired"])
    voted = visitor.post(f"/api/v1/polls/{poll['id']}/votes", ("choices[]", "1"))
    assert voted["own_votes"] == [1]
    assert voted["votes_count"] == poll["votes_count"] + 1
    assert visitor.raw("POST", f"/api/v1/polls/{poll['id']}/votes", "", [("choices[]", "0")])[0] == 422


def test_the_end_of_a_poll_is_told(visitor: Visitor) -> None:
    form = [("poll[options][]", "Ja"), ("poll[options][]", "Nee"), ("poll[expires_in]", "300")]
    number = publish(visitor, "Ja of nee?", *form)["id"]
    visitor.now += 301_000
    told = visitor.get("/api/v1/notifications", "types[]=poll")
    assert told[0]["status"]["id"] == number
    assert told[0]["status"]["poll"]["expired"] is True


def test_a_quote_shows_the_other_post(visitor: Visitor) -> None:
    other = visitor.get("/api/v1/timelines/public")[0]["id"]
    made = publish(visitor, "Kijk", ("quoted_status_id", other))
    assert isinstance(made["quote"], dict)
    assert made["quote"]["quoted_status"]["id"] == other


def test_a_direct_post_is_a_conversation_for_both(visitor: Visitor) -> None:
    number = publish(visitor, "@brandweer Onder ons", ("visibility", "direct"))["id"]
    visitor.token = "demo-brandweer"
    found = visitor.get("/api/v1/conversations")[0]
    assert (found["last_status"]["id"], found["unread"]) == (number, True)
    assert visitor.post(f"/api/v1/conversations/{found['id']}/read")["unread"] is False
    assert visitor.ask("DELETE", f"/api/v1/conversations/{found['id']}") == {}
    assert found["id"] not in [one["id"] for one in visitor.get("/api/v1/conversations")]


def test_an_upload_is_ready_at_the_second_look(visitor: Visitor) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="description"\r\n\r\nEen brug\r\n'
    body += (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="b.png"\r\nContent-Type: image/png\r\n\r\n'
        + PNG
        + b"\r\n--x--\r\n"
    )
    head = {"Authorization": "Bearer demo", "Content-Type": "multipart/form-data; boundary=x"}
    status, _, answer = visitor.town("POST", "/api/v2/media", "", head, body)
    medium = json.loads(answer)
    assert (status, medium["url"], medium["description"]) == (202, None, "Een brug")
    assert visitor.raw("GET", f"/api/v1/media/{medium['id']}")[0] == 206
    ready = visitor.get(f"/api/v1/media/{medium['id']}")
    assert ready["meta"]["original"]["width"] == 320
    made = publish(visitor, "", ("media_ids[]", medium["id"]))
    assert isinstance(made["media_attachments"], list)
    path = made["media_attachments"][0]["url"].removeprefix("https://meerdam.example")
    assert visitor.raw("GET", path)[2] == PNG


def test_lists_can_be_made_filled_and_dropped(visitor: Visitor) -> None:
    made = visitor.post("/api/v1/lists", ("title", "Buren"))
    yara = visitor.get("/api/v1/accounts/lookup", "acct=yara@buurt.example")["id"]
    visitor.post(f"/api/v1/lists/{made['id']}/accounts", ("account_ids[]", yara))
    assert {one["account"]["id"] for one in visitor.get(f"/api/v1/timelines/list/{made['id']}")} == {yara}
    visitor.ask("DELETE", f"/api/v1/lists/{made['id']}")
    assert visitor.raw("GET", f"/api/v1/timelines/list/{made['id']}")[0] == 404


def test_broken_json_is_refused(visitor: Visitor) -> None:
    head = {"Authorization": "Bearer demo", "Content-Type": "application/json"}
    assert visitor.town("POST", "/api/v1/statuses", "", head, b"{")[0] == 400
    assert visitor.town("POST", "/api/v1/statuses", "", head, b"[" * 100_000)[0] == 400

"""Notifications, single and in groups, and direct conversations."""

from typing import Any

import pytest

from client import errors
from client.model.page import Conversation, Entry, Notice
from client.networks.mastodon import notices
from tests.networks.samples import notification, parser, person, status, without


def said(entry: Entry) -> Notice:
    assert isinstance(entry.reason, Notice)
    return entry.reason


def answer(*groups: dict[str, Any]) -> dict[str, Any]:
    return {"accounts": [person(1), person(2), person(3)], "statuses": [status(5)], "notification_groups": list(groups)}


def group(**different: Any) -> dict[str, Any]:
    return {
        "group_key": "favourite-115-490000",
        "notifications_count": 12,
        "type": "favourite",
        "most_recent_notification_id": 8_123,
        "page_min_id": "8001",
        "page_max_id": "8123",
        "latest_page_notification_at": "2026-07-01T09:40:00Z",
        "sample_account_ids": ["102", "103", "999"],
        "status_id": status(5)["id"],
        **different,
    }


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("favourite", "like"),
        ("reblog", "repost"),
        ("update", "edit"),
        ("status", "post"),
        ("mention", "mention"),
        ("poll", "poll"),
    ],
)
def test_types_get_the_words_of_the_field(kind: str, word: str) -> None:
    assert said(notices.single(parser(), notification(kind=kind))).kind == word


def test_a_group_has_its_people_its_count_and_its_post() -> None:
    (entry,) = notices.groups(parser(), answer(group()))
    notice = said(entry)
    assert (notice.kind, notice.count) == ("like", 12)
    assert [person.handle for person in notice.who] == ["p2@meerdam.example", "p3@meerdam.example"]
    assert entry.post is not None
    assert entry.post.text.text == "Post 5"


def test_a_notification_has_one_id_however_it_comes() -> None:
    alone = group(group_key="ungrouped-8001", most_recent_notification_id=8_001, notifications_count=1)
    (listed,) = notices.groups(parser(), answer(alone))
    streamed = notices.single(parser(), notification(1, id=8_001))
    older = notices.single(parser(), without(notification(1), "group_key"))
    assert listed.id == streamed.id == older.id == "8001"
    (grouped,) = notices.groups(parser(), answer(group()))
    one = notices.single(parser(), notification(1, group_key="favourite-115-490000"))
    assert grouped.id == one.id


def test_types_from_the_future_are_kept_with_the_servers_own_words() -> None:
    fallback = {"title": "A bell was rung", "summary": "<b>by the mayor</b>"}
    entry = notices.single(parser(), without(notification(kind="bell_rung", fallback=fallback), "status", "account"))
    assert (said(entry).kind, said(entry).text, said(entry).who) == ("bell_rung", "A bell was rung by the mayor", ())
    (listed,) = notices.groups(parser(), answer(group(type="bell_rung", status_id=None, sample_account_ids=None)))
    assert said(listed).kind == "bell_rung"


def test_broken_groups_are_left_out_and_counted() -> None:
    reader = parser()
    broken = [group(type=None), group(latest_page_notification_at=None, status_id=None), "x"]
    entries = notices.groups(reader, answer(group(), *broken))  # type: ignore[arg-type]
    assert len(entries) == 1
    assert reader.dropped == 3
    with pytest.raises(errors.BadAnswer):
        notices.groups(reader, [])


def test_a_mention_is_the_post_itself() -> None:
    entry = notices.mention(parser(), notification(kind="mention"))
    assert entry.reason is None
    assert entry.post is not None
    with pytest.raises(errors.BadAnswer):
        notices.mention(parser(), without(notification(kind="mention"), "status"))


def test_a_conversation_without_a_last_post_is_no_row() -> None:
    raw: dict[str, Any] = {"id": "7", "unread": True, "accounts": [person(2), None], "last_status": status(5)}
    entry = notices.conversation(parser(), raw)
    assert isinstance(entry.reason, Conversation)
    assert entry.reason.unread
    assert len(entry.reason.who) == 1
    assert notices.without_posts([{**raw, "last_status": None}, raw]) == [raw]

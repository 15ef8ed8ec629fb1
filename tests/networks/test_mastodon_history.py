"""The versions of an edited post, as servers tell them and as they fail to."""

from typing import Any

import pytest

from client import errors
from client.model.account import Account, AccountId, Server
from client.model.instant import Instant
from client.model.post import MediaKind, PostKey, Version
from client.networks.base import Access
from client.networks.mastodon.adapter import Mastodon
from client.transport.mounted import MountedTransport
from client.transport.session import Session
from tests.fakes.plain import PlainServer
from tests.networks.samples import ORIGIN, person, status

BASE = "https://meerdam.example"
KEY = PostKey(ORIGIN, "7")
ACCESS = Access(Account(AccountId("me"), "mastodon", Server(BASE), "1", "me@meerdam.example", "Me"), "t")


def edit(minute: int, text: str = "", **different: Any) -> dict[str, Any]:
    return {
        "content": f"<p>{text or minute}</p>",
        "spoiler_text": "",
        "sensitive": False,
        "created_at": f"2026-07-01T09:{minute:02d}:00.000Z",
        "account": person(1),
        "poll": None,
        "media_attachments": [],
        "emojis": [],
        **different,
    }


async def ask(session: Session, network: Mastodon, answers: dict[str, Any]) -> tuple[Version, ...]:
    session.mount(BASE, MountedTransport(PlainServer(answers)))
    return await network.history(ACCESS, KEY)


async def test_a_version_holds_text_warning_media_and_answers(session: Session, network: Mastodon) -> None:
    whole = edit(
        5,
        "Smoke <b>here</b> :bell:",
        spoiler_text="fire\u202e",
        sensitive=True,
        media_attachments=[{"id": "1", "type": "image", "url": f"{BASE}/a.png", "description": "A fire"}],
        poll={"options": [{"title": "Yes :bell:"}, {"title": "No"}]},
        emojis=[{"shortcode": "bell", "static_url": f"{BASE}/bell.png", "url": f"{BASE}/bell.gif"}],
    )
    (version,) = await ask(session, network, {"/api/v1/statuses/7/history": [whole]})
    assert version.text.text == "Smoke here :bell:"
    assert version.text.spans[-1].target == f"{BASE}/bell.png"
    assert (version.warning, version.sensitive) == ("fire", True)
    assert [(one.kind, one.alt) for one in version.media] == [(MediaKind.IMAGE, "A fire")]
    assert [answer.text for answer in version.answers] == ["Yes :bell:", "No"]
    assert version.at == Instant(1_782_896_700_000)


async def test_versions_come_newest_first_whatever_the_servers_order(session: Session, network: Mastodon) -> None:
    found = await ask(session, network, {"/api/v1/statuses/7/history": [edit(9), edit(1), edit(5)]})
    assert [one.text.text for one in found] == ["9", "5", "1"]


async def test_of_two_versions_of_one_moment_the_later_told_is_the_newer(session: Session, network: Mastodon) -> None:
    found = await ask(session, network, {"/api/v1/statuses/7/history": [edit(1, "first"), edit(1, "second")]})
    assert [one.text.text for one in found] == ["second", "first"]


async def test_a_version_that_cannot_be_read_is_left_out(session: Session, network: Mastodon) -> None:
    broken: list[Any] = [edit(1), edit(2, created_at=None), 7, None, edit(4, content=None, media_attachments=3, poll=[])]
    found = await ask(session, network, {"/api/v1/statuses/7/history": broken})
    assert [one.text.text for one in found] == ["", "1"]


async def test_what_is_no_list_is_a_bad_answer(session: Session, network: Mastodon) -> None:
    with pytest.raises(errors.BadAnswer):
        await ask(session, network, {"/api/v1/statuses/7/history": {"error": "no"}})


async def test_a_server_without_histories_says_so(session: Session, network: Mastodon) -> None:
    with pytest.raises(errors.Unsupported) as told:
        await ask(session, network, {"/api/v1/statuses/7": status(7)})
    assert told.value.host == "meerdam.example"


async def test_a_post_that_is_gone_is_gone_and_not_unsupported(session: Session, network: Mastodon) -> None:
    with pytest.raises(errors.Gone):
        await ask(session, network, {})

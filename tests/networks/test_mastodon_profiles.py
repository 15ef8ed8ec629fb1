"""A person's profile, as servers tell it and as they fail to."""

from typing import Any

import pytest

from client import errors
from client.model.account import Account, AccountId, Server
from client.model.instant import Instant
from client.model.person import Profile
from client.networks.base import Access
from client.networks.mastodon.adapter import Mastodon
from client.transport.mounted import MountedTransport
from client.transport.session import Session
from tests.fakes.plain import PlainServer
from tests.networks.samples import person

BASE = "https://meerdam.example"
ACCESS = Access(Account(AccountId("me"), "mastodon", Server(BASE), "1", "me@meerdam.example", "Me"), "t")
BETWEEN = {"id": "101", "following": True, "followed_by": True, "muting": False, "blocking": False}


async def ask(session: Session, network: Mastodon, raw: Any, between: Any = None) -> Profile:
    answers = {"/api/v1/accounts/101": raw}
    if between is not None:
        answers["/api/v1/accounts/relationships"] = between
    session.mount(BASE, MountedTransport(PlainServer(answers)))
    return await network.profile(ACCESS, "101")


async def test_a_profile_holds_what_a_person_says_and_what_they_are_to_us(session: Session, network: Mastodon) -> None:
    raw = person(
        1,
        note="<p>Boat :bell: <a href='https://boat.example'>boat.example</a></p>",
        fields=[{"name": "Web\u202e", "value": "<b>here</b>", "verified_at": "2026-06-01T00:00:00Z"}, {"name": 3}, 7],
        statuses_count=12,
        followers_count="40",
        following_count=None,
        created_at="2020-01-02T00:00:00.000Z",
        moved={"acct": "p1@other.example"},
    )
    found = await ask(session, network, raw, [BETWEEN])
    assert (found.author.handle, found.bio.text) == ("p1@meerdam.example", "Boat :bell: boat.example")
    assert [span.target for span in found.bio.spans] == [f"{BASE}/e/bell.png", "https://boat.example"]
    assert [(one.name, one.value.text, one.verified is not None) for one in found.fields] == [
        ("Web", "here", True),
        ("", "", False),
    ]
    assert (found.posts, found.followers, found.following) == (12, 40, None)
    assert found.joined == Instant(1_577_923_200_000)
    assert (found.follows_us, found.followed, found.muted, found.blocked) == (True, True, False, False)
    assert found.moved_to == "p1@other.example"


@pytest.mark.parametrize("between", [None, [], [{"id": "7", "followed_by": True}], {"error": "no"}, ["x"]])
async def test_what_the_server_does_not_say_stays_unknown(session: Session, network: Mastodon, between: Any) -> None:
    found = await ask(session, network, person(1), between)
    assert found == Profile(found.author)


async def test_what_is_no_person_is_a_bad_answer(session: Session, network: Mastodon) -> None:
    for raw in ([], {"id": "101"}, {"acct": "p1"}):
        with pytest.raises(errors.BadAnswer):
            await ask(session, network, raw)


async def test_a_person_who_is_gone_is_gone(session: Session, network: Mastodon) -> None:
    session.mount(BASE, MountedTransport(PlainServer({})))
    with pytest.raises(errors.Gone):
        await network.profile(ACCESS, "101")

"""Belfry against a server that nobody on this project wrote, with Mastodon.py as the second client."""

import asyncio
from contextlib import aclosing

import pytest

from client import errors
from client.model.page import Alive, Arrived, Conversation, Deleted, Edited, Notice, Page, Repost, StreamEvent, Where
from client.model.query import QueryKind, query
from client.networks.base import Access, Feature
from client.networks.mastodon import credentials
from client.networks.mastodon.adapter import Mastodon
from tests.fakes.mock import DOMAIN, MockServer
from tests.networks.people import join


def texts(page: Page) -> list[str]:
    return [entry.post.text.text for entry in page.entries if entry.post]


def token(access: Access) -> str:
    return credentials.unpack(access.token).token


async def test_an_address_as_people_type_it_is_found(network: Mastodon, mock_server: MockServer) -> None:
    for typed in (
        mock_server.url,
        f" {mock_server.url}/about ",
        f"127.0.0.1:{mock_server.port}",
        f"@me@127.0.0.1:{mock_server.port}",
    ):
        server = await network.probe(typed)
        assert server.url == mock_server.url
    assert server.software == "Mastodon 4.6.0"
    assert {Feature.STREAMING, Feature.GROUPED_NOTIFICATIONS, Feature.QUOTES, Feature.PKCE} <= server.features
    assert server.limits["max_characters"] == 500


async def test_signing_in_by_code_and_out_again(network: Mastodon, mock_server: MockServer) -> None:
    mock_server.person("ann", "Ann of Meerdam")
    server = await network.probe(mock_server.url)
    sign_in = await network.sign_in(server)
    with pytest.raises(errors.SignInFailed) as wrong:
        await sign_in.use_code("mockcode_nobody")
    assert wrong.value.reason == "code"
    grant = await sign_in.use_code(" mockcode_ann\n")
    await sign_in.close()
    assert grant.account.handle == f"ann@{DOMAIN}"
    assert grant.account.name == "Ann of Meerdam"
    assert credentials.unpack(grant.token).token not in repr(grant)
    access = Access(grant.account, grant.token)
    assert (await network.refresh(access)).user_id == grant.account.user_id
    await network.sign_out(access)
    with pytest.raises(errors.SignedOut):
        await network.refresh(access)


async def test_the_browser_on_this_pc_comes_back(network: Mastodon, mock_server: MockServer) -> None:
    """The browser's part is played by hand: the picker's form, then the redirect to the loopback address."""
    from urllib.parse import parse_qs, urlsplit

    import httpx

    mock_server.person("ben")
    sign_in = await network.sign_in(await network.probe(mock_server.url))
    said = {key: values[0] for key, values in parse_qs(urlsplit(sign_in.browser_url).query).items()}
    assert said["redirect_uri"].startswith("http://127.0.0.1:")
    assert said["code_challenge_method"] == "S256"

    async def browser() -> None:
        form = {"username": "ben", **{key: said[key] for key in ("redirect_uri", "client_id", "state")}}
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.post(f"{mock_server.url}/oauth/authorize", data=form)
            await client.get(answer.headers["location"])

    grant, _ = await asyncio.gather(sign_in.wait(), browser())
    assert grant.account.handle == f"ben@{DOMAIN}"


async def test_closing_a_sign_in_ends_the_wait(network: Mastodon, mock_server: MockServer) -> None:
    sign_in = await network.sign_in(await network.probe(mock_server.url))

    async def close() -> None:
        await asyncio.sleep(0)
        await sign_in.close()

    results = await asyncio.gather(sign_in.wait(), close(), return_exceptions=True)
    assert isinstance(results[0], errors.SignInFailed)
    assert results[0].reason == "cancelled"


async def test_home_is_read_to_its_end_in_pages_and_gaps_fill_from_below(network: Mastodon, mock_server: MockServer) -> None:
    access = await join(network, mock_server)
    second = mock_server.client(token(access))
    for number in range(25):
        second.status_post(f"post {number}")
    home = query(access.account.id, QueryKind.HOME)
    first = await network.fetch(access, home, Where(), 10)
    assert texts(first) == [f"post {number}" for number in range(24, 14, -1)]
    seen, page = texts(first), first
    while page.older:
        page = await network.fetch(access, home, Where(older=page.older), 10)
        seen += texts(page)
    assert seen == [f"post {number}" for number in range(24, -1, -1)]
    for number in range(25, 40):
        second.status_post(f"post {number}")
    above = await network.fetch(access, home, Where(newer=first.newer), 10)
    assert texts(above) == [f"post {number}" for number in range(34, 24, -1)], "the page just above, not the newest"
    top = await network.fetch(access, home, Where(newer=above.newer), 10)
    assert texts(top) == [f"post {number}" for number in range(39, 34, -1)]


async def test_every_kind_of_query_brings_its_posts(network: Mastodon, mock_server: MockServer) -> None:
    access = await join(network, mock_server)
    other = await join(network, mock_server, "pim")
    me, them = mock_server.client(token(access)), mock_server.client(token(other))
    mine = access.account
    me.account_follow(other.account.user_id)
    smoke = them.status_post("Smoke at the harbour #Meerdam #Smoke https://meerdam.example/news")
    calm = them.status_post(f"@{mine.handle.split('@')[0]} all calm at the mill #Meerdam")
    answer = me.status_post("Thank you", in_reply_to_id=calm["id"])
    them.status_reply(answer, "You are welcome")
    me.status_bookmark(smoke["id"])
    me.status_favourite(calm["id"])
    me.status_reblog(smoke["id"])
    them.status_favourite(answer["id"])
    them.status_post(f"@{mine.handle.split('@')[0]} only for you", visibility="direct")
    chosen = me.list_create("Neighbours")
    me.list_accounts_add(chosen["id"], [other.account.user_id])
    them.status_post("from the list")

    async def ask(kind: QueryKind, *params: tuple[str, str]) -> Page:
        page = await network.fetch(access, query(mine.id, kind, *params), Where(), 40)
        assert page.dropped == 0
        return page

    home = await ask(QueryKind.HOME)
    repost = next(entry for entry in home.entries if isinstance(entry.reason, Repost))
    assert repost.post is not None
    assert repost.id != repost.post.key.id
    assert repost.viewer.bookmarked is True
    assert repost.viewer.reposted is True
    assert "from the list" in texts(home)
    assert "from the list" in texts(await ask(QueryKind.LOCAL))
    assert "from the list" in texts(await ask(QueryKind.FEDERATED))
    assert (await network.lists(access))[0].title == "Neighbours"
    assert "from the list" in texts(await ask(QueryKind.LIST, ("list", str(chosen["id"]))))
    assert len((await ask(QueryKind.HASHTAG, ("any", "meerdam"))).entries) == 2
    assert len((await ask(QueryKind.HASHTAG, ("any", "meerdam"), ("none", "smoke"))).entries) == 1
    assert len((await ask(QueryKind.HASHTAG, ("all", "meerdam"), ("all", "smoke"))).entries) == 1
    of_them = await ask(QueryKind.USER, ("user", other.account.user_id), ("replies", "no"))
    assert "You are welcome" not in texts(of_them)
    assert "from the list" in texts(of_them)
    assert any("Smoke at the harbour" in text for text in texts(await ask(QueryKind.SEARCH, ("q", "harbour"))))
    assert texts(await ask(QueryKind.BOOKMARKS)) == ["Smoke at the harbour #Meerdam #Smoke https://meerdam.example/news"]
    assert len((await ask(QueryKind.LIKES)).entries) == 1
    thread = await ask(QueryKind.THREAD, ("post", str(answer["id"])))
    assert [text[-16:] for text in texts(thread)] == ["he mill #Meerdam", "Thank you", " You are welcome"[-16:]] or len(
        thread.entries
    ) == 3
    notices = await ask(QueryKind.NOTIFICATIONS)
    kinds = [entry.reason.kind for entry in notices.entries if isinstance(entry.reason, Notice)]
    assert {"mention", "like"} <= set(kinds)
    only = await ask(QueryKind.NOTIFICATIONS, ("type", "like"))
    assert [entry.reason.kind for entry in only.entries if isinstance(entry.reason, Notice)] == ["like"]
    mentions = await ask(QueryKind.MENTIONS)
    assert all(entry.post and entry.reason is None for entry in mentions.entries)
    assert len(mentions.entries) >= 3
    talks = await ask(QueryKind.CONVERSATIONS)
    assert isinstance(talks.entries[0].reason, Conversation)
    found = await network.people(access, "pim")
    assert other.account.handle in [person.handle for person in found]


async def until(events: list[StreamEvent], stream: object, count: int) -> None:
    """Reads a stream until `count` events that say something are there."""
    async for event in stream:  # type: ignore[attr-defined]
        if not isinstance(event, Alive):
            events.append(event)
        if len(events) >= count:
            return


async def test_a_stream_brings_posts_edits_deletions_and_notifications(network: Mastodon, mock_server: MockServer) -> None:
    access, other = await join(network, mock_server), await join(network, mock_server, "pim")
    me, them = mock_server.client(token(access)), mock_server.client(token(other))
    me.account_follow(other.account.user_id)
    name = access.account.handle.split("@")[0]
    channels = ["home", "notifications", "mentions", "hashtag:smoke", "public:local"]
    events: list[StreamEvent] = []
    async with asyncio.timeout(15), aclosing(network.stream(access, channels)) as stream:  # type: ignore[type-var]
        assert isinstance(await anext(stream), Alive)
        post = await asyncio.to_thread(them.status_post, f"@{name} look at the #Smoke")
        await until(events, stream, 5)
        arrived = {event.channel: event.entry for event in events if isinstance(event, Arrived)}
        assert set(arrived) == set(channels)
        assert arrived["home"].id == str(post["id"])
        listed = await network.fetch(access, query(access.account.id, QueryKind.NOTIFICATIONS), Where(), 5)
        assert listed.entries[0].id == arrived["notifications"].id
        mentioned = await network.fetch(access, query(access.account.id, QueryKind.MENTIONS), Where(), 5)
        assert mentioned.entries[0].id == arrived["mentions"].id
        events.clear()
        await asyncio.to_thread(them.status_update, post["id"], "look at the #Smoke, it spreads")
        await until(events, stream, 1)
        assert isinstance(events[0], Edited)
        assert "spreads" in events[0].post.text.text
        await asyncio.to_thread(them.status_delete, post["id"])
        while not isinstance(events[-1], Deleted):
            await until(events, stream, len(events) + 1)
        assert events[-1].key == events[0].post.key


async def test_a_server_that_dies_ends_the_stream_with_an_error_and_works_again_after(
    network: Mastodon, mock_server: MockServer
) -> None:
    access = await join(network, mock_server)
    async with asyncio.timeout(20):
        async with aclosing(network.stream(access, ["home"])) as stream:  # type: ignore[type-var]
            await anext(stream)
            await asyncio.to_thread(mock_server.stop)
            with pytest.raises(errors.WorldError):
                await until([], stream, 1)
        await asyncio.to_thread(mock_server.start)
    with pytest.raises(errors.SignedOut):  # it kept nothing
        await network.fetch(access, query(access.account.id, QueryKind.HOME), Where(), 5)


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        ({"type": "status", "status": 401}, errors.SignedOut),
        ({"type": "status", "status": 403}, errors.Forbidden),
        ({"type": "status", "status": 404}, errors.Gone),
        ({"type": "status", "status": 422}, errors.Invalid),
        ({"type": "status", "status": 503}, errors.ServerFailed),
        ({"type": "ratelimit"}, errors.RateLimited),
        ({"type": "malformed"}, errors.BadAnswer),
    ],
)
async def test_faults_come_as_our_errors(
    network: Mastodon, mock_server: MockServer, effect: dict[str, object], kind: type[errors.WorldError]
) -> None:
    access = await join(network, mock_server)
    home = query(access.account.id, QueryKind.HOME)
    mock_server.fault(effect, "/api/v1/timelines/home", 1)
    with pytest.raises(kind):
        await network.fetch(access, home, Where(), 5)
    if kind is not errors.RateLimited:
        assert await network.fetch(access, home, Where(), 5) == Page()


async def test_a_server_without_groups_answers_in_the_old_way(network: Mastodon, mock_server: MockServer) -> None:
    access, other = await join(network, mock_server), await join(network, mock_server, "pim")
    mock_server.client(token(other)).account_follow(access.account.user_id)
    mock_server.fault({"type": "status", "status": 404}, "/api/v2/notifications", 1)
    notices = query(access.account.id, QueryKind.NOTIFICATIONS)
    for _ in range(2):  # the second time it is known: the old way is taken at once
        page = await network.fetch(access, notices, Where(), 5)
        assert [entry.reason.kind for entry in page.entries if isinstance(entry.reason, Notice)] == ["follow"]

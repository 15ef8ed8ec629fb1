"""Pages follow the Link header and nothing else, and a thread is put in order."""

from typing import Any

import pytest

from client import errors
from client.model.account import Account, AccountId, Server
from client.model.page import Cursor, Page, Where
from client.model.query import QueryKind, query
from client.networks.base import Access, Feature
from client.networks.mastodon import paging, queries
from client.networks.mastodon.adapter import Mastodon
from client.networks.mastodon.queries import Route
from client.transport.mounted import MountedTransport
from client.transport.session import Session
from tests.fakes.plain import PlainServer
from tests.networks.samples import notification, person, status

BASE = "https://meerdam.example"
ME = AccountId("me")
HOME = "/api/v1/timelines/home"
EVERYTHING = frozenset(Feature)


@pytest.fixture
def server(session: Session) -> PlainServer:
    made = PlainServer()
    session.mount(BASE, MountedTransport(made))
    return made


def access(features: frozenset[Feature] = EVERYTHING) -> Access:
    account = Account(ME, "mastodon", Server(BASE, features=features), "101", "p1@meerdam.example", "P")
    return Access(account, "token")


async def fetch(
    network: Mastodon, kind: QueryKind = QueryKind.HOME, where: Where | None = None, *params: tuple[str, str]
) -> Page:
    return await network.fetch(access(), query(ME, kind, *params), where or Where(), 40)


def link(**rels: str) -> list[tuple[str, str]]:
    return [("Link", ", ".join(f'<{url}>; rel="{rel}"' for rel, url in rels.items()))]


async def test_cursors_are_the_parameters_of_the_link(network: Mastodon, server: PlainServer) -> None:
    headers = link(next=f"{BASE}{HOME}?max_id=5&limit=40", prev=f"{BASE}{HOME}?since_id=9&limit=40")
    server.answers[HOME] = (200, [status(9), status(6)], headers)
    page = await fetch(network)
    assert page.older == "max_id=5"
    assert page.newer == "min_id=9", "the page just above, although the server offered the newest"
    await fetch(network, QueryKind.HOME, Where(older=page.older))
    assert sorted(server.asked[-1].query) == [("limit", "40"), ("max_id", "5")]
    assert server.asked[-1].headers["authorization"] == "Bearer token"


async def test_each_filter_keeps_the_places_it_was_made_for_whatever_page_it_came_with(
    network: Mastodon, server: PlainServer
) -> None:
    hits = [{"filter": {"title": place, "filter_action": "hide", "context": [place]}} for place in ("notifications", "thread")]
    server.answers[HOME] = (200, [status(1, filtered=hits)], [])
    server.answers["/api/v1/notifications"] = (200, [notification(1, "mention", status=status(1, filtered=hits))], [])
    for kind in (QueryKind.HOME, QueryKind.MENTIONS):
        page = await fetch(network, kind, None)
        assert [hit.places for hit in page.entries[0].viewer.filters or ()] == [("notifications",), ("thread",)]


async def test_hidden_ids_and_parameters_of_the_query_stay(network: Mastodon, server: PlainServer) -> None:
    path = "/api/v1/timelines/tag/fire"
    server.answers[path] = (200, [], link(next=f"{BASE}{path}?any%5B%5D=smoke&any%5B%5D=storm&max_id=5&only_media=true"))
    params = (("any", "smoke"), ("any", "fire"), ("any", "storm"), ("media", "only"))
    page = await fetch(network, QueryKind.HASHTAG, None, *params)
    wanted = [("any[]", "smoke"), ("any[]", "storm"), ("limit", "40"), ("only_media", "true")]
    assert sorted(server.asked[-1].query) == wanted
    await fetch(network, QueryKind.HASHTAG, Where(older=page.older), *params)
    assert sorted(server.asked[-1].query) == sorted([*wanted, ("max_id", "5")])


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/api/v1/timelines/home?max_id=1",
        f"{BASE}/api/v1/bookmarks?max_id=1",
        f"{BASE}{HOME}?max_id=",
        f"{BASE}{HOME}",
        "https://[broken/?max_id=1",
        f"{BASE}{HOME}?" + "a=1&" * 300 + "max_id=1",
    ],
)
async def test_a_link_that_leads_elsewhere_is_none(network: Mastodon, server: PlainServer, there: str) -> None:
    server.answers[HOME] = (200, [status(1)], link(next=there))
    assert (await fetch(network)).older is None


async def test_a_cursor_that_comes_again_is_the_end(network: Mastodon, server: PlainServer) -> None:
    server.answers[HOME] = (200, [status(1)], link(next=f"{BASE}{HOME}?max_id=5"))
    assert (await fetch(network, QueryKind.HOME, Where(older=Cursor("max_id=5")))).older is None


async def test_an_empty_page_with_a_link_is_not_the_end(network: Mastodon, server: PlainServer) -> None:
    server.answers[HOME] = (200, [], link(next=f"{BASE}{HOME}?max_id=5"))
    page = await fetch(network)
    assert page.entries == ()
    assert page.older == "max_id=5"


async def test_a_broken_item_leaves_the_others(network: Mastodon, server: PlainServer) -> None:
    server.answers[HOME] = [status(1), {"id": 5}, None, status(1), status(2)]
    page = await fetch(network)
    assert [entry.id[-1] for entry in page.entries] == ["2", "1"], "newest first, whatever the server's order"
    assert page.dropped == 2


@pytest.mark.parametrize("answer", [{}, {"error": "x"}, "text", None, 5])
async def test_an_answer_that_is_no_list_is_a_bad_answer(network: Mastodon, server: PlainServer, answer: Any) -> None:
    server.answers[HOME] = answer
    with pytest.raises(errors.BadAnswer):
        await fetch(network)


async def test_search_counts_its_pages(network: Mastodon, server: PlainServer) -> None:
    found = [status(number) for number in range(40)]

    def answer(asked: Any) -> Any:
        start = int(dict(asked.query)["offset"])
        return {"statuses": found[start : start + 20], "accounts": [], "hashtags": []}

    server.answers["/api/v2/search"] = answer
    page = await fetch(network, QueryKind.SEARCH, None, ("q", "smoke"))
    assert page.older is not None
    second = await fetch(network, QueryKind.SEARCH, Where(older=page.older), ("q", "smoke"))
    assert {entry.id for entry in page.entries} & {entry.id for entry in second.entries} == set()
    third = await fetch(network, QueryKind.SEARCH, Where(older=second.older), ("q", "smoke"))
    assert third.older is None


async def test_groups_are_asked_for_with_types_and_fall_back_for_good(network: Mastodon, server: PlainServer) -> None:
    server.answers["/api/v1/notifications"] = [notification(1)]
    page = await fetch(network, QueryKind.NOTIFICATIONS, None, ("type", "like"), ("type", "post"))
    assert len(page.entries) == 1
    asked = [request.path for request in server.asked]
    assert asked == ["/api/v2/notifications", "/api/v1/notifications"]
    assert ("grouped_types[]", "favourite") in server.asked[0].query
    assert [value for name, value in server.asked[1].query if name == "types[]"] == ["favourite", "status"]
    await fetch(network, QueryKind.NOTIFICATIONS)
    assert [request.path for request in server.asked[2:]] == ["/api/v1/notifications"]


async def test_tags_that_the_server_overlooks_are_sorted_out_here(network: Mastodon, server: PlainServer) -> None:
    tagged = [status(1, tags=[{"name": "Smoke"}]), status(2, tags=[{"name": "smoke"}, {"name": "café"}])]
    server.answers |= {"/api/v1/timelines/tag/Cafe": tagged, "/api/v1/timelines/tag/smoke": tagged}
    both = await fetch(network, QueryKind.HASHTAG, None, ("all", "smoke"), ("all", "Cafe"))
    assert [entry.id[-1] for entry in both.entries] == ["2"]
    one = await fetch(network, QueryKind.HASHTAG, None, ("any", "#smoke"), ("none", "café"))
    assert [entry.id[-1] for entry in one.entries] == ["1"]


async def test_a_thread_is_put_in_reading_order(network: Mastodon, server: PlainServer) -> None:
    def answer(number: int, to: int) -> dict[str, Any]:
        return status(number, id=str(number), in_reply_to_id=str(to))

    server.answers["/api/v1/statuses/5"] = answer(5, 1)
    below = [answer(6, 5), answer(7, 5), answer(8, 6), answer(9, 99), answer(10, 8), answer(6, 5), {"id": 1}]
    server.answers["/api/v1/statuses/5/context"] = {"ancestors": [status(1, id="1")], "descendants": below}
    page = await fetch(network, QueryKind.THREAD, None, ("post", "5"))
    assert [entry.id for entry in page.entries] == ["1", "5", "6", "8", "10", "7", "9"]
    assert page.dropped == 1


async def test_a_thread_without_its_context_is_the_post(network: Mastodon, server: PlainServer) -> None:
    server.answers["/api/v1/statuses/5"] = status(5)
    assert len((await fetch(network, QueryKind.THREAD, None, ("post", "5"))).entries) == 1


async def test_ids_cannot_leave_their_place_in_the_path(network: Mastodon, server: PlainServer) -> None:
    for name in ("../../oauth/token", "a?b=c", "..", "a b"):
        with pytest.raises(errors.Gone):
            await fetch(network, QueryKind.LIST, None, ("list", name))
        assert server.asked[-1].path.startswith("/api/v1/timelines/list/"), name
        assert [key for key, _ in server.asked[-1].query] == ["limit"]


async def test_a_query_without_its_subject_is_not_asked(network: Mastodon, server: PlainServer) -> None:
    for kind in (QueryKind.LIST, QueryKind.HASHTAG, QueryKind.USER, QueryKind.THREAD):
        with pytest.raises(errors.Unsupported):
            await fetch(network, kind)
    assert not server.asked


async def test_people_are_looked_up_elsewhere_only_by_full_handle(network: Mastodon, server: PlainServer) -> None:
    server.answers["/api/v1/accounts/search"] = [person(2), {"id": 3}, person(4)]
    found = await network.people(access(), "pim")
    assert [one.handle for one in found] == ["p2@meerdam.example", "p4@meerdam.example"]
    assert ("resolve", "true") not in server.asked[-1].query
    await network.people(access(), "@pim@mill.example")
    assert ("resolve", "true") in server.asked[-1].query


async def test_lists_come_by_name(network: Mastodon, server: PlainServer) -> None:
    server.answers["/api/v1/lists"] = [{"id": 2, "title": "Zoo"}, {"id": "1", "title": "alarm"}, {"title": "x"}, 5]
    assert [(one.id, one.title) for one in await network.lists(access())] == [("1", "alarm"), ("2", "Zoo")]


async def test_the_people_of_a_list_come_page_by_page_each_once_and_a_circle_ends(
    network: Mastodon, server: PlainServer
) -> None:
    path = "/api/v1/lists/78/accounts"
    server.answers[path] = (200, [person(2), {"id": 3}, person(4)], link(next=f"{BASE}{path}?max_id=4"))
    found = await network.members(access(), "78")
    assert [one.handle for one in found] == ["p2@meerdam.example", "p4@meerdam.example"]
    assert [dict(asked.query).get("max_id") for asked in server.asked] == [None, "4"], "a page that leads to itself is the last"


def test_a_server_offers_what_its_features_say(network: Mastodon) -> None:
    bare = Server(BASE, features=frozenset())
    assert network.supports(bare, QueryKind.HOME)
    for kind in (QueryKind.LOCAL, QueryKind.FEDERATED, QueryKind.LIST, QueryKind.SEARCH):
        assert not network.supports(bare, kind)
        assert network.supports(Server(BASE, features=EVERYTHING), kind)


@pytest.mark.parametrize(
    ("kind", "params", "channel"),
    [
        (QueryKind.HOME, (), "home"),
        (QueryKind.LOCAL, (), "public:local"),
        (QueryKind.FEDERATED, (("media", "only"),), "public:media"),
        (QueryKind.LIST, (("list", "7"), ("title", "x")), "list:7"),
        (QueryKind.HASHTAG, (("any", "#Smoke"),), "hashtag:smoke"),
        (QueryKind.HASHTAG, (("any", "a"), ("any", "b")), None),
        (QueryKind.HASHTAG, (("any", "a"), ("none", "b")), None),
        (QueryKind.NOTIFICATIONS, (), "notifications"),
        (QueryKind.NOTIFICATIONS, (("type", "repost"), ("type", "like")), "notifications:favourite,reblog"),
        (QueryKind.MENTIONS, (), "mentions"),
        (QueryKind.CONVERSATIONS, (), "direct"),
        (QueryKind.BOOKMARKS, (), None),
        (QueryKind.USER, (("user", "1"),), None),
        (QueryKind.THREAD, (("post", "1"),), None),
    ],
)
def test_channels_are_named_by_what_streams_can_bring(
    network: Mastodon, kind: QueryKind, params: tuple[tuple[str, str], ...], channel: str | None
) -> None:
    assert network.channel(query(ME, kind, *params)) == channel


def test_a_limit_is_what_every_server_gives() -> None:
    assert dict(paging.params(Route("/x"), Where(), 500))["limit"] == str(queries.MOST_AT_ONCE)

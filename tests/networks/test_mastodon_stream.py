"""The live stream: what messages mean, and over which connection they come."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from client import errors
from client.model.account import Account, AccountId, Server
from client.model.page import Alive, Arrived, Deleted, Edited, FiltersChanged, Notice, StreamEvent
from client.model.post import FilterAction, FilterHit
from client.networks.base import Access, Feature
from client.networks.mastodon import notices, stream
from client.networks.mastodon.adapter import Mastodon
from client.transport.mounted import MountedTransport
from client.transport.session import Session
from tests.networks.samples import notification, parser, person, status, without

HTTP = "http://127.0.0.1"


def frame(tag: list[str], event: str, payload: Any = None) -> str:
    """A frame as Mastodon sends it: the payload is JSON inside JSON, a bare id, or absent."""
    said: dict[str, Any] = {"stream": tag, "event": event}
    if payload is not None:
        said["payload"] = payload if isinstance(payload, str) else json.dumps(payload)
    return json.dumps(said)


def reader(*channels: str) -> stream.Reader:
    return stream.Reader(channels, parser)


def test_a_post_arrives_where_it_belongs() -> None:
    one = reader("home", "public:local", "hashtag:smoke", "list:7")
    for tag, channel in [
        (["user"], "home"),
        (["public:local"], "public:local"),
        (["hashtag", "Smoke"], "hashtag:smoke"),
        (["list", "7"], "list:7"),
    ]:
        (event,) = one.frame(frame(tag, "update", status(1)))
        assert isinstance(event, Arrived)
        assert event.channel == channel
    assert one.frame(frame(["public"], "update", status(1))) == []


def test_a_notification_goes_to_each_channel_that_wants_its_type() -> None:
    one = reader("notifications", "notifications:favourite,reblog", "notifications:poll", "mentions")
    liked = one.frame(frame(["user"], "notification", notification(1)))
    assert [event.channel for event in liked if isinstance(event, Arrived)] == [
        "notifications",
        "notifications:favourite,reblog",
    ]
    named = one.frame(frame(["user"], "notification", notification(2, "mention")))
    assert [event.channel for event in named if isinstance(event, Arrived)] == ["notifications", "mentions"]
    assert one.frame(frame(["user"], "update", status(1))) == [], "nobody asked for home"


def test_a_single_event_joins_the_group_that_is_known() -> None:
    groups = notices.Groups()
    known = {
        "notification_groups": [
            {
                "group_key": "favourite-1-2",
                "type": "favourite",
                "most_recent_notification_id": 5,
                "notifications_count": 12,
                "latest_page_notification_at": "2026-07-01T09:00:00Z",
                "sample_account_ids": ["103"],
            }
        ],
        "accounts": [person(3)],
        "statuses": [],
    }
    groups.remember("me", notices.groups(parser(), known))
    one = stream.Reader(["notifications"], parser, lambda entry: groups.joined("me", entry))
    for count, number in ((13, 4), (13, 4), (14, 5)):
        text = frame(["user"], "notification", notification(1, group_key="favourite-1-2", account=person(number)))
        (event,) = one.frame(text)
        assert isinstance(event, Arrived)
        assert isinstance(event.entry.reason, Notice)
        assert event.entry.reason.count == count
        assert event.entry.reason.who[0].id == str(100 + number) or count == 13
    other = stream.Reader(["notifications"], parser, lambda entry: groups.joined("someone else", entry))
    (alone,) = other.frame(frame(["user"], "notification", notification(1, group_key="favourite-1-2")))
    assert isinstance(alone, Arrived)
    assert isinstance(alone.entry.reason, Notice)
    assert alone.entry.reason.count == 1


@pytest.mark.parametrize("name", ["status.update", "status_update"])
def test_an_edit_leaves_unknown_what_the_server_left_out(name: str) -> None:
    raw = without(status(1), "favourited", "reblogged", "bookmarked", "muted", "pinned", "filtered")
    (event,) = reader("home").frame(frame(["user"], name, raw))
    assert isinstance(event, Edited)
    assert event.viewer.liked is None


@pytest.mark.parametrize("payload", ["115", 115])
def test_a_deletion_is_a_bare_id(payload: Any) -> None:
    (event,) = reader("home").frame(json.dumps({"stream": ["user"], "event": "delete", "payload": payload}))
    assert isinstance(event, Deleted)
    assert event.key.id == "115"


def test_a_conversation_and_changed_filters_are_told() -> None:
    talk = {"id": "3", "unread": True, "accounts": [person(2)], "last_status": status(1)}
    (event,) = reader("direct").frame(frame(["direct"], "conversation", talk))
    assert isinstance(event, Arrived)
    assert event.channel == "direct"
    assert reader("home").frame(frame(["user"], "filters_changed")) == [FiltersChanged()]
    assert reader("direct").frame(frame(["direct"], "conversation", {**talk, "last_status": None})) == []


def test_filters_keep_their_places_in_every_stream() -> None:
    hits = [{"filter": {"title": "x", "filter_action": "hide", "context": ["home"]}}]
    one = reader("home", "public:local")
    (home,) = one.frame(frame(["user"], "update", status(1, filtered=hits)))
    (local,) = one.frame(frame(["public:local"], "update", status(1, filtered=hits)))
    assert isinstance(home, Arrived)
    assert isinstance(local, Arrived)
    assert home.entry.viewer.filters == local.entry.viewer.filters == (FilterHit("x", FilterAction.HIDE, ("home",)),)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "5", "{}", '{"event":"update"}', '{"stream":["user"],"event":"update","payload":"{"}'),
        *('{"stream":5,"event":5,"payload":5}', '{"stream":["user"],"event":"update","payload":"[]"}', "[" * 100_000),
        *('{"stream":["user"],"event":"announcement","payload":"{}"}', '{"stream":["user"],"event":"delete"}'),
    ],
)
def test_frames_that_cannot_be_read_or_are_not_known_are_left_out(text: str) -> None:
    assert reader("home").frame(text) == []


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *((401, errors.SignedOut), (403, errors.Forbidden), (404, errors.Gone), (429, errors.RateLimited)),
        *((400, errors.Invalid), (500, errors.ServerFailed), (None, errors.ServerFailed)),
    ],
)
def test_the_servers_error_frame_is_an_error(code: int | None, kind: type[errors.WorldError]) -> None:
    with pytest.raises(kind):
        reader("home").frame(json.dumps({"error": "Nee", "status": code}))


@pytest.mark.parametrize(
    ("url", "advertised", "web", "events"),
    [
        ("https://a.example", "wss://a.example", "wss://a.example", "https://a.example"),
        ("https://a.example", "wss://live.a.example", "wss://live.a.example", "https://live.a.example"),
        ("https://a.example", "https://live.a.example", "wss://live.a.example", "https://live.a.example"),
        ("https://a.example", "ws://live.a.example", "wss://a.example", "https://a.example"),
        ("https://a.example", "ws://a.example", "wss://a.example", "https://a.example"),
        ("https://a.example", None, "wss://a.example", "https://a.example"),
        ("https://a.example", "wss://u:p@live.a.example:444", "wss://live.a.example:444", "https://live.a.example:444"),
        ("https://a.example", "wss://[broken", "wss://a.example", "https://a.example"),
        ("http://127.0.0.1:3000", "wss://127.0.0.1:3000", "ws://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://127.0.0.1:3000", "ws://127.0.0.1:4000", "ws://127.0.0.1:4000", "http://127.0.0.1:4000"),
    ],
)
def test_streams_stay_with_the_server_or_go_over_tls(url: str, advertised: str | None, web: str, events: str) -> None:
    assert stream.base_addresses(Server(url, streaming_url=advertised)) == (web, events)


# --- real connections ---------------------------------------------------------------------------------------------------


@dataclass
class Socket:
    """A WebSocket server that speaks as Mastodon does: one connection, streams by subscription."""

    refuse_header: bool = False
    port: int = 0
    subscribed: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    say: list[str] = field(default_factory=list)
    wanted: int = 1

    def check(self, connection: ServerConnection, request: Request) -> Response | None:
        self.paths.append(request.path)
        self.tokens.append(request.headers.get("Authorization", ""))
        if not request.path.startswith("/api/v1/streaming?access_token=" if self.refuse_header else "/api/v1/streaming"):
            return connection.respond(401 if "streaming" in request.path else 404, "no")
        return None

    async def talk(self, connection: ServerConnection) -> None:
        async for message in connection:
            self.subscribed.append(json.loads(message))
            if len(self.subscribed) == self.wanted:
                for text in self.say:
                    await connection.send(text)
                return


@asynccontextmanager
async def listening(socket: Socket) -> AsyncIterator[Access]:
    async with serve(socket.talk, "127.0.0.1", 0, process_request=socket.check) as made:
        socket.port = next(iter(made.sockets)).getsockname()[1]
        url = f"{HTTP}:{socket.port}"
        server = Server(url, features=frozenset({Feature.STREAMING}), streaming_url=f"wss://127.0.0.1:{socket.port}")
        account = Account(AccountId("me"), "mastodon", server, "1", "me@meerdam.example", "Me")
        yield Access(account, "a-secret-token")


async def heard(network: Mastodon, access: Access, channels: list[str]) -> list[StreamEvent]:
    """Everything until the connection ends."""
    events: list[StreamEvent] = []

    async def listen() -> None:
        async with asyncio.timeout(10), aclosing(network.stream(access, channels)) as found:  # type: ignore[type-var]
            async for event in found:
                events.append(event)

    with pytest.raises(errors.ConnectionLost):
        await listen()
    return events


async def test_one_websocket_carries_all_streams_of_an_account(network: Mastodon) -> None:
    socket = Socket(wanted=4)
    socket.say = [frame(["user"], "update", status(1)), "junk", frame(["list", "7"], "update", status(2))]
    async with listening(socket) as access:
        events = await heard(network, access, ["home", "notifications", "list:7", "hashtag:smoke", "public:local"])
    assert isinstance(events[0], Alive)
    assert [event.channel for event in events if isinstance(event, Arrived)] == ["home", "list:7"]
    assert socket.paths == ["/api/v1/streaming"]
    assert socket.tokens == ["Bearer a-secret-token"]
    assert socket.subscribed == [
        {"type": "subscribe", "stream": "user"},
        {"type": "subscribe", "stream": "list", "list": "7"},
        {"type": "subscribe", "stream": "hashtag", "tag": "smoke"},
        {"type": "subscribe", "stream": "public:local"},
    ]


async def test_the_token_goes_into_the_address_only_where_nothing_else_works(network: Mastodon) -> None:
    socket = Socket(refuse_header=True, say=[frame(["user"], "delete", "9")])
    async with listening(socket) as access:
        events = await heard(network, access, ["home"])
        assert any(isinstance(event, Deleted) for event in events)
        first = list(socket.paths)
        assert first == ["/api/v1/streaming", "/api/v1/streaming/user", "/api/v1/streaming?access_token=a-secret-token"]
        socket.subscribed.clear()
        await heard(network, access, ["home"])
    assert socket.paths[len(first) :] == first[-1:], "the way that works is remembered"


async def test_a_host_of_its_own_never_gets_the_token_in_an_address(network: Mastodon, session: Session) -> None:
    asked: list[str] = []

    def refuse(method: str, path: str, query: str, headers: Any, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        asked.append(f"{path}?{query}")
        return 401, [], b""

    session.mount("https://live.meerdam.example", MountedTransport(refuse))
    place = Server("https://meerdam.example", features=frozenset(Feature), streaming_url="wss://live.meerdam.example")
    account = Account(AccountId("me"), "mastodon", place, "1", "me@meerdam.example", "Me")
    async with aclosing(network.stream(Access(account, "a-secret-token"), ["home"])) as found:  # type: ignore[type-var]
        with pytest.raises(errors.SignedOut):
            await anext(found)
    assert asked == ["/api/v1/streaming/user?"]


async def test_a_server_without_streams_is_not_asked(network: Mastodon) -> None:
    account = Account(AccountId("me"), "mastodon", Server("https://meerdam.example"), "1", "me@meerdam.example", "Me")
    async with aclosing(network.stream(Access(account, "t"), ["home"])) as found:  # type: ignore[type-var]
        with pytest.raises(errors.Unsupported):
            await anext(found)


class Endless:
    """Server-sent events by path, as a mounted server gives them."""

    def __init__(self, said: dict[str, list[bytes]], refused: int = 404) -> None:
        self.said = said
        self.refused = refused
        self.closed = 0
        self.open = asyncio.Event()

    def events(self, path: str, query: str, headers: Any) -> AsyncIterator[bytes] | None:
        found = self.said.get(f"{path}?{query}" if query else path)
        return None if found is None else self._events(found)

    async def _events(self, said: list[bytes]) -> AsyncIterator[bytes]:
        try:
            for piece in said:
                yield piece
            await self.open.wait()
        finally:
            self.closed += 1

    def __call__(self, *_: Any) -> tuple[int, list[tuple[str, str]], bytes]:
        return self.refused, [("content-type", "application/json")], b'{"error": "no"}'


def event(name: str, payload: Any) -> bytes:
    return f"event: {name}\ndata: {payload if isinstance(payload, str) else json.dumps(payload)}\n\n".encode()


def mounted(session: Session, town: Endless) -> Access:
    session.mount("https://meerdam.example", MountedTransport(town, town.events))
    place = Server("https://meerdam.example", features=frozenset(Feature), streaming_url="https://meerdam.example")
    return Access(Account(AccountId("me"), "mastodon", place, "1", "me@meerdam.example", "Me"), "token")


async def test_without_websockets_each_stream_has_an_answer_of_its_own(network: Mastodon, session: Session) -> None:
    base = "/api/v1/streaming"
    town = Endless(
        {
            f"{base}/user": [b":)\n\n", event("update", status(1)), event("notification", notification(2, "mention"))],
            f"{base}/public/local": [b":thump\n\n", event("delete", "77")],
            f"{base}/hashtag?tag=smoke": [event("update", status(3))],
        }
    )
    access = mounted(session, town)
    found: list[StreamEvent] = []
    async with (
        asyncio.timeout(5),
        aclosing(network.stream(access, ["home", "mentions", "public:local", "hashtag:smoke"])) as got,
    ):  # type: ignore[type-var]
        async for one in got:
            found.append(one)
            if len([e for e in found if not isinstance(e, Alive)]) == 4:
                break
    assert {one.channel for one in found if isinstance(one, Arrived)} == {"home", "mentions", "hashtag:smoke"}
    assert any(isinstance(one, Alive) for one in found)
    assert town.closed == 3, "closing ends all of them"


async def test_when_one_of_several_answers_is_refused_all_end(network: Mastodon, session: Session) -> None:
    town = Endless({"/api/v1/streaming/user": [b":)\n\n"]}, refused=403)
    access = mounted(session, town)
    async with asyncio.timeout(5), aclosing(network.stream(access, ["home", "public:local"])) as got:  # type: ignore[type-var]
        with pytest.raises(errors.Forbidden):
            async for _ in got:
                pass
    assert town.closed == 1

"""The live stream: which connection feeds which channels, and what its messages mean.

One WebSocket carries all streams of an account; where a server has only server-sent events, there is one answer per stream.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from client import errors
from client.model.account import Server
from client.model.page import Alive, Arrived, Deleted, Edited, Entry, FiltersChanged, StreamEvent
from client.networks.mastodon import notices, queries
from client.networks.mastodon.fields import whole, words
from client.networks.mastodon.parse import Parser
from client.transport import exchange
from client.transport import stream as streams
from client.transport.session import Request, Session

MakeParser = Callable[[], Parser]

Join = Callable[[Entry], Entry]
"""Turns a single notification into the group that it joins."""

_PATH = "/api/v1/streaming"


@dataclass(frozen=True, slots=True)
class Stream:
    """One of the server's streams. `name` is as in its messages; `value` a tag or the id of a list."""

    name: str
    value: str = ""

    @property
    def subscription(self) -> Mapping[str, str]:
        """What is sent to open it within a WebSocket."""
        said = {"type": "subscribe", "stream": self.name}
        if self.name == "list":
            said["list"] = self.value
        elif self.value:
            said["tag"] = self.value
        return said

    @property
    def path(self) -> str:
        """Where it is as server-sent events."""
        name, _, rest = self.name.partition(":")
        pieces = [name, *(piece for piece in rest.split(":") if piece and piece != "media")]
        said = {"list": self.value} if self.name == "list" else {"tag": self.value} if self.value else {}
        if self.name.endswith(":media"):
            said["only_media"] = "true"
        return f"{_PATH}/{'/'.join(quote(piece, safe='') for piece in pieces)}" + (f"?{urlencode(said)}" if said else "")


USER = Stream("user")


def stream_of(channel: str) -> Stream:
    """The stream that feeds a channel."""
    name = channel.partition(":")[0]
    if name in queries.USER_CHANNELS:
        return USER
    if name in ("list", "hashtag"):
        return Stream(name, channel.partition(":")[2])
    return Stream(channel)


class Reader:
    """Turns messages into events for the channels that were asked for. What it does not know or cannot read it leaves out."""

    def __init__(self, channels: Sequence[str], parser: MakeParser, join: Join = lambda entry: entry) -> None:
        self._channels: dict[Stream, list[str]] = {}
        self._parser = parser
        self._join = join
        for channel in channels:
            self._channels.setdefault(stream_of(channel), []).append(channel)

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams to open."""
        return tuple(self._channels)

    def frame(self, text: str) -> list[StreamEvent]:
        """Reads a WebSocket frame. Raises ServerSaidNo for the server's own error frame."""
        try:
            raw = exchange.parse_json(text.encode("utf-8", "replace"))
        except errors.BadAnswer:
            return []
        if type(raw) is not dict:
            return []
        if "event" not in raw and "error" in raw:
            raise _refusal(raw)
        name = raw.get("stream")
        said = [words(piece) for piece in name] if type(name) is list else [words(name)]
        return self.message(self._find(said), words(raw.get("event")), raw.get("payload"))

    def _find(self, said: list[str]) -> Stream:
        """The stream that a message's tag names; the server repeats our spelling, but not every one does."""
        name = said[0] if said else ""
        value = said[1] if len(said) > 1 else ""
        wanted = Stream(name, value)
        if wanted in self._channels:
            return wanted
        for stream in self._channels:
            if stream.name == name and stream.value.casefold() == value.casefold():
                return stream
        return next(iter(self._channels)) if not name and len(self._channels) == 1 else wanted

    def message(self, stream: Stream, event: str, payload: object) -> list[StreamEvent]:
        """Reads one event of a stream."""
        if event == "filters_changed":
            return [FiltersChanged()]
        try:
            if event == "delete":
                parser = self._parser()
                return [Deleted(parser.key(payload.strip() if type(payload) is str else payload))]
            raw = exchange.parse_json(payload.encode("utf-8", "replace")) if type(payload) is str else payload
            if event in ("status.update", "status_update"):
                post, viewer = self._parser().post(raw)
                return [Edited(post, viewer)]
            return self._arrivals(stream, event, raw)
        except errors.BadAnswer:
            return []

    def _arrivals(self, stream: Stream, event: str, raw: Any) -> list[StreamEvent]:
        parser = self._parser()
        channels = self._channels.get(stream, ())
        if event == "update":
            if stream == USER:
                return [Arrived(queries.HOME, parser.entry(raw))] if queries.HOME in channels else []
            entry = parser.entry(raw)
            return [Arrived(channel, entry) for channel in channels]
        if event == "conversation":
            return [Arrived(channel, notices.conversation(parser, raw)) for channel in channels if channel == queries.DIRECT]
        if event == "notification":
            return self._noticed(parser, channels, raw)
        return []

    def _noticed(self, parser: Parser, channels: Sequence[str], raw: Any) -> list[StreamEvent]:
        entry = self._join(notices.single(parser, raw))
        kind = words(raw.get("type"))
        found: list[StreamEvent] = []
        for channel in channels:
            name, _, types = channel.partition(":")
            if name == queries.NOTIFICATIONS and (not types or kind in types.split(",")):
                found.append(Arrived(channel, entry))
            elif name == queries.MENTIONS and kind == "mention" and entry.post is not None:
                found.append(Arrived(channel, notices.mention(parser, raw)))
        return found


def _refusal(raw: Mapping[str, Any]) -> errors.ServerSaidNo:
    status = whole(raw.get("status")) or 0
    detail = words(raw.get("error"))
    match status:
        case 401:
            return errors.SignedOut(detail, status=status)
        case 403:
            return errors.Forbidden(detail, status=status)
        case 404 | 410:
            return errors.Gone(detail, status=status)
        case 429:
            return errors.RateLimited(detail, status=status)
        case _ if 400 <= status < 500:
            return errors.Invalid(detail, status=status)
        case _:
            return errors.ServerFailed(detail, status=status or 500)


def base_addresses(server: Server) -> tuple[str, str]:
    """Where streams are: the base for WebSockets (ws or wss) and the one for server-sent events (http or https).

    What the server advertises counts only if it is its own host, or another one over TLS; the scheme is the server's own.
    """
    own = urlsplit(server.url)
    secure = own.scheme == "https"
    place = own.netloc
    try:
        said = urlsplit(server.streaming_url or "")
        host = said.hostname
    except ValueError:
        said, host = urlsplit(""), None
    if host and host != own.hostname and said.scheme in ("wss", "https"):
        secure, place = True, said.netloc.rpartition("@")[2]
    elif host and host == own.hostname and (said.scheme in ("wss", "https")) == secure:
        place = said.netloc.rpartition("@")[2]
    return f"{'wss' if secure else 'ws'}://{place}", f"{'https' if secure else 'http'}://{place}"


async def over_websocket(
    session: Session, base: str, token: str, reader: Reader, *, in_query: bool
) -> AsyncGenerator[StreamEvent, None]:
    """Yields events of one WebSocket with all streams. `in_query` puts the token where older servers look for it."""
    address = f"{base}{_PATH}" + (f"?{urlencode({'access_token': token})}" if in_query else "")
    subscribe = [stream.subscription for stream in reader.streams]
    async with aclosing(streams.open_websocket(session, address, "" if in_query else token, subscribe=subscribe)) as messages:
        async for message in messages:
            if not message.data:
                yield Alive()
                continue
            for event in reader.frame(message.data):
                yield event


async def over_events(session: Session, base: str, token: str, reader: Reader) -> AsyncGenerator[StreamEvent, None]:
    """Yields events of one endless answer per stream. The end of any of them is the end of all."""
    arrived: asyncio.Queue[StreamEvent | BaseException] = asyncio.Queue()
    opened: set[Stream] = set()

    async def pump(stream: Stream) -> None:
        async with aclosing(streams.open_sse(session, Request("GET", base + stream.path, token=token))) as messages:
            async for message in messages:
                opened.add(stream)
                if message.event:
                    for event in reader.message(stream, message.event, message.data):
                        arrived.put_nowait(event)
                elif len(opened) == len(reader.streams):
                    arrived.put_nowait(Alive())

    async def watched(stream: Stream) -> None:
        try:
            await pump(stream)
        except BaseException as failure:
            arrived.put_nowait(failure)
            raise

    pumps = asyncio.gather(*(watched(stream) for stream in reader.streams), return_exceptions=True)
    try:
        while not isinstance(event := await arrived.get(), BaseException):
            yield event
        raise event
    finally:
        pumps.cancel()
        with suppress(asyncio.CancelledError):
            await pumps

"""Endless answers: Server-Sent Events and WebSocket. A stream that falls silent raises TimedOut, one that ends ConnectionLost.

Reconnecting and what was missed meanwhile are the caller's business. Close the generators (`contextlib.aclosing`).
"""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass

from client import errors
from client.transport import body, failures, proxy, websocket, wire
from client.transport.exchange import MEGABYTE, Request
from client.transport.session import Session, foreign

SILENCE = 45.0  # seconds without a byte after which a stream counts as dead
LINE_CAP = MEGABYTE
MESSAGE_CAP = 4 * MEGABYTE
_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class StreamMessage:
    """What came. With `event` and `data` both "" it is a sign of life; the first one says that the stream is open."""

    event: str
    data: str
    channel: str = ""


ALIVE = StreamMessage("", "")


class SseParser:
    """Reads the event stream format (WHATWG HTML, 9.2) piece by piece. Raises TooLarge for a line or message without end."""

    def __init__(self) -> None:
        self._rest: list[bytes] = []
        self._rest_size = 0
        self._event = ""
        self._data: list[str] = []
        self._size = 0
        self._first = True

    def feed(self, chunk: bytes) -> list[StreamMessage]:
        """Takes in bytes and returns the messages that are complete, or one sign of life when there are none."""
        self._rest.append(chunk)
        self._rest_size += len(chunk)
        messages: list[StreamMessage] = []
        if b"\n" in chunk or b"\r" in chunk or self._rest[-2:-1] == [b"\r"]:
            whole = b"".join(self._rest)
            held = b"\r" if whole.endswith(b"\r") else b""  # may be half of \r\n
            *lines, rest = _LINE_END.split(whole[:-1] if held else whole)
            self._rest, self._rest_size = [rest + held], len(rest)
            if self._first and lines:
                self._first = False
                lines[0] = lines[0].removeprefix(b"\xef\xbb\xbf")
            for line in lines:
                self._line(line, messages)
        if self._rest_size > LINE_CAP or self._size > MESSAGE_CAP:
            raise errors.TooLarge("a message of the stream has no end")
        return messages or [ALIVE]

    def _line(self, line: bytes, messages: list[StreamMessage]) -> None:
        if not line:
            if self._data:
                messages.append(StreamMessage(self._event or "message", "\n".join(self._data)))
            self._event, self._data, self._size = "", [], 0
            return
        name, _, value = line.decode("utf-8", "replace").partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
            self._size += len(line)
            if self._size > MESSAGE_CAP:
                raise errors.TooLarge("a message of the stream has no end")


async def open_sse(session: Session, request: Request, *, silence: float = SILENCE) -> AsyncGenerator[StreamMessage, None]:
    """Opens a stream of Server-Sent Events and yields what comes, first a sign of life. Never ends without raising."""
    url = session.prepare(request)
    trail = wire.Trail(host=url.host)
    parser = SseParser()
    failure: errors.WorldError
    async with AsyncExitStack() as stack:
        try:
            async with session.within(request.deadline, True):
                reply = await stack.enter_async_context(session.open(request, url, trail, alone=True))
                await _check(session, request, reply)
            pieces = body.unpacked(reply.stream, reply.headers, url.host)
            stack.push_async_callback(pieces.aclose)
            yield ALIVE
            while True:
                for message in parser.feed(await _next(session, pieces, silence)):
                    yield message
        except TimeoutError:
            failure = errors.TimedOut("the stream is silent", host=url.host, sent=True)
        except StopAsyncIteration:
            failure = errors.ConnectionLost("the stream ended", host=url.host, sent=True)
        except errors.WorldError as known:
            failure = known.bare()
        except foreign() as problem:
            failure = failures.sort(problem, host=url.host, sent=trail.sent, proxy=proxy.display(trail.proxy))
    await session.name_issuer(failure, trail)
    raise failure


async def _next(session: Session, pieces: AsyncIterator[bytes], silence: float) -> bytes:
    async with session.within(silence, True):
        return await anext(pieces)


async def _check(session: Session, request: Request, reply: wire.Reply) -> None:
    if reply.status >= 400:
        raise await session.refusal(request, reply)
    if reply.status in wire.REDIRECTS:
        raise wire.not_followed(reply.status, reply.headers, reply.url)
    wire.check_kind(request, reply)
    kind = reply.headers.get("content-type", "").split(";")[0].strip().lower()
    if reply.status != 200 or kind != "text/event-stream":
        raise errors.BadAnswer("not a stream of events", host=reply.url.host)


async def open_websocket(
    session: Session,
    url: str,
    token: str,
    *,
    subscribe: Sequence[Mapping[str, str]] = (),
    silence: float = SILENCE,
    deadline: float = 15.0,
) -> AsyncGenerator[StreamMessage, None]:
    """Opens a WebSocket (ws or wss), sends each of `subscribe` as JSON and yields every text frame as data, first a sign of
    life. The token goes in the Authorization header. A silent server is pinged and counts as dead after `silence` seconds.
    """
    asked = Request("GET", "http" + url[2:] if url[:2].lower() == "ws" else url, token=token)
    address = session.prepare(asked)
    if session.pool.mounted(address) is not None:
        raise errors.Unsupported("no WebSocket here", host=address.host)
    trail = wire.Trail(host=address.host)
    failure: errors.WorldError
    async with AsyncExitStack() as stack:
        try:
            async with session.within(deadline, True):
                socket = await websocket.connect(session, address, token, trail)
                stack.push_async_callback(socket.close)
                trail.sent = True
                await websocket.tell(socket, subscribe)
            yield ALIVE
            async with aclosing(websocket.frames(session, socket, silence)) as frames:
                async for text in frames:
                    yield ALIVE if text is None else StreamMessage("message", text)
        except TimeoutError:
            failure = errors.TimedOut("the stream is silent", host=address.host, sent=trail.sent)
        except errors.WorldError as known:
            failure = known.bare()
        except foreign() as problem:
            failure = failures.sort(problem, host=address.host, sent=trail.sent, proxy=proxy.display(trail.proxy))
    await session.name_issuer(failure, trail)
    raise failure

"""Streams: events come through, silence and breaks are noticed, nothing grows without end."""

import asyncio
import gc
import json
import random
import traceback
from contextlib import aclosing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.server import serve

from client import errors
from client.transport.mounted import MountedTransport
from client.transport.session import Request, Session
from client.transport.stream import ALIVE, LINE_CAP, SseParser, StreamMessage, open_sse, open_websocket
from tests.fakes import faultserver as faults

TOKEN = "canary-5t"


async def take(opened, count):
    """The first messages that are no signs of life."""
    found = []
    async with aclosing(opened) as messages:
        async for message in messages:
            if message != ALIVE:
                found.append(message)
            if len(found) == count:
                break
    return found


async def end_of(opened):
    with pytest.raises(errors.WorldError) as caught:
        await take(opened, 10**9)
    assert TOKEN not in "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    return caught.value


def sse(session, url, **named):
    return open_sse(session, Request("GET", url, token=TOKEN, deadline=5.0), **named)


# --- server-sent events ----------------------------------------------------------------------------------------------------


async def test_events_come_through_and_the_first_message_says_it_is_open(session, server):
    url = server.play("/s", faults.stream(b":)\n\n", faults.event("update", '{"id": "1"}'), faults.event("delete", "2")))
    opened = sse(session, url)
    assert await anext(opened) == ALIVE
    assert await take(opened, 2) == [StreamMessage("update", '{"id": "1"}'), StreamMessage("delete", "2")]
    sent = server.requests[0].headers
    assert (sent["accept"], sent["authorization"]) == ("text/event-stream", f"Bearer {TOKEN}")


async def test_a_silent_stream_times_out(session, server):
    failure = await end_of(sse(session, server.play("/s", faults.FAULTS["S01"]), silence=0.2))
    assert type(failure) is errors.TimedOut


async def test_signs_of_life_keep_a_stream(session, server):
    async def thumps(visit):
        await visit.head(200, [("Content-Type", "text/event-stream")])
        for _ in range(6):
            await visit.pause(0.1)
            await visit.write(b":thump\n")
        await visit.write(faults.event("update", "x"))
        await visit.pause()

    assert await take(sse(session, server.play("/s", thumps), silence=0.4), 1) == [StreamMessage("update", "x")]


@pytest.mark.parametrize("then", [faults.close_before, faults.reset_before])
async def test_a_stream_that_drops_is_a_lost_connection(session, server, then):
    failure = await end_of(sse(session, server.play("/s", faults.stream(b":)\n\n", then=then))))
    assert type(failure) is errors.ConnectionLost


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.refusal(401, TOKEN), errors.SignedOut),
        (faults.refusal(404, "no"), errors.Gone),
        (faults.refusal(429, "no"), errors.RateLimited),
        (faults.html(200), errors.CaptivePortal),
        (faults.json({}), errors.BadAnswer),
        (faults.redirect("http://portal.example/"), errors.CaptivePortal),
        (faults.redirect("urn:x"), errors.UnsafeAddress),
        (faults.reset_before, errors.ConnectionLost),
    ],
)
async def test_a_stream_that_does_not_open_says_why(session, server, fault, kind):
    assert type(await end_of(sse(session, server.play("/s", fault)))) is kind


async def test_a_stream_that_never_answers_times_out(session, server):
    request = Request("GET", server.play("/s", faults.silent), token=TOKEN, deadline=0.2)
    assert type(await end_of(open_sse(session, request))) is errors.TimedOut


@pytest.mark.parametrize("piece", [b"data: " + b"x" * 65536, b"data: xxxxxxxx\n" * 4096])
async def test_a_message_without_end_is_too_large(session, server, piece):
    async def fault(visit):
        await visit.head(200, [("Content-Type", "text/event-stream")])
        while not visit.stopping.is_set():
            await visit.write(piece)

    assert type(await end_of(sse(session, server.play("/s", fault)))) is errors.TooLarge


async def test_streams_do_not_take_the_places_of_requests(session, server):
    url = server.play("/s", faults.stream(b":)\n\n"))
    opened = [sse(session, url) for _ in range(12)]
    await asyncio.gather(*(anext(one) for one in opened))
    await session.send(Request("GET", server.play("/x", faults.json([])), deadline=2))
    for one in opened:
        await one.aclose()


async def test_dropping_connections_ends_streams(session, server):
    opened = sse(session, server.play("/s", faults.stream(b":)\n\n")))
    assert await anext(opened) == ALIVE
    task = asyncio.gather(end_of(opened))
    for _ in range(5):  # turns of the loop, until it waits for the next byte
        await asyncio.sleep(0)
    session.drop_connections()
    assert type((await task)[0]) is errors.ConnectionLost


async def test_a_closed_stream_leaves_nothing_behind(session, server):
    opened = sse(session, server.play("/s", faults.stream(b":)\n\n")))
    await anext(opened)
    await opened.aclose()
    gc.collect()


async def test_a_mounted_server_streams(clock):
    closed = []

    async def events():
        try:
            for number in range(3):
                yield faults.event("update", str(number))
            await asyncio.Event().wait()
        finally:
            closed.append(True)

    def serve_events(path, query, headers):
        return events() if path == "/api/v1/streaming/user" and headers["authorization"] == f"Bearer {TOKEN}" else None

    made = Session(clock=clock, rng=random.Random(1))
    made.mount("https://meerdam.example", MountedTransport(lambda *a: (404, [], b""), serve_events))
    found = await take(sse(made, "https://meerdam.example/api/v1/streaming/user"), 3)
    assert [message.data for message in found] == ["0", "1", "2"]
    assert closed == [True]
    assert type(await end_of(sse(made, "https://meerdam.example/other"))) is errors.Gone
    with pytest.raises(errors.Unsupported):
        await anext(open_websocket(made, "wss://meerdam.example/api/v1/streaming", TOKEN))
    await made.close()


WIRE = 'data: a\n\n:)\n\nevent: update\r\ndata: {"x":\r\ndata:  1}\r\n\r\nid: 4\rdata: é\r\revent: empty\n\ndata\n\n'.encode()
MESSAGES = [
    StreamMessage("message", "a"),
    StreamMessage("update", '{"x":\n 1}'),
    StreamMessage("message", "é"),
    StreamMessage("message", ""),
]


@given(st.lists(st.integers(0, len(WIRE))))
def test_events_are_the_same_however_the_bytes_are_cut(cuts):
    parser, found = SseParser(), []
    for start, end in pairwise([0, *sorted(cuts), len(WIRE)]):
        found += parser.feed(WIRE[start:end])
    assert [message for message in found if message != ALIVE] == MESSAGES


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_a_fault(data):
    parser = SseParser()
    for byte in range(0, len(data), 7):
        parser.feed(data[byte : byte + 7])


def test_a_byte_order_mark_is_skipped():
    assert SseParser().feed(b"\xef\xbb\xbfdata: a\n\n") == [StreamMessage("message", "a")]


def test_a_line_may_be_as_long_as_the_cap():
    parser = SseParser()
    assert parser.feed(b"data: " + b"x" * (LINE_CAP - 10)) == [ALIVE]
    with pytest.raises(errors.TooLarge):
        parser.feed(b"x" * 20)


# --- websocket -------------------------------------------------------------------------------------------------------------


def url_of(server, scheme="ws"):
    return f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/v1/streaming"


async def test_a_websocket_subscribes_and_yields_text_frames(session):
    heard = []

    async def handler(connection):
        heard.append(connection.request.headers["Authorization"])
        heard.append(connection.request.path)
        for _ in range(2):
            heard.append(json.loads(await connection.recv()))
        await connection.send(b"binary is skipped")
        await connection.send('{"event": "update"}')
        await connection.wait_closed()

    subscribe = [{"type": "subscribe", "stream": "user"}, {"type": "subscribe", "stream": "hashtag", "tag": "brand"}]
    async with serve(handler, "127.0.0.1", 0) as server:
        opened = open_websocket(session, url_of(server), TOKEN, subscribe=subscribe)
        assert await anext(opened) == ALIVE
        assert await take(opened, 1) == [StreamMessage("message", '{"event": "update"}')]
    assert heard == [f"Bearer {TOKEN}", "/api/v1/streaming", *subscribe]


@pytest.mark.parametrize("abort", [False, True])
async def test_a_websocket_that_ends_is_a_lost_connection(session, abort):
    async def handler(connection):
        if abort:
            connection.transport.abort()

    async with serve(handler, "127.0.0.1", 0) as server:
        assert type(await end_of(open_websocket(session, url_of(server), TOKEN))) is errors.ConnectionLost


async def test_a_silent_websocket_that_answers_pings_lives(session):
    async def handler(connection):
        await connection.wait_closed()

    async with serve(handler, "127.0.0.1", 0, ping_interval=None) as server:
        opened = open_websocket(session, url_of(server), TOKEN, silence=0.15)
        assert [await anext(opened) for _ in range(4)] == [ALIVE] * 4
        await opened.aclose()


async def test_a_websocket_that_answers_no_ping_times_out(session):
    async with faults.FaultServer() as server:

        async def deaf(visit):
            import base64
            import hashlib

            key = visit.request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
            accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
            await visit.head(101, [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept)])
            await visit.pause()

        url = server.play("/s", deaf).replace("http", "ws")
        failure = await end_of(open_websocket(session, url, TOKEN, silence=0.3))
        assert type(failure) is errors.TimedOut


async def test_a_frame_that_is_too_large_ends_it(session):
    async def handler(connection):
        await connection.send("x" * (5 * 2**20))
        await connection.wait_closed()

    async with serve(handler, "127.0.0.1", 0) as server:
        assert type(await end_of(open_websocket(session, url_of(server), TOKEN))) is errors.TooLarge


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.refusal(401, f"bad {TOKEN}"), errors.SignedOut),
        (faults.status(404), errors.Gone),
        (faults.html(200), errors.CaptivePortal),
        (faults.json({}), errors.BadAnswer),
        (faults.redirect("http://portal.example/"), errors.CaptivePortal),
        (faults.redirect("/other", 301), errors.UnsafeAddress),
        (faults.redirect("urn:x", 301), errors.UnsafeAddress),
        (faults.reset_before, errors.ConnectionLost),
        (faults.close_before, errors.ConnectionLost),
        (faults.silent, errors.TimedOut),
    ],
)
async def test_a_websocket_that_does_not_open_says_why(session, server, fault, kind):
    url = server.play("/s", fault).replace("http", "ws")
    failure = await end_of(open_websocket(session, url, TOKEN, deadline=0.4))
    assert type(failure) is kind
    assert len(server.requests) == 1


async def test_a_websocket_to_nobody_or_to_nowhere(session):
    with faults.Refused() as nobody:
        failure = await end_of(open_websocket(session, nobody.base.replace("http", "ws"), TOKEN))
    assert type(failure) is errors.ConnectionRefused
    assert type(await end_of(open_websocket(session, "wss://no-such-host.invalid/", TOKEN))) is errors.HostNotFound
    assert type(await end_of(open_websocket(session, "ws://social.example/", TOKEN))) is errors.UnsafeAddress
    assert type(await end_of(open_websocket(session, "wsx:/", TOKEN))) is errors.UnsafeAddress


async def test_a_burst_comes_through_whole(session):
    async def handler(connection):
        for number in range(3000):
            await connection.send(str(number))
        await connection.wait_closed()

    async with serve(handler, "127.0.0.1", 0) as server:
        found = await take(open_websocket(session, url_of(server), TOKEN), 3000)
    assert [message.data for message in found] == [str(number) for number in range(3000)]

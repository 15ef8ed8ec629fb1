"""The same room on Qt's event loop: requests, deadlines, streams and the way back from the browser."""

import asyncio
import random

import pytest

from client import errors
from client.model import instant
from client.transport import oauth
from client.transport.proxy import SystemProxies
from client.transport.session import Request, Session
from client.transport.stream import ALIVE, StreamMessage, open_sse, open_websocket
from tests.fakes import faultserver as faults
from tests.fakes.certificates import Authority


async def everything():
    from websockets.asyncio.server import serve

    async def greet(connection):
        await connection.send("hello")
        await connection.wait_closed()

    authority = Authority()
    finder = SystemProxies(ask=lambda url: ("",), environ={})
    session = Session(clock=instant.now, rng=random.Random(1), trust=authority.trusting(), proxies=finder)
    async with faults.FaultServer() as server, faults.FaultServer(tls=authority.serving()) as secure:
        answers = await asyncio.gather(
            *(session.send(Request("GET", secure.play("/x", faults.json([1])), token="t")) for _ in range(20))
        )
        assert all(answer.json() == [1] for answer in answers)
        with pytest.raises(errors.TimedOut):
            await session.send(Request("GET", server.play("/d", faults.drip()), deadline=0.2))
        with pytest.raises(errors.ConnectionLost):
            await session.send(Request("POST", server.play("/r", faults.reset_before), deadline=5))
        with pytest.raises(errors.TooLarge):
            await session.send(Request("GET", server.play("/e", faults.endless), cap=100_000))
        opened = open_sse(session, Request("GET", server.play("/s", faults.stream(faults.event("update", "1")))))
        assert [await anext(opened), await anext(opened)] == [ALIVE, StreamMessage("update", "1")]
        await opened.aclose()
        silent = open_sse(session, Request("GET", server.play("/q", faults.stream())), silence=0.1)
        with pytest.raises(errors.TimedOut):
            assert [message async for message in silent] == []
    async with serve(greet, "127.0.0.1", 0) as server:
        opened = open_websocket(session, f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", "t")
        assert [await anext(opened), await anext(opened)] == [ALIVE, StreamMessage("message", "hello")]
        await opened.aclose()
    loopback = oauth.Loopback()
    code = asyncio.gather(loopback.wait("s"))
    await asyncio.sleep(0)
    await session.send(
        Request("GET", loopback.redirect_uri, params=[("code", "c"), ("state", "s")], accept="any", allow_private=True)
    )
    assert await code == ["c"]
    await session.close()


def test_everything_works_on_qts_loop(qapp):
    from client.ui.loop import EventLoop

    async def bounded():
        async with asyncio.timeout(20):
            await everything()

    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        runner.run(bounded())


async def test_everything_works_on_asyncios_loop():
    await everything()

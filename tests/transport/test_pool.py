"""Connections are shared while they are useful and closed when they are not."""

import asyncio
import random
import ssl

import httpx
import pytest

from client import errors
from client.transport import pool
from client.transport.session import Request, Session
from tests.fakes import faultserver as faults


async def test_a_pool_that_is_long_unused_is_closed(server):
    now = [0.0]
    made = pool.Pool(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), monotonic=lambda: now[0])
    url = httpx.URL(server.base)

    async def lane():
        async with made.use(url, "", False, False) as transport:
            return transport

    now[0] = 1.0
    first = await lane()
    now[0] = 50.0
    await made.sweep()
    assert await lane() is first
    now[0] = 200.0
    await made.sweep()
    assert await lane() is not first
    await made.close()


async def test_a_mount_covers_its_own_address_only(session, server):
    session.mount(server.base + "/town", httpx.MockTransport(lambda request: httpx.Response(200, json="town")))
    server.play("/townhall", faults.json("server"))
    for path, said in (("/town", "town"), ("/town/x", "town"), ("/townhall", "server")):
        assert (await session.send(Request("GET", server.base + path))).json() == said


async def test_a_server_that_speaks_no_tls_is_a_lost_connection_and_nothing_is_sent(session, server):
    async def greet(reader, writer):
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()
        writer.close()

    plain = await asyncio.start_server(greet, "127.0.0.1", 0)
    with pytest.raises(errors.ConnectionLost) as caught:
        await session.send(Request("POST", f"https://127.0.0.1:{plain.sockets[0].getsockname()[1]}/", token="t", deadline=5))
    assert not caught.value.sent
    plain.close()


async def test_a_session_that_never_sent_anything_closes(clock):
    await Session(clock=clock, rng=random.Random(1)).close()

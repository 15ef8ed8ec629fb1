"""Pictures may be redirected a little, never into a private network, never with a token."""

import random

import httpx
import pytest

from client import errors
from client.transport.session import Request, Session
from tests.fakes import faultserver as faults


def picture(url, **named):
    return Request("GET", url, accept="any", deadline=5.0, **named)


async def test_a_picture_follows_up_to_five_redirects(session, server):
    for number in range(6):
        server.play(f"/{number}", faults.redirect(f"/{number + 1}", 301))
    server.play("/6", faults.status(200, b"png", kind="image/png"))
    assert (await session.send(picture(server.base + "/1", allow_private=True))).body == b"png"
    with pytest.raises(errors.UnsafeAddress):
        await session.send(picture(server.base + "/0", allow_private=True))


async def test_a_redirect_loop_ends(session, server):
    url = server.play("/a", faults.redirect("/a"))
    with pytest.raises(errors.UnsafeAddress):
        await session.send(picture(url, allow_private=True))
    assert len(server.requests) == 6


async def test_a_picture_does_not_lead_into_this_pc(session, server):
    url = server.play("/p", faults.status(200, b"png", kind="image/png"))
    for address in (url, url.replace("127.0.0.1", "localhost"), url.replace("127.0.0.1", "[::1]")):
        with pytest.raises(errors.UnsafeAddress):
            await session.send(picture(address))
    assert server.requests == []
    assert server.connections == 0


async def test_an_accounts_own_server_may_have_its_pictures_at_home(session, server):
    url = server.play("/p", faults.status(200, b"png", kind="image/png"))
    session.know(server.base)
    assert (await session.send(picture(url))).body == b"png"


@pytest.mark.parametrize(
    "goal",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://[fe80::1]/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://printer.local/",
        "http://localhost/",
        "file:///etc/passwd",
        "file://host/share/x.png",
        "ftp://a.example/",
        "urn:x:y",
        "javascript:alert(1)",
        "http://u:p@a.example/",
    ],
)
async def test_a_redirect_does_not_lead_into_the_network_or_the_disk(session, server, goal):
    url = server.play("/p", faults.redirect(goal))
    session.know(server.base)
    with pytest.raises(errors.UnsafeAddress):
        await session.send(picture(url))
    assert len(server.requests) == 1


async def test_a_name_that_leads_to_a_private_address_is_dropped_before_a_byte_is_sent(session, server, monkeypatch):
    """DNS may say anything: the address that was really connected to counts."""
    import socket

    real = socket.getaddrinfo

    def resolve(host, *arguments, **named):
        return real("127.0.0.1" if host in ("media.example", b"media.example") else host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server.play("/p", faults.status(200, b"png", kind="image/png"))
    with pytest.raises(errors.UnsafeAddress):
        await session.send(picture(f"http://media.example:{server.port}/p"))
    assert server.connections == 1
    assert server.requests == []


async def test_a_redirect_away_from_tls_is_refused(clock):
    def answer(request):
        return httpx.Response(302, headers={"location": "http://a.example/p"})

    made = Session(clock=clock, rng=random.Random(1), transport=httpx.MockTransport(answer))
    with pytest.raises(errors.UnsafeAddress):
        await made.send(picture("https://a.example/p"))
    await made.close()


async def test_a_token_never_follows_a_redirect(session, server):
    async with faults.FaultServer() as other:
        other.play("/p", faults.json([]))
        url = server.play("/p", faults.redirect(other.base + "/p"))
        with pytest.raises(errors.WorldError):
            await session.send(picture(url, token="canary", hops=5, allow_private=True))
        assert other.requests == []


async def test_other_headers_do_not_reach_another_host(session, server):
    async with faults.FaultServer() as other:
        other.play("/p", faults.status(200, b"x"))
        url = server.play("/p", faults.redirect(other.base + "/p"))
        await session.send(picture(url, headers={"X-Secret": "canary"}, allow_private=True))
        assert "x-secret" in server.requests[0].headers
        assert "x-secret" not in other.requests[0].headers


async def test_a_search_for_a_server_may_follow_when_it_says_so(session, server):
    server.play("/there", faults.json({"ok": True}))
    url = server.play("/here", faults.redirect("/there", 301))
    answer = await session.send(Request("GET", url, hops=3, allow_private=True))
    assert answer.json() == {"ok": True}
    assert answer.url == server.base + "/there"


@pytest.mark.parametrize(
    "goal", ["http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[::ffff:169.254.1.1]/"]
)
async def test_not_even_a_private_server_leads_to_a_link_local_address(session, server, goal):
    url = server.play("/p", faults.redirect(goal))
    with pytest.raises(errors.UnsafeAddress):
        await session.send(Request("GET", url, hops=3, allow_private=True))

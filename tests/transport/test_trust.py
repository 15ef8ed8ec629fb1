"""Certificates: what is not trusted is refused, named and never sent a byte of a request."""

import asyncio
import gc
import random
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from client import errors
from client.transport import proxy, stream, trust
from client.transport.session import Request, Session
from tests.fakes import faultserver as faults
from tests.fakes.certificates import DAY, Authority
from tests.fakes.proxyserver import ProxyServer


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
async def trusting(clock, authority):
    made = Session(clock=clock, rng=random.Random(1), trust=authority.trusting())
    yield made
    await made.close()


async def refused(session, base):
    with pytest.raises(errors.Untrusted) as caught:
        await session.send(Request("POST", base + "/x", token="canary", json={}, deadline=5))
    return caught.value


async def test_a_trusted_certificate_is_accepted(trusting, authority):
    async with faults.FaultServer(tls=authority.serving()) as server:
        url = server.play("/x", faults.json([1]))
        assert (await trusting.send(Request("GET", url, token="t"))).json() == [1]


async def test_an_unknown_issuer_is_named(trusting):
    box = Authority("Inspection CA", "Sophos")
    async with faults.FaultServer(tls=box.serving()) as server:
        failure = await refused(trusting, server.base)
        assert (failure.reason, failure.issuer, failure.host) == ("issuer", "Inspection CA (Sophos)", "127.0.0.1")
        assert server.requests == []


async def test_the_systems_store_does_not_know_a_test_authority(session, authority):
    async with faults.FaultServer(tls=authority.serving()) as server:
        failure = await refused(session, server.base)
        assert (failure.reason, failure.issuer) == ("issuer", "Meerdam Test Authority (Gemeente Meerdam)")
        assert server.requests == []


async def test_a_certificate_for_another_host_is_refused(trusting, authority):
    async with faults.FaultServer(tls=authority.serving("other.example")) as server:
        assert (await refused(trusting, server.base)).reason == "host"


@pytest.mark.parametrize(("start", "length"), [(-10 * DAY, 9 * DAY), (timedelta(hours=5), DAY)])
async def test_a_certificate_out_of_its_time_is_refused(trusting, authority, start, length):
    async with faults.FaultServer(tls=authority.serving(valid_from=start, valid_for=length)) as server:
        failure = await refused(trusting, server.base)
        assert failure.reason == "date"
        assert failure.issuer == "Meerdam Test Authority (Gemeente Meerdam)"


async def test_the_issuer_is_named_behind_a_proxy_too(clock):
    box = Authority("Box")
    async with faults.FaultServer(tls=box.serving("social.example")) as server, ProxyServer() as way:
        way.routes["social.example:443"] = server.port
        finder = proxy.SystemProxies(proxy.ProxySettings(proxy.ProxyMode.MANUAL, way.place))
        made = Session(clock=clock, rng=random.Random(1), trust=Authority("Other").trusting(), proxies=finder)
        failure = await refused(made, "https://social.example")
        assert (failure.reason, failure.issuer) == ("issuer", "Box (Gemeente Meerdam)")
        assert server.requests == []
        await made.close()


async def test_a_server_that_never_shakes_hands_times_out_and_leaves_no_socket(trusting, server):
    with pytest.raises(errors.TimedOut) as caught:
        await trusting.send(Request("GET", f"https://127.0.0.1:{server.port}/x", deadline=0.3))
    assert not caught.value.sent
    gc.collect()  # a socket left open would warn now


@pytest.mark.parametrize("scheme", ["wss", "https"])
async def test_streams_refuse_and_name_it_too(trusting, scheme):
    box = Authority("Inspection CA", "Sophos")
    async with faults.FaultServer(tls=box.serving()) as server:
        base = f"{scheme}://127.0.0.1:{server.port}/s"
        opened = (
            stream.open_websocket(trusting, base, "canary")
            if scheme == "wss"
            else stream.open_sse(trusting, Request("GET", base, token="canary"))
        )
        with pytest.raises(errors.Untrusted) as caught:
            await anext(opened)
        assert (caught.value.reason, caught.value.issuer) == ("issuer", "Inspection CA (Sophos)")
        assert server.requests == []


async def test_a_silent_server_does_not_hold_up_the_issuer_for_long(trusting):
    """Whoever does not answer the second handshake costs a few seconds, not the deadline."""
    box = Authority("Box")
    async with faults.FaultServer(tls=box.serving()) as server:
        begun = asyncio.get_running_loop().time()
        await refused(trusting, server.base)
        assert asyncio.get_running_loop().time() - begun < 4


def test_the_issuer_is_read_from_any_certificate():
    for name, organisation, said in (
        ("Ærø Ž CA", "Øst", "Ærø Ž CA (Øst)"),
        ("Same", "Same", "Same"),
        ("A" * 60, "B", "A" * 60 + " (B)"),
        ("Evil\n\u202eCA", "O", "Evil CA (O)"),
    ):
        certificate, _ = Authority(name, organisation).issue("a.example")
        assert trust.issuer_of(certificate.public_bytes(Encoding.DER)) == said


def test_broken_certificates_name_nobody():
    certificate, _ = Authority().issue("a.example")
    data = certificate.public_bytes(Encoding.DER)
    for cut in range(len(data)):
        trust.issuer_of(data[:cut])
    rng = random.Random(3)
    for _ in range(3000):
        broken = bytearray(data)
        for _ in range(rng.randint(1, 6)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        trust.issuer_of(bytes(broken))
    assert trust.issuer_of(b"") == ""

"""Proxies: found as the system, the environment or a person says, gone through, named when they refuse."""

import asyncio
import random
import threading

import pytest

from client import errors
from client.transport import proxy, stream
from client.transport.proxy import ProxyMode, ProxySettings, SystemProxies
from client.transport.session import Request, Session
from tests.fakes import faultserver as faults
from tests.fakes.certificates import Authority
from tests.fakes.proxyserver import ProxyServer

OUTSIDE = "https://social.example/api"


@pytest.fixture
async def sessions(clock):
    made = []

    def make(finder, trust=None):
        made.append(Session(clock=clock, rng=random.Random(1), proxies=finder, trust=trust))
        return made[-1]

    yield make
    for one in made:
        await one.close()


def manual(way, **named):
    return SystemProxies(ProxySettings(ProxyMode.MANUAL, way.address, **named))


async def test_https_goes_through_connect(sessions):
    authority = Authority()
    async with faults.FaultServer(tls=authority.serving("social.example")) as server, ProxyServer() as way:
        server.play("/api", faults.json(["inside"]))
        way.routes["social.example:443"] = server.port
        session = sessions(manual(way), authority.trusting())
        answer = await session.send(Request("GET", OUTSIDE, token="canary"))
        assert answer.json() == ["inside"]
        assert way.asked == ["social.example:443"]
        assert "canary" not in "".join(way.heads)


async def test_plain_http_goes_through_too(sessions):
    async with faults.FaultServer() as server, ProxyServer() as way:
        server.play("/p", faults.json([1]))
        way.routes["pictures.example:80"] = server.port
        answer = await sessions(manual(way)).send(Request("GET", "http://pictures.example/p?a=1"))
        assert answer.json() == [1]
        assert server.requests[0].target == "/p?a=1"


async def test_loopback_is_never_asked_through_a_proxy_unless_forced(sessions):
    async with faults.FaultServer() as server, ProxyServer() as way:
        url = server.play("/x", faults.json([1]))
        await sessions(manual(way)).send(Request("GET", url))
        assert way.asked == []
        way.routes[f"127.0.0.1:{server.port}"] = server.port
        await sessions(manual(way, loopback=True)).send(Request("GET", url))
        assert way.asked == [f"127.0.0.1:{server.port}"]


@pytest.mark.parametrize("url", [OUTSIDE, "http://social.example/api"])
async def test_a_proxy_that_wants_a_login_is_named(sessions, url):
    async with ProxyServer(login="yara:canary") as way:
        for settings in ({}, {"user": "yara", "password": "wrong-canary"}):
            with pytest.raises(errors.ProxyLogin) as caught:
                await sessions(manual(way, **settings)).send(Request("GET", url))
            assert caught.value.host == way.place
            assert "canary" not in str(caught.value) + repr(vars(caught.value)) + repr(settings.get("x"))


async def test_a_proxys_login_is_sent_to_it(sessions):
    authority = Authority()
    async with (
        faults.FaultServer(tls=authority.serving("social.example")) as server,
        ProxyServer(login="yara:p@ss/w:rd") as way,
    ):
        server.play("/api", faults.json([1]))
        way.routes["social.example:443"] = server.port
        session = sessions(manual(way, user="yara", password="p@ss/w:rd"), authority.trusting())
        assert (await session.send(Request("GET", OUTSIDE))).json() == [1]
        assert "authorization" not in server.requests[0].headers
        assert "proxy-authorization" not in server.requests[0].headers


@pytest.mark.parametrize("url", [OUTSIDE, "http://social.example/api"])
@pytest.mark.parametrize("answer", [502, 503])
async def test_a_proxys_own_failure_is_not_the_servers(sessions, url, answer):
    async with ProxyServer(answer=answer) as way:
        with pytest.raises(errors.ProxyFailed) as caught:
            await sessions(manual(way)).send(Request("GET", url))
        assert type(caught.value) is errors.ProxyFailed
        assert caught.value.host == way.place


async def test_a_servers_own_503_behind_a_proxy_stays_the_servers(sessions):
    async with faults.FaultServer() as server, ProxyServer() as way:
        server.play("/api", faults.refusal(503, "busy"))
        way.routes["social.example:80"] = server.port
        with pytest.raises(errors.ServerFailed):
            await sessions(manual(way)).send(Request("GET", "http://social.example/api"))


async def test_a_dead_proxy_is_named_and_the_system_is_asked_again(sessions):
    authority = Authority()
    async with faults.FaultServer(tls=authority.serving("social.example")) as server, ProxyServer() as way:
        server.play("/api", faults.json([1]))
        way.routes["social.example:443"] = server.port
        answers = [f"http://127.0.0.1:{faults_port()}", way.address]
        finder = SystemProxies(ask=lambda url: (answers.pop(0) if len(answers) > 1 else answers[0],), environ={})
        session = sessions(finder, authority.trusting())
        with pytest.raises(errors.ProxyFailed) as caught:
            await session.send(Request("GET", OUTSIDE))
        assert caught.value.host.startswith("127.0.0.1:")
        assert (await session.send(Request("GET", OUTSIDE))).json() == [1]


def faults_port():
    with faults.Refused() as nobody:
        return nobody.port


async def test_the_next_proxy_of_a_pac_list_is_tried(sessions):
    authority = Authority()
    async with faults.FaultServer(tls=authority.serving("social.example")) as server, ProxyServer() as way:
        server.play("/api", faults.json([1]))
        way.routes["social.example:443"] = server.port
        finder = SystemProxies(ask=lambda url: (f"http://127.0.0.1:{faults_port()}", way.address), environ={})
        assert (await sessions(finder, authority.trusting()).send(Request("POST", OUTSIDE, json={}))).json() == [1]
        assert len(server.requests) == 1


async def test_streams_go_through_the_proxy(sessions):
    from websockets.asyncio.server import serve

    authority = Authority()

    async def greet(connection):
        assert connection.request.headers["Authorization"] == "Bearer canary"
        await connection.send("hello")
        await connection.wait_closed()

    async with serve(greet, "127.0.0.1", 0, ssl=authority.serving("social.example")) as server, ProxyServer() as way:
        way.routes["social.example:443"] = server.sockets[0].getsockname()[1]
        session = sessions(manual(way), authority.trusting())
        opened = stream.open_websocket(session, "wss://social.example/api/v1/streaming", "canary")
        assert [await anext(opened), await anext(opened)] == [stream.ALIVE, stream.StreamMessage("message", "hello")]
        await opened.aclose()
        assert way.asked == ["social.example:443"]
        assert "canary" not in "".join(way.heads)


@pytest.mark.parametrize(("settings", "kind"), [({"answer": 502}, errors.ProxyFailed), ({"login": "a:b"}, errors.ProxyLogin)])
async def test_a_websocket_names_a_refusing_proxy(sessions, settings, kind):
    async with ProxyServer(**settings) as way:
        with pytest.raises(errors.ProxyFailed) as caught:
            await anext(stream.open_websocket(sessions(manual(way)), "ws://10.1.1.1/s", "canary"))
        assert (type(caught.value), caught.value.host) == (kind, way.place)


@pytest.mark.parametrize(
    ("rule", "host", "port", "matches"),
    [
        ("*", "a.example", 443, True),
        ("<local>", "intranet", 443, True),
        ("<local>", "a.example", 443, False),
        ("*.intra.example", "x.intra.example", 443, True),
        ("*.intra.example", "intra.example.evil.example", 443, False),
        (".intra.example", "x.intra.example", 443, True),
        ("intra.example", "x.intra.example", 443, True),
        ("intra.example", "notintra.example", 443, False),
        ("intra.example:8080", "intra.example", 8080, True),
        ("intra.example:8080", "intra.example", 443, False),
        ("10.*", "10.1.2.3", 80, True),
        ("10.0.0.0/8", "10.1.2.3", 80, True),
        ("10.0.0.0/8", "11.1.2.3", 80, False),
        ("::1", "::1", 80, True),
        ("[fd00::1]:80", "fd00::1", 80, True),
        ("https://a.example", "a.example", 443, True),
        ("INTRA.Example", "intra.example", 443, True),
        ("", "a.example", 443, False),
        ("*" * 200 + "x", "a" * 250, 443, False),
    ],
)
def test_bypass_lists_are_read_as_windows_and_no_proxy_write_them(rule, host, port, matches):
    assert proxy.bypassed(host, port, ("other.example", rule)) is matches


@pytest.mark.parametrize(
    ("environ", "url", "ways"),
    [
        ({}, OUTSIDE, None),
        ({"https_proxy": "http://p.example:3128"}, OUTSIDE, ("http://p.example:3128",)),
        ({"HTTPS_PROXY": "p.example:3128/"}, OUTSIDE, ("http://p.example:3128",)),
        ({"http_proxy": "http://p.example:3128"}, OUTSIDE, None),
        ({"all_proxy": "http://p.example:1", "no_proxy": "localhost, .example"}, OUTSIDE, ("",)),
        ({"ALL_PROXY": "http://p.example:1", "NO_PROXY": "other.example"}, OUTSIDE, ("http://p.example:1",)),
    ],
)
def test_environment_variables_are_read(environ, url, ways):
    assert proxy.from_environment(url, environ) == ways


async def test_the_system_is_asked_once_in_ten_minutes_for_a_host():
    asked, now = [], [0.0]

    def ask(url):
        asked.append(url)
        return ("http://p.example:3128", "")

    finder = SystemProxies(ask=ask, environ={}, monotonic=lambda: now[0])
    for path in ("a", "b", "c"):
        assert await finder.find(f"https://social.example/{path}?secret=1") == ("http://p.example:3128", "")
    assert asked == ["https://social.example:443/"]
    now[0] = 601
    await finder.find("https://social.example/")
    finder.forget()
    await finder.find("https://social.example/")
    assert len(asked) == 3


async def test_a_system_that_does_not_answer_means_the_direct_way_for_now():
    release = threading.Event()

    def ask(url):
        release.wait(10)
        return ("http://p.example:3128",)

    finder = SystemProxies(ask=ask, environ={}, patience=0.05)
    try:
        assert await finder.find(OUTSIDE) == ("",)
    finally:
        release.set()
    for thread in threading.enumerate():
        if thread.name == "proxy search":
            await asyncio.to_thread(thread.join)
    await asyncio.sleep(0)
    assert await finder.find(OUTSIDE) == ("http://p.example:3128",)


async def test_bypass_and_modes():
    def never(url):
        raise AssertionError

    settings = ProxySettings(ProxyMode.MANUAL, "p.example:1", bypass=("*.intra.example",))
    finder = SystemProxies(settings, ask=never, environ={})
    assert await finder.find("https://x.intra.example/") == ("",)
    assert await finder.find(OUTSIDE) == ("http://p.example:1",)
    finder.change(ProxySettings(ProxyMode.NONE))
    assert await finder.find(OUTSIDE) == ("",)
    finder.change(ProxySettings(ProxyMode.MANUAL, "socks5://p.example:1"))
    with pytest.raises(errors.ProxyFailed):
        await finder.find(OUTSIDE)


async def test_socks_only_is_said():
    with pytest.raises(errors.ProxyFailed) as caught:
        await SystemProxies(ask=lambda url: ("socks5://p.example:1080",), environ={}).find(OUTSIDE)
    assert caught.value.host == "p.example:1080"


def test_qt_tells_the_systems_proxy(monkeypatch):
    pytest.importorskip("PySide6.QtNetwork")
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert proxy.ask_system(OUTSIDE) == ("",)
    monkeypatch.setenv("http_proxy", "http://yara:canary@p.example:3128")
    assert proxy.ask_system(OUTSIDE) == ("http://yara:canary@p.example:3128",)
    assert proxy.display(proxy.ask_system(OUTSIDE)[0]) == "p.example:3128"

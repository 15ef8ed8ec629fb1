"""Every fault on the wire becomes the right error, in time, without growing memory and without leaking a secret."""

import asyncio
import json
import time
import traceback

import psutil
import pytest

from client import errors
from client.transport.session import Request
from tests.fakes import faultserver as faults
from tests.transport.conftest import NOW

TOKEN = "canary-token-8Zk2"


async def ask(session, url, **named):
    named.setdefault("deadline", 5.0)
    return await session.send(Request(named.pop("method", "GET"), url, token=named.pop("token", TOKEN), **named))


async def failure_of(session, url, **named):
    with pytest.raises(errors.WorldError) as caught:
        await ask(session, url, **named)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + str(vars(caught.value))
    assert TOKEN not in told
    assert len(caught.value.detail) <= 300
    assert "<" not in caught.value.detail
    return caught.value


async def test_an_answer_comes_with_its_headers_and_the_token_is_sent_as_bearer(session, server):
    link = f'<{server.base}/x?max_id=1>; rel="next"'
    url = server.play("/x", faults.json([1, "é"], headers=[("Link", link), ("X-Two", "a"), ("X-Two", "b")]))
    answer = await ask(session, url)
    assert (answer.status, answer.json()) == (200, [1, "é"])
    assert answer.headers["x-two"] == "a, b"
    assert answer.links == {"next": f"{server.base}/x?max_id=1"}
    sent = server.requests[0].headers
    assert sent["authorization"] == f"Bearer {TOKEN}"
    assert sent["user-agent"].startswith("Belfry/")
    assert "cookie" not in sent


async def test_cookies_are_never_sent_back(session, server):
    url = server.play("/x", faults.json([], headers=[("Set-Cookie", "a=1; Path=/")]))
    await ask(session, url)
    await ask(session, url)
    assert "cookie" not in server.requests[1].headers


async def test_connections_are_kept_and_never_more_than_six(session, server):
    url = server.play("/x", faults.json([]))
    for _ in range(5):
        await ask(session, url)
    assert server.connections == 1
    await asyncio.gather(*(ask(session, url) for _ in range(30)))
    assert server.connections <= 6


async def test_nobody_listening_is_connection_refused_and_nothing_was_sent(session):
    with faults.Refused() as nobody:
        failure = await failure_of(session, nobody.base + "/x")
    assert type(failure) is errors.ConnectionRefused
    assert not failure.sent


async def test_an_unknown_name_is_host_not_found(session):
    failure = await failure_of(session, "https://no-such-host.invalid/x")
    assert type(failure) is errors.HostNotFound
    assert (failure.host, failure.sent) == ("no-such-host.invalid", False)


@pytest.mark.parametrize("fault", [faults.reset_before, faults.close_before, faults.reset_halfway, faults.short_body])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_broken_connection_is_lost_and_perhaps_sent(session, server, fault, method):
    failure = await failure_of(session, server.play("/x", fault), method=method)
    assert type(failure) is errors.ConnectionLost
    assert failure.sent
    assert len(server.requests) == 1


async def test_a_read_on_a_connection_that_died_meanwhile_is_sent_again_but_a_post_is_not(session, server):
    url = server.play("/x", faults.json([]), faults.reset_before, faults.json([2]), faults.reset_before, faults.json([3]))
    await ask(session, url)
    assert (await ask(session, url)).json() == [2]
    failure = await failure_of(session, url, method="POST")
    assert failure.sent
    assert len(server.requests) == 4


@pytest.mark.parametrize("fault", [faults.silent, faults.drip(), faults.stream(b"x", then=faults.silent)])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_total_deadline_holds_whatever_drips_in(session, server, fault, method):
    begun = time.monotonic()
    failure = await failure_of(session, server.play("/x", fault), method=method, deadline=0.3)
    assert type(failure) is errors.TimedOut
    assert failure.sent
    assert time.monotonic() - begun < 2


async def test_an_endless_body_stops_at_the_cap(session, server):
    failure = await failure_of(session, server.play("/x", faults.endless), cap=300_000)
    assert type(failure) is errors.TooLarge


async def test_an_announced_size_beyond_the_cap_is_not_read(session, server):
    failure = await failure_of(session, server.play("/x", faults.drip()), cap=1000)
    assert type(failure) is errors.TooLarge


async def test_a_gzip_bomb_does_not_fill_the_memory(session, server):
    url = server.play("/x", faults.bomb(200 * 2**20))
    process = psutil.Process()
    before = process.memory_info().rss
    failure = await failure_of(session, url, cap=16 * 2**20, deadline=15)
    assert type(failure) is errors.TooLarge
    assert process.memory_info().rss - before < 64 * 2**20


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate"])
async def test_packed_answers_are_unpacked(session, server, coding):
    body = json.dumps(list(range(60_000))).encode()
    answer = await ask(session, server.play("/x", faults.packed(body, coding)))
    assert answer.body == body


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "zstd"])
async def test_packing_that_was_not_asked_for_is_unreadable(session, server, coding):
    url = server.play("/x", faults.status(200, b"xxxx", headers=[("Content-Encoding", coding)]))
    assert type(await failure_of(session, url)) is errors.BadAnswer


@pytest.mark.parametrize("body", [b"no gzip at all", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xabV"])
async def test_broken_or_cut_packing_is_unreadable(session, server, body):
    url = server.play("/x", faults.status(200, body, headers=[("Content-Encoding", "gzip")]))
    assert type(await failure_of(session, url)) is errors.BadAnswer


@pytest.mark.parametrize("kind", faults.UNREADABLE)
async def test_what_is_not_json_is_a_bad_answer_when_read(session, server, kind):
    answer = await ask(session, server.play("/x", faults.status(200, faults.UNREADABLE[kind])))
    with pytest.raises(errors.BadAnswer):
        answer.json()


async def test_deep_json_is_a_bad_answer_within_a_second(session, server):
    answer = await ask(session, server.play("/x", faults.deep()))
    begun = time.monotonic()
    with pytest.raises(errors.BadAnswer):
        answer.json()
    assert time.monotonic() - begun < 1


async def test_half_surrogates_become_replacement_signs(session, server):
    answer = await ask(session, server.play("/x", faults.status(200, rb'{"a\ud800": ["x\udfffy", "\ud83d\ude00", 1]}')))
    assert answer.json() == {"a�": ["x�y", "\U0001f600", 1]}


@pytest.mark.parametrize("code", [200, 201])
async def test_a_page_instead_of_data_is_a_captive_portal(session, server, code):
    assert type(await failure_of(session, server.play("/x", faults.html(code)))) is errors.CaptivePortal


async def test_a_network_that_asks_for_a_login_is_a_captive_portal(session, server):
    assert type(await failure_of(session, server.play("/x", faults.html(511)))) is errors.CaptivePortal


@pytest.mark.parametrize(
    ("location", "code", "kind"),
    [
        ("http://login.portal.example/", 302, errors.CaptivePortal),
        ("http://login.portal.example/", 301, errors.UnsafeAddress),
        ("/elsewhere", 302, errors.UnsafeAddress),
        ("urn:ietf:wg:oauth:2.0:oob", 302, errors.UnsafeAddress),
        ("file:///etc/passwd", 302, errors.UnsafeAddress),
        ("http://[broken", 302, errors.UnsafeAddress),
        ("http://xn--\x7f.example/", 307, errors.UnsafeAddress),
        ("", 302, errors.UnsafeAddress),
    ],
)
async def test_redirects_of_api_requests_are_not_followed(session, server, location, code, kind):
    failure = await failure_of(session, server.play("/x", faults.redirect(location, code)))
    assert type(failure) is kind
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (400, errors.Invalid),
        (401, errors.SignedOut),
        (403, errors.Forbidden),
        (404, errors.Gone),
        (409, errors.Invalid),
        (410, errors.Gone),
        (413, errors.Invalid),
        (418, errors.ServerSaidNo),
        (422, errors.Invalid),
        (429, errors.RateLimited),
        (500, errors.ServerFailed),
        (503, errors.ServerFailed),
        (599, errors.ServerFailed),
    ],
)
async def test_a_status_becomes_its_error_with_the_servers_words(session, server, code, kind):
    failure = await failure_of(session, server.play("/x", faults.refusal(code, f"Nein, <b>niet</b> {TOKEN}\n\u202eja")))
    assert type(failure) is kind
    assert failure.status == code
    assert failure.detail == "Nein, niet … ja"


@pytest.mark.parametrize(
    "fault",
    [
        faults.html(500),
        faults.status(500, b"<p>oops", kind="text/plain"),
        faults.status(500, b"\xff\xfe" * 50, kind="application/octet-stream"),
        faults.status(500, b""),
        faults.status(500, b"[" * 100_000),
        faults.status(500, b'{"error": {"a": 1}}'),
    ],
)
async def test_a_refusal_with_an_odd_body_is_still_that_refusal(session, server, fault):
    failure = await failure_of(session, server.play("/x", fault))
    assert type(failure) is errors.ServerFailed
    assert failure.detail in ("", "oops")


async def test_a_refusal_with_an_endless_or_slow_body_ends(session, server):
    async def endless_500(visit):
        await visit.head(500)
        while not visit.stopping.is_set():
            await visit.write(b"x" * 65536)

    assert type(await failure_of(session, server.play("/x", endless_500))) is errors.ServerFailed


async def test_oauth_errors_keep_both_words(session, server):
    body = b'{"error": "invalid_grant", "error_description": "The code is expired"}'
    failure = await failure_of(session, server.play("/x", faults.status(400, body)))
    assert failure.detail == "invalid_grant: The code is expired"


async def test_503_with_a_date_waits_by_the_servers_clock(session, server):
    headers = [("Date", "Thu, 01 Jan 2026 01:00:00 GMT"), ("Retry-After", "Thu, 01 Jan 2026 01:02:00 GMT")]
    failure = await failure_of(session, server.play("/x", faults.refusal(503, "maintenance", headers=headers)))
    assert failure.until == NOW + 120_000


async def test_a_429_stops_its_bucket_without_another_request(session, server, clock):
    url = server.play("/x", faults.refusal(429, "slow down", headers=[("Retry-After", "120")]), faults.json([]))
    failure = await failure_of(session, url, bucket="a")
    assert failure.until == NOW + 120_000
    for seconds in (0, 119.9):
        clock.now = NOW + round(seconds * 1000)
        assert (await failure_of(session, url, bucket="a")).until == NOW + 120_000
    assert len(server.requests) == 1
    await ask(session, url, bucket="b")
    clock.now = NOW + 120_000
    await ask(session, url, bucket="a")
    assert len(server.requests) == 3


async def test_a_used_up_budget_stops_reading_but_not_the_persons_own_acts(session, server):
    left = [("X-RateLimit-Limit", "300"), ("X-RateLimit-Remaining", "12"), ("X-RateLimit-Reset", "2026-01-01T00:03:20.5Z")]
    url = server.play("/x", faults.json([], headers=left))
    await ask(session, url, bucket="a")
    failure = await failure_of(session, url, bucket="a")
    assert type(failure) is errors.RateLimited
    assert failure.until == NOW + 200_500
    await ask(session, url, bucket="a", urgent=True)
    await ask(session, url, bucket="a", method="POST", json={})
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n", b"SSH-2.0-OpenSSH\r\n\r\n", b"\0" * 500]
)
async def test_what_is_not_http_is_a_bad_answer(session, server, head):
    assert type(await failure_of(session, server.play("/x", faults.raw(head)))) in (errors.BadAnswer, errors.ConnectionLost)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///x",
        "//a.example",
        "javascript:1",
        "http://",
        "https://u:p@a.example/",
        "http://[",
        "http://a.example:99999/",
        "http://a.example:0/",
        "x" * 70_000,
    ],
)
async def test_only_http_addresses_without_a_login_are_asked(session, url):
    assert type(await failure_of(session, url)) is errors.UnsafeAddress


async def test_a_token_is_not_sent_without_tls_to_a_public_host(session):
    assert type(await failure_of(session, "http://social.example/api")) is errors.UnsafeAddress


@pytest.mark.parametrize("token", ["canary\r\nX: 1", "canary token", "canary-é", "canary\0"])
async def test_an_impossible_token_never_reaches_the_wire_or_a_traceback(session, server, token):
    with pytest.raises(errors.SignedOut) as caught:
        await ask(session, server.play("/x", faults.json([])), token=token)
    assert "canary" not in "".join(traceback.format_exception(caught.value))
    assert server.requests == []


async def test_nothing_secret_shows_in_a_request(session):
    request = Request(
        "POST", "https://a.example", token="s1", form=[("client_secret", "s2")], params=[("code", "s3")], json="s4"
    )
    assert not any(secret in repr(request) for secret in ("s1", "s2", "s3", "s4"))


async def test_dropping_connections_ends_reads_and_lets_writes_finish(session, server):
    going = asyncio.Event()
    may_end = asyncio.Event()

    async def slow(visit):
        if visit.request.method == "POST":
            going.set()
        await may_end.wait()
        await faults.json(["done"])(visit)

    url = server.play("/x", slow)
    read = asyncio.gather(ask(session, url), return_exceptions=True)
    write = asyncio.gather(ask(session, url, method="POST"), return_exceptions=True)
    await going.wait()
    session.drop_connections()
    (lost,) = await read
    assert type(lost) is errors.ConnectionLost
    may_end.set()
    (done,) = await write
    assert done.json() == ["done"]
    connections = server.connections
    await ask(session, url)
    assert server.connections == connections + 1


async def test_a_dead_picture_host_does_not_hold_up_the_api(session, server):
    async with faults.FaultServer() as dead:
        slow = dead.play("/p", faults.silent)
        session.know(dead.base)
        pictures = [
            asyncio.gather(ask(session, slow, token="", accept="any", deadline=1.0), return_exceptions=True) for _ in range(20)
        ]
        await ask(session, server.play("/x", faults.json([])), deadline=0.9)
        await asyncio.gather(*pictures)


async def test_a_closed_session_sends_nothing(session, server):
    url = server.play("/x", faults.json([]))
    await session.close()
    assert type(await failure_of(session, url)) is errors.ConnectionLost
    assert server.requests == []


async def test_a_cancelled_request_leaves_the_session_usable(session, server):
    url = server.play("/x", faults.silent, faults.json([1]))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(ask(session, url), 0.1)
    assert (await ask(session, url)).json() == [1]

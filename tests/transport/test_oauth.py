"""The way back from the browser: only the right request counts, and only once."""

import asyncio
import base64
import gc
import hashlib
import socket

import pytest

from client import errors
from client.transport import oauth

STATE = "st4te-8f"


async def visit(loopback, path=None, query="", method="GET", raw=None):
    """Knocks as a browser would and returns what came back."""
    host, port = loopback.redirect_uri.split("/")[2].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    path = "/" + loopback.redirect_uri.split("/", 3)[3] if path is None else path
    writer.write(raw or f"{method} {path}{query} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    try:
        return (await reader.read()).decode()
    finally:
        writer.close()


async def waiting(loopback, state=STATE):
    """Starts to wait; the listener is up when this returns."""
    task = asyncio.get_running_loop().create_task(loopback.wait(state))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return task


async def test_the_code_comes_back():
    loopback = oauth.Loopback()
    assert loopback.redirect_uri.startswith("http://127.0.0.1:")
    task = await waiting(loopback)
    page = await visit(loopback, query=f"?code=abc-123&state={STATE}")
    assert await task == "abc-123"
    assert page.startswith("HTTP/1.1 200 OK\r\nContent-Type: text/plain")
    assert "You are signed in" in page
    assert "abc-123" not in page
    with pytest.raises(OSError, match=r".*"):
        await visit(loopback)


@pytest.mark.parametrize(
    "request_",
    [
        {"query": "?code=evil&state=wrong"},
        {"query": "?code=evil"},
        {"query": ""},
        {"path": "/", "query": f"?code=evil&state={STATE}"},
        {"path": "/favicon.ico"},
        {"method": "POST", "query": f"?code=evil&state={STATE}"},
        {"query": f"?state={STATE}"},
        {"query": f"?code={'x' * 3000}&state={STATE}"},
        {"query": f"?code=%0d%0a&state={STATE}"},
        {"query": "?" + "&".join(f"a{n}=1" for n in range(50))},
        {"raw": b"\r\n\r\n"},
        {"raw": b"\xff\xfe\r\n\r\n"},
        {"raw": b"GET http://[ HTTP/1.1\r\n\r\n"},
        {"raw": b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n\r\n"},
    ],
)
async def test_any_other_request_is_turned_away_and_changes_nothing(request_):
    loopback = oauth.Loopback()
    task = await waiting(loopback)
    page = await visit(loopback, **request_)
    assert page == "" or page.startswith("HTTP/1.1 404")
    assert "evil" not in page
    assert not task.done()
    await visit(loopback, query=f"?code=good&state={STATE}")
    assert await task == "good"


@pytest.mark.parametrize(("error", "reason"), [("access_denied", "denied"), ("server_error", "server")])
async def test_a_refusal_ends_it(error, reason):
    loopback = oauth.Loopback()
    task = await waiting(loopback)
    page = await visit(loopback, query=f"?error={error}&state={STATE}")
    assert "Nothing was changed" in page
    with pytest.raises(errors.SignInFailed) as caught:
        await task
    assert caught.value.reason == reason


async def test_it_expires():
    loopback = oauth.Loopback(deadline=0.01)
    with pytest.raises(errors.SignInFailed) as caught:
        await loopback.wait(STATE)
    assert caught.value.reason == "expired"


async def test_it_can_be_closed_before_and_while_waiting():
    loopback = oauth.Loopback()
    await loopback.close()
    with pytest.raises(errors.SignInFailed) as caught:
        await loopback.wait(STATE)
    assert caught.value.reason == "cancelled"
    loopback = oauth.Loopback()
    task = await waiting(loopback)
    await loopback.close()
    await loopback.close()
    with pytest.raises(errors.SignInFailed) as caught:
        await task
    assert caught.value.reason == "cancelled"
    gc.collect()


async def test_a_browser_that_only_connects_does_not_keep_it_open():
    loopback = oauth.Loopback()
    task = await waiting(loopback)
    port = int(loopback.redirect_uri.split("/")[2].split(":")[1])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    await visit(loopback, query=f"?code=abc&state={STATE}")
    assert await task == "abc"
    writer.close()


async def test_the_port_is_bound_at_once_and_to_this_pc_only():
    loopback = oauth.Loopback()
    port = int(loopback.redirect_uri.split("/")[2].split(":")[1])
    with socket.socket() as other, pytest.raises(OSError, match=r".*"):
        other.bind(("127.0.0.1", port))
    assert oauth.Loopback.__doc__
    await loopback.close()


def test_paths_and_verifiers_are_never_the_same():
    pairs = {oauth.pkce() for _ in range(20)}
    assert len(pairs) == 20
    for verifier, challenge in pairs:
        assert 43 <= len(verifier) <= 128
        digest = hashlib.sha256(verifier.encode()).digest()
        assert challenge == base64.urlsafe_b64encode(digest).decode().rstrip("=")

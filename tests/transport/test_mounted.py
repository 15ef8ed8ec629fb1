"""A mounted server is reached through the whole session, without a socket."""

import json
import random

import pytest

from client import errors
from client.model.instant import Instant
from client.transport.mounted import MountedTransport
from client.transport.session import Request, Session

BASE = "https://meerdam.example"


def town(method, path, query, headers, body):
    if path == "/api/echo":
        shown = {"method": method, "query": query, "body": body.decode(), "auth": headers.get("authorization", "")}
        links = f'<{BASE}/api/echo?max_id=3>; rel="next", </api/echo?min_id=9>; rel="prev"'
        return 200, [("Content-Type", "application/json"), ("Link", links)], json.dumps(shown).encode()
    return 404, [("Content-Type", "application/json")], b'{"error": "Record not found"}'


@pytest.fixture
async def session():
    made = Session(clock=lambda: Instant(1_000_000), rng=random.Random(1))
    made.mount(BASE, MountedTransport(town))
    yield made
    await made.close()


async def test_a_request_reaches_the_function_and_comes_back(session):
    answer = await session.send(Request("GET", f"{BASE}/api/echo", params=[("a", "1"), ("a", "2 é")], token="demo"))
    assert answer.json() == {"method": "GET", "query": "a=1&a=2+%C3%A9", "body": "", "auth": "Bearer demo"}
    assert answer.links == {"next": f"{BASE}/api/echo?max_id=3", "prev": f"{BASE}/api/echo?min_id=9"}


async def test_form_and_json_bodies_are_sent(session):
    form = await session.send(Request("POST", f"{BASE}/api/echo", form=[("a", "1"), ("a", "b c")]))
    assert form.json()["body"] in ("a=1&a=b+c", "a=1&a=b%20c")
    data = await session.send(Request("POST", f"{BASE}/api/echo", json={"a": [1]}))
    assert json.loads(data.json()["body"]) == {"a": [1]}


async def test_the_servers_words_are_kept_as_detail(session):
    with pytest.raises(errors.Gone) as caught:
        await session.send(Request("GET", f"{BASE}/nothing"))
    assert caught.value.detail == "Record not found"
    assert caught.value.status == 404
    assert caught.value.host == "meerdam.example"

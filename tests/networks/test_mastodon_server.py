"""Finding out what answers at an address, and signing in where servers differ."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from client import errors, logs
from client.model.account import Account, AccountId, Server
from client.model.query import QueryKind
from client.networks.base import Access, Feature
from client.networks.mastodon import credentials, server, signin
from client.networks.mastodon.adapter import Mastodon
from client.transport.mounted import MountedTransport
from client.transport.session import Session
from tests.fakes.plain import PlainServer
from tests.networks.samples import person

BASE = "https://meerdam.example"


@pytest.fixture
def town(session: Session) -> PlainServer:
    made = PlainServer({"/api/v2/instance": instance()})
    session.mount(BASE, MountedTransport(made))
    return made


def instance(**different: Any) -> dict[str, Any]:
    return {
        "domain": "meerdam.example",
        "title": "Meerdam",
        "version": "4.4.2",
        "source_url": "https://github.com/mastodon/mastodon",
        "configuration": {
            "urls": {"streaming": "wss://streaming.meerdam.example"},
            "statuses": {"max_characters": 1000, "characters_reserved_per_url": 23},
            "media_attachments": {"description_limit": 1500, "image_size_limit": "big"},
        },
        "api_versions": {"mastodon": 7},
        **different,
    }


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("meerdam.example", "https://meerdam.example"),
        ("  MEERDAM.example/ ", "https://meerdam.example"),
        ("https://meerdam.example/@yara/123?x#y", "https://meerdam.example"),
        ("http://meerdam.example", "https://meerdam.example"),
        ("@me@meerdam.example", "https://meerdam.example"),
        ("me@meerdam.example", "https://meerdam.example"),
        ("meerdam.example.", "https://meerdam.example"),
        ("meerdam.example:8443", "https://meerdam.example:8443"),
        ("127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("localhost:3000/home", "http://localhost:3000"),
        ("[::1]:3000", "http://[::1]:3000"),
        ("https://localhost", "https://localhost"),
        ("http://192.168.1.5", "https://192.168.1.5"),
        ("bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_addresses_are_read_as_people_type_them(typed: str, base: str) -> None:
    assert server.base_address(typed) == base


@pytest.mark.parametrize(
    "typed", ["", "  ", "hello world", "meerdam", "ftp://meerdam.example", "a..b\\c", "https://", "@me", "x:y:z"]
)
def test_what_is_no_address_is_said_to_have_no_server(typed: str) -> None:
    with pytest.raises(errors.HostNotFound):
        server.base_address(typed)


async def test_a_server_says_what_it_can(network: Mastodon, town: PlainServer) -> None:
    town.answers["/.well-known/oauth-authorization-server"] = {"code_challenge_methods_supported": ["S256"]}
    found = await network.probe("meerdam.example")
    assert (found.url, found.title, found.software) == (BASE, "Meerdam", "Mastodon 4.4.2")
    assert found.features == frozenset(Feature)
    assert found.limits == {"max_characters": 1000, "characters_per_url": 23, "description": 1500}
    assert found.streaming_url == "wss://streaming.meerdam.example"
    assert all("authorization" not in request.headers for request in town.asked)


@pytest.mark.parametrize(
    ("said", "software", "has", "lacks"),
    [
        (
            {"version": "4.2.1"},
            "Mastodon 4.2.1",
            {Feature.LISTS},
            {Feature.GROUPED_NOTIFICATIONS, Feature.QUOTES, Feature.PKCE},
        ),
        ({"version": "2.7.2 (compatible; Pleroma 2.6.0)"}, "Pleroma 2.6.0", {Feature.LOCAL}, {Feature.QUOTES}),
        ({"version": "3.5.3 (compatible; Pixelfed 0.12.3)"}, "Pixelfed 0.12.3", {Feature.LOCAL}, {Feature.LISTS}),
        ({"version": "4.2.1 (compatible; Sharkey 2025.4)"}, "Sharkey 2025.4", {Feature.LISTS}, set()),
    ],
)
async def test_other_servers_are_named_and_offered_what_they_have(
    network: Mastodon, town: PlainServer, said: dict[str, Any], software: str, has: set[Feature], lacks: set[Feature]
) -> None:
    town.answers["/api/v2/instance"] = {key: value for key, value in instance(**said).items() if key != "api_versions"}
    found = await network.probe("meerdam.example")
    assert found.software == software
    assert has <= found.features
    assert not lacks & found.features


async def test_gotosocial_is_known_by_its_source(network: Mastodon, town: PlainServer) -> None:
    town.answers["/api/v2/instance"] = instance(
        version="0.19.1", source_url="https://codeberg.org/superseriousbusiness/gotosocial"
    )
    assert (await network.probe("meerdam.example")).software == "GoToSocial 0.19.1"


async def test_feeds_that_are_switched_off_are_not_offered(network: Mastodon, town: PlainServer) -> None:
    feeds = {"live_feeds": {"local": "public", "remote": "disabled"}}
    town.answers["/api/v2/instance"] = instance(configuration={"timelines_access": feeds})
    found = await network.probe("meerdam.example")
    assert network.supports(found, QueryKind.LOCAL)
    assert not network.supports(found, QueryKind.FEDERATED)
    assert Feature.STREAMING not in found.features


async def test_a_server_of_the_first_version_is_found(network: Mastodon, town: PlainServer) -> None:
    del town.answers["/api/v2/instance"]
    old = {"uri": "https://meerdam.example/", "title": "Old", "version": "3.5.0", "max_toot_chars": 5000}
    town.answers["/api/v1/instance"] = {**old, "urls": {"streaming_api": "wss://meerdam.example"}}
    found = await network.probe("meerdam.example")
    assert (found.software, found.limits["max_characters"]) == ("Mastodon 3.5.0", 5000)
    assert Feature.STREAMING in found.features


@pytest.mark.parametrize(
    "answer",
    [
        {"hello": "world"},
        [],
        (200, b"", [("content-type", "application/json")]),
        (404, {"error": "x"}),
    ],
)
async def test_another_kind_of_server_is_unsupported(network: Mastodon, town: PlainServer, answer: Any) -> None:
    town.answers = {"/api/v2/instance": answer, "/api/v1/instance": answer}
    with pytest.raises(errors.Unsupported):
        await network.probe("meerdam.example")


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>Welcome</html>", [("content-type", "text/html")]),
        (302, b"", [("location", "https://meerdam.example/login")]),
    ],
)
async def test_where_only_pages_come_a_network_may_stand_in_the_way(network: Mastodon, town: PlainServer, answer: Any) -> None:
    town.answers = {
        "/api/v2/instance": answer,
        "/api/v1/instance": answer,
        "/login": (200, b"hi", [("content-type", "text/html")]),
    }
    with pytest.raises(errors.CaptivePortal):
        await network.probe("meerdam.example")


async def test_a_server_that_is_down_says_so(network: Mastodon, town: PlainServer) -> None:
    town.answers["/api/v2/instance"] = (503, {"error": "down"})
    with pytest.raises(errors.ServerFailed):
        await network.probe("meerdam.example")


@pytest.mark.parametrize("way", ["redirect", "host-meta"])
async def test_a_domain_whose_server_lives_elsewhere_leads_there(network: Mastodon, session: Session, way: str) -> None:
    moved = PlainServer({"/api/v2/instance": instance(domain="dorp.example")})
    session.mount("https://social.dorp.example", MountedTransport(moved))
    front = PlainServer()
    if way == "redirect":
        front.answers["/api/v2/instance"] = (301, b"", [("location", "https://social.dorp.example/api/v2/instance")])
    else:
        xrd = b'<XRD><Link rel="lrdd" template="https://social.dorp.example/.well-known/webfinger?resource={uri}"/></XRD>'
        front.answers["/.well-known/host-meta"] = (200, xrd, [("content-type", "application/xrd+xml")])
    session.mount("https://dorp.example", MountedTransport(front))
    assert (await network.probe("@me@dorp.example")).url == "https://social.dorp.example"


def oauth(town: PlainServer) -> None:
    """A server that lets people in."""
    town.answers["POST /api/v1/apps"] = {"client_id": "cid", "client_secret": "very-secret"}
    town.answers["POST /oauth/token"] = lambda asked: (
        {"access_token": "tok-1", "scope": "read write follow"}
        if asked.form["code"] == "good"
        else (400, {"error": "invalid_grant"})
    )
    town.answers["/api/v1/accounts/verify_credentials"] = person(1, display_name="Yara :bell:")


async def test_a_sign_in_asks_for_no_more_than_it_registered(network: Mastodon, town: PlainServer) -> None:
    oauth(town)
    found = await network.probe("meerdam.example")
    sign_in = await network.sign_in(found)
    registered = next(asked.form for asked in town.asked if asked.path == "/api/v1/apps")
    browser, code = (parse_qs(urlsplit(url).query) for url in (sign_in.browser_url, sign_in.code_url))
    assert registered["scopes"] == browser["scope"][0] == code["scope"][0] == "read write follow"
    assert registered["redirect_uris"].split("\n") == [browser["redirect_uri"][0], "urn:ietf:wg:oauth:2.0:oob"]
    assert code["redirect_uri"] == ["urn:ietf:wg:oauth:2.0:oob"]
    assert "code_challenge" not in code, "this server does not check PKCE"
    assert "very-secret" not in sign_in.browser_url + sign_in.code_url
    with pytest.raises(errors.SignInFailed):
        await sign_in.use_code("bad")
    grant = await sign_in.use_code(f"{BASE}/oauth/authorize/native?code=good")
    assert grant.account.handle == "p1@meerdam.example"
    assert grant.account.name == "Yara :bell:"
    assert "tok-1" not in repr(grant)
    assert "very-secret" not in repr(grant)
    held = credentials.unpack(grant.token)
    assert (held.token, held.client_id, held.client_secret) == ("tok-1", "cid", "very-secret")
    await sign_in.close()
    town.answers["POST /oauth/revoke"] = {}
    await network.sign_out(Access(grant.account, grant.token))
    assert town.asked[-1].form == {"token": "tok-1", "client_id": "cid", "client_secret": "very-secret"}


def test_no_log_line_holds_what_was_handed_out() -> None:
    held = credentials.unpack(credentials.Credentials("qrxvzt-token", "cid", "wkjhgf-client").packed())
    assert logs.redact(f"odd line: {held.token} / {held.client_secret}") == "odd line: [hidden] / [hidden]"


async def test_pkce_is_used_where_the_server_checks_it(network: Mastodon, town: PlainServer) -> None:
    oauth(town)
    town.answers["/.well-known/oauth-authorization-server"] = {"code_challenge_methods_supported": ["plain", "S256"]}
    sign_in = await network.sign_in(await network.probe("meerdam.example"))
    challenge = parse_qs(urlsplit(sign_in.code_url).query)["code_challenge"][0]
    await sign_in.use_code("good")
    await sign_in.close()
    form = next(asked.form for asked in town.asked if asked.path == "/oauth/token")
    assert len(form["code_verifier"]) >= 43
    assert form["code_verifier"] != challenge


async def test_a_server_that_takes_one_address_per_client_gets_two_clients(network: Mastodon, town: PlainServer) -> None:
    oauth(town)
    town.answers["POST /api/v1/apps"] = lambda asked: (
        (422, {"error": "Validation failed"})
        if "\n" in asked.form["redirect_uris"]
        else {"client_id": "oob" if "oob" in asked.form["redirect_uris"] else "loop", "client_secret": "s"}
    )
    sign_in = await network.sign_in(await network.probe("meerdam.example"))
    await sign_in.close()
    assert "client_id=loop" in sign_in.browser_url
    assert "client_id=oob" in sign_in.code_url


async def test_a_server_that_does_not_know_a_scope_is_asked_for_less(network: Mastodon, town: PlainServer) -> None:
    oauth(town)
    town.answers["POST /api/v1/apps"] = lambda asked: (
        (422, {"error": "unknown scope"}) if "follow" in asked.form["scopes"] else {"client_id": "cid", "client_secret": "s"}
    )
    sign_in = await network.sign_in(await network.probe("meerdam.example"))
    await sign_in.close()
    assert parse_qs(urlsplit(sign_in.browser_url).query)["scope"] == ["read write"]


@pytest.mark.parametrize("status", [403, 422])
async def test_a_server_that_registers_nobody_ends_the_sign_in_and_frees_the_port(
    network: Mastodon, town: PlainServer, status: int
) -> None:
    town.answers["POST /api/v1/apps"] = (status, {"error": "no"})
    with pytest.raises((errors.SignInFailed, errors.Forbidden)):
        await network.sign_in(await network.probe("meerdam.example"))


async def test_the_reader_who_says_no_ends_the_wait(network: Mastodon, town: PlainServer) -> None:
    oauth(town)
    sign_in = await network.sign_in(await network.probe("meerdam.example"))
    said = parse_qs(urlsplit(sign_in.browser_url).query)
    place = urlsplit(said["redirect_uri"][0])

    async def browser() -> None:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(f"GET {place.path}?error=access_denied&state={said['state'][0]} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        await reader.read()
        writer.close()
        await writer.wait_closed()

    results = await asyncio.gather(sign_in.wait(), browser(), return_exceptions=True)
    assert isinstance(results[0], errors.SignInFailed)
    assert results[0].reason == "denied"


async def test_signing_out_twice_is_no_fault(network: Mastodon, town: PlainServer) -> None:
    oauth(town)
    sign_in = await network.sign_in(await network.probe("meerdam.example"))
    grant = await sign_in.use_code("good")
    await sign_in.close()
    town.answers["POST /oauth/revoke"] = (401, {"error": "gone"})
    await network.sign_out(Access(grant.account, grant.token))


async def test_an_account_is_read_although_the_server_does_not_describe_itself(network: Mastodon, town: PlainServer) -> None:
    oauth(town)
    sign_in = await network.sign_in(await network.probe("meerdam.example"))
    grant = await sign_in.use_code("good")
    await sign_in.close()
    town.answers["/api/v2/instance"] = (503, {"error": "busy"})
    account = await network.refresh(Access(grant.account, grant.token))
    assert account.server == grant.account.server
    assert account.handle == "p1@meerdam.example"


async def test_people_of_a_domain_that_is_not_the_address_keep_their_handle(network: Mastodon, town: PlainServer) -> None:
    oauth(town)
    town.answers["/api/v2/instance"] = instance(domain="dorp.example")
    sign_in = await network.sign_in(await network.probe("meerdam.example"))
    grant = await sign_in.use_code("good")
    await sign_in.close()
    assert grant.account.handle == "p1@dorp.example"
    assert grant.account.origin == "mastodon:meerdam.example"
    town.answers["/api/v2/instance"] = (503, {"error": "busy"})
    assert (await network.refresh(Access(grant.account, grant.token))).handle == "p1@dorp.example"


async def test_an_account_of_which_only_the_token_is_known_is_filled_in(network: Mastodon, town: PlainServer) -> None:
    oauth(town)
    unknown = Account(AccountId("x"), "mastodon", Server(BASE), "", "", "")
    found = await network.refresh(Access(unknown, "tok-1"))
    assert (found.id, found.user_id, found.handle) == ("x", "101", "p1@meerdam.example")


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("abc", "abc"),
        (" a b\nc ", "abc"),
        ("https://x.example/native?code=abc&state=1", "abc"),
        ("code=abc", "abc"),
        ("", ""),
        ("é", ""),
    ],
)
def test_a_pasted_code_is_found(pasted: str, code: str) -> None:
    assert signin.bare_code(pasted) == code


@pytest.mark.parametrize("secret", ["plain-token", '{"t":1', "{}", '{"t":""}', "[]"])
def test_what_was_not_packed_is_a_bare_token(secret: str) -> None:
    assert credentials.unpack(secret).token == secret


def test_a_packed_secret_comes_back() -> None:
    held = credentials.Credentials("t", "i", "s")
    assert credentials.unpack(held.packed()) == held
    assert "'t'" not in repr(held)

"""Signing in to the town: registration, consent, PKCE, the code once."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.demo.conftest import Visitor

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
LOOPBACK = "http://127.0.0.1:4711/terug"
OOB = "urn:ietf:wg:oauth:2.0:oob"


@pytest.fixture
def app(visitor: Visitor) -> dict[str, str]:
    visitor.token = ""
    form = (("client_name", "Belfry"), ("redirect_uris", f"{LOOPBACK}\n{OOB}"), ("scopes", "read write"))
    made = visitor.post("/api/v1/apps", *form)
    assert isinstance(made, dict)
    return made


def authorize(visitor: Visitor, app: dict[str, str], redirect: str = LOOPBACK, **more: str) -> tuple[int, dict[str, str], str]:
    query = {"client_id": app["client_id"], "redirect_uri": redirect, "response_type": "code", "scope": "read", "state": "s"}
    query |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256", "account": "gemeente"} | more
    status, headers, body = visitor.raw("GET", "/oauth/authorize", urlencode(query))
    return status, dict(headers), body.decode()


def trade(
    visitor: Visitor, app: dict[str, str], code: str, verifier: str = VERIFIER, redirect: str = LOOPBACK
) -> tuple[int, dict[str, str]]:
    form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier)]
    form += [("client_id", app["client_id"]), ("client_secret", app["client_secret"])]
    status, _, body = visitor.raw("POST", "/oauth/token", "", form)
    return status, json.loads(body)


def code_of(headers: dict[str, str]) -> str:
    return parse_qs(urlsplit(headers["location"]).query)["code"][0]


def test_the_whole_way_ends_with_a_token_that_works_once_per_code(visitor: Visitor, app: dict[str, str]) -> None:
    status, headers, _ = authorize(visitor, app)
    assert (status, parse_qs(urlsplit(headers["location"]).query)["state"]) == (302, ["s"])
    code = code_of(headers)
    status, answer = trade(visitor, app, code)
    assert (status, answer["token_type"]) == (200, "Bearer")
    assert trade(visitor, app, code)[0] == 400
    visitor.token = answer["access_token"]
    assert visitor.get("/api/v1/accounts/verify_credentials")["acct"] == "gemeente"


def test_a_revoked_token_opens_nothing(visitor: Visitor, app: dict[str, str]) -> None:
    token = trade(visitor, app, code_of(authorize(visitor, app)[1]))[1]["access_token"]
    form = (("token", token), ("client_id", app["client_id"]), ("client_secret", app["client_secret"]))
    visitor.post("/oauth/revoke", *form)
    visitor.token = token
    assert visitor.raw("GET", "/api/v1/accounts/verify_credentials")[0] == 401


def test_a_wrong_verifier_gets_nothing(visitor: Visitor, app: dict[str, str]) -> None:
    status, answer = trade(visitor, app, code_of(authorize(visitor, app)[1]), "w" * 64)
    assert (status, answer["error"]) == (400, "invalid_grant")


def test_the_port_of_a_loopback_address_does_not_count(visitor: Visitor, app: dict[str, str]) -> None:
    assert authorize(visitor, app, "http://127.0.0.1:9/terug")[0] == 302
    assert authorize(visitor, app, "http://127.0.0.1:9/anders")[0] == 400
    assert authorize(visitor, app, "https://elsewhere.example/")[0] == 400


def test_without_a_choice_a_page_asks_who_and_a_no_comes_back_as_error(visitor: Visitor, app: dict[str, str]) -> None:
    status, headers, page = authorize(visitor, app, account="")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "account=gemeente" in page
    assert "error=access_denied" in authorize(visitor, app, account="no")[1]["location"]


def test_out_of_band_shows_the_code(visitor: Visitor, app: dict[str, str]) -> None:
    page = authorize(visitor, app, OOB)[2]
    code = page.split("<code>")[1].split("</code>")[0]
    assert trade(visitor, app, code, redirect=OOB)[0] == 200

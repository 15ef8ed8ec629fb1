"""Signing in with OAuth: Belfry is registered at the server, then a person allows it, on this PC or on any other device."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

from client import errors
from client.model.account import Account, AccountId, Server
from client.model.instant import Clock, Instant
from client.networks.base import Feature, Grant
from client.networks.mastodon import calls, credentials, server
from client.networks.mastodon.fields import Json, ident, section, words
from client.text import links, markup
from client.transport import oauth
from client.transport.session import Session

SCOPES = "read write follow"
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
"""Not an address: the server shows the code instead of going somewhere."""

VALID = 5 * 60 * 1000  # ms


@dataclass(frozen=True, slots=True)
class Way:
    """One of the two ways: a client at the server, where it comes back to, and the PKCE secret that belongs to it."""

    redirect_uri: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str = SCOPES
    verifier: str = field(default="", repr=False)
    challenge: str = ""

    def url(self, base: str, state: str) -> str:
        """The address where a person allows Belfry."""
        said = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.scopes,
            "state": state,
        }
        if self.challenge:
            said |= {"code_challenge": self.challenge, "code_challenge_method": "S256"}
        return f"{base}/oauth/authorize?{urlencode(said)}"


class MastodonSignIn:
    """A sign-in under way; see `client.networks.base.SignIn`."""

    def __init__(self, session: Session, place: Server, loopback: oauth.Loopback, ways: tuple[Way, Way], now: Instant) -> None:
        self._session = session
        self._server = place
        self._loopback = loopback
        self._browser, self._code = ways
        self._state = secrets.token_urlsafe(24)
        self._closed = asyncio.Event()
        self.browser_url = self._browser.url(place.url, self._state)
        self.code_url = self._code.url(place.url, self._state)
        self.expires_at = Instant(now + VALID)

    async def wait(self) -> Grant:
        """Waits for the browser on this PC."""
        try:
            code = await self._loopback.wait(self._state)
        except errors.SignInFailed:
            if self._closed.is_set():
                raise self._failed("cancelled") from None
            raise
        try:
            return await self._trade(self._browser, code)
        except (errors.Invalid, errors.SignedOut) as refused:
            raise self._failed("server", refused.detail) from None

    async def use_code(self, code: str) -> Grant:
        """Trades a pasted code."""
        text = bare_code(code)
        if not text:
            raise self._failed("code")
        try:
            return await self._trade(self._code, text)
        except (errors.Invalid, errors.SignedOut, errors.Forbidden) as refused:
            raise self._failed("code", refused.detail) from None

    async def close(self) -> None:
        """Ends it."""
        self._closed.set()
        await self._loopback.close()

    def _failed(self, reason: str, detail: str = "") -> errors.SignInFailed:
        return errors.SignInFailed(detail, host=links.host(self._server.url), reason=reason)

    async def _trade(self, way: Way, code: str) -> Grant:
        form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("client_id", way.client_id),
            ("client_secret", way.client_secret),
            ("redirect_uri", way.redirect_uri),
            ("scope", way.scopes),
        ]
        if way.verifier:
            form.append(("code_verifier", way.verifier))
        answer = await calls.Caller(self._session, self._server.url).post("/oauth/token", form)
        token = words(section(answer.json()).get("access_token"))
        if not token:
            raise self._failed("server", "no token in the answer")
        account = await who(self._session, self._server, token)
        return Grant(account, credentials.Credentials(token, way.client_id, way.client_secret).packed())


async def who(session: Session, place: Server, token: str, bucket: str = "") -> Account:
    """Asks whose token this is and what the server can do now. `id` of the account is ""."""
    person = (await calls.Caller(session, place.url, token, bucket).get("/api/v1/accounts/verify_credentials")).json()
    try:
        described = await server.describe(session, place.url)
    except errors.WorldError:
        described = server.Instance(place, links.host(place.url))
    return _account(section(person), described, place)


def _account(person: Json, described: server.Instance, before: Server) -> Account:
    found = described.server
    kept = before.features & {Feature.PKCE}
    acct = words(person.get("acct")) or words(person.get("username"))
    if not acct:
        raise errors.BadAnswer("an account without a handle")
    return Account(
        id=AccountId(""),
        network="mastodon",
        server=Server(before.url, found.title, found.software, found.features | kept, found.limits, found.streaming_url),
        user_id=ident(person.get("id")),
        handle=acct if "@" in acct else f"{acct}@{described.domain}",
        name=markup.name(words(person.get("display_name"))).text or acct,
        avatar_url=links.web_address(person.get("avatar_static")) or links.web_address(person.get("avatar")),
    )


def bare_code(pasted: str) -> str:
    """The code in what a person pasted: the code itself, or an address that carries it."""
    text = "".join(pasted.split())
    if "code=" in text:
        try:
            said = parse_qs(urlsplit(text).query or text)
        except ValueError:
            return ""
        text = said.get("code", [""])[0]
    return text if text.isascii() and text.isprintable() else ""


async def begin(session: Session, place: Server, clock: Clock) -> MastodonSignIn:
    """Opens the way back, registers Belfry at the server and makes both addresses."""
    loopback = oauth.Loopback()
    try:
        ways = await _register(session, place, loopback.redirect_uri)
    except BaseException:
        await loopback.close()
        raise
    return MastodonSignIn(session, place, loopback, ways, clock())


async def _register(session: Session, place: Server, redirect_uri: str) -> tuple[Way, Way]:
    """Registers one client for both ways; a server that takes one address per client gets two clients."""
    refused: errors.WorldError | None = None
    for scopes in (SCOPES, "read write"):
        try:
            app = await _client(session, place, [redirect_uri, OUT_OF_BAND], scopes)
            return _way(place, app, redirect_uri, scopes), _way(place, app, OUT_OF_BAND, scopes)
        except (errors.Invalid, errors.ServerFailed) as failure:
            refused = failure
        try:
            first = await _client(session, place, [redirect_uri], scopes)
            second = await _client(session, place, [OUT_OF_BAND], scopes)
            return _way(place, first, redirect_uri, scopes), _way(place, second, OUT_OF_BAND, scopes)
        except errors.Invalid as failure:
            refused = failure
    raise errors.SignInFailed(refused.detail if refused else "", host=links.host(place.url), reason="server")


async def _client(session: Session, place: Server, redirect_uris: Sequence[str], scopes: str) -> Json:
    form = (("client_name", "Belfry"), ("redirect_uris", "\n".join(redirect_uris)), ("scopes", scopes))
    app = section((await calls.Caller(session, place.url).post("/api/v1/apps", form)).json())
    if not words(app.get("client_id")):
        raise errors.SignInFailed("no client in the answer", host=links.host(place.url), reason="server")
    return app


def _way(place: Server, app: Json, redirect_uri: str, scopes: str) -> Way:
    verifier, challenge = oauth.pkce() if Feature.PKCE in place.features else ("", "")
    return Way(redirect_uri, words(app.get("client_id")), words(app.get("client_secret")), scopes, verifier, challenge)

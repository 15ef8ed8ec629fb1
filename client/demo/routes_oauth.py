"""Signing in: OAuth 2 with PKCE, as Mastodon does it."""

import base64
import hashlib
import html
from urllib.parse import quote, urlencode, urlsplit

from client.demo.routing import Call, Routes
from client.demo.state import App, Code
from client.demo.wire import BASE, Refused, Reply, page

ROUTES = Routes()
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SCOPES = ["read", "write", "follow", "push", "profile"]


@ROUTES.add("GET", "/.well-known/oauth-authorization-server", account=False)
def metadata(call: Call) -> Reply:
    """How to sign in (RFC 8414)."""
    return Reply(
        {
            "issuer": f"{BASE}/",
            "service_documentation": "https://docs.joinmastodon.org/",
            "authorization_endpoint": f"{BASE}/oauth/authorize",
            "token_endpoint": f"{BASE}/oauth/token",
            "revocation_endpoint": f"{BASE}/oauth/revoke",
            "app_registration_endpoint": f"{BASE}/api/v1/apps",
            "scopes_supported": [
                *SCOPES,
                *(f"{kind}:{what}" for kind in ("read", "write") for what in ("accounts", "statuses", "notifications")),
            ],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }
    )


def secret(call: Call, what: str) -> str:
    """A secret that looks like chance, the same for a seed."""
    return hashlib.sha256(f"{call.state.seed} {what} {call.state.next_serial()}".encode()).hexdigest()[:43]


@ROUTES.add("POST", "/api/v1/apps", account=False)
def register(call: Call) -> Reply:
    """Registers a program."""
    params = call.params
    redirects = [line for text in params.all("redirect_uris") for line in text.split()]
    name = params.get("client_name").strip()
    if not name or not redirects:
        raise Refused(422, "Validation failed: Redirect URI must be an absolute URI.")
    scopes = params.get("scopes") or "read"
    app = App(
        call.state.next_serial(), name, params.get("website"), redirects, scopes, secret(call, "id"), secret(call, "secret")
    )
    call.state.apps[app.client_id] = app
    return Reply(
        {
            "id": str(app.id),
            "name": name,
            "website": app.website or None,
            "scopes": scopes.split(),
            "redirect_uris": redirects,
            "redirect_uri": "\n".join(redirects),
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "client_secret_expires_at": 0,
            "vapid_key": "BAAAA",
        }
    )


def _same_redirect(asked: str, registered: str) -> bool:
    """Tells whether a redirect address is registered; the port of a literal loopback address does not count (RFC 8252, 7.3)."""
    one, other = urlsplit(asked), urlsplit(registered)
    if one.hostname in ("127.0.0.1", "::1"):
        return (one.scheme, one.hostname, one.path, one.query) == (other.scheme, other.hostname, other.path, other.query)
    return asked == registered


@ROUTES.add("GET", "/oauth/authorize", account=False)
def consent(call: Call) -> Reply:
    """Asks who wants to sign in. With `account` given the answer is yes at once: a redirect, or a page with the code."""
    params = call.params
    app = call.state.apps.get(params.get("client_id"))
    redirect = params.get("redirect_uri")
    if app is None or not any(_same_redirect(redirect, each) for each in app.redirects):
        return page("Aanmelden lukt niet", "<p>De app of het adres om naar terug te gaan is niet bekend.</p>", 400)
    if params.get("response_type") != "code" or not set(params.get("scope", "read").split()) <= set(app.scopes.split()):
        return _back(call, redirect, {"error": "invalid_scope", "error_description": "The requested scope is invalid."})
    if params.get("code_challenge") and params.get("code_challenge_method") != "S256":
        return _back(
            call, redirect, {"error": "invalid_request", "error_description": "The code challenge method must be S256."}
        )
    who = params.get("account")
    if who == "no":
        return _back(call, redirect, {"error": "access_denied", "error_description": "The resource owner denied the request."})
    if who not in call.state.own:
        asked = html.escape(urlencode(params.pairs))
        choices = "".join(
            f'<p><a href="/oauth/authorize?{asked}&amp;account={key}">Ja, als @{call.state.people[key].username}</a></p>'
            for key in call.state.own
        )
        return page(f"{app.name} vraagt toegang", f'{choices}<p><a href="/oauth/authorize?{asked}&amp;account=no">Nee</a></p>')
    code = secret(call, "code")
    call.state.codes[code] = Code(
        app.client_id, who, redirect, params.get("scope", "read"), params.get("code_challenge"), call.now + 600_000
    )
    return page("Uw code", f"<p><code>{code}</code></p>") if redirect == OUT_OF_BAND else _back(call, redirect, {"code": code})


def _back(call: Call, redirect: str, answer: dict[str, str]) -> Reply:
    """Goes back to the program with an answer; `state` goes along."""
    if redirect == OUT_OF_BAND:
        return page("Aanmelden lukt niet", f"<p>{html.escape(answer.get('error_description', ''))}</p>", 400)
    if call.params.get("state"):
        answer["state"] = call.params.get("state")
    mark = "&" if "?" in redirect else "?"
    return Reply(raw=b"", status=302, headers=[("location", f"{redirect}{mark}{urlencode(answer, quote_via=quote)}")])


def _app(call: Call) -> App:
    """The program that asks, by Basic or by parameters. Raises Refused(401)."""
    name, key = call.params.get("client_id"), call.params.get("client_secret")
    scheme, _, given = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        name, _, key = base64.b64decode(given).decode("utf-8", "replace").partition(":")
    app = call.state.apps.get(name)
    if app is None or app.client_secret != key:
        raise Refused(401, "invalid_client", error_description="Client authentication failed.")
    return app


@ROUTES.add("POST", "/oauth/token", account=False)
def token(call: Call) -> Reply:
    """Trades a code for a token; the code works once and only with its verifier."""
    app, params = _app(call), call.params
    invalid = Refused(400, "invalid_grant", error_description="The provided authorization grant is invalid, expired, revoked.")
    if params.get("grant_type") == "client_credentials":
        who, scopes = "", params.get("scope", "read")
    elif params.get("grant_type") == "authorization_code":
        code = call.state.codes.pop(params.get("code"), None)
        if (
            code is None
            or code.app != app.client_id
            or code.redirect != params.get("redirect_uri")
            or code.expires_at < call.now
        ):
            raise invalid
        digest = base64.urlsafe_b64encode(hashlib.sha256(params.get("code_verifier").encode()).digest()).rstrip(b"=")
        if code.challenge and digest.decode() != code.challenge:
            raise invalid
        who, scopes = code.who, code.scopes
    else:
        raise Refused(400, "unsupported_grant_type", error_description="The authorization grant type is not supported.")
    made = secret(call, "token")
    call.state.tokens[made] = who
    call.state.programs[made] = app.name
    return Reply({"access_token": made, "token_type": "Bearer", "scope": scopes, "created_at": call.now // 1000})


@ROUTES.add("POST", "/oauth/revoke", account=False)
def revoke(call: Call) -> Reply:
    """Takes a token back."""
    _app(call)
    call.state.tokens.pop(call.params.get("token"), None)
    return Reply({})


@ROUTES.add("GET", "/api/v1/apps/verify_credentials", account=False)
def verify_app(call: Call) -> Reply:
    """Which program a token was made for."""
    if call.token not in call.state.tokens:
        raise Refused(401, "The access token is invalid")
    return Reply({"name": call.state.programs.get(call.token, "Belfry"), "website": None, "scopes": SCOPES})

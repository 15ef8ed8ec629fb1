"""Sorts what can go wrong on the wire into Belfry's errors: the boundary of this room. Words of servers become plain text."""

from __future__ import annotations  # httpx is read late: see client.transport.late

import errno
import json
import re
import socket
import ssl
from collections.abc import Iterator, Mapping

from client import errors
from client.model.instant import Instant
from client.transport import budget
from client.transport.late import httpx

_TAGS = re.compile(r"<[^<>]*>")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_BROKEN_OFF = ("disconnected", "peer closed")
_HOST_CODES = {62, 63, 64, 0x800B010F}  # X509_V_ERR_*_MISMATCH; CERT_E_CN_NO_MATCH on Windows
_DATE_CODES = {9, 10, 0x800B0101, 0x800B0102}  # not yet valid, expired; CERT_E_EXPIRED, CERT_E_VALIDITYPERIODNESTING
_NO_NETWORK = ({errno.ENETUNREACH}, {errno.ENETDOWN}, {errno.ENETUNREACH, errno.ENETDOWN})  # and no other failure beside
_BY_STATUS: dict[int, type[errors.ServerSaidNo]] = {
    400: errors.Invalid,
    401: errors.SignedOut,
    403: errors.Forbidden,
    404: errors.Gone,
    409: errors.Invalid,
    410: errors.Gone,
    413: errors.Invalid,
    422: errors.Invalid,
}


def plain_words(text: str, *secrets: str) -> str:
    """Makes foreign words fit for a log line: one line, no tags, no control signs, no secrets, at most 300 characters."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "…")
    return " ".join(_UNSEEN.sub(" ", _TAGS.sub(" ", text)).split())[:300]


def detail(headers: Mapping[str, str], body: bytes, *secrets: str) -> str:
    """Takes the server's own words out of the body of a refusal; "" for HTML and for what cannot be read."""
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    text = body[:65536].decode("utf-8", "replace").strip()
    if text.startswith(("{", "[")) and kind not in ("text/html", "application/xhtml+xml"):
        return plain_words(_json_words(text), *secrets)
    if not text or "html" in kind or re.match(r"<(!doctype|html|head|body|\?xml)", text, re.IGNORECASE):
        return ""
    return plain_words(text[:2000], *secrets) if kind in ("", "text/plain", "application/json") else ""


def _json_words(text: str) -> str:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(data, dict):
        return ""
    words = [data.get(key) for key in ("error", "error_description", "message", "detail")]
    return ": ".join(word[:300] for word in words if isinstance(word, str) and word.strip())


def refusal(
    status: int, headers: Mapping[str, str], body: bytes, now: Instant, *, host: str, secret: str = ""
) -> errors.WorldError:
    """Makes the error for an HTTP status of 400 and up. A 429 gets its `until` from the session, which knows the budget."""
    words = detail(headers, body, secret)
    if status == 511:
        return errors.CaptivePortal(words, host=host)
    if status == 429:
        return errors.RateLimited(words, host=host, until=max(budget.retry_after(headers, now), budget.reset_at(headers, now)))
    if status >= 500:
        return errors.ServerFailed(words, host=host, status=status, until=budget.retry_after(headers, now))
    return _BY_STATUS.get(status, errors.ServerSaidNo)(words, host=host, status=status)


def causes(problem: BaseException) -> Iterator[BaseException]:
    """Yields an exception and everything behind it: causes, contexts and members of groups."""
    seen: set[int] = set()
    todo: list[BaseException | None] = [problem]
    while todo:
        one = todo.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        todo += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            todo += one.exceptions


def sort(problem: BaseException, *, host: str, sent: bool, proxy: str = "") -> errors.WorldError:
    """Turns an exception of httpx, ssl or the socket layer into ours. `proxy` is host:port of the proxy on the way, if any."""
    chain = list(causes(problem))
    for one in chain:
        if isinstance(one, errors.WorldError):
            return one
        if isinstance(one, ssl.SSLCertVerificationError):
            return untrusted(one, host)
    if isinstance(problem, httpx.ProxyError):
        return proxy_answer(str(problem), proxy)
    if any(isinstance(one, ssl.SSLError) for one in chain) and not sent:
        return errors.ConnectionLost("the TLS handshake failed", host=host)
    if isinstance(problem, httpx.ConnectError) and proxy:
        return errors.ProxyFailed("no connection to the proxy", host=proxy)
    if any(isinstance(one, socket.gaierror | UnicodeError) for one in chain):
        return errors.HostNotFound("the name does not resolve", host=host)
    if isinstance(problem, httpx.TimeoutException):
        return errors.TimedOut(type(problem).__name__, host=host, sent=sent)
    if isinstance(problem, httpx.ConnectError) or (isinstance(problem, OSError) and not sent):
        if {one.errno for one in chain if isinstance(one, OSError) and one.errno} in _NO_NETWORK:
            return errors.NetworkDown("no way to any network", host=host)
        reset = any(isinstance(one, ConnectionResetError) for one in chain)
        return (errors.ConnectionLost if reset else errors.ConnectionRefused)("no connection", host=host)
    if isinstance(problem, httpx.RemoteProtocolError) and not any(word in str(problem) for word in _BROKEN_OFF):
        return errors.BadAnswer("not readable as HTTP", host=host)
    if isinstance(problem, httpx.DecodingError):
        return errors.BadAnswer("the compression is broken", host=host)
    return errors.ConnectionLost(type(problem).__name__, host=host, sent=sent)


def proxy_answer(words: str, proxy: str) -> errors.ProxyFailed:
    """Makes the error for a proxy that answers CONNECT with a status of its own, such as "407 Login Required"."""
    kind = errors.ProxyLogin if words.lstrip().startswith("407") else errors.ProxyFailed
    return kind(plain_words(words), host=proxy)


def untrusted(problem: ssl.SSLCertVerificationError, host: str) -> errors.Untrusted:
    """Sorts a refused certificate by issuer, host or date. The issuer's name is found later, by a second handshake."""
    code = getattr(problem, "verify_code", 0) & 0xFFFFFFFF
    words = str(getattr(problem, "verify_message", "") or problem)
    lower = words.lower()
    reason = "issuer"
    if code in _HOST_CODES or "mismatch" in lower or "not valid for" in lower or "doesn't match" in lower:
        reason = "host"
    elif code in _DATE_CODES or "expired" in lower or "not yet valid" in lower:
        reason = "date"
    return errors.Untrusted(plain_words(words), host=host, reason=reason)

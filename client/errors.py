"""Every exception that Belfry raises on purpose, in one tree.

Two kinds of failure exist. The world's (a server, a network, a disk) are `WorldError`: they are told to the reader and
work goes on. Ours (a bug) are plain Python exceptions: never caught, always reported. One function at each boundary
turns foreign exceptions into these. No class holds a sentence for people: `client.ui.notices` has those.

    BelfryError
    └── WorldError
        ├── Unreachable            nothing came back; certainly nothing was done unless `sent` is true
        │   ├── HostNotFound       the name does not resolve
        │   ├── ConnectionRefused  nobody listens
    │   │   └── NetworkDown    this PC has no way to anywhere
        │   ├── ConnectionLost     the connection broke halfway
        │   └── TimedOut           the total deadline passed
        ├── Untrusted              TLS: unknown issuer, wrong host or wrong date
        ├── ProxyFailed            the proxy answered instead of the server
        │   └── ProxyLogin         the proxy wants a name and password (407)
        ├── CaptivePortal          a login page of the network stands in the way
        ├── UnsafeAddress          a redirect or address that must not be followed
        ├── BadAnswer              not readable as what was asked for
        │   └── TooLarge           more bytes than the cap allows
        ├── ServerSaidNo           an HTTP status of 400 and up
        │   ├── Invalid            400, 409, 410 for a form, 422: the request was not accepted
        │   ├── SignedOut          401
        │   ├── Forbidden          403
        │   ├── Gone               404 and 410
        │   ├── RateLimited        429
        │   └── ServerFailed       5xx
        ├── Unsupported            this server or network cannot do it
        ├── SignInFailed           the person or the server ended the sign-in
        ├── NoKeyring              no place for secrets on this PC
        ├── BadPattern             a regular expression that cannot be used
        ├── BadDeckFile            a deck file, or a column as text, that cannot be used
        └── StoreFailed            the disk or a database
            ├── StoreInUse         another Belfry works in this folder
            ├── StoreTooNew        written by a newer Belfry
            ├── StoreDamaged       cannot be read
            └── DiskFull           no room
"""

from typing import Self


class BelfryError(Exception):
    """The root of all errors that Belfry raises on purpose."""


class WorldError(BelfryError):
    """A failure outside Belfry. `detail` is plain text for the log and for experts, never HTML, at most 300 characters."""

    def __init__(self, detail: str = "", *, host: str = "") -> None:
        super().__init__(detail)
        self.detail = detail[:300]
        self.host = host

    def bare(self) -> Self:
        """Lets go of the frames and errors behind it, which hold whole answers; for an error that is kept. Returns itself."""
        self.__traceback__ = self.__context__ = self.__cause__ = None
        return self


class Unreachable(WorldError):
    """No answer. `sent` tells whether the request may have reached the server."""

    def __init__(self, detail: str = "", *, host: str = "", sent: bool = False) -> None:
        super().__init__(detail, host=host)
        self.sent = sent


class HostNotFound(Unreachable):
    """The name of the server does not resolve."""


class ConnectionRefused(Unreachable):
    """Nobody answers at the address."""


class NetworkDown(ConnectionRefused):
    """This PC has no network at all."""


class ConnectionLost(Unreachable):
    """The connection broke before the answer was complete."""


class TimedOut(Unreachable):
    """The total deadline of the request passed."""


class Untrusted(WorldError):
    """The certificate is not trusted. `reason` is one of `issuer`, `host`, `date`; `issuer` names who signed it, if known."""

    def __init__(self, detail: str = "", *, host: str = "", reason: str = "issuer", issuer: str = "") -> None:
        super().__init__(detail, host=host)
        self.reason = reason
        self.issuer = issuer


class ProxyFailed(WorldError):
    """The proxy answered with a failure of its own. `host` names the proxy."""


class ProxyLogin(ProxyFailed):
    """The proxy wants a sign-in (407)."""


class CaptivePortal(WorldError):
    """A page of the network came instead of the server's answer."""


class UnsafeAddress(WorldError):
    """An address that must not be asked: another host than the account's server, a private network, not http(s)."""


class BadAnswer(WorldError):
    """The answer is not what was asked for: broken JSON, wrong shape, too deep."""


class TooLarge(BadAnswer):
    """The answer is larger than its cap, counted after decompression."""


class ServerSaidNo(WorldError):
    """An HTTP status of 400 and up. `status` is that status; `detail` the server's own words as plain text."""

    def __init__(self, detail: str = "", *, host: str = "", status: int = 0) -> None:
        super().__init__(detail, host=host)
        self.status = status


class Invalid(ServerSaidNo):
    """The server does not accept the request as it stands (400, 409, 422)."""


class SignedOut(ServerSaidNo):
    """The token is no longer accepted (401)."""


class Forbidden(ServerSaidNo):
    """The account may not do this (403)."""


class Gone(ServerSaidNo):
    """It is not there, or not visible to this account (404, 410)."""


class RateLimited(ServerSaidNo):
    """Too many requests (429). `until` is when to ask again, in ms since 1970 UTC; 0 when the server did not say."""

    def __init__(self, detail: str = "", *, host: str = "", status: int = 429, until: int = 0) -> None:
        super().__init__(detail, host=host, status=status)
        self.until = until


class ServerFailed(ServerSaidNo):
    """The server has a fault of its own (5xx). `until` as in `RateLimited`, from Retry-After."""

    def __init__(self, detail: str = "", *, host: str = "", status: int = 500, until: int = 0) -> None:
        super().__init__(detail, host=host, status=status)
        self.until = until


class Unsupported(WorldError):
    """This server or network has no such thing."""


class SignInFailed(WorldError):
    """The sign-in ended without a token. `reason`: `denied`, `state`, `expired`, `code`, `cancelled`, `server`."""

    def __init__(self, detail: str = "", *, host: str = "", reason: str = "server") -> None:
        super().__init__(detail, host=host)
        self.reason = reason


class NoKeyring(WorldError):
    """The PC offers no place to keep secrets."""


class BadPattern(WorldError):
    """A regular expression that cannot be used. `reason`: `broken`, `long`, `slow` (too large once written out), `recalls`
    (refers back to a group), `looks` (looks ahead or behind), `other`; `place` is the character it is about, None unknown."""

    def __init__(self, detail: str = "", *, host: str = "", reason: str = "broken", place: int | None = None) -> None:
        super().__init__(detail, host=host)
        self.reason = reason
        self.place = place


class BadDeckFile(WorldError):
    """A deck file, or a column as text, cannot be used. `reason`: `other` (it is something else), `damaged`, `newer` (made by a
    newer Belfry), `too_large`, `too_deep`, `empty` (no column that this Belfry knows)."""

    def __init__(self, detail: str = "", *, host: str = "", reason: str = "other") -> None:
        super().__init__(detail, host=host)
        self.reason = reason


class StoreFailed(WorldError):
    """A database or the disk under it failed."""


class StoreInUse(StoreFailed):
    """Another Belfry works in this data folder; two must never write there."""


class StoreTooNew(StoreFailed):
    """The file was written by a newer Belfry and is left alone."""


class StoreDamaged(StoreFailed):
    """The file cannot be read as a database."""


class DiskFull(StoreFailed):
    """There is no room to write."""

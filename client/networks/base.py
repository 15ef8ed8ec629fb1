"""What every network offers, as a Protocol. A new network is one room behind this file plus its fake."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from client.model.account import Account, Server
from client.model.instant import Instant
from client.model.page import Page, StreamEvent, Where
from client.model.post import Author, PostKey, Version
from client.model.query import Operator, Query, QueryKind

if TYPE_CHECKING:
    from client.model.person import Profile


class Feature(StrEnum):
    """What a server can do, found by asking it. Kept in `Server.features`."""

    STREAMING = "streaming"
    GROUPED_NOTIFICATIONS = "grouped_notifications"
    QUOTES = "quotes"
    LISTS = "lists"
    LOCAL = "local"  # the local timeline may be read
    FEDERATED = "federated"
    SEARCH = "search"
    PKCE = "pkce"


@dataclass(frozen=True, slots=True)
class Access:
    """An account with what opens its door. The token never shows in a repr."""

    account: Account
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose from: a list of the account, a person. `id` goes into a query's parameters."""

    id: str
    title: str
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a sign-in ends with. `account.id` is "" : `client.sync.accounts` gives it one."""

    account: Account
    token: str = field(repr=False)


class SignIn(Protocol):
    """A sign-in under way. Both ways stand side by side; the first that works wins.

    `browser_url` is for a browser on this PC and comes back to a loopback address; `code_url` is for any device and ends by
    showing a code. Valid until `expires_at`.
    """

    browser_url: str
    code_url: str
    expires_at: Instant

    async def wait(self) -> Grant:
        """Waits for the browser on this PC to come back. Raises SignInFailed or what the server's answers raise."""

    async def use_code(self, code: str) -> Grant:
        """Trades a code that the person pasted. Raises SignInFailed(reason="code") when the server does not take it;
        the sign-in stays open for another try."""

    async def close(self) -> None:
        """Ends it: the loopback socket is closed, `wait` raises SignInFailed(reason="cancelled")."""


class Network(Protocol):
    """A network. Methods raise `client.errors.WorldError` kinds only; a broken item in a page is counted and left out."""

    name: str  # "mastodon"; part of every origin
    letter: str  # "M"; shown on badges

    def supports(self, server: Server, kind: QueryKind) -> bool:
        """Tells whether this server has such a timeline."""

    def operators(self, server: Server) -> frozenset[Operator]:
        """Tells what this server's search understands beyond words."""

    def channel(self, query: Query) -> str | None:
        """Names the stream that feeds this query; None when it must be polled. Equal names share one subscription."""

    async def fetch(self, access: Access, query: Query, where: Where, limit: int = 40) -> Page:
        """Fetches one page."""

    def stream(self, access: Access, channels: Sequence[str]) -> AsyncIterator[StreamEvent]:
        """Opens one connection for all channels and yields what comes, first an `Alive` when it is open. Raises on a break."""

    async def probe(self, address: str) -> Server:
        """Finds out what answers at an address as a person typed it (`meerdam.example`, `https://...`, `@me@meerdam.example`).
        Raises Unsupported when it is not a server of this network."""

    async def sign_in(self, server: Server) -> SignIn:
        """Begins a sign-in: registers Belfry at the server and opens the way back."""

    async def refresh(self, access: Access) -> Account:
        """Asks the server who the account is and what it can do now. Raises SignedOut when the token no longer counts."""

    async def sign_out(self, access: Access) -> None:
        """Takes the token back at the server."""

    async def lists(self, access: Access) -> tuple[Choice, ...]:
        """The account's own lists."""

    async def members(self, access: Access, list_id: str) -> tuple[Author, ...]:
        """The people on one of the account's lists, a thousand at most. Raises Gone for a list that is no more."""

    async def people(self, access: Access, text: str) -> tuple[Author, ...]:
        """People whom the server finds for a text, best first."""

    async def profile(self, access: Access, user_id: str) -> "Profile":
        """A person as they describe themselves, and what they are to the account. Raises Gone for one that is no more."""

    async def history(self, access: Access, key: PostKey) -> tuple[Version, ...]:
        """All versions of a post, the present one first. Raises Unsupported where the server keeps none."""

"""An account of ours: who speaks, on which network, at which server. The token is not here: it lives in the keyring."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

AccountId = NewType("AccountId", str)
"""Our own short id, made when the account is added; never the server's."""


class AccountHealth(StrEnum):
    """Whether an account can be used now."""

    READY = "ready"
    SIGNED_OUT = "signed_out"
    SESSION_ONLY = "session_only"  # usable, but no keyring: gone when Belfry ends


@dataclass(frozen=True, slots=True)
class Server:
    """What is known of a server. `features` holds words of `client.networks.base.Feature`; unknown limits are absent."""

    url: str  # base address without a slash at the end
    title: str = ""
    software: str = ""  # "Mastodon 4.4.2"
    features: frozenset[str] = frozenset()
    limits: dict[str, int] = field(default_factory=dict)
    streaming_url: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One of our accounts. `color` names an account colour of resources/tokens.json; `code` is two letters."""

    id: AccountId
    network: str  # "mastodon"
    server: Server
    user_id: str  # the server's id of this person, opaque
    handle: str  # full, without the first @
    name: str
    avatar_url: str | None = None
    color: str = "azure"
    code: str = ""
    official: bool = False
    private: bool = False
    demo: bool = False

    @property
    def origin(self) -> str:
        """The origin of this account's posts, as in `PostKey`."""
        return f"{self.network}:{self.server.url.split('://', 1)[-1]}"

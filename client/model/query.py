"""What a timeline asks of a network. Data only; each network turns it into requests."""

from dataclasses import dataclass
from enum import StrEnum

from client.model.account import AccountId


class QueryKind(StrEnum):
    """The kinds of timeline. A network says which it supports."""

    HOME = "home"
    LOCAL = "local"
    FEDERATED = "federated"
    LIST = "list"
    HASHTAG = "hashtag"
    USER = "user"
    SEARCH = "search"
    STORED = "stored"  # a search on this PC: no server is asked, `account` is ""
    NOTIFICATIONS = "notifications"
    MENTIONS = "mentions"
    CONVERSATIONS = "conversations"
    BOOKMARKS = "bookmarks"
    LIKES = "likes"
    THREAD = "thread"


class Operator(StrEnum):
    """What a server's search may understand beyond words that must all be there. The value is how it is written."""

    OR = "OR"
    PHRASE = '"'
    NOT = "-"
    FROM = "from:"


class Order(StrEnum):
    """How entries are sorted: by their time, by when the server listed them, or as one answer gave them."""

    TIME = "time"
    LISTED = "listed"  # bookmarks, likes: the order is the server's own
    SNAPSHOT = "snapshot"  # thread: each answer replaces the whole


_ORDERS = {
    QueryKind.BOOKMARKS: Order.LISTED,
    QueryKind.LIKES: Order.LISTED,
    QueryKind.THREAD: Order.SNAPSHOT,
}


_PLACES = {
    QueryKind.HOME: "home",
    QueryKind.LIST: "home",
    QueryKind.NOTIFICATIONS: "notifications",
    QueryKind.MENTIONS: "notifications",
    QueryKind.CONVERSATIONS: "notifications",
    QueryKind.USER: "account",
    QueryKind.THREAD: "thread",
}


def filter_place(kind: QueryKind) -> str:
    """The place that a timeline is to an account's filters, which are made for some places only."""
    return _PLACES.get(kind, "public")


@dataclass(frozen=True, slots=True)
class Query:
    """One question to one account's server. `params` are sorted pairs, so equal questions are equal and share a timeline.

    Keys by kind (values are plain text; several values repeat the key):
    HASHTAG `any` (at least one), `all`, `none`: tags without #. LIST `list` (id), `title`. USER `user` (id), `handle`,
    `replies`/`reposts` = "no" to leave out. SEARCH `q`. STORED `q`, `look` = "1". NOTIFICATIONS `type` (repeatable;
    none = all). THREAD `post` (id).
    LOCAL/FEDERATED/HASHTAG `media` = "only".
    """

    account: AccountId
    kind: QueryKind
    params: tuple[tuple[str, str], ...] = ()

    @property
    def order(self) -> Order:
        """How the entries of this query are sorted."""
        return _ORDERS.get(self.kind, Order.TIME)

    def get(self, key: str) -> str:
        """The first value under `key`, "" when absent."""
        return next((value for name, value in self.params if name == key), "")

    def all(self, key: str) -> tuple[str, ...]:
        """All values under `key`."""
        return tuple(value for name, value in self.params if name == key)


def query(account: AccountId, kind: QueryKind, *params: tuple[str, str]) -> Query:
    """Makes a query with its parameters sorted and empty values left out."""
    return Query(account, kind, tuple(sorted((key, value) for key, value in params if value)))

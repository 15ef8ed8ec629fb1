"""What happened, as typed facts that travel upwards. Published by `sync`, heard by `ui`; never an import upwards."""

from array import array
from dataclasses import dataclass
from enum import StrEnum

from client.model.account import AccountId
from client.model.column import ColumnId
from client.model.health import Health
from client.model.post import PostKey


@dataclass(frozen=True, slots=True)
class Inserted:
    """Rows came in: `ids` now stand from index `at` on."""

    at: int
    ids: array  # type: ignore[type-arg]  # array('q') of row ids


@dataclass(frozen=True, slots=True)
class Removed:
    """`count` rows from index `at` on are gone."""

    at: int
    count: int


@dataclass(frozen=True, slots=True)
class Reset:
    """Everything is different: `ids` are all rows now."""

    ids: array  # type: ignore[type-arg]  # array('q') of row ids


Edit = Inserted | Removed | Reset


@dataclass(frozen=True, slots=True)
class TimelineChanged:
    """The rows of a feed changed; apply the edits in order."""

    feed: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class RowsLoaded:
    """The contents of these row ids can now be read without waiting."""

    feed: str
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class PostChanged:
    """A post, or what it is to an account, is different; rows that show it must be measured and painted again."""

    keys: frozenset[PostKey]


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """A feed's state line is different."""

    feed: str
    health: Health


@dataclass(frozen=True, slots=True)
class ReadChanged:
    """A feed's read marker moved."""

    feed: str
    unread: int


@dataclass(frozen=True, slots=True)
class AccountsChanged:
    """Accounts came, went or changed health."""

    accounts: tuple[AccountId, ...]


@dataclass(frozen=True, slots=True)
class DeckChanged:
    """Columns came, went, moved or changed. `column` is the one concerned, None for several."""

    column: ColumnId | None = None


@dataclass(frozen=True, slots=True)
class SiftedChanged:
    """What a column leaves out is different, or has been looked at further: `Sifted.counted` and highlights are new."""

    feed: str


@dataclass(frozen=True, slots=True)
class PartnersChanged:
    """The partner list is different: rows that show people must be painted again."""


class AlertKind(StrEnum):
    """Why a column calls."""

    NEW = "new"
    SILENT = "silent"
    TROUBLE = "trouble"  # it cannot be known whether there is anything new: the column is stale, offline, signed out or refused


@dataclass(frozen=True, slots=True)
class Alert:
    """A column calls: `count` new posts, the newest with this row id; or nothing new for `minutes`; or for `minutes` not able
    to know, its feed's health says why."""

    column: ColumnId
    kind: AlertKind
    count: int = 0
    row: int = 0
    minutes: int = 0
    sound: str = ""
    popup: bool = True


@dataclass(frozen=True, slots=True)
class PictureReady:
    """The bytes of a picture are here (or failed: then `data` is None)."""

    url: str
    data: bytes | None


Change = (
    TimelineChanged
    | RowsLoaded
    | PostChanged
    | HealthChanged
    | ReadChanged
    | AccountsChanged
    | DeckChanged
    | SiftedChanged
    | PartnersChanged
    | Alert
    | PictureReady
)

"""What a column kind is: a name, an icon, parameters to ask for, and the queries they become."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from client.model.account import AccountId
from client.model.column import ColumnSpec
from client.model.query import Query, QueryKind, query


class ParamKind(StrEnum):
    """How a parameter is asked for."""

    TEXT = "text"
    SEARCH = "search"  # words for a server's search, with what it understands beyond them
    TAGS = "tags"  # words separated by spaces or commas; repeats the key
    LIST = "list"  # one of the account's lists; also sets `title`
    PERSON = "person"  # found by name; sets `user` and `handle`
    SWITCH = "switch"  # "no" when off, absent when on
    TYPES = "types"  # several of `options`; none = all


@dataclass(frozen=True, slots=True)
class Param:
    """One thing to fill in. `label` and the labels of `options` are marked words."""

    key: str
    kind: ParamKind
    label: str
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """A kind of column. `label`, `hint` are marked words; `icon` is a Phosphor name without `ph.`.

    `title` makes the column's own name from its parameters ("" = use the label). `without_account` kinds ask no server.
    """

    name: str
    label: str
    hint: str
    icon: str
    query_kind: QueryKind
    params: tuple[Param, ...] = ()
    title: Callable[[ColumnSpec], str] = lambda spec: ""
    without_account: bool = False

    def queries(self, spec: ColumnSpec) -> tuple[Query, ...]:
        """The queries behind a column: one for each of its accounts, or a single one without account."""
        if self.without_account:
            return (query(AccountId(""), self.query_kind, *spec.params),)
        return tuple(query(account, self.query_kind, *spec.params) for account in spec.accounts)

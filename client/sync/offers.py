"""Columns on their way between two Belfrys: as readable JSON values without ids of this PC, and back, as an offer.

Accounts are named by network, server and handle. Tokens, reading places and what was cleared do not travel.
"""

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from client import columns, errors
from client.model.account import Account, AccountId
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck
from client.store import columncodec
from client.text import display

MOST_COLUMNS = 200
MOST_SOURCES = 50
LONGEST = 300
"""Characters of a name, a word or a handle."""

_GLYPH = re.compile(r"[a-z0-9-]{0,40}")
_KIND = re.compile(r"[\w.-]{1,40}")
_BOUND = {"user": "server", "list": "account"}
"""Ids in questions that only that server, or only that account, understands."""


@dataclass(frozen=True, slots=True)
class Source:
    """An account as others know it. `server` is a host, with its port where it has one of its own."""

    network: str
    server: str
    handle: str


@dataclass(frozen=True, slots=True)
class Fit:
    """Which accounts here can be a source: the very one, else `others` on the same server and then the same network."""

    source: Source
    account: AccountId | None
    others: tuple[AccountId, ...] = ()


@dataclass(frozen=True, slots=True)
class Offered:
    """A column that is offered. `spec` has neither id nor accounts yet. `title` and `words` are foreign text; `label` is a
    marked word, the name of the kind. `bound` says who alone can be its source: any account (""), one of that `server`, or that
    `account` itself."""

    spec: ColumnSpec
    sources: tuple[Source, ...]
    title: str
    label: str
    icon: str
    words: str
    bound: str = ""

    def fits(self, accounts: Iterable[Account]) -> tuple[Fit, ...]:
        """Which accounts can be its sources."""
        accounts = tuple(accounts)
        return tuple(_fit(source, self.bound, accounts) for source in self.sources)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a file would add. `unknown_kinds` are names of columns that only a newer Belfry knows; `left_out` counts further
    columns that cannot be used, `unknown` and `wrong` the settings of the columns that are offered which are not taken over."""

    name: str
    columns: tuple[Offered, ...]
    unknown_kinds: tuple[str, ...] = ()
    left_out: int = 0
    unknown: int = 0
    wrong: int = 0

    @property
    def sources(self) -> tuple[Source, ...]:
        """All accounts that the columns name, each once."""
        return tuple(dict.fromkeys(source for column in self.columns for source in column.sources))


Choices = Mapping[Source, AccountId | None]
"""Which account here stands for one that is named; absent or None: no one."""


def fitting(offer: Offer, accounts: Iterable[Account]) -> dict[Source, AccountId | None]:
    """The choices that need no thought: the accounts that are here under the same name."""
    accounts = tuple(accounts)
    return {source: _fit(source, "", accounts).account for source in offer.sources}


def take(
    offer: Offer, choices: Choices, accounts: Iterable[Account], wanted: Collection[int] | None = None
) -> tuple[ColumnSpec, ...]:
    """The columns as this desk can have them, without ids: it gives them new ones. `wanted` are numbers of `offer.columns`,
    None is all of them. A column is left out where no account is chosen that can be its source."""
    made, here = [], tuple(accounts)
    for number, column in enumerate(offer.columns):
        if wanted is None or number in wanted:
            fits = ((choices.get(fit.source), fit) for fit in column.fits(here))
            chosen = tuple(dict.fromkeys(account for account, fit in fits if account and account in (fit.account, *fit.others)))
            if chosen or not column.sources:
                made.append(dataclasses.replace(column.spec, accounts=chosen))
    return tuple(made)


def _fit(source: Source, bound: str, accounts: Sequence[Account]) -> Fit:
    same = [account for account in accounts if account.network == source.network]
    there = [account for account in same if source_of(account).server.casefold() == source.server.casefold()]
    exact = next((account.id for account in there if account.handle.casefold() == source.handle.casefold()), None)
    others = {"": [*there, *same], "server": there}.get(bound, [])
    ids = dict.fromkeys(account.id for account in others)
    return Fit(source, exact, tuple(account for account in ids if account != exact))


# --- to JSON values -----------------------------------------------------------------------------------------------------


def source_of(account: Account) -> Source:
    """An account as others know it."""
    return Source(account.network, account.server.url.split("://", 1)[-1], account.handle)


def column_value(spec: ColumnSpec, accounts: Iterable[Account]) -> dict[str, Any]:
    """A column for others. Accounts that are not known here are left out."""
    known = {account.id: source_of(account) for account in accounts}
    filters = dataclasses.replace(spec.filters, cleared=None)
    return {
        "kind": spec.kind,
        "sources": [dataclasses.asdict(known[account]) for account in spec.accounts if account in known],
        "params": [list(pair) for pair in spec.params],
        **columncodec.look(dataclasses.replace(spec, filters=filters)),
    }


def deck_value(deck: Deck, accounts: Iterable[Account]) -> dict[str, Any]:
    """A deck for others."""
    accounts = tuple(accounts)
    return {"name": deck.name, "columns": [column_value(spec, accounts) for spec in deck.columns]}


# --- and back -----------------------------------------------------------------------------------------------------------


def read_deck(value: Mapping[str, Any]) -> Offer:
    """What a deck of elsewhere offers. Raises BadDeckFile when it has no list of columns, or none that can be used."""
    found = value.get("columns")
    if not isinstance(found, list):
        raise errors.BadDeckFile("no list of columns", reason="damaged")
    notes = columncodec.Notes()
    offered: list[Offered] = []
    kinds: list[str] = []
    for each in found[:MOST_COLUMNS]:
        kind = each.get("kind") if isinstance(each, dict) else None
        if isinstance(kind, str) and kind not in columns.KINDS and _KIND.fullmatch(kind):
            kinds.append(kind)
        elif isinstance(kind, str) and kind in columns.KINDS:
            column = _offered(kind, each, notes)
            if column.sources or columns.KINDS[kind].queries(column.spec):
                offered.append(column)
    if found and not offered:
        raise errors.BadDeckFile(f"{len(found)} columns, none to be used", reason="empty")
    name = value.get("name")
    return Offer(
        _line(name, 80) if isinstance(name, str) else "",
        tuple(offered),
        tuple(dict.fromkeys(kinds)),
        len(found) - len(offered) - len(kinds),
        len(notes.unknown),
        len(notes.wrong),
    )


def _offered(kind: str, value: dict[str, Any], notes: columncodec.Notes) -> Offered:
    rest = {name: item for name, item in value.items() if name not in ("kind", "sources", "params")}
    look = _clean(columncodec.read_look(rest, notes))
    pairs = columncodec.read_params(value.get("params", []), notes)
    params = tuple((_line(key, 40), _line(text, LONGEST)) for key, text in pairs)
    spec = dataclasses.replace(look, kind=kind, params=params)
    known = columns.KINDS[kind]
    words = _line(known.title(spec), LONGEST)
    bound = next((who for key, who in _BOUND.items() if spec.get(key)), "")
    sources = _sources(value.get("sources", []), notes)
    return Offered(spec, sources, spec.name or words, known.label, spec.icon or known.icon, words, bound)


def _sources(value: object, notes: columncodec.Notes) -> tuple[Source, ...]:
    found: dict[Source, None] = {}
    for each in value[:MOST_SOURCES] if isinstance(value, list) else ():
        given = [each.get(name) if isinstance(each, dict) else None for name in ("network", "server", "handle")]
        parts = [line for part in given if isinstance(part, str) and (line := _line(part, LONGEST))]
        if len(parts) == len(given):
            found[Source(*parts)] = None
        else:
            notes.wrong.append("sources")
    return tuple(found)


def _line(text: str, limit: int) -> str:
    return display.one_line(text, limit)


def _clean(spec: ColumnSpec) -> ColumnSpec:
    """A column of elsewhere with harmless characters only, without id and accounts, its icon and sound checked."""
    filters, marked, alerts = spec.filters, spec.highlights, spec.alerts
    return dataclasses.replace(
        spec,
        id=ColumnId(""),
        accounts=(),
        name=_line(spec.name, 100),
        color=_glyph(spec.color),
        icon=_glyph(spec.icon),
        filters=dataclasses.replace(
            filters,
            any=_lines(filters.any),
            all=_lines(filters.all),
            none=_lines(filters.none),
            pattern=display.clean(filters.pattern),
            languages=_lines(filters.languages),
            only_authors=_lines(filters.only_authors),
            not_authors=_lines(filters.not_authors),
            mutes=tuple(dataclasses.replace(mute, text=_line(mute.text, LONGEST)) for mute in filters.mutes),
            cleared=None,
        ),
        highlights=dataclasses.replace(marked, words=_lines(marked.words), people=_lines(marked.people)),
        alerts=dataclasses.replace(alerts, sound=_glyph(alerts.sound)),
    )


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts as single lines; empty ones go, for an empty word is in every post."""
    return tuple(line for text in texts if (line := _line(text, LONGEST)))


def _glyph(name: str) -> str:
    return name if _GLYPH.fullmatch(name) else ""

"""What the palette offers: commands, columns, decks, accounts and, for some words, a search. Plain data with an act each."""

import functools
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from client.columns import KINDS
from client.model.account import Account, AccountHealth
from client.model.column import ColumnId, ColumnSpec
from client.model.words import mark
from client.ui import badges, commands, words
from client.ui.acts import Reach
from client.ui.commands import COMMANDS, Cap, caps_of
from client.ui.decks_picker import deck_name
from client.ui.key_changes import KeyMap
from client.ui.palette_match import Spans, match, rank
from client.ui.words import tr, trn

TO_COMMANDS, TO_COLUMNS, TO_DECKS, TO_ACCOUNTS = mark("Commands"), mark("Columns"), mark("Decks"), mark("Accounts")
GROUPS = (TO_COMMANDS, TO_COLUMNS, TO_DECKS, TO_ACCOUNTS)
MOST = {TO_COMMANDS: 6, TO_COLUMNS: 5, TO_DECKS: 3, TO_ACCOUNTS: 3}
"""How many of a group are shown for words, so that the other groups are seen too."""

_ORDER = (commands.EVERYWHERE, commands.COLUMNS, commands.DECKS, commands.POST, commands.SEE, commands.GO)
"""In which order commands stand while nothing is typed: what has no place of its own on the screen first."""
_LOOKED_AT = 200  # posts of a column in which words are counted
_LEAST = 3  # letters of words that are counted


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `also` are other words by which it is found; `spans` what of its text is bold."""

    group: str
    text: str
    act: Callable[[], object]
    detail: str = ""
    icon: str = ""
    caps: tuple[Cap, ...] = ()
    account: Account | None = None
    also: tuple[str, ...] = ()
    spans: Spans = ()
    holds: Callable[[str], int] = lambda text: 0  # in how many posts of a column some words are

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        keys = " ".join(cap.text for cap in self.caps)
        return ", ".join(part for part in (self.text, self.detail, keys) if part)


def entries(reach: Reach, map_: KeyMap, *, letters: bool) -> list[Entry]:
    """Everything there is now."""
    return [*_commands(reach, map_, letters=letters), *_columns(reach), *_decks(reach), *_accounts(reach)]


def find(all_: Iterable[Entry], query: str) -> list[Entry]:
    """The entries that these words mean, the best first in each group; all of them for no words."""
    if not query.strip():
        return list(all_)
    ranked: dict[str, list[tuple[tuple[int, int, int], Entry]]] = {group: [] for group in GROUPS}
    for number, entry in enumerate(all_):
        spans = match(query, entry.text)
        if spans is not None:
            ranked[entry.group].append(((*rank(query, entry.text, spans), number), replace(entry, spans=spans)))
        elif len(query.strip()) >= _LEAST and (count := entry.holds(query.strip())):
            held = trn("{n} with “{words}”", "{n} with “{words}”", count, words=query.strip())
            told = replace(entry, detail=" · ".join(filter(None, (entry.detail, held))))
            ranked[entry.group].append(((500 - count, 0, number), told))
        elif any(match(query, other) is not None for other in entry.also):
            ranked[entry.group].append(((1000, len(entry.text), number), entry))
    return [entry for group in GROUPS for _, entry in sorted(ranked[group], key=lambda pair: pair[0])[: MOST[group]]]


def _commands(reach: Reach, map_: KeyMap, *, letters: bool) -> list[Entry]:
    shell, made = reach.shell, []
    heading = next((each for each in shell.control.headings if each.column == shell.control.current), None)
    for command in sorted(COMMANDS, key=lambda each: _ORDER.index(each.group)):
        if not command.label or command.name == "palette" or not shell.acts.can(command.name):
            continue
        about = command.group == commands.COLUMNS and heading is not None and command.name not in ("add_column", "undo")
        made.append(
            Entry(
                TO_COMMANDS,
                tr(command.label),
                functools.partial(shell.act, command.name),
                detail=heading.title if about and heading is not None else "",
                icon=command.icon,
                caps=commands.drawn_caps(command.caps) if command.local else map_.caps(command, letters=letters),
                also=(*words.in_all_languages(command.label), *words.in_all_languages(command.row)),
            )
        )
    return made


def _columns(reach: Reach) -> list[Entry]:
    control = reach.shell.control
    return [
        Entry(
            TO_COLUMNS,
            made.title,
            functools.partial(control.focus_column, made.column),
            detail=trn("{n} new", "{n} new", made.unread) if made.unread else "",
            icon=made.icon,
            holds=functools.partial(_holds, reach, made.column),
            caps=caps_of([str(number)]) if number < 10 else (),
            also=tuple(badges.spoken(account) for account in made.accounts),
        )
        for number, made in enumerate(control.headings, 1)
    ]


def _holds(reach: Reach, column: ColumnId, text: str) -> int:
    feed, wanted = reach.desk.feed(column), text.casefold()
    rows = (feed.row(row_id) for row_id in itertools.islice(feed.ids, _LOOKED_AT))
    posts = (row.entry.post for row in rows if row is not None and row.entry is not None)
    return sum(post is not None and wanted in post.text.text.casefold() for post in posts)


def _decks(reach: Reach) -> list[Entry]:
    desk = reach.desk
    return [
        Entry(
            TO_DECKS,
            deck_name(deck.name),
            functools.partial(reach.shell.decks.switch, deck.id),
            detail=trn("{n} column", "{n} columns", len(deck.columns)),
            icon="columns",
        )
        for deck in desk.decks
        if deck.id != desk.deck.id
    ]


def _accounts(reach: Reach) -> list[Entry]:
    dialogs, accounts = reach.dialogs, reach.accounts
    made = []
    for account in accounts.all:
        name = account.name or account.handle
        network = badges.NETWORKS.get(account.network, account.network)
        text, act = tr("Account {name}", name=name), dialogs.accounts_page
        if accounts.health(account.id) is AccountHealth.SIGNED_OUT and not account.demo:
            text, act = tr("Sign in again: {name}", name=name), functools.partial(dialogs.sign_in_again, account.id)
        made.append(Entry(TO_ACCOUNTS, text, act, detail=network, account=account, also=(account.handle,)))
    return made


def search_column(reach: Reach, text: str) -> Entry | None:
    """Makes a column of what the networks find for some words: one account of each network asks."""
    shell = reach.shell
    current = shell.control.spec(shell.control.current or "")
    near = set(current.accounts) if current is not None else set()
    kind = KINDS["search"]
    asked: dict[str, Account] = {}
    for account in sorted(reach.accounts.all, key=lambda each: each.id not in near):
        network = reach.accounts.networks.get(account.network)
        if network is not None and network.supports(account.server, kind.query_kind):
            asked.setdefault(account.network, account)
    if not asked:
        return None
    spec = ColumnSpec(ColumnId(""), kind.name, tuple(account.id for account in asked.values()), (("q", text),))
    label = tr("New search column: {words}", words=text)
    at = label.rfind(text)
    return Entry(
        TO_COMMANDS,
        label,
        lambda: _add(reach, spec),
        detail=", ".join(badges.spoken(account) for account in asked.values()),
        icon="magnifying-glass",
        spans=((at, at + len(text)),),
    )


def _add(reach: Reach, spec: ColumnSpec) -> None:
    """Adds a column beside the current one and gives it the keyboard."""
    control = reach.shell.control
    before = {each.id for each in control.specs}
    reach.desk.add_column(spec, reach.shell.after_current())
    for each in control.specs:
        if each.id not in before:
            control.focus_column(each.id)


def search_here(reach: Reach, text: str) -> Entry | None:
    """Searches what is stored on this PC, where that can be done."""
    search = reach.shell.acts.find
    if search is None:
        return None
    label = tr("Search on this PC: {words}", words=text)
    at = label.rfind(text)
    return Entry(
        TO_COMMANDS, label, lambda: search(text), tr("posts of your columns"), "magnifying-glass", spans=((at, at + len(text)),)
    )

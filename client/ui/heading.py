"""What a column is called and how it fares, as data: made once, shown by header, sidebar and rail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from client.columns.base import ColumnKind
from client.model.account import Account, AccountId
from client.model.column import ColumnId, ColumnSpec
from client.model.instant import Clock
from client.model.sifting import SHOW_ALL
from client.sync.feed import Feed
from client.text import display
from client.ui import badges, column_marks, states
from client.ui.words import tr, trn

LONGEST = 60
"""Characters of a name inside a sentence."""

PUBLIC = frozenset({"local", "federated", "hashtag", "search", "user"})
"""Kinds that show public posts, not what came to an account: their badges are grey."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a header shows. `remark` stands right in the second line; `sources` and `remark_tip` are said in the tool tip."""

    column: ColumnId
    icon: str
    title: str
    accounts: tuple[Account, ...]
    look: states.Look
    unread: int = 0
    remark: str = ""
    sources: str = ""
    color: str = ""  # of the column itself, never that of an account
    public: bool = False  # of `PUBLIC`: the accounts are only those who look
    remark_tip: str = ""

    @property
    def speakers(self) -> tuple[Account, ...]:
        """Whose colours it bears: the accounts that what it shows came to. None for public posts."""
        return () if self.public else self.accounts


def title(spec: ColumnSpec, kind: ColumnKind | None) -> str:
    """Says the name of a column: the person's own, else made from its parameters, else its kind's."""
    if kind is None:
        return spec.name or tr("A kind that this Belfry does not know")
    return spec.name or kind.title(spec) or tr(kind.label)


def make(spec: ColumnSpec, kind: ColumnKind | None, feed: Feed, accounts: Mapping[AccountId, Account], clock: Clock) -> Heading:
    """Describes a column as it is now."""
    known = tuple(accounts[account] for account in spec.accounts if account in accounts)
    sources = ""
    if len(feed.sources) > 1:
        said = [
            states.speech(badges.spoken(account), source.health, clock)
            for account, source in zip(known, feed.sources, strict=False)
        ]
        sources = "\n".join(said)
    elif kind is not None and kind.without_account:
        sources = tr(kind.hint)
    elif feed.health.before is not None:
        sources = states.told(feed.health, clock())
    look = states.look(feed.health, clock())
    icon = column_marks.glyph(spec.icon, kind.icon if kind else "question")
    remark, tip = _filtered(spec, feed)
    called, public = title(spec, kind), spec.kind in PUBLIC
    return Heading(spec.id, icon, called, known, look, feed.unread, remark, sources, spec.color, public, tip)


def _filtered(spec: ColumnSpec, feed: Feed) -> tuple[str, str]:
    """Says that a column does not show all there is, and how much of it; nothing where it does."""
    if replace(spec.filters, cleared=None) == SHOW_ALL:
        return "", ""
    shown, of = getattr(feed, "counted", (0, 0))
    told = trn("Filters: {shown} of the last {n} post", "Filters: {shown} of the last {n} posts", of, shown=shown)
    return tr("filtered"), told if of else ""


def brief(spec: ColumnSpec, kind: ColumnKind | None) -> str:
    """Says the name of a column inside a sentence, where one of any length would not fit."""
    return display.one_line(title(spec, kind), LONGEST)


Describe = Callable[[ColumnSpec], Heading]

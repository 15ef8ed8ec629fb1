"""Marks people as partners and mutes words and people, in a column or in all; each can be taken back at once.

The desk holds what is marked and muted; this is the short way to it from a row, a menu or a profile.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from client.model.column import ColumnId, ColumnSpec
from client.model.post import Author
from client.model.sifting import Mute, MuteKind, Partner
from client.ui.rowhead import name_text
from client.ui.words import tr

Undo = Callable[[], None]
Say = Callable[[str, Undo | None], object]
"""Says what was done, with the way back where there is one."""


class Book(Protocol):
    """Where marks are kept: `client.sync.desk`."""

    @property
    def partners(self) -> tuple[Partner, ...]:
        """The people and offices that work with us."""

    @property
    def mutes(self) -> tuple[Mute, ...]:
        """What no column shows."""

    def set_partners(self, partners: tuple[Partner, ...]) -> None:
        """Replaces the partner list."""

    def set_mutes(self, mutes: tuple[Mute, ...]) -> None:
        """Replaces what no column shows."""

    def is_partner(self, handle: str) -> bool:
        """Tells whether a full handle is that of a partner."""

    def column(self, column: ColumnId) -> ColumnSpec | None:
        """The column with this id, None when it is gone."""

    def change_column(self, spec: ColumnSpec) -> None:
        """Replaces the column that has the same id."""


def said(mute: Mute) -> str:
    """What is muted, in words."""
    return f"@{mute.text}" if mute.kind is MuteKind.AUTHOR else mute.text


@dataclass(frozen=True, slots=True)
class Marking:
    """The acts. `say` tells at the foot of the window what was done."""

    book: Book
    say: Say

    def is_partner(self, author: Author) -> bool:
        """Whether a person is on the partner list."""
        return self.book.is_partner(author.handle)

    def toggle_partner(self, author: Author) -> None:
        """Puts a person on the partner list, or takes them off it."""
        before, bare = self.book.partners, author.handle.casefold()
        on = not self.is_partner(author)
        kept = tuple(each for each in before if each.handle.casefold() != bare)
        name = " ".join(name_text(author).text.split())
        self.book.set_partners((*kept, Partner(author.handle, name)) if on else kept)
        text = tr("{name} is marked as a partner.", name=name) if on else tr("{name} is no longer a partner.", name=name)
        self.say(text, lambda: self.book.set_partners(before))

    def mute(self, mute: Mute, column: ColumnId | None) -> None:
        """Mutes a word or a person in one column, in all of them for None. The same one with another end is replaced."""
        spec = self.book.column(column) if column is not None else None
        if column is None:
            everywhere = self.book.mutes
            self.book.set_mutes(_with(everywhere, mute))
            self.say(tr("Muted: {word}", word=said(mute)), lambda: self.book.set_mutes(everywhere))
        elif spec is not None:
            here = spec.filters.mutes
            self._set_here(column, _with(here, mute))
            self.say(tr("Muted: {word}", word=said(mute)), lambda: self._set_here(column, here))

    def _set_here(self, column: ColumnId, mutes: tuple[Mute, ...]) -> None:
        spec = self.book.column(column)
        if spec is not None:
            self.book.change_column(replace(spec, filters=replace(spec.filters, mutes=mutes)))


def _with(mutes: tuple[Mute, ...], new: Mute) -> tuple[Mute, ...]:
    name = (new.kind, new.text.casefold())
    return (*(each for each in mutes if (each.kind, each.text.casefold()) != name), new)

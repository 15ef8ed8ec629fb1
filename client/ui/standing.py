"""In which column of each deck the keyboard is: kept between two runs, beside the place of the window."""

import base64
import json
from collections.abc import Collection

from client.model.column import ColumnId

MARK = b"{"
"""How a note begins that holds both; an older one is the window's place alone."""


class Standing:
    """The current column of every deck, by the deck's id. It says nothing about whether they are still there."""

    def __init__(self) -> None:
        self._columns: dict[str, ColumnId] = {}

    def column(self, deck: str) -> ColumnId | None:
        """Where the keyboard was in a deck, None where it was never in it."""
        return self._columns.get(deck)

    def note(self, deck: str, column: ColumnId) -> bool:
        """Notes where the keyboard is in a deck. Tells whether that is news."""
        news = self._columns.get(deck) != column
        self._columns[deck] = column
        return news

    def kept(self, place: bytes, decks: Collection[str]) -> bytes:
        """The note to be kept: the window's place, and the columns of the decks that are there."""
        columns = {deck: column for deck, column in self._columns.items() if deck in decks}
        return json.dumps({"place": base64.b64encode(place).decode("ascii"), "columns": columns}).encode()

    def take(self, kept: bytes) -> bytes:
        """Takes the columns out of a note and gives the window's place; nothing of it where it cannot be read."""
        if not kept.startswith(MARK):
            return kept
        try:
            value = json.loads(kept)
            columns, place = value["columns"], base64.b64decode(value["place"], validate=True)
            self._columns = {str(deck): ColumnId(str(column)) for deck, column in columns.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return b""
        return place

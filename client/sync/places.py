"""Reading places: where the reader is in each column, in memory and on the disk."""

from collections.abc import Callable

from client.model.column import ColumnId
from client.model.deck import Place
from client.store.desk import DeskStore


class Places:
    """The reading places of all columns, of every deck. `changed` is called when there is something to write."""

    def __init__(self, books: DeskStore, changed: Callable[[], None]) -> None:
        self._books = books
        self._changed = changed
        self._places: dict[ColumnId, Place] = {}
        self._unwritten: set[ColumnId] = set()

    async def read(self) -> None:
        """Reads them. Raises StoreFailed."""
        self._places = {place.column: place for place in await self._books.places()}

    def get(self, column: ColumnId) -> Place:
        """Where the reader was; the very top when the column was never left."""
        return self._places.get(column, Place(column))

    def row(self, column: ColumnId) -> int:
        """The row where the reader was, 0 for the very top."""
        entry = self.get(column).entry
        return int(entry) if entry.isascii() and entry.isdecimal() else 0

    def keep(self, place: Place) -> None:
        """Keeps a place in memory until the next `write`."""
        if self.get(place.column) != place:
            self._places[place.column] = place
            self._unwritten.add(place.column)
            self._changed()

    @property
    def waiting(self) -> bool:
        """Whether something is to be written."""
        return bool(self._unwritten)

    async def write(self) -> None:
        """Writes what is not written; that is done only when it is on the disk and still the same. Raises StoreFailed."""
        if self._unwritten:
            places = [self._places[column] for column in self._unwritten]
            await self._books.save_place(*places)
            self._unwritten -= {place.column for place in places if self._places[place.column] == place}

"""A feed's rows for Qt: ids in order and, for screen readers, a sentence for each. Has its own copy of the ids.

The copy is kept upside down (oldest first): new posts come in on top, and at the end of an array that costs nothing.
"""

from array import array
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from client.model.change import Inserted, Removed, Reset, TimelineChanged
from client.model.row import Row
from client.sync.feed import Feed
from client.ui.words import tr

Speak = Callable[[Row | None, bool], str]
"""Makes the sentence of a row; the second argument tells whether it is unread."""
Index = QModelIndex | QPersistentModelIndex

ROW_ID = int(Qt.ItemDataRole.UserRole)


@runtime_checkable
class Lifting(Protocol):
    """A feed that lifts rows out: `client.sync.sifted`."""

    def is_highlighted(self, row_id: int) -> bool:
        """Whether a row is lifted out."""


class TimelineModel(QAbstractListModel):
    """The rows of one feed, newest first."""

    def __init__(self, feed: Feed, speak: Speak, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.feed = feed
        self._speak = speak
        self._ids: array[int] = array("q", reversed(feed.ids))

    # --- Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row's id under ROW_ID, its sentence under AccessibleTextRole, nothing else: rows are painted by the view."""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            row_id = self.row_id(index.row())
            said = self._speak(self.feed.row(row_id), self.feed.is_unread(row_id))
            lifted = isinstance(self.feed, Lifting) and self.feed.is_highlighted(row_id)
            return tr("Highlighted: {words}", words=said) if lifted else said
        if role == ROW_ID and index.isValid():
            return self.row_id(index.row())
        return None

    # --- ours ---------------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._ids)

    def row_id(self, index: int) -> int:
        """The id of the row at an index."""
        return self._ids[-1 - index]

    def stretch(self, start: int, end: int) -> list[int]:
        """The ids from an index up to another, without those that do not exist."""
        count = len(self._ids)
        start, end = max(0, start), min(count, end)
        return self._ids[count - end : count - start][::-1].tolist() if start < end else []

    def index_of(self, row_id: int) -> int:
        """The index of a row, -1 when it is not there. Looks through all rows."""
        try:
            return len(self._ids) - 1 - self._ids.index(row_id)
        except ValueError:
            return -1

    def apply(self, change: TimelineChanged) -> None:
        """Makes the edits of a change, in their order."""
        for edit in change.edits:
            match edit:
                case Inserted(at=at, ids=ids):
                    if len(ids):
                        at = max(0, min(at, len(self._ids)))
                        self.beginInsertRows(QModelIndex(), at, at + len(ids) - 1)
                        place = len(self._ids) - at
                        self._ids[place:place] = ids[::-1]
                        self.endInsertRows()
                case Removed(at=at, count=count):
                    count = min(count, len(self._ids) - at)
                    if count > 0:
                        self.beginRemoveRows(QModelIndex(), at, at + count - 1)
                        del self._ids[len(self._ids) - at - count : len(self._ids) - at]
                        self.endRemoveRows()
                case Reset(ids=ids):
                    self.beginResetModel()
                    self._ids = array("q", reversed(ids))
                    self.endResetModel()

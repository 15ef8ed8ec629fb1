"""Brings what feeds tell to the columns above them, without each column hearing everything."""

from client.model.change import HealthChanged, PostChanged, ReadChanged, RowsLoaded, TimelineChanged
from client.sync.changes import Changes
from client.sync.sifted import Sifted


class Relay:
    """The columns by the feed below them."""

    def __init__(self, changes: Changes) -> None:
        self._above: dict[str, list[Sifted]] = {}
        changes.subscribe(TimelineChanged, self._bring)
        changes.subscribe(RowsLoaded, self._bring)
        changes.subscribe(HealthChanged, self._bring)
        changes.subscribe(ReadChanged, self._bring)
        changes.subscribe(PostChanged, self._bring_posts)

    def add(self, column: Sifted) -> None:
        """Brings a column what the feed below it tells, from now on."""
        self._above.setdefault(column.base.key, []).append(column)

    def remove(self, column: Sifted) -> None:
        """Brings a column nothing more."""
        columns = self._above[column.base.key]
        columns.remove(column)
        if not columns:
            del self._above[column.base.key]

    def _bring(self, change: TimelineChanged | RowsLoaded | HealthChanged | ReadChanged) -> None:
        for column in tuple(self._above.get(change.feed, ())):
            column.take(change)

    def _bring_posts(self, change: PostChanged) -> None:
        for columns in self._above.values():
            for column in columns:
                column.take_posts(change.keys)

"""What a section of the column options knows of its column, and the one way in which it changes it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer

from client.model.column import ColumnId, ColumnSpec
from client.sync.accounts import Accounts
from client.sync.desk import Desk
from client.ui.kit import Kit

TYPED_MS = 400
"""How long after the last key what is typed counts."""


@dataclass(frozen=True, slots=True)
class Link:
    """Joins a section with its column. Every change acts at once and is kept by the desk."""

    kit: Kit
    desk: Desk
    accounts: Accounts
    column: ColumnId
    start: ColumnSpec

    @property
    def spec(self) -> ColumnSpec:
        """The column as it is now; as it was when the options opened, once it is gone."""
        return self.desk.column(self.column) or self.start

    def change(self, **values: Any) -> None:
        """Changes fields of the column; nothing is written when all stay the same."""
        spec = self.desk.column(self.column)
        if spec is not None and (new := replace(spec, **values)) != spec:
            self.desk.change_column(new)

    def filters(self, **values: Any) -> None:
        """Changes what the column leaves out."""
        self.change(filters=replace(self.spec.filters, **values))

    def highlights(self, **values: Any) -> None:
        """Changes what the column lifts out."""
        self.change(highlights=replace(self.spec.highlights, **values))

    def alerts(self, **values: Any) -> None:
        """Changes what the column warns of."""
        self.change(alerts=replace(self.spec.alerts, **values))


class Typed(QObject):
    """Has something typed count a moment after the last key, or at once when the field is left."""

    def __init__(self, parent: QObject, act: Callable[[], None]) -> None:
        super().__init__(parent)
        self._act = act
        self._timer = QTimer(self, interval=TYPED_MS, singleShot=True)
        self._timer.timeout.connect(act)

    def later(self, *values: object) -> None:
        """A key was pressed."""
        self._timer.start()

    def now(self) -> None:
        """The field is left: what waits counts."""
        if self._timer.isActive():
            self._timer.stop()
            self._act()

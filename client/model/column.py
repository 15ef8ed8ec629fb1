"""A column as data: its kind, its sources, its parameters, its look. Its kind turns it into queries."""

from dataclasses import dataclass
from typing import NewType

from client.model.account import AccountId
from client.model.sifting import NO_ALERTS, NO_HIGHLIGHTS, SHOW_ALL, Alerts, Filters, Highlights

ColumnId = NewType("ColumnId", str)

NARROW, MEDIUM, WIDE = 280, 340, 420
"""The three widths, px at text size 100 %."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """What a person set up. `kind` names a file of `client.columns`; `params` as in `client.model.query.Query`.

    `color` names an account colour of resources/tokens.json, `icon` a Phosphor glyph; "" is what accounts and kind give.
    `refresh` is the wished time between two requests in seconds where nothing streams, 0 as Belfry thinks best; `paused` asks
    nothing at all. `open_covers` shows what authors put behind a warning.
    """

    id: ColumnId
    kind: str
    accounts: tuple[AccountId, ...]
    params: tuple[tuple[str, str], ...] = ()
    name: str = ""  # "" = the kind's own name
    width: int = MEDIUM
    color: str = ""
    icon: str = ""
    filters: Filters = SHOW_ALL
    highlights: Highlights = NO_HIGHLIGHTS
    alerts: Alerts = NO_ALERTS
    refresh: int = 0
    paused: bool = False
    open_covers: bool = False

    def get(self, key: str) -> str:
        """The first value under `key`, "" when absent."""
        return next((value for name, value in self.params if name == key), "")

    def all(self, key: str) -> tuple[str, ...]:
        """All values under `key`."""
        return tuple(value for name, value in self.params if name == key)

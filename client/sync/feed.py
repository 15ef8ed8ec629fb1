"""What is shown: a live, ordered set of rows. A `Timeline` is one, a `Merged` of several, a `Sifted` of either."""

from array import array
from collections.abc import Sequence
from typing import Protocol

from client.model.health import Health
from client.model.row import Row


class Feed(Protocol):
    """Rows newest first (a thread: top to bottom), their state, and the ways to ask for more. All methods return at once."""

    key: str  # names the feed in changes
    sources: tuple["Feed", ...]  # the timelines of a merged feed; (self,) otherwise

    @property
    def health(self) -> Health:
        """How fresh it is."""

    @property
    def ids(self) -> "array[int]":
        """array('q') of row ids as they are now; read only for others."""

    @property
    def unread(self) -> int:
        """How many rows stand above the read marker."""

    @property
    def at_end(self) -> bool:
        """Whether there are no older posts."""

    @property
    def loading_older(self) -> bool:
        """Whether older posts are on their way."""

    def row(self, row_id: int) -> Row | None:
        """The content of a row, None while it is not in memory."""

    def want(self, row_ids: Sequence[int]) -> None:
        """Asks to have these rows in memory; `RowsLoaded` is published when they are. Known ones are skipped."""

    def is_unread(self, row_id: int) -> bool:
        """Tells whether the row stands above the read marker."""

    def mark_read(self, row_id: int) -> None:
        """Moves the read marker up to this row; never down. `ReadChanged` is published."""

    def load_older(self) -> None:
        """Asks for the page below the last row, unless one is under way or there is none."""

    def fill_gap(self, row_id: int) -> None:
        """Asks for the posts missing at this gap row."""

    def refresh(self) -> None:
        """Asks for the newest page now, if the budget allows."""

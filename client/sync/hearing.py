"""Does a stream bring what it was opened for? Some servers open one and never say a word of a part of it.

Polls tell: what a poll finds new, and the stream has not brought by the next one, was kept back. Times are only compared
with each other as the server wrote them.
"""

from collections.abc import Sequence

from client.model.instant import Instant
from client.model.page import Entry

FIRST = 20.0  # seconds until the first poll of a stream that is alive; doubles while nothing was kept back
SLOWEST = 600.0
MISSES = 2  # polls in a row that show that something was kept back


class Hearing:
    """What polls say of one timeline's stream since it was opened."""

    def __init__(self) -> None:
        self.opened()

    def opened(self) -> None:
        """Begins anew: the stream was opened."""
        self._newest: Instant | None = None
        self._heard: set[str] = set()
        self._unheard: set[str] = set()
        self._polls = 0
        self._misses = 0

    def heard(self, entry: Entry) -> None:
        """Takes in what the stream brought."""
        self._heard.add(entry.id)
        self._unheard.discard(entry.id)

    def polled(self, entries: Sequence[Entry]) -> bool:
        """Takes in a newest page. True says that the stream keeps things back and is not to be relied on."""
        newest = self._newest
        found = {entry.id for entry in entries if newest is not None and entry.at > newest} - self._heard
        self._newest = max((newest or Instant(0), *(entry.at for entry in entries)))
        self._misses = self._misses + 1 if self._unheard else 0
        self._unheard, self._heard = found, set()
        self._polls += 1
        return self._misses >= MISSES

    @property
    def pause(self) -> float:
        """Seconds until the next poll while the stream is alive."""
        return FIRST if self._unheard else min(SLOWEST, FIRST * 2.0 ** min(max(self._polls - 1, 0), 10))

"""Points in time as the rest of Belfry uses them: whole milliseconds since 1970-01-01 UTC."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NewType

Instant = NewType("Instant", int)
"""Milliseconds since 1970-01-01T00:00:00Z."""

Clock = Callable[[], Instant]
"""Tells the wall-clock time. Comes in by argument everywhere, so that tests never wait."""


def now() -> Instant:
    """Tells the PC's wall-clock time."""
    return Instant(int(datetime.now(UTC).timestamp() * 1000))


def from_datetime(moment: datetime) -> Instant:
    """Converts an aware datetime; a naive one is read as UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return Instant(round(moment.timestamp() * 1000))


def to_datetime(moment: Instant) -> datetime:
    """Converts to an aware UTC datetime."""
    return datetime.fromtimestamp(moment / 1000, UTC)


def parse(text: str) -> Instant:
    """Reads an ISO 8601 date or date-time with any precision and offset. Raises ValueError."""
    return from_datetime(datetime.fromisoformat(text))

"""Quiet hours: from one time of the day until another, also across midnight. Times are local, as a clock on the wall."""

from collections.abc import Callable
from datetime import time

from client.model import instant
from client.model.instant import Instant

LocalTime = Callable[[Instant], time]


def local_time(moment: Instant) -> time:
    """The time of the day on this PC."""
    return instant.to_datetime(moment).astimezone().time()


def parse(text: str) -> time | None:
    """Reads "22:00"; None for what is no time of the day."""
    try:
        return time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        return None


def is_quiet(now: time, begins: str, ends: str) -> bool:
    """Tells whether it is quiet now. Without two different times it never is."""
    start, end = parse(begins), parse(ends)
    if start is None or end is None or start == end:
        return False
    return start <= now < end if start < end else now >= start or now < end

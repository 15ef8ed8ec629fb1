"""Reads single values of an answer without believing any of them: a wrong type is as good as a missing value."""

import math
from datetime import UTC, datetime
from typing import Any

from client.errors import BadAnswer
from client.model.instant import Instant

Json = dict[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST = 2**53
_EARLIEST, _LATEST = 2 * 86_400_000, 32_503_593_600_000  # 3 Jan 1970, 31 Dec 2999: what every PC can show in any time zone


def words(value: object) -> str:
    """A text, "" when it is none."""
    return value if type(value) is str else ""


def ident(value: object) -> str:
    """An id: a text or a whole number, always given back as text. Raises BadAnswer."""
    if type(value) is str and value:
        return value
    if type(value) is int and abs(value) < 10**30:
        return str(value)
    raise BadAnswer(f"an id is {type(value).__name__}")


def maybe_ident(value: object) -> str | None:
    """An id, None when there is none."""
    if type(value) is str:
        return value or None
    return str(value) if type(value) is int and abs(value) < 10**30 else None


def flag(value: object) -> bool | None:
    """A yes or no, None when the server did not say."""
    return value if type(value) is bool else None


def whole(value: object) -> int | None:
    """A count or size: a whole number from 0 on, None otherwise."""
    if type(value) is int and 0 <= value < _LARGEST:
        return value
    if type(value) is str and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    return None


def number(value: object) -> float | None:
    """A finite number, None otherwise."""
    if type(value) is int and -_LARGEST < value < _LARGEST:
        return float(value)
    return value if type(value) is float and math.isfinite(value) else None


def section(value: object) -> Json:
    """An object, empty when it is none."""
    return value if type(value) is dict else {}


def sections(value: object) -> list[Json]:
    """The objects of a list; what is no object is left out."""
    return [item for item in value if type(item) is dict] if type(value) is list else []


def instant(value: object) -> Instant:
    """A moment in ISO 8601 with any precision and offset; without an offset it is UTC. Raises BadAnswer.

    A time that no calendar of a PC can show (servers send year 1 for "none", or year 9999) becomes the nearest that it can.
    """
    if type(value) is not str:
        raise BadAnswer(f"a time is {type(value).__name__}")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise BadAnswer(f"a time reads {value[:40]!r}") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - _EPOCH
    at = since.days * 86_400_000 + since.seconds * 1_000 + since.microseconds // 1_000
    return Instant(at if _EARLIEST <= at <= _LATEST else min(max(at, _EARLIEST), _LATEST))


def maybe_instant(value: object) -> Instant | None:
    """A moment, None when there is none or it cannot be read."""
    if type(value) is not str:
        return None
    try:
        return instant(value)
    except BadAnswer:
        return None

"""How many requests each account may still send, as its server says in rate-limit headers. No request is sent here.

One bucket per key, shared by everything that asks for that account. A part of each bucket is kept for what a person does.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from client.model import instant
from client.model.instant import Clock, Instant
from client.transport import backoff

_LIMITS = ("x-ratelimit-limit", "x-rate-limit-limit", "ratelimit-limit")
_REMAINING = ("x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining")
_RESETS = ("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset")
_LONGEST = 24 * 3600 * 1000  # ms; no server is believed beyond a day
_SAME_WINDOW = 2000  # ms between two tellings of one reset
_EPOCH = 10**9  # a larger number of seconds is a date, a smaller one a wait
_NOW = Instant(0)


def server_skew(headers: Mapping[str, str], now: Instant) -> int:
    """Tells how many ms the server's clock (Date header) is ahead of ours; 0 when it does not say."""
    date = _http_date(headers.get("date", ""))
    return 0 if date is None else date - now


def retry_after(headers: Mapping[str, str], now: Instant) -> Instant:
    """Reads Retry-After (RFC 9110: seconds or a date) in our own clock; 0 when there is none."""
    text = headers.get("retry-after", "").strip()
    seconds = _number(text)
    if seconds is not None:
        return _sane(now + round(seconds * 1000), now) if seconds < _EPOCH else _dated(round(seconds * 1000), headers, now)
    date = _http_date(text)
    return _NOW if date is None else _dated(date, headers, now)


def reset_at(headers: Mapping[str, str], now: Instant) -> Instant:
    """Reads when the window ends, in our own clock: ISO 8601 (Mastodon), epoch seconds (X, Bluesky) or seconds to wait
    (draft-ietf-httpapi-ratelimit-headers); 0 when there is none."""
    text = _first(headers, _RESETS)
    number = _number(text)
    if number is not None:
        if number < _EPOCH:
            return _sane(now + round(number * 1000), now)
        return _dated(round(number * (1 if number > _EPOCH * 1000 else 1000)), headers, now)
    try:
        return _dated(instant.parse(text), headers, now)
    except (ValueError, OverflowError):
        return _NOW


def _dated(moment: int, headers: Mapping[str, str], now: Instant) -> Instant:
    return _sane(moment - server_skew(headers, now), now)


def _sane(moment: int, now: Instant) -> Instant:
    return Instant(max(now, min(moment, now + _LONGEST)))


def _first(headers: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((headers[name].strip() for name in names if headers.get(name, "").strip()), "")


def _number(text: str) -> float | None:
    try:
        value = float(text) if len(text) <= 32 else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _http_date(text: str) -> Instant | None:
    from email.utils import parsedate_to_datetime  # late: nothing is asked before the first picture

    try:
        return instant.from_datetime(parsedate_to_datetime(text)) if text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


@dataclass(slots=True)
class _Bucket:
    """What is known of one key. `remaining` None is "the server never said"."""

    limit: int = 0
    remaining: int | None = None
    reset: Instant = _NOW
    blocked: Instant = _NOW  # a 429: nobody asks before this
    strikes: int = 0  # 429s in a row that said nothing


class Budget:
    """All buckets. Part of each, a tenth but at least 2 and at most 30, is kept back for urgent requests."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def note(self, key: str, headers: Mapping[str, str], now: Instant) -> None:
        """Takes in the rate-limit headers (lower-case names) of an answer that was not a 429."""
        bucket = self._buckets.setdefault(key, _Bucket())
        bucket.strikes = 0
        self._take(bucket, headers, now)

    def refused(self, key: str, headers: Mapping[str, str], now: Instant) -> Instant:
        """Takes in a 429 and tells until when to wait: what the server said, else 60 s doubling up to 15 min."""
        bucket = self._buckets.setdefault(key, _Bucket())
        self._take(bucket, headers, now)
        until = max(retry_after(headers, now), reset_at(headers, now))
        if until <= now:
            bucket.strikes += 1
            until = Instant(now + round(backoff.own_wait(bucket.strikes) * 1000))
        bucket.blocked = max(bucket.blocked, until) if bucket.blocked - now <= _LONGEST else until
        return bucket.blocked

    def ready_at(self, key: str, *, urgent: bool = False) -> Instant:
        """Tells when the next request under `key` may go: 0 for now, else an instant to come."""
        now = self._clock()
        bucket = self._buckets.get(key)
        if bucket is None:
            return _NOW
        if now < bucket.blocked <= now + _LONGEST:
            return bucket.blocked
        if bucket.remaining is None or not now < bucket.reset <= now + _LONGEST:
            return _NOW
        reserve = 0 if urgent else min(30, max(2, bucket.limit // 10))
        return bucket.reset if bucket.remaining <= min(reserve, max(bucket.limit - 1, 0)) else _NOW

    def spend(self, key: str) -> None:
        """Counts a request that is about to go out; the server's next answer corrects the count."""
        bucket = self._buckets.get(key)
        if bucket is not None and bucket.remaining:
            bucket.remaining -= 1

    def left(self, key: str) -> int | None:
        """Tells how many requests are left in the window; None when not known."""
        bucket = self._buckets.get(key)
        return None if bucket is None or bucket.reset <= self._clock() else bucket.remaining

    def known(self, key: str) -> tuple[int, int, Instant] | None:
        """What the server said of this window: requests left, its limit, and when a new one begins; None when not known."""
        bucket = self._buckets.get(key)
        if bucket is None or bucket.remaining is None or bucket.reset <= self._clock():
            return None
        return bucket.remaining, bucket.limit, bucket.reset

    def forget(self, key: str) -> None:
        """Drops what is known of `key`, as after signing out."""
        self._buckets.pop(key, None)

    def _take(self, bucket: _Bucket, headers: Mapping[str, str], now: Instant) -> None:
        remaining = _number(_first(headers, _REMAINING))
        reset = reset_at(headers, now)
        if remaining is None or reset <= now:
            return
        count = int(min(remaining, 10**9))
        same = bucket.remaining is not None and abs(reset - bucket.reset) <= _SAME_WINDOW
        bucket.remaining = min(count, bucket.remaining) if same and bucket.remaining is not None else count
        bucket.reset = reset
        bucket.limit = int(min(_number(_first(headers, _LIMITS)) or bucket.limit or count, 10**9))

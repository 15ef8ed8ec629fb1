"""From what a fetcher knows to the state line that the reader sees. One pure function, so that each state can be tried."""

from dataclasses import dataclass

from client import errors
from client.model.health import FetchState, Health
from client.model.instant import Instant

PATIENCE = 3  # failures in a row before a column is called stale
LONGEST = 7_000  # ms from the first failure until it is called stale all the same: the next question may hang
START = 30_000  # ms without any answer before silence is called stale

PLAIN_AT_ONCE = (
    errors.Untrusted, errors.CaptivePortal, errors.ProxyFailed, errors.UnsafeAddress, errors.StoreFailed, errors.TimedOut
)  # fmt: skip
"""Failures that do not pass by themselves within seconds, or took all the seconds one has: told at the first."""


@dataclass(slots=True)
class Facts:
    """What is known of one timeline's fetching. `interval` in ms; `failures` counts those in a row since the last success."""

    interval: int
    begun: Instant
    due: Instant | None = None
    last_ok: Instant | None = None
    before: Instant | None = None  # the last good answer of an earlier run
    since: Instant | None = None  # of the first failure in a row
    problem: errors.WorldError | None = None
    failures: int = 0
    refused: bool = False
    asking: bool = False
    live: bool = False  # a stream is open and nothing is missing before it
    dropped: int = 0
    signed_out: bool = False
    paused: bool = False
    limited: Instant | None = None
    offline_since: Instant | None = None


def health(facts: Facts, now: Instant) -> Health:
    """Tells the state of these facts at a moment."""
    state = _state(facts, now)
    since = facts.since
    next_at = facts.due
    if state is FetchState.OFFLINE:
        since = facts.offline_since
    elif state is FetchState.WAITING:
        next_at = facts.limited
    elif state in (FetchState.STREAMING, FetchState.REFRESHING, FetchState.SIGNED_OUT, FetchState.PAUSED):
        next_at = None
    return Health(state, since, facts.last_ok, next_at, facts.problem, facts.dropped, _before(facts, now))


def _before(facts: Facts, now: Instant) -> Instant | None:
    """The answer of an earlier run, while it counts: a clock that was set back has seen nothing yet."""
    return facts.before if facts.last_ok is None and facts.before is not None and facts.before <= now else None


def _state(facts: Facts, now: Instant) -> FetchState:
    if facts.signed_out:
        return FetchState.SIGNED_OUT
    if facts.paused:
        return FetchState.REFRESHING if facts.asking else FetchState.PAUSED
    if facts.refused:
        return FetchState.REFUSED
    if facts.live and not facts.problem:
        return FetchState.STREAMING
    if facts.offline_since is not None and (facts.problem is None or isinstance(facts.problem, errors.Unreachable)):
        return FetchState.OFFLINE
    if facts.limited is not None and facts.due is not None and facts.due <= facts.limited:
        return FetchState.WAITING
    if _is_stale(facts, now):
        return FetchState.STALE
    if facts.limited is not None:  # the account waits: whenever this one was to ask, it cannot ask now
        return FetchState.WAITING
    if facts.problem is None and (facts.asking or facts.last_ok is None):
        return FetchState.REFRESHING
    return FetchState.POLLING


def _is_stale(facts: Facts, now: Instant) -> bool:
    seen = facts.last_ok if facts.last_ok is not None else _before(facts, now)
    if facts.problem is not None:
        lasts = facts.since is not None and now - facts.since >= LONGEST
        if seen is None or lasts or facts.failures >= PATIENCE or isinstance(facts.problem, PLAIN_AT_ONCE):
            return True
        if isinstance(facts.problem, errors.ServerFailed) and facts.problem.until:  # it has named a time: no passing thing
            return True
    elif facts.last_ok is None:
        return now - facts.begun >= START
    return seen is not None and now - seen >= 2 * facts.interval

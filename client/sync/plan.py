"""When a timeline is asked again: after a success, after a failure of each kind. Numbers only; nothing is asked here."""

import random

from client import errors
from client.model.instant import Instant
from client.model.query import QueryKind
from client.sync.outlook import Facts
from client.sync.timing import Timing
from client.transport import backoff

SECONDS = 1000
INTERVALS = {
    QueryKind.HOME: 60,
    QueryKind.MENTIONS: 60,
    QueryKind.NOTIFICATIONS: 60,
    QueryKind.LOCAL: 60,
    QueryKind.FEDERATED: 60,
    QueryKind.THREAD: 60,
    QueryKind.HASHTAG: 90,
    QueryKind.CONVERSATIONS: 90,
    QueryKind.SEARCH: 120,
    QueryKind.USER: 180,
    QueryKind.LIST: 180,
    QueryKind.BOOKMARKS: 180,
    QueryKind.LIKES: 180,
}
"""Seconds between two polls of a timeline without a stream."""

SAFETY = 600  # seconds between polls while a stream is alive

REFUSALS = (errors.Forbidden, errors.Gone, errors.Unsupported, errors.Invalid, errors.SignInFailed)
"""Failures that say no: asked again seldom, for rules and rights change too."""


class Plan:
    """What is known of one timeline's fetching (`facts`) and when it goes on."""

    def __init__(self, kind: QueryKind, timing: Timing, rng: random.Random) -> None:
        self.facts = Facts(INTERVALS[kind] * SECONDS, timing.now())
        self._timing = timing
        self._rng = rng

    def succeeded(self, dropped: int) -> None:
        """Takes in a good answer, in which so many items could not be read."""
        facts = self.facts
        facts.problem, facts.failures, facts.since, facts.refused = None, 0, None, False
        facts.last_ok = self._timing.now()
        facts.dropped = dropped
        seconds = SAFETY if facts.live else facts.interval / SECONDS
        facts.due = self._timing.after(seconds * self._rng.uniform(1, 1.05))

    def failed(self, error: errors.WorldError) -> None:
        """Takes in a failure: short waits for what passes soon, long ones for a refusal, and what the server says."""
        facts = self.facts
        facts.problem = error
        facts.failures += 1
        facts.since = facts.since or self._timing.now()
        facts.refused = isinstance(error, REFUSALS)
        if facts.refused:
            wait = backoff.next_delay(facts.failures, self._rng, base=600, cap=3600)
        elif isinstance(error, errors.Unreachable):
            wait = backoff.next_delay(facts.failures, self._rng, base=2, cap=30)
        else:
            wait = backoff.next_delay(facts.failures, self._rng, base=2, cap=300)
        due = self._timing.after(wait)
        facts.due = Instant(max(due, error.until)) if isinstance(error, errors.ServerFailed) else due

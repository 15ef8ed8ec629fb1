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

SHORTEST_PACE, LONGEST_PACE = 15, 24 * 3600
"""Seconds between two polls that a person may wish for."""

SAFETY = 600  # seconds between polls while a stream is alive

REFUSALS = (errors.Forbidden, errors.Gone, errors.Unsupported, errors.Invalid, errors.SignInFailed)
"""Failures that say no: asked again seldom, for rules and rights change too."""


PASSING = (errors.Unreachable, errors.TimedOut, errors.ServerFailed, errors.CaptivePortal, errors.ProxyFailed)
"""Failures of a whole server or of the way to it: when one column is well again, the others may be."""

LONGEST: tuple[tuple[tuple[type[errors.WorldError], ...], float], ...] = (
    ((errors.Unreachable,), 30),
    ((errors.CaptivePortal, errors.ProxyFailed), 60),
    ((errors.TooLarge,), 300),
    ((errors.ServerFailed, errors.BadAnswer), 120),
)
"""Seconds at most until the next try after a failure of a kind; the first that fits counts. No longer than a person waits for
a column that could be well again, no shorter than a server in trouble can bear."""

SLOWEST = 300.0  # seconds, for all other failures


class Plan:
    """What is known of one timeline's fetching (`facts`) and when it goes on."""

    def __init__(self, kind: QueryKind, timing: Timing, rng: random.Random) -> None:
        self.facts = Facts(INTERVALS[kind] * SECONDS, timing.now())
        self._best = self.facts.interval
        self._timing = timing
        self._rng = rng
        self._older_at = 0.0  # monotonic seconds; no older page is asked for before
        self._older_failures = 0

    def set_pace(self, refresh: int, paused: bool) -> None:
        """Takes wishes: seconds between two polls, 0 as Belfry thinks best, and whether nothing is asked by itself."""
        facts = self.facts
        before, facts.paused = facts.interval, paused
        facts.interval = min(LONGEST_PACE, max(SHORTEST_PACE, refresh)) * SECONDS if refresh else self._best
        polls = not facts.problem and not facts.live
        if polls and facts.interval != before and facts.due is not None and facts.last_ok is not None:
            facts.due = Instant(facts.last_ok + facts.interval)

    @property
    def waits_as_told(self) -> bool:
        """Whether the server has named the time of the next try."""
        problem = self.facts.problem
        return isinstance(problem, errors.ServerFailed) and problem.until > self._timing.now()

    @property
    def may_read_on(self) -> bool:
        """Whether an older page may be asked for by now."""
        return self._timing.monotonic() >= self._older_at

    def read_on(self, worked: bool) -> None:
        """Takes in what became of the question for an older page: after a failure the next one waits, ever longer."""
        self._older_failures = 0 if worked else self._older_failures + 1
        wait = 0.0 if worked else backoff.next_delay(self._older_failures + 2, self._rng, cap=30)
        self._older_at = self._timing.monotonic() + wait

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
        else:
            longest = next((seconds for kinds, seconds in LONGEST if isinstance(error, kinds)), SLOWEST)
            wait = backoff.next_delay(facts.failures, self._rng, base=2, cap=longest)
        due = self._timing.after(wait)
        if isinstance(error, errors.ServerFailed) and error.until > due:
            due = self._timing.after(backoff.spread((error.until - self._timing.now()) / SECONDS, self._rng))
        facts.due = due

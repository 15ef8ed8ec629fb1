"""When an account may ask again, for all its columns together: what the session's budget counts and what a 429 said."""

import random
from collections.abc import Callable

from client.model.account import AccountId
from client.model.instant import Clock, Instant
from client.transport import backoff

ReadyAt = Callable[[AccountId, bool], Instant]
"""Tells when an account's next request may go, 0 for now; the second argument is "a person waits for it"."""

Known = Callable[[AccountId], tuple[int, int, Instant] | None]
"""Tells what an account's server said of its limit: requests left, the limit, and when it begins anew."""

DEFAULT_WAIT = 60_000  # ms, when a server says "too many" and not until when
LONGEST = 24 * 3600 * 1000


class Limits:
    """The rate limits of all accounts."""

    def __init__(
        self,
        clock: Clock,
        budget: ReadyAt = lambda account, urgent: Instant(0),
        rng: random.Random | None = None,
        known: Known = lambda account: None,
    ) -> None:
        self.known = known
        self._clock = clock
        self._rng = rng or random.Random()
        self._budget = budget
        self._blocked: dict[AccountId, Instant] = {}

    def block(self, account: AccountId, until: int) -> Instant:
        """Takes in a 429; `until` 0 is "the server did not say". Returns until when to wait: up to a tenth longer than said,
        so that not everybody comes back at the same moment. A second 429 for the same moment changes nothing."""
        now = self._clock()
        said = until if until > now else now + DEFAULT_WAIT
        held = self._blocked.get(account, 0)
        if said <= held <= said + (said - now) * 0.1:
            return Instant(held)
        moment = min(now + round(backoff.spread(said - now, self._rng)), now + LONGEST)
        self._blocked[account] = Instant(moment)
        return Instant(moment)

    def until(self, account: AccountId) -> Instant | None:
        """Tells until when the account must wait, None when it may ask now."""
        now = self._clock()
        blocked = self._blocked.get(account, 0)
        if not now < blocked <= now + LONGEST:
            blocked = 0
        moment = max(blocked, self._budget(account, False))
        return Instant(moment) if moment > now else None

    def forget(self, account: AccountId) -> None:
        """Drops what is known, as after signing in again."""
        self._blocked.pop(account, None)

"""Is it the network, or one server? Judged from who answers: when nobody does, the network is away."""

from collections.abc import Callable

from client import errors
from client.model.instant import Clock, Instant

NO_NETWORK = (errors.HostNotFound, errors.NetworkDown)
"""Failures that look as if it were the network rather than the server."""


class Presence:
    """What the last request to each host said. The demo's own server is never told of: it always answers.

    `on_doubt` is called when a host that answered until now fails as if the network were gone: then others are to be asked.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._down: dict[str, errors.Unreachable] = {}
        self._up: set[str] = set()
        self._since: Instant | None = None
        self.was_offline = False  # when `on_back` is called: whether it was the whole network
        self.on_doubt: Callable[[str], None] = lambda host: None
        self.on_back: Callable[[str], None] = lambda host: None
        self.on_well: Callable[[str], None] = lambda host: None  # a column of a host was ill and is well again
        self.on_change: Callable[[], None] = lambda: None

    @property
    def offline_since(self) -> Instant | None:
        """Since when there has been no network; None while there is one, as far as can be seen.

        One host that refuses is a server that is down. A name that does not resolve, or several hosts silent, is no network.
        """
        if self._up or not self._down:
            return None
        unnamed = any(isinstance(error, NO_NETWORK) for error in self._down.values())
        return self._since if unnamed or len(self._down) > 1 else None

    def answered(self, host: str) -> None:
        """Takes in that a host gave any answer at all, even a refusal."""
        offline = self.offline_since is not None
        back = self._down.pop(host, None) is not None
        changed = not self._up
        self._up.add(host)
        self._since = None
        if back or changed:
            self.on_change()
        if back:
            self.was_offline = offline
            self.on_back(host)

    def silent(self, host: str, error: errors.Unreachable) -> None:
        """Takes in that a host could not be reached."""
        before = self.offline_since
        doubt = host in self._up and isinstance(error, NO_NETWORK)
        self._up.discard(host)
        self._down[host] = error
        if not self._up and self._since is None:
            self._since = self._clock()
        if (before is None) != (self.offline_since is None):
            self.on_change()
        if doubt and self._up:
            self.on_doubt(host)

    def forget(self) -> None:
        """Starts anew, as after sleep: what was known may be wrong. Hosts that were silent stay so until they answer."""
        self._up.clear()

"""How fresh a timeline is. Every column always says it: silence must never look like calm."""

from dataclasses import dataclass
from enum import StrEnum

from client.errors import WorldError
from client.model.instant import Instant


class FetchState(StrEnum):
    """What a fetcher does or waits for, from calm to bad. In a merged column the worst wins (`SEVERITY`)."""

    STORED = "stored"  # nothing is asked: it shows what is on this PC
    STREAMING = "streaming"
    POLLING = "polling"  # next_at tells when
    REFRESHING = "refreshing"
    PAUSED = "paused"
    WAITING = "waiting"  # rate limit; next_at tells until when
    STALE = "stale"  # no success for twice the interval; seen tells since when
    OFFLINE = "offline"  # no network; since tells since when
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"  # problem tells why


SEVERITY = {state: number for number, state in enumerate(FetchState)}


@dataclass(frozen=True, slots=True)
class Health:
    """The state of one timeline. `problem` is the last failure, None after a success. `dropped` counts unreadable items.
    `last_ok` is the last good answer of this run, `before` that of an earlier run while there is none in this one."""

    state: FetchState = FetchState.REFRESHING
    since: Instant | None = None
    last_ok: Instant | None = None
    next_at: Instant | None = None
    problem: WorldError | None = None
    dropped: int = 0
    before: Instant | None = None

    @property
    def seen(self) -> Instant | None:
        """Up to when what was there is known, None when nothing ever came in."""
        return self.last_ok if self.last_ok is not None else self.before


def worst(states: list[Health]) -> Health:
    """Picks the worst of several; a calm REFRESHING when there are none."""
    return max(states, key=lambda health: SEVERITY[health.state], default=Health())

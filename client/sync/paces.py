"""How often a timeline is asked, and whether at all, when several columns show it and each has a wish."""

from collections.abc import Sequence
from typing import NamedTuple

from client.model.query import QueryKind
from client.sync.plan import INTERVALS


class Pace(NamedTuple):
    """A wish: seconds between two requests where nothing streams (0 as Belfry thinks best), and whether to ask nothing."""

    refresh: int = 0
    paused: bool = False


BEST = Pace()


def agreed(kind: QueryKind, wishes: Sequence[Pace], others: int) -> Pace:
    """What counts for a timeline that columns with these wishes show, and `others` that have none: the shortest time any of
    them wants. It is paused only when all who show it are."""
    going = [wish for wish in wishes if not wish.paused]
    if not going and not others:
        return Pace(0, bool(wishes))
    wanted = [wish.refresh or INTERVALS.get(kind, 0) for wish in going] + [INTERVALS.get(kind, 0)] * bool(others)
    shortest = min(wanted)
    return Pace(0 if shortest == INTERVALS.get(kind, 0) else shortest, False)

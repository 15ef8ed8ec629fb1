"""How long to wait before trying again: pure functions of numbers and a random source."""

import random


def next_delay(attempt: int, rng: random.Random, base: float = 1.0, cap: float = 300.0) -> float:
    """Picks the wait in seconds after the `attempt`-th failure in a row (from 1), with full jitter.

    The bound doubles from `base` up to `cap`; the wait lies between half of `base` and the bound.
    """
    exponent = min(max(attempt, 1) - 1, 62)
    bound = min(cap, base * 2.0**exponent)
    floor = min(base / 2, bound)
    return rng.uniform(floor, bound)


def spread(wait: float, rng: random.Random, part: float = 0.1) -> float:
    """Lengthens a wait by up to `part` of itself, so that not everything comes back at the same moment; never shortens it."""
    return wait * (1 + rng.uniform(0, part))


def own_wait(strikes: int, first: float = 60.0, cap: float = 900.0) -> float:
    """Tells the wait in seconds after a 429 that does not say until when: 60 s, doubling up to 15 min. `strikes` from 1."""
    return min(cap, first * 2.0 ** min(max(strikes, 1) - 1, 62))

"""What every widget of Belfry needs at hand: the look, the glyphs, the clock, the way out and the way to start work."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from client.model.instant import Clock
from client.ui.icons import Icons
from client.ui.links import Links
from client.ui.theme import Theme

Spawn = Callable[[Coroutine[Any, Any, Any], str], object]
"""Starts supervised work under a name: `client.sync.tasks.Tasks.spawn`."""


@dataclass(frozen=True, slots=True)
class Kit:
    """Passed to every widget, so that none of them reaches for something global."""

    theme: Theme
    icons: Icons
    clock: Clock
    spawn: Spawn
    links: Links

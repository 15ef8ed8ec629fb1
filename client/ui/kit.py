"""What every widget of Belfry needs at hand: the look, the glyphs, the clock, the way out and the way to start work."""

from asyncio import Task
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from client.model.instant import Clock
from client.ui.icons import Icons
from client.ui.links import Links
from client.ui.theme import Theme

Spawn = Callable[[Coroutine[Any, Any, Any], str], Task[Any]]
"""Starts supervised work under a name: `client.sync.tasks.Tasks.spawn`."""


@dataclass(frozen=True, slots=True)
class Kit:
    """Passed to every widget, so that none of them reaches for something global."""

    theme: Theme
    icons: Icons
    clock: Clock
    spawn: Spawn
    links: Links

    def spawn_for(self, owner: QObject, work: Coroutine[Any, Any, Any], name: str) -> Task[Any]:
        """Starts work whose answer is for one part of the screen only: it ends with that part."""
        task = self.spawn(work, name)
        owner.destroyed.connect(lambda: task.cancel())
        return task

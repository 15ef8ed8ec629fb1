"""The one place where facts are told to whoever listens, at once and in order. A listener that fails harms no one."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from client.model.change import Change

log = logging.getLogger(__name__)

C = TypeVar("C", bound=Change)


class Changes:
    """Typed facts, from the engine up. A fact published by a listener is told after the present one, so all hear one order."""

    def __init__(self) -> None:
        self._listeners: dict[type[Any], list[Callable[[Any], None]]] = {}
        self._waiting: list[Change] = []
        self._telling = False

    def subscribe(self, type_: type[C], listener: Callable[[C], None]) -> Callable[[], None]:
        """Has the listener called for each change of that type. Returns what ends it; calling that twice is harmless."""
        listeners = self._listeners.setdefault(type_, [])
        listeners.append(listener)

        def unsubscribe() -> None:
            if listener in listeners:
                listeners.remove(listener)

        return unsubscribe

    def publish(self, change: Change) -> None:
        """Tells a fact to all who listen for its type."""
        self._waiting.append(change)
        if self._telling:
            return
        self._telling = True
        try:
            while self._waiting:
                self._tell(self._waiting.pop(0))
        finally:
            self._telling = False

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners.get(type(change), ())):
            try:
                listener(change)
            except Exception:  # a broken listener must not stop the others; the bug is reported in full
                log.exception("A listener for %s failed", type(change).__name__)

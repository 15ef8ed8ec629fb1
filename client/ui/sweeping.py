"""When Python looks for garbage that refers to itself: a look at everything stops the window for as long as all there is takes
(50 ms and more), so it is had while nobody scrolls. The small looks at what is young stay with Python, and stay small."""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer

EVERY = 30_000  # ms between two looks whether there is enough to do
YOUNG = (700, 5, 1_000_000)  # the last: never by itself
ENOUGH = 60  # small looks after which a whole one is worth it
TOO_MANY = 2000  # small looks after which it does not wait for rest
REST = 3.0  # seconds without a move that count as rest

_moved = 0.0


def moved() -> None:
    """Hears that somebody scrolls."""
    global _moved  # one moment for all views
    _moved = time.monotonic()


def sweep() -> bool:
    """Looks at everything, if enough has come together and nobody scrolls. Tells whether it did."""
    count = gc.get_count()[2]
    if count < ENOUGH or (count < TOO_MANY and time.monotonic() - _moved < REST):
        return False
    gc.collect()
    return True


def begin() -> Callable[[], None]:
    """Turns the looking on, for everything that is made from now on. Returns what ends it."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*YOUNG)
    gc.enable()
    timer = QTimer(interval=EVERY)
    timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
    timer.timeout.connect(sweep)
    timer.start()

    def end() -> None:
        timer.stop()
        gc.set_threshold(*before)

    return end

"""Decodes pictures in threads, many small ones with few words to the UI thread: a task and a call for each would cost it more
than the pictures do."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage

WORKERS = 2
GATHERING = 12  # ms in which more may come, less than a picture of the screen takes
K = TypeVar("K")


class _Calls(QObject):
    """Brings the word that something is done to the UI thread."""

    done = Signal()


class _Worker(QRunnable):
    """Does one piece after the other in a thread of the pool, until none waits."""

    def __init__(self, work: Callable[["_Worker"], None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._work = work

    def run(self) -> None:
        """Runs in the pool."""
        self._work(self)


class Decoding(Generic[K]):
    """What waits to be decoded, and what was. `take` gets all that was done since the last time, on the UI thread."""

    def __init__(
        self, pool: QThreadPool, decode: Callable[[bytes, K], QImage], take: Callable[[list[tuple[K, QImage]]], None]
    ) -> None:
        self._pool = pool
        self._decode = decode
        self._take = take
        self._calls = _Calls()
        self._soon = QTimer(self._calls)
        self._soon.setSingleShot(True)
        self._soon.setInterval(GATHERING)
        self._soon.timeout.connect(self._collect)
        self._calls.done.connect(self._soon.start)
        self._lock = threading.Lock()
        self._waiting: deque[tuple[K, bytes]] = deque()
        self._done: list[tuple[K, QImage]] = []
        self._called = False
        self._resting = [_Worker(self._run) for _ in range(WORKERS)]

    def add(self, key: K, data: bytes) -> None:
        """Has a picture decoded."""
        with self._lock:
            self._waiting.append((key, data))
            worker = self._resting.pop() if self._resting else None
        if worker is not None:
            self._pool.start(worker)

    def clear(self) -> None:
        """Forgets what waits."""
        with self._lock:
            self._waiting.clear()

    def _run(self, worker: _Worker) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._resting.append(worker)
                    return
                key, data = self._waiting.popleft()
            image = self._decode(data, key)
            with self._lock:
                self._done.append((key, image))
                call, self._called = not self._called, True
            if call:
                self._calls.done.emit()

    def _collect(self) -> None:
        with self._lock:
            done, self._done, self._called = self._done, [], False
        self._take(done)

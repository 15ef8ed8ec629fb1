"""Threads for what blocks: looking up names, reading pictures from the disk, asking the keyring. The end waits for none.

Python's own pool has few threads and joins them when a program ends: names that no server answers would then hold up the disk,
and the end, for half a minute.
"""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST = 32
_Work = tuple["Future[Any]", Callable[[], Any]]


class Threads(Executor):
    """At most 32 threads, begun when no other is free. A process that ends does not wait for them."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._free = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Has a function run soon. Called on the loop's thread only."""
        if self._closed:
            raise RuntimeError("no more work is taken")
        future: Future[T] = Future()
        self._queue.put((future, lambda: fn(*args, **kwargs)))
        if not self._free.acquire(blocking=False) and len(self._threads) < MOST:
            thread = threading.Thread(target=self._work, name=f"worker {len(self._threads) + 1}", daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Takes no more work; threads end when theirs is done. Does not wait: `finish` does."""
        if not self._closed:
            self._closed = True
            for _ in self._threads:
                self._queue.put(None)

    def finish(self, patience: float) -> bool:
        """Waits for the threads to end, at most so many seconds; tells whether all have."""
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (work := self._queue.get()) is not None:
            future, call = work
            if future.set_running_or_notify_cancel():
                try:
                    result = call()
                except BaseException as failure:  # noqa: BLE001 - raised where it is awaited
                    future.set_exception(failure)
                else:
                    future.set_result(result)
                    del result
            del work, future, call
            self._free.release()

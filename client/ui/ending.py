"""Hears when the system asks Belfry to end: Ctrl-C, a stop from outside, on Windows Ctrl-Break or a terminal that is closed."""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine

SIGNALS = [signal.SIGINT, signal.SIGTERM]
if sys.platform == "win32":
    SIGNALS.append(signal.SIGBREAK)


@contextlib.asynccontextmanager
async def heard(
    spawn: Callable[[Coroutine[None, None, None], str], asyncio.Task[None]], end: Callable[[], object]
) -> AsyncIterator[None]:
    """Calls `end` on the loop at the first such signal inside the `async with`. `spawn` is that of `client.sync.tasks.Tasks`.

    A signal's bytes come through a socket, which wakes a loop that sleeps inside Qt. They are received, not watched for with
    `add_reader`: Windows' loop has no such thing.
    """
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)

    async def listen() -> None:
        await asyncio.get_running_loop().sock_recv(ours, 1)
        end()

    with ours, theirs:
        before = {number: signal.signal(number, lambda *_: None) for number in SIGNALS}
        old = signal.set_wakeup_fd(theirs.fileno())
        listening = spawn(listen(), "listening for signals")
        try:
            yield
        finally:
            signal.set_wakeup_fd(old)
            for number, handler in before.items():
                signal.signal(number, handler)
            listening.cancel()
            await asyncio.wait([listening])

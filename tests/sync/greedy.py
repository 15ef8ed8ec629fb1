"""A program of its own that meets one greedy answer through the whole engine, and prints by how many kB its memory grew.

python -m tests.sync.greedy FOLDER FAULT
"""

import asyncio
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from client.model.health import FetchState
from tests.fakes import faultserver as faults
from tests.fakes.faultserver import Fault
from tests.sync.badtimes import SICK, BadTimes, bad_times
from tests.sync.stage import column

FAULTS: dict[str, Callable[[], Fault]] = {
    "bomb": lambda: faults.bomb(200 * 2**20),
    "endless": lambda: faults.endless,
    "announced": lambda: faults.status(200, b" " * 100 * 2**20),
    "page of an error": lambda: faults.status(500, b"<p>" * 30 * 2**20, kind="text/html"),
    "deep": lambda: faults.deep(4_000_000),
}


def most() -> int:
    """The most memory that this process has had so far, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def serve(name: str) -> None:
    """Answers everything greedily until the input ends."""
    async with faults.FaultServer() as server:
        server.default = FAULTS[name]()
        sys.stdout.write(f"{server.base}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


async def meet(folder: Path, name: str) -> int:
    def elsewhere(it: BadTimes) -> None:
        it.elsewhere = base

    with subprocess.Popen(  # noqa: ASYNC220 - it is waited for at once
        [sys.executable, "-m", "tests.sync.greedy", "serve", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        base = server.stdout.readline().strip()
        async with bad_times(folder, column("home", name="sick", accounts=(SICK,)), prepare=elsewhere) as it:
            before = most()
            await it.pass_time(60, lambda: it.feed("sick").health.state is FetchState.STALE)
            await it.pass_time(900)
            it.works.pictures.want(base + "/picture.png")
            await it.pass_time(5)
            assert it.feed("sick").health.state is FetchState.STALE
            grown = most() - before
        server.communicate("")
    return grown


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        asyncio.run(serve(sys.argv[2]))
    else:
        sys.stdout.write(f"{asyncio.run(meet(Path(sys.argv[1]), sys.argv[2]))}\n")

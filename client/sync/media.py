"""Pictures: in memory and on disk, both bounded by bytes. Asked for by their address alone; no token ever goes with them.

The bytes are as the server sent them: whether they are a picture that may be shown is for those who decode them.
"""

import asyncio
import contextlib
import hashlib
import logging
from collections import OrderedDict
from pathlib import Path
from typing import Protocol

from client import errors
from client.model.account import AccountId
from client.model.change import PictureReady
from client.sync.changes import Changes
from client.sync.tasks import Tasks
from client.sync.timing import Timing
from client.transport.exchange import Answer, Request

log = logging.getLogger(__name__)

MEMORY = 48 * 2**20
DISK = 256 * 2**20
CAP = 12 * 2**20  # bytes of one picture
AT_ONCE = 4
WAITING = 400  # pictures that wait at most; the oldest wishes are dropped
FAILED_FOR = 300.0  # seconds in which a picture that failed is not asked for again
GONE_FOR = 24 * 3600.0


class Sender(Protocol):
    """Who sends requests: `client.transport.session.Session`."""

    async def send(self, request: Request) -> Answer:
        """Sends and returns a good answer, or raises a WorldError."""


class Pictures:
    """The pictures of all posts and people, by address."""

    def __init__(
        self,
        session: Sender,
        folder: Path,
        *,
        changes: Changes,
        tasks: Tasks,
        timing: Timing,
        memory: int = MEMORY,
        disk: int = DISK,
    ) -> None:
        self._session = session
        self._folder = folder
        self._changes = changes
        self._tasks = tasks
        self._timing = timing
        self._memory_limit = memory
        self._disk_limit = disk
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._failed: OrderedDict[str, float] = OrderedDict()
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._working: set[str] = set()
        self._on_disk: int | None = None  # bytes, None until counted

    def get(self, url: str) -> bytes | None:
        """The bytes of a picture when they are in memory."""
        data = self._held.get(url)
        if data is not None:
            self._held.move_to_end(url)
        return data

    def want(self, url: str, account: AccountId | None = None) -> None:
        """Asks for a picture; `PictureReady` tells when it is in memory, or that it failed. What was asked last comes first.

        Addresses other than http and https are never asked. `account` says for whom; nothing of it is sent.
        """
        if url in self._held or url in self._working or not url.lower().startswith(("https://", "http://")):
            return
        if self._failed.get(url, 0.0) > self._timing.monotonic():
            return
        self._wanted[url] = None
        self._wanted.move_to_end(url)
        while len(self._wanted) > WAITING:
            self._wanted.popitem(last=False)
        self._start()

    def _start(self) -> None:
        while self._wanted and len(self._working) < AT_ONCE:
            url, _ = self._wanted.popitem()
            self._working.add(url)
            self._tasks.spawn(self._work(url), "picture")

    async def _work(self, url: str) -> None:
        data = None
        try:
            data = await asyncio.to_thread(self._read, url)
            if data is None:
                data = await self._fetch(url)
                if data is not None:
                    await asyncio.to_thread(self._write, url, data)
        finally:
            self._working.discard(url)
            self._start()
        if data is not None:
            self._keep(url, data)
        self._changes.publish(PictureReady(url, data))

    async def _fetch(self, url: str) -> bytes | None:
        try:
            answer = await self._session.send(Request("GET", url, accept="any", cap=CAP))
        except errors.WorldError as error:
            log.debug("a picture failed: %s", type(error).__name__)
            lasting = isinstance(error, errors.Gone | errors.Forbidden | errors.TooLarge | errors.UnsafeAddress)
            self._failed[url] = self._timing.monotonic() + (GONE_FOR if lasting else FAILED_FOR)
            while len(self._failed) > 4000:
                self._failed.popitem(last=False)
            return None
        return answer.body

    def _keep(self, url: str, data: bytes) -> None:
        if len(data) > self._memory_limit:
            return
        self._bytes += len(data) - len(self._held.pop(url, b""))
        self._held[url] = data
        while self._bytes > self._memory_limit:
            _, old = self._held.popitem(last=False)
            self._bytes -= len(old)

    # --- on disk, on a thread of their own ---

    def _path(self, url: str) -> Path:
        name = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / name[:2] / name[2:]

    def _read(self, url: str) -> bytes | None:
        path = self._path(url)
        try:
            data = path.read_bytes()
            path.touch()  # used last
        except OSError:
            return None
        return data or None

    def _write(self, url: str, data: bytes) -> None:
        """Keeps a picture on disk; a disk that fails or is full is no harm: it is fetched again."""
        if len(data) > self._disk_limit // 4 or not data:
            return
        path = self._path(url)
        part = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError as error:
            log.debug("a picture was not kept: %s", error.strerror)
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            return
        if self._on_disk is None:
            self._on_disk = sum(size for _, size, _ in self._files())
        else:
            self._on_disk += len(data)
        if self._on_disk > self._disk_limit:
            self._sweep()

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob("??/*"):
            with contextlib.suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        return found

    def _sweep(self) -> None:
        """Lets go of what was used longest ago, down to four fifths of the limit."""
        files = sorted(self._files())
        left = sum(size for _, size, _ in files)
        for _, size, path in files:
            if left <= self._disk_limit * 4 // 5:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                left -= size
        self._on_disk = left

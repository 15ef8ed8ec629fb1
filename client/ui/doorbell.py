"""A second start on the same data brings the first window to the front instead of failing.

The Belfry that holds the folder listens on a local socket of its user; a later one rings it and ends. Nothing but a ring is
ever said there.
"""

import asyncio
import hashlib
import logging
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

ANSWER = 8.0  # seconds within which a Belfry that is alive answers, one that is just starting too
AGAIN = 0.1  # seconds between two tries
READ = 16  # bytes at most that are looked at


def address(folder: Path) -> str:
    """The socket's name for a data folder: short, the same for every spelling of the path, in the user's own place."""
    name = "belfry-" + hashlib.sha256(os.path.normcase(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:20]
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    return str(Path(own, name)) if own and Path(own).is_dir() else name


class Doorbell(QObject):
    """Listens for later starts. Only the Belfry that holds the folder's lock may make one: it takes the name for itself."""

    rung = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._visited)
        name = address(folder)
        QLocalServer.removeServer(name)  # what a Belfry that was killed left behind
        if not self._server.listen(name):
            log.info("A second start will not find this window: %s", self._server.errorString())

    def _visited(self) -> None:
        while self._server.hasPendingConnections():
            visitor = self._server.nextPendingConnection()
            visitor.disconnected.connect(visitor.deleteLater)
            visitor.write(str(os.getpid()).encode())  # Windows lets the visitor hand its right to the front to this process
            visitor.flush()
            visitor.readyRead.connect(lambda visitor=visitor: self._heard(visitor))
            QTimer.singleShot(int(ANSWER * 1000), visitor, visitor.abort)

    def _heard(self, visitor: QLocalSocket) -> None:
        visitor.readyRead.disconnect()
        visitor.disconnectFromServer()
        self.rung.emit()

    def close(self) -> None:
        """Listens no more."""
        self._server.close()


async def ring(folder: Path) -> bool:
    """Asks the Belfry that holds a folder to come to the front. Tells whether it answered; one that is just starting is
    waited for."""
    try:
        async with asyncio.timeout(ANSWER):
            while not await _ring_once(address(folder)):  # noqa: ASYNC110 - what is waited for is another process
                await asyncio.sleep(AGAIN)
            return True
    except TimeoutError:
        return False


async def _ring_once(name: str) -> bool:
    answered: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    gone = asyncio.Event()
    socket = QLocalSocket()

    def tell(answer: bytes) -> None:
        if not answered.done():
            answered.set_result(answer)

    socket.readyRead.connect(lambda: tell(bytes(socket.read(READ).data())))
    socket.errorOccurred.connect(lambda: tell(b""))
    socket.disconnected.connect(gone.set)
    try:
        socket.connectToServer(name)
        process = await answered
        if not process.isdigit():
            return False
        _let_to_the_front(int(process))
        socket.write(b"show")
        socket.flush()
        await gone.wait()
        return True
    finally:
        socket.abort()
        socket.deleteLater()


def _let_to_the_front(process: int) -> None:
    """Windows gives the front only to a process that the one in front allows it (AllowSetForegroundWindow)."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(process)

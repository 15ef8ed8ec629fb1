"""What holds for every test: nothing is logged as a warning, nothing stays alive, nobody outside this PC is asked.

Qt's own warnings and exceptions in Qt's callbacks fail a test through pytest-qt; Python's warnings through `filterwarnings`.
"""

import errno
import gc
import ipaddress
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PATIENCE = 2.0  # seconds that a thread on its way out gets
QT_FIXTURES = {"qtbot", "qapp", "qtmodeltester"}

_outside: list[str] = []


class _Collector(logging.Handler):
    """Keeps what Belfry logs at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of facts, corpora and pictures beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("there is no folder shared/ beside the repository")
    return SHARED


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test in which Belfry logs a warning, unless it is marked `expects_log` or looks at `caplog` itself."""
    collector = _Collector()
    logger = logging.getLogger("client")
    logger.addHandler(collector)
    yield
    logger.removeHandler(collector)
    expected = request.node.get_closest_marker("expects_log") is not None or "caplog" in request.fixturenames
    if collector.lines and not expected:
        pytest.fail("logged without being asked for:\n" + "\n".join(collector.lines), pytrace=False)


@pytest.fixture(autouse=True)
def nothing_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test after which a thread of its own is alive, or (with Qt) a running timer or a widget."""
    threads = set(threading.enumerate())
    timers, widgets = _qt_alive() if QT_FIXTURES & set(request.fixturenames) else (set(), set())
    yield
    left = [f"thread {thread.name}" for thread in set(threading.enumerate()) - threads if _lives_on(thread)]
    if QT_FIXTURES & set(request.fixturenames):
        left += _qt_left(timers, widgets)
    if left:
        pytest.fail("still alive after the test: " + ", ".join(left), pytrace=False)


def _lives_on(thread: threading.Thread) -> bool:
    if thread.name.startswith("asyncio_"):  # a helper of the event loop, which outlives the test that used it
        return False
    thread.join(PATIENCE)
    return thread.is_alive()


def _qt_alive() -> tuple[set[int], set[int]]:
    """The running timers and the top-level widgets of this moment."""
    return set(_timers()), set(_widgets())


def _qt_left(timers: set[int], widgets: set[int]) -> list[str]:
    """Describes the timers and widgets that were not there before, after Qt and Python had a chance to delete them."""
    for thorough in (False, True):
        if thorough:
            gc.collect()
        _delete_later()
        left = {key: text for key, text in {**_timers(), **_widgets()}.items() if key not in timers | widgets}
        if not left:
            return []
    return list(left.values())


def _delete_later() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def _timers() -> dict[int, str]:
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    timers = [thing for thing in gc.get_objects() if type(thing) is QTimer and isValid(thing)]
    return {id(timer): f"timer of {timer.parent()!r}, {timer.interval()} ms" for timer in timers if timer.isActive()}


def _widgets() -> dict[int, str]:
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        return {}
    widgets = [widget for widget in QApplication.topLevelWidgets() if widget.objectName() != "qtooltip_label"]
    return {id(widget): f"widget {widget!r}" for widget in widgets}


@pytest.fixture(scope="session", autouse=True)
def only_this_pc() -> Iterator[None]:
    """Refuses every connection that leaves this PC, and every name but localhost, without asking the network."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guard(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guard(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", _guarded_names(socket.getaddrinfo))
        yield


@pytest.fixture(autouse=True)
def nobody_outside(only_this_pc: None) -> Iterator[None]:
    """Fails a test that tried to leave this PC, even where the refusal was caught."""
    _outside.clear()
    yield
    if _outside:
        pytest.fail("tried to leave this PC: " + ", ".join(_outside), pytrace=False)


def _guard(real: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and not _is_here(str(address[0])):
            _outside.append(str(address[0]))
            raise OSError(errno.ENETUNREACH, "tests stay on this PC")
        return real(self, address)

    return connect


def _guarded_names(real: Any) -> Any:
    def getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or name in ("", "localhost") or _is_address(name):
            return real(host, *arguments, **named)
        raise socket.gaierror(socket.EAI_NONAME, "tests resolve no names")

    return getaddrinfo


def _is_here(host: str) -> bool:
    return host in ("", "localhost") or (_is_address(host) and ipaddress.ip_address(host.partition("%")[0]).is_loopback)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True

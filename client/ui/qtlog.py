"""What Qt says about itself goes into Belfry's log; where Qt gives up, to the terminal as well."""

import contextlib
import logging
import sys
from collections.abc import Iterator

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_OF_NO_USE = "This plugin does not support propagateSizeHints"  # said for each window where there is no screen


def _note(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    text = text or ""
    if text.startswith(_OF_NO_USE):
        return
    log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", text)
    if kind is QtMsgType.QtFatalMsg:
        sys.stderr.write(f"{text}\n")


@contextlib.contextmanager
def heard() -> Iterator[None]:
    """Listens to Qt for the length of a block."""
    before = qInstallMessageHandler(_note)
    try:
        yield
    finally:
        qInstallMessageHandler(before)

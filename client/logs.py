"""Where log lines go: a rotating file and the last 2,000 lines in memory. No secret passes.

Redaction happens when a line is written, after the traceback was added, so nothing that is logged can slip past it.
Tracebacks never hold the values of variables.
"""

import logging
import logging.handlers
import os
import re
import sys
import threading
from collections import deque
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

LINES = 2000
FILE_BYTES = 1_000_000
FILES_KEPT = 3
HIDDEN = "[hidden]"
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOUD = (
    "httpx",
    "httpcore",
    "websockets",
    "asyncio",
    "qasync",
    "keyring",
    "hpack",
)  # they log addresses or headers below WARNING
SHORTEST_SECRET = 6  # a shorter one would black out ordinary words

_KEYS = r"access_token|refresh_token|id_token|client_secret|code_verifier|token|password|secret|api_key"
_PATTERNS = (
    re.compile(r"(?i)(authorization[\"']?\s*[:=,]\s*(?:b?[\"'])?(?:(?:bearer|basic|dpop)\s+)?)[^\s\"',;]+"),
    re.compile(r"(?i)(\b(?:bearer|dpop)\s+)[\w.~+/=-]{6,}"),
    re.compile(rf"(?i)(\b(?:{_KEYS})[\"']?\s*[:=]\s*[\"']?)[^\s&\"',;}}\])]+"),
    re.compile(r"(?i)([?&](?:code|state)=)[^\s&\"',;]+"),
    re.compile(r"(?i)([\"']code[\"']\s*:\s*[\"'])[^\"']+"),
)
_secrets: set[str] = set()


def hide(secret: str) -> None:
    """Makes sure that this secret never stands in a log line, whatever stands around it."""
    if len(secret) >= SHORTEST_SECRET and secret not in _secrets:
        _secrets.update((secret, quote(secret, safe="")))


def redact(text: str) -> str:
    """Blacks out every registered secret, and what looks like a token, an Authorization header or a sign-in code."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return text


class Redacting(logging.Formatter):
    """Formats a record and blacks out its secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Returns the whole text of a record, traceback included, without secrets."""
        return redact(super().format(record))


class Recent(logging.Handler):
    """Keeps the last lines in memory, for the log window and for reports."""

    def __init__(self, size: int = LINES) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=size)

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the lines of one record."""
        self._lines.extend(self.format(record).splitlines())

    def lines(self) -> tuple[str, ...]:
        """The lines, oldest first."""
        with self.lock or threading.Lock():
            return tuple(self._lines)


class PrivateFile(logging.handlers.RotatingFileHandler):
    """A log file that other users of the PC cannot read."""

    def _open(self) -> TextIOWrapper:
        untouched = getattr(os, "O_BINARY", 0)  # or Windows would write each line end twice
        file = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | untouched, 0o600)
        return os.fdopen(file, "a", encoding=self.encoding)


class Logs:
    """The handlers of one run. `close` takes them away again."""

    def __init__(self, file: Path | None, *, level: int = logging.INFO) -> None:
        self.recent = Recent()
        self._handlers: list[logging.Handler] = [self.recent]
        failure: OSError | None = None
        if file is not None:
            try:
                self._handlers.append(PrivateFile(file, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8"))
            except OSError as error:
                failure = error
        root = logging.getLogger()
        self._level_before = root.level
        root.setLevel(level)
        for handler in self._handlers:
            handler.setFormatter(Redacting(FORMAT))
            root.addHandler(handler)
        for name in LOUD:
            logging.getLogger(name).setLevel(logging.WARNING)
        if failure is not None:
            logging.getLogger(__name__).warning("The log file cannot be written: %s", failure)

    def close(self) -> None:
        """Writes what waits and takes the handlers away."""
        root = logging.getLogger()
        for handler in self._handlers:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(self._level_before)


def start(file: Path | None, *, level: int = logging.INFO) -> Logs:
    """Begins to log to this file (None: to memory only). A file that cannot be opened is told in the log, not raised."""
    return Logs(file, level=level)


def report_uncaught() -> None:
    """Sends every exception that nobody caught to the log, from any thread and from finalizers. KeyboardInterrupt passes."""
    log = logging.getLogger("client.uncaught")

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            log.critical("Uncaught exception", exc_info=(kind, error, trace))

    def on_thread(event: threading.ExceptHookArgs) -> None:
        name = event.thread.name if event.thread else "?"
        if event.exc_value is not None:
            log.critical("Uncaught exception in thread %s", name, exc_info=event.exc_value)

    def on_unraisable(event: "sys.UnraisableHookArgs") -> None:
        log.critical("Exception that nobody can catch: %s", event.err_msg or "in a finalizer", exc_info=event.exc_value)

    sys.excepthook = on_exception
    threading.excepthook = on_thread
    sys.unraisablehook = on_unraisable

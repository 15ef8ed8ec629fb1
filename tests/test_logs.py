"""No secret passes the log, and its last lines are kept."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from client import logs

CANARY = "canary-7f3a9b2c"
log = logging.getLogger("client.tests")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[logs.Logs]:
    started = logs.start(tmp_path / "belfry.log")
    yield started
    started.close()


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {CANARY}",
        f"{{'authorization': 'Bearer {CANARY}'}}",
        f'{{"Authorization": "Basic {CANARY}"}}',
        f"[(b'authorization', b'Bearer {CANARY}')]",
        f"authorization={CANARY}",
        f"sent with bearer {CANARY} to the server",
        f"GET https://a.example/api/v1/streaming?stream=user&access_token={CANARY}&x=1",
        f"http://127.0.0.1:4711/x?code={CANARY}&state={CANARY}",
        f'{{"access_token": "{CANARY}", "token_type": "Bearer"}}',
        f"refresh_token={CANARY}&client_secret={CANARY}",
        f"{{'code_verifier': '{CANARY}', 'code': '{CANARY}'}}",
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str) -> None:
    assert CANARY not in logs.redact(text)
    assert logs.HIDDEN in logs.redact(text)


@pytest.mark.parametrize(
    "text",
    ["HTTP status code: 404 for https://a.example/@anna", "the tokenizer took 3 ms", "state: waiting", "a code of conduct"],
)
def test_ordinary_words_stay(text: str) -> None:
    assert logs.redact(text) == text


def test_a_registered_secret_is_hidden_wherever_it_stands() -> None:
    logs.hide("s3cr+t/with=signs")
    assert logs.redact("xs3cr+t/with=signsx") == f"x{logs.HIDDEN}x"
    assert "s3cr" not in logs.redact("https://a.example/?q=s3cr%2Bt%2Fwith%3Dsigns")
    logs.hide("a")
    assert logs.redact("a") == "a"


def test_a_traceback_is_redacted_too_in_file_and_memory(started: logs.Logs, tmp_path: Path) -> None:
    secret = f"token={CANARY}"
    try:
        raise ValueError(secret)
    except ValueError:
        log.info("it failed with %s", secret, exc_info=True)
    kept = "\n".join(started.recent.lines())
    assert "ValueError" in kept
    assert CANARY not in kept
    assert CANARY not in (tmp_path / "belfry.log").read_text("utf-8")
    assert "it failed" in (tmp_path / "belfry.log").read_text("utf-8")


def test_the_last_two_thousand_lines_are_kept(started: logs.Logs) -> None:
    for number in range(1500):
        log.info("line %d\nand its second half", number)
    lines = started.recent.lines()
    assert len(lines) == logs.LINES
    assert lines[-1] == "and its second half"
    assert lines[-2].endswith("line 1499")


def test_libraries_that_log_addresses_are_silent_at_info(started: logs.Logs) -> None:
    for name in ("httpx", "httpcore.connection", "websockets.client"):
        logging.getLogger(name).info("GET https://a.example/private")
    assert started.recent.lines() == ()


@pytest.mark.expects_log
def test_a_file_that_cannot_be_opened_is_told_in_memory(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    started = logs.start(tmp_path)  # a folder
    assert "cannot be written" in started.recent.lines()[-1]
    started.close()
    assert logging.getLogger().handlers == before


def test_the_file_turns_over_at_its_size(tmp_path: Path) -> None:
    started = logs.start(tmp_path / "belfry.log")
    for _ in range(logs.FILES_KEPT + 3):
        log.info("x" * (logs.FILE_BYTES - 200))
    started.close()
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == ["belfry.log", "belfry.log.1", "belfry.log.2", "belfry.log.3"]
    assert all(file.stat().st_size <= logs.FILE_BYTES for file in tmp_path.iterdir())


@pytest.mark.expects_log
def test_exceptions_that_nobody_caught_reach_the_log(started: logs.Logs, monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    logs.report_uncaught()
    failure = RuntimeError(f"access_token={CANARY}")
    sys.excepthook(RuntimeError, failure, None)
    thread = threading.Thread(target=_fail, name="helper")
    thread.start()
    thread.join()
    kept = "\n".join(started.recent.lines())
    assert "RuntimeError" in kept
    assert "thread helper" in kept
    assert CANARY not in kept


def _fail() -> None:
    raise LookupError("in a thread")


@pytest.mark.skipif(os.name != "posix", reason="other systems keep rights in other ways")
def test_nobody_else_on_the_pc_can_read_the_log(tmp_path: Path) -> None:
    lines = logs.start(tmp_path / "belfry.log")
    logging.getLogger("client").info("something")
    lines.close()
    assert (tmp_path / "belfry.log").stat().st_mode & 0o077 == 0

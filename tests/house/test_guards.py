"""What tests/conftest.py promises holds: each careless test below fails, each careful one passes."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.house.loading import ROOT

SAMPLES = """
import logging, socket, threading, warnings
import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget

log = logging.getLogger("client.sample")
kept = []
stop = threading.Event()


def test_bad_log():
    log.warning("oops")

def test_bad_python_warning():
    warnings.warn("oops")

def test_bad_qt_warning(qtbot):
    qWarning("oops")

def test_bad_timer(qtbot):
    timer = QTimer()
    timer.start(60_000)
    kept.append(timer)

def test_bad_widget(qtbot):
    kept.append(QWidget())

def test_bad_thread():
    threading.Thread(target=stop.wait, daemon=True).start()

def test_bad_thread_failure():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

def test_bad_outside():
    with socket.socket() as one, pytest.raises(OSError):
        one.connect(("192.0.2.1", 80))


@pytest.mark.expects_log
def test_good_log():
    log.error("asked for")

def test_good_caplog(caplog):
    log.error("looked at")

def test_good_info():
    log.info("fine")

def test_good_widget(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    timer = QTimer(widget)
    timer.start(60_000)
    widget.show()

def test_good_thread():
    threading.Thread(target=lambda: None).start()

def test_good_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as one:
        one.connect(server.getsockname())
        server.accept()[0].close()

def test_good_name():
    with pytest.raises(socket.gaierror):
        socket.create_connection(("no.such.example", 80))

def test_good_shared(shared):
    assert shared.is_dir()
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says about the samples, under this repository's own rules."""
    folder = tmp_path_factory.mktemp("guards") / "repository"
    (folder / "tests").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "tests")
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "tests" / "test_sample.py").write_text(SAMPLES, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "--tb=no"],
        cwd=folder,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


NAMES = re.findall(r"def test_(\w+)", SAMPLES)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("bad")])
def test_a_careless_test_fails(outcome: str, name: str) -> None:
    assert re.search(rf"^(FAILED|ERROR) \S+::test_{name}\b", outcome, re.MULTILINE), outcome


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("good")])
def test_a_careful_test_passes(outcome: str, name: str) -> None:
    assert not re.search(rf"^(FAILED|ERROR) \S+::test_{name}\b", outcome, re.MULTILINE), outcome
    assert re.search(rf"^(PASSED|SKIPPED) .*(test_{name}\b|there is no folder)", outcome, re.MULTILINE), outcome


def test_the_folder_beside_the_repository_may_be_missing(outcome: str) -> None:
    assert re.search(r"^SKIPPED .*there is no folder shared/", outcome, re.MULTILINE), outcome

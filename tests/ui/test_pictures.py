"""Pictures: only what is allowed is decoded, at its final size, off the UI thread, within a bound of bytes."""

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.model.account import AccountId
from client.model.change import PictureReady
from client.ui.pictures import Pictures, Shot, circle, decode, decode_whole
from tests.ui import samples


class Source:
    """Holds bytes by address; what it lacks is noted."""

    def __init__(self, held: dict[str, bytes]) -> None:
        self.held = held
        self.wanted: list[str] = []

    def get(self, url: str) -> bytes | None:
        return self.held.get(url)

    def want(self, url: str, account: AccountId | None) -> None:
        self.wanted.append(url)


def encoded(kind: str, width: int = 60, height: int = 40) -> bytes:
    image = QImage.fromData(samples.painted("a", width, height))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunk = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (head, data, b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_allowed_kinds_come_out_at_their_final_size(qapp: QApplication, kind: str) -> None:
    image = decode(encoded(kind), Shot("u", 30, 30, ratio=2.0))
    assert (image.width(), image.height()) == (60, 60)


@pytest.mark.parametrize("kind", ["BMP", "PPM", "XPM"])
def test_other_kinds_are_refused_whatever_their_name(qapp: QApplication, kind: str) -> None:
    assert decode(encoded(kind), Shot("picture.png", 30, 30)).isNull()


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"hello"])
def test_what_is_no_picture_is_refused(qapp: QApplication, data: bytes) -> None:
    assert decode(data, Shot("u", 30, 30)).isNull()


@pytest.mark.parametrize(("width", "height"), [(9000, 10), (10, 9000), (8000, 8000), (2**31 - 1, 2**31 - 1), (0, 5)])
def test_a_header_that_claims_too_much_is_refused_before_decoding(qapp: QApplication, width: int, height: int) -> None:
    assert decode(png_header(width, height), Shot("u", 30, 30)).isNull()
    assert decode_whole(png_header(width, height), QSize(100, 100)).isNull()


def test_a_circle_is_clear_at_its_corners(qapp: QApplication) -> None:
    image = decode(samples.painted("a"), circle("u", 36, 1.0))
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(18, 18).alpha() == 255


def test_the_focus_decides_which_part_is_kept(qapp: QApplication) -> None:
    wide = QImage(200, 50, QImage.Format.Format_RGB32)
    wide.fill(0xFF0000)
    for x in range(100, 200):
        for y in range(50):
            wide.setPixel(x, y, 0x0000FF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    wide.save(buffer, "PNG")
    data = bytes(buffer.data().data())
    assert decode(data, Shot("u", 50, 50, focus=(-1.0, 0.0))).pixelColor(25, 25).red() == 255
    assert decode(data, Shot("u", 50, 50, focus=(1.0, 0.0))).pixelColor(25, 25).blue() == 255


def test_a_picture_is_made_off_the_ui_thread_and_told(qtbot: QtBot) -> None:
    pictures = Pictures(Source({"u": samples.painted("u")}))
    shot = Shot("u", 40, 40)
    assert pictures.get(shot) is None
    with qtbot.waitSignal(pictures.ready) as told:
        pictures.make(shot)
        pictures.make(shot)
    assert told.args == ["u"]
    assert pictures.get(shot) is not None
    pictures.close()


def test_bytes_that_are_missing_are_asked_for(qtbot: QtBot) -> None:
    source = Source({})
    pictures = Pictures(source)
    small, large = Shot("u", 20, 20), Shot("u", 80, 80)
    pictures.make(small)
    pictures.make(large)
    assert set(source.wanted) == {"u"}
    with qtbot.waitSignals([pictures.ready, pictures.ready]):
        pictures.take(PictureReady("u", samples.painted("u")))
    assert pictures.get(small) is not None
    assert pictures.get(large) is not None
    pictures.close()


def test_what_cannot_be_read_is_not_tried_again(qtbot: QtBot) -> None:
    pictures = Pictures(Source({"bad": b"no picture"}))
    pictures.make(Shot("bad", 20, 20))
    qtbot.waitUntil(lambda: pictures.failed("bad"))
    pictures.make(Shot("bad", 20, 20))
    assert not pictures._under_way
    pictures.close()


def test_the_memory_is_bounded_by_bytes(qtbot: QtBot) -> None:
    names = [f"p{number}" for number in range(12)]
    pictures = Pictures(Source({name: samples.painted(name) for name in names}), limit=4 * 40 * 40 * 5)
    for name in names:
        with qtbot.waitSignal(pictures.ready):
            pictures.make(Shot(name, 40, 40))
    assert pictures.kept_bytes <= 4 * 40 * 40 * 5
    assert pictures.get(Shot("p0", 40, 40)) is None
    assert pictures.get(Shot("p11", 40, 40)) is not None
    pictures.close()


_AT_ONCE = """
import sys
from PySide6.QtCore import QRunnable, QSize, QThreadPool
from PySide6.QtGui import QGuiApplication, QImage
from client.ui import pictures

class Source:
    def get(self, url): return None
    def want(self, url, account): pass

app = QGuiApplication(sys.argv)
made = pictures.Pictures(Source())

class Job(QRunnable):
    def run(self):
        QImage(QSize(1, 1), QImage.Format.Format_ARGB32)

jobs = [Job() for _ in range(4)]
pool = QThreadPool()
sys.setswitchinterval(1e-6)
for job in jobs:
    job.setAutoDelete(False)
    pool.start(job)
pool.waitForDone()
"""


@pytest.mark.parametrize("time", range(6))
def test_workers_that_begin_at_the_same_moment_do_not_wait_for_each_other(tmp_path: Path, time: int) -> None:
    program = tmp_path / "at_once.py"  # a file: PySide looks into the source of who calls it first
    program.write_text(_AT_ONCE, "utf-8")
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, str(program)], check=True, timeout=20, env={**os.environ, "PYTHONPATH": str(root)})

"""Text of others that names files and servers is shown, hovered, spoken, copied and opened in a card: nothing is touched.

A bait lies on the disk, watched by the system itself: also what Qt would open by itself is seen.
"""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtNetwork import QNetworkAccessManager
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from client.model.person import Profile, ProfileField
from client.model.post import Card, Poll, PollOption, Quote, QuoteState
from client.model.richtext import RichText, Span, SpanKind, plain
from client.model.row import Row
from tests.ui import samples
from tests.ui.desk_stage import DeskStage, column

OPENED, MADE = 0x20, 0x100  # IN_OPEN, IN_CREATE of inotify(7)
EVENTS: list[tuple[str, tuple[Any, ...]]] = []
WATCHED = [False]


def hear(name: str, arguments: tuple[Any, ...]) -> None:
    if WATCHED[0] and (name.startswith("socket.") or name in ("open", "subprocess.Popen", "os.system", "urllib.Request")):
        EVENTS.append((name, arguments))


sys.addaudithook(hear)


class Bait:
    """A folder with a picture in it; `touched` tells whether anybody opened it since."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "bait.png"
        self.file.write_bytes(samples.painted("bait"))
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._watch = self._libc.inotify_init1(os.O_NONBLOCK)
        assert self._libc.inotify_add_watch(self._watch, str(folder).encode(), OPENED | MADE) >= 0

    @property
    def touched(self) -> bool:
        with contextlib.suppress(BlockingIOError):
            return bool(os.read(self._watch, 4096))
        return False

    def close(self) -> None:
        os.close(self._watch)


@pytest.fixture
def bait(tmp_path: Path) -> Iterator[Bait]:
    if not sys.platform.startswith("linux"):
        pytest.skip("inotify is Linux's")
    made = Bait(tmp_path)
    yield made
    made.close()


def hostile(path: Path) -> list[str]:
    """Texts that a program which reads HTML, addresses or paths out of text would follow."""
    return [
        f'<img src="file://{path}">',
        f'<html><body background="{path}"><img src="{path}"></body></html>',
        f'<p style="background-image:url(\'{path}\')">x</p><link rel=stylesheet href="file://{path}">',
        f"![x]({path}) file://{path} {path}",
        '<img src="http://127.0.0.1:9/x.png"> http://127.0.0.1:9/ \\\\127.0.0.1\\share\\x',
        f'"><iframe src="file://{path}"></iframe>&#60;img src="{path}"&#62;',
    ]


def rows(path: Path) -> list[Row]:
    """The texts wherever a stranger can put one."""
    made = []
    for number, text in enumerate(hostile(path)):
        author = replace(samples.who(text, f"x{number}@{text[:30]}"), name=plain(text), avatar_url=None)
        linked = RichText(text, (Span(0, len(text), SpanKind.LINK, f"file://{path}", text),))
        post = samples.post(
            linked,
            author,
            number + 1,
            media=(samples.picture("x", text, url=None, preview_url=None),),
            poll=Poll("p", (PollOption(plain(text), 1),), 1),
            card=Card("https://a.example/", text, text),
            quote=Quote(QuoteState.ACCEPTED, post=samples.post(text, author)),
        )
        made += [samples.row(post), samples.row(replace(post, key=samples.post().key, warning=text))]
    return made


class BaitStage(DeskStage):
    rows_of: tuple[Row, ...] = ()

    def _rows(self, count: int) -> Any:
        return lambda kind: list(self.rows_of)


def walk(stage: BaitStage) -> None:
    """Does to every row what a reader can do to it without opening a link."""
    view = stage.view("one").top.view
    for number, row in enumerate(stage.rows_of):
        index = view.rows_model.index(number)
        view.setCurrentIndex(index)
        view.scrollTo(index)
        stage.settle()
        assert view.rows_model.data(index, Qt.ItemDataRole.AccessibleTextRole)
        area = view.visualRect(index) & view.viewport().rect()
        for y in range(area.top(), area.bottom(), 12):
            for x in (20, 80, 160, 240, 320):
                view._hover(QPoint(x, y))
                tip = view.tip_at(QPoint(x, y))
                assert isinstance(tip, str)
        for name in ("copy_text", "copy_link"):
            stage.shell.act(name)
        view.toggle_cover(row.id)
        view.toggle_text(row.id)
        stage.settle()
        person = row.entry.post.author  # type: ignore[union-attr]
        stage.accounts.the_network.profiles[person.id] = Profile(
            person, person.name, (ProfileField(person.name.text, person.name),), 1, 1, 1, samples.NOW
        )
        stage.shell.act("person")
        stage.settle()
        card = stage.window.dialog
        assert all(label.textFormat() is Qt.TextFormat.PlainText for label in card.findChildren(QLabel))
        stage.key(Qt.Key.Key_Escape)


def test_nothing_that_others_write_touches_a_file_or_a_server(qtbot: QtBot, bait: Bait) -> None:
    stage = type("Stage", (BaitStage,), {"rows_of": tuple(rows(bait.file))})(column("one"))
    assert not bait.touched
    walk(stage)  # the first time, code is imported
    EVENTS.clear()
    WATCHED[0] = True
    walk(stage)
    WATCHED[0] = False
    assert EVENTS == []
    assert not bait.touched
    assert stage.opened == []
    app = QApplication.instance()
    assert app is not None
    assert not app.findChildren(QNetworkAccessManager)
    stage.end()


def test_the_bait_is_seen_when_somebody_takes_it(bait: Bait) -> None:
    label = QLabel(f'<img src="file://{bait.file}">')
    label.grab()
    assert bait.touched
    label.deleteLater()

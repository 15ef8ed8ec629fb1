"""Sets up the whole window on parts made by hand, for tests with real keys and a real pointer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from client import settings
from client.model.account import Account
from client.model.column import ColumnId, ColumnSpec
from client.model.row import Row
from client.settings import Settings
from client.sync.changes import Changes
from client.ui import words
from client.ui.column_view import ColumnView
from client.ui.shell import Shell
from client.ui.theme import Theme
from tests.ui import fakes, samples

LEFT, NO_BUTTON, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def column(name: str, kind: str = "home", *accounts: Account, width: int = 340, **params: str) -> ColumnSpec:
    sources = tuple(each.id for each in accounts) or (fakes.GM.id,)
    return ColumnSpec(ColumnId(name), kind, sources, tuple(params.items()), width=width)


def posts(count: int) -> list[Row]:
    return [
        samples.row(samples.post(f"Bericht {number} " + samples.LOREM[: 20 + number % 5 * 60], minutes=number))
        for number in range(count)
    ]


class DeskStage:
    """The window with a deck, shown."""

    def __init__(
        self,
        *specs: ColumnSpec,
        accounts: tuple[Account, ...] = (fakes.GM, fakes.BW),
        rows: int = 30,
        size: tuple[int, int] = (1600, 900),
        kept: bytes = b"",
    ) -> None:
        words.set_language("en")
        self.changes = Changes()
        self.desk = fakes.FakeDesk(self.changes, list(specs), self._rows(rows))
        self.accounts = fakes.FakeAccounts(self.changes, list(accounts))
        self.settings = Settings()
        self.settings.set(settings.LANGUAGE, "en")
        self.settings.set(settings.THEME, "light")
        self.spawner = fakes.Spawner()
        self.opened: list[str] = []
        self.now = samples.NOW
        self.quits: list[bool] = []
        self.shell = Shell(
            self.desk,  # type: ignore[arg-type]
            self.accounts,  # type: ignore[arg-type]
            samples.Drawn(),  # type: ignore[arg-type]
            self.changes,
            self.settings,
            Theme(),
            spawn=self.spawner,
            opener=self._open,
            clock=lambda: self.now,
            data_folder="/tmp/belfry",
        )
        self.shell.quit_wanted.connect(lambda: self.quits.append(True))
        self.states: list[bytes] = []
        self.shell.state_changed.connect(self.states.append)
        if kept:
            self.shell.restore(kept)
        self.window.resize(*size)
        self.shell.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()
        self.settle()

    def _rows(self, count: int) -> Callable[[str], list[Row]]:
        def rows(kind: str) -> list[Row]:
            return posts(count)

        return rows

    def _open(self, url: str) -> bool:
        self.opened.append(url)
        return True

    @property
    def window(self) -> Any:
        return self.shell.window

    def settle(self) -> None:
        pictures = self.shell._panes.pictures
        for _ in range(4):
            QApplication.processEvents()
            self.spawner.settle()
            pictures._pool.waitForDone()
            pictures._decoding._collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()

    def end(self) -> None:
        self.shell.close()
        self.settle()
        self.spawner.close()
        self.settle()

    # --- what is there ------------------------------------------------------------------------------------------------

    def view(self, name: str) -> ColumnView:
        view = self.shell.control.view(ColumnId(name))
        assert view is not None
        return view

    def order(self) -> list[str]:
        return [view.column for view in sorted(self.shell.deck.columns, key=lambda view: view.x())]

    def current(self) -> str:
        return self.shell.control.current or ""

    @property
    def dialog(self) -> Any:
        return self.window.dialog

    # --- what people do -----------------------------------------------------------------------------------------------

    def key(self, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        target = QApplication.focusWidget() or self.window
        if isinstance(key, str):
            QTest.keyClicks(target, key, modifiers)
        else:
            QTest.keyClick(target, key, modifiers)
        self.settle()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseClick(widget, LEFT, NONE, at or widget.rect().center())
        self.settle()

    def pull(self, widget: QWidget, by: int) -> None:
        """Pulls a widget that follows the pointer sideways: its own place changes, so the pointer's is told on the screen."""
        inside = QPointF(3, 200)
        start = QPointF(widget.mapToGlobal(inside))
        kinds = (QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * 5, QEvent.Type.MouseButtonRelease)
        for number, kind in enumerate(kinds):
            there = start + QPointF(by * min(1.0, number / 5), 0)
            button = NO_BUTTON if kind == QEvent.Type.MouseMove else LEFT
            held = NO_BUTTON if kind == QEvent.Type.MouseButtonRelease else LEFT
            QApplication.sendEvent(widget, QMouseEvent(kind, inside, there, button, held, NONE))
        self.settle()

    def drag(self, widget: QWidget, start: QPoint, end: QPoint, *, drop: bool = True) -> None:
        """Drags from a point of a widget to another, with steps between."""
        QTest.mousePress(widget, LEFT, NONE, start)
        for part in range(1, 6):
            QTest.mouseMove(widget, start + (end - start) * part / 5)
            QApplication.processEvents()
        if drop:
            QTest.mouseRelease(widget, LEFT, NONE, end)
        self.settle()


Set = Callable[..., DeskStage]
"""Sets up a window; it is taken down at the end of the test."""


@pytest.fixture
def set_up(qtbot: QtBot) -> Iterator[Set]:
    """Sets up windows and takes them down, whatever the test found."""
    stages = []

    def make(*specs: ColumnSpec, **more: Any) -> DeskStage:
        stages.append(DeskStage(*specs, **more))
        return stages[-1]

    yield make
    for stage in stages:
        stage.end()
    words.set_language("en")


@pytest.fixture
def three(set_up: Set) -> DeskStage:
    """A window with three columns that fit."""
    return set_up(
        column("one", "mentions", fakes.GM, fakes.BW),
        column("two", "hashtag", any="meerdamfeest"),
        column("three", "home", width=280),
    )

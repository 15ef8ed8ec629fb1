"""The whole program on the town of Meerdam in this process, for tests of the window with real parts below it."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from client.model.column import ColumnId, ColumnSpec
from client.ui import words
from client.ui.options_panel import OptionsPanel
from tests.e2e.window import Hands, play
from tests.fakes.filekeyring import FileKeyring

Run = Callable[..., None]


@pytest.fixture
def town(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a script beside Belfry on the town; several runs share one folder. Python is left as it was."""
    monkeypatch.setenv("BELFRY_TEST_KEYRING", str(tmp_path / "keyring.json"))
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())

    def run(script: Any, **plan: Any) -> None:
        play(tmp_path / "base", script, demo=True, **{"lang": "en", **plan})

    yield run
    keyring.set_keyring(before)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    words.set_language("en")


async def ready(hands: Hands, number: int = 1) -> ColumnId:
    """Waits for the posts of a column and gives it the keyboard."""
    desk = hands.belfry.desk
    await hands.until(lambda: len(desk.deck.columns) > number, "the columns of the town")
    column = desk.deck.columns[number].id
    await hands.until(lambda: len(desk.feed(column).ids) > 5, "posts in the column")
    hands.window.activateWindow()
    hands.belfry.shell.control.focus_column(column)
    return column


async def opened(hands: Hands, number: int = 1) -> tuple[ColumnId, OptionsPanel]:
    """Opens the options of a column with the key."""
    column = await ready(hands, number)
    hands.press(Qt.Key.Key_M)
    return column, panel(hands, column)


def panel(hands: Hands, column: ColumnId) -> OptionsPanel:
    control = hands.belfry.shell.control
    view = control.view(column)
    assert view is not None
    found = control.options.panel(view)
    assert found is not None, "the options are not open"
    return found


def spec(hands: Hands, column: ColumnId) -> ColumnSpec:
    found = hands.belfry.desk.column(column)
    assert found is not None
    return found


def keyboard(hands: Hands) -> Any:
    return hands.window.focusWidget()


def tab(hands: Hands, *, back: bool = False) -> None:
    where = keyboard(hands) or hands.window
    if back:
        QTest.keyClick(where, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    else:
        QTest.keyClick(where, Qt.Key.Key_Tab)

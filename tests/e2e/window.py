"""The whole program in this process, with its window, and hands that press its keys and click its buttons."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from client.app import Belfry, Plan, live
from client.model.column import ColumnId

PATIENCE = 30.0

Script = Callable[["Hands"], Coroutine[Any, Any, None]]


class Hands:
    """What a person can see and do in a running Belfry."""

    def __init__(self, belfry: Belfry) -> None:
        self.belfry = belfry

    @property
    def window(self) -> Any:
        return self.belfry.shell.window

    async def until(self, condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Waits for a condition."""
        never = asyncio.Event()
        for _ in range(int(patience / 0.02)):
            if condition():
                return
            try:
                async with asyncio.timeout(0.02):
                    await never.wait()
            except TimeoutError:
                continue
        seen = {spec.id: (self.state(spec.id), self.texts(spec.id)[:3]) for spec in self.belfry.desk.deck.columns}
        raise AssertionError(f"not within {patience} s: {what}; seen: {seen}")

    def button(self, text: str, under: QWidget | None = None) -> QAbstractButton:
        """The button with this text that can be seen."""
        found = [
            button for button in (under or self.window).findChildren(QAbstractButton)
            if button.isVisible() and text in (button.text(), button.accessibleName())
        ]  # fmt: skip
        assert found, f"no button {text!r} to be seen"
        return found[0]

    def click(self, target: QWidget | str) -> None:
        """Clicks a widget, or the button with this text."""
        widget = self.button(target) if isinstance(target, str) else target
        assert widget.isVisible(), f"{widget} cannot be seen"
        assert widget.isEnabled(), f"{widget} cannot be clicked"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def type(self, text: str) -> None:
        """Types into what has the keyboard."""
        focused = self.window.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, text)

    def press(self, key: Qt.Key) -> None:
        """Presses a key."""
        QTest.keyClick(self.window.focusWidget() or self.window, key)

    def texts(self, column: ColumnId) -> list[str]:
        """What a screen reader would say of the rows of a column that are in memory."""
        model = self.belfry.shell.control.view(column).base.view.model()  # type: ignore[union-attr]
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(row, 0).data(role)) for row in range(min(model.rowCount(), 30))]

    def shows(self, column: ColumnId, text: str) -> bool:
        """Whether a post with this text stands in a column."""
        return any(text in row for row in self.texts(column))

    def column(self, kind: str) -> ColumnId:
        """The first column of a kind."""
        return next(spec.id for spec in self.belfry.desk.deck.columns if spec.kind == kind)

    def state(self, column: ColumnId) -> str:
        """The state of a column."""
        return str(self.belfry.desk.feed(column).health.state)


def play(base: Path, script: Script, patience: float = 60.0, **plan: Any) -> None:
    """Runs Belfry with a script beside it, and fails as the script fails."""
    failures: list[BaseException] = []
    played: list[bool] = []

    async def guarded(belfry: Belfry) -> None:
        try:
            belfry.shell.window.resize(1600, 900)  # the screen that is not there has 800 px
            async with asyncio.timeout(patience):
                await script(Hands(belfry))
            played.append(True)
        except (Exception, asyncio.CancelledError) as failure:  # noqa: BLE001 - told below, outside of the program
            failures.append(failure)

    code = live(Plan(base_dir=base, on_ready=guarded, **plan))
    if failures:
        raise failures[0]
    assert code == 0
    assert played == [True]

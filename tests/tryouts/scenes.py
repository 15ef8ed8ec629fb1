"""The scenes that have a drawn picture, by its name: theme, size, language, text size, and what is done before the picture.

To add one: a row in `SCENES`. `python packaging/dev.py shot DIR [NAME …]` makes them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from client import app

LARGE, SMALL = (1600, 900), (1366, 768)

Prepare = Callable[[app.Belfry], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """One picture."""

    prepare: Prepare
    theme: str = "light"
    size: tuple[int, int] = LARGE
    lang: str = "en"
    text: int = 100
    demo: bool = True


async def first_post(belfry: app.Belfry) -> None:
    """The keyboard is on the first post of the first column."""
    view = belfry.shell.control.view(None)
    assert view is not None
    QTest.keyClick(view.top.view, Qt.Key.Key_Down)


async def second_column(belfry: app.Belfry) -> None:
    """The rail, and the keyboard in the second column."""
    belfry.shell.window.wish_sidebar(True)
    belfry.shell.control.focus_number(1)


async def nothing(belfry: app.Belfry) -> None:
    """As Belfry stands after the start."""


async def add_column(belfry: app.Belfry) -> None:
    """A search is being put together, with a look at what comes in."""
    shell = belfry.shell
    shell.window.wish_sidebar(True)
    shell.act("add_column")
    dialog = shell.window.dialog
    dialog.kinds.choose("search")  # type: ignore[union-attr]
    edit = dialog._fields[0].edit  # type: ignore[union-attr]
    edit.setText("rook -kermis")
    dialog.name.setText("Rook en brand")  # type: ignore[union-attr]
    edit.setFocus()
    await belfry.timing.sleep(2.5)


SCENES: dict[str, Scene] = {
    "deck-light": Scene(first_post),
    "deck-dark": Scene(second_column, theme="dark", lang="nl"),
    "deck-1366": Scene(first_post, size=SMALL, lang="nl"),
    "high-contrast": Scene(first_post, theme="highContrast", text=150),
    "add-column": Scene(add_column),
    "empty": Scene(nothing, demo=False),
}

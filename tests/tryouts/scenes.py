"""The scenes that have a drawn picture, by its name: theme, size, language, text size, and what is done before the picture.

To add one: a row in `SCENES`. `python packaging/dev.py shot DIR [NAME …]` makes them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from client import app
from client.model.column import MEDIUM, NARROW, WIDE
from client.model.sifting import Alerts, Filters
from tests.tryouts.afternoon import TAG, Afternoon

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
    afternoon: Callable[[], Afternoon] | None = None


async def scrolled(belfry: app.Belfry) -> None:
    """The column with the tag is where its reader was: twelve new posts are above. All times are as they are by now."""
    for each in belfry.shell.deck.columns:
        each.top.view.refresh_times()
    belfry.shell.control._second()
    view = belfry.shell.control.view(TAG)
    assert view is not None
    timeline = view.top.view
    timeline.restore(timeline.feed.ids[12], belfry.theme.px(46))


async def afternoon_first(belfry: app.Belfry) -> None:
    """The drawn afternoon, with the keyboard on the first post of the first column."""
    await scrolled(belfry)
    belfry.shell.control.focus_number(0)


async def afternoon_second(belfry: app.Belfry) -> None:
    """The same with the rail, and the keyboard in the second column."""
    belfry.shell.window.wish_sidebar(True)
    await scrolled(belfry)
    await second_column(belfry)


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


async def column_options(belfry: app.Belfry) -> None:
    """The second column with its options open: a filter for the fire, and what the drawing has switched on."""
    shell, desk = belfry.shell, belfry.desk
    first, second = desk.deck.columns[:2]
    desk.change_column(replace(first, width=NARROW))
    words = Filters(
        any=("rook", "brand", "Timmerkade"),
        none=("kermis", "loterij"),
        reposts=False,
        languages=("nl", "en"),
        min_reposts=5,
    )
    alerts = Alerts(popup=True, sound="bell", silent_after=10)
    desk.change_column(replace(second, width=MEDIUM, filters=words, alerts=alerts))
    shell.control.focus_column(second.id)
    shell.act("options")
    await belfry.timing.sleep(1.5)


async def keys(belfry: app.Belfry) -> None:
    """The sheet of keys, with the rail behind it."""
    belfry.shell.window.wish_sidebar(True)
    await afternoon_first(belfry)
    belfry.shell.act("sheet")


async def palette(belfry: app.Belfry) -> None:
    """The palette with the word of the day."""
    belfry.shell.window.wish_sidebar(True)
    await first_post(belfry)
    belfry.shell.act("palette")
    QTest.keyClicks(belfry.shell.window.dialog.field, "rook")  # type: ignore[union-attr]


SCENES: dict[str, Scene] = {
    "deck-light": Scene(afternoon_first, afternoon=Afternoon),
    "deck-dark": Scene(afternoon_second, theme="dark", lang="nl", afternoon=lambda: Afternoon(private=False)),
    "deck-1366": Scene(
        afternoon_first, size=SMALL, lang="nl", afternoon=lambda: Afternoon(widths=(MEDIUM, MEDIUM, MEDIUM, NARROW, WIDE))
    ),
    "high-contrast": Scene(
        afternoon_first,
        theme="highContrast",
        text=150,
        afternoon=lambda: Afternoon(widths=(MEDIUM, MEDIUM, NARROW, NARROW, WIDE)),
    ),
    "add-column": Scene(add_column),
    "column-options": Scene(column_options),
    "empty": Scene(nothing, demo=False),
    "keys": Scene(keys, afternoon=lambda: Afternoon(widths=(MEDIUM, MEDIUM, NARROW, NARROW, WIDE))),
    "palette": Scene(palette, theme="dark", lang="nl"),
}

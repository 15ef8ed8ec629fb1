"""Where the keyboard is can be seen on everything it reaches, and everything it reaches is large enough to hit."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from client import settings
from client.ui import focus
from client.ui.anchor_list import AnchorList
from client.ui.buttons import Button
from client.ui.rich_label import RichLabel
from client.ui.sidebar_drag import WidthGrip
from tests.ui.desk_stage import DeskStage

LEAST = 24  # px: WCAG 2.2, 2.5.8. The sidebar's edge has keys, and links within text are as high as their line
KEYS: dict[str, tuple[Qt.Key | str, Qt.KeyboardModifier]] = {
    "the deck": ("", Qt.KeyboardModifier.NoModifier),
    "the options": ("m", Qt.KeyboardModifier.NoModifier),
    "adding a column": ("a", Qt.KeyboardModifier.NoModifier),
    "search": ("s", Qt.KeyboardModifier.NoModifier),
    "the keys": ("?", Qt.KeyboardModifier.NoModifier),
    "the settings": (Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier),
    "the palette": (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
}


def reached(stage: DeskStage) -> list[QWidget]:
    """What Tab reaches now, whatever scrolls."""
    return focus.stops(stage.dialog or stage.window)


def grabbed(stage: DeskStage, widget: QWidget) -> QImage:
    """How the surroundings of a widget look: the ring of some lies in the field around them."""
    stage.settle()
    area = QRect(widget.mapTo(stage.window, widget.rect().topLeft()), widget.size()).adjusted(-24, -6, 24, 6)
    return stage.window.grab(area & stage.window.rect()).toImage()


@pytest.mark.parametrize("place", KEYS)
@pytest.mark.parametrize("theme", ["light", "highContrast"])
def test_the_keyboard_is_seen_on_everything_it_reaches(three: DeskStage, place: str, theme: str) -> None:
    three.shell.change(settings.THEME, theme)
    key, modifiers = KEYS[place]
    if key:
        three.key(key, modifiers)
    stops = reached(three)
    assert stops
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    try:
        for number, stop in enumerate(stops):
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            focus._show(stop)
            with_keyboard = grabbed(three, stop)
            other = stops[number - 1] if len(stops) > 1 else three.window
            other.setFocus(Qt.FocusReason.OtherFocusReason)
            focus._show(stop)
            told = f"{type(stop).__name__} {stop.accessibleName()!r}"
            assert len(stops) == 1 or grabbed(three, stop) != with_keyboard, told
    finally:
        QApplication.setCursorFlashTime(flash)


@pytest.mark.parametrize("place", KEYS)
def test_everything_the_keyboard_reaches_is_large_enough_to_hit(three: DeskStage, place: str) -> None:
    key, modifiers = KEYS[place]
    if key:
        three.key(key, modifiers)
    small = [
        f"{type(stop).__name__} {stop.accessibleName()!r}: {stop.width()} x {stop.height()}"
        for stop in reached(three)
        if min(stop.width(), stop.height()) < LEAST and not isinstance(stop, WidthGrip | RichLabel | AnchorList)
    ]
    assert small == []


def test_the_words_of_buttons_are_whole_in_a_small_dialog_at_the_largest_text(three: DeskStage) -> None:
    three.shell.change(settings.LANGUAGE, "nl")
    three.shell.change(settings.TEXT_SIZE, 200)
    three.window.resize(1366, 768)
    three.settle()
    three.key(Qt.Key.Key_F2)
    buttons = three.dialog.findChildren(Button)
    assert len(buttons) == 2
    assert [button.text() for button in buttons if button.width() < button.sizeHint().width()] == []

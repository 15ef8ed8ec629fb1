"""Keys of the window: columns, parts, the sidebar, text size. All by real key events."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from client import settings
from client.ui import commands, window_place
from client.ui.widgets import PlainLabel
from tests.ui.desk_stage import DeskStage, Set, column

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_the_first_column_has_the_keyboard(three: DeskStage) -> None:
    assert three.current() == "one"
    assert three.view("one").isAncestorOf(QApplication.focusWidget())


def test_arrows_go_through_the_columns_and_stop_at_the_ends(three: DeskStage) -> None:
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        three.key(key)
        seen.append(three.current())
    assert seen == ["two", "three", "three", "two"]


def test_numbers_go_to_a_column_and_zero_to_the_last(three: DeskStage) -> None:
    three.key("2")
    assert three.current() == "two"
    three.key("0")
    assert three.current() == "three"
    three.key("9")
    assert three.current() == "three"
    three.key("1")
    assert three.current() == "one"
    assert three.view("one").header.current
    assert not three.view("three").header.current


def test_j_and_k_go_through_the_posts(three: DeskStage) -> None:
    view = three.view("one").base.view
    three.key("j")
    first = view.current_id
    three.key("j")
    assert view.current_id != first
    three.key("k")
    assert view.current_id == first


def test_ctrl_shift_arrows_move_the_column_and_the_keyboard_goes_along(three: DeskStage) -> None:
    three.key(Qt.Key.Key_Right, CTRL | SHIFT)
    assert three.order() == ["two", "one", "three"]
    assert three.current() == "one"
    assert three.view("one").isAncestorOf(QApplication.focusWidget())
    three.key(Qt.Key.Key_Left, CTRL | SHIFT)
    assert three.order() == ["one", "two", "three"]


def test_f6_goes_through_the_parts_of_the_window(three: DeskStage) -> None:
    three.key(Qt.Key.Key_F6)
    assert three.shell.sidebar.isAncestorOf(QApplication.focusWidget())
    three.key(Qt.Key.Key_F6)
    assert three.shell.deck.isAncestorOf(QApplication.focusWidget())
    three.key(Qt.Key.Key_F6, SHIFT)
    assert three.shell.sidebar.isAncestorOf(QApplication.focusWidget())


def test_x_makes_the_sidebar_a_rail_and_that_is_kept(three: DeskStage) -> None:
    assert not three.shell.sidebar.narrow
    three.key("x")
    assert three.shell.sidebar.narrow
    assert three.shell.sidebar.width() == 60
    assert three.settings.get(settings.SIDEBAR) == "rail"
    three.key("x")
    assert three.shell.sidebar.width() == 240


def test_the_sidebar_is_a_rail_by_itself_in_a_narrow_window(three: DeskStage) -> None:
    three.window.resize(1366, 768)
    three.settle()
    assert three.shell.sidebar.narrow
    three.window.resize(1600, 900)
    three.settle()
    assert not three.shell.sidebar.narrow


def test_ctrl_plus_and_minus_change_the_text_size(three: DeskStage) -> None:
    three.key(Qt.Key.Key_Equal, CTRL)
    assert three.settings.get(settings.TEXT_SIZE) == 110
    three.key(Qt.Key.Key_Plus, CTRL)
    assert three.settings.get(settings.TEXT_SIZE) == 125
    assert three.shell.kit.theme.scale == 1.25
    three.key(Qt.Key.Key_Minus, CTRL)
    three.key(Qt.Key.Key_0, CTRL)
    assert three.settings.get(settings.TEXT_SIZE) == 100


def test_single_letters_can_be_switched_off_and_arrows_stay(three: DeskStage) -> None:
    three.settings.set(settings.LETTER_KEYS, False)
    three.shell.apply_setting(settings.LETTER_KEYS.key)
    three.key("2")
    three.key("x")
    three.key("j")
    assert three.current() == "one"
    assert not three.shell.sidebar.narrow
    assert three.view("one").base.view.current_id == 0
    three.key(Qt.Key.Key_Right)
    assert three.current() == "two"


def test_letters_are_text_in_a_field(three: DeskStage) -> None:
    three.key("a")
    field = three.dialog.kinds.field
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    three.key("x2?")
    assert field.text() == "x2?"
    assert not three.shell.sidebar.narrow


def test_the_sheet_opens_by_its_key_and_by_f1(three: DeskStage) -> None:
    three.key("?")
    assert type(three.dialog).__name__ == "KeysSheet"
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None
    three.key(Qt.Key.Key_F1)
    assert type(three.dialog).__name__ == "KeysSheet"


def test_keys_of_the_window_do_nothing_behind_a_dialog(three: DeskStage) -> None:
    three.key("?")
    three.dialog.shut.setFocus()
    three.key("2")
    assert three.current() == "one"
    three.key(Qt.Key.Key_Escape)
    three.key("2")
    assert three.current() == "two"


def test_m_opens_the_options_of_the_column_and_closes_them(three: DeskStage) -> None:
    three.key("2")
    three.key("m")
    assert three.view("two").covered
    assert three.shell.control.options.panel(three.view("two")).accessibleName() == "Options of meerdamfeest"  # type: ignore[union-attr]
    three.key(Qt.Key.Key_Escape)
    assert not three.view("two").covered
    assert three.current() == "two"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the offscreen platform has no menus of its own
def test_a_right_click_in_the_sidebar_opens_the_menu_of_the_column(three: DeskStage) -> None:
    three.shell.sidebar.column_menu.emit("two", QPoint(40, 200))
    menu = three.shell.control.menu
    assert menu is not None
    assert menu.isVisible()
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[:3] == ["Refresh now", "Mark all as read", "Column options"]
    menu.close()
    three.settle()


def test_closing_the_window_only_asks_the_program_to_end(three: DeskStage) -> None:
    three.window.close()
    three.settle()
    assert three.quits == [True]
    assert three.window.isVisible()


@pytest.mark.parametrize(
    ("screen", "whole"), [((0, 0, 1600, 900), True), ((0, 24, 1366, 744), True), ((0, 0, 1920, 1040), False)]
)
def test_the_first_window_fits_the_screen_with_its_frame(
    three: DeskStage, screen: tuple[int, int, int, int], whole: bool
) -> None:
    area = QRect(*screen)
    window_place.fit_into(three.window, area)
    three.settle()
    assert bool(three.window.windowState() & Qt.WindowState.WindowMaximized) == whole
    usual = three.window.normalGeometry() if whole else three.window.geometry()
    assert area.height() - usual.height() >= 40
    assert area.width() >= usual.width()


def test_every_command_has_a_way_to_be_done_and_a_name_of_its_own(three: DeskStage) -> None:
    names = [command.name for command in commands.COMMANDS]
    assert len(names) == len(set(names))
    icons = three.shell.kit.icons
    for command in commands.COMMANDS:
        assert icons.has(command.icon), command.name
        assert command.label or command.keys
        assert not command.local or command.caps
        assert not command.shares or command.shares in names


@pytest.mark.parametrize("size", [(1366, 768), (700, 500)])
def test_tab_reaches_everything_and_comes_around(set_up: Set, size: tuple[int, int]) -> None:
    stage = set_up(column("one"), column("two"), size=size)
    begun = QApplication.focusWidget()
    seen = []
    for _ in range(60):
        stage.key(Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
        if QApplication.focusWidget() is begun:
            break
    assert begun in seen
    assert all(widget.accessibleName() for widget in seen)
    assert stage.view("two").base.view in seen


def test_every_word_on_the_screen_follows_the_text_size(three: DeskStage) -> None:
    def sizes() -> list[int]:
        return [label.font().pixelSize() for label in three.window.findChildren(PlainLabel)]

    before = sizes()
    for _ in range(6):
        three.key(Qt.Key.Key_Equal, CTRL)
    assert sizes() == [2 * size for size in before]
    three.key(Qt.Key.Key_0, CTRL)
    assert sizes() == before

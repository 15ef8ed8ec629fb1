"""Other keys for commands: what is kept, what clashes, what cannot be; and keys as they are on other keyboards."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from client import settings
from client.ui.change_keys import ChangeKeys, pressed
from client.ui.commands import BY_NAME, COMMANDS
from client.ui.key_changes import RESERVED, KeyMap
from client.ui.keys_sheet import KeysSheet
from client.ui.print_keys import PrintedGroup, draw
from tests.ui.desk_stage import DeskStage, Set, column

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEYPAD, NONE = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.NoModifier

NAMES = [command.name for command in COMMANDS]
GARBLED = ["", "{", "[]", "null", "7", '{"search": 3}', '{"search": [4]}', '{"nobody": ["S"]}', "[" * 9999]


def all_keys(map_: KeyMap) -> list[str]:
    return [key for command in COMMANDS for key in map_.keys(command.name)]


def opened(stage: DeskStage) -> ChangeKeys:
    stage.shell._dialogs.change_keys()
    stage.settle()
    dialog = stage.dialog
    assert isinstance(dialog, ChangeKeys)
    return dialog


def catch(stage: DeskStage, name: str, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NONE) -> Any:
    """Presses the button of a command and then a key; gives the row."""
    row = stage.dialog.rows[name]
    row.key.setFocus()
    stage.key(Qt.Key.Key_Space)
    assert row.key.waiting
    stage.key(key, modifiers)
    return row


# --- the map ----------------------------------------------------------------------------------------------------------


def test_no_two_commands_have_one_key_at_first() -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))


@given(
    st.one_of(
        st.text(), st.dictionaries(st.sampled_from([c.name for c in COMMANDS]), st.lists(st.text(max_size=8))).map(json.dumps)
    )
)
def test_whatever_the_setting_holds_every_key_has_one_command_and_fixed_ones_stay(text: str) -> None:
    map_ = KeyMap(text)
    keys = all_keys(map_)
    assert len(keys) == len(set(keys))
    for command in COMMANDS:
        if command.fixed:
            assert map_.keys(command.name) == command.keys
    assert KeyMap(map_.text).text == map_.text


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '{"search": 3}', '{"search": [4]}', '{"nobody": ["S"]}', "[" * 9999]
)
def test_garbled_changes_fall_back_to_the_first_keys(text: str) -> None:
    map_ = KeyMap(text)
    assert not map_.any_changed
    assert map_.keys("search") == ("S", "/")


def test_a_key_that_is_given_is_lost_by_who_had_it_and_comes_back() -> None:
    map_ = KeyMap().give("add_column", "S")
    assert (map_.keys("add_column"), map_.keys("search")) == (("S",), ("/",))
    assert KeyMap(map_.text).keys("search") == ("/",)
    back = map_.reset("search")
    assert (back.keys("add_column"), back.keys("search")) == ((), ("S", "/"))
    assert back.reset("add_column").text == ""


@pytest.mark.parametrize(
    ("key", "modifiers", "sequence"),
    [
        (Qt.Key.Key_R, NONE, "R"),
        (Qt.Key.Key_R, SHIFT, "Shift+R"),
        (Qt.Key.Key_Question, SHIFT, "?"),  # US, Dutch, Belgian: Shift and different keys
        (Qt.Key.Key_Slash, SHIFT, "/"),  # Belgian
        (Qt.Key.Key_Slash, KEYPAD, "/"),
        (Qt.Key.Key_5, KEYPAD, "5"),
        (Qt.Key.Key_Plus, CTRL | SHIFT, "Ctrl++"),
        (Qt.Key.Key_F9, SHIFT, "Shift+F9"),
        (Qt.Key.Key_Eacute, NONE, "É"),  # a key of its own on Belgian keyboards
        (Qt.Key.Key_Q, CTRL | ALT, ""),  # AltGr on Windows types signs
        (Qt.Key.Key_Dead_Acute, NONE, ""),
        (Qt.Key.Key_Shift, SHIFT, None),
        (Qt.Key.Key_AltGr, NONE, None),
    ],
)
def test_a_key_is_what_it_says_on_any_keyboard(key: Qt.Key, modifiers: Qt.KeyboardModifier, sequence: str | None) -> None:
    assert pressed(QKeyEvent(QEvent.Type.KeyPress, key, modifiers)) == sequence


# --- the dialog -------------------------------------------------------------------------------------------------------


def test_a_new_key_counts_at_once_and_is_kept(three: DeskStage) -> None:
    opened(three)
    row = catch(three, "sidebar", "y")
    assert three.settings.get(settings.KEY_CHANGES) == '{"sidebar": ["Y"]}'
    assert "Y" in row.key.accessibleName()
    assert row.back.isVisible()
    three.key(Qt.Key.Key_Escape)
    three.key("x")
    assert not three.shell.sidebar.narrow
    three.key("y")
    assert three.shell.sidebar.narrow
    three.shell._rebuild()
    three.settle()
    three.key("y")
    assert not three.shell.sidebar.narrow


def test_a_clash_is_said_before_anything_is_lost(three: DeskStage) -> None:
    dialog = opened(three)
    row = catch(three, "sidebar", "a")
    assert "Add column" in row.note.text()
    assert three.settings.get(settings.KEY_CHANGES) == ""
    assert QApplication.focusWidget() is row.give
    three.key(Qt.Key.Key_Tab)
    three.key(Qt.Key.Key_Space)
    assert dialog.map.keys("sidebar") == ("X",)
    assert QApplication.focusWidget() is row.key
    catch(three, "sidebar", "a")
    three.key(Qt.Key.Key_Return)
    assert (dialog.map.keys("sidebar"), dialog.map.keys("add_column")) == (("A",), ())
    assert dialog.rows["add_column"].note.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_F6, Qt.Key.Key_3])
def test_keys_that_always_do_the_same_are_refused_and_that_is_said(three: DeskStage, key: Qt.Key) -> None:
    dialog = opened(three)
    row = catch(three, "sidebar", key)
    assert "always does the same" in row.note.text()
    assert not dialog.map.any_changed
    assert QApplication.focusWidget() is row.key


def test_escape_leaves_the_key_then_closes_the_list(three: DeskStage) -> None:
    dialog = opened(three)
    row = catch(three, "sidebar", Qt.Key.Key_Escape)
    assert not row.key.waiting
    assert three.dialog is dialog
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None


def test_one_press_gives_one_command_or_all_of_them_their_first_keys_back(three: DeskStage) -> None:
    dialog = opened(three)
    for name, key in (("sidebar", "y"), ("options", "z")):
        catch(three, name, key)
    three.click(dialog.rows["sidebar"].back)
    assert dialog.map.keys("sidebar") == ("X",)
    assert dialog.map.keys("options") == ("Z",)
    assert QApplication.focusWidget() is dialog.rows["sidebar"].key
    dialog.all_back.setFocus()
    three.key(Qt.Key.Key_Space)
    assert not dialog.map.any_changed
    assert three.settings.get(settings.KEY_CHANGES) == ""
    assert dialog.isAncestorOf(QApplication.focusWidget())


def test_the_sheet_below_shows_the_new_key_and_has_the_keyboard_again(three: DeskStage) -> None:
    three.key("?")
    sheet = three.dialog
    assert isinstance(sheet, KeysSheet)
    three.click(sheet.change)
    catch(three, "sidebar", "y")
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is sheet
    assert sheet.isAncestorOf(QApplication.focusWidget())
    said = [row.said for group in sheet._groups.values() for row in group.rows]
    assert "sidebar wide or narrow y" in said


def test_sidebar_and_menu_name_the_keys_that_hold_now(three: DeskStage) -> None:
    wide = three.shell.sidebar._wide
    assert (wide.search._key, wide.add._key) == ("S", "A")
    opened(three)
    catch(three, "add_column", "y")
    catch(three, "search", Qt.Key.Key_F3)
    assert (wide.search._key, wide.add._key) == ("", "Y")
    three.key(Qt.Key.Key_Escape)
    three.shell.change(settings.LETTER_KEYS, False)
    assert wide.add._key == ""
    assert three.shell.keys.hint("search") == "F3"
    assert three.shell.keys.hint("thread") == "Enter"


def test_fixed_keys_offer_no_change(three: DeskStage) -> None:
    dialog = opened(three)
    for row in dialog.rows.values():
        assert row.key.isHidden() == (row.command.fixed or row.command.local)
    assert BY_NAME["next_part"].keys[0] in RESERVED


# --- the keys themselves ----------------------------------------------------------------------------------------------


def test_number_keys_of_the_pad_go_to_columns(three: DeskStage) -> None:
    three.key(Qt.Key.Key_2, KEYPAD)
    assert three.current() == "two"


def test_copy_link_copies_the_link_of_the_post_under_the_keyboard(three: DeskStage) -> None:
    three.key("j")
    three.key(Qt.Key.Key_C, CTRL)
    row = three.view("one").base.view.current_row()
    assert row is not None
    assert row.entry is not None
    assert row.entry.post is not None
    assert QApplication.clipboard().text() == row.entry.post.url


def test_ctrl_z_brings_back_what_was_removed_with_the_keyboard_in_it(three: DeskStage) -> None:
    three.key("2")
    three.shell.act("remove")
    three.settle()
    assert three.order() == ["one", "three"]
    assert three.shell.deck.isAncestorOf(QApplication.focusWidget())
    three.key(Qt.Key.Key_Z, CTRL)
    assert three.order() == ["one", "two", "three"]
    assert three.current() == "two"
    three.key(Qt.Key.Key_Z, CTRL)
    assert three.window.toast is not None


def test_letters_and_arrows_are_the_field_s_while_it_has_the_keyboard(three: DeskStage) -> None:
    field = QLineEdit(three.window)
    field.show()
    field.setFocus()
    three.key("sx2?")
    QTest.keyClick(field, Qt.Key.Key_Left)
    assert field.text() == "sx2?"
    assert field.cursorPosition() == 3
    assert three.current() == "one"
    assert three.dialog is None
    field.deleteLater()


def test_every_theme_and_language_command_leaves_the_keyboard_somewhere(three: DeskStage) -> None:
    for name in ("theme_dark", "theme_contrast", "language_nl", "language_en", "theme_light", "larger", "normal_size"):
        three.shell.act(name)
        three.settle()
        assert three.shell.deck.isAncestorOf(QApplication.focusWidget()), name


@pytest.mark.parametrize("name", ["sheet", "palette", "settings", "accounts", "add_account", "add_column", "rename"])
def test_every_dialog_gives_the_keyboard_back(three: DeskStage, name: str) -> None:
    three.key("j")
    before = QApplication.focusWidget()
    three.shell.act(name)
    three.settle()
    assert three.dialog is not None
    assert three.dialog.isAncestorOf(QApplication.focusWidget())
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None
    assert QApplication.focusWidget() is before


def test_the_sheet_goes_on_paper(qapp: QApplication, tmp_path: Any) -> None:
    file = tmp_path / "keys.pdf"
    writer = QPdfWriter(str(file))
    writer.setResolution(300)
    groups = [PrintedGroup("Go to", [("Next post", "J")] * 60), PrintedGroup("See", [("A long line of words " * 6, "X")] * 90)]
    assert draw(writer, 300, groups) > 1
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("text", [100, 200])
def test_nothing_on_the_sheet_is_cut_on_a_small_screen(set_up: Set, text: int) -> None:
    stage = set_up(column("one"), size=(1366, 768))
    stage.settings.set(settings.TEXT_SIZE, text)
    stage.settings.set(settings.LANGUAGE, "nl")
    for setting in (settings.TEXT_SIZE, settings.LANGUAGE):
        stage.shell.apply_setting(setting.key)
        stage.settle()
    stage.shell.act("sheet")
    stage.settle()
    sheet = stage.dialog
    for group in sheet._groups.values():
        for row in group.rows:
            assert row.width() >= row.minimumSizeHint().width()
    for control in (sheet.field, sheet.switch, sheet.change, sheet.print):
        assert control.isVisible()
        assert control.width() >= control.minimumSizeHint().width()
        right = control.mapTo(stage.window, control.rect().topRight()).x()
        assert right <= stage.window.width()
    assert stage.window.size() == QSize(1366, 768)

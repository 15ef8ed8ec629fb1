"""What assistive technology is told of the window's parts."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton

from client import settings
from tests.ui.desk_stage import DeskStage

ROLE, TEXT = QAccessible.Role, QAccessible.Text


def test_the_window_and_its_dialogs_are_known_as_such(three: DeskStage) -> None:
    window = QAccessible.queryAccessibleInterface(three.window)
    assert (window.role(), window.text(TEXT.Name)) == (ROLE.Window, "Belfry")
    three.key("?")
    dialog = QAccessible.queryAccessibleInterface(three.dialog)
    assert (dialog.role(), dialog.text(TEXT.Name)) == (ROLE.Dialog, "Keyboard")


def test_tool_tips_are_read_without_their_marks(three: DeskStage) -> None:
    menu = QAccessible.queryAccessibleInterface(three.view("one").header._menu)
    assert menu.text(TEXT.Name) == "Options of Mentions"
    assert menu.text(TEXT.Description) == "Column options"
    header = QAccessible.queryAccessibleInterface(three.view("one").header)
    assert header.text(TEXT.Description) == "Live"
    tile = QAccessible.queryAccessibleInterface(three.shell.sidebar._tiles[0])
    assert "<" not in tile.text(TEXT.Description)


def test_a_dialog_says_that_it_keeps_the_keyboard_inside(three: DeskStage) -> None:
    three.key("?")
    assert QAccessible.queryAccessibleInterface(three.dialog).state().modal
    assert not QAccessible.queryAccessibleInterface(three.window).state().modal


def test_the_options_of_a_column_are_a_button_that_says_what_it_does_now(three: DeskStage) -> None:
    menu = QAccessible.queryAccessibleInterface(three.view("one").header._menu)
    assert (menu.role(), menu.text(TEXT.Name)) == (ROLE.Button, "Options of Mentions")
    three.click(three.view("one").header._menu)
    assert menu.text(TEXT.Name) == "Close the options of Mentions"
    three.click(three.view("one").header._menu)
    assert menu.text(TEXT.Name) == "Options of Mentions"


def test_choices_of_which_one_holds_are_radio_buttons(three: DeskStage) -> None:
    three.click(three.view("one").header._menu)
    choices = three.shell.control.options.panel(three.view("one")).width_.choice.findChildren(QAbstractButton)  # type: ignore[union-attr]
    spoken = [QAccessible.queryAccessibleInterface(choice) for choice in choices]
    assert len(spoken) >= 3
    assert {one.role() for one in spoken} == {ROLE.RadioButton}
    assert sum(bool(one.state().checked) for one in spoken) == 1


def test_a_conversation_says_what_it_is_as_soon_as_it_is_open(three: DeskStage) -> None:
    three.key("1")
    three.key(Qt.Key.Key_Return)
    name = QAccessible.queryAccessibleInterface(three.view("one").top.view).text(TEXT.Name)
    assert name.startswith("Conversation, Mentions, column 1 of 3")


def test_the_number_of_the_column_that_has_the_keyboard_chooses_a_row(three: DeskStage) -> None:
    three.shell.control.focus_number(0, by_key=False)
    view = three.view("one").top.view
    assert view.hasFocus()
    assert not view.currentIndex().isValid()
    three.key("1")
    assert view.currentIndex().row() == 0


def test_the_edge_of_the_sidebar_says_its_width_and_takes_another(three: DeskStage) -> None:
    edge = QAccessible.queryAccessibleInterface(three.shell.sidebar._grip)
    assert edge.role() == ROLE.Slider
    assert "Width of the sidebar" in edge.text(TEXT.Name)
    value = edge.valueInterface()
    assert value.minimumValue() < value.currentValue() < value.maximumValue()
    value.setCurrentValue(value.currentValue() + 20)
    three.settle()
    assert three.shell.sidebar.width() == value.currentValue()
    assert three.settings.get(settings.SIDEBAR_WIDTH) == value.currentValue()


def test_what_is_said_at_the_foot_waits_for_the_keyboard_and_gives_it_back(three: DeskStage) -> None:
    three.key("1")
    before = three.window.focusWidget()
    three.shell.control.remove_column(three.shell.control.specs[2].id)
    three.settle()
    three.key(Qt.Key.Key_F6)
    toast = three.window.toast
    assert toast.has_keyboard
    for _ in range(30):
        toast._second()
    assert three.window.toast is toast
    toast.shut.click()
    three.settle()
    assert three.window.focusWidget() is before
    assert three.window.toast is None


def test_a_choice_that_folds_out_says_what_is_chosen_with_it(three: DeskStage) -> None:
    three.key("s")
    where = QAccessible.queryAccessibleInterface(three.dialog.where)
    assert "Where" in (where.text(TEXT.Name), where.text(TEXT.Description))

"""What assistive technology is told of the window's parts."""

from PySide6.QtGui import QAccessible

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

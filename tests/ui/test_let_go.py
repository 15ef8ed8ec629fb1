"""What is closed is let go of: no dialog, panel or window stays in memory behind the one that is open."""

import gc
import weakref
from collections.abc import Callable

import pytest

from client import settings
from client.model.column import ColumnId
from tests.ui.desk_stage import DeskStage

DIALOGS = (
    "palette",
    "search",
    "sheet",
    "settings",
    "add_column",
    "accounts",
    "alerts",
    "rename",
    "new_deck",
    "rename_deck",
    "add_account",
)


def gone(seen: list[weakref.ref[object]]) -> bool:
    gc.collect()
    return all(each() is None for each in seen)


def opened_and_closed(stage: DeskStage, open_: Callable[[], None]) -> list[weakref.ref[object]]:
    seen = []
    for _ in range(2):
        open_()
        stage.settle()
        assert stage.dialog is not None
        seen.append(weakref.ref(stage.dialog))
        stage.dialog.end()
        stage.settle()
    assert stage.dialog is None
    return seen


@pytest.mark.parametrize("command", DIALOGS)
def test_a_dialog_is_let_go_of_when_it_ends(three: DeskStage, command: str) -> None:
    assert gone(opened_and_closed(three, lambda: three.shell.act(command)))


def test_a_search_that_found_something_is_let_go_of(three: DeskStage) -> None:
    three.shell.act("search")
    three.key("feest")
    three.dialog.look()
    three.settle()
    assert three.dialog.view is not None
    seen = [weakref.ref(three.dialog), weakref.ref(three.dialog.view)]
    three.dialog.end()
    three.settle()
    assert gone(seen)


def test_the_options_of_a_column_are_let_go_of(three: DeskStage) -> None:
    control = three.shell.control
    control.focus_column(ColumnId("one"))
    three.shell.act("options")
    three.settle()
    panel = control.options.panel(three.view("one"))
    assert panel is not None
    seen: list[weakref.ref[object]] = [weakref.ref(panel)]
    del panel
    three.shell.act("options")
    three.settle()
    assert gone(seen)


def test_another_language_lets_the_old_window_go(three: DeskStage) -> None:
    shell = three.shell
    seen: list[weakref.ref[object]] = [
        weakref.ref(each) for each in (shell.window, shell.deck, shell.control, shell.decks, shell.keys, three.view("two"))
    ]
    three.settings.set(settings.LANGUAGE, "nl")
    shell.apply_setting(settings.LANGUAGE.key)
    three.settle()
    assert gone(seen)


def test_a_removed_column_is_let_go_of(three: DeskStage) -> None:
    seen: list[weakref.ref[object]] = [weakref.ref(three.view("two"))]
    three.desk.remove_column(ColumnId("two"))
    three.settle()
    assert gone(seen)


def test_another_window_ends_all_dialogs_of_the_old_one(three: DeskStage) -> None:
    shell = three.shell
    shell.act("sheet")
    shell._dialogs.change_keys()
    three.settle()
    seen: list[weakref.ref[object]] = [weakref.ref(each) for each in three.window._dialogs]
    assert len(seen) == 2
    shell.set_demo(True)
    three.settle()
    shell._dialogs.refresh()
    assert three.dialog is None
    assert gone(seen)

"""What is still asked of a server when its part of the screen has gone ends with it: no answer falls on what is no more."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from client.model.column import ColumnId
from client.ui.rowparts import Hit, HitKind
from tests.ui.desk_stage import DeskStage


def gone(stage: DeskStage) -> None:
    """Has Qt delete what has been given up, before any answer comes."""
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def asking(stage: DeskStage) -> list[str]:
    return [task.get_name() for task in stage.spawner.tasks if not task.done()]


def test_lists_that_are_asked_for_in_the_options_when_these_close(three: DeskStage) -> None:
    control = three.shell.control
    control.focus_column(ColumnId("one"))
    three.shell.act("options")
    three.settle()
    panel = control.options.panel(three.view("one"))
    assert panel is not None
    panel.authors.list.button.click()
    assert asking(three) == ["asking for lists"]
    three.shell.act("options")
    del panel
    gone(three)
    three.settle()
    assert asking(three) == []


@pytest.mark.parametrize(("kind", "name"), [("list", "asking for lists"), ("user", "looking for people")])
def test_what_a_field_of_add_column_asks_for_when_this_closes(three: DeskStage, kind: str, name: str) -> None:
    three.shell.act("add_column")
    three.settle()
    three.dialog.kinds.choose(kind)
    three.settle()
    field: Any = three.dialog._fields[0]
    if kind == "user":
        field.edit.setText("yara")
        field._look()
    else:
        field.account_changed()
    assert name in asking(three)
    del field
    three.dialog.end()
    gone(three)
    three.settle()
    assert asking(three) == []


def test_the_lists_of_an_account_that_is_chosen_twice_are_offered_once(three: DeskStage) -> None:
    three.shell.act("add_column")
    three.settle()
    three.dialog.kinds.choose("list")
    field: Any = three.dialog._fields[0]
    field.account_changed()
    field.account_changed()
    three.settle()
    assert [field.choice.itemText(at) for at in range(field.choice.count())] == ["Veiligheidspartners", "Pers"]


def test_a_person_who_is_looked_up_when_the_column_goes(three: DeskStage) -> None:
    view = three.view("one")
    three.shell.control._inside.open_person(view, "gm", Hit(HitKind.AUTHOR, label="yara@meerdam.example"))
    assert asking(three) == ["looking up a person"]
    three.desk.remove_column(ColumnId("one"))
    del view
    gone(three)
    three.settle()
    assert three.dialog is None
    assert asking(three) == []
    three.key(Qt.Key.Key_Escape)

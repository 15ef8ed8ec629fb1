"""The bar at the foot of the window covers nothing that is needed, and can be reached while a dialog is open."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from client import settings
from client.ui import focus
from client.ui.toast import spot
from tests.ui.desk_stage import DeskStage, Set, column

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support.*")

ROOM = QRect(0, 0, 1000, 700)
SIZE = QSize(400, 40)


def test_it_lies_low_and_in_the_middle() -> None:
    assert spot(SIZE, ROOM, [], 12) == QRect(300, 636, 400, 40)


def test_it_goes_aside_or_up_where_it_would_cover_something() -> None:
    foot = QRect(340, 660, 340, 40)
    found = spot(SIZE, ROOM, [foot], 12)
    assert not found.intersects(foot)
    assert ROOM.contains(found)
    wide = QRect(0, 660, 1000, 40)
    assert spot(SIZE, ROOM, [wide], 12) == QRect(300, 608, 400, 40)
    assert spot(SIZE, ROOM, [ROOM], 12) == QRect(300, 12, 400, 40), "there is no place: then it hides no button at a foot"


def done(stage: DeskStage) -> list[str]:
    said: list[str] = []
    stage.window.say("It is done.", lambda: said.append("undone"))
    stage.settle()
    return said


def test_it_leaves_the_foot_of_the_options_free(three: DeskStage) -> None:
    for name in ("one", "two", "three"):
        done(three)
        three.shell.control.toggle_options(name)
        three.settle()
        foot = three.view(name)._cover.foot  # type: ignore[union-attr]
        area = QRect(foot.mapTo(three.window, QPoint()), foot.size())
        assert not three.window.toast.geometry().intersects(area)
        done(three)
        assert not three.window.toast.geometry().intersects(area)
        three.shell.control.toggle_options(name)


def test_it_can_be_pressed_over_a_dialog_and_reached_by_tab(three: DeskStage) -> None:
    three.shell.act("add_column")
    three.settle()
    said = done(three)
    toast = three.window.toast
    assert three.window.childAt(toast.undo.mapTo(three.window, toast.undo.rect().center())) is toast.undo
    assert not toast.geometry().intersects(QRect(three.dialog._frame.mapTo(three.window, QPoint()), three.dialog._frame.size()))
    for _ in range(60):
        three.key(Qt.Key.Key_Tab)
        focused = three.window.focusWidget()
        assert three.dialog.isAncestorOf(focused) or toast.isAncestorOf(focused)
        if focused is toast.undo:
            break
    three.key(Qt.Key.Key_Return)
    assert said == ["undone"]
    assert three.dialog is not None
    assert three.dialog.isAncestorOf(three.window.focusWidget())
    three.key(Qt.Key.Key_Escape)


def test_it_goes_back_to_its_place_when_the_dialog_is_gone(three: DeskStage) -> None:
    three.window.resize(900, 560)
    three.settle()
    three.shell.act("add_column")
    three.settle()
    done(three)
    aside = three.window.toast.geometry()
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None
    place = three.window.toast.geometry()
    assert place != aside
    assert place.bottom() > three.window.height() - 60


def part(stage: DeskStage, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(stage.window, QPoint()), widget.size())


@pytest.mark.parametrize("act", ["add_column", "settings", "sheet", "rename_deck", "search"])
def test_it_leaves_title_and_buttons_free_where_a_dialog_is_as_high_as_the_window(set_up: Set, act: str) -> None:
    stage = set_up(column("one"), size=(1366, 768))
    stage.shell.change(settings.TEXT_SIZE, 200)
    stage.settle()
    stage.shell.act(act)
    stage.settle()
    done(stage)
    dialog, toast = stage.dialog, stage.window.toast
    head = part(stage, dialog.title.parentWidget())
    assert not toast.geometry().intersects(head)
    assert not toast.geometry().intersects(part(stage, dialog.shut))
    assert not toast.geometry().intersects(part(stage, dialog._foot_panel))
    assert stage.window.rect().contains(toast.geometry())
    stage.key(Qt.Key.Key_Escape)


def test_a_long_one_lies_on_no_control_of_a_card_that_has_room(set_up: Set) -> None:
    stage = set_up(column("one"), size=(640, 560))
    stage.shell.act("rename_deck")
    stage.settle()
    stage.dialog._frame.setGeometry(stage.dialog.rect())
    stage.window.say("It is done, and these are more words than one line of this window has room for. " * 2)
    stage.settle()
    taken = stage.window.toast.geometry()
    stops = focus.stops(stage.dialog)
    assert len(stops) > 2
    for stop in stops:
        assert not taken.intersects(part(stage, stop)), stop
    stage.key(Qt.Key.Key_Escape)

"""The sidebar: rows that move, a width that is pulled and kept, accounts without room, everything reached when it is low."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from client import settings
from client.ui import focus
from tests.ui import fakes
from tests.ui.desk_stage import LEFT, NO_BUTTON, NONE, DeskStage, Set, column

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support.*")


def drag_to(stage: DeskStage, row: QWidget, to: QPoint, *, drop: bool = True) -> None:
    """Pulls a row to a point of the screen, told as the screen tells it."""
    inside = QPointF(row.rect().center())
    start = QPointF(row.mapToGlobal(inside))
    kinds = (QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * 4, QEvent.Type.MouseButtonRelease)
    for number, kind in enumerate(kinds[: None if drop else -1]):
        there = start + (QPointF(to) - start) * min(1.0, number / 4)
        button = NO_BUTTON if kind == QEvent.Type.MouseMove else LEFT
        held = NO_BUTTON if kind == QEvent.Type.MouseButtonRelease else LEFT
        QApplication.sendEvent(row, QMouseEvent(kind, inside, there, button, held, NONE))
    if drop:
        stage.settle()


def test_a_row_is_pulled_to_another_place(three: DeskStage) -> None:
    rows = three.shell.sidebar._rows
    drag_to(three, rows[0], rows[2].mapToGlobal(QPoint(40, rows[2].height() - 3)))
    assert three.order() == ["two", "three", "one"]
    drag_to(three, rows[2], rows[0].mapToGlobal(QPoint(40, 2)))
    assert three.order() == ["one", "two", "three"]


def test_a_press_that_does_not_move_chooses_the_column(three: DeskStage) -> None:
    three.click(three.shell.sidebar._rows[1])
    assert three.current() == "two"
    assert three.order() == ["one", "two", "three"]


def test_escape_ends_a_pull_without_moving(three: DeskStage) -> None:
    side = three.shell.sidebar
    drag_to(three, side._rows[0], side._rows[2].mapToGlobal(QPoint(40, 40)), drop=False)
    assert side._line.isVisible()
    QTest.keyClick(side._rows[0], Qt.Key.Key_Escape)
    three.settle()
    assert side._line.isHidden()
    assert three.order() == ["one", "two", "three"]


def test_the_cells_of_the_rail_move_too(three: DeskStage) -> None:
    three.window.wish_sidebar(True)
    three.settle()
    cells = three.shell.sidebar._cells
    drag_to(three, cells[2], cells[0].mapToGlobal(QPoint(10, 2)))
    assert three.order() == ["three", "one", "two"]


def test_the_width_is_pulled_within_its_bounds_and_kept(three: DeskStage) -> None:
    side = three.shell.sidebar
    three.pull(side._grip, 40)
    assert side.width() == 280
    assert three.settings.get(settings.SIDEBAR_WIDTH) == 280
    three.pull(side._grip, 400)
    assert side.width() == 320
    three.pull(side._grip, -400)
    assert side.width() == 200


def test_the_width_is_changed_by_arrow_keys(three: DeskStage) -> None:
    side = three.shell.sidebar
    side._grip.setFocus()
    three.key(Qt.Key.Key_Right)
    assert side.width() == 250
    assert three.current() == "one"
    three.key(Qt.Key.Key_Left)
    three.key(Qt.Key.Key_Left)
    assert side.width() == 230
    assert three.settings.get(settings.SIDEBAR_WIDTH) == 230


def test_the_rail_has_its_own_width(three: DeskStage) -> None:
    three.shell.sidebar.set_wide(320)
    three.window.wish_sidebar(True)
    three.settle()
    assert three.shell.sidebar.width() == 60
    assert three.shell.sidebar._grip.isHidden()


def test_accounts_without_room_are_counted_and_lead_to_all_of_them(set_up: Set) -> None:
    names = ("Gemeente", "Brandweer", "Politie", "GGD", "Bibliotheek", "Museum", "Haven")
    stage = set_up(column("one"), accounts=tuple(fakes.account(name, "azure", name[:2]) for name in names))
    side = stage.shell.sidebar
    assert len(side._tiles) == 4
    assert side._wide.more.accessibleName() == "3 more accounts"
    assert side._wide.more.geometry().right() < side._wide.width()
    stage.click(side._wide.more)
    assert type(stage.dialog).__name__ == "AccountsPage"
    stage.key(Qt.Key.Key_Escape)
    side.set_wide(320)
    stage.settle()
    assert side._wide.more.isHidden()
    assert len(side._tiles) == 7


@pytest.mark.parametrize("narrow", [False, True])
def test_every_row_is_reached_by_tab_when_the_window_is_low_and_the_text_large(set_up: Set, narrow: bool) -> None:
    stage = set_up(*(column(f"c{number}") for number in range(12)), size=(1366, 768))
    stage.shell.change(settings.TEXT_SIZE, 200)
    stage.window.wish_sidebar(narrow)
    stage.settle()
    side = stage.shell.sidebar
    form = side._rail if side.narrow else side._wide
    area: QScrollArea = form.area
    assert area.viewport().height() > 60
    for stop in focus.stops(side):
        stop.setFocus()
        focus._show(stop)
        QApplication.processEvents()
        assert not stop.visibleRegion().isEmpty(), stop.accessibleName()
        assert stop.accessibleName()


def test_search_is_offered_where_there_is_a_command_for_it(three: DeskStage) -> None:
    shown = not three.shell.sidebar._wide.search.isHidden()
    assert shown == three.shell.acts.can("search")


def test_the_rail_says_that_there_are_more_cells_above_and_below(set_up: Set) -> None:
    stage = set_up(*(column(f"c{number}") for number in range(9)), size=(1366, 768))
    rail = stage.shell.sidebar._rail
    above, below = rail.edges
    assert not above.isVisible()
    assert not below.isVisible()
    stage.shell.change(settings.TEXT_SIZE, 200)
    stage.settle()
    bar = rail.area.verticalScrollBar()
    assert bar.maximum() > 0
    shown = []
    for value in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        stage.settle()
        shown.append((above.isVisible(), below.isVisible()))
    assert shown == [(False, True), (True, True), (True, False)]
    bar.setValue(0)
    assert below.geometry().bottom() == rail.area.height() - 1
    icons = stage.shell.kit.icons
    assert icons.has("caret-up")
    assert icons.has("caret-down")
    cell = stage.shell.sidebar._cells[-1]
    stage.shell.control.focus_column("c8")
    stage.shell.sidebar.take_focus()
    stage.settle()
    assert cell.hasFocus()
    area = QRect(cell.mapTo(rail.area, QPoint()), cell.size())
    assert not any(edge.isVisible() and edge.geometry().intersects(area) for edge in rail.edges)


@pytest.mark.parametrize("narrow", [False, True])
def test_arrows_go_from_row_to_row(three: DeskStage, narrow: bool) -> None:
    side = three.window.sidebar
    three.window.wish_sidebar(narrow)
    side.take_focus()
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(three.window.focusWidget(), key)
        seen.append(three.window.focusWidget().accessibleName().partition(":")[0])
    assert seen == ["Column 2", "Column 3", "Column 2"]

"""What a column says when its filters let little or nothing through, or when its expression does not count."""

import pytest
from PySide6.QtCore import Qt

from client import errors
from client.model.change import SiftedChanged
from tests.ui.desk_stage import DeskStage, Set, column

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support.*")


def little(set_up: Set, rows: int) -> DeskStage:
    stage = set_up(column("one"), column("two"), rows=rows)
    feed = stage.desk.feed("one")
    feed.counted, feed.stuck, feed.cleared, feed.problem = (rows, 100), 0, False, None
    return stage


def tell(stage: DeskStage) -> None:
    stage.changes.publish(SiftedChanged(stage.desk.feed("one").key))
    stage.settle()


def test_an_empty_column_names_its_filters_and_leads_to_the_options(set_up: Set) -> None:
    stage = little(set_up, 0)
    tell(stage)
    pane = stage.view("one").base
    assert pane.empty.accessibleName() == "Nothing passes the filters of this column. Shows 0 of the last 100 posts."
    link = pane.empty.links[0]
    assert (link.text(), link.isVisible()) == ("Open the options", True)
    stage.shell.control.focus_number(0)
    stage.key(Qt.Key.Key_Tab)
    assert link.hasFocus()
    stage.key(Qt.Key.Key_Return)
    assert stage.view("one").covered


def test_an_empty_column_asks_once_by_itself_and_then_when_it_is_asked_to(set_up: Set) -> None:
    stage = little(set_up, 0)
    feed = stage.desk.feed("one")
    tell(stage)
    tell(stage)
    assert feed.asked == ["older"]
    feed.stuck = 400
    tell(stage)
    pane = stage.view("one").base
    assert pane.empty.accessibleName() == "Nothing passes the filters of this column. Shows 0 of the last 400 posts."
    stage.click(pane.empty.links[1])
    assert feed.asked == ["older", "older"]


def test_a_cleared_column_says_that_it_was_cleared(set_up: Set) -> None:
    stage = little(set_up, 0)
    stage.desk.feed("one").cleared = True
    tell(stage)
    pane = stage.view("one").base
    assert pane.empty.accessibleName() == "This column is cleared. New posts show up by themselves."
    assert not any(link.isVisible() for link in pane.empty.links)
    assert stage.desk.feed("one").asked == []


def test_a_short_column_says_at_its_foot_how_far_was_looked(set_up: Set) -> None:
    stage = little(set_up, 2)
    feed, pane = stage.desk.feed("one"), stage.view("one").base
    before = pane.view.place, pane.view.anchor.rows
    feed.stuck = 700
    tell(stage)
    assert pane.foot.isVisible()
    assert pane.foot.accessibleName() == "Nothing more in the last 700 posts."
    assert pane.foot.geometry().bottom() == pane.rect().bottom()
    assert not pane.view.geometry().intersects(pane.foot.geometry())
    assert (pane.view.place, pane.view.anchor.rows) == before, "no row moved"
    asked = list(feed.asked)
    pane.view.older_wanted.emit()
    assert feed.asked == asked, "by itself it goes no further"
    stage.shell.control.focus_number(0)
    pane.foot.link.setFocus()
    feed.stuck = 0
    stage.key(Qt.Key.Key_Return)
    tell(stage)
    assert feed.asked == [*asked, "older"]
    assert not pane.foot.isVisible()
    assert pane.view.hasFocus()


def test_a_long_column_has_no_foot_and_scrolling_asks_for_more(set_up: Set) -> None:
    stage = little(set_up, 30)
    feed, pane = stage.desk.feed("one"), stage.view("one").base
    feed.stuck = 700
    tell(stage)
    assert not pane.foot.isVisible()
    asked = len(feed.asked)
    pane.view.older_wanted.emit()
    assert len(feed.asked) == asked + 1


def test_an_expression_that_does_not_count_is_told_in_its_column(set_up: Set) -> None:
    stage = little(set_up, 5)
    stage.desk.feed("one").problem = errors.BadPattern("open bracket", reason="wrong", place=3)
    tell(stage)
    bar = stage.view("one").bar
    assert bar.isVisible()
    said = "The expression of this column does not count. This expression has a mistake at character 4."
    assert bar.accessibleName() == said
    assert not stage.view("two").bar.isVisible()
    stage.click(bar._link)
    assert stage.view("one").covered
    stage.desk.feed("one").problem = None
    tell(stage)
    assert not bar.isVisible()

"""A notice under a column's header comes and goes without moving the row that is being read."""

import pytest
from PySide6.QtCore import QPoint

from client import errors
from client.model.health import FetchState, Health
from tests.ui import samples
from tests.ui.desk_stage import DeskStage, Set, column

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support.*")

WELL = Health(FetchState.STREAMING, last_ok=samples.NOW)
ILL = Health(FetchState.STALE, samples.NOW - 60_000, problem=errors.ConnectionLost("reset", host="meerdam.example"))


def on_screen(stage: DeskStage, row_id: int) -> int:
    view = stage.view("one").base.view
    index = view.rows_model.index(view.rows_model.index_of(row_id))
    return view.viewport().mapTo(stage.window, QPoint(0, view.visualRect(index).top())).y()


def test_the_row_that_is_read_stays_at_its_pixel(set_up: Set) -> None:
    stage = set_up(column("one"), column("two"), rows=40)
    feed, view = stage.desk.feed("one"), stage.view("one").base.view
    view.scroll_px(900)
    stage.settle()
    row = view.rows_model.row_id(view.anchor.rows[2][0])
    before, place = on_screen(stage, row), view.place
    feed.fare(ILL)
    stage.settle()
    assert stage.view("one").bar.isVisible()
    assert on_screen(stage, row) == before
    feed.fare(WELL)
    stage.settle()
    assert not stage.view("one").bar.isVisible()
    assert (on_screen(stage, row), view.place) == (before, place)


def test_who_is_at_the_very_top_stays_there(set_up: Set) -> None:
    stage = set_up(column("one"), rows=40)
    view = stage.view("one").base.view
    stage.desk.feed("one").fare(ILL)
    stage.settle()
    assert view.place == (0, 0)
    stage.desk.feed("one").fare(WELL)
    stage.settle()
    assert view.place == (0, 0)

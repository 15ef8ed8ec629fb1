"""What is painted again, and that nothing else goes."""

from array import array

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPixmap, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from client.model.change import Inserted, Removed, TimelineChanged
from tests.ui import samples
from tests.ui.stage import Stage, many


@pytest.mark.parametrize("name", ["quote", "two pictures", "card", "poll"])
def test_painting_two_places_of_one_row_again_keeps_both(qtbot: QtBot, name: str) -> None:
    row = samples.all_rows()[name]
    stage = Stage(qtbot, [row, *many(8)])
    viewport = stage.view.viewport()
    whole = QPixmap(viewport.size())
    viewport.render(whole, QPoint(), QRegion(viewport.rect()), QWidget.RenderFlag(0))
    before = whole.toImage()
    areas = [part.area for part in stage.view.measured.at(0).parts if part.urls() or part.hit(part.area.x(), part.area.y())]
    region = QRegion()
    for area in (areas[0], areas[-1]):
        region = region.united(area)
    assert region.rectCount() > 1
    viewport.render(whole, region.boundingRect().topLeft(), region, QWidget.RenderFlag(0))
    assert whole.toImage() == before


def test_a_row_that_takes_the_place_of_another_is_asked_into_memory(qtbot: QtBot) -> None:
    rows = many(8)
    stage = Stage(qtbot, rows)
    new = samples.row(samples.post("Twee mensen vinden dit leuk"))
    ids = array("q", [new.id])
    stage.feed.wanted.clear()
    stage.feed.ids = array("q", [new.id, *(row.id for row in rows[:3]), *(row.id for row in rows[4:])])
    stage.view.take([TimelineChanged(stage.feed.key, (Removed(3, 1), Inserted(0, ids)))])
    stage.settle()
    assert any(new.id in asked for asked in stage.feed.wanted)

"""What a change has painted: rows that only went up or down are moved on the screen, what is above the view costs nothing."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from client.model.change import ReadChanged
from client.ui import shifting
from tests.ui.stage import Stage, many


class Painted(QObject):
    """Notes what of a view is painted."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.areas: list[QRect] = []
        self.regions: list[list[QRect]] = []
        stage.settle()
        stage.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            region: Any = event.region()
            self.areas.append(region.boundingRect())
            self.regions.append([QRect(area) for area in region])
        return False

    @property
    def height(self) -> int:
        return max((area.height() for area in self.areas), default=0)


def test_posts_above_what_is_read_have_nothing_painted(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(60))
    stage.view.scroll_px(900)
    painted = Painted(stage)
    before = stage.seen()
    stage.insert(0, many(5))
    assert stage.seen() == before
    assert painted.height == 0


def test_at_the_top_only_the_new_posts_are_painted(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(60))
    painted = Painted(stage)
    stage.insert(0, new := many(1))
    assert stage.seen()[0] == (new[0].id, 0)
    assert 0 < painted.height <= stage.y_of(stage.seen()[1][0])


def test_of_what_was_read_only_the_rows_that_changed_are_painted(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(60))
    stage.feed.marker = stage.feed.ids[2]
    stage.view.paint_again()
    painted = Painted(stage)
    stage.view.take([ReadChanged(stage.feed.key, stage.feed.unread)])
    stage.settle()
    assert painted.height == 0
    stage.feed.mark_read(stage.feed.ids[1])
    stage.view.take([ReadChanged(stage.feed.key, stage.feed.unread)])
    stage.settle()
    y, below = stage.y_of(stage.feed.ids[1]), stage.y_of(stage.feed.ids[2])
    assert [(area.top(), area.bottom() + 1) for area in painted.areas] == [(y, below)]


def test_under_the_grips_of_the_deck_only_the_sides_are_painted_when_rows_move(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(60))
    holder = QWidget()
    holder.resize(500, 700)
    stage.view.setParent(holder)
    stage.view.move(0, 0)
    grips = [QWidget(holder), QWidget(holder)]
    grips[0].setGeometry(0, 0, shifting.GRIPS[0], 700)
    grips[1].setGeometry(340 - shifting.GRIPS[1], 0, 7, 700)
    stage.view.sides = shifting.GRIPS
    stage.view.show()
    holder.show()
    for grip in grips:
        grip.raise_()
        grip.show()
    painted = Painted(stage)
    stage.view.scroll_px(40)
    stage.settle()
    wide = [area for event in painted.regions for area in event if area.width() > 10]
    stage.view.setParent(None)
    holder.close()
    holder.deleteLater()
    assert painted.regions
    assert max(area.height() for area in wide) <= 40

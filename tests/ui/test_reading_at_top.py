"""Who stands at the very top reads what comes in there: it is the anchor row, like any other."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui import samples
from tests.ui.stage import Stage, many


def test_a_post_that_comes_in_at_the_top_is_read_there(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(30))
    view = stage.view
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view._reading.setInterval(1)
    view._reading.start(1)
    qtbot.waitUntil(lambda: not view._reading.isActive())
    old = stage.feed.marker = stage.feed.ids[0]
    stage.insert(0, [samples.row(samples.post("new", minutes=0))])
    assert view.place == (0, 0)
    assert stage.feed.is_unread(stage.feed.ids[0])
    qtbot.waitUntil(view._reading.isActive)
    assert stage.feed.marker == old, "not before it was there for a while"
    view._reading.start(1)
    qtbot.waitUntil(lambda: stage.feed.marker == stage.feed.ids[0])


def test_what_came_while_the_window_was_away_is_read_once_it_is_back(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(30))
    view = stage.view
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not view.isActiveWindow())
    stage.feed.marker = stage.feed.ids[0]
    stage.insert(0, [samples.row(samples.post("new", minutes=0))])
    qtbot.waitUntil(view._reading.isActive)
    view._reading.start(1)
    qtbot.waitUntil(lambda: not view._reading.isActive())
    assert stage.feed.is_unread(stage.feed.ids[0]), "nobody was there"
    view.activateWindow()
    qtbot.waitUntil(view._reading.isActive)
    view._reading.start(1)
    qtbot.waitUntil(lambda: stage.feed.marker == stage.feed.ids[0])

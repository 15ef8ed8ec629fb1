"""The row that is being read stays at its pixel, whatever happens around it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from client.model.change import PictureReady, PostChanged, RowsLoaded
from client.model.row import Row
from tests.ui import samples
from tests.ui.stage import Stage, many


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    """A view in the middle of 60 rows, its upper edge inside a row."""
    stage = Stage(qtbot, many(60))
    stage.view.scroll_px(1500)
    stage.settle()
    assert not stage.view.anchor.at_top
    return stage


def test_rows_inserted_above_move_nothing(stage: Stage) -> None:
    row_id, before = stage.anchor_row(), stage.seen()
    picture = stage.pixels(row_id)
    stage.insert(0, many(50))
    assert stage.seen() == before
    assert stage.pixels(row_id) == picture


def test_rows_inserted_between_move_only_what_is_below(stage: Stage) -> None:
    row_id = stage.anchor_row()
    y, picture = stage.y_of(row_id), stage.pixels(row_id)
    index = stage.view.rows_model.index_of(row_id)
    stage.insert(index + 1, many(3))
    assert stage.y_of(row_id) == y
    assert stage.pixels(row_id) == picture


def test_removing_other_rows_moves_nothing_that_is_read(stage: Stage) -> None:
    row_id = stage.anchor_row()
    y, picture = stage.y_of(row_id), stage.pixels(row_id)
    index = stage.view.rows_model.index_of(row_id)
    stage.remove(index + 1, 2)
    stage.remove(index - 1)
    stage.remove(0, 4)
    assert stage.y_of(row_id) == y
    assert stage.pixels(row_id) == picture


def test_when_the_row_that_is_read_goes_the_next_takes_its_pixel(stage: Stage) -> None:
    row_id = stage.anchor_row()
    index, y = stage.view.rows_model.index_of(row_id), stage.y_of(row_id)
    following = stage.view.rows_model.row_id(index + 1)
    below = stage.y_of(following)
    stage.remove(index)
    assert stage.y_of(following) in (y, below)


def test_an_edit_above_that_makes_a_row_higher_moves_nothing(stage: Stage) -> None:
    row_id = stage.anchor_row()
    y, picture = stage.y_of(row_id), stage.pixels(row_id)
    index = stage.view.rows_model.index_of(row_id)
    above = stage.feed.rows[stage.view.rows_model.row_id(index - 1)]
    assert above.entry is not None
    assert above.entry.post is not None
    longer = replace(above.entry.post, text=samples.plain(samples.LOREM * 2))
    stage.feed.rows[above.id] = replace(above, entry=replace(above.entry, post=longer))
    stage.view.take([PostChanged(frozenset((longer.key,)))])
    assert stage.y_of(row_id) == y
    assert stage.pixels(row_id) == picture


def test_a_change_of_width_keeps_the_row_at_its_pixel(stage: Stage) -> None:
    row_id = stage.anchor_row()
    y = stage.y_of(row_id)
    for width in (280, 420, 300, 340):
        stage.view.resize(width, 700)
        stage.settle()
        assert stage.y_of(row_id) == y


def test_a_change_of_text_size_keeps_the_row_at_its_pixel(stage: Stage) -> None:
    row_id = stage.anchor_row()
    y = stage.y_of(row_id)
    stage.theme.change(scale=1.5)
    stage.settle()
    assert stage.y_of(row_id) == y


def test_a_picture_that_arrives_moves_nothing(qtbot: QtBot) -> None:
    rows = many(20)
    rows[2:2] = [samples.row(samples.post("Kijk", media=(samples.picture("a", preview_url="late:a"),)))]
    stage = Stage(qtbot, rows)
    before = stage.seen()
    pixels = stage.pixels(rows[3].id)
    assert "late:a" in stage.source.wanted
    empty = stage.pixels(rows[2].id)
    stage.pictures.take(PictureReady("late:a", samples.painted("a")))
    stage.settle()
    assert stage.seen() == before
    assert stage.pixels(rows[3].id) == pixels
    assert stage.pixels(rows[2].id) != empty


def test_filling_a_gap_keeps_the_row_below_and_grows_upward(qtbot: QtBot) -> None:
    rows: list[Row] = many(30)
    gap = samples.gap_row()
    rows[12:12] = [gap]
    stage = Stage(qtbot, rows)
    stage.view.restore(rows[11].id, 20)
    stage.settle()
    below = rows[13].id
    y, picture = stage.y_of(below), stage.pixels(below)
    with qtbot.waitSignal(stage.view.gap_wanted) as asked:
        qtbot.mouseClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=stage.point(gap.id, 80, 27))
    assert asked.args == [gap.id]
    stage.view.setCurrentIndex(stage.view.rootIndex())
    stage.insert(13, many(38))
    stage.remove(12)
    assert stage.y_of(below) == y
    assert stage.pixels(below) == picture


def test_contents_that_come_into_memory_keep_the_place(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(200), loaded=False)
    stage.view.scroll_px(3000)
    stage.settle()
    row_id = stage.anchor_row()
    y = stage.y_of(row_id)
    wanted = {number for batch in stage.feed.wanted for number in batch}
    index = stage.view.rows_model.index_of(row_id)
    assert set(stage.feed.ids[index : index + 40]) <= wanted
    stage.feed.loaded |= wanted
    stage.view.take([RowsLoaded(stage.feed.key, frozenset(wanted))])
    stage.settle()
    assert stage.y_of(row_id) == y


def test_a_reset_finds_the_row_again(stage: Stage) -> None:
    row_id = stage.anchor_row()
    y = stage.y_of(row_id)
    fresh = many(7)
    stage.feed.rows.update({one.id: one for one in fresh})
    stage.feed.loaded.update(one.id for one in fresh)
    stage.reset([*(one.id for one in fresh), *stage.feed.ids])
    assert stage.y_of(row_id) == y


def test_at_the_top_new_rows_push_the_rest_down(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(20))
    fresh = many(2)
    stage.insert(0, fresh)
    assert stage.seen()[0] == (fresh[0].id, 0)
    assert stage.view.place == (0, 0)


def test_at_the_top_with_a_row_under_the_keyboard_nothing_moves(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(20))
    stage.view.activateWindow()
    stage.view.setFocus()
    qtbot.waitUntil(stage.view.hasFocus)
    qtbot.keyClick(stage.view, Qt.Key.Key_Down)
    row_id = stage.view.current_id
    picture = stage.pixels(row_id)
    stage.feed.unread = 3
    stage.insert(0, many(3))
    assert stage.y_of(row_id) == 0
    assert stage.pixels(row_id) == picture
    assert stage.view.current_id == row_id
    assert stage.view.new_above == 3
    stage.view.scroll_to_newest()
    assert stage.view.new_above == 0
    stage.insert(0, many(1))
    assert stage.view.place == (0, 0)


def test_the_row_under_the_keyboard_is_the_one_that_stays(stage: Stage, qtbot: QtBot) -> None:
    stage.view.activateWindow()
    stage.view.setFocus()
    qtbot.waitUntil(stage.view.hasFocus)
    for _ in range(4):
        qtbot.keyClick(stage.view, Qt.Key.Key_J)
    row_id = stage.view.current_id
    y = stage.y_of(row_id)
    stage.insert(stage.view.rows_model.index_of(row_id), many(2))
    assert stage.y_of(row_id) == y


def test_when_the_focused_row_goes_the_next_takes_the_focus(stage: Stage) -> None:
    row_id = stage.anchor_row()
    index = stage.view.rows_model.index_of(row_id)
    following = stage.view.rows_model.row_id(index + 1)
    stage.view.setCurrentIndex(stage.view.rows_model.index(index))
    stage.remove(index)
    assert stage.view.current_id == following


def test_the_place_is_told_and_found_again(stage: Stage, qtbot: QtBot) -> None:
    row_id, offset = stage.view.place
    other = Stage(qtbot, list(stage.feed.rows.values()))
    assert other.view.restore(row_id, offset)
    other.settle()
    assert other.seen() == stage.seen()
    assert not other.view.restore(999_999_999, 0)


def test_a_place_given_before_the_first_picture_is_kept(qtbot: QtBot) -> None:
    rows = many(50)
    stage = Stage(qtbot, rows)
    hidden = type(stage.view)(stage.feed, stage.look, stage.view.rows_model._speak)
    qtbot.addWidget(hidden)
    assert hidden.restore(rows[20].id, 33)
    hidden.resize(QSize(340, 500))
    hidden.show()
    qtbot.waitExposed(hidden)
    QApplication.processEvents()
    assert hidden.place == (rows[20].id, 33)


def test_changes_before_the_first_picture_keep_the_place_too(qtbot: QtBot) -> None:
    rows = many(50)
    stage = Stage(qtbot, rows)
    stage.view.hide()
    stage.view.restore(rows[20].id, 33)
    stage.insert(0, many(5))
    stage.view.show()
    stage.settle()
    assert stage.view.place == (rows[20].id, 33)


def test_scrolling_stops_at_both_ends(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(12))
    stage.view.scroll_px(-50)
    assert stage.view.place == (0, 0)
    total = sum(stage.view.measured.height(index) for index in range(12))
    assert stage.view.scroll_px(100_000) == total - stage.view.viewport().height()
    assert stage.view.anchor.at_end
    assert stage.view.scroll_px(40) == 0
    assert stage.view.scroll_px(-100_000) == -(total - stage.view.viewport().height())


def test_a_short_list_does_not_scroll(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(2))
    assert stage.view.scroll_px(40) == 0
    empty = Stage(qtbot, [])
    assert empty.view.scroll_px(40) == 0
    empty.insert(0, many(3))
    assert len(empty.seen()) == 3


def test_what_is_blitted_equals_what_is_painted_whole(stage: Stage) -> None:
    for step in (40, -17, 3, 250, -90):
        stage.view.scroll_px(step)
        QApplication.processEvents()
    shown = stage.view.grab().toImage()
    stage.view.viewport().update()
    QApplication.processEvents()
    assert stage.view.grab().toImage() == shown
    assert stage.view.viewport().childAt(QPoint(5, 5)) is None


class Regions(QObject):
    """Notes how many px a widget is asked to paint."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[int] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(sum(part.width() * part.height() for part in event.region()))  # type: ignore[attr-defined]
        return False


def test_a_step_paints_little_more_than_its_strip_even_under_a_pill(stage: Stage) -> None:
    regions = Regions()
    stage.view.viewport().installEventFilter(regions)
    stage.view.scroll_px(40)
    QApplication.processEvents()
    assert regions.areas == [340 * 40]
    pill = QWidget(stage.view)
    pill.setGeometry(100, 8, 120, 28)
    pill.show()
    stage.view.covered = 36
    stage.settle()
    regions.areas.clear()
    stage.view.scroll_px(40)
    QApplication.processEvents()
    assert regions.areas == [340 * (36 + 40) - 120 * 28] or regions.areas == [340 * (36 + 40)]
    shown = stage.view.viewport().grab().toImage()
    stage.view.paint_again()
    QApplication.processEvents()
    assert stage.view.viewport().grab().toImage() == shown


@pytest.mark.parametrize("offset", [0, 17, 150])
@pytest.mark.parametrize("before", [True, False])
def test_a_restored_place_is_the_same_to_the_pixel_when_its_rows_come_in(qtbot: QtBot, offset: int, before: bool) -> None:
    rows = [samples.row(samples.post(samples.LOREM, minutes=number + 1)) for number in range(60)]
    stage = Stage(qtbot, rows, loaded=False)
    if not before:
        stage.view.hide()
        stage.view.doItemsLayout()  # as a new view: nothing of it has been seen
    row_id = stage.feed.ids[20]
    assert stage.view.restore(row_id, offset)
    stage.view.show()
    stage.settle()
    assert stage.view.place == (row_id, offset), "a kill just now would find it so"
    stage.insert(0, many(3))
    stage.view.resize(stage.view.width() + 40, stage.view.height() - 100)
    stage.settle()
    stage.feed.loaded |= set(stage.feed.ids)
    stage.view.take([RowsLoaded(stage.feed.key, frozenset(stage.feed.ids))])
    stage.settle()
    assert stage.view.place == (row_id, offset)
    assert dict(stage.seen())[row_id] == -offset
    stage.view.scroll_px(40)
    assert stage.view.place != (row_id, offset)


def test_who_scrolls_before_the_rows_come_in_stays_where_that_led(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(60), loaded=False)
    stage.view.restore(stage.feed.ids[20], 17)
    stage.view.scroll_to_newest()
    stage.feed.loaded |= set(stage.feed.ids)
    stage.view.take([RowsLoaded(stage.feed.key, frozenset(stage.feed.ids))])
    stage.settle()
    assert stage.view.place == (0, 0)

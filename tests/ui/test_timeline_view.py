"""Mouse, keys, screen reader: what a timeline asks for, and how it is seen by assistive technology."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QHelpEvent, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from client.model.account import AccountId
from client.model.change import PostChanged
from client.model.row import Row
from client.ui.rowparts import HitKind
from tests.ui import samples
from tests.ui.stage import Stage, many


def spot(stage: Stage, row: Row, kind: HitKind) -> QPoint:
    """A point of a row that is good for something."""
    index = stage.view.rows_model.index_of(row.id)
    y = stage.y_of(row.id)
    layout = stage.view.measured.at(index)
    for top in range(0, layout.height, 2):
        for x in range(0, stage.view.measured.width, 3):
            hit = stage.view.hit_at(QPoint(x, y + top))
            if hit is not None and hit.kind is kind:
                return QPoint(x + 1, y + top + 1)
    raise AssertionError(f"no {kind} in the row")


def click(qtbot: QtBot, stage: Stage, point: QPoint) -> None:
    qtbot.mouseClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=point)


@pytest.fixture
def only(qtbot: QtBot) -> Callable[[str], tuple[Stage, Row]]:
    """A view that holds one sample row and some plain ones."""

    def make(name: str) -> tuple[Stage, Row]:
        row = samples.all_rows()[name]
        return Stage(qtbot, [row, *many(8)]), row

    return make


Only = Callable[[str], tuple[Stage, Row]]


# --- mouse ------------------------------------------------------------------------------------------------------------


def test_a_click_on_a_picture_opens_it(only: Only, qtbot: QtBot) -> None:
    stage, row = only("one picture")
    with qtbot.waitSignal(stage.view.media_opened) as opened:
        click(qtbot, stage, spot(stage, row, HitKind.MEDIA))
    assert opened.args == [row, 0]


def test_a_click_on_a_link_asks_for_its_address(only: Only, qtbot: QtBot) -> None:
    stage, row = only("card")
    with qtbot.waitSignal(stage.view.link_activated) as asked:
        click(qtbot, stage, spot(stage, row, HitKind.LINK))
    assert asked.args == ["https://meerdam.example/route", "meerdam.example/route"]
    with qtbot.waitSignal(stage.view.link_activated) as asked:
        click(qtbot, stage, spot(stage, row, HitKind.CARD))
    assert asked.args == ["https://www.meerdam.example/route", ""]


def test_a_click_on_a_hashtag_asks_for_it(only: Only, qtbot: QtBot) -> None:
    stage, row = only("plain")
    with qtbot.waitSignal(stage.view.hashtag_activated) as asked:
        click(qtbot, stage, spot(stage, row, HitKind.HASHTAG))
    assert asked.args == [row, "meerdamfeest"]


def test_the_cover_hides_everything_until_it_is_opened(only: Only, qtbot: QtBot) -> None:
    stage, row = only("cover")
    index = stage.view.rows_model.index_of(row.id)
    assert "scene:quay" not in stage.view.measured.at(index).urls
    hidden = stage.view.measured.at(index).height
    click(qtbot, stage, spot(stage, row, HitKind.COVER))
    assert "scene:quay" in stage.view.measured.at(index).urls
    assert stage.view.measured.at(index).height > hidden
    assert stage.y_of(row.id) == 0
    click(qtbot, stage, spot(stage, row, HitKind.COVER))
    assert stage.view.measured.at(index).height == hidden


def test_a_long_text_unfolds_in_its_place(only: Only, qtbot: QtBot) -> None:
    stage, row = only("long")
    folded = stage.view.measured.at(0).height
    click(qtbot, stage, spot(stage, row, HitKind.SHOW_MORE))
    assert stage.view.measured.at(0).height > folded
    assert stage.y_of(row.id) == 0


def test_a_click_on_a_quoted_post_asks_for_it(only: Only, qtbot: QtBot) -> None:
    stage, row = only("quote")
    with qtbot.waitSignal(stage.view.quote_requested) as asked:
        click(qtbot, stage, spot(stage, row, HitKind.QUOTE))
    assert asked.args == [row]


def test_a_double_click_opens_the_conversation(only: Only, qtbot: QtBot) -> None:
    stage, row = only("plain")
    with qtbot.waitSignal(stage.view.thread_requested) as asked:
        qtbot.mouseDClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=stage.point(row.id, 5, 120))
    assert asked.args == [row]


def test_the_menu_comes_by_button_by_right_click_and_by_key(only: Only, qtbot: QtBot) -> None:
    stage, row = only("plain")
    with qtbot.waitSignal(stage.view.menu_requested) as asked:
        click(qtbot, stage, spot(stage, row, HitKind.MORE))
    assert asked.args is not None
    assert asked.args[0] is row
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        point = spot(stage, row, HitKind.HASHTAG)
        with qtbot.waitSignal(stage.view.menu_requested) as asked:
            event = QContextMenuEvent(reason, point, stage.view.viewport().mapToGlobal(point))
            QApplication.sendEvent(stage.view.viewport(), event)
        assert asked.args is not None
        assert asked.args[0] is row


def test_hovering_lights_one_row_and_moves_nothing(only: Only, qtbot: QtBot) -> None:
    stage, row = only("plain")
    before, dark = stage.seen(), stage.pixels(row.id)
    qtbot.mouseMove(stage.view.viewport(), stage.point(row.id, 100, 30))
    qtbot.waitUntil(lambda: stage.view.hovered == row.id)
    assert stage.seen() == before
    assert stage.pixels(row.id) != dark


def wheel(stage: Stage, pixels: QPoint, angle: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    where = QPointF(50, 50)
    event = QWheelEvent(where, where, pixels, angle, Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(stage.view.viewport(), event)
    return event.isAccepted()


def test_the_wheel_scrolls_by_lines_and_a_touchpad_by_pixels(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(60))
    assert wheel(stage, QPoint(), QPoint(0, -120))
    notch = sum(stage.view.measured.height(i) for i in range(stage.view.anchor.top)) + stage.view.anchor.offset
    assert notch == 96
    assert wheel(stage, QPoint(0, -7), QPoint(0, -30))
    assert sum(stage.view.measured.height(i) for i in range(stage.view.anchor.top)) + stage.view.anchor.offset == 103


def test_sideways_and_with_shift_the_wheel_is_the_decks(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(60))
    assert not wheel(stage, QPoint(), QPoint(-120, 0))
    assert not wheel(stage, QPoint(), QPoint(0, -120), Qt.KeyboardModifier.ShiftModifier)
    assert stage.view.place == (0, 0)


# --- keys -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def keyed(qtbot: QtBot) -> Stage:
    """A view with the keyboard."""
    stage = Stage(qtbot, many(40))
    stage.view.activateWindow()
    stage.view.setFocus()
    qtbot.waitUntil(stage.view.hasFocus)
    return stage


def test_arrows_and_letters_move_by_rows(keyed: Stage, qtbot: QtBot) -> None:
    for key, index in ((Qt.Key.Key_Down, 0), (Qt.Key.Key_J, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_K, 1), (Qt.Key.Key_Up, 0)):
        qtbot.keyClick(keyed.view, key)
        assert keyed.view.currentIndex().row() == index
    keyed.view.letters = False
    qtbot.keyClick(keyed.view, Qt.Key.Key_J)
    assert keyed.view.currentIndex().row() == 0


def test_the_current_row_is_always_seen_whole(keyed: Stage, qtbot: QtBot) -> None:
    for key in [Qt.Key.Key_Down] * 30 + [Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End] + [Qt.Key.Key_Up] * 20:
        qtbot.keyClick(keyed.view, key)
        area = keyed.view.visualRect(keyed.view.currentIndex())
        assert area.top() >= 0
        assert area.bottom() < keyed.view.viewport().height()


def test_home_and_end_go_to_the_ends(keyed: Stage, qtbot: QtBot) -> None:
    qtbot.keyClick(keyed.view, Qt.Key.Key_End)
    assert keyed.view.currentIndex().row() == 39
    assert keyed.view.anchor.at_end
    qtbot.keyClick(keyed.view, Qt.Key.Key_Home)
    assert keyed.view.currentIndex().row() == 0
    assert keyed.view.place == (0, 0)


def test_enter_opens_the_conversation_and_escape_goes_back(keyed: Stage, qtbot: QtBot) -> None:
    qtbot.keyClick(keyed.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(keyed.view.thread_requested) as asked:
        qtbot.keyClick(keyed.view, Qt.Key.Key_Return)
    assert asked.args is not None
    assert asked.args[0].id == keyed.view.current_id
    with qtbot.waitSignal(keyed.view.back_requested):
        qtbot.keyClick(keyed.view, Qt.Key.Key_Escape)


def test_enter_on_a_gap_asks_to_fill_it(qtbot: QtBot) -> None:
    gap = samples.gap_row()
    stage = Stage(qtbot, [gap, *many(5)])
    stage.view.setCurrentIndex(stage.view.rows_model.index(0))
    with qtbot.waitSignal(stage.view.gap_wanted) as asked:
        qtbot.keyClick(stage.view, Qt.Key.Key_Return)
    assert asked.args == [gap.id]


def test_o_opens_the_cover_then_the_picture(only: Only, qtbot: QtBot) -> None:
    stage, row = only("sensitive")
    stage.view.setCurrentIndex(stage.view.rows_model.index(0))
    qtbot.keyClick(stage.view, Qt.Key.Key_O)
    assert row.id in stage.view.measured.opened_covers
    with qtbot.waitSignal(stage.view.media_opened) as opened:
        qtbot.keyClick(stage.view, Qt.Key.Key_O)
    assert opened.args == [row, 0]


def test_a_row_higher_than_the_view_is_read_to_its_end(qtbot: QtBot) -> None:
    long = samples.all_rows()["long"]
    stage = Stage(qtbot, [*many(1), long, *many(5)], size=(280, 220))
    stage.view.setCurrentIndex(stage.view.rows_model.index(1))
    stage.view.scrollTo(stage.view.currentIndex())
    assert stage.y_of(long.id) == 0
    qtbot.keyClick(stage.view, Qt.Key.Key_Down)
    assert stage.view.current_id == long.id
    assert stage.y_of(long.id) < 0
    for _ in range(6):
        qtbot.keyClick(stage.view, Qt.Key.Key_Down)
    assert stage.view.current_id != long.id


def test_tab_into_the_view_takes_the_first_whole_row(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(40))
    stage.view.scroll_px(500)
    stage.view.clearFocus()
    stage.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(stage.view.hasFocus)
    assert stage.view.current_id == stage.anchor_row()


# --- asking for more --------------------------------------------------------------------------------------------------


def test_older_posts_are_asked_for_near_the_end(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(80))
    asked: list[int] = []
    stage.view.older_wanted.connect(lambda: asked.append(1))
    stage.view.scroll_px(500)
    assert asked == []
    for _ in range(40):
        stage.view.scroll_px(200)
    assert asked == [1]
    stage.insert(80, many(40))
    for _ in range(40):
        stage.view.scroll_px(200)
    assert asked == [1, 1]
    stage.feed.at_end = True
    stage.insert(120, many(1))
    stage.view.scroll_px(2000)
    assert asked == [1, 1]


def test_unread_rows_above_are_counted(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(60))
    stage.feed.unread = 12
    stage.view.scroll_px(5000)
    qtbot.waitUntil(lambda: stage.view.new_above == 12)
    stage.view.go_to_oldest_unread()
    assert stage.seen()[0][0] == stage.feed.ids[11]
    assert stage.view.new_above == 11


def test_the_anchor_row_counts_as_read_after_a_while(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(10))
    stage.feed.marker = stage.feed.ids[5]
    stage.view.activateWindow()
    qtbot.waitUntil(stage.view.isActiveWindow)
    stage.view._reading.setInterval(1)
    stage.view._reading.start()
    qtbot.waitUntil(lambda: stage.feed.marker == stage.feed.ids[0])


def test_rows_that_come_back_tell_the_time_of_now(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(60))
    before = stage.pixels(stage.feed.ids[1])
    stage.view.scroll_px(3000)
    qtbot.waitUntil(lambda: stage.view._told[0] != 0)
    stage.now = samples.Instant(stage.now + 5 * samples.MINUTE)
    stage.view.scroll_px(-2990)
    qtbot.waitUntil(lambda: stage.view._told[1] == 10)
    stage.view.scroll_px(-10)
    assert stage.pixels(stage.feed.ids[1]) != before


def test_times_are_renewed(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(10))
    before = stage.pixels(stage.feed.ids[0])
    stage.now = samples.Instant(stage.now + 5 * samples.MINUTE)
    stage.view.refresh_times()
    assert stage.pixels(stage.feed.ids[0]) != before


def test_a_time_as_wide_as_before_is_all_that_is_painted_again(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(10))
    stage.now = samples.Instant(stage.now + 2 * samples.MINUTE)
    stage.view.refresh_times()
    row_id = stage.feed.ids[0]
    kept, before = stage.view.measured.known(row_id), stage.pixels(row_id)
    stage.now = samples.Instant(stage.now + samples.MINUTE)
    stage.view.refresh_times()
    assert stage.view.measured.known(row_id) is kept
    assert stage.pixels(row_id) != before


# --- assistive technology ---------------------------------------------------------------------------------------------


def test_the_view_is_a_list_whose_rows_have_names(qtbot: QtBot) -> None:
    rows = [samples.all_rows()["plain"], samples.all_rows()["gap"], *many(200)]
    stage = Stage(qtbot, rows)
    stage.view.setAccessibleName("Mentions, column 1 of 5")
    interface = QAccessible.queryAccessibleInterface(stage.view)
    assert interface.role() is QAccessible.Role.List
    assert interface.text(QAccessible.Text.Name) == "Mentions, column 1 of 5"
    assert interface.childCount() == 202
    first = interface.child(0)
    assert first.role() is QAccessible.Role.ListItem
    assert first.text(QAccessible.Text.Name).startswith("Yara de Groot. @gemeente Is de Havenstraat straks")
    assert "38 posts missed" in interface.child(1).text(QAccessible.Text.Name)
    assert len(stage.view.measured._kept) < 40
    interface.child(150).text(QAccessible.Text.Name)
    assert len(stage.view.measured._kept) < 40


def test_the_model_behaves_as_qt_expects(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(20))
    tester = QAbstractItemModelTester(stage.view.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    stage.insert(0, many(3))
    stage.insert(10, many(3))
    stage.remove(4, 5)
    stage.reset(stage.feed.ids[::-1])
    assert stage.view.rows_model.stretch(0, 100) == stage.feed.ids.tolist()
    assert [stage.view.rows_model.index_of(row_id) for row_id in stage.feed.ids] == list(range(len(stage.feed.ids)))
    tester.deleteLater()


# --- hostile content --------------------------------------------------------------------------------------------------


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_tool_tips_show_foreign_text_as_text(qtbot: QtBot) -> None:
    nasty = samples.post("x", samples.who("Naam", "<img src=file://h/s>@x.example"))
    row = samples.row(nasty)
    stage = Stage(qtbot, [row, *many(3)])
    place = spot(stage, row, HitKind.AUTHOR)
    help_event = QHelpEvent(QEvent.Type.ToolTip, place, stage.view.viewport().mapToGlobal(place))
    QApplication.sendEvent(stage.view.viewport(), help_event)
    tip = QToolTip.text()
    QToolTip.hideText()
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_every_kind_of_row_is_painted_at_every_width_and_size(qtbot: QtBot) -> None:
    rows = list(samples.all_rows().values())
    stage = Stage(qtbot, rows, size=(240, 900))
    for scale, width in ((0.8, 240), (1.0, 280), (1.5, 420), (2.0, 544), (2.0, 240)):
        stage.theme.change(scale=scale)
        stage.view.resize(width, 900)
        stage.settle()
        while stage.view.scroll_px(700):
            stage.settle()
        stage.view.scroll_to_newest()


def test_a_changed_post_is_measured_again(qtbot: QtBot) -> None:
    row = samples.all_rows()["quote"]
    stage = Stage(qtbot, [row, *many(3)])
    assert row.entry is not None
    assert row.entry.post is not None
    assert row.entry.post.quote is not None
    assert row.entry.post.quote.post is not None
    before = stage.view.measured.at(0)
    stage.view.take([PostChanged(frozenset((samples.PostKey("other", "1"),)))])
    assert stage.view.measured.at(0) is before
    stage.view.take([PostChanged(frozenset((row.entry.post.quote.post.key,)))])
    assert stage.view.measured.at(0) is not before


def test_an_account_that_is_not_known_harms_nothing(qtbot: QtBot) -> None:
    row = samples.all_rows()["plain"]
    stage = Stage(qtbot, [Row(row.id, AccountId("gone"), row.entry)])
    assert stage.seen() == [(row.id, 0)]

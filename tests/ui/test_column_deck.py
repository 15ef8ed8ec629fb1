"""Columns in the deck: order, width, moving by pointer, whole-column scrolling, removing with a way back, conversations."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.model.account import AccountHealth
from client.model.column import ColumnId
from client.model.health import FetchState, Health
from client.model.instant import Instant
from client.ui.toast import Toast
from tests.ui import fakes, samples
from tests.ui.desk_stage import DeskStage, Set, column, posts

no_menus = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def many(set_up: Set) -> DeskStage:
    return set_up(*(column(f"c{number}", width=340) for number in range(8)), size=(1366, 768))


@no_menus
def test_a_column_is_dragged_by_its_header_to_another_place_and_the_line_shows_where(three: DeskStage) -> None:
    header = three.view("one").header
    start = QPoint(60, 20)
    QTest.mousePress(header, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(header, QPoint(560, 20))
    three.settle()
    line = three.shell.deck.drop_line
    assert line.isVisible()
    assert line.x() + 2 == three.view("three").x()
    assert line.height() == three.view("one").height()
    QTest.mouseRelease(header, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(600, 20))
    three.settle()
    assert three.order() == ["two", "one", "three"]
    assert not line.isVisible()


@no_menus
def test_escape_ends_a_drag_without_moving(three: DeskStage) -> None:
    header = three.view("one").header
    three.drag(header, QPoint(60, 20), QPoint(600, 20), drop=False)
    QTest.keyClick(header, Qt.Key.Key_Escape)
    QTest.mouseRelease(header, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(600, 20))
    three.settle()
    assert three.order() == ["one", "two", "three"]
    assert not three.shell.deck.drop_line.isVisible()


def test_the_separator_is_pulled_and_snaps_to_the_three_widths(three: DeskStage) -> None:
    for distance, width in ((75, 420), (-85, 340), (-57, 280), (20, 300)):
        grip = three.shell.deck.grip("one")
        three.pull(grip, distance)
        assert three.view("one").width() == width
        assert three.desk.deck.columns[0].width == width


def test_a_double_click_on_the_header_makes_the_column_wide(three: DeskStage) -> None:
    header = three.view("three").header
    QTest.mouseDClick(header, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, 20))
    three.settle()
    assert three.view("three").width() == 420


def test_the_deck_scrolls_by_whole_columns_and_shows_the_one_with_the_keyboard(set_up: Set) -> None:
    stage = many(set_up)
    for number in range(8):
        stage.key(str(number + 1))
        view = stage.view(f"c{number}")
        assert view.x() >= 0
        assert view.geometry().right() <= stage.shell.deck.width()
        assert any(other.x() == 0 for other in stage.shell.deck.columns)
    stage.key("1")
    assert stage.view("c0").x() == 0


def test_shift_and_wheel_scroll_the_deck(set_up: Set) -> None:
    stage = many(set_up)
    viewport = stage.view("c0").base.view.viewport()
    for target in (viewport, stage.shell.deck):  # an event made by hand is not handed on by Qt
        at = QPointF(viewport.rect().center())
        event = QWheelEvent(
            at,
            QPointF(viewport.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)
        assert event.isAccepted() == (target is not viewport)
    stage.settle()
    assert stage.shell.deck.first == 1
    assert stage.view("c1").x() == 0


def test_only_feeds_that_are_seen_are_said_to_be_on_screen(set_up: Set) -> None:
    stage = many(set_up)
    assert "feed-c0" in stage.desk.visible
    assert "feed-c7" not in stage.desk.visible
    stage.key("8")
    assert "feed-c7" in stage.desk.visible
    assert "feed-c0" not in stage.desk.visible


def test_a_removed_column_can_be_had_back_and_the_keyboard_goes_to_its_neighbour(three: DeskStage) -> None:
    three.key("2")
    three.shell.control.remove_column(ColumnId("two"))
    three.settle()
    assert three.order() == ["one", "three"]
    assert three.current() == "three"
    assert three.view("three").isAncestorOf(QApplication.focusWidget())
    toast = three.window.toast
    assert isinstance(toast, Toast)
    three.click(toast.undo)
    assert three.order() == ["one", "two", "three"]
    assert three.window.toast is None


def test_the_way_back_leaves_after_its_seconds(three: DeskStage) -> None:
    three.shell.control.remove_column(ColumnId("two"))
    toast = three.window.toast
    for _ in range(10):
        toast._timer.timeout.emit()
    three.settle()
    assert three.window.toast is None


def test_a_column_is_renamed_and_an_empty_name_gives_its_own_back(three: DeskStage) -> None:
    three.shell.control.rename_column(ColumnId("two"))
    three.settle()
    three.key("Feest")
    three.key(Qt.Key.Key_Return)
    assert three.dialog is None
    assert three.view("two").header.heading.title == "Feest"  # type: ignore[union-attr]
    three.shell.control.rename_column(ColumnId("two"))
    three.settle()
    three.dialog.field.clear()
    three.click(three.dialog._main)
    assert three.view("two").header.heading.title == "meerdamfeest"  # type: ignore[union-attr]


def test_enter_opens_the_conversation_inside_the_column_and_the_way_back_finds_the_place(three: DeskStage) -> None:
    view = three.view("one")
    timeline = view.base.view
    timeline.scroll_px(700)
    three.key(Qt.Key.Key_Down)
    three.settle()
    before = timeline.place
    three.key(Qt.Key.Key_Return)
    assert len(view.panes) == 2
    assert view.header.heading.title == "Conversation"  # type: ignore[union-attr]
    assert view.top.isAncestorOf(QApplication.focusWidget())
    three.key(Qt.Key.Key_Backspace)
    assert len(view.panes) == 1
    assert timeline.place == before
    assert timeline.hasFocus()
    assert view.header.heading.title == "Mentions"  # type: ignore[union-attr]
    assert three.desk.closed == ["thread-1"]


def test_escape_and_the_button_go_back_too(three: DeskStage) -> None:
    view = three.view("one")
    for leave in (lambda: three.key(Qt.Key.Key_Escape), lambda: three.click(view.header._back)):
        three.key(Qt.Key.Key_Down)
        three.key(Qt.Key.Key_Return)
        assert len(view.panes) == 2
        leave()
        assert len(view.panes) == 1


def test_a_conversation_shows_the_post_it_was_opened_for(three: DeskStage) -> None:
    view = three.view("one")
    rows = posts(30)
    three.desk.rows = lambda kind: rows
    key = rows[20].entry.post.key  # type: ignore[union-attr]
    three.shell.control.open_thread(view, fakes.GM.id, key)
    three.settle()
    assert view.top.view.current_id == rows[20].id


def test_a_conversation_that_fits_is_shown_from_its_beginning(three: DeskStage) -> None:
    view = three.view("one")
    rows = posts(3)
    three.desk.rows = lambda kind: rows
    key = rows[2].entry.post.key  # type: ignore[union-attr]
    three.shell.control.open_thread(view, fakes.GM.id, key)
    three.settle()
    assert view.top.view.current_id == rows[2].id
    assert view.top.view.place == (0, 0)


def test_the_row_left_for_a_conversation_or_a_dialog_stays_at_its_pixel(three: DeskStage) -> None:
    view = three.view("one")
    timeline = view.base.view
    three.key(Qt.Key.Key_Down)
    three.key(Qt.Key.Key_Down)
    assert timeline.place == (0, 0)
    chosen = timeline.currentIndex
    before = timeline.visualRect(chosen())
    for go, back in (
        (lambda: three.key(Qt.Key.Key_Return), lambda: three.key(Qt.Key.Key_Backspace)),
        (lambda: three.key("?"), lambda: three.key(Qt.Key.Key_Escape)),
    ):
        go()
        three.desk.feed(ColumnId("one")).arrive(posts(2))
        three.settle()
        back()
        three.settle()
        assert timeline.visualRect(chosen()) == before
        assert timeline.hasFocus()


def test_removing_a_column_closes_its_conversations(three: DeskStage) -> None:
    three.key(Qt.Key.Key_Down)
    three.key(Qt.Key.Key_Return)
    three.shell.control.remove_column(ColumnId("one"))
    three.settle()
    assert "thread-1" in three.desk.closed


def test_reading_places_are_handed_to_the_desk_and_taken_up_again(three: DeskStage, qtbot: QtBot) -> None:
    view = three.view("one").base.view
    view.scroll_px(900)
    qtbot.waitUntil(lambda: ColumnId("one") in three.desk.places)
    row, offset = view.place
    assert three.desk.places[ColumnId("one")].entry == str(row)
    assert three.desk.places[ColumnId("one")].offset == offset
    three.shell._rebuild()
    three.settle()
    assert three.view("one").base.view is not view
    assert three.view("one").base.view.place == (row, offset)


def test_new_posts_move_nothing_and_the_pill_leads_to_the_oldest_of_them(three: DeskStage) -> None:
    pane = three.view("two").base
    pane.view.scroll_px(600)
    before = pane.view.place
    feed = three.desk.feed(ColumnId("two"))
    feed.marker = feed.ids[0]
    feed.arrive(posts(12))
    three.settle()
    assert pane.view.place == before
    assert pane.pill.isVisible()
    assert pane.pill.text() == "12 new posts"
    assert three.view("two").header._pill.accessibleName() == "12 unread"
    oldest = feed.ids[11]
    three.click(pane.pill)
    assert pane.view.place[0] == oldest
    assert pane.view.current_id == oldest  # reading goes on from there by the keys
    assert not pane.pill.isVisible(), "the pill may not lie over the post it led to"


def test_a_click_on_the_header_goes_to_the_newest(three: DeskStage) -> None:
    view = three.view("two")
    view.base.view.scroll_px(600)
    three.click(view.header, QPoint(60, 20))
    assert view.base.view.place == (0, 0)
    assert three.current() == "two"


def test_a_column_without_posts_says_why(set_up: Set) -> None:
    stage = set_up(column("one"), rows=0)
    pane = stage.view("one").base
    assert pane.empty.isVisible()
    assert pane.empty.accessibleName().startswith("No posts yet.")
    feed = stage.desk.feed(ColumnId("one"))
    feed.fare(Health(FetchState.OFFLINE, since=stage.now))
    stage.settle()
    assert pane.empty.accessibleName().startswith("No answer yet.")
    feed.arrive(posts(3))
    stage.settle()
    assert not pane.empty.isVisible()


def test_a_signed_out_column_says_so_and_its_link_opens_the_way_in(three: DeskStage) -> None:
    three.accounts.set_health(fakes.BW.id, AccountHealth.SIGNED_OUT)
    three.desk.feed(ColumnId("one")).fare(Health(FetchState.SIGNED_OUT, last_ok=Instant(three.now - 60_000)))
    three.settle()
    bar = three.view("one").bar
    assert bar.isVisible()
    assert bar.accessibleName().startswith("Brandweer Meerdam is signed out. You see posts until ")
    assert three.shell.sidebar._wide.health.text() == "Brandweer Meerdam signed out"
    three.click(bar._link)
    assert three.dialog.title.text() == "Sign in again"
    three.key(Qt.Key.Key_Escape)


def test_a_stale_column_is_asked_again_by_its_link(three: DeskStage) -> None:
    feed = three.desk.feed(ColumnId("two"))
    feed.fare(Health(FetchState.STALE, last_ok=Instant(three.now - 180_000)))
    three.settle()
    view = three.view("two")
    assert view.header._state.text() == "Stale 3 min"
    three.click(view.bar._link)
    assert feed.asked == ["refresh"]
    feed.fare(Health(FetchState.STREAMING))
    three.settle()
    assert not view.bar.isVisible()


def test_the_words_of_the_state_follow_the_time(three: DeskStage) -> None:
    feed = three.desk.feed(ColumnId("two"))
    feed.fare(Health(FetchState.POLLING, next_at=Instant(three.now + 37_000)))
    three.settle()
    view = three.view("two")
    said = []
    for passed in (0, 20_000, 30_000, 36_500, 40_000):
        three.now = Instant(samples.NOW + passed)
        three.shell.control._second()
        said.append(view.header._state.text())
    assert said == ["Next in 40 s", "Next in 20 s", "Next in 7 s", "Next in 1 s", "Next in a moment"]
    assert three.shell.sidebar._rows[1].heading.look.short == "in a moment"  # type: ignore[union-attr]


def test_a_deck_whose_words_do_not_follow_the_time_has_no_clock(three: DeskStage) -> None:
    for each in ("one", "two", "three"):
        three.desk.feed(ColumnId(each)).fare(Health(FetchState.STREAMING))
    three.settle()
    tick = three.shell.control._tick
    assert not tick.isActive()
    three.desk.feed(ColumnId("two")).fare(Health(FetchState.POLLING, next_at=Instant(three.now + 37_000)))
    three.settle()
    assert tick.isActive()
    assert tick.interval() == 7_000  # then it says 30 s


def test_the_list_is_named_for_screen_readers(three: DeskStage) -> None:
    name = three.view("one").base.view.accessibleName()
    assert name == "Mentions, column 1 of 3, Gemeente Meerdam on Mastodon, Brandweer Meerdam on Mastodon"


def test_the_sidebar_lists_the_columns_and_a_click_goes_there(three: DeskStage) -> None:
    row = three.shell.sidebar._rows[2]
    assert row.accessibleName() == "Column 3: Home"
    three.click(row)
    assert three.current() == "three"
    assert row.current


@no_menus
def test_a_right_click_on_a_post_offers_what_can_be_done_with_it(three: DeskStage) -> None:
    pane = three.view("one").base
    row = three.desk.feed(ColumnId("one")).row(pane.feed.ids[0])
    pane.view.menu_requested.emit(row, None, QPoint(300, 300))
    menu = three.shell._panes.menu
    assert menu is not None
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert texts[0].startswith("Open conversation")
    assert "Copy text" in texts
    menu.actions()[0].trigger()
    menu.close()
    three.settle()
    assert len(three.view("one").panes) == 2

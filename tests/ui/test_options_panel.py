"""The options inside a column: opening, closing, the keyboard, the place behind them, and that every change is kept."""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QSpinBox

from client import settings
from client.model.column import NARROW
from client.model.sifting import Sort
from client.ui import focus
from tests.e2e.window import Hands
from tests.ui.town import Run, keyboard, opened, panel, ready, spec, tab, town

__all__ = ["town"]


def test_m_opens_the_options_and_escape_gives_the_keyboard_and_the_place_back(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column = await ready(hands)
        view = hands.belfry.shell.control.view(column)
        timeline = view.base.view
        timeline.scroll_px(500)
        hands.press(Qt.Key.Key_Down)
        place, row, before = timeline.place, timeline.current_id, keyboard(hands)
        hands.press(Qt.Key.Key_M)
        made = panel(hands, column)
        assert made.isVisible()
        assert not timeline.isVisible()
        assert made.isAncestorOf(keyboard(hands))
        assert view.header._menu.opened
        hands.press(Qt.Key.Key_Escape)
        assert view.base.view is timeline
        assert timeline.isVisible()
        assert (timeline.place, timeline.current_id) == (place, row)
        assert keyboard(hands) is before
        assert not view.header._menu.opened

    town(script)


def test_the_button_a_right_click_and_done_open_and_close_too(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column = await ready(hands)
        control = hands.belfry.shell.control
        view = control.view(column)
        hands.click(view.header._menu)
        assert view.covered
        hands.click(view.header._menu)
        assert not view.covered
        view.header.options.emit(QPoint(10, 10))
        assert view.covered
        hands.click(panel(hands, column).foot.done)
        assert not view.covered
        hands.click(view.header._menu)
        QTest.mouseClick(view.header, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
        assert view.covered, "a click on the header leaves the options open and the place behind them alone"

    town(script)


def test_every_control_is_reached_by_tab_is_named_and_is_seen_when_it_has_the_keyboard(town: Run) -> None:
    async def script(hands: Hands) -> None:
        _column, made = await opened(hands)
        chain = focus.stops(made)
        seen: list[object] = []
        chain[0].setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(len(chain)):
            now = keyboard(hands)
            assert made.isAncestorOf(now), f"Tab left the options at {now}"
            assert now.accessibleName(), f"{now} has no name"
            top = now.mapTo(made, QPoint(0, 0)).y()
            assert 0 <= top < made.height(), f"{now.accessibleName()} is out of sight"
            seen.append(now)
            if len(seen) < len(chain):
                tab(hands)
        assert len(set(map(id, seen))) == len(chain)
        for widget in made.findChildren(QAbstractButton) + made.findChildren(QLineEdit) + made.findChildren(QComboBox):
            if not isinstance(widget.parent(), QSpinBox | QComboBox):
                assert widget.accessibleName(), f"{widget} has no name"

    town(script)


def test_arrow_keys_in_the_options_choose_there_and_do_not_leave_for_another_column(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        width = made.width_.choice
        width.tab_children()[0].setFocus()
        before = spec(hands, column).width
        hands.press(Qt.Key.Key_Right)
        assert spec(hands, column).width > before
        assert hands.belfry.shell.control.current == column
        assert made.isAncestorOf(keyboard(hands))

    town(script)


def test_digits_and_letters_typed_into_a_field_stay_in_it(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        hands.type("m12a")
        assert made.words.any.edit.text() == "m12a"
        assert hands.belfry.shell.control.current == column

    town(script)


def test_every_change_acts_at_once_and_is_there_after_a_restart(town: Run) -> None:
    kept = []

    async def change(hands: Hands) -> None:
        column, made = await opened(hands)
        hands.type("rook")
        hands.press(Qt.Key.Key_Return)
        hands.type("brand,")
        assert spec(hands, column).filters.any == ("rook", "brand")
        made.words.none.edit.setFocus()
        hands.type("kermis")
        hands.click(made.kinds.sorts[Sort.VIDEO])
        hands.click(made.kinds.reposts)
        hands.click(made.languages.chips["nl"])
        hands.click(made.alerts.popup)
        made.at_least.reposts.spin.setFocus()
        made.at_least.reposts.spin.selectAll()
        hands.type("5")
        made.look.field.setFocus()
        made.look.field.selectAll()
        hands.type("Rook en brand")
        hands.press(Qt.Key.Key_Escape)  # what was typed counts
        made_of = spec(hands, column)
        assert made_of.filters.none == ("kermis",)
        assert made_of.filters.sorts == (Sort.IMAGES, Sort.TEXT)
        assert made_of.filters.reposts is False
        assert made_of.filters.languages == ("nl",)
        assert made_of.filters.min_reposts == 5
        assert made_of.alerts.popup
        assert made_of.name == "Rook en brand"
        kept.append(made_of)

    async def again(hands: Hands) -> None:
        column = await ready(hands, 2)
        assert kept[0] in hands.belfry.desk.deck.columns
        assert column != kept[0].id

    town(change)
    town(again)


def test_the_line_tells_how_many_of_the_last_posts_are_shown_and_follows(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        feed = hands.belfry.desk.feed(column)
        await hands.until(lambda: "Shows" in made.words.count.text(), "the count")
        hands.type("meerdamfeest")
        hands.press(Qt.Key.Key_Return)
        hands.type("zeldzaamwoord,")
        assert made.words.any.words == ("meerdamfeest", "zeldzaamwoord")
        made.words.any.chips[0].click()
        none = re.compile(r"Shows 0 of the last [1-9]\d* posts")
        await hands.until(lambda: none.fullmatch(made.words.count.text()), "a column that shows nothing to say so")
        assert not len(feed.ids)
        made.words.any.chips[0].click()
        every = re.compile(r"Shows (\d+) of the last \1 posts")
        await hands.until(lambda: every.fullmatch(made.words.count.text()), "all posts to be counted again")
        assert len(feed.ids)

    town(script)


@pytest.mark.parametrize("text", [100, 200])
def test_nothing_is_wider_than_the_narrowest_column(town: Run, text: int) -> None:
    async def script(hands: Hands) -> None:
        hands.window.resize(1366, 768)
        hands.belfry.shell.change(settings.TEXT_SIZE, text)
        column = await ready(hands)
        hands.belfry.shell.control.resize_column(column, NARROW)
        hands.press(Qt.Key.Key_M)
        made = panel(hands, column)
        hands.click(made.alerts.sound)
        QApplication.processEvents()
        room = made.area.viewport().width()
        for widget in focus.stops(made.area):
            left = widget.mapTo(made.area.widget(), QPoint(0, 0)).x()
            assert left >= 0, widget.accessibleName()
            assert left + widget.width() <= room, f"{widget.accessibleName()} is cut at the right"
        for button in focus.stops(made.foot):
            left = button.mapTo(made, QPoint(0, 0)).x()
            assert left >= 0, button.accessibleName()
            assert left + button.width() <= made.width(), f"{button.accessibleName()} is cut at the right"

    town(script)


def test_the_foot_moves_the_column_with_the_keyboard_in_it_and_removes_it_with_a_way_back(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands, 0)
        desk = hands.belfry.desk
        assert not made.foot.left.isEnabled()
        made.foot.right.setFocus()
        hands.press(Qt.Key.Key_Return)
        assert desk.deck.columns[1].id == column
        assert made.foot.left.isEnabled()
        assert keyboard(hands) is made.foot.right
        hands.click(made.foot.remove)
        assert desk.column(column) is None
        assert hands.window.toast is not None
        hands.click(hands.window.toast.undo)
        assert desk.deck.columns[1].id == column

    town(script)

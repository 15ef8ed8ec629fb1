"""The settings: every page by keyboard, every change at once, nothing lost by another language."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from client import settings
from client.model.sifting import Mute, MuteKind, Partner
from client.ui import focus
from client.ui.settings_dialog import SettingsDialog
from client.ui.widgets import PlainLabel
from tests.ui.desk_stage import DeskStage, Set, column


def opened(stage: DeskStage, page: int = 0) -> SettingsDialog:
    stage.shell._dialogs.settings_page(page)
    stage.settle()
    dialog = stage.dialog
    assert isinstance(dialog, SettingsDialog)
    return dialog


def test_arrows_go_through_the_pages_and_every_control_has_a_name(three: DeskStage) -> None:
    dialog = opened(three)
    seen = []
    for _ in range(dialog._stack.count()):
        seen.append(dialog.page)
        assert all(stop.accessibleName() for stop in focus.stops(dialog))
        assert len(focus.stops(dialog)) >= 3
        three.key(Qt.Key.Key_Down)
    assert seen == list(range(dialog._stack.count()))


def test_times_and_reading_aloud_are_kept_at_once(three: DeskStage) -> None:
    dialog = opened(three, 1)
    three.click(dialog.time_style._group.button(2))
    assert three.settings.get(settings.TIME_STYLE) == "both"
    dialog.show_page(2)
    three.settle()
    three.click(dialog.order._group.button(1))
    three.click(dialog.parts["handle"])
    three.click(dialog.announce)
    assert three.settings.get(settings.SPEECH_ORDER) == "text_first"
    assert three.settings.get(settings.SPEECH_PARTS) == "time counts"
    assert three.settings.get(settings.ANNOUNCE_NEW) is True
    three.click(dialog.parts["handle"])
    assert three.settings.get(settings.SPEECH_PARTS) == "time handle counts"


def test_quiet_hours_are_two_times_or_none(three: DeskStage) -> None:
    dialog = opened(three, 3)
    assert not dialog.quiet.start.isEnabled()
    three.click(dialog.quiet.switch)
    assert (three.settings.get(settings.QUIET_FROM), three.settings.get(settings.QUIET_TO)) == ("22:00", "07:00")
    three.click(dialog.quiet.switch)
    assert (three.settings.get(settings.QUIET_FROM), three.settings.get(settings.QUIET_TO)) == ("", "")


def test_partners_are_added_and_taken_out_with_the_keyboard_in_the_field(three: DeskStage) -> None:
    dialog = opened(three, 4)
    dialog.partners.field.setFocus()
    three.key("brandweer")
    three.key(Qt.Key.Key_Return)
    assert dialog.partners._wrong.isVisible()
    assert three.desk.partners == ()
    QTest.keyClicks(dialog.partners.field, "@meerdam.example")
    three.key(Qt.Key.Key_Return)
    assert three.desk.partners == (Partner("brandweer@meerdam.example"),)
    assert three.dialog is dialog
    assert not dialog.partners._wrong.isVisible()
    three.key(Qt.Key.Key_Tab)
    three.key(Qt.Key.Key_Tab)
    three.key(Qt.Key.Key_Space)
    assert three.desk.partners == ()
    assert QApplication.focusWidget() is dialog.partners.field


def test_what_is_muted_everywhere_is_a_word_or_a_person(three: DeskStage) -> None:
    dialog = opened(three, 5)
    for typed in ("vuurwerk", "@spam@rommel.example", "Vuurwerk"):
        dialog.mutes.field.setText(typed)
        dialog.mutes.field.returnPressed.emit()
    assert three.desk.mutes == (Mute(MuteKind.AUTHOR, "spam@rommel.example"), Mute(MuteKind.WORD, "Vuurwerk"))


def test_markup_in_a_muted_word_is_only_text(three: DeskStage) -> None:
    three.desk.set_mutes((Mute(MuteKind.WORD, "<img src=file:///x>"),))
    dialog = opened(three, 5)
    shown = [label.text() for label in dialog.mutes.findChildren(PlainLabel)]
    assert "<img src=file:///x>" in shown


def test_another_language_leaves_the_page_and_the_keyboard_where_they_were(three: DeskStage) -> None:
    dialog = opened(three)
    three.click(dialog.language._group.button(2))
    again = three.dialog
    assert isinstance(again, SettingsDialog)
    assert again is not dialog
    assert again.language.isAncestorOf(QApplication.focusWidget())
    three.key(Qt.Key.Key_Escape)
    assert three.view("one").isAncestorOf(QApplication.focusWidget())


@pytest.mark.parametrize("spoken", ["en", "nl"])
@pytest.mark.parametrize("text", [100, 200])
def test_no_page_is_cut_at_the_right_on_a_small_screen(set_up: Set, spoken: str, text: int) -> None:
    stage = set_up(column("one"), size=(1366, 768))
    for setting, value in ((settings.TEXT_SIZE, text), (settings.LANGUAGE, spoken)):
        stage.settings.set(setting, value)
        stage.shell.apply_setting(setting.key)
        stage.settle()
    dialog = opened(stage)
    for page in range(dialog._stack.count()):
        dialog.show_page(page)
        stage.settle()
        area = dialog._stack.currentWidget()
        assert isinstance(area, QScrollArea)
        assert area.widget().width() <= area.viewport().width(), page

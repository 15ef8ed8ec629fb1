"""Search: one field by key, real rows below, any list becomes a column; Escape gives the keyboard back."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from client.model import finding
from client.model.query import QueryKind
from client.ui import search_words, words
from client.ui.search import PAUSE, SearchDialog
from client.ui.widgets import PlainLabel
from tests.ui import fakes, samples
from tests.ui.desk_stage import DeskStage, Set, column

SHARED = Path(__file__).parents[3] / "shared"


def open_search(stage: DeskStage, text: str = "") -> SearchDialog:
    stage.key("/")
    dialog = stage.dialog
    assert isinstance(dialog, SearchDialog)
    assert dialog.field.hasFocus()
    if text:
        stage.key(text)
        wait(stage)
    return dialog


def wait(stage: DeskStage) -> None:
    QTest.qWait(PAUSE + 60)
    stage.settle()


def test_typing_finds_on_this_pc_and_says_what_is_looked_for(three: DeskStage) -> None:
    dialog = open_search(three, "brug -kermis")
    assert dialog.view is not None
    assert len(dialog.view.base.feed.ids) == 30
    assert dialog.explained.text() == "Looks for posts: with “brug”, not with “kermis”."
    assert "30 posts" in dialog.count.text()
    assert "Posts on this PC go back to" in dialog.count.text()
    assert three.desk.opened[-1].kind is QueryKind.STORED


def test_escape_gives_the_keyboard_back_where_it_was_and_closes_the_feed(three: DeskStage) -> None:
    three.shell.control.focus_column("two")
    three.settle()
    before = QApplication.focusWidget()
    open_search(three, "rook")
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None
    assert QApplication.focusWidget() is before
    assert [key for key in three.desk.closed if key.startswith("stored")]


def test_enter_goes_to_the_rows_and_escape_leads_out_of_a_conversation_first(three: DeskStage) -> None:
    dialog = open_search(three, "rook")
    three.key(Qt.Key.Key_Return)
    assert dialog.view is not None
    assert dialog.view.base.has_keyboard()
    three.key(Qt.Key.Key_Return)
    assert len(dialog.view.panes) == 2
    assert three.desk.opened[-1].kind is QueryKind.THREAD
    three.key(Qt.Key.Key_Escape)
    assert len(dialog.view.panes) == 1
    assert three.dialog is dialog
    three.key(Qt.Key.Key_Escape)
    assert dialog.field.hasFocus()
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None


def test_what_is_found_becomes_a_column_by_keyboard(three: DeskStage) -> None:
    dialog = open_search(three, "rook")
    dialog.main.setFocus()
    three.key(Qt.Key.Key_Return)
    assert three.dialog is None
    made = three.desk.deck.columns[1]
    assert (made.kind, made.accounts, made.params) == ("stored", (), (("q", "rook"),))
    assert three.current() == made.id
    assert three.desk.searches.texts[0] == "rook"


@pytest.mark.parametrize("where", ["field", "rows"])
def test_ctrl_enter_makes_a_column_of_it_from_anywhere_in_the_dialog(three: DeskStage, where: str) -> None:
    dialog = open_search(three, "rook")
    assert "Ctrl + Enter" in dialog.main.toolTip()
    if where == "rows":
        assert dialog.view is not None
        dialog.view.take_focus()
    three.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert three.dialog is None
    assert three.desk.deck.columns[1].params == (("q", "rook"),)
    assert len(three.desk.deck.columns) == 4


def test_ctrl_enter_with_nothing_to_look_for_makes_nothing(three: DeskStage) -> None:
    open_search(three, "?!")
    three.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert three.dialog is not None
    assert len(three.desk.deck.columns) == 3
    three.key(Qt.Key.Key_Escape)


def test_the_sheet_of_keys_tells_how_a_search_becomes_a_column(three: DeskStage) -> None:
    three.shell.act("sheet")
    three.settle()
    said = [label.text() for label in three.dialog.findChildren(PlainLabel)]
    assert "Make a column of a search" in said
    three.key(Qt.Key.Key_Escape)


def test_a_server_is_asked_by_enter_only(three: DeskStage) -> None:
    dialog = open_search(three)
    dialog.where.setCurrentIndex(1)
    dialog.field.setFocus()
    three.key("rook")
    wait(three)
    assert not [asked for asked in three.desk.opened if asked.kind is QueryKind.SEARCH]
    assert "Press Enter to ask meerdam.example" in dialog.explained.text()
    three.key(Qt.Key.Key_Return)
    assert three.desk.opened[-1].kind is QueryKind.SEARCH
    assert three.desk.opened[-1].account == fakes.GM.id
    assert dialog.explained.text() == "This is what meerdam.example finds for these words."
    three.click(dialog.main)
    assert three.desk.deck.columns[1].kind == "search"


def test_nothing_found_says_what_was_looked_for_and_how_far_back_one_can_find(set_up: Set) -> None:
    stage = set_up(column("one"), rows=0)
    dialog = open_search(stage, "rook")
    assert dialog.view is not None
    said = dialog.view.base.empty.accessibleName()
    assert said.startswith("Nothing found. Looks for posts: with “rook”. Posts on this PC go back to")


def test_earlier_searches_are_offered_and_can_be_forgotten(three: DeskStage) -> None:
    dialog = open_search(three)
    names = [button.text() for button in dialog.helps.findChildren(type(dialog.main))]
    assert "Forget these searches" in names
    dialog.helps.recalled.emit("auteur:yara")
    three.settle()
    assert dialog.field.text() == "auteur:yara"
    assert dialog.explained.text() == "Looks for posts: by “yara”."
    dialog.helps.cleared.emit()
    three.settle()
    assert three.desk.searches.texts == ()


def test_an_operator_is_put_into_the_field_by_its_button(three: DeskStage) -> None:
    dialog = open_search(three, "rook")
    dialog.helps.chosen.emit("has:media")
    assert dialog.field.text() == "rook has:media "
    dialog.helps.chosen.emit("author:")
    assert dialog.field.text() == "rook has:media author:"
    assert dialog.field.hasFocus()


def test_signs_alone_cannot_be_made_a_column(three: DeskStage) -> None:
    dialog = open_search(three, "?!")
    assert dialog.view is None
    assert not dialog.main.isEnabled()
    assert "signs alone cannot be found" in dialog.explained.text()


def test_every_control_of_search_has_a_name(three: DeskStage) -> None:
    dialog = open_search(three, "rook")
    from client.ui import focus

    assert all(stop.accessibleName() for stop in focus.stops(dialog))


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    "line",
    [
        '"a b" OR c* #tag author:x -has:poll is:edited lang:zz since:today until:yesterday',
        "since:0001-01-01 until:9999-12-31",
        "since:14:05 until:3w",
        *(f"has:{name}" for name in finding.HAS),
        *(f"is:{name}" for name in finding.IS),
        " ".join(f"w{number}" for number in range(99)),
    ],
)
def test_every_search_can_be_said(line: str, language: str) -> None:
    words.set_language(language)
    try:
        assert search_words.explain(finding.parse(line), samples.NOW)
    finally:
        words.set_language("en")


def test_hostile_strings_can_be_looked_for(three: DeskStage) -> None:
    path = SHARED / "corpora" / "blns" / "blns.json"
    if not path.exists():
        pytest.skip("the list of naughty strings is not beside the repository")
    dialog = open_search(three)
    for text in json.loads(path.read_text(encoding="utf-8"))[::5]:
        dialog.field.setText(text)
        dialog.look()
        three.settle()
    three.key(Qt.Key.Key_Escape)

"""The command palette: what it finds, what it does, how it speaks. By real keys."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from client import settings
from client.ui import words
from client.ui.palette import Palette
from client.ui.palette_match import match
from tests.ui.desk_stage import DeskStage, Set, column

CTRL = Qt.KeyboardModifier.ControlModifier


def texts(palette: Palette) -> list[str]:
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def opened(stage: DeskStage) -> Palette:
    stage.key("k", CTRL)
    palette = stage.dialog
    assert isinstance(palette, Palette)
    return palette


@pytest.mark.parametrize(
    ("query", "text", "bold"),
    [
        ("", "Add column", []),
        ("col", "Add column", ["col"]),
        ("COL add", "Add column", ["Add", "col"]),
        ("addc", "Add column", ["Add", "c"]),
        ("lum", "Add column", None),
        ("add x", "Add column", None),
        ("cafe", "Café de Zwaan", ["Café"]),
        ("straße", "Straße dicht", ["Straße"]),
        ("ı", "İstanbul", None),
    ],
)
def test_words_are_found_by_their_beginnings(query: str, text: str, bold: list[str] | None) -> None:
    spans = match(query, text)
    assert bold == (None if spans is None else [text[start:end] for start, end in spans])


def test_it_opens_by_its_letter_and_by_ctrl_k_with_the_keyboard_in_the_field(three: DeskStage) -> None:
    three.key(";")
    assert QApplication.focusWidget() is three.dialog.field
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None
    opened(three)


def test_every_command_that_can_be_done_is_in_it_with_its_key_and_no_other(three: DeskStage) -> None:
    found = texts(opened(three))
    assert any(text.startswith("Add column") and text.endswith("A") for text in found)
    three.shell.acts._acts.pop("copy_link")
    three.key(Qt.Key.Key_Escape)
    assert not any("Copy link" in text for text in texts(opened(three)))


def test_enter_does_what_is_chosen_and_the_keyboard_is_where_it_was(three: DeskStage) -> None:
    before = QApplication.focusWidget()
    palette = opened(three)
    QTest.keyClicks(palette.field, "sidebar")
    three.key(Qt.Key.Key_Return)
    assert three.dialog is None
    assert three.shell.sidebar.narrow
    assert QApplication.focusWidget() is before


def test_a_column_is_found_by_its_name_and_gets_the_keyboard(three: DeskStage) -> None:
    palette = opened(three)
    QTest.keyClicks(palette.field, "meerdamf")
    while palette.chosen is not None and palette.chosen.group != "Columns":
        three.key(Qt.Key.Key_Down)
    three.key(Qt.Key.Key_Enter)
    assert three.current() == "two"
    assert three.view("two").isAncestorOf(QApplication.focusWidget())


def test_words_become_a_search_column_beside_the_current_one(three: DeskStage) -> None:
    palette = opened(three)
    QTest.keyClicks(palette.field, "rook")
    assert palette.chosen is not None
    assert palette.chosen.text == "New search column: rook"
    assert palette.chosen.detail
    three.key(Qt.Key.Key_Return)
    spec = three.desk.deck.columns[1]
    assert (spec.kind, spec.get("q")) == ("search", "rook")
    assert three.current() == spec.id


def test_up_and_down_go_round_over_the_names_of_groups_and_each_line_is_spoken(three: DeskStage) -> None:
    palette = opened(three)
    QTest.keyClicks(palette.field, "col")
    seen = []
    for _ in range(40):
        assert palette.chosen is not None
        seen.append(palette.chosen.spoken)
        three.key(Qt.Key.Key_Down)
        assert QApplication.focusWidget() is palette.field
    assert seen[0] in seen[1:]
    assert len(set(seen)) == sum("\n" not in text for text in set(seen))
    assert len({*seen}) == sum(1 for text in texts(palette) if text not in ("Commands", "Columns", "Accounts"))


def test_a_dutch_reader_finds_by_dutch_words_and_by_english_ones(set_up: Set) -> None:
    stage = set_up(column("one"))
    stage.settings.set(settings.LANGUAGE, "nl")
    stage.shell.apply_setting(settings.LANGUAGE.key)
    stage.settle()
    for typed in ("kolom toev", "add col"):
        palette = opened(stage)
        QTest.keyClicks(palette.field, typed)
        assert palette.chosen is not None
        assert palette.chosen.text == words.tr("Add column") != "Add column"
        stage.key(Qt.Key.Key_Escape)


def test_markup_in_a_name_is_only_text(set_up: Set) -> None:
    stage = set_up(column("one"))
    spec = stage.shell.control.specs[0]
    from dataclasses import replace

    stage.desk.change_column(replace(spec, name='<img src="file:///etc/passwd">x'))
    stage.settle()
    palette = opened(stage)
    QTest.keyClicks(palette.field, "img")
    assert any(text.startswith("<img") for text in texts(palette))
    palette.grab()


def test_a_column_says_in_how_many_of_its_posts_the_words_are(three: DeskStage) -> None:
    palette = opened(three)
    QTest.keyClicks(palette.field, "bericht 2")
    assert any(text.startswith("meerdamfeest, ") and "11 with “bericht 2”" in text for text in texts(palette))


def test_letters_typed_in_it_are_no_keys(three: DeskStage) -> None:
    palette = opened(three)
    three.key("x2?")
    assert palette.field.text() == "x2?"
    assert not three.shell.sidebar.narrow


def test_nothing_found_is_said(set_up: Set) -> None:
    stage = set_up(column("one"), accounts=())
    stage.shell.acts.find = None
    palette = opened(stage)
    QTest.keyClicks(palette.field, "qqqq")
    assert palette.chosen is None
    assert palette.none.isVisible()
    stage.key(Qt.Key.Key_Return)
    assert stage.dialog is palette


@pytest.mark.parametrize(("size", "text"), [((1366, 768), 200), ((700, 500), 100)])
def test_it_stays_in_the_window_whatever_the_text_size(set_up: Set, size: tuple[int, int], text: int) -> None:
    stage = set_up(column("one"), size=size)
    stage.settings.set(settings.TEXT_SIZE, text)
    stage.shell.apply_setting(settings.TEXT_SIZE.key)
    palette = opened(stage)
    corner = palette._plate.mapTo(stage.window, QPoint(0, 0))
    assert corner.y() >= 0
    assert corner.y() + palette._plate.height() <= stage.window.height()
    assert palette._plate.width() <= stage.window.width()


def test_it_is_there_at_once(three: DeskStage) -> None:
    opened(three)
    three.key(Qt.Key.Key_Escape)
    start = time.perf_counter()
    three.shell.act("palette")
    three.dialog.repaint()
    assert time.perf_counter() - start < 0.25  # a quarter of a second is what nobody waits for, on a busy PC too
    QGuiApplication.processEvents()


def test_a_deck_that_is_chosen_has_the_keyboard_in_its_first_column(three: DeskStage) -> None:
    three.desk.add_deck("Nacht", (column("n1"), column("n2")))
    palette = opened(three)
    QTest.keyClicks(palette.field, "Nacht")
    while palette.chosen is not None and palette.chosen.text != "Nacht":
        three.key(Qt.Key.Key_Down)
    three.key(Qt.Key.Key_Return)
    assert three.desk.deck.name == "Nacht"
    assert three.view(three.order()[0]).isAncestorOf(QApplication.focusWidget())

"""Characters from outside are safe to lay out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.text import display


def test_a_tower_of_marks_is_eight_high() -> None:
    assert display.clean("a" + "\u0301" * 500 + "b") == "a" + "\u0301" * 8 + "b"


def test_languages_that_need_marks_keep_them() -> None:
    for text in ("हिन्दी में", "العَرَبِيَّة", "ภาษาไทยที่", "é̂", "👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿❤️"):
        assert display.clean(text) == text


@pytest.mark.parametrize("char", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00\x07\x1b\x7f\x9b")
def test_controls_and_direction_tricks_are_cut_out(char: str) -> None:
    assert display.clean(f"a{char}b") == "ab"


def test_half_characters_become_the_replacement_character() -> None:
    assert display.clean("a\ud83db") == "a\ufffdb"


def test_lines_end_in_one_way_and_tabs_are_spaces() -> None:
    assert display.clean("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd e"


def test_a_name_is_one_line_of_bounded_length() -> None:
    assert display.one_line(" a \n b\t c ") == "a b c"
    assert len(display.one_line("x" * 900, 100)) == 100


def test_an_isolated_name_is_wrapped() -> None:
    assert display.isolate("אבג") == "\u2068אבג\u2069"


@given(st.text())
def test_positions_move_with_the_characters(text: str) -> None:
    cleaned = display.clean_mapped(text)
    assert cleaned.moved(0) == 0
    assert cleaned.moved(len(text)) == len(cleaned.text)
    moved = [cleaned.moved(position) for position in range(len(text) + 1)]
    assert moved == sorted(moved)


@given(st.text(alphabet="a\u0301\u202e\n é"))
def test_no_base_carries_more_than_eight_marks(text: str) -> None:
    run = 0
    for char in display.clean(text):
        run = run + 1 if unicodedata.category(char) == "Mn" else 0
        assert run <= display.MAX_MARKS

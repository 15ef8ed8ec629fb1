"""Text: folding, positions, directions, emoji; and that it is never read as HTML."""

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from client.model.richtext import RichText, Span, SpanKind, plain
from client.ui.icons import Icons
from client.ui.look import Look
from client.ui.pictures import Pictures
from client.ui.rowtext import TextStyle, fold_tags, is_right_to_left, lay_out
from client.ui.theme import Theme
from tests.ui import samples


@pytest.fixture
def look(qapp: QApplication) -> Look:
    theme = Theme()
    return Look(theme, Icons(theme), Pictures(samples.Drawn()), samples.ACCOUNTS.get, lambda: samples.NOW)


def test_every_line_has_the_same_height(look: Look) -> None:
    block = lay_out(plain("Wat 👩‍👩‍👧‍👦 een\nمرحبا feest " * 5), 200, TextStyle(look.body), look)
    lines = [top for piece in block.pieces for top, _ in piece.lines]
    assert lines == [20 * number for number in range(len(lines))]
    assert block.height == 20 * len(lines)


def test_text_is_cut_after_so_many_lines_and_says_so(look: Look) -> None:
    block = lay_out(plain(samples.LOREM * 4), 260, TextStyle(look.body, max_lines=3, elide=True), look)
    assert block.folded
    assert block.height == 60
    assert block.pieces[-1].layout.text().endswith("…")
    assert not lay_out(plain("Kort"), 260, TextStyle(look.body, max_lines=3), look).folded


def test_a_text_that_is_cut_at_an_empty_line_ends_with_its_words(look: Look) -> None:
    block = lay_out(plain("Een\n\nTwee\n\nDrie"), 260, TextStyle(look.body, max_lines=2, elide=True), look)
    assert block.folded
    assert block.pieces[-1].layout.text() == "Een …"


def test_text_of_many_lines_is_not_laid_out_beyond_what_shows(look: Look) -> None:
    block = lay_out(plain("a" * 60_000), 260, TextStyle(look.body, max_lines=10, elide=True), look)
    assert block.height == 200
    assert len(block.pieces[0].layout.text()) < 2000


def test_a_link_is_found_behind_emoji_that_take_two_units(look: Look) -> None:
    text = "👩‍👩‍👧 👍🏽 #feest en meer"
    start = text.index("#")
    rich = RichText(text, (Span(start, start + 6, SpanKind.HASHTAG, "feest"),))
    block = lay_out(rich, 400, TextStyle(look.body), look)
    _, line = block.pieces[0].lines[0]
    utf16 = len(text[:start].encode("utf-16-le")) // 2
    x = line.cursorToX(utf16 + 2)
    found = block.link_at((x[0] if isinstance(x, tuple) else x) + 1, 10)
    assert found is not None
    assert found.target == "feest"
    assert block.link_at(2, 10) is None
    assert block.link_at(390, 10) is None
    assert block.link_at(2, 300) is None


def test_custom_emoji_leave_room_for_their_pictures(look: Look) -> None:
    rich = samples.marked("Een :klok: en :bitterbal: hier")
    block = lay_out(rich, 400, TextStyle(look.body), look)
    assert [url for url, _, _ in block.emoji] == ["emoji:klok:", "emoji:bitterbal:"]
    assert ":klok:" not in block.pieces[0].layout.text()
    first, second = block.emoji[0][1], block.emoji[1][1]
    assert second - first > block.emoji_px
    assert all(0 <= y <= 20 - block.emoji_px for _, _, y in block.emoji)


def test_paragraphs_take_their_own_direction(look: Look) -> None:
    assert is_right_to_left("مرحبا all")
    assert is_right_to_left("123 שלום")
    assert not is_right_to_left("all مرحبا")
    assert not is_right_to_left("👍🏽 hello")
    block = lay_out(plain("مرحبا\nHet plein"), 300, TextStyle(look.body), look)
    right, left = (piece.lines[0][1].naturalTextRect() for piece in block.pieces)
    assert right.right() > 290
    assert left.left() < 10


def test_the_fourth_hashtag_in_a_row_is_folded_away() -> None:
    rich = samples.marked("Feest #een #twee #drie #vier #vijf")
    assert rich.text[: fold_tags(rich)].rstrip() == "Feest #een #twee #drie"
    spread = samples.marked("#een en #twee en #drie en #vier")
    assert fold_tags(spread) == len(spread.text)


def test_html_is_shown_as_the_characters_it_is(look: Look) -> None:
    text = "<b>vet</b> <img src='file://host/share/x.png'> &amp;"
    block = lay_out(plain(text), 600, TextStyle(look.body), look)
    assert block.pieces[0].layout.text() == text


def test_spans_change_colour_only_where_they_are(look: Look) -> None:
    rich = RichText("mmmm mmmm", (Span(5, 9, SpanKind.MENTION, "x"),))
    block = lay_out(rich, 300, TextStyle(look.body), look)
    image = QImage(300, 20, QImage.Format.Format_RGB32)
    image.fill(look.colors["bg.column"])
    painter = QPainter(image)
    block.draw(painter, 0, 0, look)
    painter.end()
    half = int(block.natural / 2)
    link = look.colors["text.link"].name()

    def names(start: int, end: int) -> set[str]:
        return {image.pixelColor(x, y).name() for x in range(start, end) for y in range(20)}

    assert link in names(half + 4, int(block.natural))
    assert link not in names(0, half - 6)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😀" * 300, "a" * 500, "\u0300" * 9, "ب" * 400, "x\u2028y"])
def test_odd_texts_are_laid_out(look: Look, text: str) -> None:
    block = lay_out(plain(text), 60, TextStyle(look.body, max_lines=4, elide=True), look)
    assert block.height <= 80

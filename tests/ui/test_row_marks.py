"""What a column lifts out, what it opens, how it tells time; and that all of it is read aloud."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.model.change import SiftedChanged
from client.model.instant import Instant
from client.model.richtext import RichText, Span, SpanKind, plain
from client.model.sifting import Highlights
from client.ui import times, words
from client.ui.icons import Icons
from client.ui.look import Look, RowOptions
from client.ui.pictures import Pictures
from client.ui.rowhead import Glyph
from client.ui.rowlayout import measure
from client.ui.rowmarks import mark_words
from client.ui.rowparts import Words
from client.ui.speech import Speech
from client.ui.theme import Theme
from tests.ui import samples
from tests.ui.desk_stage import DeskStage, column
from tests.ui.stage import Stage, many

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def marked(text: RichText | str, *wanted: str) -> list[str]:
    rich = plain(text) if isinstance(text, str) else text
    return [rich.text[s.start : s.end] for s in mark_words(rich, wanted).spans if s.kind is SpanKind.MARK]


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Rook bij de kade, veel ROOK", ("rook",), ["Rook", "ROOK"]),
        ("Het café is dicht", ("cafe",), ["café"]),
        ("cafe\u0301 open", ("café",), ["cafe\u0301"]),
        ("brandweer en vuurbrand", ("brand",), ["brand"]),
        ("#brand is niet brand", ("#brand",), ["#brand"]),
        ("Straße", ("strasse",), ["Straße"]),
        ("👍🏽 rook", ("rook",), ["rook"]),
        ("niets", ("", "  "), []),
    ],
)
def test_words_are_found_without_case_and_accents_where_a_word_begins(text: str, wanted: Any, found: list[str]) -> None:
    assert marked(text, *wanted) == found


def test_a_custom_emojis_name_is_no_word() -> None:
    text = RichText("rook :rook: rook", (Span(5, 11, SpanKind.EMOJI, "https://a.example/r.png"),))
    assert marked(text, "rook") == ["rook", "rook"]


def test_a_wall_of_the_word_stays_quick() -> None:
    assert len(marked("rook " * 12_000, "rook")) == 200
    assert marked("é" * 60_000 + " rook", "rook") == []


class Lifted(samples.Rows):
    """A feed that lifts rows out."""

    out: frozenset[int] = frozenset()

    def is_highlighted(self, row_id: int) -> bool:
        return row_id in self.out


def test_a_row_that_is_lifted_out_gets_a_star_and_the_word_and_the_rest_stays_where_it_is(qtbot: QtBot) -> None:
    stage = Stage(qtbot, many(20))
    feed = Lifted(list(stage.feed.rows.values()))
    stage.view.feed = stage.view.rows_model.feed = feed
    seen, first = stage.seen(), stage.seen()[0][0]
    feed.out = frozenset((first,))
    stage.view.take([SiftedChanged(feed.key)])
    stage.settle()
    stars = [part for part in stage.view.measured.layout(first).parts if isinstance(part, Glyph) and part.name == "star-fill"]
    assert len(stars) == 1
    assert str(stage.view.rows_model.data(stage.view.rows_model.index(0), SPOKEN)).startswith("Highlighted: ")
    assert stage.seen() == seen


def test_lifted_words_and_open_covers_follow_the_column_at_once(qtbot: QtBot) -> None:
    cover = samples.all_rows()["cover"]
    stage = type("Covers", (DeskStage,), {"_rows": lambda self, count: lambda kind: [cover]})(column("one"))
    view, spec = stage.view("one").base.view, stage.desk.deck.columns[0]
    closed = view.measured.at(0).height
    stage.desk.change_column(replace(spec, open_covers=True, highlights=Highlights(("klik",))))
    stage.settle()
    assert view.measured.at(0).height > closed
    blocks = [block for part in view.measured.at(0).parts if (block := getattr(part, "block", None)) is not None]
    assert any(span.kind is SpanKind.MARK for block in blocks for piece in block.pieces for span in piece.spans)
    view.toggle_cover(cover.id)
    assert view.measured.at(0).height == closed, "a reader closes one that the column opens"
    stage.end()


@pytest.mark.parametrize(
    ("style", "minutes", "shown"),
    [("relative", 5, "5 min"), ("clock", 5, "11:53"), ("both", 5, "5 min · 11:53"), ("clock", 24 * 60, "10 Jul 11:58"),
     ("both", 24 * 60, "10 Jul 11:58"), ("clock", 24 * 60 * 400, "6 Jun 2025")],
)  # fmt: skip
def test_times_are_told_as_the_reader_wants(style: str, minutes: int, shown: str) -> None:
    from datetime import UTC

    words.set_language("en")
    assert times.label(samples.ago(minutes), Instant(samples.NOW), style, UTC) == shown


def test_a_conversation_tells_the_clock(qtbot: QtBot) -> None:
    stage = DeskStage(column("one"))
    stage.key(Qt.Key.Key_Home)
    stage.key(Qt.Key.Key_Return)
    assert ":" in stage.view("one").top.view.measured.at(0).label
    assert ":" not in stage.view("one").base.view.measured.at(0).label
    stage.end()


def test_custom_emoji_are_said_by_their_names_and_parts_can_be_left_out() -> None:
    speech = Speech(samples.ACCOUNTS.get, lambda: samples.NOW)
    row = samples.row(samples.post("Morgen :lampion_rood: tocht", samples.who("Feest :lampion:", "feest@meerdam.example")))
    named = replace(row.entry.post.author, name=samples.marked("Feest :lampion:"))  # type: ignore[union-attr]
    row = replace(row, entry=replace(row.entry, post=replace(row.entry.post, author=named)))  # type: ignore[type-var, union-attr]
    said = speech(row, True)
    assert said.startswith("Feest lampion, not read. Morgen lampion rood tocht. 1 minute ago. At feest at meerdam dot example")
    speech.parts, speech.text_first = frozenset(), True
    assert speech(row, True) == "Morgen lampion rood tocht. Feest lampion, not read."


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_name_of_a_cover_is_never_cut_in_a_narrow_column(qapp: QApplication, scale: float, language: str) -> None:
    theme = Theme()
    theme.change(scale=scale)
    look = Look(theme, Icons(theme), Pictures(samples.Drawn()), samples.ACCOUNTS.get, lambda: samples.NOW)
    row = samples.row(replace(samples.post("Het brandt."), warning="rook, harde sirene"))
    words.set_language(language)
    try:
        name = words.tr("Content warning")
        made = measure(row, theme.column_px(240), look, RowOptions())
    finally:
        words.set_language("en")
    laid = [part.block for part in made.parts if isinstance(part, Words)]
    heads = [block for block in laid if "".join(piece.layout.text() for piece in block.pieces) == name]
    assert heads
    assert not heads[0].folded

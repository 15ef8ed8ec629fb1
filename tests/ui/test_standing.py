"""The keyboard comes back to the column where it was: over a restart, and in every deck by itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from client import settings
from client.model.column import ColumnId
from client.ui import window_place
from client.ui.standing import Standing
from tests.e2e.window import Hands
from tests.ui.desk_stage import DeskStage, Set, column
from tests.ui.town import Run, ready, town

__all__ = ["town"]

NAMES = ("a", "b", "c", "d", "e", "f")
MANY = tuple(column(name) for name in NAMES)


def has_keyboard(stage: DeskStage, name: str) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and stage.view(name).isAncestorOf(focused) and stage.view(name).header.current


def in_sight(stage: DeskStage, name: str) -> bool:
    return bool(stage.shell.deck.rect().contains(stage.view(name).geometry()))


def test_a_start_gives_the_keyboard_to_the_column_where_it_was(set_up: Set) -> None:
    first = set_up(*MANY, size=(900, 700))
    first.shell.control.focus_column("e")
    first.settle()
    kept = first.shell.state()
    first.window.hide()
    again = set_up(*MANY, size=(900, 700), kept=kept)
    assert again.current() == "e"
    assert has_keyboard(again, "e")
    assert in_sight(again, "e")
    assert not in_sight(again, "a")


def test_a_start_without_that_column_begins_at_the_first(set_up: Set) -> None:
    first = set_up(*MANY)
    first.shell.control.focus_column("e")
    kept = first.shell.state()
    first.window.hide()
    again = set_up(*MANY[:3], kept=kept)
    assert again.current() == "a"
    assert has_keyboard(again, "a")


def test_closing_at_once_still_keeps_the_column(three: DeskStage) -> None:
    three.shell.control.focus_column("two")
    three.states.clear()
    three.shell.close()
    standing = Standing()
    standing.take(three.states[-1])
    assert standing.column("deck") == "two"


def test_every_deck_has_its_own_column(three: DeskStage) -> None:
    night = three.desk.add_deck("Night", MANY)
    three.shell.control.focus_column("three")
    three.shell.decks.switch(night)
    three.settle()
    assert three.current() == "a"
    three.shell.control.focus_column("d")
    for deck, name in (("deck", "three"), (night, "d"), ("deck", "three")):
        three.shell.decks.switch(deck)
        three.settle()
        assert three.current() == name
        assert has_keyboard(three, name)
        assert in_sight(three, name)


def test_another_language_leaves_the_keyboard_where_it_is(three: DeskStage) -> None:
    three.shell.control.focus_column("two")
    three.shell.change(settings.LANGUAGE, "nl")
    three.settle()
    assert three.current() == "two"
    assert has_keyboard(three, "two")
    three.key(Qt.Key.Key_Right)
    assert three.current() == "three"


def test_a_note_of_an_earlier_belfry_is_the_place_of_the_window(three: DeskStage) -> None:
    three.window.resize(777, 555)
    kept = window_place.state(three.window)
    three.window.resize(1000, 700)
    three.shell.restore(kept)
    assert (three.window.width(), three.window.height()) == (777, 555)
    assert three.current() == "one"


@pytest.mark.parametrize("kept", [b"{", b"{}", b'{"place": 3, "columns": {}}', b'{"place": "", "columns": []}', b"{\xff"])
def test_a_note_that_cannot_be_read_says_nothing(kept: bytes) -> None:
    standing = Standing()
    assert standing.take(kept) == b""
    assert standing.column("deck") is None


def test_decks_that_are_gone_are_not_kept() -> None:
    standing, later = Standing(), Standing()
    standing.note("here", ColumnId("a"))
    standing.note("gone", ColumnId("b"))
    assert later.take(standing.kept(b"\x01place", {"here"})) == b"\x01place"
    assert (later.column("here"), later.column("gone")) == ("a", None)


def test_the_whole_program_finds_its_column_again(town: Run) -> None:
    seen: list[str] = []

    async def leave(hands: Hands) -> None:
        await ready(hands)
        hands.belfry.shell.control.focus_number(-1)
        seen.append(hands.belfry.shell.control.current or "")

    async def come_back(hands: Hands) -> None:
        control = hands.belfry.shell.control
        seen.append(control.current or "")
        assert control.current == control.specs[-1].id
        view = control.view(control.current)
        assert view is not None
        assert view.isAncestorOf(hands.window.focusWidget())

    town(leave)
    town(come_back)
    assert seen[0] == seen[1]

"""The card of a person, what can be done from it, partners and mutes: by keyboard, with and without a network."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client import errors
from client.model.person import Profile, ProfileField
from client.model.richtext import RichText, Span, SpanKind
from client.model.row import Answer, Row
from client.model.sifting import Mute, MuteKind, Partner
from client.ui.mute_dialog import MuteDialog
from client.ui.profile_card import ProfileCard
from client.ui.rich_label import RichLabel
from tests.ui import fakes, samples
from tests.ui.desk_stage import DeskStage, column

POLICE = "politie@meerdam.example"
LINKED = RichText("Zie meerdam.example en #feest", (
    Span(4, 19, SpanKind.LINK, "https://meerdam.example/wij"), Span(23, 29, SpanKind.HASHTAG, "feest"),
))  # fmt: skip
WHOLE = Profile(
    samples.YARA, LINKED, (ProfileField("Website", LINKED, samples.ago(10)),), 1204, 340, 12, samples.ago(900_000), True, False
)


class CardStage(DeskStage):
    rows_of: tuple[Row, ...] = (
        replace(samples.all_rows()["answered"], answers=(Answer(POLICE, "Politie Meerdam", samples.ago(2)),)),
        samples.all_rows()["plain"],
    )

    def _rows(self, count: int) -> Any:
        return lambda kind: list(self.rows_of)

    def card(self) -> ProfileCard:
        self.key("p")
        self.settle()
        assert isinstance(self.window.dialog, ProfileCard)
        return self.window.dialog

    @property
    def view_(self) -> Any:
        return self.view("one").top.view


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[CardStage]:
    made = CardStage(column("one"), column("two"))
    made.accounts.the_network.profiles[samples.BRAM.id] = replace(WHOLE, author=samples.BRAM)
    made.key(Qt.Key.Key_Home)
    yield made
    made.end()


def said(card: ProfileCard) -> str:
    return card.accessibleDescription()


def test_the_card_tells_what_the_server_knows_and_says_it(stage: CardStage) -> None:
    card = stage.card()
    assert card.accessibleName() == "Bram Okafor"
    for words in ("Follows you.", "1,204 posts · 340 followers · follows 12", "Joined October 2024", "Zie meerdam.example"):
        assert words in said(card)
    assert not card.state.isVisible()
    assert QApplication.focusWidget() is card.posts


def test_every_link_of_a_bio_is_reached_by_tab_and_pressed_by_enter(stage: CardStage) -> None:
    card = stage.card()
    bio = card.findChildren(RichLabel)[0]
    bio.setFocus(Qt.FocusReason.TabFocusReason)
    stage.key(Qt.Key.Key_Return)
    assert stage.opened == ["https://meerdam.example/wij"]
    stage.key(Qt.Key.Key_Tab)
    assert bio.hasFocus()
    stage.key(Qt.Key.Key_Return)
    assert stage.window.dialog is None
    assert dict(stage.desk.opened[-1].params) == {"any": "feest"}


def test_without_a_network_the_card_says_so_and_stays_of_use(stage: CardStage) -> None:
    stage.accounts.the_network.problem = errors.HostNotFound(host="meerdam.example")
    card = stage.card()
    assert "meerdam.example" in card.state.text()
    stage.click(card.made["copy"])
    assert QGuiApplication.clipboard().text() == "@bram@kring.example"
    stage.key(Qt.Key.Key_Escape)
    assert stage.view_.hasFocus()


def test_what_was_seen_once_is_shown_again_without_a_network(stage: CardStage) -> None:
    stage.card()
    stage.key(Qt.Key.Key_Escape)
    stage.accounts.the_network.problem = errors.HostNotFound(host="meerdam.example")
    assert "1,204 posts" in said(stage.card())


def test_a_partner_gets_a_shield_a_square_and_the_word_at_once_and_it_can_be_taken_back(stage: CardStage) -> None:
    view = stage.view_
    before = view.viewport().grab().toImage()
    card = stage.card()
    stage.click(card.made["partner"])
    assert [partner.handle for partner in stage.desk.partners] == ["bram@kring.example"]
    assert card.partner_words.isVisible()
    assert "Bram Okafor, partner" in view.rows_model.data(view.rows_model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    stage.key(Qt.Key.Key_Escape)
    stage.settle()
    assert view.viewport().grab().toImage() != before
    stage.window.toast.undo.click()
    assert stage.desk.partners == ()


def test_an_answer_of_a_partner_is_told_and_said_and_one_of_a_stranger_is_not(stage: CardStage) -> None:
    view = stage.view_

    def words() -> str:
        return str(view.rows_model.data(view.rows_model.index(0), Qt.ItemDataRole.AccessibleTextRole))

    height = view.measured.at(0).height
    assert "answered" not in words()
    stage.desk.set_partners((Partner(POLICE),))
    stage.settle()
    assert "Politie Meerdam answered 2 minutes ago" in words()
    assert view.measured.at(0).height > height
    assert view.measured.at(0).answered is not None


def test_our_own_answer_counts_and_the_askers_own_does_not(stage: CardStage) -> None:
    look, row = stage.view_.look, stage.rows_of[0]
    assert look.answer(replace(row, answers=(Answer(fakes.GM.handle, "Gemeente Meerdam", samples.ago(1)),))) is not None
    stage.desk.set_partners((Partner(samples.BRAM.handle),))
    assert look.answer(replace(row, answers=(Answer(samples.BRAM.handle, "Bram", samples.ago(1)),))) is None
    told = replace(row.entry.post, text=samples.marked("Het is droog."))  # type: ignore[union-attr, type-var]
    no_question = replace(row, entry=replace(row.entry, post=told))  # type: ignore[type-var]
    ours = (Answer(fakes.GM.handle, "Gemeente Meerdam", samples.ago(1)),)
    assert look.answer(replace(no_question, answers=ours)) is None
    address = replace(row.entry.post, text=samples.marked("Zie meerdam.example/?route=2"))  # type: ignore[union-attr, type-var]
    assert look.answer(replace(row, entry=replace(row.entry, post=address), answers=ours)) is None  # type: ignore[type-var]


def test_a_person_is_muted_here_until_tonight_by_keyboard_and_that_can_be_undone(stage: CardStage) -> None:
    card = stage.card()
    card.made["mute"].setFocus()
    stage.key(Qt.Key.Key_Return)
    stage.settle()
    assert isinstance(stage.window.dialog, MuteDialog)
    stage.key(Qt.Key.Key_Return)
    stage.settle()
    assert stage.window.dialog is card
    (mute,) = stage.desk.deck.columns[0].filters.mutes
    assert (mute.kind, mute.text) == (MuteKind.AUTHOR, "bram@kring.example")
    assert mute.until is not None
    assert samples.NOW < mute.until <= samples.NOW + 25 * 3_600_000
    stage.window.toast.undo.click()
    assert stage.desk.deck.columns[0].filters.mutes == ()
    stage.key(Qt.Key.Key_Escape)


def test_a_word_is_muted_everywhere_for_good(stage: CardStage) -> None:
    stage.shell._panes.open_mute(stage.view("one"), MuteKind.WORD, "kermis", stage.desk.deck.columns[0].id)
    stage.settle()
    dialog = stage.window.dialog
    dialog.where.set_value("all")
    dialog.until.set_value("")
    stage.key(Qt.Key.Key_Return)
    stage.settle()
    assert stage.desk.mutes == (Mute(MuteKind.WORD, "kermis"),)
    assert stage.desk.deck.columns[0].filters.mutes == ()


def test_the_posts_of_a_person_become_a_column_beside_and_get_the_keyboard(stage: CardStage) -> None:
    card = stage.card()
    stage.click(card.made["column"])
    stage.settle()
    new = stage.desk.deck.columns[1]
    assert (new.kind, new.get("user"), new.name) == ("user", samples.BRAM.id, "Bram Okafor")
    assert stage.current() == new.id


def test_one_of_our_own_accounts_can_be_neither_marked_nor_muted(stage: CardStage) -> None:
    ours = samples.who("Gemeente Meerdam", fakes.GM.handle)
    stage.shell.control._inside._show_card(stage.view("one"), fakes.GM.id, ours)
    stage.settle()
    assert not {"partner", "mute"} & set(stage.window.dialog.made)
    stage.key(Qt.Key.Key_Escape)

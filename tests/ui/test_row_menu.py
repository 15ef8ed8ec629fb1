"""What can be done with a row: its menu, its keys, and everything inside it by Tab."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client import errors, settings
from client.model.query import QueryKind
from client.model.row import Row
from client.ui.post_menu import short_name
from client.ui.profile_card import ProfileCard
from client.ui.rowparts import HitKind
from client.ui.timeline_view import TimelineView
from tests.ui import samples
from tests.ui.desk_stage import DeskStage, column

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SHIFT = Qt.KeyboardModifier.ShiftModifier
Open = Callable[..., "RowStage"]


class RowStage(DeskStage):
    """One column with sample rows, the first of them under the keyboard."""

    rows_of: tuple[Row, ...] = ()

    def _rows(self, count: int) -> Callable[[str], list[Row]]:
        rows = [*self.rows_of, *(samples.row(samples.post(f"Bericht {number}", minutes=9)) for number in range(9))]
        return lambda kind: rows

    @property
    def view_(self) -> TimelineView:
        return self.view("one").top.view

    def menu(self) -> dict[str, QAction]:
        """Opens the menu by its key and gives what it offers."""
        self.key(Qt.Key.Key_Menu)
        return self.offered()

    def offered(self) -> dict[str, QAction]:
        menu = self.shell._panes.menu
        assert menu is not None
        assert menu.isVisible()
        return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}

    def shut(self) -> None:
        menu = self.shell._panes.menu
        assert menu is not None
        menu.close()
        self.settle()

    def choose(self, text: str) -> None:
        self.menu()[text].trigger()
        self.shut()

    def tab_to(self, kind: HitKind, number: int = 1) -> None:
        """Goes by Tab to the first (or a later) thing of a kind inside the row."""
        for _ in range(40):
            self.key(Qt.Key.Key_Tab)
            assert self.view_.hasFocus(), f"no {kind} in the row"
            if self.view_.inside is not None and self.view_.inside.hit.kind is kind:
                number -= 1
                if not number:
                    return
        raise AssertionError(kind)

    def walk(self) -> list[str]:
        """What Tab says until it leaves the timeline."""
        said = []
        for _ in range(40):
            self.key(Qt.Key.Key_Tab)
            if not self.view_.hasFocus():
                return said
            said.append(self.view_.inside_words)
        raise AssertionError("no end")


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Open]:
    """Opens a window whose first row is a sample, by its name, and puts the keyboard on it."""
    stages: list[RowStage] = []

    def make(*names: str, row: Row | None = None) -> RowStage:
        every = samples.all_rows()
        rows = (row,) if row is not None else tuple(every[name] for name in names)
        stage = type("Stage", (RowStage,), {"rows_of": rows})(column("one"), column("two"))
        stages.append(stage)
        stage.key(Qt.Key.Key_Home)
        return stage

    yield make
    for stage in stages:
        stage.end()


# --- the menu ---------------------------------------------------------------------------------------------------------


def test_the_menu_offers_what_can_be_done_and_names_the_keys(show: Open) -> None:
    stage = show("one picture")
    offered = stage.menu()
    assert list(offered) == [
        "Open conversation",
        "Open in browser (meerdam.example)",
        "Profile of Tess Lindqvist",
        "Posts of Tess Lindqvist",
        "Open profile in browser",
        "Mark Tess Lindqvist as partner",
        "Mute Tess Lindqvist…",
        "Mute a word…",
        "Copy link",
        "Copy text",
        "Copy alt text",
    ]
    keys = [action.text().partition("\t")[2] for action in offered.values()]
    assert keys == ["Enter", "V", "P", "", "", "", "", "", "Ctrl+C", "Ctrl+Shift+C", ""]
    stage.shut()


def test_letters_that_are_off_are_not_named(show: Open) -> None:
    stage = show("plain")
    stage.settings.set(settings.LETTER_KEYS, False)
    stage.shell.apply_setting(settings.LETTER_KEYS.key)
    assert "V" not in [action.text().partition("\t")[2] for action in stage.menu().values()]
    stage.shut()


@pytest.mark.parametrize("way", ["menu key", "shift f10", "system"])
def test_keys_open_the_menu_at_the_row(show: Open, way: str) -> None:
    stage = show("plain")
    if way == "menu key":
        stage.key(Qt.Key.Key_Menu)
    elif way == "shift f10":
        stage.key(Qt.Key.Key_F10, SHIFT)
    else:
        where = stage.view_.rect().center()
        QApplication.sendEvent(
            stage.view_, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, where, stage.view_.mapToGlobal(where))
        )
        stage.settle()
    stage.offered()
    menu = stage.shell._panes.menu
    assert menu is not None
    assert stage.view_.rect().contains(stage.view_.mapFromGlobal(menu.pos()))
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    stage.settle()
    assert stage.view_.hasFocus()


def test_each_item_does_what_it_says(show: Open) -> None:
    stage = show("two pictures")
    clipboard = QGuiApplication.clipboard()
    stage.choose("Copy text")
    words, _, source = clipboard.text().partition("\n\n")
    assert words.startswith("Komt die rook")
    assert source.startswith("Bram Okafor (@bram@kring.example)\nhttps://meerdam.example/@x/")
    stage.choose("Copy link")
    assert clipboard.text().startswith("https://meerdam.example/@x/")
    stage.choose("Copy alt text")
    assert clipboard.text() == "Een foto"
    stage.choose("Open in browser (meerdam.example)")
    stage.choose("Open profile in browser")
    assert stage.opened == [stage.rows_of[0].entry.post.url, samples.BRAM.url]  # type: ignore[union-attr]
    stage.choose("Open conversation")
    assert stage.desk.opened[-1].kind is QueryKind.THREAD


def test_a_cover_is_opened_and_closed_from_the_menu(show: Open) -> None:
    stage = show("cover")
    row_id = stage.rows_of[0].id
    assert stage.menu()["Show the post"].text().endswith("\tO")
    stage.shut()
    stage.choose("Show the post")
    assert row_id in stage.view_.measured.opened_covers
    stage.choose("Hide the post")
    assert row_id not in stage.view_.measured.opened_covers


def test_sensitive_media_can_be_hidden_again(show: Open) -> None:
    stage = show("sensitive")
    stage.key("o")
    assert stage.rows_of[0].id in stage.view_.measured.opened_covers
    stage.choose("Hide sensitive media")
    assert stage.rows_of[0].id not in stage.view_.measured.opened_covers
    stage.choose("Show sensitive media")
    assert stage.rows_of[0].id in stage.view_.measured.opened_covers


def test_a_row_without_a_post_offers_its_person(show: Open) -> None:
    stage = show("notice follow")
    assert list(stage.menu()) == [
        "Profile of Bram Okafor",
        "Posts of Bram Okafor",
        "Open profile in browser",
        "Mark Bram Okafor as partner",
        "Mute Bram Okafor…",
    ]
    stage.shut()
    stage.key(Qt.Key.Key_Return)
    posts_of_card(stage)
    assert dict(stage.desk.opened[-1].params) == {"user": samples.BRAM.id}


def test_an_excerpt_offers_no_cover_and_a_nameless_notice_no_menu(show: Open) -> None:
    stage = show("notice annual_report", "notice like")
    stage.key(Qt.Key.Key_Menu)
    assert stage.shell._panes.menu is None
    stage.key(Qt.Key.Key_Down)
    assert "Posts of Yara de Groot" in stage.menu()
    stage.shut()


def test_a_name_with_an_ampersand_and_a_very_long_one_are_shown_as_they_are(show: Open) -> None:
    author = samples.who("Tess & Bram " + "x" * 80, "tb@kring.example")
    stage = show(row=samples.row(samples.post("Hallo", author)))
    person = next(text for text in stage.menu() if text.startswith("Posts of"))
    assert person.startswith("Posts of Tess && Bram")
    assert len(person) < 60
    stage.shut()


@pytest.mark.parametrize(
    ("name", "shown"), [("Feest :lampion: vandaag", "Feest vandaag"), (":lampion:", ":lampion:"), ("A\nB", "A B")]
)
def test_custom_emoji_are_left_out_of_a_name_that_is_more(name: str, shown: str) -> None:
    author = replace(samples.YARA, name=samples.marked(name))
    assert short_name(author) == shown


def test_the_reposter_can_be_asked_for_too(show: Open) -> None:
    stage = show("three pictures")
    stage.choose("Posts of Veiligheidsregio Meerland")
    assert dict(stage.desk.opened[-1].params) == {"user": "vr@meerland.example"}


def test_a_gap_is_loaded_by_enter_and_by_a_click(show: Open) -> None:
    stage = show("gap")
    feed, gap = stage.desk.feed(stage.desk.deck.columns[0].id), stage.rows_of[0].id
    stage.key(Qt.Key.Key_Return)
    click(stage, HitKind.GAP)
    assert feed.asked.count(f"gap {gap}") == 2


@pytest.mark.parametrize("name", ["notice like", "notice mention", "direct", "poll"])
def test_enter_opens_the_conversation_of_every_row_with_a_post(show: Open, name: str) -> None:
    stage = show(name)
    stage.key(Qt.Key.Key_Return)
    post = stage.rows_of[0].entry.post  # type: ignore[union-attr]
    assert post is not None
    assert dict(stage.desk.opened[-1].params) == {"post": post.key.id}


# --- people -----------------------------------------------------------------------------------------------------------


def posts_of_card(stage: RowStage) -> None:
    """Goes on from the card that is open to the person's posts."""
    stage.settle()
    assert isinstance(stage.window.dialog, ProfileCard)
    stage.key(Qt.Key.Key_Return)
    stage.settle()
    assert stage.window.dialog is None


def test_p_shows_the_card_and_from_there_the_posts_of_the_author_inside_the_column(show: Open) -> None:
    stage = show("plain")
    stage.key("p")
    posts_of_card(stage)
    assert stage.desk.opened[-1].kind is QueryKind.USER
    assert dict(stage.desk.opened[-1].params) == {"user": samples.YARA.id}
    view = stage.view("one")
    assert view.header.heading.title == "Yara de Groot"  # type: ignore[union-attr]
    assert view.top.isAncestorOf(QApplication.focusWidget())
    stage.key(Qt.Key.Key_Escape)
    assert len(view.panes) == 1
    assert stage.view_.current_id == stage.rows_of[0].id


def click(stage: RowStage, kind: HitKind) -> None:
    layout, found = stage.view_.measured.at(0), stage.view_.anchor.find(0)
    assert found is not None
    for top in range(0, layout.height, 2):
        for x in range(0, stage.view_.measured.width, 3):
            hit = stage.view_.hit_at(QPoint(x, found[0] + top))
            if hit is not None and hit.kind is kind and (kind is not HitKind.AUTHOR or hit.who is None):
                stage.click(stage.view_.viewport(), QPoint(x + 1, found[0] + top + 1))
                return
    raise AssertionError(kind)


def test_a_click_on_avatar_name_or_handle_shows_the_authors_posts(show: Open) -> None:
    stage = show("plain")
    look = stage.view_.look
    for point in (QPoint(look.px(30), look.px(30)), QPoint(look.px(70), look.px(18)), QPoint(look.px(170), look.px(20))):
        stage.click(stage.view_.viewport(), point)
        posts_of_card(stage)
        assert dict(stage.desk.opened[-1].params) == {"user": samples.YARA.id}
        stage.key(Qt.Key.Key_Escape)
    assert len(stage.desk.opened) == 3
    assert stage.opened == []


def test_a_mention_is_looked_up_and_opens_inside_the_column(show: Open) -> None:
    row = samples.row(samples.post("Dag @yara@buurt.example en welkom", samples.BRAM))
    stage = show(row=row)
    click(stage, HitKind.AUTHOR)
    posts_of_card(stage)
    assert dict(stage.desk.opened[-1].params) == {"user": samples.YARA.id}
    assert stage.view("one").header.heading.title == "Yara de Groot"  # type: ignore[union-attr]


def test_the_person_who_is_answered_can_be_clicked(show: Open) -> None:
    stage = show("reply")
    click(stage, HitKind.AUTHOR)
    posts_of_card(stage)
    assert dict(stage.desk.opened[-1].params) == {"user": samples.YARA.id}


def test_someone_whom_the_server_does_not_find_is_said(show: Open) -> None:
    stage = show(row=samples.row(samples.post("Dag @niemand@nergens.example", samples.BRAM)))
    click(stage, HitKind.AUTHOR)
    stage.settle()
    assert stage.desk.opened == []
    assert stage.window.toast.accessibleName() == "Your server does not find @niemand@nergens.example."
    stage.accounts.problem = errors.TimedOut(host="meerdam.example")
    click(stage, HitKind.AUTHOR)
    stage.settle()
    assert "meerdam.example" in stage.window.toast.accessibleName()


# --- inside a row -----------------------------------------------------------------------------------------------------


def test_tab_goes_through_actions_links_media_and_out(show: Open) -> None:
    stage = show("two pictures")
    assert stage.walk() == [
        "All actions of the post",
        "Profile of @bram@kring.example",
        "Posts with #meerdamfeest",
        "Image 1 of 2: no description",
        "Image 2 of 2: Een foto",
    ]


def test_shift_tab_goes_back_to_the_row_and_then_out(show: Open) -> None:
    stage = show("plain")
    stage.key(Qt.Key.Key_Tab)
    stage.key(Qt.Key.Key_Tab)
    assert stage.view_.inside_words == "Profile of @yara@buurt.example"
    stage.key(Qt.Key.Key_Backtab, SHIFT)
    assert stage.view_.inside_words == "All actions of the post"
    stage.key(Qt.Key.Key_Backtab, SHIFT)
    assert stage.view_.inside is None
    assert stage.view_.hasFocus()
    stage.key(Qt.Key.Key_Backtab, SHIFT)
    assert not stage.view_.hasFocus()


def test_escape_goes_back_to_the_row_and_arrows_leave_it(show: Open) -> None:
    stage = show("plain")
    stage.key(Qt.Key.Key_Tab)
    assert stage.view_.inside is not None
    stage.key(Qt.Key.Key_Escape)
    assert stage.view_.inside is None
    stage.key(Qt.Key.Key_Tab)
    stage.key(Qt.Key.Key_Down)
    assert stage.view_.inside is None
    assert stage.view_.currentIndex().row() == 1


def test_the_ring_moves_from_the_row_to_what_is_inside(show: Open) -> None:
    stage = show("plain")
    before = stage.view_.viewport().grab().toImage()
    stage.key(Qt.Key.Key_Tab)
    inside = stage.view_.viewport().grab().toImage()
    assert inside != before
    stage.key(Qt.Key.Key_Escape)
    assert stage.view_.viewport().grab().toImage() == before


def test_enter_and_space_do_what_is_inside(show: Open) -> None:
    stage = show("one picture")
    stage.tab_to(HitKind.MEDIA)
    stage.key(Qt.Key.Key_Return)
    assert type(stage.dialog).__name__ == "Viewer"
    stage.key(Qt.Key.Key_Escape)
    assert stage.view_.inside is not None
    stage.key(Qt.Key.Key_Space)
    assert type(stage.dialog).__name__ == "Viewer"
    stage.key(Qt.Key.Key_Escape)


def test_the_second_picture_opens_as_the_second(show: Open) -> None:
    stage = show("four pictures")
    stage.tab_to(HitKind.MEDIA, 2)
    stage.key(Qt.Key.Key_Return)
    assert stage.dialog.index == 1
    stage.key(Qt.Key.Key_Escape)


def test_card_link_quote_tag_and_mention_work_by_keyboard(show: Open) -> None:
    stage = show("card", "quote", "plain")
    stage.tab_to(HitKind.CARD)
    assert stage.view_.inside_words == "Link to meerdam.example: Omleiding Timmerkade en Havenstraat"
    stage.key(Qt.Key.Key_Return)
    stage.key(Qt.Key.Key_Escape)
    stage.tab_to(HitKind.LINK)
    assert stage.view_.inside_words == "Link to meerdam.example"
    stage.key(Qt.Key.Key_Return)
    assert stage.opened == ["https://www.meerdam.example/route", "https://meerdam.example/route"]
    stage.key(Qt.Key.Key_Down)
    stage.tab_to(HitKind.QUOTE)
    stage.key(Qt.Key.Key_Return)
    quoted = stage.rows_of[1].entry.post.quote.post.key.id  # type: ignore[union-attr]
    assert dict(stage.desk.opened[-1].params) == {"post": quoted}
    stage.key(Qt.Key.Key_Escape)
    stage.key(Qt.Key.Key_Down)
    stage.tab_to(HitKind.HASHTAG)
    stage.key(Qt.Key.Key_Return)
    assert dict(stage.desk.opened[-1].params) == {"any": "meerdamfeest"}


def test_cover_and_show_more_work_by_keyboard_and_say_what_they_do_now(show: Open) -> None:
    stage = show("cover", "long")
    stage.tab_to(HitKind.COVER)
    assert stage.view_.inside_words == "Show"
    stage.key(Qt.Key.Key_Return)
    assert stage.view_.inside_words == "Hide"
    stage.key(Qt.Key.Key_Space)
    assert stage.view_.inside_words == "Show"
    stage.key(Qt.Key.Key_Down)
    stage.tab_to(HitKind.SHOW_MORE)
    stage.key(Qt.Key.Key_Return)
    assert stage.view_.inside_words == "Show less"
    assert stage.rows_of[1].id in stage.view_.measured.opened_texts


def test_the_menu_opens_from_inside(show: Open) -> None:
    stage = show("plain")
    stage.tab_to(HitKind.MORE)
    stage.key(Qt.Key.Key_Return)
    assert "Open conversation" in stage.offered()
    stage.shut()


def test_what_is_inside_a_row_that_is_higher_than_the_view_is_scrolled_to(show: Open) -> None:
    row = samples.row(samples.post(samples.LOREM * 40, media=(samples.picture("last"),)))
    stage = show(row=row)
    stage.window.resize(1600, 500)
    stage.settle()
    stage.view_.toggle_text(row.id)
    stage.tab_to(HitKind.MEDIA)
    inside, found = stage.view_.inside, stage.view_.anchor.find(0)
    assert inside is not None
    assert found is not None
    assert found[0] + inside.bounds.top() >= 0
    assert found[0] + inside.bounds.bottom() < stage.view_.viewport().height()


def test_every_kind_of_row_names_everything_that_is_inside(show: Open) -> None:
    every = samples.all_rows()
    stage = show(*every)
    for number, (name, row) in enumerate(every.items()):
        stage.view_.setFocus()
        stage.view_.setCurrentIndex(stage.view_.rows_model.index(number))
        stage.view_.scrollTo(stage.view_.currentIndex())
        said = stage.walk()
        assert all(said), name
        assert len(said) == len(set(said)), (name, said)
        assert bool(said) is (row.gap is None), name

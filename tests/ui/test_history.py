"""The earlier versions of a post: the way there by pointer, Tab and menu, what the dialog says, and the way back."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from client import errors
from client.model.post import Media, MediaKind, Version
from client.model.richtext import plain
from client.model.row import Row
from client.ui import history
from client.ui.rowparts import HitKind
from tests.ui import samples
from tests.ui.desk_stage import DeskStage, column

no_menus = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SHIFT = Qt.KeyboardModifier.ShiftModifier

PHOTO = samples.picture("photo", "Een schuur")
FIRST = Version(samples.ago(60), plain("De weg is dicht"))
SECOND = Version(samples.ago(30), plain("De weg is open <b>nu</b>"), warning="rook", media=(PHOTO,))


class Edited(DeskStage):
    """One column whose first post was edited."""

    def _rows(self, count: int) -> Callable[[str], list[Row]]:
        edited = samples.row(samples.post("De weg is open", minutes=60, edited_at=samples.ago(30)))
        rows = [edited, *(samples.row(samples.post(f"Bericht {number}", minutes=number)) for number in range(2, 20))]
        return lambda kind: rows

    @property
    def rows(self) -> list[Row]:
        feed = self.desk.feed(self.desk.deck.columns[0].id)
        return [feed.rows[row_id] for row_id in feed.ids]

    @property
    def timeline(self):  # type: ignore[no-untyped-def]
        return self.view("one").top.view


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Edited]:
    made = Edited(column("one"), column("two", "mentions"))
    made.accounts.versions = (SECOND, FIRST)
    yield made
    made.end()


def mark(stage: Edited) -> QPoint:
    """The middle of the pencil."""
    timeline = stage.timeline
    layout, y = timeline.measured.at(0), timeline.anchor.find(0)[0]
    part = next(part for part in layout.parts if (hit := part.hit(part.area.x(), part.area.y())) and hit.kind is HitKind.EDITED)
    return part.area.center() + QPoint(0, y)


def shown(stage: Edited) -> list[str]:
    return [view.accessibleName() for view in stage.dialog.versions]


def test_a_click_on_the_pencil_shows_every_version_newest_first(stage: Edited) -> None:
    assert "Earlier versions" in stage.timeline.tip_at(mark(stage))
    stage.click(stage.timeline.viewport(), mark(stage))
    assert isinstance(stage.dialog, history.History)
    names = shown(stage)
    assert [name.split(".")[0] for name in names] == ["Now", "At first"]
    assert "De weg is open <b>nu</b>" in names[0]
    assert "De weg is dicht" in names[1]


def test_the_pencil_is_large_enough_for_a_finger(stage: Edited) -> None:
    middle = mark(stage)
    for step in (QPoint(-11, 0), QPoint(11, 0), QPoint(0, -11), QPoint(0, 11)):
        hit = stage.timeline.hit_at(middle + step)
        assert hit is not None
        assert hit.kind is HitKind.EDITED


def test_escape_closes_and_the_keyboard_goes_back_to_the_pencil(stage: Edited) -> None:
    stage.key(Qt.Key.Key_Home)
    while stage.timeline.inside is None or stage.timeline.inside.hit.kind is not HitKind.EDITED:
        stage.key(Qt.Key.Key_Tab)
    assert stage.timeline.inside_words == "Edited. Earlier versions"
    stage.key(Qt.Key.Key_Return)
    assert isinstance(stage.dialog, history.History)
    stage.key(Qt.Key.Key_Escape)
    assert stage.dialog is None
    assert stage.timeline.hasFocus()
    assert stage.timeline.inside is not None
    assert stage.timeline.inside.hit.kind is HitKind.EDITED


@no_menus
def test_the_menu_leads_there_for_edited_posts_only(stage: Edited) -> None:
    stage.key(Qt.Key.Key_Home)
    for edited in (True, False):
        stage.key(Qt.Key.Key_Menu)
        menu = stage.shell._panes.menu
        assert menu is not None
        items = {action.text().split("\t")[0]: action for action in menu.actions()}
        assert ("Earlier versions" in items) is edited
        if edited:
            items["Earlier versions"].trigger()
        menu.close()
        stage.settle()
        if edited:
            assert isinstance(stage.dialog, history.History)
            stage.key(Qt.Key.Key_Escape)
            stage.key(Qt.Key.Key_Down)


def test_it_says_that_it_waits_then_shows(stage: Edited) -> None:
    post = stage.rows[0].entry.post  # type: ignore[union-attr]
    dialog = history.History(stage.shell.kit, stage.accounts, samples.GM, post)  # type: ignore[arg-type]
    stage.window.open_dialog(dialog)
    assert dialog.words.text() == "The versions are on their way…"
    assert dialog.accessibleDescription() == dialog.words.text()
    stage.settle()
    assert dialog.words.isHidden()
    assert QApplication.focusWidget() is dialog.versions[0]


def test_tab_and_arrows_work_inside(stage: Edited) -> None:
    long = replace(FIRST, text=plain(samples.LOREM * 30))
    stage.accounts.versions = (SECOND, long)
    stage.click(stage.timeline.viewport(), mark(stage))
    bar = stage.dialog._bar
    stage.key(Qt.Key.Key_Down)
    stage.key(Qt.Key.Key_PageDown)
    assert bar.value() > bar.pageStep()
    stage.key(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    stage.key(Qt.Key.Key_Home)
    assert bar.value() == 0
    seen = set()
    for _ in range(5):
        seen.add(QApplication.focusWidget())
        stage.key(Qt.Key.Key_Tab)
    assert {*stage.dialog.versions, stage.dialog.close_button} <= seen


def test_a_failure_is_said_and_can_be_tried_again(stage: Edited) -> None:
    stage.accounts.problem = errors.TimedOut(host="meerdam.example")
    stage.click(stage.timeline.viewport(), mark(stage))
    assert "cannot be shown" in stage.dialog.words.text()
    assert "meerdam.example" in stage.dialog.words.text()
    stage.accounts.problem = None
    stage.click(stage.dialog.again)
    assert len(stage.dialog.versions) == 2
    assert stage.dialog.again.isHidden()


@pytest.mark.parametrize("problem", [errors.Unsupported(host="meerdam.example"), errors.Gone(host="meerdam.example")])
def test_what_will_not_come_is_not_offered_again(stage: Edited, problem: errors.WorldError) -> None:
    stage.accounts.problem = problem
    stage.click(stage.timeline.viewport(), mark(stage))
    assert stage.dialog.words.text().startswith("The earlier versions cannot be shown.")
    assert stage.dialog.again.isHidden()


def test_a_server_that_kept_nothing_says_so(stage: Edited) -> None:
    stage.accounts.versions = (SECOND,)
    stage.click(stage.timeline.viewport(), mark(stage))
    assert stage.dialog.words.text() == "The server has kept no earlier version of this post."


def test_closing_it_early_is_no_trouble(stage: Edited) -> None:
    post = stage.rows[0].entry.post  # type: ignore[union-attr]
    dialog = history.History(stage.shell.kit, stage.accounts, samples.GM, post)  # type: ignore[arg-type]
    stage.window.open_dialog(dialog)
    dialog.end()
    stage.settle()
    assert stage.dialog is None
    assert QApplication.activePopupWidget() is None or not isinstance(QApplication.activePopupWidget(), QMenu)


# --- what changed, in words -------------------------------------------------------------------------------------------


def media(name: str, alt: str | None = "x") -> Media:
    return Media(MediaKind.IMAGE, f"https://files.example/{name}", None, alt)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {"warning": "rook"}, ["Content warning added"]),
        ({"warning": "rook"}, {"warning": "vuur"}, ["Content warning changed"]),
        ({"warning": "rook"}, {}, ["Content warning removed"]),
        ({}, {"sensitive": True}, ["Marked as sensitive"]),
        ({"sensitive": True}, {}, ["No longer marked as sensitive"]),
        ({}, {"media": (media("a", "een kat"),)}, ["Added: Image: een kat"]),
        ({"media": (media("a", None),)}, {}, ["Removed: Image: no description"]),
        ({"media": (media("a", None),)}, {"media": (media("a", "kat"),)}, ["Alt text changed from “no description”"]),
        ({"media": (media("a"), media("b"))}, {"media": (media("b"), media("a"))}, ["Images in another order"]),
        ({}, {"answers": (plain("ja"),)}, ["Poll added"]),
        ({"answers": (plain("ja"),)}, {"answers": (plain("nee"),)}, ["Poll changed"]),
        ({"answers": (plain("ja"),)}, {}, ["Poll removed"]),
        ({"media": (media("a"),)}, {"media": (media("a"),)}, []),
    ],
)
def test_what_an_edit_changed_is_said(before: dict[str, object], after: dict[str, object], said: list[str]) -> None:
    base = Version(samples.NOW, plain("tekst"))
    assert history.changes(replace(base, **before), replace(base, **after)) == said  # type: ignore[arg-type]

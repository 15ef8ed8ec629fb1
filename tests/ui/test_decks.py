"""Decks as people handle them: the picker, new, rename, remove, export, import with its preview, backups, an empty deck."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from client import errors, settings
from client.model.account import Account, AccountHealth, AccountId, Server
from client.model.column import ColumnId
from client.model.deck import Deck, Setup
from client.model.sifting import Alerts
from client.sync import deckfile
from client.sync.backups import Backup, Missing
from client.ui import commands, decks_files, notices_decks
from tests.ui import fakes
from tests.ui.desk_stage import DeskStage, Set, column

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support.*")


@dataclass
class Files:
    """Answers at once with a path, as a person who knows where it lies."""

    path: str
    names: list[str] = field(default_factory=list)

    def to_save(self, window: QWidget, name: str, then: Callable[[str], None]) -> None:
        self.names.append(name)
        then(self.path)

    def to_open(self, window: QWidget, then: Callable[[str], None]) -> None:
        then(self.path)


def choose(stage: DeskStage, text: str) -> None:
    """Opens the menu of decks and takes what begins with this."""
    stage.shell.sidebar.open_decks()
    stage.settle()
    menu = stage.shell.decks.menu
    assert menu is not None
    action = next(each for each in menu.actions() if each.text().startswith(text))
    assert action.isEnabled(), text
    menu.close()
    action.trigger()
    stage.settle()


def offered(stage: DeskStage) -> list[str]:
    stage.shell.sidebar.open_decks()
    stage.settle()
    menu = stage.shell.decks.menu
    assert menu is not None
    said = [each.text() for each in menu.actions() if not each.isSeparator()]
    menu.close()
    stage.settle()
    return said


def toast(stage: DeskStage) -> str:
    assert stage.window.toast is not None
    return str(stage.window.toast.accessibleName())


# --- the picker ---------------------------------------------------------------------------------------------------------


def test_the_picker_names_the_deck_and_counts_what_is_unread(three: DeskStage) -> None:
    three.desk.feed(ColumnId("two")).unread = 4
    three.desk.feed(ColumnId("two")).fare(three.desk.health)
    three.settle()
    assert three.shell.sidebar._wide.decks.name == "My deck"
    assert three.shell.sidebar._wide.decks.accessibleDescription() == "3 columns, 4 unread"
    assert offered(three)[:2] == ["My deck\t3 columns, 4 unread", "New deck…"]


def test_a_deck_out_of_use_counts_only_columns_that_are_watched(three: DeskStage) -> None:
    watched = replace(column("w", "mentions"), alerts=Alerts(popup=True))
    three.desk.add_deck("Night", (watched, column("x", "home")))
    for name, unread in (("w", 3), ("x", 9)):
        three.desk.feed(ColumnId(name)).unread = unread
    assert offered(three)[1] == "Night\t2 columns, 3 unread"


def test_another_file_takes_the_place_of_a_preview(three: DeskStage, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        three.shell.decks.open_file(write_deck(tmp_path / name, column("a", "home"), name=name))
        three.settle()
    assert len(three.window._dialogs) == 1
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None


def test_a_new_deck_is_named_used_and_offers_the_usual_columns(three: DeskStage) -> None:
    choose(three, "New deck")
    three.key(Qt.Key.Key_Return)
    assert three.dialog.problem.text() == "Give the deck a name first."
    three.key("  Brand   kade ")
    three.key(Qt.Key.Key_Return)
    assert three.dialog is None
    assert three.desk.deck.name == "Brand kade"
    nothing = three.shell.deck.nothing
    assert nothing.isVisible()
    assert nothing.start.hasFocus()
    three.key(Qt.Key.Key_Return)
    assert [spec.kind for spec in three.desk.deck.columns] == ["home", "mentions", "notifications"]
    assert {spec.accounts for spec in three.desk.deck.columns} == {(fakes.GM.id, fakes.BW.id)}
    assert three.current() == three.desk.deck.columns[0].id
    assert three.shell.deck.isAncestorOf(QApplication.focusWidget())


def test_switching_back_shows_the_columns_with_the_keyboard_in_the_first(three: DeskStage) -> None:
    three.desk.switch(three.desk.add_deck("Night"))
    three.settle()
    assert three.order() == []
    choose(three, "My deck")
    assert three.order() == ["one", "two", "three"]
    assert three.current() == "one"


def test_an_ampersand_in_a_deck_s_name_stays_one(three: DeskStage) -> None:
    three.desk.rename_deck("deck", "Kunst & Kitsch")
    three.settle()
    assert three.shell.sidebar._wide.decks.name == "Kunst & Kitsch"
    assert offered(three)[0].startswith("Kunst && Kitsch\t")


def test_a_deck_is_renamed(three: DeskStage) -> None:
    choose(three, "Rename deck")
    three.key("Festival")
    three.key(Qt.Key.Key_Return)
    assert three.shell.sidebar._wide.decks.name == "Festival"


def test_the_only_deck_stays_and_another_comes_back_whole(three: DeskStage) -> None:
    three.shell.act("remove_deck")
    assert toast(three) == "This is your only deck. Make another one first."
    three.desk.add_deck("Night")
    choose(three, "Remove deck")
    assert three.desk.deck.name == "Night"
    three.click(three.window.toast.undo)
    assert three.desk.deck.name == ""
    assert three.order() == ["one", "two", "three"]
    assert three.current() == "one"


def test_the_rail_reaches_the_decks_too(three: DeskStage) -> None:
    three.window.wish_sidebar(True)
    three.settle()
    three.click(three.shell.sidebar._rail.decks)
    menu = three.shell.decks.menu
    assert menu is not None
    assert menu.isVisible()
    menu.close()
    three.settle()


# --- files --------------------------------------------------------------------------------------------------------------


def test_a_deck_is_saved_where_it_is_said_and_holds_no_secret(three: DeskStage, tmp_path: Path) -> None:
    three.desk.rename_deck("deck", 'Nacht: "piket"')
    files = three.shell.decks.files = Files(str(tmp_path / "nacht.json"))
    choose(three, "Export deck")
    assert files.names == ["Nacht piket.belfry-deck.json"]
    assert toast(three) == f"The deck is saved in {notices_decks.shortened(files.path)}. Keys are never in it."
    value = json.loads((tmp_path / "nacht.json").read_text("utf-8"))
    assert [each["kind"] for each in value["columns"]] == ["mentions", "hashtag", "home"]
    assert "token" not in (tmp_path / "nacht.json").read_text("utf-8")
    assert [each.name for each in tmp_path.iterdir()] == ["nacht.json"]


def test_a_file_that_is_ready_after_the_language_changed_is_told_in_the_new_window(three: DeskStage, tmp_path: Path) -> None:
    decks, old = three.shell.decks, three.window
    three.shell.change(settings.LANGUAGE, "nl")
    three.settle()
    assert not isValid(old)
    decks.files = Files(str(tmp_path / "gone" / "deck.json"))
    decks.export()
    three.settle()
    assert toast(three).startswith("deck.json is niet bewaard.")


def test_a_folder_that_cannot_be_written_is_said(three: DeskStage, tmp_path: Path) -> None:
    three.shell.decks.files = Files(str(tmp_path / "gone" / "deck.json"))
    choose(three, "Export deck")
    assert toast(three) == "deck.json is not saved. This folder is not there. Choose another folder."


def write_deck(path: Path, *specs: object, name: str = "Piket", accounts: tuple[Account, ...] = (fakes.GM,)) -> str:
    path.write_text(deckfile.write(Deck("d", name, specs), accounts), "utf-8")  # type: ignore[arg-type]
    return str(path)


def test_the_preview_says_what_it_adds_and_nothing_is_added_before(three: DeskStage, tmp_path: Path) -> None:
    path = write_deck(tmp_path / "d.json", column("a", "mentions"), column("b", "search", q="rook"))
    three.shell.decks.files = Files(path)
    choose(three, "Import a deck file")
    dialog = three.dialog
    assert [row.title for row in dialog.rows] == ["Mentions", "rook"]
    assert dialog.rows[0].accessibleDescription() == "Mentions · with Gemeente Meerdam"
    assert dialog.main.text() == "Add 2 columns"
    assert len(three.desk.decks) == 1
    three.key(Qt.Key.Key_Return)
    assert [deck.name for deck in three.desk.decks] == ["", "Piket"]
    assert [spec.kind for spec in three.desk.deck.columns] == ["mentions", "search"]
    assert three.current() == three.desk.deck.columns[0].id
    assert toast(three) == "The deck “Piket” is added."
    three.click(three.window.toast.undo)
    assert [deck.name for deck in three.desk.decks] == [""]


def test_columns_can_go_into_this_deck_and_be_left_out(three: DeskStage, tmp_path: Path) -> None:
    path = write_deck(tmp_path / "d.json", column("a", "mentions"), column("b", "search", q="rook"))
    three.shell.decks.open_file(path)
    three.settle()
    dialog = three.dialog
    dialog.where._group.button(1).click()
    dialog.rows[0].click()
    assert dialog.main.text() == "Add 1 column"
    three.click(dialog.main)
    assert [spec.kind for spec in three.desk.deck.columns] == ["mentions", "hashtag", "home", "search"]
    assert toast(three) == "1 column is added."
    three.click(three.window.toast.undo)
    assert three.order() == ["one", "two", "three"]


ELSEWHERE = replace(fakes.GM, id=AccountId("else"), handle="sanne@elders.example", server=Server("https://elders.example"))


def test_an_account_that_is_not_here_is_asked_for_and_a_stand_in_can_be_chosen(three: DeskStage, tmp_path: Path) -> None:
    specs = (
        replace(column("a", "home"), accounts=(ELSEWHERE.id,)),
        replace(column("b", "user", user="7"), accounts=(ELSEWHERE.id,)),
    )
    path = write_deck(tmp_path / "d.json", *specs, accounts=(ELSEWHERE,))
    three.shell.decks.open_file(path)
    three.settle()
    dialog = three.dialog
    source = next(iter(dialog.sources.values()))
    assert source.button.isVisible()
    assert source.button.text() == "Sign in at elders.example"
    assert not any(row.isEnabled() for row in dialog.rows)
    assert not dialog.main.isEnabled()
    assert dialog.main.text() == "No column to add yet"
    source.choice.setCurrentIndex(0)
    assert dialog.rows[0].isEnabled()
    assert not dialog.rows[1].isEnabled()
    assert "needs an account on elders.example" in dialog.rows[1].accessibleDescription()
    assert dialog.main.text() == "Add 1 column"
    three.key(Qt.Key.Key_Escape)
    assert len(three.desk.decks) == 1


def test_the_first_page_imports_a_deck_and_waits_for_the_account(set_up: Set, tmp_path: Path) -> None:
    stage = set_up(accounts=())
    there = replace(stage.accounts.newcomer, id=AccountId("x"))
    spec = replace(column("a", "home"), accounts=(there.id,))
    stage.shell.decks.files = Files(write_deck(tmp_path / "d.json", spec, accounts=(there,)))
    stage.click(stage.window.welcome.choose_file)
    preview = stage.dialog
    source = next(iter(preview.sources.values()))
    assert "No account here fits" in source.words.text()
    assert not preview.main.isEnabled()
    stage.click(source.button)
    assert stage.dialog is not preview
    assert stage.dialog.field.text() == "meerdam.example"
    stage.spawner(stage.accounts.finish(fakes.FakeSignIn(fakes.Grant(there, "secret")).grant), "signing in")  # type: ignore[attr-defined]
    stage.dialog.end()
    stage.settle()
    assert stage.dialog is preview
    assert preview.main.text() == "Add 1 column"
    stage.click(preview.main)
    assert stage.window.welcome is None
    assert [spec.kind for spec in stage.desk.deck.columns] == ["home"]
    assert [deck.name for deck in stage.desk.decks] == ["Piket"]
    assert stage.current() == stage.desk.deck.columns[0].id


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not a deck file"),
        (b"\xff\xfe\x00", "is not a deck file"),
        (b"PK\x03\x04 a zip", "is not a deck file"),
        (b"[1, 2]", "is not a deck file"),
        (b'{"format": "belfry-deck", "version": 99, "columns": []}', "newer Belfry"),
        (b'{"format": "belfry-deck", "version": 1, "columns": 3}', "damaged"),
        (b'{"format": "belfry-deck", "version": 1, "columns": [{"kind": "hologram"}]}', "no column that this Belfry knows"),
        (b"[" * 100_000, "too large"),
        (b" " * 1_000_001, "too large"),
    ],
)
def test_a_file_that_is_no_deck_changes_nothing_and_says_why(three: DeskStage, tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "x.json").write_bytes(data)
    three.shell.decks.open_file(str(tmp_path / "x.json"))
    three.settle()
    assert three.dialog is None
    assert said in toast(three)
    assert three.order() == ["one", "two", "three"]


def test_a_file_that_is_gone_or_a_folder_is_said(three: DeskStage, tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        three.shell.decks.open_file(str(path))
        three.settle()
        assert "is not read. There is no such file." in toast(three)


def test_the_window_goes_on_while_a_share_does_not_answer(three: DeskStage, tmp_path: Path) -> None:
    three.spawner.disk.dead = True
    three.shell.decks.files = Files(str(tmp_path / "nacht.json"))
    choose(three, "Export deck")
    three.shell.decks.open_file(write_deck(tmp_path / "d.json", column("a", "home")))
    three.settle()
    assert not (tmp_path / "nacht.json").exists()
    assert three.dialog is None
    three.key("2")
    assert three.current() == "two"


def test_what_is_not_understood_is_said(three: DeskStage, tmp_path: Path) -> None:
    value = json.loads(deckfile.write(Deck("d", "Piket", (column("a", "home"),)), (fakes.GM,)))
    value["columns"] += [{"kind": "hologram"}, 7]
    (tmp_path / "d.json").write_text(json.dumps(value))
    three.shell.decks.open_file(str(tmp_path / "d.json"))
    three.settle()
    said = " ".join(three.dialog._left_out())
    assert "hologram" in said
    assert "1 column cannot be read" in said
    three.key(Qt.Key.Key_Escape)


def test_a_deck_file_can_be_dropped_on_the_window(three: DeskStage, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(write_deck(tmp_path / "d.json", column("a", "home")))])
    act, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(300, 300), act, mime, left, none)
    QApplication.sendEvent(three.window, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(three.window, QDropEvent(QPointF(300, 300), act, mime, left, none))
    three.settle()
    assert [row.title for row in three.dialog.rows] == ["Home"]
    three.key(Qt.Key.Key_Escape)


def test_words_dropped_on_the_window_are_not_taken(three: DeskStage) -> None:
    mime = QMimeData()
    mime.setText("https://meerdam.example")
    event = QDragEnterEvent(
        QPoint(3, 3), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(three.window, event)
    assert not event.isAccepted()


def test_a_deck_file_is_called_as_its_deck() -> None:
    assert decks_files.file_name("Water: dag") == "Water dag.belfry-deck.json"
    assert decks_files.file_name("") == "Belfry.belfry-deck.json"


# --- backups ------------------------------------------------------------------------------------------------------------


class FakeBackups:
    """Two days in memory."""

    def __init__(self, desk: fakes.FakeDesk) -> None:
        self.desk = desk
        self.problem: errors.StoreFailed | None = None
        old = Setup((Deck("old", "Yesterday", (column("x", "home"),)),), "old")
        self.days = (
            Backup(date(2026, 7, 10), fakes.NOW, old, (fakes.GM,)),
            Backup(date(2026, 7, 9), fakes.NOW, Setup((Deck("older", "", ()),), "older"), (fakes.GM,)),
        )
        self._before: Setup | None = None

    async def all(self) -> tuple[Backup, ...]:
        if self.problem is not None:
            raise self.problem
        return self.days

    def missing(self, backup: Backup) -> tuple[Missing, ...]:
        return (Missing(column("x"), ("weg@meerdam.example",), True),) if backup is self.days[1] else ()

    async def put_back(self, backup: Backup) -> tuple[Missing, ...]:
        if self.problem is not None:
            raise self.problem
        self._before = self.desk.setup
        self.desk.replace(backup.setup)
        return ()

    async def can_undo(self) -> bool:
        return self._before is not None

    async def undo_put_back(self) -> bool:
        if self.problem is not None:
            raise self.problem
        assert self._before is not None
        self.desk.replace(self._before)
        self._before = None
        return True


@pytest.fixture
def backups(three: DeskStage) -> FakeBackups:
    made = FakeBackups(three.desk)
    three.shell.decks.backups = lambda: made  # type: ignore[assignment, return-value]
    return made  # type: ignore[return-value]


def test_a_day_is_put_back_and_taken_back(three: DeskStage, backups: FakeBackups) -> None:
    choose(three, "Put back a backup")
    first, second = three.dialog.days
    assert "weg@meerdam.example" in " ".join(label.text() for label in second.findChildren(type(three.dialog.words)))
    three.click(first.button)
    assert three.dialog is None
    assert three.desk.deck.name == "Yesterday"
    assert "are back" in toast(three)
    three.click(three.window.toast.undo)
    assert three.order() == ["one", "two", "three"]
    assert three.current() == "one"


def test_a_put_back_is_taken_back_in_the_dialog_when_the_bar_is_long_gone(three: DeskStage, backups: FakeBackups) -> None:
    choose(three, "Put back a backup")
    assert three.dialog.before is None
    three.click(three.dialog.days[0].button)
    three.window.toast.leave()
    three.settle()
    choose(three, "Put back a backup")
    before = three.dialog.before
    assert before.y() < three.dialog.days[0].y()
    backups.problem = errors.StoreFailed("gone")
    three.click(before.button)
    assert three.dialog.words.isVisible()
    assert three.desk.deck.name == "Yesterday"
    backups.problem = None
    three.click(before.button)
    assert three.dialog is None
    assert three.order() == ["one", "two", "three"]
    assert toast(three) == "Your decks are as they were before."
    choose(three, "Put back a backup")
    assert three.dialog.before is None
    three.key(Qt.Key.Key_Escape)


def test_backups_that_cannot_be_read_or_put_back_are_said_in_words(three: DeskStage, backups: FakeBackups) -> None:
    choose(three, "Put back a backup")
    backups.problem = errors.StoreFailed("gone")
    three.click(three.dialog.days[0].button)
    assert three.dialog.words.isVisible()
    assert three.dialog.words.text()
    assert three.dialog.days[0].button.isEnabled()
    assert three.order() == ["one", "two", "three"]
    three.key(Qt.Key.Key_Escape)


def test_no_backup_yet_is_said(three: DeskStage, backups: FakeBackups) -> None:
    backups.days = ()
    choose(three, "Put back a backup")
    assert three.dialog.words.text() == "There is no backup yet. The first one is made today."
    three.key(Qt.Key.Key_Escape)


# --- an empty deck ------------------------------------------------------------------------------------------------------


def test_an_empty_deck_of_accounts_that_are_signed_out_offers_no_start(set_up: Set) -> None:
    stage = set_up(column("one"), accounts=(fakes.GM,))
    stage.accounts.set_health(fakes.GM.id, AccountHealth.SIGNED_OUT)
    stage.shell.control.remove_column(ColumnId("one"))
    stage.settle()
    assert stage.shell.deck.nothing.start.isHidden()
    assert stage.shell.deck.nothing.add.text() == "Add column"


def test_the_palette_calls_export_and_import_as_the_menu_does(three: DeskStage) -> None:
    said = {command.name: command.label for command in commands.COMMANDS}
    assert said["export_deck"].startswith("Export")
    assert said["import_deck"].startswith("Import")
    assert any(each.startswith("Export deck") for each in offered(three))
    assert any(each.startswith("Import a deck file") for each in offered(three))

"""What a column gives away and puts away: clear with its way back, a file, a text for a colleague that comes in again."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from client import settings
from client.ui import column_files
from client.ui.add_column import AddColumn
from tests.e2e.window import Hands
from tests.ui.town import Run, keyboard, opened, ready, spec, town

__all__ = ["town"]


def test_clear_puts_all_posts_away_and_the_way_back_brings_them_again(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        feed = hands.belfry.desk.feed(column)
        before = len(feed.ids)
        hands.click(made.foot.clear)
        assert spec(hands, column).filters.cleared is not None
        await hands.until(lambda: len(feed.ids) < before, "a column that was cleared")
        assert "is cleared" in hands.window.toast.accessibleName()
        hands.click(hands.window.toast.undo)
        await hands.until(lambda: len(feed.ids) >= before, "the posts again")
        assert spec(hands, column).filters.cleared is None

    town(script)


def test_the_posts_are_saved_as_a_file_and_that_is_said_with_its_place(town: Run, tmp_path: Path) -> None:
    async def script(hands: Hands) -> None:
        column = await ready(hands)
        folder = tmp_path / "mine"
        folder.mkdir()
        files = hands.belfry.shell.control.files
        for ending in ("csv", "jsonl", "html"):
            target = folder / f"posts.{ending}"
            await files.save(column, target)
            assert "meerdamfeest" in target.read_text("utf-8")
            assert hands.window.toast.accessibleName() == f"Saved as posts.{ending} in {folder}."
        assert sorted(file.name for file in folder.iterdir()) == ["posts.csv", "posts.html", "posts.jsonl"]
        assert hands.belfry.settings.get(settings.EXPORT_FOLDER) == str(folder)
        assert files._folder() == str(folder)
        await files.save(column, folder / "gone" / "posts.csv")
        assert hands.window.toast.accessibleName() == "posts.csv is not saved. This folder is not there. Choose another folder."

    town(script)


def test_a_file_that_is_ready_after_the_language_changed_is_told_in_the_new_window(town: Run, tmp_path: Path) -> None:
    async def script(hands: Hands) -> None:
        column = await ready(hands)
        files, old = hands.belfry.shell.control.files, hands.window
        hands.belfry.shell.change(settings.LANGUAGE, "nl")
        await hands.until(lambda: not isValid(old), "the old window to go")
        await files.save(column, tmp_path / "posts.csv")
        assert hands.window.toast.accessibleName() == f"Bewaard als posts.csv in {tmp_path}."

    town(script)


def test_a_file_is_called_as_its_column_and_by_the_day() -> None:
    assert column_files.file_name('rook OR "brand": kade?', "2026-07-11") == "rook OR brand kade 2026-07-11"


def test_the_dialog_for_a_file_does_not_stop_the_program(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        hands.click(made.foot.export)
        files = hands.belfry.shell.control.files
        assert files.dialog is not None
        await hands.until(lambda: hands.texts(column) is not None, "the program to go on")
        files.dialog.reject()
        await hands.until(lambda: files.dialog is None, "the dialog to go")

    town(script)


def test_a_column_copied_as_text_comes_in_again_with_its_filters(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column, made = await opened(hands)
        hands.type("rook,")
        hands.click(made.foot.copy)
        text = QGuiApplication.clipboard().text()
        assert text.startswith("belfry-column:")
        assert "copied as text" in hands.window.toast.accessibleName()
        hands.click(made.foot.done)
        hands.press(Qt.Key.Key_A)
        dialog = hands.window.dialog
        assert isinstance(dialog, AddColumn)
        hands.click(dialog.paste.link)
        assert dialog.spec().filters.any == ("rook",)
        assert dialog.spec().params == spec(hands, column).params
        await hands.until(lambda: dialog.preview.view is not None, "the look at it")
        hands.click(dialog.main)
        await hands.until(lambda: hands.window.dialog is None, "the end of the dialog")
        added = [each for each in hands.belfry.desk.deck.columns if each.filters.any == ("rook",)]
        assert len(added) == 2
        assert added[0].id != added[1].id
        assert added[0].accounts == added[1].accounts

    town(script)


def test_a_column_is_known_where_kinds_are_looked_for_and_half_a_text_is_refused_in_words(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column = await ready(hands)
        hands.belfry.shell.control.files.copy(column)
        text = QGuiApplication.clipboard().text()
        QGuiApplication.clipboard().setText("something else")
        hands.press(Qt.Key.Key_A)
        dialog = hands.window.dialog
        hands.click(dialog.paste.link)
        assert keyboard(hands) is dialog.paste.field
        dialog.paste.field.setText(text[:-20])
        assert dialog.paste.words.text() == "A part of this text is missing. Ask your colleague to send it again."
        dialog.paste.field.setText("belfry-kolom: nee")
        assert dialog.paste.words.text().startswith("There is no column in this text.")
        dialog.kinds.field.setText(f"Hoi! Plak dit:\n> {text}\nGroet")
        assert dialog.kinds.field.text() == ""
        assert dialog.spec().kind == spec(hands, column).kind
        dialog.kinds.choose("home")
        assert dialog.spec().kind == "home"
        assert dialog.spec().params == ()
        dialog.end()

    town(script)

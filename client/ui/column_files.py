"""What a column gives away: its posts as a file, itself as a text that a colleague pastes; and what it puts away: clear."""

from asyncio import to_thread
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QLocale, QObject, QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from client import errors, settings
from client.columns import KINDS
from client.model import instant
from client.model.column import ColumnId, ColumnSpec
from client.settings import Settings
from client.sync.accounts import Accounts
from client.sync.desk import Desk
from client.ui import heading, notices, notices_files, notices_options, words
from client.ui.files import plain_name, write
from client.ui.kit import Kit
from client.ui.words import tr

Say = Callable[[str, Callable[[], None] | None], object]
KINDS_OF_FILE = ("html", "csv", "jsonl")


def file_name(title: str, day: str) -> str:
    """A name for the file of a column's posts: what it is called, and the day."""
    return f"{plain_name(title)} {day}"


class ColumnFiles(QObject):
    """Carries out what the foot of the options asks for. `window` gives the window that asks; `say` tells what was done in the
    window of that moment, which may be another one when a file was long in the writing."""

    def __init__(
        self,
        kit: Kit,
        desk: Desk,
        accounts: Accounts,
        values: Settings,
        window: Callable[[], QWidget],
        say: Say,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tell = say
        self._kit, self._desk, self._accounts, self._values, self._window = kit, desk, accounts, values, window
        self.dialog: QFileDialog | None = None

    def _say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        self._tell(text, undo)

    def _title(self, spec: ColumnSpec) -> str:
        return heading.title(spec, KINDS.get(spec.kind))

    def _brief(self, spec: ColumnSpec) -> str:
        return heading.brief(spec, KINDS.get(spec.kind))

    # --- a text for a colleague ---------------------------------------------------------------------------------------

    def copy(self, column: ColumnId) -> None:
        """Puts the column as a text on the clipboard."""
        from client.sync import deckfile  # late: a start does without it

        spec = self._desk.column(column)
        if spec is not None:
            QGuiApplication.clipboard().setText(deckfile.column_text(spec, self._accounts.all))
            told = tr("“{name}” is copied as text. A colleague pastes it in Add column.", name=self._brief(spec))
            self._say(told)

    # --- clear --------------------------------------------------------------------------------------------------------

    def clear(self, column: ColumnId) -> None:
        """Puts away all posts that are there now, and offers the way back."""
        spec = self._desk.column(column)
        if spec is not None:
            self._desk.clear_column(column)
            told = tr("“{name}” is cleared. New posts still come in.", name=self._brief(spec))
            self._say(told, self._undo_clear)

    def _undo_clear(self) -> None:
        self._desk.undo_clear()

    # --- a file -------------------------------------------------------------------------------------------------------

    def export(self, column: ColumnId) -> None:
        """Asks where to, and returns at once."""
        spec = self._desk.column(column)
        if spec is None or self.dialog is not None:
            return
        dialog = QFileDialog(self._window(), tr("Export the posts"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        names = {
            "html": tr("Page to read and print (*.html)"),
            "csv": tr("Table for a spreadsheet (*.csv)"),
            "jsonl": tr("JSON Lines for programs (*.jsonl)"),
        }
        labels = QFileDialog.DialogLabel
        for label, text in (
            (labels.LookIn, tr("Folder")),
            (labels.FileName, tr("File name")),
            (labels.FileType, tr("Kind of file")),
            (labels.Accept, tr("Save here")),
            (labels.Reject, tr("Cancel")),
        ):
            dialog.setLabelText(label, text)
        dialog.setNameFilters([names[kind] for kind in KINDS_OF_FILE])
        dialog.setDirectory(self._folder())
        dialog.setDefaultSuffix(KINDS_OF_FILE[0])
        dialog.filterSelected.connect(lambda chosen: _follow(dialog, names, chosen))
        dialog.selectFile(file_name(self._title(spec), f"{instant.to_datetime(self._kit.clock()).astimezone():%Y-%m-%d}"))
        dialog.fileSelected.connect(lambda chosen: self._chosen(column, Path(chosen)))
        dialog.finished.connect(lambda result: self._over())
        self.dialog = dialog
        dialog.open()

    def _over(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _folder(self) -> str:
        """The folder of the last export; the documents before there was one, or when it is gone."""
        kept = self._values.get(settings.EXPORT_FOLDER)
        if kept and Path(kept).is_dir():
            return kept
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return documents if Path(documents).is_dir() else QDir.homePath()

    def _chosen(self, column: ColumnId, target: Path) -> None:
        self._kit.spawn(self.save(column, target), f"exporting to {target.suffix}")

    async def save(self, column: ColumnId, target: Path) -> None:
        """Writes the column's posts; the file's ending says how. Tells where they are, or why not."""
        from client.sync import exporting  # late: a start does without it

        spec = self._desk.column(column)
        kind = target.suffix.lower().lstrip(".")
        if kind not in KINDS_OF_FILE:
            kind, target = KINDS_OF_FILE[0], target.with_name(target.name + "." + KINDS_OF_FILE[0])
        if spec is None:
            return
        try:
            feed, title = self._desk.feed(column), self._title(spec)
            text = await exporting.export(
                feed, kind, title, self._kit.clock, spec=spec, accounts=self._accounts.all, words=words,
                semicolons=QLocale.system().decimalPoint() == ",",
            )  # fmt: skip
        except errors.WorldError as problem:
            self._say(notices_options.nothing_exported(problem))
            return
        try:
            await to_thread(write, target, text)
        except OSError as failure:
            self._say(notices_files.not_saved(failure, target.name))
            return
        self._remember(target.parent)
        self._say(tr("Saved as {name} in {folder}.", name=target.name, folder=str(target.parent)))

    def _remember(self, folder: Path) -> None:
        try:
            self._values.set(settings.EXPORT_FOLDER, str(folder))
        except errors.StoreFailed as failure:
            self._say(notices.sentence(failure))

    def close(self) -> None:
        """Lets go of a dialog that is open."""
        if self.dialog is not None:
            self.dialog.close()
            self._over()


def _follow(dialog: QFileDialog, names: dict[str, str], chosen: str) -> None:
    """Gives the file the ending of the kind that was chosen."""
    kind = next((kind for kind, name in names.items() if name == chosen), KINDS_OF_FILE[0])
    dialog.setDefaultSuffix(kind)

"""The dialog of backups: the desk of each of the last days, what each holds, and the button that puts one back."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from client import errors
from client.sync.backups import Backup, Backups
from client.sync.desk import Desk
from client.ui import notices, times
from client.ui.buttons import Button
from client.ui.decks_picker import deck_name
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kit import Kit
from client.ui.widgets import Box, Panel, PlainLabel, name
from client.ui.words import tr, trn

MOST_NAMES = 8


class _Day(Panel):
    """A day: when, the decks with their columns, what would not come back, and the button."""

    def __init__(self, kit: Kit, backup: Backup, backups: Backups, put_back: Callable[[Backup], None]) -> None:
        super().__init__(kit.theme, "bg.column", edges="ltrb", line="line.hair", radius=8)
        theme = kit.theme
        self.button = Button(tr("Put this day back"), "small")
        when = times.full(backup.made)
        name(self.button, tr("Put back {day}", day=when))
        self.button.clicked.connect(lambda: put_back(backup))
        head = Box(theme, gap=8)
        head.addWidget(PlainLabel(theme, when, weight=600, wrap=True), 1)
        head.addWidget(self.button)
        box = Box(theme, down=True, gap=4, margins=(12, 10, 12, 10))
        box.addLayout(head)
        for deck in backup.decks:
            count = trn("{n} column", "{n} columns", len(deck.columns))
            box.addWidget(PlainLabel(theme, f"{deck_name(deck.name)}: {count}", step="meta", role="text.secondary", wrap=True))
        lost = sorted({handle for each in backups.missing(backup) for handle in each.handles if handle})
        if lost:
            handles = ", ".join(f"@{handle}" for handle in lost[:MOST_NAMES])
            words = tr("Columns of accounts that are gone do not come back: {handles}.", handles=handles)
            box.addWidget(PlainLabel(theme, words, step="meta", role="wait.text", wrap=True))
        self.setLayout(box)


class _Before(Panel):
    """The way back from the last put back, also one of an earlier run."""

    def __init__(self, kit: Kit, undo: Callable[[], None]) -> None:
        super().__init__(kit.theme, "bg.column", edges="ltrb", line="line.hair", radius=8)
        theme = kit.theme
        self.button = Button(tr("Back to before"), "small")
        name(self.button, tr("Undo the last time a day was put back"))
        self.button.clicked.connect(undo)
        head = Box(theme, gap=8)
        head.addWidget(PlainLabel(theme, tr("How it was before a day was put back"), weight=600, wrap=True), 1)
        head.addWidget(self.button)
        box = Box(theme, down=True, gap=4, margins=(12, 10, 12, 10))
        box.addLayout(head)
        words = tr("What you changed in your decks since then goes away.")
        box.addWidget(PlainLabel(theme, words, step="meta", role="text.secondary", wrap=True))
        self.setLayout(box)


class BackupsDialog(ScrimDialog):
    """Lists the days. `done` hears when the desk is another one; `say` a sentence and the way back."""

    def __init__(
        self,
        kit: Kit,
        desk: Desk,
        backups: Backups,
        say: Callable[[str, Callable[[], None] | None], object],
        done: Callable[[], object],
    ) -> None:
        super().__init__(kit, tr("Put back a backup"), width=620, height=560)
        self._desk, self._backups, self._say, self._done = desk, backups, say, done
        theme = kit.theme
        self.days: list[_Day] = []
        self.before: _Before | None = None
        self.words = PlainLabel(theme, tr("Looking for backups…"), role="text.secondary", wrap=True)
        self._list = Box(theme, down=True, gap=8)
        explained = tr(
            "Belfry keeps how your decks were on the last seven days. Accounts are not in it: you stay signed in as you are."
        )
        box = Box(theme, down=True, gap=12, margins=(22, 16, 22, 18))
        box.addWidget(PlainLabel(theme, explained, role="text.secondary", wrap=True))
        box.addWidget(self.words)
        box.addLayout(self._list)
        box.addStretch(1)
        inner = QWidget()
        inner.setLayout(box)
        outer = Box(theme)
        outer.addWidget(scroller(kit, inner))
        self.body.setLayout(outer)
        close = Button(tr("Close"))
        close.clicked.connect(self.end)
        self.foot.addStretch(1)
        self.foot.addWidget(close)
        kit.spawn(self._look(), "looking for backups")

    async def _look(self) -> None:
        try:
            found = await self._backups.all()
            undoable = await self._backups.can_undo()
        except errors.WorldError as failure:
            self._fail(failure)
            return
        if self.over:
            return
        self.words.setText(tr("There is no backup yet. The first one is made today."))
        self.words.setVisible(not found)
        if undoable:
            self.before = _Before(self.kit, self._take_back)
            self._list.addWidget(self.before)
        for backup in found:
            day = _Day(self.kit, backup, self._backups, self._put_back)
            self.days.append(day)
            self._list.addWidget(day)

    def _fail(self, failure: errors.WorldError) -> None:
        if not self.over:
            self.words.setText(notices.sentence(failure, now=self.kit.clock()))
            self.words.show()

    def _set_enabled(self, enabled: bool) -> None:
        for part in (*self.days, *((self.before,) if self.before is not None else ())):
            part.button.setEnabled(enabled)

    def _put_back(self, backup: Backup) -> None:
        self._set_enabled(False)
        self.kit.spawn(self._restore(backup), "putting back a backup")

    async def _restore(self, backup: Backup) -> None:
        try:
            await self._backups.put_back(backup)
        except errors.WorldError as failure:
            self._fail(failure)
            self._set_enabled(True)
            return
        self.end()
        self._done()
        self._say(tr("The decks of {day} are back.", day=times.full(backup.made)), self._undo)

    def _take_back(self) -> None:
        self._set_enabled(False)
        self.kit.spawn(self._return_here(), "undoing a put back")

    async def _return_here(self) -> None:
        try:
            await self._backups.undo_put_back()
        except errors.WorldError as failure:
            self._fail(failure)
            self._set_enabled(True)
            return
        self.end()
        self._done()
        self._say(tr("Your decks are as they were before."), None)

    def _undo(self) -> None:
        self.kit.spawn(self._return(), "undoing a put back")

    async def _return(self) -> None:
        try:
            await self._backups.undo_put_back()
        except errors.WorldError as failure:
            self._say(notices.sentence(failure, now=self.kit.clock()), None)
            return
        self._done()

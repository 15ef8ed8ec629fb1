"""Asks what to mute, where and until when. Nothing is asked of a server: what is muted here stays on this PC."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from client.model.sifting import Mute, MuteKind
from client.ui.buttons import Button
from client.ui.controls import Segmented
from client.ui.dialog import ScrimDialog
from client.ui.kit import Kit
from client.ui.options_mutes import EVERYWHERE, HERE, end_of
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr


class MuteDialog(ScrimDialog):
    """`keep` gets the mute and whether it counts in all columns. `here` tells whether there is a column it can be for alone."""

    def __init__(self, kit: Kit, kind: MuteKind, text: str, keep: Callable[[Mute, bool], object], *, here: bool) -> None:
        title = tr("Mute @{handle}", handle=text) if kind is MuteKind.AUTHOR else tr("Mute a word")
        super().__init__(kit, title, width=440)
        self._kind, self._text, self._keep = kind, text, keep
        self.field: QLineEdit | None = None
        box = Box(kit.theme, down=True, gap=14, margins=(20, 16, 20, 18))
        if kind is MuteKind.WORD:
            self.field = QLineEdit(text)
            self.field.setMaxLength(200)
            self.field.setAccessibleName(tr("Word to mute"))
            self.field.selectAll()
            self._add(box, tr("Word to mute"), self.field)
        places = [(HERE, tr("This column"), "")] if here else []
        self.where = Segmented(
            kit, tr("Mute where"), [*places, (EVERYWHERE, tr("All columns"), "")], HERE if here else EVERYWHERE
        )
        ends = [("hour", tr("1 hour"), ""), ("today", tr("Today"), ""), ("week", tr("A week"), ""), ("", tr("Always"), "")]
        self.until = Segmented(kit, tr("How long"), ends, "today")
        self._add(box, tr("Mute where"), self.where)
        self._add(box, tr("How long"), self.until)
        help_ = PlainLabel(
            kit.theme, tr("Only on this PC. You end it in the options of a column."), role="text.muted", wrap=True
        )
        box.addWidget(help_)
        self.body.setLayout(box)
        self.setAccessibleDescription(help_.text())
        self._build_foot()

    def _add(self, box: Box, label: str, widget: QWidget) -> None:
        line = Box(self.kit.theme, down=True, gap=4)
        line.addWidget(PlainLabel(self.kit.theme, label, step="meta", role="text.secondary", weight=500))
        line.addWidget(widget)
        box.addLayout(line)

    def _build_foot(self) -> None:
        cancel, self.main = Button(tr("Cancel")), Button(tr("Mute"), "primary")
        cancel.clicked.connect(self.end)
        self.main.clicked.connect(self._done)
        self.foot.addStretch(1)
        self.foot.addWidget(cancel)
        self.foot.addWidget(self.main)
        self.set_main(self.main)

    def _done(self) -> None:
        text = self._text if self.field is None else self.field.text().strip()
        if not text:
            if self.field is not None:
                self.field.setFocus()
            return
        self._keep(Mute(self._kind, text, end_of(self.until.value(), self.kit.clock())), self.where.value() == EVERYWHERE)
        self.end()

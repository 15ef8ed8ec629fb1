"""The list of what columns called for in this run: for whoever was not looking when it was shown."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from client.ui import times
from client.ui.alerts import Entry
from client.ui.buttons import Button
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr


class AlertsList(ScrimDialog):
    """Shows the entries, the newest first; each leads to its column. `go` hears the column's id."""

    def __init__(self, kit: Kit, entries: Sequence[Entry], go: Callable[[str], None]) -> None:
        super().__init__(kit, tr("Alerts"), width=560, height=480)
        self._go = go
        box = Box(kit.theme, down=True, gap=10, margins=(20, 14, 20, 16))
        self.ways: list[Button] = []
        for entry in entries:
            box.addLayout(self._line(entry))
        if not entries:
            told = tr("No column has called since Belfry was opened. You switch alerts on in the options of a column.")
            box.addWidget(PlainLabel(kit.theme, told, role="text.secondary", wrap=True))
        box.addStretch(1)
        inner = QWidget()
        inner.setLayout(box)
        outer = Box(kit.theme)
        outer.addWidget(scroller(kit, inner))
        self.body.setLayout(outer)
        done = Button(tr("Close"), "primary")
        done.clicked.connect(self.end)
        self.foot.addStretch(1)
        self.foot.addWidget(done)

    def _line(self, entry: Entry) -> Box:
        kit = self.kit
        time = times.moment(entry.at, kit.clock())
        words = Box(kit.theme, down=True, gap=1)
        words.addWidget(PlainLabel(kit.theme, entry.head, weight=600, wrap=True))
        words.addWidget(PlainLabel(kit.theme, entry.text, role="text.secondary", wrap=True))
        way = Button(tr("Show"), "small")
        way.setAccessibleName(tr("Show {name}", name=entry.head))
        way.clicked.connect(lambda checked=False: self._leave(entry))
        self.ways.append(way)
        line = Box(kit.theme, gap=12)
        line.addWidget(PlainLabel(kit.theme, time, step="meta", role="text.muted"))
        line.addLayout(words, 1)
        line.addWidget(way)
        return line

    def _leave(self, entry: Entry) -> None:
        self.end()
        self._go(entry.column)

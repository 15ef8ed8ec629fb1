"""What you missed: per column the questions, the most answered, the posts of partners, and how much came by the hour.

It lies over the deck and moves nothing there: who closes it is where he was. Opening a post goes to it in its column.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.model.column import ColumnId
from client.sync.catchup import Hole, Item, Missed
from client.ui import times
from client.ui.buttons import Button, PaintedButton
from client.ui.catchup_bars import Bars
from client.ui.controls import MIDDLE
from client.ui.dialog import ScrimDialog, scroller
from client.ui.heading import Heading
from client.ui.kit import Kit
from client.ui.widgets import Box, Glyph, Panel, PlainLabel
from client.ui.words import tr, trn

Go = Callable[[ColumnId, Item], object]
Act = Callable[[ColumnId], object]
Fill = Callable[[ColumnId, int], object]


class MissedPost(PaintedButton):
    """One post in a line or two: who, when, what it says. A press goes to it."""

    def __init__(self, kit: Kit, item: Item, note: str) -> None:
        super().__init__(kit)
        author = item.post.author
        self._who = author.name.text or author.handle
        said = item.post.warning or item.post.text.text
        self._said = " ".join(said.split())[:240] or tr("A post without words")
        self._note = " · ".join(part for part in (times.clock(item.at), note) if part)
        self.setText(self._who)
        self.setAccessibleName(f"{self._who}, {self._note}. {self._said}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines."""
        theme = self.kit.theme
        return QSize(theme.px(240), theme.line("ui") + theme.line("body") + theme.px(10))

    def minimumSizeHint(self) -> QSize:
        """It may be narrow: words are cut then, and said whole by the screen reader."""
        return QSize(self.kit.theme.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints both lines, a ground when hovered, a ring with the keyboard."""
        painter, theme = QPainter(self), self.kit.theme
        if self.hovered or self.isDown():
            painter.fillRect(self.rect(), theme.color("bg.hover"))
        left, top, width = theme.px(8), theme.px(4), self.width() - theme.px(16)
        first = QRectF(left, top, width, theme.line("ui"))
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("text.muted"))
        note = QFontMetrics(theme.font("meta")).horizontalAdvance(self._note) + 2
        painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._note)
        self._line(painter, "ui", 600, self._who, first.adjusted(0, 0, -note - theme.px(8), 0), "text.primary")
        second = QRectF(left, first.bottom() + 1, width, theme.line("body"))
        self._line(painter, "body", 0, self._said, second, "text.primary")
        self.ring(painter, radius=4)

    def _line(self, painter: QPainter, step: str, weight: int, text: str, place: QRectF, role: str) -> None:
        font = self.kit.theme.font(step, weight)
        painter.setFont(font)
        painter.setPen(self.kit.theme.color(role))
        painter.drawText(place, MIDDLE, QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(place.width())))


class ColumnMissed(QWidget):
    """What was missed in one column."""

    def __init__(self, kit: Kit, heading: Heading, missed: Missed, go: Go, mark: Act, fill: Fill) -> None:
        super().__init__()
        self._kit, self._missed, self._go = kit, missed, go
        self.setAccessibleName(heading.title)
        theme = kit.theme
        box = Box(theme, down=True, gap=8, margins=(20, 14, 20, 14))
        head = Box(theme, gap=8)
        head.addWidget(Glyph(kit, heading.icon, 18))
        title = PlainLabel(theme, heading.title, step="columnTitle", elide=True)
        head.addWidget(title, 1)
        self.marked = Button(tr("Mark all as read"), "small")
        self.marked.setAccessibleName(tr("Mark all as read in {name}", name=heading.title))
        self.marked.clicked.connect(lambda checked=False: self._mark(mark))
        head.addWidget(self.marked)
        box.addLayout(head)
        self.summary = PlainLabel(theme, self._sum(), step="meta", role="text.muted", wrap=True)
        box.addWidget(self.summary)
        for hole in missed.holes[:3]:
            box.addWidget(self._hole(hole, fill))
        if len(missed.hours) > 1:
            box.addWidget(Bars(kit, missed.hours))
        self._list(box, tr("Questions"), missed.questions, lambda item: tr("mentions you") if item.ours else "")
        self._list(box, tr("Most answered"), missed.answered, self._answers)
        self._list(box, tr("From partners"), missed.partners, lambda item: "")
        self.setLayout(box)

    def _sum(self) -> str:
        text = trn("{n} post not read", "{n} posts not read", self._missed.count)
        if self._missed.count > self._missed.looked:
            text += ". " + trn("Belfry looked at the newest {n}.", "Belfry looked at the newest {n}.", self._missed.looked)
        return text

    def _answers(self, item: Item) -> str:
        return trn("{n} reply", "{n} replies", item.post.counts.replies or 0)

    def _list(self, box: Box, title: str, items: Sequence[Item], note: Callable[[Item], str]) -> None:
        if not items:
            return
        box.addWidget(PlainLabel(self._kit.theme, title, step="meta", role="text.secondary", weight=600))
        for item in items:
            button = MissedPost(self._kit, item, note(item))
            button.clicked.connect(lambda checked=False, item=item: self._go(self._missed.column, item))
            box.addWidget(button)

    def _hole(self, hole: Hole, fill: Fill) -> QWidget:
        row, gap = QWidget(), hole.gap
        text = tr("Posts may be missing here.")
        if gap.since is not None and gap.until is not None:
            span = times.stretch(gap.since, gap.until, self._kit.clock())
            text = tr("Posts may be missing: {time}.", time=span)
        line = Box(self._kit.theme, gap=8)
        line.addWidget(Glyph(self._kit, "warning", 16, "stale"))
        line.addWidget(PlainLabel(self._kit.theme, text, step="meta", wrap=True), 1)
        load = Button(tr("Load them"), "small")

        def pressed() -> None:
            fill(self._missed.column, hole.row)
            load.setText(tr("Asked for"))
            load.setEnabled(False)
            self.marked.setFocus(Qt.FocusReason.OtherFocusReason)

        load.clicked.connect(lambda checked=False: pressed())
        line.addWidget(load)
        row.setLayout(line)
        return row

    def _mark(self, mark: Act) -> None:
        mark(self._missed.column)
        self.summary.setText(tr("All read"))
        self.marked.setText(tr("All read"))


class CatchUpDialog(ScrimDialog):
    """The view. `went` is said in words: since when one was away, "" when that does not matter."""

    def __init__(
        self,
        kit: Kit,
        headings: Mapping[ColumnId, Heading],
        missed: Sequence[Missed],
        went: str,
        go: Go,
        mark: Act,
        fill: Fill,
    ) -> None:
        super().__init__(kit, tr("What you missed"), width=640, height=720)
        theme = kit.theme
        inner = QWidget()
        box = Box(theme, down=True)
        if went:
            top = Box(theme, margins=(20, 12, 20, 0))
            top.addWidget(PlainLabel(theme, went, role="text.secondary", wrap=True))
            box.addLayout(top)
        self.columns: list[ColumnMissed] = []

        def leave(column: ColumnId, item: Item) -> None:
            self.end()
            go(column, item)

        for each in missed:
            if each.column in headings:
                part = ColumnMissed(kit, headings[each.column], each, leave, mark, fill)
                self.columns.append(part)
                frame = Panel(theme, "bg.raised", edges="b")
                frame_box = Box(theme, margins=(0, 0, 0, 1))
                frame_box.addWidget(part)
                frame.setLayout(frame_box)
                box.addWidget(frame)
        if not self.columns:
            words = PlainLabel(theme, tr("You have read everything in this deck."), wrap=True)
            words.setContentsMargins(20, 24, 20, 24)
            box.addWidget(words)
        box.addStretch(1)
        inner.setLayout(box)
        body = Box(theme)
        body.addWidget(scroller(kit, inner))
        self.body.setLayout(body)
        done = Button(tr("Back to the deck"), "primary")
        done.clicked.connect(self.end)
        self.foot.addStretch(1)
        self.foot.addWidget(done)

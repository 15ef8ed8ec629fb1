"""The parts that the column options are made of: a section, a row with a switch, a chip to turn on, a label with a field."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from client.ui.buttons import PaintedButton
from client.ui.controls import MIDDLE
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, paint_edges
from client.ui.wrapping import Lines

PAD = 12
"""px left of everything in the options; right, with the scroll bar, it is as much."""
LABEL = 58
"""px that labels beside fields have at least."""


class Section(QWidget):
    """A heading, what belongs to it, and a line below. Fill `body`; `aside` stands right of the heading."""

    def __init__(self, kit: Kit, title: str, *, aside: QWidget | None = None) -> None:
        super().__init__()
        self.kit = kit
        self.setAccessibleName(title)
        self.body = Box(kit.theme, down=True, gap=4)
        head = Box(kit.theme, gap=8)
        head.addWidget(PlainLabel(kit.theme, title, weight=600, wrap=True), 1)
        if aside is not None:
            head.addWidget(aside)
        box = Box(kit.theme, down=True, gap=4, margins=(PAD, 7 if aside is None else 3, 2, 8))  # right of it is the scroll bar
        box.addLayout(head)
        box.addLayout(self.body)
        self.setLayout(box)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def refresh(self) -> None:
        """Shows the column as it is now. A section that always looks the same has nothing to do."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line below."""
        paint_edges(QPainter(self), self, "b", self.kit.theme)


def words(kit: Kit, text: str = "", *, role: str = "text.muted") -> PlainLabel:
    """A line of small words."""
    return PlainLabel(kit.theme, text, step="meta", role=role, wrap=True)


class Pair(QWidget):
    """A label left and a control right; the label above where there is no room beside. With `peers`, the labels of the pairs
    around it, the control takes all the room and all of them begin at one place."""

    def __init__(self, kit: Kit, label: str, control: QWidget, *, peers: Sequence[str] = ()) -> None:
        super().__init__()
        self._kit, self._control, self._peers = kit, control, tuple(peers)
        role = "text.secondary" if peers else "text.primary"
        self.label = PlainLabel(kit.theme, label, role=role, wrap=not peers)
        self.label.setBuddy(control)
        self._box = Box(kit.theme, gap=8)
        where = Qt.AlignmentFlag.AlignTop if peers else Qt.AlignmentFlag.AlignVCenter
        self._box.addWidget(self.label, 0 if peers else 1, where)
        self._box.addWidget(control, 1 if peers else 0)
        self.setLayout(self._box)
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._kit.theme
        if self._peers:
            metrics = QFontMetrics(theme.font("ui"))
            widest = max(metrics.horizontalAdvance(peer) for peer in (*self._peers, self.label.text()))
            self.label.setFixedWidth(max(theme.text_px(LABEL), widest + 2))
            self.label.setFixedHeight(max(theme.px(30), theme.line("ui")))
            self.label.setAlignment(MIDDLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the label above when both do not fit side by side."""
        if not self._peers:
            wide = QFontMetrics(self.label.font()).horizontalAdvance(self.label.text()) + self._control.sizeHint().width()
            fits = wide + self._kit.theme.px(10) <= event.size().width()
            way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
            if way != self._box.direction():
                self._box.setDirection(way)


class SwitchRow(PaintedButton):
    """On or off with its words, which wrap, and smaller words behind them: the whole row is the target."""

    def __init__(self, kit: Kit, text: str, more: str = "", *, on: bool = False) -> None:
        super().__init__(kit)
        self._more = more
        self.setCheckable(True)
        self.setChecked(on)
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(more)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_more(self, more: str) -> None:
        """Changes the smaller words."""
        if more != self._more:
            self._more = more
            self.setAccessibleDescription(more)
            self.updateGeometry()
            self.update()

    def set_on(self, on: bool) -> None:
        """Shows a value without telling."""
        self.blockSignals(True)
        self.setChecked(on)
        self.blockSignals(False)
        self.update()

    def _track(self) -> QSize:
        width, height = self.kit.theme.token("controls", "switch")
        return QSize(self.kit.theme.px(width), self.kit.theme.px(height))

    def _lines(self, width: int) -> Lines:
        theme = self.kit.theme
        room = max(1, width - self._track().width() - theme.px(8))
        return Lines(self.text(), theme.font("ui"), theme.line("ui"), room, Qt.AlignmentFlag.AlignLeft)

    def _more_beside(self, lines: Lines, width: int) -> bool:
        """Whether the smaller words stand in the line of the others."""
        theme = self.kit.theme
        more = QFontMetrics(theme.font("meta")).horizontalAdvance(self._more)
        room = width - self._track().width() - theme.px(8)
        return lines.height <= theme.line("ui") and lines.width + theme.px(6) + more <= room

    def hasHeightForWidth(self) -> bool:
        """The words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The words in this width, at least 26 px."""
        theme, lines = self.kit.theme, self._lines(width)
        below = theme.line("meta") if self._more and not self._more_beside(lines, width) else 0
        return max(theme.px(26), lines.height + below + 4)

    def sizeHint(self) -> QSize:
        """As high as one line."""
        return QSize(self.kit.theme.px(160), self.heightForWidth(self.width() if self.width() > 40 else 10_000))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(self.kit.theme.px(80), max(self.kit.theme.px(26), self.kit.theme.line("ui") + 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Asks for the height that this width needs."""
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the words left, the switch right."""
        painter, theme, on = QPainter(self), self.kit.theme, self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = self._lines(self.width())
        beside = self._more_beside(lines, self.width())
        below = theme.line("meta") if self._more and not beside else 0
        top = (self.height() - lines.height - below) / 2
        painter.setPen(theme.color("text.primary" if self.isEnabled() else "text.disabled"))
        lines.paint(painter, 0, top)
        if self._more:
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("text.muted"))
            left = lines.width + theme.px(6) if beside else 0
            box = QRectF(left, top if beside else top + lines.height, self.width(), theme.line("ui" if beside else "meta"))
            painter.drawText(box, MIDDLE, self._more)
        self._paint_switch(painter, on)
        if self.hasFocus():
            self.ring(painter)

    def _paint_switch(self, painter: QPainter, on: bool) -> None:
        theme, track = self.kit.theme, self._track()
        box = QRectF(self.width() - track.width(), (self.height() - track.height()) / 2, track.width(), track.height())
        box.adjust(0.75, 0.75, -0.75, -0.75)
        painter.setPen(QPen(theme.color("accent.fill" if on else "line.strong"), 1.5))
        painter.setBrush(theme.color("accent.fill") if on else theme.color("bg.field"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        knob = box.height() - 6.5
        left = box.right() - knob - 3 if on else box.left() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.on" if on else "line.strong"))
        painter.drawEllipse(QRectF(left, box.center().y() - knob / 2, knob, knob))


class OnChip(PaintedButton):
    """A chip that is on (with a tick) or off. 26 px high."""

    def __init__(self, kit: Kit, text: str, *, on: bool = False, icon: str = "") -> None:
        """`icon` without words makes a round chip for an act."""
        super().__init__(kit)
        self._icon = icon
        self.setCheckable(not icon)
        self.setChecked(on)
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_on(self, on: bool) -> None:
        """Shows a value without telling."""
        self.blockSignals(True)
        self.setChecked(on)
        self.blockSignals(False)
        self.update()

    def sizeHint(self) -> QSize:
        """Tick and words; room for the tick is kept, so that nothing moves when it comes."""
        theme = self.kit.theme
        high = max(theme.px(26), theme.line("meta") + 8)
        if self._icon:
            return QSize(high + 2, high)
        width = QFontMetrics(theme.font("meta", 600)).horizontalAdvance(self.text())
        return QSize(width + theme.text_px(12) + theme.px(5) + 2 * theme.px(9), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the chip."""
        painter, theme, on = QPainter(self), self.kit.theme, self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent" if on else "line.strong")))
        ground = "accent.soft" if on else "bg.hover" if self.hovered else "bg.column"
        painter.setBrush(theme.color(ground))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        size = theme.text_px(12)
        if self._icon:
            self.kit.icons.paint(painter, (self.width() - size) / 2, (self.height() - size) / 2, self._icon, 12, "icon.active")
        else:
            self._paint_words(painter, on, size)
        self.ring(painter, radius=13)

    def _paint_words(self, painter: QPainter, on: bool, size: int) -> None:
        theme = self.kit.theme
        font = theme.font("meta", 600 if on else 400)
        tick = size + theme.px(5) if on else 0
        left = (self.width() - QFontMetrics(font).horizontalAdvance(self.text()) - tick) / 2
        ink = "accent.soft.text" if on else "text.primary"
        if on:
            self.kit.icons.paint(painter, left, (self.height() - size) / 2, "check-bold", 12, ink)
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        painter.drawText(QRectF(left + tick, 0, self.width(), self.height()), MIDDLE, self.text())

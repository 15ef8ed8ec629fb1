"""Painted controls: the count pill, the switch, the row of segments, the tick; and the field that finds in a list."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QButtonGroup, QComboBox, QLineEdit, QListWidget, QSizePolicy, QWidget

from client.ui.buttons import PaintedButton
from client.ui.kit import Kit
from client.ui.widgets import Box

CENTER = Qt.AlignmentFlag.AlignCenter
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
WIDEST, LEAST = 420, 110
"""px that a list which folds out wishes for at most, and is content with."""
QSIZE_MAX = 16_777_215


def count_text(number: int) -> str:
    """Says a count in a pill: exact to 999."""
    return str(number) if number < 1000 else "999+"


class Pill(QWidget):
    """A count in a rounded field; hidden at zero. Sizes are px at text size 100 %."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        kit.theme.changed.connect(self._restyle)
        self.hide()

    def show_count(self, number: int, spoken: str) -> None:
        """Shows a count; `spoken` says what it counts."""
        self._text = count_text(number)
        self.setAccessibleName(spoken if number else "")
        self._restyle()
        self.setVisible(number > 0)

    def _restyle(self) -> None:
        theme = self._kit.theme
        width = QFontMetrics(theme.font("meta", 600)).horizontalAdvance(self._text) + 2 * theme.px(7)
        self.setFixedSize(max(width, theme.text_px(22)), theme.text_px(20))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the field and the count."""
        painter = QPainter(self)
        theme = self._kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent")) if theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.soft"))
        radius, inset = self.height() / 2, 0.5 if theme.high_contrast else 0.0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)
        painter.setPen(theme.color("accent.soft.text"))
        painter.setFont(theme.font("meta", 600))
        painter.drawText(self.rect(), CENTER, self._text)


class Switch(PaintedButton):
    """On or off, with its words: the whole row is the target."""

    def __init__(self, kit: Kit, text: str, *, on: bool = False) -> None:
        super().__init__(kit)
        self.setCheckable(True)
        self.setChecked(on)
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _track(self) -> QSize:
        width, height = self.kit.theme.token("controls", "switch")
        return QSize(self.kit.theme.px(width), self.kit.theme.px(height))

    def sizeHint(self) -> QSize:
        """Words, gap and switch."""
        metrics = QFontMetrics(self.kit.theme.font("ui"))
        track = self._track()
        gap = self.kit.theme.px(8) if self.text() else 0
        return QSize(metrics.horizontalAdvance(self.text()) + gap + track.width() + 6, max(28, metrics.height() + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the words left, the switch right; on is filled with the knob at the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, track, on = self.kit.theme, self._track(), self.isChecked()
        painter.setFont(theme.font("ui"))
        painter.setPen(theme.color("text.primary"))
        painter.drawText(self.rect().adjusted(3, 0, -track.width() - 3, 0), MIDDLE, self.text())
        box = QRectF(self.width() - track.width() - 3, (self.height() - track.height()) / 2, track.width(), track.height())
        box.adjust(0.75, 0.75, -0.75, -0.75)
        painter.setPen(QPen(theme.color("accent.fill" if on else "line.strong"), 1.5))
        painter.setBrush(theme.color("accent.fill") if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        knob = box.height() - 6.5
        left = box.right() - knob - 3 if on else box.left() + 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.on" if on else "line.strong"))
        painter.drawEllipse(QRectF(left, box.center().y() - knob / 2, knob, knob))
        self.ring(painter)


def paint_tick(painter: QPainter, kit: Kit, box: QRectF, on: bool) -> None:
    """Paints a tick box."""
    theme = kit.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent.fill" if on else "line.strong"), 1.5))
    painter.setBrush(theme.color("accent.fill" if on else "bg.field"))
    painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
    if on:
        side = box.width()
        path = QPainterPath()
        path.moveTo(box.left() + side * 0.26, box.top() + side * 0.52)
        path.lineTo(box.left() + side * 0.43, box.top() + side * 0.69)
        path.lineTo(box.left() + side * 0.75, box.top() + side * 0.33)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme.color("accent.on"), max(1.8, side * 0.11))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


class Tick(PaintedButton):
    """A tick box with bold words and, after them, plain ones: the whole row is the target."""

    def __init__(self, kit: Kit, text: str, more: str = "", *, on: bool = False) -> None:
        super().__init__(kit)
        self._more = more
        self.setCheckable(True)
        self.setChecked(on)
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(more)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def takes_enter(self) -> bool:
        """Only Space ticks."""
        return False

    def sizeHint(self) -> QSize:
        """Box, gap and words."""
        theme = self.kit.theme
        bold = QFontMetrics(theme.font("ui", 600 if self._more else 400))
        width = bold.horizontalAdvance(self.text() + " ") + QFontMetrics(theme.font("ui")).horizontalAdvance(self._more)
        return QSize(theme.px(18) + theme.px(8) + width + 6, max(28, bold.height() + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the tick box and the words, cut at the right when there is no room."""
        painter = QPainter(self)
        theme = self.kit.theme
        side = theme.px(18)
        painter.setOpacity(1 if self.isEnabled() else 0.45)
        paint_tick(painter, self.kit, QRectF(3, (self.height() - side) / 2, side, side), self.isChecked())
        painter.setOpacity(1)
        left = 3 + side + theme.px(8)
        font = theme.font("ui", 600 if self._more else 400)
        painter.setFont(font)
        painter.setPen(theme.color("text.primary" if self.isEnabled() else "text.disabled"))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), MIDDLE, self.text())
        if self._more:
            left += QFontMetrics(font).horizontalAdvance(self.text() + " ")
            painter.setFont(theme.font("ui"))
            painter.setPen(theme.color("text.secondary"))
            words = QFontMetrics(theme.font("ui")).elidedText(self._more, Qt.TextElideMode.ElideRight, self.width() - left - 3)
            painter.drawText(self.rect().adjusted(left, 0, 0, 0), MIDDLE, words)
        self.ring(painter)


class _Segment(PaintedButton):
    """One segment of a row."""

    def __init__(self, kit: Kit, text: str, icon: str, place: str, height: int) -> None:
        super().__init__(kit)
        self._icon, self._place, self._height = icon, place, height
        self.setCheckable(True)
        self.setAutoExclusive(True)  # a radio button to those who hear it
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def takes_enter(self) -> bool:
        """Enter chooses it; when that has been done, there is nothing to press."""
        return not self.isChecked()

    def sizeHint(self) -> QSize:
        """The words and the glyph; 11 px at both sides."""
        theme = self.kit.theme
        width = QFontMetrics(theme.font("ui", 600)).horizontalAdvance(self.text()) + 2 * theme.px(11)
        if self._icon:
            width += theme.text_px(14) + 5
        return QSize(width, max(theme.px(self._height), theme.line("ui") + 8))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the segment; the first and last have the round corners of the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, on = self.kit.theme, self.isChecked()
        painter.setPen(QPen(theme.color("line.strong")))
        filled = on and theme.high_contrast  # there a tint would say nothing
        painter.setBrush(
            theme.color("accent.fill" if filled else "accent.soft" if on else "bg.hover" if self.hovered else "bg.column")
        )
        painter.drawPath(self._shape())
        ink = "accent.on" if filled else "accent.soft.text" if on else "text.primary"
        font = theme.font("ui", 600 if on else 400)
        icon = theme.text_px(14) + 5 if self._icon else 0
        width = QFontMetrics(font).horizontalAdvance(self.text()) + icon
        left = (self.width() - width) / 2
        if self._icon:
            self.kit.icons.paint(painter, left, (self.height() - theme.text_px(14)) / 2, self._icon, 14, ink)
        painter.setPen(theme.color(ink))
        painter.setFont(font)
        painter.drawText(QRectF(left + icon, 0, self.width(), self.height()), MIDDLE, self.text())
        self.ring(painter)

    def _shape(self) -> QPainterPath:
        radius = self.kit.theme.px(6)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5 if self._place in ("last", "only") else 0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(box, radius, radius)
        square = QPainterPath()
        if self._place in ("first", "middle"):
            square.addRect(box.adjusted(radius, 0, 0, 0))
        if self._place in ("last", "middle"):
            square.addRect(box.adjusted(0, 0, -radius, 0))
        return path.united(square)


class Segmented(QWidget):
    """A row of choices of which one holds. `chosen` is emitted with its value when the person picks another."""

    chosen = Signal(str)

    def __init__(self, kit: Kit, spoken: str, choices: Sequence[tuple[str, str, str]], value: str, *, height: int = 32) -> None:
        """`choices` are (value, words, glyph or "")."""
        super().__init__()
        self.setAccessibleName(spoken)
        self._values = [choice[0] for choice in choices]
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        box = Box(kit.theme)
        last = len(choices) - 1
        for number, (_, text, icon) in enumerate(choices):
            place = "only" if last == 0 else "first" if number == 0 else "last" if number == last else "middle"
            segment = _Segment(kit, text, icon, place, height)
            segment.setAccessibleName(f"{spoken}: {text}")
            self._group.addButton(segment, number)
            box.addWidget(segment, 1)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_value(value)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))

    def value(self) -> str:
        """The value that holds."""
        return self._values[self._group.checkedId()] if self._group.checkedId() >= 0 else ""

    def tab_children(self) -> list[QWidget]:
        """One stop for Tab, as people know it from radio buttons: the choice that holds; arrows move it."""
        held = self._group.checkedButton()
        return [held] if held is not None else list(self._group.buttons())

    def set_value(self, value: str) -> None:
        """Chooses without telling."""
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the choice."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        target = self._group.button(self._group.checkedId() + step)
        if step and target is not None:
            target.setFocus()
            target.click()
            return
        super().keyPressEvent(event)


class Choice(QComboBox):
    """A list that folds out, with our own sign at the right."""

    def __init__(self, kit: Kit, spoken: str) -> None:
        super().__init__()
        self._kit = kit
        self.setAccessibleName(spoken)
        if sys.platform.startswith("linux"):
            self.setAccessibleDescription(spoken)  # there Qt gives what is chosen as the name
        self.setStyleSheet("QComboBox::drop-down { border: 0; width: 28px; } QComboBox::down-arrow { image: none; }")

    def sizeHint(self) -> QSize:
        """What its longest choice needs, within bounds: names from elsewhere may have any length."""
        return super().sizeHint().boundedTo(QSize(self._kit.theme.text_px(WIDEST), QSIZE_MAX))

    def minimumSizeHint(self) -> QSize:
        """A choice may be cut at the right; it is whole in the list that folds out."""
        return super().minimumSizeHint().boundedTo(QSize(self._kit.theme.text_px(LEAST), QSIZE_MAX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the field and the sign."""
        super().paintEvent(event)
        size = self._kit.theme.text_px(14)
        left, top = self.width() - size - self._kit.theme.px(9), (self.height() - size) / 2
        self._kit.icons.paint(QPainter(self), left, top, "caret-down", 14, "icon.active")


class FindField(QLineEdit):
    """A field to find something in a list; the arrow keys move in that list while one types."""

    def __init__(self, found: QListWidget) -> None:
        super().__init__()
        self._found = found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hands what moves in a list to the list."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            QApplication.sendEvent(self._found, event)
            event.accept()
            return
        super().keyPressEvent(event)

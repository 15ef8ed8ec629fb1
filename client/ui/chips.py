"""A field of chips: a word becomes a chip with Enter or a comma, Backspace takes the last one back, each chip is a button."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from client.ui.buttons import PaintedButton
from client.ui.controls import MIDDLE
from client.ui.flow import Flow
from client.ui.kit import Kit
from client.ui.widgets import announce, name, paint_field
from client.ui.words import tr

LONGEST = 200
"""Characters of one chip."""


class Chip(PaintedButton):
    """One word in a field; a press takes it out. A `minus` chip stands for what is left out."""

    def __init__(self, kit: Kit, text: str, label: str, *, minus: bool = False) -> None:
        super().__init__(kit)
        self._minus = minus
        self.setText(text)
        name(self, tr("{label}: {word}. Press to take it out.", label=label, word=text), tr("Take out: {word}", word=text))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Sign, word and cross."""
        theme = self.kit.theme
        width = QFontMetrics(theme.font("meta", 600)).horizontalAdvance(self.text())
        signs = theme.text_px(12) * (2 if self._minus else 1) + theme.px(5) * (2 if self._minus else 1)
        return QSize(width + signs + theme.px(12) + 2, max(theme.px(24), theme.line("meta") + 6))

    def minimumSizeHint(self) -> QSize:
        """A long word may be cut; its whole is in the tool tip."""
        return QSize(min(self.sizeHint().width(), self.kit.theme.text_px(64)), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace take it out too."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the chip."""
        painter, theme, size = QPainter(self), self.kit.theme, self.kit.theme.text_px(12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line.strong" if self._minus else "accent")))
        painter.setBrush(theme.color("bg.hover" if self.hovered else "bg.column" if self._minus else "accent.soft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
        ink = "text.primary" if self._minus else "accent.soft.text"
        left, top = float(theme.px(7)), (self.height() - size) / 2
        if self._minus:
            self.kit.icons.paint(painter, left, top, "minus-bold", 12, ink)
            left += size + theme.px(5)
        font = theme.font("meta", 500 if self._minus else 600)
        right = self.width() - size - theme.px(5)
        room = round(right - left - theme.px(3))
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room + 2, self.height()), MIDDLE, text)
        self.kit.icons.paint(painter, right, top, "x-bold", 12, ink)
        self.ring(painter, radius=4)


class ChipField(QWidget):
    """Words as chips. `changed` carries all of them when the person adds or takes out one."""

    changed = Signal(tuple)

    def __init__(
        self,
        kit: Kit,
        label: str,
        hint: str,
        *,
        minus: bool = False,
        clean: Callable[[str], str] = str.strip,
        spaces: bool = True,
    ) -> None:
        """`clean` makes what is kept of what was typed ("" is nothing); without `spaces` a space ends a word too."""
        super().__init__()
        self._kit, self._label, self._hint, self._minus = kit, label, hint, minus
        self._clean, self._ends = clean, ",;" if spaces else ",; "
        self._chips: list[Chip] = []
        self.setAccessibleName(label)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(label)
        self.edit.setMaxLength(LONGEST)
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._typed)
        self._flow = Flow(kit.theme, gap=4, stretch=True)
        self._flow.addWidget(self.edit)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        kit.theme.changed.connect(self._restyle)
        self._restyle()
        self._show_hint()

    def _restyle(self) -> None:
        theme = self._kit.theme
        self._flow.setContentsMargins(theme.px(6), 3, theme.px(6), 3)
        self.edit.setMinimumWidth(theme.text_px(44))
        high = max(theme.px(24), theme.line("meta") + 6)
        sheet = f"border: 0; padding: 0; background: transparent; min-height: {high}px; max-height: {high}px; font-size: @~12@;"
        self.edit.setStyleSheet(theme.fill(f"QLineEdit, QLineEdit:focus {{ {sheet} }}"))

    # --- what it holds ------------------------------------------------------------------------------------------------

    @property
    def words(self) -> tuple[str, ...]:
        """The chips' words, in their order."""
        return tuple(chip.text() for chip in self._chips)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The chips."""
        return tuple(self._chips)

    def set_words(self, words: Iterable[str]) -> None:
        """Shows these without telling. What is being typed stays."""
        words = tuple(words)
        if words == self.words:
            return
        for chip in tuple(self._chips):
            self._drop(chip)
        for word in words:
            self._add(word)
        self._show_hint()

    def add_words(self, words: Iterable[str]) -> None:
        """Adds those that are not there yet, as if the person had typed them."""
        known = {word.casefold() for word in self.words}
        fresh = [word for word in dict.fromkeys(filter(None, map(self._clean, words))) if word.casefold() not in known]
        for word in fresh:
            self._add(word)
        if fresh:
            self._show_hint()
            self._tell()

    def _add(self, word: str) -> None:
        chip = Chip(self._kit, word, self._label, minus=self._minus)
        chip.clicked.connect(lambda checked=False: self._take_out(chip))
        self._chips.append(chip)
        self._flow.addWidget(chip)
        self._flow.put_before_last()
        chip.show()

    def _drop(self, chip: Chip) -> None:
        self._chips.remove(chip)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _show_hint(self) -> None:
        self.edit.setPlaceholderText("" if self._chips else self._hint)
        self.updateGeometry()

    # --- what people do -----------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        if any(end in text for end in self._ends):
            self.take()

    def take(self) -> bool:
        """Makes chips of what is typed; tells whether there was anything."""
        text = self.edit.text()
        for end in self._ends:
            text = text.replace(end, ",")
        self.edit.clear()
        self.add_words(text.split(","))
        return bool(text.strip())

    def _take_out(self, chip: Chip) -> None:
        if chip not in self._chips:
            return
        at, had, word = self._chips.index(chip), chip.hasFocus(), chip.text()
        self._drop(chip)
        self._show_hint()
        if had:
            near: QWidget = self._chips[at] if at < len(self._chips) else self.edit
            near.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.edit, tr("Taken out: {word}", word=word))
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter makes a chip, Backspace in an empty field takes the last one out, leaving the field keeps what is typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return self.take()
            if event.key() == Qt.Key.Key_Backspace and not self.edit.text() and self._chips and not event.isAutoRepeat():
                self._take_out(self._chips[-1])
                return True
            if event.key() == Qt.Key.Key_Escape and self.edit.text():
                self.edit.clear()
                return True
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            if event.type() == QEvent.Type.FocusOut:
                self.take()
            self.update()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the chips begins to type."""
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the field; with the keyboard in it, its ring."""
        paint_field(self, self._kit.theme, here=self.edit.hasFocus())

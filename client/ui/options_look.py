"""Column options: how wide it is, and what it is known by: name, icon, colour."""

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from client.columns import KINDS
from client.model.column import MEDIUM, NARROW, WIDE
from client.ui import column_marks, heading
from client.ui.account_look import color_words
from client.ui.buttons import PaintedButton
from client.ui.controls import Segmented
from client.ui.flow import Flow
from client.ui.kit import Kit
from client.ui.options_link import Link, Typed
from client.ui.options_parts import Section, words
from client.ui.widgets import name
from client.ui.words import tr


class WidthChoice(Segmented):
    """The three widths; none of them while the column has one of its own."""

    def __init__(self, kit: Kit, width: int) -> None:
        said = [(str(NARROW), tr("Narrow"), ""), (str(MEDIUM), tr("Medium"), ""), (str(WIDE), tr("Wide"), "")]
        super().__init__(kit, tr("Width"), said, "", height=28)
        self.show_width(width)

    def show_width(self, width: int) -> None:
        """Chooses without telling, or nothing for a width between."""
        if str(width) in self._values:
            self.set_value(str(width))
            return
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)


class WidthSection(Section):
    """Narrow, medium, wide, or as the edge was pulled."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("Width"))
        self._link = link
        self.choice = WidthChoice(link.kit, link.spec.width)
        self.choice.chosen.connect(lambda value: link.change(width=int(value)))
        self.free = words(link.kit)
        self.body.addWidget(self.choice)
        self.body.addWidget(self.free)
        self.refresh()

    def refresh(self) -> None:
        """Shows the column as it is now."""
        width = self._link.spec.width
        self.choice.show_width(width)
        free = width not in (NARROW, MEDIUM, WIDE)
        self.free.setText(tr("{width} wide, as you pulled it. Pull the right edge of the column to change it.", width=width))
        self.free.setVisible(free)


class _Mark(PaintedButton):
    """One glyph or one colour to choose; "" is the column's own."""

    def __init__(self, kit: Kit, value: str, spoken: str, *, icon: str = "", color: str = "") -> None:
        super().__init__(kit)
        self.value, self._icon, self._color = value, icon, color
        self.setCheckable(True)
        self.setAutoExclusive(True)  # a radio button to those who hear it
        name(self, spoken)
        self.restyle()

    def restyle(self) -> None:
        """Takes the size of the theme."""
        side = max(self.kit.theme.px(30), self.kit.theme.text_px(18) + 8)
        self.setFixedSize(side, side)

    def takes_enter(self) -> bool:
        """Enter chooses it; when that has been done, there is nothing to press."""
        return not self.isChecked()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the glyph or the bar; the chosen one has a ground, an edge and a tick."""
        painter, theme, on = QPainter(self), self.kit.theme, self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent" if on else "line.hair"), 1.5 if on else 1))
        painter.setBrush(theme.color("accent.soft" if on else "bg.hover" if self.hovered else "bg.column"))
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(edge, theme.px(6), theme.px(6))
        ink = "accent.soft.text" if on else "icon.active"
        if self._color:
            high = theme.text_px(18)
            box = QRectF(self.width() / 2 - 3, (self.height() - high) / 2, 6, high)
            column_marks.paint_bar(painter, theme, box, self._color)
        else:
            size = theme.text_px(18)
            left, top = (self.width() - size) / 2, (self.height() - size) / 2
            self.kit.icons.paint(painter, left, top, self._icon or "prohibit", 18, ink)
        if on:
            tick = theme.text_px(10)
            self.kit.icons.paint(painter, self.width() - tick - 2, self.height() - tick - 2, "check-bold", 10, ink)
        self.ring(painter)


class _Marks(QWidget):
    """A set of marks of which one holds; arrows move the choice, Tab stops once."""

    def __init__(self, link: Link, spoken: str) -> None:
        super().__init__()
        self.setAccessibleName(spoken)
        self.group = QButtonGroup(self)
        self._flow = Flow(link.kit.theme, gap=4)
        self.setLayout(self._flow)

    def add(self, made: _Mark) -> None:
        """Takes one more."""
        self.group.addButton(made, len(self.group.buttons()))
        self._flow.addWidget(made)

    def choose(self, value: str) -> None:
        """Chooses without telling."""
        for button in self.group.buttons():
            if isinstance(button, _Mark) and button.value == value:
                button.setChecked(True)

    def tab_children(self) -> list[QWidget]:
        """The one that holds."""
        held = self.group.checkedButton()
        return [held] if held is not None else list(self.group.buttons())[:1]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the choice."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        way = ways.get(Qt.Key(event.key()), 0)
        target = self.group.button(self.group.checkedId() + way)
        if way and target is not None:
            target.setFocus()
            target.click()
            return
        super().keyPressEvent(event)


class NameSection(Section):
    """Name, icon and colour of the column."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.kit, tr("Name, icon, colour"))
        self._link, kit, spec = link, link.kit, link.spec
        self.field = QLineEdit(spec.name)
        self.field.setAccessibleName(tr("Name"))
        self.field.setMaxLength(60)
        self.field.setPlaceholderText(heading.title(replace(spec, name=""), KINDS.get(spec.kind)))
        self._typed = Typed(self, self._keep_name)
        self.field.textEdited.connect(self._typed.later)
        self.field.editingFinished.connect(self._typed.now)
        kind = KINDS.get(spec.kind)
        self.icons = _Marks(link, tr("Icon"))
        self.icons.add(_Mark(kit, "", tr("Its own icon"), icon=kind.icon if kind else "question"))
        for icon, said in column_marks.GLYPHS.items():
            self.icons.add(_Mark(kit, icon, tr(said), icon=icon))
        self.colors = _Marks(link, tr("Colour"))
        self.colors.add(_Mark(kit, "", tr("No colour")))
        for color in column_marks.free_colors(kit.theme, link.accounts.all, spec.color):
            self.colors.add(_Mark(kit, color, tr("Colour: {color}", color=color_words(color)), color=color))
        self.icons.group.buttonClicked.connect(lambda mark: link.change(icon=mark.value))
        self.colors.group.buttonClicked.connect(lambda mark: link.change(color=mark.value))
        self.body.addWidget(self.field)
        self.body.addWidget(words(kit, tr("Icon"), role="text.secondary"))
        self.body.addWidget(self.icons)
        self.body.addWidget(words(kit, tr("Colour"), role="text.secondary"))
        self.body.addWidget(self.colors)
        told = tr("A bar beside the icon. Colours of your accounts are not offered: the strip on top has those.")
        self.body.addWidget(words(kit, told))
        self.refresh()

    def _keep_name(self) -> None:
        self._link.change(name=self.field.text().strip())

    def take(self) -> None:
        """Keeps what is typed."""
        self._typed.now()

    def refresh(self) -> None:
        """Shows the column as it is now."""
        spec = self._link.spec
        if not self.field.hasFocus() and self.field.text().strip() != spec.name:
            self.field.setText(spec.name)
        self.icons.choose(spec.icon if spec.icon in column_marks.GLYPHS else "")
        self.colors.choose(spec.color)

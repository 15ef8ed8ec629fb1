"""Buttons: a painted ground for all of them, a glyph, an underlined word, and the push button with a verb.

Each has a name for screen readers, shows the keyboard's focus, and takes Enter as well as Space.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QSizePolicy

from client.ui.kit import Kit
from client.ui.widgets import name, paint_ring

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class PaintedButton(QAbstractButton):
    """The ground for painted buttons: hover is known, keyboard focus is visible, Enter presses as Space does."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self.kit = kit
        self.hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        kit.theme.changed.connect(self._theme_changed)

    def _theme_changed(self) -> None:
        self.restyle()
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Sets sizes that depend on the theme."""

    def enterEvent(self, event: QEnterEvent) -> None:
        """Notes the pointer."""
        self.hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forgets the pointer."""
        self.hovered = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button too; arrows are for what is around it."""
        if event.key() in ARROWS:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            if self.takes_enter():
                self.click()
            else:
                event.ignore()
            return
        super().keyPressEvent(event)

    def takes_enter(self) -> bool:
        """Whether Enter presses it; else Enter is for the dialog around it, as people know it from tick boxes."""
        return True

    def ring(self, painter: QPainter, role: str = "focus.ring", radius: int = 6) -> None:
        """Paints the focus ring when the keyboard is here. In contrast it has one colour on every dark ground."""
        if self.hasFocus():
            role = "focus.ring" if role == "side.accent" and self.kit.theme.high_contrast else role
            paint_ring(painter, self, self.kit.theme, role=role, radius=radius)


class IconButton(PaintedButton):
    """A glyph to press, with an accessible name and the same words as tool tip. 28 px unless another size is given."""

    def __init__(
        self,
        kit: Kit,
        icon: str,
        spoken: str,
        *,
        side: int = 28,
        size: int = 18,
        role: str = "icon.rest",
        hover: str = "bg.hover",
        ring: str = "focus.ring",
    ) -> None:
        super().__init__(kit)
        self._icon, self._side, self._size, self._role, self._hover, self._ring = icon, side, size, role, hover, ring
        name(self, spoken)
        self.restyle()

    def restyle(self) -> None:
        """Takes the size of the theme."""
        side = max(self.kit.theme.px(self._side), self.kit.theme.text_px(self._size) + 6)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the glyph, a ground when hovered or pressed, a ring when focused."""
        painter = QPainter(self)
        theme = self.kit.theme
        if self.hovered or self.isDown():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(self._hover))
            painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        px = theme.text_px(self._size)
        role = self._role if self.isEnabled() else "text.disabled"
        self.kit.icons.paint(painter, (self.width() - px) / 2, (self.height() - px) / 2, self._icon, self._size, role)
        self.ring(painter, self._ring)


class LinkButton(PaintedButton):
    """An underlined word to press, in the text around it."""

    def __init__(self, kit: Kit, text: str, *, step: str = "ui", role: str = "text.link") -> None:
        super().__init__(kit)
        self._step, self.role = step, role
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The words, at least 24 px high."""
        metrics = QFontMetrics(self.kit.theme.font(self._step))
        return QSize(metrics.horizontalAdvance(self.text()) + 6, max(24, metrics.height() + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the underlined words."""
        painter = QPainter(self)
        font = self.kit.theme.font(self._step)
        underlined = type(font)(font)
        underlined.setUnderline(True)
        painter.setFont(underlined)
        painter.setPen(self.kit.theme.color(self.role))
        painter.drawText(
            self.rect().adjusted(3, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text()
        )
        self.ring(painter, radius=4)


class Button(QPushButton):
    """A push button with a verb; `look` is `primary`, `small`, `ghost` or "". Enter presses it when it has the focus."""

    def __init__(self, text: str, look: str = "") -> None:
        super().__init__()
        self.setProperty("look", look)
        self.setAutoDefault(False)
        self.setText(text)
        self._set_font()

    def changeEvent(self, event: QEvent) -> None:
        """Follows the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._set_font()

    def _set_font(self) -> None:
        """The font of its look, made of the theme's: a stylesheet cannot set the weight of a variable font."""
        font = QFont(QApplication.font())
        weight = QFont.Weight.DemiBold if self.property("look") == "primary" else QFont.Weight.Medium
        font.setWeight(weight)
        font.setVariableAxis(QFont.Tag("wght"), weight.value)
        if self.property("look") == "small" and font.pixelSize() > 0:  # before a theme is put on, fonts have points
            font.setPixelSize(round(font.pixelSize() * 12 / 13))
        if font != self.font():
            self.setFont(font)

    def setText(self, text: str) -> None:
        """Shows these words, also to screen readers. An ampersand is an ampersand."""
        super().setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def set_look(self, look: str) -> None:
        """Changes how it looks."""
        self.setProperty("look", look)
        self.style().unpolish(self)
        self.style().polish(self)
        self._set_font()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button; arrows are for what is around it."""
        if event.key() in ARROWS:
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

"""The small building blocks: text that is never read as HTML, scaled boxes, buttons with names, pills and switches.

The only home of `QLabel` and `setToolTip`. Everything here follows the theme by itself when it changes.
"""

import html

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from client.ui.kit import Kit
from client.ui.theme import Theme


def set_tip(widget: QWidget, text: str) -> None:
    """Gives a widget a tool tip that shows exactly this text: Qt never takes it for HTML."""
    widget.setToolTip(f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else "")


def name(widget: QWidget, spoken: str, tip: str | None = None) -> None:
    """Gives a control its accessible name and, unless another is given, the same as tool tip."""
    widget.setAccessibleName(spoken)
    set_tip(widget, spoken if tip is None else tip)


class Box(QBoxLayout):
    """A row or column of widgets whose gap and margins grow with the text size."""

    def __init__(
        self, theme: Theme, *, down: bool = False, gap: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
    ) -> None:
        super().__init__(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)
        self._theme, self._gap, self._margins = theme, gap, margins
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setSpacing(self._theme.px(self._gap))
        left, top, right, bottom = (self._theme.px(size) for size in self._margins)
        self.setContentsMargins(left, top, right, bottom)


class PlainLabel(QLabel):
    """Text as it is, foreign or ours, in a step of the type scale and a role of the palette."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        step: str = "ui",
        role: str = "text.primary",
        weight: int = 0,
        wrap: bool = False,
        elide: bool = False,
    ) -> None:
        super().__init__()
        self._theme, self._step, self._role, self._weight = theme, step, role, weight
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.setText(text)

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._step, self._weight))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._role))
        self.setPalette(palette)
        self.updateGeometry()

    def set_look(self, *, role: str | None = None, weight: int | None = None) -> None:
        """Changes the colour role or the weight."""
        if (role or self._role, self._weight if weight is None else weight) != (self._role, self._weight):
            self._role = role or self._role
            self._weight = self._weight if weight is None else weight
            self._restyle()

    def setText(self, text: str) -> None:
        """Shows this text; an elided label keeps the whole as its tool tip and accessible name."""
        super().setText(text)
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """An elided label may become narrow; others keep their text whole."""
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the text, cut at the right with a sign when it may be and must."""
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self._theme.color(self._role))
        metrics = QFontMetrics(self.font())
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class Glyph(QWidget):
    """A Phosphor glyph as decoration; what it means is said in words beside it."""

    def __init__(self, kit: Kit, icon: str, size: int = 16, role: str = "icon.rest") -> None:
        super().__init__()
        self._kit, self._icon, self._size, self._role = kit, icon, size, role
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = self._kit.theme.text_px(self._size)
        self.setFixedSize(side, side)
        self.update()

    def show_icon(self, icon: str, role: str) -> None:
        """Changes glyph and colour."""
        if (icon, role) != (self._icon, self._role):
            self._icon, self._role = icon, role
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the glyph."""
        self._kit.icons.paint(QPainter(self), 0, 0, self._icon, self._size, self._role)


class Panel(QWidget):
    """A flat area in one role, with 1 px lines at the edges asked for (`l t r b`) and rounded corners if wanted."""

    def __init__(
        self, theme: Theme, role: str = "bg.raised", *, edges: str = "", line: str = "line.hair", radius: int = 0
    ) -> None:
        super().__init__()
        self._theme, self._role, self._edges, self._line, self._radius = theme, role, edges, line, radius
        theme.changed.connect(self.update)

    def set_role(self, role: str, line: str | None = None) -> None:
        """Changes the background and, if given, the line."""
        self._role, self._line = role, line or self._line
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints background and lines."""
        painter = QPainter(self)
        theme = self._theme
        if self._radius:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color(self._line)) if self._edges else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(self._role))
            radius = theme.px(self._radius)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            return
        painter.fillRect(self.rect(), theme.color(self._role))
        paint_edges(painter, self, self._edges, theme, self._line)


def paint_edges(painter: QPainter, widget: QWidget, edges: str, theme: Theme, role: str = "line.hair") -> None:
    """Paints 1 px lines inside a widget at its edges `l t r b`."""
    color, width, height = theme.color(role), widget.width(), widget.height()
    boxes = {"l": (0, 0, 1, height), "t": (0, 0, width, 1), "r": (width - 1, 0, 1, height), "b": (0, height - 1, width, 1)}
    for edge, box in boxes.items():
        if edge in edges:
            painter.fillRect(*box, color)


def paint_ring(painter: QPainter, widget: QWidget, theme: Theme, *, role: str = "focus.ring", radius: int = 6) -> None:
    """Paints the ring of keyboard focus inside a widget: 2 px, 4 px in high contrast."""
    width = theme.token("line", "focusRingHighContrast" if theme.high_contrast else "focusRing")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color(role), width))
    half = width / 2
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(half, half, -half, -half), theme.px(radius), theme.px(radius))


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
        """Enter presses the button too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def ring(self, painter: QPainter, role: str = "focus.ring", radius: int = 6) -> None:
        """Paints the focus ring when the keyboard is here."""
        if self.hasFocus():
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

    def set_icon(self, icon: str, role: str | None = None) -> None:
        """Changes the glyph."""
        self._icon, self._role = icon, role or self._role
        self.update()

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

    def setText(self, text: str) -> None:
        """Shows these words, also to screen readers. An ampersand is an ampersand."""
        super().setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def set_look(self, look: str) -> None:
        """Changes how it looks."""
        self.setProperty("look", look)
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

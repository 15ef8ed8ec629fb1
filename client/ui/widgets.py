"""The small building blocks: text that is never read as HTML, scaled boxes, glyphs and flat areas.

The only home of `QLabel` and `setToolTip`. Everything here follows the theme by itself when it changes.
"""

import html
import math

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QToolTip, QWidget

from client.ui.kit import Kit
from client.ui.theme import Theme
from client.ui.wrapping import Lines

_TOLD = "tipAsDescription"


def set_tip(widget: QWidget, text: str) -> None:
    """Gives a widget a tool tip that shows exactly this text: Qt never takes it for HTML, nor reads its marks aloud."""
    before = widget.property(_TOLD)
    widget.setToolTip(_tip(text))
    if widget.accessibleDescription() in ("", before):
        widget.setAccessibleDescription(text)
        widget.setProperty(_TOLD, text)


def show_tip(place: QPoint, text: str, widget: QWidget) -> None:
    """Shows a tool tip with exactly this text at a place of the screen; an empty text hides the one that is shown."""
    QToolTip.showText(place, _tip(text), widget)


def _tip(text: str) -> str:
    """Qt takes a tool tip for HTML when it looks like it; this one always is, and all of it is escaped."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def name(widget: QWidget, spoken: str, tip: str | None = None) -> None:
    """Gives a control its accessible name and, unless another is given, the same as tool tip."""
    widget.setAccessibleName(spoken)
    set_tip(widget, spoken if tip is None else tip)


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say a text when it is done with what it says now. Nothing is shown."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


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
        self._laid: tuple[object, Lines] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
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
        if text != self.text():
            super().setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    # --- its size -----------------------------------------------------------------------------------------------------

    def _lines(self, width: int) -> Lines:
        key = (self.text(), width, self._theme.version, self._weight)
        if self._laid is None or self._laid[0] != key:
            self._laid = (key, Lines(self.text(), self.font(), self._theme.line(self._step), width, self.alignment()))
        return self._laid[1]

    def _around(self) -> QSize:
        around = self.contentsMargins()
        return QSize(around.left() + around.right(), around.top() + around.bottom())

    def hasHeightForWidth(self) -> bool:
        """Text that wraps is higher when it is narrower."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """The lines in this width."""
        around = self._around()
        return self._lines(max(1, width - around.width())).height + around.height()

    def sizeHint(self) -> QSize:
        """One line as wide as the text; text that wraps wishes for some forty letters."""
        around, wish = self._around(), self._theme.text_px(320) if self.wordWrap() else 100_000
        lines = Lines(self.text(), self.font(), self._theme.line(self._step), wish, Qt.AlignmentFlag.AlignLeft)
        height = lines.height if self.text() else self._theme.line(self._step)
        return QSize(math.ceil(lines.width) + 1, height) + around

    def minimumSizeHint(self) -> QSize:
        """Text that is cut or wraps may become narrow; other text stays whole."""
        hint = self.sizeHint()
        if self._elide:
            return QSize(self._around().width(), hint.height())
        if self.wordWrap():
            return QSize(min(hint.width(), self._theme.text_px(48)), self._theme.line(self._step) + self._around().height())
        return hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the text; where it may be cut and must, with a sign at the right."""
        if self.textInteractionFlags() != Qt.TextInteractionFlag.NoTextInteraction:
            super().paintEvent(event)
            return
        painter, area = QPainter(self), self.contentsRect()
        painter.setPen(self._theme.color(self._role))
        if not self.wordWrap():
            metrics = QFontMetrics(self.font())
            text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width()) if self._elide else self.text()
            painter.drawText(area, int(self.alignment() | Qt.TextFlag.TextSingleLine), text)
            return
        lines = self._lines(area.width())
        spare = area.height() - lines.height if self.alignment() & Qt.AlignmentFlag.AlignVCenter else 0
        lines.paint(painter, area.left(), area.top() + max(0, spare) / 2)


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


def paint_field(widget: QWidget, theme: Theme, *, here: bool) -> None:
    """Paints the ground and edge of a field of ours; with the keyboard in it (`here`), its ring."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide = theme.token("line", "focusRingHighContrast" if theme.high_contrast else "focusRing") if here else 1
    painter.setPen(QPen(theme.color("focus.ring" if here else "line.field"), wide))
    painter.setBrush(theme.color("bg.field"))
    half = wide / 2
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(half, half, -half, -half), theme.px(6), theme.px(6))

"""The header of a column, 65 px: who, what, how much is unread, and always how fresh it is."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from client.ui import states
from client.ui.badges import BadgeRow
from client.ui.buttons import IconButton
from client.ui.column_marks import BAR, paint_bar
from client.ui.controls import Pill
from client.ui.heading import Heading
from client.ui.kit import Kit
from client.ui.widgets import Box, Glyph, PlainLabel, name, set_tip
from client.ui.words import tr, trn


class _Line(QWidget):
    """One line of the header, as high as the theme says."""

    def __init__(self, kit: Kit, height: int, step: str, box: Box) -> None:
        super().__init__()
        self._kit, self._height, self._step = kit, height, step
        self.setLayout(box)
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._kit.theme
        self.setFixedHeight(max(theme.px(self._height), theme.line(self._step)))


class _OptionsButton(IconButton):
    """The way to the options; filled while they are open."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, "sliders-horizontal", tr("Column options"))
        self.opened, self._column = False, ""

    def say(self, column: str, *, opened: bool) -> None:
        """Says what it does now: opens the options of a column, or closes them. Who opens them says that they are open."""
        if (column, opened) != (self._column, self.opened):
            self._column, self.opened = column, opened
            words = tr("Close the options of {name}", name=column) if opened else tr("Options of {name}", name=column)
            name(self, words, tr("Column options"))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the glyph, on the accent while pressed."""
        if not self.opened:
            super().paintEvent(event)
            return
        painter, theme, px = QPainter(self), self.kit.theme, self.kit.theme.text_px(18)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent.fill.hover" if self.hovered else "accent.fill"))
        painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        left, top = (self.width() - px) / 2, (self.height() - px) / 2
        self.kit.icons.paint(painter, left, top, "sliders-horizontal", 18, "accent.on")
        self.ring(painter, "accent.on")


class ColumnHeader(QWidget):
    """Shows a `Heading`; tells what the person does with it. Positions in `dragged` are global."""

    clicked = Signal()
    widened = Signal()
    options = Signal(QPoint)
    back = Signal()
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    drag_ended = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._heading: Heading | None = None
        self._current = False
        self._pressed: QPointF | None = None
        self._dragging = False
        self._color = ""
        theme = kit.theme
        self._back = IconButton(kit, "arrow-left", tr("Back to the column"), size=16)
        self._back.hide()
        self._icon = Glyph(kit, "house", 18, "icon.active")
        self._title = PlainLabel(theme, step="columnTitle", elide=True)
        self._pill = Pill(kit)
        self._menu = _OptionsButton(kit)
        self._badges = BadgeRow(kit)
        self._state_icon = Glyph(kit, "broadcast-bold", 14)
        self._state = PlainLabel(theme, step="meta", role="text.secondary", elide=True)
        self._remark = PlainLabel(theme, step="meta", role="text.muted", elide=True)
        self._build()
        self._menu.clicked.connect(lambda: self.options.emit(self._menu.mapToGlobal(QPoint(0, self._menu.height()))))
        self._back.clicked.connect(self.back)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._theme_changed)

    def without_options(self) -> None:
        """Takes the options button away, for what is not a column of the deck."""
        self._menu.hide()

    def _build(self) -> None:
        theme = self._kit.theme
        first = Box(theme, gap=8)
        first.addWidget(self._back)
        first.addWidget(self._icon)
        first.addWidget(self._title, 1)
        first.addWidget(self._pill)
        first.addWidget(self._menu)
        state = Box(theme, gap=4)
        state.addWidget(self._state_icon)
        state.addWidget(self._state, 1)
        second = self._second = Box(theme, gap=6, margins=(0, 0, 6, 0))
        second.addWidget(self._badges)
        second.addLayout(state, 1)
        second.addWidget(self._remark)
        self._remark.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # it gets what the state leaves
        self._remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        lines = Box(theme, down=True, margins=(12, 9, 6, 8))
        lines.addWidget(_Line(self._kit, 28, "columnTitle", first))
        lines.addWidget(_Line(self._kit, 20, "meta", second))
        self.setLayout(lines)
        for part in (self._title, self._state, self._remark, self._icon, self._state_icon, self._badges, self._pill):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _theme_changed(self) -> None:
        if self._heading is not None:
            self._show(self._heading)
        self.update()

    # --- what it shows ------------------------------------------------------------------------------------------------

    def show_heading(self, heading: Heading) -> None:
        """Shows this. What is shown already is left alone: it is asked for with every post that comes."""
        if heading != self._heading:
            self._heading = heading
            self._show(heading)

    def _show(self, heading: Heading) -> None:
        look = heading.look
        self._icon.show_icon(heading.icon, "icon.active")
        self._color = heading.color
        self._title.setText(heading.title)
        self._pill.show_count(heading.unread, trn("{n} unread", "{n} unread", heading.unread))
        self._menu.say(heading.title, opened=self._menu.opened)
        self._badges.show_accounts(heading.accounts, public=heading.public)
        self._badges.setVisible(bool(heading.accounts))
        self._state_icon.show_icon(look.icon, look.icon_role or "text.secondary")
        self._state.setText(look.word)
        self._state.set_look(role=look.text_role or "text.secondary", weight=400 if look.normal else 500)
        self._remark.setText(heading.remark)
        self._remark.setVisible(bool(heading.remark))
        self._second.setStretch(1, 0 if heading.remark else 1)
        self._second.setStretch(2, 1 if heading.remark else 0)
        told = "\n".join(part for part in (heading.sources or look.word, heading.remark_tip) if part)
        self.setAccessibleName(heading.title)
        self.setAccessibleDescription(told)
        set_tip(self, f"{heading.title}\n{told}")
        self.update()

    def show_state(self, look: states.Look) -> None:
        """Shows only another state, as its words change with time."""
        if self._heading is not None and look != self._heading.look:
            self.show_heading(replace(self._heading, look=look))

    def set_current(self, current: bool) -> None:
        """Marks this column as the one with the keyboard."""
        if current != self._current:
            self._current = current
            self._title.set_look(role="accent.soft.text" if current else "text.primary")
            self.update()

    def set_back(self, shown: bool) -> None:
        """Shows or hides the way back to the column."""
        self._back.setVisible(shown)

    def set_open(self, opened: bool) -> None:
        """Shows the options button as pressed while the options are open."""
        self._menu.say(self._heading.title if self._heading is not None else "", opened=opened)

    @property
    def current(self) -> bool:
        """Whether this column has the keyboard."""
        return self._current

    @property
    def heading(self) -> Heading | None:
        """What is shown now."""
        return self._heading

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground, the strip in the accounts' colours and the line below."""
        painter = QPainter(self)
        theme = self._kit.theme
        painter.fillRect(self.rect(), theme.color("bg.selected" if self._current and not theme.high_contrast else "bg.header"))
        strip = theme.token("line", "accountStripHighContrast" if theme.high_contrast else "accountStrip")
        colors = [theme.account_color(account.color) for account in (self._heading.speakers if self._heading else ())]
        paint_strip(painter, self.width(), strip, colors or [theme.color("line.strong")])
        strong = theme.high_contrast
        line = 2 if strong else 1
        painter.fillRect(0, self.height() - line, self.width(), line, theme.color("line.strong" if strong else "line.hair"))
        if self._color:
            icon = self._icon.mapTo(self, QPoint(0, 0))
            box = QRectF(icon.x() - BAR - theme.px(3), icon.y(), BAR, self._icon.height())
            paint_bar(painter, theme, box, self._color)
        if self._current and theme.high_contrast:
            painter.fillRect(0, self.height() - line - 4, self.width(), 4, theme.color("accent"))

    # --- what the person does -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Moves the column once the pointer has gone far enough."""
        if self._pressed is None:
            return
        way = (event.position() - self._pressed).manhattanLength()
        if not self._dragging and way >= QApplication.startDragDistance():
            self._dragging = True
            self.grabKeyboard()
        if self._dragging:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a click or a drag."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        was_drag, self._pressed = self._dragging, None
        if was_drag:
            self._stop_drag()
            self.dropped.emit(event.globalPosition().toPoint())
        elif self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click makes the column wide."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self.widened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends a drag without moving."""
        if self._dragging and event.key() == Qt.Key.Key_Escape:
            self._pressed = None
            self._stop_drag()
            self.drag_ended.emit()

    def _stop_drag(self) -> None:
        self._dragging = False
        self.releaseKeyboard()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click opens the options."""
        self.options.emit(event.globalPos())


def paint_strip(painter: QPainter, width: int, height: int, colors: Sequence[QColor]) -> None:
    """Paints the strip on top in equal parts."""
    for number, color in enumerate(colors):
        left = round(width * number / len(colors))
        right = round(width * (number + 1) / len(colors))
        painter.fillRect(left, 0, right - left, height, color)

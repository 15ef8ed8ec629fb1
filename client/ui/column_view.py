"""A column: its header, a notice bar when someone should act, and its timeline. Conversations open inside it, one over another;
the way back finds the timeline at the place where it was left. The column's options cover all of it while they are open."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from client.model.column import ColumnId
from client.ui import focus, states
from client.ui.header import ColumnHeader
from client.ui.heading import Heading
from client.ui.kit import Kit
from client.ui.notice_bar import NoticeBar
from client.ui.notices import Notice
from client.ui.pane import Pane
from client.ui.widgets import Box


class ColumnView(QWidget):
    """One column on screen. `acted` carries what the notice bar's link asks for; `left` the pane of a closed conversation."""

    options = Signal(str, QPoint)
    widened = Signal(str)
    acted = Signal(str, str)
    left = Signal(object)

    def __init__(self, kit: Kit, column: ColumnId, pane: Pane, width: int) -> None:
        super().__init__()
        self._kit = kit
        self.column = column
        self.wanted_width = width
        self.header = ColumnHeader(kit)
        self.bar = NoticeBar(kit)
        self._panes: list[Pane] = []
        self._heading: Heading | None = None
        self._said: tuple[Heading, int, int] | None = None  # what was shown last
        self._cover: QWidget | None = None
        self._stack = QStackedLayout()
        box = Box(kit.theme, down=True)
        box.addWidget(self.header)
        box.addWidget(self.bar)
        box.addLayout(self._stack, 1)
        self.setLayout(box)
        self._margin()
        self.header.clicked.connect(self._header_clicked)
        self.header.options.connect(lambda point: self.options.emit(self.column, point))
        self.header.widened.connect(lambda: self.widened.emit(self.column))
        self.header.back.connect(self.back)
        self.bar.acted.connect(lambda act: self.acted.emit(self.column, act))
        pane.options_wanted.connect(lambda: self.acted.emit(self.column, "options"))
        kit.theme.changed.connect(self._margin)
        self.push(pane)

    def _margin(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 2 if self._kit.theme.high_contrast else 1, 0)

    # --- what it shows ------------------------------------------------------------------------------------------------

    def show_heading(self, heading: Heading, notice: Notice | None, number: int, count: int) -> None:
        """Shows name and state; `number` of `count` is said with the timeline's name."""
        said = (heading, number, count)
        if said != self._said:
            self._said, self._heading = said, heading
            self.setAccessibleName(heading.title)
            self._say_names()
        self._show_top(notice)

    def _say_names(self) -> None:
        if self._said is not None:
            for pane in self._panes:
                pane.say_name(*self._said)

    def _show_top(self, notice: Notice | None) -> None:
        if self._heading is None:
            return
        inside = len(self._panes) > 1
        self.header.set_back(inside)
        self.header.show_heading(self.top.heading(self._heading) if inside else self._heading)
        self._show_notice(None if inside else notice)

    def _show_notice(self, notice: Notice | None) -> None:
        """Shows or hides the bar; what is being read stays at its pixel on the screen. The very top stays the top."""
        layout = self.layout()
        if notice == self.bar.notice or layout is None or not self.isVisible():
            self.bar.show_notice(notice)
            return
        reading = [pane.view for pane in self._panes if pane.view.place != (0, 0)]
        below = self._cover or self.top
        before = below.y()
        self.bar.show_notice(notice)
        layout.activate()
        for view in reading:
            view.scroll_px(below.y() - before)
            view.viewport().update()

    def show_state(self, look: states.Look) -> None:
        """Shows the state's words of this second."""
        if len(self._panes) == 1:
            self.header.show_state(look)

    def set_current(self, current: bool) -> None:
        """Marks this as the column with the keyboard."""
        self.header.set_current(current)

    # --- conversations ------------------------------------------------------------------------------------------------

    @property
    def base(self) -> Pane:
        """The column's own timeline."""
        return self._panes[0]

    @property
    def top(self) -> Pane:
        """What is to be seen now: the timeline or the last conversation."""
        return self._panes[-1]

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The timeline and the conversations over it."""
        return tuple(self._panes)

    def push(self, pane: Pane) -> None:
        """Opens a pane over the present one, which keeps its place behind it."""
        had = bool(self._panes) and self.top.has_keyboard()
        self._panes.append(pane)
        self._stack.addWidget(pane)
        self._stack.setCurrentWidget(self._cover or pane)
        self._show_top(None)
        self._say_names()
        if had:
            self.take_focus()

    # --- options ------------------------------------------------------------------------------------------------------

    @property
    def covered(self) -> bool:
        """Whether the options lie over what the column shows."""
        return self._cover is not None

    def cover(self, widget: QWidget) -> None:
        """Lays something over everything below the header; what is behind keeps its place."""
        self._cover = widget
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self.header.set_open(True)

    def uncover(self) -> None:
        """Shows again what was behind; its owner lets the cover go."""
        if self._cover is not None:
            cover, self._cover = self._cover, None
            self._stack.setCurrentWidget(self.top)
            self._stack.removeWidget(cover)
            cover.hide()
            self.header.set_open(False)

    # --- the way back -------------------------------------------------------------------------------------------------

    def back(self) -> bool:
        """Closes the last conversation; False when there is none."""
        if len(self._panes) < 2 or self.covered:
            return False
        had = self.isAncestorOf(self.window().focusWidget() or self.header)
        pane = self._panes.pop()
        self._stack.setCurrentWidget(self.top)
        self._stack.removeWidget(pane)
        pane.hide()
        self._show_top(self.bar.notice)
        if had:
            self.top.take_focus()
        self.left.emit(pane)
        pane.deleteLater()
        return True

    def take_focus(self, *, by_key: bool = True) -> None:
        """Gives the keyboard to what is to be seen; by key, a row is chosen."""
        cover = self._cover
        if cover is None:
            self.top.take_focus(by_key=by_key)
        elif not cover.isAncestorOf(cover.window().focusWidget() or self):
            for stop in focus.stops(cover)[:1]:
                stop.setFocus(Qt.FocusReason.TabFocusReason)

    def _header_clicked(self) -> None:
        if not self.covered:
            self.top.newest()
        self.take_focus()

    def tab_children(self) -> list[QWidget]:
        """What Tab goes through: the timeline, then the notice's link and the header's buttons."""
        return [self._cover or self.top, self.bar, self.header]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Backspace go back to the column."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace) and self.back():
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground and the separator, the column's last px."""
        painter, theme = QPainter(self), self._kit.theme
        painter.fillRect(self.rect(), theme.color("bg.column"))
        wide, role = (2, "line.strong") if theme.high_contrast else (1, "line.hair")
        painter.fillRect(self.width() - wide, 0, wide, self.height(), theme.color(role))

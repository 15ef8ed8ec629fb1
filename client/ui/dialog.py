"""The ground of all dialogs: a flat scrim over the window and a framed panel on it. Opened, never executed.

Escape closes, Enter presses the main button, Tab stays inside, and the keyboard returns to where it was.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget
from shiboken6 import isValid

from client.ui import focus
from client.ui.buttons import Button, IconButton
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, paint_edges
from client.ui.words import tr

MARGIN = 12


class Plate(QWidget):
    """The panel with its edge and round corners."""

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keeps clicks on the panel from reaching what is behind."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground and edge."""
        painter, theme = QPainter(self), self._kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line.strong")))
        painter.setBrush(theme.color("bg.raised"))
        radius = theme.px(10)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class HeadLine(QWidget):
    """The title line; the ground is the panel's, only the line below is its own."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("keep_least", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # words that wrap need more

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line."""
        paint_edges(QPainter(self), self, "b", self._kit.theme)


class FootLine(HeadLine):
    """The line of buttons, with the panel's round corners below."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground and line."""
        painter, theme = QPainter(self), self._kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg.header"))
        radius = theme.px(10) - 1
        path = QPainterPath()
        path.addRoundedRect(QRectF(0, -2 * radius, self.width(), self.height() + 2 * radius), radius, radius)
        painter.setClipRect(self.rect())
        painter.drawPath(path)
        paint_edges(painter, self, "t", theme)


class Overlay(QWidget):
    """Lies over the whole window and has all keys and clicks until it ends. `closed` is emitted once, however it ends."""

    closed = Signal()

    def __init__(self, kit: Kit, spoken: str) -> None:
        super().__init__()
        self.kit = kit
        self._before: QWidget | None = None
        self._over = False
        self.setAccessibleName(spoken)

    def first_focus(self) -> QWidget | None:
        """Where the keyboard begins."""
        chain = focus.stops(self)
        return chain[0] if chain else None

    def open_over(self, window: QWidget) -> None:
        """Shows it over a window and takes the keyboard."""
        self._before = window.window().focusWidget()
        self.setParent(window)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        (self.first_focus() or self).setFocus(Qt.FocusReason.TabFocusReason)

    def end(self) -> None:
        """Closes it; the keyboard goes back to what opened it."""
        if self._over:
            return
        self._over = True
        window = self.parentWidget()
        if window is not None:
            window.removeEventFilter(self)
        self.hide()
        self.ended()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def ended(self) -> None:
        """Lets go of what was under way."""

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._over

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays as large as the window."""
        window = self.parentWidget()
        if event.type() == QEvent.Type.Resize and watched is window and window is not None:
            self.setGeometry(window.rect())
        return False

    def focusNextPrevChild(self, next: bool) -> bool:
        """Keeps Tab inside; the window knows what else can be reached."""
        window = self.parentWidget()
        return bool(window.focusNextPrevChild(next)) if window is not None else focus.step(self, next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; no key reaches what is behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keeps clicks from what is behind."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Keeps the wheel from what is behind."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the scrim, flat."""
        color = QColor(self.kit.theme.color("scrim"))
        color.setAlphaF(0.5)
        QPainter(self).fillRect(self.rect(), color)


class ScrimDialog(Overlay):
    """A dialog inside the window. Give `body` its contents, then `open_over`."""

    def __init__(self, kit: Kit, title: str, *, width: int = 640, height: int = 0, aside: QWidget | None = None) -> None:
        """`height` 0 takes what the contents need. `aside` stands in the title line, right, or fills it."""
        super().__init__(kit, title)
        self._size = QSize(width, height)
        self._main: Button | None = None
        self._frame = Plate(kit, self)
        self._frame.setProperty("keep_clear", True)
        self.title = PlainLabel(kit.theme, title, step="dialogTitle", wrap=aside is None)
        self.shut = IconButton(kit, "x", tr("Close"))
        self.shut.clicked.connect(self.end)
        self.body = QWidget()
        self.foot = Box(kit.theme, gap=8, margins=(20, 11, 20, 12))
        self._foot_panel = FootLine(kit)
        self._build_frame(aside)
        kit.theme.changed.connect(self._place_frame)

    def _build_frame(self, aside: QWidget | None) -> None:
        theme = self.kit.theme
        head = HeadLine(self.kit)
        line = Box(theme, gap=10, margins=(20, 14, 12, 13))
        line.addWidget(self.title, 1 if aside is None else 0)
        wide = aside is not None and aside.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
        if aside is not None and not wide:
            line.addStretch(1)
        if aside is not None:
            line.addWidget(aside, 1 if wide else 0)
        line.addWidget(self.shut)
        head.setLayout(line)
        self._foot_panel.setLayout(self.foot)
        box = Box(theme, down=True)
        box.addWidget(head)
        box.addWidget(self.body, 1)
        box.addWidget(self._foot_panel)
        box.setContentsMargins(1, 1, 1, 1)
        self._frame.setLayout(box)
        self._layout = box

    # --- for those who fill it ----------------------------------------------------------------------------------------

    def set_main(self, main: Button) -> None:
        """Names the button that Enter presses."""
        self._main = main

    def tab_children(self) -> list[QWidget]:
        """What Tab goes through: the contents, then the buttons, the close button last."""
        return [self.body, self._foot_panel, self.shut]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the panel in the middle."""
        self._place_frame()

    def _place_frame(self) -> None:
        theme = self.kit.theme
        wide, high = self.width() - 2 * MARGIN, self.height() - 2 * MARGIN
        words = self._foot_panel.minimumSizeHint().width() + 2  # the words of the buttons are never cut
        width = min(wide, max(theme.column_px(self._size.width()), words))
        wanted = theme.column_px(self._size.height()) if self._size.height() else self.needed_height(width)
        height = min(high, wanted)
        self._frame.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    @property
    def panel_width(self) -> int:
        """How wide the panel is, in px."""
        return self._frame.width()

    def needed_height(self, width: int) -> int:
        """How high the whole panel must be to show everything."""
        layout = self._layout
        layout.activate()
        return layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()

    def grow(self) -> None:
        """Takes a new size after the contents have changed."""
        self._place_frame()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, Enter presses the main button; no key reaches what is behind."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._main is not None and self._main.isEnabled():
            self._main.click()
        super().keyPressEvent(event)


def scroller(kit: Kit, inner: QWidget) -> QScrollArea:
    """Lets contents scroll when the window is too low for them."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(inner)
    inner.setAutoFillBackground(False)
    return area

"""A bar at the foot of the window: what was done, and some seconds to undo it. It never takes the keyboard by itself.

While the keyboard is in it the seconds stand still; when it goes, the keyboard goes back to where it was.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from client.ui import focus
from client.ui.buttons import IconButton, LinkButton
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr


class Toast(QWidget):
    """Says one thing; with `undo` it offers the way back, or, with `link`, what these words say. `gone` is emitted when it
    leaves."""

    gone = Signal()

    def __init__(
        self, kit: Kit, text: str, undo: Callable[[], None] | None = None, *, link: str = "", seconds: int = 10
    ) -> None:
        super().__init__()
        self._kit, self._undo = kit, undo
        self._left = seconds
        self._before: QWidget | None = None  # what had the keyboard before it came here
        self.setAccessibleName(text)
        box = Box(kit.theme, gap=10, margins=(14, 7, 8, 7))
        self._words = PlainLabel(kit.theme, text, role="toast.on", wrap=True)
        box.addWidget(self._words, 1)
        if undo is not None:
            self.undo = LinkButton(kit, link or tr("Undo"), role="side.accent")
            self.undo.clicked.connect(self._take_back)
            box.addWidget(self.undo)
            self._count = PlainLabel(kit.theme, tr("{n} s", n=seconds), step="meta", role="toast.on")
            box.addWidget(self._count)
        self.shut = IconButton(kit, "x", tr("Close"), size=14, role="toast.on", hover="side.hover", ring="side.accent")
        self.shut.clicked.connect(self.leave)
        box.addWidget(self.shut)
        self.setLayout(box)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._second)
        self._timer.start()
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new) and old is not None and not self.isAncestorOf(old):
            self._before = old

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in it."""
        here = self.window().focusWidget()
        return here is not None and self.isAncestorOf(here)

    def fitted(self, room: int) -> QSize:
        """The size it needs in so much width: one line where that fits, more where it does not."""
        around = super().sizeHint().width() - self._words.sizeHint().width()
        line = QFontMetrics(self._words.font()).horizontalAdvance(self._words.text()) + 2
        width = min(room, line + around)
        layout = self.layout()
        return QSize(width, layout.heightForWidth(width) if layout is not None else super().sizeHint().height())

    def _second(self) -> None:
        if self.has_keyboard:
            return
        self._left -= 1
        if self._left <= 0:
            self.leave()
        elif self._undo is not None:
            self._count.setText(tr("{n} s", n=self._left))

    def _take_back(self) -> None:
        if self._undo is not None:
            self._undo()
        self.leave()

    def leave(self) -> None:
        """Goes away."""
        if self._timer.isActive():
            self._timer.stop()
            if self.has_keyboard and self._before is not None and isValid(self._before) and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self.hide()
            self.gone.emit()
            self.deleteLater()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        painter, theme = QPainter(self), self._kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("side.line.strong") if theme.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("toast.bg"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8))


def place(toast: Toast, window: QWidget, gap: int) -> None:
    """Puts a toast over everything in a window: low and in the middle, unless it would cover what is marked `keep_clear`.

    Where a dialog leaves no room beside it, it lies inside: on no control, else not on the one with the keyboard, and never on
    what is marked `keep_least`, which is a dialog's title and its foot.
    """
    size = toast.fitted(window.width() - 2 * gap).boundedTo(window.size())
    clear, least = _marked(window, "keep_clear"), _marked(window, "keep_least")
    found = _free(size, window.rect(), [_area(each, window) for each in clear], gap)
    if found is None and least:
        now = window.focusWidget()
        bare = [_area(each, window) for each in least]
        controls = [_area(stop, window) for part in clear for stop in focus.stops(part)]
        keyboard = [_area(now, window)] if now is not None and not toast.isAncestorOf(now) else []
        tries = (_free(size, window.rect(), [*bare, *more], gap) for more in (controls, keyboard, []))
        found = next((each for each in tries if each is not None), None)
    toast.setGeometry(found or spot(size, window.rect(), [window.rect()], gap))
    toast.raise_()


def _marked(window: QWidget, mark: str) -> list[QWidget]:
    there: Iterable[QWidget] = window.findChildren(QWidget)
    return [each for each in there if each.property(mark) and each.isVisible()]


def _area(widget: QWidget, window: QWidget) -> QRect:
    """Where something is to be seen in the window; nowhere, where it is scrolled away."""
    seen = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(window, seen.topLeft()), seen.size())


def spot(size: QSize, room: QRect, clear: Sequence[QRect], gap: int) -> QRect:
    """The lowest place in a room, best in its middle, that touches none of the areas that are kept clear; where all would,
    the top of the room."""
    middle = room.left() + (room.width() - size.width()) // 2
    return _free(size, room, clear, gap) or QRect(middle, room.top() + gap, size.width(), size.height())


def _free(size: QSize, room: QRect, clear: Sequence[QRect], gap: int) -> QRect | None:
    low, top = room.bottom() + 1 - 2 * gap - size.height(), room.top() + gap
    left, right = room.left() + gap, room.right() + 1 - gap - size.width()
    heights = sorted({low, top, *(area.top() - gap - size.height() for area in clear)}, reverse=True)
    sides = [room.left() + (room.width() - size.width()) // 2, left, right]
    sides += [side for area in clear for side in (area.left() - gap - size.width(), area.right() + 1 + gap)]
    for height in heights:
        for side in sides:
            found = QRect(side, height, size.width(), size.height())
            inside = top <= height <= low and left <= side <= right
            if inside and not any(found.intersects(area) for area in clear):
                return found
    return None

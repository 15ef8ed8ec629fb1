"""A layout that fills lines from left to right and goes on below, as words do: for chips, swatches and a row of buttons."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from client.ui.theme import Theme


class Flow(QLayout):
    """Places what it holds in lines; gaps grow with the text size. The last item takes the rest of its line with `stretch`."""

    def __init__(self, theme: Theme, *, gap: int = 6, line_gap: int | None = None, stretch: bool = False) -> None:
        super().__init__()
        self._theme, self._gap, self._stretch = theme, gap, stretch
        self._line_gap = gap if line_gap is None else line_gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self.invalidate)

    def addItem(self, item: QLayoutItem) -> None:
        """Takes one more at the end."""
        self._items.append(item)

    def put_before_last(self) -> None:
        """Moves the item added last in front of the one before it: for a field that stays at the end."""
        if len(self._items) > 1:
            self._items[-1], self._items[-2] = self._items[-2], self._items[-1]
            self.invalidate()

    def count(self) -> int:
        """How many it holds."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        """The one at an index; None, as Qt wants it, past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        """Lets go of the one at an index."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The lines in this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Puts everything in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """As narrow as the widest one."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """As narrow as the widest one, one line high."""
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        width = max((size.width() for size in sizes), default=0)
        height = max((size.height() for size in sizes), default=0)
        around = self.contentsMargins()
        return QSize(width + around.left() + around.right(), height + around.top() + around.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        around = self.contentsMargins()
        area = rect.adjusted(around.left(), around.top(), -around.right(), -around.bottom())
        gap, line_gap = self._theme.px(self._gap), self._theme.px(self._line_gap)
        shown = [item for item in self._items if not item.isEmpty()]
        x, y, line, lines = area.x(), area.y(), [], []  # type: ignore[var-annotated]
        for item in shown:
            last = self._stretch and item is shown[-1]
            wish = min((item.minimumSize() if last else item.sizeHint()).width(), area.width())
            if line and x + wish > area.x() + area.width():
                lines.append(line)
                line, x = [], area.x()
            line.append((item, x, wish))
            x += wish + gap
        lines.extend([line] if line else [])
        for number, line in enumerate(lines):
            high = max(item.sizeHint().height() for item, _, _ in line)
            for item, left, wish in line:
                if self._stretch and item is shown[-1]:
                    wish = area.x() + area.width() - left
                if move:
                    size = item.sizeHint().height()
                    item.setGeometry(QRect(QPoint(left, y + (high - size) // 2), QSize(wish, size)))
            y += high + (line_gap if number < len(lines) - 1 else 0)
        return y - rect.y() + around.bottom()

"""Small bars that say how much came in by the hour, each with its number; a table in words for who does not see them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.sync.catchup import Hour
from client.ui import times
from client.ui.kit import Kit
from client.ui.widgets import paint_ring
from client.ui.words import tr, trn

HIGH = 40  # px of the highest bar at text size 100 %


class Bars(QWidget):
    """Bars, the oldest hour at the left. It takes the keyboard, so that a screen reader reads the table."""

    def __init__(self, kit: Kit, hours: Sequence[Hour]) -> None:
        super().__init__()
        self._kit, self._hours = kit, tuple(hours)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("By the hour"))
        self.setAccessibleDescription(self.table())
        kit.theme.changed.connect(self.updateGeometry)

    def table(self) -> str:
        """The numbers in words: `13:00: 4 posts, 14:00: 12 posts`."""
        said = [f"{times.clock(hour.start)}: {trn('{n} post', '{n} posts', hour.count)}" for hour in self._hours]
        return ", ".join(said)

    def sizeHint(self) -> QSize:
        """Number, bar and hour under each other."""
        theme = self._kit.theme
        return QSize(theme.px(200), theme.px(HIGH) + 2 * theme.line("meta") + theme.px(6))

    def minimumSizeHint(self) -> QSize:
        """It may be narrow; then only some hours are named."""
        return QSize(self._kit.theme.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the bars; hours and numbers that have no room are left out, and stand in the table."""
        painter, theme = QPainter(self), self._kit.theme
        metrics = QFontMetrics(theme.font("meta"))
        step = self.width() / max(1, len(self._hours))
        step = min(step, theme.px(64))
        most = max((hour.count for hour in self._hours), default=1) or 1
        line, high = theme.line("meta"), theme.px(HIGH)
        floor = line + high
        every = max(1, -(-round(metrics.horizontalAdvance("00:00") + theme.px(8)) // max(1, round(step))))
        numbers = metrics.horizontalAdvance(str(most)) + 2 <= step
        painter.setFont(theme.font("meta"))
        center = Qt.AlignmentFlag.AlignCenter
        for number, hour in enumerate(self._hours):
            left, tall = number * step, max(2.0 if hour.count else 0.0, high * hour.count / most)
            wide = max(2.0, min(step - theme.px(3), theme.px(28)))
            painter.fillRect(QRectF(left + (step - wide) / 2, floor - tall, wide, tall), theme.color("accent.fill"))
            painter.setPen(theme.color("text.primary"))
            if hour.count and (numbers or hour.count == most):
                painter.drawText(QRectF(left - step, floor - tall - line, 3 * step, line), center, str(hour.count))
            painter.setPen(theme.color("text.muted"))
            if number % every == 0:
                wanted = metrics.horizontalAdvance("00:00") + 2
                place = max(0.0, min(left + step / 2 - wanted / 2, self.width() - wanted))
                painter.drawText(QRectF(place, floor + 2, wanted, line), center, times.clock(hour.start))
        painter.setPen(theme.color("line.hair"))
        painter.drawLine(0, floor, round(step * len(self._hours)), floor)
        if self.hasFocus():
            paint_ring(painter, self, theme)

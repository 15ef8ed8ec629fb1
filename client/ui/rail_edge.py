"""The sign at the edge of the rail that there is more than can be seen: there is no room for a scroll bar beside its cells."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from client.ui.kit import Kit


class MoreEdge(QWidget):
    """A fade with a caret at the top or the foot of a scroll area, shown while cells are beyond it. Clicks go through."""

    def __init__(self, kit: Kit, area: QScrollArea, *, below: bool) -> None:
        super().__init__(area)
        self._kit, self._area, self._below = kit, area, below
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(lambda value: self._fit())
        bar.rangeChanged.connect(lambda least, most: self._fit())
        kit.theme.changed.connect(self._fit)
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays at its edge."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        bar, height = self._area.verticalScrollBar(), self._kit.theme.text_px(16)
        top = self._area.height() - height if self._below else 0
        self.setGeometry(0, top, self._area.width(), height)
        self.setVisible(bar.value() < bar.maximum() if self._below else bar.value() > bar.minimum())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the fade, on which the caret stands; in contrast a plain ground."""
        painter, theme, px = QPainter(self), self._kit.theme, self._kit.theme.text_px(14)
        ground = theme.color("side.bg")
        clear = QColor(ground)
        clear.setAlpha(ground.alpha() if theme.high_contrast else 90)
        fade = QLinearGradient(0, 0, 0, self.height())
        fade.setColorAt(1.0 if self._below else 0.0, ground)
        fade.setColorAt(0.2 if self._below else 0.8, ground)
        fade.setColorAt(0.0 if self._below else 1.0, clear)
        painter.fillRect(self.rect(), fade)
        icon = "caret-down" if self._below else "caret-up"
        left, top = (self.width() - px) / 2, (self.height() - px) / 2
        self._kit.icons.paint(painter, left, top, icon, 14, "side.icon")

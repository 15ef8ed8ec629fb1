"""One picture to look at closely: whole at first, then as large as wished, moved by pointer and keyboard."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.ui.kit import Kit

STEPS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)


class Canvas(QWidget):
    """Shows one picture: whole at first, then as large as wished, moved by the pointer."""

    zoomed = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._pixmap = QPixmap()
        self._words = ""
        self._zoom = 0.0  # 0 = as large as fits
        self._shift = QPointF()
        self._grip: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(60, 60)

    def show_picture(self, pixmap: QPixmap, spoken: str) -> None:
        """Shows a picture, whole."""
        self._pixmap, self._words = pixmap, ""
        self.setAccessibleName(spoken)
        self.fit()

    def say(self, words: str) -> None:
        """Says in place of a picture why there is none."""
        self._pixmap, self._words = QPixmap(), words
        self.setAccessibleName(words)
        self.fit()

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture to be seen."""
        return not self._pixmap.isNull()

    @property
    def zoom(self) -> float:
        """How large the picture is drawn: 1 is its own size."""
        return self._zoom or self._fitting()

    def fit(self) -> None:
        """Shows the whole picture."""
        self._zoom, self._shift = 0.0, QPointF()
        self.zoomed.emit()
        self.update()

    def zoom_to(self, size: float, at: QPointF | None = None) -> None:
        """Shows it this large: 1 is its own size. What is at a point, the middle for None, stays there."""
        if self._pixmap.isNull():
            return
        before, middle = self.zoom, QPointF(self.width() / 2, self.height() / 2)
        point = (at if at is not None else middle) - middle
        self._zoom = size
        self._shift = point - (point - self._shift) * (size / before)
        self._limit()
        self.zoomed.emit()
        self.update()

    def move_by(self, x: float, y: float) -> None:
        """Moves what is seen of a picture that is larger than its room."""
        self._shift = self._shift - QPointF(x, y)
        self._limit()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Goes between the whole picture and its own size."""
        if self.zoom < 1.0:
            self.zoom_to(1.0, event.position())
        else:
            self.fit()

    def zoom_by(self, way: int, at: QPointF | None = None) -> None:
        """Makes it a step larger or smaller, but not smaller than the whole picture is shown."""
        now, whole = self.zoom, self._fitting()
        steps = [step for step in STEPS if (step > now * 1.02 if way > 0 else whole * 1.02 < step < now * 0.98)]
        if way < 0 and not steps:
            self.fit()
        if steps:
            self.zoom_to(steps[0] if way > 0 else steps[-1], at)

    def _fitting(self) -> float:
        if self._pixmap.isNull():
            return 1.0
        return min(1.0, self.width() / self._pixmap.width(), self.height() / self._pixmap.height())

    def _limit(self) -> None:
        width, height = self._pixmap.width() * self.zoom, self._pixmap.height() * self.zoom
        most_x, most_y = max(0.0, (width - self.width()) / 2), max(0.0, (height - self.height()) / 2)
        self._shift = QPointF(max(-most_x, min(most_x, self._shift.x())), max(-most_y, min(most_y, self._shift.y())))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel makes larger and smaller."""
        way = event.angleDelta().y()
        if way:
            self.zoom_by(1 if way > 0 else -1, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes hold of the picture."""
        self._grip = event.position() - self._shift

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Moves the picture."""
        if self._grip is not None:
            self._shift = event.position() - self._grip
            self._limit()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        self._grip = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the picture inside."""
        self._limit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the picture, or the words."""
        painter, theme = QPainter(self), self._kit.theme
        if self._pixmap.isNull():
            painter.setPen(theme.color("media.tag.on"))
            painter.setFont(theme.font("body"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width, height = self._pixmap.width() * self.zoom, self._pixmap.height() * self.zoom
        left, top = (self.width() - width) / 2 + self._shift.x(), (self.height() - height) / 2 + self._shift.y()
        painter.drawPixmap(QRectF(left, top, width, height), self._pixmap, QRectF(self._pixmap.rect()))

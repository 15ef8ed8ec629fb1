"""The media viewer: one picture as large as it goes, with the words of its author. Films and sounds open in the browser.

Arrows go to the next, plus and minus and the wheel make larger and smaller, Escape closes. Nothing plays here.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from client.model.account import AccountId
from client.model.change import PictureReady
from client.model.post import Media, MediaKind
from client.sync.changes import Changes
from client.ui.buttons import Button, IconButton
from client.ui.dialog import Overlay, scroller
from client.ui.kit import Kit
from client.ui.pictures import PictureSource, decode_whole
from client.ui.widgets import Box, Panel, PlainLabel
from client.ui.words import tr

MOST = QSize(4096, 4096)
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
    def zoom(self) -> float:
        """How large the picture is drawn: 1 is its own size."""
        return self._zoom or self._fitting()

    def fit(self) -> None:
        """Shows the whole picture."""
        self._zoom, self._shift = 0.0, QPointF()
        self.zoomed.emit()
        self.update()

    def zoom_by(self, way: int) -> None:
        """Makes it a step larger or smaller, but not smaller than the whole picture is shown."""
        now, whole = self.zoom, self._fitting()
        steps = [step for step in STEPS if (step > now * 1.02 if way > 0 else whole * 1.02 < step < now * 0.98)]
        if way < 0 and not steps:
            self.fit()
        if steps:
            self._zoom = steps[0] if way > 0 else steps[-1]
            self._limit()
            self.zoomed.emit()
            self.update()

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
            self.zoom_by(1 if way > 0 else -1)
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


class Viewer(Overlay):
    """Shows the media of a post, one at a time."""

    def __init__(
        self,
        kit: Kit,
        media: Sequence[Media],
        index: int,
        account: AccountId | None,
        source: PictureSource,
        changes: Changes,
        post_url: str,
    ) -> None:
        super().__init__(kit, tr("Media viewer"))
        self._media, self._index, self._account, self._source, self._post_url = tuple(media), index, account, source, post_url
        self._wanted = ""
        self._end: Callable[[], None] = changes.subscribe(PictureReady, self._arrived)
        self.canvas = Canvas(kit)
        self.words = PlainLabel(kit.theme, step="body", role="media.tag.on", wrap=True)
        self._number = PlainLabel(kit.theme, role="media.tag.on")
        self.earlier = self._button("caret-left", tr("Earlier"), 40, 24)
        self.later = self._button("caret-right", tr("Next"), 40, 24)
        self.smaller = self._button("magnifying-glass-minus", tr("Smaller"))
        self.larger = self._button("magnifying-glass-plus", tr("Larger"))
        self.shut = self._button("x", tr("Close"))
        self.browser = Button(tr("Open in browser"), "small")
        self._build()
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self.smaller.clicked.connect(lambda: self.canvas.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.canvas.zoom_by(1))
        self.shut.clicked.connect(self.end)
        self.browser.clicked.connect(self._open)
        self._show()

    def _button(self, icon: str, spoken: str, side: int = 32, size: int = 18) -> IconButton:
        return IconButton(
            self.kit, icon, spoken, side=side, size=size, role="media.tag.on", hover="side.hover", ring="side.accent"
        )

    def _build(self) -> None:
        theme = self.kit.theme
        top = Box(theme, gap=6, margins=(16, 10, 10, 6))
        top.addWidget(self._number, 1)
        for part in (self.browser, self.smaller, self.larger, self.shut):
            top.addWidget(part)
        middle = Box(theme, gap=6, margins=(8, 0, 8, 0))
        middle.addWidget(self.earlier)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self.later)
        self._caption = Panel(theme, "media.tag")
        words = Box(theme, margins=(24, 10, 24, 12))
        words.addWidget(self.words)
        self._caption.setLayout(words)
        self._scroll: QScrollArea = scroller(self.kit, self._caption)
        self._scroll.setMaximumHeight(theme.px(150))
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        box = Box(theme, down=True)
        box.addLayout(top)
        box.addLayout(middle, 1)
        box.addWidget(self._scroll)
        self.setLayout(box)

    # --- what it shows ------------------------------------------------------------------------------------------------

    @property
    def index(self) -> int:
        """Which of the media is shown, counted from 0."""
        return self._index

    def step(self, way: int) -> None:
        """Goes to the next or the earlier one."""
        to = self._index + way
        if 0 <= to < len(self._media):
            self._index = to
            self._show()

    def _show(self) -> None:
        media, count = self._media[self._index], len(self._media)
        self._number.setText(tr("{number} of {count}", number=self._index + 1, count=count) if count > 1 else "")
        self.earlier.setVisible(count > 1)
        self.later.setVisible(count > 1)
        self.earlier.setEnabled(self._index > 0)
        self.later.setEnabled(self._index < count - 1)
        self.words.setText(self._described(media))
        self.browser.setVisible(bool(media.url or self._post_url))
        still = media.kind in (MediaKind.IMAGE, MediaKind.UNKNOWN)
        self._wanted = (media.url if still else None) or media.preview_url or ""
        data = self._source.get(self._wanted) if self._wanted else None
        if data is not None:
            self._take(data)
        elif self._wanted:
            self.canvas.say(tr("The picture is on its way…"))
            self._source.want(self._wanted, self._account)
        else:
            self.canvas.say(tr("There is no picture of this. Open it in the browser."))

    def _described(self, media: Media) -> str:
        kind = {
            MediaKind.VIDEO: tr("Video. Belfry does not play it: open it in the browser."),
            MediaKind.AUDIO: tr("Sound. Belfry does not play it: open it in the browser."),
            MediaKind.GIF: tr("Moving picture, standing still here. Open it in the browser to see it move."),
        }.get(media.kind, "")
        return "\n".join(part for part in (media.alt or tr("No alt text"), kind) if part)

    def _arrived(self, change: PictureReady) -> None:
        if change.url != self._wanted or self.over:
            return
        if change.data is None:
            media = self._media[self._index]
            if media.preview_url and self._wanted != media.preview_url:
                self._wanted = media.preview_url
                self._source.want(self._wanted, self._account)
                return
            self.canvas.say(tr("The picture could not be fetched. Open it in the browser."))
        else:
            self._take(change.data)

    def _take(self, data: bytes) -> None:
        image = decode_whole(data, MOST)
        if image.isNull():
            self.canvas.say(tr("Belfry cannot show this picture. Open it in the browser."))
        else:
            self.canvas.show_picture(QPixmap.fromImage(image), self.words.text())

    # --- what people do -----------------------------------------------------------------------------------------------

    def _open(self) -> None:
        media = self._media[self._index]
        self.kit.links.open_link(media.url or self._post_url)

    def ended(self) -> None:
        """Hears of no more pictures."""
        self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, plus, minus, zero, O and V; Escape closes."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_K, Qt.Key.Key_Up):
            self.step(-1)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_J, Qt.Key.Key_Down):
            self.step(1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.canvas.zoom_by(1)
        elif key == Qt.Key.Key_Minus:
            self.canvas.zoom_by(-1)
        elif key == Qt.Key.Key_0:
            self.canvas.fit()
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints a dark ground in every theme, so that pictures stand out."""
        QPainter(self).fillRect(self.rect(), QColor(self.kit.theme.color("media.tag")))

    def first_focus(self) -> QWidget | None:
        """The close button."""
        return self.shut

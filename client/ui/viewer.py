"""The media viewer: one picture as large as it goes, with the words of its author. Films and sounds open in the browser.

Arrows go to the next, plus and minus and the wheel make larger and smaller, Shift and arrows move it, Escape closes. Nothing
plays here.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from client.model.account import AccountId
from client.model.change import PictureReady
from client.model.post import Media, MediaKind
from client.sync.changes import Changes
from client.text import links
from client.ui.buttons import Button, IconButton
from client.ui.canvas import Canvas
from client.ui.dialog import Overlay, scroller
from client.ui.kit import Kit
from client.ui.pictures import Pictures, PictureSource
from client.ui.widgets import Box, Panel, PlainLabel
from client.ui.words import tr

MOST = QSize(4096, 4096)


class Viewer(Overlay):
    """Shows the media of a post, one at a time."""

    def __init__(
        self,
        kit: Kit,
        media: Sequence[Media],
        index: int,
        account: AccountId | None,
        source: PictureSource,
        pictures: Pictures,
        changes: Changes,
        post_url: str,
    ) -> None:
        super().__init__(kit, tr("Media viewer"))
        self._media, self._index, self._account, self._source, self._post_url = tuple(media), index, account, source, post_url
        self._pictures = pictures
        self._wanted = ""
        self._turn = 0  # counts what was shown: a picture that is decoded too late is for nobody
        self._end: Callable[[], None] = changes.subscribe(PictureReady, self._arrived)
        self.canvas = Canvas(kit)
        self.words = PlainLabel(kit.theme, step="body", role="media.tag.on", wrap=True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._number = PlainLabel(kit.theme, role="media.tag.on")
        self.earlier = self._button("caret-left", tr("Earlier"), 40, 24)
        self.later = self._button("caret-right", tr("Next"), 40, 24)
        self.smaller = self._button("magnifying-glass-minus", tr("Smaller"))
        self.larger = self._button("magnifying-glass-plus", tr("Larger"))
        self.full = Button(tr("100 %"), "small")
        self.full.setAccessibleName(tr("Own size"))
        self.whole = Button(tr("Fit"), "small")
        self.whole.setAccessibleName(tr("Whole picture"))
        self.shut = self._button("x", tr("Close"))
        self.browser = Button(tr("Open in browser"), "small")
        self._build()
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self.smaller.clicked.connect(lambda: self.canvas.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.canvas.zoom_by(1))
        self.full.clicked.connect(lambda: self.canvas.zoom_to(1.0))
        self.whole.clicked.connect(self.canvas.fit)
        self.canvas.zoomed.connect(self._show_number)
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
        for part in (self.browser, self.smaller, self.larger, self.full, self.whole, self.shut):
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
        self._turn += 1
        self._show_number()
        self.earlier.setVisible(count > 1)
        self.later.setVisible(count > 1)
        self.earlier.setEnabled(self._index > 0)
        self.later.setEnabled(self._index < count - 1)
        self.words.setText(self._described(media))
        leads = media.url or self._post_url
        self.browser.setText(tr("Open in browser ({host})", host=links.shown_host(leads)) if leads else "")
        self.browser.setVisible(bool(leads))
        still = media.kind in (MediaKind.IMAGE, MediaKind.UNKNOWN)
        self._wanted = (media.url if still else None) or media.preview_url or ""
        data = self._source.get(self._wanted) if self._wanted else None
        if self._wanted:
            self.canvas.say(tr("The picture is on its way…"))
        if data is not None:
            self._take(data)
        elif self._wanted:
            self._source.want(self._wanted, self._account)
        else:
            self.canvas.say(tr("There is no picture of this. Open it in the browser."))

    def _show_number(self) -> None:
        """Says which one it is and how large it is drawn."""
        count, parts = len(self._media), []
        if count > 1:
            parts.append(tr("{number} of {count}", number=self._index + 1, count=count))
        if self.canvas.has_picture:
            parts.append(tr("{n} %", n=round(self.canvas.zoom * 100)))
        self._number.setText(" · ".join(parts))

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
        turn = self._turn
        self._pictures.whole(data, MOST, lambda image: self._put(image) if turn == self._turn and not self.over else None)

    def _put(self, image: QImage) -> None:
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
        """Arrows, plus, minus, 0 for the whole picture, 1 for its own size, V for the browser; Escape closes."""
        key, step = event.key(), self.kit.theme.px(80)
        moves = {
            Qt.Key.Key_Left: (-step, 0),
            Qt.Key.Key_Right: (step, 0),
            Qt.Key.Key_Up: (0, -step),
            Qt.Key.Key_Down: (0, step),
        }
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and Qt.Key(key) in moves:
            self.canvas.move_by(*moves[Qt.Key(key)])
            event.accept()
            return
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
        elif key == Qt.Key.Key_1:
            self.canvas.zoom_to(1.0)
        elif key == Qt.Key.Key_V:
            self._open()
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints a dark ground in every theme, so that pictures stand out."""
        QPainter(self).fillRect(self.rect(), QColor(self.kit.theme.color("media.tag")))

    def first_focus(self) -> QWidget | None:
        """The close button."""
        return self.shut

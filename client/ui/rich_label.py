"""Rich text in a widget: wrapped, with custom emoji and links that work by pointer and by Tab and Enter. Never HTML."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from client.model.account import AccountId
from client.model.richtext import RichText
from client.ui.look import Look
from client.ui.rowblocks import host_of
from client.ui.rowparts import Brush, Hit, HitKind, RowLayout, Words
from client.ui.rowtargets import Target, paint_target, targets
from client.ui.rowtext import TextStyle, lay_out
from client.ui.speech_words import said_text
from client.ui.widgets import show_tip
from client.ui.words import tr

INSET = 2
"""px left free at the sides for the ring of the keyboard."""


class RichLabel(QWidget):
    """A block of rich text. `act` hears what was pressed, and the words that stood for it."""

    def __init__(self, look: Look, text: RichText, account: AccountId | None, act: Callable[[Hit, str], object]) -> None:
        super().__init__()
        self._look, self._text, self._account, self._act = look, text, account, act
        self._inside: Hit | None = None
        self._laid: tuple[int, int, RowLayout] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.setAccessibleName(said_text(text))
        if self.hits():
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.theme.changed.connect(self._restyle)
        look.pictures.ready.connect(self._picture_ready)

    # --- what it shows ------------------------------------------------------------------------------------------------

    def _layout(self, width: int) -> RowLayout:
        key = (max(1, width), self._look.theme.version)
        if self._laid is None or self._laid[:2] != key:
            self._look.refresh()
            block = lay_out(self._text, key[0], TextStyle(self._look.body), self._look)
            words = Words(0, 0, key[0], block, self._account)
            self._laid = (*key, RowLayout(None, block.height, [words], urls=frozenset(words.urls())))
        return self._laid[2]

    def hits(self) -> list[Hit]:
        """What can be pressed, in order."""
        return [each.hit for each in targets(self._layout(self.width() or 300))]

    def hasHeightForWidth(self) -> bool:
        """Narrow is high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The lines in this width, with room for the ring."""
        return self._layout(width - 2 * INSET).height + 2

    def sizeHint(self) -> QSize:
        """Some forty letters wide."""
        width = self._look.text_px(300)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """It may become narrow."""
        return QSize(self._look.text_px(80), self._look.body.line)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _picture_ready(self, url: str) -> None:
        if self._laid is not None and url in self._laid[2].urls:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints text, emoji, and the ring round the link under the keyboard."""
        layout = self._layout(self.width() - 2 * INSET)
        painter, brush = QPainter(self), Brush(self._look, self.devicePixelRatioF())
        painter.translate(INSET, 1)
        layout.parts[0].paint(painter, brush, QRectF(layout.parts[0].area))
        target = self._target()
        if target is not None and self.hasFocus():
            paint_target(painter, target, self._look)
        painter.end()
        for shot, account in brush.misses:
            self._look.pictures.make(shot, account)

    # --- keyboard -----------------------------------------------------------------------------------------------------

    def _target(self) -> Target | None:
        found = targets(self._layout(self.width() - 2 * INSET))
        return next((each for each in found if each.hit == self._inside), None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes to the first link, Shift+Tab to the last."""
        found = self.hits()
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason) or self._inside is None:
            self._go(found[-1] if event.reason() == Qt.FocusReason.BacktabFocusReason else found[0])
        super().focusInEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Goes through the links, then on."""
        found = self.hits()
        at = (found.index(self._inside) if self._inside in found else -1) + (1 if next else -1)
        if 0 <= at < len(found):
            self._go(found[at])
            return True
        return super().focusNextPrevChild(next)

    def _go(self, hit: Hit) -> None:
        self._inside = hit
        self.update()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, hit_words(hit)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space press the link."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._inside is not None:
            self._press(self._inside)
            return
        super().keyPressEvent(event)

    # --- pointer ------------------------------------------------------------------------------------------------------

    def _hit_at(self, point: QPoint) -> Hit | None:
        return self._layout(self.width() - 2 * INSET).parts[0].hit(point.x() - INSET, point.y() - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows where a press does something."""
        hit = self._hit_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit is not None else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Presses the link under the pointer."""
        hit = self._hit_at(event.position().toPoint())
        if hit is not None and event.button() is Qt.MouseButton.LeftButton:
            self._press(hit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the press, so that its release comes here too."""
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Tells where a link leads; plain text."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self._hit_at(event.pos())
            show_tip(event.globalPos(), tip(hit) if hit is not None else "", self)
            return True
        return super().event(event)

    def _press(self, hit: Hit) -> None:
        spans = self._text.spans
        words = next((self._text.text[s.start : s.end] for s in spans if hit.target and s.target == hit.target), "")
        self._act(hit, words)


def tip(hit: Hit) -> str:
    """Where a press leads."""
    return {HitKind.AUTHOR: f"@{hit.label}", HitKind.HASHTAG: f"#{hit.target}"}.get(hit.kind) or host_of(hit.target)


def hit_words(hit: Hit) -> str:
    """What a screen reader says for a link."""
    match hit.kind:
        case HitKind.AUTHOR:
            return tr("Profile of {name}", name=f"@{hit.label}")
        case HitKind.HASHTAG:
            return tr("Posts with {tag}", tag=f"#{hit.target}")
        case _:
            return tr("Link to {host}", host=host_of(hit.target))

"""A timeline on screen: what the mouse, the keys and the reader's dwelling on a row do. The view only asks; others act."""

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QMouseEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from client.model.richtext import EMPTY
from client.model.row import Row
from client.sync.feed import Feed
from client.ui import times
from client.ui.anchor_list import Index
from client.ui.look import Look
from client.ui.rowblocks import host_of
from client.ui.rowpaint import hit_test
from client.ui.rowparts import Hit, HitKind
from client.ui.timeline_keys import KeyedView
from client.ui.timeline_model import Speak
from client.ui.widgets import show_tip
from client.ui.words import tr

_READ_AFTER_MS = 2000
_TIMES_EVERY_MS = 30_000
_NOTCH = 120
_LINE = 32
_POINTED = frozenset(HitKind) - {HitKind.TIME}


class _Tips(QStyledItemDelegate):
    """Shows tool tips; paints nothing."""

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Tells the full date, the full handle, or where a link leads."""
        if isinstance(view, TimelineView):
            show_tip(event.globalPos(), view.tip_at(event.pos()), view.viewport())
        return True


def _words(row: Row, target: str) -> str:
    """The words of the row's text that lead to an address; they may pretend another one."""
    text = row.entry.post.text if row.entry is not None and row.entry.post is not None else EMPTY
    return next((text.text[span.start : span.end] for span in text.spans if span.target == target), "")


class TimelineView(KeyedView):
    """The timeline of a column. Rows travel in signals as `client.model.row.Row`."""

    quote_requested = Signal(object)  # Row whose quoted post is meant
    media_opened = Signal(object, int)  # Row, index of the medium
    link_activated = Signal(str, str)  # an address, of a link or a card, and the words that stood for it
    person_activated = Signal(object, object)  # Row, the Hit that names a person
    history_requested = Signal(object)  # Row
    hashtag_activated = Signal(object, str)  # Row, tag without #
    menu_requested = Signal(object, object, QPoint)  # Row, the Hit under the pointer or None, where on the screen

    reads = True
    """Whether what is looked at counts as read. What only shows how a column would be reads nothing."""

    def __init__(
        self, feed: Feed, look: Look, speak: Speak, *, neutral_badge: bool = False, parent: QWidget | None = None
    ) -> None:
        self._pressed: tuple[int, Hit | None] = (0, None)
        self._wheel_rest = 0.0
        self._dwelt = 0  # the anchor row on which the reader dwells
        self._reading = QTimer()
        self._clockwork = QTimer()
        super().__init__(feed, look, speak, neutral_badge=neutral_badge, parent=parent)
        self._reading.setParent(self)
        self._reading.setSingleShot(True)
        self._reading.timeout.connect(self._mark_read)
        self._clockwork.setParent(self)
        self._clockwork.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._clockwork.timeout.connect(self.refresh_times)
        self.setItemDelegate(_Tips(self))
        self.anchor_changed.connect(self._dwell)
        self.anchor_changed.connect(lambda row, offset: self.refresh_times())  # rows come back that were measured long ago

    # --- what lies where ----------------------------------------------------------------------------------------------

    def row_at(self, point: QPoint) -> Row | None:
        """The row at a point of the viewport, None where there is none or its content is not in memory."""
        index = self.anchor.index_at(point.y())
        return self.measured.at(index).row if index >= 0 else None

    def hit_at(self, point: QPoint) -> Hit | None:
        """What a point of the viewport is good for."""
        index = self.anchor.index_at(point.y())
        found = self.anchor.find(index) if index >= 0 else None
        return hit_test(self.measured.at(index), point.x(), point.y() - found[0]) if found else None

    def tip_at(self, point: QPoint) -> str:
        """The tool tip at a point; plain text."""
        hit, row = self.hit_at(point), self.row_at(point)
        if hit is None or row is None:
            return ""
        match hit.kind:
            case HitKind.TIME if row.entry is not None:
                post = row.entry.post
                return times.full(post.created_at if post else row.entry.at)
            case HitKind.AUTHOR:
                return "@" + hit.label
            case HitKind.EDITED if (
                row.entry is not None and row.entry.post is not None and row.entry.post.edited_at is not None
            ):
                return tr("Edited {date}. Earlier versions", date=times.full(row.entry.post.edited_at))
            case HitKind.LINK:
                return host_of(hit.target)
            case HitKind.CARD:
                return host_of(hit.target)
            case HitKind.MEDIA if row.entry is not None and row.entry.post is not None:
                return row.entry.post.media[hit.index].alt or ""
            case _:
                return ""

    # --- mouse --------------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lights the row under the pointer."""
        self._hover(event.position().toPoint())

    def _hover(self, point: QPoint) -> None:
        index = self.anchor.index_at(point.y())
        row_id = self.rows_model.row_id(index) if index >= 0 else 0
        if row_id != self.hovered:
            old, self.hovered = self.hovered, row_id
            self.update_row(old)
            self.update_row(row_id)
            self._light()
        hit = self.hit_at(point)
        pointed = hit is not None and hit.kind in _POINTED
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if pointed else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        old, self.hovered = self.hovered, 0
        self.update_row(old)
        self._light()

    def _light(self) -> None:
        self.light(bool(self.hovered) or (self.hasFocus() and self.currentIndex().isValid()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the row under the pointer; what happens is decided on release."""
        self._inside = None
        point = event.position().toPoint()
        index = self.anchor.index_at(point.y())
        self._pressed = (self.rows_model.row_id(index) if index >= 0 else 0, self.hit_at(point))
        if index >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.setCurrentIndex(self.rows_model.index(index))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Does what was clicked, if the pointer is still on it."""
        point = event.position().toPoint()
        index = self.anchor.index_at(point.y())
        row_id = self.rows_model.row_id(index) if index >= 0 else 0
        if event.button() is Qt.MouseButton.LeftButton and self._pressed == (row_id, self.hit_at(point)):
            self.do(row_id, self._pressed[1], event.globalPosition().toPoint())
        self._pressed = (0, None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Opens the conversation, unless the point is good for something else."""
        point = event.position().toPoint()
        row = self.row_at(point)
        hit = self.hit_at(point)
        if row is not None and row.entry is not None and hit is None and event.button() is Qt.MouseButton.LeftButton:
            self.thread_requested.emit(row)
        elif hit is not None:
            self.mousePressEvent(event)

    def do(self, row_id: int, hit: Hit | None, where: QPoint) -> None:
        """Does what a point of a row is good for."""
        row = self.feed.row(row_id) if row_id else None
        if hit is None or row is None:
            return
        match hit.kind:
            case HitKind.LINK | HitKind.CARD:
                self.link_activated.emit(hit.target, _words(row, hit.target) if hit.kind is HitKind.LINK else "")
            case HitKind.AUTHOR:
                self.person_activated.emit(row, hit)
            case HitKind.EDITED:
                self.history_requested.emit(row)
            case HitKind.HASHTAG:
                self.hashtag_activated.emit(row, hit.target)
            case HitKind.MEDIA:
                self.media_opened.emit(row, hit.index)
            case HitKind.COVER:
                self.toggle_cover(row_id)
            case HitKind.SHOW_MORE:
                self.toggle_text(row_id)
            case HitKind.QUOTE:
                self.quote_requested.emit(row)
            case HitKind.GAP:
                self.ask_gap(row_id)
            case HitKind.TIME:
                self.thread_requested.emit(row)
            case HitKind.MORE:
                self.menu_requested.emit(row, None, where)

    def toggle_cover(self, row_id: int) -> None:
        """Opens or closes what an author's warning, a filter or a mark as sensitive covers."""
        self._toggle(self.measured.opened_covers, row_id)

    def toggle_text(self, row_id: int) -> None:
        """Unfolds or folds a long text."""
        self._toggle(self.measured.opened_texts, row_id)

    def _toggle(self, opened: set[int], row_id: int) -> None:
        opened.symmetric_difference_update((row_id,))
        self.remeasure([row_id], keep=row_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls by the touchpad's own px, else by lines; sideways and with Shift it is the deck's."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        sideways = abs(angle.x()) > abs(angle.y()) or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if sideways or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        step = -pixels.y() if pixels.y() else -angle.y() / _NOTCH * 3 * self.look.text_px(_LINE)
        self._wheel_rest += step
        whole = int(self._wheel_rest)
        self._wheel_rest -= whole
        self.scroll_px(whole)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of the row under the pointer, or under the keyboard."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            row, hit, where = self.row_at(event.pos()), self.hit_at(event.pos()), event.globalPos()
            if row is not None and row.entry is not None:
                self.menu_requested.emit(row, hit, where)
        else:
            self.ask_menu()

    def ask_menu(self) -> None:
        """Asks for the menu of the row under the keyboard, where it can be seen."""
        row, area = self.current_row(), self.visualRect(self.currentIndex()) & self.viewport().rect()
        if row is not None and row.entry is not None:
            self.menu_requested.emit(row, None, self.viewport().mapToGlobal(area.center()))

    # --- focus, reading, time -----------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows the ring; coming by Tab without a current row takes the first that is seen."""
        self.entering = True  # Qt would make the first row current: then new posts could not push it down any more
        super().focusInEvent(event)
        self.entering = False
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key:
            self._inside = None  # what was left for a dialog is found again, what was left by Tab is not
        if by_key:
            self.choose_row()
        self._light()
        self.paint_again()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hides the ring."""
        super().focusOutEvent(event)
        self._light()
        self.paint_again()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Moves the ring; Qt tells assistive technology."""
        self._inside = None
        super().currentChanged(current, previous)
        self._light()
        self.paint_again()

    def showEvent(self, event: QShowEvent) -> None:
        """Begins to renew relative times."""
        super().showEvent(event)
        self._clockwork.start(_TIMES_EVERY_MS)
        self.refresh_times()
        self._dwell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ends it."""
        super().hideEvent(event)
        self._clockwork.stop()
        self._reading.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Whoever comes back to the window begins to read what came meanwhile."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._dwell()

    def _dwell(self) -> None:
        """A row counts as read when it has been the anchor for two seconds."""
        if self.isVisible():
            self._reading.start(_READ_AFTER_MS)

    def _tell(self) -> None:
        """A row that comes in at the very top is a new anchor row, though the place stays the same."""
        super()._tell()
        top = self.rows_model.row_id(self.anchor.top) if self.anchor.rows else 0
        if top != self._dwelt:
            self._dwelt = top
            self._dwell()

    def _mark_read(self) -> None:
        if not self.reads or not self.isVisible() or not self.isActiveWindow() or not self.anchor.rows:
            return
        row_id = self.rows_model.row_id(self.anchor.top)
        if self.feed.is_unread(row_id):
            self.feed.mark_read(row_id)

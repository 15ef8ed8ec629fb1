"""What the keys do in a timeline: move between rows, open what is under the keyboard. All other keys are the window's."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from client.model.row import Row
from client.ui.anchor_view import AnchorView
from client.ui.rowparts import Hit, HitKind

_MOVES = {
    Qt.Key.Key_Down: QAbstractItemView.CursorAction.MoveDown,
    Qt.Key.Key_J: QAbstractItemView.CursorAction.MoveDown,
    Qt.Key.Key_Up: QAbstractItemView.CursorAction.MoveUp,
    Qt.Key.Key_K: QAbstractItemView.CursorAction.MoveUp,
    Qt.Key.Key_Home: QAbstractItemView.CursorAction.MoveHome,
    Qt.Key.Key_End: QAbstractItemView.CursorAction.MoveEnd,
    Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
    Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
}
_LETTERS = frozenset((Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_O))


class KeyedView(AnchorView):
    """An anchor view with a keyboard. Rows travel in signals as `client.model.row.Row`."""

    thread_requested = Signal(object)  # Row
    gap_wanted = Signal(int)  # row id
    back_requested = Signal()  # Esc

    letters = True
    """Whether J, K and O work."""

    entering = False
    """While focus comes in: no row is offered."""

    def current_row(self) -> Row | None:
        """The row under the keyboard, if its content is in memory."""
        return self.feed.row(self.current_id) if self.current_id else None

    def ask_gap(self, row_id: int) -> None:
        """Asks to fill a gap. The row below it stays at its pixel, the rest grows upward."""
        self.filling = row_id
        self.gap_wanted.emit(row_id)

    def do(self, row_id: int, hit: Hit | None, where: QPoint) -> None:
        """Does what a point of a row is good for."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves between rows, opens what is under the keyboard; all other keys are the window's."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if not plain or (key in _LETTERS and (not self.letters or event.modifiers() & Qt.KeyboardModifier.ShiftModifier)):
            event.ignore()
        elif key in _MOVES:
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key is Qt.Key.Key_O:
            self._open()
        elif key is Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Does nothing: letters are commands."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The row that a key leads to."""
        count, step = self.rows_model.count, QAbstractItemView.CursorAction
        if not count or self.entering:
            return QModelIndex()
        self.ensure()
        current = self.currentIndex().row()
        if current < 0 and action not in (step.MoveHome, step.MoveEnd):
            whole = next((index for index, y, _ in self.anchor.rows if y >= 0), self.anchor.top)
            return self.rows_model.index(whole)
        page = max(1, len(self.anchor.rows) - 1)
        target = {
            step.MoveDown: current + 1,
            step.MoveNext: current + 1,
            step.MoveUp: current - 1,
            step.MovePrevious: current - 1,
            step.MoveHome: 0,
            step.MoveEnd: count - 1,
            step.MovePageDown: current + page,
            step.MovePageUp: current - page,
        }.get(action, current)
        return self.rows_model.index(max(0, min(target, count - 1)))

    def _move(self, action: QAbstractItemView.CursorAction) -> None:
        if self._read_on(action):
            return
        index = self.moveCursor(action, Qt.KeyboardModifier.NoModifier)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _read_on(self, action: QAbstractItemView.CursorAction) -> bool:
        """Scrolls within a row that is higher than the view before the next row is taken."""
        found = self.anchor.find(self.currentIndex().row())
        if found is None or found[1] <= self.anchor.view:
            return False
        y, height = found
        step = QAbstractItemView.CursorAction
        if action in (step.MoveDown, step.MovePageDown) and y + height > self.anchor.view:
            return bool(self.scroll_px(min(y + height - self.anchor.view, self.anchor.view * 4 // 5)))
        if action in (step.MoveUp, step.MovePageUp) and y < 0:
            return bool(self.scroll_px(max(y, -self.anchor.view * 4 // 5)))
        return False

    def _enter(self) -> None:
        row = self.current_row()
        if row is None:
            return
        if row.gap is not None:
            self.ask_gap(row.id)
        else:
            self.thread_requested.emit(row)

    def _open(self) -> None:
        """Opens the cover of the row under the keyboard, else its first medium, else the rest of its text."""
        row = self.current_row()
        hits = [part.hit(part.area.x(), part.area.y()) for part in self.measured.layout(row.id).parts] if row else []
        kinds = {hit.kind for hit in hits if hit is not None}
        for kind in (HitKind.COVER, HitKind.MEDIA, HitKind.SHOW_MORE):
            if row is not None and kind in kinds:
                self.do(row.id, Hit(kind), QPoint())
                return

"""What the keys do in a timeline: move between rows and inside one, open what is there. All other keys are the window's."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView

from client.model.row import Row
from client.ui.anchor_view import AnchorView
from client.ui.rowparts import Hit, HitKind
from client.ui.rowtargets import Target, paint_target, targets
from client.ui.speech import target_words

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
_ENTER = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter))
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

    _inside: Hit | None = None
    """What Tab has reached inside the current row; None: the row itself."""

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
        elif self._inside is not None and (key in _ENTER or key is Qt.Key.Key_Space):
            self._press()
        elif key in _ENTER:
            self._enter()
        elif key is Qt.Key.Key_O:
            self.open_current()
        elif key is Qt.Key.Key_Menu or (key is Qt.Key.Key_F10 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            self.ask_menu()
        elif key is Qt.Key.Key_Escape and self._inside is not None:
            self._go_inside(None)
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

    def choose_row(self) -> None:
        """Makes the first row that is seen the current one, where none is."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.moveCursor(QAbstractItemView.CursorAction.MoveDown, Qt.KeyboardModifier.NoModifier))

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

    def open_current(self) -> None:
        """Opens the cover of the row under the keyboard, else its first medium, else the rest of its text."""
        row = self.current_row()
        hits = [part.hit(part.area.x(), part.area.y()) for part in self.measured.layout(row.id).parts] if row else []
        kinds = {hit.kind for hit in hits if hit is not None}
        for kind in (HitKind.COVER, HitKind.MEDIA, HitKind.SHOW_MORE):
            if row is not None and kind in kinds:
                self.do(row.id, Hit(kind), QPoint())
                return

    def ask_menu(self) -> None:
        """Asks for the menu of the row under the keyboard."""
        raise NotImplementedError

    # --- inside a row -------------------------------------------------------------------------------------------------

    @property
    def inside(self) -> Target | None:
        """What the keyboard has reached inside the current row, None when it is on the row itself."""
        row_id = self.current_id
        if self._inside is None or not row_id:
            return None
        return next((each for each in targets(self.measured.layout(row_id)) if each.hit == self._inside), None)

    @property
    def inside_words(self) -> str:
        """What a screen reader says for it."""
        row = self.current_row()
        if self._inside is None or row is None:
            return ""
        measured = self.measured
        cover = self._inside.kind is HitKind.COVER
        return target_words(self._inside, row, opened=measured.is_open(row.id) if cover else row.id in measured.opened_texts)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through what is inside the current row, then out of the timeline; back over the row itself."""
        if self._step_inside(1 if next else -1):
            return True
        self._go_inside(None)
        return super().focusNextPrevChild(next)

    def _step_inside(self, way: int) -> bool:
        row_id, before = self.current_id, self.inside
        if not row_id or not self.hasFocus() or (before is None and way < 0):
            return False
        there = [each.hit for each in targets(self.measured.layout(row_id))]
        at = (there.index(before.hit) if before is not None else -1) + way
        if at >= len(there):
            return False
        self._go_inside(there[at] if at >= 0 else None)
        return True

    def _go_inside(self, hit: Hit | None) -> None:
        """Moves the keyboard inside the row, has it seen and says where it is."""
        if hit == self._inside:
            return
        self._inside = hit
        target, found = self.inside, self.anchor.find(self.currentIndex().row())
        if target is not None and found is not None:
            top, bottom = found[0] + target.bounds.top(), found[0] + target.bounds.bottom()
            if top < 0 or bottom >= self.anchor.view:
                self.scroll_px(top - 8 if top < 0 else bottom + 8 - self.anchor.view)
            event = QAccessibleAnnouncementEvent(self, self.inside_words)
            QAccessible.updateAccessibility(event)
        self.update_row(self.current_id)

    def _press(self) -> None:
        """Does what is under the keyboard inside the row."""
        target, found = self.inside, self.anchor.find(self.currentIndex().row())
        if target is not None and found is not None:
            corner = target.bounds.bottomLeft() + QPoint(0, found[0] + 1)
            self.do(self.current_id, target.hit, self.viewport().mapToGlobal(corner))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the rows, and the ring round what the keyboard has reached inside one."""
        super().paintEvent(event)
        target, found = self.inside, self.anchor.find(self.currentIndex().row())
        if target is not None and found is not None and self.hasFocus():
            painter = QPainter(self.viewport())
            painter.translate(0, found[0])
            paint_target(painter, target, self.look)
            painter.end()

"""The command palette: a field and, below it, what its words mean. The keyboard stays in the field; the chosen line is spoken.

What is offered is `client.ui.palette_entries`. There is nothing more to choose about a line, so Tab does nothing.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from client.ui.acts import Reach
from client.ui.badges import paint_tile
from client.ui.commands import drawn_caps
from client.ui.controls import MIDDLE
from client.ui.dialog import MARGIN, FootLine, HeadLine, Overlay, Plate
from client.ui.key_caps import KeyCaps, caps_size, paint_caps
from client.ui.key_changes import KeyMap
from client.ui.kit import Kit
from client.ui.palette_entries import TO_COMMANDS, Entry, entries, find, search_column, search_here
from client.ui.widgets import Box, Glyph, PlainLabel, announce
from client.ui.words import tr

_WIDTH, _TOP, _ROW, _HEAD, _LOW = 720, 110, 42, 27, 480
_ENTRY = Qt.ItemDataRole.UserRole


class _Lines(QStyledItemDelegate):
    """Paints the lines and the names of the groups."""

    def __init__(self, kit: Kit, parent: QListWidget) -> None:
        super().__init__(parent)
        self._kit = kit

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """42 px for a line, 27 for a name."""
        theme, line = self._kit.theme, isinstance(index.data(_ENTRY), Entry)
        least = theme.line("ui") + theme.px(16) if line else theme.line("meta") + theme.px(8)
        return QSize(100, max(theme.px(_ROW if line else _HEAD), least))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paints one."""
        theme, entry = self._kit.theme, index.data(_ENTRY)
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, Entry):
            self._line(painter, box, entry, bool(option.state & QStyle.StateFlag.State_Selected))  # type: ignore[attr-defined]
        else:
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("text.muted"))
            lower = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box.adjusted(theme.px(12), 0, 0, -theme.px(3)), lower, index.data())
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, entry: Entry, chosen: bool) -> None:
        theme, middle = self._kit.theme, QRectF(box).center().y()
        if chosen:
            ring = theme.token("line", "focusRingHighContrast" if theme.high_contrast else "focusRing")
            painter.setPen(QPen(theme.color("focus.ring"), ring))
            painter.setBrush(theme.color("bg.selected"))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        left, right = box.left() + theme.px(12), box.right() - theme.px(12)
        if entry.account is not None:
            side = theme.text_px(26)
            paint_tile(
                painter, theme, QRectF(left, middle - side / 2, side, side), entry.account, network=True, halo="bg.raised"
            )
            left += side + theme.px(13)
        else:
            size = theme.text_px(18)
            self._kit.icons.paint(painter, left, middle - size / 2, entry.icon, 18, "accent" if chosen else "icon.active")
            left += size + theme.px(10)
        caps = entry.caps or (drawn_caps("Enter") if chosen else ())
        if caps:
            size_ = caps_size(theme, caps)
            right -= size_.width()
            paint_caps(painter, theme, caps, right, middle - size_.height() / 2)
            right -= theme.px(10)
        left = self._words(painter, QRect(left, box.top(), right - left, box.height()), entry)
        if entry.detail and right - left > theme.px(40):
            font = theme.font("meta")
            painter.setFont(font)
            painter.setPen(theme.color("text.muted"))
            words = QFontMetrics(font).elidedText(entry.detail, Qt.TextElideMode.ElideRight, right - left - theme.px(6))
            painter.drawText(QRect(left + theme.px(6), box.top(), right - left, box.height()), MIDDLE, words)

    def _words(self, painter: QPainter, room: QRect, entry: Entry) -> int:
        """Paints the text with what was meant in bold; gives where it ends."""
        theme = self._kit.theme
        plain, bold = theme.font("body"), theme.font("body", 700)
        text = QFontMetrics(bold if entry.spans else plain).elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(theme.color("text.primary"))
        at, left = 0, room.left()
        for start, end in (*entry.spans, (len(text), len(text))):
            for font, part in ((plain, text[at : max(at, start)]), (bold, text[max(at, start) : end])):
                painter.setFont(font)
                painter.drawText(QRect(left, room.top(), room.width(), room.height()), MIDDLE, part)
                left += QFontMetrics(font).horizontalAdvance(part)
            at = max(at, end)
        return left


class _Field(QLineEdit):
    """The field; keys that move in a list are the list's."""

    def __init__(self, palette: "Palette") -> None:
        super().__init__()
        self._palette = palette

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hands up, down, page up and down, and Enter to the palette."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}
        if event.key() in steps:
            self._palette.step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._palette.choose()
        else:
            super().keyPressEvent(event)


class Palette(Overlay):
    """The palette over the window."""

    def __init__(self, kit: Kit, reach: Reach, map_: KeyMap, *, letters: bool) -> None:
        super().__init__(kit, tr("Commands"))
        self._reach, self._all = reach, entries(reach, map_, letters=letters)
        self._plate, self._said = Plate(kit, self), ""
        hint = tr("Type a command, column, account or word")
        self.field = _Field(self)
        self.field.setAccessibleName(hint)
        self.field.setMaxLength(200)
        self.field.setFrame(False)
        self.field.setTextMargins(-2, 0, 0, 0)  # what the system leaves free inside a field
        self.field.setStyleSheet("QLineEdit, QLineEdit:focus { border: 0; background: transparent; padding: 0; }")
        self.field.setFont(kit.theme.font("columnTitle", 400))
        self._hint = PlainLabel(kit.theme, hint, step="meta", role="text.muted")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("What can be chosen"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setStyleSheet("QListWidget { background: transparent; }")
        self.list.setItemDelegate(_Lines(kit, self.list))
        self.list.itemClicked.connect(lambda item: self.choose())
        self.none = PlainLabel(kit.theme, tr("Nothing has these words."), role="text.muted")
        self._build()
        self.field.textChanged.connect(self._show)
        kit.theme.changed.connect(self._place)
        self._show("")

    def _build(self) -> None:
        kit, theme = self.kit, self.kit.theme
        top = HeadLine(kit)
        line = Box(theme, gap=10, margins=(18, 12, 18, 11))
        line.addWidget(Glyph(kit, "magnifying-glass", 20, "icon.active"))
        line.addWidget(self.field, 1)
        line.addWidget(self._hint)
        top.setLayout(line)
        middle = Box(theme, down=True, margins=(8, 6, 8, 8))
        middle.addWidget(self.list, 1)
        middle.addWidget(self.none, 0, Qt.AlignmentFlag.AlignHCenter)
        foot = FootLine(kit)
        keys = Box(theme, gap=6, margins=(18, 9, 18, 9))
        for caps, words in (("↑ ↓", tr("choose")), ("Enter", tr("do")), ("Esc", tr("close"))):
            if caps == "Esc":
                keys.addStretch(1)
            keys.addWidget(KeyCaps(kit, drawn_caps(caps)))
            keys.addWidget(PlainLabel(theme, words, step="meta", role="text.muted"))
            keys.addSpacing(theme.px(8))
        foot.setLayout(keys)
        box = Box(theme, down=True)
        box.addWidget(top)
        box.addLayout(middle, 1)
        box.addWidget(foot)
        box.setContentsMargins(1, 1, 1, 1)
        self._plate.setLayout(box)
        self._bars = (top, foot)

    def tab_children(self) -> list[QLineEdit]:
        """The field alone."""
        return [self.field]

    # --- what it shows ------------------------------------------------------------------------------------------------

    def _show(self, text: str) -> None:
        text = " ".join(text.split())
        found = find(self._all, text)
        if text:
            more = [entry for entry in (search_column(self._reach, text), search_here(self._reach, text)) if entry is not None]
            at = sum(entry.group == TO_COMMANDS for entry in found)
            found[at:at] = more
        self.list.clear()
        group = ""
        for entry in found:
            if entry.group != group:
                group = entry.group
                head = QListWidgetItem(tr(group))
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(head)
            item = QListWidgetItem(entry.spoken)
            item.setData(_ENTRY, entry)
            self.list.addItem(item)
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self._place()
        self.list.setCurrentRow(1 if found else -1)
        self.list.scrollToTop()
        self._say()

    @property
    def chosen(self) -> Entry | None:
        """The line that Enter does."""
        item = self.list.currentItem()
        entry = item.data(_ENTRY) if item is not None else None
        return entry if isinstance(entry, Entry) else None

    def step(self, by: int) -> None:
        """Chooses another line, over the names of the groups; from the last to the first and back."""
        lines = [row for row in range(self.list.count()) if isinstance(self.list.item(row).data(_ENTRY), Entry)]
        if not lines:
            return
        now = lines.index(self.list.currentRow()) if self.list.currentRow() in lines else 0
        to = (now + by) % len(lines) if abs(by) == 1 else max(0, min(len(lines) - 1, now + by))
        self.list.setCurrentRow(lines[to])
        if to == 0:
            self.list.scrollToTop()
        self._say()

    def _say(self) -> None:
        entry = self.chosen
        words = entry.spoken if entry is not None else self.none.text()
        if words != self._said:  # what stays chosen while one types is not said again
            self._said = words
            announce(self.field, words)

    def choose(self) -> None:
        """Goes away and does what is chosen."""
        entry = self.chosen
        if entry is not None:
            self.end()
            entry.act()

    # --- its place ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stays in the middle, 110 px below the top where there is room."""
        self._place()

    def _place(self) -> None:
        theme = self.kit.theme
        width = min(self.width() - 2 * MARGIN, theme.column_px(_WIDTH))
        self._hint.setVisible(width > 2 * self._hint.sizeHint().width() + theme.px(80))
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count())) or theme.px(_ROW)
        wanted = sum(bar.sizeHint().height() for bar in self._bars) + rows + theme.px(14) + 4
        high = self.height() - 2 * MARGIN
        top = theme.px(_TOP) if high - theme.px(_TOP) > theme.px(_LOW) else MARGIN
        height = min(wanted, high - (2 * (top - MARGIN) if top > MARGIN else 0))
        self._plate.setGeometry((self.width() - width) // 2, top, width, height)

"""The list of column kinds with a field to find one: glyph, name and one line on what it shows."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from client.columns import KINDS
from client.columns.base import ColumnKind
from client.ui.controls import MIDDLE, FindField
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel, announce, paint_ring
from client.ui.words import tr

KIND = Qt.ItemDataRole.UserRole
WHY_NOT = Qt.ItemDataRole.UserRole + 1
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class _Painter(QStyledItemDelegate):
    """Paints one kind."""

    def __init__(self, kit: Kit, parent: QListWidget) -> None:
        super().__init__(parent)
        self._kit, self._list = kit, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The name, and as many lines as the words below it need: nothing is cut, however large the text is."""
        theme, words = self._kit.theme, _words(index)
        room = QRect(0, 0, self._room(self._list.viewport().width()), 10_000)
        high = QFontMetrics(theme.font("meta")).boundingRect(room, WRAPPED, words).height()
        lines = max(1, round(high / QFontMetrics(theme.font("meta")).lineSpacing()))
        return QSize(100, theme.line("ui") + lines * theme.line("meta") + theme.px(10))

    def _room(self, width: int) -> int:
        """How wide the words of a row may be."""
        return max(40, width - self._kit.theme.px(28) - self._kit.theme.text_px(20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paints glyph, name and hint; the chosen one has its field and ring."""
        theme, kind = self._kit.theme, KINDS[index.data(KIND)]
        box: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen, enabled = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_Enabled)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(QPen(theme.color("accent"), theme.token("line", "focusRing")))
            painter.setBrush(theme.color("bg.selected"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        role = "text.disabled" if not enabled else "accent" if chosen else "icon.active"
        size = theme.text_px(20)
        self._kit.icons.paint(painter, box.left() + theme.px(10), box.center().y() - size / 2, kind.icon, 20, role)
        left = box.left() + theme.px(20) + size
        width, first = self._room(box.width()), theme.line("ui")
        painter.setFont(theme.font("ui", 600))
        painter.setPen(theme.color("text.primary" if enabled else "text.disabled"))
        painter.drawText(QRect(left, box.top() + theme.px(5), width, first), MIDDLE, tr(kind.label))
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("text.muted" if enabled else "text.disabled"))
        below = QRect(left, box.top() + theme.px(5) + first, width, box.height() - theme.px(5) - first)
        painter.drawText(below, WRAPPED, _words(index))
        painter.restore()


def _words(index: QModelIndex | QPersistentModelIndex) -> str:
    """What stands below the name: why the kind cannot be had, else what it shows."""
    return str(index.data(WHY_NOT) or tr(KINDS[index.data(KIND)].hint))


class _Kinds(QListWidget):
    """The list; a ring round all of it tells that the keyboard is in it and not in the field, whose arrows move here too."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paints the ring where it stands, not where it was moved to."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the kinds, then the ring."""
        super().paintEvent(event)
        if self.hasFocus():
            paint_ring(QPainter(self.viewport()), self.viewport(), self._kit.theme)


class _KindField(FindField):
    """The field with the sign of a search in it."""

    def __init__(self, kit: Kit, found: QListWidget) -> None:
        super().__init__(found)
        self._kit = kit
        self.setTextMargins(kit.theme.text_px(16) + kit.theme.px(6), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the field and the sign."""
        super().paintEvent(event)
        size = self._kit.theme.text_px(16)
        top = (self.height() - size) / 2
        self._kit.icons.paint(QPainter(self), self._kit.theme.px(9), top, "magnifying-glass", 16, "icon.rest")


class KindList(QWidget):
    """Lets a person choose a kind. `why_not` says why a kind cannot be had, "" when it can."""

    chosen = Signal(str)

    def __init__(self, kit: Kit, why_not: Callable[[ColumnKind], str]) -> None:
        super().__init__()
        self.list = _Kinds(kit)
        self.field = _KindField(kit, self.list)
        self.field.setPlaceholderText(tr("Find a kind of column"))
        self.field.setAccessibleName(tr("Find a kind of column"))
        self.field.textChanged.connect(self._find)
        self.list.setAccessibleName(tr("Kinds of column"))
        self.list.setItemDelegate(_Painter(kit, self.list))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.viewport().setAutoFillBackground(False)
        for name, kind in KINDS.items():
            item = QListWidgetItem()
            reason = why_not(kind)
            item.setData(KIND, name)
            item.setData(WHY_NOT, reason)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{tr(kind.label)}. {reason or tr(kind.hint)}")
            if reason:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._tell)
        self.none = PlainLabel(kit.theme, tr("No kind of column has these words."), role="text.muted", wrap=True)
        self.none.hide()
        box = Box(kit.theme, down=True, gap=8, margins=(10, 12, 10, 12))
        box.addWidget(self.field)
        box.addWidget(self.none)
        box.addWidget(self.list, 1)
        self.setLayout(box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Does without the scroll bar where all kinds fit beside it: its own width must not be what makes it needed."""
        super().resizeEvent(event)
        policy = Qt.ScrollBarPolicy
        self.list.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff)
        self.list.doItemsLayout()
        needed = sum(self.list.sizeHintForRow(number) for number in range(self.list.count()))
        fits = needed <= self.list.viewport().height()
        self.list.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)

    def _tell(self, item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        if item is not None:
            if self.field.hasFocus():
                announce(self.field, str(item.data(Qt.ItemDataRole.AccessibleTextRole)))
            self.chosen.emit(item.data(KIND))

    def choose(self, name: str) -> None:
        """Chooses a kind, or the first that can be had."""
        items = [self.list.item(number) for number in range(self.list.count())]
        able = [item for item in items if item.flags() & Qt.ItemFlag.ItemIsEnabled]
        wanted = next((item for item in able if item.data(KIND) == name), able[0] if able else None)
        if wanted is not None:
            self.list.setCurrentItem(wanted)

    def _find(self, text: str) -> None:
        words = text.strip().lower()
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(words not in str(item.data(Qt.ItemDataRole.AccessibleTextRole)).lower())
        nothing = all(self.list.item(number).isHidden() for number in range(self.list.count()))
        self.none.setVisible(nothing)
        if nothing:
            announce(self.field, self.none.text())
        now = self.list.currentItem()
        if now is None or now.isHidden():
            shown = (self.list.item(number) for number in range(self.list.count()))
            first = next((item for item in shown if not item.isHidden() and item.flags() & Qt.ItemFlag.ItemIsEnabled), None)
            if first is not None:
                self.list.setCurrentItem(first)

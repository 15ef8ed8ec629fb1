"""The sheet of keys: only keys that work, in groups, with a field to find one and the switch for single letters."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from client.ui import keys
from client.ui.controls import CENTER, Switch
from client.ui.dialog import ScrimDialog, scroller
from client.ui.kit import Kit
from client.ui.widgets import Box, Glyph, Panel, PlainLabel
from client.ui.words import tr

SIGNS = ("/", "+", "–")


class KeyCaps(QWidget):
    """Key caps in a row with the signs between them."""

    def __init__(self, kit: Kit, caps: Sequence[str]) -> None:
        super().__init__()
        self._kit, self._caps = kit, tuple(caps)
        self.setAccessibleName(" ".join(caps))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self.updateGeometry)

    def _widths(self) -> list[int]:
        theme = self._kit.theme
        caps, signs = QFontMetrics(theme.font("meta", 500)), QFontMetrics(theme.font("meta"))
        pad, least = theme.px(10), theme.px(22)
        return [
            signs.horizontalAdvance(cap) if cap in SIGNS else max(least, caps.horizontalAdvance(cap) + pad)
            for cap in self._caps
        ]

    def sizeHint(self) -> QSize:
        """All caps, 4 px between."""
        gap = self._kit.theme.px(4)
        return QSize(sum(self._widths()) + gap * (len(self._caps) - 1) + 1, self._kit.theme.px(22) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the caps."""
        painter, theme = QPainter(self), self._kit.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, gap = 0, theme.px(4)
        for cap, width in zip(self._caps, self._widths(), strict=True):
            box = QRectF(left + 0.5, 0.5, width - 1, self.height() - 1)
            if cap not in SIGNS:
                painter.setPen(QPen(theme.color("line.strong")))
                painter.setBrush(theme.color("bg.subtle"))
                painter.drawRoundedRect(box, 4, 4)
            painter.setPen(theme.color("text.muted" if cap in SIGNS else "text.primary"))
            painter.setFont(theme.font("meta", 400 if cap in SIGNS else 500))
            painter.drawText(box, CENTER, cap)
            left += width + gap


_COLUMN = 320
_SHARED = {
    1: ((keys.GO, keys.COLUMNS, keys.SEE, keys.POST),),
    2: ((keys.GO, keys.COLUMNS), (keys.SEE, keys.POST)),
    3: ((keys.GO,), (keys.SEE, keys.POST), (keys.COLUMNS,)),
}
"""Which groups stand in which column, by the number of columns."""


class _Row(QWidget):
    """An act and its keys."""

    def __init__(self, kit: Kit, act: keys.KeyAct) -> None:
        super().__init__()
        self.words = tr(act.label)
        self.said = f"{self.words} {' '.join(keys.caps(act))}".lower()
        box = Box(kit.theme, gap=8, margins=(0, 4, 0, 4))
        box.addWidget(PlainLabel(kit.theme, self.words, wrap=True), 1)
        box.addWidget(KeyCaps(kit, keys.caps(act)))
        self.setLayout(box)
        self.setAccessibleName(f"{self.words}: {' '.join(keys.caps(act))}")


class _Group(QWidget):
    """A group of acts under its name."""

    def __init__(self, kit: Kit, group: str) -> None:
        super().__init__()
        self.rows = [_Row(kit, act) for act in keys.ACTS if act.group == group and act.label]
        head = Panel(kit.theme, "bg.raised", edges="b")
        inner = Box(kit.theme, margins=(0, 0, 0, 5))
        inner.addWidget(PlainLabel(kit.theme, tr(group), weight=600))
        head.setLayout(inner)
        box = Box(kit.theme, down=True, margins=(0, 0, 0, 14))
        box.addWidget(head)
        for row in self.rows:
            box.addWidget(row)
        self.setLayout(box)

    def search(self, words: str) -> bool:
        """Shows only acts that hold these words."""
        for row in self.rows:
            row.setVisible(words in row.said)
        return any(not row.isHidden() for row in self.rows)


class KeysSheet(ScrimDialog):
    """The sheet. `set_letters` hears the switch."""

    def __init__(self, kit: Kit, letters: bool, set_letters: Callable[[bool], None]) -> None:
        self.switch = Switch(kit, tr("Single-letter keys"), on=letters)
        super().__init__(kit, tr("Keyboard"), width=1120, height=620, aside=self.switch)
        self.switch.toggled.connect(set_letters)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find a key or an action"))
        self.field.setAccessibleName(tr("Find a key or an action"))
        self.field.textChanged.connect(self._find)
        self._groups = {group: _Group(kit, group) for group in keys.GROUPS}
        self._none = PlainLabel(kit.theme, tr("No key has these words."), role="text.muted")
        self._none.hide()
        self._side_by_side = columns = Box(kit.theme, gap=36, margins=(26, 14, 26, 0))
        self._columns = [Box(kit.theme, down=True) for _ in _SHARED[3]]
        for column in self._columns:
            columns.addLayout(column, 1)
        self._share(3)
        inner = QWidget()
        inner.setLayout(columns)
        area = scroller(kit, inner)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setAccessibleName(tr("All keys"))
        body = Box(kit.theme, down=True, margins=(0, 12, 0, 0))
        line = Box(kit.theme, margins=(26, 0, 26, 0))
        self.field.setMaximumWidth(kit.theme.column_px(320))
        line.addWidget(self.field, 1)
        line.addStretch(1)
        body.addLayout(line)
        body.addWidget(self._none, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(area, 1)
        self.body.setLayout(body)
        self.foot.addWidget(Glyph(kit, "info", 16))
        words = tr(
            "Single letters never work while you type. Switch them off if you use speech input; "
            "the keys with Ctrl, the arrows and the menus always stay."
        )
        self.foot.addWidget(PlainLabel(kit.theme, words, step="meta", role="text.muted", wrap=True), 1)

    def _share(self, count: int) -> None:
        """Shares the groups out over as many columns as there is room for."""
        self._count = count
        for number, column in enumerate(self._columns):
            self._side_by_side.setStretch(number, 1 if number < count else 0)
            while column.count():
                column.takeAt(0)
        for column, groups in zip(self._columns, _SHARED[count], strict=False):
            for group in groups:
                column.addWidget(self._groups[group])
            column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes fewer columns where words would be broken."""
        super().resizeEvent(event)
        count = max(1, min(3, self.panel_width // self.kit.theme.text_px(_COLUMN)))
        if count != self._count:
            self._share(count)

    def tab_children(self) -> list[QWidget]:
        """Field, list, switch, close."""
        return [self.body, self.switch, self.shut]

    def _find(self, text: str) -> None:
        found = [group.search(text.strip().lower()) for group in self._groups.values()]
        for group, hit in zip(self._groups.values(), found, strict=True):
            group.setVisible(hit)
        self._none.setVisible(not any(found))

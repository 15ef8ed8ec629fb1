"""A small number to set: a sign, the number, and two carets that go up and down."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSpinBox, QWidget

from client.ui.kit import Kit
from client.ui.widgets import Box, Glyph, name, paint_field

MOST = 9_999


class _Quiet(QSpinBox):
    """A number that the wheel changes only while it has the keyboard: else scrolling would change it unseen."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to what scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Carets(QWidget):
    """Up and down with the pointer; the keyboard has its arrows in the number itself."""

    stepped = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        kit.theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as a finger's caret."""
        return QSize(max(self._kit.theme.text_px(12), self._kit.theme.px(16)), self._kit.theme.px(26))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The upper half goes up, the lower down."""
        self.stepped.emit(1 if event.position().y() < self.height() / 2 else -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints both."""
        painter, size = QPainter(self), self._kit.theme.text_px(9)
        left, middle = (self.width() - size) / 2, self.height() / 2
        self._kit.icons.paint(painter, left, middle - size - 1, "caret-up-bold", 9, "icon.active")
        self._kit.icons.paint(painter, left, middle + 1, "caret-down-bold", 9, "icon.active")


class CountField(QWidget):
    """A number from 0. `changed` carries it at every step."""

    changed = Signal(int)

    def __init__(self, kit: Kit, icon: str, spoken: str, value: int) -> None:
        super().__init__()
        self._kit = kit
        self.spin = _Quiet()
        self.spin.setRange(0, MOST)
        self.spin.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.spin.setValue(value)
        self.spin.setKeyboardTracking(True)
        self.spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        sheet = "QSpinBox, QSpinBox:focus { border: 0; padding: 0; background: transparent; min-height: 24px; }"
        self.spin.setStyleSheet(sheet)
        self.spin.installEventFilter(self)
        name(self.spin, spoken)
        name(self, spoken)
        carets = _Carets(kit)
        carets.stepped.connect(self._step)
        box = Box(kit.theme, gap=4, margins=(6, 0, 2, 0))
        box.addWidget(Glyph(kit, icon, 14, "icon.rest"))
        box.addWidget(self.spin, 1)
        box.addWidget(carets)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.spin.valueChanged.connect(self.changed)
        kit.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setFixedHeight(max(self._kit.theme.px(28), self._kit.theme.line("ui") + 8))
        self.spin.setFont(self._kit.theme.font("ui", 600))

    def _step(self, way: int) -> None:
        self.spin.setFocus(Qt.FocusReason.MouseFocusReason)
        self.spin.stepBy(way)

    def set_value(self, value: int) -> None:
        """Shows a number without telling; one that is being typed stays."""
        if not self.spin.hasFocus() and value != self.spin.value():
            self.spin.blockSignals(True)
            self.spin.setValue(value)
            self.spin.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paints the ring when the keyboard comes and goes."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the field."""
        paint_field(self, self._kit.theme, here=self.spin.hasFocus())

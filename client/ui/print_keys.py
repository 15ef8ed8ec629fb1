"""The sheet of keys on paper: black on white, two columns, as many pages as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPagedPaintDevice, QPageLayout, QPainter, QPen
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from client.ui.words import tr

_COLUMNS, _GAP = 2, 24.0


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """A group and its rows: words and keys."""

    name: str
    rows: Sequence[tuple[str, str]]


def ask_and_print(window: QWidget, groups: Sequence[PrintedGroup]) -> QPrintDialog:
    """Opens the system's print dialog and prints when it is accepted. Returns at once."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(tr("Keys of Belfry"))
    dialog = QPrintDialog(printer, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: draw(printer, printer.resolution(), groups))
    QDialog.open(dialog)  # its own `open` wants a slot by name
    return dialog


def draw(device: QPagedPaintDevice, resolution: int, groups: Sequence[PrintedGroup]) -> int:
    """Draws the sheet on a device with so many dots per inch; gives the number of pages."""
    device.setPageMargins(QMarginsF(36, 36, 36, 36), QPageLayout.Unit.Point)
    page = device.pageLayout().paintRectPoints()
    painter = QPainter(device)
    painter.scale(resolution / 72, resolution / 72)
    pen = _Pen(device, painter, page.width(), page.height())
    pen.title(tr("Keys of Belfry"))
    for group in groups:
        pen.group(group)
    painter.end()
    return pen.pages


class _Pen:
    """Writes down a column, then down the next, then on another page. All sizes are points."""

    def __init__(self, device: QPagedPaintDevice, painter: QPainter, width: float, height: float) -> None:
        self._device, self._painter, self._height = device, painter, height
        self._width = (width - _GAP * (_COLUMNS - 1)) / _COLUMNS
        self._column, self._top, self._y = 0, 0.0, 0.0
        self.pages = 1

    def _font(self, size: int, *, bold: bool = False) -> QFontMetricsF:
        font = QFont(self._painter.font())
        font.setPixelSize(size)
        font.setBold(bold)
        self._painter.setFont(font)
        return QFontMetricsF(font)

    def title(self, text: str) -> None:
        """The first line of the first page."""
        self._font(16, bold=True)
        self._painter.drawText(QRectF(0, 0, 2 * self._width, 24), Qt.AlignmentFlag.AlignLeft, text)
        self._top = self._y = 34

    def group(self, group: PrintedGroup) -> None:
        """A group; its name never stands alone at the foot."""
        self._room(44)
        x = self._column * (self._width + _GAP)
        self._font(11, bold=True)
        self._painter.drawText(QRectF(x, self._y, self._width, 14), Qt.AlignmentFlag.AlignLeft, group.name)
        self._painter.setPen(QPen(Qt.GlobalColor.black, 0.5))
        self._painter.drawLine(round(x), round(self._y + 17), round(x + self._width), round(self._y + 17))
        self._y += 21
        for words, keys in group.rows:
            self._row(words, keys)
        self._y += 10

    def _row(self, words: str, keys: str) -> None:
        metrics = self._font(10)
        right = metrics.horizontalAdvance(keys) + 6
        box = QRectF(0, 0, self._width - right, 1000)
        high = metrics.boundingRect(box, Qt.TextFlag.TextWordWrap, words).height() + 4
        self._room(high)
        x = self._column * (self._width + _GAP)
        self._painter.drawText(QRectF(x, self._y, self._width - right, high), Qt.TextFlag.TextWordWrap, words)
        self._painter.drawText(QRectF(x, self._y, self._width, high), Qt.AlignmentFlag.AlignRight, keys)
        self._y += high

    def _room(self, high: float) -> None:
        if self._y + high <= self._height:
            return
        self._column += 1
        if self._column == _COLUMNS:
            self._column, self._top = 0, 0
            self._device.newPage()
            self.pages += 1
        self._y = self._top

"""Pictures at their final size: decoded, cropped and rounded off the UI thread, kept within a bound of bytes.

Bytes come from an injected source; nothing here asks the network. Only PNG, JPEG, GIF and WebP are read, found by their
content, after a look at the header: a small file can claim a huge picture. GIFs stand still.
"""

import functools
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QBrush, QImage, QImageIOHandler, QImageReader, QPainter, QPainterPath, QPixmap

from client.model.account import AccountId
from client.model.change import PictureReady
from client.ui import decoding

MAX_SIDE = 16_384
MAX_PIXELS = 64_000_000
CACHE_BYTES = 64 * 2**20
_FORMATS = frozenset((b"png", b"jpeg", b"gif", b"webp"))
_ALLOCATION_MB = 260
Corners = tuple[float, float, float, float]
"""Radii in px: upper left, upper right, lower right, lower left."""


class PictureSource(Protocol):
    """Where bytes come from: `client.sync.media`."""

    def get(self, url: str) -> bytes | None:
        """The bytes if they are in memory."""

    def want(self, url: str, account: AccountId | None) -> None:
        """Asks for the bytes; a `PictureReady` follows."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as it shall be: address, size in px, corners, which part to keep (`focus` as in `Media`), pixel ratio."""

    url: str
    width: int
    height: int
    corners: Corners = (0, 0, 0, 0)
    focus: tuple[float, float] = (0.0, 0.0)
    ratio: float = 1.0


def circle(url: str, size: int, ratio: float) -> Shot:
    """A round picture, for people."""
    return Shot(url, size, size, (size / 2, size / 2, size / 2, size / 2), ratio=ratio)


class _Told(QObject):
    """Carries a result from a worker to the UI thread."""

    done = Signal(object, QImage)


class _WholeJob(QRunnable):
    """Decodes one picture as it is."""

    def __init__(self, data: bytes, most: QSize, told: _Told) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._data, self._most, self._told = data, most, told

    def run(self) -> None:
        """Runs in the pool."""
        self._told.done.emit(self, decode_whole(self._data, self._most))


def _reader(data: QByteArray, buffer: QBuffer) -> QImageReader | None:
    """Opens bytes after a look at their header; None when they are refused."""
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in _FORMATS:
        return None
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > MAX_SIDE or size.width() * size.height() > MAX_PIXELS:
        return None
    return reader


def decode(data: bytes, shot: Shot) -> QImage:
    """Makes the picture of a shot; a null image when the bytes are no picture that is allowed. Works in any thread."""
    QImageReader.setAllocationLimit(_ALLOCATION_MB)
    buffer = QBuffer()
    reader = _reader(QByteArray(data), buffer)
    if reader is None:
        return QImage()
    target = QSize(round(shot.width * shot.ratio), round(shot.height * shot.ratio))
    turned = bool(reader.transformation().value & QImageIOHandler.Transformation.TransformationRotate90.value)
    covered = target.transposed() if turned else target
    scaled = reader.size().scaled(covered, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    reader.setScaledSize(scaled.expandedTo(QSize(1, 1)))
    reader.setQuality(75)
    image = reader.read()
    if image.isNull():
        return image
    return _round(_crop(image, target, shot.focus), shot)


def decode_whole(data: bytes, most: QSize) -> QImage:
    """The whole picture, at most so large, for the media viewer; a null image when it is not allowed."""
    QImageReader.setAllocationLimit(_ALLOCATION_MB)
    buffer = QBuffer()
    reader = _reader(QByteArray(data), buffer)
    if reader is None:
        return QImage()
    size = reader.size()
    if size.width() > most.width() or size.height() > most.height():
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    reader.setQuality(75)
    return reader.read()


@functools.cache
def _acquaint() -> None:
    """Goes once through all that `decode` calls, on the UI thread and before any worker runs.

    PySide6 completes a class at its first use by importing Python while it holds a lock of its own; two threads that do so
    at once wait for each other for good (seen with QImage's constructor in 6.8.3).
    """
    dot = QImage(QSize(2, 2), QImage.Format.Format_ARGB32_Premultiplied)
    dot.fill(Qt.GlobalColor.transparent)
    store = QBuffer()
    store.open(QIODevice.OpenModeFlag.WriteOnly)
    dot.save(store, "PNG")  # type: ignore[call-overload] # the stubs want bytes, PySide wants text
    decode(bytes(store.data().data()), circle("", 1, 1.0))
    decode_whole(bytes(store.data().data()), QSize(1, 1))


def _crop(image: QImage, target: QSize, focus: tuple[float, float]) -> QImage:
    spare = image.size() - target
    x = round(max(0, spare.width()) * (1 + focus[0]) / 2)
    y = round(max(0, spare.height()) * (1 - focus[1]) / 2)
    return image.copy(QRect(x, y, target.width(), target.height()))


def corner_path(area: QRectF, corners: Corners) -> QPainterPath:
    """A rectangle whose corners have their own radii."""
    upper_left, upper_right, lower_right, lower_left = corners
    path = QPainterPath()
    path.moveTo(area.left() + upper_left, area.top())
    path.lineTo(area.right() - upper_right, area.top())
    path.arcTo(area.right() - 2 * upper_right, area.top(), 2 * upper_right, 2 * upper_right, 90, -90)
    path.lineTo(area.right(), area.bottom() - lower_right)
    path.arcTo(area.right() - 2 * lower_right, area.bottom() - 2 * lower_right, 2 * lower_right, 2 * lower_right, 0, -90)
    path.lineTo(area.left() + lower_left, area.bottom())
    path.arcTo(area.left(), area.bottom() - 2 * lower_left, 2 * lower_left, 2 * lower_left, 270, -90)
    path.lineTo(area.left(), area.top() + upper_left)
    path.arcTo(area.left(), area.top(), 2 * upper_left, 2 * upper_left, 180, -90)
    path.closeSubpath()
    return path


def _round(image: QImage, shot: Shot) -> QImage:
    plain = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    if not any(shot.corners):
        return plain
    rounded = QImage(plain.size(), QImage.Format.Format_ARGB32_Premultiplied)
    rounded.fill(Qt.GlobalColor.transparent)
    painter = QPainter(rounded)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(plain))
    first, second, third, fourth = (radius * shot.ratio for radius in shot.corners)
    painter.drawPath(corner_path(QRectF(rounded.rect()), (first, second, third, fourth)))
    painter.end()
    return rounded


class Pictures(QObject):
    """Keeps finished pictures and makes missing ones. `ready` tells an address of which something can be painted now."""

    ready = Signal(str)

    def __init__(self, source: PictureSource, *, limit: int = CACHE_BYTES, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._limit = limit
        self._kept: OrderedDict[Shot, QPixmap] = OrderedDict()
        self._bytes = 0
        self._waiting: dict[str, set[Shot]] = {}  # for bytes
        self._under_way: set[Shot] = set()
        self._broken: set[str] = set()  # bytes came that are no picture
        self._absent: set[str] = set()  # no bytes came
        _acquaint()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(decoding.WORKERS + 1)  # one for the picture that somebody looks at
        self._decoding = decoding.Decoding(self._pool, decode, self._take_images)
        self._wholes: dict[_WholeJob, Callable[[QImage], None]] = {}
        self._told_whole = _Told()
        self._told_whole.done.connect(self._take_whole)

    @property
    def kept_bytes(self) -> int:
        """How much memory the finished pictures take."""
        return self._bytes

    def get(self, shot: Shot) -> QPixmap | None:
        """The finished picture, None while there is none. Only looks; ask with `make`."""
        pixmap = self._kept.get(shot)
        if pixmap is not None:
            self._kept.move_to_end(shot)
        return pixmap

    def failed(self, url: str) -> bool:
        """Tells whether a picture could not be had or read."""
        return url in self._broken or url in self._absent

    def make(self, shot: Shot, account: AccountId | None = None) -> None:
        """Sees to it that the picture will be there; `ready` follows unless it fails. Asking twice is harmless."""
        if shot in self._kept or shot in self._under_way or shot.url in self._broken:
            return
        data = self._source.get(shot.url)
        if data is None:
            self._waiting.setdefault(shot.url, set()).add(shot)
            self._source.want(shot.url, account)  # each time: it may have dropped the wish meanwhile
            return
        self._start(shot, data)

    def _start(self, shot: Shot, data: bytes) -> None:
        self._under_way.add(shot)
        self._decoding.add(shot, data)

    def whole(self, data: bytes, most: QSize, then: Callable[[QImage], None]) -> None:
        """Decodes a picture as it is, at most so large; `then` gets it, a null image when it is not allowed or none."""
        job = _WholeJob(data, most, self._told_whole)
        self._wholes[job] = then
        self._pool.start(job, 1)  # somebody waits for it

    def _take_whole(self, job: _WholeJob, image: QImage) -> None:
        then = self._wholes.pop(job, None)
        if then is not None:
            then(image)

    def take(self, change: PictureReady) -> None:
        """Takes note of bytes that came, or did not."""
        shots = self._waiting.pop(change.url, set())
        if change.data is None:
            if shots:
                self._absent.add(change.url)
            return
        self._absent.discard(change.url)
        for shot in shots:
            if shot not in self._under_way:
                self._start(shot, change.data)

    def close(self) -> None:
        """Waits for the work under way and takes nothing new."""
        self._decoding.clear()
        self._pool.clear()
        self._pool.waitForDone()
        self._under_way.clear()
        self._wholes.clear()

    def _take_images(self, made: list[tuple[Shot, QImage]]) -> None:
        for shot, image in made:
            if shot in self._under_way:
                self._under_way.discard(shot)
                self._take_image(shot, image)

    def _take_image(self, shot: Shot, image: QImage) -> None:
        if image.isNull():
            self._broken.add(shot.url)
            return
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(shot.ratio)
        self._kept[shot] = pixmap
        self._bytes += image.sizeInBytes()
        while self._bytes > self._limit and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.width() * old.height() * 4
        self.ready.emit(shot.url)

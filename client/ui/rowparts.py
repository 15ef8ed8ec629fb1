"""The pieces a row is made of: each knows its place, paints itself, and tells what a point on it means.

Positions are px relative to the row's upper left corner. Parts are made once by the row layout; painting only reads.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from client.model.account import AccountId
from client.model.instant import Instant
from client.model.post import Author, PostKey
from client.model.richtext import Span, SpanKind
from client.model.row import Row
from client.ui.look import Face, Look, RowOptions
from client.ui.pictures import Corners, Shot
from client.ui.rowtext import TextBlock


class HitKind(Enum):
    """What a point of a row is good for."""

    LINK = auto()  # target: http(s) address
    HASHTAG = auto()  # target: the tag
    MEDIA = auto()  # index
    COVER = auto()
    SHOW_MORE = auto()
    QUOTE = auto()
    CARD = auto()  # target: address
    GAP = auto()
    AUTHOR = auto()  # label: the full handle; target: the profile's address; who: the person, None for one who is mentioned
    TIME = auto()
    MORE = auto()
    EDITED = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point. Equal ones mean the same, wherever they lie."""

    kind: HitKind
    index: int = 0
    target: str = ""
    label: str = ""
    who: Author | None = None


@dataclass(slots=True)
class Brush:
    """What painting needs beside the parts: how the row stands, and a list for pictures that are not there yet."""

    look: Look
    ratio: float = 1.0
    hot: bool = False
    focused: bool = False
    unread: bool = False
    background: str = "bg.column"
    misses: list[tuple[Shot, AccountId | None]] = field(default_factory=list)


class Part:
    """A piece of a row. `area` bounds what it paints; `high`, `low` and `right` are its edges, with 2 px for halos."""

    __slots__ = ("area", "high", "low", "right")

    def __init__(self, area: QRect) -> None:
        self.area = area
        self.settle()

    def settle(self) -> None:
        """Notes the edges; to be called when `area` has been moved."""
        self.high, self.low, self.right = self.area.top() - 2, self.area.bottom() + 3, self.area.right() + 2

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the piece; `clip` is what must be painted, in the row's own px."""
        raise NotImplementedError

    def hit(self, x: int, y: int) -> Hit | None:
        """What a point inside `area` is good for; None for nothing."""
        return None

    def urls(self) -> tuple[str, ...]:
        """The addresses of the pictures that it paints."""
        return ()


class Label(Part):
    """One line of plain text."""

    __slots__ = ("_at", "_font", "_hit", "role", "text")

    def __init__(self, x: int, y: int, text: str, face: Face, role: str, hit: Hit | None = None, width: int = 0) -> None:
        super().__init__(QRect(x, y, width or round(face.width(text)) + 1, face.line))
        self.text, self.role = text, role
        self._font: QFont = face.font
        self._at = QPointF(x, y + face.baseline)
        self._hit = hit

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the line."""
        painter.setFont(self._font)
        painter.setPen(brush.look.colors[self.role])
        painter.drawText(self._at, self.text)

    def hit(self, x: int, y: int) -> Hit | None:
        """What the whole line is good for."""
        return self._hit


class Glyph(Part):
    """An icon in the colour of a role. `size` is px at text size 100 %."""

    __slots__ = ("name", "role", "size")

    def __init__(self, x: int, y: int, name: str, size: float, role: str, look: Look) -> None:
        px = look.text_px(size)
        super().__init__(QRect(x, y, px, px))
        self.name, self.size, self.role = name, size, role

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the icon."""
        pixmap = brush.look.icons.pixmap(self.name, self.size, self.role, brush.ratio)
        painter.drawPixmap(self.area.topLeft(), pixmap)


class Words(Part):
    """A block of text with its links and custom emoji."""

    __slots__ = ("_hit", "account", "block", "links_work")

    def __init__(
        self,
        x: int,
        y: int,
        width: int,
        block: TextBlock,
        account: AccountId | None,
        *,
        links: bool = True,
        hit: Hit | None = None,
    ) -> None:
        super().__init__(QRect(x, y, width, block.height))
        self.block, self.account, self.links_work, self._hit = block, account, links, hit

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the lines inside the clip, and the emoji."""
        x, y = self.area.x(), self.area.y()
        self.block.draw(painter, x, y, brush.look, clip)
        for url, left, top in self.block.emoji:
            shot = Shot(url, self.block.emoji_px, self.block.emoji_px, ratio=brush.ratio)
            paint_shot(painter, shot, x + left, y + top, brush, self.account)

    def hit(self, x: int, y: int) -> Hit | None:
        """The link, mention or hashtag under the point, else what the whole block is good for."""
        span = self.block.link_at(x - self.area.x(), y - self.area.y()) if self.links_work else None
        return self._hit if span is None else link_hit(span)

    def urls(self) -> tuple[str, ...]:
        """The custom emoji."""
        return tuple(url for url, _, _ in self.block.emoji)


def link_hit(span: Span) -> Hit:
    """The hit of a link, mention or hashtag."""
    if span.kind is SpanKind.HASHTAG:
        return Hit(HitKind.HASHTAG, target=span.target)
    if span.kind is SpanKind.MENTION and span.label:
        return Hit(HitKind.AUTHOR, target=span.target, label=span.label)
    return Hit(HitKind.LINK, target=span.target, label=span.label)


def paint_shot(painter: QPainter, shot: Shot, x: int, y: int, brush: Brush, account: AccountId | None) -> bool:
    """Paints a picture if it is there, else notes that it is missed."""
    pixmap = brush.look.pictures.get(shot)
    if pixmap is None:
        brush.misses.append((shot, account))
        return False
    painter.drawPixmap(x, y, pixmap)
    return True


class Picture(Part):
    """A picture at its final size, flat until it is there."""

    __slots__ = ("_account", "_corners", "_empty", "_focus", "_hit", "_url")

    def __init__(
        self,
        area: QRect,
        url: str | None,
        corners: Corners,
        account: AccountId | None,
        *,
        focus: tuple[float, float] = (0.0, 0.0),
        hit: Hit | None = None,
        empty: str = "bg.subtle",
    ) -> None:
        super().__init__(area)
        self._url, self._corners, self._account, self._focus = url, corners, account, focus
        self._hit, self._empty = hit, empty

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the picture or the flat box."""
        area = self.area
        if self._url:
            shot = Shot(self._url, area.width(), area.height(), self._corners, self._focus, brush.ratio)
            if paint_shot(painter, shot, area.x(), area.y(), brush, self._account):
                return
        fill_rounded(painter, area, max(self._corners), brush.look.colors[self._empty])

    def hit(self, x: int, y: int) -> Hit | None:
        """What the whole picture is good for."""
        return self._hit

    def urls(self) -> tuple[str, ...]:
        """The picture itself."""
        return (self._url,) if self._url else ()


class Panel(Part):
    """A rounded box with a hairline, under other parts."""

    __slots__ = ("_edge", "_fill", "_hit", "_radius")

    def __init__(
        self, area: QRect, radius: int, fill: str | None, edge: str | None = "line.hair", hit: Hit | None = None
    ) -> None:
        super().__init__(area)
        self._radius, self._fill, self._edge, self._hit = radius, fill, edge, hit

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the box."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = brush.look.colors
        painter.setPen(QPen(colors[self._edge], 1) if self._edge else Qt.PenStyle.NoPen)
        painter.setBrush(colors[self._fill] if self._fill else Qt.BrushStyle.NoBrush)
        inset = 0.5 if self._edge else 0.0
        painter.drawRoundedRect(QRectF(self.area).adjusted(inset, inset, -inset, -inset), self._radius, self._radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def hit(self, x: int, y: int) -> Hit | None:
        """What the whole box is good for."""
        return self._hit


def fill_rounded(painter: QPainter, area: QRect, radius: float, color: object) -> None:
    """Fills a rounded box without an edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)  # type: ignore[call-overload]
    painter.drawRoundedRect(area, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


@dataclass(slots=True)
class RowLayout:
    """A measured row. `label` is the relative time that it shows of `at`, to be compared when time goes on."""

    row: Row | None
    height: int
    parts: list[Part] = field(default_factory=list)
    keys: frozenset[PostKey] = frozenset()
    urls: frozenset[str] = frozenset()
    label: str = ""
    at: Instant | None = None
    answered: tuple[Instant, str] | None = None  # when, and the words that say it
    time: Label | None = None  # the part that shows `label`
    lifted: bool = False
    flat: bool = False  # a gap or a placeholder: never hot


class Builder:
    """Collects the parts of a row from top to bottom. `x` and `width` are the text's; `y` is where the next part goes."""

    def __init__(self, row: Row, width: int, look: Look, options: RowOptions) -> None:
        px = look.px
        self.row, self.look, self.options, self.full = row, look, options, width
        self.left = px(12)
        self.x = px(12) + px(36) + px(10)
        self.width = max(40, width - self.x - px(12))
        self.y = px(10)
        self.parts: list[Part] = []
        self.keys: set[PostKey] = set()
        self.label = ""
        self.at: Instant | None = None
        self.answered: tuple[Instant, str] | None = None
        self.time: Label | None = None

    def add(self, part: Part) -> None:
        """Adds a part without moving on."""
        self.parts.append(part)

    def gap(self) -> None:
        """Leaves the room above a block."""
        self.y += self.look.px(7)

    def done(self, height: int) -> RowLayout:
        """The finished row."""
        urls = frozenset(url for part in self.parts for url in part.urls())
        layout = RowLayout(self.row, height, self.parts, frozenset(self.keys), urls, self.label, self.at, self.answered)
        layout.time, layout.lifted = self.time, self.options.lifted
        return layout

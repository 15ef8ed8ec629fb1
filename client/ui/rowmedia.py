"""Pictures, films and sounds of a post. Boxes take their size from what the server said: nothing moves when they arrive."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from client.model.post import Media, MediaKind
from client.ui import times
from client.ui.look import Look
from client.ui.pictures import Corners
from client.ui.rowparts import Brush, Builder, Glyph, Hit, HitKind, Label, Panel, Part, Picture, fill_rounded
from client.ui.words import tr

MOST = 4
_PLAYS = frozenset((MediaKind.VIDEO, MediaKind.GIF))


class Tag(Part):
    """A small label on a picture: ALT, a missing description, a length."""

    __slots__ = ("_fill", "_icon", "_ink", "_text", "_text_x")

    def __init__(
        self, corner: QPoint, text: str, look: Look, *, warn: bool = False, right: bool = False, above: bool = True
    ) -> None:
        pad, height = look.px(5), look.text_px(18)
        self._icon = "warning-fill" if warn else ""
        self._text_x = pad + (look.text_px(12) + look.px(3) if warn else 0)
        width = self._text_x + round(look.tiny.width(text)) + pad
        left = corner.x() - width if right else corner.x()
        super().__init__(QRect(left, corner.y() - height if above else corner.y(), width, height))
        self._text = text
        self._fill, self._ink = ("wait.soft", "wait.text") if warn else ("media.tag", "media.tag.on")

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the label."""
        look, area = brush.look, self.area
        fill_rounded(painter, area, look.px(4), look.colors[self._fill])
        if look.high_contrast:
            painter.setPen(look.colors[self._ink])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), look.px(4), look.px(4))
        if self._icon:
            px = look.text_px(12)
            pixmap = look.icons.pixmap(self._icon, 12, self._ink, brush.ratio)
            painter.drawPixmap(area.x() + look.px(5), area.y() + (area.height() - px) // 2, pixmap)
        painter.setFont(look.tiny.font)
        painter.setPen(look.colors[self._ink])
        painter.drawText(
            area.adjusted(self._text_x, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text
        )


class Play(Part):
    """The sign that a film does not play by itself: a triangle on a dark disc."""

    __slots__ = ("_icon",)

    def __init__(self, box: QRect, look: Look, icon: str = "play-fill") -> None:
        size = look.px(36)
        super().__init__(QRect(box.center().x() - size // 2, box.center().y() - size // 2, size, size))
        self._icon = icon

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the disc and the sign."""
        look, area = brush.look, self.area
        fill_rounded(painter, area, area.width() / 2, look.colors["media.tag"])
        px = look.text_px(18)
        pixmap = look.icons.pixmap(self._icon, 18, "media.tag.on", brush.ratio)
        painter.drawPixmap(area.x() + (area.width() - px) // 2, area.y() + (area.height() - px) // 2, pixmap)


class Edge(Part):
    """The hairline round a group of pictures."""

    __slots__ = ("_radius",)

    def __init__(self, area: QRect, radius: int) -> None:
        super().__init__(area)
        self._radius = radius

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(brush.look.colors["line.hair"], 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.area).adjusted(0.5, 0.5, -0.5, -0.5), self._radius, self._radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def box_height(media: tuple[Media, ...], width: int, look: Look) -> int:
    """How high the whole group is: by its number, and for one picture by its shape."""
    sizes = look.theme.token("row", "media")
    number = min(len(media), MOST)
    if number == 1:
        one = sizes["one"]
        first = media[0]
        if first.kind is MediaKind.AUDIO:
            return look.px(56)
        if not first.width or not first.height:
            return look.px(one["h"])
        natural = round(width * first.height / max(1, first.width))
        return min(look.px(one["max"]), max(look.px(one["min"]), natural))
    return look.px(sizes[{2: "two", 3: "three", 4: "four"}[number]]["h"])


def boxes(number: int, area: QRect, gap: int, radius: int) -> list[tuple[QRect, Corners]]:
    """The places of up to four pictures in an area, with the corners that each rounds."""
    x, y, w, h = area.x(), area.y(), area.width(), area.height()
    r = float(radius)
    if number == 1:
        return [(area, (r, r, r, r))]
    left = round((w - gap) * (0.6 if number == 3 else 0.5))
    right, x2 = w - gap - left, x + left + gap
    top = (h - gap) // 2
    low, y2 = h - gap - top, y + top + gap
    if number == 2:
        return [(QRect(x, y, left, h), (r, 0, 0, r)), (QRect(x2, y, right, h), (0, r, r, 0))]
    upper, lower = (QRect(x2, y, right, top), (0.0, r, 0.0, 0.0)), (QRect(x2, y2, right, low), (0.0, 0.0, r, 0.0))
    if number == 3:
        return [(QRect(x, y, left, h), (r, 0, 0, r)), upper, lower]
    return [(QRect(x, y, left, top), (r, 0, 0, 0)), upper, (QRect(x, y2, left, low), (0, 0, 0, r)), lower]


def add_media(builder: Builder, media: tuple[Media, ...], *, covered: bool) -> None:
    """Puts the media of a post; `covered` shows a flat panel of the same size instead."""
    if not media:
        return
    look = builder.look
    builder.gap()
    area = QRect(builder.x, builder.y, builder.width, box_height(media, builder.width, look))
    builder.y += area.height()
    radius = look.px(8)
    if covered:
        _add_covered(builder, area, radius)
        return
    shown = media[:MOST]
    for number, (box, corners) in enumerate(boxes(len(shown), area, 2, radius)):
        _add_one(builder, shown[number], number, box, corners)
    builder.add(Edge(area, radius))
    for number, (box, _) in enumerate(boxes(len(shown), area, 2, radius)):
        _add_tags(builder, shown[number], number, box)
    if len(media) > MOST:
        inset = look.px(6)
        corner = QPoint(area.right() + 1 - inset, area.bottom() + 1 - inset)
        builder.add(Tag(corner, f"+{len(media) - MOST}", look, right=True))


def _add_one(builder: Builder, medium: Media, number: int, box: QRect, corners: Corners) -> None:
    hit = Hit(HitKind.MEDIA, index=number)
    url = medium.preview_url or (medium.url if medium.kind is MediaKind.IMAGE else None)
    builder.add(Picture(box, url, corners, builder.row.account, focus=medium.focus, hit=hit))
    if medium.kind in _PLAYS:
        builder.add(Play(box, builder.look))
    elif medium.kind is MediaKind.AUDIO:
        builder.add(Play(box, builder.look, "speaker-high-fill"))
    elif url is None:
        look = builder.look
        size = look.text_px(24)
        builder.add(Glyph(box.center().x() - size // 2, box.center().y() - size // 2, "file", 24, "icon.rest", look))


def _add_tags(builder: Builder, medium: Media, number: int, box: QRect) -> None:
    look = builder.look
    inset = look.px(6)
    low = box.bottom() + 1 - inset
    if not medium.alt:
        words = tr("No alt text")
        fits = look.tiny.width(words) + look.px(40) < box.width()
        builder.add(Tag(QPoint(box.x() + inset, low), words if fits else tr("No alt"), look, warn=True))
    elif number == 0:
        builder.add(Tag(QPoint(box.x() + inset, low), "ALT", look))
    if medium.kind is MediaKind.GIF:
        builder.add(Tag(QPoint(box.right() + 1 - inset, box.y() + inset), "GIF", look, right=True, above=False))
    elif medium.duration:
        builder.add(Tag(QPoint(box.right() + 1 - inset, low), times.length(medium.duration), look, right=True))


def _add_covered(builder: Builder, area: QRect, radius: int) -> None:
    """A flat panel that hides the media until it is clicked; nothing of them shows through."""
    look = builder.look
    builder.add(Panel(area, radius, "media.cover", "line.hair", Hit(HitKind.COVER)))
    words = tr("Sensitive media. Show")
    icon = look.text_px(18)
    wide = round(look.ui.width(words))
    x = area.center().x() - (icon + look.px(8) + wide) // 2
    x = max(area.x() + look.px(8), x)
    builder.add(Glyph(x, area.center().y() - icon // 2, "eye-slash", 18, "icon.active", look))
    builder.add(Label(x + icon + look.px(8), area.center().y() - look.ui.line // 2, words, look.ui, "text.primary"))

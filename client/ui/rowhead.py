"""The upper part of a post's row: who reposted it, the avatar with its badge, name, handle and time, and whom it answers."""

import math

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from client.model.account import Account
from client.model.instant import Instant
from client.model.post import Author, Post, Visibility
from client.model.richtext import RichText, SpanKind, plain
from client.ui.look import Face, Look
from client.ui.rowparts import Brush, Builder, Glyph, Hit, HitKind, Label, Part, Picture, Words, fill_rounded
from client.ui.rowtext import TextStyle, lay_out
from client.ui.words import tr

_VISIBILITY = {Visibility.FOLLOWERS: "lock-simple-bold", Visibility.DIRECT: "envelope-simple-bold"}


def elide(face: Face, text: str, width: float) -> str:
    """Cuts a line of text to a width, with an ellipsis. Very long texts are cut before they are measured."""
    return face.metrics.elidedText(text[:300], Qt.TextElideMode.ElideRight, max(0, int(width)))


def name_text(author: Author) -> RichText:
    """The name of an author, or the handle where there is none."""
    return author.name if author.name.text.strip() else plain(author.handle)


def author_hit(author: Author) -> Hit:
    """What a click on an author means."""
    return Hit(HitKind.AUTHOR, target=author.url or "", label=author.handle, who=author)


class Badge(Part):
    """The small square that says through which account, on which network."""

    __slots__ = ("_account", "_letter", "_neutral")

    def __init__(self, x: int, y: int, account: Account | None, look: Look, *, neutral: bool) -> None:
        super().__init__(QRect(x, y, look.px(16), look.px(16)))
        self._account = account
        self._neutral = neutral or account is None
        self._letter = look.networks.get(account.network, "") if account else ""

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the badge; each kind of it is drawn once."""
        look = brush.look
        if self._neutral or self._account is None:
            fill, ink = look.colors["badge.net"], look.colors["badge.net.on"]
        else:
            fill, ink = look.theme.account_color(self._account.color), look.theme.account_on
        key = (self._letter, fill.rgba(), brush.background, brush.ratio)
        pixmap = look.badges.get(key)
        if pixmap is None:
            pixmap = look.badges[key] = self._draw(look, fill, ink, brush)
        painter.drawPixmap(self.area.x() - 2, self.area.y() - 2, pixmap)

    def _draw(self, look: Look, fill: QColor, ink: QColor, brush: Brush) -> QPixmap:
        """The halo, the square and the letter."""
        side = self.area.width() + 4
        pixmap = QPixmap(round(side * brush.ratio), round(side * brush.ratio))
        pixmap.setDevicePixelRatio(brush.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter, area, radius = QPainter(pixmap), QRect(0, 0, side, side), look.px(5)
        fill_rounded(painter, area, radius + 2, look.colors[brush.background])
        if look.high_contrast:
            fill_rounded(painter, area.adjusted(1, 1, -1, -1), radius + 1, look.colors["text.primary"])
        fill_rounded(painter, area.adjusted(2, 2, -2, -2), radius, fill)
        painter.setFont(look.badge.font)
        painter.setPen(ink)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.end()
        return pixmap


class EditedMark(Glyph):
    """The pencil of an edited post, the way to its earlier versions. It is larger to the pointer than to the eye."""

    __slots__ = ("_where",)

    def __init__(self, x: int, y: int, look: Look) -> None:
        super().__init__(x, y, "pencil-simple-bold", 12, "icon.rest", look)
        self._where = self.area.topLeft()
        more = max(0, look.px(24) - self.area.width()) // 2
        left = more + look.px(2)  # the time is nearer than the name
        self.area = self.area.adjusted(-left, -more, 2 * more - left, more)
        self.settle()

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the pencil, darker in the row that is looked at."""
        role = "icon.active" if brush.hot else "icon.rest"
        painter.drawPixmap(self._where, brush.look.icons.pixmap("pencil-simple-bold", 12, role, brush.ratio))

    def hit(self, x: int, y: int) -> Hit | None:
        """The earlier versions."""
        return Hit(HitKind.EDITED)


class NoFace(Part):
    """Stands for an author who has no picture: a flat shape with the first letter."""

    __slots__ = ("_hit", "_letter", "_radius")

    def __init__(self, area: QRect, author: Author, radius: float) -> None:
        super().__init__(area)
        self._radius = radius
        self._hit = author_hit(author)
        self._letter = (name_text(author).text.strip() or "?")[0].upper()

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the shape and the letter."""
        fill_rounded(painter, self.area, self._radius, brush.look.colors["media.cover"])
        painter.setFont(brush.look.body_bold.font)
        painter.setPen(brush.look.colors["text.secondary"])
        painter.drawText(self.area, Qt.AlignmentFlag.AlignCenter, self._letter)

    def hit(self, x: int, y: int) -> Hit | None:
        """The author."""
        return self._hit


def add_avatar(builder: Builder, author: Author, size: int = 36, *, badge: bool = True) -> None:
    """Puts the avatar at the left, at the builder's height. People are circles, our own accounts and partners squares."""
    look, account = builder.look, builder.look.find_account(builder.row.account)
    side = look.px(size)
    area = QRect(builder.left, builder.y, side, side)
    radius = look.px(8) if look.square(author) else side / 2
    if author.avatar_url:
        corners = (radius, radius, radius, radius)
        builder.add(Picture(area, author.avatar_url, corners, builder.row.account, hit=author_hit(author)))
    else:
        builder.add(NoFace(area, author, radius))
    if badge:
        little = look.px(16)
        x, y = area.right() + 1 + look.px(4) - little, area.bottom() + 1 + look.px(3) - little
        builder.add(Badge(x, y, account, look, neutral=builder.options.neutral_badge))


def add_context(builder: Builder, icon: str, text: RichText, role: str = "icon.rest", hit: Hit | None = None) -> None:
    """Puts the line above a post: an icon and a sentence of small text, which may be good for something."""
    look = builder.look
    y = builder.y - look.px(2)
    x = builder.left + look.px(18)
    builder.add(Glyph(x, y + (look.meta.line - look.text_px(14)) // 2, icon, 14, role, look))
    x += look.text_px(14) + look.px(6)
    width = builder.full - x - look.px(12)
    block = lay_out(text, width, TextStyle(look.meta, "text.muted", max_lines=1, elide=True), look)
    builder.add(Words(x, y, min(width, math.ceil(block.natural)), block, builder.row.account, links=False, hit=hit))
    builder.y = y + look.meta.line + look.px(5)


def add_head(builder: Builder, author: Author, at: Instant, post: Post | None = None) -> None:
    """Puts name, handle and time. The handle gets what name and time leave, and is never cut to a stub."""
    look = builder.look
    builder.label, builder.at = look.time(at, clock=builder.options.clock), at
    right = builder.x + builder.width
    lift = round(look.body.baseline - look.meta.baseline)
    right -= round(look.figures.width(builder.label)) + 1
    time = Label(right, builder.y + lift, builder.label, look.figures, "text.muted", Hit(HitKind.TIME))
    top = builder.y + (look.body.line - look.text_px(12)) // 2 + 1
    if post is not None and post.visibility in _VISIBILITY:
        right -= look.text_px(12) + look.px(4)
        builder.add(Glyph(right, top, _VISIBILITY[post.visibility], 12, "icon.rest", look))
    if post is not None and post.edited_at is not None:
        right -= look.text_px(12) + look.px(4)
        builder.add(EditedMark(right, top, look))
    if builder.options.lifted:
        right -= look.text_px(14) + look.px(4)
        builder.add(Glyph(right, builder.y + (look.body.line - look.text_px(14)) // 2, "star-fill", 14, "accent", look))
    builder.add(time)
    builder.time = time
    room = right - look.px(7) - builder.x
    shield = look.text_px(15) if look.is_partner(author.handle) else 0
    spare = room - shield - look.px(4) if shield else room
    used = add_line(builder, builder.x, builder.y, spare, name_text(author), look.body_bold, author_hit(author))
    left = builder.x + used + look.px(5)
    if shield:
        at_x, at_y = left - look.px(1), builder.y + (look.body.line - shield) // 2
        builder.add(Glyph(at_x, at_y, "shield-check-fill", 15, "accent", look))
        left = at_x + shield + look.px(5)
    space, handle = right - look.px(7) - left, "@" + author.handle
    wanted = look.meta.width(handle)
    if author.name.text.strip() and space > 0 and (wanted <= space or space >= look.text_px(62)):
        text = handle if wanted <= space else elide(look.meta, handle, space)
        builder.add(Label(left, builder.y + lift, text, look.meta, "text.muted", author_hit(author)))
    builder.y += look.body.line


def add_line(builder: Builder, x: int, y: int, room: int, text: RichText, face: Face, hit: Hit | None = None) -> int:
    """Puts a name on one line, cut where it must be; returns how wide it is. Only one with custom emoji needs a layout."""
    if not any(span.kind is SpanKind.EMOJI for span in text.spans):
        plain_text = text.text[:300].replace("\n", " ")
        width = face.width(plain_text)
        if width > room:
            plain_text = elide(face, plain_text, room)
            width = face.width(plain_text)
        builder.add(Label(x, y, plain_text, face, "text.primary", hit, math.ceil(width)))
        return math.ceil(width)
    block = lay_out(text, room, TextStyle(face, max_lines=1, elide=True), builder.look)
    used = min(room, math.ceil(block.natural))
    builder.add(Words(x, y, used, block, builder.row.account, links=False, hit=hit))
    return used


def add_reply_line(builder: Builder, post: Post) -> None:
    """Puts the line that says whom a post answers, if it does."""
    if post.reply_to is None and not post.reply_to_handle:
        return
    look = builder.look
    handle = "@" + post.reply_to_handle.split("@")[0] if post.reply_to_handle else ""
    before, _, after = tr("Replying to {handle}").partition("{handle}") if handle else (tr("Replying to a post"), "", "")
    x = builder.x
    person = Hit(HitKind.AUTHOR, label=post.reply_to_handle or "")
    for text, role, hit in ((before, "text.muted", None), (handle, "text.link", person), (after, "text.muted", None)):
        shown = elide(look.meta, text, builder.x + builder.width - x) if text else ""
        if shown:
            builder.add(Label(x, builder.y, shown, look.meta, role, hit))
            x += round(look.meta.width(shown))
    builder.y += look.meta.line + look.px(1)

"""The last line of a post: how often it was answered, reposted and liked, and what it is to us. Only numbers above zero.

What can be done with a post is in its menu; buttons for answering, reposting and liking come with the acts themselves.
"""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from client.model.post import Post, ViewerState
from client.ui.look import Look
from client.ui.rowparts import Brush, Builder, Glyph, Hit, HitKind, Label, Part
from client.ui.words import language


def short_count(number: int) -> str:
    """A number that fits a cell: "1,204" is "1.2K" (NL "1,2K")."""
    if number < 1000:
        return str(number)
    for limit, unit in ((1_000_000, "K"), (1_000_000_000, "M")):
        if number < limit:
            size = number / (limit / 1000)
            text = f"{int(size * 10) / 10:.1f}" if size < 10 else str(int(size))
            return (text.replace(".", ",") if language() == "nl" else text) + unit
    return "999M+"


class More(Part):
    """The button that opens the menu of a post. Painted while the row is hovered or focused; its place is always kept."""

    def __init__(self, area: QRect) -> None:
        super().__init__(area)

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the three dots."""
        if brush.hot:
            look, area = brush.look, self.area
            px = look.text_px(16)
            pixmap = look.icons.pixmap("dots-three-bold", 16, "icon.active", brush.ratio)
            painter.drawPixmap(area.x() + (area.width() - px) // 2, area.y() + (area.height() - px) // 2, pixmap)

    def hit(self, x: int, y: int) -> Hit | None:
        """The menu."""
        return Hit(HitKind.MORE)


class _Icon(Glyph):
    """The icon of a number: darker in the row that is looked at."""

    __slots__ = ()

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the icon."""
        role = "icon.active" if brush.hot and self.role == "icon.rest" else self.role
        painter.drawPixmap(self.area.topLeft(), brush.look.icons.pixmap(self.name, self.size, role, brush.ratio))


class _Number(Label):
    """A number beside its icon: darker in the row that is looked at."""

    __slots__ = ()

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the number."""
        self.role = "text.secondary" if brush.hot else "text.muted"
        super().paint(painter, brush, clip)


def add_actions(builder: Builder, post: Post, viewer: ViewerState) -> None:
    """Puts the line of numbers. Its height is always the same."""
    look = builder.look
    builder.y += look.px(3)
    height = look.px(26)
    cells = (
        ("arrow-bend-up-left", "icon.rest", post.counts.replies),
        ("repeat-bold", "reposted", post.counts.reposts) if viewer.reposted else ("repeat", "icon.rest", post.counts.reposts),
        ("heart-fill", "liked", post.counts.likes) if viewer.liked else ("heart", "icon.rest", post.counts.likes),
    )
    for number, (icon, role, count) in enumerate(cells):
        if count or role != "icon.rest":
            x = builder.x - look.px(4) + number * look.px(52) + look.px(4)
            builder.add(_Icon(x, builder.y + (height - look.text_px(15)) // 2, icon, 15, role, look))
            _add_count(builder, look, x + look.text_px(15) + look.px(4), height, count or 0)
    end, cell = builder.x + builder.width, look.px(28)
    if viewer.bookmarked:
        x = end - 2 * cell + (cell - look.text_px(15)) // 2
        builder.add(Glyph(x, builder.y + (height - look.text_px(15)) // 2, "bookmark-simple-fill", 15, "icon.rest", look))
    builder.add(More(QRect(end - cell, builder.y + 1, cell, look.px(24))))
    builder.y += height


def _add_count(builder: Builder, look: Look, x: int, height: int, count: int) -> None:
    if count:
        builder.add(_Number(x, builder.y + (height - look.meta.line) // 2, short_count(count), look.figures, "text.muted"))

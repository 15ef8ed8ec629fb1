"""Rows that are not posts: a hole in the timeline, and a row whose content is not in memory yet."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from client.model.row import Gap
from client.ui import times
from client.ui.look import Look
from client.ui.rowparts import Brush, Builder, Glyph, Hit, HitKind, Label, Part, RowLayout, fill_rounded
from client.ui.words import tr, trn


def gap_title(gap: Gap) -> str:
    """What a gap row says."""
    if gap.loading:
        return tr("Loading missed posts…")
    if gap.count is None:
        return tr("Load missed posts")
    return trn("Load {n} missed post", "Load {n} missed posts", gap.count)


class _Hole(Part):
    """The ground of a gap row: a tint with dashed edges."""

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the edges."""
        area = self.area
        wide = 2 if brush.look.high_contrast else 1
        painter.setPen(QPen(brush.look.colors["line.strong"], wide, Qt.PenStyle.DashLine))
        for y in (area.top() + wide // 2, area.bottom()):
            painter.drawLine(area.left(), y, area.right(), y)

    def hit(self, x: int, y: int) -> Hit | None:
        """Fills the gap."""
        return Hit(HitKind.GAP)


def lay_gap(builder: Builder, gap: Gap) -> RowLayout:
    """Makes the row of a gap."""
    look = builder.look
    height = max(look.px(54), look.ui.line + look.meta.line + look.px(20))
    builder.add(_Hole(QRect(0, 0, builder.full, height)))
    middle, icon = height // 2, look.text_px(16)
    builder.add(Glyph(look.px(12), middle - icon // 2, "dots-three-vertical-bold", 16, "icon.rest", look))
    x = look.px(12) + icon + look.px(8)
    end = builder.full - look.px(12) - icon
    builder.add(Glyph(end, middle - icon // 2, "arrows-in-line-vertical", 16, "accent", look))
    known = gap.since is not None and gap.until is not None
    top = middle - (look.ui.line + (look.meta.line if known else 0)) // 2
    room = end - look.px(8) - x
    title = look.ui_bold.metrics.elidedText(gap_title(gap), Qt.TextElideMode.ElideRight, room)
    builder.add(Label(x, top, title, look.ui_bold, "text.primary"))
    if gap.since is not None and gap.until is not None:
        span = times.stretch(gap.since, gap.until, look.clock())
        builder.add(Label(x, top + look.ui.line, span, look.figures, "text.muted"))
    result = builder.done(height)
    result.flat = True
    return result


class _Blank(Part):
    """A flat sketch of a post: nothing is known of it yet."""

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints a disc and two bars."""
        look, area = brush.look, self.area
        color = look.colors["media.cover" if look.high_contrast else "bg.subtle"]
        px = look.px
        side = px(36)
        fill_rounded(painter, QRect(px(12), px(10), side, side), side / 2, color)
        x = px(12) + side + px(10)
        for number, share in enumerate((0.4, 0.9, 0.7)):
            width = round((area.width() - x - px(12)) * share)
            fill_rounded(painter, QRect(x, px(13) + number * px(20), width, px(12)), px(4), color)


def blank_height(look: Look) -> int:
    """The height of a row whose content is not known: about an ordinary post."""
    return look.px(112)


def lay_blank(width: int, look: Look) -> RowLayout:
    """Makes a row whose content is not known yet."""
    height = blank_height(look)
    return RowLayout(None, height, [_Blank(QRect(0, 0, width, height))], flat=True)

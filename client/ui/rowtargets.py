"""What the keyboard can reach inside a row, in its order: the menu, then names and links, then media, then quote and card."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPen, QTextLine

from client.model.richtext import Span, SpanKind
from client.ui.look import Look
from client.ui.rowparts import Hit, HitKind, Part, RowLayout, Words, link_hit
from client.ui.rowtext import Piece

_RANKS = {HitKind.MORE: 0, HitKind.MEDIA: 2, HitKind.QUOTE: 3, HitKind.CARD: 3}
_LEFT_OUT = frozenset((HitKind.TIME, HitKind.GAP))
"""What Enter does on the row itself."""

_LINKS = frozenset((SpanKind.LINK, SpanKind.MENTION, SpanKind.HASHTAG))
_BUTTONS = frozenset((HitKind.COVER,))
"""Of these the part that was put last is the button."""


@dataclass(slots=True)
class Target:
    """Something to reach; `areas` is where it stands in the row, one piece for each line of text."""

    hit: Hit
    areas: list[QRect]

    @property
    def bounds(self) -> QRect:
        """All of it."""
        whole = QRect()
        for area in self.areas:
            whole = whole.united(area)
        return whole


def targets(layout: RowLayout) -> list[Target]:
    """Everything in a row that can be reached, each once."""
    found: dict[Hit, Target] = {}
    for part in layout.parts:
        for hit, areas in _parts_hits(part):
            if hit.kind in _LEFT_OUT or not areas:
                continue
            known = found.get(hit)
            if known is None:
                found[hit] = Target(hit, areas)
            elif hit.kind in _BUTTONS:
                known.areas = areas
    return sorted(found.values(), key=lambda target: _RANKS.get(target.hit.kind, 1))


def _parts_hits(part: Part) -> list[tuple[Hit, list[QRect]]]:
    if isinstance(part, Words) and part.links_work:
        linked = [(piece, span) for piece in part.block.pieces for span in piece.spans if span.kind in _LINKS]
        return [(link_hit(span), _span_areas(part, piece, span)) for piece, span in linked]
    hit = part.hit(part.area.x(), part.area.y())
    return [] if hit is None else [(hit, [part.area])]


def _span_areas(part: Words, piece: Piece, span: Span) -> list[QRect]:
    """Where a link stands: one box on each of its lines."""
    start, end = piece.offset(span.start), piece.offset(span.end)
    areas = []
    for top, line in piece.lines:
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = sorted((_x_of(line, first), _x_of(line, last)))
            areas.append(QRect(part.area.x() + left, part.area.y() + top, max(2, right - left), part.block.line))
    return areas


def _x_of(line: QTextLine, offset: int) -> int:
    found: Any = line.cursorToX(offset)
    x: float = found[0] if isinstance(found, tuple) else found
    return round(x)


def paint_target(painter: QPainter, target: Target, look: Look) -> None:
    """Paints the ring of the keyboard round something inside a row."""
    thick = look.theme.token("line", "focusRingHighContrast" if look.high_contrast else "focusRing")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colors["focus.ring"], thick))
    for area in target.areas:
        painter.drawRoundedRect(area.adjusted(-2, -1, 1, 0), 4, 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

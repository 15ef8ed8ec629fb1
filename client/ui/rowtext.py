"""Text of posts as laid-out lines: `RichText` goes in, `QTextLayout`s of plain characters with formats come out, never HTML.

Lines have one fixed height. Custom emoji stand as pictures in the line. Paragraphs take their own direction.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from client.model.richtext import RichText, Span, SpanKind
from client.ui.look import Face, Look

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_EMOJI_CELL = "\u25a1"  # wraps like a letter; drawn transparent, the picture is painted over it
_BREAK = "\u2028"
_LINKS = frozenset((SpanKind.LINK, SpanKind.MENTION, SpanKind.HASHTAG))
_FOLD_TAGS = 4
_OPTION = QTextOption()
_OPTION.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
_RTL_OPTION = QTextOption(Qt.AlignmentFlag.AlignRight)
_RTL_OPTION.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
_RTL_OPTION.setTextDirection(Qt.LayoutDirection.RightToLeft)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a block of text looks. `max_lines` 0 means all; `elide` ends the last of them with an ellipsis."""

    face: Face
    role: str = "text.primary"
    max_lines: int = 0
    elide: bool = False


@dataclass(slots=True)
class Piece:
    """One paragraph: its layout, and its spans in code points of the paragraph (`astral` tells how those map to UTF-16)."""

    layout: QTextLayout
    spans: tuple[Span, ...]
    astral: list[int]
    lines: list[tuple[int, QTextLine]] = field(default_factory=list)  # the upper edge of each, and the line

    def offset(self, point: int) -> int:
        """The UTF-16 offset of a code point."""
        return point + bisect_left(self.astral, point)

    def point(self, offset: int) -> int:
        """The code point at a UTF-16 offset."""
        for number, at in enumerate(self.astral):
            if at + number >= offset:
                return offset - number
        return offset - len(self.astral)


@dataclass(slots=True)
class TextBlock:
    """Measured text. Painting only reads. `folded` tells that something is left out."""

    line: int
    role: str
    emoji_px: int
    height: int = 0
    natural: float = 0.0  # width of the longest line
    folded: bool = False
    pieces: list[Piece] = field(default_factory=list)
    emoji: list[tuple[str, int, int]] = field(default_factory=list)  # address, x, y
    bars: list[tuple[int, int]] = field(default_factory=list)  # quoted lines: top and bottom

    def draw(self, painter: QPainter, x: int, y: int, look: Look, clip: QRectF | None = None) -> None:
        """Paints the text with its upper left corner at x, y; lines outside `clip` are left out. Emoji are not painted."""
        painter.setPen(look.colors[self.role])
        at = QPointF(x, y)
        first, last = (clip.top() - y - self.line, clip.bottom() - y) if clip is not None else (-1.0, 1e9)
        for piece in self.pieces:
            for top, line in piece.lines:  # line by line: QTextLayout.draw takes as long for two lines as for all
                if first < top < last:
                    line.draw(painter, at)
        for top, bottom in self.bars:
            painter.fillRect(x, y + top + 2, 2, bottom - top - 4, look.colors["line.strong"])

    def link_at(self, x: float, y: float) -> Span | None:
        """The link, mention or hashtag at a point relative to the block."""
        for piece in self.pieces:
            for number in range(piece.layout.lineCount()):
                line = piece.layout.lineAt(number)
                top = line.y() - (self.line - line.height()) / 2
                if not top <= y < top + self.line:
                    continue
                natural = line.naturalTextRect()
                if not natural.left() <= x < natural.right():
                    return None
                found = line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
                point = piece.point(int(found[0] if isinstance(found, tuple) else found))
                return next((s for s in piece.spans if s.kind in _LINKS and s.start <= point < s.end), None)
        return None

    def links(self) -> list[Span]:
        """All links, mentions and hashtags that are shown, in order."""
        return [span for piece in self.pieces for span in piece.spans if span.kind in _LINKS]


def is_right_to_left(text: str) -> bool:
    """Tells whether a paragraph runs from right to left: its first letter decides."""
    if text.isascii() or not _RTL.search(text):
        return False
    first = next((kind for char in text if (kind := bidirectional(char)) in ("L", "R", "AL")), "L")
    return first != "L"


def fold_tags(text: RichText) -> int:
    """Where a text is cut: before the fourth hashtag in a row, else at its end."""
    run, last_end = 0, -1
    for span in text.spans:
        if span.kind is SpanKind.HASHTAG:
            run = run + 1 if last_end >= 0 and not text.text[last_end : span.start].strip() else 1
            if run == _FOLD_TAGS:
                return span.start
            last_end = span.end
    return len(text.text)


def cut(text: RichText, end: int) -> RichText:
    """The text up to a code point, without blanks at its end; spans are cut with it."""
    kept = text.text[:end].rstrip()
    return RichText(
        kept, tuple(Span(s.start, min(s.end, len(kept)), s.kind, s.target, s.label) for s in text.spans if s.start < len(kept))
    )


def lay_out(text: RichText, width: int, style: TextStyle, look: Look) -> TextBlock:
    """Measures a text at a width. Only as much of it as can fit into `max_lines` is looked at."""
    block = TextBlock(style.face.line, style.role, round(style.face.line * 0.9))
    raw = text.text
    if style.max_lines:
        most = style.max_lines * max(24, width // 3)
        if len(raw) > most:
            raw, block.folded = raw[:most], True
    layouter = _Layouter(block, max(width, 1), style, look)
    start = 0
    for part in raw.split("\n") if "\n" in raw and _RTL.search(raw) else (raw,) if raw else ():
        if not layouter.paragraph(part, _within(text.spans, start, start + len(part)) if text.spans else ()):
            block.folded = True
            break
        start += len(part) + 1
    block.height = layouter.lines * style.face.line
    return block


def _within(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The spans that touch a stretch, cut to it and counted from its start."""
    return tuple(
        Span(max(s.start, start) - start, min(s.end, end) - start, s.kind, s.target, s.label)
        for s in spans
        if s.start < end and s.end > start
    )


def _set_cells(raw: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """Puts one cell in place of each custom emoji's :name: and moves all spans along."""
    emoji = [s for s in spans if s.kind is SpanKind.EMOJI]
    if not emoji:
        return raw, spans
    parts: list[str] = []
    moves: list[tuple[int, int]] = []  # old end, characters gone up to there
    done = gone = 0
    for s in emoji:
        if s.start < done or s.end <= s.start:
            continue
        parts += [raw[done : s.start], _EMOJI_CELL]
        gone += s.end - s.start - 1
        moves.append((s.end, gone))
        done = s.end
    parts.append(raw[done:])

    def moved(at: int) -> int:
        return at - max((away for end, away in moves if end <= at), default=0)

    kept = tuple(Span(moved(s.start), moved(s.end), s.kind, s.target, s.label) for s in spans if s.end > s.start)
    return "".join(parts), kept


class _Layouter:
    """The state of one measuring: how many lines there are so far."""

    def __init__(self, block: TextBlock, width: int, style: TextStyle, look: Look) -> None:
        self.block, self.width, self.style, self.look = block, width, style, look
        self.lines = 0

    def paragraph(self, raw: str, spans: tuple[Span, ...]) -> bool:
        """Lays out one paragraph below the ones before; False when the lines are used up before its end."""
        if self.style.max_lines and self.lines >= self.style.max_lines:
            return False
        raw, spans = _set_cells(raw.replace("\n", _BREAK), spans)
        before = self.lines
        piece, left = self.break_lines(raw, spans)
        if left is not None and self.style.elide:
            self.lines, self.block.bars = before, []
            line = piece.layout.lineAt(piece.layout.lineCount() - 1)
            start = piece.point(line.textStart())
            tail = raw[start : start + 400].replace(_BREAK, " ") + "…"
            tail = self.style.face.metrics.elidedText(tail, Qt.TextElideMode.ElideRight, self.width)
            blank = raw[start : start + 1] == _BREAK  # the last line is an empty one: the text ends where there are words
            raw = raw[:start].rstrip(f"{_BREAK} ") + " …" if blank else raw[:start] + tail
            piece, _ = self.break_lines(raw, _within(spans, 0, len(raw)))
        self.block.pieces.append(piece)
        self.place_emoji(piece, before)
        return left is None

    def break_lines(self, raw: str, spans: tuple[Span, ...]) -> tuple[Piece, int | None]:
        """Makes the lines of a paragraph. The second value is where the text that found no room begins."""
        face, most = self.style.face, self.style.max_lines
        astral = [] if raw.isascii() else [at for at, char in enumerate(raw) if char > "\uffff"]
        layout = QTextLayout(raw, face.font)
        piece = Piece(layout, spans, astral)
        layout.setTextOption(_RTL_OPTION if is_right_to_left(raw) else _OPTION)
        if spans:
            layout.setFormats(self.formats(piece))
        quotes = [(piece.offset(s.start), piece.offset(s.end)) for s in spans if s.kind is SpanKind.QUOTE]
        left = None
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            indent = 0
            if quotes and any(start <= line.textStart() < end for start, end in quotes):
                indent = self.look.px(10)
                self.note_bar()
            line.setLineWidth(max(1, self.width - indent))
            line.setPosition(QPointF(indent, self.lines * face.line + face.baseline - line.ascent()))
            self.block.natural = max(self.block.natural, indent + line.naturalTextWidth())
            piece.lines.append((self.lines * face.line, line))
            self.lines += 1
            if most and self.lines >= most and line.textStart() + line.textLength() < len(raw) + len(astral):
                left = line.textStart() + line.textLength()
                break
        layout.endLayout()
        return piece, left

    def note_bar(self) -> None:
        """Has a bar drawn beside the line that comes now."""
        top, line = self.lines * self.style.face.line, self.style.face.line
        bars = self.block.bars
        if bars and bars[-1][1] == top:
            bars[-1] = (bars[-1][0], top + line)
        else:
            bars.append((top, top + line))

    def formats(self, piece: Piece) -> list[QTextLayout.FormatRange]:
        """The looks of the spans, as ranges."""
        ranges = []
        for span in piece.spans:
            start = piece.offset(span.start)
            one: Any = QTextLayout.FormatRange()  # its fields are missing in PySide6's stubs
            one.start, one.length = start, piece.offset(span.end) - start
            one.format = self.format(span)
            ranges.append(one)
        return ranges

    def format(self, span: Span) -> QTextCharFormat:
        """The look of one span."""
        look, face = self.look, self.style.face
        result = QTextCharFormat()
        match span.kind:
            case SpanKind.LINK | SpanKind.MENTION | SpanKind.HASHTAG:
                result.setForeground(look.colors["text.link"])
                result.setFontUnderline(span.kind is SpanKind.LINK or look.high_contrast)
            case SpanKind.BOLD:
                result.setFontWeight(QFont.Weight.Bold)  # ranges cannot carry a variable font's axis: Qt thickens the letters
            case SpanKind.ITALIC:
                result.setFontItalic(True)
            case SpanKind.STRIKE:
                result.setFontStrikeOut(True)
            case SpanKind.CODE | SpanKind.PREFORMATTED:
                result.setFontFamilies(look.mono_families)
                result.setFontFixedPitch(True)
            case SpanKind.QUOTE:
                result.setForeground(look.colors["text.secondary"])
            case SpanKind.MARK:
                result.setFontWeight(QFont.Weight.Bold)
                result.setBackground(look.colors["text.primary" if look.high_contrast else "accent.soft"])
                if look.high_contrast:
                    result.setForeground(look.colors["bg.column"])
            case SpanKind.EMOJI:
                result.setForeground(QColor(Qt.GlobalColor.transparent))
                result.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
                result.setFontLetterSpacing(self.block.emoji_px + 1 - face.width(_EMOJI_CELL))
        return result

    def place_emoji(self, piece: Piece, first_line: int) -> None:
        """Notes where the pictures of a paragraph stand."""
        for span in piece.spans:
            if span.kind is not SpanKind.EMOJI:
                continue
            offset = piece.offset(span.start)
            line = piece.layout.lineForTextPosition(offset)
            if not line.isValid():
                continue
            number = first_line + line.lineNumber()
            found: Any = line.cursorToX(offset)
            x = found[0] if isinstance(found, tuple) else found
            top = number * self.block.line + (self.block.line - self.block.emoji_px) // 2
            self.block.emoji.append((span.target, round(x), top))

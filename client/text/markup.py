"""Turns the HTML of a post into `RichText`: plain characters plus spans. Nothing of the HTML survives.

One pass of a tokenizer that is linear in time on any input (possessive quantifiers, no recursion, bounded depth).
Unknown elements lose their tags and keep their text. It is not a browser: styles, images and scripts do not exist here.
"""

import re
from collections.abc import Mapping

from client.model.richtext import EMPTY, RichText, Span, SpanKind
from client.text import building, display

MAX_TAGS = 5_000
"""Tags that mean anything in one text; the ones after are only taken out. Real posts have some dozens."""

MAX_EMOJI = 2_000
"""Custom emoji that are shown in one text; the ones after stay as they are written."""

_TAG = re.compile(r"</?+[A-Za-z!?][^<>]*+>")
_SHORT = r'(?:<span class="invisible">[^<>]*+</span>)?+'
_TOKEN = re.compile(
    # A whole link as servers write it (shortened, mention with its wrapper, hashtag or plain): most tags of most posts.
    r'<(?:(span class="h-card"[^<>]*+><)?+a ([^<>]*+)>([^<>]*+)'
    rf'(?:{_SHORT}<span(?: class="(ellipsis|)")?+>([^<>]*+)</span>{_SHORT})?+'
    r"</a>(?(1)</span>)|(/?+)([A-Za-z][A-Za-z0-9]*+|[!?])([^<>]*+)>)"
)
_EMOJI = re.compile(r":([A-Za-z0-9_]++)(?=:)")
_NONE: Mapping[str, str] = {}


def from_html(
    source: str, *, mentions: Mapping[str, str] = _NONE, emojis: Mapping[str, str] = _NONE, hide_quote: bool = False
) -> RichText:
    """Reads HTML.

    `mentions` tells the full handle, clean already, for a profile's address and for a bare handle; `emojis` the picture's
    address for a shortcode. `hide_quote` leaves out the line that repeats a quoted post's address for older clients.
    """
    if not source:
        return EMPTY
    if source.startswith("<p>") and source.endswith("</p>") and source.count("<") == 2 and "\n" not in source:
        inner = source[3:-4]  # the most common post by far: one paragraph without anything
        return from_plain(building.unescape(inner).strip() if "&" in inner else inner.strip(), emojis)
    if len(source) > 8 * display.MAX_LENGTH:
        source = source[: 8 * display.MAX_LENGTH]
    builder = building.Builder(mentions, hide_quote)
    tokens = _TOKEN.split(source, MAX_TAGS)
    if len(tokens) > 9 * MAX_TAGS:
        tokens[-1] = _TAG.sub("", tokens[-1])
    if tokens[0]:
        builder.text(tokens[0])
    step = iter(tokens)
    next(step)
    for _, attributes, before, shortened, shown, slash, tag, rest, text in zip(*[step] * 9, strict=True):
        if tag is None:
            builder.whole_link(attributes, before, shortened == "ellipsis", shown or "")
        elif tag == "p" and not rest and not builder.open:  # begins or ends a paragraph, nothing else
            if builder.breaks < 2:
                builder.breaks = 2
        elif slash:
            builder.end(tag.lower())
        else:
            builder.start(tag.lower(), "" if rest == " /" else rest)
        if text:
            builder.text(text)
    while builder.open:
        builder.close(builder.open.pop())
    return _finished("".join(builder.parts), builder.spans, emojis)


def _finished(text: str, spans: list[Span], emojis: Mapping[str, str]) -> RichText:
    """Cleans the characters, carries the spans over, adds the emoji and sorts."""
    if not display.is_clean(text):
        cleaned = display.clean_mapped(text)
        spans = [Span(cleaned.moved(s.start), cleaned.moved(s.end), s.kind, s.target, s.label) for s in spans]
        text = cleaned.text
    end = len(text.rstrip(" \n"))
    if end < len(text):
        text = text[:end]
        spans = [s if s.end <= end else Span(s.start, end, s.kind, s.target, s.label) for s in spans]
    if emojis:
        spans += _emoji_spans(text, emojis)
    if not spans:
        return RichText(text)
    kept = [
        s if text[s.start] != "\n" else _without_line_ends(text, s)
        for s in spans
        if s.start < s.end and (s.target or (s.kind is not SpanKind.LINK and s.kind is not SpanKind.HASHTAG))
    ]
    if len(kept) > 1:
        kept.sort(key=_place)
    return RichText(text, tuple(kept))


def _place(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _without_line_ends(text: str, span: Span) -> Span:
    """A span that was opened before the line ends in front of its text."""
    start = span.start
    while start < span.end - 1 and text[start] == "\n":
        start += 1
    return Span(start, span.end, span.kind, span.target, span.label)


def _emoji_spans(text: str, emojis: Mapping[str, str]) -> list[Span]:
    spans: list[Span] = []
    if ":" not in text:
        return spans
    done = 0
    for match in _EMOJI.finditer(text):
        address = emojis.get(match.group(1))
        if address is not None and match.start() >= done:
            done = match.end() + 1
            spans.append(Span(match.start(), done, SpanKind.EMOJI, address, match.group(1)))
            if len(spans) == MAX_EMOJI:
                break
    return spans


def from_plain(text: str, emojis: Mapping[str, str] = _NONE) -> RichText:
    """Reads plain text that may hold :shortcodes:."""
    if not text:
        return EMPTY
    text = display.clean(text)
    if emojis and ":" in text:
        spans = _emoji_spans(text, emojis)
        if spans:
            return RichText(text, tuple(spans))
    return RichText(text)


def name(text: str, emojis: Mapping[str, str] = _NONE) -> RichText:
    """Reads a display name: one line of plain text with :shortcodes:."""
    text = display.one_line(text, 200)
    spans = _emoji_spans(text, emojis) if emojis else None
    return RichText(text, tuple(spans)) if spans else RichText(text)


def to_plain(source: str) -> str:
    """Reads HTML and keeps the words only."""
    return from_html(source).text

"""Gathers plain characters and spans while the tags of a post's HTML come by. `client.text.markup` cuts the HTML into tags.

No recursion and bounded depth: what is nested deeper than `MAX_DEPTH` keeps its text and loses its meaning.
"""

import html
import re
from collections.abc import Mapping
from functools import lru_cache

from client.model.richtext import Span, SpanKind
from client.text import display, links

MAX_DEPTH = 48
"""Open elements that are remembered; deeper ones lose their meaning and keep their text."""

_ATTRIBUTE = re.compile(r"""(?<![\w-])(href|class|rel)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}+|[xX][0-9a-fA-F]{8,}+);?")

_STYLES = {
    "b": SpanKind.BOLD,
    "strong": SpanKind.BOLD,
    "i": SpanKind.ITALIC,
    "em": SpanKind.ITALIC,
    "code": SpanKind.CODE,
    "tt": SpanKind.CODE,
    "del": SpanKind.STRIKE,
    "s": SpanKind.STRIKE,
    "strike": SpanKind.STRIKE,
    "blockquote": SpanKind.QUOTE,
    "pre": SpanKind.PREFORMATTED,
    "h1": SpanKind.BOLD,
    "h2": SpanKind.BOLD,
    "h3": SpanKind.BOLD,
    "h4": SpanKind.BOLD,
    "h5": SpanKind.BOLD,
    "h6": SpanKind.BOLD,
}
_PARAGRAPHS = frozenset(("p", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "table", "hr"))
_LINES = frozenset(("div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "figure"))
_HIDDEN = frozenset(
    ("script", "style", "template", "title", "noscript", "iframe", "object", "svg", "math", "textarea", "select")
)
_REMEMBERED = frozenset(_STYLES) | _PARAGRAPHS | _LINES | _HIDDEN | {"a", "span"}

_CLASSED = frozenset(("span", "p", "div"))


class _Element:
    """An open element. `start` is where its text begins, `part` the same among the parts."""

    __slots__ = ("count", "href", "kind", "mode", "part", "start", "tag")

    def __init__(self, tag: str, start: int, part: int, kind: SpanKind | None) -> None:
        self.tag = tag
        self.start = start
        self.part = part
        self.kind = kind
        self.mode = ""  # "silent", "ellipsis", or class and rel of a link
        self.href = ""
        self.count = 0  # items of an ordered list


class Builder:
    """Gathers text and spans while tokens come by."""

    __slots__ = ("breaks", "hide_quote", "length", "mentions", "open", "parts", "preformatted", "silent", "spans")

    def __init__(self, mentions: Mapping[str, str], hide_quote: bool) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.breaks = 0  # line ends that the next character brings with it
        self.open: list[_Element] = []
        self.spans: list[Span] = []
        self.silent = 0  # open elements whose text is not shown
        self.preformatted = 0
        self.mentions = mentions
        self.hide_quote = hide_quote

    def text(self, raw: str) -> None:
        """Takes characters between tags."""
        if self.silent:
            return
        if "&" in raw:
            raw = unescape(raw)
        if "\r" in raw:
            raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        if self.preformatted:
            if "\t" in raw:
                raw = raw.replace("\t", "    ")
        elif "\n" in raw:
            raw = (" " if raw[0].isspace() else "") + " ".join(raw.split()) + (" " if raw[-1].isspace() else "")
            if not raw.strip() and (self.breaks or not self.parts):
                return
        if raw:
            self.put(raw)

    def put(self, text: str) -> None:
        """Writes text, after the line ends that stand before it."""
        if self.breaks:
            if self.parts:
                ends = "\n" * min(self.breaks, 3)
                self.parts.append(ends)
                self.length += len(ends)
                if not self.preformatted:
                    text = text.lstrip(" ")
            self.breaks = 0
            if not text:
                return
        self.parts.append(text)
        self.length += len(text)

    def start(self, tag: str, attributes: str) -> None:
        """Takes an opening tag."""
        if tag == "br":
            self.breaks += 1
            return
        if tag == "p" and not attributes:
            self.breaks = max(self.breaks, 2)
            return
        if tag in _PARAGRAPHS:
            self.breaks = max(self.breaks, 1 if tag in ("ul", "ol") and self.nested() else 2)
        elif tag in _LINES:
            self.breaks = max(self.breaks, 1)
        if tag not in _REMEMBERED or len(self.open) >= MAX_DEPTH:
            return
        element = _Element(tag, self.length, len(self.parts), _STYLES.get(tag))
        self.open.append(element)
        if tag == "a":
            element.href, element.mode = _anchor(attributes)
        elif tag in _HIDDEN or (attributes and tag in _CLASSED and self.is_hidden(attributes)):
            element.mode = "silent"
            self.silent += 1
        elif tag == "span" and "ellipsis" in attributes:
            element.mode = "ellipsis"
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "li":
            self.bullet()

    def is_hidden(self, attributes: str) -> bool:
        """Tells whether an element's class says that a person should not see it."""
        if "invisible" not in attributes and "quote-inline" not in attributes:
            return False
        words = _attributes(attributes).get("class", "").split()
        return "invisible" in words or ("quote-inline" in words and self.hide_quote)

    def whole_link(self, attributes: str, before: str, shortened: bool, shown: str) -> None:
        """Takes a link that came as one token."""
        if self.silent:
            return
        start, part = self.length, len(self.parts)
        self.text(before + shown + "…" if shortened else before + shown)
        if self.length > start:
            self.spans.append(self.link(start, part, *_anchor(attributes)))

    def nested(self) -> bool:
        """Tells whether a list is open."""
        return any(element.tag in ("ul", "ol") for element in self.open)

    def bullet(self) -> None:
        """Writes the sign before a list item."""
        lists = [element for element in self.open if element.tag in ("ul", "ol")]
        sign = "• "
        if lists and lists[-1].tag == "ol":
            lists[-1].count += 1
            sign = f"{lists[-1].count}. "
        if not self.silent:
            breaks, self.breaks = self.breaks, 0
            if self.parts:
                self.parts.append("\n" * min(breaks, 3))
                self.length += min(breaks, 3)
            self.put("  " * min(max(len(lists) - 1, 0), 6) + sign)

    def end(self, tag: str) -> None:
        """Takes a closing tag: closes its element and those that were left open inside it."""
        if self.open and tag in _REMEMBERED:
            for index in range(len(self.open) - 1, -1, -1):
                if self.open[index].tag == tag:
                    while len(self.open) > index:
                        self.close(self.open.pop())
                    break
        if tag in _PARAGRAPHS:
            self.breaks = max(self.breaks, 1 if tag in ("ul", "ol") and self.nested() else 2)
        elif tag in _LINES:
            self.breaks = max(self.breaks, 1)

    def close(self, element: _Element) -> None:
        """Ends an element and writes down its span."""
        mode = element.mode
        if mode == "silent":
            self.silent -= 1
            return
        if element.tag == "pre":
            self.preformatted -= 1
        if element.start == self.length:
            return
        if mode == "ellipsis":
            self.put("…")
        elif element.tag == "a":
            self.spans.append(self.link(element.start, element.part, element.href, mode))
        elif element.kind is not None and not (element.kind is SpanKind.CODE and self.preformatted):
            self.spans.append(Span(element.start, self.length, element.kind))

    def link(self, start: int, part: int, href: str, words: str) -> Span:
        """Decides what a link is: a hashtag, a mention or a link."""
        if "tag" in words or "mention" in words or href in self.mentions:
            text = "".join(self.parts[part:]).strip()
            if "tag" in words and text.startswith(("#", "＃")) and " " not in text:
                return Span(start, self.length, SpanKind.HASHTAG, text[1:] if text.isascii() else display.one_line(text[1:]))
            handle = self.mentions.get(href) or self.mentions.get(text.lstrip("@"))
            if handle is None and "mention" in words and text.startswith("@") and href:
                name = text[1:]
                handle = display.one_line(name if "@" in name else f"{name}@{links.host(href)}")
            if handle is not None:
                return Span(start, self.length, SpanKind.MENTION, href, handle)
        return Span(start, self.length, SpanKind.LINK, href)


@lru_cache(1024)  # the same people and tags come again and again
def _anchor(attributes: str) -> tuple[str, str]:
    """Reads where a link leads, "" when it may not be opened, and the words that say what it is."""
    found = _attributes(attributes)
    return links.web_address(unescape(found.get("href", ""))) or "", found.get("class", "") + " " + found.get("rel", "")


def unescape(text: str) -> str:
    """Resolves character references as HTML does; absurdly long numbers become the replacement character."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = _LONG_NUMBER.sub("\ufffd", text)
    return html.unescape(text)


def _attributes(text: str) -> dict[str, str]:
    """Reads the attributes that matter; the first of each name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), double or single or bare)
    return found

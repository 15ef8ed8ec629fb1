"""Text from outside as Belfry holds it: plain characters plus spans. Never HTML."""

from dataclasses import dataclass
from enum import IntEnum


class SpanKind(IntEnum):
    """What a stretch of text is. The numbers are stored; never renumber."""

    LINK = 1  # target: the full http or https address
    MENTION = 2  # target: the profile's address; label: full handle without the first @
    HASHTAG = 3  # target: the tag without #
    EMOJI = 4  # target: the picture's address; the text under it is :shortcode:
    BOLD = 5
    ITALIC = 6
    CODE = 7
    STRIKE = 8
    QUOTE = 9  # a block of quoted lines
    PREFORMATTED = 10  # a block in fixed width
    MARK = 11  # a word that a column lifts out; found when a row is measured, never stored


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text. `start` and `end` count code points (not UTF-16 units), end exclusive."""

    start: int
    end: int
    kind: SpanKind
    target: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class RichText:
    """Text with its spans, sorted by start; spans may nest (a bold link is two spans). Lines end in \\n, no tabs."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


EMPTY = RichText()


def plain(text: str) -> RichText:
    """Wraps plain text."""
    return RichText(text)

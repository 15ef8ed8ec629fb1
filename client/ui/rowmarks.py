"""Finds the words that a column lifts out in the text of a post, so that they can be painted marked.

Compared without case and accents, as the column's filters do; a word counts where it begins, "brand" also in "brandweer".
"""

import unicodedata
from collections.abc import Iterable

from client.model.richtext import RichText, Span, SpanKind

_MOST = 200
"""So many places of one text are marked."""

_FAR = 10_000
"""So many characters of a text are looked at: what comes later nobody reads in a column."""


def folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without case and accents, and for each of its characters the place in the text it comes from."""
    if text.isascii():
        return text.lower(), ()
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFD", char).casefold():
            if not unicodedata.combining(part):
                letters.append(part)
                places.append(place)
    return "".join(letters), tuple(places)


def mark_words(text: RichText, words: Iterable[str]) -> RichText:
    """The text with a span over each of the words; words inside a custom emoji's name are left alone."""
    wanted = [low for word in words if (low := folded(word.strip())[0])]
    if not wanted or not text.text:
        return text
    whole, places = folded(text.text[:_FAR])
    found: set[tuple[int, int]] = set()
    for word in wanted:
        at = whole.find(word)
        while at >= 0 and len(found) < _MOST:
            if at == 0 or not whole[at - 1].isalnum() or not word[0].isalnum():
                end = at + len(word)
                found.add(_span(text.text, places[at], places[end - 1] + 1) if places else (at, end))
            at = whole.find(word, at + len(word))
    emoji = [(s.start, s.end) for s in text.spans if s.kind is SpanKind.EMOJI]
    free = [(start, end) for start, end in sorted(found) if not any(start < b and a < end for a, b in emoji)]
    marks = [Span(start, end, SpanKind.MARK) for start, end in free]
    return RichText(text.text, (*text.spans, *marks)) if marks else text


def _span(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the accents that stand on its last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end

"""Finds what someone means by a few letters: the beginnings of words, in any order, whatever accents and capitals."""

import functools
import re
import unicodedata

_WORD = re.compile(r"\w+")

Spans = tuple[tuple[int, int], ...]
"""Which characters of a text were meant: (start, end)."""


@functools.lru_cache(maxsize=2048)
def _fold(text: str) -> str:
    """The text in small letters without accents, character by character, so that places stay places."""
    return "".join(unicodedata.normalize("NFKD", char)[:1].casefold()[:1] or char for char in text)


def match(query: str, text: str) -> Spans | None:
    """Where the words of a query begin words of a text; None when one of them begins none. "" is found in everything.

    A word that begins none may be the beginnings of several that follow one another: "addc" finds "Add column".
    """
    words = [found.span() for found in _WORD.finditer(text)]
    folded = _fold(text)
    spans: list[tuple[int, int]] = []
    for token in _fold(query).split():
        start = next((a for a, b in words if folded.startswith(token, a, b)), None)
        found = _chain(token, folded, words) if start is None else ((start, start + len(token)),)
        if found is None:
            return None
        spans.extend(found)
    return tuple(sorted(set(spans)))


def _chain(token: str, folded: str, words: list[tuple[int, int]]) -> Spans | None:
    """The token as beginnings of words that follow one another, each as long as it can be."""
    for first in range(len(words)):
        rest, spans = token, []
        for a, b in words[first:]:
            most = next((size for size in range(min(len(rest), b - a), 0, -1) if folded.startswith(rest[:size], a, b)), 0)
            if not most:
                break
            spans.append((a, a + most))
            rest = rest[most:]
            if not rest:
                return tuple(spans)
    return None


def rank(query: str, text: str, spans: Spans) -> tuple[int, int]:
    """How good a find is; smaller is better: the beginning of the text before its middle, short texts before long ones."""
    return (spans[0][0] if spans else 0, len(text))

"""Makes characters from outside safe to lay out: no controls, no direction tricks, no towers of marks, bounded length.

It changes characters only; it knows nothing of HTML or addresses. Positions can be carried over with `Cleaned.moved`.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

MAX_LENGTH = 60_000
"""Longest text that is kept, in code points. Servers allow 500 to 100,000; nobody reads more in a column."""

MAX_MARKS = 8
"""Combining marks kept on one base character."""

ISOLATE, POP = "\u2068", "\u2069"

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
# Controls but \n and \t, embeddings, overrides and isolates, the byte order mark, annotation marks, lone surrogates.
_BAD = "\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
_SUSPECT = re.compile(f"[{_BAD}\t\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")


@cache
def _tower() -> re.Pattern[str]:
    """A tower can only stand where so many characters in a row could be marks. Two sets side by side are found faster than one.
    It is made late: that takes longer than all other patterns together."""
    return re.compile(f"[\u0300-\U0010ffff][\u0300-\U0010ffff]{{{MAX_MARKS}}}")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text after cleaning, with the stretches that were cut out: starts in the old text, and how much is gone up to each."""

    text: str
    cuts: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()

    def moved(self, position: int) -> int:
        """Tells where a position of the old text is now."""
        number = bisect_right(self.cuts, position - 1)
        if not number:
            return min(position, len(self.text))
        start, before = self.cuts[number - 1], self.gone[number - 2] if number > 1 else 0
        length = self.gone[number - 1] - before
        inside = min(position - start, length)
        return min(position - before - inside, len(self.text))


@cache
def _cutter() -> re.Pattern[str]:
    """Builds the pattern of all that is cut out. Costs some ms once, so it is made when the first odd text comes."""
    marks = [chr(code) for code in (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0)) if _is_mark(code)]
    stacked = "".join(marks)
    return re.compile(f"[{_BAD}]++|(?<=[{stacked}]{{{MAX_MARKS}}})[{stacked}]++")


def _is_mark(code: int) -> bool:
    return unicodedata.category(chr(code)) in ("Mn", "Me")


def is_clean(text: str) -> bool:
    """Tells whether cleaning would change nothing."""
    if len(text) > MAX_LENGTH or not (text.isprintable() or _SUSPECT.search(text) is None):
        return False
    return text.isascii() or _tower().search(text) is None


def clean_mapped(text: str) -> Cleaned:
    """Cleans text whose line ends are \\n already and tells how positions move. Linear in the length."""
    if len(text) > MAX_LENGTH:
        text = text[: MAX_LENGTH - 1] + "…"
    if is_clean(text):
        return Cleaned(text)
    text = _SURROGATES.sub("\ufffd", text).replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    parts: list[str] = []
    cuts: list[int] = []
    gone: list[int] = []
    done = total = 0
    for match in _cutter().finditer(text):
        start, end = match.span()
        parts.append(text[done:start])
        done = end
        total += end - start
        cuts.append(start)
        gone.append(total)
    if not cuts:
        return Cleaned(text)
    parts.append(text[done:])
    return Cleaned("".join(parts), tuple(cuts), tuple(gone))


def clean(text: str) -> str:
    """Cleans text of several lines: a content warning, a description, a bio."""
    if is_clean(text):  # then it has no other line ends either
        return text
    return clean_mapped(_LINE_ENDS.sub("\n", text)).text


def one_line(text: str, limit: int = 500) -> str:
    """Cleans text for a single line: a name, a title. Runs of white space become one space."""
    if not (text.isascii() and text.isprintable()):
        text = clean(text)
    cleaned = " ".join(text.split())
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1] + "…"


def isolate(text: str) -> str:
    """Wraps a foreign name so that its direction cannot reorder the words around it."""
    return f"{ISOLATE}{text}{POP}"

"""What a person looks for, read from one line of text. Pure; `client.store.finder` finds it, `client.ui.search_words` says it.

`smoke "exact words" -fair #market author:yara has:media is:question lang:nl since:2026-07-01 until:2h a OR b bri*`.
Nothing is ever wrong: what is not understood counts as words. Dutch names of the operators are known as well.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from client.model import instant
from client.model.instant import Instant

MOST = 40
"""Terms that are looked for; what follows is left out and said (`Search.cut`)."""

SHORTEST = 3
"""Letters from which on a beginning that is asked for (`bri*`) counts as one. With fewer it is a word itself: most begin so."""

LONGEST = 4_000
"""Characters that are read."""


class TermKind(StrEnum):
    """What a term looks at."""

    WORDS = "words"  # one word, or several right behind each other
    BEGIN = "begin"  # a word that begins so
    TAG = "tag"  # without #
    AUTHOR = "author"  # words of the name or the handle
    HAS = "has"  # what the post brings: see `HAS`
    IS = "is"  # what the post is: see `IS`
    LANGUAGE = "language"  # BCP 47 primary tag


HAS = ("media", "image", "video", "audio", "link", "poll", "quote", "cover")
IS = ("reply", "question", "edited")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find, or with `negative` to leave out."""

    kind: TermKind
    text: str
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as it was written: `back` milliseconds ago, else `day` (local, `2026-07-01`), else `clock` (`14:05`)."""

    back: int = 0
    day: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: of each of `groups` at least one term; none of `without`; between `since` and `until`."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    since: Moment | None = None
    until: Moment | None = None
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.groups or self.without or self.since or self.until)

    @property
    def moving(self) -> bool:
        """Whether what is found changes by time alone."""
        return bool((self.since and self.since.back) or (self.until and self.until.back))


NOTHING = Search()

_OPERATORS = {
    **dict.fromkeys(("author", "from", "auteur", "van"), TermKind.AUTHOR),
    **dict.fromkeys(("has", "heeft"), TermKind.HAS),
    **dict.fromkeys(("is",), TermKind.IS),
    **dict.fromkeys(("lang", "language", "taal"), TermKind.LANGUAGE),
}
_SINCE = {"since", "after", "sinds", "vanaf"}
_UNTIL = {"until", "before", "tot"}
_VALUES = {
    TermKind.HAS: {
        **{name: name for name in HAS},
        "images": "image", "photo": "image", "foto": "image", "beeld": "image", "afbeelding": "image",
        "videos": "video", "film": "video", "sound": "audio", "geluid": "audio", "links": "link", "peiling": "poll",
        "citaat": "quote", "warning": "cover", "waarschuwing": "cover",
    },
    TermKind.IS: {**{name: name for name in IS}, "antwoord": "reply", "vraag": "question", "gewijzigd": "edited"},
}  # fmt: skip
_OR = {"OR", "OF", "|"}
_PIECE = re.compile(r'(-?)(?:([^\W\d_]{2,12}):(?=\S))?("[^"]*"?|[^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_SPAN = re.compile(r"(\d{1,4})(m|min|h|u|d|w)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_UNITS = {"m": 60, "min": 60, "h": 3600, "u": 3600, "d": 86_400, "w": 7 * 86_400}
_DAYS = {"today": 0, "vandaag": 0, "yesterday": 1, "gisteren": 1}


def parse(text: str) -> Search:
    """Reads a line. Never fails; nothing to find is `NOTHING`."""
    groups: list[tuple[Term, ...]] = []
    without: list[Term] = []
    moments: dict[str, Moment] = {}
    joining, count, cut = False, 0, len(text) > LONGEST
    for minus, operator, value in _PIECE.findall(text[:LONGEST]):
        if value in _OR and not minus and not operator:
            joining = bool(groups)
            continue
        name = operator.lower()
        moment = _moment(value.strip('"')) if name in _SINCE | _UNTIL and not minus else None
        if moment is not None:
            moments["since" if name in _SINCE else "until"] = moment
            continue
        term = _term(name, operator, value, bool(minus))
        if term is None:
            continue
        if count == MOST:
            cut = True
            break
        count += 1
        if term.negative:
            without.append(term)
        elif joining:
            groups[-1] += (term,)
        else:
            groups.append((term,))
        joining = False
    return Search(tuple(dict.fromkeys(groups)), tuple(dict.fromkeys(without)), moments.get("since"), moments.get("until"), cut)


def _term(name: str, operator: str, value: str, negative: bool) -> Term | None:
    quoted = value.startswith('"')
    bare = value.strip('"').strip()
    kind = _OPERATORS.get(name)
    if kind is not None:
        known = bare.lower() if kind is TermKind.LANGUAGE else bare
        if kind in _VALUES:
            known = _VALUES[kind].get(bare.lower(), "")
        if kind is TermKind.LANGUAGE and not re.fullmatch(r"[a-z]{2,3}(-\w+)?", known):
            known = ""
        if kind is TermKind.AUTHOR:
            known = bare if has_word(bare) else ""
        if known:
            return Term(kind, known.partition("-")[0] if kind is TermKind.LANGUAGE else known, negative)
    whole = f"{operator}:{bare}" if operator else bare
    if not has_word(whole):
        return None
    if whole.startswith("#") and not quoted:
        return Term(TermKind.TAG, whole.lstrip("#"), negative)
    if whole.endswith("*") and not quoted:
        whole = whole.rstrip("*")
        return Term(TermKind.BEGIN if len(_WORD.findall(whole)[-1]) >= SHORTEST else TermKind.WORDS, whole, negative)
    return Term(TermKind.WORDS, whole, negative)


def has_word(text: str) -> bool:
    """Tells whether there is anything in a text that can be found: a letter or a digit."""
    return any(char.isalnum() for char in text)


# --- time ---------------------------------------------------------------------------------------------------------------


def _moment(text: str) -> Moment | None:
    low = text.lower()
    if found := _SPAN.fullmatch(low):
        return Moment(back=int(found[1]) * _UNITS[found[2]] * 1000)
    if low in _DAYS:
        return Moment(day="yesterday" if _DAYS[low] else "today")
    if found := _CLOCK.fullmatch(low):
        return Moment(clock=f"{int(found[1]):02}:{found[2]}")
    if found := _DAY.fullmatch(low):
        try:
            return Moment(day=date(*map(int, found.groups())).isoformat())
        except ValueError:
            return None
    return None


def day_of(moment: Moment, now: Instant) -> datetime:
    """The local midnight with which a moment's day begins."""
    today = instant.to_datetime(now).astimezone().replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    if not moment.day:
        return today
    back = _DAYS.get(moment.day)
    return today - timedelta(days=back) if back is not None else datetime.fromisoformat(moment.day)


def _resolved(moment: Moment, now: Instant, *, end: bool) -> Instant:
    if moment.back:
        return Instant(max(0, now - moment.back))
    day = day_of(moment, now)
    if moment.clock:
        hour, minute = map(int, moment.clock.split(":"))
        at = day.replace(hour=hour, minute=minute)
        if _instant(at) > now:
            at -= timedelta(days=1)  # "since 23:00", said at one in the night, was yesterday
        return _instant(at)
    return _instant(day + timedelta(days=1)) if end and day.year < 9999 else _instant(day)


def _instant(local: datetime) -> Instant:
    try:
        return Instant(max(0, round(local.timestamp() * 1000)))
    except (OverflowError, OSError, ValueError):  # before what this PC's clock can say
        return Instant(0)


def span(search: Search, now: Instant) -> tuple[Instant | None, Instant | None]:
    """From when (included) to when (left out) it is looked for; a day given as `until` counts whole."""
    since = None if search.since is None else _resolved(search.since, now, end=False)
    until = None if search.until is None else _resolved(search.until, now, end=True)
    return since, until

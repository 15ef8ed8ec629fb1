"""Columns, filters, mutes and partners as plain JSON values, and back, whatever stands there.

What is absent, or is not what it should be, becomes the default; what this Belfry does not know is left out. Both
are noted in `Notes`, so that a file from elsewhere can tell what was not taken over.
"""

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from client.model.column import MEDIUM, ColumnId, ColumnSpec
from client.model.instant import Instant
from client.model.sifting import Alerts, Filters, Highlights, Mute, MuteKind, Partner, Sort

T = TypeVar("T")

MOST = 20_000  # items of one list
LONGEST = 4000  # characters of one text
LARGEST = 10**9
NARROWEST, WIDEST = 120, 4000  # px at text size 100 %
LATEST_MOMENT = 253_402_300_799_999  # the end of the year 9999


@dataclass(slots=True)
class Notes:
    """What was met while reading: `unknown` are names that this Belfry does not know, `wrong` those of values it cannot use."""

    unknown: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Unusable(ValueError):
    """A value that is not what it should be."""


Read = Callable[[Any, Notes], Any]


def _text(value: Any, notes: Notes) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise Unusable
    return value


def _switch(value: Any, notes: Notes) -> bool:
    if not isinstance(value, bool):
        raise Unusable
    return value


def _number(low: int = 0, high: int = LARGEST) -> Read:
    def read(value: Any, notes: Notes) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Unusable
        return min(max(value, low), high)

    return read


def _moment(value: Any, notes: Notes) -> Instant | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LATEST_MOMENT:
        raise Unusable
    return Instant(value)


def _many(read: Read) -> Read:
    """A list; items that cannot be used are left out and noted, the rest stands."""

    def many(value: Any, notes: Notes) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise Unusable
        kept = []
        for item in value[:MOST]:
            try:
                kept.append(read(item, notes))
            except Unusable:
                notes.wrong.append("item")
        if len(value) > MOST:
            notes.wrong.append("item")
        return tuple(kept)

    return many


def _word(kind: Callable[[str], Any]) -> Read:
    """One of a fixed set of words. A word of a newer Belfry counts as unknown."""

    def read(value: Any, notes: Notes) -> Any:
        try:
            return kind(_text(value, notes))
        except ValueError:
            raise Unusable from None

    return read


def _pair(value: Any, notes: Notes) -> tuple[str, str]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise Unusable
    return _text(value[0], notes), _text(value[1], notes)


_TEXTS = _many(_text)


def _record(kind: Callable[..., T], fields: dict[str, Read], needed: Iterable[str] = ()) -> Read:
    """A record made of fields; without one of `needed` it is unusable."""
    needs = frozenset(needed)

    def record(value: Any, notes: Notes) -> T:
        if not isinstance(value, dict):
            raise Unusable
        given: dict[str, Any] = {}
        for name, item in value.items():
            if name not in fields:
                notes.unknown.append(str(name)[:80])
                continue
            try:
                given[name] = fields[name](item, notes)
            except Unusable:
                if name in needs or name == "until":  # muted for good where an end was meant is worse than not muted
                    raise
                notes.wrong.append(name)
        if not needs <= given.keys():
            raise Unusable
        return kind(**given)

    return record


_MUTE = _record(Mute, {"kind": _word(MuteKind), "text": _text, "until": _moment}, ("kind", "text"))
_PARTNER = _record(Partner, {"handle": _text, "name": _text}, ("handle",))
_FILTERS = _record(
    Filters,
    {
        **dict.fromkeys(("any", "all", "none", "languages", "only_authors", "not_authors"), _TEXTS),
        **dict.fromkeys(("reposts", "replies", "only_partners"), _switch),
        **dict.fromkeys(("min_replies", "min_reposts", "min_likes"), _number()),
        "pattern": _text,
        "sorts": _many(_word(Sort)),
        "mutes": _many(_MUTE),
        "cleared": _moment,
    },
)
_HIGHLIGHTS = _record(Highlights, {"words": _TEXTS, "people": _TEXTS})
_ALERTS = _record(Alerts, {"popup": _switch, "sound": _text, "silent_after": _number(high=100_000)})
_LOOK: dict[str, Read] = {
    "name": _text,
    "width": _number(NARROWEST, WIDEST),
    "color": _text,
    "icon": _text,
    "filters": _FILTERS,
    "highlights": _HIGHLIGHTS,
    "alerts": _ALERTS,
    "refresh": _number(high=86_400),
    "paused": _switch,
    "open_covers": _switch,
}
_COLUMN = _record(
    ColumnSpec,
    {"id": _text, "kind": _text, "accounts": _TEXTS, "params": _many(_pair), **_LOOK},
    ("id", "kind", "accounts"),
)


def _plain(value: Any) -> Any:
    """A record as a dict without what is as by default."""
    if dataclasses.is_dataclass(value):
        every = ((each, getattr(value, each.name)) for each in dataclasses.fields(value))
        return {each.name: _plain(item) for each, item in every if item != each.default}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def column(value: ColumnSpec) -> dict[str, Any]:
    """A column as JSON values, ids included; what is as by default is left out."""
    return {**_plain(value), "id": value.id, "kind": value.kind, "width": value.width}


def look(value: ColumnSpec) -> dict[str, Any]:
    """What a column is beside its id, its kind, its sources and its questions: name, look, filters, alerts."""
    return {name: item for name, item in _plain(value).items() if name in _LOOK}


def mutes(value: tuple[Mute, ...]) -> list[Any]:
    """Mutes as JSON values."""
    return list(_plain(value))


def partners(value: tuple[Partner, ...]) -> list[Any]:
    """Partners as JSON values."""
    return list(_plain(value))


def read_column(value: Any, notes: Notes) -> ColumnSpec | None:
    """A column, None when it has no id, kind or accounts."""
    try:
        made: ColumnSpec = _COLUMN(value, notes)
    except Unusable:
        notes.wrong.append("column")
        return None
    return made if made.id and made.kind else None


def read_look(value: dict[str, Any], notes: Notes) -> ColumnSpec:
    """A column without id, kind and accounts from what `look` gave; all else may be wrong and then is as by default."""
    bare = ColumnSpec(ColumnId(""), "", (), width=MEDIUM)
    made = _record(lambda **given: dataclasses.replace(bare, **given), _LOOK)(value, notes)
    assert isinstance(made, ColumnSpec)
    return made


def read_params(value: Any, notes: Notes) -> tuple[tuple[str, str], ...]:
    """The pairs that a column's kind asks with; () when they are not pairs."""
    try:
        return tuple(_many(_pair)(value, notes))
    except Unusable:
        notes.wrong.append("params")
        return ()


def read_mutes(value: Any) -> tuple[Mute, ...]:
    """Mutes; what is not one is left out."""
    return _read_many(_MUTE, value)


def read_partners(value: Any) -> tuple[Partner, ...]:
    """Partners; what is not one is left out."""
    return _read_many(_PARTNER, value)


def _read_many(read: Read, value: Any) -> tuple[Any, ...]:
    try:
        return tuple(_many(read)(value, Notes()))
    except Unusable:
        return ()

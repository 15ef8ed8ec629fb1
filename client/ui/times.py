"""Points in time in words: how long ago, what day, from when to when. The time zone is the PC's unless one is given."""

from datetime import datetime, tzinfo

from client.model.instant import Instant
from client.model.words import mark
from client.ui.words import tr, trn

_MONTHS = (
    mark("Jan"),
    mark("Feb"),
    mark("Mar"),
    mark("Apr"),
    mark("May"),
    mark("Jun"),
    mark("Jul"),
    mark("Aug"),
    mark("Sep"),
    mark("Oct"),
    mark("Nov"),
    mark("Dec"),
)
_LONG_MONTHS = (
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)
_DAYS = (mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"), mark("Saturday"), mark("Sunday"))
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000


def _local(at: Instant, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at / 1000, zone) if zone else datetime.fromtimestamp(at / 1000).astimezone()


def relative(at: Instant, now: Instant, zone: tzinfo | None = None) -> str:
    """Short: "now", "1 min", "2 h", then "11 Jul", with the year when it is another one."""
    passed = now - at
    if passed < _MINUTE:
        return tr("now")
    if passed < _HOUR:
        return tr("{n} min", n=passed // _MINUTE)
    if passed < _DAY:
        return tr("{n} h", n=passed // _HOUR)
    then = _local(at, zone)
    day = f"{then.day} {tr(_MONTHS[then.month - 1])}"
    return day if then.year == _local(now, zone).year else f"{day} {then.year}"


def label(at: Instant, now: Instant, style: str, zone: tzinfo | None = None) -> str:
    """As a reader wants it: `relative`, `clock` ("14:05", "11 Jul 14:05" on another day) or `both` ("1 min · 13:57")."""
    if style == "relative":
        return relative(at, now, zone)
    hour = clock(at, zone)
    if style == "both" and now - at < _DAY:
        return f"{relative(at, now, zone)} · {hour}"
    then, today = _local(at, zone), _local(now, zone)
    if then.date() == today.date():
        return hour
    day = f"{then.day} {tr(_MONTHS[then.month - 1])}"
    return f"{day} {hour}" if then.year == today.year else f"{day} {then.year}"


def spoken(at: Instant, now: Instant, zone: tzinfo | None = None) -> str:
    """For reading aloud: "1 minute ago", "2 hours ago", then "on 11 July 2026"."""
    passed = now - at
    if passed < _MINUTE:
        return tr("just now")
    if passed < _HOUR:
        return trn("{n} minute ago", "{n} minutes ago", passed // _MINUTE)
    if passed < _DAY:
        return trn("{n} hour ago", "{n} hours ago", passed // _HOUR)
    then = _local(at, zone)
    return tr("on {day} {month} {year}", day=then.day, month=tr(_LONG_MONTHS[then.month - 1]), year=then.year)


def answered(at: Instant, now: Instant, zone: tzinfo | None = None) -> str:
    """When an answer came: "just now", "2 min ago", "3 h ago", then "on 11 Jul"."""
    passed = now - at
    if passed < _MINUTE:
        return tr("just now")
    if passed < _DAY:
        return tr("{time} ago", time=relative(at, now, zone))
    return tr("on {day}", day=relative(at, now, zone))


def clock(at: Instant, zone: tzinfo | None = None) -> str:
    """The time of day, as on a station clock: "14:05"."""
    return f"{_local(at, zone):%H:%M}"


def month(at: Instant, zone: tzinfo | None = None) -> str:
    """The month: "March 2020"."""
    then = _local(at, zone)
    return tr("{month} {year}", month=tr(_LONG_MONTHS[then.month - 1]), year=then.year)


def full(at: Instant, zone: tzinfo | None = None) -> str:
    """Everything: "Saturday 11 July 2026, 13:57"."""
    then = _local(at, zone)
    return tr(
        "{weekday} {day} {month} {year}, {clock}",
        weekday=tr(_DAYS[then.weekday()]),
        day=then.day,
        month=tr(_LONG_MONTHS[then.month - 1]),
        year=then.year,
        clock=f"{then:%H:%M}",
    )


def moment(at: Instant, now: Instant, zone: tzinfo | None = None) -> str:
    """A point in time by the clock: "14:05"; with its day where that is another one: "11 Jul 14:05"."""
    return _label(_local(at, zone), day=_local(at, zone).date() != _local(now, zone).date())


def stretch(since: Instant, until: Instant, now: Instant, zone: tzinfo | None = None) -> str:
    """From when to when: "12:51 – 13:20", with days where it is not today."""
    start, end, today = _local(since, zone), _local(until, zone), _local(now, zone).date()
    return f"{_label(start, day=start.date() != today)} – {_label(end, day=end.date() not in (today, start.date()))}"


def _label(at: datetime, *, day: bool) -> str:
    return f"{at.day} {tr(_MONTHS[at.month - 1])} {at:%H:%M}" if day else f"{at:%H:%M}"


def left(until: Instant, now: Instant) -> str:
    """How long something is still open: "4 hours left"."""
    remaining = until - now
    if remaining <= 0:
        return tr("closed")
    if remaining < _HOUR:
        return trn("{n} minute left", "{n} minutes left", max(1, remaining // _MINUTE))
    if remaining < _DAY:
        return trn("{n} hour left", "{n} hours left", remaining // _HOUR)
    return trn("{n} day left", "{n} days left", remaining // _DAY)


def length(seconds: float) -> str:
    """The length of a film or sound: "0:42", "1:02:03"."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, seconds_left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds_left:02}" if hours else f"{minutes}:{seconds_left:02}"

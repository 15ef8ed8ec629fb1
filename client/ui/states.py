"""How fresh a column is, in an icon, a colour role and words. One state, one look, everywhere the same.

Nothing here draws: header, sidebar and rail ask for a `Look` and paint it.
"""

from dataclasses import dataclass
from typing import assert_never

from client.model import health as model
from client.model.instant import Clock, Instant
from client.ui import times
from client.ui.words import tr

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


@dataclass(frozen=True, slots=True)
class Look:
    """A state as it is shown. `icon` is a glyph name of `client.ui.icons`; roles are those of the tokens, "" = plain.

    `word` stands in the column header, `short` in the sidebar. `normal` states have no colour and no sign in the rail.
    """

    icon: str
    icon_role: str
    text_role: str
    side_role: str
    word: str
    short: str
    normal: bool = True
    bar: str = ""  # the tint of the notice bar: "wait", "stale", "error", or "" for none


def span(ms: int) -> str:
    """Says a length of time: seconds in steps of 10 above 10 s, then minutes, hours, days."""
    seconds = max(1, -(-ms // 1000))
    if seconds > 10:
        seconds = -(-seconds // 10) * 10
    if seconds < 90:
        return tr("{n} s", n=seconds)
    if ms < HOUR:
        return tr("{n} min", n=max(1, ms // MINUTE))
    if ms < 2 * DAY:
        return tr("{n} h", n=ms // HOUR)
    return tr("{n} days", n=ms // DAY)


def minutes(ms: int) -> str:
    """Says how old something is: never in seconds, for they would only be noise."""
    return span(max(ms, 2 * MINUTE)) if ms >= 2 * MINUTE else tr("{n} min", n=1)


def look(health: model.Health, now: Instant) -> Look:
    """Gives a feed's state its icon, colours and words at this moment."""
    state = health.state
    match state:
        case model.FetchState.STORED:
            return Look("hard-drives", "", "", "", tr("On this PC"), tr("this PC"))
        case model.FetchState.STREAMING:
            return Look("broadcast-bold", "ok", "", "", tr("Live"), tr("Live"))
        case model.FetchState.POLLING:
            return _polling(health, now)
        case model.FetchState.REFRESHING:
            return Look("arrows-clockwise", "", "", "", tr("Refreshing…"), tr("now"))
        case model.FetchState.PAUSED:
            return Look("pause", "", "", "", tr("Paused"), tr("paused"))
        case model.FetchState.WAITING:
            return _waiting(health, now)
        case model.FetchState.STALE:
            return _stale(health, now)
        case model.FetchState.OFFLINE:
            word = tr("No network")
            if health.since is not None:
                word = tr("No network since {time}", time=times.moment(health.since, now))
            return Look("wifi-slash", "stale", "stale.text", "side.stale", word, tr("no network"), False, "stale")
        case model.FetchState.SIGNED_OUT:
            return Look(
                "sign-out-bold", "error", "error.text", "side.error", tr("Signed out"), tr("signed out"), False, "error"
            )
        case model.FetchState.REFUSED:
            word, short = tr("Not allowed: see why"), tr("not allowed")
            return Look("x-circle-fill", "error", "error.text", "side.error", word, short, False, "error")
        case _:
            assert_never(state)


def lasts(health: model.Health, now: Instant) -> int | None:
    """For how many ms `look` says the same, a minute at most; None when time alone changes nothing."""
    match health.state:
        case model.FetchState.POLLING:
            left = (health.next_at or now) - now
            return _span_lasts(left) if left > 0 else None
        case model.FetchState.STALE if health.seen is not None:
            return MINUTE - max(0, now - health.seen) % MINUTE
        case model.FetchState.WAITING | model.FetchState.OFFLINE:
            return MINUTE  # the day is told when it is no longer today
        case _:
            return None


def _span_lasts(ms: int) -> int:
    """For how long `span` says the same of a length of time that shrinks, a minute at most."""
    seconds = -(-ms // 1000)
    if seconds > 80:  # minutes and more; 90 s and less are said in tens
        return min(MINUTE, ms % MINUTE + 1, *([ms - 80_000] if ms > 80_000 else []))
    step = 10_000 if seconds > 10 else 1000
    return ms - (-(-ms // step) - 1) * step


def _polling(health: model.Health, now: Instant) -> Look:
    left = (health.next_at or now) - now
    if left <= 0:
        return Look("clock", "", "", "", tr("Next in a moment"), tr("in a moment"))
    time = span(left)
    return Look("clock", "", "", "", tr("Next in {time}", time=time), tr("in {time}", time=time))


def _waiting(health: model.Health, now: Instant) -> Look:
    word, short = tr("Waiting for the server"), tr("waits")
    if health.next_at is not None:
        time = times.moment(health.next_at, now)
        word, short = tr("Waiting until {time}", time=time), tr("waits until {time}", time=time)
    return Look("hourglass-medium-fill", "wait", "wait.text", "side.wait", word, short, False)


def _stale(health: model.Health, now: Instant) -> Look:
    word, short = tr("No answer yet"), tr("no answer")
    if health.seen is not None:
        age = minutes(now - health.seen)
        word, short = tr("Stale {time}", time=age), tr("stale {time}", time=age)
    return Look("warning-fill", "stale", "stale.text", "side.stale", word, short, False, "stale")


def told(health: model.Health, now: Instant) -> str:
    """Says the state at length, as tool tips do: before the first answer of this run also when the last one was."""
    state = look(health, now).word
    if health.before is None or health.state is model.FetchState.STALE:
        return state
    return tr("{state}, last answer {time}", state=state, time=times.moment(health.before, now))


def speech(name: str, health: model.Health, clock: Clock) -> str:
    """Says one source and its state for tool tips and screen readers: `Gemeente Meerdam: Live`."""
    return tr("{name}: {state}", name=name, state=told(health, clock()))

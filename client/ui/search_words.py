"""Says in words what a search looks for, so that a person sees how Belfry understood it."""

from client.model import finding
from client.model.finding import Moment, Search, Term, TermKind
from client.model.instant import Instant
from client.model.words import mark
from client.ui import states, times
from client.ui.tongues import own_name
from client.ui.words import tr

_HAS = {
    "media": mark("with images, video or sound"),
    "image": mark("with images"),
    "video": mark("with video"),
    "audio": mark("with sound"),
    "link": mark("with a link"),
    "poll": mark("with a poll"),
    "quote": mark("with a quoted post"),
    "cover": mark("behind a warning"),
}
_IS = {"reply": mark("that are replies"), "question": mark("that ask something"), "edited": mark("that were edited")}

CHIPS = (
    (mark("author:"), mark("By whom")),
    (mark("has:media"), mark("With images, video or sound")),
    (mark("has:link"), mark("With a link")),
    (mark("is:question"), mark("Questions")),
    (mark("since:today"), mark("Since today")),
    (mark("since:2h"), mark("In the last two hours")),
    (mark("lang:nl"), mark("In one language")),
)
"""Operators that are offered: what is typed, and what it means."""


def explain(search: Search, now: Instant) -> str:
    """What is looked for, in a sentence: `Posts with “smoke”, not “fair”, by “yara”, since 1 Jul.`"""
    parts = [tr(" or ").join(map(_term, group)) for group in search.groups]
    parts += [tr("not {what}", what=_term(term)) for term in search.without]
    if search.since is not None:
        parts.append(_moment(search.since, now, since=True))
    if search.until is not None:
        parts.append(_moment(search.until, now, since=False))
    if not parts:
        return ""
    said = tr("Looks for posts: {what}.", what=", ".join(parts))
    if search.cut:
        said += " " + tr("Only the first {n} words count.", n=finding.MOST)
    return said


def _term(term: Term) -> str:
    match term.kind:
        case TermKind.WORDS:
            return tr("with “{words}”", words=term.text)
        case TermKind.BEGIN:
            return tr("with “{words}…”", words=term.text)
        case TermKind.TAG:
            return tr("with the tag #{tag}", tag=term.text)
        case TermKind.AUTHOR:
            return tr("by “{words}”", words=term.text)
        case TermKind.HAS:
            return tr(_HAS[term.text])
        case TermKind.IS:
            return tr(_IS[term.text])
        case TermKind.LANGUAGE:
            return tr("in {language}", language=own_name(term.text))


def _moment(moment: Moment, now: Instant, *, since: bool) -> str:
    if moment.back:
        time = states.span(moment.back)
        return tr("of the last {time}", time=time) if since else tr("older than {time}", time=time)
    if moment.clock:
        said = moment.clock
    elif moment.day == "today":
        said = tr("today")
    elif moment.day == "yesterday":
        said = tr("yesterday")
    else:
        said = day(Instant(round(finding.day_of(moment, now).timestamp() * 1000)) if _sayable(moment) else now, now)
    return tr("since {time}", time=said) if since else tr("until {time}", time=said)


def _sayable(moment: Moment) -> bool:
    return "1971" <= moment.day[:4] <= "2999"


def day(at: Instant, now: Instant) -> str:
    """A day, with the year when it is another one: `12 Nov`."""
    return times.relative(at, Instant(max(now, at + 2 * states.DAY)))


def nothing(search: Search, reach: Instant | None, now: Instant) -> tuple[str, str]:
    """Says that nothing was found: what was looked for and how far back one can find."""
    return tr("Nothing found"), f"{explain(search, now)} {far(reach, now)}".strip()


def nothing_yet(text: str, now: Instant) -> tuple[str, str]:
    """Says why a column that searches this PC is empty."""
    later = tr("Posts of your columns show up here when they match.")
    return tr("Nothing found"), f"{explain(finding.parse(text), now)} {later}".strip()


def far(reach: Instant | None, now: Instant) -> str:
    """Says how far back the posts on this PC go."""
    if reach is None:
        return tr("There are no posts on this PC yet.")
    return tr("Posts on this PC go back to {day}.", day=day(reach, now))

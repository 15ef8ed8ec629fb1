"""Sentences of alerts: what a column calls for, for a notification, the foot of the window and the list."""

from client.model.change import Alert, AlertKind
from client.ui.words import tr, trn


def said(alert: Alert, title: str, state: str) -> tuple[str, str]:
    """The head and the text of a call. `state` is how the column fares in words."""
    match alert.kind:
        case AlertKind.NEW:
            return title, trn("{n} new post", "{n} new posts", alert.count)
        case AlertKind.SILENT:
            return tr("{name} is silent", name=title), _silent(alert.minutes)
        case AlertKind.TROUBLE:
            return tr("{name} does not come in", name=title), _trouble(alert.minutes, state)


def _span(minutes: int) -> str:
    if minutes >= 60 and minutes % 60 == 0:
        return trn("{n} hour", "{n} hours", minutes // 60)
    return trn("{n} minute", "{n} minutes", minutes)


def _silent(minutes: int) -> str:
    return tr("No new post for {time}. Belfry does reach the server.", time=_span(minutes))


def _trouble(minutes: int, state: str) -> str:
    return tr("For {time} Belfry cannot know what is new: {state}.", time=_span(minutes), state=state)

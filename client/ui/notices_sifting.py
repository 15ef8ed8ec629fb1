"""Sentences about what the filters of a column leave: nothing at all, nothing more, or an expression that does not count."""

from client import errors
from client.ui import notices_pattern
from client.ui.notices import Notice
from client.ui.words import tr, trn


def nothing(counted: tuple[int, int], looked_at: int, *, cleared: bool) -> tuple[str, str]:
    """Says why a column with filters shows nothing though there are posts: a head and a sentence. `looked_at` posts were
    looked at before Belfry stopped, 0 while it has not."""
    if cleared:
        return tr("This column is cleared"), tr("New posts show up by themselves.")
    shown, of = counted[0], max(counted[1], looked_at)
    text = trn("Shows {shown} of the last {n} post", "Shows {shown} of the last {n} posts", of, shown=shown)
    return tr("Nothing passes the filters of this column"), f"{text}."


def nothing_more(looked_at: int) -> str:
    """Says how far back was looked without finding more."""
    return trn("Nothing more in the last {n} post.", "Nothing more in the last {n} posts.", looked_at)


def bad_pattern(problem: errors.BadPattern) -> Notice:
    """Tells of an expression that does not count, under the header of its column."""
    head = tr("The expression of this column does not count.")
    return Notice("wait", "warning-fill", head, notices_pattern.sentence(problem), tr("Change it"), "options")

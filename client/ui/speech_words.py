"""Words as they are said: handles, custom emoji by their names without colons, counts, networks."""

from client.model.post import Counts
from client.model.richtext import RichText, SpanKind
from client.model.words import mark
from client.ui.words import tr, trn

NETWORKS = {"mastodon": mark("Mastodon"), "bluesky": mark("Bluesky"), "x": mark("X"), "rss": mark("a feed")}


def said_text(text: RichText, longest: int = 0) -> str:
    """A text in one line; ":lampion_rood:" is said "lampion rood"."""
    whole, parts, at = text.text, [], 0
    for span in text.spans:
        if span.kind is SpanKind.EMOJI and span.start >= at:
            parts += [whole[at : span.start], " ".join(whole[span.start : span.end].strip(":").replace("_", " ").split())]
            at = span.end
    said = "".join((*parts, whole[at:])).replace("\n", " ")
    return said[:longest] if longest else said


def handle_words(handle: str) -> str:
    """A handle as it is said: "at yara at buurt dot example"."""
    at, dot = tr("at"), tr("dot")
    return f"{at} " + handle.replace("@", f" {at} ").replace(".", f" {dot} ")


def counts_words(counts: Counts) -> str:
    """The numbers above zero."""
    parts = []
    if counts.replies:
        parts.append(trn("{n} reply", "{n} replies", counts.replies))
    if counts.reposts:
        parts.append(trn("{n} repost", "{n} reposts", counts.reposts))
    if counts.likes:
        parts.append(trn("{n} like", "{n} likes", counts.likes))
    return ", ".join(parts)

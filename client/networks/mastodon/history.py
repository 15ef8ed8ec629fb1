"""The earlier versions of an edited post (docs.joinmastodon.org/methods/statuses/#history)."""

from client import errors
from client.model.post import PostKey, Version
from client.networks.mastodon import calls, parts, queries
from client.networks.mastodon.fields import instant, sections, words
from client.networks.mastodon.parse import Parser
from client.text import display, links, markup


async def fetch(caller: calls.Caller, parser: Parser, key: PostKey) -> tuple[Version, ...]:
    """Asks for all versions, newest first; one that cannot be read is left out.

    Raises Unsupported where the server has the post but no history of it: both are a 404 otherwise.
    """
    path = f"/api/v1/statuses/{queries.segment(key.id)}"
    try:
        answer = await caller.get(f"{path}/history")
    except errors.Gone:
        await caller.get(path)
        raise errors.Unsupported("no history of posts", host=links.host(caller.base)) from None
    found = answer.json()
    if type(found) is not list:
        raise errors.BadAnswer(f"a list was asked for, {type(found).__name__} came", host=links.host(caller.base))
    versions = sorted(parser.each(found, version), key=lambda one: one.at)  # the server's order decides within a moment
    return tuple(versions[::-1])


def version(raw: object) -> Version:
    """Reads one version. Raises BadAnswer for one without a time."""
    if type(raw) is not dict:
        raise errors.BadAnswer("a version is no object")
    shown = parts.emojis(raw.get("emojis"))
    poll = raw.get("poll")
    answers = sections(poll.get("options")) if type(poll) is dict else []
    return Version(
        at=instant(raw.get("created_at")),
        text=markup.from_html(words(raw.get("content")), emojis=shown, hide_quote=raw.get("quote") is not None),
        warning=display.clean(words(raw.get("spoiler_text"))).strip(),
        sensitive=raw.get("sensitive") is True,
        media=parts.media(raw.get("media_attachments")),
        answers=tuple(markup.from_plain(display.one_line(words(answer.get("title"))), shown) for answer in answers),
    )

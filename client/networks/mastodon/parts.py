"""Reads what hangs on a post or a person: pictures and films, polls, link cards, custom emoji, filter results."""

from collections.abc import Mapping

from client.errors import BadAnswer
from client.model.instant import Instant
from client.model.post import Card, FilterAction, FilterHit, Media, MediaKind, Poll, PollOption
from client.networks.mastodon.fields import Json, flag, ident, maybe_instant, number, section, sections, whole, words
from client.text import display, links, markup

_KINDS = {"image": MediaKind.IMAGE, "gifv": MediaKind.GIF, "video": MediaKind.VIDEO, "audio": MediaKind.AUDIO}
_ACTIONS = {"hide": FilterAction.HIDE, "blur": FilterAction.BLUR}
_NO_EMOJI: Mapping[str, str] = {}


def emojis(value: object) -> Mapping[str, str]:
    """The custom emoji of an answer: the still picture's address by shortcode."""
    if not value or type(value) is not list:
        return _NO_EMOJI
    found: dict[str, str] = {}
    for item in sections(value):
        address = links.web_address(item.get("static_url")) or links.web_address(item.get("url"))
        code = words(item.get("shortcode"))
        if code and address:
            found[code] = address
    return found


def media(value: object) -> tuple[Media, ...]:
    """The attachments, in order. One of a kind that is not known stays as UNKNOWN, so that it can at least be opened."""
    return tuple(_medium(item) for item in sections(value)) if value else ()


def _medium(raw: Json) -> Media:
    meta = section(raw.get("meta"))
    original = section(meta.get("original")) or section(meta.get("small"))
    focus = section(meta.get("focus"))
    across, up = number(focus.get("x")), number(focus.get("y"))
    alt = raw.get("description")
    return Media(
        kind=_KINDS.get(words(raw.get("type")), MediaKind.UNKNOWN),
        url=links.web_address(raw.get("url")) or links.web_address(raw.get("remote_url")),
        preview_url=links.web_address(raw.get("preview_url")),
        alt=display.clean(alt) if type(alt) is str and alt else None,
        width=whole(original.get("width")) or None,
        height=whole(original.get("height")) or None,
        duration=number(original.get("duration")),
        focus=(max(-1.0, min(1.0, across or 0.0)), max(-1.0, min(1.0, up or 0.0))),
    )


def poll(raw: object, now: Instant) -> Poll | None:
    """A poll, None when there is none or it cannot be read."""
    if type(raw) is not dict:
        return None
    try:
        name = ident(raw.get("id"))
    except BadAnswer:
        return None
    shown = emojis(raw.get("emojis"))
    closes_at = maybe_instant(raw.get("expires_at"))
    return Poll(
        id=name,
        options=tuple(
            PollOption(markup.from_plain(display.one_line(words(option.get("title"))), shown), whole(option.get("votes_count")))
            for option in sections(raw.get("options"))
        ),
        votes=whole(raw.get("votes_count")) or 0,
        voters=whole(raw.get("voters_count")),
        multiple=raw.get("multiple") is True,
        closed=raw.get("expired") is True or (closes_at is not None and closes_at <= now),
        closes_at=closes_at,
    )


def votes(raw: object) -> tuple[int, ...] | None:
    """The account's own votes in a poll, None when the server did not say."""
    if type(raw) is not dict:
        return None
    voted = flag(raw.get("voted"))
    if voted is None:
        return None
    own = raw.get("own_votes")
    return tuple(vote for vote in own if type(vote) is int and vote >= 0) if voted and type(own) is list else ()


def card(raw: object) -> Card | None:
    """A link card, None when there is none or its address may not be opened."""
    if type(raw) is not dict:
        return None
    address = links.web_address(raw.get("url"))
    if address is None:
        return None
    return Card(
        url=address,
        title=display.one_line(words(raw.get("title"))),
        description=display.one_line(words(raw.get("description"))),
        image_url=links.web_address(raw.get("image")),
        provider=display.one_line(words(raw.get("provider_name")), 100),
    )


def filters(value: object, now: Instant) -> tuple[FilterHit, ...] | None:
    """The account's filters that match, None when the server did not say.

    The server tells all of them, whatever place they are for (docs.joinmastodon.org/entities/FilterResult). Those that have
    run out are left out.
    """
    if type(value) is not list:
        return None
    if not value:
        return ()
    hits: list[FilterHit] = []
    for result in sections(value):
        own = section(result.get("filter"))
        contexts, until = own.get("context"), maybe_instant(own.get("expires_at"))
        if until is not None and until <= now:
            continue
        places = tuple(map(words, contexts)) if type(contexts) is list else ()
        title = display.one_line(words(own.get("title")), 100)
        hits.append(FilterHit(title, _ACTIONS.get(words(own.get("filter_action")), FilterAction.WARN), places, until))
    return tuple(hits)

"""The cache's own form of posts, viewer state and reasons: compact JSON lists as UTF-8 bytes, never pickle.

Positions are stored and never reordered; new fields are appended and read with a default. Bytes of equal values are equal,
so unchanged posts are found by comparing them.
"""

import json
import json.encoder
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from client.model import page, post
from client.model.instant import Instant
from client.model.post import PostKey
from client.model.richtext import EMPTY, RichText, Span, SpanKind


def _encoder() -> Callable[[object], str]:
    """Makes the function that writes JSON: CPython's compiled encoder made once, as `json.dumps` makes it for every call."""
    plain = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    chunks = make(None, plain.default, json.encoder.encode_basestring, None, ":", ",", False, False, True)
    return lambda value: "".join(chunks(value, 0))


_encode = _encoder()
_decode = json.JSONDecoder().raw_decode
_string = json.encoder.encode_basestring
_SPANS = {int(kind): kind for kind in SpanKind}
_VISIBILITIES = {str(kind): kind for kind in post.Visibility}
_MEDIA_KINDS = {str(kind): kind for kind in post.MediaKind}
_QUOTE_STATES = {str(kind): kind for kind in post.QuoteState}
_ACTIONS = {str(kind): kind for kind in post.FilterAction}


def to_bytes(value: object) -> bytes:
    """Writes lists as JSON bytes. Half surrogates, which servers may send, survive."""
    return _encode(value).encode("utf-8", "surrogatepass")


def from_bytes(data: bytes) -> Any:
    """Reads what `to_bytes` wrote."""
    return _decode(data.decode("utf-8", "surrogatepass"))[0]


# --- to lists -----------------------------------------------------------------------------------------------------------


def _text(value: RichText) -> Any:
    if not value.spans:
        return value.text
    flat: list[Any] = [value.text]
    for span in value.spans:
        flat += (span.start, span.end, int(span.kind), span.target, span.label)
    return flat


def _author(value: post.Author) -> list[Any]:
    name = value.name
    flags = value.bot + 2 * value.locked + 4 * value.group
    return [value.id, value.handle, _text(name) if name.spans else name.text, value.url, value.avatar_url, flags]


def _media(value: post.Media) -> list[Any]:
    size = (value.width, value.height, value.duration, value.focus)
    return [value.kind, value.url, value.preview_url, value.alt, *size]


def _poll(value: post.Poll) -> list[Any]:
    options = [[_text(option.title), option.votes] for option in value.options]
    return [value.id, options, value.votes, value.voters, value.multiple, value.closed, value.closes_at]


def _quote(value: post.Quote) -> list[Any]:
    return [value.state, value.post and _post(value.post), value.key]


def _card(value: post.Card) -> list[Any]:
    return [value.url, value.title, value.description, value.image_url, value.provider]


_written: dict[int, tuple[post.Author, str]] = {}
"""People as they were written last, by identity: the same few write most posts of a page. Only the database thread writes."""


def _author_json(value: post.Author) -> str:
    known = _written.get(id(value))
    if known is not None and known[0] is value:
        return known[1]
    if len(_written) >= 500:
        _written.clear()
    text = _encode(_author(value))
    _written[id(value)] = (value, text)
    return text


def _post(value: post.Post) -> list[Any]:
    return [*value.key, _author(value.author), *_content(value)]


def _content(value: post.Post) -> list[Any]:
    """All of a post but its key and author."""
    text, counts = value.text, value.counts
    return [
        _text(text) if text.spans else text.text,
        value.created_at,
        value.edited_at,
        value.url,
        value.visibility,
        value.language,
        value.reply_to,
        value.reply_to_handle,
        value.warning,
        value.sensitive,
        [_media(item) for item in value.media] if value.media else 0,
        value.poll and _poll(value.poll),
        value.card and _card(value.card),
        value.quote and _quote(value.quote),
        (counts.replies, counts.reposts, counts.likes, counts.quotes),
        value.tags,
        value.app,
    ]


def dump_post(value: post.Post) -> bytes:
    """Writes a post."""
    origin, name = value.key
    text = f"[{_string(origin)},{_string(name)},{_author_json(value.author)},{_encode(_content(value))[1:]}"
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=256)  # most posts of a page share "nothing done, no filter"
def dump_viewer(value: post.ViewerState) -> bytes:
    """Writes what a post is to an account."""
    filters = None if value.filters is None else [[hit.title, hit.action, hit.places, hit.until] for hit in value.filters]
    return to_bytes([value.liked, value.reposted, value.bookmarked, value.muted, value.pinned, value.votes, filters])


def dump_reason(value: page.Reason | None) -> bytes | None:
    """Writes why an entry is in its timeline; None stays None."""
    if value is None:
        return None
    match value:
        case page.Repost(by):
            return to_bytes(["r", _author(by)])
        case page.Notice(kind, who, count, text):
            return to_bytes(["n", kind, [_author(author) for author in who], count, text])
        case page.Conversation(who, unread):
            return to_bytes(["c", [_author(author) for author in who], unread])


# --- from lists ---------------------------------------------------------------------------------------------------------


def _read_text(value: Any) -> RichText:
    if value.__class__ is str:
        return RichText(value) if value else EMPTY
    text, *flat = value
    step = iter(flat)
    return RichText(text, tuple(Span(a, b, _SPANS[kind], target, label) for a, b, kind, target, label in _fives(step)))


def _fives(step: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    source = iter(step)
    return zip(source, source, source, source, source, strict=True)


def _read_author(value: Any) -> post.Author:
    id_, handle, name, url, avatar, flags = value
    return post.Author(id_, handle, _read_text(name), url, avatar, bool(flags & 1), bool(flags & 2), bool(flags & 4))


def _read_media(value: Any) -> post.Media:
    kind, url, preview, alt, width, height, duration, focus = value
    known = _MEDIA_KINDS.get(kind, post.MediaKind.UNKNOWN)
    return post.Media(known, url, preview, alt, width, height, duration, (focus[0], focus[1]))


def _read_poll(value: Any) -> post.Poll:
    id_, options, votes, voters, multiple, closed, closes_at = value
    read = tuple(post.PollOption(_read_text(title), count) for title, count in options)
    return post.Poll(id_, read, votes, voters, multiple, closed, closes_at)


def _read_key(value: Any) -> PostKey | None:
    return None if value is None else PostKey(value[0], value[1])


def _read_quote(value: Any) -> post.Quote:
    state, inner, key = value
    known = _QUOTE_STATES.get(state, post.QuoteState.UNAUTHORIZED)
    return post.Quote(known, None if inner is None else _read_post(inner), _read_key(key))


def _read_post(value: Any) -> post.Post:
    origin, id_, author, text, created, edited, url, visibility, language, reply_to, reply_handle = value[:11]
    warning, sensitive, media, poll, card, quote, counts, tags, app = value[11:20]
    return post.Post(
        PostKey(origin, id_),
        _read_author(author),
        _read_text(text),
        Instant(created),
        edited,
        url,
        _VISIBILITIES.get(visibility, post.Visibility.UNKNOWN),
        language,
        _read_key(reply_to),
        reply_handle,
        warning,
        sensitive,
        tuple(map(_read_media, media)) if media else (),
        None if poll is None else _read_poll(poll),
        None if card is None else post.Card(*card),
        None if quote is None else _read_quote(quote),
        post.Counts(*counts),
        tuple(tags),
        app,
    )


def load_post(data: bytes) -> post.Post:
    """Reads a post."""
    return _read_post(from_bytes(data))


def _read_hit(title: str, action: str, places: Iterable[str] = (), until: Instant | None = None) -> post.FilterHit:
    """A filter; earlier caches say title and action only."""
    return post.FilterHit(title, _ACTIONS.get(action, post.FilterAction.WARN), tuple(places), until)


@lru_cache(maxsize=256)
def load_viewer(data: bytes | None) -> post.ViewerState:
    """Reads what a post is to an account; None is "nothing known"."""
    if data is None:
        return post.UNKNOWN_VIEWER
    liked, reposted, bookmarked, muted, pinned, votes, filters = from_bytes(data)
    hits = None if filters is None else tuple(_read_hit(*hit) for hit in filters)
    return post.ViewerState(liked, reposted, bookmarked, muted, pinned, None if votes is None else tuple(votes), hits)


def load_reason(data: bytes | None) -> page.Reason | None:
    """Reads why an entry is in its timeline."""
    if data is None:
        return None
    kind, *rest = from_bytes(data)
    if kind == "r":
        return page.Repost(_read_author(rest[0]))
    if kind == "n":
        return page.Notice(rest[0], tuple(map(_read_author, rest[1])), rest[2], rest[3])
    return page.Conversation(tuple(map(_read_author, rest[0])), rest[1])


def reason_names(data: bytes) -> tuple[str, ...] | None:
    """Tells what makes two reasons the same, without reading the people: the kind and their ids. None: never the same."""
    kind, *rest = from_bytes(data)
    if kind == "r":
        return (kind, rest[0][0])
    if kind == "n":
        return (kind, rest[0], *(author[0] for author in rest[1]))
    return None

"""What an export says of each row: one record of plain values, made safe once; all three kinds of file are written from it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol

from client import __version__
from client.model.account import Account
from client.model.column import ColumnSpec
from client.model.instant import Instant
from client.model.page import Conversation, Entry, Notice, Repost
from client.model.post import Author, Media, Poll, Post, Quote, Visibility
from client.model.richtext import RichText, SpanKind
from client.model.row import Gap, Row
from client.model.sifting import SHOW_ALL, Filters, Sort
from client.model.words import mark
from client.text import display, links

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_VISIBILITY = {
    Visibility.PUBLIC: mark("Public"),
    Visibility.UNLISTED: mark("Public, quiet"),
    Visibility.FOLLOWERS: mark("Followers only"),
    Visibility.DIRECT: mark("Private"),
    Visibility.UNKNOWN: "",
}
_MEDIA = {"image": mark("Image"), "gif": mark("GIF"), "video": mark("Video"), "audio": mark("Sound")}
_NOTICES = {
    "mention": mark("Mention"),
    "repost": mark("Repost"),
    "like": mark("Like"),
    "follow": mark("New follower"),
    "follow_request": mark("Request to follow"),
    "poll": mark("Poll ended"),
    "edit": mark("Edited post"),
    "post": mark("New post"),
    "quote": mark("Quote"),
}
_SORTS = {Sort.IMAGES: mark("images"), Sort.VIDEO: mark("video"), Sort.TEXT: mark("text only")}


class Words(Protocol):
    """The reader's language: `client.ui.words`."""

    def language(self) -> str:
        """`en` or `nl`."""

    def tr(self, text: str, **values: object) -> str:
        """Translates and fills."""

    def trn(self, one: str, many: str, n: int, **values: object) -> str:
        """Translates for a number of things."""


class English:
    """The words as they stand in the code."""

    def language(self) -> str:
        """English."""
        return "en"

    def tr(self, text: str, **values: object) -> str:
        """Fills."""
        return text.format(**values) if values else text

    def trn(self, one: str, many: str, n: int, **values: object) -> str:
        """Fills for a number of things."""
        return (one if n == 1 else many).format(n=n, **values)


@dataclass(frozen=True, slots=True)
class Export:
    """What is the same for the whole file."""

    title: str
    now: Instant
    spec: ColumnSpec | None
    accounts: tuple[Account, ...]
    words: Words
    zone: tzinfo | None

    def time(self, moment: Instant | None) -> str:
        """ISO 8601 with the offset from UTC: `2026-07-11T13:57:02+02:00`; "" for none and for what no calendar has."""
        if moment is None:
            return ""
        try:
            return datetime.fromtimestamp(moment // 1000, UTC).astimezone(self.zone).isoformat()
        except (ValueError, OverflowError, OSError):
            return ""

    def receiver(self, row: Row) -> str:
        """The handle of the account that received a row, "" when it is gone."""
        return next((_line(account.handle) for account in self.accounts if account.id == row.account), "")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file. `value` is what programs get; `text` what people read; `links` stand in the text: (start, end,
    address). `missing` is a sentence in the place of posts that are not there."""

    value: dict[str, Any]
    text: str = ""
    links: tuple[tuple[int, int, str], ...] = ()
    missing: str = ""
    language: str = ""
    quote: "Line | None" = field(default=None)


def line(row: Row, made: Export) -> Line | None:
    """The record of a row, None for one that holds nothing."""
    if row.gap is not None:
        return gap(row.gap, made)
    if row.entry is None:
        return None
    return _entry(row.entry, made.receiver(row), made)


def gap(hole: Gap, made: Export) -> Line:
    """Says that posts are missing, or may be."""
    words, since, until = made.words, _clock(made.time(hole.since)), _clock(made.time(hole.until))
    if since and until and hole.count is not None:
        text = words.trn(
            "{n} post missing between {since} and {until}",
            "{n} posts missing between {since} and {until}",
            hole.count,
            since=since,
            until=until,
        )
    elif since and until:
        text = words.tr("Posts may be missing between {since} and {until}", since=since, until=until)
    elif hole.count is not None:
        text = words.trn("{n} post missing here", "{n} posts missing here", hole.count)
    else:
        text = words.tr("Posts may be missing here")
    value = {"type": "gap", "since": made.time(hole.since), "until": made.time(hole.until), "count": hole.count}
    return Line(_lean(value) | {"says": text}, missing=text)


def older(made: Export) -> Line:
    """Says that older posts are not in the file."""
    text = made.words.tr("Older posts may be on the server. They are not in this file.")
    return Line({"type": "gap", "older": True, "says": text}, missing=text)


def _entry(entry: Entry, receiver: str, made: Export) -> Line:
    reason, post = entry.reason, entry.post
    told: dict[str, Any] = {"received_by": receiver, "received_at": made.time(entry.at)}
    match reason:
        case Repost():
            told["reposted_by"] = _person(reason.by)
        case Notice():
            who = [_person(each) for each in reason.who]
            told["notice"] = _lean({"kind": _line(reason.kind), "who": who, "count": reason.count, "text": _text(reason.text)})
        case Conversation():
            told["conversation_with"] = [_person(each) for each in reason.who]
        case None:
            pass
    if post is None:
        words = _text(reason.text) if isinstance(reason, Notice) else ""
        return Line({"type": "notice", **_lean(told)}, words)
    made_of = _post(post, made)
    quoted = post.quote.post if post.quote is not None else None
    return Line(
        {"type": "post", **made_of, **_lean(told)},
        made_of.get("text", ""),
        _links(post.text),
        "",
        made_of.get("language", ""),
        Line(_post(quoted, made), _text(quoted.text.text), _links(quoted.text)) if quoted is not None else None,
    )


def _post(post: Post, made: Export) -> dict[str, Any]:
    """A post for programs. What is not there is left out."""
    counts = {name: getattr(post.counts, name) for name in ("replies", "reposts", "likes", "quotes")}
    reply = {"to": _line(post.reply_to_handle or ""), "id": _line(post.reply_to.id) if post.reply_to else ""}
    return _lean(
        {
            "id": _line(post.key.id),
            "server": _line(post.key.origin),
            "url": _address(post.url),
            "time": made.time(post.created_at),
            "edited": made.time(post.edited_at),
            "author": _person(post.author),
            "text": _text(post.text.text),
            "language": post.language if post.language and _TAG.fullmatch(post.language) else "",
            "warning": _text(post.warning),
            "sensitive": post.sensitive,
            "visibility": str(post.visibility),
            "reply": _lean(reply),
            "links": list(dict.fromkeys(address for _, _, address in _links(post.text))),
            "tags": [_line(tag) for tag in post.tags],
            "media": [_media(each) for each in post.media],
            "poll": _poll(post.poll, made) if post.poll is not None else None,
            "quote": _quote(post.quote, made) if post.quote is not None else None,
            "card": _lean({"url": _address(post.card.url), "title": _line(post.card.title)}) if post.card is not None else None,
            "counts": {name: count for name, count in counts.items() if count is not None},
        }
    )


def _person(author: Author) -> dict[str, Any]:
    return _lean({"handle": _line(author.handle), "name": _line(author.name.text), "url": _address(author.url)})


def _media(media: Media) -> dict[str, Any]:
    size = {"width": media.width, "height": media.height, "seconds": media.duration}
    return _lean({"kind": str(media.kind), "url": _address(media.url), "alt": _text(media.alt or ""), **size})


def _poll(poll: Poll, made: Export) -> dict[str, Any]:
    options = [_lean({"title": _text(option.title.text)}) | {"votes": option.votes} for option in poll.options]
    return _lean({"options": options, "votes": poll.votes, "closed": poll.closed, "closes": made.time(poll.closes_at)})


def _quote(quote: Quote, made: Export) -> dict[str, Any]:
    return _lean({"state": str(quote.state), "post": _post(quote.post, made) if quote.post is not None else None})


def _lean(value: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; zero and False are something."""
    return {name: item for name, item in value.items() if item not in (None, "", [], {})}


def _text(text: str) -> str:
    return display.clean(text).replace("\x00", "")


def _line(text: str) -> str:
    return display.one_line(text, 2000)


def _address(url: str | None) -> str:
    return links.web_address(url) or ""


def _links(text: RichText) -> tuple[tuple[int, int, str], ...]:
    """The links of a text that may be opened, in order and not one in the other. None where cleaning would move them."""
    if _text(text.text) != text.text:
        return ()
    found: list[tuple[int, int, str]] = []
    for span in text.spans:
        address = _address(span.target) if span.kind is SpanKind.LINK else ""
        if address and 0 <= span.start < span.end <= len(text.text) and (not found or span.start >= found[-1][1]):
            found.append((span.start, span.end, address))
    return tuple(found)


def _clock(iso: str) -> str:
    """`2026-07-11 13:57` of an ISO time."""
    return iso[:16].replace("T", " ")


def clock(iso: str) -> str:
    """A time for people, with its zone: `2026-07-11 13:57 (UTC+02:00)`."""
    return f"{_clock(iso)} (UTC{iso[19:]})" if iso else ""


def notice(value: dict[str, Any], words: Words) -> str:
    """A notification in a line: what it is, and the handles of who stand behind it; "" for a post without one."""
    kind, who = value.get("notice", {}).get("kind", ""), value.get("notice", {}).get("who", [])
    said = words.tr(_NOTICES[kind]) if kind in _NOTICES else kind
    return f"{said}: {', '.join(each.get('handle', '') for each in who)}" if who else said


def medium(media: dict[str, Any], words: Words) -> str:
    """What a medium is, and what its author says of it."""
    said = media.get("alt") or words.tr("no description")
    return f"{words.tr(_MEDIA.get(media.get('kind', ''), mark('File')))}: {said}"


def option(value: dict[str, Any]) -> str:
    """An answer of a poll with its votes, where they are known."""
    votes = value.get("votes")
    return f"{value.get('title', '')}: {votes}" if votes is not None else str(value.get("title", ""))


def visibility(value: dict[str, Any], words: Words) -> str:
    """Who may see a post, in words."""
    known = value.get("visibility", "")
    said = _VISIBILITY[Visibility(known)] if known else ""
    return words.tr(said) if said else ""


# --- the head -----------------------------------------------------------------------------------------------------------


def head_value(made: Export) -> dict[str, Any]:
    """What the file is, for programs."""
    return {
        "type": "export",
        "column": _line(made.title),
        "made": made.time(made.now),
        "by": f"Belfry {__version__}",
        "accounts": handles(made),
        "filter": filter_sentence(made),
    }


def handles(made: Export) -> list[str]:
    """The accounts of the column."""
    mine = made.spec.accounts if made.spec is not None else ()
    return [_line(account.handle) for account in made.accounts if account.id in mine]


def filter_sentence(made: Export) -> str:
    """What the column leaves out, in words; "" when it shows everything."""
    filters = made.spec.filters if made.spec is not None else SHOW_ALL
    return "; ".join(_filter_parts(filters, made)) if filters != SHOW_ALL else ""


def _filter_parts(filters: Filters, made: Export) -> list[str]:
    tr = made.words.tr
    least = ((filters.min_replies, mark("Replies")), (filters.min_reposts, mark("Reposts")), (filters.min_likes, mark("Likes")))
    parts = [
        (filters.pattern, tr("Expression: {words}", words=_line(filters.pattern))),
        (filters.any and not filters.pattern, tr("Any of: {words}", words=_list(filters.any))),
        (filters.all and not filters.pattern, tr("All of: {words}", words=_list(filters.all))),
        (filters.none and not filters.pattern, tr("None of: {words}", words=_list(filters.none))),
        (filters.sorts, tr("Only: {words}", words=", ".join(tr(_SORTS[sort]) for sort in filters.sorts))),
        (not filters.reposts, tr("Without reposts")),
        (not filters.replies, tr("Without replies")),
        (filters.languages, tr("Languages: {words}", words=_list(filters.languages))),
        *((count, tr("At least {n}: {what}", n=count, what=tr(what))) for count, what in least),
        (filters.only_authors, tr("Only by: {words}", words=_list(filters.only_authors))),
        (filters.not_authors, tr("Not by: {words}", words=_list(filters.not_authors))),
        (filters.only_partners, tr("Only by partners")),
        (filters.mutes, tr("Muted: {words}", words=_list(mute.text for mute in filters.mutes))),
        (filters.cleared, tr("Cleared up to {time}", time=clock(made.time(filters.cleared)))),
    ]
    return [text for counts, text in parts if counts]


def _list(texts: Iterable[str]) -> str:
    return ", ".join(_line(text) for text in texts)

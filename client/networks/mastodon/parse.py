"""Reads posts and people from an answer into the model, item by item. What cannot be read raises BadAnswer for that item only.

The hot path of the program: one dictionary look-up per field, no object that is not kept.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from client.errors import BadAnswer
from client.model.instant import Instant
from client.model.page import Entry, Repost
from client.model.post import (
    NO_COUNTS,
    UNKNOWN_VIEWER,
    Author,
    Counts,
    FilterAction,
    FilterHit,
    Post,
    PostKey,
    Quote,
    QuoteState,
    ViewerState,
    Visibility,
)
from client.model.richtext import EMPTY
from client.networks.mastodon import parts
from client.networks.mastodon.fields import Json, flag, ident, instant, maybe_ident, maybe_instant, sections, whole, words
from client.text import display, links, markup

_VISIBILITIES = {
    "public": Visibility.PUBLIC,
    "unlisted": Visibility.UNLISTED,
    "private": Visibility.FOLLOWERS,
    "direct": Visibility.DIRECT,
    "mutuals_only": Visibility.FOLLOWERS,
}
_QUOTE_STATES = {state.value: state for state in QuoteState} | {
    "blocked_account": QuoteState.BLOCKED,
    "blocked_domain": QuoteState.BLOCKED,
    "muted_account": QuoteState.MUTED,
}
_NOBODY: Mapping[str, str] = {}
_NOTHING_KNOWN = (None,) * 7
_MANY = 2**31
_NOTHING_DONE = ViewerState(False, False, False, False, None, None, ())
_T = TypeVar("_T")


Met = dict[str, tuple[tuple[Any, ...], Author]]
"""People of one server by id: what an answer said of each, and what it was read as. It may be shared by parsers."""


class Parser:
    """Reads the answers of one server for one account. Made anew for each page: it remembers the people it has met.

    `origin` goes into post keys, `domain` completes the handles of local people.
    """

    __slots__ = ("_met", "_people", "_views", "domain", "dropped", "now", "origin")

    def __init__(self, origin: str, domain: str, now: Instant, met: Met | None = None) -> None:
        self.origin = origin
        self.domain = domain
        self.now = now
        self.dropped = 0
        self._people: dict[str, Author] = {}
        self._met: Met = {} if met is None else met
        self._views: dict[tuple[Any, ...], ViewerState] = {}  # most posts are the same to a viewer

    def key(self, value: object) -> PostKey:
        """The key of a post with this id."""
        return PostKey(self.origin, ident(value))

    def handle(self, acct: str) -> str:
        """A full handle, without the first @."""
        if not (acct.isascii() and acct.isprintable()):
            acct = display.one_line(acct)
        acct = acct[:500].strip().lstrip("@")
        return acct if "@" in acct else f"{acct}@{self.domain}"

    def author(self, raw: object) -> Author:
        """A person."""
        if type(raw) is not dict:
            raise BadAnswer("a person is missing")
        name = ident(raw.get("id"))
        known = self._people.get(name)
        if known is not None:
            return known
        get = raw.get
        emojis = get("emojis")
        said = (get("acct"), get("display_name"), get("avatar_static"), get("url"), get("bot"), get("locked"), get("group"))
        before = self._met.get(name)
        if before is not None and not emojis and before[0] == said:
            person = before[1]
        else:
            person = self._author(name, raw, emojis)
            if not emojis:
                self._met[name] = (said, person)
        self._people[name] = person
        return person

    def _author(self, name: str, raw: Json, emojis: object) -> Author:
        acct = words(raw.get("acct")) or words(raw.get("username"))
        if not acct:
            raise BadAnswer("a person without a handle")
        shown = words(raw.get("display_name")) or words(raw.get("username")) or acct
        return Author(
            id=name,
            handle=self.handle(acct),
            name=markup.name(shown, parts.emojis(emojis)),
            url=links.web_address(raw.get("url")),
            avatar_url=links.web_address(raw.get("avatar_static")) or links.web_address(raw.get("avatar")),
            bot=raw.get("bot") is True,
            locked=raw.get("locked") is True,
            group=raw.get("group") is True,
        )

    def entry(self, raw: object) -> Entry:
        """A row of a timeline: a post, or someone's repost of one."""
        if type(raw) is not dict:
            raise BadAnswer("an item is no object")
        inner = raw.get("reblog")
        if type(inner) is dict:
            post, viewer = self.post(inner)
            if viewer.filters is None and raw.get("filtered"):
                viewer = replace(viewer, filters=parts.filters(raw.get("filtered"), self.now))
            return Entry(
                ident(raw.get("id")), instant(raw.get("created_at")), post, viewer, Repost(self.author(raw.get("account")))
            )
        post, viewer = self.post(raw)
        return Entry(post.key.id, post.created_at, post, viewer)

    def post(self, raw: object, *, inside: bool = False) -> tuple[Post, ViewerState]:
        """A post and what it is to the account. `inside` is true for a quoted post, whose own quote is not read."""
        if type(raw) is not dict:
            raise BadAnswer("a post is no object")
        get = raw.get
        author = self.author(get("account"))
        mentioned = get("mentions")
        handles = self._mentions(mentioned) if mentioned else _NOBODY
        quoted = get("quote")
        quote, quote_filters = self._quote(quoted) if quoted and not inside else (None, None)
        content, emojis, name = get("content"), get("emojis"), get("id")
        poll, card, media, tags = get("poll"), get("card"), get("media_attachments"), get("tags")
        language, warning = get("language"), get("spoiler_text")
        answered = get("in_reply_to_id")
        if answered is not None:
            answered = maybe_ident(answered)
        application = get("application")
        edited, shown_to = get("edited_at"), get("visibility")
        post = Post(
            PostKey(self.origin, name if type(name) is str and name else ident(name)),
            author,
            markup.from_html(
                content,
                mentions=handles,
                emojis=parts.emojis(emojis) if emojis else _NOBODY,
                hide_quote=quote is not None,
            )
            if type(content) is str
            else EMPTY,
            instant(get("created_at")),
            maybe_instant(edited) if edited else None,
            links.web_address(get("url")) or links.web_address(get("uri")),
            _VISIBILITIES.get(shown_to, Visibility.UNKNOWN) if type(shown_to) is str else Visibility.UNKNOWN,
            language if type(language) is str and 0 < len(language) < 36 else None,
            None if answered is None else PostKey(self.origin, answered),
            None if answered is None else self._answered(get("in_reply_to_account_id"), raw.get("mentions"), author),
            display.clean(warning).strip() if warning and type(warning) is str else "",
            get("sensitive") is True,
            parts.media(media) if media else (),
            parts.poll(poll, self.now) if poll else None,
            parts.card(card) if card else None,
            quote,
            _counts(get("replies_count"), get("reblogs_count"), get("favourites_count"), get("quotes_count")),
            _tags(tags) if tags else (),
            _name(words(application.get("name"))) if type(application) is dict else "",
        )
        return post, self._viewer(get, poll, quote_filters)

    def _viewer(self, get: Callable[[str], Any], poll: object, quoted: tuple[FilterHit, ...] | None) -> ViewerState:
        """What the post is to the account; fields that the server left out stay None."""
        if (
            get("favourited") is False
            and get("reblogged") is False
            and get("bookmarked") is False
            and get("muted") is False
            and get("filtered") == []
            and poll is None
            and quoted is None
            and get("pinned") is None
        ):
            return _NOTHING_DONE  # most posts by far
        filters = parts.filters(get("filtered"), self.now)
        if quoted:
            filters = (filters or ()) + quoted
        liked, reposted, bookmarked = flag(get("favourited")), flag(get("reblogged")), flag(get("bookmarked"))
        muted, pinned = flag(get("muted")), flag(get("pinned"))
        votes = parts.votes(poll) if poll else None
        known = (liked, reposted, bookmarked, muted, pinned, votes, filters)
        view = self._views.get(known)
        if view is None:
            view = self._views[known] = ViewerState(*known) if known != _NOTHING_KNOWN else UNKNOWN_VIEWER
        return view

    def _mentions(self, value: object) -> Mapping[str, str]:
        """Full handles by the profile's address and by what may stand in the text."""
        found: dict[str, str] = {}
        for item in sections(value):
            acct, username, address = words(item.get("acct")), words(item.get("username")), words(item.get("url"))
            if not acct:
                continue
            handle = self.handle(acct)
            if address:
                found[address] = handle
            found.setdefault(acct, handle)
            if username:
                found.setdefault(username, handle)
        return found

    def _answered(self, value: object, mentions: object, author: Author) -> str | None:
        """The handle of the person who is answered, as far as the answer itself tells it."""
        person = maybe_ident(value)
        if person is None:
            return None
        if person == author.id:
            return author.handle
        for item in sections(mentions):
            if maybe_ident(item.get("id")) == person:
                return self.handle(words(item.get("acct"))) if item.get("acct") else None
        known = self._people.get(person)
        return None if known is None else known.handle

    def _quote(self, raw: object) -> tuple[Quote | None, tuple[FilterHit, ...] | None]:
        """A quote in any state, and the filters that match the quoted post (one that hides it only warns about the whole)."""
        if type(raw) is not dict:
            return None, None
        inner = raw.get("quoted_status")
        if "state" not in raw and type(raw.get("account")) is dict:
            state, inner = QuoteState.ACCEPTED, raw  # other servers put the quoted post itself here
        else:
            state = _QUOTE_STATES.get(words(raw.get("state")), QuoteState.UNAUTHORIZED)
        name = maybe_ident(inner.get("id") if type(inner) is dict else raw.get("quoted_status_id"))
        key = None if name is None else PostKey(self.origin, name)
        if state is not QuoteState.ACCEPTED or type(inner) is not dict:
            return Quote(state, None, key), None
        try:
            post, viewer = self.post(inner, inside=True)
        except BadAnswer:
            return Quote(state, None, key), None
        hits = viewer.filters
        if hits:
            hits = tuple(replace(hit, action=FilterAction.WARN) if hit.action is FilterAction.HIDE else hit for hit in hits)
        return Quote(state, post, key), hits

    def each(self, items: Iterable[object], read: Callable[[object], _T]) -> list[_T]:
        """Reads all items; those that cannot be read are counted in `dropped`."""
        found: list[_T] = []
        for item in items:
            try:
                found.append(read(item))
            except BadAnswer:
                self.dropped += 1
        return found


def _counts(replies: object, reposts: object, likes: object, quotes: object) -> Counts:
    if (
        type(replies) is type(reposts) is type(likes) is type(quotes) is int
        and 0 <= replies < _MANY
        and 0 <= reposts < _MANY
        and 0 <= likes < _MANY
        and 0 <= quotes < _MANY
    ):
        return Counts(replies, reposts, likes, quotes)
    if replies is None and reposts is None and likes is None and quotes is None:
        return NO_COUNTS
    return Counts(whole(replies), whole(reposts), whole(likes), whole(quotes))


@lru_cache(256)  # few programs write most posts
def _name(program: str) -> str:
    return display.one_line(program, 100)


def _tags(value: object) -> tuple[str, ...]:
    return tuple(display.one_line(words(tag.get("name"))).lstrip("#") for tag in sections(value) if tag.get("name"))


def unique(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Leaves out entries that came before in the same page."""
    known: dict[str, Entry] = {}
    for entry in entries:
        known.setdefault(entry.id, entry)
    return tuple(known.values())


def authors(parser: Parser, items: Iterable[Json]) -> tuple[Author, ...]:
    """Reads people; those who cannot be read are left out."""
    return tuple(parser.each(items, parser.author))

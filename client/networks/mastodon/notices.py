"""Reads notifications, single (v1, streams) and grouped (v2), and direct conversations."""

from collections.abc import Iterable
from dataclasses import replace

from client.errors import BadAnswer
from client.model.page import Conversation, Entry, Notice
from client.model.post import UNKNOWN_VIEWER, Author
from client.networks.mastodon.fields import Json, ident, instant, maybe_ident, maybe_instant, section, sections, whole, words
from client.networks.mastodon.parse import Parser
from client.text import display, markup

WORDS = {
    "favourite": "like",
    "reblog": "repost",
    "update": "edit",
    "status": "post",
    "quoted_update": "quoted_edit",
}
"""The field's words for the server's types; all other types keep the server's word."""

TYPES = {word: name for name, word in WORDS.items()}

GROUPED = ("favourite", "reblog", "follow")
"""Types that are asked for in groups."""

SUPPORTED = (
    *("mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update", "quote", "quoted_update"),
    *("admin.sign_up", "admin.report", "severed_relationships", "moderation_warning"),
)
"""Types for which no fallback text is needed."""

_MOST_PEOPLE = 8
_MOST_GROUPS = 500
_GROUP = "group:"


def single(parser: Parser, raw: object) -> Entry:
    """One notification of its own, with the id that its group will have when the server knows groups."""
    if type(raw) is not dict:
        raise BadAnswer("a notification is no object")
    kind = words(raw.get("type"))
    if not kind:
        raise BadAnswer("a notification without a type")
    who = (parser.author(raw["account"]),) if type(raw.get("account")) is dict else ()
    entry = parser.entry(raw["status"]) if type(raw.get("status")) is dict else None
    return Entry(
        id=_entry_id(raw.get("group_key"), raw.get("id")),
        at=instant(raw.get("created_at")),
        post=entry.post if entry else None,
        viewer=entry.viewer if entry else UNKNOWN_VIEWER,
        reason=Notice(WORDS.get(kind, kind), who, 1, _said(raw)),
    )


def groups(parser: Parser, answer: object) -> list[Entry]:
    """The groups of a v2 answer; people and posts stand in side tables."""
    if type(answer) is not dict or type(answer.get("notification_groups")) is not list:
        raise BadAnswer("no notification groups")
    people = {maybe_ident(raw.get("id")): raw for raw in sections(answer.get("accounts"))}
    posts = {maybe_ident(raw.get("id")): raw for raw in sections(answer.get("statuses"))}

    def read(raw: object) -> Entry:
        if type(raw) is not dict:
            raise BadAnswer("a group is no object")
        kind = words(raw.get("type"))
        if not kind:
            raise BadAnswer("a group without a type")
        samples = raw.get("sample_account_ids")
        wanted = [maybe_ident(sample) for sample in samples] if type(samples) is list else []
        who: list[Author] = [parser.author(people[sample]) for sample in wanted[:_MOST_PEOPLE] if sample in people]
        status = posts.get(maybe_ident(raw.get("status_id")))
        entry = parser.entry(status) if status is not None else None
        at = maybe_instant(raw.get("latest_page_notification_at"))
        if at is None and entry is None:
            raise BadAnswer("a group without a time")
        return Entry(
            id=_entry_id(raw.get("group_key"), raw.get("most_recent_notification_id")),
            at=at if at is not None else entry.at,  # type: ignore[union-attr]  # one of the two is there
            post=entry.post if entry else None,
            viewer=entry.viewer if entry else UNKNOWN_VIEWER,
            reason=Notice(WORDS.get(kind, kind), tuple(who), max(whole(raw.get("notifications_count")) or 1, 1), _said(raw)),
        )

    return parser.each(answer["notification_groups"], read)


def _entry_id(group_key: object, notification_id: object) -> str:
    """The same for a notification however it comes: grouped, single or streamed."""
    key = words(group_key)
    if key and not key.startswith("ungrouped-"):
        return _GROUP + key
    name = maybe_ident(notification_id)
    if name is not None:
        return name
    return ident(key.removeprefix("ungrouped-"))


def _said(raw: Json) -> str:
    """The server's own words for a type that clients may not know, as plain text."""
    fallback = raw.get("fallback")
    if type(fallback) is str:
        return display.one_line(markup.to_plain(fallback))
    said = section(fallback)
    pieces = [words(said.get(key)) for key in ("title", "summary", "text", "body", "description", "content")]
    return display.one_line(" ".join(markup.to_plain(piece) for piece in pieces if piece))


class Groups:
    """Remembers the newest groups that an account was shown, because streams tell only the single event that joins one."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Notice] = {}

    def remember(self, account: str, entries: Iterable[Entry]) -> None:
        """Keeps the groups of a page."""
        for entry in entries:
            if isinstance(entry.reason, Notice) and entry.id.startswith(_GROUP):
                self._known.pop((account, entry.id), None)
                self._known[(account, entry.id)] = entry.reason
        while len(self._known) > _MOST_GROUPS:
            del self._known[next(iter(self._known))]

    def joined(self, account: str, entry: Entry) -> Entry:
        """The group as it is after this single event joined it; the event itself when it belongs to none."""
        known = self._known.get((account, entry.id))
        if known is not None and isinstance(entry.reason, Notice):
            new = tuple(person for person in entry.reason.who if person.id not in {one.id for one in known.who})
            notice = replace(known, who=(*new, *known.who)[:_MOST_PEOPLE], count=known.count + len(new))
            entry = replace(entry, reason=notice)
        self.remember(account, (entry,))
        return entry


def mention(parser: Parser, raw: object) -> Entry:
    """A notification of a mention as the post that it is about."""
    entry = single(parser, raw)
    if entry.post is None:
        raise BadAnswer("a mention without a post")
    return Entry(entry.id, entry.at, entry.post, entry.viewer)


def conversation(parser: Parser, raw: object) -> Entry:
    """A direct conversation with its last post."""
    if type(raw) is not dict:
        raise BadAnswer("a conversation is no object")
    post, viewer = parser.post(raw.get("last_status"))
    who = tuple(parser.each(sections(raw.get("accounts")), parser.author))
    return Entry(ident(raw.get("id")), post.created_at, post, viewer, Conversation(who, raw.get("unread") is True))


def without_posts(items: list[object]) -> list[object]:
    """The conversations that have a post; a server may list those whose posts are all gone."""
    return [item for item in items if not (type(item) is dict and item.get("last_status") is None)]

"""What a screen reader says for a row: one text, the parts in a fixed order, empty parts left out."""

from client.model.account import Account
from client.model.instant import Clock, Instant
from client.model.page import Conversation, Entry, Notice, Repost
from client.model.post import Author, Media, MediaKind, Poll, Post, Quote, ViewerState, Visibility
from client.model.row import Gap, Row
from client.model.words import mark
from client.ui import times
from client.ui.look import FindAccount, Look
from client.ui.rowblocks import host_of, poll_share, quote_words
from client.ui.rowhead import name_text
from client.ui.rowlayout import hidden_by, media_hidden
from client.ui.rownotice import WHOLE_POST, join_names, notice_sentence
from client.ui.rowparts import Hit, HitKind
from client.ui.speech_words import NETWORKS, counts_words, handle_words, said_text
from client.ui.words import tr, trn

PARTS = frozenset(("time", "handle", "counts"))
"""What is said beside people, texts and pictures; a reader may leave out any of it."""

_LONGEST = 2000  # signs of one text
_IN_ALL = 8000  # signs of a whole row: a stranger's alt texts do not keep a screen reader busy for an hour


class Speech:
    """Makes sentences. Accounts and the clock come in by argument; `look` tells who is a partner and who answered.

    `text_first` says what a post says before who says it; `parts` is what of `PARTS` is said.
    """

    text_first = False
    parts: frozenset[str] = PARTS

    def __init__(self, find_account: FindAccount, clock: Clock, look: Look | None = None) -> None:
        self._find = find_account
        self._clock = clock
        self._look = look

    def __call__(self, row: Row | None, unread: bool) -> str:
        """The sentence of a row; of one that is not in memory, that it is on its way."""
        if row is None:
            return tr("Post, loading")
        if row.gap is not None:
            return gap_words(row.gap, self._clock())
        if row.entry is None:
            return ""
        said = self._entry(row, row.entry, unread)
        return said if len(said) <= _IN_ALL else said[:_IN_ALL] + "…"

    def _entry(self, row: Row, entry: Entry, unread: bool) -> str:
        notice = entry.reason if isinstance(entry.reason, Notice) else None
        post, now = entry.post, self._clock()
        marks = [tr("not read")] if unread else []
        if notice is not None and (post is None or notice.kind not in WHOLE_POST):
            sentence = said_text(notice_sentence(notice, post))
            excerpt = _text_words(post, entry.viewer) if post else ""
            return _sentences([", ".join([sentence, *marks]), excerpt, times.spoken(entry.at, now)])
        if post is None:
            return ""
        why = _reason(entry, notice)
        head = ", ".join([said_text(name_text(post.author)), *self._partner(post.author), *marks, *_reply(post)])
        body = [_text_words(post, entry.viewer), *_block_words(post, entry.viewer)]
        front = [why, *body, head] if self.text_first else [why, head, *body]
        return _sentences([*front, self._status(row), *self._end(row, entry, post, now)])

    def _partner(self, author: Author) -> list[str]:
        return [tr("partner")] if self._look is not None and self._look.is_partner(author.handle) else []

    def _status(self, row: Row) -> str:
        answer = self._look.answer(row) if self._look is not None else None
        return tr("{name} answered {when}", name=answer.name, when=times.spoken(answer.at, self._clock())) if answer else ""

    def _end(self, row: Row, entry: Entry, post: Post, now: Instant) -> list[str]:
        """When, from where, through whom, how often."""
        said = [times.spoken(post.created_at, now) if "time" in self.parts else ""]
        said.append(_source_words(post.author, self._find(row.account)) if "handle" in self.parts else "")
        if isinstance(entry.reason, Repost):
            said.append(tr("Reposted by {name}", name=said_text(name_text(entry.reason.by))))
        if post.edited_at is not None:
            said.append(tr("Edited"))
        said.append(_VISIBLE.get(post.visibility, ""))
        said[-1] = tr(said[-1])
        return [*said, counts_words(post.counts) if "counts" in self.parts else ""]


_VISIBLE = {Visibility.FOLLOWERS: mark("For followers only"), Visibility.DIRECT: mark("Private message")}


def _reason(entry: Entry, notice: Notice | None) -> str:
    """Why a post is here, where it is not just itself."""
    if notice is not None:
        return said_text(notice_sentence(notice, entry.post))
    if isinstance(entry.reason, Conversation):
        names = join_names([name_text(author) for author in entry.reason.who[:2]], max(0, len(entry.reason.who) - 2))
        return tr("Conversation with {who}", who=said_text(names))
    return ""


def _reply(post: Post) -> list[str]:
    if post.reply_to_handle:
        return [tr("reply to {name}", name="@" + post.reply_to_handle.split("@")[0])]
    return [tr("a reply")] if post.reply_to is not None else []


def gap_words(gap: Gap, now: Instant) -> str:
    """A hole in the timeline."""
    if gap.loading:
        return tr("Loading missed posts…")
    what = tr("Posts may be missing here") if gap.count is None else trn("{n} post missed", "{n} posts missed", gap.count)
    if gap.since is not None and gap.until is not None:
        start, end = times.clock(gap.since), times.clock(gap.until)
        what = tr("{what} between {start} and {end}", what=what, start=start, end=end)
    return tr("{what}. Enter to load.", what=what)


def _sentences(parts: list[str]) -> str:
    """Joins parts into sentences, each with its end."""
    kept = [part.strip() for part in parts if part and part.strip()]
    return " ".join(part if part[-1] in ".!?…:" else part + "." for part in kept)


def _text_words(post: Post, viewer: ViewerState) -> str:
    cover = hidden_by(post, viewer)
    if cover is not None:
        return tr("{title}: {words}. Text hidden", title=cover[1], words=cover[2][:_LONGEST])
    return said_text(post.text, _LONGEST)


def _block_words(post: Post, viewer: ViewerState) -> list[str]:
    """Media, poll and quote; nothing of what a cover hides."""
    if hidden_by(post, viewer) is not None:
        return []
    hidden = media_hidden(post, viewer)
    parts = [media_words(one, number, len(post.media), hidden=hidden) for number, one in enumerate(post.media)]
    if post.poll is not None:
        parts.append(poll_words(post.poll, own=viewer.votes or ()))
    if post.quote is not None:
        parts.append(_quote_words(post.quote))
    elif post.card is not None and post.card.title and not post.media:
        parts.append(tr("Link: {title}", title=post.card.title))
    return parts


_MEDIA = {
    MediaKind.IMAGE: (mark("Image: {alt}"), mark("Image {n} of {all}: {alt}")),
    MediaKind.GIF: (mark("Animation: {alt}"), mark("Animation {n} of {all}: {alt}")),
    MediaKind.VIDEO: (mark("Video: {alt}"), mark("Video {n} of {all}: {alt}")),
    MediaKind.AUDIO: (mark("Sound: {alt}"), mark("Sound {n} of {all}: {alt}")),
    MediaKind.UNKNOWN: (mark("File: {alt}"), mark("File {n} of {all}: {alt}")),
}


def media_words(medium: Media, number: int, total: int, *, hidden: bool = False) -> str:
    """One medium with its description."""
    alt = tr("hidden as sensitive") if hidden else (medium.alt or tr("no description"))
    one, many = _MEDIA[medium.kind]
    return tr(one, alt=alt) if total == 1 else tr(many, n=number + 1, all=total, alt=alt)


def poll_words(poll: Poll, own: tuple[int, ...]) -> str:
    """A poll with its answers and shares."""
    answers = []
    for number, option in enumerate(poll.options):
        share = poll_share(poll, option)
        words = said_text(option.title) if share is None else tr("{answer}: {n} %", answer=said_text(option.title), n=share)
        answers.append(tr("{answer}, your choice", answer=words) if number in own else words)
    return tr("Poll: {answers}", answers="; ".join(answers))


def target_words(hit: Hit, row: Row, *, opened: bool) -> str:
    """What is under the keyboard inside a row. `opened` tells whether the row's cover or its text has been opened."""
    post = row.entry.post if row.entry is not None else None
    match hit.kind:
        case HitKind.MORE:
            return tr("All actions of the post")
        case HitKind.AUTHOR:
            return tr("Profile of {name}", name=f"@{hit.label}")
        case HitKind.EDITED:
            return tr("Edited. Earlier versions")
        case HitKind.LINK:
            return tr("Link to {host}", host=host_of(hit.target))
        case HitKind.HASHTAG:
            return tr("Posts with {tag}", tag=f"#{hit.target}")
        case HitKind.COVER:
            return tr("Hide") if opened else tr("Show")
        case HitKind.SHOW_MORE:
            return tr("Show less") if opened else tr("Show more")
        case HitKind.MEDIA if post is not None:
            return media_words(post.media[hit.index], hit.index, len(post.media))
        case HitKind.QUOTE if post is not None and post.quote is not None:
            return _quote_words(post.quote)
        case HitKind.CARD if post is not None and post.card is not None:
            return tr("Link to {host}", host=hit.label) + (f": {post.card.title}" if post.card.title else "")
        case _:
            return ""


def _quote_words(quote: Quote) -> str:
    if quote.post is None:
        return quote_words(quote)
    hidden = quote.post.warning
    text = tr("Content warning: {words}", words=hidden) if hidden else said_text(quote.post.text, _LONGEST)
    return tr("Quote of {name}: {words}", name=said_text(name_text(quote.post.author)), words=text)


def _source_words(author: Author, account: Account | None) -> str:
    handle = handle_words(author.handle)
    handle = handle[0].upper() + handle[1:]
    if account is None:
        return handle
    network = tr(NETWORKS[account.network]) if account.network in NETWORKS else account.network
    return tr("{handle}, {network}, to {account}", handle=handle, network=network, account=account.name)

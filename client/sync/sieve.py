"""Decides for one row whether a column shows it and lifts it out. Pure; `client.sync.sifted` acts on it. In doubt it shows.

Words count where a word begins, without case and accents, in everything that can be read of a post: text, warning, alt
texts, quoted post, poll answers, the title of a link. `#tag` is a tag, `@name` or `@name@server` a person. An author who goes
on below his own post does not reply. A repost is no reply either: who reposts it puts it forward.
"""

from collections.abc import Iterable
from enum import IntEnum

from client import errors
from client.model.instant import Instant
from client.model.page import Conversation, Entry, Notice, Repost
from client.model.post import Author, MediaKind, Post
from client.model.richtext import RichText, SpanKind
from client.model.row import Row
from client.model.sifting import Filters, Highlights, Mute, MuteKind, Sort
from client.sync import pattern
from client.text.folding import fold, has_word

READ = 20_000  # characters of a post that an expression reads

_POST_NOTICES = ("mention", "post", "quote", "edit", "poll")
"""Notices that bring a post: they are sifted as posts. The others speak of people, and only what names people sifts them."""

_SORT_KINDS = {
    Sort.IMAGES: (MediaKind.IMAGE, MediaKind.UNKNOWN),
    Sort.VIDEO: (MediaKind.GIF, MediaKind.VIDEO, MediaKind.AUDIO, MediaKind.UNKNOWN),
}


class Verdict(IntEnum):
    """What becomes of a row. CLEARED is out for good: so is everything below it."""

    OUT = 0
    SHOWN = 1
    CLEARED = 2


def handle(text: str) -> str:
    """A handle as it is compared."""
    return text.strip().lstrip("@").casefold()


def author_of(mute: Mute) -> str:
    """The handle that a mute is about, "" when it is about a word."""
    return handle(mute.text) if mute.kind is MuteKind.AUTHOR else ""


class Words:
    """A list of words, tags and people, ready to be compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words: list[str] = []
        self.tags: list[str] = []
        self.people: list[str] = []
        for word in words:
            text = word.strip()
            if text.startswith("#") and (tag := fold(text[1:])):
                self.tags.append(tag)
            elif text.startswith("@") and (name := handle(text)):
                self.people.append(name)
            elif folded := fold(text):
                self.words.append(folded)

    def __bool__(self) -> bool:
        return bool(self.words or self.tags or self.people)

    def any_in(self, read: "Reading") -> bool:
        """Tells whether one of them is there."""
        return (
            any(has_word(read.folded, word) for word in self.words)
            or any(tag in read.tags for tag in self.tags)
            or any(_is_among(name, read.people) for name in self.people)
        )

    def all_in(self, read: "Reading") -> bool:
        """Tells whether all of them are there."""
        return (
            all(has_word(read.folded, word) for word in self.words)
            and all(tag in read.tags for tag in self.tags)
            and all(_is_among(name, read.people) for name in self.people)
        )


def _is_among(name: str, people: set[str]) -> bool:
    return name in people or ("@" not in name and any(each.partition("@")[0] == name for each in people))


class Reading:
    """What can be read of an entry, each form made once and only when someone asks."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._folded: str | None = None
        self._people: set[str] | None = None

    @property
    def text(self) -> str:
        """Everything, one part a line."""
        return "\n".join(part for post in self._posts for part in _parts(post))

    @property
    def folded(self) -> str:
        """Everything, as words are compared."""
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def tags(self) -> set[str]:
        """The tags, folded and without #."""
        found = {tag for post in self._posts for tag in post.tags}
        found.update(span.target for post in self._posts for span in post.text.spans if span.kind is SpanKind.HASHTAG)
        return {fold(tag.lstrip("#")) for tag in found}

    @property
    def people(self) -> set[str]:
        """Handles of all who wrote it, passed it on or are named in it."""
        if self._people is None:
            self._people = by(self._entry)
            for post in self._posts:
                self._people.add(handle(post.author.handle))
                self._people.update(handle(span.label) for span in post.text.spans if span.kind is SpanKind.MENTION)
                if post.reply_to_handle:
                    self._people.add(handle(post.reply_to_handle))
        return self._people

    @property
    def _posts(self) -> tuple[Post, ...]:
        post = self._entry.post
        if post is None:
            return ()
        quoted = post.quote.post if post.quote else None
        return (post,) if quoted is None else (post, quoted)


def _parts(post: Post) -> Iterable[str]:
    """The readable parts of one post; an emoji's name is a part of the text."""
    texts: list[RichText | str | None] = [post.text, post.warning, *(medium.alt for medium in post.media)]
    if post.poll:
        texts += [option.title for option in post.poll.options]
    if post.card:
        texts.append(post.card.title)
    for text in texts:
        if text:
            yield text.text if isinstance(text, RichText) else text


def by(entry: Entry) -> set[str]:
    """Handles of those who brought an entry: author, who reposted, the people of a notice or a conversation."""
    who: list[Author] = []
    match entry.reason:
        case Repost(person):
            who.append(person)
        case Notice() | Conversation():
            who += entry.reason.who
    if entry.post is not None and not _speaks_of_people(entry):
        who.append(entry.post.author)
    return {handle(each.handle) for each in who}


def _speaks_of_people(entry: Entry) -> bool:
    return isinstance(entry.reason, Notice) and (entry.reason.kind not in _POST_NOTICES or entry.post is None)


class Sieve:
    """One column's filters, mutes and highlights, as they count at a moment. `until` is when a mute runs out, None for never;
    `problem` why its expression does not count; `shows_all` tells that nothing is left out."""

    def __init__(
        self,
        filters: Filters,
        highlights: Highlights,
        mutes: tuple[Mute, ...],
        partners: frozenset[str],
        now: Instant,
    ) -> None:
        counting = [mute for mute in (*filters.mutes, *mutes) if mute.until is None or mute.until > now]
        self.until = min((mute.until for mute in counting if mute.until is not None), default=None)
        self.problem: errors.BadPattern | None = None
        self._filters = filters
        self._pattern = self._compile(filters.pattern)
        plain = self._pattern is None
        self._any, self._all = Words(filters.any if plain else ()), Words(filters.all if plain else ())
        self._none = Words(filters.none if plain else ())
        self._muted = Words(mute.text for mute in counting if mute.kind is MuteKind.WORD)
        self._only = {handle(each) for each in filters.only_authors}
        self._not = {handle(each) for each in filters.not_authors} | {name for each in counting if (name := author_of(each))}
        self._partners = {handle(each) for each in partners}
        self._languages = {each.casefold() for each in filters.languages}
        self._lifted = Words(highlights.words)
        self._lifted_people = {handle(each) for each in highlights.people}
        self._has_words = bool(self._any or self._all or self._none or self._pattern)
        bare = (filters.sorts, filters.languages, filters.min_replies, filters.min_reposts, filters.min_likes)
        self._sifts_posts = self._has_words or bool(self._muted) or any(bare) or not (filters.reposts and filters.replies)
        self.shows_all = not (self._sifts_posts or self._only or self._not or filters.only_partners) and filters.cleared is None

    def _compile(self, text: str) -> pattern.Pattern | None:
        try:
            return pattern.compile(text) if text else None
        except errors.BadPattern as problem:  # of a deck file that someone wrote by hand: the words count then
            self.problem = problem
            return None

    def judge(self, row: Row) -> Verdict:
        """Decides on a row. Gaps are shown, unless everything in them is cleared."""
        cleared = self._filters.cleared
        if row.entry is None:
            until = row.gap.until if row.gap else None
            return Verdict.CLEARED if cleared is not None and until is not None and until <= cleared else Verdict.SHOWN
        if cleared is not None and row.entry.at <= cleared:
            return Verdict.CLEARED
        return Verdict.SHOWN if self._shows(row.entry) else Verdict.OUT

    def lifts(self, row: Row) -> bool:
        """Tells whether a row is lifted out."""
        if row.entry is None:
            return False
        if self._lifted_people and self._lifted_people & by(row.entry):
            return True
        return bool(self._lifted) and self._lifted.any_in(Reading(row.entry))

    def _shows(self, entry: Entry) -> bool:
        if self._only or self._not or self._filters.only_partners:
            who = by(entry)
            if who & self._not or (self._only and not who & self._only):
                return False
            if self._filters.only_partners and not who & self._partners:
                return False
        if not self._sifts_posts or entry.post is None or _speaks_of_people(entry):
            return True
        return self._is_of_kind(entry, entry.post) and self._reads(entry)

    def _is_of_kind(self, entry: Entry, post: Post) -> bool:
        """The cheap questions: how it came, what it brings, its language, how it is answered."""
        filters = self._filters
        reposted = isinstance(entry.reason, Repost)
        if reposted and not filters.reposts:
            return False
        if not filters.replies and not reposted and is_reply(post):
            return False
        if filters.sorts and not any(_is_sort(post, sort) for sort in filters.sorts):
            return False
        if self._languages and post.language and post.language.casefold().partition("-")[0] not in self._languages:
            return False
        counts = post.counts
        asked = (
            (counts.replies, filters.min_replies),
            (counts.reposts, filters.min_reposts),
            (counts.likes, filters.min_likes),
        )
        return all(count is None or count >= least for count, least in asked)

    def _reads(self, entry: Entry) -> bool:
        if not self._has_words and not self._muted:
            return True
        read = Reading(entry)
        if self._muted and self._muted.any_in(read):
            return False
        if self._pattern is not None:
            return self._pattern.matches(read.text[:READ])
        if self._none and self._none.any_in(read):
            return False
        return (not self._any or self._any.any_in(read)) and self._all.all_in(read)


def is_reply(post: Post) -> bool:
    """Tells whether a post answers someone else; one whose is not known counts as someone else's."""
    if post.reply_to is None:
        return False
    return post.reply_to_handle is None or handle(post.reply_to_handle) != handle(post.author.handle)


def _is_sort(post: Post, sort: Sort) -> bool:
    if sort is Sort.TEXT:
        return not post.media
    return any(medium.kind in _SORT_KINDS[sort] for medium in post.media)

"""Rows of notifications: who did what, and an excerpt of the post it was done to."""

from client.model.instant import Instant
from client.model.page import Notice
from client.model.post import Author, Post
from client.model.richtext import EMPTY, RichText, Span, plain
from client.ui.rowhead import add_avatar, add_head, name_text
from client.ui.rowparts import Builder, Glyph, Words
from client.ui.rowtext import TextStyle, lay_out
from client.ui.words import tr, trn

NOTICE_ICONS = {
    "like": ("heart-fill", "liked"),
    "repost": ("repeat-bold", "reposted"),
    "follow": ("user-plus-bold", "accent"),
    "follow_request": ("user-plus-bold", "wait"),
    "mention": ("at-bold", "icon.rest"),
    "quote": ("quotes-bold", "icon.rest"),
    "poll": ("chart-bar-horizontal-bold", "icon.rest"),
    "edit": ("pencil-simple-bold", "icon.rest"),
    "post": ("bell-bold", "icon.rest"),
}
WHOLE_POST = frozenset(("mention", "quote", "post"))
"""Notices that show their post like any other row, below one line that says why it is here."""


def notice_icon(kind: str) -> tuple[str, str]:
    """The icon of a notification and the role of its colour."""
    return NOTICE_ICONS.get(kind, ("bell-bold", "icon.rest"))


def join_names(names: list[RichText], others: int) -> RichText:
    """One or two names and how many more: "Yara and 3 others". Spans move along with their names."""
    if not names:
        return plain(tr("Someone"))
    if len(names) == 1 and others <= 0:
        return names[0]
    if len(names) >= 2 and others + len(names) - 2 <= 0:
        pattern = tr("{first} and {second}")
        return fill(pattern, {"first": names[0], "second": names[1]})
    count = others + len(names) - 1
    pattern = trn("{first} and {n} other", "{first} and {n} others", count, first="{first}")
    return fill(pattern, {"first": names[0]})


def fill(pattern: str, values: dict[str, RichText]) -> RichText:
    """Puts rich texts into the places of a translated sentence; their spans stay with them."""
    text, rest = "", pattern
    spans: list[Span] = []
    while True:
        places = [(rest.find("{" + key + "}"), key) for key in values]
        places = [place for place in places if place[0] >= 0]
        if not places:
            return RichText(text + rest, tuple(spans))
        at, key = min(places)
        text += rest[:at]
        spans += [Span(s.start + len(text), s.end + len(text), s.kind, s.target, s.label) for s in values[key].spans]
        text += values[key].text
        rest = rest[at + len(key) + 2 :]


def notice_sentence(notice: Notice, post: Post | None) -> RichText:
    """What happened, in words. A type that this program does not know shows the server's words."""
    who = join_names([name_text(author) for author in notice.who[:2]], max(0, notice.count - len(notice.who[:2])))
    match notice.kind:
        case "like":
            pattern = tr("{who} liked your post")
        case "repost":
            pattern = tr("{who} reposted your post")
        case "follow":
            pattern = tr("{who} follows you")
        case "follow_request":
            pattern = tr("{who} wants to follow you")
        case "mention":
            pattern = tr("{who} mentioned you")
        case "quote":
            pattern = tr("{who} quoted your post")
        case "poll":
            pattern = tr("A poll has ended")
        case "edit":
            pattern = tr("{who} edited a post")
        case "post":
            pattern = tr("{who} posted")
        case _:
            return plain(notice.text or tr("Notification: {kind}", kind=notice.kind.replace("_", " ")))
    return fill(pattern, {"who": who})


def _excerpt(post: Post) -> RichText:
    if post.warning:
        return plain(tr("Content warning: {words}", words=post.warning))
    if not post.text.text.strip() and post.media:
        return plain(trn("{n} attachment", "{n} attachments", len(post.media)))
    return post.text


def add_notice(builder: Builder, notice: Notice, post: Post | None, at: Instant) -> None:
    """Puts a notification: the newest person's avatar, name and time, the sentence, an excerpt of the post."""
    look = builder.look
    who: Author | None = notice.who[0] if notice.who else (post.author if post else None)
    if who is not None:
        add_avatar(builder, who)
        add_head(builder, who, at)
    icon, role = notice_icon(notice.kind)
    x = builder.x
    size = look.text_px(14)
    builder.add(Glyph(x, builder.y + (look.ui.line - size) // 2, icon, 14, role, look))
    x += size + look.px(6)
    room = builder.x + builder.width - x
    sentence = lay_out(notice_sentence(notice, post), room, TextStyle(look.ui, "text.secondary", 4, elide=True), look)
    builder.add(Words(x, builder.y, room, sentence, builder.row.account, links=False))
    builder.y += sentence.height
    excerpt = _excerpt(post) if post else EMPTY
    if excerpt.text.strip():
        builder.y += look.px(4)
        block = lay_out(excerpt, builder.width, TextStyle(look.ui, "text.muted", 3, elide=True), look)
        builder.add(Words(builder.x, builder.y, builder.width, block, builder.row.account))
        builder.y += block.height
    builder.y = max(builder.y, look.px(10) + look.px(36) + look.px(4)) + look.px(4)

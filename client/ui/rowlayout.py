"""Measures a row: what stands where, at one width and text size. The result is painted and hit-tested by reading only."""

from PySide6.QtCore import QRect

from client.model.page import Conversation, Entry, Notice, Repost
from client.model.post import FilterAction, Post, ViewerState
from client.model.richtext import RichText
from client.model.row import Row
from client.ui.look import Look, RowOptions
from client.ui.rowactions import More, add_actions
from client.ui.rowblocks import add_answer, add_card, add_cover, add_poll, add_quote
from client.ui.rowgap import lay_blank, lay_gap
from client.ui.rowhead import add_avatar, add_context, add_head, add_reply_line, author_hit, name_text
from client.ui.rowmarks import mark_words
from client.ui.rowmedia import add_media
from client.ui.rownotice import WHOLE_POST, add_notice, fill, join_names, notice_icon, notice_sentence
from client.ui.rowparts import Builder, Hit, HitKind, Label, RowLayout, Words
from client.ui.rowtext import TextStyle, cut, fold_tags, lay_out
from client.ui.words import tr


def measure(row: Row | None, width: int, look: Look, options: RowOptions) -> RowLayout:
    """Measures a row at the full width of its column; None is a row whose content is not in memory."""
    if row is None:
        return lay_blank(width, look)
    builder = Builder(row, width, look, options)
    if row.gap is not None:
        return lay_gap(builder, row.gap)
    entry = row.entry
    if entry is None:
        return lay_blank(width, look)
    notice = entry.reason if isinstance(entry.reason, Notice) else None
    if notice is not None and (entry.post is None or notice.kind not in WHOLE_POST):
        if entry.post is not None:
            builder.keys.add(entry.post.key)
        add_notice(builder, notice, entry.post, entry.at)
        _add_menu(builder)
        return builder.done(builder.y + look.px(4) + 1)
    if entry.post is None:
        return lay_blank(width, look)
    _add_reason(builder, entry)
    _add_post(builder, entry.post, entry.viewer)
    return builder.done(builder.y + look.px(4) + 1)


def _add_reason(builder: Builder, entry: Entry) -> None:
    """The line that says why a post is here, where it is not just itself."""
    match entry.reason:
        case Repost(by=who):
            sentence = fill(tr("{who} reposted"), {"who": name_text(who)})
            add_context(builder, "repeat-bold", sentence, hit=author_hit(who))
        case Notice() as notice:
            icon, role = notice_icon(notice.kind)
            add_context(builder, icon, notice_sentence(notice, entry.post), role)
        case Conversation(who=who):
            names = join_names([name_text(author) for author in who[:2]], max(0, len(who) - 2))
            add_context(builder, "envelope-simple-bold", fill(tr("With {who}"), {"who": names}))
        case None:
            pass


def _add_menu(builder: Builder) -> None:
    """The menu button of a row that has no line of numbers: at the lower right."""
    px = builder.look.px
    side = px(28)
    builder.add(More(QRect(builder.full - px(12) - side, builder.y - px(24), side, px(24))))


def hidden_by(post: Post, viewer: ViewerState) -> tuple[str, str, str] | None:
    """Icon, title and words of what covers a post: the author's warning or a filter of ours. None when it is open."""
    if post.warning:
        return "eye-slash", tr("Content warning"), post.warning
    for hit in viewer.filters or ():
        if hit.action is FilterAction.WARN:
            return "funnel", tr("Hidden by your filter"), hit.title
    return None


def media_hidden(post: Post, viewer: ViewerState) -> bool:
    """Tells whether only the media are covered."""
    return post.sensitive or any(hit.action is FilterAction.BLUR for hit in viewer.filters or ())


def _add_post(builder: Builder, post: Post, viewer: ViewerState) -> None:
    look, options = builder.look, builder.options
    builder.keys.add(post.key)
    lowest = builder.y + look.px(36)
    add_avatar(builder, post.author)
    add_head(builder, post.author, post.created_at, post)
    add_reply_line(builder, post)
    cover = hidden_by(post, viewer)
    if cover is not None:
        add_cover(builder, *cover, is_open=options.open_cover)
        if options.open_cover and post.text:
            builder.gap()
    if cover is None or options.open_cover:
        _add_text(builder, post.text)
        add_media(builder, post.media, covered=cover is None and media_hidden(post, viewer) and not options.open_cover)
        if post.poll is not None:
            add_poll(builder, post.poll, viewer.votes or ())
        if post.quote is not None:
            add_quote(builder, post.quote)
        elif post.card is not None and not post.media:
            add_card(builder, post.card)
    add_answer(builder)
    builder.y = max(builder.y, lowest - look.px(20))
    add_actions(builder, post, viewer)


def _add_text(builder: Builder, text: RichText) -> None:
    """The text, folded when it is long."""
    if not text.text.strip():
        return
    look, options = builder.look, builder.options
    end, most = fold_tags(text), look.max_lines(builder.full)
    folds = end < len(text.text)
    shown = cut(text, end) if folds and not options.open_text else text
    style = TextStyle(look.body, max_lines=0 if options.open_text else most, elide=True)
    block = lay_out(mark_words(shown, options.highlights.words), builder.width, style, look)
    builder.add(Words(builder.x, builder.y, builder.width, block, builder.row.account))
    builder.y += block.height
    if folds or block.folded or block.height > most * look.body.line:
        words = tr("Show less") if options.open_text else tr("Show more")
        builder.add(Label(builder.x, builder.y, words, look.ui, "text.link", Hit(HitKind.SHOW_MORE)))
        builder.y += look.ui.line

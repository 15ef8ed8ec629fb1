"""The blocks under a post's text: cover, answer, poll, quoted post, link card."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from client.model.post import Card, Poll, PollOption, Quote, QuoteState
from client.model.richtext import RichText, Span, SpanKind, plain
from client.model.words import mark
from client.text import links
from client.ui import times
from client.ui.look import Look
from client.ui.rowhead import add_line, elide, name_text
from client.ui.rowparts import Brush, Builder, Glyph, Hit, HitKind, Label, Panel, Part, Picture, Words, fill_rounded
from client.ui.rowtext import TextStyle, lay_out
from client.ui.words import tr, trn

QUOTE_WORDS = {
    QuoteState.PENDING: mark("The quoted post waits for its author's consent."),
    QuoteState.REJECTED: mark("The author does not allow this quote."),
    QuoteState.REVOKED: mark("The author has withdrawn this quote."),
    QuoteState.DELETED: mark("The quoted post was deleted."),
    QuoteState.UNAUTHORIZED: mark("You may not see the quoted post."),
    QuoteState.BLOCKED: mark("You have blocked the author of the quoted post."),
    QuoteState.MUTED: mark("You have muted the author of the quoted post."),
    QuoteState.ACCEPTED: mark("The quoted post cannot be shown here."),
}


class Button(Part):
    """A small button that is painted: the edge and the word."""

    __slots__ = ("_hit", "_text")

    def __init__(self, right: int, middle: int, text: str, look: Look, hit: Hit) -> None:
        width, height = round(look.meta_medium.width(text)) + 2 * look.px(9) + 2, look.px(26)
        super().__init__(QRect(right - width, middle - height // 2, width, height))
        self._text, self._hit = text, hit

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the button."""
        look, area = brush.look, self.area
        Panel(area, look.px(6), "bg.column", "line.strong").paint(painter, brush, clip)
        face = look.meta_medium
        x = area.x() + (area.width() - round(face.width(self._text))) // 2
        y = area.y() + (area.height() - face.line) // 2
        Label(x, y, self._text, face, "text.primary").paint(painter, brush, clip)

    def hit(self, x: int, y: int) -> Hit | None:
        """What the button does."""
        return self._hit


LEAST_BESIDE = 84
"""Room for the words of a cover, px of text, below which its button goes under them."""


def add_cover(builder: Builder, icon: str, title: str, words: str, *, is_open: bool) -> None:
    """Puts the panel with the author's warning (or a filter's name) and its button."""
    look = builder.look
    builder.y += look.px(5)
    hit = Hit(HitKind.COVER)
    button = Button(builder.x + builder.width - look.px(8), 0, tr("Hide") if is_open else tr("Show"), look, hit)
    x = builder.x + look.px(10) + look.text_px(18) + look.px(8)
    room = button.area.x() - look.px(8) - x
    under = room < look.text_px(LEAST_BESIDE)
    if under:
        room = button.area.right() + 1 - x
    head = lay_out(plain(title), room, TextStyle(look.meta, "text.muted", 3, elide=True), look)
    block = lay_out(plain(words), room, TextStyle(look.ui, max_lines=6, elide=True), look)
    inner = max(head.height + block.height, look.px(26))
    foot = button.area.height() + look.px(6) if under else 0
    area = QRect(builder.x, builder.y, builder.width, inner + foot + 2 * look.px(8) + 2)
    builder.add(Panel(area, look.px(8), "bg.subtle", "line.hair", hit))
    middle = area.y() + (area.height() - foot) // 2
    builder.add(Glyph(builder.x + look.px(10) + 1, middle - look.text_px(18) // 2, icon, 18, "icon.active", look))
    top = area.y() + (area.height() - foot - head.height - block.height) // 2
    builder.add(Words(x, top, room, head, builder.row.account, links=False))
    builder.add(Words(x, top + head.height, room, block, builder.row.account, links=False))
    high = button.area.height()
    button.area.moveTop(area.bottom() - look.px(8) - high if under else middle - high // 2)
    button.settle()
    builder.add(button)
    builder.y += area.height()


def add_answer(builder: Builder) -> None:
    """Puts who answered a question and how long ago, if that is known."""
    look = builder.look
    answer = look.answer(builder.row)
    if answer is None:
        return
    builder.gap()
    when = times.answered(answer.at, look.clock())
    builder.answered = (answer.at, when)
    icon = look.text_px(15)
    x = builder.x + icon + look.px(5)
    room = builder.x + builder.width - x
    block = lay_out(answer_words(answer.name, when), room, TextStyle(look.meta, "text.secondary", 2, elide=True), look)
    middle = builder.y + (block.height - icon) // 2
    builder.add(Glyph(builder.x, middle, "check-circle-fill", 15, "ok", look))
    builder.add(Words(x, builder.y, room, block, builder.row.account, links=False))
    builder.y += block.height


def answer_words(name: str, when: str) -> RichText:
    """Who answered and when, the name in bold."""
    before, _, after = tr("{name} answered {when}").partition("{name}")
    when = when.replace(" ", "\u00a0")  # "2 min ago" stays together
    before, after = before.replace("{when}", when), after.replace("{when}", when)
    return RichText(before + name + after, (Span(len(before), len(before) + len(name), SpanKind.BOLD),))


# --- poll -------------------------------------------------------------------------------------------------------------


class _Bar(Part):
    """The bar under an answer of a poll."""

    __slots__ = ("_share",)

    def __init__(self, area: QRect, share: float) -> None:
        super().__init__(area)
        self._share = share

    def paint(self, painter: QPainter, brush: Brush, clip: QRectF) -> None:
        """Paints the track and how far it is filled."""
        look, area = brush.look, self.area
        Panel(area, area.height() // 2, "bg.subtle", "line.hair").paint(painter, brush, clip)
        width = round((area.width() - 2) * self._share)
        if width > 0:
            inner = QRect(area.x() + 1, area.y() + 1, max(width, area.height() - 2), area.height() - 2)
            fill_rounded(painter, inner, inner.height() / 2, look.colors["accent"])


def poll_share(poll: Poll, option: PollOption) -> int | None:
    """The share of an answer in whole percent; None while the server hides the result."""
    if option.votes is None:
        return None
    total = (poll.voters if poll.multiple and poll.voters else poll.votes) or 0
    return round(100 * min(1.0, option.votes / total)) if total > 0 else 0


def poll_footer(poll: Poll, look: Look) -> str:
    """The line under a poll: how many votes, how long still."""
    votes = trn("{n} vote", "{n} votes", poll.votes)
    if poll.closed:
        return f"{votes} · {tr('closed')}"
    return f"{votes} · {times.left(poll.closes_at, look.clock())}" if poll.closes_at else votes


def add_poll(builder: Builder, poll: Poll, own: tuple[int, ...]) -> None:
    """Puts a poll: each answer with its share, a bar below, a check on our own choice."""
    look = builder.look
    builder.gap()
    bar = look.px(6) + 2
    for number, option in enumerate(poll.options):
        share = poll_share(poll, option)
        right = builder.x + builder.width
        if share is not None:
            percent = tr("{n} %", n=share)
            right -= round(look.percent.width(percent)) + 1
            builder.add(Label(right, builder.y, percent, look.percent, "text.primary"))
            right -= look.px(6)
        x = builder.x
        if number in own:
            builder.add(Glyph(x, builder.y + (look.ui.line - look.text_px(14)) // 2, "check-bold", 14, "accent", look))
            x += look.text_px(14) + look.px(4)
        block = lay_out(option.title, right - x, TextStyle(look.ui, max_lines=2, elide=True), look)
        builder.add(Words(x, builder.y, right - x, block, builder.row.account, links=False))
        builder.y += max(block.height, look.ui.line) + look.px(2)
        builder.add(_Bar(QRect(builder.x, builder.y, builder.width, bar), (share or 0) / 100))
        builder.y += bar + look.px(4)
    builder.add(Label(builder.x, builder.y, elide(look.meta, poll_footer(poll, look), builder.width), look.meta, "text.muted"))
    builder.y += look.meta.line


# --- quote ------------------------------------------------------------------------------------------------------------


def quote_words(quote: Quote) -> str:
    """What stands in place of a quoted post that is not shown."""
    return tr(QUOTE_WORDS[quote.state])


def add_quote(builder: Builder, quote: Quote) -> None:
    """Puts a quoted post, at most three lines of it, or the reason why it is not shown."""
    look = builder.look
    builder.gap()
    left, right = builder.x + look.px(9) + 1, builder.x + builder.width - look.px(9) - 1
    top = builder.y
    panel_at = len(builder.parts)
    builder.y += look.px(7) + 1
    hit = None
    if quote.post is None:
        words = lay_out(plain(quote_words(quote)), right - left, TextStyle(look.ui, "text.muted", 3, elide=True), look)
        builder.add(Words(left, builder.y, right - left, words, builder.row.account, links=False))
        builder.y += words.height
    else:
        post = quote.post
        hit = Hit(HitKind.QUOTE)
        builder.keys.add(post.key)
        _quote_head(builder, quote, left, right)
        hidden = bool(post.warning)
        text = plain(tr("Content warning: {words}", words=post.warning)) if hidden else post.text
        if not text.text.strip() and post.media:
            text = plain(trn("{n} attachment", "{n} attachments", len(post.media)))
        block = lay_out(text, right - left, TextStyle(look.ui, "text.secondary", 3, elide=True), look)
        builder.add(Words(left, builder.y, right - left, block, builder.row.account, links=not hidden))
        builder.y += block.height
    builder.y += look.px(8) + 1
    area = QRect(builder.x, top, builder.width, builder.y - top)
    builder.parts.insert(panel_at, Panel(area, look.px(8), "bg.subtle", "line.hair", hit))


def _quote_head(builder: Builder, quote: Quote, left: int, right: int) -> None:
    look, post = builder.look, quote.post
    assert post is not None
    side, radius = look.px(16), look.px(4 if look.square(post.author) else 8)
    if post.author.avatar_url:
        area = QRect(left, builder.y + (look.meta.line - side) // 2, side, side)
        builder.add(Picture(area, post.author.avatar_url, (radius, radius, radius, radius), builder.row.account))
        left += side + look.px(5)
    label = times.relative(post.created_at, look.clock())
    right -= round(look.figures.width(label)) + 1
    builder.add(Label(right, builder.y, label, look.figures, "text.muted"))
    shield = look.text_px(12) if look.is_partner(post.author.handle) else 0
    room = right - look.px(5) - left - shield
    used = add_line(builder, left, builder.y, room, name_text(post.author), look.meta_bold)
    if shield:
        at = left + used + look.px(4)
        builder.add(Glyph(at, builder.y + (look.meta.line - shield) // 2, "shield-check-fill", 12, "accent", look))
    builder.y += look.meta.line + look.px(2)


# --- card -------------------------------------------------------------------------------------------------------------


def host_of(url: str) -> str:
    """The true host name of an address, without www; "" when there is none."""
    return links.shown_host(url).removeprefix("www.")


def add_card(builder: Builder, card: Card) -> None:
    """Puts what the server found behind a link: picture, title in two lines, true host name."""
    look = builder.look
    builder.gap()
    radius = look.px(8)
    thumb = look.px(76) if card.image_url else 0
    x = builder.x + thumb + look.px(10) + 1
    room = builder.x + builder.width - look.px(10) - 1 - x
    host = host_of(card.url)
    title = lay_out(plain(card.title or host), room, TextStyle(look.ui_bold, max_lines=2, elide=True), look)
    inner = title.height + look.meta.line
    height = max(look.px(62), inner + 2 * look.px(7) + 2)
    area = QRect(builder.x, builder.y, builder.width, height)
    hit = Hit(HitKind.CARD, target=card.url, label=host)
    builder.add(Panel(area, radius, None, "line.hair", hit))
    if card.image_url:
        box = QRect(area.x() + 1, area.y() + 1, thumb, height - 2)
        r = float(radius - 1)
        builder.add(Picture(box, card.image_url, (r, 0.0, 0.0, r), builder.row.account, hit=hit))
    top = area.y() + look.px(7) + 1
    builder.add(Words(x, top, room, title, builder.row.account, links=False))
    builder.add(Label(x, top + title.height, elide(look.meta, host, room), look.meta, "text.muted"))
    builder.y += height

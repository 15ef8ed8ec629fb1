"""What every part of a row needs to measure and paint itself: fonts, colours and sizes, fetched once per theme version.

Reading an attribute here costs nothing; asking the theme again for each row would.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPixmap

from client.model.account import Account, AccountId
from client.model.instant import Clock, Instant
from client.model.post import Author, Post
from client.model.richtext import RichText, SpanKind
from client.model.row import Answer, Row
from client.model.sifting import NO_HIGHLIGHTS, Highlights
from client.ui import times
from client.ui.icons import Icons
from client.ui.pictures import Pictures
from client.ui.theme import Theme

_WIDTHS = 4000
FindAccount = Callable[[AccountId], Account | None]


class Face:
    """A font with its measures: line height, and how far below the line's top the letters stand."""

    __slots__ = ("_widths", "baseline", "font", "line", "metrics")

    def __init__(self, theme: Theme, step: str, weight: int = 0, *, tabular: bool = False) -> None:
        self.font: QFont = theme.font(step, weight)
        if tabular:  # figures of one width, for what is read in columns
            self.font = QFont(self.font)
            self.font.setFeature(QFont.Tag("tnum"), 1)
        self.metrics = QFontMetricsF(self.font)
        self._widths: dict[str, float] = {}
        self.line = theme.line(step)
        self.baseline = (self.line - self.metrics.ascent() - self.metrics.descent()) / 2 + self.metrics.ascent()

    def width(self, text: str) -> float:
        """How wide a text on one line is. Kept: names, handles and times come again and again."""
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) > _WIDTHS:
                self._widths.clear()
            width = self._widths[text] = self.metrics.horizontalAdvance(text)
        return width


@dataclass(frozen=True, slots=True)
class RowOptions:
    """How a view wants its rows: badges of public columns are grey, and what the reader has opened.

    `clock` shows the time of day whatever the settings say; `lifted` marks the row; `highlights` has the words to mark.
    """

    neutral_badge: bool = False
    open_cover: bool = False
    open_text: bool = False
    clock: bool = False
    lifted: bool = False
    highlights: Highlights = NO_HIGHLIGHTS


class Look:
    """Fonts, colours and sizes as they are now. `refresh` after the theme has changed.

    `time_style` is "relative", "clock" or "both". `is_own` and `is_partner` say who is drawn as a square.
    """

    time_style = "relative"

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        find_account: FindAccount,
        clock: Clock,
        is_own: Callable[[Author], bool] = lambda author: False,
        is_partner: Callable[[str], bool] = lambda handle: False,
    ) -> None:
        self.theme = theme
        self.icons = icons
        self.pictures = pictures
        self.find_account = find_account
        self.clock = clock
        self.is_own = is_own
        self.is_partner = is_partner
        self._seen = -1
        self.refresh()

    def refresh(self) -> None:
        """Reads the theme again if it has changed since."""
        theme = self.theme
        if self._seen == theme.version:
            return
        self._seen = theme.version
        self.px = theme.px
        self.text_px = theme.text_px
        self.body = Face(theme, "body")
        self.body_bold = Face(theme, "body", 600)
        self.ui = Face(theme, "ui", 400)
        self.ui_medium = Face(theme, "ui", 500)
        self.ui_bold = Face(theme, "ui", 600)
        self.percent = Face(theme, "ui", 600, tabular=True)
        self.meta = Face(theme, "meta", 400)
        self.figures = Face(theme, "meta", 400, tabular=True)
        self.meta_medium = Face(theme, "meta", 500)
        self.meta_bold = Face(theme, "meta", 600)
        self.tiny = Face(theme, "tiny", 600)
        self.badge = Face(theme, "badge", 700)
        self.mono_families = theme.mono("body").families()
        self.high_contrast = theme.high_contrast
        self.badges: dict[tuple[str, int, str, float], QPixmap] = {}
        roles = theme.token("palettes", theme.scheme.value)
        self.colors: dict[str, QColor] = {role: theme.color(role) for role in roles}
        if self.high_contrast:  # no tints there: the ring alone says where the keyboard is, and every edge is white
            self.colors["bg.focus"] = self.colors["bg.column"]
            self.colors["line.hair"] = self.colors["line.strong"]
        self.networks: dict[str, str] = theme.token("networks")

    def square(self, author: Author) -> bool:
        """Whether a person is drawn as a rounded square: our own accounts and partners."""
        return self.is_partner(author.handle) or self.is_own(author)

    def time(self, at: Instant, *, clock: bool = False) -> str:
        """When something was, in the head of a row."""
        return times.label(at, self.clock(), "clock" if clock else self.time_style)

    def answer(self, row: Row) -> Answer | None:
        """The newest answer of a partner or of ours to a post that asks something; None when none is known."""
        post = row.entry.post if row.entry is not None else None
        if post is None or not row.answers or not self._asks(row, post):
            return None
        for each in row.answers:
            if each.handle != post.author.handle and (self.is_partner(each.handle) or self._speaks_for_us(each.handle)):
                return each
        return None

    def _speaks_for_us(self, handle: str) -> bool:
        return self.is_own(Author("", handle))

    def _asks(self, row: Row, post: Post) -> bool:
        """Whether a post of someone else speaks to one of our accounts, or holds a question."""
        if self.is_own(post.author):
            return False
        account = self.find_account(row.account)
        ours = account.handle if account is not None else ""
        spans = post.text.spans
        spoken_to = any(s.kind is SpanKind.MENTION and (s.label == ours or self._speaks_for_us(s.label)) for s in spans)
        return spoken_to or _has_question(post.text)

    def max_lines(self, width: int) -> int:
        """After how many lines a text folds, by the width of its column."""
        lines = self.theme.token("row", "maxLines")
        plain = width / (1 + (self.theme.scale - 1) * 0.6)
        columns = self.theme.token("columns")
        if plain < (columns["narrow"] + columns["medium"]) / 2:
            return int(lines["narrow"])
        return int(lines["medium"] if plain < (columns["medium"] + columns["wide"]) / 2 else lines["wide"])


def _has_question(text: RichText) -> bool:
    """Whether a text holds a question mark of some script, outside of its addresses."""
    links = [span for span in text.spans if span.kind is SpanKind.LINK]
    marks = [at for at, char in enumerate(text.text) if char in "?\u061f\uff1f"]
    return any(not any(link.start <= at < link.end for link in links) for at in marks)

"""What every part of a row needs to measure and paint itself: fonts, colours and sizes, fetched once per theme version.

Reading an attribute here costs nothing; asking the theme again for each row would.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPixmap

from client.model.account import Account, AccountId
from client.model.instant import Clock
from client.model.post import Author
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
    """How a view wants its rows: badges of public columns are grey, and what the reader has opened."""

    neutral_badge: bool = False
    open_cover: bool = False
    open_text: bool = False


class Look:
    """Fonts, colours and sizes as they are now. `refresh` after the theme has changed."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pictures: Pictures,
        find_account: FindAccount,
        clock: Clock,
        is_own: Callable[[Author], bool] = lambda author: False,
    ) -> None:
        self.theme = theme
        self.icons = icons
        self.pictures = pictures
        self.find_account = find_account
        self.clock = clock
        self.is_own = is_own
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
        self.networks: dict[str, str] = theme.token("networks")

    def max_lines(self, width: int) -> int:
        """After how many lines a text folds, by the width of its column."""
        lines = self.theme.token("row", "maxLines")
        plain = width / (1 + (self.theme.scale - 1) * 0.6)
        columns = self.theme.token("columns")
        if plain < (columns["narrow"] + columns["medium"]) / 2:
            return int(lines["narrow"])
        return int(lines["medium"] if plain < (columns["medium"] + columns["wide"]) / 2 else lines["wide"])

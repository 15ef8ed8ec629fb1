"""Phosphor glyphs as pixmaps and icons, in the colours of the theme.

The font and its map of names come out of QtAwesome's folder; the package itself is never imported, that would cost a tenth
of a second. Names are Phosphor's, with `-fill` or `-bold` where wanted: `heart`, `heart-fill`, `arrow-up-bold`.
"""

import importlib.util
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

from client.ui.theme import Theme


class _Glyphs:
    """The font and its names. Names are looked up one by one: reading the whole map would cost more than it brings."""

    def __init__(self) -> None:
        self.family = ""
        self._map = ""
        self._found: dict[str, str] = {}
        spec = importlib.util.find_spec("qtawesome")
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for font in Path(folder, "fonts").glob("phosphor-*.ttf"):
                names = next(Path(folder, "fonts").glob("phosphor-charmap-*.json"))
                families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font)))
                self.family = families[0] if families else ""
                self._map = names.read_text("utf-8")

    def char(self, name: str) -> str:
        """The character of a glyph. Raises KeyError for an unknown name."""
        char = self._found.get(name)
        if char is None:
            key = f'"{name}": "0x'
            at = self._map.find(key)
            if at < 0:
                raise KeyError(name)
            start = at + len(key)
            char = self._found[name] = chr(int(self._map[start : self._map.index('"', start)], 16))
        return char


class Icons:
    """Draws glyphs. Sizes are px at text size 100 %; they grow with the theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._glyphs = _Glyphs()
        self._pixmaps: dict[tuple[str, int, int, float], QPixmap] = {}
        theme.changed.connect(self._pixmaps.clear)

    def has(self, name: str) -> bool:
        """Tells whether there is such a glyph."""
        try:
            self._glyphs.char(name)
        except KeyError:
            return False
        return True

    def pixmap(self, name: str, size: float, role: str, dpr: float = 1.0) -> QPixmap:
        """A glyph in the colour of a role, for a screen with this device pixel ratio. Kept."""
        return self.tinted(name, self._theme.text_px(size), self._theme.color(role), dpr)

    def tinted(self, name: str, px: int, color: QColor, dpr: float = 1.0) -> QPixmap:
        """A glyph of exactly `px` in any colour, for what stands on an account colour. Kept."""
        key = (name, px, color.rgba(), dpr)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = self._pixmaps[key] = self._draw(name, px, color, dpr)
        return pixmap

    def icon(self, name: str, size: float, role: str, *, disabled: str = "text.disabled") -> QIcon:
        """A QIcon for a button, sharp on every screen. Ask again after the theme has changed."""
        icon = QIcon()
        for dpr in (1.0, 1.25, 1.5, 2.0, 3.0):
            icon.addPixmap(self.pixmap(name, size, role, dpr))
            icon.addPixmap(self.pixmap(name, size, disabled, dpr), QIcon.Mode.Disabled)
        return icon

    def paint(self, painter: QPainter, x: float, y: float, name: str, size: float, role: str) -> None:
        """Paints a glyph with its upper left corner at x, y."""
        painter.drawPixmap(round(x), round(y), self.pixmap(name, size, role, painter.device().devicePixelRatioF()))

    def _draw(self, name: str, px: int, color: QColor, dpr: float) -> QPixmap:
        pixmap = QPixmap(round(px * dpr), round(px * dpr))
        pixmap.setDevicePixelRatio(dpr)
        pixmap.fill(Qt.GlobalColor.transparent)
        font = QFont(self._glyphs.family)
        font.setPixelSize(px)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        painter = QPainter(pixmap)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(QRectF(0, 0, px, px), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, self._glyphs.char(name))
        painter.end()
        return pixmap

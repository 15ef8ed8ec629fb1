"""The look, from resources/tokens.json: colours by role, sizes by name, fonts, one QPalette and one stylesheet.

Nothing else in `client` may name a colour or a font. Sizes are px at 96 dpi and text size 100 %; the methods scale them.
"""

import importlib.util
import json
import re
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from client.ui import contrast, stylesheet

TOKENS = Path(__file__).resolve().parents[2] / "resources" / "tokens.json"
MIN_SCALE, MAX_SCALE = 0.8, 2.0
_EMOJI = ("Noto Color Emoji", "Segoe UI Emoji")
_FAMILIES = ("Inter", *_EMOJI, "Segoe UI", "Noto Sans", "DejaVu Sans")
_MONO = ("Cascadia Mono", "Consolas", "Noto Sans Mono", "DejaVu Sans Mono")
_PLACEHOLDER = re.compile(r"@([a-zA-Z.]+|-?[0-9]+|~[0-9]+)@")


class Scheme(StrEnum):
    """The three palettes, by their names in the tokens."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "highContrast"


def _load_inter() -> None:
    """Gives Qt the bundled Inter. Finds the package without importing it; without it the fallback fonts serve."""
    spec = importlib.util.find_spec("fontpkg_inter")
    if spec is None or not spec.submodule_search_locations:
        return
    for folder in spec.submodule_search_locations:
        for file in sorted(Path(folder, "files").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))


class Theme(QObject):
    """The look that holds now. `changed` is emitted after the scheme or the text size has changed; `version` then differs."""

    changed = Signal()

    def __init__(self, scheme: Scheme = Scheme.LIGHT, scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tokens: dict[str, Any] = json.loads(TOKENS.read_text("utf-8"))
        self._accounts = {entry["name"]: QColor(entry["hex"]) for entry in self._tokens["accounts"]["colors"]}
        self._account_on = QColor(self._tokens["accounts"]["on"])
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, int, bool], QFont] = {}
        self._wearer: QApplication | None = None
        self._worn = -1
        self.version = 0
        self.scheme = scheme
        self.scale = scale
        _load_inter()
        self._adopt(scheme, scale)

    def _adopt(self, scheme: Scheme, scale: float) -> None:
        self.scheme = scheme
        self.scale = min(MAX_SCALE, max(MIN_SCALE, scale))
        self._colors = {role: QColor(value) for role, value in self._tokens["palettes"][scheme.value].items()}
        self._fonts = {}
        self.version += 1

    def change(self, *, scheme: Scheme | None = None, scale: float | None = None) -> None:
        """Switches the scheme or the text size (0.8 to 2.0), dresses what `apply` has dressed before, and tells everyone."""
        wanted = (scheme or self.scheme, self.scale if scale is None else min(MAX_SCALE, max(MIN_SCALE, scale)))
        if wanted != (self.scheme, self.scale):
            self._adopt(*wanted)
            if self._wearer is not None:  # first: a new stylesheet gives widgets the fonts they had
                self.apply(self._wearer)
            self.changed.emit()

    # --- colours ------------------------------------------------------------------------------------------------------

    @property
    def high_contrast(self) -> bool:
        """Whether the contrast palette holds: no tints, links underlined, wide edges."""
        return self.scheme is Scheme.HIGH_CONTRAST

    def color(self, role: str) -> QColor:
        """The colour of a role of the tokens. KeyError for a role that does not exist."""
        return self._colors[role]

    def account_color(self, name: str) -> QColor:
        """The colour of an account of ours, by its name in the tokens; unknown names are `stone`."""
        return self._accounts.get(name) or self._accounts["stone"]

    @property
    def account_names(self) -> tuple[str, ...]:
        """The names of all account colours, in their order."""
        return tuple(self._accounts)

    @property
    def account_on(self) -> QColor:
        """What is written on an account colour."""
        return self._account_on

    # --- sizes --------------------------------------------------------------------------------------------------------

    def token(self, *path: str) -> Any:
        """A raw value of the tokens: `token("row", "avatar")`."""
        value: Any = self._tokens
        for key in path:
            value = value[key]
        return value

    def px(self, size: float) -> int:
        """A padding, an avatar, a control: grows with 0.66 of the extra text size."""
        return round(size * (1 + (self.scale - 1) * 0.66))

    def text_px(self, size: float) -> int:
        """A font, a line of text or an icon: grows with the text size."""
        return round(size * self.scale)

    def column_px(self, width: float) -> int:
        """A column's width: grows with 0.6 of the extra text size."""
        return round(width * (1 + (self.scale - 1) * 0.6))

    # --- fonts --------------------------------------------------------------------------------------------------------

    def font(self, step: str, weight: int = 0, *, italic: bool = False) -> QFont:
        """The font of a step of the type scale (`body`, `meta`, `ui` ...), in its own weight unless another is given."""
        key = (step, weight, italic)
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = self._make_font(step, weight, italic)
        return font

    def line(self, step: str) -> int:
        """The line height of a step of the type scale."""
        return self.text_px(self._tokens["type"]["scale"][step]["line"])

    def mono(self, step: str) -> QFont:
        """The fixed-width font in the size of a step."""
        font = QFont(self.font(step))
        font.setFamilies(list(_MONO))
        font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    def _make_font(self, step: str, weight: int, italic: bool) -> QFont:
        entry = self._tokens["type"]["scale"][step]
        font = QFont()
        font.setFamilies(list(_FAMILIES))
        font.setPixelSize(max(1, self.text_px(entry["size"])))
        wanted = weight or entry.get("weight", 400)
        font.setWeight(QFont.Weight(min(wanted, 600)))  # above 600 Qt would smear the letters: it sees only the regular face
        font.setVariableAxis(QFont.Tag("wght"), wanted)  # Inter is one variable file
        font.setItalic(italic)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
        return font

    # --- widgets ------------------------------------------------------------------------------------------------------

    def palette(self) -> QPalette:
        """The palette for ordinary widgets."""
        palette = QPalette()
        role = QPalette.ColorRole
        for where, name in (
            (role.Window, "bg.raised"),
            (role.WindowText, "text.primary"),
            (role.Base, "bg.field"),
            (role.AlternateBase, "bg.subtle"),
            (role.Text, "text.primary"),
            (role.PlaceholderText, "text.muted"),
            (role.Button, "bg.raised"),
            (role.ButtonText, "text.primary"),
            (role.BrightText, "error.text"),
            (role.Highlight, "accent.fill"),
            (role.HighlightedText, "accent.on"),
            (role.Accent, "accent"),
            (role.Link, "text.link"),
            (role.LinkVisited, "text.link"),
            (role.ToolTipBase, "toast.bg"),
            (role.ToolTipText, "toast.on"),
            (role.Light, "line.hair"),
            (role.Midlight, "line.hair"),
            (role.Mid, "line.strong"),
            (role.Dark, "line.strong"),
            (role.Shadow, "line.strong"),
        ):
            palette.setColor(where, self.color(name))
        for where in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, self.color("text.disabled"))
        return palette

    def fill(self, template: str) -> str:
        """Fills a stylesheet: `@bg.raised@` is a colour, `@12@` scaled px of padding, `@~13@` scaled px of text."""

        def value(found: re.Match[str]) -> str:
            word = found[1]
            if word[0] == "~":
                return f"{self.text_px(int(word[1:]))}px"
            if word.lstrip("-").isdigit():
                return f"{self.px(int(word))}px"
            return self.color(word).name()

        return _PLACEHOLDER.sub(value, template)

    def apply(self, app: QApplication) -> None:
        """Dresses the whole application: Fusion, palette, font and stylesheet."""
        if self._wearer is app and self._worn == self.version:
            return
        if self._wearer is None:
            app.setStyle("Fusion")
        self._wearer, self._worn = app, self.version
        app.setPalette(self.palette())
        app.setFont(self.font("ui"))
        app.setStyleSheet(self.fill(stylesheet.BASE))

    @staticmethod
    def system_scheme(app: QApplication) -> Scheme:
        """What the system asks for: contrast, else its dark scheme, else light."""
        if contrast.wanted():
            return Scheme.HIGH_CONTRAST
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return Scheme.DARK if dark else Scheme.LIGHT

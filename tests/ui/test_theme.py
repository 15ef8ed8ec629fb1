"""The look: tokens, sizes, fonts, glyphs."""

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.ui import contrast, stylesheet
from client.ui.buttons import Button
from client.ui.icons import Icons
from client.ui.theme import Scheme, Theme

CODE = Path(__file__).resolve().parents[2] / "client"


def luminance(color: QColor) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (color.redF(), color.greenF(), color.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def ratio(one: QColor, other: QColor) -> float:
    """The contrast ratio as WCAG 2 defines it, 1 to 21."""
    a, b = luminance(one), luminance(other)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def test_every_palette_knows_the_same_roles(qapp: QApplication) -> None:
    theme = Theme()
    roles = [set(theme.token("palettes", scheme.value)) for scheme in Scheme]
    assert roles[0] == roles[1] == roles[2]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_listed_pair_of_colours_has_its_contrast(qapp: QApplication, scheme: Scheme) -> None:
    theme = Theme(scheme)
    for pair in theme.token("contrast", scheme.value):
        if pair["fg"] in theme.token("palettes", scheme.value) and pair["bg"] in theme.token("palettes", scheme.value):
            assert ratio(theme.color(pair["fg"]), theme.color(pair["bg"])) >= pair["min"], pair


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_colour_of_words_icons_and_states_is_among_the_pairs(qapp: QApplication, scheme: Scheme) -> None:
    theme = Theme(scheme)
    measured = {pair[side] for pair in theme.token("contrast", scheme.value) for side in ("fg", "bg")}
    exempt = {"text.disabled", "scrim", "media.cover", "chart.base", "hold.hatch"}  # inactive, or never under words
    words = {role for role in theme.token("palettes", scheme.value) if not role.startswith(("bg.", "line.", "side."))}
    assert words - measured - exempt == set()


def test_words_on_every_account_colour_can_be_read(qapp: QApplication) -> None:
    theme = Theme()
    for name in theme.account_names:
        assert ratio(theme.account_on, theme.account_color(name)) >= 4.5, name


def test_sizes_grow_with_the_text_as_the_tokens_say(qapp: QApplication) -> None:
    theme = Theme(scale=2.0)
    assert (theme.text_px(20), theme.px(36), theme.column_px(340)) == (40, 60, 544)
    theme.change(scale=5)
    assert theme.scale == 2.0
    theme.change(scale=0.1)
    assert theme.scale == 0.8


def test_a_change_is_told_once_and_counted(qapp: QApplication) -> None:
    theme = Theme()
    heard: list[int] = []
    theme.changed.connect(lambda: heard.append(theme.version))
    theme.change(scheme=Scheme.DARK)
    theme.change(scheme=Scheme.DARK)
    assert heard == [2]


def test_the_bundled_font_is_used_in_its_weights(qapp: QApplication) -> None:
    theme = Theme()
    assert QFontInfo(theme.font("body")).family() == "Inter"
    widths = [QFontMetricsF(theme.font("body", weight)).horizontalAdvance("Meerdam") for weight in (400, 500, 600, 700)]
    assert widths == sorted(set(widths))


def test_the_packages_that_carry_the_fonts_are_not_imported(qapp: QApplication) -> None:
    Icons(Theme()).pixmap("heart", 16, "accent")
    assert "qtawesome" not in sys.modules
    assert "fontpkg_inter" not in sys.modules


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_stylesheet_has_no_hole_left(qapp: QApplication, scheme: Scheme) -> None:
    filled = Theme(scheme, 1.5).fill(stylesheet.BASE)
    assert "@" not in filled


def test_no_code_names_a_colour() -> None:
    named = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']|Qt\.GlobalColor\.(?!transparent)|QColor\(\s*\d""")
    for file in (CODE / "ui").rglob("*.py"):
        if file.name in ("qr.py", "print_keys.py"):  # black on white in every theme: for the eyes of phones, and on paper
            continue
        assert not named.search(file.read_text("utf-8")), file.name


def test_every_icon_of_the_tokens_exists(qapp: QApplication) -> None:
    theme = Theme()
    icons = Icons(theme)
    missing = [name for name in theme.token("icons", "map").values() if not icons.has(name)]
    assert not missing
    assert not icons.has("no-such-glyph")


def test_a_glyph_is_drawn_in_the_colour_of_its_role(qapp: QApplication) -> None:
    theme = Theme()
    pixmap = Icons(theme).pixmap("heart-fill", 16, "liked", 2.0)
    image = pixmap.toImage()
    assert image.width() == 32
    assert image.pixelColor(16, 14).name() == theme.color("liked").name()


def test_buttons_are_bolder_than_text_and_follow_its_size(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme()
    theme.apply(app)
    looks = [Button("Add account", "primary"), Button("Cancel"), Button("Paste", "small")]
    for button in looks:
        qtbot.addWidget(button)
        button.show()
    try:
        for scale, sizes in ((1.0, [13, 13, 12]), (1.5, [20, 20, 18]), (1.0, [13, 13, 12])):
            theme.change(scale=scale)
            assert [button.font().pixelSize() for button in looks] == sizes
            assert [button.font().variableAxisValue(QFont.Tag("wght")) for button in looks] == [600, 500, 500]
    finally:
        app.setStyleSheet("")


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows tells whether its contrast theme is on")
def test_windows_is_asked_for_contrast(qapp: QApplication) -> None:
    assert contrast.wanted() == (Theme.system_scheme(qapp) is Scheme.HIGH_CONTRAST)

"""What a person may give a column to know it by: a glyph in the place of its kind's own, and a colour.

The colour is a bar beside the icon, and never that of an account of ours: an account colour says who speaks, and the strip on
top has it. Glyphs are of the set below only, whatever a deck from elsewhere holds.
"""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from client.model.account import Account
from client.model.words import mark
from client.ui.theme import Theme

GLYPHS = {
    "megaphone": mark("Megaphone"),
    "fire": mark("Fire"),
    "shield": mark("Shield"),
    "first-aid-kit": mark("First aid"),
    "cloud-lightning": mark("Weather"),
    "drop": mark("Water"),
    "car": mark("Car"),
    "train": mark("Train"),
    "map-pin": mark("Place"),
    "buildings": mark("Buildings"),
    "users-three": mark("People"),
    "music-notes": mark("Music"),
    "newspaper": mark("Newspaper"),
    "question": mark("Question"),
    "eye": mark("Eye"),
    "star": mark("Star"),
    "flag": mark("Flag"),
}
"""Glyphs and what they are called."""

BAR = 4
"""px that the colour's bar is wide."""


def glyph(chosen: str, own: str) -> str:
    """The glyph of a column: the chosen one when Belfry has it, else the kind's own."""
    return chosen if chosen in GLYPHS else own


def free_colors(theme: Theme, accounts: Iterable[Account], now: str = "") -> tuple[str, ...]:
    """The colours a column may have: those that no account has, and the one that it has now."""
    taken = {account.color for account in accounts}
    return tuple(color for color in theme.account_names if color not in taken or color == now)


def paint_bar(painter: QPainter, theme: Theme, box: QRectF, color: str) -> None:
    """Paints the bar of a column's colour; with a white edge in high contrast."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.account_on) if theme.high_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(theme.account_color(color))
    painter.drawRoundedRect(box, 2, 2)

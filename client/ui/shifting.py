"""Moves what a view shows as it is on the screen. Where anything lies over a widget Qt moves nothing and paints all of it anew:
so the part under the pill of new posts and the sides under the deck's grips are left out, and painted."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

GRIPS = (4, 2)
"""How many px of a column's rows the grips of the deck lie over, left and right."""


def shift(viewport: QWidget, way: int, covered: int, sides: tuple[int, int]) -> None:
    """Moves the pixels down by so many px (up: negative); what lies free then is painted."""
    left, right = sides
    width, height = viewport.width(), viewport.height()
    if not (covered or left or right):
        viewport.scroll(0, way)
        return
    viewport.scroll(0, way, QRect(left, covered, max(0, width - left - right), max(0, height - covered)))
    if covered:
        viewport.update(0, 0, width, covered)
    if left:
        viewport.update(0, covered, left, height - covered)
    if right:
        viewport.update(width - right, covered, right, height - covered)

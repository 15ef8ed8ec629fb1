"""The order in which the keyboard goes through a part of the window: as its layouts show it, whatever was built first."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedLayout, QWidget


def stops(widget: QWidget) -> list[QWidget]:
    """Everything inside a widget that Tab can reach now, in the order of the layouts."""
    return [stop for stop in _walk(widget) if _takes_tab(stop)]


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.isVisible() and not widget.focusProxy()


def _walk(widget: QWidget) -> Iterator[QWidget]:
    if widget.isHidden():
        return
    yield widget
    order = getattr(widget, "tab_children", None)
    if order is not None:
        for child in order():
            yield from _walk(child)
    elif isinstance(widget, QScrollArea):
        if widget.widget() is not None:
            yield from _walk(widget.widget())
    else:
        layout = widget.layout()
        if layout is not None:
            yield from _walk_layout(layout)


def _walk_layout(layout: QLayout) -> Iterator[QWidget]:
    if isinstance(layout, QStackedLayout):
        if layout.currentWidget() is not None:
            yield from _walk(layout.currentWidget())
        return
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        inner, nested = item.widget(), item.layout()
        if inner is not None:
            yield from _walk(inner)
        elif nested is not None:
            yield from _walk_layout(nested)


def step(part: QWidget, forward: bool, beside: QWidget | None = None) -> bool:
    """Moves the keyboard to the next or earlier stop in a part and what is `beside` it, from the last around to the first."""
    chain = stops(part) + (stops(beside) if beside is not None else [])
    if not chain:
        return False
    now = part.window().focusWidget()
    at = next(
        (number for number, stop in enumerate(chain) if now is not None and (stop is now or stop.isAncestorOf(now))), None
    )
    way = 1 if forward else -1
    first = 0 if forward else -1
    target = chain[first] if at is None else chain[(at + way) % len(chain)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target.setFocus(reason)
    _show(target)
    return True


def _show(widget: QWidget) -> None:
    """Scrolls whatever scrolls around a widget until it is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 8, 24)
        parent = parent.parentWidget()

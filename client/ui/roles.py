"""Tells assistive technology what Belfry's own containers are, where Qt takes them for a plain area.

A screen reader then says "Add column, dialog" when a dialog opens, and knows the window as a window. Controls need none
of this: they are made of Qt's own buttons, fields and lists, which speak for themselves.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_ROLES = {
    "BelfryWindow": QAccessible.Role.Window,
    "Overlay": QAccessible.Role.Dialog,
    "ColumnView": QAccessible.Role.Grouping,
    "Segmented": QAccessible.Role.Grouping,
    "Sidebar": QAccessible.Role.Grouping,
    "OptionsPanel": QAccessible.Role.Grouping,
    "Section": QAccessible.Role.Grouping,
    "ChipField": QAccessible.Role.Grouping,
}
"""Roles by the name of a class; classes made of it have the same."""
_installed: list[bool] = []


def install() -> None:
    """Answers Qt's questions for the roles from now on. A second call does nothing."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_make)


def _make(key: str, thing: QObject) -> QAccessibleInterface | None:
    role = _ROLES.get(key)
    return QAccessibleWidget(thing, role) if role is not None and isinstance(thing, QWidget) else None

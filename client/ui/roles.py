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
    "Bars": QAccessible.Role.Chart,
    "VersionView": QAccessible.Role.Paragraph,
}
"""Roles by the name of a class; classes made of it have the same."""
READ = "belfryRead"
"""The property of an area that takes the keyboard only to be read and scrolled."""
_installed: list[bool] = []


class _Modal(QAccessibleWidget):
    """A dialog: it says that the keyboard stays inside until it is closed."""

    def state(self) -> QAccessible.State:
        """What Qt knows, and that nothing behind it can be reached."""
        state = super().state()
        state.modal = 1  # type: ignore[attr-defined]  # the stubs know no states
        return state


def install() -> None:
    """Answers Qt's questions for the roles from now on. A second call does nothing."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_make)


def _make(key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, QWidget):
        return None
    role = QAccessible.Role.Document if thing.property(READ) else _ROLES.get(key)
    if role is None:
        return None
    return _Modal(thing, role) if role is QAccessible.Role.Dialog else QAccessibleWidget(thing, role)

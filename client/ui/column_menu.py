"""The quick acts of a column as a menu: refresh, mark read, options, rename, width, place, remove. By keyboard too.

The options themselves are drawn inside the column: `client.ui.options`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from client.model.column import MEDIUM, NARROW, WIDE, ColumnSpec
from client.ui.buttons import Button
from client.ui.dialog import ScrimDialog
from client.ui.kit import Kit
from client.ui.widgets import Box, PlainLabel
from client.ui.words import tr


@dataclass(frozen=True, slots=True)
class ColumnActs:
    """What can be done with a column."""

    rename: Callable[[], None]
    resize: Callable[[int], None]
    move: Callable[[int], None]  # -1 left, +1 right
    refresh: Callable[[], None]
    mark_read: Callable[[], None]
    options: Callable[[], None]
    remove: Callable[[], None]


def open_menu(
    parent: QWidget, kit: Kit, spec: ColumnSpec, acts: ColumnActs, place: QPoint, *, number: int, count: int
) -> QMenu:
    """Opens the menu at a global point and returns at once. `number` of `count` tells which ways it can move."""
    menu = QMenu(parent)
    menu.setAccessibleName(tr("Column"))

    def add(icon: str, text: str, act: Callable[[], None], *, enabled: bool = True) -> QAction:
        action = menu.addAction(kit.icons.icon(icon, 16, "icon.active"), text)
        action.triggered.connect(lambda checked=False: act())
        action.setEnabled(enabled)
        return action

    add("arrows-clockwise", tr("Refresh now"), acts.refresh)
    add("checks", tr("Mark all as read"), acts.mark_read)
    add("sliders-horizontal", tr("Column options"), acts.options)
    menu.addSeparator()
    add("pencil-simple", tr("Rename…"), acts.rename)
    add("arrow-left", tr("Move left"), lambda: acts.move(-1), enabled=number > 0)
    add("arrow-right", tr("Move right"), lambda: acts.move(1), enabled=number < count - 1)
    menu.addSeparator()
    widths = QActionGroup(menu)
    for width, text in ((NARROW, tr("Narrow")), (MEDIUM, tr("Medium")), (WIDE, tr("Wide"))):
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(spec.width == width)
        action.triggered.connect(lambda checked=False, width=width: acts.resize(width))
        widths.addAction(action)
    menu.addSeparator()
    add("trash", tr("Remove column"), acts.remove)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)
    return menu


class RenameDialog(ScrimDialog):
    """Asks for another name; an empty one gives the column its own name back."""

    def __init__(self, kit: Kit, title: str, name: str, keep: Callable[[str], None]) -> None:
        super().__init__(kit, tr("Rename column"), width=420)
        self._keep = keep
        self.field = QLineEdit(name)
        self.field.setAccessibleName(tr("Name"))
        self.field.setPlaceholderText(title)
        self.field.setMaxLength(60)
        self.field.selectAll()
        box = Box(kit.theme, down=True, gap=4, margins=(20, 16, 20, 18))
        box.addWidget(PlainLabel(kit.theme, tr("Name"), step="meta", role="text.secondary", weight=500))
        box.addWidget(self.field)
        self.body.setLayout(box)
        cancel, main = Button(tr("Cancel")), Button(tr("Rename column"), "primary")
        cancel.clicked.connect(self.end)
        main.clicked.connect(self._done)
        self.foot.addStretch(1)
        self.foot.addWidget(cancel)
        self.foot.addWidget(main)
        self.set_main(main)

    def _done(self) -> None:
        self._keep(self.field.text().strip())
        self.end()

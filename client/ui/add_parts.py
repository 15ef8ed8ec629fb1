"""Small parts of the dialog that adds a column: words above a field, the row that says what a server can know."""

from PySide6.QtWidgets import QWidget

from client.model.account import Account
from client.ui import badges
from client.ui.kit import Kit
from client.ui.widgets import Box, Panel, PlainLabel
from client.ui.words import tr


class WhereRow(Panel):
    """A server that is asked, and what it can know."""

    def __init__(self, kit: Kit, account: Account) -> None:
        super().__init__(kit.theme, "bg.column", edges="ltrb", line="line.hair", radius=6)
        line = Box(kit.theme, gap=8, margins=(10, 7, 10, 7))
        host = PlainLabel(kit.theme, account.server.url.split("://")[-1], weight=600, elide=True)
        words = PlainLabel(kit.theme, tr("Only what our own server has seen"), step="meta", role="text.muted", wrap=True)
        line.addWidget(badges.NetworkBadge(kit, account.network))
        line.addWidget(host)
        line.addWidget(words, 1)
        self.setLayout(line)


def labelled(kit: Kit, label: str, content: QWidget | Box) -> Box:
    """Puts words above what they name."""
    box = Box(kit.theme, down=True, gap=4)
    said = PlainLabel(kit.theme, label, step="meta", role="text.secondary", weight=500)
    box.addWidget(said)
    if isinstance(content, QWidget):
        said.setBuddy(content)
        box.addWidget(content)
    else:
        box.addLayout(content)
    return box


def empty(box: Box) -> None:
    """Takes everything out of a box."""
    while box.count():
        item = box.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()

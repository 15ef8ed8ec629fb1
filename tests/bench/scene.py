"""A column of many posts for measuring: a feed in memory, the real model, view and painting, and nothing of the network."""

from array import array
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from client.model.change import Inserted, TimelineChanged
from client.model.row import Row
from client.ui.icons import Icons
from client.ui.look import Look
from client.ui.pictures import Pictures
from client.ui.speech import Speech
from client.ui.theme import Theme
from client.ui.timeline_view import TimelineView
from tests.ui import samples

WIDTH, HEIGHT, STEP = 340, 1200, 40
KINDS = 24  # different rows, repeated: what is measured is the view, not the making of posts


class Endless(samples.Rows):
    """A feed whose rows repeat, so that 100,000 of them cost no memory."""

    def __init__(self, count: int) -> None:
        made = [one for one in samples.all_rows().values() if one.entry is not None][:KINDS]
        super().__init__(made)
        self.made = made
        self.ids = array("q", range(count, 0, -1))

    def row(self, row_id: int) -> Row | None:
        if row_id not in self.rows:
            self.rows[row_id] = replace(self.made[row_id % len(self.made)], id=row_id)
        return self.rows[row_id]

    def is_unread(self, row_id: int) -> bool:
        return False


class Scene:
    """A shown column."""

    def __init__(self, count: int) -> None:
        self.app = QApplication.instance() or QApplication([])
        self.theme = Theme()
        self.pictures = Pictures(samples.Drawn())
        self.look = Look(self.theme, Icons(self.theme), self.pictures, samples.ACCOUNTS.get, lambda: samples.NOW)
        self.feed = Endless(count)
        self.view = TimelineView(self.feed, self.look, Speech(samples.ACCOUNTS.get, lambda: samples.NOW))
        self.view.resize(QSize(WIDTH, HEIGHT))
        self.view.show()
        self.settle()

    def settle(self) -> None:
        """Has every picture made and everything painted."""
        for _ in range(4):
            self.app.processEvents()
            self.pictures._pool.waitForDone()
        self.app.processEvents()

    def scroll(self, pixels: int = STEP) -> None:
        """One step down, painted."""
        self.view.scroll_px(pixels)
        self.app.processEvents()

    def insert_above(self, ids: Sequence[int]) -> None:
        """New posts on top, painted."""
        new = array("q", ids)
        self.feed.ids[0:0] = new
        self.view.take([TimelineChanged(self.feed.key, (Inserted(0, new),))])
        self.app.processEvents()

    def close(self) -> None:
        """Takes everything away."""
        self.view.close()
        self.view.deleteLater()
        self.pictures.close()
        self.app.processEvents()

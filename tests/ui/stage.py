"""Sets up a timeline view with a feed made by hand, and looks at its pixels."""

from array import array
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.model.change import Inserted, Removed, Reset, TimelineChanged
from client.model.row import Row
from client.ui.icons import Icons
from client.ui.look import Look
from client.ui.pictures import Pictures
from client.ui.speech import Speech
from client.ui.theme import Scheme, Theme
from client.ui.timeline_view import TimelineView
from tests.ui import samples


class Stage:
    """A view that is shown, with everything around it."""

    def __init__(
        self,
        qtbot: QtBot,
        rows: Sequence[Row],
        *,
        scheme: Scheme = Scheme.LIGHT,
        size: tuple[int, int] = (340, 700),
        loaded: bool = True,
    ) -> None:
        self.theme = Theme(scheme)
        self.source = samples.Drawn()
        self.pictures = Pictures(self.source)
        self.now = samples.NOW
        self.look = Look(self.theme, Icons(self.theme), self.pictures, samples.ACCOUNTS.get, lambda: self.now)
        self.feed = samples.Rows(rows, loaded=loaded)
        self.view = TimelineView(self.feed, self.look, Speech(samples.ACCOUNTS.get, lambda: self.now))
        self.view.resize(QSize(*size))
        qtbot.addWidget(self.view, before_close_func=lambda _: self.pictures.close())
        self.view.show()
        QTest.qWaitForWindowExposed(self.view)
        self.settle()

    def settle(self) -> None:
        """Lets pictures be made and everything be painted."""
        for _ in range(6):
            QApplication.processEvents()
            self.pictures._pool.waitForDone()
            self.pictures._decoding._collect()
        QApplication.processEvents()

    # --- the feed changes ---------------------------------------------------------------------------------------------

    def insert(self, at: int, rows: Sequence[Row]) -> None:
        ids = array("q", [one.id for one in rows])
        self.feed.rows.update({one.id: one for one in rows})
        self.feed.loaded.update(ids)
        self.feed.ids[at:at] = ids
        self.view.take([TimelineChanged(self.feed.key, (Inserted(at, ids),))])
        self.settle()

    def remove(self, at: int, count: int = 1) -> None:
        del self.feed.ids[at : at + count]
        self.view.take([TimelineChanged(self.feed.key, (Removed(at, count),))])
        self.settle()

    def reset(self, ids: Sequence[int]) -> None:
        self.feed.ids = array("q", ids)
        self.view.take([TimelineChanged(self.feed.key, (Reset(array("q", ids)),))])
        self.settle()

    # --- what is seen -------------------------------------------------------------------------------------------------

    def seen(self) -> list[tuple[int, int]]:
        """Row ids and their y, from top to bottom."""
        return [(self.view.rows_model.row_id(index), y) for index, y, _ in self.view.anchor.rows]

    def y_of(self, row_id: int) -> int:
        return dict(self.seen())[row_id]

    def anchor_row(self) -> int:
        """The first row whose upper edge is seen."""
        return next(row_id for row_id, y in self.seen() if y >= 0)

    def pixels(self, row_id: int) -> QImage:
        """The pixels of a row as they are on the screen, the part inside the view."""
        self.settle()
        index = self.view.rows_model.index_of(row_id)
        area = self.view.visualRect(self.view.rows_model.index(index))
        return self.view.viewport().grab(area & self.view.viewport().rect()).toImage()

    def point(self, row_id: int, x: int, y: int) -> QPoint:
        return QPoint(x, self.y_of(row_id) + y)


def many(count: int) -> list[Row]:
    """So many plain rows of different heights."""
    words = samples.LOREM.split()
    return [samples.row(samples.post(" ".join(words[: 4 + number * 7 % 40]), minutes=number + 1)) for number in range(count)]

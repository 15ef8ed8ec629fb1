"""A start as a person sees it: from nothing to ten columns of cached posts, painted; then gone. Argument: a prepared folder."""

import asyncio
import gc
import os
import sys
from pathlib import Path

gc.disable()  # before everything is imported, as client.__main__ does

from PySide6.QtCore import QEvent, QObject  # noqa: E402  (after the line above)

from client import app  # noqa: E402  (as above)

COLUMNS = 10
ROWS = 200  # the columns hold at least so many together, else the folder was not prepared
FIRST = 3  # that many rows of each column must be there when it is painted
TURNS = 1  # of the loop, in which Qt paints all that it was asked to paint: its timers come after its updates
DEADLINE = 240.0  # seconds; under a counter of instructions everything is 50 times as slow


class Painted(QObject):
    """Notes which viewports have painted rows, and says when all have."""

    def __init__(self, views: list) -> None:
        super().__init__()
        self.views = {view.viewport(): view for view in views}
        self.missing = set(self.views)
        self.done = asyncio.Event()
        for viewport, view in self.views.items():
            viewport.installEventFilter(self)
            if self.has_rows(view):  # then its picture is painted or about to be
                self.missing.discard(viewport)
        if not self.missing:
            self.done.set()

    def has_rows(self, view) -> bool:
        rows = view.rows_model
        return all(rows.feed.row(rows.row_id(number)) is not None for number in range(min(FIRST, len(rows.feed.ids))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and watched in self.missing and self.has_rows(self.views[watched]):
            self.missing.discard(watched)
            if not self.missing:
                self.done.set()
        return False


async def painted(belfry: app.Belfry) -> None:
    """Waits until every column has painted its rows, then ends the process without ceremony: 0, or 3 with the reason."""
    views = [column.top.view for column in belfry.shell.deck.columns]
    rows = sum(len(view.rows_model.feed.ids) for view in views)
    shown = len(belfry.shell.deck.shown())
    if shown < COLUMNS or rows < ROWS:
        leave(3, f"{shown} of {len(views)} columns in sight, {rows} rows")
    watch = Painted(views)
    try:
        async with asyncio.timeout(DEADLINE):
            await watch.done.wait()
            for _ in range(TURNS):
                await asyncio.sleep(0.001)
    except TimeoutError:
        leave(3, f"{len(watch.missing)} columns were not painted in {DEADLINE} s")
    leave(0)


def leave(code: int, why: str = "") -> None:
    """Ends at once: taking everything down is not part of a start."""
    sys.stderr.write(why)
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(app.live(app.Plan(base_dir=Path(sys.argv[1]), lang="en", on_ready=painted)))

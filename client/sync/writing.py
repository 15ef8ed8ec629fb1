"""Writes pages into one timeline of the store and has it take in what that did. Nothing is written once it is closed."""

import logging

from client.model.page import Page, Where
from client.store.timelines import How, Saved
from client.sync.engine import Engine
from client.sync.timeline import OutOfStep, Timeline

log = logging.getLogger(__name__)

SEEN = 40  # rows of a page whose contents are read with it, where somebody looks


class Writer:
    """The only one who writes to a timeline. Close it when the timeline is no longer shown."""

    def __init__(self, timeline: Timeline, engine: Engine) -> None:
        self.closed = False
        self._timeline = timeline
        self._engine = engine

    async def save(self, page: Page, how: How, gap: int = 0, where: Where | None = None, *, looked_at: bool = False) -> Saved:
        """Writes a page. It comes to its end even when the caller is cancelled meanwhile. Raises StoreFailed."""
        return await self._engine.whole(self._save(page, how, gap, where, SEEN if looked_at or where is not None else 0))

    async def _save(self, page: Page, how: How, gap: int, where: Where | None, most: int) -> Saved:
        engine, timeline = self._engine, self._timeline
        if self.closed:
            return Saved()
        saved, rows = await engine.store.timelines.save_seen(timeline.number, page, how, gap, engine.timing.now(), where, most)
        if self.closed:
            return saved
        engine.rows.keep(rows)
        try:
            timeline.saved(saved)
        except OutOfStep:
            log.exception("The rows of %s are read again", timeline.key)
            timeline.opened(await engine.store.timelines.open(timeline.query))
        await engine.rows.changed(saved.changed)
        await engine.rows.reload(timeline.key, [row_id for row_id in (gap, saved.gap) if row_id])
        return saved

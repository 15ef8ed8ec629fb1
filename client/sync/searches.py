"""What was looked for lately: kept on this PC only, newest first, and cleared when the person says so."""

import json
import logging

from client import errors
from client.store.desk import DeskStore

log = logging.getLogger(__name__)

NOTE = "searches"
MOST = 8
LONGEST = 200  # characters; a longer line is not kept


class Searches:
    """The searches of this PC."""

    def __init__(self, books: DeskStore) -> None:
        self._books = books

    async def recent(self) -> tuple[str, ...]:
        """What was looked for, newest first; nothing when it cannot be read."""
        try:
            data = await self._books.note(NOTE)
            found = json.loads(data) if data is not None else []
        except (errors.StoreFailed, ValueError) as error:
            log.info("Earlier searches could not be read: %s", type(error).__name__)
            return ()
        return tuple(each for each in found if isinstance(each, str))[:MOST] if isinstance(found, list) else ()

    async def keep(self, text: str) -> None:
        """Puts a search on top."""
        text = text.strip()
        if text and len(text) <= LONGEST:
            await self._write((text, *(each for each in await self.recent() if each != text))[:MOST])

    async def clear(self) -> None:
        """Forgets them all."""
        await self._write(())

    async def _write(self, texts: tuple[str, ...]) -> None:
        try:
            await self._books.save_note(NOTE, json.dumps(texts).encode())
        except errors.StoreFailed as error:
            log.info("Searches are not kept: %s %s", type(error).__name__, error.detail)

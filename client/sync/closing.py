"""Shutting down step by step: what was opened last is closed first, and no step can hold up the others."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from client import errors

log = logging.getLogger(__name__)

STEP = 5.0  # seconds that each step may take


def last(closing: contextlib.AsyncExitStack, name: str, step: Callable[[], Awaitable[None]]) -> None:
    """Has a step of shutting down done in its turn, within its time; what fails or hangs is logged and the rest goes on."""

    async def within_time() -> None:
        try:
            async with asyncio.timeout(STEP):
                await step()
        except TimeoutError:
            log.error("closing %s took longer than %s s", name, STEP)
        except errors.StoreFailed as failure:
            log.error("closing %s: %s %s", name, type(failure).__name__, failure.detail)

    closing.push_async_callback(within_time)

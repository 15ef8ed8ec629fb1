from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from client.model.instant import Instant
from client.store.database import Store

Opener = Callable[..., Awaitable[Store]]


@pytest.fixture
def clock() -> Callable[[], Instant]:
    return lambda: Instant(1_750_000_000_000)


@pytest.fixture
async def open_store(tmp_path: Path, clock: Callable[[], Instant]) -> AsyncIterator[Opener]:
    stores: list[Store] = []

    async def opened(**options: object) -> Store:
        given = {"clock": clock, **options}
        store = await Store.open(tmp_path / "data" / "desk.db", tmp_path / "data" / "cache.db", **given)  # type: ignore[arg-type]
        stores.append(store)
        return store

    yield opened
    for store in stores:
        await store.close()


@pytest.fixture
async def store(open_store: Opener) -> Store:
    return await open_store()

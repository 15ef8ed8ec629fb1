import asyncio
from collections.abc import Callable
from pathlib import Path

from client.demo.town import Town
from client.model import instant
from client.model.change import RowsLoaded
from client.model.column import ColumnId
from client.model.health import FetchState
from tests.sync.whole import Vault, column, running
from tests.sync.works import Works


async def until(works: Works, true: Callable[[], object], seconds: float = 10) -> None:
    """Waits for something to become true, looking at each turn of the loop."""
    async with asyncio.timeout(seconds):
        while not true():
            await works.engine.timing.sleep(0.01)


async def test_posts_of_the_town_come_into_columns_and_stay_over_a_restart(tmp_path: Path):
    town, vault = Town(instant.now), Vault()
    async with running(tmp_path, town, vault, column("home"), column("mentions")) as works:
        home, mentions = works.desk.feed(ColumnId("home")), works.desk.feed(ColumnId("mentions"))
        await until(works, lambda: len(home.ids) and len(mentions.ids))
        await until(works, lambda: home.health.state is FetchState.STREAMING)
        loaded: set[int] = set()
        works.changes.subscribe(RowsLoaded, lambda change: loaded.update(change.ids))
        home.want(home.ids[:10])
        await until(works, lambda: loaded >= set(home.ids[:10]))
        row = home.row(home.ids[0])
        assert row
        assert row.entry
        assert row.entry.post
        ids = list(home.ids)
    async with running(tmp_path, town, vault) as works:
        assert list(works.desk.feed(ColumnId("home")).ids)[-len(ids) :] == ids


async def test_what_the_town_says_now_arrives_over_its_stream(tmp_path: Path):
    town, vault = Town(instant.now, speed=40), Vault()
    async with running(tmp_path, town, vault, column("home"), column("local")) as works:
        local = works.desk.feed(ColumnId("local"))
        await until(works, lambda: local.health.state is FetchState.STREAMING)
        before = len(local.ids)
        await until(works, lambda: len(local.ids) > before, 20)
        assert local.unread >= len(local.ids) - before


async def test_older_posts_come_until_there_are_none(tmp_path: Path):
    town, vault = Town(instant.now), Vault()
    async with running(tmp_path, town, vault, column("federated")) as works:
        feed = works.desk.feed(ColumnId("federated"))
        await until(works, lambda: len(feed.ids))
        for _ in range(40):
            await until(works, lambda: not feed.loading_older)
            count = len(feed.ids)
            feed.load_older()
            await until(works, lambda count=count: len(feed.ids) > count or feed.at_end)
            if feed.at_end:
                break
        assert feed.at_end
        assert len(set(feed.ids)) == len(feed.ids) > 100

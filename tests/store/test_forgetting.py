"""Forgetting an account: in pieces, between which others are served, and nothing of it is left in the end."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from client.model import finding
from client.model.account import AccountId
from client.model.instant import Instant
from client.model.page import Cursor, Entry, Page
from client.model.post import PostKey, ViewerState
from client.model.query import QueryKind, query
from client.store.database import Store
from client.store.timelines import How
from client.sync.tasks import Tasks
from tests.store.conftest import Opener
from tests.store.making import ORIGIN, post

GONE, STAYS = AccountId("a1"), AccountId("a2")
HOME, LOCAL, OTHER = query(GONE, QueryKind.HOME), query(GONE, QueryKind.LOCAL), query(STAYS, QueryKind.HOME)
TABLES = ("timeline", "entry", "gap", "joined", "mark", "viewer", "post", "answer", "spot", "waiting")
NOW = Instant(1_750_000_000_000)


async def fill(store: Store, count: int) -> None:
    """Posts of both accounts, every tenth received by both, some of them answers, with a gap and a read mark."""
    for asked, numbers in ((HOME, range(count)), (LOCAL, range(0, count, 3)), (OTHER, range(0, count, 10))):
        timeline = (await store.timelines.open(asked)).timeline
        for start in range(0, len(numbers), 500):
            items = [post(number, f"word{number} smoke") for number in numbers[start : start + 500]]
            for item in items:
                object.__setattr__(item, "reply_to", PostKey(ORIGIN, "1"))
            entries = [Entry(item.key.id, item.created_at, item, ViewerState(liked=True)) for item in reversed(items)]
            page = Page(tuple(entries), Cursor(f"o{start}"), Cursor(f"n{start}"))
            await store.timelines.save(timeline, page, how=How.NEWEST, now=NOW)
        opened = await store.timelines.open(asked)
        await store.timelines.mark_read(timeline, opened.ids[5])


def left(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


async def test_nothing_of_a_forgotten_account_is_left(open_store: Opener, tmp_path: Path) -> None:
    store = await open_store()
    await fill(store, 1200)
    assert len((await store.finder.find(finding.parse("smoke"), NOW)).ids) > 20
    await store.timelines.forget_account(GONE)
    assert await store.timelines.accounts() == {STAYS}
    shown = len([row for row in await store.timelines.load((await store.timelines.open(OTHER)).ids, now=NOW) if row.entry])
    assert shown == 120
    assert len((await store.finder.find(finding.parse('"word1" OR "word11"'), NOW)).ids) == 0
    assert len((await store.finder.find(finding.parse('"word10"'), NOW)).ids) == 1
    await store.timelines.forget_account(STAYS)
    await store.close()
    assert left(tmp_path / "data" / "cache.db") == dict.fromkeys(TABLES, 0)


async def test_others_are_served_while_an_account_goes(store: Store) -> None:
    await fill(store, 6000)
    ids = (await store.timelines.open(OTHER)).ids[:10]
    going = Tasks().spawn(store.timelines.forget_account(GONE), "forgetting")
    served = 0
    while not going.done():
        assert len(await store.timelines.load(ids, now=NOW)) == 10
        served += 1
    await going
    assert served > 15


@pytest.mark.parametrize("part", [2, 3, 6, 12])
async def test_a_kill_in_between_leaves_a_whole_store_and_the_rest_goes_later(
    open_store: Opener, tmp_path: Path, part: int
) -> None:
    store = await open_store()
    await fill(store, 3000)
    going = Tasks().spawn(store.timelines.forget_account(GONE), "forgetting")
    for _ in range(part):
        await store.timelines.load((), now=NOW)
    assert not going.done()
    going.cancel()
    await asyncio.wait([going])
    await store.timelines.load((), now=NOW)  # the piece under way is whole
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / "data", copy)  # as a kill would leave it
    again = await Store.open(copy / "desk.db", copy / "cache.db", clock=lambda: NOW)
    try:
        assert again.notes == ()
        assert STAYS in await again.timelines.accounts()
        assert (await again.timelines.open(HOME)).ids.tolist() == []
        await again.timelines.prune(Instant(0))
        for account in await again.timelines.accounts() - {STAYS}:
            await again.timelines.forget_account(account)
        assert len((await again.finder.find(finding.parse('"word11"'), NOW)).ids) == 0
        await again.timelines.forget_account(STAYS)
    finally:
        await again.close()
    assert left(copy / "cache.db") == dict.fromkeys(TABLES, 0)

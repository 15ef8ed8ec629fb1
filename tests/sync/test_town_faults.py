"""The faults of the demo town, through adapter and engine: each is a state in words in one column only, and each passes."""

from pathlib import Path
from typing import Any

import pytest

from client import errors
from client.demo import faults
from client.demo.faults import Fault, Faults
from client.demo.town import Town
from client.model import instant
from client.model.account import AccountHealth
from client.model.column import ColumnId
from client.model.health import FetchState
from client.networks.base import Grant
from client.ui import notices, states
from tests.sync.badtimes import check_words
from tests.sync.test_whole_way import until
from tests.sync.whole import A, Vault, column, running
from tests.sync.works import Works

HOME = "/api/v1/timelines/home"
WELL = (FetchState.POLLING, FetchState.STREAMING)

CASES: dict[str, tuple[Fault, type[errors.WorldError], FetchState]] = {
    "401 on one timeline": (faults.status(401), errors.BadAnswer, FetchState.STALE),
    "403": (faults.status(403), errors.Forbidden, FetchState.REFUSED),
    "403 as a page": (faults.status(403, kind="html"), errors.Forbidden, FetchState.REFUSED),
    "404": (faults.status(404), errors.Gone, FetchState.REFUSED),
    "410": (faults.status(410), errors.Gone, FetchState.REFUSED),
    "410 without words": (faults.status(410, kind="empty"), errors.Gone, FetchState.REFUSED),
    "422": (faults.status(422), errors.Invalid, FetchState.REFUSED),
    "500": (faults.status(500), errors.ServerFailed, FetchState.STALE),
    "503 as a page": (faults.status(503, kind="html"), errors.ServerFailed, FetchState.STALE),
    "captive portal": (faults.login_page(), errors.CaptivePortal, FetchState.STALE),
    "away to another host": (faults.redirect(), errors.WorldError, FetchState.STALE),
    "gzip bomb": (faults.gzip_bomb(), errors.TooLarge, FetchState.STALE),
    "deep": (faults.deep(), errors.BadAnswer, FetchState.STALE),
    "half": (faults.half(), errors.BadAnswer, FetchState.STALE),
    "wrong types": (faults.wrong_types(), errors.BadAnswer, FetchState.STALE),
}


def said(works: Works, name: str) -> str:
    """What a column says of its state."""
    health, now = works.desk.feed(ColumnId(name)).health, instant.now()
    notice = notices.column(health, works.accounts.get(A), now)
    assert notice is not None
    return " | ".join((states.look(health, now).word, notice.head, notice.text))


@pytest.mark.parametrize("case", CASES)
async def test_a_fault_of_the_town_is_said_in_words_in_its_column_alone_and_passes(tmp_path: Path, case: str) -> None:
    fault, kind, state = CASES[case]
    faulty: Any = Faults(Town(instant.now))
    async with running(tmp_path, faulty, Vault(), column("home"), column("local")) as works:
        home, local = works.desk.feed(ColumnId("home")), works.desk.feed(ColumnId("local"))
        await until(works, lambda: len(home.ids) and len(local.ids))
        shown = len(home.ids)
        faulty.add(HOME, fault, times=0)
        for _ in range(3):  # a person presses Refresh until three tries have failed
            before = len(faulty.asked)
            home.refresh()
            await until(works, lambda before=before: len(faulty.asked) > before and home.health.problem is not None)
        await until(works, lambda: home.health.state is state)
        assert isinstance(home.health.problem, kind)
        assert len(home.ids) >= shown
        check_words(said(works, "home"))
        assert local.health.problem is None
        assert works.accounts.health(A) is AccountHealth.READY
        faulty.clear()
        home.refresh()
        await until(works, lambda: home.health.problem is None and home.health.state in WELL)


async def test_429_of_the_town_is_told_with_its_time_and_passes(tmp_path: Path) -> None:
    faulty: Any = Faults(Town(instant.now))
    async with running(tmp_path, faulty, Vault(), column("home"), column("bookmarks")) as works:
        home, other = works.desk.feed(ColumnId("home")), works.desk.feed(ColumnId("bookmarks"))
        await until(works, lambda: home.health.last_ok and other.health.last_ok)
        faulty.add("/api/v1/", faults.rate_limited(instant.now() + 3_000), times=0)
        other.refresh()
        await until(works, lambda: other.health.state is FetchState.WAITING)
        assert other.health.next_at is not None
        assert 0 < other.health.next_at - instant.now() <= 3_300
        check_words(states.look(other.health, instant.now()).word)
        faulty.clear()
        other.refresh()
        await until(works, lambda: other.health.state in WELL)


async def test_a_token_that_the_town_no_longer_takes_signs_out_keeps_posts_and_comes_back(tmp_path: Path) -> None:
    faulty: Any = Faults(Town(instant.now))
    async with running(tmp_path, faulty, Vault(), column("home"), column("local")) as works:
        home, local = works.desk.feed(ColumnId("home")), works.desk.feed(ColumnId("local"))
        await until(works, lambda: len(home.ids) and len(local.ids))
        faulty.add("/api/", faults.status(401), times=0)
        home.refresh()
        await until(works, lambda: home.health.state is local.health.state is FetchState.SIGNED_OUT)
        assert len(home.ids)
        check_words(said(works, "home"))
        faulty.clear()
        account = works.accounts.get(A)
        assert account is not None
        await works.accounts.finish(Grant(account, "demo"))
        await until(works, lambda: home.health.state in WELL and local.health.state in WELL)

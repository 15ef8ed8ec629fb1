"""What can be asked of an account's server by hand: the history of a post, a person by handle."""

from pathlib import Path

import pytest

from client import errors
from client.model.account import AccountId
from client.model.post import Author, PostKey
from client.model.query import QueryKind
from client.networks.base import Access
from tests.sync.stage import A, FakeServer, column, playing


class KnowsYara(FakeServer):
    """A server that finds two people for every text."""

    async def people(self, access: Access, text: str) -> tuple[Author, ...]:
        self.texts = [*getattr(self, "texts", []), text]
        if text == "pim":
            return (Author("7", f"pim@{access.account.handle.partition('@')[2]}"),)
        return (Author("8", "yara@other.example"), Author("9", "Yara@buurt.example"))


async def test_the_history_of_a_post_is_asked_as_the_account_that_shows_it(tmp_path: Path) -> None:
    async with playing(tmp_path, column("home"), server=FakeServer()) as stage:
        (version,) = await stage.works.accounts.history(A, PostKey("fake:one.example", "3"))
        assert version.text.text == f"3 as {A} sees it"


async def test_an_account_that_is_signed_out_has_no_history_to_show(tmp_path: Path) -> None:
    async with playing(tmp_path, column("home"), server=FakeServer()) as stage:
        await stage.works.accounts.sign_out(A)
        with pytest.raises(errors.SignedOut):
            await stage.works.accounts.history(A, PostKey("fake:one.example", "3"))
        with pytest.raises(errors.Unsupported):
            await stage.works.accounts.history(AccountId("nobody"), PostKey("fake:one.example", "3"))


async def test_a_person_is_found_by_the_whole_handle_only(tmp_path: Path) -> None:
    async with playing(tmp_path, column("home"), server=KnowsYara()) as stage:
        found = await stage.works.accounts.person(A, "yara@buurt.example")
        assert found is not None
        assert found.id == "9"
        assert await stage.works.accounts.person(A, "pim@buurt.example") is None


async def test_a_person_of_the_own_server_is_asked_for_by_the_short_name_first(tmp_path: Path) -> None:
    server = KnowsYara()
    async with playing(tmp_path, column("home"), server=server) as stage:
        account = stage.works.accounts.get(A)
        assert account is not None
        own = account.handle.partition("@")[2]
        found = await stage.works.accounts.person(A, f"pim@{own}")
        assert found is not None
        assert found.id == "7"
        assert await stage.works.accounts.person(A, f"nobody@{own}") is None
        assert server.texts == ["pim", "nobody", f"nobody@{own}"]


async def test_older_posts_that_could_not_be_read_come_by_themselves_when_the_server_is_back(tmp_path: Path):
    made = FakeServer()
    made.say(A, QueryKind.HOME, *range(1, 101))
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.pass_time(2)
        feed = stage.feed("home")
        made.fails = lambda query: errors.TimedOut("slow")
        asked = made.count()
        feed.load_older()
        await stage.pass_time(180)
        assert len(feed.ids) == 40
        assert made.count() - asked < 40
        made.fails = lambda query: None
        await stage.pass_time(40)
        assert len(feed.ids) == 80
        assert not feed.loading_older

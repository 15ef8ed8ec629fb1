import asyncio
import random
from pathlib import Path

import pytest

from client import errors
from client.model.account import Account, AccountHealth, AccountId
from client.model.change import AccountsChanged
from client.model.column import ColumnSpec
from client.model.query import QueryKind
from client.networks.base import Grant
from client.sync.accounts import Accounts
from tests.sync.stage import A, B, FakeServer, MemoryVault, account, column, playing

SEARCHES = [column("search", ("q", f"word {number}"), name=f"s{number}") for number in range(30)]


def server() -> FakeServer:
    made = FakeServer()
    for who in (A, B):
        for kind in QueryKind:
            made.say(who, kind, 1, 2, 3)
    return made


def words(made: FakeServer) -> list[str]:
    return [query.get("q") for query, _ in made.asked]


async def test_few_requests_are_under_way_at_once(tmp_path: Path):
    made = server()
    made.gates[QueryKind.SEARCH] = gate = asyncio.Event()
    others = [ColumnSpec(spec.id + "b", spec.kind, (B,), spec.params) for spec in SEARCHES]  # type: ignore[arg-type]
    async with playing(tmp_path, *SEARCHES, *others, server=made) as stage:
        await stage.settle()
        assert made.under_way == 6
        gate.set()
        await stage.settle()
        assert made.count() == 60
        assert made.most_under_way == 6


async def test_one_slow_account_leaves_room_for_the_others(tmp_path: Path):
    made = server()
    made.gates[QueryKind.SEARCH] = asyncio.Event()
    async with playing(tmp_path, *SEARCHES, column("home", accounts=(B,)), server=made) as stage:
        await stage.settle()
        assert made.count(QueryKind.SEARCH) == 3
        assert made.count(QueryKind.HOME) == 1


async def test_what_is_on_screen_is_asked_first(tmp_path: Path):
    async with playing(tmp_path, *SEARCHES, server=server()) as stage:
        await stage.settle()
        stage.works.desk.set_visible({stage.feed(f"s{number}").key for number in (11, 17, 23)})
        del stage.server.asked[:]
        stage.sleep_pc(3600)
        await stage.pass_time(6)
        assert set(words(stage.server)[:3]) == {"word 11", "word 17", "word 23"}
        assert len(words(stage.server)) < 12
        await stage.pass_time(40)
        assert len(set(words(stage.server))) == 30


async def test_polls_of_many_columns_spread_out(tmp_path: Path):
    async with playing(tmp_path, *SEARCHES, server=server()) as stage:
        await stage.settle()
        del stage.server.asked[:]
        await stage.pass_time(120.5)
        early = len(stage.server.asked)
        await stage.pass_time(10)
        assert early < 15 < len(stage.server.asked) == 30


async def test_what_a_person_asks_goes_before_what_is_due(tmp_path: Path):
    made = server()
    async with playing(tmp_path, *SEARCHES, server=made) as stage:
        await stage.settle()
        made.gates[QueryKind.SEARCH] = gate = asyncio.Event()
        del made.asked[:]
        stage.sleep_pc(130)
        for _ in range(40):
            stage.time.pop(stage.time.steady + 6)
            await stage.settle()
            if made.under_way:
                break
        stage.feed("s29").refresh()
        gate.set()
        await stage.settle()
        assert "word 29" in words(made)[:7]


async def test_a_column_asked_for_by_hand_is_fetched_at_once(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(5)
        asked = stage.server.count()
        stage.feed("home").refresh()
        await stage.settle()
        assert stage.server.count() == asked + 1


async def test_a_wish_during_a_rate_limit_is_no_request(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.pass_time(5)
        stage.session.ready_at[A] = stage.time.now() + 100_000
        asked = stage.server.count()
        stage.feed("home").refresh()
        await stage.pass_time(50)
        assert stage.server.count() == asked
        await stage.pass_time(60)
        assert stage.server.count() > asked


async def test_older_posts_asked_for_in_vain_are_not_asked_for_in_a_loop(tmp_path: Path):
    made = server()
    made.posts[A, QueryKind.HOME] = list(range(1, 100))
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        made.fails = lambda query: errors.ServerFailed("", status=500)
        asked = made.count()
        feed = stage.feed("home")
        for _ in range(50):
            feed.load_older()
            await stage.settle()
        assert made.count() == asked + 1
        assert feed.loading_older, "they are tried again by themselves"
        made.fails = lambda query: None
        await stage.pass_time(10)
        assert len(feed.ids) == 80
        assert not feed.loading_older


# --- accounts -------------------------------------------------------------------------------------------------------------


async def test_signing_in_again_keeps_id_look_and_columns(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        await stage.settle()
        told: list[AccountsChanged] = []
        stage.works.changes.subscribe(AccountsChanged, told.append)
        await stage.works.accounts.sign_out(A)
        assert stage.works.accounts.health(A) is AccountHealth.SIGNED_OUT
        assert stage.server.revoked == ["token-a"]
        assert A not in stage.vault.held
        assert len(stage.feed("home").ids) == 3
        old = stage.works.accounts.get(A)
        new = await stage.works.accounts.finish(Grant(account(A), "fresh"), ("moss", "GM", True))
        assert old is not None
        assert (new.id, new.color, new.code, new.official) == (A, "moss", "GM", True)
        assert stage.vault.held[A] == "fresh"
        assert len(told) == 2
        assert await stage.store.desk.accounts() == stage.works.accounts.all


async def test_signing_in_again_revokes_the_token_before(tmp_path: Path):
    async with playing(tmp_path, server=server()) as stage:
        await stage.works.accounts.finish(Grant(account(A), "fresh"))
        await stage.works.accounts.finish(Grant(account(A), "fresh"))  # some servers give the same one again
        await stage.settle()
        assert stage.server.revoked == ["token-a"]
        assert stage.vault.held[A] == "fresh"


async def test_a_grant_that_is_not_used_is_given_back_unless_its_token_is_in_use(tmp_path: Path):
    async with playing(tmp_path, server=server()) as stage:
        await stage.works.accounts.give_back(Grant(account(A), "unused"))
        await stage.works.accounts.give_back(Grant(account(A), "token-a"))
        assert stage.server.revoked == ["unused"]


async def test_what_cannot_be_written_leaves_the_old_token_where_it_was(tmp_path: Path):
    class FullDisk:
        async def accounts(self) -> tuple[Account, ...]:
            return (account(A),)

        async def save_account(self, account: Account) -> None:
            raise errors.DiskFull("full")

        async def remove_account(self, account_id: AccountId) -> None:
            raise errors.DiskFull("full")

    async with playing(tmp_path, server=server()) as stage:
        works = stage.works
        accounts = Accounts(
            FullDisk(), stage.vault, works.accounts.networks,
            changes=works.changes, tasks=works.tasks, timing=stage.time, rng=random.Random(1),
        )  # fmt: skip
        await accounts.open()
        with pytest.raises(errors.DiskFull):
            await accounts.finish(Grant(account(A), "fresh"))
        await stage.settle()
        assert stage.vault.held[A] == "token-a"
        assert stage.server.revoked == []


async def test_another_person_is_another_account(tmp_path: Path):
    async with playing(tmp_path, server=server()) as stage:
        other = account(A).__class__("", "fake", account(A).server, "someone else", "x@one.example", "X")  # type: ignore[arg-type]
        new = await stage.works.accounts.finish(Grant(other, "t"), None)
        assert new.id not in ("", A, B)
        assert len(stage.works.accounts.all) == 3


async def test_without_a_keyring_an_account_lasts_for_this_session_and_says_so(tmp_path: Path):
    vault = MemoryVault()
    vault.missing = True
    made = server()
    async with playing(tmp_path, column("home"), server=made, vault=vault) as stage:
        assert stage.works.accounts.health(A) is AccountHealth.SIGNED_OUT
        await stage.works.accounts.finish(Grant(account(A), "t"))
        assert stage.works.accounts.health(A) is AccountHealth.SESSION_ONLY
        await stage.pass_time(2)
        assert len(stage.feed("home").ids) == 3


async def test_signing_out_counts_even_when_the_server_cannot_be_told(tmp_path: Path):
    class Deaf(FakeServer):
        async def sign_out(self, access: object) -> None:
            raise errors.HostNotFound("away")

    async with playing(tmp_path, server=Deaf()) as stage:
        with pytest.raises(errors.HostNotFound):
            await stage.works.accounts.sign_out(A)
        assert stage.works.accounts.health(A) is AccountHealth.SIGNED_OUT
        assert A not in stage.vault.held


async def test_a_lent_account_is_kept_nowhere(tmp_path: Path):
    async with playing(tmp_path, server=server()) as stage:
        lent = account(A).__class__("demo", "fake", account(A).server, "9", "d@one.example", "D", demo=True)  # type: ignore[arg-type]
        stage.works.accounts.lend(lent, "demo-token")
        assert stage.works.accounts.health(lent.id) is AccountHealth.READY
        assert all(each.id != "demo" for each in await stage.store.desk.accounts())
        assert "demo" not in stage.vault.held

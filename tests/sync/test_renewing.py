"""What the accounts hear from their servers once after a start."""

import dataclasses
import random
from pathlib import Path

from client import errors
from client.model.account import Account
from client.networks.base import Access
from client.sync import renewing
from tests.sync.stage import A, B, FakeServer, Stage, account, playing


class NewServer(FakeServer):
    """Has learnt something since; of one account it does not want to hear."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.meanwhile: Account | None = None
        self.stage: Stage | None = None

    async def refresh(self, access: Access) -> Account:
        self.heard.append(access.account.id)
        if self.meanwhile is not None and self.stage is not None:
            await self.stage.works.accounts.change(self.meanwhile)
        if access.account.id == A:
            raise errors.ServerFailed("busy", status=503)
        place = dataclasses.replace(access.account.server, features=frozenset({"quotes"}))
        return dataclasses.replace(access.account, server=place)


async def test_each_account_is_asked_once_and_a_failure_stops_nobody(tmp_path: Path):
    made = NewServer()
    async with playing(tmp_path, server=made) as stage:
        works = stage.works
        works.tasks.spawn(renewing.once(works.accounts, stage.time, random.Random(1)), "renewing")
        await stage.pass_time(2)
        assert made.heard == []  # the first seconds are for the posts
        await stage.pass_time(60)
        assert sorted(made.heard) == [A, B]
        known = works.accounts.get(B)
        assert known is not None
        assert known.server.features == {"quotes"}
        assert await stage.store.desk.accounts() == works.accounts.all
        await stage.pass_time(3600)
        assert len(made.heard) == 2


async def test_signed_out_and_demo_accounts_are_not_asked(tmp_path: Path):
    made = NewServer()
    async with playing(tmp_path, server=made) as stage:
        works = stage.works
        await works.accounts.sign_out(A)
        works.accounts.lend(dataclasses.replace(account(B), demo=True), "demo")
        works.tasks.spawn(renewing.once(works.accounts, stage.time, random.Random(1)), "renewing")
        await stage.pass_time(60)
        assert made.heard == []


async def test_a_look_that_changes_while_the_server_answers_stays(tmp_path: Path):
    made = NewServer()
    async with playing(tmp_path, server=made) as stage:
        made.stage, made.meanwhile = stage, dataclasses.replace(account(B), color="moss")
        await stage.works.accounts.refresh(B)
        known = stage.works.accounts.get(B)
        assert known is not None
        assert (known.color, known.server.features) == ("moss", {"quotes"})

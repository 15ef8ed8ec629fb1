"""Backups: the desk of another day comes back, and the way back from there as well; accounts stay as they are."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from client import errors
from client.model.account import AccountId
from client.model.change import PartnersChanged
from client.model.column import ColumnId
from client.model.sifting import Mute, MuteKind, Partner
from client.sync.backups import Backups
from client.sync.keeping import Keeping
from tests.sync.stage import A, B, FakeServer, Stage, account, column, playing

DAY = 24 * 3600
MUTES = (Mute(MuteKind.WORD, "voetbal"),)
PARTNERS = (Partner("politie@meerdam.example", "Politie"),)


def backups(stage: Stage) -> Backups:
    return Backups(stage.works.desk, stage.works.accounts, stage.store.backups)


def files(stage: Stage) -> list[str]:
    return sorted(file.name for file in (stage.folder / "copies").iterdir())


async def test_yesterdays_desk_comes_back_and_todays_after_that(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("mentions"), server=FakeServer()) as stage:
        desk = stage.works.desk
        desk.set_mutes(MUTES)
        desk.set_partners(PARTNERS)
        desk.rename_deck(desk.deck.id, "Dienst")
        night = desk.add_deck("Night", (column("local"),))
        await stage.settle()
        yesterday = desk.setup
        stage.time.wall += DAY
        desk.remove_deck(night)
        desk.remove_column(ColumnId("home"))
        desk.set_mutes(())
        desk.set_partners(())
        await stage.settle()
        today = desk.setup

        found = await backups(stage).all()
        assert [each.day for each in found] == [date(2026, 9, 22), date(2026, 9, 21)]
        assert [[deck.name for deck in each.decks] for each in found] == [["Dienst"], ["Dienst", "Night"]]
        told: list[object] = []
        stage.works.changes.subscribe(PartnersChanged, told.append)
        assert await backups(stage).put_back(found[1]) == ()
        assert desk.setup == yesterday
        assert told
        await stage.settle()
        assert await stage.store.desk.setup() == yesterday
        assert len(desk.feed(ColumnId("home")).sources) == 1

        assert await backups(stage).can_undo()
        assert await backups(stage).undo_put_back()
        assert desk.setup == today
        assert await stage.store.desk.setup() == today
        assert not await backups(stage).undo_put_back(), "once"
        assert not await backups(stage).can_undo()


async def test_a_put_back_can_be_undone_after_a_restart(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=FakeServer()) as stage:
        (first,) = await backups(stage).all()
        stage.works.desk.add_column(column("mentions"))
        now = stage.works.desk.setup
        await backups(stage).put_back(first)
        assert stage.works.desk.setup != now
    async with playing(tmp_path, server=FakeServer(), vault=stage.vault) as stage:
        assert await backups(stage).undo_put_back()
        assert stage.works.desk.setup == now


async def test_what_was_changed_a_moment_before_is_kept_as_well(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=FakeServer()) as stage:
        (first,) = await backups(stage).all()
        stage.works.desk.set_partners(PARTNERS)
        await backups(stage).put_back(first)
        assert await backups(stage).undo_put_back()
        assert stage.works.desk.partners == PARTNERS


async def test_who_tries_several_days_finds_the_way_back_to_where_he_began(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=FakeServer()) as stage:
        stage.time.wall += DAY
        stage.works.desk.add_column(column("mentions"))
        await stage.settle()
        stage.works.desk.set_partners(PARTNERS)
        now = stage.works.desk.setup
        books = backups(stage)
        for day in await books.all():
            await books.put_back(day)
        assert stage.works.desk.setup != now
        assert await books.undo_put_back()
        assert stage.works.desk.setup == now
        await books.put_back((await books.all())[-1])
        stage.works.desk.set_partners(PARTNERS)  # a change between two of them begins anew
        between = stage.works.desk.setup
        await books.put_back((await books.all())[-1])
        assert await books.undo_put_back()
        assert stage.works.desk.setup == between


async def test_columns_whose_account_is_gone_are_told(tmp_path: Path):
    both = column("home", name="both", accounts=(A, B))
    async with playing(tmp_path, column("mentions"), both, column("stored", accounts=()), server=FakeServer()) as stage:
        await stage.settle()
        stage.time.wall += DAY
        await stage.works.accounts.forget(A)
        await stage.settle()
        before = (await backups(stage).all())[1]
        missing = backups(stage).missing(before)
        assert [(each.spec.id, each.handles, each.whole) for each in missing] == [
            ("mentions", ("me@one.example",), True),
            ("both", ("me@one.example",), False),
        ]
        assert await backups(stage).put_back(before) == missing
        assert [(spec.id, spec.accounts) for spec in stage.works.desk.deck.columns] == [("both", (B,)), ("stored", ())]


async def test_an_account_that_was_signed_in_anew_is_the_same(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=FakeServer()) as stage:
        await stage.settle()
        stage.time.wall += DAY
        await stage.works.accounts.forget(A)
        await stage.settle()
        anew = AccountId("anew")
        stage.works.accounts.lend(replace(account(A), id=anew), "token")
        before = (await backups(stage).all())[1]
        assert await backups(stage).put_back(before) == ()
        assert stage.works.desk.deck.columns == (column("home", accounts=(anew,)),)
        stage.server.hosts[anew] = "one.example"


async def test_a_copy_that_cannot_be_read_is_passed_over(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=FakeServer()) as stage:
        await stage.settle()
        for day, spoil in ((1, b"\xa5" * 9000), (2, b""), (3, None)):
            file = stage.folder / "copies" / f"desk-2026-09-0{day}.db"
            if spoil is not None:
                file.write_bytes(spoil)
            else:
                with closing(sqlite3.connect(file)) as newer:
                    newer.execute("PRAGMA user_version = 999")
        assert [each.day for each in await backups(stage).all()] == [date(2026, 9, 21)]


async def test_when_the_present_cannot_be_kept_nothing_is_put_back(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=FakeServer()) as stage:
        (first,) = await backups(stage).all()
        stage.works.desk.add_column(column("mentions"))
        await stage.settle()
        before = stage.works.desk.setup
        (stage.folder / "copies" / "desk-before.new").mkdir()
        with pytest.raises(errors.StoreFailed):
            await backups(stage).put_back(first)
        assert stage.works.desk.setup == before
        (stage.folder / "copies" / "desk-before.new").rmdir()


async def test_a_belfry_that_runs_for_weeks_has_a_copy_of_each_of_the_last_seven_days(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=FakeServer()) as stage:
        keeping = Keeping(stage.works.engine, stage.works.feeds, stage.works.accounts, lambda: 30)
        stage.works.tasks.spawn(keeping.run, "retention", restart=True)
        await stage.settle()
        for _ in range(10):
            stage.sleep_pc(18 * 3600, steady=True)
            await stage.pass_time(6 * 3600)
        assert files(stage) == [
            f"desk-2026-{day}.db" for day in ("09-25", "09-26", "09-27", "09-28", "09-29", "09-30", "10-01")
        ]
        assert len(await backups(stage).all()) == 7

"""Several decks: switched, changed and removed with a way back; all of it is on the disk at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from client.model.change import DeckChanged, PartnersChanged
from client.model.column import ColumnId
from client.model.deck import Deck, Place, Setup
from client.model.instant import Instant
from client.model.query import QueryKind
from client.model.sifting import Alerts, Filters, Mute, MuteKind, Partner
from tests.sync.stage import A, B, FakeServer, column, playing

MUTES = (Mute(MuteKind.WORD, "voetbal", Instant(5)),)
POLICE = Partner("Politie@Meerdam.example", "Politie")


def server() -> FakeServer:
    made = FakeServer()
    for who in (A, B):
        for kind in QueryKind:
            made.say(who, kind, *range(1, 6))
    return made


async def test_a_deck_is_added_put_into_use_and_found_again_after_a_restart(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        desk = stage.works.desk
        first = desk.deck.id
        night = desk.add_deck("Night", (column("mentions"), column("local")))
        assert desk.deck.id == first
        desk.switch(night)
        await stage.settle()
        assert [spec.id for spec in desk.deck.columns] == ["mentions", "local"]
        assert len(stage.feed("mentions").ids) == 5
        with pytest.raises(KeyError):
            stage.feed("home")
        kept = desk.setup
        vault = stage.vault
    async with playing(tmp_path, server=server(), vault=vault) as stage:
        assert stage.works.desk.setup == kept
        assert stage.works.desk.deck.name == "Night"


async def test_only_the_deck_in_use_is_asked_for_and_columns_that_warn(tmp_path: Path):
    calm, loud = column("mentions"), replace(column("local"), alerts=Alerts(popup=True))
    async with playing(tmp_path, column("home"), server=server()) as stage:
        desk = stage.works.desk
        desk.add_deck("Other", (calm, loud))
        await stage.pass_time(70)
        assert stage.server.count(QueryKind.MENTIONS) == 0
        assert stage.server.count(QueryKind.LOCAL) > 0
        assert [spec.id for spec in desk.watched] == ["local"]
        assert len(stage.feed("local").ids) == 5
        desk.change_column(replace(loud, alerts=Alerts()))
        asked = stage.server.count(QueryKind.LOCAL)
        await stage.pass_time(600)
        assert stage.server.count(QueryKind.LOCAL) == asked
        assert desk.watched == ()


async def test_a_watched_column_keeps_its_feed_over_a_switch(tmp_path: Path):
    async with playing(tmp_path, replace(column("home"), alerts=Alerts(silent_after=5)), server=server()) as stage:
        desk = stage.works.desk
        await stage.settle()
        before = stage.feed("home")
        first, other = desk.deck.id, desk.add_deck("Other", (column("mentions"),))
        desk.switch(other)
        await stage.settle()
        assert stage.feed("home") is before
        desk.switch(first)
        assert stage.feed("home") is before
        with pytest.raises(KeyError):
            stage.feed("mentions")


async def test_a_removed_deck_comes_back_whole_and_the_last_one_stays(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        desk = stage.works.desk
        first = desk.deck.id
        assert not desk.remove_deck(first)
        night = desk.add_deck("Night", (column("mentions"), column("local")))
        desk.keep_place(Place(ColumnId("local"), "3", 4))
        desk.switch(night)
        before = desk.setup
        assert desk.remove_deck(night)
        assert desk.deck.id == first
        assert not desk.remove_deck(first)
        assert desk.undo_remove()
        assert desk.setup == before
        assert desk.place(ColumnId("local")) == Place(ColumnId("local"), "3", 4)
        assert not desk.undo_remove()
        await stage.settle()
        assert await stage.store.desk.setup() == before


async def test_undo_brings_back_what_was_removed_last_into_the_deck_it_was_in(tmp_path: Path):
    async with playing(tmp_path, column("home"), column("search", ("q", "x")), server=server()) as stage:
        desk = stage.works.desk
        first, night = desk.deck.id, desk.add_deck("Night")
        desk.remove_column(ColumnId("home"))
        desk.switch(night)
        assert desk.undo_remove()
        assert [spec.id for spec in desk.decks[0].columns] == ["home", "search"]
        assert desk.deck.id == night
        desk.remove_column(ColumnId("home"))
        desk.remove_deck(first)
        assert desk.undo_remove()
        assert [deck.id for deck in desk.decks] == [first, night]
        assert [spec.id for spec in desk.decks[0].columns] == ["search"]


async def test_decks_are_renamed_and_moved(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        desk = stage.works.desk
        first, two, three = desk.deck.id, desk.add_deck("Two"), desk.add_deck("Three")
        told: list[DeckChanged] = []
        stage.works.changes.subscribe(DeckChanged, told.append)
        desk.rename_deck(first, "Day")
        desk.rename_deck(first, "Day")
        desk.move_deck(three, 0)
        assert [(deck.id, deck.name) for deck in desk.decks] == [(three, "Three"), (first, "Day"), (two, "Two")]
        assert desk.deck.id == first
        assert len(told) == 2
        for nobody in ("rename_deck", "move_deck"):
            getattr(desk, nobody)("no such deck", 1)
        desk.switch("no such deck")
        assert len(told) == 2
        await stage.settle()
        assert await stage.store.desk.setup() == desk.setup


async def test_no_column_has_the_id_of_one_in_another_deck(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        desk = stage.works.desk
        desk.switch(desk.add_deck("Night", (column("home"), column("home"))))
        desk.add_column(column("home"))
        ids = [spec.id for deck in desk.decks for spec in deck.columns]
        assert len(set(ids)) == len(ids) == 4
        assert ids[0] == "home"


async def test_an_account_that_is_forgotten_goes_from_every_deck(tmp_path: Path):
    both = column("home", name="both", accounts=(A, B))
    none = column("stored", accounts=())
    async with playing(tmp_path, column("mentions"), server=server()) as stage:
        desk = stage.works.desk
        desk.add_deck("Night", (column("local"), both, none))
        desk.remove_column(ColumnId("mentions"))
        await stage.settle()
        await stage.works.accounts.forget(A)
        await stage.settle()
        assert [[(spec.id, spec.accounts) for spec in deck.columns] for deck in desk.decks] == [
            [],
            [("both", (B,)), ("stored", ())],
        ]
        assert not desk.undo_remove(), "what would come back has no account"
        assert await stage.store.desk.setup() == desk.setup


async def test_mutes_and_partners_are_told_and_last(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        desk = stage.works.desk
        told: list[object] = []
        stage.works.changes.subscribe(PartnersChanged, told.append)
        stage.works.changes.subscribe(DeckChanged, told.append)
        assert not desk.is_partner("politie@meerdam.example")
        desk.set_partners((POLICE,))
        desk.set_partners((POLICE,))
        desk.set_mutes(MUTES)
        assert told == [DeckChanged(), PartnersChanged(), DeckChanged()]
        assert desk.is_partner("politie@meerdam.example")
        assert desk.is_partner("@POLITIE@meerdam.example")
        assert not desk.is_partner("politie@elsewhere.example")
        await stage.settle()
        vault = stage.vault
    async with playing(tmp_path, server=server(), vault=vault) as stage:
        assert (stage.works.desk.mutes, stage.works.desk.partners) == (MUTES, (POLICE,))
        assert stage.works.desk.is_partner("politie@meerdam.example")


async def test_clear_leaves_out_all_up_to_now_and_can_be_undone(tmp_path: Path):
    early = replace(column("home"), filters=Filters(none=("x",), cleared=Instant(7)))
    async with playing(tmp_path, early, column("mentions"), server=server()) as stage:
        desk = stage.works.desk
        await stage.settle()
        before = stage.feed("home")
        desk.clear_column(ColumnId("home"))
        assert stage.feed("home") is before
        assert desk.deck.columns[0].filters == Filters(none=("x",), cleared=stage.time.now())
        assert desk.undo_clear()
        assert desk.deck.columns[0] == early
        assert not desk.undo_clear()
        desk.clear_column(ColumnId("mentions"))
        desk.remove_column(ColumnId("mentions"))
        assert not desk.undo_clear()


async def test_a_post_that_comes_late_shows_in_a_column_that_was_cleared_before(tmp_path: Path):
    made = server()
    made.say(A, QueryKind.HOME, 10**6 - 300)  # five minutes ago; by this PC's clock, which may be ahead
    async with playing(tmp_path, column("home"), server=made) as stage:
        await stage.settle()
        feed = stage.feed("home")
        feed.want(feed.ids)
        await stage.settle()
        stage.works.desk.clear_column(ColumnId("home"))
        await stage.settle()
        assert await stage.numbers("home") == []
        made.say(A, QueryKind.HOME, 10**6 - 200)
        await stage.pass_time(70)
        assert await stage.numbers("home") == [10**6 - 200]


async def test_a_setup_of_elsewhere_is_made_sound(tmp_path: Path):
    async with playing(tmp_path, column("home"), server=server()) as stage:
        desk = stage.works.desk
        twice = Deck("d", "One", (column("home"), column("home")))
        desk.replace(Setup((twice, replace(twice, name="Two")), "nowhere", MUTES, (POLICE,)))
        assert [deck.name for deck in desk.decks] == ["One", "Two"]
        assert len({deck.id for deck in desk.decks}) == 2
        assert len({spec.id for deck in desk.decks for spec in deck.columns}) == 4
        assert desk.deck.name == "One"
        desk.replace(Setup())
        assert len(desk.decks) == 1
        await stage.settle()
        assert await stage.store.desk.setup() == desk.setup

"""Decks, mutes and partners on the disk: all of it comes back, whatever else stands in the file."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.model.account import AccountId
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck, Place, Setup
from client.model.instant import Instant
from client.model.sifting import Alerts, Filters, Highlights, Mute, MuteKind, Partner, Sort
from client.store import columncodec
from client.store.database import Mended, Store
from tests.store.conftest import Opener

OLD = Path(__file__).parent / "old"
FULL = ColumnSpec(
    ColumnId("c1"),
    "hashtag",
    (AccountId("a1"), AccountId("a2")),
    (("any", "haven"), ("any", "brücke")),
    "Haven",
    420,
    "teal",
    "anchor",
    Filters(
        any=("rook", "#brand"),
        all=("haven",),
        none=("oefening",),
        pattern="b[rt]and",
        sorts=(Sort.IMAGES, Sort.TEXT),
        reposts=False,
        replies=False,
        languages=("nl",),
        min_replies=1,
        min_reposts=2,
        min_likes=3,
        only_authors=("yara@buurt.example",),
        not_authors=("bot@buurt.example",),
        only_partners=True,
        mutes=(Mute(MuteKind.WORD, "voetbal", Instant(99)), Mute(MuteKind.AUTHOR, "x@y.example")),
        cleared=Instant(1_790_000_000_000),
    ),
    Highlights(("gas",), ("politie@meerdam.example",)),
    Alerts(True, "bell", 15),
    120,
    True,
    True,
)
PLAIN = ColumnSpec(ColumnId("c2"), "home", (AccountId("a1"),))
SETUP = Setup(
    (Deck("d1", "Dienst", (FULL,)), Deck("d2", "Thuis", (PLAIN,)), Deck("d3", "")),
    "d2",
    (Mute(MuteKind.WORD, "spam"),),
    (Partner("politie@meerdam.example", "Politie"), Partner("brandweer@meerdam.example")),
)


async def test_decks_mutes_and_partners_survive_a_restart(open_store: Opener) -> None:
    store = await open_store()
    assert await store.desk.setup() == Setup()
    await store.desk.save_setup(SETUP)
    await store.close()
    store = await open_store()
    assert await store.desk.setup() == SETUP
    assert await store.desk.deck() == SETUP.decks[1]


async def test_a_deck_that_went_is_gone_and_their_order_is_kept(store: Store) -> None:
    await store.desk.save_setup(SETUP)
    first, _, last = SETUP.decks
    changed = replace(SETUP, decks=(last, first), in_use="d3")
    await store.desk.save_setup(changed)
    assert await store.desk.setup() == changed


async def test_every_field_of_a_column_is_kept(store: Store) -> None:
    every = {name for name in ColumnSpec.__dataclass_fields__ if getattr(FULL, name) == getattr(PLAIN, name)}
    assert every == set(), "this test's column must differ in each field"
    for part, default in ((FULL.filters, Filters()), (FULL.highlights, Highlights()), (FULL.alerts, Alerts())):
        assert all(getattr(part, name) != getattr(default, name) for name in part.__dataclass_fields__)
    await store.desk.save_setup(SETUP)
    assert (await store.desk.setup()).decks[0].columns == (FULL,)


async def test_the_desk_of_an_earlier_belfry_opens(tmp_path: Path) -> None:
    shutil.copy(OLD / "desk-1.db", tmp_path / "desk.db")
    store = await Store.open(tmp_path / "desk.db", tmp_path / "cache.db", clock=lambda: Instant(1_790_000_000_000))
    try:
        setup = await store.desk.setup()
        assert store.notes == ()
        assert [account.handle for account in await store.desk.accounts()] == [
            "gemeente@meerdam.example",
            "sanne@buurt.example",
        ]
        assert setup.deck is not None
        assert [(each.kind, each.name, each.width, each.accounts) for each in setup.deck.columns] == [
            ("home", "Alles", 420, ("meerdam", "buurt")),
            ("mentions", "", 340, ("meerdam",)),
            ("hashtag", "", 280, ("buurt",)),
            ("user", "Yara", 333, ("meerdam",)),
        ]
        assert setup.deck.columns[2].all("any") == ("haven", "brücke")
        assert all(each == replace(PLAIN, id=each.id, kind=each.kind, accounts=each.accounts, params=each.params,
                                   name=each.name, width=each.width) for each in setup.deck.columns)  # fmt: skip
        assert Place(ColumnId("1f00aa0001"), "123", 17) in await store.desk.places()
        assert await store.desk.note("window") == b"\x01\xd9\xd0\xcb"
        await store.desk.save_setup(replace(setup, mutes=SETUP.mutes))
        assert await store.desk.setup() == replace(setup, mutes=SETUP.mutes)
    finally:
        await store.close()


def sifting(**changes: object) -> ColumnSpec:
    return replace(FULL, filters=replace(FULL.filters, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "value", "left"),
    [
        ("$.columns[0].width", '"wide"', replace(FULL, width=340)),
        ("$.columns[0].width", "-5", replace(FULL, width=columncodec.NARROWEST)),
        ("$.columns[0].filters.any", '["rook", 7, null]', sifting(any=("rook",))),
        ("$.columns[0].filters", "[1]", replace(FULL, filters=Filters())),
        ("$.columns[0].filters.sorts", '["text", "holograms"]', sifting(sorts=(Sort.TEXT,))),
        ("$.columns[0].filters.cleared", '"yesterday"', sifting(cleared=None)),
        ("$.columns[0].filters.mutes[0].until", '"soon"', sifting(mutes=FULL.filters.mutes[1:])),
        ("$.columns[0].alerts.popup", "1", replace(FULL, alerts=replace(FULL.alerts, popup=False))),
        ("$.columns[0].refresh", "1e400", replace(FULL, refresh=0)),
        ("$.columns[0].mood", '"calm"', FULL),
        ("$.columns[0].filters.mood", "[[[]]]", FULL),
    ],
)  # fmt: skip
async def test_a_garbled_value_costs_no_more_than_itself(
    open_store: Opener, tmp_path: Path, path: str, value: str, left: ColumnSpec
) -> None:
    store = await open_store()
    await store.desk.save_setup(SETUP)
    await store.close()
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as file:
        (data,) = file.execute("SELECT data FROM deck WHERE id = 'd1'").fetchone()
        values = json.loads(data)
        where = values
        *steps, last = path.removeprefix("$.").replace("[", ".").replace("]", "").split(".")
        for step in steps:
            where = where[int(step) if step.isdecimal() else step]
        where[last] = json.loads(value)
        file.execute("UPDATE deck SET data = ? WHERE id = 'd1'", (json.dumps(values).encode(),))
        file.commit()
    store = await open_store()
    assert (await store.desk.setup()).decks[0].columns == (left,)


async def test_a_deck_that_cannot_be_read_harms_no_other_and_stays_on_the_disk(
    open_store: Opener, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_store()
    await store.desk.save_setup(SETUP)
    await store.close()
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as file:
        file.execute("UPDATE deck SET data = '{\"name\": ' WHERE id = 'd1'")
        file.execute("UPDATE note SET data = '[[[' WHERE name = 'partners'")
        file.commit()
    store = await open_store()
    assert [(note.what, note.detail) for note in store.notes] == [(Mended.DECKS_UNREADABLE, "1")]
    setup = await store.desk.setup()
    assert setup == replace(SETUP, decks=SETUP.decks[1:], partners=())
    await store.desk.save_setup(replace(setup, in_use="d3"))
    await store.close()
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as file:
        assert file.execute("SELECT count(*) FROM deck WHERE id = 'd1'").fetchone() == (1,)
    assert "cannot be read" in caplog.text
    caplog.clear()


@pytest.mark.parametrize("data", [b"{", b"[]", b"7", b'{"server": 3}', b'{"server": {"features": []}}'])
async def test_an_account_that_cannot_be_read_stops_no_start_and_stays_on_the_disk(
    open_store: Opener, tmp_path: Path, caplog: pytest.LogCaptureFixture, data: bytes
) -> None:
    store = await open_store()
    await store.close()
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as file:
        file.execute("INSERT INTO account (id, position, data) VALUES ('a1', 1, ?)", (data,))
        file.commit()
    store = await open_store()
    assert [(note.what, note.detail) for note in store.notes] == [(Mended.DECKS_UNREADABLE, "1")]
    assert await store.desk.accounts() == ()
    await store.close()
    with closing(sqlite3.connect(tmp_path / "data" / "desk.db")) as file:
        assert file.execute("SELECT data FROM account").fetchone() == (data,)
    assert "The account a1 on the desk cannot be read" in caplog.text
    caplog.clear()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*ColumnSpec.__dataclass_fields__, "x"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_stands_there_reading_a_column_gives_a_column_or_none(value: object) -> None:
    made = columncodec.read_column(value, columncodec.Notes())
    assert made is None or columncodec.read_column(columncodec.column(made), columncodec.Notes()) == made


@given(JSON)
def test_whatever_stands_there_reading_lists_gives_tuples(value: object) -> None:
    for made in (
        columncodec.read_mutes(value),
        columncodec.read_partners(value),
        columncodec.read_params(value, columncodec.Notes()),
    ):
        assert isinstance(made, tuple)

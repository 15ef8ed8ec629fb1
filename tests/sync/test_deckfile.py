"""Deck files and columns as text: what goes out comes back, and whatever else comes in is refused with a reason."""

import contextlib
import json
import re
import textwrap
import zlib
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import columns, errors
from client.model.account import Account, AccountId, Server
from client.model.column import ColumnId, ColumnSpec
from client.model.deck import Deck
from client.model.instant import Instant
from client.model.sifting import Alerts, Filters, Highlights, Mute, MuteKind, Sort
from client.sync import deckfile
from client.sync.deckfile import Source


def account(name: str, server: str, handle: str, network: str = "mastodon") -> Account:
    return Account(AccountId(name), network, Server(f"https://{server}"), f"id of {name}", handle, name)


TOWN = account("t-0wn-id", "meerdam.example", "gemeente@meerdam.example")
SANNE = account("s-anne-id", "meerdam.example", "sanne@meerdam.example")
BUURT = account("b-uurt-id", "buurt.example", "sanne@buurt.example")
ELSE = account("e-lse-id", "sky.example", "sanne.sky.example", "bluesky")

RICH = ColumnSpec(
    ColumnId("c-olumn-id"),
    "hashtag",
    (TOWN.id, BUURT.id),
    (("any", "haven"), ("any", "brücke")),
    "Haven",
    420,
    "teal",
    "anchor",
    Filters(
        any=("rook",), none=("kermis",), pattern="b[rt]and  x", sorts=(Sort.TEXT,), reposts=False, languages=("nl",),
        min_likes=3, only_authors=("yara@buurt.example",), only_partners=True,
        mutes=(Mute(MuteKind.WORD, "voetbal", Instant(99)),), cleared=Instant(1_790_000_000_000),
    ),
    Highlights(("gas",), ("politie@meerdam.example",)),
    Alerts(True, "bell", 15),
    120,
    True,
    True,
)  # fmt: skip
HOME = ColumnSpec(ColumnId("h-ome-id"), "home", (TOWN.id,))
PERSON = ColumnSpec(ColumnId("p"), "user", (TOWN.id,), (("handle", "yara@buurt.example"), ("user", "108")))
LIST = ColumnSpec(ColumnId("l"), "list", (TOWN.id,), (("list", "7"), ("title", "Press")))
DECK = Deck("d-eck-id", "Dienst", (RICH, HOME, PERSON, LIST))
ALL = (TOWN, SANNE, BUURT, ELSE)


def bare(spec: ColumnSpec) -> ColumnSpec:
    return replace(spec, id=ColumnId(""), filters=replace(spec.filters, cleared=None))


def taken(offer: deckfile.Offer, *accounts: Account) -> tuple[ColumnSpec, ...]:
    return deckfile.take(offer, deckfile.fitting(offer, accounts), accounts)


def reason(text: str, read: object = deckfile.read) -> str:
    with pytest.raises(errors.BadDeckFile) as caught:
        read(text)  # type: ignore[operator]
    return caught.value.reason


def test_a_deck_comes_back_as_it_was_where_the_same_accounts_are() -> None:
    offer = deckfile.read(deckfile.write(DECK, ALL))
    assert offer.name == "Dienst"
    assert taken(offer, *ALL) == tuple(bare(spec) for spec in DECK.columns)
    assert (offer.unknown_kinds, offer.left_out, offer.unknown, offer.wrong) == ((), 0, 0, 0)


def test_a_file_is_readable_and_says_nothing_of_this_pc() -> None:
    text = deckfile.write(DECK, ALL)
    assert text == deckfile.write(DECK, reversed(ALL)), "the same deck gives the same text"
    assert text.startswith('{\n  "format": "belfry-deck",\n  "version": 1,\n  "name": "Dienst",\n')
    assert text.endswith("}\n")
    assert "brücke" in text, "words are readable"
    for private in (
        *(each.id for each in ALL),
        *(each.user_id for each in ALL),
        RICH.id,
        HOME.id,
        DECK.id,
        "cleared",
        "1790000",
    ):
        assert private not in text
        assert private not in deckfile.column_text(RICH, ALL)


def test_accounts_fit_or_others_can_stand_in() -> None:
    offer = deckfile.read(deckfile.write(DECK, ALL))
    tags, home, person, press = offer.columns
    town, buurt = Source("mastodon", "meerdam.example", TOWN.handle), Source("mastodon", "buurt.example", BUURT.handle)
    assert tags.sources == (town, buurt)
    assert [(fit.account, fit.others) for fit in tags.fits((SANNE, BUURT, ELSE))] == [
        (None, (SANNE.id, BUURT.id)),
        (BUURT.id, (SANNE.id,)),
    ]
    assert home.fits((ELSE,))[0].others == ()
    assert [fit.others for fit in person.fits((SANNE, BUURT))] == [(SANNE.id,)], "an id of a person is the server's own"
    assert [fit.others for fit in press.fits((SANNE, BUURT))] == [()], "a list is the account's own"
    assert offer.sources == (town, buurt)


def test_a_choice_is_taken_only_where_that_account_can_be_the_source() -> None:
    offer = deckfile.read(deckfile.write(DECK, ALL))
    town, buurt = offer.sources
    made = deckfile.take(offer, {town: SANNE.id, buurt: SANNE.id}, (SANNE,))
    assert [(spec.kind, spec.accounts) for spec in made] == [
        ("hashtag", (SANNE.id,)),
        ("home", (SANNE.id,)),
        ("user", (SANNE.id,)),
    ]
    made = deckfile.take(offer, {town: BUURT.id, buurt: None}, (BUURT,))
    assert [spec.kind for spec in made] == ["hashtag", "home"]
    assert deckfile.take(offer, {}, ALL) == ()
    assert [spec.kind for spec in deckfile.take(offer, deckfile.fitting(offer, ALL), ALL, wanted={1, 3})] == ["home", "list"]


def test_an_offer_tells_what_each_column_is() -> None:
    offer = deckfile.read(deckfile.write(DECK, ALL))
    assert [(each.title, each.icon, each.words, each.bound) for each in offer.columns] == [
        ("Haven", "anchor", "haven, brücke", ""),
        ("", "house", "", ""),
        ("yara@buurt.example", "user", "yara@buurt.example", "server"),
        ("Press", "list-bullets", "Press", "account"),
    ]
    assert [each.label for each in offer.columns] == [columns.KINDS[spec.kind].label for spec in DECK.columns]


def test_what_a_newer_belfry_wrote_is_told_and_the_rest_is_offered() -> None:
    value = json.loads(deckfile.write(DECK, ALL))
    value["weather"] = "fair"
    value["columns"][0]["hologram"] = {"depth": 3}
    value["columns"][0]["filters"]["moods"] = ["calm"]
    value["columns"][1]["width"] = "wide"
    value["columns"][2]["kind"] = "event-monitor"
    value["columns"] += [{"kind": "event-monitor"}, {"kind": 7}, None, {"kind": "<b>"}, {"kind": "home"}]
    offer = deckfile.read(json.dumps(value))
    assert [each.spec.kind for each in offer.columns] == ["hashtag", "home", "list"]
    assert offer.unknown_kinds == ("event-monitor",)
    assert (offer.left_out, offer.unknown, offer.wrong) == (4, 2, 1)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "other"),
        ("hello", "other"),
        ("[]", "other"),
        ('{"a": 1}', "other"),
        ('{"format": "belfry-deck"}', "damaged"),
        ('{"format": "belfry-deck", "version": true, "columns": []}', "damaged"),
        ('{"format": "belfry-deck", "version": 2, "columns": []}', "newer"),
        ('{"format": "belfry-deck", "version": 1, "columns": {}}', "damaged"),
        ('{"format": "belfry-deck", "version": 1, "columns": [{"kind": "event-monitor"}]}', "empty"),
        ('{"format": "belfry-deck", "version": 1, "columns": [', "damaged"),
        ('{"format": "belfry-deck", "version": NaN, "columns": []}', "damaged"),
        ('{"format": "belfry-deck", "version": ' + "9" * 5000 + ', "columns": []}', "damaged"),
        ('{"format": "belfry-deck", "version": 1, "columns": ' + "[" * 100_000, "too_deep"),
        ('{"a":' * 100_000, "too_deep"),
        ('{"format": "belfry-deck", "version": 1, "columns": [], "x": "' + "x" * 1_000_000 + '"}', "too_large"),
        ("é" * 600_000, "too_large"),
    ],
)
def test_what_is_no_deck_file_is_refused_with_its_reason(text: str, why: str) -> None:
    assert reason(text) == why


def test_an_empty_deck_is_a_deck() -> None:
    assert deckfile.read(deckfile.write(Deck("d", "", ()), ())) == deckfile.Offer("", ())
    assert deckfile.read("\ufeff" + deckfile.write(DECK, ALL)).name == "Dienst", "an editor put a mark in front"


def test_brackets_in_words_are_not_depth() -> None:
    spec = replace(HOME, filters=Filters(pattern='[[[[[[[[[[[[[[[[{{{{{{{{{{\\"[[[['))
    assert taken(deckfile.read(deckfile.write(Deck("d", "", (spec,)), ALL)), TOWN) == (bare(spec),)


def test_a_column_as_text_comes_back_through_mail_and_chat() -> None:
    text = deckfile.column_text(RICH, ALL)
    assert re.fullmatch(r"belfry-column:[A-Za-z0-9+/.]+", text)
    assert len(text) < 700
    quoted = "\n".join("> > " + line for line in textwrap.wrap(text, 60))
    for sent in (
        text,
        f"Probeer deze eens: {text} Groet, Sanne.",
        "Hoi,\r\n\r\n" + "\r\n".join(textwrap.wrap(text, 76)) + "\r\n\r\nGroet",
        quoted,
        "\u200b".join(text[index : index + 40] for index in range(0, len(text), 40)),
        text.replace("belfry", "Belfry"),
    ):
        assert taken(deckfile.read_column(sent), *ALL) == (bare(RICH),)


@given(st.data())
def test_a_damaged_column_is_never_another_column(data: st.DataObject) -> None:
    text = deckfile.column_text(RICH, ALL)
    at = data.draw(st.integers(len(deckfile.START), len(text) - 1))
    change = data.draw(st.sampled_from(["cut", "swap", "change", "leave out"]))
    broken = {
        "cut": text[:at],
        "swap": text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        "change": text[:at] + data.draw(st.sampled_from("abcXYZ019+/")) + text[at + 1 :],
        "leave out": text[:at] + text[at + 1 :],
    }[change]
    with contextlib.suppress(errors.BadDeckFile):
        assert taken(deckfile.read_column(broken), *ALL) == (bare(RICH),)


def packed(data: bytes) -> str:
    packed = b64encode(zlib.compress(data)).decode().rstrip("=")
    return f"belfry-column:1.{len(packed)}.{zlib.crc32(packed.encode()):08x}.{packed}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "other"),
        ("https://meerdam.example", "other"),
        ("belfry-column:", "damaged"),
        ("belfry-column:1.5.00000000.abcde", "damaged"),
        ("belfry-column:2.5.00000000.abcde", "newer"),
        (packed(b"[]"), "damaged"),
        (packed(b"\xff\xfe"), "damaged"),
        (packed(b'{"kind": "event-monitor"}'), "empty"),
        (packed(b"{" * 1000), "too_deep"),
        (packed(b" " * 50_000_000), "too_large"),
    ],
)
def test_what_is_no_column_is_refused_with_its_reason(text: str, why: str) -> None:
    assert reason(text, deckfile.read_column) == why


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z", "Mn", "Me")), min_size=1, max_size=20)
MANY = st.lists(TEXT, max_size=4).map(tuple)
NAME = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
MUTES = st.builds(Mute, st.sampled_from(MuteKind), TEXT, st.none() | st.integers(0, 10**13).map(Instant))
FILTERS = st.builds(
    Filters, any=MANY, all=MANY, none=MANY, pattern=TEXT, sorts=st.lists(st.sampled_from(Sort)).map(tuple),
    reposts=st.booleans(), replies=st.booleans(), languages=MANY, min_replies=st.integers(0, 9**9), only_authors=MANY,
    not_authors=MANY, mutes=st.lists(MUTES).map(tuple),
)  # fmt: skip
SPEC = st.builds(
    ColumnSpec, st.just(ColumnId("x")), st.sampled_from([*columns.KINDS]), st.just((TOWN.id,)),
    st.lists(st.tuples(NAME, TEXT), max_size=5).map(tuple), TEXT, st.integers(120, 4000), NAME, NAME, FILTERS,
    st.builds(Highlights, MANY, MANY), st.builds(Alerts, st.booleans(), NAME, st.integers(0, 10_000)), st.integers(0, 86_400),
    st.booleans(), st.booleans(),
)  # fmt: skip


@given(st.lists(SPEC, max_size=4).map(tuple), TEXT)
def test_whatever_people_set_up_comes_back(specs: tuple[ColumnSpec, ...], name: str) -> None:
    offer = deckfile.read(deckfile.write(Deck("d", name, specs), (TOWN,)))
    assert (offer.name, taken(offer, TOWN)) == (name, tuple(bare(spec) for spec in specs))
    for spec in specs:
        assert taken(deckfile.read_column(deckfile.column_text(spec, (TOWN,))), TOWN) == (bare(spec),)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["home", "user"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["kind", "sources", "params", "network", "server", "handle", "until", "text", *ColumnSpec.__dataclass_fields__,
             *Filters.__dataclass_fields__]
        ),
        inner,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(JSON, max_size=5))
def test_whatever_a_file_holds_the_answer_is_an_offer_or_a_reason(found: list[object]) -> None:
    offer = deckfile.Offer("", ())
    with contextlib.suppress(errors.BadDeckFile):
        offer = deckfile.read(json.dumps({"format": "belfry-deck", "version": 1, "name": found, "columns": found}))
    for spec in taken(offer, *ALL):
        assert re.fullmatch("[a-z0-9-]*", spec.icon + spec.color + spec.alerts.sound)
        assert deckfile.read(deckfile.write(Deck("d", "", (spec,)), ALL))


@given(st.text())
def test_whatever_is_pasted_the_answer_is_an_offer_or_a_reason(text: str) -> None:
    for read in (deckfile.read, deckfile.read_column, lambda text: deckfile.read_column("belfry-column:" + text)):
        assert reason(text, read)


def test_hostile_files_and_words(shared: Path) -> None:
    for line in (shared / "corpora/jsontestsuite/cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        body = b64decode(case["b64"]).decode("utf-8", "surrogateescape")
        assert reason(body)
        sources = f'[{{"network": "mastodon", "server": "meerdam.example", "handle": "{TOWN.handle}"}}]'
        column = f'{{"kind": "home", "sources": {sources}, "name": {body}, "filters": {body}}}'
        with contextlib.suppress(errors.BadDeckFile):
            offer = deckfile.read(f'{{"format": "belfry-deck", "version": 1, "columns": [{column}]}}')
            assert len(taken(offer, TOWN)) == 1
    for text in json.loads((shared / "corpora/blns/blns.json").read_text("utf-8")):
        spec = replace(HOME, name=text, icon=text, color=text, filters=Filters(any=(text,)), alerts=Alerts(sound=text))
        file = deckfile.write(Deck(text, text, (spec,)), ALL)
        (made,) = taken(deckfile.read(file), TOWN)
        for kept in (made.name, *made.filters.any):
            assert "\x00" not in kept
            assert "\u202e" not in kept
            assert "\n" not in kept
        assert re.fullmatch("[a-z0-9-]*", made.icon + made.color + made.alerts.sound)

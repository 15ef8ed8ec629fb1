"""A line that is typed becomes a search: tolerant, in English and Dutch, with dates and spans."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.model import finding
from client.model.finding import Moment, Search, Term, TermKind, parse, span
from client.model.instant import Instant

NOW = Instant(round(datetime(2026, 7, 15, 14, 30).timestamp() * 1000))  # noqa: DTZ001 - people write local time
HOUR = 3_600_000


def local(*parts: int) -> int:
    return round(datetime(*parts).timestamp() * 1000)  # type: ignore[arg-type]  # noqa: DTZ001 - people write local time


def words(text: str) -> Term:
    return Term(TermKind.WORDS, text)


def test_everything_at_once():
    found = parse('smoke "exact words" -fair author:yara has:media is:question lang:nl #Market begin*')
    assert found.groups == (
        (words("smoke"),),
        (words("exact words"),),
        (Term(TermKind.AUTHOR, "yara"),),
        (Term(TermKind.HAS, "media"),),
        (Term(TermKind.IS, "question"),),
        (Term(TermKind.LANGUAGE, "nl"),),
        (Term(TermKind.TAG, "Market"),),
        (Term(TermKind.BEGIN, "begin"),),
    )
    assert found.without == (Term(TermKind.WORDS, "fair", True),)


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("auteur:yara", "author:yara"),
        ("van:yara", "from:yara"),
        ("heeft:foto", "has:image"),
        ("heeft:peiling", "has:poll"),
        ("is:vraag", "is:question"),
        ("is:antwoord", "is:reply"),
        ("taal:nl", "lang:nl-NL"),
        ("sinds:2u", "since:2h"),
        ("tot:gisteren", "until:yesterday"),
        ("rook OF brand", "rook OR brand"),
    ],
)
def test_dutch_and_english_mean_the_same(dutch: str, english: str):
    assert parse(dutch) == parse(english) != finding.NOTHING


@pytest.mark.parametrize(
    "text", ["foo:bar", "has:banana", "is:nice", "lang:12345", "https://x.example/a", "12:30", "since:soon"]
)
def test_what_is_not_understood_is_words(text: str):
    assert parse(text).groups == ((words(text),),)


@pytest.mark.parametrize("text", ["", "   ", '"', '""', "-", "OR", "***", "?!", "#", "\u202e"])
def test_nothing_to_find_is_nothing(text: str):
    assert not parse(text)


def test_or_joins_what_stands_beside_it_only():
    assert parse("a OR b c").groups == ((words("a"), words("b")), (words("c"),))
    assert parse("OR a OR").groups == ((words("a"),),)
    assert parse("a OR -b").without == (Term(TermKind.WORDS, "b", True),)


def test_a_quote_that_is_not_closed_is_read_to_the_end():
    assert parse('rook "op de kade').groups == ((words("rook"),), (words("op de kade"),))
    assert parse('author:"Yara de Groot" x').groups == ((Term(TermKind.AUTHOR, "Yara de Groot"),), (words("x"),))


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("since:2026-07-01", local(2026, 7, 1), None),
        ("until:2026-07-01", None, local(2026, 7, 2)),
        ("since:2h", NOW - 2 * HOUR, None),
        ("until:3d", None, NOW - 72 * HOUR),
        ("since:today", local(2026, 7, 15), None),
        ("since:gisteren until:gisteren", local(2026, 7, 14), local(2026, 7, 15)),
        ("since:14:05", local(2026, 7, 15, 14, 5), None),
        ("since:23:00", local(2026, 7, 14, 23, 0), None),
    ],
)
def test_moments(text: str, since: int | None, until: int | None):
    assert span(parse(text), NOW) == (since, until)


def test_only_searches_that_go_by_the_clock_move():
    assert parse("since:2h").moving
    assert not parse("since:2026-07-01").moving
    assert parse("since:2h").since == Moment(back=2 * HOUR)


def test_ten_thousand_words_are_cut_and_that_is_known():
    found = parse("w1 " + " ".join(f"w{number}" for number in range(10_000)))
    assert len(found.groups) <= finding.MOST
    assert found.cut


@given(st.text(max_size=300))
def test_any_text_is_read_and_its_span_can_be_told(text: str):
    found = parse(text)
    assert isinstance(found, Search)
    span(found, NOW)

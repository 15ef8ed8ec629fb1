import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import errors
from client.sync import pattern
from client.ui import notices_pattern

LONG = 100_000
HOSTILE = [
    r"(a+)+$",
    r"(a|a)*b",
    r".*.*.*x",
    r"(a|b)*a(a|b){300}c",
    r"(a?){200}c",
    r"((a*)*)*c",
    r"(\w+\s?)*#",
    r"\b(a?){100}\bc$",
    r"(^|a)*$x",
]


def refusal(text: str) -> errors.BadPattern:
    with pytest.raises(errors.BadPattern) as caught:
        pattern.compile(text)
    return caught.value


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_expression_reads_a_long_text_in_bounded_time(text: str):
    chance = random.Random(1)
    hostile = ("a" * LONG, "".join(chance.choice("ab") for _ in range(LONG)), "a b\n" * (LONG // 4))
    made = pattern.compile(text)
    for each in hostile:
        began = time.process_time()
        made.matches(each)
        made.search(each)
        assert time.process_time() - began < 20, "`re` would need longer than the world stands"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(x{1,500}){1,500}", "slow"),
        ("(()){0,99999}", "slow"),
        (".{0,400}" * 3, "slow"),
        ("(" * 400 + ")" * 400, "slow"),
        ("a{99999999999999999999}", "slow"),
        ("x" * 1001, "long"),
        (r"(a)\1", "recalls"),
        ("(?P<n>a)(?P=n)", "recalls"),
        ("(?=a)b", "looks"),
        ("(?<!a)b", "looks"),
        ("a++", "other"),
        ("(?>a)b", "other"),
        ("[", "broken"),
        ("a)", "broken"),
        ("*", "broken"),
        ("(?L)a", "broken"),
    ],
)
def test_what_cannot_be_used_is_refused_at_once_with_a_reason_and_a_sentence(text: str, reason: str):
    began = time.process_time()
    problem = refusal(text)
    assert time.process_time() - began < 2
    assert problem.reason == reason
    sentence = notices_pattern.sentence(problem)
    assert sentence.endswith(".")
    assert problem.detail not in sentence


def test_a_mistake_is_said_with_its_place():
    assert refusal("brand[").place == 5
    assert notices_pattern.sentence(refusal("brand[")) == "This expression has a mistake at character 6."
    assert (
        len({notices_pattern.sentence(refusal(text)) for text in ("[", r"(a)\1", "(?=a)", "a++", "x" * 1001, "(()){0,99999}")})
        == 6
    )


@pytest.mark.parametrize(
    ("text", "fits", "fails"),
    [
        (r"brand\b", "Grote BRAND hier", "brandweer"),
        (r"^melding: \d{3,5}$", "iets\nMelding: 1234\nmeer", "melding: 12"),
        (r"(rook|smoke).*(haven|port)", "Rook bij de haven", "haven, rook"),
        (r"(?-i:ASAP)", "ASAP", "asap"),
        (r"[^\W\d_]{12,}", "evacuatieplan", "1234567890123"),
        (r"\Aeerste", "eerste regel", "tweede\neerste"),
        (r"laatste\Z", "de laatste", "laatste\n"),
        (r"(?s)a.b", "a\nb", "ab"),
        (r"(?x) a  b # both", "AB", "a b"),
        (r"é{2}", "cafÉé", "cafe"),
        (r"\Baar", "straat daar", "aar"),
    ],
)
def test_an_expression_means_what_people_who_write_them_expect(text: str, fits: str, fails: str):
    made = pattern.compile(text)
    assert made.matches(fits)
    assert not made.matches(fails)


def test_the_places_are_the_first_and_longest():
    assert pattern.compile(r"\w+weg|dijk").search("Langeweg en dijk, omweg") == ((0, 8), (12, 16), (18, 23))
    assert pattern.compile(r"x*").search("aaxxa") == ((2, 4),)
    assert pattern.compile(r"a*").matches("")
    assert pattern.compile(r"x").search("") == ()
    assert len(pattern.compile("a").search("a " * 500)) == 50


ATOMS = st.sampled_from(
    ["a", "b", "ab", ".", r"\w", r"\d", "[ab]", "[^a]", r"\b", r"\B", "^", "$", r"\A", r"\Z", " ", "1", "(?-i:A)", ""]
)
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "*?", "{0,2}?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    ),
    max_leaves=8,
)
TEXTS = st.text(st.sampled_from("abAB1 \n_é"), min_size=1, max_size=12)


@given(EXPRESSIONS, TEXTS)
def test_an_expression_fits_where_that_of_python_fits(text: str, read: str):
    flags = re.IGNORECASE | re.MULTILINE
    made, known = pattern.compile(text), re.compile(text, flags)
    assert made.matches(read) == bool(known.search(read)), "fits"
    spans = made.search(read)
    first = next((found.start() for found in known.finditer(read) if found.end() > found.start()), None)
    if first is not None:
        assert spans
        assert spans[0][0] <= first
    if not any(sign in text for sign in (r"\b", r"\B", "^", "$", r"\A", r"\Z")):  # Python takes a part for the whole there
        assert all(known.fullmatch(read, start, end) for start, end in spans)

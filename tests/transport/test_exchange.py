"""Requests, answers and what is read from them."""

import base64
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import errors
from client.transport import exchange, failures

BASE = "https://a.example/api/v1/timelines/home"


@pytest.mark.parametrize(
    ("header", "links"),
    [
        ("", {}),
        (
            '<https://a.example/x?max_id=1>; rel="next", <https://a.example/x?min_id=2>; rel="prev"',
            {"next": "https://a.example/x?max_id=1", "prev": "https://a.example/x?min_id=2"},
        ),
        ("<https://a.example/x,y;z>; rel=next", {"next": "https://a.example/x,y;z"}),
        ('</x?max_id=1>; title="a, b; c"; REL="next"', {"next": "https://a.example/x?max_id=1"}),
        ('<?max_id=1>;rel="next last"', {"next": BASE + "?max_id=1", "last": BASE + "?max_id=1"}),
        ('<a>; rel="next", <b>; rel="next"', {"next": "https://a.example/api/v1/timelines/a"}),
        ('<http://[>; rel="next"', {}),
        ("https://a.example; rel=next", {}),
        ("<a>; rel", {}),
    ],
)
def test_link_headers_are_read(header, links):
    found = exchange.parse_links(header, BASE)
    assert {rel: found.get(rel) for rel in links} == links
    assert links or not found


@given(st.text(alphabet="<>;,=\"rel next\\'x", max_size=300))
def test_no_link_header_breaks_it(header):
    for rel, address in exchange.parse_links(header, BASE).items():
        assert rel
        assert address


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_json_comes_through_as_it_is(value):
    assert exchange.parse_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_a_bad_answer(data):
    with contextlib.suppress(errors.BadAnswer):
        exchange.parse_json(data)


@pytest.mark.parametrize("data", [b"[" + b"9" * 5000 + b"]", b"[1e999999]", b"[Infinity]", b"[NaN]", b'{"a":' * 100_000])
def test_numbers_and_depths_that_do_not_fit(data):
    if data == b"[1e999999]":  # JSON allows it, floats do not
        assert exchange.parse_json(data) == [float("inf")]
        return
    with pytest.raises(errors.BadAnswer):
        exchange.parse_json(data)


def test_the_json_test_suite(shared):
    """What must be refused is refused, what must be accepted is accepted, and nothing crashes."""
    wrong = []
    for line in (shared / "corpora/jsontestsuite/cases.jsonl").read_text().splitlines():
        case = json.loads(line)
        try:
            exchange.parse_json(base64.b64decode(case["b64"]))
            accepted = True
        except errors.BadAnswer:
            accepted = False
        if case["expect"] in ("accept", "reject") and accepted != (case["expect"] == "accept"):
            wrong.append(case["name"])
    assert wrong == []


@given(st.text(max_size=400))
def test_foreign_words_become_one_short_plain_line(text):
    words = failures.plain_words(text + "canary" + text, "canary")
    assert len(words) <= 300
    assert "canary" not in words or "canary" in text
    assert words == " ".join(words.split())
    assert not any(ord(sign) < 32 or sign in "\u202e\u2066\u200b\ufeff" for sign in words)

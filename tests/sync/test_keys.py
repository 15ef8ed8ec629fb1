"""The names of timelines."""

import pytest

from client.model.account import AccountId
from client.model.query import Query, QueryKind, query
from client.sync.timeline import key_of

A = AccountId("a1")


def tags(*pairs: tuple[str, str]) -> Query:
    return query(A, QueryKind.HASHTAG, *pairs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([tags(("any", "smoke"), ("none", "test"))], [tags(("any", "smoke&none=test"))]),
        ([tags(("any", "a+a1/home"))], [tags(("any", "a")), query(A, QueryKind.HOME)]),
        ([tags(("any", "%26"))], [tags(("any", "&"))]),
        ([tags(("any", "=x"))], [tags(("any=", "x"))]),
    ],
)
def test_different_questions_never_share_a_key(one: list[Query], other: list[Query]) -> None:
    assert "+".join(map(key_of, one)) != "+".join(map(key_of, other))


def test_a_key_is_plain_and_always_the_same() -> None:
    assert key_of(query(A, QueryKind.SEARCH, ("q", "rook"))) == "a1/search?q=rook"
    assert key_of(query(A, QueryKind.SEARCH, ("q", "\ud83d"))).isascii()

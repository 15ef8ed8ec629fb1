"""What the search of a server understands beyond words."""

import pytest

from client.model.account import Server
from client.model.query import Operator
from client.networks.mastodon.queries import operators

OLD = frozenset({Operator.PHRASE, Operator.NOT})


@pytest.mark.parametrize(
    ("software", "known"),
    [
        ("Mastodon 4.4.1", OLD | {Operator.FROM}),
        ("Mastodon 4.2.0", OLD | {Operator.FROM}),
        ("Mastodon 10.0", OLD | {Operator.FROM}),
        ("Mastodon 4.1.9", OLD),
        ("Mastodon 3.5.3", OLD),
        ("GoToSocial 0.17.3", frozenset()),
        ("Pleroma 2.6.0", frozenset()),
        ("Mastodon", frozenset()),
        ("", frozenset()),
    ],
)
def test_only_what_a_server_is_known_to_understand_is_offered(software: str, known: frozenset[Operator]) -> None:
    server = Server("https://meerdam.example", software=software)
    assert operators(server) == known
    assert Operator.OR not in operators(server)

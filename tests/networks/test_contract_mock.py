"""The contract, with a server on loopback that nobody on this project wrote."""

from dataclasses import dataclass

import pytest

from client.model.account import Account, AccountId
from client.model.query import QueryKind, query
from client.networks.base import Access
from client.networks.mastodon.adapter import Mastodon
from tests.fakes.mock import DOMAIN, MockServer
from tests.networks.contract import Contract, World


@dataclass
class Life:
    """What Mastodon.py did on the server before the tests."""

    token: str
    user: str
    other: str
    list: str
    thread: str


@pytest.fixture(scope="module")
def life(mock_server: MockServer) -> Life:
    """Two people who write to each other."""
    token = mock_server.person("yara", "Yara")
    me, them = mock_server.client(token), mock_server.client(mock_server.person("pim", "Pim"))
    pim = me.account_lookup("pim")["id"]
    me.account_follow(pim)
    for number in range(9):
        post = them.status_post(f"@yara word {number} #bells")
        me.status_bookmark(post["id"])
        me.status_favourite(post["id"])
        them.status_post(f"@yara secret {number}", visibility="direct")
    first = me.status_post("a question")
    middle = them.status_reply(first, "an answer")
    me.status_reply(middle, "thanks")
    them.status_reply(first, "another answer")
    chosen = me.list_create("Neighbours")
    me.list_accounts_add(chosen["id"], [pim])
    return Life(token, str(me.me()["id"]), str(pim), str(chosen["id"]), str(first["id"]))


class TestContract(Contract):
    """All of it."""

    @pytest.fixture
    async def world(self, network: Mastodon, mock_server: MockServer, life: Life) -> World:
        me = mock_server.client(life.token)
        typed = f"127.0.0.1:{mock_server.port}"
        name = AccountId("me")
        account = Account(name, "mastodon", await network.probe(typed), life.user, f"yara@{DOMAIN}", "Yara")

        async def post(text: str) -> str:
            return str(me.status_post(text)["id"])

        async def edit(post: str, text: str) -> None:
            me.status_update(post, text)

        queries = [
            query(name, QueryKind.HOME),
            query(name, QueryKind.LOCAL),
            query(name, QueryKind.FEDERATED),
            query(name, QueryKind.LIST, ("list", life.list)),
            query(name, QueryKind.HASHTAG, ("any", "bells")),
            query(name, QueryKind.USER, ("user", life.other)),
            query(name, QueryKind.SEARCH, ("q", "word")),
            query(name, QueryKind.NOTIFICATIONS),
            query(name, QueryKind.MENTIONS),
            query(name, QueryKind.CONVERSATIONS),
            query(name, QueryKind.BOOKMARKS),
            query(name, QueryKind.LIKES),
        ]
        return World(network, Access(account, life.token), post, queries, typed, life.thread, edit)

"""The contract, with the town of Meerdam, mounted where a socket would be."""

import pytest

from client.demo.town import BASE, Town
from client.model import instant
from client.model.account import Account, AccountId
from client.model.page import Where
from client.model.query import QueryKind, query
from client.networks.base import Access
from client.networks.mastodon import calls
from client.networks.mastodon.adapter import Mastodon
from client.transport.mounted import MountedTransport
from client.transport.session import Request, Session
from tests.networks.contract import Contract, World


class TestContract(Contract):
    """All of it."""

    @pytest.fixture
    async def world(self, session: Session, network: Mastodon) -> World:
        town = Town(instant.now, limit=3000)
        session.mount(BASE, MountedTransport(town, town.events))
        server = await network.probe("meerdam.example")
        stub = Account(AccountId("me"), "mastodon", server, "", "", "", demo=True)
        account = await network.refresh(Access(stub, "demo"))
        person = (await calls.Caller(session, BASE, "demo").get("/api/v1/accounts/verify_credentials")).json()
        access = Access(
            Account(stub.id, "mastodon", account.server, person["id"], account.handle, account.name, demo=True), "demo"
        )

        async def post(text: str) -> str:
            answer = await calls.Caller(session, BASE, "demo").post("/api/v1/statuses", [("status", text)])
            return str(answer.json()["id"])

        async def edit(post: str, text: str) -> None:
            form = [("status", text)]
            await session.send(Request("PUT", f"{BASE}/api/v1/statuses/{post}", form=form, token="demo"))

        caller = calls.Caller(session, BASE, "demo")
        me = AccountId("me")
        home = await network.fetch(access, query(me, QueryKind.HOME), Where())
        other = next(e.post.author for e in home.entries if e.post and e.post.author.id != person["id"])
        first = await post("a question to the town")
        answer = (await caller.post("/api/v1/statuses", [("status", "an answer"), ("in_reply_to_id", first)])).json()
        await caller.post("/api/v1/statuses", [("status", "thanks"), ("in_reply_to_id", answer["id"])])
        await caller.post("/api/v1/statuses", [("status", f"@{other.handle} only for you"), ("visibility", "direct")])
        liked = next(e.post for e in home.entries if e.post)
        await caller.post(f"/api/v1/statuses/{liked.key.id}/favourite", [])
        await caller.post(f"/api/v1/statuses/{liked.key.id}/bookmark", [])
        lists = await network.lists(access)
        tag = next(e.post.tags[0] for e in home.entries if e.post and e.post.tags)
        queries = [
            query(me, QueryKind.HOME),
            query(me, QueryKind.LOCAL),
            query(me, QueryKind.FEDERATED),
            *(query(me, QueryKind.LIST, ("list", chosen.id)) for chosen in lists[:1]),
            query(me, QueryKind.HASHTAG, ("any", tag)),
            query(me, QueryKind.USER, ("user", other.id)),
            query(me, QueryKind.SEARCH, ("q", "the")),
            query(me, QueryKind.NOTIFICATIONS),
            query(me, QueryKind.MENTIONS),
            query(me, QueryKind.CONVERSATIONS),
            query(me, QueryKind.BOOKMARKS),
            query(me, QueryKind.LIKES),
        ]
        return World(network, access, post, queries, "@someone@meerdam.example", first, edit)

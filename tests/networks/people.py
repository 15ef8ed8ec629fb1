"""Makes accounts as a sign-in would."""

import itertools

from client.model.account import Account, AccountId
from client.networks.base import Access
from client.networks.mastodon.adapter import Mastodon
from tests.fakes.mock import MockServer

_numbers = itertools.count(1)


async def join(network: Mastodon, server: MockServer, name: str = "yara") -> Access:
    """A new person on the mock server, signed in by code. The name gets a number."""
    name = f"{name}{next(_numbers)}"
    server.person(name, name.title())
    found = await network.probe(server.url)
    sign_in = await network.sign_in(found)
    try:
        grant = await sign_in.use_code(f"mockcode_{name}")
    finally:
        await sign_in.close()
    account = grant.account
    kept = Account(AccountId(name), account.network, account.server, account.user_id, account.handle, account.name)
    return Access(kept, grant.token)

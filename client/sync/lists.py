"""The people on an account's lists, asked for when somebody wants them."""

from client.model.account import AccountId
from client.model.post import Author
from client.sync.accounts import Accounts


async def members(accounts: Accounts, account: AccountId, list_id: str) -> tuple[Author, ...]:
    """The people on one of the account's lists. Raises what the network raises."""
    return await accounts.network(account).members(await accounts.access(account), list_id)

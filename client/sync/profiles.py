"""Profiles of people, asked for when somebody wants to see one. Those seen last stay in memory: they also show offline."""

from collections import OrderedDict
from typing import TYPE_CHECKING

from client.model.account import AccountId
from client.sync.accounts import Accounts

if TYPE_CHECKING:
    from client.model.person import Profile

_MOST = 200


class Profiles:
    """Asks for profiles, one request at a time for each that is opened."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._seen: OrderedDict[tuple[AccountId, str], Profile] = OrderedDict()

    def known(self, account: AccountId, user_id: str) -> "Profile | None":
        """What was last seen of a person, None when nobody asked yet."""
        return self._seen.get((account, user_id))

    async def ask(self, account: AccountId, user_id: str) -> "Profile":
        """Asks the account's server for a person. Raises what the network raises."""
        access = await self._accounts.access(account)
        found = await self._accounts.network(account).profile(access, user_id)
        self._seen[account, user_id] = found
        self._seen.move_to_end((account, user_id))
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)
        return found

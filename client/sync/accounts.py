"""Our accounts: who they are, whether they can be used, and the ways in and out.

Tokens pass through here, to the keyring only.
"""

import asyncio
import contextlib
import dataclasses
import logging
import random
from collections.abc import Callable, Mapping
from typing import Protocol

from client import errors
from client.model.account import Account, AccountHealth, AccountId, Server
from client.model.change import AccountsChanged
from client.model.post import Author, PostKey, Version
from client.networks.base import Access, Choice, Grant, Network, SignIn
from client.sync.changes import Changes
from client.sync.tasks import Tasks
from client.sync.timing import Timing

log = logging.getLogger(__name__)

CHECK_AGAIN = 300.0  # seconds after a refusal of the token before it is tried once more; doubles
CHECK_SLOWEST = 3600.0

Look = tuple[str, str, bool]
"""Colour name, two-letter code, official."""


class Books(Protocol):
    """Where accounts are kept: `client.store.desk`."""

    async def accounts(self) -> tuple[Account, ...]:
        """All accounts in their order."""

    async def save_account(self, account: Account) -> None:
        """Writes one, new or changed."""

    async def remove_account(self, account_id: AccountId) -> None:
        """Removes one."""


class Vault(Protocol):
    """Where tokens are kept: `client.store.secrets`. Each raises NoKeyring where the PC has no such place."""

    async def get(self, account_id: AccountId) -> str | None:
        """The token, None when there is none."""

    async def set(self, account_id: AccountId, token: str) -> None:
        """Keeps a token."""

    async def delete(self, account_id: AccountId) -> None:
        """Forgets a token."""


def _nobody(server_url: str) -> None:
    """Hears nothing."""


class Accounts:
    """All accounts. Made empty; `open` reads them. Every change is durable before it is told.

    `know` hears the address of each account's server before anything is asked for that account: what lies there may be on a
    private network, which links from outside never lead to.
    """

    def __init__(
        self,
        books: Books,
        vault: Vault,
        networks: Mapping[str, Network],
        *,
        changes: Changes,
        tasks: Tasks,
        timing: Timing,
        rng: random.Random,
        know: Callable[[str], None] = _nobody,
    ) -> None:
        self._know = know
        self.networks = dict(networks)
        self._books = books
        self._vault = vault
        self._changes = changes
        self._tasks = tasks
        self._timing = timing
        self._rng = rng
        self._accounts: dict[AccountId, Account] = {}
        self._tokens: dict[AccountId, str] = {}
        self._health: dict[AccountId, AccountHealth] = {}
        self._unlocked = asyncio.Event()  # clear while tokens are still to be read
        self._unlocked.set()

    async def open(self) -> None:
        """Reads the accounts and their tokens."""
        await self.read()
        await self.unlock()

    async def read(self) -> None:
        """Reads the accounts. They count as ready until `unlock` knows better; whoever needs a token waits for it."""
        for account in await self._books.accounts():
            self._hold(account)
            self._health.setdefault(account.id, AccountHealth.READY)
        self._unlocked.clear()

    async def unlock(self) -> None:
        """Reads the tokens. A keyring may be slow, or wait until a person unlocks it; one that does not answer signs out, it
        removes nothing."""
        try:
            for account in tuple(self._accounts):
                if account not in self._tokens:
                    await self._unlock(account)
        finally:
            self._unlocked.set()

    def _hold(self, account: Account) -> None:
        with contextlib.suppress(errors.UnsafeAddress):  # an address that nobody can ask anyway
            self._know(account.server.url)
        self._accounts[account.id] = account

    async def _unlock(self, account: AccountId) -> None:
        try:
            token = await self._vault.get(account)
        except errors.NoKeyring as error:
            log.info("No keyring: %s", error.detail)
            token = None
        if account in self._tokens or account not in self._accounts:
            return  # signed in anew, or removed, meanwhile
        if token:
            self._tokens[account] = token
        else:
            self._health[account] = AccountHealth.SIGNED_OUT
            self._tell(account)

    # --- what is ---

    @property
    def all(self) -> tuple[Account, ...]:
        """All accounts in their order."""
        return tuple(self._accounts.values())

    def get(self, account: AccountId) -> Account | None:
        """The account, None when it is unknown."""
        return self._accounts.get(account)

    def health(self, account: AccountId) -> AccountHealth:
        """Whether it can be used now; an unknown account cannot."""
        return self._health.get(account, AccountHealth.SIGNED_OUT)

    def network(self, account: AccountId) -> Network:
        """The network an account is on. Raises Unsupported for one that this Belfry lacks."""
        known = self._accounts.get(account)
        network = self.networks.get(known.network) if known else None
        if network is None:
            raise errors.Unsupported(f"no network {known.network!r}" if known else "no such account")
        return network

    async def access(self, account: AccountId) -> Access:
        """The account with its token. Raises SignedOut when there is none."""
        if account in self._accounts and account not in self._tokens:
            await self._unlocked.wait()
        known, token = self._accounts.get(account), self._tokens.get(account)
        if known is None or token is None or self.health(account) is AccountHealth.SIGNED_OUT:
            raise errors.SignedOut("no token", status=401)
        return Access(known, token)

    # --- coming in ---

    async def probe(self, network: str, address: str) -> Server:
        """Finds out what answers at an address as a person typed it."""
        return await self._network(network).probe(address)

    async def begin(self, server: Server, network: str) -> SignIn:
        """Begins a sign-in at a server."""
        return await self._network(network).sign_in(server)

    async def finish(self, grant: Grant, look: Look | None = None) -> Account:
        """Takes in what a sign-in ended with. The same person on the same server is signed in again: id, look and columns stay.

        `look` is colour, code and official; None keeps what is there. Raises StoreFailed; a missing keyring is no failure:
        then the account lasts for this session (`AccountHealth.SESSION_ONLY`).
        """
        new = grant.account
        old = next((each for each in self.all if (each.origin, each.user_id) == (new.origin, new.user_id)), None)
        if old is not None:
            new = dataclasses.replace(
                new, id=old.id, color=old.color, code=old.code, official=old.official, private=old.private, demo=old.demo
            )
        else:
            new = dataclasses.replace(new, id=AccountId(new.id or f"{self._rng.getrandbits(40):010x}"))
        if look is not None:
            new = dataclasses.replace(new, color=look[0], code=look[1], official=look[2])
        if old is not None and old.id not in self._tokens:
            await self._unlocked.wait()  # the token before is still to be read
        await self._books.save_account(new)  # first: what fails here leaves everything as it was
        health = AccountHealth.READY
        try:
            await self._vault.set(new.id, grant.token)
        except errors.NoKeyring as error:
            log.info("No keyring: %s", error.detail)
            health = AccountHealth.SESSION_ONLY
        self._hold(new)
        before = self._tokens.get(new.id)
        self._tokens[new.id] = grant.token
        self._health[new.id] = health
        self._tell(new.id)
        if before is not None:
            self._tasks.spawn(self.give_back(Grant(new, before)), f"revoking the token before of {new.id}")
        return new

    async def give_back(self, grant: Grant) -> None:
        """Takes back at the server what nobody will use, unless it is in use. A server that cannot be told is let be."""
        network = self.networks.get(grant.account.network)
        if network is None or grant.token in self._tokens.values():
            return
        try:
            await network.sign_out(Access(grant.account, grant.token))
        except errors.WorldError as error:
            log.info("A token was not given back: %s %s", type(error).__name__, error.detail)

    def lend(self, account: Account, token: str) -> None:
        """Adds an account that is kept nowhere and ends with Belfry: the demo's."""
        self._hold(account)
        self._tokens[account.id] = token
        self._health[account.id] = AccountHealth.READY
        self._tell(account.id)

    async def change(self, account: Account) -> None:
        """Writes a changed look or name."""
        if account.id in self._accounts:
            await self._books.save_account(account)
            self._hold(account)
            self._tell(account.id)

    # --- going out ---

    async def sign_out(self, account: AccountId) -> None:
        """Takes the token back at the server and forgets it here. Posts and columns stay.

        It is forgotten here even when the server cannot be told; then that failure is raised.
        """
        if account not in self._tokens:
            await self._unlocked.wait()
        known, token = self._accounts.get(account), self._tokens.pop(account, None)
        self._health[account] = AccountHealth.SIGNED_OUT
        self._tell(account)
        try:
            await self._vault.delete(account)
        except errors.NoKeyring as error:
            log.info("No keyring: %s", error.detail)
        if known is not None and token is not None and known.network in self.networks:
            try:
                await self.networks[known.network].sign_out(Access(known, token))
            except errors.SignedOut:
                log.info("The token of %s was no longer accepted already", account)

    async def forget(self, account: AccountId) -> None:
        """Signs out and removes the account from the books."""
        try:
            await self.sign_out(account)
        except errors.WorldError as error:
            log.info("Signing out of %s: %s %s", account, type(error).__name__, error.detail)
        await self._books.remove_account(account)
        self._accounts.pop(account, None)
        self._health.pop(account, None)
        self._tell(account)

    async def forget_demo(self) -> None:
        """Leaves the demo town: all its accounts go."""
        for account in [each.id for each in self.all if each.demo]:
            await self.forget(account)

    def refused(self, access: Access) -> None:
        """Hears that the server no longer takes this token. It is kept, and tried again now and then: servers err too."""
        account = access.account.id
        if self.health(account) is AccountHealth.SIGNED_OUT or self._tokens.get(account) != access.token:
            return
        before = self._health[account]
        self._health[account] = AccountHealth.SIGNED_OUT
        self._tell(account)
        self._tasks.spawn(self._check_again(account, self._tokens.get(account), before), f"checking {account}")

    async def _check_again(self, account: AccountId, token: str | None, before: AccountHealth) -> None:
        wait = CHECK_AGAIN
        while token is not None:
            await self._timing.sleep(wait)
            wait = min(CHECK_SLOWEST, wait * 2)
            known = self._accounts.get(account)
            if known is None or self._tokens.get(account) != token or self.health(account) is not AccountHealth.SIGNED_OUT:
                return
            try:
                await self.network(account).refresh(Access(known, token))
            except errors.WorldError as error:
                log.info("%s is still signed out: %s", account, type(error).__name__)
            else:
                if self._tokens.get(account) == token:
                    self._health[account] = before
                    self._tell(account)
                return

    # --- asking ---

    async def refresh(self, account: AccountId) -> Account:
        """Asks the server who the account is and what it can do now, and keeps the answer."""
        access = await self.access(account)
        new = await self.network(account).refresh(access)
        old = self._accounts.get(account, access.account)  # its look may have changed meanwhile
        new = dataclasses.replace(
            new,
            id=old.id, color=old.color, code=old.code, official=old.official, private=old.private, demo=old.demo,
        )  # fmt: skip
        if new != self._accounts.get(account) and account in self._accounts:
            await self.change(new)
        return new

    async def lists(self, account: AccountId) -> tuple[Choice, ...]:
        """The account's own lists."""
        return await self.network(account).lists(await self.access(account))

    async def people(self, account: AccountId, text: str) -> tuple[Author, ...]:
        """People whom the account's server finds for a text, best first."""
        return await self.network(account).people(await self.access(account), text)

    async def person(self, account: AccountId, handle: str) -> Author | None:
        """The person with this full handle as the account's server knows them, None when it knows nobody of that name.

        Some servers find their own people by the short name only.
        """
        known = self._accounts.get(account)
        name, _, host = handle.partition("@")
        short = (name,) if known is not None and known.handle.partition("@")[2].casefold() == host.casefold() else ()
        for text in (*short, handle):
            for person in await self.people(account, text):
                if person.handle.casefold() == handle.casefold():
                    return person
        return None

    async def history(self, account: AccountId, key: PostKey) -> tuple[Version, ...]:
        """All versions of an edited post as the account may see them, the present one first."""
        return await self.network(account).history(await self.access(account), key)

    def _network(self, name: str) -> Network:
        network = self.networks.get(name)
        if network is None:
            raise errors.Unsupported(f"no network {name!r}")
        return network

    def _tell(self, *accounts: AccountId) -> None:
        self._changes.publish(AccountsChanged(accounts))

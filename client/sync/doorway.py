"""The way from one timeline to its server: its account, its question, and what is known of the host."""

from client import errors
from client.model.account import AccountHealth
from client.model.page import Page, Where
from client.model.query import Query
from client.networks.base import Access
from client.sync.engine import Engine


class Doorway:
    """Asks one question for one account."""

    def __init__(self, query: Query, engine: Engine) -> None:
        self._query = query
        self._engine = engine
        self._access: Access | None = None  # as last used

    @property
    def is_signed_out(self) -> bool:
        """Whether the account cannot be used."""
        return self._engine.doors.health(self._query.account) is AccountHealth.SIGNED_OUT

    @property
    def host(self) -> str:
        """The address of the server, "" when nothing goes over a network."""
        account = self._engine.doors.get(self._query.account)
        return account.server.url if account and not account.demo else ""

    async def fetch(self, where: Where) -> Page:
        """Asks for a page. Raises WorldError."""
        doors, account = self._engine.doors, self._query.account
        self._access = await doors.access(account)
        try:
            return await doors.network(account).fetch(self._access, self._query, where)
        except errors.WorldError as error:  # what was found in a whole answer does not know where it came from
            error.host = error.host or self._access.account.server.url.split("://", 1)[-1]
            raise

    async def is_shut(self) -> bool:
        """Hears of a 401. Tells whether the account is signed out because of it, or was already."""
        return self._access is None or self.is_signed_out or await self._engine.refused(self._access)

    def heard(self, host: str) -> None:
        """Hears that a host answered."""
        if host:
            self._engine.presence.answered(host)

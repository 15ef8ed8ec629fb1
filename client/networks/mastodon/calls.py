"""Single requests to a server: address, token and budget put together."""

from collections.abc import Sequence
from dataclasses import dataclass

from client.model.account import Account
from client.networks.base import Access
from client.networks.mastodon import credentials
from client.transport.session import Answer, Request, Session


@dataclass(frozen=True, slots=True)
class Caller:
    """Asks one server, as an account when there is a token."""

    session: Session
    base: str
    token: str = ""
    bucket: str = ""

    async def get(self, path: str, params: Sequence[tuple[str, str]] = ()) -> Answer:
        """Reads. Raises what `Session.send` raises."""
        request = Request("GET", self.base + path, params=params, token=self.token, bucket=self.bucket)
        return await self.session.send(request)

    async def post(self, path: str, form: Sequence[tuple[str, str]]) -> Answer:
        """Writes a form. Raises what `Session.send` raises."""
        request = Request("POST", self.base + path, form=form, token=self.token, bucket=self.bucket)
        return await self.session.send(request)


def caller(session: Session, access: Access) -> Caller:
    """A caller that speaks as this account."""
    account: Account = access.account
    return Caller(session, account.server.url, credentials.unpack(access.token).token, account.id)

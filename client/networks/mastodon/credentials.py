"""What is kept as one secret per account: the token, and what is needed to take it back. Only this network reads it.

Whatever passes here is made known to the log, which never writes it.
"""

import json
from dataclasses import dataclass, field

from client import logs
from client.networks.mastodon.fields import words


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token with the client that it was given to. Nothing of it shows in a repr."""

    token: str = field(repr=False)
    client_id: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        logs.hide(self.token)
        logs.hide(self.client_secret)

    def packed(self) -> str:
        """One line for the keyring."""
        return json.dumps({"t": self.token, "id": self.client_id, "secret": self.client_secret}, separators=(",", ":"))


def unpack(secret: str) -> Credentials:
    """Reads what `packed` wrote; anything else is a bare token."""
    if secret.startswith("{"):
        try:
            said = json.loads(secret)
        except ValueError:
            return Credentials(secret)
        if type(said) is dict and said.get("t"):
            return Credentials(words(said["t"]), words(said.get("id")), words(said.get("secret")))
    return Credentials(secret)

import keyring.errors
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring

from client import errors
from client.model.account import AccountId
from client.store.secrets import Secrets

ONE, TWO = AccountId("a1"), AccountId("a2")


class Vault:
    """A keyring that refuses what Windows refuses: more than 2,560 bytes of UTF-16."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.writes_left = 1000

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560 or not self.writes_left:
            raise OSError(1783, "The stub received bad data", "CredWrite")
        self.writes_left -= 1
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError(username)
        del self.kept[service, username]


@pytest.mark.parametrize("token", ["abc", "x" * 600, "x" * 601, "y" * 10_000, "a:b:c#1", "\N{BELL}" * 1900, ""])
async def test_a_token_of_any_length_comes_back(token: str) -> None:
    secrets = Secrets(Vault())
    await secrets.set(ONE, token)
    await secrets.set(TWO, "other")
    assert await secrets.get(ONE) == token
    assert await secrets.get(TWO) == "other"


async def test_a_new_token_leaves_nothing_of_the_old_one() -> None:
    vault = Vault()
    secrets = Secrets(vault)
    for length in (5000, 1300, 10, 2000):
        await secrets.set(ONE, "z" * length)
    assert await secrets.get(ONE) == "z" * 2000
    assert len(vault.kept) == 4
    await secrets.delete(ONE)
    await secrets.delete(ONE)
    assert vault.kept == {}
    assert await secrets.get(ONE) is None


async def test_a_write_that_stops_halfway_leaves_the_old_token() -> None:
    vault = Vault()
    secrets = Secrets(vault)
    await secrets.set(ONE, "o" * 2000)
    vault.writes_left = 2
    with pytest.raises(errors.NoKeyring):
        await secrets.set(ONE, "n" * 2000)
    assert await secrets.get(ONE) == "o" * 2000


@pytest.mark.parametrize("backend", [FailKeyring(), NullKeyring()])
async def test_a_keyring_that_keeps_nothing_is_none(backend: FailKeyring | NullKeyring) -> None:
    with pytest.raises(errors.NoKeyring):
        await Secrets(backend).set(ONE, "token")


async def test_the_reason_never_holds_the_token() -> None:
    vault = Vault()
    vault.writes_left = 0
    with pytest.raises(errors.NoKeyring) as caught:
        await Secrets(vault).set(ONE, "canary-token")
    assert "canary" not in repr(caught.value)
    assert caught.value.__cause__ is None

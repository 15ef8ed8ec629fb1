"""Tokens in the system's keyring, and nowhere else. Raises NoKeyring where there is none; then a token lives in memory only.

Windows takes 2,560 bytes for one secret and counts two or four for a character, so a token is kept in pieces. The head piece,
written last, names the others; a kill in between leaves the old token whole.
"""

import asyncio
import sys
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from client import errors
from client.model.account import AccountId

P = ParamSpec("P")
T = TypeVar("T")

SERVICE = "Belfry"
PIECE = 600  # characters: at most 2,400 bytes of UTF-16
_FOREIGN = (("pywintypes", "error"), ("win32ctypes.pywin32.pywintypes", "error"), ("secretstorage.exceptions", ""))


class Backend(Protocol):
    """What of a keyring backend is used."""

    def get_password(self, service: str, username: str) -> str | None:
        """Reads a secret."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Writes a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Deletes a secret."""


class Secrets:
    """The tokens of our accounts. A keyring may ask the person to unlock it, so each call waits on a thread of its own."""

    def __init__(self, backend: Backend | None = None) -> None:
        self._backend = backend

    async def get(self, account: AccountId) -> str | None:
        """The token of an account, None when there is none. Raises NoKeyring."""
        return await asyncio.to_thread(self._guarded, self._get, account)

    async def set(self, account: AccountId, token: str) -> None:
        """Keeps a token and reads it back. Raises NoKeyring when it is not there then."""
        await asyncio.to_thread(self._guarded, self._set, account, token)

    async def delete(self, account: AccountId) -> None:
        """Forgets a token; nothing happens when there is none. Raises NoKeyring."""
        await asyncio.to_thread(self._guarded, self._delete, account)

    # --- on a thread ----------------------------------------------------------------------------------------------------

    def _guarded(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            import keyring.errors  # late: 70 ms that the first picture does not need
        except ImportError as failure:
            raise errors.NoKeyring(str(failure)) from failure
        expected: tuple[type[BaseException], ...] = (keyring.errors.KeyringError, OSError, *_foreign())
        try:
            return work(*args, **kwargs)
        except expected as failure:
            raise errors.NoKeyring(type(failure).__name__) from None  # its text could hold the token

    def _get(self, account: AccountId) -> str | None:
        pieces = self._pieces(account)
        if pieces is None:
            return None
        backend, (first, *names) = self._found(), pieces
        texts = [first, *(backend.get_password(SERVICE, name) for name in names)]
        return None if None in texts else "".join(text for text in texts if text is not None)

    def _set(self, account: AccountId, token: str) -> None:
        backend = self._found()
        old = backend.get_password(SERVICE, account)
        generation = "b" if old is not None and old.split(":", 2)[1:2] == ["a"] else "a"
        old_names = (self._pieces(account) or [])[1:]
        texts = [token[start : start + PIECE] for start in range(0, len(token), PIECE)] or [""]
        for number, text in enumerate(texts[1:], 1):
            backend.set_password(SERVICE, f"{account}#{generation}{number}", text)
        backend.set_password(SERVICE, account, f"{len(texts)}:{generation}:{texts[0]}")
        for name in old_names:
            backend.delete_password(SERVICE, name)
        if self._get(account) != token:
            raise errors.NoKeyring("the keyring does not keep what it is given")

    def _delete(self, account: AccountId) -> None:
        pieces = self._pieces(account)
        if pieces is not None:
            for name in (account, *pieces[1:]):
                self._found().delete_password(SERVICE, name)

    def _pieces(self, account: AccountId) -> list[str] | None:
        """The first piece itself, then the names of the others; None when there is no token (or not one of ours)."""
        head = self._found().get_password(SERVICE, account)
        if head is None:
            return None
        count, _, rest = head.partition(":")
        generation, _, text = rest.partition(":")
        if not count.isdigit() or not generation:
            return None
        return [text, *(f"{account}#{generation}{number}" for number in range(1, int(count)))]

    def _found(self) -> Backend:
        if self._backend is None:
            import keyring

            found = keyring.get_keyring()
            room = type(found).__module__
            if room.startswith(("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")):
                raise errors.NoKeyring(room)
            self._backend = found
        return self._backend


def _foreign() -> list[type[BaseException]]:
    """What backends raise that is not keyring's own, as far as their modules are loaded."""
    found: list[type[BaseException]] = []
    for module, name in _FOREIGN:
        loaded = sys.modules.get(module)
        kind = getattr(loaded, name or "SecretStorageException", None)
        if isinstance(kind, type) and issubclass(kind, BaseException):
            found.append(kind)
    return found

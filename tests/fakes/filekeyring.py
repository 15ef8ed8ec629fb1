"""A keyring in a file, for processes under test: chosen with PYTHON_KEYRING_BACKEND, placed by BELFRY_TEST_KEYRING."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    """Keeps secrets as plain JSON. Only for tests."""

    priority = 1

    def _path(self) -> Path:
        return Path(os.environ["BELFRY_TEST_KEYRING"])

    def _read(self) -> dict[str, str]:
        path = self._path()
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def _write(self, content: dict[str, str]) -> None:
        self._path().write_text(json.dumps(content), "utf-8")

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._read(), f"{service}\n{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        content = self._read()
        content.pop(f"{service}\n{username}", None)
        self._write(content)

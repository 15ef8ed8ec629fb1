"""A program on a folder of its own, and a server of another make."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Program
from tests.fakes import mock


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """Not started yet; killed at the end."""
    made = Program(tmp_path / "belfry")
    monkeypatch.setenv("BELFRY_TEST_KEYRING", str(made.keyring))
    yield made
    made.kill()


@dataclass
class Life:
    """A server with two people. `me` is the one whose account Belfry has; `them` is whom I follow."""

    server: mock.MockServer
    me: Any
    them: Any

    def post(self, number: int) -> str:
        """Has the other person write a post that belongs into every column, and gives a text that only this post has."""
        text = f"word-{number:03}-end"
        self.them.status_post(f"@yara {text} #bells")
        return text


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """A server whose content survives a restart, with 12 posts."""
    folder = tmp_path / "mock"
    folder.mkdir()
    with mock.running(folder, database=str(folder / "mock.db")) as server:
        me, them = server.client(server.person("yara", "Yara")), server.client(server.person("pim", "Pim"))
        me.account_follow(me.account_lookup("pim")["id"])
        made = Life(server, me, them)
        for number in range(12):
            made.post(number)
        yield made

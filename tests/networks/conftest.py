"""A session, a real server of another make, and accounts on it."""

import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from client.model import instant
from client.networks.mastodon.adapter import Mastodon
from client.transport.session import Session
from tests.fakes import mock


@pytest.fixture
async def session() -> AsyncIterator[Session]:
    """All of the real transport."""
    made = Session(clock=instant.now, rng=random.Random(1))
    yield made
    await made.close()


@pytest.fixture
def network(session: Session) -> Mastodon:
    """The network under test."""
    return Mastodon(session, instant.now, random.Random(1))


@pytest.fixture(scope="module")
def mock_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[mock.MockServer]:
    """One server for all tests of a file; each brings its own people."""
    folder: Path = tmp_path_factory.mktemp("mock")
    with mock.running(folder) as server:
        yield server

import random

import pytest

from client.model.instant import Instant
from client.transport.session import Session
from tests.fakes.faultserver import FaultServer

NOW = Instant(1_767_225_600_000)  # 2026-01-01T00:00:00Z


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now

    def forward(self, seconds):
        self.now = Instant(self.now + round(seconds * 1000))


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
async def session(clock):
    made = Session(clock=clock, rng=random.Random(1))
    yield made
    await made.close()


@pytest.fixture
async def server():
    async with FaultServer() as made:
        yield made

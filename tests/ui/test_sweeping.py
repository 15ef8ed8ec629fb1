"""Garbage is looked for while nobody scrolls."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from client.ui import sweeping


class Ring:
    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def begun(qtbot: QtBot) -> Iterator[None]:
    end = sweeping.begin()
    try:
        yield
    finally:
        end()
        gc.unfreeze()


def old_ring() -> "weakref.ref[Ring]":
    """A ring that has outlived all small looks, and as many of them as make a whole one worth it."""
    ring = Ring()
    for _ in range(sweeping.ENOUGH + 2):
        gc.collect(1)
    return weakref.ref(ring)


def test_everything_is_looked_at_when_nobody_scrolls(begun: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_moved", -100.0)
    seen = old_ring()
    assert seen() is not None
    assert sweeping.sweep()
    assert seen() is None
    assert not sweeping.sweep(), "there is nothing to do yet"


def test_while_somebody_scrolls_it_waits(begun: None) -> None:
    seen = old_ring()
    sweeping.moved()
    assert not sweeping.sweep()
    assert seen() is not None


def test_what_was_set_before_is_set_afterwards(qtbot: QtBot) -> None:
    before = gc.get_threshold()
    sweeping.begin()()
    gc.unfreeze()
    assert gc.get_threshold() == before

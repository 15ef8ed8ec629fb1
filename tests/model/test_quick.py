"""What is made quickly is a frozen dataclass like any other."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from client.model import quick


@dataclass(frozen=True, slots=True)
class Slow:
    name: str
    count: int = 3
    parts: tuple[str, ...] = ()


@quick.made
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    count: int = 3
    parts: tuple[str, ...] = ()


def test_it_takes_the_same_arguments_and_defaults() -> None:
    for arguments, named in ((("a",), {}), (("a", 1), {}), ((), {"name": "a", "parts": ("x",)}), (("a", 1, ("y",)), {})):
        slow, made = Slow(*arguments, **named), Quick(*arguments, **named)  # type: ignore[arg-type]
        assert (made.name, made.count, made.parts) == (slow.name, slow.count, slow.parts)
        assert repr(made) == repr(slow).replace("Slow", "Quick")


def test_a_missing_or_unknown_argument_is_refused() -> None:
    with pytest.raises(TypeError, match="name"):
        Quick()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="other"):
        Quick("a", other=1)  # type: ignore[call-arg]


def test_it_is_frozen_and_has_no_room_for_more() -> None:
    made = Quick("a")
    assert type(made) is Quick
    with pytest.raises(FrozenInstanceError):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises((FrozenInstanceError, TypeError)):
        made.more = 1  # type: ignore[attr-defined]
    assert not hasattr(made, "__dict__")


def test_equal_ones_are_equal_and_copies_are_too() -> None:
    made = Quick("a", 1, ("x",))
    assert made == Quick("a", 1, ("x",)) != Quick("b", 1, ("x",))
    assert hash(made) == hash(Quick("a", 1, ("x",)))
    assert replace(made, count=2) == Quick("a", 2, ("x",))
    assert copy.deepcopy(made) == made == pickle.loads(pickle.dumps(made))

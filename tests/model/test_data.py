"""Our data classes mean what those of the standard library mean."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from client.model import data


@data.dataclass(frozen=True, slots=True)
class Ours:
    """A frozen one."""

    name: str
    size: int = 3
    token: str = dataclasses.field(default="", repr=False)
    tags: list[str] = dataclasses.field(default_factory=list, compare=False)

    @property
    def double(self) -> int:
        return self.size * 2


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """The same of the standard library."""

    name: str
    size: int = 3
    token: str = dataclasses.field(default="", repr=False)
    tags: list[str] = dataclasses.field(default_factory=list, compare=False)


@data.dataclass(slots=True)
class Open:
    """One that changes."""

    count: int = 0
    seen: list[int] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self.count += 1


@data.dataclass(slots=True, eq=False)
class Alone:
    """One that is equal to itself only."""

    count: int = 0


@data.dataclass(frozen=True, slots=True)
class Named:
    """One with functions of its own."""

    name: str

    def __repr__(self) -> str:
        return "named"

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 7


@pytest.mark.parametrize("given", [(("a",), {}), (("a", 4), {"token": "t"}), ((), {"name": "a", "tags": ["x"]})])
def test_objects_are_made_and_shown_as_the_standard_ones(given: tuple[Any, Any]) -> None:
    ours, theirs = Ours(*given[0], **given[1]), Theirs(*given[0], **given[1])
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours.double == theirs.size * 2


@pytest.mark.parametrize("given", [((), {}), (("a", 1, "", [], 5), {}), (("a",), {"name": "b"}), (("a",), {"other": 1})])
def test_wrong_arguments_are_refused(given: tuple[Any, Any]) -> None:
    for made in (Ours, Theirs):
        with pytest.raises(TypeError):
            made(*given[0], **given[1])


def test_a_secret_is_not_in_what_is_shown() -> None:
    assert "geheim" not in repr(Ours("a", token="geheim"))


def test_frozen_ones_do_not_change() -> None:
    made = Ours("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.size = 4  # type: ignore[misc] # that is what is tried
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.size  # type: ignore[misc] # as above
    assert made.size == 3


def test_what_is_not_a_field_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        Open().other = 1  # type: ignore[attr-defined] # that is what is tried


def test_equal_fields_are_equal_objects_with_equal_hashes() -> None:
    assert Ours("a", tags=["x"]) == Ours("a", tags=["y"])
    assert hash(Ours("a")) == hash(Ours("a"))
    assert Ours("a") != Ours("b")
    assert Ours("a") != Theirs("a")
    assert Open(1) == Open(1)
    assert Alone(1) != Alone(1)
    with pytest.raises(TypeError):
        hash(Open(1))
    assert hash(Alone(1))


def test_lists_are_not_shared() -> None:
    first, second = Open(), Open()
    first.seen.append(1)
    assert second.seen == []
    assert first.count == 1


def test_functions_of_its_own_stay() -> None:
    assert repr(Named("a")) == "named"
    assert Named("a") == Named("b")
    assert hash(Named("a")) == 7


def test_the_standard_library_knows_them() -> None:
    assert dataclasses.is_dataclass(Ours)
    assert [each.name for each in dataclasses.fields(Ours)] == ["name", "size", "token", "tags"]
    assert dataclasses.replace(Ours("a"), size=9).size == 9
    match Ours("a", 5):
        case Ours(name, size):
            assert (name, size) == ("a", 5)


def test_they_can_be_copied_and_sent() -> None:
    made = Ours("a", 4, "t", ["x"])
    assert copy.deepcopy(made) == made
    assert copy.copy(made).tags == ["x"]
    assert pickle.loads(pickle.dumps(made)) == made

"""Data classes whose functions are written at their first use: `from client.model.data import dataclass`.

They mean what those of the standard library mean, with `slots` always and as far as Belfry uses them (`frozen`, `eq`, `field`).
That one writes and compiles six functions for each class while it is imported, which for all of ours took a sixth of a start.
"""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = True, eq: bool = True) -> Callable[[type], type]:
        """Makes a class a data class."""

        def make(cls: type) -> type:
            own = set(vars(cls))
            cls.__doc__ = cls.__doc__ or cls.__name__  # or the signature would be written there, which takes long
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            for name, function in _functions(made, frozen, eq).items():
                if name not in own or (name == "__hash__" and vars(cls)[name] is None):
                    type.__setattr__(made, name, function)
            return made

        return make


def _functions(cls: Any, frozen: bool, eq: bool) -> dict[str, Any]:
    """What a data class has, by name."""
    found: dict[str, Any] = {"__init__": _late(cls, "__init__", lambda: _start(cls, frozen)), "__repr__": _described}
    if eq:
        found["__eq__"] = _late(cls, "__eq__", lambda: _compare(cls))
        found["__hash__"] = _late(cls, "__hash__", lambda: _hash(cls)) if frozen else None
    if frozen:
        found |= {"__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _restore}
    return found


def _late(cls: Any, name: str, write: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """A function that is written when it is called first, and from then on is what was written."""

    def first(self: Any, *args: Any, **named: Any) -> Any:
        written = write()
        if vars(cls).get(name) is first:  # two threads may write it; either will do
            type.__setattr__(cls, name, written)
        return written(self, *args, **named)

    return first


def _write(cls: Any, name: str, head: str, lines: list[str], scope: dict[str, Any]) -> Callable[..., Any]:
    exec("\n ".join([f"def {name}({head}):", *lines]), scope)
    written: Callable[..., Any] = scope[name]
    written.__qualname__ = f"{cls.__qualname__}.{name}"
    return written


def _values(cls: Any, of: str) -> str:
    return "(" + "".join(f"{of}.{each.name}," for each in dataclasses.fields(cls) if each.compare) + ")"


def _compare(cls: Any) -> Callable[..., Any]:
    same = f" return {_values(cls, 'self')} == {_values(cls, 'other')}"
    return _write(cls, "__eq__", "self, other", ["if other.__class__ is self.__class__:", same, "return NotImplemented"], {})


def _hash(cls: Any) -> Callable[..., Any]:
    return _write(cls, "__hash__", "self", [f"return hash({_values(cls, 'self')})"], {})


def _start(cls: Any, frozen: bool) -> Callable[..., Any]:
    """Writes the function that sets the fields."""
    scope: dict[str, Any] = {"_put": object.__setattr__, "_none": object()}
    arguments, lines = [], []
    for each in dataclasses.fields(cls):
        name = value = each.name
        if each.default_factory is not dataclasses.MISSING:
            scope[f"_made_{name}"] = each.default_factory
            arguments.append(f"{name}=_none")
            value = f"_made_{name}() if {name} is _none else {name}"
        elif each.default is not dataclasses.MISSING:
            scope[f"_default_{name}"] = each.default
            arguments.append(f"{name}=_default_{name}")
        else:
            arguments.append(name)
        lines.append(f"_put(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    return _write(cls, "__init__", ", ".join(["self", *arguments]), lines or ["pass"], scope)


def _described(self: Any) -> str:
    shown = [each.name for each in dataclasses.fields(self) if each.repr]
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _refuse(self: object, name: str, value: object = None) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)

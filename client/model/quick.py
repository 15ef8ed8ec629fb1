"""Makes frozen slotted dataclasses cheap to create: those of which every page makes hundreds.

A frozen dataclass writes each field through `object.__setattr__`, which costs as much as reading the field from JSON. Here a
new object is of a plain class with the same slots while its fields are written, and becomes the frozen one at the end.
"""

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

_T = TypeVar("_T")


def made(cls: type[_T]) -> type[_T]:
    """Gives a frozen slotted dataclass a quicker `__init__` with the same arguments. Fields need plain defaults."""
    parts: tuple[Field[Any], ...] = fields(cls)  # type: ignore[arg-type]
    names = [part.name for part in parts]
    open_one = type(f"_Open{cls.__name__}", (), {"__slots__": tuple(names)})
    scope: dict[str, Any] = {"become": object.__setattr__, "open_one": open_one, "frozen": cls}
    arguments = []
    for part in parts:
        if part.default is not MISSING:
            scope[f"default_{part.name}"] = part.default
            arguments.append(f"{part.name}=default_{part.name}")
        else:
            arguments.append(part.name)
    lines = [f"def __init__(self, {', '.join(arguments)}):", " become(self, '__class__', open_one)"]
    lines += [f" self.{name} = {name}" for name in names]
    lines.append(" self.__class__ = frozen")
    exec("\n".join(lines), scope)
    start = scope["__init__"]
    start.__annotations__ = cls.__init__.__annotations__
    start.__qualname__ = f"{cls.__qualname__}.__init__"
    start.__module__ = cls.__module__
    type.__setattr__(cls, "__init__", start)
    return cls

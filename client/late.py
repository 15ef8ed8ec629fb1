"""Modules that are read at their first use: each room names its own in a module `late`, and has it from there.

The first picture then does without them. `importlib.util.LazyLoader` puts the same behind `import`; here what was asked for
once is kept, so the second time costs no more than a module does.
"""

import importlib
from typing import Any


class Late:
    """Stands for a module."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        value = getattr(importlib.import_module(self._name), name)
        setattr(self, name, value)
        return value


def parts(package: str, *names: str) -> "tuple[Late, ...]":
    """Stands for modules of a package, in the order of their names."""
    return tuple(Late(f"{package}.{name}") for name in names)

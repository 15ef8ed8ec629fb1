"""A regular expression, read by the standard library's own parser, as a net of states: what `client.sync.pattern` walks.

Only what is regular has one: references back and looking around have none, and are refused. Counted repeats are written
out, so the net has an upper size; what is larger is refused as well.
"""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]  # private, and the only parser there is
from typing import Any

from client import errors

LONGEST = 1_000  # characters of an expression
NODES = 4_000  # of a net
POSITIONS = 500  # characters that a net can wait for
SETS = 60  # different sets of characters
DEPTH = 60  # groups in groups
_FLAGS = re.IGNORECASE | re.MULTILINE


class Kind(IntEnum):
    """What stands beside a place in a text."""

    EDGE = 0  # nothing: the text begins or ends
    LINE = 1  # a line break
    WORD = 2  # a letter, a digit or _
    OTHER = 3


def kind(char: str) -> Kind:
    """Tells what a character is to places beside it."""
    if char == "\n":
        return Kind.LINE
    return Kind.WORD if char.isalnum() or char == "_" else Kind.OTHER


Holds = Callable[[Kind, Kind], bool]
"""Tells whether a condition holds between a character and the next."""

_PLACES: dict[Any, Holds] = {
    _constants.AT_BEGINNING: lambda before, after: before in (Kind.EDGE, Kind.LINE),
    _constants.AT_BEGINNING_STRING: lambda before, after: before is Kind.EDGE,
    _constants.AT_END: lambda before, after: after in (Kind.EDGE, Kind.LINE),
    _constants.AT_END_STRING: lambda before, after: after is Kind.EDGE,
    _constants.AT_BOUNDARY: lambda before, after: (before is Kind.WORD) != (after is Kind.WORD),
    _constants.AT_NON_BOUNDARY: lambda before, after: (before is Kind.WORD) == (after is Kind.WORD),
}

_REFUSED = {
    _constants.GROUPREF: "recalls",
    _constants.GROUPREF_EXISTS: "recalls",
    _constants.ASSERT: "looks",
    _constants.ASSERT_NOT: "looks",
    _constants.ATOMIC_GROUP: "other",
    _constants.POSSESSIVE_REPEAT: "other",
}


@dataclass(slots=True)
class Net:
    """States joined by steps that need no character, some under a condition, and by positions: steps that take one.

    Node 0 is the begin, node 1 the end. `position_from[p]` leads over a character to `position_to[p]`.
    """

    free: list[list[tuple[int, Holds | None]]] = field(default_factory=lambda: [[], []])
    positions_at: list[list[int]] = field(default_factory=lambda: [[], []])
    position_to: list[int] = field(default_factory=list)
    letters: dict[str, int] = field(default_factory=dict)  # a character -> mask of the positions that take just it
    sets: dict[Any, tuple[re.Pattern[str], int]] = field(default_factory=dict)  # and of those that take it as one of a set
    has_conditions: bool = False

    def node(self) -> int:
        """Adds a node."""
        if len(self.free) >= NODES:
            raise errors.BadPattern("more states than are allowed", reason="slow")
        self.free.append([])
        self.positions_at.append([])
        return len(self.free) - 1

    def join(self, start: int, end: int, holds: Holds | None = None) -> None:
        """Adds a step that needs no character."""
        self.free[start].append((end, holds))
        self.has_conditions = self.has_conditions or holds is not None

    def position(self, start: int, end: int) -> int:
        """Adds a step that takes a character. Returns its bit."""
        if len(self.position_to) >= POSITIONS:
            raise errors.BadPattern("more characters than are allowed", reason="slow")
        self.positions_at[start].append(len(self.position_to))
        self.position_to.append(end)
        return 1 << (len(self.position_to) - 1)

    def reach(self, start: int, before: Kind, after: Kind) -> int:
        """Which positions can be next from a node, as a mask; one bit more, beyond all positions, is the end."""
        found, seen, todo = 0, {start}, [start]
        while todo:
            node = todo.pop()
            for position in self.positions_at[node]:
                found |= 1 << position
            for end, holds in self.free[node]:
                if end not in seen and (holds is None or holds(before, after)):
                    seen.add(end)
                    todo.append(end)
        return found | (1 << len(self.position_to)) if 1 in seen else found


def build(text: str) -> Net:
    """Makes the net of an expression; case counts only in `(?-i:...)`, ^ and $ are those of each line. Raises BadPattern."""
    if len(text) > LONGEST:
        raise errors.BadPattern(f"{len(text)} characters", reason="long")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what may change in a later Python; it is Python's parser, so it fits this one
        try:
            tree = _parser.parse(text, _FLAGS)
        except re.error as error:
            raise errors.BadPattern(error.msg, reason="broken", place=error.pos) from None
        except (RecursionError, OverflowError) as error:
            raise errors.BadPattern(type(error).__name__, reason="slow") from None
        except ValueError as error:  # flags that do not go together
            raise errors.BadPattern(str(error), reason="broken") from None
        builder = _Builder(tree.state)
        builder.sequence(tree, 0, 1, tree.state.flags | re.MULTILINE, 0)
    return builder.net


class _Builder:
    """Writes a parsed expression out as a net."""

    def __init__(self, state: Any) -> None:
        self.net = Net()
        self._state = state

    def sequence(self, items: Sequence[Any], start: int, end: int, flags: int, depth: int) -> None:
        """Joins two nodes by what must stand one after the other."""
        if depth > DEPTH:
            raise errors.BadPattern("groups in groups", reason="slow")
        here = start
        for number, (code, value) in enumerate(items):
            there = end if number == len(items) - 1 else self.net.node()
            self._one(code, value, here, there, flags, depth)
            here = there
        if not len(items):
            self.net.join(start, end)

    def _one(self, code: Any, value: Any, start: int, end: int, flags: int, depth: int) -> None:
        if code in _REFUSED:
            raise errors.BadPattern(str(code), reason=_REFUSED[code])
        if code is _constants.SUBPATTERN:
            _, add, remove, items = value
            self.sequence(items, start, end, (flags | add) & ~remove, depth + 1)
        elif code is _constants.BRANCH:
            for items in value[1]:
                first = self.net.node()
                self.net.join(start, first)
                self.sequence(items, first, end, flags, depth + 1)
        elif code in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            self._repeat(value, start, end, flags, depth + 1)
        elif code is _constants.AT:
            self.net.join(start, end, _PLACES[value])
        elif code is _constants.LITERAL and not flags & re.ASCII:
            bit = self.net.position(start, end)
            char = chr(value)
            for each in {char, char.lower(), char.upper(), char.title()} if flags & re.IGNORECASE else {char}:
                self.net.letters[each] = self.net.letters.get(each, 0) | bit
        else:
            self._set(code, value, start, end, flags)

    def _repeat(self, value: Any, start: int, end: int, flags: int, depth: int) -> None:
        least, most, items = value
        here = start
        for _ in range(least):
            there = self.net.node()
            self.sequence(items, here, there, flags, depth)
            here = there
        if most is _constants.MAXREPEAT:
            loop, back = self.net.node(), self.net.node()
            self.net.join(here, loop)
            self.sequence(items, loop, back, flags, depth)
            self.net.join(back, loop)
            self.net.join(loop, end)
            return
        for _ in range(most - least):
            self.net.join(here, end)
            there = self.net.node()
            self.sequence(items, here, there, flags, depth)
            here = there
        self.net.join(here, end)

    def _set(self, code: Any, value: Any, start: int, end: int, flags: int) -> None:
        """A set of characters is asked of the standard library: for one character it takes no time worth speaking of."""
        flags &= re.IGNORECASE | re.ASCII | re.DOTALL | re.UNICODE
        name = (str(code), str(value), int(flags))
        bit = self.net.position(start, end)
        if name not in self.net.sets:
            if len(self.net.sets) >= SETS:
                raise errors.BadPattern("more sets than are allowed", reason="slow")
            alone = _parser.SubPattern(self._state, [(code, value)])
            self.net.sets[name] = (_compiler.compile(alone, int(flags)), 0)
        known, mask = self.net.sets[name]
        self.net.sets[name] = (known, mask | bit)

"""Regular expressions for experts, whose time is bounded whatever the expression and the text.

Python's `re` may need longer than the world stands for `(a+)+$`. Here all states that an expression can be in move on
together, one character at a time, so that a text is read once; and sets of states met before are remembered.
"""

from client import errors
from client.sync import automaton
from client.sync.automaton import Kind, Net

WAYS = 60_000  # from one position to the next, altogether: what a step may have to look through
REMEMBERED = 4_000  # steps, and characters
SPANS = 50
READING = 4  # times a text is read at most to find the spans

Span = tuple[int, int]


def compile(text: str) -> "Pattern":
    """Makes an expression ready. Raises BadPattern with its `reason`."""
    return Pattern(automaton.build(text))


class Pattern:
    """An expression. Case does not count (`(?-i:...)` makes it count); ^ and $ stand for begin and end of each line."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._end = 1 << len(net.position_to)
        self._bytes = len(net.position_to) // 8 + 1
        self._reach: dict[tuple[int, int], int] = {}
        self._eight: dict[tuple[int, int, int], int] = {}
        self._masks: dict[str, int] = {}
        self._steps: dict[tuple[int, int, str], tuple[int, bool]] = {}
        ways = sum(self._next_of(position, 0).bit_count() for position in range(len(net.position_to)))
        if ways > WAYS:
            raise errors.BadPattern("more ways than are allowed", reason="slow")

    def matches(self, text: str) -> bool:
        """Tells whether the expression fits anywhere in the text."""
        states, before = 0, Kind.EDGE
        steps = self._steps
        for char in text:
            step = steps.get((states, before, char))
            if step is None:
                step = self._step(states, before, char, True)
            states, fits = step
            if fits:
                return True
            before = automaton.kind(char)
        return bool((self._candidates(states, before, Kind.EDGE) | self._first(before, Kind.EDGE)) & self._end)

    def search(self, text: str) -> tuple[Span, ...]:
        """Where it fits, the first and longest each time, at most fifty; empty places are left out."""
        if not self.matches(text):
            return ()
        found: list[Span] = []
        start, left = 0, READING * len(text) + 1000
        while start < len(text) and len(found) < SPANS and left > 0:
            end, read = self._longest(text, start)
            left -= read + 1
            if end > start:
                found.append((start, end))
            start = max(end, start + 1)
        return tuple(found)

    def _longest(self, text: str, start: int) -> Span:
        """The end of the longest fit that begins here, `start` if none, and how many characters were read for it."""
        before = automaton.kind(text[start - 1]) if start else Kind.EDGE
        states, best, begun = 0, start, False
        for place in range(start, len(text) + 1):
            after = automaton.kind(text[place]) if place < len(text) else Kind.EDGE
            candidates = self._candidates(states, before, after) if begun else self._first(before, after)
            if candidates & self._end:
                best = place
            if place == len(text):
                break
            states = candidates & self._mask(text[place])
            if not states:
                return best, place - start
            before, begun = after, True
        return best, len(text) - start

    # --- one step -----------------------------------------------------------------------------------------------------

    def _step(self, states: int, before: Kind, char: str, anywhere: bool) -> tuple[int, bool]:
        """The states after a character, and whether the expression fits before it."""
        after = automaton.kind(char)
        candidates = self._candidates(states, before, after)
        if anywhere:
            candidates |= self._first(before, after)
        if len(self._steps) >= REMEMBERED:
            self._steps.clear()
        step = candidates & self._mask(char), bool(candidates & self._end)
        self._steps[states, before, char] = step
        return step

    def _context(self, before: Kind, after: Kind) -> int:
        return before * 4 + after if self._net.has_conditions else 0

    def _first(self, before: Kind, after: Kind) -> int:
        return self._next_of(-1, self._context(before, after))

    def _candidates(self, states: int, before: Kind, after: Kind) -> int:
        """All positions that can be next after any of these, eight of them at a time."""
        if not states:
            return 0
        found, context = 0, self._context(before, after)
        for number, byte in enumerate(states.to_bytes(self._bytes, "little")):
            if byte:
                eight = self._eight.get((number, byte, context))
                found |= self._eight_of(number, byte, context) if eight is None else eight
        return found

    def _eight_of(self, number: int, byte: int, context: int) -> int:
        found = 0
        for bit in range(8):
            if byte >> bit & 1:
                found |= self._next_of(number * 8 + bit, context)
        self._eight[number, byte, context] = found
        return found

    def _next_of(self, position: int, context: int) -> int:
        """What can be next after a position, -1 for the begin."""
        known = self._reach.get((position, context))
        if known is None:
            node = 0 if position < 0 else self._net.position_to[position]
            known = self._net.reach(node, Kind(context // 4), Kind(context % 4))
            self._reach[position, context] = known
        return known

    def _mask(self, char: str) -> int:
        """Which positions take a character."""
        mask = self._masks.get(char)
        if mask is None:
            mask = self._net.letters.get(char, 0)
            for known, bits in self._net.sets.values():
                if known.match(char):
                    mask |= bits
            if len(self._masks) >= REMEMBERED:
                self._masks.clear()
            self._masks[char] = mask
        return mask

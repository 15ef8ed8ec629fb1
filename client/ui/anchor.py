"""Where a reader is in a long list: the row at the top edge and how many px of it are above that edge. Nothing else.

Only rows that are seen are ever measured, so the list may be of any length. Knows no Qt; heights come from a function.
"""

from collections.abc import Callable
from dataclasses import dataclass

UNIT = 64
"""The scroll bar counts in so many parts of a row, so that no height of an unseen row is needed."""


@dataclass(slots=True)
class Mark:
    """A row that is seen: its index, the y of its upper edge, its id. The index moves along with insertions and removals."""

    index: int
    y: int
    row_id: int = 0


class Anchor:
    """The reading place. `rows` are those that are seen: (index, y, height), from top to bottom, after `walk`."""

    def __init__(self, height_of: Callable[[int], int]) -> None:
        self._height_of = height_of
        self.count = 0
        self.view = 0  # height of the window on the list, px
        self.top = 0
        self.offset = 0
        self.rows: list[tuple[int, int, int]] = []

    @property
    def at_top(self) -> bool:
        """Whether the very first row stands at the upper edge."""
        return self.top == 0 and self.offset == 0

    @property
    def at_end(self) -> bool:
        """Whether the last row is seen to its end."""
        if not self.rows:
            return True
        index, y, height = self.rows[-1]
        return index == self.count - 1 and y + height <= self.view

    def walk(self) -> int:
        """Finds the rows that are seen and returns the y below the last of them."""
        return self._walk_from([], self.top, -self.offset)

    def _slide(self) -> int:
        """As `walk`, after a scroll down: the rows whose place is known are not looked at again."""
        old = self.rows
        start = self.top - old[0][0] if old else 0
        if not old or not 0 <= start < len(old):
            return self.walk()
        shift = old[start][1] + self.offset
        rows = [(index, y - shift, height) for index, y, height in old[start:]]
        index, y, height = rows[-1]
        return self._walk_from(rows, index + 1, y + height)

    def _walk_from(self, rows: list[tuple[int, int, int]], index: int, y: int) -> int:
        height_of = self._height_of
        while y < self.view and index < self.count:
            height = height_of(index)
            rows.append((index, y, height))
            y += height
            index += 1
        self.rows = rows
        return y

    def scroll(self, distance: int) -> int:
        """Moves on by px (down is positive), not past the ends. Returns how far it really went."""
        if distance <= 0:
            left = self._retreat(-distance)
            self.walk()
            return distance + left
        moved = distance - self._advance(distance)
        short = self.view - self._slide()
        if short > 0:
            back = min(short, moved)
            moved -= back - self._retreat(back)
            self.walk()
        return moved

    def _advance(self, distance: int) -> int:
        """Moves down; returns what was left at the end of the list."""
        if not self.count:
            return distance
        self.offset += distance
        while self.top < self.count:
            height = self._height_of(self.top)
            if self.offset < height:
                return 0
            if self.top == self.count - 1:
                left = self.offset - height + 1
                self.offset = height - 1
                return left
            self.offset -= height
            self.top += 1
        return distance

    def _retreat(self, distance: int) -> int:
        """Moves up; returns what was left at the start of the list."""
        self.offset -= distance
        while self.offset < 0 and self.top > 0:
            self.top -= 1
            self.offset += self._height_of(self.top)
        left = max(0, -self.offset)
        self.offset = max(0, self.offset)
        return left

    def put(self, index: int, y: int) -> None:
        """Puts a row's upper edge at a pixel; only the start of the list can prevent that."""
        self.top = max(0, min(index, self.count - 1))
        self.offset = 0
        if y > 0:
            self._retreat(y)
        elif y < 0:
            self._advance(-y)
        self.walk()

    def fill(self) -> None:
        """Goes up when there is empty room below the last row; for when the window has grown."""
        short = self.view - self.walk()
        if short > 0 and not self.at_top:
            self._retreat(short)
            self.walk()

    def to_end(self) -> None:
        """Shows the last row to its end."""
        self.top, self.offset = max(0, self.count - 1), 0
        if self.count:
            self._retreat(max(0, self.view - self._height_of(self.top)))
            self._advance(max(0, self._height_of(self.count - 1) - self.view))
        self.walk()

    def index_at(self, y: int) -> int:
        """The index of the row at a y, -1 where there is none."""
        return next((index for index, top, height in self.rows if top <= y < top + height), -1)

    def find(self, index: int) -> tuple[int, int] | None:
        """The y and height of a row that is seen, else None."""
        return next(((y, height) for number, y, height in self.rows if number == index), None)

    # --- the list changes ---------------------------------------------------------------------------------------------

    def inserted(self, at: int, count: int, marks: list[Mark]) -> None:
        """Rows came in: what is above moves the place along."""
        if at <= self.top and self.count:
            self.top += count
        self.count += count
        for mark in marks:
            if at <= mark.index:
                mark.index += count

    def removed(self, at: int, count: int, marks: list[Mark]) -> None:
        """Rows went: marks on them are dropped."""
        self.count -= count
        marks[:] = [mark for mark in marks if not at <= mark.index < at + count]
        for mark in marks:
            if mark.index >= at + count:
                mark.index -= count
        if self.top >= at + count:
            self.top -= count
        elif self.top >= at:
            self.top, self.offset = max(0, min(at, self.count - 1)), 0

    # --- the scroll bar -----------------------------------------------------------------------------------------------

    def page(self, usual_height: int) -> int:
        """The page step of the bar, from the height of an ordinary row."""
        return max(1, self.view * UNIT // max(1, usual_height))

    def value(self, maximum: int) -> int:
        """Where the bar stands."""
        if self.at_top or not self.rows:
            return 0
        if self.at_end:
            return maximum
        inside = self.offset * UNIT // max(1, self.rows[0][2])
        return max(1, min(self.top * UNIT + inside, maximum - 1))

    def go_to(self, value: int, maximum: int) -> None:
        """Follows the bar."""
        if value >= maximum:
            self.to_end()
            return
        self.top = max(0, min(value // UNIT, self.count - 1))
        self.offset = self._height_of(self.top) * (value % UNIT) // UNIT if self.count else 0
        self.fill()

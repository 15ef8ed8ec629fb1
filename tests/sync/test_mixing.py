"""The merged order against the plain definition of it: sort everything, leave out doubles, cut at the horizon."""

import random
from array import array

from hypothesis import given
from hypothesis import strategies as st

from client.model.change import Edit, Inserted, Removed, Reset
from client.model.instant import Instant
from client.store.marks import Mark
from client.sync import timeline
from client.sync.mixing import FIRST, LAST, Mix, SortKey


def made(number: int, at: int, post: int, reason: int) -> Mark:
    """A row; the same post and reason may come from any source."""
    return Mark(number, Instant(at), number, (post, reason))


class Model:
    """Sources as plain lists, and the merged order by definition."""

    def __init__(self, sources: int) -> None:
        self.sources: list[list[Mark]] = [[] for _ in range(sources)]
        self.floor: SortKey = FIRST

    def keys(self) -> dict[int, SortKey]:
        keys: dict[int, SortKey] = {}
        for number, rows in enumerate(self.sources):
            above: SortKey = (FIRST[0] + 1, number, 0, 0)
            for row in rows:
                above = (-row.at, number, -row.tie, 0) if row.at is not None else (*above[:3], above[3] + 1)
                keys[row.id] = above
        return keys

    def shown(self) -> list[int]:
        keys = self.keys()
        seen, out = set(), []
        for row in sorted((row for rows in self.sources for row in rows), key=lambda row: (keys[row.id], row.id)):
            thing = row.thing
            if thing is not None and thing in seen:
                continue
            seen.add(thing)
            out.append((keys[row.id], row.id))
        return [row_id for key, row_id in out if key <= self.floor]


def place(rows: list[Mark], row: Mark) -> int:
    """Where a new row belongs in its source: newest first, higher id first within equal time."""
    assert row.at is not None
    own = (-row.at, -row.tie)
    at = 0
    last = (-(2**70), 0)
    for number, other in enumerate(rows):
        if other.at is not None:
            last = (-other.at, -other.tie)
        if last < own:
            at = number + 1
    return at


@given(st.integers(0, 10**9), st.integers(2, 3), st.booleans())
def test_a_merged_feed_is_exactly_the_sorted_union_without_doubles(seed: int, sources: int, cut: bool):
    rng = random.Random(seed)
    mix, model = Mix(sources), Model(sources)
    view = array("q")
    number = 0
    for _ in range(rng.randint(1, 40)):
        source = rng.randrange(sources)
        rows = model.sources[source]
        contents: dict[int, Mark] = {}
        edits: list[Edit] = []
        act = rng.random()
        if act < 0.6 or not rows:
            for _ in range(rng.randint(1, 4)):
                number += 1
                row = made(number, rng.randint(1, 12), rng.randint(1, 6), rng.randint(0, 2))
                at = place(rows, row)
                rows.insert(at, row)
                contents[row.id] = row
                edits.append(Inserted(at, array("q", (row.id,))))
        elif act < 0.7:
            number += 1
            row = Mark(number, None)
            at = rng.randint(1, len(rows))
            rows.insert(at, row)
            contents[row.id] = row
            edits.append(Inserted(at, array("q", (row.id,))))
        elif act < 0.93:
            at = rng.randrange(len(rows))
            count = rng.randint(1, min(3, len(rows) - at))
            del rows[at : at + count]
            edits.append(Removed(at, count))
        else:
            kept = [row for row in rows if rng.random() < 0.7 and row.at is not None]
            rows[:] = kept
            contents = {row.id: row for row in kept}
            edits.append(Reset(array("q", (row.id for row in kept))))
        for edit in edits:
            mix.take(source, edit, contents)
        horizon = rng.choice([LAST, (-rng.randint(0, 13), 0, 0, 0)]) if cut else LAST
        told = mix.settle(horizon)
        model.floor = max(model.floor, horizon)
        assert list(mix.ids) == model.shown()
        if model.floor == LAST:
            shown = model.shown()
            model.floor = model.keys()[shown[-1]] if shown else FIRST
        for edit in told:
            timeline.apply(view, edit)
        assert view == mix.ids
        for each in view:
            assert mix.is_shown(each)
            assert mix.owner[each] in range(sources)
        everything = {row.id for rows in model.sources for row in rows}
        assert set(mix.owner) == everything


def test_many_edits_at_once_are_told_as_one():
    mix = Mix(2)
    rows = {number: made(number, number * 2, number, 0) for number in range(1, 401)}
    mix.take(0, Inserted(0, array("q", reversed(range(1, 401)))), rows)
    assert len(mix.settle(LAST)) == 1
    others = {number + 1000: made(number + 1000, number * 2 + 1, number + 1000, 0) for number in range(1, 401)}
    mix.take(1, Inserted(0, array("q", (number + 1000 for number in reversed(range(1, 401))))), others)
    edits = mix.settle(LAST)
    assert len(edits) == 1
    assert isinstance(edits[0], Reset)
    assert len(edits[0].ids) == 800


def test_a_double_takes_the_place_of_the_row_that_is_deleted():
    mix = Mix(2)
    one, two = made(1, 10, 7, 0), made(2, 10, 7, 0)
    mix.take(0, Inserted(0, array("q", (1,))), {1: one})
    mix.take(1, Inserted(0, array("q", (2,))), {2: two})
    mix.settle(LAST)
    assert list(mix.ids) == [1]
    mix.take(0, Removed(0, 1), {})
    mix.settle(LAST)
    assert list(mix.ids) == [2]


def test_a_row_whose_content_is_gone_is_not_shown():
    mix = Mix(1)
    mix.take(0, Inserted(0, array("q", (3, 2, 1))), {3: made(3, 3, 3, 0), 1: made(1, 1, 1, 0)})
    mix.settle(LAST)
    assert list(mix.ids) == [3, 1]
    mix.take(0, Removed(1, 1), {})
    mix.settle(LAST)
    assert list(mix.ids) == [3, 1]

"""The arithmetic of the reading place, for lists of any heights."""

from hypothesis import given
from hypothesis import strategies as st

from client.ui.anchor import UNIT, Anchor, Mark

HEIGHTS = st.lists(st.integers(20, 400), min_size=1, max_size=40)


def anchor(heights: list[int], view: int = 500) -> Anchor:
    made = Anchor(lambda index: heights[index])
    made.count, made.view = len(heights), view
    made.walk()
    return made


def edge(place: Anchor, heights: list[int]) -> int:
    return sum(heights[: place.top]) + place.offset


@given(HEIGHTS, st.lists(st.integers(-900, 900), max_size=12))
def test_scrolling_is_that_of_one_long_page(heights: list[int], steps: list[int]) -> None:
    place = anchor(heights)
    longest = max(0, sum(heights) - place.view)
    where = 0
    for step in steps:
        wanted = max(0, min(where + step, longest))
        assert place.scroll(step) == wanted - where
        where = wanted
        assert edge(place, heights) == where
        shown = list(place.rows)
        place.walk()
        assert place.rows == shown


@given(HEIGHTS, st.data())
def test_a_row_that_is_put_stays_there_when_others_come_and_go(heights: list[int], data: st.DataObject) -> None:
    heights = [300, 300, *heights, 300, 300]
    place = anchor(heights)
    place.put(2, data.draw(st.integers(-heights[2] + 1, 200)))
    index, y = 2, place.find(2)[0]  # type: ignore[index]
    marks = [Mark(index, y)]
    at = data.draw(st.integers(0, 2))
    fresh = data.draw(st.lists(st.integers(20, 400), min_size=1, max_size=9))
    heights[at:at] = fresh
    place.inserted(at, len(fresh), marks)
    assert marks[0].index == index + len(fresh)
    place.put(marks[0].index, marks[0].y)
    assert place.find(marks[0].index) == (y, heights[marks[0].index])


def test_a_mark_on_a_row_that_goes_is_dropped() -> None:
    place = anchor([100] * 20)
    marks = [Mark(4, 0), Mark(5, 100), Mark(9, 500)]
    place.removed(3, 2, marks)
    assert [(mark.index, mark.y) for mark in marks] == [(3, 100), (7, 500)]


@given(HEIGHTS)
def test_the_bar_reaches_both_ends(heights: list[int]) -> None:
    place = anchor(heights)
    maximum = max(1, len(heights) * UNIT - place.page(140))
    place.go_to(maximum, maximum)
    assert place.at_end
    assert place.value(maximum) in (maximum, 0)
    place.go_to(0, maximum)
    assert place.at_top
    assert place.value(maximum) == 0


def test_only_what_is_seen_is_measured() -> None:
    asked: set[int] = set()

    def height(index: int) -> int:
        asked.add(index)
        return 100

    place = Anchor(height)
    place.count, place.view = 100_000, 700
    place.walk()
    place.go_to(50_000 * UNIT + 10, 100_000 * UNIT)
    place.scroll(40)
    place.inserted(0, 50, [])
    place.walk()
    assert len(asked) < 40


def test_an_empty_list_is_at_both_ends() -> None:
    place = anchor([1])
    place.count = 0
    place.walk()
    place.to_end()
    assert place.scroll(10) == 0
    assert place.at_top
    assert place.at_end
    assert place.index_at(5) == -1

"""Nobody takes a filtered column for all there is: its header says so, and gives way only where there is no room for both."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QFontMetrics

from client import settings
from client.model.column import ColumnId
from client.model.instant import Instant
from client.model.sifting import Filters
from tests.ui import fakes
from tests.ui.desk_stage import DeskStage, Set, column

SMOKE = Filters(any=("rook",))


def filtered(stage: DeskStage, name: str, counted: tuple[int, int] = (86, 100)) -> None:
    stage.desk.feed(ColumnId(name)).counted = counted  # type: ignore[attr-defined]
    stage.shell.control.build()
    stage.settle()


def test_a_filtered_column_says_so_with_the_count_in_its_tip(set_up: Set) -> None:
    stage = set_up(replace(column("one", "mentions"), filters=SMOKE), column("two"))
    filtered(stage, "one")
    header = stage.view("one").header
    assert (header._remark.text(), header._remark.isVisible()) == ("filtered", True)
    assert "Filters: 86 of the last 100 posts" in header.toolTip()
    assert header.accessibleDescription().endswith("Filters: 86 of the last 100 posts")
    assert stage.view("one").base.view.accessibleDescription().endswith(", filtered")
    assert not stage.view("two").header._remark.isVisible()
    assert "ilter" not in stage.view("two").header.toolTip()


def test_a_cleared_column_that_filters_nothing_is_not_called_filtered(set_up: Set) -> None:
    stage = set_up(replace(column("one"), filters=Filters(cleared=Instant(fakes.NOW))))
    assert not stage.view("one").header._remark.isVisible()


@pytest.mark.parametrize("size", [100, 150, 200])
@pytest.mark.parametrize("width", [240, 280, 340])
def test_the_word_of_the_state_is_never_cut_for_it(set_up: Set, size: int, width: int) -> None:
    spec = column("one", "mentions", fakes.GM, fakes.BW, width=width)
    plain = set_up(spec)
    plain.shell.change(settings.TEXT_SIZE, size)
    plain.settle()
    alone = plain.view("one").header._state.width()
    plain.window.hide()
    stage = set_up(replace(spec, filters=SMOKE))
    stage.shell.change(settings.TEXT_SIZE, size)
    filtered(stage, "one")
    state = stage.view("one").header._state
    needed = QFontMetrics(state.font()).horizontalAdvance(state.text())
    assert state.width() >= min(alone, needed)

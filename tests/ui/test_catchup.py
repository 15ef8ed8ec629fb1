"""After hours away: what was missed is offered, not pressed on anyone; who leaves is where he was, by pixel and by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from client.model.instant import Instant
from client.model.post import Counts
from client.model.row import Gap, Row
from client.model.sifting import Partner
from client.ui import catchup_control, focus
from client.ui.catchup import CatchUpDialog, MissedPost
from client.ui.catchup_bars import Bars
from tests.ui import samples
from tests.ui.desk_stage import DeskStage, posts

HOUR = 3_600_000


def arrive(stage: DeskStage, rows: list[Row]) -> None:
    """Has rows come into the first column, not read."""
    feed = stage.desk.feed("one")
    feed.arrive(rows)
    feed.is_unread = lambda row_id: row_id in list(feed.ids)[: feed.unread]  # type: ignore[method-assign]  # the fake knows a number only
    stage.settle()


def missed(stage: DeskStage) -> None:
    """Two hours of posts above the marker in the first column, and a gap."""
    first = samples.row(samples.post("Is de brug open?", minutes=5, counts=Counts(replies=7)))
    others = [samples.row(samples.post(f"Later {number}", minutes=70 + number)) for number in range(3)]
    gap = Row(999_999, first.account, gap=Gap(Instant(samples.NOW - 2 * HOUR), Instant(samples.NOW - HOUR)))
    arrive(stage, [first, *others[:2], gap, others[2]])


def open_it(stage: DeskStage) -> CatchUpDialog:
    stage.shell.act("catch_up")
    stage.settle()
    dialog = stage.dialog
    assert isinstance(dialog, CatchUpDialog)
    return dialog


def test_it_shows_questions_the_most_answered_hours_and_gaps(three: DeskStage) -> None:
    missed(three)
    dialog = open_it(three)
    (part,) = dialog.columns
    assert part.summary.text() == "5 posts not read"
    said = [button.accessibleName() for button in part.findChildren(MissedPost)]
    assert len(said) == 2
    assert all("Is de brug open?" in each for each in said)
    assert "7 replies" in said[1]
    (bars,) = part.findChildren(Bars)
    assert "1 post" in bars.accessibleDescription()
    assert "3 posts" in bars.accessibleDescription()
    names = [stop.accessibleName() for stop in focus.stops(dialog)]
    assert "Load them" in names
    assert all(names)


def test_leaving_it_leaves_every_column_at_its_pixel_and_the_keyboard_where_it_was(three: DeskStage) -> None:
    missed(three)
    view = three.view("two").base.view
    view.restore(view.feed.ids[7], 13)
    three.shell.control.focus_column("two")
    three.settle()
    before = [three.view(name).base.view.place for name in ("one", "two", "three")]
    where = QApplication.focusWidget()
    open_it(three)
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None
    assert [three.view(name).base.view.place for name in ("one", "two", "three")] == before
    assert QApplication.focusWidget() is where
    assert three.current() == "two"


def test_opening_a_post_goes_to_it_in_its_column_and_back_again(three: DeskStage) -> None:
    missed(three)
    view = three.view("one").base.view
    view.restore(view.feed.ids[20], 9)
    three.shell.control.focus_column("three")
    three.settle()
    before = view.place
    dialog = open_it(three)
    three.click(dialog.columns[0].findChildren(MissedPost)[0])
    assert three.dialog is None
    assert three.current() == "one"
    assert view.current_row().id == three.desk.feed("one").ids[0]
    three.window.toast.undo.click()
    three.settle()
    assert view.place == before
    assert three.current() == "three"


def test_marking_as_read_and_loading_what_is_missing(three: DeskStage) -> None:
    missed(three)
    dialog = open_it(three)
    feed = three.desk.feed("one")
    asked: list[int] = []
    feed.fill_gap = asked.append  # type: ignore[method-assign]  # the fake's own way to be asked
    load = next(stop for stop in focus.stops(dialog) if stop.accessibleName() == "Load them")
    three.click(load)
    assert asked == [999_999]
    three.click(dialog.columns[0].marked)
    assert feed.unread == 0
    assert dialog.columns[0].summary.text() == "All read"


def test_partners_have_a_list_of_their_own(three: DeskStage) -> None:
    row = posts(1)[0]
    assert row.entry is not None
    assert row.entry.post is not None
    three.desk.set_partners((Partner(row.entry.post.author.handle),))
    arrive(three, [row])
    assert len(open_it(three).columns[0].findChildren(MissedPost)) >= 1


def test_nothing_missed_is_said(three: DeskStage) -> None:
    dialog = open_it(three)
    assert dialog.columns == []
    three.key(Qt.Key.Key_Escape)


def test_it_is_offered_after_hours_away_and_never_opens_by_itself(three: DeskStage) -> None:
    missed(three)
    control = catchup_control.of(three.shell, three.desk, three.accounts)  # type: ignore[arg-type]
    control.look()
    three.settle()
    assert three.window.offered is None
    three.desk.absence.since = Instant(samples.NOW - 5 * HOUR)
    three.shell.control.focus_column("two")
    control.look()
    control.offer()
    three.settle()
    assert three.dialog is None
    bar = three.window.offered
    assert bar.accessibleName() == "You were away for 5 h. 5 posts not read."
    assert three.window.focusWidget() is three.view("two").base.view, "it never takes the keyboard"
    assert bar.geometry().top() > three.shell.deck.geometry().bottom(), "it covers nothing"
    three.window.say("Something else was said.")
    three.settle()
    assert three.window.offered is bar
    three.click(bar.link)
    assert isinstance(three.dialog, CatchUpDialog)
    assert three.window.offered is None
    control.close()


def test_the_offer_moves_no_row_and_is_put_away_by_key(three: DeskStage) -> None:
    missed(three)
    views = [three.view(name).base.view for name in ("one", "two", "three")]
    before = [[(y, height) for _, y, height in view.anchor.rows][:3] for view in views]
    control = catchup_control.of(three.shell, three.desk, three.accounts)  # type: ignore[arg-type]
    three.desk.absence.since = Instant(samples.NOW - 5 * HOUR)
    control.look()
    control.offer()
    three.settle()
    assert [[(y, height) for _, y, height in view.anchor.rows][:3] for view in views] == before
    three.shell.control.focus_column("two")
    three.key(Qt.Key.Key_F6)
    bar = three.window.offered
    assert bar.isAncestorOf(three.window.focusWidget())
    three.key(Qt.Key.Key_Escape)
    assert three.window.offered is None
    control.close()


def test_who_does_nothing_is_not_here(three: DeskStage) -> None:
    control = catchup_control.of(three.shell, three.desk, three.accounts)  # type: ignore[arg-type]
    control.look()
    heard = three.desk.absence.heard
    control.look()
    assert three.desk.absence.heard == heard
    three.shell.control.focus_column("three")
    three.settle()
    control.look()
    assert three.desk.absence.heard == heard + 1
    control.close()

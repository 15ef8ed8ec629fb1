"""How many posts are new is said only when asked for, and at most once every half minute."""

from client import settings
from client.model.change import ReadChanged
from tests.ui.desk_stage import DeskStage


def come(stage: DeskStage, column: str, unread: int) -> None:
    feed = stage.desk.feed(column)  # type: ignore[arg-type]
    feed.unread = unread
    stage.changes.publish(ReadChanged(feed.key, unread))
    stage.settle()


def test_nothing_is_said_until_it_is_switched_on(three: DeskStage) -> None:
    come(three, "one", 5)
    assert three.shell.new_posts.last == ""
    three.settings.set(settings.ANNOUNCE_NEW, True)
    come(three, "one", 7)
    assert three.shell.new_posts.last == "2 new in Mentions"


def test_what_comes_within_half_a_minute_is_said_together_at_its_end(three: DeskStage) -> None:
    three.settings.set(settings.ANNOUNCE_NEW, True)
    said = three.shell.new_posts
    come(three, "one", 1)
    assert said.last == "1 new in Mentions"
    come(three, "one", 4)
    come(three, "two", 2)
    assert said.last == "1 new in Mentions"
    assert said.pause.isActive()
    assert said.pause.interval() == 30_000
    said.pause.timeout.emit()
    assert said.last == "3 new in Mentions, 2 new in meerdamfeest"


def test_what_was_read_meanwhile_is_not_called_new(three: DeskStage) -> None:
    three.settings.set(settings.ANNOUNCE_NEW, True)
    said = three.shell.new_posts
    come(three, "two", 1)
    come(three, "one", 4)
    come(three, "one", 0)
    said.last = ""
    said.pause.timeout.emit()
    assert said.last == ""

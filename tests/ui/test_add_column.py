"""Adding a column: chips for what servers understand, what a server can know, how much comes in, kinds without account, fit."""

import pytest
from PySide6.QtCore import Qt

from client.model.account import AccountHealth
from client.model.query import Operator
from client.ui import add_preview
from tests.ui import fakes, samples
from tests.ui.desk_stage import DeskStage, Set, column

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support.*")


def opened(stage: DeskStage, kind: str) -> object:
    stage.shell.act("add_column")
    stage.settle()
    stage.dialog.kinds.choose(kind)
    stage.settle()
    return stage.dialog


def test_chips_put_in_what_the_servers_understand(three: DeskStage) -> None:
    field = opened(three, "search")._fields[0]  # type: ignore[attr-defined]
    assert [operator for operator, chip in field.chips.items() if chip.isVisible()] == [
        Operator.PHRASE,
        Operator.NOT,
        Operator.FROM,
    ]
    field.edit.setText("rook")
    three.click(field.chips[Operator.PHRASE])
    three.key("grote brand")
    assert field.edit.text() == 'rook "grote brand"'
    three.key(Qt.Key.Key_End)
    three.click(field.chips[Operator.NOT])
    three.key("kermis")
    three.click(field.chips[Operator.FROM])
    assert field.edit.text() == 'rook "grote brand" -kermis from:'
    assert field.edit.hasFocus()
    three.key(Qt.Key.Key_Escape)


def test_chosen_words_come_between_the_quotes(three: DeskStage) -> None:
    field = opened(three, "search")._fields[0]  # type: ignore[attr-defined]
    field.edit.setText("grote brand")
    field.edit.selectAll()
    field.put(Operator.PHRASE)
    assert field.edit.text() == '"grote brand"'
    three.key(Qt.Key.Key_Escape)


def test_servers_that_understand_nothing_get_no_chips(set_up: Set) -> None:
    stage = set_up(column("one"))
    stage.accounts.the_network.operators = lambda server: frozenset()  # type: ignore[method-assign]
    field = opened(stage, "search")._fields[0]  # type: ignore[attr-defined]
    assert field._chips.isHidden()
    stage.key(Qt.Key.Key_Escape)


@pytest.mark.parametrize(("kind", "said"), [("search", True), ("hashtag", True), ("federated", True), ("home", False)])
def test_what_a_server_can_know_is_said_where_the_choice_is_made(three: DeskStage, kind: str, said: bool) -> None:
    dialog = opened(three, kind)
    assert dialog._where_box.isVisible() is said  # type: ignore[attr-defined]
    three.key(Qt.Key.Key_Escape)


def test_a_list_of_kinds_without_any_says_so(three: DeskStage) -> None:
    kinds = opened(three, "search").kinds  # type: ignore[attr-defined]
    assert not kinds.none.isVisible()
    kinds.field.setText("zeppelin")
    assert kinds.none.isVisible()
    kinds.field.setText("")
    assert not kinds.none.isVisible()
    three.key(Qt.Key.Key_Escape)


def test_a_kind_without_account_asks_for_none(set_up: Set) -> None:
    stage = set_up(column("one"), accounts=(fakes.GM,))
    stage.accounts.set_health(fakes.GM.id, AccountHealth.SIGNED_OUT)
    stage.settle()
    dialog = opened(stage, "stored")
    assert dialog.spec().kind == "stored"  # type: ignore[attr-defined]
    assert dialog._sources_box.isHidden()  # type: ignore[attr-defined]
    dialog._fields[0].edit.setText("rook")  # type: ignore[attr-defined]
    stage.key(Qt.Key.Key_Return)
    assert stage.dialog is None
    assert stage.desk.deck.columns[1].accounts == ()


# --- how much comes in --------------------------------------------------------------------------------------------------


class Feed:
    """Rows of so many minutes ago."""

    def __init__(self, *minutes: int, at_end: bool = False, known: int = 1000) -> None:
        rows = [samples.row(samples.post("x", minutes=each)) for each in minutes]
        self.ids = [row.id for row in rows]
        self.at_end = at_end
        self._rows = {row.id: row for row in rows[:known]}

    def row(self, row_id: int) -> object:
        return self._rows.get(row_id)


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        (Feed(1, 5, 30, 61, 90), "3 posts in the last hour"),
        (Feed(1, 61), "1 post in the last hour"),
        (Feed(70, 90), "No post in the last hour"),
        (Feed(1, 5, 30), "At least 3 posts in the last hour"),
        (Feed(1, 5, 30, at_end=True), "3 posts in the last hour"),
        (Feed(at_end=True), "No post in the last hour"),
        (Feed(), ""),
        (Feed(1, 5, 70, known=1), "At least 1 post in the last hour"),
        (Feed(1, 5, known=0), ""),
        (Feed(*[1] * 200, at_end=True), "At least 120 posts in the last hour"),
    ],
)
def test_the_last_hour_is_counted_no_further_than_it_is_known(feed: Feed, said: str) -> None:
    assert add_preview.lately(feed, samples.NOW) == said  # type: ignore[arg-type]


def test_the_preview_says_how_much_comes_in_and_nothing_for_notifications(three: DeskStage) -> None:
    dialog = opened(three, "home")
    dialog._show_preview()  # type: ignore[attr-defined]
    assert "in the last hour" in dialog.preview.count.text()  # type: ignore[attr-defined]
    dialog.kinds.choose("notifications")  # type: ignore[attr-defined]
    dialog._show_preview()  # type: ignore[attr-defined]
    assert dialog.preview.count.text() == ""  # type: ignore[attr-defined]
    three.key(Qt.Key.Key_Escape)


@pytest.mark.parametrize(("size", "text"), [((1600, 900), 100), ((1366, 768), 100), ((1366, 768), 150), ((1366, 768), 200)])
def test_no_button_of_the_dialog_is_cut(set_up: Set, size: tuple[int, int], text: int) -> None:
    from client import settings

    stage = set_up(column("one"), size=size)
    stage.shell.change(settings.TEXT_SIZE, text)
    dialog = opened(stage, "search")
    for button in (dialog.main, dialog.paste.link, dialog.shut):  # type: ignore[attr-defined]
        assert button.width() >= button.sizeHint().width()
        assert button.visibleRegion().boundingRect() == button.rect()
    assert dialog.name.width() >= 120  # type: ignore[attr-defined]
    stage.key(Qt.Key.Key_Escape)


def test_looking_at_a_column_before_it_is_added_reads_nothing(three: DeskStage) -> None:
    dialog = opened(three, "home")
    dialog._show_preview()  # type: ignore[attr-defined]
    three.settle()
    feed = dialog.preview.feed  # type: ignore[attr-defined]
    view = dialog.preview.view.base.view  # type: ignore[attr-defined]
    feed.marker = feed.ids[5]
    assert view.isVisible()
    assert view.isActiveWindow()
    assert feed.is_unread(view.rows_model.row_id(view.anchor.top))
    view._reading.timeout.emit()
    read = [each for each in feed.asked if each.startswith("read")]
    assert not read, "the same timeline may stand in the deck, with posts that nobody read"
    three.key(Qt.Key.Key_Escape)

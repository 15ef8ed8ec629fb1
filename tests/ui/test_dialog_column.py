"""Adding a column: kinds, parameters, accounts, preview, place. And keys sheet, settings, first page, viewer."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from client import errors, settings
from client.model.account import AccountHealth
from client.model.change import AccountsChanged, PictureReady
from client.model.query import QueryKind
from client.ui import words
from client.ui.welcome import Welcome
from tests.ui import fakes, samples
from tests.ui.desk_stage import DeskStage, Set, column


def open_add(stage: DeskStage, kind: str = "") -> object:
    stage.key("a")
    if kind:
        stage.dialog.kinds.choose(kind)
        stage.settle()
    return stage.dialog


def test_enter_adds_the_chosen_kind_after_the_current_column(three: DeskStage) -> None:
    open_add(three)
    three.key("notif")
    three.key(Qt.Key.Key_Return)
    assert three.dialog is None
    assert [spec.kind for spec in three.desk.deck.columns] == ["mentions", "notifications", "hashtag", "home"]
    assert three.current() == "new3"


def test_arrows_choose_a_kind(three: DeskStage) -> None:
    dialog = open_add(three)
    assert dialog.kinds.field.hasFocus()
    three.key(Qt.Key.Key_Down)
    three.key(Qt.Key.Key_Down)
    assert dialog.spec().kind == "notifications"
    assert dialog.kinds.field.hasFocus()
    dialog.kinds.list.setFocus()
    three.key(Qt.Key.Key_Up)
    assert dialog.spec().kind == "mentions"
    three.key(Qt.Key.Key_Escape)


def test_what_must_be_filled_in_is_said(three: DeskStage) -> None:
    dialog = open_add(three, "search")
    three.key(Qt.Key.Key_Return)
    assert dialog.problem.text() == "Fill in: Search for."
    assert three.dialog is dialog
    assert dialog._fields[0].edit.hasFocus()
    dialog._fields[0].edit.setText("rook")
    assert dialog.problem.text() == ""
    three.key(Qt.Key.Key_Return)
    assert three.desk.deck.columns[1].params == (("q", "rook"),)


def test_tags_are_split_and_the_sign_is_left_out(three: DeskStage) -> None:
    dialog = open_add(three, "hashtag")
    dialog._fields[0].edit.setText("#rook, brand  rook")
    dialog._fields[2].edit.setText("kermis")
    assert dialog.spec().params == (("any", "rook"), ("any", "brand"), ("none", "kermis"))
    assert dialog.name.placeholderText() == "rook, brand"
    three.key(Qt.Key.Key_Escape)


def test_lists_are_asked_of_the_chosen_account_and_only_one_account_counts(three: DeskStage) -> None:
    dialog = open_add(three, "list")
    assert [dialog._fields[0].choice.itemText(number) for number in range(2)] == ["Veiligheidspartners", "Pers"]
    dialog._fields[0].choice.setCurrentIndex(1)
    three.click(dialog._ticks[1][1])
    assert dialog.spec().accounts == (fakes.BW.id,)
    assert dialog.spec().params == (("list", "1"), ("title", "Veiligheidspartners"))
    three.key(Qt.Key.Key_Escape)


def test_a_failure_to_ask_for_lists_is_said_in_words(three: DeskStage) -> None:
    three.accounts.problem = errors.TimedOut(host="meerdam.example")
    dialog = open_add(three, "list")
    assert dialog._fields[0].words.text() == "meerdam.example took too long to answer. Belfry tries again."
    three.key(Qt.Key.Key_Return)
    assert dialog.problem.text() == "Fill in: List."
    three.key(Qt.Key.Key_Escape)


def test_a_person_is_found_by_name(three: DeskStage) -> None:
    dialog = open_add(three, "user")
    field = dialog._fields[0]
    field.edit.setText("yara")
    field._timer.timeout.emit()
    three.settle()
    assert field.list.count() == 1
    assert dialog.spec().params == (("user", samples.YARA.id), ("handle", "@yara@buurt.example"))
    three.click(dialog._fields[1].switch)
    assert dialog.spec().params[-1] == ("replies", "no")
    three.key(Qt.Key.Key_Escape)


def test_several_accounts_make_one_column(three: DeskStage) -> None:
    dialog = open_add(three, "mentions")
    three.click(dialog._ticks[1][1])
    assert dialog.spec().accounts == (fakes.GM.id, fakes.BW.id)
    three.click(dialog._ticks[0][1])
    three.click(dialog._ticks[1][1])
    three.key(Qt.Key.Key_Return)
    assert dialog.problem.text() == "Choose an account to look with."
    three.key(Qt.Key.Key_Escape)


def test_enter_adds_from_a_tick_box_too(three: DeskStage) -> None:
    dialog = open_add(three, "mentions")
    dialog._ticks[0][1].setFocus()
    three.key(Qt.Key.Key_Return)
    assert three.dialog is None
    assert [spec.kind for spec in three.desk.deck.columns] == ["mentions", "mentions", "hashtag", "home"]


def test_a_kind_that_the_server_lacks_is_not_offered_and_says_why(three: DeskStage) -> None:
    three.accounts.the_network.lacks = {QueryKind.FEDERATED}
    dialog = open_add(three)
    items = [dialog.kinds.list.item(number) for number in range(dialog.kinds.list.count())]
    lacking = [item for item in items if not item.flags() & Qt.ItemFlag.ItemIsEnabled]
    assert [item.data(Qt.ItemDataRole.AccessibleTextRole) for item in lacking] == ["Federated. Your server does not offer this"]
    three.key(Qt.Key.Key_Escape)


def test_an_account_that_is_signed_out_cannot_be_ticked_and_says_so(three: DeskStage) -> None:
    three.accounts.healths[fakes.BW.id] = AccountHealth.SIGNED_OUT
    dialog = open_add(three)
    tick = dialog._ticks[1][1]
    assert not tick.isEnabled()
    assert tick.accessibleDescription() == "signed out"
    three.key(Qt.Key.Key_Escape)


def test_the_preview_shows_what_comes_in_and_is_closed_again(three: DeskStage) -> None:
    dialog = open_add(three, "search")
    dialog._timer.timeout.emit()
    assert dialog.preview.view is None
    dialog._fields[0].edit.setText("rook")
    dialog._timer.timeout.emit()
    three.settle()
    assert dialog.preview.view.isVisible()
    assert dialog.preview.view.header.heading.title == "rook"
    assert len(dialog.preview.view.base.feed.ids) == 30
    three.key(Qt.Key.Key_Escape)
    assert three.desk.closed == ["search-1"]


def test_name_width_and_place_are_taken(three: DeskStage) -> None:
    dialog = open_add(three, "home")
    dialog.name.setText("  Thuis ")
    three.click(dialog.width_choice._group.button(2))
    dialog.place.setCurrentIndex(0)
    three.click(dialog.main)
    first = three.desk.deck.columns[0]
    assert (first.name, first.width) == ("Thuis", 420)


# --- the others -------------------------------------------------------------------------------------------------------


def test_the_sheet_finds_keys_and_switches_the_letters(three: DeskStage) -> None:
    three.key("?")
    three.key("sidebar")
    shown = [row.words for group in three.dialog._groups.values() for row in group.rows if row.isVisible()]
    assert shown == ["Sidebar wide or narrow"]
    three.click(three.dialog.switch)
    assert not three.settings.get(settings.LETTER_KEYS)
    three.key(Qt.Key.Key_Escape)
    three.key("x")
    assert not three.shell.sidebar.narrow


@pytest.mark.parametrize(("text_size", "width", "columns"), [(100, 1366, 3), (200, 1366, 2), (200, 640, 1)])
def test_the_sheet_has_as_many_columns_as_there_is_room_for(set_up: Set, text_size: int, width: int, columns: int) -> None:
    stage = set_up(column("one"), size=(width, 768))
    stage.settings.set(settings.TEXT_SIZE, text_size)
    stage.shell.apply_setting(settings.TEXT_SIZE.key)
    stage.key("?")
    groups = stage.dialog._groups.values()
    assert len({group.mapTo(stage.window, QPoint()).x() for group in groups}) == columns
    inner = stage.dialog._side_by_side.geometry().width()
    assert min(group.width() for group in groups) > inner / columns * 0.8


def test_tab_stops_once_at_a_row_of_choices_at_the_one_that_holds(three: DeskStage) -> None:
    three.shell._dialogs.settings_page()
    three.settle()
    first = QApplication.focusWidget()
    assert first.isChecked()  # type: ignore[union-attr]
    three.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget().parent() is not first.parent()  # type: ignore[union-attr]
    three.key(Qt.Key.Key_Escape)


def test_settings_count_at_once(three: DeskStage) -> None:
    three.click(three.shell.sidebar._wide.settings)
    dialog = three.dialog
    three.click(dialog.theme._group.button(2))
    assert three.shell.kit.theme.scheme.value == "dark"
    three.click(dialog.theme._group.button(3))
    assert three.shell.kit.theme.high_contrast
    three.click(dialog.text_size._group.button(5))
    assert three.shell.kit.theme.scale == 1.5
    three.click(dialog.sidebar._group.button(2))
    assert three.shell.sidebar.narrow
    dialog.show_page(1)
    dialog.days.setValue(90)
    dialog.days.editingFinished.emit()
    assert three.settings.get(settings.RETENTION_DAYS) == 90
    three.key(Qt.Key.Key_Escape)


def test_another_language_speaks_everywhere_and_the_place_stays(three: DeskStage) -> None:
    three.key("2")
    view = three.view("two").base.view
    view.scroll_px(500)
    place = view.place
    three.shell._dialogs.settings_page()
    three.settle()
    three.click(three.dialog.language._group.button(2))
    assert words.language() == "nl"
    assert three.dialog.title.text() == "Instellingen"
    three.key(Qt.Key.Key_Escape)
    assert three.shell.sidebar._wide.add.text() == "Kolom toevoegen"
    assert three.current() == "two"
    assert three.view("two").base.view.place == place
    words.set_language("en")


def test_the_first_page_offers_an_account_and_the_town(set_up: Set) -> None:
    stage = set_up(accounts=())
    welcome = stage.window.welcome
    assert isinstance(welcome, Welcome)
    assert QApplication.focusWidget() is welcome.add
    asked = []
    stage.shell.demo_wanted.connect(lambda: asked.append(True))
    stage.click(welcome.open_demo)
    assert asked == [True]
    welcome.add.setFocus()
    stage.key(Qt.Key.Key_Return)
    assert type(stage.dialog).__name__ == "AddAccount"
    stage.key("meerdam.example")
    stage.key(Qt.Key.Key_Return)
    stage.accounts.sign_ins[0].came_back.set()
    stage.settle()
    stage.click(stage.dialog.main)
    assert stage.window.welcome is None


@pytest.mark.parametrize("spoken", ["en", "nl"])
@pytest.mark.parametrize("text_size", [100, 125, 150, 200])
def test_the_first_page_fits_a_small_screen_at_any_text_size(set_up: Set, text_size: int, spoken: str) -> None:
    stage = set_up(accounts=(), size=(1366, 768))
    page = stage.window.welcome
    for setting, value in ((settings.LANGUAGE, spoken), (settings.TEXT_SIZE, text_size)):
        stage.settings.set(setting, value)
        stage.shell.apply_setting(setting.key)
        stage.settle()
    page = stage.window.welcome
    area = page.findChild(QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
    assert page.text_size.value() in (str(text_size), "100")


def test_the_deck_after_the_first_page_has_the_text_size_chosen_there_and_the_keyboard(set_up: Set) -> None:
    stage = set_up(accounts=())
    for _ in range(6):
        stage.key(Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    stage.accounts._accounts[fakes.GM.id] = fakes.GM
    stage.changes.publish(AccountsChanged((fakes.GM.id,)))
    stage.settle()
    stage.desk.add_column(column("one"))
    stage.settle()
    view = stage.view("one").base.view
    assert view.look.body.font.pixelSize() == 28
    assert view.hasFocus()


def decoded(stage: DeskStage) -> None:
    """Waits until what was asked for is decoded and shown."""
    stage.shell._panes.pictures._pool.waitForDone()
    stage.settle()


def test_the_viewer_shows_one_after_the_other_and_closes(three: DeskStage) -> None:
    media = samples.picture("een", "Rook boven de Kade"), samples.picture("twee", None)
    three.shell._dialogs.open_viewer(media, 0, fakes.GM.id, "https://meerdam.example/1")
    decoded(three)
    viewer = three.dialog
    assert viewer.words.text() == "Rook boven de Kade"
    assert not viewer.canvas._pixmap.isNull()
    three.key(Qt.Key.Key_Right)
    assert viewer.index == 1
    assert viewer.words.text() == "No alt text"
    three.key(Qt.Key.Key_Right)
    assert viewer.index == 1
    decoded(three)
    before = viewer.canvas.zoom
    three.key("+")
    assert viewer.canvas.zoom > before
    three.key("-")
    three.key("0")
    assert viewer.canvas.zoom == before
    three.key("---")
    assert viewer.canvas.zoom == before, "smaller than whole helps nobody"
    three.click(viewer.browser)
    assert len(three.opened) == 1
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None


def test_a_picture_that_cannot_be_had_is_said(three: DeskStage) -> None:
    late = samples.picture("late:x", "Wolk")
    object.__setattr__(late, "url", "late:x")
    object.__setattr__(late, "preview_url", None)
    three.shell._dialogs.open_viewer((late,), 0, fakes.GM.id, "")
    three.settle()
    assert three.dialog.canvas._words == "The picture is on its way…"
    three.changes.publish(PictureReady("late:x", None))
    assert "could not be fetched" in three.dialog.canvas._words
    three.changes.publish(PictureReady("late:x", samples.painted("x")))
    decoded(three)
    assert not three.dialog.canvas._pixmap.isNull()
    three.key(Qt.Key.Key_Escape)


def test_a_link_that_pretends_another_address_is_asked_about(three: DeskStage) -> None:
    links = three.shell.kit.links
    assert links.open_link("https://meerdam.example/a", "meerdam.example/a")
    assert not links.open_link("https://kwaad.example/a", "meerdam.example/a")
    three.settle()
    assert "kwaad.example" in three.dialog.accessibleDescription()
    three.key(Qt.Key.Key_Return)
    assert three.opened == ["https://meerdam.example/a"]
    links.open_link("https://kwaad.example/a", "meerdam.example/a")
    three.settle()
    three.click(three.dialog.main)
    assert three.opened[-1] == "https://kwaad.example/a"


def test_an_address_that_is_no_web_address_is_never_opened(three: DeskStage) -> None:
    for url in ("file:///etc/passwd", "//host/share", "javascript:alert(1)", "search-ms:query=x", "https://a:b@host.example/"):
        assert not three.shell.kit.links.open_link(url)
    assert three.opened == []
    assert "did not open this address" in three.window.toast.accessibleName()


def test_every_column_of_a_deck_may_be_removed(set_up: Set) -> None:
    stage = set_up(column("one"))
    stage.shell.control.remove_column(stage.desk.deck.columns[0].id)
    stage.settle()
    assert stage.current() == ""
    assert stage.shell.deck.nothing.isVisible()
    stage.key("a")
    assert type(stage.dialog).__name__ == "AddColumn"

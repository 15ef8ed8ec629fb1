"""Adding an account, signing in again, signing out: the dialog with a sign-in that the test plays."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from client import errors
from client.model.account import AccountHealth, AccountId
from client.model.instant import Instant
from client.networks.base import Grant
from tests.ui import fakes
from tests.ui.desk_stage import DeskStage, Set, column


def open_dialog(stage: DeskStage) -> object:
    stage.shell._dialogs.add_account()
    stage.settle()
    return stage.dialog


def checked(stage: DeskStage) -> object:
    """The dialog with a server found and a sign-in open."""
    dialog = open_dialog(stage)
    stage.key("meerdam.example")
    stage.key(Qt.Key.Key_Return)
    return dialog


def test_enter_checks_the_server_and_says_what_it_is(three: DeskStage) -> None:
    dialog = checked(three)
    assert dialog.found.text() == "Meerdam Sociaal, Mastodon 4.4, posts up to 500 characters."
    assert dialog.browser.isVisible()
    assert not dialog.main.isEnabled()


def test_a_server_that_is_none_is_said_in_words(three: DeskStage) -> None:
    three.accounts.problem = errors.HostNotFound(host="meerdm.example")
    dialog = checked(three)
    assert dialog.problem.text().startswith("There is no server with the name meerdm.example.")
    assert not dialog._ways.isVisible()
    three.accounts.problem = None
    three.key(Qt.Key.Key_Return)
    assert not dialog.problem.isVisible()
    assert dialog._ways.isVisible()


def test_the_browser_on_this_pc_comes_back_and_the_account_is_added_with_its_look(three: DeskStage) -> None:
    dialog = checked(three)
    three.click(dialog.browser.button)
    assert three.opened == ["https://meerdam.example/oauth/authorize?browser"]
    three.accounts.sign_ins[0].came_back.set()
    three.settle()
    assert dialog.found.text() == "Signed in as Wijkteam Oost, @wijkteam@meerdam.example."
    assert dialog.look.code.text() == "WO"
    three.click(dialog.look.group.button(7))
    three.click(dialog.look.official)
    three.click(dialog.main)
    assert three.accounts.looks == [("emerald", "WO", True)]
    assert three.dialog is None
    assert len(three.shell.sidebar._tiles) == 3
    assert three.accounts.sign_ins[0].closed


def test_another_device_gives_a_code_and_a_wrong_one_can_be_typed_again(three: DeskStage) -> None:
    dialog = checked(three)
    three.click(dialog.way._group.button(1))
    assert dialog.device.isVisible()
    assert dialog.device.qr._rows
    assert dialog.device._left.text() == "Valid for 9:42"
    dialog.device.code.setFocus()
    three.key("wrong")
    three.key(Qt.Key.Key_Return)
    assert "does not take this code" in dialog.problem.text()
    assert dialog.main.isEnabled()
    dialog.device.code.setText("right")
    three.key(Qt.Key.Key_Return)
    assert three.dialog is None
    assert three.accounts.looks[0][1] == "WO"


def test_the_link_is_copied_and_a_code_pasted(three: DeskStage) -> None:
    dialog = checked(three)
    three.click(dialog.way._group.button(1))
    three.click(dialog.device.copy)
    assert QGuiApplication.clipboard().text() == three.accounts.sign_ins[0].code_url
    QGuiApplication.clipboard().setText("  right\n")
    three.click(dialog.device.paste)
    assert dialog.device.code.text() == "right"
    QGuiApplication.clipboard().clear()
    three.key(Qt.Key.Key_Escape)


def test_closing_ends_the_sign_in(three: DeskStage) -> None:
    checked(three)
    three.key(Qt.Key.Key_Escape)
    assert three.dialog is None
    assert three.accounts.sign_ins[0].closed
    assert three.spawner.tasks == []


def test_closing_gives_back_what_the_browser_brought(three: DeskStage) -> None:
    checked(three)
    three.accounts.sign_ins[0].came_back.set()
    three.settle()
    three.key(Qt.Key.Key_Escape)
    assert [grant.token for grant in three.accounts.given_back] == ["secret"]


def test_a_code_is_traded_once_when_the_account_could_not_be_kept_at_first(three: DeskStage) -> None:
    three.accounts.cannot_keep = errors.StoreFailed("full")
    dialog = checked(three)
    three.click(dialog.way._group.button(1))
    dialog.device.code.setFocus()
    three.key("right")
    three.key(Qt.Key.Key_Return)
    assert dialog.problem.isVisible()
    three.accounts.cannot_keep = None
    three.click(dialog.main)
    assert three.dialog is None
    assert three.accounts.sign_ins[0].traded == ["right"]
    assert three.accounts.given_back == []


def test_closing_after_a_failed_save_gives_back_what_was_traded(three: DeskStage) -> None:
    three.accounts.cannot_keep = errors.StoreFailed("full")
    dialog = checked(three)
    three.click(dialog.way._group.button(1))
    dialog.device.code.setText("right")
    three.click(dialog.main)
    assert three.accounts.given_back == []
    three.key(Qt.Key.Key_Escape)
    assert len(three.accounts.given_back) == 1


def test_signing_in_again_as_another_person_is_said_and_adds_nobody(three: DeskStage) -> None:
    three.shell._dialogs.sign_in_again(fakes.BW.id)
    three.settle()
    three.accounts.sign_ins[0].grant = Grant(replace(three.accounts.newcomer, user_id="77"), "secret")
    three.accounts.sign_ins[0].came_back.set()
    three.settle()
    dialog = three.dialog
    assert dialog.problem.text().startswith(f"You signed in as @wijkteam@meerdam.example, not as @{fakes.BW.handle}.")
    assert three.accounts.looks == []
    assert len(three.accounts.given_back) == 1
    assert len(three.accounts.sign_ins) == 2  # the way is open again
    three.accounts.sign_ins[1].grant = Grant(fakes.BW, "secret")
    three.accounts.sign_ins[1].came_back.set()
    three.settle()
    assert three.dialog is None
    assert three.accounts.looks == [None]


def test_typing_another_server_ends_the_sign_in_at_the_first(three: DeskStage) -> None:
    dialog = checked(three)
    dialog.field.setFocus()
    three.key("x")
    assert three.accounts.sign_ins[0].closed
    assert not dialog._ways.isVisible()


def test_a_sign_in_that_runs_out_says_so_and_can_begin_again(three: DeskStage) -> None:
    dialog = checked(three)
    three.now = Instant(three.now + 600_000)
    dialog._second()
    assert "time for signing in is over" in dialog.problem.text()
    three.now = Instant(fakes.NOW)
    three.click(dialog.browser.again)
    assert len(three.accounts.sign_ins) == 2
    three.key(Qt.Key.Key_Escape)


def test_without_a_keyring_it_says_that_the_account_lasts_for_this_session(three: DeskStage) -> None:
    three.accounts.after = AccountHealth.SESSION_ONLY
    dialog = checked(three)
    three.accounts.sign_ins[0].came_back.set()
    three.settle()
    three.click(dialog.main)
    assert "no safe place for keys" in three.window.toast.accessibleName()
    assert "until you close Belfry" in three.shell.sidebar._wide.health.text()


def test_signing_in_again_needs_no_server_and_no_look(three: DeskStage) -> None:
    three.shell._dialogs.sign_in_again(fakes.BW.id)
    three.settle()
    assert three.dialog.field.isReadOnly()
    assert QApplication.focusWidget() is three.dialog.browser.button
    three.accounts.sign_ins[0].grant = Grant(fakes.BW, "secret")
    three.accounts.sign_ins[0].came_back.set()
    three.settle()
    assert three.accounts.looks == [None]
    assert three.dialog is None


def test_the_tab_key_stays_inside_and_the_keyboard_returns(three: DeskStage) -> None:
    before = QApplication.focusWidget()
    dialog = checked(three)
    for _ in range(40):
        three.key(Qt.Key.Key_Tab)
        assert dialog.isAncestorOf(QApplication.focusWidget())
        assert QApplication.focusWidget().accessibleName()
    three.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is before


def test_signing_out_asks_first_and_tells_a_failure(three: DeskStage) -> None:
    three.shell._dialogs.accounts_page()
    three.settle()
    page = three.dialog
    page.ask_sign_out(fakes.BW)
    three.settle()
    three.key(Qt.Key.Key_Return)  # the keyboard is on the way back
    assert three.accounts.calls == []
    page.ask_sign_out(fakes.BW)
    three.settle()
    three.click(three.dialog.main)
    assert three.accounts.calls == ["sign out bw"]
    assert three.dialog is page
    page.ask_remove(fakes.BW)
    three.settle()
    three.click(three.dialog.main)
    assert three.accounts.calls == ["sign out bw", "forget bw"]
    assert [account.id for account in three.accounts.all] == [fakes.GM.id]
    three.key(Qt.Key.Key_Escape)


def test_the_keyboard_stays_in_the_page_when_the_account_under_it_goes(three: DeskStage) -> None:
    three.shell._dialogs.accounts_page()
    three.settle()
    page = three.dialog
    assert QApplication.focusWidget() is page.add
    gone = next(each for each in page.findChildren(QPushButton) if each.accessibleName() == "Remove Brandweer Meerdam")
    gone.setFocus()
    three.key(Qt.Key.Key_Return)
    three.click(three.dialog.main)
    assert [account.id for account in three.accounts.all] == [fakes.GM.id]
    assert three.dialog is page
    assert QApplication.focusWidget() is page.add
    three.key(Qt.Key.Key_Escape)


def test_a_demo_account_cannot_be_signed_out(set_up: Set) -> None:
    stage = set_up(column("one"), accounts=(replace(fakes.GM, id=AccountId("gm"), demo=True),))
    stage.shell._dialogs.accounts_page()
    stage.settle()
    texts = {button.text() for button in stage.dialog.findChildren(QPushButton) if button.isVisible()}
    assert texts == {"Close", "Add account", "Remove"}

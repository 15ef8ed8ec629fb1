"""The Add-account dialog in bad times: real accounts, real adapter, real sockets. Each fault gets a sentence, and the dialog
can be used again."""

import asyncio
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from client.model.account import Account, AccountId, Server
from client.networks.base import Feature
from client.networks.mastodon.adapter import Mastodon
from client.sync.accounts import Accounts
from client.sync.changes import Changes
from client.sync.tasks import Tasks
from client.ui import words
from client.ui.add_account import AddAccount
from client.ui.icons import Icons
from client.ui.kit import Kit
from client.ui.links import Links
from client.ui.theme import Theme
from tests.fakes import faultserver as faults
from tests.fakes.certificates import Authority
from tests.fakes.faultserver import Fault, FaultServer, Refused, Visit
from tests.networks import samples
from tests.sync.badtimes import HurriedSession, check_words
from tests.sync.stage import FakeTime, MemoryVault
from tests.ui import fakes

LEFT = Qt.MouseButton.LeftButton
HOST = "127.0.0.1"


class Books:
    """Accounts in memory."""

    def __init__(self) -> None:
        self.held: dict[AccountId, Account] = {}

    async def accounts(self) -> tuple[Account, ...]:
        return tuple(self.held.values())

    async def save_account(self, account: Account) -> None:
        self.held[account.id] = account

    async def remove_account(self, account_id: AccountId) -> None:
        self.held.pop(account_id, None)


class Stage:
    """The dialog over an empty window, and a server that can fall ill at one path or at all."""

    def __init__(self) -> None:
        self.spawner = fakes.Spawner()
        self.time = FakeTime()
        self.faults: dict[str, Fault] = {}
        self.server = FaultServer()
        self.books = Books()
        self.said: list[str] = []
        self.window = QWidget()
        self.window.resize(1200, 900)
        self.window.show()
        self.theme = Theme()
        self.dialog: Any = None
        self.run(self._begin())

    async def _begin(self) -> None:
        self.server.default = self._answer
        await self.server.__aenter__()
        rng = random.Random(1)
        self.session = HurriedSession(clock=self.time.now, rng=rng, trust=Authority().trusting())
        self.session.time = self.time
        self.tasks = Tasks(timing=self.time, rng=rng)
        self.accounts = Accounts(
            self.books, MemoryVault(), {"mastodon": Mastodon(self.session, self.time.now, rng)},
            changes=Changes(), tasks=self.tasks, timing=self.time, rng=rng,
        )  # fmt: skip

    async def _answer(self, visit: Visit) -> None:
        fault = self.faults.get(visit.request.path, self.faults.get(""))
        if fault is not None:
            await fault(visit)
            return
        answers: dict[str, Any] = {
            "/api/v2/instance": {"domain": "meerdam.example", "version": "4.4.0", "title": "Meerdam"},
            "/api/v1/apps": {"client_id": "id", "client_secret": "canary-secret"},
            "/oauth/token": {"access_token": "canary-token"},
            "/api/v1/accounts/verify_credentials": samples.person(1),
        }
        if visit.request.path in answers:
            await faults.json(answers[visit.request.path])(visit)
        else:
            await faults.refusal(404, "Record not found")(visit)

    def run(self, work: Any) -> Any:
        return self.spawner.loop.run_until_complete(work)

    def until(self, true: Callable[[], object]) -> None:
        """Lets sockets, tasks and Qt go on until something is true."""

        async def go() -> None:
            async with asyncio.timeout(15):
                while not true():
                    for _ in range(20):
                        await asyncio.sleep(0)
                    QApplication.processEvents()

        self.run(go())
        self.spawner.settle()
        QApplication.processEvents()

    def show(self, again: Account | None = None) -> Any:
        kit = Kit(self.theme, Icons(self.theme), self.time.now, self.spawner, Links(lambda url: True))
        self.dialog = AddAccount(kit, self.accounts, self.said.append, again)
        self.dialog.open_over(self.window)
        QApplication.processEvents()
        return self.dialog

    def press(self, button: QWidget) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)

    def complains(self) -> str:
        """Waits for a sentence and returns it."""
        self.until(lambda: self.dialog.problem.isVisible())
        return self.dialog.problem.text()

    def end(self) -> None:
        if self.dialog is not None and not self.dialog.over:
            self.dialog.end()
        self.spawner.settle()
        self.spawner.settle()
        self.run(self.tasks.close())
        self.run(self.session.close())
        self.run(self.server.__aexit__())
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.spawner.close()


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    words.set_language("en")
    made = Stage()
    yield made
    made.end()
    words.set_language("en")


ANSWERS: dict[str, Fault] = {
    "silent": faults.silent,
    "drip": faults.drip(),
    "reset before": faults.reset_before,
    "reset halfway": faults.reset_halfway,
    "closed": faults.close_before,
    "407": faults.html(407),
    "502 with a page": faults.html(502),
    "a login page": faults.html(200),
    "away to a login page": faults.redirect("http://login.portal.example/"),
    "moved inwards": faults.redirect("http://169.254.169.254/latest/"),
    "redirect in a circle": faults.redirect("/api/v2/instance"),
    "500": faults.refusal(500, "<b>Oops</b>"),
    "503 with a time": faults.status(503, headers=[("Retry-After", "120")]),
    "429 with a time": faults.refusal(429, "Te veel", headers=[("Retry-After", "120")]),
    "429": faults.refusal(429, "Te veel"),
    "401": faults.refusal(401, "Niet <i>aangemeld</i>"),
    "403": faults.refusal(403, "Geen toegang"),
    "404": faults.refusal(404, "Record not found"),
    "422": faults.refusal(422, "Validatie mislukt"),
    "empty": faults.status(200, b""),
    "broken": faults.status(200, b'{"domain": '),
    "deep": faults.deep(),
    "bomb": faults.bomb(64 * 2**20),
    "endless": faults.endless,
    "another shape": faults.json([{"domain": "x"}]),
    "another kind": faults.json({"hello": "world"}),
    "not HTTP": faults.raw(b"220 smtp.example ESMTP Postfix\r\n\r\n"),
    "another packing": faults.status(200, b"{}", headers=[("Content-Encoding", "br")]),
}
TIMED = ("503 with a time", "429 with a time")


def check_both_languages(stage: Stage, press: QWidget, *names: str) -> None:
    """Presses a button that fails, in English and in Dutch, and looks at the sentences."""
    sentences = set()
    for language in ("en", "nl"):
        words.set_language(language)
        before = stage.time.steady
        stage.press(press)
        assert not stage.dialog.problem.isVisible()
        text = stage.complains()
        check_words(text.replace(stage.dialog.field.text(), "").replace("<b>meerdam<", ""), names=names)
        assert "canary" not in text
        assert "tries again" not in text  # it does not: a person has to
        assert "blijft" not in text
        assert stage.time.steady - before <= 15.5
        sentences.add(text)
    assert len(sentences) == 2


@pytest.mark.parametrize("name", ANSWERS)
def test_a_server_that_answers_badly_is_said_and_can_be_tried_again(stage: Stage, name: str) -> None:
    stage.faults[""] = ANSWERS[name]
    dialog = stage.show()
    dialog.field.setText(stage.server.base)
    check_both_languages(stage, dialog.check, "login.portal.example" if name == "away to a login page" else HOST)
    if name in TIMED:
        assert "om " in dialog.problem.text()
    assert not dialog._ways.isVisible()
    assert dialog.found.text() == ""
    stage.faults.clear()
    stage.press(dialog.check)
    stage.until(lambda: dialog._ways.isVisible())
    assert not dialog.problem.isVisible()
    assert "Meerdam" in dialog.found.text()


NAMES = ["meerdam", "foo bar", "nergens.example", "https://", "@", "@me@", "a" * 300 + ".nl", "ftp://meerdam.example",
         "javascript:alert(1)", "127.0.0.1:99999", "<b>meerdam</b>.nl", "file://host/share",
         "\u202emeerdam.nl/\u202d"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_nowhere_is_said_and_another_can_be_typed(stage: Stage, name: str) -> None:
    dialog = stage.show()
    dialog.field.setText(name)
    check_both_languages(stage, dialog.check)
    assert "\u202e" not in dialog.problem.text()
    dialog.field.setText(stage.server.base)
    stage.press(dialog.check)
    stage.until(lambda: dialog._ways.isVisible())


def test_a_server_that_is_down_or_not_trusted_is_said(stage: Stage) -> None:
    with Refused() as nobody:
        dialog = stage.show()
        dialog.field.setText(nobody.base)
        check_both_languages(stage, dialog.check, HOST)
    other = FaultServer(tls=Authority("Inspectie CA", "Sophos").serving())
    stage.run(other.__aenter__())
    dialog.field.setText(other.base)
    check_both_languages(stage, dialog.check, HOST, "Inspectie CA (Sophos)")
    assert other.requests == []
    stage.run(other.__aexit__())


@pytest.mark.parametrize("name", ANSWERS)
def test_a_registration_that_fails_is_said_and_can_be_tried_again(stage: Stage, name: str) -> None:
    stage.faults["/api/v1/apps"] = ANSWERS[name]
    dialog = stage.show()
    dialog.field.setText(stage.server.base)
    check_both_languages(stage, dialog.check)
    assert not dialog._ways.isVisible()
    stage.faults.clear()
    stage.press(dialog.check)
    stage.until(lambda: dialog._ways.isVisible())
    assert not dialog.problem.isVisible()


LATER = ["silent", "reset before", "a login page", "away to a login page", "500", "503 with a time", "429", "401", "403",
         "422", "broken", "another shape"]  # fmt: skip


@pytest.mark.parametrize("path", ["/oauth/token", "/api/v1/accounts/verify_credentials"])
@pytest.mark.parametrize("name", LATER)
def test_a_code_that_cannot_be_traded_is_said_and_can_be_sent_again(stage: Stage, name: str, path: str) -> None:
    dialog = stage.show()
    dialog.field.setText(stage.server.base)
    stage.press(dialog.check)
    stage.until(lambda: dialog._ways.isVisible())
    dialog._stack.setCurrentIndex(1)
    dialog.device.code.setText("abc")
    stage.faults[path] = ANSWERS[name]
    check_both_languages(stage, dialog.main)
    assert dialog.device.code.text() == "abc"
    assert dialog._ways.isVisible()
    stage.faults.clear()
    stage.press(dialog.main)
    stage.until(lambda: dialog.over)
    assert [account.handle for account in stage.accounts.all] == ["p1@meerdam.example"]


@pytest.mark.parametrize("name", ["silent", "reset before", "500", "a login page", "403"])
def test_signing_in_again_can_be_tried_again(stage: Stage, name: str) -> None:
    features = frozenset({Feature.SEARCH})
    known = Account(AccountId("a"), "mastodon", Server(stage.server.base, "Meerdam", "", features), "101", "p1@x", "P")
    stage.run(stage.books.save_account(known))
    stage.run(stage.accounts.open())
    stage.faults["/api/v1/apps"] = ANSWERS[name]
    dialog = stage.show(known)
    check_words(stage.complains())
    check_both_languages(stage, dialog.check)
    stage.faults.clear()
    stage.press(dialog.check)
    stage.until(lambda: dialog._ways.isVisible())
    assert not dialog.check.isVisible()
    dialog._stack.setCurrentIndex(1)
    dialog.device.code.setText("abc")
    stage.press(dialog.main)
    stage.until(lambda: dialog.over)
    assert [account.id for account in stage.accounts.all] == ["a"]


def test_typing_another_name_while_one_is_asked_drops_its_answer(stage: Stage) -> None:
    stage.faults[""] = faults.silent
    dialog = stage.show()
    dialog.field.setText(stage.server.base)
    stage.press(dialog.check)
    stage.until(lambda: stage.server.requests)
    QTest.keyClicks(dialog.field, "x")
    assert dialog.check.isEnabled()
    stage.faults.clear()
    dialog.field.setText(stage.server.base)
    stage.press(dialog.check)
    stage.until(lambda: dialog._ways.isVisible())
    first = [task for task in stage.spawner.tasks if task.get_name() == "checking a server"]
    stage.until(lambda: all(task.done() for task in first))  # the first question has ended too, unseen
    assert not dialog.problem.isVisible()
    assert dialog._ways.isVisible()

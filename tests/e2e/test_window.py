"""The whole program with hands in it: signing in by code, a column, a post of another client, the town beside it, a restart."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from client.ui import words
from client.ui.accounts_page import ConfirmDialog
from client.ui.add_account import AddAccount
from client.ui.add_column import AddColumn
from tests.e2e import settled
from tests.e2e.conftest import Life
from tests.e2e.window import Hands, play
from tests.fakes.filekeyring import FileKeyring


@pytest.fixture
def base(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a Belfry in this process, which finds a keyring and leaves Python as it was."""
    monkeypatch.setenv("BELFRY_TEST_KEYRING", str(tmp_path / "keyring.json"))
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    yield tmp_path / "base"
    keyring.set_keyring(before)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    words.set_language("en")


async def sign_in_by_code(hands: Hands, life: Life, name: str) -> None:
    """Through the dialog, as on a PC whose browser is blocked."""
    hands.click("Add account")
    dialog = hands.window.dialog
    assert isinstance(dialog, AddAccount)
    hands.type(f"127.0.0.1:{life.server.port}")
    hands.click("Check")
    await hands.until(dialog.way.isVisible, "the ways to sign in")
    assert "mock" in dialog.found.text().lower()
    hands.click("Another device")
    hands.click(dialog.device.code)
    hands.type("mockcode_nobody")
    hands.press(Qt.Key.Key_Return)
    await hands.until(dialog.problem.isVisible, "words about a wrong code")
    dialog.device.code.selectAll()
    hands.click(dialog.device.code)
    dialog.device.code.selectAll()
    hands.type(f"mockcode_{name}")
    hands.press(Qt.Key.Key_Return)
    await hands.until(lambda: dialog.over, "the end of the dialog")


async def add_home(hands: Hands) -> None:
    """The column that the dialog offers first."""
    await hands.until(lambda: hands.window.dialog is None and hands.window.welcome is None, "the deck")
    hands.press(Qt.Key.Key_A)
    await hands.until(lambda: isinstance(hands.window.dialog, AddColumn), "the dialog for a column")
    hands.click(hands.window.dialog.main)


async def post(life: Life, number: int) -> str:
    return await asyncio.to_thread(life.post, number)


def test_signing_in_a_column_a_post_the_town_and_a_server_that_restarts(base: Path, life: Life) -> None:
    async def first(hands: Hands) -> None:
        desk = hands.belfry.desk
        await sign_in_by_code(hands, life, "yara")
        if not desk.deck.columns:
            await add_home(hands)
        await hands.until(lambda: desk.deck.columns, "a column")
        home = hands.column("home")
        await hands.until(lambda: hands.shows(home, "word-011-end"), "the posts of the server")
        text = await post(life, 12)
        await hands.until(lambda: hands.shows(home, text), "a post of another client")
        hands.belfry.shell.demo_wanted.emit()
        await hands.until(lambda: len(desk.deck.columns) > 4, "the columns of the town")
        town = hands.column("mentions")
        await hands.until(lambda: hands.texts(town), "the town's posts")
        assert "Meerdam" in hands.window.windowTitle()
        assert hands.shows(home, text), "the town leaves the account's column alone"
        await asyncio.to_thread(life.server.stop)
        await hands.until(lambda: hands.state(home) != "streaming", "the stream's end")
        assert hands.shows(home, text)
        await asyncio.to_thread(life.server.start)
        text = await post(life, 13)
        hands.belfry.desk.feed(home).refresh()
        await hands.until(lambda: hands.shows(home, text), "the post written after the restart")
        assert sum(text in row for row in hands.texts(home)) == 1
        assert len(desk.feed(home).ids) == 14

    async def again(hands: Hands) -> None:
        home = hands.column("home")
        assert len(hands.belfry.desk.feed(home).ids) >= 14
        await hands.until(lambda: hands.shows(home, "word-013-end"), "the posts as they were")
        await hands.until(lambda: hands.state(home) == "streaming", "a stream again")
        assert len(hands.belfry.desk.deck.columns) > 4
        await hands.until(lambda: hands.texts(hands.column("mentions")), "the town again")

    play(base, first)
    play(base, again)


def test_with_the_server_down_every_column_says_so_and_shows_its_posts(base: Path, life: Life) -> None:
    asyncio.run(settled.settle(base, life.server, "yara"))

    async def fill(hands: Hands) -> None:
        for spec in hands.belfry.desk.deck.columns:
            await hands.until(lambda column=spec.id: len(hands.belfry.desk.feed(column).ids) >= 12, f"posts in {spec.id}")

    async def look(hands: Hands) -> None:
        control = hands.belfry.shell.control
        for spec in hands.belfry.desk.deck.columns:
            await hands.until(lambda column=spec.id: hands.state(column) in ("stale", "offline"), f"{spec.id} says it")
            await hands.until(lambda column=spec.id: control.view(column).bar.isVisible(), f"{spec.id} has its bar")
            await hands.until(lambda column=spec.id: hands.shows(column, "word-011-end"), f"{spec.id} shows its posts")
        await asyncio.to_thread(life.server.start)
        for spec in hands.belfry.desk.deck.columns:
            hands.click(hands.button("Try now", control.view(spec.id).bar))
        for spec in hands.belfry.desk.deck.columns:
            await hands.until(lambda column=spec.id: hands.state(column) in ("streaming", "polling"), f"{spec.id} recovers")
            await hands.until(lambda column=spec.id: not control.view(column).bar.isVisible(), f"{spec.id} has no bar")

    play(base, fill)
    life.server.stop()
    play(base, look)


def test_the_town_is_left_from_the_accounts_page_and_can_be_opened_again_there(base: Path) -> None:
    async def first(hands: Hands) -> None:
        desk, accounts = hands.belfry.desk, hands.belfry.accounts
        await hands.until(lambda: hands.texts(hands.column("mentions")), "the town's posts")
        hands.belfry.shell._dialogs.accounts_page()
        hands.click("Remove")
        await hands.until(lambda: isinstance(hands.window.dialog, ConfirmDialog), "a question")
        hands.click("Leave Meerdam")
        await hands.until(lambda: not accounts.all and not desk.deck.columns, "nothing of the town")
        await hands.until(lambda: hands.window.welcome is not None, "the first page")
        assert "Meerdam" not in hands.window.windowTitle()

    async def second(hands: Hands) -> None:
        desk = hands.belfry.desk
        assert not desk.deck.columns, "the town stays away"
        hands.belfry.shell._dialogs.accounts_page()
        hands.click("Open Meerdam")
        await hands.until(lambda: desk.deck.columns and hands.texts(hands.column("mentions")), "the town again")
        assert "Meerdam" in hands.window.windowTitle()

    play(base, first, demo=True)
    play(base, second)

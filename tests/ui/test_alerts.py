"""What a column's call does on screen: words where it can be seen, a sound, an entry in the list; never the keyboard."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from client.model.change import Alert, AlertKind
from client.ui.alerts import Alerts
from client.ui.alerts_list import AlertsList
from client.ui.sounds import AT_ONCE, SOUNDS, Player, file
from client.ui.theme import Theme
from tests.e2e.window import Hands
from tests.ui import samples
from tests.ui.town import Run, keyboard, ready, town

__all__ = ["town"]

linux = pytest.mark.skipif(sys.platform == "win32", reason="Windows plays sounds itself")


def test_without_a_desktop_that_shows_it_a_call_is_said_at_the_foot_and_leads_to_its_column(town: Run) -> None:
    async def script(hands: Hands) -> None:
        await ready(hands, 0)
        control, changes = hands.belfry.shell.control, hands.belfry.changes
        called = hands.belfry.desk.deck.columns[3].id
        before = keyboard(hands)
        changes.publish(Alert(called, AlertKind.NEW, count=3, row=1))
        toast = hands.window.toast
        assert toast.accessibleName() == "Veiligheidspartners: 3 new posts"
        assert toast.undo.text() == "Show"
        assert keyboard(hands) is before, "a call never takes the keyboard"
        hands.click(toast.undo)
        assert control.current == called
        assert hands.window.toast is None

    town(script)


def test_two_columns_that_call_together_are_both_named(town: Run) -> None:
    async def script(hands: Hands) -> None:
        await ready(hands, 0)
        columns = hands.belfry.desk.deck.columns
        hands.belfry.changes.publish(Alert(columns[2].id, AlertKind.SILENT, minutes=20))
        hands.belfry.changes.publish(Alert(columns[3].id, AlertKind.NEW, count=3, row=1))
        assert hands.window.toast.accessibleName() == "2 columns call: Veiligheidspartners, Stad en cultuur"
        hands.click(hands.window.toast.undo)
        assert isinstance(hands.window.dialog, AlertsList)
        hands.press(Qt.Key.Key_Escape)
        hands.belfry.changes.publish(Alert(columns[2].id, AlertKind.NEW, count=1, row=1))
        assert hands.window.toast.accessibleName() == "Stad en cultuur: 1 new post"

    town(script)


def test_somebody_looks_at_a_column_that_is_in_sight_and_not_covered(town: Run) -> None:
    async def script(hands: Hands) -> None:
        column = await ready(hands, 0)
        calling = hands.belfry.shell.calling
        await hands.until(hands.window.isActiveWindow, "a window in front")
        assert calling.is_looking(column)
        hands.press(Qt.Key.Key_M)
        assert not calling.is_looking(column)
        hands.press(Qt.Key.Key_Escape)
        hands.window.resize(500, 600)
        assert calling.is_looking(column)
        assert not calling.is_looking(hands.belfry.desk.deck.columns[-1].id)

    town(script)


def test_the_list_keeps_what_called_and_leads_there(town: Run) -> None:
    async def script(hands: Hands) -> None:
        await ready(hands, 0)
        shell, changes = hands.belfry.shell, hands.belfry.changes
        first, second = (hands.belfry.desk.deck.columns[number].id for number in (2, 3))
        changes.publish(Alert(first, AlertKind.SILENT, minutes=10, popup=False))
        changes.publish(Alert(second, AlertKind.TROUBLE, minutes=60))
        changes.publish(Alert(second, AlertKind.NEW, count=1, popup=False))
        texts = [(entry.head, entry.text) for entry in shell.calling.alerts.entries]
        assert texts[0] == ("Veiligheidspartners", "1 new post")
        assert texts[1][0] == "Veiligheidspartners does not come in"
        assert texts[1][1].startswith("For 1 hour Belfry cannot know what is new: ")
        assert texts[2] == ("Stad en cultuur is silent", "No new post for 10 minutes. Belfry does reach the server.")
        shell.act("alerts")
        dialog = hands.window.dialog
        assert isinstance(dialog, AlertsList)
        hands.click(dialog.ways[2])
        await hands.until(lambda: hands.window.dialog is None, "the end of the list")
        assert shell.control.current == first

    town(script)


def test_an_empty_list_says_how_alerts_are_switched_on(town: Run) -> None:
    async def script(hands: Hands) -> None:
        await ready(hands, 0)
        hands.belfry.shell.act("alerts")
        assert hands.window.dialog.ways == []
        hands.press(Qt.Key.Key_Escape)
        assert hands.window.dialog is None

    town(script)


def test_a_column_that_has_just_gone_calls_nobody(qtbot: QtBot) -> None:
    alerts = Alerts(Theme(), lambda: samples.NOW, lambda column: "", lambda column: "", tray=False)
    alerts.hear(Alert("gone", AlertKind.NEW, count=1))  # type: ignore[arg-type]
    assert alerts.entries == ()
    alerts.close()


def test_every_sound_that_can_be_chosen_is_there_and_no_other_name_is_a_file() -> None:
    for sound in SOUNDS:
        found = file(sound)
        assert found is not None
        assert found.is_file()
    assert file("../tokens") is None
    assert file("") is None


@pytest.fixture
def player_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a program called pw-play, made of these shell lines, in the place of the PC's own; gives the folder."""

    def put(lines: str) -> Path:
        program = tmp_path / "pw-play"
        program.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
        return tmp_path

    return put


@linux
def test_a_sound_is_played_by_the_pcs_program_which_is_then_let_go(qtbot: QtBot, player_program: Callable[[str], Path]) -> None:
    folder = player_program('echo "$1" >> "$(dirname "$0")/played"')
    player = Player()
    assert player.able
    assert player.play("bell")
    qtbot.waitUntil(lambda: player.playing == 0)
    assert (folder / "played").read_text("utf-8").strip().endswith("resources/sounds/bell.wav")
    assert not player.play("trumpet")
    player.close()


@linux
def test_no_more_than_two_sound_together_and_none_is_left_at_the_end(
    qtbot: QtBot, player_program: Callable[[str], Path]
) -> None:
    player_program("exec sleep 60")
    player = Player()
    begun = [player.play("knock") for _ in range(4)]
    assert begun == [True] * AT_ONCE + [False] * (4 - AT_ONCE)
    player.close()
    assert player.playing == 0


@linux
def test_a_program_that_cannot_be_started_harms_nobody(qtbot: QtBot, player_program: Callable[[str], Path]) -> None:
    folder = player_program("exit 0")
    player = Player()
    (folder / "pw-play").unlink()
    player.play("tones")
    qtbot.waitUntil(lambda: player.playing == 0)
    player.close()


@linux
def test_a_pc_without_such_a_program_is_told_so(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    player = Player()
    assert not player.able
    assert not player.play("bell")
    player.close()

"""Names of any length, from elsewhere or our own, push nothing out of a dialog and make nothing higher than the window."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QWidget

from client.ui.dialog import Plate
from tests.ui import fakes
from tests.ui.desk_stage import DeskStage, Set, column

LONG = "W" * 400 + "<b>vet</b>"
OURS = replace(fakes.GM, name=LONG)
DIALOGS = ("search", "palette", "settings", "add_column", "accounts", "alerts", "rename", "new_deck", "rename_deck", "sheet")


def outside(root: QWidget) -> list[str]:
    """What is wider than its dialog."""
    found = []
    for each in root.findChildren(QWidget):
        left = each.mapTo(root, QPoint(0, 0)).x()
        if each.isVisible() and (left < 0 or left + each.width() > root.width()):
            found.append(f"{type(each).__name__} {each.accessibleName()[:20]} {left} {each.width()}")
    return found


@pytest.fixture(params=[(1366, 768), (700, 500)])
def stage(set_up: Set, request: pytest.FixtureRequest) -> DeskStage:
    specs = (
        replace(column("one", "mentions", OURS, fakes.BW), name=LONG),
        column("two", "hashtag", any="x" * 400),
        column("three", "home", OURS),
    )
    made = set_up(*specs, accounts=(OURS, fakes.BW), size=request.param)
    made.desk.rename_deck(made.desk.deck.id, LONG)
    return made


def plate(stage: DeskStage) -> QWidget:
    found = stage.dialog.findChild(Plate)
    assert isinstance(found, QWidget)
    return found


@pytest.mark.parametrize("command", DIALOGS)
def test_a_dialog_holds_what_it_shows(stage: DeskStage, command: str) -> None:
    stage.shell.act(command)
    stage.settle()
    assert outside(plate(stage)) == []


def test_what_was_removed_is_said_in_two_lines_at_most(stage: DeskStage) -> None:
    stage.shell.act("remove")
    stage.settle()
    toast: Any = stage.window.toast
    assert outside(toast) == []
    assert toast.height() < stage.window.height() / 4


def test_the_preview_of_a_deck_file_holds_what_it_shows(stage: DeskStage, tmp_path: Path) -> None:
    where = {"network": "mastodon", "server": "https://" + "w" * 300 + ".example", "handle": "h" * 400}
    value = {
        "format": "belfry-deck",
        "version": 1,
        "name": LONG,
        "columns": [
            {"kind": "home", "name": LONG, "sources": [where]},
            {"kind": "hashtag", "name": "\u202e" + LONG, "sources": [where], "params": [["any", "y" * 400]]},
            {"kind": LONG, "sources": [where]},
        ],
    }
    file = tmp_path / "deck.json"
    file.write_text(json.dumps(value), "utf-8")
    stage.shell.decks.open_file(str(file))
    stage.settle()
    for _ in range(50):
        if stage.dialog is not None:
            break
        stage.settle()
    assert outside(plate(stage)) == []
    area = stage.dialog.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0

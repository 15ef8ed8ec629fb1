"""The key map: what each key does, as data. Single letters are one switch and never work while someone types.

`Keys` joins the map to a window; what an act does is not known here. The sheet (`client.ui.keys_sheet`) shows the same map.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from client.model.words import mark


@dataclass(frozen=True, slots=True)
class KeyAct:
    """One act. `keys` are key sequences as Qt writes them; `letter` ones go off with the switch.

    `caps` is how the sheet shows them: key caps with `/`, `+` and `–` between; "" makes it from `keys`. An act without keys
    of its own (`local`) is done by the part that has the keyboard and stands here only for the sheet.
    """

    name: str
    group: str
    label: str
    keys: tuple[str, ...]
    letter: bool = False
    caps: str = ""
    local: bool = False


GO, SEE, POST, COLUMNS = mark("Go to"), mark("See"), mark("Do with a post"), mark("Columns")
GROUPS = (GO, SEE, POST, COLUMNS)

ACTS: tuple[KeyAct, ...] = (
    KeyAct("posts", GO, mark("Next or earlier post"), (), caps="↓ / ↑", local=True),
    KeyAct("posts_by_letter", GO, mark("The same, by letter"), (), True, caps="J / K", local=True),
    KeyAct("column_left", GO, mark("Column left or right"), ("Left",), caps="← / →"),
    KeyAct("column_right", GO, "", ("Right",)),
    *(KeyAct(f"column_{number}", GO, "", (str(number),), True) for number in range(2, 10)),
    KeyAct("column_1", GO, mark("Column 1 to 9"), ("1",), True, caps="1 – 9"),
    KeyAct("column_last", GO, mark("Last column"), ("0",), True),
    KeyAct("newest", GO, mark("Newest post in the column"), (), caps="Home", local=True),
    KeyAct("unread", GO, mark("New posts (the pill)"), (".",), True),
    KeyAct("next_part", GO, mark("Next part of the window"), ("F6",)),
    KeyAct("earlier_part", GO, mark("Earlier part of the window"), ("Shift+F6",)),
    KeyAct("thread", GO, mark("Open conversation"), (), caps="Enter", local=True),
    KeyAct("back", GO, mark("Back to the column"), ("Backspace",), caps="Backspace / Esc"),
    KeyAct("sidebar", SEE, mark("Sidebar wide or narrow"), ("X",), True),
    KeyAct("larger", SEE, mark("Text larger, smaller"), ("Ctrl+=", "Ctrl++"), caps="Ctrl + = / Ctrl + -"),
    KeyAct("smaller", SEE, "", ("Ctrl+-",)),
    KeyAct("normal_size", SEE, mark("Text as it was"), ("Ctrl+0",)),
    KeyAct("sheet", SEE, mark("This sheet"), ("?",), True, caps="? / F1"),
    KeyAct("sheet_always", SEE, "", ("F1",)),
    KeyAct("open", POST, mark("Show hidden text or image"), (), True, caps="O", local=True),
    KeyAct("browser", POST, mark("Open in browser"), ("V",), True),
    KeyAct("person", POST, mark("Posts of this person"), ("P",), True),
    KeyAct("menu", POST, mark("All actions of the post"), (), caps="Menu / Shift + F10", local=True),
    KeyAct("inside", POST, mark("Names, links and images in the post"), (), caps="Tab", local=True),
    KeyAct("add_column", COLUMNS, mark("Add column"), ("A",), True),
    KeyAct("options", COLUMNS, mark("Column options"), ("M",), True),
    KeyAct("move_left", COLUMNS, mark("Move column"), ("Ctrl+Shift+Left",), caps="Ctrl + Shift + ← / →"),
    KeyAct("move_right", COLUMNS, "", ("Ctrl+Shift+Right",)),
    KeyAct("gap", COLUMNS, mark("Load missed posts (on a gap)"), (), caps="Enter", local=True),
)


def caps(act: KeyAct) -> tuple[str, ...]:
    """The key caps of an act and the signs between them, as the sheet shows them."""
    return tuple((act.caps or act.keys[0].replace("+", " + ")).split(" "))


class Keys(QObject):
    """The keys of one window. They are off while a dialog is open; letters are off by the switch, and while typing."""

    def __init__(self, window: QWidget, run: Callable[[str], None], *, letters: bool = True) -> None:
        super().__init__(window)
        self._letters, self._enabled = letters, True
        self._shortcuts: list[tuple[QShortcut, bool]] = []
        for act in ACTS:
            for key in act.keys:
                shortcut = QShortcut(QKeySequence(key), window)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.setAutoRepeat(act.name in ("column_left", "column_right", "larger", "smaller"))
                shortcut.activated.connect(lambda name=act.name: run(name))
                self._shortcuts.append((shortcut, act.letter))
        self._apply()

    def set_letters(self, on: bool) -> None:
        """Switches the single letters."""
        self._letters = on
        self._apply()

    def set_enabled(self, on: bool) -> None:
        """Switches all keys."""
        self._enabled = on
        self._apply()

    def _apply(self) -> None:
        for shortcut, letter in self._shortcuts:
            shortcut.setEnabled(self._enabled and (self._letters or not letter))

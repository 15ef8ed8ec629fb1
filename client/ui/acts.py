"""What commands do, by their names in `client.ui.commands`. Who shows commands asks here whether one can be done now.

`window_acts` makes those of one window; other modules add theirs to it or to `Acts.add`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from client import settings
from client.model.column import MEDIUM, NARROW, WIDE, ColumnId
from client.model.post import Post
from client.settings import Settings
from client.sync.accounts import Accounts
from client.sync.desk import Desk
from client.ui import focus
from client.ui.late import post_menu
from client.ui.words import tr

if TYPE_CHECKING:
    from client.ui.dialogs import Dialogs
    from client.ui.pane import Pane
    from client.ui.shell import Shell

Act = Callable[[], object]

TEXT_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)
THEMES = {"light": "light", "dark": "dark", "contrast": "highContrast", "system": "system"}


@dataclass(frozen=True, slots=True)
class Reach:
    """What acts reach."""

    shell: Shell
    desk: Desk
    accounts: Accounts
    dialogs: Dialogs
    values: Settings


class Acts:
    """The acts of one window."""

    def __init__(self) -> None:
        self._acts: dict[str, Act] = {}
        self.find: Callable[[str], object] | None = None  # searches what is stored for some words

    def add(self, acts: Mapping[str, Act]) -> None:
        """Says what these commands do."""
        self._acts.update(acts)

    def can(self, name: str) -> bool:
        """Whether there is such an act."""
        return name in self._acts

    def do(self, name: str) -> None:
        """Does it; nothing where there is no such act."""
        act = self._acts.get(name)
        if act is not None:
            act()


def window_acts(reach: Reach) -> Acts:
    """Makes the acts of a window that has its deck and dialogs."""
    acts = Acts()
    acts.add(_moves(reach))
    acts.add(_looks(reach))
    acts.add(_columns(reach))
    acts.add(_posts(reach))
    acts.add(_dialogs(reach))
    acts.find = lambda text: reach.dialogs.search(reach.shell.after_current(), text)
    return acts


def _moves(reach: Reach) -> dict[str, Act]:
    control, shell = reach.shell.control, reach.shell
    numbers: dict[str, Act] = {
        f"column_{number}": lambda number=number: control.focus_number(number - 1)  # type: ignore[misc]
        for number in range(1, 10)
    }
    return numbers | {
        "column_left": lambda: control.step(-1),
        "column_right": lambda: control.step(1),
        "column_last": lambda: control.focus_number(-1),
        "next_part": lambda: shell.window.next_part(1, lambda part: _enter(reach, part)),
        "earlier_part": lambda: shell.window.next_part(-1, lambda part: _enter(reach, part)),
        "next_post": lambda: _press(reach, Qt.Key.Key_Down),
        "earlier_post": lambda: _press(reach, Qt.Key.Key_Up),
        "newest": lambda: _press(reach, Qt.Key.Key_Home),
        "oldest": lambda: _press(reach, Qt.Key.Key_End),
        "unread": lambda: _pane_act(reach, "unread"),
        "back": lambda: _back(reach),
    }


def _enter(reach: Reach, part: QWidget) -> None:
    if part is reach.shell.deck:
        view = reach.shell.control.view(None)
        if view is not None:
            reach.shell.control.focus_column(view.column)
    elif part is reach.shell.sidebar:
        reach.shell.sidebar.take_focus()
    else:
        focus.step(part, True)


def _back(reach: Reach) -> None:
    view = reach.shell.control.view(None)
    if view is not None:
        view.back()


def _looks(reach: Reach) -> dict[str, Act]:
    def theme(value: str) -> Act:
        return lambda: reach.shell.change(settings.THEME, value)

    def language(value: str) -> Act:
        return lambda: reach.shell.change(settings.LANGUAGE, value)

    themes = {f"theme_{name}": theme(value) for name, value in THEMES.items()}
    languages = {f"language_{code}": language(code) for code in ("en", "nl")}
    return {
        **themes,
        **languages,
        "sidebar": lambda: reach.shell.keep(settings.SIDEBAR, "rail" if reach.shell.window.toggle_sidebar() else "wide"),
        "larger": lambda: _text_size(reach, 1),
        "smaller": lambda: _text_size(reach, -1),
        "normal_size": lambda: _text_size(reach, 0),
    }


def _text_size(reach: Reach, way: int) -> None:
    now = reach.values.get(settings.TEXT_SIZE)
    steps = [step for step in TEXT_STEPS if (step > now if way > 0 else step < now)]
    size = 100 if way == 0 else (steps[0] if way > 0 else steps[-1]) if steps else now
    reach.shell.change(settings.TEXT_SIZE, size)


def _columns(reach: Reach) -> dict[str, Act]:
    control = reach.shell.control

    def current(act: Callable[[ColumnId], object]) -> Act:
        return lambda: act(control.current) if control.current is not None else None

    return {
        "add_column": lambda: reach.dialogs.add_column(reach.shell.after_current()),
        "options": current(control.open_menu),
        "move_left": current(lambda column: control.move_column(column, -1)),
        "move_right": current(lambda column: control.move_column(column, 1)),
        "refresh": current(lambda column: reach.desk.feed(column).refresh()),
        "mark_read": current(control.mark_read),
        "rename": current(control.rename_column),
        "narrow": current(lambda column: control.resize_column(column, NARROW)),
        "medium": current(lambda column: control.resize_column(column, MEDIUM)),
        "wide": current(lambda column: control.resize_column(column, WIDE)),
        "clear": current(lambda column: control.files.clear(column)),
        "export": current(lambda column: control.files.export(column)),
        "copy_column": current(lambda column: control.files.copy(column)),
        "remove": current(control.remove_column),
        "undo": lambda: _undo(reach),
    }


def _undo(reach: Reach) -> None:
    """Puts back what was removed last, with the keyboard in it where that is a column."""
    before = {spec.id for spec in reach.shell.control.specs}
    if not reach.desk.undo_remove():
        reach.shell.say(tr("There is nothing to put back."))
        return
    if reach.shell.window.toast is not None:
        reach.shell.window.toast.leave()
    back = next((spec.id for spec in reach.shell.control.specs if spec.id not in before), None)
    if back is not None:
        reach.shell.control.focus_column(back)


# --- posts ------------------------------------------------------------------------------------------------------------


def _pane(reach: Reach) -> Pane | None:
    view = reach.shell.control.view(None)
    return view.top if view is not None and not view.covered else None  # nothing is done with posts that are out of sight


def _press(reach: Reach, key: Qt.Key) -> None:
    """Moves in the current column as a key does, wherever the keyboard was."""
    pane = _pane(reach)
    if pane is not None:
        if not pane.has_keyboard():
            pane.take_focus()
        QApplication.sendEvent(pane.view, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))


def _pane_act(reach: Reach, name: str) -> None:
    pane = _pane(reach)
    if pane is not None:
        pane.act(name)


def _post(reach: Reach) -> Post | None:
    pane = _pane(reach)
    row = pane.view.current_row() if pane is not None else None
    return row.entry.post if row is not None and row.entry is not None else None


def _posts(reach: Reach) -> dict[str, Act]:
    return {
        "open": lambda: _open(reach),
        "browser": lambda: _pane_act(reach, "browser"),
        "person": lambda: _pane_act(reach, "person"),
        "copy_link": lambda: _copy(reach, "link"),
        "copy_text": lambda: _copy(reach, "text"),
        "thread": lambda: _press(reach, Qt.Key.Key_Return),
    }


def _open(reach: Reach) -> None:
    pane = _pane(reach)
    if pane is not None:
        pane.view.open_current()


def _copy(reach: Reach, what: str) -> None:
    post = _post(reach)
    copied = "" if post is None else (post.url or "") if what == "link" else post_menu.copied_text(post)
    if not copied:
        reach.shell.say(tr("Choose a post first.") if post is None else tr("This post has none."))
        return
    QGuiApplication.clipboard().setText(copied)
    reach.shell.say(tr("The link is copied.") if what == "link" else tr("The text is copied."))


def _dialogs(reach: Reach) -> dict[str, Act]:
    dialogs = reach.dialogs
    return {
        "sheet": dialogs.keys_sheet,
        "palette": lambda: _palette(reach),
        "catch_up": lambda: _catch_up(reach),
        "search": lambda: dialogs.search(reach.shell.after_current()),
        "settings": dialogs.settings_page,
        "accounts": dialogs.accounts_page,
        "add_account": dialogs.add_account,
        "alerts": reach.shell.calling.open_list,
        "quit": reach.shell.quit_wanted.emit,
    }


def _catch_up(reach: Reach) -> None:
    from client.ui import catchup_control  # late, as in client.ui.dialogs

    catchup_control.of(reach.shell, reach.desk, reach.accounts).open()


def _palette(reach: Reach) -> None:
    from client.ui.palette import Palette  # late, as in client.ui.dialogs

    shell = reach.shell
    shell.window.open_dialog(Palette(shell.kit, reach, shell.keys.map, letters=reach.values.get(settings.LETTER_KEYS)))

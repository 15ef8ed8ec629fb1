"""Which keys each command has now: those of the table, with what the person changed. Kept as one JSON text in the settings.

Nothing here raises: what cannot be read, or would leave two commands with one key, falls back to the table.
"""

import json
from collections.abc import Mapping

from PySide6.QtGui import QKeySequence

from client.ui.commands import BY_NAME, COMMANDS, Cap, Command, caps_of, drawn_caps, is_letter

RESERVED = frozenset(
    [
        *("Up", "Down", "Left", "Right", "Return", "Enter", "Esc", "Tab", "Backtab", "Shift+Tab", "Space", "Backspace", "Del"),
        *(
            "Home",
            "End",
            "PgUp",
            "PgDown",
            "Menu",
            "F6",
            "Shift+F6",
            "F10",
            "Shift+F10",
            "Alt+F4",
            "Ctrl+V",
            "Ctrl+X",
            "Ctrl+A",
        ),
        *"0123456789",
    ]
)
"""Keys that always do the same, here or in text fields or in the system."""
_MOST = 4  # keys of one command


def tidy(key: str) -> str:
    """A key sequence as Qt writes it; "" for what is none."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.PortableText) if sequence.count() == 1 else ""


def _read(text: str) -> dict[str, tuple[str, ...]]:
    try:
        raw = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for name, keys in raw.items() if isinstance(raw, dict) else ():
        command = BY_NAME.get(name)
        if command is None or command.fixed or command.local or not isinstance(keys, list):
            continue
        known = [tidy(key) for key in keys[:_MOST] if isinstance(key, str)]
        good = tuple(dict.fromkeys(key for key in known if key and key not in RESERVED))
        if good or not keys:  # no key at all can be a wish; keys of which none is one cannot
            found[name] = good
    return found


class KeyMap:
    """The keys of all commands; does not change: `give` and `reset` make another one."""

    def __init__(self, text: str = "") -> None:
        """Takes the text of the setting, whatever it holds."""
        self._changed = _read(text)
        self._keys = _shared_out(self._changed)

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys that a command has now."""
        return self._keys.get(name, ())

    def changed(self, name: str) -> bool:
        """Whether a command has other keys than at first."""
        return name in self._keys and self._keys[name] != BY_NAME[name].keys

    @property
    def any_changed(self) -> bool:
        """Whether anything is different from the table."""
        return any(self.changed(name) for name in self._keys)

    def holder(self, key: str) -> Command | None:
        """The command that has this key now."""
        return next((BY_NAME[name] for name, keys in self._keys.items() if key in keys), None)

    def give(self, name: str, key: str) -> "KeyMap":
        """Gives a command this key in place of its first one; who had it loses it. Its other keys stay."""
        mine = (key, *(other for other in self._keys[name][1:] if other != key))
        return self._with({name: mine})

    def reset(self, name: str) -> "KeyMap":
        """Gives a command its first keys back; who has them now loses them."""
        return self._with({name: BY_NAME[name].keys})

    def _with(self, wish: dict[str, tuple[str, ...]]) -> "KeyMap":
        taken = {key for keys in wish.values() for key in keys}
        all_ = {name: tuple(key for key in keys if key not in taken) for name, keys in self._keys.items()} | wish
        different = {name: list(keys) for name, keys in all_.items() if keys != BY_NAME[name].keys}
        return KeyMap(json.dumps(different, sort_keys=True) if different else "")

    @property
    def text(self) -> str:
        """What the setting keeps; "" when nothing is changed."""
        different = {name: list(keys) for name, keys in self._keys.items() if self.changed(name)}
        return json.dumps(different, sort_keys=True) if different else ""

    def caps(self, command: Command, *, letters: bool = True) -> tuple[Cap, ...]:
        """The caps of a command for itself; without the single letters where those are off."""
        return caps_of(key for key in self.keys(command.name) if letters or not is_letter(key))

    def row_caps(self, command: Command) -> tuple[Cap, ...]:
        """The caps of a row of the sheet, with those of the commands that share it."""
        family = [command, *(other for other in COMMANDS if other.shares == command.name)]
        if command.caps and not any(self.changed(each.name) for each in family):
            return drawn_caps(command.caps)
        if len(family) == 1:
            return self.caps(command)
        return caps_of(keys[0] for each in family if (keys := self.keys(each.name)))


def _shared_out(changed: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Each key to one command: fixed ones first, then what was changed, then the table."""
    taken: set[str] = set()
    made: dict[str, tuple[str, ...]] = {}
    order = sorted(COMMANDS, key=lambda each: 0 if each.fixed else 1 if each.name in changed else 2)
    for command in order:
        wanted = command.keys if command.fixed else changed.get(command.name, command.keys)
        mine = tuple(key for key in wanted if key not in taken)
        taken.update(mine)
        made[command.name] = mine
    return {command.name: made[command.name] for command in COMMANDS}

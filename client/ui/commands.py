"""The one table of commands; keys, sheet, palette and menus are made from it. What a command does: `client.ui.acts`.

To add one: a row here and its act there. A command without an act is shown nowhere and has no key.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from client.model.words import mark


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `keys` are key sequences as Qt writes them, the first is the one that people change.

    Keys that type a character ("S", "?") are single letters: they go off with the switch and never work while someone types.
    `icon` is the glyph in the palette. `caps` is what the sheet shows while no key of the row was changed: key caps with `/`,
    `+` and `–` between; "" makes it from `keys`. `local`: its keys belong to the part that has the keyboard; they stand here
    for the sheet. `row`: the words of a row of the sheet that tells of several commands; the others name the first in `shares`.
    `fixed`: its keys cannot be changed. `repeats`: as long as the key is held.
    """

    name: str
    group: str
    label: str
    keys: tuple[str, ...] = ()
    icon: str = "caret-right"
    caps: str = ""
    local: bool = False
    row: str = ""
    shares: str = ""
    fixed: bool = False
    repeats: bool = False


GO, SEE, POST = mark("Go to"), mark("See"), mark("Do with a post")
COLUMNS, DECKS, EVERYWHERE = mark("Columns"), mark("Decks"), mark("Everywhere")
GROUPS = (GO, SEE, POST, COLUMNS, DECKS, EVERYWHERE)

COMMANDS: tuple[Command, ...] = (
    Command("posts", GO, mark("Next or earlier post"), caps="↓ / ↑", local=True, fixed=True),
    Command("next_post", GO, mark("Next post"), ("J",), "arrow-down", row=mark("The same, by letter"), repeats=True),
    Command("earlier_post", GO, mark("Earlier post"), ("K",), "arrow-up", shares="next_post", repeats=True),
    Command(
        "column_left", GO, mark("Column to the left"), ("Left",), "arrow-left", row=mark("Column left or right"),
        fixed=True, repeats=True,
    ),
    Command(
        "column_right", GO, mark("Column to the right"), ("Right",), "arrow-right", shares="column_left", fixed=True,
        repeats=True,
    ),
    Command("column_1", GO, "", ("1",), caps="1 – 9", row=mark("Column 1 to 9"), fixed=True),
    *(Command(f"column_{number}", GO, "", (str(number),), shares="column_1", fixed=True) for number in range(2, 10)),
    Command("column_last", GO, mark("Last column"), ("0",), "arrow-line-right", fixed=True),
    Command("newest", GO, mark("Newest post in the column"), (), "arrow-line-up", caps="Home", local=True, fixed=True),
    Command("oldest", GO, mark("Oldest post in the column"), (), "arrow-line-down", caps="End", local=True, fixed=True),
    Command("unread", GO, mark("Oldest new post"), (".",), "arrow-up", row=mark("New posts (the pill)")),
    Command("next_part", GO, mark("Next part of the window"), ("F6",), "arrows-out-line-horizontal", fixed=True),
    Command("earlier_part", GO, mark("Earlier part of the window"), ("Shift+F6",), "arrows-out-line-horizontal", fixed=True),
    Command("thread", GO, mark("Open conversation"), caps="Enter", local=True, fixed=True),
    Command("back", GO, mark("Back to the column"), ("Backspace",), "arrow-left", caps="Backspace / Esc", fixed=True),
    Command("sidebar", SEE, mark("Sidebar wide or narrow"), ("X",), "columns"),
    Command(
        "larger", SEE, mark("Text larger"), ("Ctrl+=", "Ctrl++"), "text-aa", caps="Ctrl + = / Ctrl + -",
        row=mark("Text larger, smaller"), repeats=True,
    ),
    Command("smaller", SEE, mark("Text smaller"), ("Ctrl+-",), "text-aa", shares="larger", repeats=True),
    Command("normal_size", SEE, mark("Text as it was"), ("Ctrl+0",), "text-aa"),
    Command("theme_light", SEE, mark("Light colours"), icon="sun"),
    Command("theme_dark", SEE, mark("Dark colours"), icon="moon"),
    Command("theme_contrast", SEE, mark("Contrast colours"), icon="circle-half"),
    Command("theme_system", SEE, mark("Colours as the system"), icon="desktop"),
    Command("language_en", SEE, mark("Speak English"), icon="translate"),
    Command("language_nl", SEE, mark("Speak Dutch"), icon="translate"),
    Command("open", POST, mark("Show hidden text or image"), ("O",), "eye"),
    Command("browser", POST, mark("Open in browser"), ("V",), "arrow-square-out"),
    Command("person", POST, mark("Person"), ("P",), "user"),
    Command("copy_link", POST, mark("Copy link"), ("Ctrl+C",), "link"),
    Command("copy_text", POST, mark("Copy text"), ("Ctrl+Shift+C",), "copy"),
    Command("menu", POST, mark("All actions of the post"), caps="Menu / Shift + F10", local=True, fixed=True),
    Command("inside", POST, mark("Names, links and images in the post"), caps="Tab", local=True, fixed=True),
    Command("add_column", COLUMNS, mark("Add column"), ("A",), "plus"),
    Command("options", COLUMNS, mark("Column options"), ("M",), "faders-horizontal"),
    Command(
        "move_left", COLUMNS, mark("Move column left"), ("Ctrl+Shift+Left",), "arrow-left", caps="Ctrl + Shift + ← / →",
        row=mark("Move column"),
    ),
    Command("move_right", COLUMNS, mark("Move column right"), ("Ctrl+Shift+Right",), "arrow-right", shares="move_left"),
    Command("refresh", COLUMNS, mark("Refresh the column now"), ("F5",), "arrows-clockwise"),
    Command("mark_read", COLUMNS, mark("Mark the column as read"), ("Ctrl+M",), "checks"),
    Command("clear", COLUMNS, mark("Clear the column"), icon="eraser"),
    Command("export", COLUMNS, mark("Export the posts of the column"), icon="download-simple"),
    Command("copy_column", COLUMNS, mark("Copy the column as text"), icon="copy"),
    Command("catch_up", COLUMNS, mark("What you missed"), icon="clock-counter-clockwise"),
    Command("rename", COLUMNS, mark("Rename the column"), ("F2",), "pencil-simple"),
    Command("narrow", COLUMNS, mark("Make the column narrow"), icon="arrows-in-line-horizontal"),
    Command("medium", COLUMNS, mark("Make the column medium"), icon="arrows-in-line-horizontal"),
    Command("wide", COLUMNS, mark("Make the column wide"), icon="arrows-out-line-horizontal"),
    Command("remove", COLUMNS, mark("Remove the column"), icon="trash"),
    Command("undo", COLUMNS, mark("Put back what was removed last"), ("Ctrl+Z",), "arrow-counter-clockwise"),
    Command("gap", COLUMNS, mark("Load missed posts (on a gap)"), caps="Enter", local=True, fixed=True),
    Command("new_deck", DECKS, mark("New deck"), icon="plus"),
    Command("rename_deck", DECKS, mark("Rename this deck"), icon="pencil-simple"),
    Command("remove_deck", DECKS, mark("Remove this deck"), icon="trash"),
    Command("export_deck", DECKS, mark("Export this deck as a file"), icon="export"),
    Command("import_deck", DECKS, mark("Import a deck from a file"), icon="download-simple"),
    Command("backups", DECKS, mark("Put a deck back as it was"), icon="clock-counter-clockwise"),
    Command("search", EVERYWHERE, mark("Search"), ("S", "/"), "magnifying-glass"),
    Command("search_column", EVERYWHERE, mark("Make a column of a search"), caps="Ctrl + Enter", local=True, fixed=True),
    Command("palette", EVERYWHERE, mark("Commands"), (";", "Ctrl+K"), "command"),
    Command("sheet", EVERYWHERE, mark("All keys"), ("?", "F1"), "keyboard", row=mark("This sheet")),
    Command("settings", EVERYWHERE, mark("Settings"), ("Ctrl+,",), "gear-six"),
    Command("accounts", EVERYWHERE, mark("Accounts"), icon="users"),
    Command("alerts", EVERYWHERE, mark("Alerts of this run"), icon="bell"),
    Command("add_account", EVERYWHERE, mark("Add account"), icon="user-plus"),
    Command("quit", EVERYWHERE, mark("Close Belfry"), ("Ctrl+Q",), "sign-out"),
)  # fmt: skip

BY_NAME = {command.name: command for command in COMMANDS}


def is_letter(key: str) -> bool:
    """Tells whether a key sequence types a character by itself: it goes off with the switch for single letters."""
    return len(key) == 1


@dataclass(frozen=True, slots=True)
class Cap:
    """A key cap, or a sign that stands between caps."""

    text: str
    sign: bool = False


_SIGNS = ("/", "+", "–")
_CAPS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "Enter", "Esc": "Esc", "Del": "Delete"}


def caps_of(keys: Iterable[str]) -> tuple[Cap, ...]:
    """The caps of key sequences, with a stroke between: "Ctrl+K" is Ctrl + K."""
    made: list[Cap] = []
    for key in keys:
        made += [Cap("/", True)] if made else []
        head, last = (key[:-2], "+") if key.endswith("++") else key.rpartition("+")[::2] if len(key) > 1 else ("", key)
        for number, part in enumerate([*filter(None, head.split("+")), last]):
            made += [Cap("+", True)] if number else []
            made.append(Cap(_CAPS.get(part, part)))
    return tuple(made)


def drawn_caps(text: str) -> tuple[Cap, ...]:
    """The caps that a row of the table draws by hand."""
    return tuple(Cap(part, part in _SIGNS) for part in text.split(" "))

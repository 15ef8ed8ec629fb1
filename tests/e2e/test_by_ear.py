"""Belfry by keyboard and by ear: the real program on a real X server, read over the real accessibility bus, without a mouse."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import listening
from tests.e2e.listening import Control, Listener

REASON = listening.lacking()
pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON)

HOLDERS = {"filler", "panel", "separator", "scroll pane", "viewport", "scroll bar", "layered pane", "label"}
"""Roles that only hold others; one of them that takes the keyboard needs a name all the same."""
LEAST = 24  # px: WCAG 2.2, 2.5.8
EDGE = "Width of the sidebar"  # its width is set by keys too: a wider edge would lie over the columns


@pytest.fixture(scope="module")
def ear() -> Iterator[Listener]:
    """One Belfry in the demo town for all tests here; each leaves it as it found it. A short folder: sockets lie in it."""
    folder = Path(tempfile.mkdtemp(prefix="ear"))
    try:
        with listening.listening(folder / "base", folder / "home", "--demo", "--lang", "en") as listener:
            listener.wait_for("list", "Mentions, column 1")
            listening.until(lambda: rows(listener, "Mentions", 2), "rows to read")
            listening.until(lambda: listener.focused(), "the keyboard in the window")
            yield listener
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def in_the_deck(request: pytest.FixtureRequest) -> Iterator[None]:
    """Begins each test with the keyboard on a row of the first column, and closes what is open after it."""
    if "ear" not in request.fixturenames:
        yield
        return
    ear: Listener = request.getfixturevalue("ear")
    ear.press("2", "1")
    ear.wait_focus("the first column", lambda control: is_row(control) and "Mentions" in list_of(ear, control))
    yield
    for _ in range(4):
        if ear.find("dialog", "") is None:
            break
        ear.press("Escape")


def is_row(control: Control) -> bool:
    return control["role"] == "list item"


def rows(ear: Listener, name: str, count: int) -> list[Control]:
    """The first rows of a list."""
    found = ear.find("list", name)
    return [] if found is None else [row for row in ear.ask("children", place=found["place"], count=count) or [] if row["name"]]


def list_of(ear: Listener, control: Control) -> str:
    """The name of the list that a control is or lies in."""
    found = ear.ask("list_of", place=control["place"])
    return str(found or "")


def faults(controls: list[Control]) -> list[str]:
    """What a listener would stumble over: no name, no role, or too small to hit."""
    found = []
    for control in controls:
        reached = "focusable" in control["states"]
        told = f"{control['role']} {control['name']!r} at {control['place']}"
        if not control["name"].strip() and (control["role"] not in HOLDERS or reached):
            found.append(f"no name: {told}")
        if reached and control["role"] in ("filler", "panel"):
            found.append(f"no role: {told}")
        if reached and not is_row(control) and min(control["box"][2:]) < LEAST and EDGE not in control["name"]:
            found.append(f"too small: {told} {control['box'][2:]}")
    return found


def names(controls: list[Control], role: str) -> set[str]:
    return {control["name"] for control in controls if control["role"] == role}


def inside(ear: Listener, role: str, name: str) -> list[Control]:
    """Everything inside a control."""
    place = ear.wait_for(role, name)["place"]
    return ear.tree(place)


def command(ear: Listener, words: str) -> None:
    """Does a command by the palette: it is chosen as soon as it is the one that Enter does."""
    ear.press("ctrl+k")
    ear.wait_for("dialog", "Commands")
    ear.said()
    ear.type(words)
    listening.until(
        lambda: any("selected" in row["states"] and row["name"].startswith(words) for row in rows(ear, "What can be", 4)),
        f"{words!r} chosen",
    )
    ear.press("Return")
    ear.wait_gone("dialog", "Commands")


# --- the deck ---------------------------------------------------------------------------------------------------------


def test_every_control_of_the_deck_has_a_name_a_role_and_room(ear: Listener) -> None:
    tree = ear.tree()
    assert faults(tree) == []
    buttons = names(tree, "push button")
    assert {"Add column", "Search", "Settings", "Keyboard help", "Options of Mentions", "Wide sidebar"} <= buttons
    assert {"Deck: Festival weekend", "Accounts: 2 accounts, signed in", "Column 1: Mentions"} <= buttons


def test_the_wide_sidebar_says_all_of_it_and_its_edge_has_a_value(ear: Listener) -> None:
    ear.press("x")
    edge = ear.wait_for("slider", EDGE)
    tree = ear.tree()
    assert faults(tree) == []
    assert {"Add column", "Search", "Narrow sidebar", "Accounts"} <= {name.split(",")[0] for name in names(tree, "push button")}
    assert edge["value"] == 240
    ear.press("shift+Tab")
    ear.wait_focus("the edge", lambda control: control["role"] == "slider")
    ear.press("Right")
    listening.until(lambda: (ear.find("slider", EDGE) or {}).get("value") == 250, "a wider sidebar")
    ear.press("Left", "x")
    ear.wait_gone("slider", EDGE)


def test_columns_say_their_place_their_accounts_and_their_state(ear: Listener) -> None:
    column = ear.wait_for("list", "Mentions, column 1 of 7, Gemeente Meerdam on Mastodon")
    assert column["description"].split(",")[0] in ("Live", "Refreshing…") or column["description"].startswith("Next in")


def test_ten_rows_are_read_as_sentences(ear: Listener) -> None:
    ear.press("2")
    listening.until(lambda: len(rows(ear, "meerdamfeest", 10)) == 10, "ten rows")
    for row in rows(ear, "meerdamfeest", 10):
        assert is_row(row)
        author, _, rest = row["name"].partition(".")
        assert author.strip()
        assert "ago" in rest or "just now" in rest or "posts missed" in row["name"]
        assert "<" not in row["name"]


def test_arrows_go_from_row_to_row_and_from_column_to_column(ear: Listener) -> None:
    first = ear.focused()
    assert first is not None
    ear.press("Down")
    ear.wait_focus("the next row", lambda control: is_row(control) and control["name"] != first["name"])
    ear.press("Up")
    ear.wait_focus("the first row", lambda control: is_row(control))
    ear.press("Right")
    ear.wait_focus("the next column", lambda control: is_row(control) and "meerdamfeest" in list_of(ear, control))
    ear.press("Left")
    ear.wait_focus("the first column", lambda control: is_row(control) and "Mentions" in list_of(ear, control))


def test_f6_goes_round_the_parts_and_tab_through_one(ear: Listener) -> None:
    ear.press("F6")
    ear.wait_focus("the sidebar", lambda control: control["name"] == "Column 1: Mentions")
    walked = []
    for _ in range(8):
        ear.press("Tab")
        walked.append((ear.focused() or {}).get("name", ""))
    assert walked[:3] == ["Column 2: meerdamfeest", "Column 3: Stad en cultuur", "Column 4: Veiligheidspartners"]
    assert walked[6:] == ["Add column", walked[7]]
    ear.press("F6")
    ear.wait_focus("the deck", lambda control: is_row(control) and "Mentions" in list_of(ear, control))
    ear.press("shift+F6")
    ear.wait_focus("the sidebar", lambda control: control["name"] == "Column 1: Mentions")


def test_tab_goes_inside_a_row_and_says_what_is_there(ear: Listener) -> None:
    row = ear.focused()
    ear.said()
    ear.press("Tab")
    listening.until(ear.said, "what Tab has reached")
    ear.press("Escape")
    assert row is not None
    ear.wait_focus("the row itself", lambda control: control["name"] == row["name"])


def test_a_conversation_opens_with_its_name_and_the_way_back_leads_to_the_same_row(ear: Listener) -> None:
    before = ear.focused()
    assert before is not None
    ear.press("Return")
    ear.wait_for("list", "Conversation, Mentions, column 1 of 7")
    ear.wait_focus("a row of it", lambda control: is_row(control) and "Conversation" in list_of(ear, control))
    assert faults(ear.tree()) == []
    ear.press("BackSpace")
    ear.wait_gone("list", "Conversation")
    ear.wait_focus("the row before", lambda control: control["name"].split(".")[0] == before["name"].split(".")[0])


# --- what opens over it -----------------------------------------------------------------------------------------------

DIALOGS = {
    "Add column": ("a", {("text", "Find a kind of column"), ("list", "Kinds of column"), ("push button", "Cancel")}),
    "Search": ("s", {("text", "Search for"), ("push button", "Make this a column")}),
    "Commands": ("ctrl+k", {("list", "What can be chosen")}),
    "Keyboard": ("question", {("text", "Find a key or an action"), ("check box", "Single-letter keys")}),
    "Rename column": ("F2", {("text", "Name"), ("push button", "Cancel")}),
    "Yara de Groot": ("p", {("push button", "Show posts"), ("push button", "Copy address")}),
}  # fmt: skip


@pytest.mark.parametrize("title", DIALOGS)
def test_a_dialog_says_itself_keeps_the_keyboard_and_gives_it_back(ear: Listener, title: str) -> None:
    key, wanted = DIALOGS[title]
    before = ear.focused()
    assert before is not None
    ear.press(key)
    dialog = ear.wait_for("dialog", title)
    assert "modal" in dialog["states"]
    at = ear.wait_focus("a control of the dialog", lambda control: control["place"][: len(dialog["place"])] == dialog["place"])
    assert at["name"]
    parts = inside(ear, "dialog", title)
    assert faults(parts) == []
    assert wanted <= {(part["role"], part["name"]) for part in parts}
    for _ in range(12):
        ear.press("Tab")
    now = ear.focused()
    assert now is not None
    assert now["place"][: len(dialog["place"])] == dialog["place"], "Tab left the dialog"
    for _ in range(3):
        if ear.find("dialog", title) is None:
            break
        ear.press("Escape")
    ear.wait_gone("dialog", title)
    ear.wait_focus("the row before", lambda control: control["place"][:-1] == before["place"][:-1])


BY_COMMAND = {
    "Accounts": ("Accounts", {("push button", "Add account"), ("push button", "Remove Gemeente Meerdam")}),
    "Add account": ("Add account", {("text", "Server"), ("push button", "Cancel")}),
    "What you missed": ("What you missed", {("push button", "Back to the deck")}),
    "New deck": ("New deck", {("text", "Name"), ("push button", "Make deck")}),
    "Rename this deck": ("Rename deck", {("text", "Name"), ("push button", "Cancel")}),
    "Put a deck back": ("Put back a backup", {("push button", "Close")}),
    "Alerts of this run": ("Alerts", {("push button", "Close")}),
}


@pytest.mark.parametrize("words", BY_COMMAND)
def test_the_palette_reaches_every_other_dialog(ear: Listener, words: str) -> None:
    title, wanted = BY_COMMAND[words]
    command(ear, words)
    dialog = ear.wait_for("dialog", title)
    ear.wait_focus("a control of the dialog", lambda control: control["place"][: len(dialog["place"])] == dialog["place"])
    parts = inside(ear, "dialog", title)
    assert faults(parts) == []
    assert wanted <= {(part["role"], part["name"]) for part in parts}
    ear.press("Escape")
    ear.wait_gone("dialog", title)
    ear.wait_focus("a row of the first column", lambda control: is_row(control) and "Mentions" in list_of(ear, control))


def test_the_palette_says_each_choice_once(ear: Listener) -> None:
    ear.press("ctrl+k")
    ear.wait_for("dialog", "Commands")
    ear.type("accounts")
    heard: list[str] = []

    def whole() -> bool:
        heard.extend(ear.said())
        return "Accounts" in heard

    listening.until(whole, "the choice said")
    assert heard.count("Accounts") == 1


def test_every_page_of_the_settings_can_be_heard(ear: Listener) -> None:
    ear.press("ctrl+comma")
    ear.wait_for("dialog", "Settings")
    pages = ("Looks", "Posts", "Reading aloud", "Alerts", "Partners", "Muted", "Keys", "This PC")
    for number, page in enumerate(pages):
        ear.wait_focus(page, lambda control, page=page: control["name"] == page and "checked" in control["states"])  # type: ignore[misc]
        assert faults(inside(ear, "dialog", "Settings")) == []
        if number < len(pages) - 1:
            ear.press("Down")


def test_pictures_open_with_their_words(ear: Listener) -> None:
    ear.press("4")
    ear.wait_focus("the fourth column", lambda control: is_row(control) and "Veiligheidspartners" in list_of(ear, control))
    for _ in range(6):
        now = ear.focused()
        if now is not None and "Image" in now["name"]:
            break
        ear.press("Down")
    ear.press("o")
    ear.wait_for("dialog", "Media viewer")
    parts = inside(ear, "dialog", "Media viewer")
    assert faults(parts) == []
    assert {"Larger", "Whole picture", "Close"} <= names(parts, "push button")
    assert any(len(part["name"]) > 20 for part in parts if part["role"] in ("label", "text")), "the words of the picture"


def test_all_actions_of_a_post_are_a_menu(ear: Listener) -> None:
    ear.press("shift+F10")
    ear.reached()
    heard: list[tuple[str, str]] = []

    def last_said() -> bool:
        heard.extend((role, name.split("\t")[0]) for role, name in ear.reached())
        return ("menu item", "Copy link") in heard

    ear.press("Up", "Up")
    listening.until(last_said, "what the menu holds")
    assert ("menu item", "Copy text") in heard
    ear.press("Escape")
    ear.wait_focus("the row before", is_row)


# --- doing things -----------------------------------------------------------------------------------------------------


def test_an_option_is_changed_acts_and_says_its_state(ear: Listener) -> None:
    ear.press("3")
    ear.wait_focus("the third column", lambda control: is_row(control) and "Stad en cultuur" in list_of(ear, control))
    ear.press("m")
    ear.wait_for("panel", "Options of Stad en cultuur")
    assert faults(ear.tree()) == []
    ear.wait_for("push button", "Close the options of Stad en cultuur")
    assert "checked" in ear.wait_for("check box", "Text only")["states"]
    shown = ear.wait_for("label", "Shows ")["name"]
    for _ in range(12):
        if (ear.focused() or {}).get("name") == "Text only":
            break
        ear.press("Tab")
    ear.wait_focus("the kind of post", lambda control: control["name"] == "Text only")
    ear.press("space")
    listening.until(lambda: "checked" not in (ear.find("check box", "Text only") or {"states": "checked"})["states"], "off")
    listening.until(lambda: (ear.find("label", "Shows ") or {"name": shown})["name"] != shown, "fewer posts shown")
    ear.press("space", "Escape")
    ear.wait_focus("the column again", lambda control: is_row(control) and "Stad en cultuur" in list_of(ear, control))


def test_a_column_is_added_removed_and_put_back_and_the_keyboard_is_never_lost(ear: Listener) -> None:
    ear.press("a")
    ear.wait_for("dialog", "Add column")
    ear.type("book")
    listening.until(lambda: [name for name in names(ear.tree(), "list item") if name.startswith("Bookmarks")], "the kind")
    ear.press("Return")
    ear.wait_gone("dialog", "Add column")
    added = ear.wait_for("list", "Bookmarks, column 2 of 8")
    ear.wait_focus("the new column", lambda control: control["place"][: len(added["place"])] == added["place"])
    ear.said()
    command(ear, "Remove the column")
    ear.wait_gone("list", "Bookmarks, column 2")
    heard: list[str] = []
    listening.until(lambda: heard.extend(ear.said()) or any("Bookmarks" in each for each in heard), "that it is removed")
    ear.wait_focus("a column beside it", lambda control: bool(list_of(ear, control)))
    ear.press("ctrl+z")
    ear.wait_for("list", "Bookmarks, column 2 of 8")
    ear.wait_focus("a column", lambda control: bool(list_of(ear, control)))
    ear.press("2")
    ear.wait_focus("the column", lambda control: "Bookmarks" in list_of(ear, control))
    command(ear, "Remove the column")
    ear.wait_gone("list", "Bookmarks, column 2")
    ear.wait_focus("a column beside it", lambda control: bool(list_of(ear, control)))


def test_a_refresh_leaves_the_keyboard_where_it_is(ear: Listener) -> None:
    before = ear.focused()
    assert before is not None
    ear.press("F5")
    ear.wait_focus("the same row", lambda control: control["name"].split(".")[0] == before["name"].split(".")[0])


def test_another_deck_says_its_name_and_takes_the_keyboard(ear: Listener) -> None:
    command(ear, "New deck")
    ear.wait_for("dialog", "New deck")
    ear.type("Storm")
    ear.press("Return")
    ear.wait_gone("dialog", "New deck")
    ear.wait_for("push button", "Deck: Storm")
    ear.wait_focus("what fills an empty deck", lambda control: control["role"] == "push button")
    assert faults(ear.tree()) == []
    ear.said()
    command(ear, "Remove this deck")
    ear.wait_for("push button", "Deck: Festival weekend")
    ear.wait_focus("a column of the deck", lambda control: bool(list_of(ear, control)))
    listening.until(lambda: any("Storm" in each or "Festival" in each for each in ear.said()), "which deck it is now")


def test_another_theme_and_another_language_keep_the_keyboard(ear: Listener) -> None:
    for words in ("Contrast colours", "Dark colours", "Colours as the system"):
        command(ear, words)
        ear.wait_focus("a row", lambda control: is_row(control) and "Mentions" in list_of(ear, control))
    command(ear, "Speak Dutch")
    ear.wait_for("push button", "Kolom toevoegen")
    ear.wait_focus("the column", lambda control: "kolom 1 van 7" in list_of(ear, control))
    assert faults(ear.tree()) == []
    ear.press("ctrl+k")
    ear.wait_for("dialog", "")
    ear.type("Engels")
    listening.until(lambda: any("Engels" in each["name"] for each in ear.tree() if "selected" in each["states"]), "chosen")
    ear.press("Return")
    ear.wait_for("push button", "Add column")
    ear.wait_focus("the column", lambda control: "column 1 of 7" in list_of(ear, control))


# --- the first minutes ------------------------------------------------------------------------------------------------


def test_the_first_page_can_be_heard_and_used_by_keyboard() -> None:
    folder = Path(tempfile.mkdtemp(prefix="ear"))
    try:
        with listening.listening(folder / "base", folder / "home", "--lang", "en") as first:
            listening.until(lambda: names(first.tree(), "push button"), "the first page")
            assert faults(first.tree()) == []
            at = first.wait_focus("a control", lambda control: control["role"] != "frame")
            assert at["name"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)

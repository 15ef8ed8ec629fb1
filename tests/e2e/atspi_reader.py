"""What a screen reader hears of a program, over the real accessibility bus. Runs with the system's own Python, which has gi.

Started by `tests.e2e.listening`: reads one JSON object a line (`{"do": NAME, ...}`) and answers with one JSON line each. A
control is told as `{"role", "name", "description", "states", "actions", "value", "place", "box"}`; a place in the tree is a
list of child numbers. What the program has announced is kept until it is asked for.
"""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  (the version comes first)

STATES = ("FOCUSED", "FOCUSABLE", "CHECKED", "SELECTED", "EXPANDED", "MODAL", "ENABLED", "SHOWING", "CHECKABLE")
MOST = 60  # children of one list that a walk looks at


def find_program(pid: int) -> Any:
    """The program with this process id, None while it is not on the bus."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        found = desktop.get_child_at_index(number)
        if found is not None and found.get_process_id() == pid and found.get_child_count():
            return found
    return None


def states(part: Any) -> list[str]:
    """The states that matter here."""
    held = part.get_state_set()
    return [name.lower() for name in STATES if held.contains(getattr(Atspi.StateType, name))]


def told(part: Any, place: list[int]) -> dict[str, Any]:
    """A control as data."""
    actions = part.get_action_iface()
    names = [Atspi.Action.get_action_name(actions, number) for number in range(actions.get_n_actions())] if actions else []
    return {
        "role": part.get_role_name(),
        "name": part.get_name() or "",
        "description": part.get_description() or "",
        "states": states(part),
        "actions": names,
        "value": part.get_value_iface().get_current_value() if part.get_value_iface() else None,
        "place": place,
        "box": box(part),
    }


def box(part: Any) -> list[int]:
    """Where it is on the screen: left, top, width, height."""
    component = part.get_component_iface()
    found = component.get_extents(Atspi.CoordType.SCREEN) if component else None
    return [found.x, found.y, found.width, found.height] if found else [0, 0, 0, 0]


def walk(part: Any, place: list[int]) -> Iterator[tuple[Any, list[int]]]:
    """Everything that shows, top to bottom; of a long list the rows in sight."""
    is_list, seen = place != [] and part.get_role() == Atspi.Role.LIST, False
    for number in range(min(part.get_child_count(), MOST)):
        child = part.get_child_at_index(number)
        if child is None or (place and not child.get_state_set().contains(Atspi.StateType.SHOWING)):
            if is_list and seen:
                return  # the rest is below what is seen
            continue
        seen = True
        here = [*place, number]
        yield child, here
        yield from walk(child, here)


def last_with_its_list(found: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What has the keyboard: Qt calls the current row of every list focused, so a row counts only below a list that is."""
    lists = [each["place"] for each in found if each["role"] != "list item"]
    true = [each for each in found if each["role"] != "list item" or each["place"][:-1] in lists]
    return true[-1] if true else None


def at(program: Any, place: list[int]) -> Any:
    """The control at a place."""
    for number in place:
        program = program.get_child_at_index(number)
    return program


def answer(program: Any, wish: dict[str, Any]) -> Any:
    """Does one thing."""
    match wish["do"]:
        case "tree":
            return [told(part, place) for part, place in walk(at(program, wish["place"]), wish["place"])]
        case "find":
            fitting = (found for found in walk(program, []) if found[0].get_role_name() == wish["role"])
            named = (found for found in fitting if (found[0].get_name() or "").startswith(wish["name"]))
            return next((told(part, place) for part, place in named), None)
        case "focused":
            found = [told(part, place) for part, place in walk(program, []) if "focused" in states(part)]
            return last_with_its_list(found)
        case "list_of":
            lines = [at(program, wish["place"][:depth]) for depth in range(1, len(wish["place"]) + 1)]
            return next((part.get_name() for part in reversed(lines) if part.get_role() == Atspi.Role.LIST), "")
        case "children":
            part = at(program, wish["place"])
            count = min(part.get_child_count(), wish["count"])
            rows = [part.get_child_at_index(number) for number in range(count)]
            return [told(row, [*wish["place"], number]) for number, row in enumerate(rows) if row is not None]
        case "act":
            actions = at(program, wish["place"]).get_action_iface()
            return bool(actions and Atspi.Action.do_action(actions, wish["number"]))
        case _:
            raise ValueError(wish["do"])


class Reader:
    """Answers what it is asked, and hears what the program announces in between."""

    def __init__(self, pid: int, loop: Any) -> None:
        self._pid, self._loop = pid, loop
        self._program: Any = None
        self._asked = b""
        self._said: list[str] = []
        self._reached: list[list[str]] = []
        self._listener = Atspi.EventListener.new(self._hear)
        self._listener.register("object:announcement")
        self._listener.register("object:state-changed:focused")

    def _hear(self, event: Any) -> None:
        if event.type == "object:announcement":
            self._said.append(str(event.any_data))
        elif event.detail1 and event.source is not None:
            self._reached.append([event.source.get_role_name(), event.source.get_name() or ""])

    def read(self, channel: int, condition: Any) -> bool:
        """Takes what is asked; ends where nobody asks any more."""
        got = os.read(channel, 65536)
        self._asked += got
        while b"\n" in self._asked:
            line, _, self._asked = self._asked.partition(b"\n")
            sys.stdout.write(json.dumps(self._answer(json.loads(line))) + "\n")
            sys.stdout.flush()
        if not got:
            self._loop.quit()
        return bool(got)

    def _answer(self, wish: dict[str, Any]) -> Any:
        if wish["do"] == "said":
            said, self._said = self._said, []
            return said
        if wish["do"] == "reached":
            reached, self._reached = self._reached, []
            return reached
        self._program = self._program or find_program(self._pid)
        if self._program is None:
            return None
        try:
            return answer(self._program, wish)
        except GLib.GError as failure:  # something went while it was looked at
            sys.stderr.write(f"{failure.message}\n")
            return None
        finally:
            Atspi.Accessible.clear_cache(self._program)


def main() -> None:
    """Answers until its input ends."""
    loop = GLib.MainLoop()
    reader = Reader(int(sys.argv[1]), loop)
    GLib.unix_fd_add_full(GLib.PRIORITY_DEFAULT, 0, GLib.IOCondition.IN | GLib.IOCondition.HUP, reader.read)
    loop.run()


if __name__ == "__main__":
    main()

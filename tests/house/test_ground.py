"""The set-up is done once, done again when it must be, and the locks are complete."""

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.loading import ROOT, load

ground = load("ground")
LOCKS = sorted((ROOT / "packaging" / "locks").glob("*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+))? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(lock: Path) -> dict[str, str]:
    """The versions of a lock."""
    found = (PIN.match(line) for line in lock.read_text("utf-8").splitlines())
    return {match["name"]: match["version"] for match in found if match}


@pytest.mark.parametrize("name", ["run", "test", "lock"])
def test_a_lock_holds_pins_with_hashes_and_nothing_else(name: str) -> None:
    lines = (ROOT / "packaging" / "locks" / f"{name}.txt").read_text("utf-8").splitlines()
    assert lines
    for number, line in enumerate(lines):
        assert PIN.match(line) or HASH.match(line), line
        if PIN.match(line):
            assert HASH.match(lines[number + 1]), f"{line} has no hash"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_host_and_no_path(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert "/" not in text.replace("\n", "")
    assert "--index" not in text
    assert "--find" not in text


def test_the_test_lock_holds_all_of_the_run_lock() -> None:
    run, test = (pins(ROOT / "packaging" / "locks" / f"{name}.txt") for name in ("run", "test"))
    assert run.items() <= test.items()


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for lock, wants in (("run", project["project"]["dependencies"]), ("test", project["dependency-groups"]["test"])):
        names = {re.split(r"[^A-Za-z0-9._-]", want)[0].lower().replace("_", "-").replace(".", "-") for want in wants}
        assert names <= pins(ROOT / "packaging" / "locks" / f"{lock}.txt").keys()


def test_qt_is_the_version_that_runs_everywhere() -> None:
    run = pins(ROOT / "packaging" / "locks" / "run.txt")
    assert (run["pyside6-essentials"], run["shiboken6"]) == ("6.8.3", "6.8.3")


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The Python of an environment that stands."""
    file = ground.venv_python(tmp_path)
    file.parent.mkdir()
    file.touch()
    return file


def test_an_environment_with_the_right_stamp_is_left_alone(python: Path) -> None:
    for kind in ("run", "test"):
        assert ground.is_current(ground.wanted(kind), ground.wanted(kind), python)
    assert ground.is_current(ground.wanted("test"), ground.wanted("run"), python)
    assert not ground.is_current(ground.wanted("run"), ground.wanted("test"), python)


def test_a_changed_lock_is_installed_over_the_old_one(python: Path) -> None:
    old = {**ground.wanted("run"), "run": "another"}
    assert not ground.is_current(old, ground.wanted("run"), python)
    assert not ground.must_remake(old, ground.wanted("run"), python)


def test_a_half_made_a_foreign_and_a_broken_environment_are_made_anew(python: Path) -> None:
    wants = ground.wanted("run")
    assert ground.must_remake(None, wants, python)
    assert ground.must_remake({**wants, "python": "3.10"}, wants, python)
    python.unlink()
    assert ground.must_remake(wants, wants, python)
    assert not ground.is_current(wants, wants, python)


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "\0"])
def test_a_broken_stamp_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ground.STAMP).write_text(text, "utf-8")
    assert ground.read_stamp(tmp_path) is None


def test_a_stamp_is_read_back(tmp_path: Path) -> None:
    (tmp_path / ground.STAMP).write_text(json.dumps(ground.wanted("test")), "utf-8")
    assert ground.read_stamp(tmp_path) == ground.wanted("test")


def test_only_the_pythons_of_the_locks_are_taken() -> None:
    for version in ((3, 11), (3, 12), (3, 13)):
        ground.check_python(version)
    for version in ((3, 10), (3, 14), (2, 7)):
        with pytest.raises(ground.SetupFailed, match=r"needs Python 3\.11"):
            ground.check_python(version)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may have no screen")
def test_a_screen_is_known_by_its_environment() -> None:
    assert not ground.has_screen({})
    assert not ground.has_screen({"DISPLAY": ""})
    assert ground.has_screen({"DISPLAY": ":0"})
    assert ground.has_screen({"WAYLAND_DISPLAY": "wayland-0"})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may have no screen")
def test_a_window_is_seen_only_where_qt_draws_on_the_screen() -> None:
    assert ground.is_seen({"DISPLAY": ":0"})
    assert ground.is_seen({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"})
    assert not ground.is_seen({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"})
    assert not ground.is_seen({"DISPLAY": ":0", "QT_QPA_PLATFORM": "minimal:fontdir"})
    assert not ground.is_seen({"QT_QPA_PLATFORM": "xcb"})


def test_a_library_that_cannot_be_loaded_is_named_by_its_package_once() -> None:
    assert ground.missing_libraries({"libnowhere-1.so": "liba", "libnowhere-2.so": "liba", "libnowhere-3.so": "libb"}) == [
        "liba",
        "libb",
    ]


def test_a_tool_is_found_by_its_command_its_file_or_its_typelib(tmp_path: Path) -> None:
    here = tmp_path / "launcher"
    tools = {"no-such-tool": "one", str(here): "two", "NoSuch-9.9.typelib": "three", Path(sys.executable).name: "four"}
    assert ground.missing_tools(tools)[:3] == ["one", "two", "three"]
    here.touch()
    assert ground.missing_tools({str(here): "two"}) == []

"""Preferences survive a bad file, a full disk and a newer version."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client import errors, settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_a_first_start_uses_the_defaults_and_writes_nothing(file: Path) -> None:
    first = settings.Settings(file)
    assert [first.get(setting) for setting in settings.ALL] == [setting.default for setting in settings.ALL]
    assert first.notes == []
    assert not file.exists()


def test_a_change_is_there_after_a_restart(file: Path) -> None:
    settings.Settings(file).set(settings.THEME, "dark")
    again = settings.Settings(file)
    again.set(settings.TEXT_SIZE, 150)
    again.set(settings.LETTER_KEYS, False)
    last = settings.Settings(file)
    assert (last.get(settings.THEME), last.get(settings.TEXT_SIZE), last.get(settings.LETTER_KEYS)) == ("dark", 150, False)


def test_every_default_is_allowed_and_every_key_is_its_own() -> None:
    assert all(setting.accepts(setting.default) for setting in settings.ALL)
    assert len({setting.key for setting in settings.ALL}) == len(settings.ALL)


def test_a_value_that_is_not_allowed_is_refused_and_one_in_the_file_is_not_used(file: Path) -> None:
    with pytest.raises(ValueError, match="text_size"):
        settings.Settings(file).set(settings.TEXT_SIZE, 201)
    with pytest.raises(ValueError, match="theme"):
        settings.Settings(file).set(settings.THEME, "pink")
    file.write_text('{"text_size": true, "theme": 4, "retention_days": 0, "letter_keys": 1}', "utf-8")
    read = settings.Settings(file)
    assert [read.get(setting) for setting in settings.ALL] == [setting.default for setting in settings.ALL]


def test_keys_of_a_newer_version_are_kept(file: Path) -> None:
    file.write_text('{"from_the_future": {"a": [1, 2]}, "theme": "light"}', "utf-8")
    settings.Settings(file).set(settings.THEME, "dark")
    assert json.loads(file.read_text("utf-8")) == {"from_the_future": {"a": [1, 2]}, "theme": "dark"}


@pytest.mark.parametrize("broken", [b"", b"\0" * 200, b"{", b"[]", b'"x"', b"\xff\xfe{", b"[" * 100_000, b'{"theme": "dark"'])
def test_a_broken_file_is_set_aside_and_the_one_before_it_is_used(file: Path, broken: bytes) -> None:
    first = settings.Settings(file)
    first.set(settings.THEME, "dark")
    first.set(settings.TEXT_SIZE, 120)
    file.write_bytes(broken)
    again = settings.Settings(file)
    assert again.notes == [settings.Note.RESTORED]
    assert again.get(settings.THEME) == "dark"
    assert file.with_name("settings.json.bad").read_bytes() == broken
    again.set(settings.TEXT_SIZE, 110)
    assert settings.Settings(file).notes == []


def test_a_file_cut_off_anywhere_or_full_of_zeros_costs_nothing_that_was_set_before(file: Path) -> None:
    """L05."""
    first = settings.Settings(file)
    first.set(settings.THEME, "dark")
    first.set(settings.TEXT_SIZE, 125)
    whole = file.read_bytes()
    for spoiled in [*(whole[:length] for length in range(len(whole) - 1)), b"\0" * len(whole), b"\xff\xfe" + whole]:
        file.write_bytes(spoiled)
        read = settings.Settings(file)
        assert read.get(settings.THEME) == "dark" or read.notes == []
        assert read.notes in ([settings.Note.RESTORED], [])
        assert read.notes or json.loads(spoiled)


def test_a_broken_file_without_one_before_it_gives_the_defaults(file: Path) -> None:
    file.write_text("not JSON", "utf-8")
    read = settings.Settings(file)
    assert read.notes == [settings.Note.RESET]
    assert read.get(settings.THEME) == "system"
    assert file.with_name("settings.json.bad").read_text("utf-8") == "not JSON"


def test_what_cannot_be_read_is_never_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "settings.json"
    folder.mkdir()
    read = settings.Settings(folder)
    assert read.notes == [settings.Note.UNREADABLE]
    read.set(settings.THEME, "dark")
    assert read.get(settings.THEME) == "dark"
    assert folder.is_dir()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_and_the_old_file_stays(file: Path) -> None:
    first = settings.Settings(file)
    first.set(settings.THEME, "dark")
    file.with_name("settings.json.new").symlink_to("/dev/full")
    with pytest.raises(errors.DiskFull):
        first.set(settings.THEME, "light")
    assert first.get(settings.THEME) == "light"
    assert settings.Settings(file).get(settings.THEME) == "dark"


def test_without_a_file_settings_live_in_memory() -> None:
    memory = settings.Settings()
    memory.set(settings.THEME, "dark")
    assert memory.get(settings.THEME) == "dark"


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())))
def test_any_json_object_loads_without_a_note(tmp_path_factory: pytest.TempPathFactory, raw: dict[str, object]) -> None:
    file = tmp_path_factory.getbasetemp() / "any-settings.json"
    file.write_text(json.dumps(raw), "utf-8")
    read = settings.Settings(file)
    assert read.notes == []
    assert all(setting.accepts(read.get(setting)) for setting in settings.ALL)


def test_a_held_value_counts_for_this_run_only(file: Path) -> None:
    here = settings.Settings(file)
    here.hold(settings.LANGUAGE, "nl")
    assert here.get(settings.LANGUAGE) == "nl"
    here.set(settings.THEME, "dark")
    assert settings.Settings(file).get(settings.LANGUAGE) == "system"
    here.set(settings.LANGUAGE, "en")
    assert (here.get(settings.LANGUAGE), settings.Settings(file).get(settings.LANGUAGE)) == ("en", "en")

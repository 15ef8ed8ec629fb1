"""Files that people save: their names, writing them whole, and what is said when that fails."""

import errno
from pathlib import Path

import pytest

from client.ui import files, notices_files


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Water dag", "Water dag"),
        ('a/b\\c:d*e?"<>|', "a b c d e"),
        ("  twee\nregels\t", "twee regels"),
        ("fdp.\u202eexe", "fdp.exe"),
        ("...", "Belfry"),
        ("", "Belfry"),
        ("con", "_con"),
        ("LPT1", "_LPT1"),
        ("Contact", "Contact"),
    ],
)
def test_a_name_is_such_as_every_system_takes(title: str, name: str) -> None:
    assert files.plain_name(title) == name


def test_a_name_has_bounds_and_no_dot_or_space_at_its_end() -> None:
    assert len(files.plain_name("x" * 10_000)) == files.LONGEST
    assert files.plain_name("x" * (files.LONGEST - 1) + " y") == "x" * (files.LONGEST - 1)


def test_a_failed_write_leaves_what_was_there_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "posts.csv"
    files.write(target, "before")
    files.write(target, "half \ud800")
    assert target.read_text("utf-8") == "half ?"
    blocked = tmp_path / "a folder.csv"
    (blocked / "full").mkdir(parents=True)
    with pytest.raises(OSError):  # noqa: PT011 - the words are the system's own
        files.write(blocked, "text")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a folder.csv", "posts.csv"]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "There is no room on this disk."),
        (errno.EROFS, "Belfry may not write in this folder."),
        (errno.EACCES, "Belfry may not write in this folder."),
        (errno.ENOENT, "This folder is not there."),
        (errno.EIO, "The disk gave an error."),
    ],
)
def test_a_file_that_cannot_be_written_is_said_in_everyday_words(number: int, why: str) -> None:
    said = notices_files.not_saved(OSError(number, "said by the system"), "posts.csv")
    assert said == f"posts.csv is not saved. {why} Choose another folder."


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOENT, "There is no such file."),
        (errno.EACCES, "Belfry may not read this file."),
        (errno.EIO, "The disk gave an error."),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_everyday_words(number: int, why: str) -> None:
    assert notices_files.not_read(OSError(number, "said by the system"), "d.json") == f"d.json is not read. {why}"


def test_a_long_name_from_elsewhere_is_said_in_one_line() -> None:
    said = notices_files.not_read(OSError(errno.EIO, ""), "x" * 10_000 + "\n\u202e.json")
    assert len(said) < 130
    assert "\n" not in said

"""Where Belfry writes."""

from pathlib import Path

import pytest

from client import paths

MOUNTS = """\
25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 25 0:40 / /home rw,relatime shared:2 - nfs4 server:/home rw,vers=4.2
31 30 8:2 / /home/local rw - ext4 /dev/sda2 rw
32 25 0:41 / /mnt/with\\040space rw - cifs //server/share rw
broken line
"""


def test_base_dir_moves_everything(tmp_path: Path) -> None:
    found = paths.find(tmp_path / "all")
    for path in (found.desk, found.cache, found.pictures, found.log, found.settings):
        assert path.is_relative_to(tmp_path / "all")
    assert len({found.desk, found.cache, found.pictures, found.log, found.settings}) == 5


def test_looking_makes_nothing_and_make_makes_the_folders(tmp_path: Path) -> None:
    found = paths.find(tmp_path / "all")
    assert list(tmp_path.iterdir()) == []
    found.make()
    found.make()
    assert found.pictures.is_dir()
    assert found.desk.parent.is_dir()


def test_without_base_dir_the_cache_lies_apart_from_what_people_made() -> None:
    found = paths.find()
    assert found.desk.parent != found.cache.parent
    assert "Belfry" in found.desk.parts


def test_resources_lie_beside_the_program() -> None:
    assert paths.resource("translations").parent.name == "resources"


def test_file_system_is_that_of_the_deepest_mount() -> None:
    assert paths.file_system(Path("/var/lib/x"), MOUNTS) == "ext4"
    assert paths.file_system(Path("/home/anna/desk.db"), MOUNTS) == "nfs4"
    assert paths.file_system(Path("/home/local/desk.db"), MOUNTS) == "ext4"
    assert paths.file_system(Path("/mnt/with space/desk.db"), MOUNTS) == "cifs"
    assert paths.file_system(Path("/homes/desk.db"), MOUNTS) == "ext4"
    assert paths.file_system(Path("/x"), "") == ""


def test_a_local_folder_is_not_on_a_network_drive(tmp_path: Path) -> None:
    assert not paths.on_network_drive(tmp_path / "desk.db")


def test_a_file_that_a_virus_scanner_holds_for_a_moment_is_put_in_place_all_the_same(tmp_path: Path) -> None:
    """L10. Only Windows refuses like this, so the refusals are played."""
    draft, final, refusals, waited = tmp_path / "x.new", tmp_path / "x", [PermissionError(13, "held")] * 9, []
    draft.write_text("new")
    final.write_text("old")

    def replace(source: Path, target: Path) -> None:
        if refusals:
            raise refusals.pop()
        source.replace(target)

    paths.move_into_place(draft, final, tries=10, replace=replace, pause=waited.append)
    assert final.read_text() == "new"
    assert len(waited) == 9
    assert sum(waited) < 0.5


def test_a_file_that_stays_held_is_told_and_the_old_one_stays(tmp_path: Path) -> None:
    draft, final = tmp_path / "x.new", tmp_path / "x"
    draft.write_text("new")
    final.write_text("old")

    def replace(source: Path, target: Path) -> None:
        raise PermissionError(13, "held")

    with pytest.raises(PermissionError):
        paths.move_into_place(draft, final, tries=3, replace=replace, pause=lambda seconds: None)
    assert final.read_text() == "old"

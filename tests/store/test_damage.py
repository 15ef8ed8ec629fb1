"""Files that are broken, of another time, or not to be written: Belfry starts, says so, and deletes nothing."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from client import errors
from client.model import finding
from client.model.column import ColumnId
from client.model.deck import Place
from client.model.instant import Instant
from client.model.page import Page
from client.store import copies, worker
from client.store.database import Mended, Store
from client.store.timelines import How
from tests.store.conftest import Opener
from tests.store.making import HOME, entry, page, shown
from tests.store.test_desk import ACCOUNT

DAY = 86_400_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


async def fill(open_store: Opener, **options: object) -> None:
    store = await open_store(**options)
    await store.desk.save_account(ACCOUNT)
    timeline = (await store.timelines.open(HOME)).timeline
    await store.timelines.save(timeline, page(*range(200, 100, -1), older=101, newer=200), how=How.NEWEST)
    await store.close()


def all_nul(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def no_header(path: Path) -> None:
    path.write_bytes(b"not a database " * 1000)


def holes_in_it(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    path.write_bytes(bytes(content))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def gone(path: Path) -> None:
    path.unlink()


def another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE account (something)")


DAMAGES = [all_nul, cut_short, no_header, holes_in_it, another_program]


@pytest.mark.parametrize("damage", [*DAMAGES, empty, gone])
async def test_a_damaged_desk_is_set_aside_and_restored_from_the_newest_good_copy(
    open_store: Opener, folder: Path, damage: object
) -> None:
    await fill(open_store)
    damage(folder / "desk.db")  # type: ignore[operator]
    store = await open_store()
    assert [note.what for note in store.notes] == [Mended.DESK_RESTORED]
    assert await store.desk.accounts() == (ACCOUNT,)
    if damage is not gone:
        aside = store.notes[0].path
        assert aside is not None
        assert aside.exists()
    await store.desk.save_place(Place(ColumnId("c"), "1"))
    assert len(await shown(store)) == 100


async def test_a_journal_without_its_desk_is_not_taken_for_the_copys(open_store: Opener, folder: Path, tmp_path: Path) -> None:
    await fill(open_store)
    store = await open_store()
    for number in range(300):
        await store.desk.save_note(f"n{number}", bytes(2000))
    kept = tmp_path / "journal"
    shutil.copy(folder / "desk.db-wal", kept)
    await store.close()
    (folder / "desk.db").unlink()  # as a virus scanner takes a file away
    shutil.copy(kept, folder / "desk.db-wal")
    store = await open_store()
    assert [note.what for note in store.notes] == [Mended.DESK_RESTORED]
    assert await store.desk.accounts() == (ACCOUNT,)
    assert await store.desk.note("n1") is None


def readable_by_others(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(os.name != "posix", reason="other systems keep rights in other ways")
async def test_nobody_else_on_the_pc_can_read_what_is_kept(open_store: Opener, folder: Path) -> None:
    await asyncio.to_thread(folder.mkdir, 0o755)
    await fill(open_store)
    no_header(folder / "desk.db")
    await open_store()
    files = readable_by_others(folder)
    assert len(files) >= 4
    assert [name for name, others in files.items() if others] == []


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/home/a b/50%#?.db"), "file:///home/a%20b/50%25%23%3F.db?mode=ro"),
        (PureWindowsPath("C:\\Data\\Zoë\\desk.db"), "file:///C:/Data/Zo%C3%AB/desk.db?mode=ro"),
        (PureWindowsPath("\\\\server\\share\\desk.db"), "file:////server/share/desk.db?mode=ro"),
    ],
)
def test_a_file_is_named_as_sqlite_reads_it_wherever_it_lies(path: PurePath, uri: str) -> None:
    assert worker.read_only_uri(path) == uri


async def test_a_desk_in_an_oddly_named_folder_is_restored(tmp_path: Path) -> None:
    desk, cache = tmp_path / ("a b#%41 é" + "?" * (os.name == "posix")) / "desk.db", tmp_path / "cache.db"
    store = await Store.open(desk, cache)
    await store.desk.save_account(ACCOUNT)
    await store.close()
    all_nul(desk)
    store = await Store.open(desk, cache)
    accounts = await store.desk.accounts()
    await store.close()
    assert [note.what for note in store.notes] == [Mended.DESK_RESTORED]
    assert accounts == (ACCOUNT,)


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_cache_is_set_aside_and_begun_anew(open_store: Opener, folder: Path, damage: object) -> None:
    await fill(open_store)
    damage(folder / "cache.db")  # type: ignore[operator]
    (folder / "cache.db-wal").write_bytes(b"")  # as after a kill: then the whole file is checked
    store = await open_store()
    assert [note.what for note in store.notes] == [Mended.CACHE_REBUILT]
    aside = store.notes[0].path
    assert aside is not None
    assert aside.name.startswith("cache.db.damaged-2025")
    assert await shown(store) == []
    assert await store.desk.accounts() == (ACCOUNT,)


async def test_damage_that_shows_only_later_is_mended_at_the_next_start(open_store: Opener, folder: Path) -> None:
    await fill(open_store)
    holes_in_it(folder / "cache.db")
    store = await open_store()
    with pytest.raises(errors.StoreDamaged):
        await shown(store)
    await store.close()
    store = await open_store()
    assert [note.what for note in store.notes] == [Mended.CACHE_REBUILT]
    assert await shown(store) == []


async def search(store: Store) -> list[str | None]:
    while await store.finder.take_in():
        pass
    found = await store.finder.find(finding.parse("post"), Instant(10**9), limit=200)
    return [row.entry.id if row.entry else None for row in await store.timelines.load(found.ids)]


async def meet(store: Store) -> None:
    """Comes upon damage of the index, by looking for something or by an edit: it is noted for the next start."""
    timeline = (await store.timelines.open(HOME)).timeline
    await store.finder.find(finding.parse("post"), Instant(10**9))
    await store.timelines.save(timeline, Page((entry(150, "anders"),)), how=How.OLDER)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE words_data SET block = x'00ff00ff' WHERE id > 10",
        "DELETE FROM words_data WHERE id > 10",
        "UPDATE words_data SET block = x'ffff' WHERE id = 10",
    ],
)
async def test_a_damaged_index_of_words_is_made_anew_and_every_post_stays(
    open_store: Opener, folder: Path, damage: str
) -> None:
    await fill(open_store)
    store = await open_store()
    assert len(await search(store)) == 100
    await store.close()
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.execute(damage)
        connection.commit()
    store = await open_store()
    with pytest.raises(errors.StoreDamaged):
        await meet(store)
    await store.close()
    store = await open_store()
    assert store.notes == ()
    assert await search(store) == [str(number) for number in range(200, 100, -1)]
    assert await shown(store) == [str(number) for number in range(200, 100, -1)]


async def test_an_index_that_cannot_even_be_dropped_takes_the_cache_along(open_store: Opener, folder: Path) -> None:
    await fill(open_store)
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.execute("DELETE FROM words_data")
        connection.commit()
    store = await open_store()
    with pytest.raises(errors.StoreDamaged):
        await store.finder.take_in()
    await store.close()
    store = await open_store()
    assert [note.what for note in store.notes] == [Mended.CACHE_REBUILT]
    assert await search(store) == []


async def test_without_a_good_copy_the_desk_begins_anew_and_says_so(open_store: Opener, folder: Path) -> None:
    await fill(open_store)
    no_header(folder / "desk.db")
    for copy in copies.all_of(folder / "desk.db"):
        no_header(copy)
    store = await open_store()
    assert [note.what for note in store.notes] == [Mended.DESK_LOST]
    assert await store.desk.accounts() == ()


async def test_seven_days_of_copies_are_kept(open_store: Opener, folder: Path) -> None:
    for day in range(10):
        await fill(open_store, clock=lambda day=day: Instant(1_750_000_000_000 + day * DAY))
    kept = [copy.name for copy in copies.all_of(folder / "desk.db")]
    assert len(kept) == 7
    assert kept[0] == "desk-2025-06-24.db"


async def test_a_damaged_copy_is_passed_over(open_store: Opener, folder: Path) -> None:
    await fill(open_store)
    await fill(open_store, clock=lambda: Instant(1_750_000_000_000 + DAY))
    cut_short(copies.all_of(folder / "desk.db")[0])
    all_nul(folder / "desk.db")
    store = await open_store()
    assert store.notes[0].what is Mended.DESK_RESTORED
    assert store.notes[0].detail == "desk-2025-06-15.db"
    assert await store.desk.accounts() == (ACCOUNT,)


@pytest.mark.parametrize("name", ["desk.db", "cache.db"])
async def test_a_file_of_a_newer_belfry_is_refused_and_left_alone(open_store: Opener, folder: Path, name: str) -> None:
    await fill(open_store)
    with closing(sqlite3.connect(folder / name)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = (folder / name).read_bytes()
    with pytest.raises(errors.StoreTooNew):
        await open_store()
    assert (folder / name).read_bytes() == before


async def test_two_never_work_in_one_folder(open_store: Opener) -> None:
    first = await open_store()
    with pytest.raises(errors.StoreInUse):
        await open_store()
    await first.close()
    await open_store()


def leave_a_lock_file(folder: Path) -> None:
    folder.mkdir()
    (folder / "belfry.lock").write_text("4711")


def set_aside(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith("desk.db.damaged-")]


async def test_a_stale_lock_file_is_no_lock(open_store: Opener, folder: Path) -> None:
    leave_a_lock_file(folder)
    await open_store()


async def test_a_network_drive_gets_no_wal(open_store: Opener, folder: Path) -> None:
    store = await open_store(network_drive=True)
    await store.desk.save_account(ACCOUNT)
    assert not (folder / "desk.db-wal").exists()
    await store.close()
    store = await open_store(network_drive=True)
    assert await store.desk.accounts() == (ACCOUNT,)


@pytest.mark.skipif(not Path("/dev/full").exists() or sys.platform != "linux", reason="needs a size limit on files")
async def test_a_full_disk_is_told_and_what_was_there_stays(open_store: Opener, folder: Path) -> None:
    import resource

    await fill(open_store)
    store = await open_store()
    timeline = (await store.timelines.open(HOME)).timeline
    before = await shown(store)
    old, old_signal = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, old[1]))
    try:
        with pytest.raises(errors.StoreFailed):
            await save_many(store, timeline)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, old_signal)
    after = await shown(store)
    assert after[-len(before) :] == before
    saved = await store.timelines.save(timeline, page(5000, older=5000, newer=5000), how=How.NEWEST)
    assert saved.fresh == 1
    assert (await shown(store))[0] == "5000"


async def save_many(store: Store, timeline: int) -> None:
    for number in range(300, 3000, 40):
        wide = page(*range(number + 40, number, -1), older=number, newer=number + 40)
        await store.timelines.save(timeline, wide, how=How.NEWEST)


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.StoreFailed):
        await Store.open(tmp_path / "file" / "desk.db", tmp_path / "file" / "cache.db", clock=lambda: Instant(0))


async def test_a_restored_desk_leaves_nothing_half_when_it_happens_twice(open_store: Opener, folder: Path) -> None:
    await fill(open_store)
    for _ in range(2):
        shutil.copy(folder / "cache.db", folder / "desk.db")
        store = await open_store()
        assert [note.what for note in store.notes] == [Mended.DESK_RESTORED]
        assert await store.desk.accounts() == (ACCOUNT,)
        await store.close()
    assert len(set_aside(folder)) == 2

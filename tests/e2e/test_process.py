"""The whole program as a process: it fetches, survives SIGKILL, a server that goes and comes back, and ends in order."""

import itertools
import signal
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from pathlib import Path

import pytest

from client import __version__
from client.store.database import Store
from client.store.lock import FolderLock
from tests.e2e import settled
from tests.e2e.conftest import Life
from tests.e2e.program import PATIENCE, Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the processes are ended by POSIX signals here")

KINDS = {"home", "mentions", "hashtag", "notifications", "local"}


def full(program: Program, count: int) -> bool:
    rows = program.rows()
    return set(rows) == KINDS and all(number >= count for number in rows.values())


async def test_it_fetches_is_killed_and_finds_everything_as_it_was(program: Program, life: Life, tmp_path: Path) -> None:
    await settled.settle(program.base, life.server, "yara")
    program.start()
    assert program.ready() == (5, 0)
    program.until(lambda: full(program, 12), "twelve posts in each column")
    text = life.post(12)
    program.until(lambda: program.kinds_with(text) == KINDS, "a post of another client in each column")
    assert program.complaints == []
    program.kill()
    program.check_files(tmp_path / "scratch")

    await settled.leave_place(program.base, "home", 2, 17)
    places = program.places()
    seen = 13
    for moment in ("starting", "ready", "fetching", "receiving"):
        before = program.rows()
        for _ in range(3):
            life.post(seen)
            seen += 1
        program.start()
        if moment == "starting":
            program.until(lambda: program.log, "a first line in the log")
        else:
            assert program.ready() == (5, sum(before.values()))
        if moment == "fetching":
            program.until(lambda before=before: program.rows() != before, "a change in the store")
        if moment == "receiving":
            program.until(lambda seen=seen: full(program, seen), "all posts in each column")
            for number in range(seen, seen + 10):
                text = life.post(number)
            seen += 10
            program.until(lambda text=text: program.kinds_with(text), "the last post anywhere")
        assert program.complaints == []
        program.kill()
        program.check_files(tmp_path / "scratch")
        assert program.places() == places

    before = program.rows()
    program.start()
    assert program.ready() == (5, sum(before.values()))
    program.until(lambda: full(program, seen), "all posts in each column")
    assert program.close() == 0
    assert program.rows() == dict.fromkeys(KINDS, seen), "each post once in each column"
    assert program.places() == places
    program.check_files(tmp_path / "scratch")


async def test_a_server_that_is_down_is_waited_for(program: Program, life: Life, tmp_path: Path) -> None:
    await settled.settle(program.base, life.server, "yara")
    program.start()
    program.until(lambda: full(program, 12), "twelve posts in each column")
    assert program.close() == 0
    life.server.stop()
    program.start()
    assert program.ready() == (5, 60)
    life.server.start()
    text = life.post(12)
    program.until(lambda: program.kinds_with(text) == KINDS, "the post that was written meanwhile", patience=30)
    assert program.close() == 0
    assert program.rows() == dict.fromkeys(KINDS, 13)
    assert program.complaints == []


def test_it_ends_in_order_and_writes_in_its_folder_only(program: Program) -> None:
    program.start("--demo", "--demo-speed", "200")
    columns, _ = program.ready()
    assert columns >= 5
    program.until(lambda: sum(program.rows().values()) > 100, "posts of the town")
    assert program.close() == 0
    assert program.log.rstrip().endswith("client.app: closed")
    assert program.complaints == []
    assert list(program.home.rglob("*")) == []
    assert not (program.base / "cache.db-wal").exists()


def test_it_ends_in_order_on_ctrl_c_too(program: Program) -> None:
    program.start()
    program.ready()
    assert program.process is not None
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(5) == 0
    assert program.complaints == []


def test_a_second_start_brings_the_first_window_to_the_front(program: Program, tmp_path: Path) -> None:
    program.start("--demo")
    program.ready()
    second = Program(tmp_path / "second")
    second.base = program.base
    code, said = second.run("--demo")
    assert code == 0
    assert "in front" in said
    assert "Traceback" not in said + program.log
    program.until(lambda: program.rows(), "the first goes on")
    assert program.close() == 0


def test_a_folder_that_is_held_by_what_cannot_answer_is_told(program: Program) -> None:
    lock = FolderLock(program.base)
    code, said = program.run("--demo")
    lock.release()
    assert code == 1
    assert said.strip().endswith(".")
    assert "nother Belfry" in said
    assert "Traceback" not in said


def test_of_many_starts_at_once_one_window_stays(tmp_path: Path) -> None:
    programs = [Program(tmp_path / str(number)) for number in range(6)]
    for each in programs:
        each.base = tmp_path / "base"
        each.start("--demo")
    with ThreadPoolExecutor(len(programs)) as watchers:
        ended = {watchers.submit(each.process.wait, PATIENCE): each for each in programs if each.process is not None}
        first = list(itertools.islice(as_completed(ended), len(programs) - 1))
        (stays,) = (each for future, each in ended.items() if future not in first)
        assert stays.close(10) == 0
        assert [future.result() for future in first] == [0] * len(first)


def test_words_on_the_command_line(program: Program) -> None:
    code, said = program.run("--version")
    assert (code, said.strip()) == (0, f"Belfry {__version__}")
    code, said = program.run("--help")
    assert code == 0
    assert "--demo" in said
    for wrong in (["--what"], ["--lang", "xx"], ["--after", "soon"], ["--demo-speed", "0"], ["--after", "nan"]):
        code, said = program.run(*wrong)
        assert code == 2, wrong
        assert "Traceback" not in said
    assert not program.base.exists(), "a word on the command line makes no files"


def test_a_picture_is_made_and_dutch_is_spoken(program: Program, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    picture = tmp_path / "belfry.png"
    code, said = program.run("--demo", "--lang", "nl", "--screenshot", str(picture), "--after", "1")
    assert code == 0, said
    assert program.complaints == []
    first = QImage(str(picture))
    assert (first.width(), first.height()) == (1600, 900)
    code, said = program.run("--screenshot", str(picture), "--after", "0.5")
    assert (code, said) == (0, "")
    assert QImage(str(picture)).size() == first.size(), "also where a window was before"
    assert program.ready_line[1] > 100, "the town was remembered, and its posts"


def test_a_picture_that_cannot_be_written_is_told(program: Program, tmp_path: Path) -> None:
    code, said = program.run("--demo", "--screenshot", str(tmp_path / "nowhere" / "belfry.png"), "--after", "0")
    assert code == 1
    assert "belfry.png" in said


async def test_damaged_files_are_put_aside_and_told(program: Program, life: Life) -> None:
    await settled.settle(program.base, life.server, "yara")
    program.start()
    program.until(lambda: full(program, 12), "twelve posts in each column")
    assert program.close() == 0
    spoil(program.base / "cache.db")
    program.start()
    assert program.ready() == (5, 0)
    assert "cache_rebuilt" in program.log
    program.until(lambda: full(program, 12), "twelve posts in each column again")
    assert program.complaints == []
    program.kill()
    spoil(program.base / "desk.db")
    program.start()
    assert program.ready() == (5, 60), "the desk comes back from its copy"
    assert "desk_restored" in program.log
    assert program.close() == 0
    assert program.complaints == []
    assert {file.name.partition(".damaged")[0] for file in program.base.glob("*.damaged-*")} >= {"cache.db", "desk.db"}


def spoil(file: Path) -> None:
    file.write_bytes(b"\xa5" * file.stat().st_size)


@pytest.mark.parametrize("name", ["desk.db", "cache.db"])
async def test_a_file_of_a_newer_belfry_is_left_alone(program: Program, name: str) -> None:
    await (await Store.open(program.base / "desk.db", program.base / "cache.db")).close()
    with closing(sqlite3.connect(program.base / name)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = (program.base / name).read_bytes()
    code, said = program.run()
    assert code == 1
    assert "newer" in said
    assert said.strip().endswith(".")
    assert "Traceback" not in said + program.log
    assert (program.base / name).read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(program: Program) -> None:
    program.base.write_text("a file where a folder should be")
    code, said = program.run()
    assert code == 1
    assert "Traceback" not in said
    assert str(program.base) in said

#!/usr/bin/env python3
"""The one command: python packaging/dev.py run | test | check | words | bench | shot | lock

    run [ARGS]    make everything ready and start Belfry on the town of Meerdam; ARGS go to the program
    test [ARGS]   all checks, then all tests; ARGS go to pytest
    check         all checks: style, types, layers, house rules, translations
    words         collect the texts and compile the translations
    bench [ARGS]  measure; `--json FILE` writes the figures
    shot DIR      pictures of every screen; names of scenes after it make only those
    lock          write the lock files anew with the newest versions that fit

Standard library only; Python 3.11 to 3.13; works from any folder. Nothing is installed outside `.venv`, except system
libraries as root on Debian and its relatives.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import ground  # noqa: E402  (lies beside this file; the line above makes it findable)

ROOT = ground.ROOT
IMPORT_LINTER = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("style", ("-m", "ruff", "check", ".")),
    ("form", ("-m", "ruff", "format", "--check", ".")),
    ("house", ("packaging/house.py",)),
    ("words", ("packaging/catalogue.py", "check")),
    ("layers", ("-c", IMPORT_LINTER, "--no-cache", "--no-logo")),
    ("types", ("-m", "mypy")),
)


def main(arguments: Sequence[str]) -> int:
    """Carries out one command and returns its exit code."""
    commands: dict[str, Callable[[list[str]], int]] = {
        "run": run,
        "test": test,
        "check": check,
        "words": words,
        "bench": bench,
        "shot": shot,
        "lock": lock,
    }
    if not arguments or arguments[0] not in commands:
        ground.say(__doc__ or "")
        return 0 if arguments and arguments[0] in ("-h", "--help", "help") else 2
    try:
        return commands[arguments[0]](list(arguments[1:]))
    except ground.SetupFailed as failure:
        ground.say(f"\n{failure}")
        return 1
    except KeyboardInterrupt:
        return 130


def call(command: Sequence[object], *, cwd: Path | None = ROOT, environ: Mapping[str, str] | None = None) -> int:
    """Runs a command to its end and returns its exit code."""
    return subprocess.call([str(part) for part in command], cwd=cwd, env=dict(environ or surroundings()))


def surroundings(**extra: str) -> dict[str, str]:
    """The environment for children: Belfry is importable from every folder, and nothing of the caller's Python leaks in."""
    values = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONSTARTUP", "PYTHONHASHSEED")}
    return {**values, "PYTHONPATH": str(ROOT), **extra}


def offscreen() -> dict[str, str]:
    """The environment for everything that draws without being looked at."""
    return surroundings(QT_QPA_PLATFORM=os.environ.get("QT_QPA_PLATFORM", "offscreen"))


def run(arguments: list[str]) -> int:
    """Starts Belfry on the town of Meerdam; where nobody can see it, it makes a picture instead."""
    python = ground.prepare("run")
    command: list[object] = [python, "-P", "-m", "client", "--demo"]
    if ground.is_seen(os.environ):
        return call([*command, *arguments], cwd=None, environ=surroundings())
    if {"--screenshot", "--help", "-h", "--version"} & {argument.partition("=")[0] for argument in arguments}:
        return call([*command, *arguments], cwd=None, environ=offscreen())
    picture = ROOT / "belfry.png"
    picture.unlink(missing_ok=True)
    ground.say("There is no display: Belfry runs unseen for some seconds and makes a picture.")
    code = call([*command, "--screenshot", picture, "--after", "6", *arguments], cwd=None, environ=offscreen())
    ground.say(f"The picture is {picture}" if picture.exists() else "There is no picture; what went wrong stands above.")
    return code or int(not picture.exists())


def test(arguments: list[str]) -> int:
    """Runs all checks, then all tests, whatever the checks found; pytest has the last word on the screen."""
    python = ground.prepare("test")
    failed = run_checks(python)
    code = call([python, "-m", "pytest", *arguments], environ=offscreen())
    return code or int(bool(failed))


def check(arguments: list[str]) -> int:
    """Runs all checks, or those named."""
    failed = run_checks(ground.prepare("test"), arguments)
    return int(bool(failed))


def run_checks(python: Path, names: Sequence[str] = ()) -> list[str]:
    """Runs the checks one after the other, to the last one, and tells which failed."""
    failed = []
    for name, command in CHECKS:
        if names and name not in names:
            continue
        ground.say(f"--- {name}")
        if call([python, *command], environ=offscreen()) != 0:
            failed.append(name)
    ground.say("--- checks that failed: " + ", ".join(failed) if failed else "--- all checks passed")
    return failed


def words(arguments: list[str]) -> int:
    """Collects the texts of the program into the catalogue and compiles it."""
    return call([ground.prepare("test"), "packaging/catalogue.py", "update", *arguments])


def bench(arguments: list[str]) -> int:
    """Runs the measurements; paths in the arguments are relative to the caller's folder."""
    return script("tests/bench/run.py", arguments)


def shot(arguments: list[str]) -> int:
    """Makes pictures of every screen into the folder that is named."""
    return script("tests/tryouts/shot.py", arguments)


def script(path: str, arguments: Sequence[str]) -> int:
    """Runs a script of the tests in the caller's folder, with the repository's modules importable."""
    return call([ground.prepare("test"), "-P", ROOT / path, *arguments], cwd=None, environ=offscreen())


def lock(arguments: list[str]) -> int:
    """Writes the three locks anew: the program, the program with its tests, and the tool that makes the locks."""
    ground.check_python(sys.version_info[:2])
    options = ["--universal", "--python-version", "3.11", "--fork-strategy", "fewest", "--generate-hashes", "--quiet"]
    options += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--upgrade", *arguments]
    chosen = ("-c", "packaging/locks/constraints.txt")
    with tempfile.TemporaryDirectory() as folder:
        if call([sys.executable, "-m", "venv", folder]) != 0:
            raise ground.SetupFailed("A virtual environment for the lock tool could not be made.")
        python = ground.venv_python(Path(folder))
        ground.install(python, ground.LOCKS / "lock.txt")
        for name, source in (
            ("run", ("pyproject.toml", *chosen)),
            ("test", ("pyproject.toml", "--group", "test", *chosen, "-c", "packaging/locks/run.txt")),
            ("lock", ("--group", "lock")),
        ):
            target = ground.LOCKS / f"{name}.txt"
            if call([python, "-m", "uv", "pip", "compile", *source, *options, "-o", target]) != 0:
                raise ground.SetupFailed(f"The lock {target.name} could not be made.")
    return 0


if __name__ == "__main__":
    if not ground.PYTHONS[0] <= sys.version_info[:2] <= ground.PYTHONS[1]:
        other = ground.other_python()
        if other:
            sys.exit(subprocess.call([other, __file__, *sys.argv[1:]]))
    sys.exit(main(sys.argv[1:]))

"""python -m client: reads the command line and opens the front door. `--version` and `--help` load nothing else."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from client import __version__


def parser() -> argparse.ArgumentParser:
    """The command line of Belfry."""
    made = argparse.ArgumentParser(prog="belfry", description="A multi-column client for people who keep watch over a town.")
    made.add_argument("--demo", action="store_true", help="open the town of Meerdam, a demo that needs no account")
    made.add_argument("--demo-speed", type=_speed, default=1.0, metavar="N", help="how fast the day in Meerdam goes")
    made.add_argument("--base-dir", type=Path, metavar="DIR", help="keep everything that Belfry writes in this folder")
    made.add_argument("--screenshot", type=Path, metavar="FILE", help="write a picture of the window, then end")
    made.add_argument("--after", type=_seconds, default=5.0, metavar="SECONDS", help="when the picture is made")
    made.add_argument("--lang", choices=("en", "nl"), help="the language of the window")
    made.add_argument("--version", action="version", version=f"Belfry {__version__}")
    return made


def _speed(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1000:
        raise argparse.ArgumentTypeError("a number above 0 and at most 1000")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 3600:
        raise argparse.ArgumentTypeError("a number of seconds from 0 to 3600")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs Belfry and returns its exit code."""
    given = parser().parse_args(arguments)
    gc.disable()  # nothing that is imported is ever garbage; `app.live` turns it on again
    from client import app  # after the command line: a wrong word must not load Qt first

    return app.run(given)


if __name__ == "__main__":
    sys.exit(main())

"""A column that scrolls. Argument: the number of steps of 40 px, each painted."""

import sys

from tests.bench import scene


def main(steps: int) -> None:
    column = scene.Scene(5000)
    for _ in range(steps):
        column.scroll()
    column.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))

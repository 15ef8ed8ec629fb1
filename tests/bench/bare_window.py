"""The floor of a start: a bare PySide6 window, shown and painted once, then gone. Arguments: its width and height; with `pss`
as a third it prints how much memory it takes."""

import sys

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    """An empty window that ends the program after its first picture."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QApplication.quit()


def main(width: int, height: int) -> int:
    app = QApplication(sys.argv)
    window = Bare()
    window.resize(width, height)
    window.show()
    return app.exec()


if __name__ == "__main__":
    code = main(*map(int, sys.argv[1:3])) if sys.argv[2:] else main(1600, 900)
    if sys.argv[3:] == ["pss"]:
        from tests.bench import memory  # late: it is no part of the floor

        sys.stdout.write(str(memory.pss_kb()))
    sys.exit(code)

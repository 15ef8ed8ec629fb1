"""The floor of a scroll step: the cheapest PySide6 can do, a blit and one filled strip. Argument: the number of steps."""

import sys

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

WIDTH, HEIGHT, STEP = 340, 1200, 40


class Floor(QWidget):
    """Fills what it is asked to paint with one colour."""

    def __init__(self) -> None:
        super().__init__()
        self.color = QColor("white")

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.color)


def main(steps: int) -> None:
    app = QApplication(sys.argv)
    window = Floor()
    window.resize(WIDTH, HEIGHT)
    window.show()
    app.processEvents()
    for _ in range(steps):
        window.scroll(0, -STEP, QRect(0, 0, WIDTH, HEIGHT))
        app.processEvents()


if __name__ == "__main__":
    main(int(sys.argv[1]))

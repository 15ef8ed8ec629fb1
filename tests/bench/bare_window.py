"""The floor of a start: a bare PySide6 window, shown and painted once, then gone."""

import sys

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Bare(QWidget):
    """An empty window that ends the program after its first picture."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QApplication.quit()


def main() -> int:
    app = QApplication(sys.argv)
    window = Bare()
    window.resize(1600, 900)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())

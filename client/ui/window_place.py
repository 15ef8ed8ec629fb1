"""Where a window stands on the screen: its first size, and size and place as they are kept between two runs."""

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

USUAL = QSize(1600, 900)
FRAME = QSize(16, 40)
"""What the system's frame and title bar may take; how much it is can be asked only when the window is on the screen."""


def state(window: QWidget) -> bytes:
    """Size and place of a window, to be kept."""
    return bytes(window.saveGeometry().data())


def restore(window: QWidget, kept: bytes) -> bool:
    """Gives a window the size and place it had; a place that no screen shows any more is not taken."""
    done = window.restoreGeometry(QByteArray(kept)) if kept else False
    screens = QGuiApplication.screens()
    if done and not any(screen.availableGeometry().intersects(window.frameGeometry()) for screen in screens):
        window.move(QGuiApplication.primaryScreen().availableGeometry().topLeft())
    return done


def fit_into(window: QWidget, area: QRect) -> None:
    """Gives a window the usual size; where that and a frame do not fit into what the screen leaves free, all of it."""
    room = area.size() - FRAME
    window.resize(USUAL.boundedTo(room))
    if room.width() < USUAL.width() or room.height() < USUAL.height():
        window.move(area.topLeft())
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)

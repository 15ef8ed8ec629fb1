"""200 avatars arrive at once: what they cost the UI thread, against what their decoding costs in the pool."""

import json
import sys
import threading
import time

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QApplication

from client.model.change import PictureReady
from client.ui import pictures

COUNT, SIDE, SHOWN = 200, 400, 46  # pictures, px as servers send them, px as they are shown
PATIENCE = 60_000  # ms
ROUNDS = 5


class Nothing:
    """A source that has nothing yet."""

    def get(self, url: str) -> None:
        return None

    def want(self, url: str, account: object) -> None:
        return None


def portrait() -> bytes:
    """A JPEG as servers send them."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shade = QLinearGradient(0, 0, SIDE, SIDE)
    shade.setColorAt(0, QColor("#d08040"))
    shade.setColorAt(1, QColor("#204060"))
    painter.fillRect(image.rect(), shade)
    for number in range(0, SIDE, 8):
        painter.drawEllipse(number, (number * 7) % SIDE, 60, 40)
    painter.end()
    store = QBuffer()
    store.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(store, "JPEG", 85)  # type: ignore[call-overload] # the stubs want bytes, PySide wants text
    return bytes(store.data().data())


def share(data: bytes) -> float:
    """CPU of the UI thread over CPU of the decoding, for all pictures of one round."""
    kept = pictures.Pictures(Nothing())
    loop, came = QEventLoop(), [0]

    def ready(url: str) -> None:
        came[0] += 1
        if came[0] == COUNT:
            loop.quit()

    kept.ready.connect(ready)
    for number in range(COUNT):
        kept.make(pictures.circle(f"https://a.example/{number}", SHOWN, 1.0))
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    late.start(PATIENCE)
    whole, own = time.process_time(), time.thread_time()
    for number in range(COUNT):
        kept.take(PictureReady(f"https://a.example/{number}", data))
    loop.exec()
    own, whole = time.thread_time() - own, time.process_time() - whole
    kept.close()
    if came[0] < COUNT:
        raise RuntimeError(f"{came[0]} of {COUNT} pictures came")
    return own / (whole - own)


def main() -> None:
    app = QApplication(sys.argv)
    data = portrait()
    assert threading.current_thread() is threading.main_thread()
    share(data)  # warms up
    shares = sorted(share(data) for _ in range(ROUNDS))
    app.processEvents()
    sys.stdout.write(json.dumps({"avatars_ui_share": shares[ROUNDS // 2]}))


if __name__ == "__main__":
    main()

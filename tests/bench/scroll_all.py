"""Ten columns that all move: CPU of the UI thread for one step of 40 px of each, painted."""

import json
import sys
import time

from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from tests.bench import scene

COLUMNS, WIDTH, HEIGHT, POSTS = 10, 322, 1380, 500
WARM, STEPS, TURN = 60, 500, 250


def main() -> None:
    columns = [scene.Scene(POSTS) for _ in range(COLUMNS)]
    window = QWidget()
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for column in columns:
        column.view.setFixedWidth(WIDTH)
        row.addWidget(column.view)
    window.resize(COLUMNS * WIDTH, HEIGHT)
    window.show()
    for column in columns:
        column.settle()
    if window.devicePixelRatioF() != 1:
        raise RuntimeError("the screen's pixel ratio is not 1")
    times = []
    for number in range(WARM + STEPS):
        way = scene.STEP if number % (2 * TURN) < TURN else -scene.STEP
        began = time.thread_time()
        for column in columns:
            column.view.scroll_px(way)
        QApplication.processEvents()
        times.append((time.thread_time() - began) * 1000)
    shown = sorted(times[WARM:])
    sys.stderr.write(f"all ten: median {shown[STEPS // 2]:.1f} ms\n")
    sys.stdout.write(json.dumps({"scroll_all_p99_ms": shown[int(STEPS * 0.99)]}))
    sys.stdout.flush()
    for column in columns:
        column.pictures.close()
    window.close()


if __name__ == "__main__":
    main()

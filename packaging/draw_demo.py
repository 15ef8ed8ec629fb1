"""Draws the pictures of the demo town into resources/demo. Run at development time only: `python packaging/draw_demo.py`.

Writes resources/demo/pictures/*.png and resources/demo/pictures.toml (size, blurhash and description of each).
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from demo_art import emoji, faces, scenes_fire, scenes_night, scenes_town
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QImage, QImageWriter

ROOT = Path(__file__).resolve().parents[1] / "resources" / "demo"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"


def blurhash(image: QImage) -> str:
    """The shortest blurhash (1 x 1 component): the mean colour (https://blurha.sh)."""
    small = image.scaled(QSize(1, 1), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    value = small.pixel(0, 0) & 0xFFFFFF
    digits = ""
    for _ in range(4):
        value, digit = divmod(value, 83)
        digits = DIGITS[digit] + digits
    return "00" + digits


def save(name: str, image: QImage) -> None:
    """Writes a PNG as small as Qt can."""
    writer = QImageWriter(str(ROOT / "pictures" / f"{name}.png"), b"png")
    writer.setCompression(100)
    if not writer.write(image):
        raise OSError(writer.errorString())


def main() -> int:
    """Draws everything."""
    app = QGuiApplication(sys.argv)
    inter = next((Path(sys.prefix) / "lib").rglob("fontpkg_inter/files/Inter[[]*.ttf"), None)
    if inter is not None:
        QFontDatabase.addApplicationFont(str(inter))
    (ROOT / "pictures").mkdir(parents=True, exist_ok=True)
    scenes = (*scenes_fire.PICTURES, *scenes_town.PICTURES, *scenes_night.PICTURES)
    found = [(draw.__name__, draw(), " ".join((draw.__doc__ or "").split())) for draw in scenes]
    found += [(f"emoji_{draw.__name__}", draw(), "") for draw in emoji.EMOJI]
    found += [(f"avatar_{name}", faces.portrait(name), "") for name in faces.PEOPLE]
    found += [(f"avatar_{name}", faces.emblem(name), "") for name in faces.EMBLEMS]
    lines = ["# Written by packaging/draw_demo.py."]
    for name, brush, alt in found:
        image = brush.done()
        save(name, image)
        size = f"width = {image.width()}, height = {image.height()}"
        lines.append(
            f"{name} = {{ {size}, blurhash = {json.dumps(blurhash(image))}, alt = {json.dumps(alt, ensure_ascii=False)} }}"
        )
    (ROOT / "pictures.toml").write_text("\n".join(lines) + "\n", "utf-8")
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main())

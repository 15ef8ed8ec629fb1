"""Draws every kind of row into PNG files, to be looked at: `python tests/tryouts/rows.py DIR`. Asserts nothing."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from client.model.sifting import Highlights
from client.ui.icons import Icons
from client.ui.look import Look, RowOptions
from client.ui.pictures import Pictures
from client.ui.rowlayout import measure
from client.ui.rowpaint import paint_ring, paint_row
from client.ui.rowparts import Brush
from client.ui.theme import Scheme, Theme
from tests.ui import samples


def sheet(app: QApplication, scheme: Scheme, scale: float, width: int, height: int = 1400) -> QImage:
    """All rows in columns beside each other."""
    theme = Theme(scheme, scale)
    pictures = Pictures(samples.Drawn())
    own = next(iter(samples.ACCOUNTS.values())).handle
    look = Look(
        theme,
        Icons(theme),
        pictures,
        samples.ACCOUNTS.get,
        lambda: samples.NOW,
        lambda author: author.handle == own,
        lambda handle: handle == samples.FIRE.handle,
    )
    rows = list(samples.all_rows().items())
    wide = theme.column_px(width)
    layouts = [(name, measure(one, wide, look, RowOptions())) for name, one in rows]
    layouts += [
        (f"{name} open", measure(one, wide, look, RowOptions(open_cover=True, open_text=True)))
        for name, one in rows
        if name in ("cover", "tags")
    ]
    lifted = RowOptions(lifted=True, highlights=Highlights(("rookmelders", "VERHUURDER", "#meerdam")))
    layouts += [(f"{name} lifted", measure(one, wide, look, lifted)) for name, one in rows if name in ("answered", "plain")]
    layouts.append(("blank", measure(None, wide, look, RowOptions())))
    columns = 1 + sum(layout.height for _, layout in layouts) // (height - 300)
    image = QImage(columns * wide, height, QImage.Format.Format_RGB32)
    for _ in range(2):  # the second time the pictures are there
        image.fill(theme.color("bg.deck"))
        painter = QPainter(image)
        x = y = 0
        for number, (name, layout) in enumerate(layouts):
            if y + layout.height > height:
                x, y = x + wide, 0
            painter.save()
            painter.translate(x, y)
            painter.setClipRect(0, 0, wide - 1, layout.height)
            brush = Brush(look, hot=name in ("plain", "quote"), focused=name == "plain", unread=number < 4)
            paint_row(painter, layout, wide, QRectF(0, 0, wide, layout.height), brush)
            if brush.focused:
                paint_ring(painter, wide, layout.height, brush)
            painter.restore()
            y += layout.height
            for shot, account in brush.misses:
                pictures.make(shot, account)
        painter.end()
        pictures._pool.waitForDone()
        pictures._decoding._collect()
        app.processEvents()
    pictures.close()
    return image


def main(folder: Path) -> None:
    app = QApplication(sys.argv[:1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, scheme, scale, width in (
        ("light", Scheme.LIGHT, 1.0, 340),
        ("narrow", Scheme.LIGHT, 1.0, 280),
        ("dark", Scheme.DARK, 1.0, 340),
        ("contrast", Scheme.HIGH_CONTRAST, 1.5, 340),
        ("double", Scheme.LIGHT, 2.0, 340),
    ):
        sheet(app, scheme, scale, width).save(str(folder / f"rows-{name}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "rows"))

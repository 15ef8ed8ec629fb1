"""The portraits of the people and the emblems of the organisations, 160 x 160."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainterPath

from demo_art.brush import Brush

SIZE = 160


@dataclass(frozen=True)
class Look:
    """What someone looks like."""

    back: str
    skin: str
    hair: str
    style: str
    shirt: str
    beard: bool = False
    glasses: bool = False


PEOPLE = {
    "yara": Look("#F4D9C6", "#E0A97E", "#3A2418", "long", "#B5483A"),
    "bram": Look("#CFE3EA", "#8A5638", "#1D1512", "short", "#2F6C86", beard=True),
    "tess": Look("#E7E0F3", "#F2C9A8", "#D9A441", "bun", "#6B55A6"),
    "piotr": Look("#D9E5EF", "#F7DCC6", "#B98A4A", "cap", "#7B2F2F"),
    "milan": Look("#DCE4EC", "#E0A97E", "#2A1D16", "curly", "#33475B"),
    "sofie": Look("#F6E3B8", "#F2C9A8", "#A5532A", "bob", "#2E7D74"),
    "kees": Look("#E9DCD0", "#F2C9A8", "#35506B", "cap", "#7A5A3A"),
    "lotte": Look("#FBDCE2", "#F7DCC6", "#5B3A26", "bob", "#C04F74"),
    "joost": Look("#E0E6D8", "#F2C9A8", "#C07A3A", "short", "#39612B"),
    "amina": Look("#D6ECE6", "#B97B52", "#2F6D8C", "scarf", "#24566F"),
    "omar": Look("#F0E2C8", "#B97B52", "#211712", "curly", "#A5652A", beard=True),
    "dev": Look("#D8E0F6", "#B97B52", "#17120F", "short", "#4A58B8"),
    "jeroen": Look("#DDE8D2", "#F7DCC6", "#A7A29B", "bald", "#4E6E3A", beard=True),
    "fatou": Look("#FBE0BF", "#6A3F28", "#15100D", "bun", "#E0912F"),
    "rina": Look("#E3E7EA", "#E0A97E", "#C9CDD1", "bob", "#5C6B77", glasses=True),
    "noor": Look("#CDE6EA", "#E0A97E", "#22303A", "bun", "#0B6576", glasses=True),
    "heike": Look("#E6EBD9", "#F7DCC6", "#C9A25A", "long", "#8A5A2E", glasses=True),
}

# colour and a drawing of our own, or letters
EMBLEMS = {
    "gemeente": ("#1F5FD6", "GM"),
    "brandweer": ("#C63D37", "flame"),
    "politie": ("#27457A", "check"),
    "vr": ("#3F5B73", "shield"),
    "ehbo": ("#B6483D", "cross"),
    "waterschap": ("#1B7A8C", "waves"),
    "feest": ("#D0762B", "notes"),
    "weer": ("#3E6FA8", "cloud"),
    "ov": ("#7A5A2E", "bus"),
    "museum": ("#5B6670", "temple"),
    "bieb": ("#8A6A1F", "book"),
    "radio": ("#8A3F6B", "radio"),
    "hap": ("#2F7D6B", "heart"),
    "wijkblad": ("#5B4B8A", "paper"),
    "wijkteam": ("#6A8A3A", "home"),
}


def portrait(name: str) -> Brush:
    """Draws someone's face, head and shoulders. Round once the screen cuts it."""
    look, b = PEOPLE[name], Brush(SIZE, SIZE)
    b.rect(0, 0, SIZE, SIZE, look.back)
    _hair_behind(b, look)
    b.oval(80, 172, 62, 52, look.shirt)
    if look.style == "scarf":
        b.poly([(46, 100), (114, 100), (122, 148), (38, 148)], look.hair)
    else:
        b.rect(67, 96, 26, 36, look.skin, 1, 8)
        b.oval(80, 106, 13, 9, "#000000", 0.08)
    b.oval(80, 76, 31, 36, look.skin)
    if look.beard:
        _beard(b, look)
    _hair_front(b, look)
    for x in (69, 91):
        b.oval(x, 76, 3.6, 4.2, "#2B1D17")
        b.line([(x - 6, 66), (x + 6, 66)], look.hair if look.style not in ("scarf", "cap", "bald") else "#6B4A33", 2.6)
        if look.glasses:
            b.painter.setPen(QColor("#2B3942"))
            b.painter.setBrush(Qt.BrushStyle.NoBrush)
            b.painter.drawEllipse(QPointF(x, 77), 9.5, 9)
            b.painter.setPen(Qt.PenStyle.NoPen)
    b.line([(80, 78), (78, 86), (82, 87)], QColor(look.skin).darker(135).name(), 2.4)
    b.line([(71, 95), (80, 100), (89, 95)], "#7A2E2A", 3, curve=True)
    for x in (60, 100):
        b.oval(x, 88, 6, 4, "#D9604C", 0.16)
    return b


def _path(b: Brush, color: str, start: tuple[float, float], *curves: tuple[float, ...]) -> None:
    path = QPainterPath(QPointF(*start))
    for one in curves:
        if len(one) == 2:
            path.lineTo(*one)
        else:
            path.cubicTo(*one)
    b.painter.setBrush(QColor(color))
    b.painter.drawPath(path)


def _hair_behind(b: Brush, look: Look) -> None:
    match look.style:
        case "long":
            _path(b, look.hair, (42, 80), (38, 24, 122, 24, 118, 80), (124, 134), (36, 134))
        case "bob":
            _path(b, look.hair, (42, 74), (40, 24, 120, 24, 118, 74), (122, 110), (100, 118, 60, 118, 38, 110))
        case "bun":
            b.oval(80, 28, 18, 17, look.hair)
            b.oval(80, 62, 36, 34, look.hair)
        case "curly":
            for x, y in ((48, 62), (54, 44), (68, 34), (84, 32), (98, 38), (110, 50), (113, 66), (46, 78), (114, 80)):
                b.oval(x, y, 15, 15, look.hair)
        case "scarf":
            _path(b, look.hair, (38, 108), (28, 18, 132, 18, 122, 108), (122, 140, 38, 140, 38, 108))


def _hair_front(b: Brush, look: Look) -> None:
    match look.style:
        case "long" | "bob":
            _path(b, look.hair, (48, 74), (44, 21, 116, 21, 112, 74), (106, 60, 96, 54, 88, 50), (78, 62, 62, 66, 48, 74))
        case "bun":
            _path(b, look.hair, (48, 72), (46, 23, 114, 23, 112, 72), (104, 54, 96, 52, 80, 52), (64, 52, 56, 56, 48, 72))
        case "short":
            _path(b, look.hair, (48, 74), (40, 20, 120, 20, 112, 74), (110, 58, 104, 54, 92, 53), (76, 52, 56, 50, 48, 74))
        case "curly":
            _path(b, look.hair, (48, 72), (48, 23, 112, 23, 112, 72), (102, 54, 58, 54, 48, 72))
        case "bald":
            for x in (49, 111):
                b.oval(x, 76, 5, 13, look.hair)
        case "cap":
            _path(
                b,
                look.hair,
                (47, 64),
                (48, 26, 112, 26, 113, 64),
                (136, 70),
                (128, 76, 118, 72, 110, 70),
                (94, 66, 66, 66, 47, 66),
            )
            b.oval(80, 35, 4, 3, "#FFFFFF", 0.4)
        case "scarf":
            _path(b, look.hair, (48, 78), (44, 22, 116, 22, 112, 78), (104, 52, 56, 52, 48, 78))


def _beard(b: Brush, look: Look) -> None:
    _path(b, look.hair, (49, 80), (50, 124, 110, 124, 111, 80), (104, 94, 96, 92, 80, 91), (64, 92, 56, 94, 49, 80))
    b.oval(80, 98, 11, 6, look.skin)


def emblem(name: str) -> Brush:
    """Draws an organisation's emblem: white on its colour."""
    color, sign = EMBLEMS[name]
    b = Brush(SIZE, SIZE)
    b.rect(0, 0, SIZE, SIZE, color)
    b.poly([(0, 0), (SIZE, 0), (0, SIZE)], "#FFFFFF", 0.06)
    if len(sign) == 2:
        font = QFont("Inter")
        font.setPixelSize(76)
        font.setVariableAxis(QFont.Tag("wght"), 700)
        b.painter.setFont(font)
        b.painter.setPen(QColor("white"))
        b.painter.drawText(QRectF(0, 0, SIZE, SIZE), Qt.AlignmentFlag.AlignCenter, sign)
    else:
        SIGNS[sign](b, color)
    return b


W = "#FFFFFF"


def _flame(b: Brush, color: str) -> None:
    b.blob([(80, 10), (98, 50), (124, 72), (124, 122), (80, 142), (36, 122), (36, 76), (62, 66)], W)
    b.blob([(80, 70), (100, 98), (96, 130), (80, 134), (64, 130), (60, 98)], color)


def _shield_shape(b: Brush) -> None:
    _path(
        b,
        W,
        (80, 26),
        (96, 38, 112, 42, 124, 42),
        (128, 96, 110, 122, 80, 136),
        (50, 122, 32, 96, 36, 42),
        (48, 42, 64, 38, 80, 26),
    )


def _check(b: Brush, color: str) -> None:
    _shield_shape(b)
    b.line([(58, 82), (74, 98), (104, 64)], color, 12)


def _shield(b: Brush, color: str) -> None:
    _shield_shape(b)
    b.poly([(80, 38), (96, 46), (114, 51), (113, 80), (80, 80)], color)
    b.poly([(80, 80), (47, 80), (57, 106), (80, 124)], color)


def _cross(b: Brush, color: str) -> None:
    b.rect(32, 50, 96, 78, W, 1, 12)
    b.line([(62, 50), (62, 38), (98, 38), (98, 50)], W, 9)
    b.rect(73, 66, 14, 46, color, 1, 3)
    b.rect(57, 82, 46, 14, color, 1, 3)


def _waves(b: Brush, color: str) -> None:
    for y in (54, 82, 110):
        b.line([(30, y), (44, y - 16), (62, y), (80, y + 16), (98, y), (116, y - 16), (130, y)], W, 10, curve=True)


def _notes(b: Brush, color: str) -> None:
    b.line([(62, 112), (62, 48), (116, 36), (116, 100)], W, 10)
    b.oval(50, 112, 17, 14, W)
    b.oval(104, 100, 17, 14, W)


def _cloud(b: Brush, color: str) -> None:
    for x, y, r in ((58, 70, 26), (88, 58, 30), (112, 76, 20)):
        b.oval(x, y, r, r, W)
    b.rect(40, 72, 88, 24, W, 1, 12)
    b.poly([(84, 88), (58, 122), (76, 122), (68, 146), (100, 110), (82, 110), (94, 88)], "#F7D774")


def _bus(b: Brush, color: str) -> None:
    b.rect(38, 34, 84, 88, W, 1, 14)
    b.rect(48, 48, 64, 34, color, 1, 5)
    for x in (56, 104):
        b.oval(x, 102, 7, 7, color)
        b.rect(x - 8, 118, 16, 18, W, 1, 4)


def _temple(b: Brush, color: str) -> None:
    b.poly([(80, 28), (132, 60), (28, 60)], W)
    for x in (40, 64, 88, 112):
        b.rect(x - 4, 66, 14, 46, W)
    b.rect(30, 116, 100, 14, W)


def _book(b: Brush, color: str) -> None:
    b.poly([(76, 50), (34, 40), (30, 112), (76, 124)], W)
    b.poly([(84, 50), (126, 40), (130, 112), (84, 124)], W)
    for y in (62, 78, 94):
        b.line([(44, y - 4), (66, y)], color, 4)
        b.line([(94, y), (116, y - 4)], color, 4)


def _radio(b: Brush, color: str) -> None:
    b.line([(46, 62), (108, 28)], W, 8)
    b.rect(28, 58, 104, 70, W, 1, 12)
    b.oval(58, 93, 20, 20, color)
    for y in (78, 93, 108):
        b.line([(92, y), (118, y)], color, 6)


def _heart(b: Brush, color: str) -> None:
    _path(
        b,
        W,
        (80, 134),
        (20, 96, 22, 34, 58, 36),
        (70, 37, 78, 46, 80, 54),
        (82, 46, 90, 37, 102, 36),
        (138, 34, 140, 96, 80, 134),
    )
    b.line([(40, 84), (64, 84), (74, 66), (86, 102), (94, 84), (120, 84)], color, 7)


def _paper(b: Brush, color: str) -> None:
    b.rect(30, 46, 78, 80, W, 1, 6)
    b.rect(98, 62, 32, 64, W, 1, 6)
    b.rect(42, 58, 54, 14, color)
    for y in (84, 98, 112):
        b.line([(44, y), (94, y)], color, 5)


def _home(b: Brush, color: str) -> None:
    b.poly([(80, 28), (134, 76), (26, 76)], W)
    b.rect(42, 72, 76, 56, W, 1, 4)
    b.rect(70, 92, 22, 36, color)
    b.line([(24, 132), (136, 132)], W, 8)


SIGNS = {
    "flame": _flame,
    "check": _check,
    "shield": _shield,
    "cross": _cross,
    "waves": _waves,
    "notes": _notes,
    "cloud": _cloud,
    "bus": _bus,
    "temple": _temple,
    "book": _book,
    "radio": _radio,
    "heart": _heart,
    "paper": _paper,
    "home": _home,
}

"""Pictures of the fire and the day's service: smoke, alarm, maps, roads, water.

The docstring of each is the picture's description in the demo (Dutch, as its readers are).
"""

from demo_art.brush import Brush


def smoke_roofs() -> Brush:
    """Donkere rook stijgt op achter een rij gevelhuizen aan het water. De rook drijft naar rechts."""
    b = Brush(640, 420)
    b.sky((0, "#A9C9DE"), (1, "#EAF1F2"))
    b.plume(300, 190, "#5E6468", alpha=0.66)
    b.houses(11, 310, 100, 44)
    b.water(308, "#6F8F98")
    b.rect(0, 304, 640, 9, "#8C8377")
    return b


def smoke_quay() -> Brush:
    """Een houten schuur aan de kade staat in brand, met vlammen uit het dak en veel rook. Rechts een rode brandweerwagen,
    een brandweerman houdt de slang.
    """
    b = Brush(640, 420)
    b.sky((0, "#8FA9B8"), (1, "#DDE4E2"))
    b.plume(150, 200, "#4B5054", 18, 22, 10, 20, alpha=0.72)
    b.houses(29, 300, 84, 30)
    b.rect(0, 298, 640, 122, "#8B8578")
    b.rect(0, 296, 640, 6, "#6E685D")
    b.glow(150, 262, 130, "#F08A2C", 0.7)
    b.rect(94, 226, 116, 92, "#5F4B3C")
    b.poly([(80, 230), (152, 176), (224, 230)], "#43352B")
    for x in (110, 138, 166, 194):
        b.line([(x, 236), (x, 316)], "#43352B", 3)
    b.flames(140, 232, 0.9)
    b.flames(184, 240, 0.62)
    b.rect(126, 262, 36, 56, "#2B211B")
    b.flames(144, 316, 0.5)
    b.line([(402, 366), (320, 384), (270, 350), (224, 330)], "#C9B26A", 6, curve=True)
    b.engine(392, 384, 1.25)
    b.oval(262, 330, 9, 10, "#F2C9A8")
    b.rect(251, 340, 22, 40, "#D9B13B", 1, 6)
    b.rect(252, 322, 20, 9, "#E8D25A", 1, 4)
    return b


def smoke_far() -> Brush:
    """De stad in de verte, gezien over een weiland. Een lange streep grijze rook trekt over de daken naar rechts."""
    b = Brush(640, 420)
    b.sky((0, "#C4DAE8"), (1, "#F2EFE6"))
    b.plume(90, 226, "#71767A", 20, 24, 8, 14, seed=3, alpha=0.62)
    b.houses(51, 276, 50, 24)
    b.rect(0, 272, 640, 148, "#8FAA67")
    b.blob([(0, 330), (160, 296), (330, 330), (640, 300), (700, 440), (-40, 440)], "#7E9B5B")
    b.line([(-10, 400), (220, 352), (420, 384), (660, 340)], "#6F98A6", 18, curve=True)
    for x, s in ((90, 0.8), (520, 0.9), (580, 0.7)):
        b.tree(x, 330, s)
    return b


def alarm() -> Brush:
    """Een witte, ronde rookmelder aan een plafond. Het rode lampje brandt."""
    b = Brush(640, 420)
    b.sky((0, "#F4F1EA"), (1, "#DDD7CB"))
    b.poly([(0, 330), (640, 230), (640, 420), (0, 420)], "#C9BDA9")
    b.line([(0, 330), (640, 230)], "#B8AB95", 4)
    b.oval(318, 186, 158, 100, "#000000", 0.07)
    b.oval(314, 174, 150, 94, "#CFCBC2")
    b.oval(314, 164, 150, 92, "#F7F5F0")
    b.oval(314, 158, 112, 66, "#E6E2D9")
    b.oval(314, 154, 106, 60, "#F5F3EE")
    for i in range(-6, 7):
        b.line([(314 + i * 13, 132 + abs(i) * 1.4), (314 + i * 13, 158 - abs(i) * 1.0)], "#B9B4A8", 5)
    b.oval(314, 186, 22, 13, "#DAD5CA")
    b.glow(404, 166, 34, "#E5322A", 0.7)
    b.oval(404, 166, 7, 7, "#E5322A")
    return b


def map_route() -> Brush:
    """Plattegrond van de binnenstad. De Timmerkade is rood: dicht. Een blauwe stippellijn wijst de omleiding over de
    Singel, aan de andere kant van het water.
    """
    b = Brush(640, 420)
    b.rect(0, 0, 640, 420, "#EFEBE2")
    for x, y, w, h in (
        (36, 30, 130, 92),
        (196, 20, 120, 84),
        (360, 26, 110, 70),
        (510, 34, 100, 90),
        (30, 320, 150, 80),
        (230, 330, 140, 74),
        (430, 320, 170, 84),
    ):
        b.rect(x, y, w, h, "#E0D8C8", 1, 4)
    b.blob([(60, 40), (160, 36), (150, 112), (52, 110)], "#C8DDB4")
    b.line([(-20, 270), (120, 220), (300, 290), (440, 200), (680, 240)], "#A9CFE0", 52, curve=True)
    for points in ([(0, 160), (640, 140)], [(180, 0), (188, 420)], [(400, 0), (410, 420)], [(0, 305), (640, 312)]):
        b.line(points, "#FFFFFF", 15)
    b.line([(188, 154), (402, 148)], "#D43A32", 13)
    b.line([(188, 154), (402, 148)], "#FFFFFF", 5, dash=(1.2, 2.2))
    b.line([(20, 160), (184, 155), (188, 306), (408, 310), (404, 148), (630, 142)], "#1F66D6", 9, dash=(1.6, 1.8))
    b.poly([(280, 128), (320, 128), (300, 152)], "#D43A32")
    b.oval(300, 112, 26, 26, "#D43A32")
    b.oval(300, 112, 10, 10, "#FFFFFF")
    return b


def weather() -> Brush:
    """Buienkaart: een zware onweersbui, in het midden rood, ligt ten westen van Meerdam. Een pijl wijst naar het
    noordoosten.
    """
    b = Brush(640, 420)
    b.rect(0, 0, 640, 420, "#DDE6E2")
    b.blob(
        [(110, 430), (120, 300), (90, 210), (180, 110), (380, 30), (470, -60), (700, -60), (700, 480), (110, 480)], "#C6D3B8"
    )
    b.line([(120, 430), (124, 300), (104, 210), (190, 110), (380, 34), (470, -30)], "#8FA79A", 4, curve=True)
    for x, y, s in ((300, 190, 1.0), (480, 300, 0.55), (200, 60, 0.5)):
        for color, k, dx in (
            ("#8DC3E8", 1.0, 0),
            ("#4F97DC", 0.72, 10),
            ("#F1D04B", 0.46, 18),
            ("#EF8A3C", 0.28, 24),
            ("#D63B3B", 0.13, 28),
        ):
            if s > 0.6 or k > 0.6:
                b.oval(x + dx * s, y, 130 * s * k, 76 * s * k, color, 0.95)
    b.line([(420, 130), (500, 84)], "#1E2A33", 6)
    b.poly([(486, 74), (516, 74), (500, 100)], "#1E2A33")
    b.oval(476, 214, 8, 8, "#1E2A33")
    b.oval(476, 214, 4, 4, "#FFFFFF")
    return b


def road() -> Brush:
    """De Havenstraat is afgesloten met een rood-wit hek en een bord verboden in te rijden."""
    b = Brush(640, 420)
    b.sky((0, "#BBD7E6"), (1, "#EDF2F0"))
    b.houses(73, 276, 130, 36, to=210)
    b.houses(91, 276, 120, 44, start=430)
    b.rect(0, 272, 640, 148, "#A59C90")
    b.poly([(262, 272), (388, 272), (560, 420), (80, 420)], "#5C6168")
    for y, w in ((284, 6), (312, 9), (356, 13)):
        b.rect(324 - w / 2, y, w, w * 2.4, "#E9E6DC")
    for i in range(8):
        b.poly([(140 + i * 46, 300), (163 + i * 46, 300), (153 + i * 46, 330), (130 + i * 46, 330)], "#D43A32")
    b.rect(130, 296, 372, 4, "#F6F1E6")
    b.rect(130, 330, 372, 4, "#F6F1E6")
    for x in (150, 470):
        b.rect(x, 334, 10, 50, "#3A3F45")
    b.oval(316, 238, 36, 36, "#D43A32")
    b.rect(292, 230, 48, 15, "#FFFFFF", 1, 2)
    b.rect(312, 272, 8, 26, "#6F7477")
    return b


def first_aid() -> Brush:
    """De witte tent van de EHBO met een rood kruis, op het gras. Ervoor staan bekers water klaar."""
    b = Brush(640, 420)
    b.sky((0, "#B3D5E8"), (1, "#F2F3EA"))
    b.houses(88, 270, 90, 40)
    b.rect(0, 266, 640, 154, "#9DB377")
    b.poly([(150, 330), (180, 170), (460, 170), (490, 330)], "#F7F5EF")
    b.poly([(170, 176), (320, 96), (470, 176)], "#FFFFFF")
    b.poly([(320, 96), (470, 176), (420, 176)], "#E6E2D6")
    b.rect(276, 210, 88, 120, "#D9D3C4")
    b.rect(306, 118, 28, 50, "#C63D37")
    b.rect(295, 129, 50, 28, "#C63D37")
    for x in (196, 412):
        b.rect(x, 300, 40, 10, "#6B5A48")
        b.rect(x + 14, 286, 12, 14, "#7FC3DC", 1, 3)
    b.tree(70, 330, 1.1)
    b.tree(580, 326, 0.9)
    return b


def sluice() -> Brush:
    """Sluis Oost. De rechterdeur staat half omhoog, het water stroomt eronderdoor."""
    b = Brush(640, 420)
    b.sky((0, "#B5D2E2"), (1, "#E5EFEF"))
    b.blob([(0, 220), (180, 176), (360, 200), (640, 170), (700, 260), (-60, 260)], "#7E9B5B")
    b.water(226, "#6F98A6")
    for x in (210, 410):
        b.rect(x, 110, 34, 250, "#8B8F92")
        b.rect(x - 6, 100, 46, 16, "#6F7477")
    b.rect(244, 150, 166, 20, "#4E5A60")
    b.rect(250, 170, 74, 150, "#57462F")
    b.rect(330, 170, 74, 96, "#57462F")
    for y in (190, 220, 250):
        b.line([(252, y), (322, y)], "#3D3121", 3)
        b.line([(332, y), (402, y)], "#3D3121", 3)
    for i in range(7):
        b.line([(334 + i * 11, 270), (330 + i * 12 - 4, 300 + (i % 3) * 14)], "#D7E6EA", 5)
    for i, (x, y) in enumerate(((330, 318), (356, 330), (384, 322), (402, 334), (344, 344), (376, 346))):
        b.oval(x, y, 16 - i, 5, "#FFFFFF", 0.6)
    b.tree(80, 214, 0.9)
    b.tree(560, 206, 1.0)
    return b


def bus() -> Brush:
    """Een gele stadsbus staat bij een halte met een blauw bord."""
    b = Brush(640, 420)
    b.sky((0, "#BFDCEB"), (1, "#F0F3EC"))
    b.houses(64, 280, 110, 40)
    b.rect(0, 276, 640, 144, "#6A6F76")
    b.rect(0, 276, 640, 22, "#B5AC9C")
    b.rect(120, 150, 380, 190, "#D8A23A", 1, 18)
    b.rect(120, 270, 380, 26, "#F6F1E6")
    for i in range(4):
        b.rect(140 + i * 74, 176, 62, 66, "#CFE6EE", 1, 6)
    b.rect(440, 176, 46, 128, "#CFE6EE", 1, 6)
    for x in (200, 424):
        b.oval(x, 340, 30, 30, "#22262B")
        b.oval(x, 340, 12, 12, "#AEB6BC")
    b.rect(556, 160, 8, 180, "#4E5A60")
    b.rect(532, 150, 56, 44, "#1F66D6", 1, 6)
    b.rect(545, 163, 30, 16, "#FFFFFF", 1, 4)
    return b


PICTURES = (smoke_roofs, smoke_quay, smoke_far, alarm, map_route, weather, road, first_aid, sluice, bus)

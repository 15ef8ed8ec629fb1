"""Pictures of the evening.

The docstring of each is the picture's description in the demo (Dutch, as its readers are).
"""

from demo_art.brush import DARK_BRICKS, Brush


def stage_night() -> Brush:
    """Concert in de avond: drie muzikanten als schaduwen voor een paars podium, lichtstralen in blauw, geel en roze, en
    veel publiek.
    """
    b = Brush(640, 420)
    b.sky((0, "#0D1230"), (0.7, "#2C2358"), (1, "#5A2C5E"))
    b.rect(110, 120, 420, 190, "#1A1633")
    b.rect(126, 136, 388, 150, "#4B2E73")
    for x, color in ((170, "#7FD7E6"), (320, "#F2C14E"), (470, "#E86FA8")):
        b.sun_rays(x, 124, color, 3, 0.35, 330, 0.24)
    for x in (230, 320, 410):
        b.oval(x, 214, 10, 11, "#120E22")
        b.rect(x - 13, 226, 26, 60, "#120E22", 1, 7)
    b.line([(216, 252), (250, 232)], "#120E22", 7)
    b.rect(110, 284, 420, 26, "#120E22")
    b.rect(110, 110, 420, 14, "#2B2350")
    b.crowd(316, ("#0B0A18", "#15122A"), 24, 12, 31)
    return b


def lampions() -> Brush:
    """Lampionnen hangen boven de gracht. In de huizen brandt licht en in het water spiegelt het oranje."""
    b = Brush(640, 420)
    b.sky((0, "#16213E"), (1, "#3B4A6B"))
    b.houses(19, 280, 92, 44, colors=DARK_BRICKS, pane="#141A28", lit=0.45)
    b.water(276, "#1B2740", "#F6B04A", 12)
    b.lanterns(40, 34)
    b.boat(240, 344, "#101827", 1.1)
    return b


def fire_night() -> Brush:
    """Nacht. Achter de donkere huizen kleurt de lucht oranje van het vuur, er hangt een grijze rookwolk."""
    b = Brush(640, 420)
    b.sky((0, "#0B1422"), (1, "#2B3140"))
    b.glow(270, 300, 260, "#E0632A", 0.85)
    b.plume(270, 250, "#3A3E46", 16, 15, 15, 18, 5, 0.75)
    b.houses(33, 330, 70, 40, colors=("#12161F", "#0F131B", "#171B25"), pane="#0B0F16", lit=0.12)
    b.flames(276, 300, 0.7)
    b.rect(0, 326, 640, 94, "#0C1018")
    return b


def engine_night() -> Brush:
    """Een brandweerwagen met blauw zwaailicht rijdt in het donker door de straat."""
    b = Brush(640, 420)
    b.sky((0, "#10182A"), (1, "#2A2F3E"))
    b.houses(81, 290, 110, 36, colors=DARK_BRICKS, pane="#0E131C", lit=0.3)
    b.rect(0, 286, 640, 134, "#1B2029")
    b.glow(380, 200, 200, "#2F6FE0", 0.4)
    b.engine(170, 360, 1.6, blue=True)
    b.poly([(436, 310), (640, 270), (640, 380), (436, 330)], "#F7E9B0", 0.25)
    return b


def lightning() -> Brush:
    """Bliksem boven de daken van de stad, onder een zware donkere wolk."""
    b = Brush(800, 340)
    b.sky((0, "#1C2638"), (1, "#5C6B7E"))
    for x, y, r in ((120, 60, 90), (260, 30, 110), (430, 60, 100), (600, 34, 120), (740, 70, 90)):
        b.oval(x, y, r, r * 0.6, "#2B3547", 0.9)
    b.glow(505, 160, 190, "#DCE8FF", 0.55)
    b.line([(500, 80), (470, 140), (512, 148), (478, 214), (500, 220), (470, 262)], "#F7F3CF", 6)
    b.houses(47, 300, 50, 26, colors=("#12161F", "#171B25", "#0F131B"), pane="#0E131C", lit=0.25)
    b.rect(0, 296, 800, 44, "#0C1018")
    return b


def dance() -> Brush:
    """Zeven mensen dansen op het plein onder een slinger van lampionnen, bij zonsondergang."""
    b = Brush(640, 420)
    b.sky((0, "#2C1D46"), (0.7, "#8A3F6B"), (1, "#E0813F"))
    b.houses(14, 300, 84, 36, colors=("#2B1D33", "#35233D", "#231829"), pane="#1B1422", lit=0.3)
    b.rect(0, 296, 640, 124, "#3D2A3B")
    b.lanterns(30, 26, 9)
    for i in range(7):
        x, color = 70 + i * 84, ("#E0912F", "#2E7D74", "#C04F74", "#4A58B8")[i % 4]
        b.oval(x, 262, 15, 17, ("#6A3F28", "#E0A97E", "#F2C9A8", "#8A5638")[i % 4])
        b.blob([(x - 22, 284), (x + 22, 284), (x + 30, 360), (x - 30, 360)], color)
        b.line([(x - 18, 292), (x - 40, 262 if i % 2 else 300)], color, 9)
        b.line([(x + 18, 292), (x + 40, 300 if i % 2 else 262)], color, 9)
        for side in (-10, 10):
            b.line([(x + side, 356), (x + side * 1.6, 392)], "#1D1526", 8)
    return b


PICTURES = (stage_night, lampions, fire_night, engine_night, lightning, dance)

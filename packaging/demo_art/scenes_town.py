"""Pictures of the festival and the town by day.

The docstring of each is the picture's description in the demo (Dutch, as its readers are).
"""

from demo_art.brush import FLAGS, Brush

SHIRTS = ("#B5483A", "#2F6C86", "#E0912F", "#4E6E3A", "#6B55A6", "#F3EFE4", "#33475B")


def market() -> Brush:
    """Markt op het plein: drie kramen met gestreepte luifels vol fruit en groente. Op de voorgrond staan bezoekers."""
    b = Brush(640, 420)
    b.sky((0, "#A9CDE2"), (1, "#F1F2EA"))
    b.houses(43, 270, 110, 40)
    b.rect(0, 266, 640, 154, "#B9AE9E")
    for x, color in ((16, "#C9473B"), (232, "#2B7A86"), (448, "#E3B23C")):
        b.rect(x + 10, 222, 5, 120, "#6B5A48")
        b.rect(x + 164, 222, 5, 120, "#6B5A48")
        for i in range(6):
            b.rect(x + i * 30, 204, 30, 34, color if i % 2 == 0 else "#F6F1E6", 1, 2)
            b.oval(x + i * 30 + 15, 238, 15, 10, color if i % 2 == 0 else "#F6F1E6")
        b.rect(x + 4, 300, 172, 56, "#8A6A48")
        for i in range(9):
            b.oval(x + 18 + i * 18, 298 - (i % 2) * 5, 11, 11, ("#D9643A", "#7FA94A", "#E8C53C", "#B23A48")[i % 4])
    b.crowd(356, SHIRTS, 17, 13, 9)
    return b


def stage_day() -> Brush:
    """Een bandje van drie mensen speelt in een rood-witte feesttent. Boven het publiek hangen vlaggetjes."""
    b = Brush(640, 420)
    b.sky((0, "#8FC3E6"), (1, "#E6F2F4"))
    b.houses(17, 290, 84, 40)
    b.rect(0, 286, 640, 134, "#C4B8A4")
    b.poly([(170, 190), (320, 100), (470, 190)], "#C9473B")
    for i in range(3):
        b.poly([(320, 100), (200 + i * 96, 190), (248 + i * 96, 190)], "#F6F1E6")
    b.rect(186, 190, 268, 110, "#3A444D")
    b.rect(176, 186, 288, 14, "#A83A30", 1, 4)
    b.rect(176, 290, 288, 24, "#5B4B3C")
    for x in (250, 320, 390):
        b.oval(x, 230, 9, 10, "#E0A97E")
        b.rect(x - 12, 241, 24, 50, SHIRTS[x % 7], 1, 7)
    b.line([(240, 262), (268, 246)], "#E3B23C", 6)
    b.rect(372, 262, 36, 26, "#D8DDE0", 1, 4)
    b.bunting(28, 26)
    b.crowd(330, SHIRTS, 20, 12, 21)
    return b


def canal() -> Brush:
    """Avondlicht op de gracht. Twee boten liggen voor een rij oude gevels."""
    b = Brush(640, 420)
    b.sky((0, "#F3C98B"), (0.55, "#F2DDB8"), (1, "#DDE7E4"))
    b.oval(520, 90, 34, 34, "#FBE9B5")
    b.houses(37, 264, 96, 50)
    b.water(260, "#5E8590", "#F6DDB0", 8)
    b.rect(0, 254, 640, 10, "#9A8A74")
    b.boat(60, 330)
    b.boat(350, 366, "#2F6C86", 1.2)
    return b


def library() -> Brush:
    """Een groene leesstoel met een open boek, voor een muur met drie planken boeken."""
    b = Brush(640, 420)
    b.sky((0, "#F0E6D2"), (1, "#E3D5BC"))
    b.rect(0, 320, 640, 100, "#B98F5E")
    for shelf in range(3):
        y = 40 + shelf * 92
        b.rect(30, y + 74, 580, 12, "#7A5636")
        x, i = 40.0, shelf * 5
        while x < 590:
            w, h = 14 + (i * 7) % 16, 48 + (i * 11) % 24
            b.rect(x, y + 74 - h, w, h, (*SHIRTS, "#8A6A1F", "#1B7A8C")[i % 9], 1, 2)
            x, i = x + w + (26 if i % 8 == 7 else 3), i + 1
    b.oval(320, 330, 66, 22, "#000000", 0.15)
    b.rect(258, 250, 124, 80, "#2E7D74", 1, 22)
    b.rect(244, 282, 26, 52, "#256A62", 1, 10)
    b.rect(370, 282, 26, 52, "#256A62", 1, 10)
    b.poly([(304, 282), (336, 282), (344, 304), (296, 304)], "#F6F1E6")
    b.line([(320, 282), (320, 304)], "#B9AE9E", 2)
    return b


def dog() -> Brush:
    """Een bruine hond met een rode halsband zit op het dek van een boot, tong uit de bek."""
    b = Brush(420, 560)
    b.sky((0, "#BBD9E6"), (1, "#EDF0E4"))
    b.houses(23, 230, 90, 34)
    b.water(226, "#6F98A6")
    b.rect(0, 400, 420, 160, "#7B4A32")
    for y in (430, 462, 494, 526):
        b.line([(0, y), (420, y)], "#653B27", 3)
    b.oval(210, 436, 74, 20, "#000000", 0.2)
    b.blob([(140, 430), (146, 330), (180, 290), (240, 290), (276, 330), (282, 430)], "#C58A55")
    b.oval(210, 262, 52, 50, "#C58A55")
    b.blob([(164, 224), (140, 232), (136, 292), (156, 306), (172, 262)], "#7C4A3A")
    b.blob([(256, 224), (280, 232), (284, 292), (264, 306), (248, 262)], "#7C4A3A")
    b.oval(210, 284, 28, 24, "#F3E1C7")
    b.oval(210, 272, 11, 8, "#2B1D17")
    for x in (190, 230):
        b.oval(x, 250, 6, 7, "#2B1D17")
        b.oval(x + 2, 248, 2, 2, "#FFFFFF")
        b.rect(x - 16, 396, 32, 40, "#B47B49", 1, 12)
    b.oval(210, 304, 9, 11, "#D9604C")
    b.rect(172, 312, 76, 10, "#C63D37", 1, 5)
    return b


def poffertjes() -> Brush:
    """Een wit bord met tien poffertjes, een klontje boter en poedersuiker."""
    b = Brush(480, 480)
    b.sky((0, "#E8DCC4"), (1, "#CDB894"))
    for x in range(0, 480, 60):
        b.rect(x, 0, 30, 480, "#C9473B", 0.18)
    b.oval(240, 250, 186, 176, "#000000", 0.12)
    b.oval(240, 240, 186, 176, "#F7F6F2")
    b.oval(240, 240, 150, 140, "#ECE9E1")
    for i, (x, y) in enumerate(
        ((160, 190), (230, 160), (305, 188), (140, 262), (212, 238), (286, 256), (345, 250), (180, 320), (254, 322), (320, 316))
    ):
        b.oval(x, y + 6, 40, 34, "#A8702F")
        b.oval(x, y, 40, 34, "#DDA552")
        b.oval(x - 6, y - 5, 25, 19, "#EDC27A" if i % 2 else "#E6B565")
    b.rect(216, 214, 56, 36, "#F7E27A", 1, 7)
    for i in range(70):
        b.oval(110 + (i * 67) % 260, 150 + (i * 41) % 190, 3, 3, "#FFFFFF", 0.9)
    return b


def tower() -> Brush:
    """De oude klokkentoren van Meerdam: rode baksteen, een blauwe spits en een klok met gouden wijzers. Het is vier uur."""
    b = Brush(420, 560)
    b.sky((0, "#9CC4DE"), (1, "#F1EEDF"))
    b.houses(58, 470, 90, 40)
    b.rect(150, 190, 120, 290, "#8E5A44")
    for y in range(206, 470, 22):
        b.line([(152, y), (268, y)], "#7E4D39", 2)
    b.rect(138, 176, 144, 18, "#D9C8A5")
    b.rect(162, 104, 96, 74, "#D9C8A5")
    for x in (174, 202, 230):
        b.rect(x, 118, 16, 58, "#4E5A60", 1, 8)
    b.poly([(150, 106), (210, 20), (270, 106)], "#3E5A66")
    b.line([(210, 22), (210, 0)], "#E3B23C", 4)
    b.oval(210, 250, 44, 44, "#F6F1E6")
    b.oval(210, 250, 38, 38, "#24333D")
    b.line([(210, 250), (210, 222)], "#E3B23C", 5)
    b.line([(210, 250), (230, 262)], "#E3B23C", 5)
    b.rect(186, 420, 48, 60, "#3B2A20", 1, 8)
    b.rect(0, 474, 420, 86, "#B9AE9E")
    return b


def clothes() -> Brush:
    """Een rek met gekleurde truien en hemden. Op de vloer staan twee kartonnen dozen."""
    b = Brush(640, 420)
    b.sky((0, "#EFE7DA"), (1, "#DCCFBB"))
    b.line([(60, 80), (580, 80)], "#6F7477", 8)
    for x in (60, 580):
        b.line([(x, 80), (x, 360)], "#6F7477", 8)
    for i in range(9):
        x, color = 100 + i * 54, (*SHIRTS, *FLAGS)[i]
        b.line([(x + 22, 80), (x + 22, 100)], "#4E5A60", 3)
        b.poly(
            [(x, 118), (x + 14, 100), (x + 30, 100), (x + 44, 118), (x + 36, 130), (x + 36, 220), (x + 8, 220), (x + 8, 130)],
            color,
        )
    for x in (130, 330):
        b.rect(x, 280, 170, 100, "#C49A6A", 1, 4)
        b.rect(x, 280, 170, 20, "#AD8453", 1, 4)
        b.rect(x + 60, 316, 50, 26, "#F6F1E6", 1, 3)
    return b


PICTURES = (market, stage_day, canal, library, dog, poffertjes, tower, clothes)

"""The town's own emoji, 64 x 64."""

from demo_art.brush import Brush


def klok() -> Brush:
    """A golden bell."""
    b = Brush(64, 64, transparent=True)
    b.blob([(32, 6), (46, 14), (50, 44), (58, 52), (6, 52), (14, 44), (18, 14)], "#E3B23C")
    b.rect(8, 46, 48, 7, "#C9942A", 1, 3)
    b.oval(32, 56, 6, 6, "#8A6A1F")
    b.oval(32, 7, 5, 5, "#C9942A")
    return b


def lampion() -> Brush:
    """A paper lantern."""
    b = Brush(64, 64, transparent=True)
    b.oval(32, 34, 22, 23, "#F2794E")
    b.oval(32, 34, 10, 23, "#F6B04A")
    b.rect(22, 6, 20, 8, "#2A1F1A", 1, 2)
    b.rect(24, 54, 16, 6, "#2A1F1A", 1, 2)
    return b


def eend() -> Brush:
    """A yellow duck."""
    b = Brush(64, 64, transparent=True)
    b.blob([(8, 34), (20, 40), (36, 34), (58, 30), (54, 56), (16, 58)], "#F7D04C")
    b.oval(26, 24, 15, 15, "#F7D04C")
    b.poly([(4, 24), (15, 19), (15, 30)], "#E8832C")
    b.oval(22, 20, 3, 3.4, "#2B1D17")
    return b


def meerdam() -> Brush:
    """The town's arms: a white tower on blue."""
    b = Brush(64, 64, transparent=True)
    b.blob([(4, 6), (60, 6), (58, 40), (32, 66), (6, 40)], "#1F5FD6")
    b.rect(24, 18, 16, 28, "#FFFFFF")
    b.poly([(20, 20), (32, 6), (44, 20)], "#F4BC3C")
    b.oval(32, 26, 4, 4, "#1F5FD6")
    return b


EMOJI = (klok, lampion, eend, meerdam)

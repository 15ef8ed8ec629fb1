#!/usr/bin/env python3
"""Makes the three soft sounds of Belfry's alerts: `python packaging/draw_sounds.py [FOLDER]`, by default resources/sounds.

Standard library only, and the same bytes on every machine: the waves are summed by a recurrence of plain multiplications and
additions, which IEEE 754 rounds alike everywhere, not by a sine of the system's library. Mono, 44,100 Hz, 16 bit.
"""

from __future__ import annotations

import sys
import wave
from dataclasses import dataclass
from pathlib import Path

RATE = 44_100
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sounds"
LOUDEST = 0.5  # of full scale: a room at night must not jump


@dataclass(frozen=True)
class Tone:
    """A tone that swells fast and fades. `turn` is the cosine of its angle per sample (2*pi*Hz/44100), worked out once by
    hand so that no library's cosine is asked; `fade` is what is left of it after each sample."""

    turn: float
    level: float
    fade: float
    begin: float = 0.0  # seconds


def angle(hertz: float) -> float:
    """The cosine of the angle per sample, by its series: multiplications and additions only."""
    step = 2 * 3.141592653589793 * hertz / RATE
    square, term, total = step * step, 1.0, 1.0
    for number in range(1, 12):
        term = -term * square / ((2 * number - 1) * (2 * number))
        total += term
    return total


def left_after(seconds: float) -> float:
    """What is left per sample of a tone that has fallen to about a thousandth after so many seconds."""
    return 1.0 - 6.9 / (seconds * RATE)


def bell() -> tuple[float, tuple[Tone, ...]]:
    """A small bell, soft: its prime, tierce, quint and nominal, as founders call them."""
    partials = ((660.0, 0.30, 0.95), (1320.0, 0.42, 0.75), (1570.0, 0.20, 0.55), (1980.0, 0.14, 0.45), (2640.0, 0.10, 0.30))
    return 1.0, tuple(Tone(angle(hertz), level, left_after(seconds)) for hertz, level, seconds in partials)


def knock() -> tuple[float, tuple[Tone, ...]]:
    """Two knocks on wood."""
    partials = ((210.0, 0.60, 0.13), (396.0, 0.35, 0.08), (712.0, 0.18, 0.04))
    tones = [
        Tone(angle(hertz), level * part, left_after(seconds), begin)
        for begin, part in ((0.0, 1.0), (0.19, 0.85))
        for hertz, level, seconds in partials
    ]
    return 0.42, tuple(tones)


def tones() -> tuple[float, tuple[Tone, ...]]:
    """Two tones, the second higher."""
    pair = ((0.0, 587.33), (0.21, 783.99))
    made = [Tone(angle(hertz * over), level, left_after(0.55), begin) for begin, hertz in pair for over, level in OVERTONES]
    return 0.85, tuple(made)


OVERTONES = ((1.0, 0.62), (2.0, 0.12))
SOUNDS = {"bell": bell, "knock": knock, "tones": tones}
SWELL = 220  # samples until a tone is at its loudest


def samples(seconds: float, parts: tuple[Tone, ...]) -> list[float]:
    """Adds up the tones; the last hundredth of a second goes down to silence."""
    count = round(seconds * RATE)
    total = [0.0] * count
    for tone in parts:
        before, now, left = 0.0, tone.level * root(1.0 - tone.turn * tone.turn), 1.0
        for number in range(round(tone.begin * RATE), count):
            total[number] += before * left * min(1.0, (number - round(tone.begin * RATE)) / SWELL)
            before, now = now, 2.0 * tone.turn * now - before
            left *= tone.fade
    end = RATE // 100
    for number in range(end):
        total[count - 1 - number] *= number / end
    return total


def root(value: float) -> float:
    """A square root by Newton's way."""
    guess = 1.0 if value > 0 else 0.0
    for _ in range(40):
        guess = 0.5 * (guess + value / guess) if guess else 0.0
    return guess


def encode(levels: list[float]) -> bytes:
    """Sixteen bits each, the loudest at half of what is possible."""
    loudest = max(abs(level) for level in levels)
    return b"".join(round(level / loudest * LOUDEST * 32767).to_bytes(2, "little", signed=True) for level in levels)


def draw(folder: Path) -> list[Path]:
    """Writes all sounds and tells which files they are."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, make in SOUNDS.items():
        file = folder / f"{name}.wav"
        with wave.open(str(file), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(encode(samples(*make())))
        files.append(file)
    return files


if __name__ == "__main__":
    for made in draw(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        sys.stdout.write(f"{made.name}: {made.stat().st_size} bytes\n")

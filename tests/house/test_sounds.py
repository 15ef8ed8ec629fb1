"""The sounds that Belfry ships with: made by its own script, always the same, small and soft."""

import wave
from pathlib import Path

import pytest

from tests.house import loading

SOUNDS = Path(__file__).resolve().parents[2] / "resources" / "sounds"
NAMES = ("bell", "knock", "tones")


def test_the_script_makes_the_very_bytes_that_lie_in_resources(tmp_path: Path) -> None:
    script = loading.load("draw_sounds")
    for made in script.draw(tmp_path):
        assert made.read_bytes() == (SOUNDS / made.name).read_bytes(), f"{made.name} is not what the script makes"
    assert sorted(file.name for file in SOUNDS.iterdir()) == sorted(file.name for file in tmp_path.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_is_mono_sixteen_bit_small_and_not_loud(name: str) -> None:
    file = SOUNDS / f"{name}.wav"
    assert file.stat().st_size < 100_000
    with wave.open(str(file), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 44_100)
        frames = sound.readframes(sound.getnframes())
    levels = [int.from_bytes(frames[at : at + 2], "little", signed=True) for at in range(0, len(frames), 2)]
    assert 0.3 < max(map(abs, levels)) / 32767 <= 0.51
    assert abs(levels[0]) < 200, "it begins without a click"
    assert abs(levels[-1]) < 200, "it ends without a click"

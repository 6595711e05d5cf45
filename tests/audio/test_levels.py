"""How loud, and what is said about it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceprep.audio.level import SILENCE_DBFS, Level, measure, room_remark, speech_remark


def sine(peak: float) -> bytes:
    return (peak * 32767 * np.sin(np.arange(1600) * 2 * np.pi / 16)).astype("<i2").tobytes()


@pytest.mark.parametrize(("peak", "rms_dbfs"), [(1.0, -3.0), (0.1, -23.0), (0.01, -43.0)])
def test_a_sine_is_3_db_below_its_peak(peak: float, rms_dbfs: float):
    level = measure(sine(peak))
    assert level.rms_dbfs == pytest.approx(rms_dbfs, abs=0.1)
    assert level.peak == pytest.approx(peak, rel=0.01)


def test_full_scale_is_0_dbfs_and_clipped():
    level = measure(np.full(320, -32768, "<i2").tobytes())
    assert (level.rms_dbfs, level.peak, level.clipped) == (0.0, 1.0, True)


@pytest.mark.parametrize("pcm", [b"", bytes(640)])
def test_digital_silence_has_a_level_too(pcm: bytes):
    assert measure(pcm) == Level(SILENCE_DBFS, 0.0)
    assert measure(pcm).all_zeros


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=400))
def test_any_block_has_a_finite_level_between_silence_and_full_scale(samples: list[int]):
    level = measure(np.array(samples, "<i2").tobytes())
    assert SILENCE_DBFS <= level.rms_dbfs <= 1e-6
    assert math.isfinite(level.rms_dbfs)
    assert 0 <= level.peak <= 1
    assert level.all_zeros == (not any(samples))


@pytest.mark.parametrize(
    ("level", "remark"),
    [
        (Level(SILENCE_DBFS, 0.0), "digital silence"),
        (Level(-3.0, 1.0), "overdriven"),
        (Level(-30.0, 0.3), "loud where you are"),
        (Level(-35.0, 0.3), None),
        (Level(-70.0, 0.01), None),
        (Level(-81.0, 0.0002), "nearly silent"),
    ],
)
def test_the_room_is_remarked_upon(level: Level, remark: str | None):
    said = room_remark(level)
    assert (said is None) if remark is None else (remark in said)


@pytest.mark.parametrize(
    ("level", "remark"),
    [
        (Level(-10.0, 0.99), "overdriven"),
        (Level(-20.0, 0.5), None),
        (Level(-45.0, 0.05), None),
        (Level(-46.0, 0.05), "very quiet"),
    ],
)
def test_the_voice_is_remarked_upon(level: Level, remark: str | None):
    said = speech_remark(level)
    assert (said is None) if remark is None else (remark in said)

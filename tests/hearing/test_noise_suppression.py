"""Noise suppression of an utterance: the noise goes, the voice stays."""

import numpy as np
import pytest
from sounds import fan, mixed, silence, spoken, white

from voiceprep.hearing.noise_suppression import ROOM_DB, in_even_room, without_noise

VOICE = silence(0.6) + spoken("repeat the question please") + silence(0.4)


def rms(pcm: bytes, from_s: float, to_s: float) -> float:
    return float(
        np.sqrt(np.mean(np.frombuffer(pcm, "<i2")[int(16000 * from_s) : int(16000 * to_s)].astype(float) ** 2))
    )


@pytest.mark.parametrize("noise", [fan, white])
def test_noise_is_suppressed_where_nobody_speaks_and_the_voice_is_left(noise):
    noisy = mixed(VOICE, noise(len(VOICE) / 32000, -35))
    clean = without_noise(noisy)
    assert len(clean) == len(noisy)
    assert rms(clean, 0.1, 0.5) < rms(noisy, 0.1, 0.5) / 1.5
    voice, heard = (np.frombuffer(pcm, "<i2")[16000 * 6 // 10 :].astype(float) for pcm in (VOICE, clean))
    before = np.frombuffer(noisy, "<i2")[16000 * 6 // 10 :].astype(float)
    assert np.mean((heard - voice) ** 2) < np.mean((before - voice) ** 2) / 2


def test_a_voice_in_a_quiet_room_stays_as_it_is():
    heard = without_noise(VOICE)
    voice, same = (np.frombuffer(pcm, "<i2").astype(float) for pcm in (VOICE, heard))
    assert np.corrcoef(voice, same)[0, 1] > 0.99


@pytest.mark.parametrize(
    "pcm", [b"", bytes(2), bytes(6400), bytes(64000)], ids=["nothing", "a sample", "0.2 s", "silence"]
)
def test_what_is_too_short_or_silent_is_left_alone(pcm: bytes):
    assert without_noise(pcm) == pcm


def test_an_even_room_is_thirty_decibels_below_the_voice_and_always_the_same():
    heard = in_even_room(VOICE)
    assert heard == in_even_room(VOICE)
    below = 20 * np.log10(rms(VOICE, 0.6, 2.0) / rms(heard, 0.05, 0.5))
    assert below == pytest.approx(ROOM_DB, abs=4)
    assert len(heard) == len(VOICE)


@pytest.mark.parametrize("pcm", [b"", bytes(2), bytes(6400)], ids=["nothing", "a sample", "zeros"])
def test_there_is_no_room_around_nothing(pcm: bytes):
    assert in_even_room(pcm) == pcm

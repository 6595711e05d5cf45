"""Sounds made in memory, and the sample answers cut to size, for the tests of this room."""

from functools import cache
from pathlib import Path

import numpy as np

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import BLOCK_BYTES, RATE_HZ
from voiceprep.speaking.speech import open_voice

SAMPLES = Path(__file__).parents[2] / "recordings" / "samples"


@cache
def sample(name: str, from_s: float = 0.0, to_s: float | None = None) -> bytes:
    """A stretch of a shipped sample answer, as PCM."""
    pcm = read_sound(SAMPLES / f"{name}.flac").pcm
    end = None if to_s is None else 2 * round(to_s * RATE_HZ)
    return pcm[2 * round(from_s * RATE_HZ) : end]


@cache
def spoken(text: str) -> bytes:
    """The project's own voice saying `text`, at 16 kHz."""
    import soxr

    sound = open_voice(None, 170, None, 10).synthesise(text)
    samples = np.frombuffer(sound.pcm, np.int16)
    return soxr.resample(samples, sound.rate_hz, RATE_HZ).tobytes()


def silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE_HZ))


def pcm(samples: np.ndarray, dbfs: float) -> bytes:
    """Floating samples scaled to a root mean square of `dbfs`."""
    scaled = samples / np.sqrt(np.mean(samples**2)) * 32768 * 10 ** (dbfs / 20)
    return np.clip(scaled, -32768, 32767).astype("<i2").tobytes()


def white(seconds: float, dbfs: float) -> bytes:
    return pcm(np.random.default_rng(1).standard_normal(round(seconds * RATE_HZ)), dbfs)


def fan(seconds: float, dbfs: float) -> bytes:
    """Pink noise: its power falls with the frequency, as a fan's does."""
    count = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(2).standard_normal(count))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[0] = 0
    return pcm(np.fft.irfft(spectrum, count), dbfs)


def tones(seconds: float, frequencies_hz: tuple[float, ...], dbfs: float) -> bytes:
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return pcm(sum((np.sin(2 * np.pi * f * t) for f in frequencies_hz), np.zeros_like(t)), dbfs)


def click() -> bytes:
    """A knock at full scale that dies away within 5 ms, in two seconds of silence."""
    samples = np.zeros(2 * RATE_HZ)
    samples[RATE_HZ : RATE_HZ + 80] = 32000 * np.exp(-np.arange(80) / 15) * np.cos(np.arange(80))
    return samples.astype("<i2").tobytes()


def blocks(sound: bytes) -> list[bytes]:
    return [sound[start : start + BLOCK_BYTES] for start in range(0, len(sound), BLOCK_BYTES)]

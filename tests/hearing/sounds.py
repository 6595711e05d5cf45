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


def coloured(seconds: float, exponent: float, dbfs: float, seed: int = 2) -> bytes:
    """Noise whose power falls with that power of the frequency: 0 is white, 1 pink, 2 brown."""
    count = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    spectrum[1:] /= np.arange(1, len(spectrum)) ** (exponent / 2)
    spectrum[0] = 0
    return pcm(np.fft.irfft(spectrum, count), dbfs)


def fan(seconds: float, dbfs: float) -> bytes:
    """Pink noise: its power falls with the frequency, as a fan's does."""
    return coloured(seconds, 1, dbfs)


def swelling(sound: bytes, per_s: float, dbfs: float) -> bytes:
    """`sound` that rises and falls so often in a second, as a fan that turns its head or a washing machine does."""
    samples = np.frombuffer(sound, "<i2").astype(float)
    return pcm(samples * (0.55 + 0.45 * np.sin(2 * np.pi * per_s * times(len(samples)))), dbfs)


def times(count: int) -> np.ndarray:
    """The time of each sample, seconds."""
    return np.arange(count) / RATE_HZ


def tones(seconds: float, frequencies_hz: tuple[float, ...], dbfs: float) -> bytes:
    t = times(round(seconds * RATE_HZ))
    return pcm(sum((np.sin(2 * np.pi * f * t) for f in frequencies_hz), np.zeros_like(t)), dbfs)


def click() -> bytes:
    """A knock at full scale that dies away within 5 ms, in two seconds of silence."""
    samples = np.zeros(2 * RATE_HZ)
    samples[RATE_HZ : RATE_HZ + 80] = 32000 * np.exp(-np.arange(80) / 15) * np.cos(np.arange(80))
    return samples.astype("<i2").tobytes()


def hum(seconds: float, mains_hz: float, dbfs: float) -> bytes:
    """A ground loop: the mains' frequency and its harmonics, the odd ones louder."""
    t = times(round(seconds * RATE_HZ))
    harmonics = (np.sin(2 * np.pi * mains_hz * n * t + n) / (n if n % 2 else 3 * n) for n in range(1, 25))
    return pcm(sum(harmonics, np.zeros_like(t)), dbfs)


def note(frequency_hz: float, seconds: float, decay_s: float, vibrato: float = 0.0) -> np.ndarray:
    """A note of an instrument: twelve harmonics, a soft onset, a decay; `vibrato` is relative, five times a second."""
    t = times(round(seconds * RATE_HZ))
    phase = 2 * np.pi * frequency_hz * (t + vibrato * np.sin(2 * np.pi * 5 * t) / (2 * np.pi * 5))
    timbre = sum((np.sin(n * phase) / n**1.3 for n in range(1, 13)), np.zeros_like(t))
    return timbre * np.minimum(1, t / 0.02) * np.exp(-t / decay_s) * np.minimum(1, (seconds - t) / 0.02)


def chords(seconds: float, dbfs: float) -> bytes:
    """Struck chords, two a second, as of a piano."""
    steps = ((261.6, 329.6, 392.0), (220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7))
    played = [sum(note(f, 0.5, 0.4) for f in steps[n // 2 % 4]) for n in range(round(seconds * 2))]
    return pcm(np.concatenate(played), dbfs)


def melody(seconds: float, dbfs: float, lowest_hz: float = 220.0) -> bytes:
    """Bowed notes with vibrato, as of a violin or, lower, a cello: of all instruments the likest to a voice."""
    scale = (0, 2, 4, 7, 9, 12, 7, 4)
    played = [note(lowest_hz * 2 ** (scale[n % 8] / 12), 0.4, 2.0, 0.015) for n in range(round(seconds / 0.4))]
    return pcm(np.concatenate(played), dbfs)


def drums(seconds: float, dbfs: float) -> bytes:
    """Eighths at 120 a minute: bass drum, hi-hat, snare, hi-hat."""
    noise = np.random.default_rng(3)
    t = times(RATE_HZ // 4)
    bass = np.sin(2 * np.pi * (50 * t - 4 * np.exp(-t / 0.03))) * np.exp(-t / 0.08)
    hat = np.diff(noise.standard_normal(len(t) + 1)) * np.exp(-t / 0.03) * 0.2
    snare = noise.standard_normal(len(t)) * np.exp(-t / 0.06) * 0.5 + np.sin(2 * np.pi * 190 * t) * np.exp(-t / 0.05)
    return pcm(np.concatenate([(bass, hat, snare, hat)[n % 4] for n in range(round(seconds * 4))]), dbfs)


def band(seconds: float, dbfs: float) -> bytes:
    """Chords, melody and drums together."""
    parts = (chords(seconds, -20), melody(seconds, -20, 330.0), drums(seconds, -20))
    length = min(map(len, parts))
    return pcm(sum(np.frombuffer(part[:length], "<i2").astype(float) for part in parts), dbfs)


def typing(seconds: float, dbfs: float) -> bytes:
    """A keyboard, seven keys a second: each a click, the case's ring, and the key coming up."""
    random = np.random.default_rng(4)
    samples = np.zeros(round(seconds * RATE_HZ))
    t = times(RATE_HZ // 25)
    at_s = 0.1
    while at_s < seconds - 0.3:
        for delay_s, loud in ((0.0, 1.0), (0.07 + 0.03 * random.random(), 0.4)):
            struck = random.standard_normal(len(t)) * np.exp(-t / 0.004)
            ring = np.sin(2 * np.pi * random.uniform(400, 1500) * t) * np.exp(-t / 0.008)
            start = round((at_s + delay_s) * RATE_HZ)
            samples[start : start + len(t)] += loud * (struck + ring)
        at_s += random.exponential(0.14)
    return pcm(samples, dbfs)


def cough(count: int, dbfs: float) -> bytes:
    """Bursts of air of 0.3 s without a tone, a second apart: a sharp onset and the throat's broad resonances."""
    t = times(round(0.3 * RATE_HZ))
    burst = np.random.default_rng(5).standard_normal(len(t)) * np.minimum(1, t / 0.005) * np.exp(-t / 0.07)
    spectrum, at_hz = np.fft.rfft(burst), np.fft.rfftfreq(len(t), 1 / RATE_HZ)
    spectrum *= sum(1 / (1 + ((at_hz - f) / width) ** 2) for f, width in ((500, 300), (1500, 400), (2800, 600)))
    one = np.concatenate([np.zeros(RATE_HZ // 2), np.fft.irfft(spectrum, len(t)), np.zeros(RATE_HZ // 5)])
    return pcm(np.tile(one, count), dbfs)


def offset(seconds: float, level: int) -> bytes:
    """A constant current on the line: every sample is `level`."""
    return np.full(round(seconds * RATE_HZ), level, "<i2").tobytes()


def tune(seed: int, seconds: float, dbfs: float) -> bytes:
    """Notes at a speaker's pitch and pace, of a random instrument."""
    random = np.random.default_rng(seed)
    lowest_hz, decay_s, vibrato = random.uniform(70, 350), random.uniform(0.15, 3), random.uniform(0, 0.03)
    pace_s = random.uniform(0.12, 0.8)
    steps = random.integers(0, 13, round(seconds / pace_s))
    played = [note(lowest_hz * 2 ** (step / 12), pace_s, decay_s, vibrato) for step in steps]
    return pcm(np.concatenate(played), dbfs)


def amplified(sound: bytes, db: float) -> bytes:
    return np.clip(np.round(np.frombuffer(sound, "<i2") * 10 ** (db / 20)), -32768, 32767).astype("<i2").tobytes()


def mixed(sound: bytes, noise: bytes) -> bytes:
    """Both at once, as long as `sound`; the noise over again where it is shorter."""
    samples = np.frombuffer(sound, "<i2").astype(int)
    return (
        np.clip(samples + np.resize(np.frombuffer(noise, "<i2"), len(samples)), -32768, 32767).astype("<i2").tobytes()
    )


NOISES = {
    "white noise": lambda dbfs: white(4, dbfs),
    "a fan": lambda dbfs: fan(4, dbfs),
    "a low fan": lambda dbfs: coloured(4, 2, dbfs),
    "a fan that turns its head": lambda dbfs: swelling(fan(10, -20), 0.3, dbfs),
    "a washing machine": lambda dbfs: swelling(coloured(6, 2, -20), 2, dbfs),
    "noise that pulses as fast as syllables": lambda dbfs: swelling(white(6, -20), 4, dbfs),
    "hum of 50 Hz": lambda dbfs: hum(4, 50, dbfs),
    "hum of 60 Hz": lambda dbfs: hum(4, 60, dbfs),
    "a tone": lambda dbfs: tones(3, (440.0,), dbfs),
    "a scale": lambda dbfs: b"".join(tones(0.4, (f,), dbfs) for f in (262, 294, 330, 349, 392, 440, 494, 523)),
    "chords": lambda dbfs: chords(8, dbfs),
    "a violin": lambda dbfs: melody(8, dbfs),
    "a cello": lambda dbfs: melody(8, dbfs, 110),
    "drums": lambda dbfs: drums(8, dbfs),
    "a band": lambda dbfs: band(10, dbfs),
    "typing": lambda dbfs: typing(8, dbfs),
    "a cough": lambda dbfs: cough(1, dbfs),
    "coughs": lambda dbfs: cough(4, dbfs),
}
"""What is no voice, each made at a level in decibels below full scale."""


def blocks(sound: bytes) -> list[bytes]:
    return [sound[start : start + BLOCK_BYTES] for start in range(0, len(sound), BLOCK_BYTES)]

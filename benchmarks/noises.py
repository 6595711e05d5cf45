"""What the benchmarks of commands and of the end of an answer share: voices that speak, and a room around them."""

import subprocess

import numpy as np

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import RATE_HZ, Sound
from voiceprep.audio.resampling import pcm_at
from voiceprep.pronounce.espeak import espeak

FLITE = ("rms", "slt", "awb", "kal16")
ESPEAK = ("en-us", "en-gb-x-rp", "en-gb-scotland")
ESPEAK_WPM = 150
"""Speaking rate of espeak at the speed 1, words per minute."""
ROOM = 12.0
"""Amplitude of a quiet room's noise, of 32,768."""
PEAK = 8000.0


def says(voice, text, folder, length=1.0):
    """A voice's samples without the silence around them, peaking at `PEAK`; `length` against its own."""
    if voice in FLITE:
        file = folder / "says.wav"
        order = ["flite", "-voice", voice, "--setf", f"duration_stretch={length}", "-t", text, "-o", file]
        subprocess.run(order, check=True, capture_output=True)
        pcm = read_sound(file).pcm
    else:
        pcm, rate_hz = espeak().synthesise(text, round(ESPEAK_WPM / length), voice)
        pcm = pcm_at(Sound(pcm, rate_hz), RATE_HZ)
    samples = np.frombuffer(pcm, "<i2").astype(float)
    voiced = np.flatnonzero(np.abs(samples) > 300)
    return at_peak(samples[voiced[0] : voiced[-1] + 1])


def at_peak(samples):
    return samples * PEAK / max(1.0, np.abs(samples).max())


def fan(count, seed=9):
    """A fan's noise, of amplitude 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    spectrum /= np.maximum(np.fft.rfftfreq(count, 1 / RATE_HZ), 60) ** 0.8
    noise = np.fft.irfft(spectrum, count)
    return noise / np.sqrt(np.mean(noise**2))


def white(count, seed=9):
    return np.random.default_rng(seed).standard_normal(count)


def loudness(samples):
    """Of each 10 ms."""
    return np.sqrt((samples[: len(samples) // 160 * 160].reshape(-1, 160) ** 2).mean(1))


def speech_level(samples):
    loud = loudness(samples)
    return np.sqrt(np.mean(loud[loud > 0.1 * np.percentile(loud, 95)] ** 2))


def silence(seconds):
    return np.zeros(round(seconds * RATE_HZ))


def in_room(samples, noise=fan, db=None):
    """The samples as bytes, in a quiet room or in noise that much below their speech."""
    amplitude = ROOM if db is None else speech_level(samples) * 10 ** (-db / 20)
    return (samples + amplitude * noise(len(samples))).clip(-32768, 32767).astype("<i2").tobytes()

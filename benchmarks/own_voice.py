#!/usr/bin/env python3
"""How like the program's own voice is what the microphone hears, of the voice itself and of people speaking over it.

    python benchmarks/own_voice.py SPEECH

SPEECH is a folder of recordings of people. Half a second at random places of spoken questions, leaking at random
delays, alone and below half a second of a person; without an echo (headphones), and with one.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import soxr
from rich.console import Console
from rich.table import Table

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import RATE_HZ
from voiceprep.bank import find_bank, load_bank
from voiceprep.hearing.own_voice import MOST_DELAY_S, OWN, WINDOW_S, OwnVoice
from voiceprep.practice.equipment import VOICE_TIMEOUT_S
from voiceprep.speaking.speech import open_voice

QUESTIONS, PLACES = 4, 25
WINDOW = round(WINDOW_S * RATE_HZ)
QUIET_RMS = 200.0
ROOMS = {"no echo": (0.0, 1.0), "echo 0.3 s, as strong": (0.3, 1.0), "echo 0.5 s, twice as strong": (0.5, 0.5)}
BELOW_DB = (40, 20, 12, 6)


def response(echo_s, direct, random):
    """A room: the direct sound, and noise that falls by 60 dB in `echo_s`, of an energy of 1."""
    if not echo_s:
        return np.ones(1)
    count = round(echo_s * RATE_HZ)
    echo = random.standard_normal(count) * 10 ** (-3 * np.arange(count) / count)
    echo /= np.sqrt(np.sum(echo**2))
    echo[0] += direct
    return echo


def rms(samples):
    """Root mean square."""
    return float(np.sqrt(np.mean(samples**2)))


def stretch(clips, random):
    """Half a second of somebody speaking."""
    while True:
        clip = clips[random.integers(len(clips))]
        at = random.integers(len(clip) - WINDOW)
        if rms(clip[at : at + WINDOW]) > 2 * QUIET_RMS:
            return clip[at : at + WINDOW]


def resampled(sound):
    """The sound at the microphone's rate."""
    return soxr.resample(np.frombuffer(sound.pcm, "<i2").astype(float), sound.rate_hz, RATE_HZ)


def likeness(voice, samples, end):
    """As the listener asks for it."""
    return voice.likeness(samples.clip(-32768, 32767).astype("<i2").tobytes(), end)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("speech", type=Path)
    options = parser.parse_args()
    files = sorted(p for p in options.speech.iterdir() if p.suffix in (".wav", ".flac"))
    clips = [np.frombuffer(read_sound(p).pcm, "<i2").astype(float) for p in files]
    random = np.random.default_rng(1)
    rows = {}
    with tempfile.TemporaryDirectory() as cache:
        voice = open_voice(None, 170, Path(cache), VOICE_TIMEOUT_S)
        asks = [voice.synthesise(q.ask) for q in load_bank(find_bank("ml-engineer")).questions[:QUESTIONS]]
    for ask in asks:
        own = OwnVoice()
        own.plays(ask, 0)
        played = resampled(ask)
        for _ in range(PLACES):
            end, delay = random.integers(2 * WINDOW, len(played)), random.integers(round(MOST_DELAY_S * RATE_HZ) - 800)
            late = np.concatenate([np.zeros(delay), played])
            for room, (echo_s, direct) in ROOMS.items():
                leak = np.convolve(late, response(echo_s, direct, random))[end - WINDOW : end]
                if rms(leak) < QUIET_RMS:
                    continue
                rows.setdefault((room, "the voice alone"), []).append(likeness(own, leak, end))
                person = stretch(clips, random)
                for below in BELOW_DB:
                    mixed = person + leak * rms(person) / rms(leak) * 10 ** (-below / 20)
                    rows.setdefault((room, f"a person, the voice {below} dB below"), []).append(
                        likeness(own, mixed, end)
                    )
    table = Table("room", "heard", "stretches", "least", "median", "most", f"taken for the voice (from {OWN:g})")
    for (room, heard), found in sorted(rows.items(), key=lambda row: (list(ROOMS).index(row[0][0]), row[0][1] < "t")):
        taken = sum(value >= OWN for value in found)
        table.add_row(
            room, heard, str(len(found)), *(f"{value:.2f}" for value in (min(found), np.median(found), max(found))),
            f"{taken}",
        )  # fmt: skip
    Console(width=120).print(table)


if __name__ == "__main__":
    main()

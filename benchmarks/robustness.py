#!/usr/bin/env python3
"""What noise, level, distortion and the room cost: how well the points of real answers are heard under each.

    python benchmarks/robustness.py FOLDER [--only CONDITION]... [--jobs 2] [--seed 1]

FOLDER holds real answers with their transcripts: bank.yaml, labels.json and the sound. Every clip is degraded, written
as a WAV file and scored as `voiceprep score` does, by the live path. The conditions:

clean            as it is
noise 20, 10, 5  pink noise at so many decibels below the speech
quiet            attenuated by 25 dB
clipped          amplified until a tenth of the speech's 20 ms blocks reach full scale, and cut off there
telephone        300 to 3400 Hz, through a sampling rate of 8 kHz
room             an impulse and noise that decays by 60 dB in 0.5 s, of as much energy as the impulse

Speech is where the voice activity finds it in the clean clip. The powers of speech and noise are compared from 80 Hz
up: below that there is no voice, but in some recordings a direct current that is stronger than the voice.
"""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import soxr
from measuring import Tally, read_labels
from rich.console import Console
from rich.progress import track
from rich.table import Table

from voiceprep.audio.files import read_sound, write_wave
from voiceprep.audio.ports import BLOCK_SAMPLES, RATE_HZ, Sound
from voiceprep.bank import load_bank
from voiceprep.hearing.registry import DEFAULT, Choice
from voiceprep.hearing.vad import VoiceActivity, silero
from voiceprep.practice.scoring import score_files

FULL_SCALE = 32767.0
RUMBLE_HZ = 80
RT60_S = 0.5
DIRECT_TO_REVERBERANT_DB = 0.0


def band(samples, lowest_hz, highest_hz):
    """Only what lies between two frequencies."""
    spectrum, at_hz = np.fft.rfft(samples), np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    spectrum[(at_hz < lowest_hz) | (at_hz > highest_hz)] = 0
    return np.fft.irfft(spectrum, len(samples))


def pink(count, random):
    """Noise whose power falls with the frequency."""
    spectrum = np.fft.rfft(random.standard_normal(count))
    spectrum[0] = 0
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    return np.fft.irfft(spectrum, count)


def noisy(snr_db):
    def degrade(samples, speech, random):
        noise = pink(len(samples), random)
        voice_power = np.mean(band(samples, RUMBLE_HZ, RATE_HZ)[speech] ** 2)
        noise_power = np.mean(band(noise, RUMBLE_HZ, RATE_HZ) ** 2)
        return samples + noise * np.sqrt(voice_power / noise_power) * 10 ** (-snr_db / 20)

    return degrade


def quiet(samples, speech, random):
    return samples * 10 ** (-25 / 20)


def clipped(samples, speech, random):
    """Cutting off is left to the conversion to 16 bits."""
    spoken = np.abs(samples[speech])
    peaks = spoken[: len(spoken) // BLOCK_SAMPLES * BLOCK_SAMPLES].reshape(-1, BLOCK_SAMPLES).max(axis=1)
    return samples * FULL_SCALE / np.quantile(peaks, 0.9)


def telephone(samples, speech, random):
    return soxr.resample(soxr.resample(band(samples, 300, 3400), RATE_HZ, 8000), 8000, RATE_HZ)


def room(samples, speech, random):
    """The level of the whole stays as it was."""
    count = round(RT60_S * RATE_HZ)
    decay = random.standard_normal(count) * 10 ** (-3 * np.arange(count) / count)
    decay *= 10 ** (-DIRECT_TO_REVERBERANT_DB / 20) / np.sqrt(np.sum(decay**2))
    decay[0] = 1.0
    length = len(samples) + len(decay)
    wet = np.fft.irfft(np.fft.rfft(samples, length) * np.fft.rfft(decay, length), length)[: len(samples)]
    return wet * np.sqrt(np.mean(samples**2) / np.mean(wet**2))


CONDITIONS = {
    "clean": lambda samples, speech, random: samples,
    "noise 20": noisy(20),
    "noise 10": noisy(10),
    "noise 5": noisy(5),
    "quiet": quiet,
    "clipped": clipped,
    "telephone": telephone,
    "room": room,
}


def speech_of(pcm, activity):
    """For each sample whether somebody speaks."""
    activity.reset()
    activity.feed(pcm)
    speech = np.zeros(len(pcm) // 2, dtype=bool)
    for span in activity.spans:
        speech[round(span.start_s * RATE_HZ) : round(span.end_s * RATE_HZ)] = True
    return speech


def tally_of(folder, bank, labels, degraded, jobs):
    """Score `degraded`, from clip to samples."""
    questions = {question.id: question for question in bank.questions}
    for clip, samples in degraded.items():
        pcm = np.clip(np.round(samples), -FULL_SCALE, FULL_SCALE).astype("<i2").tobytes()
        write_wave(folder / f"{clip}.wav", Sound(pcm))
    files = [(folder / f"{clip}.wav", questions[clip]) for clip in labels]
    tally = Tally()
    for file, record in score_files(bank, files, Choice(DEFAULT), jobs, lambda: datetime.now(UTC), folder / "models"):
        if isinstance(record, Exception):
            raise SystemExit(f"{file.name}: {record}")
        label = labels[file.stem]
        verdicts = [(point["keyword"], point["verdict"]) for point in record["points"]]
        tally.add(label["text"], record["transcript"]["text"], verdicts, label["said"], label["unsaid"])
    return tally


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", choices=CONDITIONS, metavar="CONDITION")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    bank, labels, activity = load_bank(args.folder / "bank.yaml"), read_labels(args.folder), VoiceActivity(silero())
    clean = {clip: read_sound(args.folder / label["audio"]).pcm for clip, label in labels.items()}
    speech = {clip: speech_of(pcm, activity) for clip, pcm in clean.items()}
    table = Table("condition", *Tally.HEADINGS, "heard nothing")
    screen = Console(stderr=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for condition in track(args.only or [*CONDITIONS], "Scoring", console=screen, disable=not screen.is_terminal):
            degraded = {}
            for number, (clip, pcm) in enumerate(clean.items()):
                samples, random = np.frombuffer(pcm, "<i2").astype(float), np.random.default_rng([args.seed, number])
                degraded[clip] = CONDITIONS[condition](samples, speech[clip], random)
            tally = tally_of(folder, bank, labels, degraded, args.jobs)
            table.add_row(condition, *tally.cells, f"{tally.unheard} of {tally.clips}")
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())

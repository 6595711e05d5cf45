#!/usr/bin/env python3
"""How surely spoken commands are obeyed, and how seldom anything else is taken for one.

    python benchmarks/commands.py FOLDER... [--jobs 2]

Every phrase of `voiceprep.practice.commands` is spoken by four synthetic voices (flite: rms, slt, awb, kal16) at two
speeds, in a quiet room and in white noise 10 dB below the voice, and heard as in the rest between answers. A FOLDER
holds sound files of people talking about something else: each stretch of speech is cut in pieces of 1.3 s, the length
of a command, and each is heard as if it had been all that was said. The last line tells how many would have acted.
"""

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

import numpy as np
from measuring import SOUND_FILES
from rich.console import Console
from rich.table import Table

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import BLOCK_BYTES, RATE_HZ
from voiceprep.bank import find_bank, load_bank
from voiceprep.hearing.ear import Ear, hear_sound
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.registry import DEFAULT
from voiceprep.hearing.vad import VoiceActivity, silero
from voiceprep.practice.commands import COMMANDS, PHRASES, command_of

VOICES = ("rms", "slt", "awb", "kal16")
SPEEDS = (1.0, 0.8)
"""Length of the sound against the voice's own."""
NOISES_DB = (None, 10.0)
ROOM = 12.0
"""Amplitude of a quiet room's noise, of 32,768."""
PAD_S, PIECE_S, LEAST_S = 0.5, 1.3, 0.4
PEAK = 8000.0


def utterance(pcm, noise_db):
    """The sound with silence around it, in a room or in noise that much below its level."""
    voice = np.frombuffer(pcm, "<i2").astype(float)
    voice *= PEAK / max(1.0, np.abs(voice).max())
    level = ROOM if noise_db is None else np.sqrt(np.mean(voice**2)) * 10 ** (-noise_db / 20)
    pad = np.zeros(int(PAD_S * RATE_HZ))
    sound = np.concatenate([pad, voice, pad])
    noise = np.random.default_rng(0).standard_normal(len(sound)) * level
    return (sound + noise).clip(-32768, 32767).astype("<i2").tobytes()


def spoken(folder):
    """Each phrase by each voice, with what it stands for."""
    for voice in VOICES:
        for speed in SPEEDS:
            for command in COMMANDS:
                for phrase in command.phrases:
                    file = folder / f"{voice}-{speed}-{phrase.replace(' ', '-')}.wav"
                    order = ["flite", "-voice", voice, "--setf", f"duration_stretch={speed}", "-t", phrase, "-o", file]
                    subprocess.run(order, check=True, capture_output=True)
                    yield voice, speed, phrase, command.key, read_sound(file).pcm


def pieces(file):
    """What is said in a file, in pieces as long as a command."""
    pcm = read_sound(file).pcm
    activity = VoiceActivity(silero())
    activity.feed(pcm)
    for span in activity.spans:
        start_s = span.start_s
        while start_s < span.end_s - LEAST_S:
            end_s = min(span.end_s, start_s + PIECE_S)
            yield pcm[2 * int(start_s * RATE_HZ) : 2 * int(end_s * RATE_HZ)]
            start_s = end_s


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    bank = load_bank(find_bank("ml-engineer"))
    console = Console(width=100)
    mine, ears = local(), []
    with tempfile.TemporaryDirectory() as temporary, ThreadPoolExecutor(options.jobs) as pool:
        folder = Path(temporary)

        def heard(pcm):
            if not hasattr(mine, "ear"):
                recogniser = open_recogniser(DEFAULT, bank.phrases, folder / "cache", commands=PHRASES)
                mine.ear = Ear(recogniser, silero())
                ears.append(mine.ear)
            transcript, _ = hear_sound(pcm, mine.ear, BLOCK_BYTES)
            return command_of(transcript, mine.ear.speech), transcript.text

        try:
            said = list(spoken(folder))
            table = Table("voice", "speed", "in quiet", "in noise, 10 dB", "taken for another")
            results = {noise: list(pool.map(heard, [utterance(pcm, noise) for *_, pcm in said])) for noise in NOISES_DB}
            for voice in VOICES:
                for speed in SPEEDS:
                    rows = [i for i, (v, s, *_) in enumerate(said) if (v, s) == (voice, speed)]
                    obeyed = [sum(results[noise][i][0] == said[i][3] for i in rows) for noise in NOISES_DB]
                    wrong = sum(results[n][i][0] not in (None, said[i][3]) for n in NOISES_DB for i in rows)
                    table.add_row(voice, str(speed), *(f"{n} of {len(rows)}" for n in obeyed), str(wrong))
            all_ = [
                sum(key == s[3] for (key, _), s in zip(results[n], said, strict=True)) / len(said) for n in NOISES_DB
            ]
            table.add_row("all", "", *(f"{100 * share:.0f} %" for share in all_), "")
            console.print(table)
            for noise in NOISES_DB:
                for (key, text), (voice, speed, phrase, wanted, _) in zip(results[noise], said, strict=True):
                    if key != wanted:
                        console.print(f"{voice} {speed} {noise}: {phrase!r} -> {key}, {text!r}", markup=False)
            files = [f for where in options.folders for f in sorted(where.iterdir()) if f.suffix in SOUND_FILES]
            others = [utterance(piece, None) for file in files for piece in pieces(file)]
            acted = [(key, text) for key, text in pool.map(heard, others) if key]
            console.print(f"{len(others)} pieces of other speech, of which {len(acted)} would have acted: {acted}")
        finally:
            for ear in ears:
                ear.recogniser.close()


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""How surely spoken commands are obeyed, and how seldom anything else is taken for one.

    python benchmarks/commands.py FOLDER... [--jobs 2]

Every phrase of `voiceprep.practice.commands` is spoken by synthetic voices (flite: rms, slt, awb, kal16; espeak:
en-us, en-gb-x-rp) at two speeds, in a quiet room and in white noise 15 and 10 dB below the voice, and heard as in the
rest between answers. A few are heard in real time, for the seconds from the last sound of the voice to the command. A
FOLDER holds sound files of people talking about something else: each stretch of speech is cut in pieces of 0.8, 1.3
and 2 s, the lengths of commands, and each is heard as if it had been all that was said. The last lines tell how many
would have acted.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

import numpy as np
import soundfile
from measuring import SOUND_FILES
from rich.console import Console
from rich.table import Table

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import BLOCK_BYTES, BLOCK_S, RATE_HZ
from voiceprep.bank import find_bank, load_bank
from voiceprep.hearing.ear import Ear, hear_sound
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.registry import DEFAULT
from voiceprep.hearing.vad import VoiceActivity, silero
from voiceprep.practice.commands import COMMANDS, PHRASES, command_of
from voiceprep.practice.listener import SAID_S
from voiceprep.pronounce.espeak import espeak

VOICES = ("rms", "slt", "awb", "kal16")
ESPEAK_VOICES = ("en-us", "en-gb-x-rp")
ESPEAK_WPM = 150
"""Speaking rate of espeak at the speed 1, words per minute."""
TIMED = 12
"""How many are heard in real time."""
SPEEDS = (1.0, 0.8)
"""Length of the sound against the voice's own."""
NOISES_DB = (None, 15.0, 10.0)
ROOM = 12.0
"""Amplitude of a quiet room's noise, of 32,768."""
PAD_S, LEAST_S = 0.5, 0.4
PIECES_S = (0.8, 1.3, 2.0)
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
    for voice in ESPEAK_VOICES:
        for speed in SPEEDS:
            for command in COMMANDS:
                for phrase in command.phrases:
                    pcm, rate_hz = espeak().synthesise(phrase, round(ESPEAK_WPM / speed), voice)
                    file = folder / "espeak.wav"
                    soundfile.write(file, np.frombuffer(pcm, "<i2"), rate_hz)
                    yield voice, speed, phrase, command.key, read_sound(file).pcm
    for voice in VOICES:
        for speed in SPEEDS:
            for command in COMMANDS:
                for phrase in command.phrases:
                    file = folder / f"{voice}-{speed}-{phrase.replace(' ', '-')}.wav"
                    order = ["flite", "-voice", voice, "--setf", f"duration_stretch={speed}", "-t", phrase, "-o", file]
                    subprocess.run(order, check=True, capture_output=True)
                    yield voice, speed, phrase, command.key, read_sound(file).pcm


def seconds_to_act(pcm, ear):
    """From the last sound of a voice to the command, where it is one, heard in real time as the listener does."""
    voiced = np.flatnonzero(np.abs(np.frombuffer(pcm, "<i2").astype(int)) > 300)
    pcm = utterance(pcm[: 2 * int(voiced[-1])], None) + utterance(bytes(2 * RATE_HZ), None)
    end_s = PAD_S + voiced[-1] / RATE_HZ
    ear.recogniser.ready()
    ear.start()
    began = time.monotonic()
    for number, start in enumerate(range(0, len(pcm), BLOCK_BYTES), 1):
        time.sleep(max(0.0, began + number * BLOCK_S - time.monotonic()))
        ear.hear(pcm[start : start + BLOCK_BYTES])
        if ear.last_speech_s is not None and ear.now_s - ear.last_speech_s >= SAID_S:
            break
    speech = ear.speech
    key = command_of(ear.finish(), speech)
    return time.monotonic() - began - end_s if key else None


def pieces(file, piece_s):
    """What is said in a file, in pieces of a length, seconds."""
    pcm = read_sound(file).pcm
    activity = VoiceActivity(silero())
    activity.feed(pcm)
    for span in activity.spans:
        start_s = span.start_s
        while start_s < span.end_s - LEAST_S:
            end_s = min(span.end_s, start_s + piece_s)
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
            table = Table("voice", "speed", "in quiet", "noise, 15 dB", "noise, 10 dB", "taken for another")
            results = {noise: list(pool.map(heard, [utterance(pcm, noise) for *_, pcm in said])) for noise in NOISES_DB}
            for voice in (*VOICES, *ESPEAK_VOICES):
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
            ear = ears[0]
            took = [seconds_to_act(said[i][-1], ear) for i in range(0, len(said), max(1, len(said) // TIMED))]
            acted_s = sorted(seconds for seconds in took if seconds is not None)
            console.print(f"seconds from the end of the voice to the command: {[round(s, 2) for s in acted_s]}")
            files = [f for where in options.folders for f in sorted(where.iterdir()) if f.suffix in SOUND_FILES]
            for piece_s in PIECES_S:
                others = [utterance(piece, None) for file in files for piece in pieces(file, piece_s)]
                acted = [(key, text) for key, text in pool.map(heard, others) if key]
                console.print(f"of {len(others)} pieces of {piece_s} s {len(acted)} would have acted: {acted}")
        finally:
            for ear in ears:
                ear.recogniser.close()


if __name__ == "__main__":
    sys.exit(main())

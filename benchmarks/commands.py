#!/usr/bin/env python3
"""How surely spoken commands are obeyed, and how seldom anything else is taken for one.

    python benchmarks/commands.py [FOLDER...] [--texts FILE...] [--jobs 2]

Every phrase of `voiceprep/practice/commands.yaml` is spoken by synthetic voices (flite: rms, slt, awb, kal16; espeak:
en-us, en-gb-x-rp, en-gb-scotland) at two speeds, in a quiet room, beside a fan and in white noise 10 dB below the
voice: between answers with silence before it; in an answer every other one after two seconds of somebody else's
speech, where a FOLDER is given.

A FOLDER holds sound files of people talking about something else. Each is cut wherever it is quiet for a moment, and
the four seconds before are heard as if a pause followed ("in an answer"); and it is cut in pieces of 0.6, 1, 1.6 and
2.2 s, each heard as if it had been all that was said ("between answers"). A FILE holds text, each sentence of which is
read as an answer's last before a pause; files without a FOLDER are read and nothing is spoken.

`--menus` says instead what can be said to choose what to practise, with the shipped bank as the only one, and between
the passages of a briefing; each is told among its own menu alone, as it is there.

`--timed N` says N of them between answers instead, in real time, with the recogniser in its process, and prints the
seconds from the last sound of the voice to the command.
"""

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from endpointing import Hearing
from measuring import SOUND_FILES
from noises import ESPEAK, FLITE, at_peak, fan, in_room, loudness, says, silence, white
from rich.console import Console
from rich.table import Table

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import BLOCK_BYTES, BLOCK_S, RATE_HZ
from voiceprep.bank import load_bank, shipped_banks
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.registry import DEFAULT
from voiceprep.hearing.vad import Span, VoiceActivity, silero
from voiceprep.hearing.worker import asides_for
from voiceprep.practice import choosing
from voiceprep.practice.commands import (
    LONGEST_S,
    between_answers,
    in_an_answer,
    in_text,
    menu,
    reply,
    spoken_commands,
    whole_utterance,
)
from voiceprep.practice.events import Spoken
from voiceprep.practice.listener import TAIL_S
from voiceprep.practice.overhearing import BEFORE_S, RECENT_S
from voiceprep.practice.session import UNKNOWN

COMMANDS = spoken_commands()
TABLES = {"between answers": COMMANDS.between, "in an answer": COMMANDS.inside, "reply": COMMANDS.replies}
LENGTHS = (1.0, 0.85)
"""Length of the sound against the voice's own."""
ROOMS = {"quiet": (fan, None), "fan, 10 dB": (fan, 10.0), "white, 10 dB": (white, 10.0)}
PAUSE_S = 0.35
PIECES_S = (0.6, 1.0, 1.6, 2.2)
TAIL_EVERY_S, QUIETEST_OF_S = 1.2, 0.4

OFFERS = [choosing.Offer(bank, load_bank(bank)) for bank in shipped_banks()]
MENUS = {"choosing": choosing.phrases(OFFERS), "briefing": menu("brief")}

_ears = {}


def heard(job):
    """What an utterance from `start_s` to `end_s` of the sound is taken for."""
    kind, pcm, start_s, end_s = job
    listened_for = tuple(MENUS[kind]) if kind in MENUS else COMMANDS.phrases
    if listened_for not in _ears:
        _ears[listened_for] = asides_for(listened_for)
    spotted = _ears[listened_for](pcm)
    if kind in MENUS:
        key = whole_utterance(spotted, MENUS[kind], [Span(start_s, end_s)])
        return None if key == UNKNOWN else key
    if kind == "in an answer":
        key = in_an_answer(spotted, start_s, end_s, end_s - start_s <= LONGEST_S)
    else:
        key = (reply if kind == "reply" else between_answers)(spotted, [Span(start_s, end_s)])
    return None if key == UNKNOWN else key


def utterance(kind, voice, before, room):
    """A job: the voice, after silence or after somebody's speech, in a room."""
    noise, db = ROOMS[room]
    sound = np.concatenate([before, voice, silence(PAUSE_S)])[-round(RECENT_S * RATE_HZ) :]
    end_s = len(sound) / RATE_HZ - PAUSE_S
    return kind, in_room(sound, noise, db), end_s - len(voice) / RATE_HZ, end_s


def spoken(folder, talk, tables):
    """For each phrase by each voice: the voice, the length, the phrase, its key, and a job for each room."""
    random = np.random.default_rng(0)
    for voice in (*FLITE, *ESPEAK):
        for length in LENGTHS:
            for kind, table in tables.items():
                for number, (phrase, key) in enumerate(table.items()):
                    before = silence(BEFORE_S)
                    if kind == "in an answer" and number % 2 and len(talk):
                        at = int(random.integers(len(talk) - 2 * RATE_HZ))
                        before = np.concatenate([talk[at : at + 2 * RATE_HZ], silence(0.1)])
                    said = says(voice, phrase, folder, length)
                    yield kind, voice, length, phrase, key, {r: utterance(kind, said, before, r) for r in ROOMS}


def other_speech(files):
    """Jobs in which nobody gives a command."""
    for file in files:
        samples, activity = at_peak(np.frombuffer(read_sound(file).pcm, "<i2").astype(float)), VoiceActivity(silero())
        activity.feed(samples.astype("<i2").tobytes())
        loud = loudness(samples)
        for span in activity.spans:
            at_s = span.start_s + 1
            while at_s + QUIETEST_OF_S < span.end_s:
                first = int(at_s * 100)
                at_s = (first + int(np.argmin(loud[first : first + int(QUIETEST_OF_S * 100)]))) / 100
                from_s = max(0.0, at_s - RECENT_S)
                room = "quiet" if first % 2 else "fan, 10 dB"
                kind, pcm, _, end_s = utterance(
                    "in an answer", samples[int(from_s * RATE_HZ) : int(at_s * RATE_HZ)], silence(0), room
                )
                yield kind, pcm, max(0.0, end_s - (at_s - span.start_s)), end_s
                at_s += TAIL_EVERY_S
            for piece_s in PIECES_S:
                at_s = span.start_s
                while at_s < span.end_s - 0.4:
                    end_s = min(span.end_s, at_s + piece_s)
                    piece = samples[int(at_s * RATE_HZ) : int(end_s * RATE_HZ)]
                    yield utterance("between answers", piece, silence(BEFORE_S), "quiet")
                    at_s = end_s + piece_s


def seconds_to_act(folder, count):
    """From the last sound of each command to the event that it was spoken; None where none was understood."""
    recogniser = open_recogniser(DEFAULT, commands=COMMANDS.phrases)
    hearing = Hearing(folder, recogniser, commands=True)
    try:
        recogniser.ready()
        phrases = list(COMMANDS.between.items())
        for number in range(count):
            phrase, key = phrases[number * len(phrases) // count]
            voice = says(FLITE[number % len(FLITE)], phrase, folder)
            pcm = in_room(np.concatenate([silence(TAIL_S + BEFORE_S), voice, silence(3)]))
            end_s = TAIL_S + BEFORE_S + len(voice) / RATE_HZ
            hearing.listener.overhear()
            began, spoken = time.monotonic(), None
            for block, start in enumerate(range(0, len(pcm), BLOCK_BYTES), 1):
                time.sleep(max(0.0, began + block * BLOCK_S - time.monotonic()))
                hearing.microphone.deliver(pcm[start : start + BLOCK_BYTES])
                while spoken is None and not hearing.events.empty():
                    event = hearing.events.get()
                    spoken = event if isinstance(event, Spoken) else None
                if spoken is not None:
                    break
            hearing.listener.stop_overhearing()
            yield phrase, time.monotonic() - began - end_s if spoken is not None and spoken.key == key else None
    finally:
        hearing.close()
        recogniser.close()


def measured(options, console):
    """The tables of what is spoken, and of other speech."""
    files = [file for where in options.folders for file in sorted(where.iterdir()) if file.suffix in SOUND_FILES]
    talk = at_peak(np.frombuffer(read_sound(files[0]).pcm, "<i2").astype(float)) if files else silence(0)
    with tempfile.TemporaryDirectory() as folder, Pool(options.jobs) as pool:
        said = list(spoken(Path(folder), talk, MENUS if options.menus else TABLES))
        results = {room: pool.map(heard, [jobs[room] for *_, jobs in said], 8) for room in ROOMS}
        table = Table("where", "voices", "phrases", *ROOMS, "taken for another")
        missed = Counter()
        for kind in MENUS if options.menus else TABLES:
            for name, voices in (("flite", FLITE), ("espeak", ESPEAK)):
                rows = [i for i, (k, voice, *_) in enumerate(said) if k == kind and voice in voices]
                right = {room: sum(results[room][i] == said[i][4] for i in rows) for room in ROOMS}
                wrong = sum(results[room][i] not in (None, said[i][4]) for room in ROOMS for i in rows)
                shares = (f"{100 * right[room] / len(rows):.1f} %" for room in ROOMS)
                table.add_row(kind, name, str(len(rows)), *shares, str(wrong))
                if name == "flite":
                    missed.update(said[i][3] for i in rows for r in ROOMS if results[r][i] != said[i][4])
        console.print(table)
        console.print(f"missed most of {len(FLITE) * len(LENGTHS) * len(ROOMS)}: {missed.most_common(20)}")
        others = list(other_speech(files))
        if options.menus:
            pieces = [job for kind, *job in others if kind == "between answers"]
            others = [(menu, *job) for menu in MENUS for job in pieces]
        keys = pool.map(heard, others, 8)
        for kind in MENUS if options.menus else ("in an answer", "between answers"):
            mine = [key for key, (k, *_) in zip(keys, others, strict=True) if k == kind]
            acted = Counter(key for key in mine if key)
            console.print(
                f"of {len(mine)} cuts of other speech, {kind}, {acted.total()} would have acted: {dict(acted)}"
            )


def texts(files, console):
    """How many words are read in `files`, and what in them would have acted."""
    words, acted = 0, Counter()
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        text = re.sub(r'\\n|"[a-z_]+":', "\n", text)  # of JSON lines, each value
        words += len(text.split())
        acted.update(in_text(text))
    console.print(f"in {words} words of text {acted.total()} commands {dict(acted)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--texts", nargs="*", type=Path, default=[], metavar="FILE")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--menus", action="store_true")
    parser.add_argument("--timed", type=int, default=0, metavar="N")
    options = parser.parse_args()
    console = Console(width=110)
    if options.timed:
        with tempfile.TemporaryDirectory() as folder:
            took = dict(seconds_to_act(Path(folder), options.timed))
        acted_s = sorted(seconds for seconds in took.values() if seconds is not None)
        console.print(f"{len(acted_s)} of {len(took)} acted after {[round(s, 2) for s in acted_s]} s")
        return
    if options.folders or not options.texts:
        measured(options, console)
    if options.texts:
        texts(options.texts, console)


if __name__ == "__main__":
    sys.exit(main())

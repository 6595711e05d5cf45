#!/usr/bin/env python3
"""Whether answers are cut off, and how long the end of one is waited for.

    python benchmarks/endpointing.py SPEECH [--seeds 3] [--first 0] [--words] [--done 8]

The clips of SPEECH are answers. Where the embedded recogniser hears one word end and the next begin, silence is put in,
so that a pause lasts up to 2.4 s, every 2 to 6 s of talk; half of the pauses last 2.4 s. Each answer is heard in a
quiet room and beside a fan 15 dB below the voice, by the listener that hears real ones, as fast as it can. It is cut
off where it ends before its last sound; else the seconds from there count. "Adapted" answers follow two others of the
same speaker, whose pauses are known by then.

`--first` takes other places for the pauses: the thresholds were chosen with those of the seeds 0 to 2. `--plain` is for
comparison: 2.5 s of silence as the voice detector alone hears it, without faint sound and edges.
`--words` lets the recogniser hear along, so that words that promise more count, too (a third of real time). `--done`
says "that's my answer" so many times in flite's voices into the end of an answer, in real time, with the recogniser in
its process, and prints the seconds from the last sound to the end.
"""

import argparse
import queue
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np
from measuring import SOUND_FILES
from noises import FLITE, at_peak, in_room, loudness, says, silence
from rich.console import Console
from rich.progress import track
from rich.table import Table

from voiceprep.audio.files import read_sound
from voiceprep.audio.ports import BLOCK_BYTES, BLOCK_S, RATE_HZ
from voiceprep.hearing.ear import Ear
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.hearing.engines import make_decoder, open_recogniser
from voiceprep.hearing.registry import DEFAULT
from voiceprep.hearing.vad import silero
from voiceprep.model import EngineInfo, Transcript
from voiceprep.practice.commands import spoken_commands
from voiceprep.practice.events import Ended
from voiceprep.practice.listener import Listener
from voiceprep.practice.take import Take
from voiceprep.records.journal import Journal

PAUSE_S, EVERY_S = 2.4, (2.0, 6.0)
BEFORE_S, AFTER_S = 1.0, 8.0
ROOMS = {"quiet": None, "fan": 15.0}
"""How far the fan's noise is below the voice, decibels."""
EDGE_S = 0.06
"""A word's edge lies so near to where the recogniser puts it."""
LOUD_DB, QUIET_DB = -30.0, -35.0
"""An answer ends with the last sound above the first, against its loudest; below the second a pause has begun."""


class Deaf:
    """Hears no words: the end of an answer by its sound alone."""

    partial = ""

    def ready(self, timeout_s=None):
        return EngineInfo("deaf", "1")

    def start(self):
        pass

    feed = pause = aside = lambda self, *ignored: None

    def finish(self):
        return Transcript("")

    def close(self):
        pass


class InStep(Deaf):
    """The engine in this process, so that its words keep up with sound that comes faster than real."""

    def __init__(self):
        self._decoder = make_decoder(DEFAULT)

    @property
    def partial(self):
        return self._decoder.partial()

    def start(self):
        self._decoder.start()

    def feed(self, pcm):
        self._decoder.feed(pcm)

    def pause(self):
        self._decoder.pause()


class PlainEar(Ear):
    """Hears speech alone."""

    last_sound_s = last_loud_s = None


class Pushed:
    """A microphone into which sound is pushed."""

    name = "pushed"

    def open(self, deliver):
        self.deliver = deliver

    def gate_open(self, question_id):
        pass

    gate_close = close = lambda self: None


def words_of(pcm, decoder):
    """Where the recogniser hears each word begin and end, seconds."""
    decoder.start()
    for start in range(0, len(pcm), BLOCK_BYTES):
        decoder.feed(pcm[start : start + BLOCK_BYTES])
    return [(word.start_s, word.end_s) for word in decoder.finish().words]


def quiet_s(loud, frame):
    """How long it is quiet around a frame, seconds."""
    quiet = loud <= loud.max() * 10 ** (QUIET_DB / 20)
    first, last = frame, frame
    while first > 0 and quiet[first - 1]:
        first -= 1
    while last + 1 < len(quiet) and quiet[last + 1]:
        last += 1
    return (last - first) / 100


def with_pauses(pcm, words, rng):
    """The answer with pauses put in, its true end in seconds, and their number."""
    samples = np.frombuffer(pcm, "<i2").astype(float)
    loud = loudness(samples)
    last = np.flatnonzero(loud > loud.max() * 10 ** (LOUD_DB / 20))[-1] + 1
    samples, parts, at, count = samples[: last * 160], [], 0, 0
    due_s = words[0][0] + rng.uniform(*EVERY_S)
    for (_, end_s), (start_s, _) in pairwise(words):
        wanted_s = PAUSE_S if rng.random() < 0.5 else rng.uniform(0.5, PAUSE_S)
        first, behind = int((end_s - EDGE_S) * 100), int((start_s + EDGE_S) * 100) + 1
        quietest = first + int(np.argmin(loud[first:behind]))
        there_s = max(start_s - end_s, quiet_s(loud, quietest))
        if end_s < due_s or there_s >= wanted_s:
            continue
        parts += [samples[at : 160 * quietest], silence(wanted_s - there_s)]
        at, count, due_s = 160 * quietest, count + 1, start_s + rng.uniform(*EVERY_S)
    answer = np.concatenate([np.zeros(int(BEFORE_S * RATE_HZ)), *parts, samples[at:]])
    return np.concatenate([answer, np.zeros(int(AFTER_S * RATE_HZ))]), len(answer) / RATE_HZ, count


class Hearing:
    """A listener that is pushed one answer after the other."""

    def __init__(self, folder, recogniser, commands=False, plain=False):
        self.events = queue.SimpleQueue()
        self.microphone, self.journal = Pushed(), Journal(Path(tempfile.mkdtemp(dir=folder)))
        self.ear = (PlainEar if plain else Ear)(recogniser, silero())
        settings = EndpointSettings(edges_s=0.0) if plain else EndpointSettings()
        self.listener = Listener(self.microphone, self.journal, self.ear, settings, self.events.put, commands=commands)
        self.listener.open_microphone()
        self.number = 0

    def answer(self, pcm, in_real_time=False):
        """Seconds of sound until the answer ended, and why; the seconds are None where it did not."""
        self.number += 1
        self.listener.open_gate(Take(f"{self.number:03}", "question", 1))
        began = time.monotonic()
        for number, start in enumerate(range(0, len(pcm), BLOCK_BYTES), 1):
            if in_real_time:
                time.sleep(max(0.0, began + number * BLOCK_S - time.monotonic()))
                if (ended := self._ended()) is not None:
                    return time.monotonic() - began, ended
            self.microphone.deliver(pcm[start : start + BLOCK_BYTES])
        self.listener.close_gate()
        ended = self._ended()
        return (self.ear.now_s if ended else None), ended

    def _ended(self):
        ended = None
        while not self.events.empty():
            event = self.events.get()
            ended = event.reason if isinstance(event, Ended) else ended
        return ended

    def close(self):
        self.listener.stop()
        self.journal.remove()


def row(table, name, results):
    cut = sum(ended_s is not None and ended_s < end_s for ended_s, end_s in results)
    waits = [ended_s - end_s for ended_s, end_s in results if ended_s is not None and ended_s >= end_s]
    never = sum(ended_s is None for ended_s, _ in results)
    late = sum(wait > 3 for wait in waits) + never
    table.add_row(
        name, str(len(results)), str(cut), f"{median(waits):.2f}" if waits else "", f"{max(waits, default=0):.2f}",
        str(late),
    )  # fmt: skip


def say_done(folder, count, talk):
    """Seconds from the last sound of "that's my answer" to the end, and the reasons."""
    recogniser = open_recogniser(DEFAULT, commands=spoken_commands().phrases)
    hearing = Hearing(folder, recogniser, commands=True)
    try:
        recogniser.ready()
        for number in range(count):
            ends = spoken_commands().ends
            voice = says(FLITE[number % len(FLITE)], ends[number // len(FLITE) % len(ends)], folder)
            before = talk[RATE_HZ * 5 * number : RATE_HZ * (5 * number + 5)]
            sound = np.concatenate([silence(1), before, silence(0.4), voice])
            end_s = len(sound) / RATE_HZ
            ended_s, reason = hearing.answer(in_room(np.append(sound, silence(4))), True)
            yield ended_s - end_s, reason
    finally:
        hearing.close()
        recogniser.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("speech", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--done", type=int, default=0)
    options = parser.parse_args()
    console = Console(width=100)
    files = [file for file in sorted(options.speech.iterdir()) if file.suffix in SOUND_FILES]
    decoder = make_decoder(DEFAULT)
    sounds = {file: read_sound(file).pcm for file in files}
    words = {file: words_of(sounds[file], decoder) for file in track(files, "words", console=Console(stderr=True))}
    table = Table("answers", "number", "cut off", "median wait, s", "longest, s", "later than 3 s")
    with tempfile.TemporaryDirectory() as temporary:
        for where, db in ROOMS.items():
            first, adapted, pauses = [], [], 0
            for file in track(files, where, console=Console(stderr=True)):
                hearing = Hearing(Path(temporary), InStep() if options.words else Deaf(), plain=options.plain)
                for seed in range(options.first, options.first + options.seeds):
                    samples, end_s, count = with_pauses(sounds[file], words[file], np.random.default_rng(seed))
                    pauses += count
                    # Each answer is heard by a new listener first, then again by one that knows the speaker.
                    alone = Hearing(Path(temporary), hearing.ear.recogniser, plain=options.plain)
                    pcm = in_room(samples, db=db)
                    first.append((alone.answer(pcm)[0], end_s))
                    alone.close()
                    ended_s, _ = hearing.answer(pcm)
                    if seed > options.first:
                        adapted.append((ended_s, end_s))
                hearing.close()
            row(table, f"{where}, {pauses} pauses", first)
            row(table, f"{where}, adapted", adapted)
        console.print(table)
        if options.done:
            talk = np.frombuffer(sounds[files[-1]], "<i2").astype(float)
            ends = list(say_done(Path(temporary), options.done, at_peak(talk)))
            console.print(f'"that\'s my answer": {[(round(wait, 2), reason) for wait, reason in ends]}')


if __name__ == "__main__":
    sys.exit(main())

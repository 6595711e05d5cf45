#!/usr/bin/env python3
"""How long after the end of an answer the first sentence of the feedback begins.

    python benchmarks/answer_delay.py FOLDER [--seconds 30 60 120] [--runs 3]

FOLDER holds sound files of people talking; they are joined to answers of these lengths, delivered in real time by
the file-backed microphone, and ended as Enter ends them, with PocketSphinx streaming beside. The time runs from the
key to the first sample of the sentence that names what landed, handed to the loudspeaker. (A real sound card then
adds its own latency: about 0.1 s on a running stream.)

Beside it the plain recipe, in the same run: record all, `recognize_sphinx`, look for the keywords as substrings.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.table import Table

from voiceprep.audio.files import FileMicrophone, read_sound, write_wave
from voiceprep.audio.ports import RATE_HZ, Sound
from voiceprep.bank import find_bank, load_bank
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.vad import silero
from voiceprep.practice.loop import Equipment, Interview, Settings
from voiceprep.practice.screen import Screen
from voiceprep.practice.session import Pressed
from voiceprep.records.archive import Archive
from voiceprep.speaking.speech import open_voice

SOUND_FILES = {".wav", ".flac", ".ogg", ".mp3"}


class _Played:
    def __init__(self):
        self.first_sample_at = time.monotonic()

    def wait(self, timeout_s=None):
        return True

    def stop(self):
        pass


class Loudspeaker:
    """Takes every sound at once, and notes when it got it."""

    name, audible = "benchmark", True

    def __init__(self):
        self.sounds = []

    def play(self, sound):
        playback = _Played()
        self.sounds.append(playback.first_sample_at)
        return playback

    def close(self):
        pass


class EndlessMicrophone(FileMicrophone):
    """A file in real time that then stays silent, and presses Enter at its end."""

    def __init__(self, answers, seconds, press):
        super().__init__(answers)
        self._seconds, self._press = seconds, press

    def gate_open(self, question_id):
        super().gate_open(question_id)
        threading.Timer(self._seconds, self._press).start()


def joined(folder, seconds):
    """An answer of that length from the folder's files, one after the other."""
    pcm = b""
    for file in sorted(p for p in folder.iterdir() if p.suffix in SOUND_FILES) * 20:
        pcm += read_sound(file).pcm
        if len(pcm) >= (seconds + 2) * 2 * RATE_HZ:
            return Sound(pcm[: (seconds + 2) * 2 * RATE_HZ])
    raise SystemExit(f"{folder} holds too little sound for {seconds} s")


def streaming_delay(wav, seconds, folder):
    """Seconds from Enter to the first sample of the feedback."""
    bank = load_bank(find_bank("ml-engineer"))
    question = bank.questions[1]
    loudspeaker, pressed = Loudspeaker(), []

    def press():
        pressed.append(time.monotonic())
        interview.post(Pressed("enter"))

    microphone = EndlessMicrophone({question.id: wav}, seconds, press)
    voice = open_voice(None, 170, None, 10)
    equipment = Equipment(microphone, loudspeaker, voice, open_recogniser(phrases=bank.phrases), silero())
    session, journal = Archive(folder).start_session(datetime.now(UTC), bank.name, {})
    settings = Settings(endpoint=None, check_level=False, rest_s=0)
    interview = Interview(
        bank, [question], equipment, session, journal, Screen(StringIO()), settings, lambda: datetime.now(UTC)
    )
    interview.run()
    return next(at for at in loudspeaker.sounds if at > pressed[0]) - pressed[0]


def plain_delay(sound):
    """Seconds that the plain recipe needs once the answer is over."""
    import speech_recognition as sr

    began = time.monotonic()
    try:
        text = sr.Recognizer().recognize_sphinx(sr.AudioData(sound.pcm, RATE_HZ, 2))
    except sr.UnknownValueError:
        text = ""
    [k for k in ("dropout", "early stopping") if k in text]
    return time.monotonic() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, nargs="+", default=[30, 60, 120])
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    table = Table("answer (s)", "median (s)", "worst (s)", "plain recipe (s)", "ratio", title="Delay of the feedback")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for seconds in args.seconds:
            sound = joined(args.folder, seconds)
            write_wave(folder / "answer.wav", sound)
            delays = [streaming_delay(folder / "answer.wav", seconds, folder / "kept") for _ in range(args.runs)]
            plain = plain_delay(Sound(sound.pcm[: seconds * 2 * RATE_HZ]))
            median = statistics.median(delays)
            table.add_row(str(seconds), f"{median:.2f}", f"{max(delays):.2f}", f"{plain:.1f}", f"{plain / median:.0f}")
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())

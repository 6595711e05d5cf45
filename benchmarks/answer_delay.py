#!/usr/bin/env python3
"""How long after the end of an answer the first sentence of the feedback begins, and whether the recogniser keeps up.

    python benchmarks/answer_delay.py FOLDER [--seconds 30 60 120 300] [--runs 5] [--end enter silence] [--plain]

FOLDER holds sound files of people talking; they are joined to answers of these lengths, delivered in real time by
the file-backed microphone, with the recogniser streaming beside and looking for spoken commands. The time runs to the
first sample of the sentence that names what landed, handed to the loudspeaker, from the key where Enter ends the
answer, and from the decision where silence does. (A real sound card then adds about 0.1 s on a running stream.)

Beside it (Linux only) the CPU seconds that the recogniser's processes take for a second of the answer, its end
included, and the most sound, in seconds, that was waiting for them at any time of any run: whether they keep up.

`--plain` times the plain recipe, too, once a length: record all, `recognize_sphinx`, look for the keywords as
substrings. Each run takes as long as its answer.
"""

import argparse
import contextlib
import fcntl
import os
import struct
import sys
import tempfile
import termios
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from measuring import joined, spread, tree
from rich.console import Console
from rich.progress import track
from rich.table import Table

from voiceprep.audio.files import FileMicrophone, write_wave
from voiceprep.audio.ports import BLOCK_S, RATE_HZ, Sound
from voiceprep.bank import find_bank, load_bank
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.vad import silero
from voiceprep.practice.commands import spoken_commands
from voiceprep.practice.equipment import Equipment
from voiceprep.practice.events import Ended, Pressed
from voiceprep.practice.loop import Interview, Settings
from voiceprep.practice.screen import Screen
from voiceprep.records.archive import Archive
from voiceprep.speaking.speech import open_voice

AFTER_S = 5.0
"""Speech goes on for so long after Enter, or silence after the speech: longer than what ends an answer."""
WATCH_EVERY_S = 0.05


@dataclass(frozen=True)
class Run:
    """What one answer showed."""

    delay_s: float
    cpu: float
    """CPU seconds of the recogniser's processes for a second of sound."""
    backlog_s: float
    """The most sound that waited for the recogniser."""


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


class SpokenMicrophone(FileMicrophone):
    """A file in real time; tells when it begins, and when its speech is over."""

    def __init__(self, answers, seconds, began, over):
        super().__init__(answers)
        self._seconds, self._began, self._over = seconds, began, over

    def gate_open(self, question_id):
        super().gate_open(question_id)
        self._began()
        threading.Timer(self._seconds, self._over).start()


class Watch(threading.Thread):
    """Follows the recogniser's processes from `start` to `stop`, by when they may be gone."""

    def __init__(self, recogniser):
        super().__init__(daemon=True)
        self._recogniser, self._ended = recogniser, threading.Event()
        self.cpu_s = self.backlog_s = 0.0

    def run(self):
        before = cpu_seconds()
        while not self._ended.wait(WATCH_EVERY_S):
            with contextlib.suppress(OSError, ValueError):  # it was closed
                self.backlog_s = max(self.backlog_s, waiting_seconds(self._recogniser))
            self.cpu_s = max(self.cpu_s, cpu_seconds() - before)

    def stop(self):
        self._ended.set()


def cpu_seconds():
    """Of this process's descendants."""
    ticks = 0
    for process in tree(os.getpid()):
        if process != os.getpid():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def waiting_seconds(recogniser):
    """Sound in the queue before the recogniser's process and in the pipe to it; it holds 0.25 s more at most."""
    in_pipe = fcntl.ioctl(recogniser._process.stdin.fileno(), termios.FIONREAD, bytes(4))
    return recogniser._outgoing.qsize() * BLOCK_S + struct.unpack("i", in_pipe)[0] / (2 * RATE_HZ)


class Watched(Interview):
    """Notes when the end of the answer was decided."""

    decided_at = 0.0

    def post(self, event):
        if isinstance(event, Ended):
            self.decided_at = self.decided_at or time.monotonic()
        super().post(event)


def answer(folder, seconds, end):
    if end == "enter":
        return joined(folder, seconds + AFTER_S)
    return Sound(joined(folder, seconds).pcm + bytes(2 * round(AFTER_S * RATE_HZ)))


def streaming(wav, seconds, end, folder):
    """One answer, ended by Enter or by silence."""
    bank = load_bank(find_bank("ml-engineer"))
    question = bank.questions[1]
    loudspeaker, pressed = Loudspeaker(), []
    recogniser = open_recogniser(phrases=bank.phrases, commands=spoken_commands().phrases)
    watch = Watch(recogniser)

    def over():
        pressed.append(time.monotonic())
        if end == "enter":
            interview.post(Pressed("enter"))

    microphone = SpokenMicrophone({question.id: wav}, seconds, watch.start, over)
    voice = open_voice(None, 170, None, 10)
    equipment = Equipment(microphone, loudspeaker, voice, recogniser, silero())
    session, journal = Archive(folder).start_session(datetime.now(UTC), bank.name, {})
    endpoint = EndpointSettings(limit_s=seconds + 60) if end == "silence" else None
    settings = Settings(endpoint=endpoint, check_level=False, rest_s=0, overhears=True)
    interview = Watched(
        bank, [question], equipment, session, journal, Screen(StringIO()), settings, lambda: datetime.now(UTC)
    )
    interview.run()
    watch.stop()
    if not pressed:
        raise SystemExit(f"A pause ended the answer of {seconds} s early: other clips, please.")
    ended_at = pressed[0] if end == "enter" else interview.decided_at
    delay_s = next(at for at in loudspeaker.sounds if at > ended_at) - ended_at
    return Run(delay_s, watch.cpu_s / seconds, watch.backlog_s)


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
    parser.add_argument("--seconds", type=int, nargs="+", default=[30, 60, 120, 300])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--end", nargs="+", choices=("enter", "silence"), default=["enter"])
    parser.add_argument("--plain", action="store_true", help="time the plain recipe, too")
    args = parser.parse_args()
    plain = ("plain recipe (s)", "ratio") if args.plain else ()
    headings = ("answer (s)", "ended by", "median (s)", "p95 (s)", "CPU s / s", "backlog (s)", *plain)
    table, screen = Table(*headings, title=f"Delay of the feedback, {args.runs} runs"), Console(stderr=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        cases = [(seconds, end) for seconds in args.seconds for end in args.end]
        for seconds, end in track(cases, "Speaking", console=screen, disable=not screen.is_terminal):
            write_wave(folder / "answer.wav", answer(args.folder, seconds, end))
            runs = [streaming(folder / "answer.wav", seconds, end, folder / "kept") for _ in range(args.runs)]
            median, p95 = spread([run.delay_s for run in runs])
            cells = [f"{value:.2f}" for value in (median, p95, spread([run.cpu for run in runs])[0])]
            cells.append(f"{max(run.backlog_s for run in runs):.1f}")
            if args.plain:
                plain_s = plain_delay(joined(args.folder, seconds))
                cells += [f"{plain_s:.1f}", f"{plain_s / median:.0f}"]
            table.add_row(str(seconds), end, *cells)
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())

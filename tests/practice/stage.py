"""Stand-ins for everything real about an interview, and a way to hold one."""

import io
import queue
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np

from voiceprep.audio.ports import BLOCK_BYTES, RATE_HZ, Deliver, Loudspeaker, Microphone, Sound
from voiceprep.audio.silent import SilentSpeaker
from voiceprep.bank import find_bank, load_bank
from voiceprep.errors import DeviceError
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.hearing.recogniser import Recogniser
from voiceprep.hearing.vad import FrameClassifier
from voiceprep.model import EngineInfo, Spotted, Transcript, Word
from voiceprep.practice.equipment import Equipment
from voiceprep.practice.loop import Interview, Settings
from voiceprep.practice.screen import Screen
from voiceprep.records.archive import Archive, SessionFolder
from voiceprep.speaking.voice import Voice

SAMPLES = Path(__file__).parents[2] / "recordings" / "samples"
LOUD = np.full(320, 8000, "<i2").tobytes()
"""A block in which `LoudIsSpeech` hears somebody speak."""
QUIET = bytes(BLOCK_BYTES)
BANK = load_bank(find_bank("ml-engineer"))
Kind = TypeVar("Kind")


def numbered(first: int, count: int) -> list[bytes]:
    """Loud blocks that can be told apart."""
    return [np.full(320, 8000 + number, "<i2").tobytes() for number in range(first, first + count)]


class LoudIsSpeech:
    """A voice detector for blocks of ours."""

    def process_chunk(self, frame: bytes) -> float:
        return float(max(np.abs(np.frombuffer(frame, "<i2").astype(int))) > 4000)

    def reset(self) -> None:
        pass


FITS = 2.0
"""A score of a phrase that was said."""


class Script:
    """A recogniser that hears what it was told to, and keeps what it was fed."""

    def __init__(self, *texts: str, fails: Exception | None = None) -> None:
        self.texts = list(texts) or ["i look at the validation curve"]
        self.fails = fails
        self.partial = ""
        self.heard: list[bytes] = []
        self.utterances: list[bytes] = []
        self.closed = 0
        self.abandoned = threading.Event()
        self.asides: list[bytes] = []
        self.commands: list[str] = []
        """What the next asides are, one after the other."""
        self.on_feed: Callable[[], None] = lambda: None

    def ready(self, timeout_s: float | None = None) -> EngineInfo:
        return EngineInfo("script", "1")

    def start(self) -> None:
        self.heard = []

    def feed(self, pcm: bytes) -> None:
        self.on_feed()
        self.heard.append(pcm)

    def pause(self) -> None:
        pass

    def aside(self, pcm: bytes, tell: Callable[[tuple[Spotted, ...]], None]) -> None:
        self.asides.append(pcm)
        phrase = self.commands.pop(0) if self.commands else ""
        loud = np.flatnonzero(np.abs(np.frombuffer(pcm, "<i2").astype(int)) > 4000) / RATE_HZ
        start_s, end_s = max(loud[0], loud[-1] - 1.0), loud[-1]
        found = Spotted(phrase, float(start_s), float(end_s), FITS, 12, len(pcm) / 2 / RATE_HZ)
        bare = replace(found, phrase=phrase.removeprefix("interviewer "))
        tell((found, bare) if phrase else ())

    def finish(self) -> Transcript:
        self.utterances.append(b"".join(self.heard))
        if self.fails:
            raise self.fails
        text = self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]
        return Transcript(text, tuple(Word(w, 0.1 * n, 0.1 * n + 0.1) for n, w in enumerate(text.split())))

    def abandon(self) -> None:
        self.abandoned.set()

    def close(self) -> None:
        self.closed += 1


class Person:
    """A live microphone in front of which a test speaks; silent until then."""

    name = "a person"

    def __init__(self) -> None:
        self.deliver: Deliver | None = None
        self.gates: list[str] = []
        self.opened = 0
        self.refuses = False

    def open(self, deliver: Deliver) -> None:
        if self.deliver is not None:
            raise RuntimeError("the microphone is open already")
        if self.refuses:
            raise DeviceError("The microphone is gone.")
        self.opened += 1
        self.deliver = deliver

    def says(self, *blocks: bytes | None) -> None:
        for block in blocks:
            if self.deliver is not None:
                self.deliver(block)

    def gate_open(self, question_id: str) -> None:
        self.gates.append(question_id)

    def gate_close(self) -> None:
        self.gates.append("closed")

    def close(self) -> None:
        self.deliver = None


class Talker(Person):
    """A live microphone that never rests: a block every 2 ms, loud after each opening of the gate for so many."""

    def __init__(self, loud: int, dies_after: int | None = None) -> None:
        super().__init__()
        self._loud_each, self._loud_left = loud, 0
        self._dies_after = dies_after
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, deliver: Deliver) -> None:
        super().open(deliver)
        self._stop.clear()
        self._thread = threading.Thread(target=self._talk, name="talker", daemon=True)
        self._thread.start()

    def _talk(self) -> None:
        while not self._stop.wait(0.002):
            if self._dies_after is not None and self.gates:
                self._dies_after -= 1
                if self._dies_after < 0:
                    self.refuses = True
                    self.says(None)
                    return
            self.says(LOUD if self._loud_left > 0 else QUIET)
            self._loud_left -= 1

    def gate_open(self, question_id: str) -> None:
        super().gate_open(question_id)
        self._loud_left = self._loud_each

    def close(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        super().close()


class Posts:
    """Collects events as the interview's queue would."""

    def __init__(self) -> None:
        self.all: list[object] = []
        self._new: queue.SimpleQueue[object] = queue.SimpleQueue()

    def __call__(self, event: object) -> None:
        self.all.append(event)
        self._new.put(event)

    def next(self, kind: type[Kind], timeout_s: float = 10) -> Kind:
        """The next event of this kind; others before it are passed over."""
        while True:
            event = self._new.get(timeout=timeout_s)
            if isinstance(event, kind):
                return event

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.all if isinstance(event, kind)]


class Play:
    """A sound that lasts until it is let go or stopped."""

    def __init__(self, sound: Sound, at_once: bool) -> None:
        self.sound = sound
        self.first_sample_at: float | None = time.monotonic()
        self.over = threading.Event()
        self.stopped = False
        if at_once:
            self.over.set()

    def wait(self, timeout_s: float | None = None) -> bool:
        return self.over.wait(timeout_s)

    def stop(self) -> None:
        self.stopped = True
        self.over.set()


class Box:
    """A loudspeaker whose sounds are over at once, or when the test says so."""

    name = "a box"
    audible = True

    def __init__(self, at_once: bool = True, fails: Exception | None = None) -> None:
        self.at_once = at_once
        self.fails = fails
        self.plays: list[Play] = []
        self.playing: queue.SimpleQueue[Play] = queue.SimpleQueue()
        self.closed = 0

    def play(self, sound: Sound) -> Play:
        if self.fails:
            raise self.fails
        play = Play(sound, self.at_once)
        self.plays.append(play)
        self.playing.put(play)
        return play

    def close(self) -> None:
        self.closed += 1


class Reader:
    """A voice: a text of n characters is n hundredths of a second of sound."""

    name = "reader"

    def __init__(self, fails: Exception | None = None) -> None:
        self.fails = fails
        self.read: list[str] = []

    def synthesise(self, text: str) -> Sound:
        if self.fails:
            raise self.fails
        self.read.append(text)
        return Sound(bytes(320 * len(text)))


class Held:
    """An interview in a folder of its own, and what came of it."""

    def __init__(
        self,
        folder: Path,
        microphone: Microphone,
        recogniser: Recogniser,
        questions: tuple[str, ...] = ("overfitting",),
        loudspeaker: Loudspeaker | None = None,
        voice: Voice | None = None,
        classifier: FrameClassifier | None = None,
        endpoint: EndpointSettings | None = None,
        check_level: bool = False,
        rest_s: float = 0.0,
        aliases: Path | None = None,
        overhears: bool = False,
    ) -> None:
        self.archive = Archive(folder / "recordings")
        self.session: SessionFolder
        self.session, self.journal = self.archive.start_session(datetime.now(UTC), BANK.name, {})
        self.out = io.StringIO()
        equipment = Equipment(
            microphone, loudspeaker or SilentSpeaker(), voice, recogniser, classifier or LoudIsSpeech()
        )
        self.interview = Interview(
            BANK,
            [next(q for q in BANK.questions if q.id == id) for id in questions],
            equipment,
            self.session,
            self.journal,
            Screen(self.out),
            Settings(
                endpoint,
                check_level=check_level,
                rest_s=rest_s,
                aliases=aliases,
                overhears=overhears,
                voice_at=(lambda speed: voice) if voice else None,
            ),
            lambda: datetime.now(UTC),
        )

    def run(self) -> "Held":
        self.interview.run()
        return self

    @property
    def text(self) -> str:
        """What was on the screen, in one line."""
        return re.sub(r"\s+", " ", self.out.getvalue())

    @property
    def files(self) -> list[str]:
        folder = self.session.folder
        return sorted(f.name for f in folder.iterdir()) if folder.exists() else []

    @property
    def records(self) -> list[dict]:
        return [kept.record for kept in self.archive.answers()]


def until(condition: Callable[[], bool], timeout_s: float = 10) -> None:
    """Wait for another thread."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.002)

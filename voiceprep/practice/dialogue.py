"""Saying something and hearing what is wanted, outside an interview: nothing of it is kept."""

import queue
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from voiceprep.audio.ports import Loudspeaker, Microphone, Sound
from voiceprep.errors import DeviceError, HearingError
from voiceprep.hearing.ear import Ear
from voiceprep.hearing.endpoint import EndpointSettings
from voiceprep.hearing.engines import open_recogniser
from voiceprep.hearing.recogniser import Recogniser
from voiceprep.hearing.registry import DEFAULT
from voiceprep.hearing.vad import FrameClassifier, Span, silero
from voiceprep.model import Spotted
from voiceprep.practice.commands import whole_utterance
from voiceprep.practice.events import Done, Event, Interrupted, MicrophoneLost, Pressed, SpeechBegan, Spoken
from voiceprep.practice.listener import Listener
from voiceprep.practice.mouth import Mouth
from voiceprep.practice.session import HEARD_OUT_S
from voiceprep.records.journal import Stretch
from voiceprep.speaking.voice import Voice

POLL_S = 0.1
"""How often it is looked whether the microphone is still there."""


class NothingKept:
    """A journal of what is nobody's answer."""

    samples = 0

    def append(self, block: bytes) -> None:
        """Forget it."""

    def mark(self, kind: str, **details: Any) -> None:
        """Note nothing."""

    def cut(self, stretches: Sequence[Stretch]) -> Sound:
        """There is nothing."""
        return Sound(b"")


class Dialogue:
    """One sentence or passage after the other, and what the user says, or presses, to it."""

    def __init__(
        self,
        microphone: Microphone | None,
        loudspeaker: Loudspeaker,
        voice: Voice | None,
        recogniser: Recogniser | None,
        classifier: FrameClassifier,
        notice: Callable[[str], None],
    ) -> None:
        """Without a microphone or a recogniser only keys are heard; both and the loudspeaker are closed at the end."""
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._notice = notice
        self._recogniser = recogniser
        self._listener: Listener | None = None
        self._ticket = 0
        if microphone is not None and recogniser is not None:
            ear = Ear(recogniser, classifier)
            self._listener = Listener(microphone, NothingKept(), ear, EndpointSettings(), self.post)
        self._mouth = Mouth(voice, loudspeaker, self.post, lambda sound: None, notice)
        if self._listener is not None:
            try:
                self._listener.open_microphone()
            except DeviceError:
                self._deaf()

    def post(self, event: Event) -> None:
        """Tell it what happened; any thread may call it."""
        self._events.put(event)

    def press(self, key: str) -> None:
        """Tell it of a key."""
        self.post(Pressed(key))

    def ask(
        self, pieces: Sequence[str], phrases: Mapping[str, str], wait_s: float, keys: Collection[str] | None = None
    ) -> str | None:
        """Speak, and then wait so long for one of the phrases; gives what it stands for, or the key that was pressed.

        `unknown` where something short was said that is none of them, None where nothing was. A key is taken while it
        speaks, too; where `keys` are given, only one of these.
        """
        self._ticket += 1
        self._mouth.say(self._ticket, pieces)
        until = float("inf")
        lost = False
        hears = False  # what comes late of something said before is nothing
        while True:
            match self._next(until):
                case None:
                    self._stop_hearing()
                    return None
                case Done(ticket) if ticket == self._ticket:
                    hears = self._hears(phrases)
                    until = time.monotonic() + (wait_s if hears or lost else 0)
                case Pressed(key) if keys is None or key in keys:
                    self._stop_hearing()
                    self._mouth.stop()
                    return key
                case SpeechBegan() if hears:
                    until = time.monotonic() + HEARD_OUT_S
                case Spoken(None) if hears:  # somebody speaks, but not to it
                    hears = self._hears(phrases)
                    until = time.monotonic() + (wait_s if hears else 0)
                case Spoken(said) if hears:
                    return said
                case Interrupted():
                    raise (self._listener and self._listener.defect) or KeyboardInterrupt
                case MicrophoneLost():
                    self._deaf()
                    lost, hears = True, False
                    if until != float("inf"):  # it speaks no longer: there is time to press a key instead
                        until = time.monotonic() + wait_s
                case _:
                    pass

    def _next(self, until: float) -> Event | None:
        """The next event, or None where none came until then."""
        while True:
            left_s = until - time.monotonic()
            if left_s <= 0:
                return None
            try:
                return self._events.get(timeout=min(POLL_S, left_s))
            except queue.Empty:
                if self._listener is not None:
                    self._listener.watch(time.monotonic())

    def _hears(self, phrases: Mapping[str, str]) -> bool:
        """Begin to hear; False where nothing can be heard."""
        if self._listener is None or self._recogniser is None:
            return False
        try:
            self._recogniser.ready()
        except HearingError as error:
            self._deaf(str(error))
            return False

        def understand(spotted: Sequence[Spotted], speech: Sequence[Span]) -> str | None:
            return whole_utterance(spotted, phrases, speech)

        self._listener.overhear(understand, keeps=False)
        return True

    def _stop_hearing(self) -> None:
        if self._listener is not None:
            self._listener.stop_overhearing()

    def _deaf(self, why: str = "The microphone is gone.") -> None:
        if self._listener is not None:
            self._notice(f"{why} Only keys are heard.")
            self._listener.stop()
            self._listener = None

    def __enter__(self) -> Self:
        """Nothing is to be done."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Fall silent, and release everything."""
        self._mouth.close()
        if self._listener is not None:
            self._listener.stop()
        if self._recogniser is not None:
            self._recogniser.close()


def open_dialogue(
    microphone: Microphone | None,
    loudspeaker: Loudspeaker,
    voice: Voice | None,
    phrases: Mapping[str, str],
    model_cache: Path,
    notice: Callable[[str], None],
) -> Dialogue:
    """A dialogue in which these phrases can be said."""
    hears = microphone is not None
    recogniser = open_recogniser(DEFAULT, (), model_cache, None, notice, tuple(phrases)) if hears else None
    return Dialogue(microphone, loudspeaker, voice, recogniser, silero(), notice)

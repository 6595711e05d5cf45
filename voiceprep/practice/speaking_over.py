"""Who speaks over the program's voice, in headphones: when they have begun, when they answer, what they said."""

from collections.abc import Sequence
from typing import Literal

from voiceprep.audio.ports import BLOCK_S, Sound
from voiceprep.hearing.ear import Ear
from voiceprep.hearing.own_voice import OWN, WINDOW_S, OwnVoice
from voiceprep.hearing.vad import Span
from voiceprep.practice.commands import LONGEST_S
from voiceprep.practice.overhearing import BEFORE_S, SAID_S, Overhearing, Utterance

INTERRUPTS_S = 0.5
"""Who speaks for so long over the program's voice interrupts it: an "mhm" does not."""
LOOKS_EVERY_BLOCKS = 5
"""So often it is asked whether it is the program's own voice that is heard: each time takes about 1 ms."""


class SpeakingOver:
    """Follows the ear, utterance after utterance; all times are the ear's, samples are the microphone's."""

    def __init__(self, ear: Ear, newest: Overhearing) -> None:
        self._ear, self._newest = ear, newest
        self._own_voice = OwnVoice()
        self.start()

    def start(self) -> None:
        """Begin anew, with the ear."""
        self._from_s = 0.0
        self._began = self._answers = False
        self.length_s = 0.0
        """Of the newest utterance."""

    def plays(self, sound: Sound, sample: int) -> None:
        """The program begins to play a sound."""
        self._own_voice.plays(sound, sample)

    def next(self, sample: int) -> Literal["began", "answer", "nothing"] | Utterance | None:
        """What the newest block makes of it, each once.

        Somebody `began` to speak, goes on as who gives an `answer`, has ended that (`nothing`), or has said something
        as short as a command.
        """
        speech = self._speech(sample)
        if not speech:
            return None
        self.length_s = speech[-1].end_s - speech[0].start_s
        if not self._began and self.length_s >= INTERRUPTS_S:
            self._began = True
            return "began"
        if self._began and self.length_s > LONGEST_S and not self._answers:
            self._answers = True
            return "answer"
        said = self._newest.utterance(self._ear.now_s, speech, SAID_S)
        if said is None:
            return None
        answered, self._began, self._answers, self._from_s = self._answers, False, False, self._ear.now_s
        return "nothing" if answered else said

    def begun(self, sample: int) -> bytes:
        """The sound of what is being said right now, with a little of what came before; empty where nothing is."""
        now_s, speech = self._ear.now_s, self._speech(sample)
        if not speech or now_s - speech[-1].end_s > SAID_S:
            return b""
        return self._newest.last(min(now_s - self._from_s, now_s - speech[0].start_s + BEFORE_S))

    def _speech(self, sample: int) -> tuple[Span, ...]:
        """What was said since the program's own voice was heard last, in one utterance."""
        now_s, speech = self._ear.now_s, self._ear.speech
        if not speech or speech[-1].end_s <= self._from_s:
            return ()
        looks = round(now_s / BLOCK_S) % LOOKS_EVERY_BLOCKS == 0 and now_s - speech[-1].end_s < WINDOW_S
        if looks and self._own_voice.likeness(self._newest.last(WINDOW_S), sample) >= OWN:
            self._from_s = now_s
            return ()
        return _last_utterance(speech, self._from_s)


def _last_utterance(speech: Sequence[Span], from_s: float) -> tuple[Span, ...]:
    """The spans of the newest utterance, as far as they lie after `from_s`."""
    first = len(speech) - 1
    while first > 0 and speech[first].start_s - speech[first - 1].end_s < SAID_S:
        first -= 1
    return tuple(Span(max(span.start_s, from_s), span.end_s) for span in speech[first:] if span.end_s > from_s)

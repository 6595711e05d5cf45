"""The newest utterance, cut out of what is heard: what may be a command is looked at on its own."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from voiceprep.audio.ports import RATE_HZ
from voiceprep.hearing.vad import Span

RECENT_S = 4.5
"""So much is kept: the longest command after the prefix lasts about 2.5 s."""
BEFORE_S = 0.5
"""So much of what came before an utterance goes with it: the room is heard there, and its onset may be late."""
SAID_S = 0.6
"""Silence that ends what is said between answers: a command is one breath."""
PARTED_S = 0.25
"""Silence between two utterances."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something that was said between two pauses, with the sound around it."""

    pcm: bytes
    start_s: float
    """Where it begins in `pcm`; negative where it began before."""
    end_s: float
    at_s: float
    """Where it ended, in the ear's time."""
    first: bool
    """Whether nothing was said before it."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """It, as the voice activity would tell it."""
        return (Span(self.start_s, self.end_s),)


class Overhearing:
    """Keeps the newest sound and hands out each utterance once, when the silence after it is long enough."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin anew, with the ear."""
        self._blocks: deque[bytes] = deque()
        self._bytes = 0
        self._given_s = -1.0

    def hear(self, block: bytes) -> None:
        """Take the next block."""
        self._blocks.append(block)
        self._bytes += len(block)
        while self._bytes > 2 * RECENT_S * RATE_HZ:
            self._bytes -= len(self._blocks.popleft())

    def last(self, seconds: float) -> bytes:
        """The newest sound, as far as it is kept."""
        return b"".join(self._blocks)[-2 * round(seconds * RATE_HZ) :] if seconds > 0 else b""

    def utterance(self, now_s: float, speech: Sequence[Span], after_s: float) -> Utterance | None:
        """The newest utterance once `after_s` of silence have followed it, and only once; times are the ear's."""
        if not speech or now_s - speech[-1].end_s < after_s or speech[-1].end_s <= self._given_s:
            return None
        self._given_s = speech[-1].end_s
        start_s = speech[0].start_s
        first = True
        for before, span in pairwise(speech):
            if span.start_s - before.end_s >= PARTED_S:
                start_s, first = span.start_s, False
        kept_from_s = now_s - self._bytes / (2 * RATE_HZ)
        from_s = max(kept_from_s, start_s - BEFORE_S)
        sound = b"".join(self._blocks)[2 * round((from_s - kept_from_s) * RATE_HZ) :]
        return Utterance(sound, start_s - from_s, speech[-1].end_s - from_s, speech[-1].end_s, first)

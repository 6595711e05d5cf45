"""An answer on its way: what of the journal is its, how it has gone so far, and what the screen shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from voiceprep.audio.level import Level
from voiceprep.audio.ports import Sound
from voiceprep.hearing.vad import Span
from voiceprep.practice.events import Sign
from voiceprep.records.journal import Stretch


class Keeper(Protocol):
    """What the listener needs of a journal."""

    @property
    def samples(self) -> int:
        """Samples kept so far."""

    def append(self, block: bytes) -> None:
        """Keep one block."""

    def mark(self, kind: str, **details: Any) -> None:
        """Note what is happening at this sample."""

    def cut(self, stretches: Sequence[Stretch]) -> Sound:
        """The sound of these stretches; raises OSError."""


@dataclass(slots=True)
class Take:
    """One answer on its way: what of the journal belongs to it, and how loud it was."""

    name: str
    question: str
    attempt: int
    stretches: list[Stretch] = field(default_factory=list)
    spoken: bool = False
    """Whether the voice activity found anybody speaking."""
    commands: list[Span] = field(default_factory=list)
    """Where a command was said into it, which is no part of the answer."""
    level: Level = field(default_factory=lambda: Level(-120.0, 0.0))
    """Of its loudest second."""


@dataclass(slots=True)
class Gauge:
    """What the screen shows of the microphone right now. Written by the listener, read by the screen."""

    level: Level = field(default_factory=lambda: Level(-120.0, 0.0))
    answer_s: float = 0.0
    silence_s: float = 0.0
    near_limit: bool = False
    zeros_s: float = 0.0
    """How long nothing but zeros has come."""
    ends_after_s: float | None = None
    """Silence at which the answer will end; None where it does not."""


@dataclass(slots=True)
class Course:
    """How an answer has gone so far; times are the ear's."""

    waits_from_s: float = 0.0
    """Where the gate was opened last."""
    limit_from_s: float = 0.0
    """Where an answer that had ended was taken up again."""
    breaks_s: list[float] = field(default_factory=list)
    """Where it was opened, all of them: the program spoke before each."""
    signs: set[Sign] = field(default_factory=set)
    """What was posted already."""
    sound_s: float | None = None
    """Where anything rose above the room that was no chime of ours."""
    loud_s: float | None = None
    """The same of what was as loud as the speaker."""
    chimes_until_s: float = 0.0
    moment_until_s: float = 0.0
    """Until then no silence ends it."""
    done_at_s: float | None = None
    """Where an end phrase ended."""
    alone: tuple[str | None, float] | None = None
    """A key, where all that was said so far is its command, and where that ended."""

"""Where an interview stands, and all that can be pressed or said to it."""

from dataclasses import dataclass
from typing import Literal, get_args

from voiceprep.practice.events import Effect

Phase = Literal[
    "checking", "asking", "opening", "cueing", "listening", "judging", "telling", "resting",
    "replaying", "confirming", "interrupted", "paused", "closing", "over",
]  # fmt: skip
PHASES: tuple[Phase, ...] = get_args(Phase)
OVERHEARD: tuple[Phase, ...] = ("resting", "confirming", "paused")
"""Where what is said may be a command."""
SPEAKING: tuple[Phase, ...] = ("asking", "telling", "replaying", "closing")
"""Where the program speaks; with headphones it is heard who speaks over it."""
KEYS = {
    "enter": "end the answer or go on",
    "r": "repeat the question",
    "a": "answer again",
    "o": "I wasn't finished: go on with the last answer",
    "t": "give me a moment: half a minute to think",
    "c": "a clue: one of the tips",
    "w": "why the question is asked",
    "h": "hear my answer",
    "e": "hear the example answer",
    "m": "hear more on your answer",
    "i": "I said that: a point that I called missing counts",
    "y": "yes, or remember what I heard for it",
    "n": "no, where I ask whether you meant it",
    "b": "back to the question before",
    "s": "skip",
    "-": "speak slower",
    "+": "speak faster",
    "l": "speak louder",
    "g": "how am I doing",
    "p": "pause or go on",
    "?": "all keys, and what can be said",
    "q": "quit (everything is kept)",
}
"""Every key with what it does."""
EVERYDAY = ("enter", "r", "a", "m", "i", "s", "p", "q", "?")
"""The keys that are shown before a session; `?` shows them all."""
ADJUSTMENTS = ("-", "+", "l")
"""The keys that change how the program speaks."""
RESUME, UNKNOWN = "resume", "unknown"
REPLIES = ("yes", "no", RESUME, UNKNOWN)
"""What may be said that no key stands for; `RESUME` goes on after a pause, and is nothing elsewhere, as "resume" said
twice must not pause anew; `UNKNOWN` is meant for the program, by its length or its prefix, and no command."""


@dataclass(frozen=True, slots=True)
class State:
    """Where the interview stands."""

    questions: int
    """How many will be asked."""
    rest_s: float = 1.5
    """Pause after the feedback, seconds, in which a key still belongs to the answer just given."""
    phase: Phase = "checking"
    index: int = 0
    """The question in hand, from 0."""
    ticket: int = 0
    """Of the newest thing that takes time."""
    microphone: bool = False
    """Whether its blocks are arriving."""
    lost: bool = False
    """Whether it is paused and the microphone is gone."""
    by_voice: bool = False
    """Whether it was paused by voice: it is listened for the word that goes on, and for nothing else."""
    deaf: bool = False
    """Whether that is still being told, and not listened for yet."""
    had_microphone: bool = False
    """Whether it was ever there."""
    keeps_open: bool = False
    """Whether an answer was interrupted and goes on when the gate opens."""
    heard: bool = True
    """Whether the last answer was heard."""
    noted: bool = False
    """Whether the user's word over a verdict on it was noted: then what was heard for it may be remembered."""
    resume: Phase = "asking"
    """Where a pause came from, or where replaying leads."""
    moment: bool = False
    """Whether the next answer, or the rest that follows, begins with a moment to think."""
    overhears: bool = False
    """Whether what is said while it rests may be a command."""
    asides: int = 0
    """How often something else was said in this rest."""
    helped: bool = False
    """Whether it was told after this answer what can be said."""
    asked: str = ""
    """The key that waits for a yes."""
    asked_in: Phase = "resting"
    """Where it was asked for."""
    headphones: bool = False
    """Whether the microphone does not hear the program, so that one can speak over it."""
    voice: Phase = "resting"
    """What was being said when it was interrupted."""


Step = tuple[State, tuple[Effect, ...]]

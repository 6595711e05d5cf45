"""What can happen in an interview, and what is to be done about it: the words between `session` and `loop`."""

from dataclasses import dataclass
from typing import Literal, get_args

from voiceprep.model import EndReason

# ---- events


@dataclass(frozen=True, slots=True)
class MicrophoneReady:
    """The first block has arrived."""


@dataclass(frozen=True, slots=True)
class MicrophoneLost:
    """No block has come for too long, or it cannot be opened."""


@dataclass(frozen=True, slots=True)
class Done:
    """Speech, cue, rest or level check is over."""

    ticket: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The answer is over and the gate is closed."""

    reason: EndReason


@dataclass(frozen=True, slots=True)
class Judged:
    """The feedback on the answer is there."""

    heard: bool = True
    """Whether there was anything to judge."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key of `KEYS`."""

    key: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Ctrl-C, or the terminal is gone."""


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Somebody speaks while the interview rests, or over its voice."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said, in a rest or with the interviewer's name in an answer, is over."""

    key: str | None
    """Of `KEYS`, where it was a command, or of `REPLIES`, or `answer`: whoever speaks over the voice goes on."""
    sure: bool = True
    """Whether it is done at once; else the user is asked first."""


Sign = Literal["nothing_yet", "muted", "soon", "time_to_begin", "target_near", "target", "limit_near"]
SIGNS: tuple[Sign, ...] = get_args(Sign)


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the listener noticed about the answer under way."""

    sign: Sign
    """`nothing_yet`: nobody has begun to speak; `muted`: nor is anything else heard, not even a room; `soon`:
    silence is about to end it; `time_to_begin`: the time to think is over; `target_near`, `target`: the length that is
    aimed at; `limit_near`: the answer will be ended."""


Event = (
    MicrophoneReady | MicrophoneLost | Done | Ended | Judged | Pressed | Interrupted | SpeechBegan | Spoken | Noticed
)  # fmt: skip

# ---- effects

Saying = Literal[
    "question", "feedback", "answer", "example", "more", "noted", "remembered", "summary",
    "take_your_time", "microphone_gone", "muted", "hint", "why", "progress", "help", "adjusted", "sure",
    "moment", "paused", "going_on", "not_understood",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenMicrophone:
    """Start it, where it is not open; `MicrophoneReady` or `MicrophoneLost` follows."""


@dataclass(frozen=True, slots=True)
class SeekMicrophone:
    """It is gone: try again and again to open it, until `MicrophoneReady` follows or something else is to be done."""


@dataclass(frozen=True, slots=True)
class CloseMicrophone:
    """Stop it: while paused nothing is recorded."""


@dataclass(frozen=True, slots=True)
class CheckLevel:
    """Listen to the room for a moment."""

    ticket: int


@dataclass(frozen=True, slots=True)
class Say:
    """Show and speak."""

    ticket: int
    what: Saying


@dataclass(frozen=True, slots=True)
class Cue:
    """After the quiet tail, sound the cue that it is the user's turn."""

    ticket: int


@dataclass(frozen=True, slots=True)
class Rest:
    """Let some time pass."""

    ticket: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Overhear:
    """Hear whether a command is said; `SpeechBegan` and `Spoken` follow where anything is."""

    reply: bool = False
    """Whether it is a yes or a no that is waited for."""
    over: bool = False
    """Whether the program speaks meanwhile, into headphones: who speaks for half a second interrupts it."""


@dataclass(frozen=True, slots=True)
class StopOverhearing:
    """Hear no commands any more: something else follows."""


@dataclass(frozen=True, slots=True)
class StopSound:
    """Silence whatever is being played."""


@dataclass(frozen=True, slots=True)
class SayOn:
    """Go on with what was being spoken, from the sentence that was interrupted."""

    ticket: int


@dataclass(frozen=True, slots=True)
class OpenGate:
    """Hear and journal what comes as the answer; `goes_on` where a paused answer continues."""

    goes_on: bool


@dataclass(frozen=True, slots=True)
class CloseGate:
    """Stop hearing; the answer stays open, to go on later."""


@dataclass(frozen=True, slots=True)
class EndAnswer:
    """Let the answer's last word out and end it; `Ended` follows."""

    reason: EndReason


@dataclass(frozen=True, slots=True)
class Judge:
    """Judge the ended answer, to be told; `Judged` follows. It is kept."""

    reason: EndReason


@dataclass(frozen=True, slots=True)
class SetAside:
    """Close the gate and keep what was said so far, untold; nothing is kept where nothing was said."""

    reason: EndReason


@dataclass(frozen=True, slots=True)
class Overrule:
    """Let the point count that was named last as missing; what was noted is said next."""


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep what was heard for the overruled point as an alias; what became of it is said next."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The session is over: close it, complete."""

    interrupted: bool


@dataclass(frozen=True, slots=True)
class Chime:
    """Sound a quiet tone while the answer goes on, and show what it means."""

    sign: Sign | Literal["moment", "adjusted"]


@dataclass(frozen=True, slots=True)
class GiveMoment:
    """Let no silence end the answer for a while."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take up the last answer again: what is said from now on belongs to it."""


@dataclass(frozen=True, slots=True)
class Adjust:
    """Change how the program speaks, from now on."""

    key: str
    """Of `ADJUSTMENTS`."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Note what is to be confirmed; it is said next."""

    key: str


Effect = (
    OpenMicrophone | SeekMicrophone | CloseMicrophone | CheckLevel | Say | SayOn | Cue | Rest | StopSound | OpenGate
    | CloseGate | EndAnswer | Judge | SetAside | Overhear | StopOverhearing | Overrule | Remember | Chime | GiveMoment
    | Reopen | Adjust | Ask | Finish
)  # fmt: skip

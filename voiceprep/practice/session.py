"""The interview as a pure state machine: `step(state, event) -> state, effects`. No clock, no threads, no files.

    checking ─► asking ─► opening ─► cueing ─► listening ─► judging ─► telling ─► resting ─┐
                  ▲                                                                        │
                  └──────────────────────── the next question ◄────────────────────────────┘
    after the last: closing ─► over;   aside: replaying (an answer, the example or more on the answer), paused

Whatever takes time ends with `Done` and the ticket that it was given; a `Done` with an old ticket is of something
that was stopped, and is ignored.
"""

from dataclasses import dataclass, replace
from typing import Literal

from voiceprep.model import EndReason

Phase = Literal[
    "checking", "asking", "opening", "cueing", "listening", "judging", "telling", "resting",
    "replaying", "paused", "closing", "over",
]  # fmt: skip
PHASES: tuple[Phase, ...] = (
    "checking", "asking", "opening", "cueing", "listening", "judging", "telling", "resting",
    "replaying", "paused", "closing", "over",
)  # fmt: skip

KEYS = {
    "enter": "end the answer or go on",
    "r": "repeat the question",
    "a": "answer again",
    "h": "hear my answer",
    "e": "hear the example answer",
    "m": "hear more on your answer",
    "i": "I said that: a point that I called missing counts",
    "y": "remember what I heard for it",
    "s": "skip",
    "p": "pause or go on",
    "q": "quit (everything is kept)",
}
"""Every key with what it does."""


UNHEARD_RESTS = 4
"""How many times longer the pause is where nothing was heard: there is a key to find, to try again. So it is where the
user's word over a verdict was noted, and an offer stands."""


MOST_ASIDES = 3
"""After so many times that something else is said while it rests, it goes on: a radio must not hold it up for ever."""


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
    keeps_open: bool = False
    """Whether an answer was paused and goes on when the gate opens."""
    heard: bool = True
    """Whether the last answer was heard."""
    noted: bool = False
    """Whether the user's word over a verdict on it was noted: then what was heard for it may be remembered."""
    resume: Phase = "asking"
    """Where a pause came from, or where replaying leads."""
    overhears: bool = False
    """Whether what is said while it rests may be a command."""
    asides: int = 0
    """How often something else was said in this rest."""


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
    """Somebody speaks while the interview rests."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said while the interview rested is over."""

    key: str | None
    """Of `KEYS`, where it was a command."""


Event = MicrophoneReady | MicrophoneLost | Done | Ended | Judged | Pressed | Interrupted | SpeechBegan | Spoken

# ---- effects

Saying = Literal["question", "feedback", "answer", "example", "more", "noted", "remembered", "summary"]


@dataclass(frozen=True, slots=True)
class OpenMicrophone:
    """Start it, where it is not open; `MicrophoneReady` or `MicrophoneLost` follows."""


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


@dataclass(frozen=True, slots=True)
class StopOverhearing:
    """Hear no commands any more: something else follows."""


@dataclass(frozen=True, slots=True)
class StopSound:
    """Silence whatever is being played."""


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


Effect = (
    OpenMicrophone | CloseMicrophone | CheckLevel | Say | Cue | Rest | StopSound | OpenGate | CloseGate | EndAnswer
    | Judge | SetAside | Overhear | StopOverhearing | Overrule | Remember | Finish
)  # fmt: skip
Step = tuple[State, tuple[Effect, ...]]


def begin(questions: int, check_level: bool, rest_s: float = 1.5, overhears: bool = False) -> Step:
    """The first state of an interview of `questions` questions, and what to do first."""
    state = State(questions, rest_s, ticket=1, overhears=overhears)
    if check_level:
        return state, (OpenMicrophone(), CheckLevel(1))
    return replace(state, phase="asking"), (OpenMicrophone(), Say(1, "question"))


def step(state: State, event: Event) -> Step:
    """What `event` makes of `state`, and what is to be done about it."""
    after, effects = _step(state, event)
    overheard = state.overhears and state.phase == "resting" and not isinstance(event, SpeechBegan)
    return (after, (StopOverhearing(), *effects)) if overheard and after != state else (after, effects)


def _step(state: State, event: Event) -> Step:
    if state.phase == "over":
        return state, ()
    match event:
        case Interrupted():
            return _over(state, interrupted=True)
        case Pressed(key):
            return _pressed(state, key)
        case Done(ticket):
            return _done(state) if ticket == state.ticket else (state, ())
        case MicrophoneReady():
            if state.phase == "paused":  # of before the pause: it is closed
                return state, ()
            state = replace(state, microphone=True)
            return _cue(state) if state.phase == "opening" else (state, ())
        case MicrophoneLost():
            return _lost(state)
        case Ended(reason):
            return (replace(state, phase="judging"), (Judge(reason),)) if state.phase == "listening" else (state, ())
        case SpeechBegan():  # the rest ends when it is over: nobody is spoken over
            return (_ticketed(state, "resting"), ()) if state.phase == "resting" else (state, ())
        case Spoken(key):
            if state.phase != "resting":
                return state, ()
            if key in KEYS:
                return _pressed(state, key)
            if state.asides + 1 >= MOST_ASIDES:
                return _next(state)
            return _rest(state, state.asides + 1)
        case Judged(heard):
            state = replace(state, heard=heard, noted=False)
            return _say(state, "feedback", "telling") if state.phase == "judging" else (state, ())


def _done(state: State) -> Step:
    match state.phase:
        case "checking":
            return _ask(state)
        case "asking":
            return _cue(state)
        case "cueing":
            if not state.microphone:  # lost while the cue sounded: nothing would ever end the answer
                return _cue(state)
            return replace(state, phase="listening", keeps_open=False), (OpenGate(state.keeps_open),)
        case "telling":
            return _rest(state)
        case "resting":
            return _next(state)
        case "replaying":
            return _rest(state) if state.resume == "resting" else _ask(state)
        case "closing":
            return replace(state, phase="over"), (Finish(interrupted=False),)
        case _:
            return state, ()


def _ticketed(state: State, phase: Phase) -> State:
    return replace(state, phase=phase, ticket=state.ticket + 1)


def _say(state: State, what: Saying, phase: Phase) -> Step:
    state = _ticketed(state, phase)
    return state, (Say(state.ticket, what),)


def _ask(state: State) -> Step:
    return _say(state, "question", "asking")


def _cue(state: State) -> Step:
    if not state.microphone:
        return replace(state, phase="opening"), (OpenMicrophone(),)
    state = _ticketed(state, "cueing")
    return state, (Cue(state.ticket),)


def _rest(state: State, asides: int = 0) -> Step:
    state = replace(_ticketed(state, "resting"), asides=asides)
    longer = state.noted or not state.heard
    rest = Rest(state.ticket, state.rest_s * (UNHEARD_RESTS if longer else 1))
    return state, (rest, Overhear()) if state.overhears and state.microphone else (rest,)


def _next(state: State) -> Step:
    if state.index + 1 < state.questions:
        return _ask(replace(state, index=state.index + 1))
    return _say(state, "summary", "closing")


def _over(state: State, interrupted: bool) -> Step:
    effects: tuple[Effect, ...] = (StopSound(), *_aside(state, "interrupted"), Finish(interrupted))
    return replace(state, phase="over", keeps_open=False), effects


def _aside(state: State, reason: EndReason) -> tuple[Effect, ...]:
    """What to do with an answer that is under way, or paused, when something else happens."""
    return (SetAside(reason),) if state.phase == "listening" or state.keeps_open else ()


def _lost(state: State) -> Step:
    state = replace(state, microphone=False)
    if state.phase == "listening":
        return state, (EndAnswer("device_lost"),)
    if state.phase in ("opening", "checking"):
        return _over(state, interrupted=False)
    if state.phase == "resting" and state.overhears:
        return _rest(state)  # what was being said there would never be over
    return state, ()


def _pressed(state: State, key: str) -> Step:
    if key not in KEYS:
        return state, ()
    if key == "q":
        return _over(state, interrupted=False)
    if state.phase == "paused":
        return _resume(state) if key in ("p", "enter") else (state, ())
    if state.phase in ("judging", "checking"):
        return state, ()  # over in a moment
    if state.phase == "closing" and key in ("enter", "s"):
        return _skip_closing(state)
    if key == "p":
        return _pause(state)
    if key == "enter":
        return _enter(state)
    told = state.phase in ("telling", "resting", "closing") or (
        state.phase == "replaying" and state.resume == "resting"
    )
    if key == "m" and not told:  # there is no answer to say more about: one that is under way goes on
        return state, ()
    if key in ("i", "y"):
        return _own_word(state, key) if told else (state, ())
    reason: EndReason = "skipped" if key == "s" else "interrupted"
    before: tuple[Effect, ...] = (StopSound(), *_aside(state, reason))
    state = replace(state, keeps_open=False)
    match key:
        case "r":
            state, after = _ask(state)
        case "a":
            state, after = _cue(state)
        case "h":
            state, after = _say(replace(state, resume="resting" if told else "asking"), "answer", "replaying")
        case "e":
            state, after = _say(replace(state, resume="resting" if told else "asking"), "example", "replaying")
        case "m":
            state, after = _say(replace(state, resume="resting"), "more", "replaying")
        case "s":
            state, after = _next(state)
        case _:
            return state, ()
    return state, (*before, *after)


def _own_word(state: State, key: str) -> Step:
    """Take the user's word over the feedback that was told; it leads to a rest, as replaying does."""
    if key == "y" and not state.noted:
        return state, ()
    noted = replace(state, noted=True, resume="resting")
    state, after = _say(noted, "noted" if key == "i" else "remembered", "replaying")
    return state, (StopSound(), Overrule() if key == "i" else Remember(), *after)


def _enter(state: State) -> Step:
    match state.phase:
        case "listening":
            return state, (EndAnswer("enter"),)
        case "asking":  # heard enough of the question
            state, after = _cue(state)
        case "telling" | "resting":
            state, after = _next(state)
        case "replaying":
            state, after = _next(state) if state.resume == "resting" else _ask(state)
        case _:
            return state, ()
    return state, (StopSound(), *after)


def _skip_closing(state: State) -> Step:
    return replace(state, phase="over"), (StopSound(), Finish(interrupted=False))


def _pause(state: State) -> Step:
    closing: tuple[Effect, ...] = (CloseGate(),) if state.phase == "listening" else ()
    paused = replace(
        state,
        phase="paused",
        resume="resting" if state.phase == "replaying" and state.resume == "resting" else state.phase,
        keeps_open=state.keeps_open or state.phase == "listening",
        microphone=False,
        ticket=state.ticket + 1,
    )
    return paused, (StopSound(), *closing, CloseMicrophone())


def _resume(state: State) -> Step:
    opening = OpenMicrophone()
    match state.resume:
        case "listening" | "opening" | "cueing":
            return replace(state, phase="opening"), (opening,)
        case "telling":
            state, after = _say(state, "feedback", "telling")
        case "resting":
            state, after = _rest(state)
        case "closing":
            state, after = _say(state, "summary", "closing")
        case _:
            state, after = _ask(state)
    return state, (opening, *after)

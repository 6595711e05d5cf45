"""The interview as a pure state machine: `step(state, event) -> state, effects`. No clock, no threads, no files.

    checking ─► asking ─► opening ─► cueing ─► listening ─► judging ─► telling ─► resting ─┐
                  ▲                                                                        │
                  └──────────────────────── the next question ◄────────────────────────────┘
    after the last: closing ─► over;   aside: replaying (whatever is said besides: an answer, the example, a hint),
    confirming (a command waits for a yes), interrupted (somebody speaks over the voice), paused

Whatever takes time ends with `Done` and the ticket that it was given; a `Done` with an old ticket is of something
that was stopped, and is ignored. An answer that something is said into stays open, and goes on after a new cue.
"""

from dataclasses import dataclass, replace
from typing import Literal

from voiceprep.model import EndReason
from voiceprep.practice.events import (
    Adjust,
    Ask,
    CheckLevel,
    Chime,
    CloseGate,
    CloseMicrophone,
    Cue,
    Done,
    Effect,
    EndAnswer,
    Ended,
    Event,
    Finish,
    GiveMoment,
    Interrupted,
    Judge,
    Judged,
    MicrophoneLost,
    MicrophoneReady,
    Noticed,
    OpenGate,
    OpenMicrophone,
    Overhear,
    Overrule,
    Pressed,
    Remember,
    Reopen,
    Rest,
    Say,
    Saying,
    SayOn,
    SeekMicrophone,
    SetAside,
    SpeechBegan,
    Spoken,
    StopOverhearing,
    StopSound,
)

Phase = Literal[
    "checking", "asking", "opening", "cueing", "listening", "judging", "telling", "resting",
    "replaying", "confirming", "interrupted", "paused", "closing", "over",
]  # fmt: skip
PHASES: tuple[Phase, ...] = (
    "checking", "asking", "opening", "cueing", "listening", "judging", "telling", "resting",
    "replaying", "confirming", "interrupted", "paused", "closing", "over",
)  # fmt: skip
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
RESUME = "resume"
REPLIES = ("yes", "no", RESUME, "unknown")
"""What may be said that no key stands for; `RESUME` goes on after a pause, and is nothing elsewhere, as "resume" said
twice must not pause anew; `unknown` is short, and no command."""

UNHEARD_RESTS = 4
"""How many times longer the pause is where nothing was heard: there is a key to find, to try again. So it is where the
user's word over a verdict was noted, and an offer stands."""
MOST_ASIDES = 3
"""After so many times that something else is said while it rests, it goes on: a radio must not hold it up for ever."""
CONFIRM_S = 8.0
"""A yes is waited for so long."""
HEARD_OUT_S = 15.0
"""The longest that whoever speaks in a rest is waited for; what was said is known sooner, unless something hangs."""
MOMENT_S = 30.0
"""What "give me a moment" gives between answers."""


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


def begin(
    questions: int, check_level: bool, rest_s: float = 1.5, overhears: bool = False, headphones: bool = False
) -> Step:
    """The first state of an interview of `questions` questions, and what to do first."""
    state = State(questions, rest_s, ticket=1, overhears=overhears, headphones=headphones and overhears)
    if check_level:
        return state, (OpenMicrophone(), CheckLevel(1))
    return replace(state, phase="asking"), (OpenMicrophone(), Say(1, "question"))


def step(state: State, event: Event) -> Step:
    """What `event` makes of `state`, and what is to be done about it."""
    after, effects = _step(state, event)
    if _stays_overheard(state, after, event):
        return after, effects
    if _overhears_in(state) and after != state:
        effects = (StopOverhearing(), *effects)
    if after.headphones and after.microphone and after.phase in SPEAKING and _speaks(state, after, effects):
        effects = (*effects, Overhear(reply=bool(after.asked), over=True))
    return after, effects


def _overhears_in(state: State) -> bool:
    """Whether what is said is heard as a command, outside an answer."""
    if not state.microphone and state.headphones:
        return False
    over_the_voice = state.headphones and state.phase in (*SPEAKING, "cueing", "interrupted")
    return state.overhears and (state.phase in OVERHEARD or over_the_voice)


def _stays_overheard(state: State, after: State, event: Event) -> bool:
    """Whether somebody is being heard out, or what they began to say over the voice becomes the answer."""
    heard_out = isinstance(event, SpeechBegan)
    over_the_voice = state.phase in ("asking", "replaying", "interrupted", "cueing")
    to_answer = over_the_voice and after.phase in ("cueing", "listening")
    return heard_out or (state.headphones and state.microphone and after.microphone and to_answer)


def _speaks(before: State, after: State, effects: tuple[Effect, ...]) -> bool:
    """Whether the program begins to speak, or is heard from now on while it does."""
    return any(isinstance(effect, Say | SayOn) for effect in effects) or not before.microphone


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
            if state.phase == "paused":
                return _found(state) if state.lost else (state, ())  # of before the pause, where it is closed
            state = replace(state, microphone=True, had_microphone=True)
            return _cue(state) if state.phase == "opening" else (state, ())
        case MicrophoneLost():
            return _lost(state)
        case Ended(reason):
            return (replace(state, phase="judging"), (Judge(reason),)) if state.phase == "listening" else (state, ())
        case SpeechBegan() if state.phase in ("resting", "confirming"):  # nobody is spoken over
            state = _ticketed(state, state.phase)
            return state, (Rest(state.ticket, HEARD_OUT_S),)
        case SpeechBegan() if state.headphones and state.microphone and state.phase in SPEAKING:
            state = _ticketed(replace(state, voice=state.phase), "interrupted")
            return state, (StopSound(), Rest(state.ticket, HEARD_OUT_S))
        case Spoken(key, sure):
            return _spoken(state, key, sure)
        case Noticed(sign):
            if state.phase != "listening":
                return state, ()
            if sign == "nothing_yet":
                return _say_into(state, "take_your_time")
            return _say_into(state, "muted") if sign == "muted" else (state, (Chime(sign),))
        case Judged(heard):
            state = replace(state, heard=heard, noted=False, helped=False)
            return _say(state, "feedback", "telling") if state.phase == "judging" else (state, ())
        case _:
            return state, ()


def _done(state: State) -> Step:
    match state.phase:
        case "checking":
            return _ask(state)
        case "asking":
            return _cue(state)
        case "cueing":
            return _listen(state) if state.microphone else _cue(state)  # lost: nothing would ever end the answer
        case "telling":
            return _rest(state)
        case "resting":
            return _next(state)
        case "replaying":
            return _await_yes(state) if state.asked else _back(state)
        case "paused" if state.deaf:
            return replace(state, deaf=False), _overhear(state)
        case "confirming":
            return _go_on(state)
        case "interrupted":
            return _speak_on(state)
        case "closing":
            return replace(state, phase="over"), (Finish(interrupted=False),)
        case _:
            return state, ()


def _back(state: State) -> Step:
    """Go on where something was said besides."""
    match state.resume:
        case "resting":
            return _rest(state)
        case "cueing":
            return _cue(state)
        case _:
            return _ask(state)


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


def _listen(state: State) -> Step:
    listening = replace(state, phase="listening", keeps_open=False, moment=False)
    moment: tuple[Effect, ...] = (GiveMoment(),) if state.moment else ()
    return listening, (OpenGate(state.keeps_open), *moment)


def _speak_on(state: State) -> Step:
    """Go on with what was interrupted."""
    state = _ticketed(state, state.voice)
    return state, (SayOn(state.ticket),)


def _rest(state: State, asides: int = 0) -> Step:
    seconds = MOMENT_S if state.moment else state.rest_s * (UNHEARD_RESTS if state.noted or not state.heard else 1)
    state = replace(_ticketed(state, "resting"), asides=asides, moment=False)
    return state, (Rest(state.ticket, seconds), *_overhear(state))


def _overhear(state: State) -> tuple[Effect, ...]:
    return (Overhear(reply=state.phase == "confirming"),) if state.overhears and state.microphone else ()


def _next(state: State) -> Step:
    state = replace(state, moment=False)
    if state.index + 1 < state.questions:
        return _ask(replace(state, index=state.index + 1))
    return _say(state, "summary", "closing")


def _over(state: State, interrupted: bool) -> Step:
    effects: tuple[Effect, ...] = (StopSound(), *_aside(state, "interrupted"), Finish(interrupted))
    return replace(state, phase="over", keeps_open=False), effects


def _aside(state: State, reason: EndReason) -> tuple[Effect, ...]:
    """What to do with an answer that is under way, or interrupted, when something else happens."""
    return (SetAside(reason),) if state.phase == "listening" or state.keeps_open else ()


def _lost(state: State) -> Step:
    state = replace(state, microphone=False)
    match state.phase:
        case "listening" | "opening" if state.had_microphone:
            closing, state = _held_open(state)
            state = replace(_ticketed(state, "paused"), resume="cueing", lost=True)
            return state, (StopSound(), *closing, Say(state.ticket, "microphone_gone"), SeekMicrophone())
        case "opening" | "checking":
            return _over(state, interrupted=False)
        case "paused" if state.by_voice:
            return replace(state, lost=True), (SeekMicrophone(),)
        case "resting" if state.overhears:
            return _rest(state)  # what was being said there would never be over
        case "confirming":
            return _go_on(state)
        case "interrupted":
            return _speak_on(state)
        case _:
            return state, ()


# ---- what is said


def _spoken(state: State, key: str | None, sure: bool) -> Step:
    if state.asked and state.phase != "interrupted":
        return _replied(state, key)
    match state.phase:
        case "paused" if state.deaf:
            return state, ()
        case "paused" if key == RESUME:
            return _resume(state)
        case "paused":
            return _confirm(state, key) if key == "q" else (state, _overhear(state))
        case "listening" if key in KEYS:
            if key == "p":
                return _pause(state, by_voice=True)
            return _pressed(state, key) if sure else _confirm(state, key)
        case "resting":
            return _spoken_in_rest(state, key, sure)
        case "interrupted":
            return _spoken_over(state, key, sure)
        case _ if state.headphones and state.phase in SPEAKING and key in KEYS:
            if key == "p":
                return _pause(state, by_voice=True)
            return _pressed(state, key) if sure else _confirm(state, key)
        case _:
            return state, ()


def _spoken_over(state: State, key: str | None, sure: bool) -> Step:
    """Who spoke over the voice gave a command, or the answer already; else the voice goes on."""
    if key == "answer":
        awaited = state.voice == "asking" or (state.voice == "replaying" and state.resume in ("asking", "cueing"))
        return _listen(state) if awaited else (state, ())
    there = replace(state, phase=state.voice)
    after, effects = _spoken(there, key, sure)
    return (after, effects) if effects else _speak_on(state)


def _spoken_in_rest(state: State, key: str | None, sure: bool) -> Step:
    if key == "p":
        return _pause(state, by_voice=True)
    if key is not None and key in KEYS:
        return _pressed(state, key) if sure else _confirm(state, key)
    if key == "unknown" and not state.helped:
        return _say_into(replace(state, helped=True), "help")
    if state.asides + 1 >= MOST_ASIDES:
        return _next(state)
    return _rest(state, state.asides + 1)


def _confirm(state: State, key: str) -> Step:
    closing, held = _held_open(state)
    state, after = _say(replace(held, asked=key, asked_in=state.phase), "sure", "replaying")
    return state, (StopSound(), *closing, Ask(key), *after)


def _await_yes(state: State) -> Step:
    state = _ticketed(state, "confirming")
    return state, (Rest(state.ticket, CONFIRM_S), *_overhear(state))


def _replied(state: State, key: str | None) -> Step:
    """Without a yes nothing happens; who speaks over the question whether it was meant may still say so."""
    if key in ("yes", "y"):
        return _pressed(_settled(state), state.asked)
    return _go_on(state) if key == "no" or state.phase == "confirming" else (state, ())


def _settled(state: State) -> State:
    """A state in which a key means what it would have meant before the question whether it was meant."""
    return replace(state, phase="cueing" if state.keeps_open else state.asked_in, asked="")


def _go_on(state: State) -> Step:
    """Go on where it was asked whether a command was meant."""
    state = _settled(state)
    match state.phase:
        case "paused":
            state = _ticketed(state, "paused")
            return state, _overhear(state)
        case "cueing" | "listening":
            return _cue(state)
        case "replaying":
            return _back(state)
        case "asking":
            return _ask(state)
        case "closing":
            return _say(state, "summary", "closing")
        case _:
            return _rest(state)


# ---- keys


def _pressed(state: State, key: str) -> Step:
    if key not in KEYS:
        return state, ()
    if key == "q":
        return _over(state, interrupted=False)
    if state.phase == "paused":
        return _resume(state) if key in ("p", "enter") else (state, ())
    if state.phase in ("judging", "checking"):
        return state, ()  # over in a moment
    if state.asked:
        return _pressed_when_asked(state, key)
    if state.phase == "closing" and key in ("enter", "s"):
        return _skip_closing(state)
    if state.phase == "interrupted":
        spoken_over = replace(state, phase=state.voice)
        pressed = _pressed(spoken_over, key)
        return (state, ()) if pressed == (spoken_over, ()) else pressed
    told = _told(state)
    match key:
        case "p":
            return _pause(state)
        case "enter":
            return _enter(state)
        case "m" | "i" | "y" | "o" if not told:  # there is no answer told: one that is under way goes on
            return state, ()
        case "n":  # nothing was asked
            return state, ()
        case "i" | "y":
            return _own_word(state, key)
        case "o":
            state, after = _cue(replace(state, keeps_open=True))
            return state, (StopSound(), Reopen(), *after)
        case "t":
            return _moment(state)
        case "c" | "w" | "g" | "?":
            what: dict[str, Saying] = {"c": "hint", "w": "why", "g": "progress", "?": "help"}
            return _say_into(state, what[key])
        case "r":
            closing, state = _held_open(state)
            state, after = _ask(state)
            return state, (StopSound(), *closing, *after)
        case _ if key in ADJUSTMENTS:
            return _adjust(state, key)
        case _:
            return _leave(state, key, told)


def _pressed_when_asked(state: State, key: str) -> Step:
    """Yes or no, or what another key always does."""
    settled = _settled(state)
    if key in ("n", "enter"):
        after, effects = _go_on(state)
    else:
        after, effects = _pressed(settled, state.asked if key == "y" else key)
        if not effects:
            return state, ()
    return after, effects if StopSound() in effects else (StopSound(), *effects)


def _told(state: State) -> bool:
    """Whether the feedback on an answer has begun, and nothing has come after it."""
    return state.phase in ("telling", "resting", "closing") or (
        state.phase == "replaying" and state.resume == "resting"
    )


def _leave(state: State, key: str, told: bool) -> Step:
    """Do what ends an answer that is under way."""
    reason: EndReason = "skipped" if key == "s" else "interrupted"
    before: tuple[Effect, ...] = (StopSound(), *_aside(state, reason))
    state = replace(state, keeps_open=False, moment=False)
    match key:
        case "a":
            state, after = _cue(state)
        case "h":
            state, after = _say(replace(state, resume="resting" if told else "asking"), "answer", "replaying")
        case "e":
            state, after = _say(replace(state, resume="resting" if told else "asking"), "example", "replaying")
        case "m":
            state, after = _say(replace(state, resume="resting"), "more", "replaying")
        case "b":
            state, after = _ask(replace(state, index=max(0, state.index - 1)))
        case _:
            state, after = _next(state)
    return state, (*before, *after)


def _held_open(state: State) -> tuple[tuple[Effect, ...], State]:
    """Close the gate for what the program says, so that the answer goes on after it."""
    if state.phase == "listening":
        return (CloseGate(),), replace(state, keeps_open=True)
    return (), state


def _say_into(state: State, what: Saying) -> Step:
    """Say something besides, into an answer too, and go on where it was."""
    resume: Phase = "cueing"
    if _told(state):
        resume = "resting"
    elif state.phase == "asking" or (state.phase == "replaying" and state.resume == "asking"):
        resume = "asking"
    closing, state = _held_open(state)
    state, after = _say(replace(state, resume=resume), what, "replaying")
    return state, (StopSound(), *closing, *after)


def _adjust(state: State, key: str) -> Step:
    if state.phase == "listening":
        return state, (Adjust(key), Chime("adjusted"))
    if state.phase == "asking":  # it is the question that was not understood
        state, after = _ask(state)
    else:
        state, (_, *said) = _say_into(state, "adjusted")
        after = tuple(said)
    return state, (StopSound(), Adjust(key), *after)


def _moment(state: State) -> Step:
    if state.phase == "listening":
        return state, (GiveMoment(), Chime("moment"))
    if _told(state):
        state, after = _say(replace(state, moment=True, resume="resting"), "moment", "replaying")
    else:
        state, after = _cue(replace(state, moment=True))
    return state, (StopSound(), *after)


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
            state, after = _next(state) if state.resume == "resting" else _back(state)
        case _:
            return state, ()
    return state, (StopSound(), *after)


def _skip_closing(state: State) -> Step:
    return replace(state, phase="over"), (StopSound(), Finish(interrupted=False))


def _pause(state: State, by_voice: bool = False) -> Step:
    """Stop; whoever paused by voice is listened to for the word that goes on."""
    closing, held = _held_open(state)
    resume = state.resume if state.phase == "replaying" else state.phase
    by_voice = by_voice and state.microphone and state.overhears
    paused = replace(_ticketed(held, "paused"), resume=resume, microphone=by_voice, by_voice=by_voice, lost=False)
    if by_voice:
        return replace(paused, deaf=True), (StopSound(), *closing, Say(paused.ticket, "paused"))
    return paused, (StopSound(), *closing, CloseMicrophone())


def _found(state: State) -> Step:
    """The microphone is back: the answer goes on, but whoever paused wants to say so."""
    state = replace(state, microphone=True, lost=False, deaf=False)
    return (state, _overhear(state)) if state.by_voice else _resume(state)


def _resume(state: State) -> Step:
    spoken, state = state.by_voice, replace(state, lost=False, by_voice=False)
    opening: tuple[Effect, ...] = () if state.microphone else (OpenMicrophone(),)
    match state.resume:
        case "listening" | "opening" | "cueing":
            if state.microphone:
                return _cue(state)
            return replace(state, phase="opening"), opening
        case "telling":
            state, after = _say(state, "feedback", "telling")
        case "resting" if spoken:  # nothing else would tell that it was understood
            state, after = _say(state, "going_on", "replaying")
        case "resting":
            state, after = _rest(state)
        case "closing":
            state, after = _say(state, "summary", "closing")
        case _:
            state, after = _ask(state)
    return state, (*opening, *after)

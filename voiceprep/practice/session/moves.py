"""The moves that keys, voice and time have in common: each makes of a state another one, and what is to be done."""

from dataclasses import replace

from voiceprep.model import EndReason
from voiceprep.practice.events import (
    CloseGate,
    CloseMicrophone,
    Cue,
    Effect,
    Finish,
    GiveMoment,
    OpenGate,
    OpenMicrophone,
    Overhear,
    Rest,
    Say,
    Saying,
    SayOn,
    SeekMicrophone,
    SetAside,
    StopSound,
)
from voiceprep.practice.session.state import Phase, State, Step

UNHEARD_RESTS = 4
"""How many times longer the pause is where nothing was heard: there is a key to find, to try again. So it is where the
user's word over a verdict was noted, and an offer stands."""
CONFIRM_S = 8.0
"""A yes is waited for so long."""
MOMENT_S = 30.0
"""What "give me a moment" gives between answers."""


def ticketed(state: State, phase: Phase) -> State:
    """Come to a phase with a ticket of its own: what is under way in the old one ends unheeded."""
    return replace(state, phase=phase, ticket=state.ticket + 1)


def say(state: State, what: Saying, phase: Phase) -> Step:
    """Say something, and be in `phase` meanwhile."""
    state = ticketed(state, phase)
    return state, (Say(state.ticket, what),)


def ask(state: State) -> Step:
    """Ask the question in hand."""
    return say(state, "question", "asking")


def cue(state: State) -> Step:
    """Sound the cue, where there is a microphone; else open one first."""
    if not state.microphone:
        return replace(state, phase="opening"), (OpenMicrophone(),)
    state = ticketed(state, "cueing")
    return state, (Cue(state.ticket),)


def listen(state: State) -> Step:
    """Open the gate: the answer begins, or goes on."""
    listening = replace(state, phase="listening", keeps_open=False, moment=False)
    moment: tuple[Effect, ...] = (GiveMoment(),) if state.moment else ()
    return listening, (OpenGate(state.keeps_open), *moment)


def speak_on(state: State) -> Step:
    """Go on with what was interrupted."""
    state = ticketed(state, state.voice)
    return state, (SayOn(state.ticket),)


def rest(state: State, asides: int = 0) -> Step:
    """Wait for a word or a key after the feedback; where there is something to find, for longer."""
    seconds = MOMENT_S if state.moment else state.rest_s * (UNHEARD_RESTS if state.noted or not state.heard else 1)
    state = replace(ticketed(state, "resting"), asides=asides, moment=False)
    return state, (Rest(state.ticket, seconds), *overhear(state))


def overhear(state: State) -> tuple[Effect, ...]:
    """Listen for a command, where that is wanted and possible."""
    return (Overhear(reply=state.phase == "confirming"),) if state.overhears and state.microphone else ()


def next_question(state: State) -> Step:
    """Go to the next question, after the last to the summary."""
    state = replace(state, moment=False)
    if state.index + 1 < state.questions:
        return ask(replace(state, index=state.index + 1))
    return say(state, "summary", "closing")


def back(state: State) -> Step:
    """Go on where something was said besides."""
    match state.resume:
        case "resting":
            return rest(state)
        case "cueing":
            return cue(state)
        case _:
            return ask(state)


def end(state: State, interrupted: bool) -> Step:
    """End the interview, with what was said kept."""
    effects: tuple[Effect, ...] = (StopSound(), *set_aside(state, "interrupted"), Finish(interrupted))
    return replace(state, phase="over", keeps_open=False), effects


def set_aside(state: State, reason: EndReason) -> tuple[Effect, ...]:
    """What to do with an answer that is under way, or interrupted, when something else happens."""
    return (SetAside(reason),) if state.phase == "listening" or state.keeps_open else ()


def is_told(state: State) -> bool:
    """Whether the feedback on an answer has begun, and nothing has come after it."""
    return state.phase in ("telling", "resting", "closing") or (
        state.phase == "replaying" and state.resume == "resting"
    )


def held_open(state: State) -> tuple[tuple[Effect, ...], State]:
    """Close the gate for what the program says, so that the answer goes on after it."""
    if state.phase == "listening":
        return (CloseGate(),), replace(state, keeps_open=True)
    return (), state


def say_into(state: State, what: Saying) -> Step:
    """Say something besides, into an answer too, and go on where it was."""
    resume: Phase = "cueing"
    if is_told(state):
        resume = "resting"
    elif state.phase == "asking" or (state.phase == "replaying" and state.resume == "asking"):
        resume = "asking"
    closing, state = held_open(state)
    state, after = say(replace(state, resume=resume), what, "replaying")
    return state, (StopSound(), *closing, *after)


def await_yes(state: State) -> Step:
    """Wait for a yes to what was asked."""
    state = ticketed(state, "confirming")
    return state, (Rest(state.ticket, CONFIRM_S), *overhear(state))


def settle(state: State) -> State:
    """A state in which a key means what it would have meant before the question whether it was meant."""
    held_open = state.keeps_open and state.asked_in != "paused"
    return replace(state, phase="cueing" if held_open else state.asked_in, asked="")


def go_on(state: State) -> Step:
    """Go on where it was asked whether a command was meant."""
    state = settle(state)
    match state.phase:
        case "paused":
            state = ticketed(state, "paused")
            if not state.microphone:  # it went while that was asked
                return replace(state, lost=True), (SeekMicrophone(),)
            return state, overhear(state)
        case "cueing" | "listening":
            return cue(state)
        case "replaying":
            return back(state)
        case "asking":
            return ask(state)
        case "closing":
            return say(state, "summary", "closing")
        case _:
            return rest(state)


def pause(state: State, by_voice: bool = False) -> Step:
    """Stop; whoever paused by voice is listened to for the word that goes on."""
    closing, held = held_open(state)
    resume = state.resume if state.phase == "replaying" else state.phase
    by_voice = by_voice and state.microphone and state.overhears
    paused = replace(ticketed(held, "paused"), resume=resume, microphone=by_voice, by_voice=by_voice, lost=False)
    if by_voice:
        return replace(paused, deaf=True), (StopSound(), *closing, Say(paused.ticket, "paused"))
    return paused, (StopSound(), *closing, CloseMicrophone())


def resume(state: State) -> Step:
    """Go on after a pause, where it began."""
    spoken, state = state.by_voice, replace(state, lost=False, by_voice=False)
    opening: tuple[Effect, ...] = () if state.microphone else (OpenMicrophone(),)
    match state.resume:
        case "listening" | "opening" | "cueing":
            if state.microphone:
                return cue(state)
            return replace(state, phase="opening"), opening
        case "telling":
            state, after = say(state, "feedback", "telling")
        case "resting" if spoken:  # nothing else would tell that it was understood
            state, after = say(state, "going_on", "replaying")
        case "resting":
            state, after = rest(state)
        case "closing":
            state, after = say(state, "summary", "closing")
        case _:
            state, after = ask(state)
    return state, (*opening, *after)


def find_microphone(state: State) -> Step:
    """The microphone is back: the answer goes on, but whoever paused wants to say so."""
    state = replace(state, microphone=True, lost=False, deaf=False)
    return (state, overhear(state)) if state.by_voice else resume(state)


def lose_microphone(state: State) -> Step:
    """What becomes of the interview when the microphone goes."""
    state = replace(state, microphone=False)
    match state.phase:
        case "listening" | "opening" if state.had_microphone:
            closing, state = held_open(state)
            state = replace(ticketed(state, "paused"), resume="cueing", lost=True)
            return state, (StopSound(), *closing, Say(state.ticket, "microphone_gone"), SeekMicrophone())
        case "opening" | "checking":
            return end(state, interrupted=False)
        case "paused" if state.by_voice:
            return replace(state, lost=True), (SeekMicrophone(),)
        case "resting" if state.overhears:
            return rest(state)  # what was being said there would never be over
        case "confirming":
            return go_on(state)
        case "interrupted":
            return speak_on(state)
        case _:
            return state, ()

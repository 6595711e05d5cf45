"""What a spoken command does: mostly what its key does, but it may have to be confirmed, or mean nothing here."""

from dataclasses import replace

from voiceprep.practice.events import (
    Ask,
    StopSound,
)
from voiceprep.practice.session.keys import press
from voiceprep.practice.session.moves import (
    go_on,
    held_open,
    listen,
    next_question,
    overhear,
    pause,
    rest,
    resume,
    say,
    say_into,
    settle,
    speak_on,
)
from voiceprep.practice.session.state import KEYS, RESUME, SPEAKING, UNKNOWN, State, Step

MOST_ASIDES = 3
"""After so many times that something else is said while it rests, it goes on: a radio must not hold it up for ever."""


def obey(state: State, key: str | None, sure: bool) -> Step:
    """What a command, or anything else that was said, does to the interview."""
    if state.asked and state.phase != "interrupted":
        return _replied(state, key)
    match state.phase:
        case "paused" if state.deaf:
            return state, ()
        case "paused" if key == RESUME:
            return resume(state)
        case "paused":
            return _confirm(state, key) if key == "q" else (state, overhear(state))
        case "listening" if key in KEYS:
            if key == "p":
                return pause(state, by_voice=True)
            return press(state, key) if sure else _confirm(state, key)
        case "listening" if key == UNKNOWN:
            return say_into(state, "not_understood")
        case "resting":
            return _spoken_in_rest(state, key, sure)
        case "interrupted":
            return _spoken_over(state, key, sure)
        case _ if state.headphones and state.phase in SPEAKING and key in KEYS:
            if key == "p":
                return pause(state, by_voice=True)
            return press(state, key) if sure else _confirm(state, key)
        case _:
            return state, ()


def _spoken_over(state: State, key: str | None, sure: bool) -> Step:
    """Who spoke over the voice gave a command, or the answer already; else the voice goes on."""
    if key == "answer":
        awaited = state.voice == "asking" or (state.voice == "replaying" and state.resume in ("asking", "cueing"))
        return listen(replace(state, asked="")) if awaited else (state, ())
    there = replace(state, phase=state.voice)
    after, effects = obey(there, key, sure)
    return (after, effects) if effects else speak_on(state)


def _spoken_in_rest(state: State, key: str | None, sure: bool) -> Step:
    if key == "p":
        return pause(state, by_voice=True)
    if key is not None and key in KEYS:
        return press(state, key) if sure else _confirm(state, key)
    if key == UNKNOWN and not state.helped:
        return say_into(replace(state, helped=True), "help")
    if state.asides + 1 >= MOST_ASIDES:
        return next_question(state)
    return rest(state, state.asides + 1)


def _confirm(state: State, key: str) -> Step:
    closing, held = held_open(state)
    state, after = say(replace(held, asked=key, asked_in=state.phase), "sure", "replaying")
    return state, (StopSound(), *closing, Ask(key), *after)


def _replied(state: State, key: str | None) -> Step:
    """Without a yes nothing happens; who speaks over the question whether it was meant may still say so."""
    if key in ("yes", "y"):
        return press(settle(state), state.asked)
    return go_on(state) if key == "no" or state.phase == "confirming" else (state, ())

"""What a key does, phase by phase."""

from dataclasses import replace

from voiceprep.model import EndReason
from voiceprep.practice.events import (
    Adjust,
    Chime,
    Effect,
    EndAnswer,
    Finish,
    GiveMoment,
    Overrule,
    Remember,
    Reopen,
    Saying,
    StopSound,
)
from voiceprep.practice.session.moves import (
    ask,
    back,
    cue,
    end,
    go_on,
    held_open,
    is_told,
    next_question,
    pause,
    resume,
    say,
    say_into,
    set_aside,
    settle,
)
from voiceprep.practice.session.state import ADJUSTMENTS, KEYS, State, Step


def press(state: State, key: str) -> Step:
    """What a key does to the interview; one that means nothing here does nothing."""
    if key not in KEYS:
        return state, ()
    if key == "q":
        return end(state, interrupted=False)
    if state.phase == "paused":
        return resume(state) if key in ("p", "enter") else (state, ())
    if state.phase in ("judging", "checking"):
        return state, ()  # over in a moment
    if state.asked:
        return _pressed_when_asked(state, key)
    if state.phase == "closing" and key in ("enter", "s"):
        return _skip_closing(state)
    if state.phase == "interrupted":
        spoken_over = replace(state, phase=state.voice)
        pressed = press(spoken_over, key)
        return (state, ()) if pressed == (spoken_over, ()) else pressed
    told = is_told(state)
    match key:
        case "p":
            return pause(state)
        case "enter":
            return _enter(state)
        case "m" | "i" | "y" | "o" if not told:  # there is no answer told: one that is under way goes on
            return state, ()
        case "n":  # nothing was asked
            return state, ()
        case "i" | "y":
            return _own_word(state, key)
        case "o":
            state, after = cue(replace(state, keeps_open=True))
            return state, (StopSound(), Reopen(), *after)
        case "t":
            return _moment(state)
        case "c" | "w" | "g" | "?":
            what: dict[str, Saying] = {"c": "hint", "w": "why", "g": "progress", "?": "help"}
            return say_into(state, what[key])
        case "r":
            closing, state = held_open(state)
            state, after = ask(state)
            return state, (StopSound(), *closing, *after)
        case _ if key in ADJUSTMENTS:
            return _adjust(state, key)
        case _:
            return _leave(state, key, told)


def _pressed_when_asked(state: State, key: str) -> Step:
    """Yes or no, or what another key always does."""
    settled = settle(state)
    if key in ("n", "enter"):
        after, effects = go_on(state)
    else:
        after, effects = press(settled, state.asked if key == "y" else key)
        if not effects:
            return state, ()
    return after, effects if StopSound() in effects else (StopSound(), *effects)


def _leave(state: State, key: str, told: bool) -> Step:
    """Do what ends an answer that is under way."""
    reason: EndReason = "skipped" if key == "s" else "interrupted"
    before: tuple[Effect, ...] = (StopSound(), *set_aside(state, reason))
    state = replace(state, keeps_open=False, moment=False)
    match key:
        case "a":
            state, after = cue(state)
        case "h":
            state, after = say(replace(state, resume="resting" if told else "asking"), "answer", "replaying")
        case "e":
            state, after = say(replace(state, resume="resting" if told else "asking"), "example", "replaying")
        case "m":
            state, after = say(replace(state, resume="resting"), "more", "replaying")
        case "b":
            state, after = ask(replace(state, index=max(0, state.index - 1)))
        case _:
            state, after = next_question(state)
    return state, (*before, *after)


def _adjust(state: State, key: str) -> Step:
    if state.phase == "listening":
        return state, (Adjust(key), Chime("adjusted"))
    if state.phase == "asking":  # it is the question that was not understood
        state, after = ask(state)
    else:
        state, (_, *said) = say_into(state, "adjusted")
        after = tuple(said)
    return state, (StopSound(), Adjust(key), *after)


def _moment(state: State) -> Step:
    if state.phase == "listening":
        return state, (GiveMoment(), Chime("moment"))
    if is_told(state):
        state, after = say(replace(state, moment=True, resume="resting"), "moment", "replaying")
    else:
        state, after = cue(replace(state, moment=True))
    return state, (StopSound(), *after)


def _own_word(state: State, key: str) -> Step:
    """Take the user's word over the feedback that was told; it leads to a rest, as replaying does."""
    if key == "y" and not state.noted:
        return state, ()
    noted = replace(state, noted=True, resume="resting")
    state, after = say(noted, "noted" if key == "i" else "remembered", "replaying")
    return state, (StopSound(), Overrule() if key == "i" else Remember(), *after)


def _enter(state: State) -> Step:
    match state.phase:
        case "listening":
            return state, (EndAnswer("enter"),)
        case "asking":  # heard enough of the question
            state, after = cue(state)
        case "telling" | "resting":
            state, after = next_question(state)
        case "replaying":
            state, after = next_question(state) if state.resume == "resting" else back(state)
        case _:
            return state, ()
    return state, (StopSound(), *after)


def _skip_closing(state: State) -> Step:
    return replace(state, phase="over"), (StopSound(), Finish(interrupted=False))

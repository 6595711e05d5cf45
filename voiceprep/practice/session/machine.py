"""One step of the machine: time, devices, keys and voice."""

from dataclasses import replace

from voiceprep.practice.events import (
    CheckLevel,
    Chime,
    Done,
    Effect,
    Ended,
    Event,
    Finish,
    Interrupted,
    Judge,
    Judged,
    MicrophoneLost,
    MicrophoneReady,
    Noticed,
    OpenMicrophone,
    Overhear,
    Pressed,
    Rest,
    Say,
    SayOn,
    SpeechBegan,
    Spoken,
    StopOverhearing,
    StopSound,
)
from voiceprep.practice.session.keys import press
from voiceprep.practice.session.moves import (
    ask,
    await_yes,
    back,
    cue,
    end,
    find_microphone,
    go_on,
    listen,
    lose_microphone,
    next_question,
    overhear,
    rest,
    say,
    say_into,
    speak_on,
    ticketed,
)
from voiceprep.practice.session.state import OVERHEARD, SPEAKING, State, Step
from voiceprep.practice.session.voice import obey

HEARD_OUT_S = 15.0
"""The longest that whoever speaks in a rest is waited for; what was said is known sooner, unless something hangs."""


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
            return end(state, interrupted=True)
        case Pressed(key):
            return press(state, key)
        case Done(ticket):
            return _done(state) if ticket == state.ticket else (state, ())
        case MicrophoneReady():
            if state.phase == "paused":
                return find_microphone(state) if state.lost else (state, ())  # of before the pause, where it is closed
            state = replace(state, microphone=True, had_microphone=True)
            return cue(state) if state.phase == "opening" else (state, ())
        case MicrophoneLost():
            return lose_microphone(state)
        case Ended(reason):
            return (replace(state, phase="judging"), (Judge(reason),)) if state.phase == "listening" else (state, ())
        case SpeechBegan() if state.phase in ("resting", "confirming"):  # nobody is spoken over
            state = ticketed(state, state.phase)
            return state, (Rest(state.ticket, HEARD_OUT_S),)
        case SpeechBegan() if state.headphones and state.microphone and state.phase in SPEAKING:
            state = ticketed(replace(state, voice=state.phase), "interrupted")
            return state, (StopSound(), Rest(state.ticket, HEARD_OUT_S))
        case Spoken(key, sure):
            return obey(state, key, sure)
        case Noticed(sign):
            if state.phase != "listening":
                return state, ()
            if sign == "nothing_yet":
                return say_into(state, "take_your_time")
            return say_into(state, "muted") if sign == "muted" else (state, (Chime(sign),))
        case Judged(heard):
            state = replace(state, heard=heard, noted=False, helped=False)
            return say(state, "feedback", "telling") if state.phase == "judging" else (state, ())
        case _:
            return state, ()


def _done(state: State) -> Step:
    match state.phase:
        case "checking":
            return ask(state)
        case "asking":
            return cue(state)
        case "cueing":
            return listen(state) if state.microphone else cue(state)  # lost: nothing would ever end the answer
        case "telling":
            return rest(state)
        case "resting":
            return next_question(state)
        case "replaying":
            return await_yes(state) if state.asked else back(state)
        case "paused" if state.deaf:
            return replace(state, deaf=False), overhear(state)
        case "confirming":
            return go_on(state)
        case "interrupted":
            return speak_on(state)
        case "closing":
            return replace(state, phase="over"), (Finish(interrupted=False),)
        case _:
            return state, ()

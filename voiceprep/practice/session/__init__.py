"""The interview as a pure state machine: `step(state, event) -> state, effects`. No clock, no threads, no files.

    checking ─► asking ─► opening ─► cueing ─► listening ─► judging ─► telling ─► resting ─┐
                  ▲                                                                        │
                  └──────────────────────── the next question ◄────────────────────────────┘
    after the last: closing ─► over;   aside: replaying (whatever is said besides: an answer, the example, a hint),
    confirming (a command waits for a yes), interrupted (somebody speaks over the voice), paused

Whatever takes time ends with `Done` and the ticket that it was given; a `Done` with an old ticket is of something
that was stopped, and is ignored. An answer that something is said into stays open, and goes on after a new cue.
"""

from voiceprep.practice.session.machine import HEARD_OUT_S, begin, step
from voiceprep.practice.session.moves import CONFIRM_S, MOMENT_S, UNHEARD_RESTS
from voiceprep.practice.session.state import (
    ADJUSTMENTS,
    EVERYDAY,
    KEYS,
    OVERHEARD,
    PHASES,
    REPLIES,
    RESUME,
    SPEAKING,
    UNKNOWN,
    Phase,
    State,
)
from voiceprep.practice.session.voice import MOST_ASIDES

__all__ = [
    "ADJUSTMENTS", "CONFIRM_S", "EVERYDAY", "HEARD_OUT_S", "KEYS", "MOMENT_S", "MOST_ASIDES", "OVERHEARD", "PHASES",
    "REPLIES", "RESUME", "SPEAKING", "UNHEARD_RESTS", "UNKNOWN", "Phase", "State", "begin", "step",
]  # fmt: skip

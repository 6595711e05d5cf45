"""When an answer is over: a pure decision, driven by audio time."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from voiceprep.hearing.vad import Span

SHORTEST_PAUSE_S = 0.5
"""A gap from which speech counts as paused: shorter ones are the closures and breaths of fluent talk."""
KEPT_PAUSES = 20
"""So many of the newest pauses tell how somebody pauses."""
ROOM_FOR_MORE = 1.3
"""Patience against the longest of them: the next may be the longest yet."""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """How patient the listener is; all in seconds."""

    silence_s: float = 2.5
    """This much silence after speech ends the answer, until the speaker's own pauses are known: p95 of pauses inside
    real turns is 2.5 s in call-centre talk and 1.4 s in conversation (livekit/agents PR 3640)."""
    least_s: float = 2.0
    most_s: float = 6.0
    """Between the two, patience follows the speaker's own pauses."""
    known_from: int = 5
    """Pauses that have to be known before it does."""
    edges_s: float = 0.3
    """Silence that is heard is longer than the pause by so much: the first and the last sound of a word are faint."""
    faint_s: float = 6.0
    """Sound that is no certain speech keeps an answer open for so long: then it is the room."""
    loud_s: float = 60.0
    """For so long sound as loud as the voice was is the voice, whatever the detector says: it loses a hoarse one."""
    promise_s: float = 2.0
    """So much longer after a word that promises more ("and", "because")."""
    cue_s: float = 1.0
    """So long before silence ends the answer a soft cue says so."""
    done_s: float = 0.35
    """Silence after "that's my answer" that ends it."""
    think_s: float = 0.0
    """Time to think before the first word: its end is told."""
    nothing_s: float = 10.0
    """After so much more silence before the first word the speaker is told what can be said instead."""
    moment_s: float = 30.0
    """What "give me a moment" gives."""
    target_s: float = 120.0
    """The length that the speaker aims at: the norm of recorded interviews is 60 to 120 s. It ends nothing."""
    target_nears: float = 0.75
    """Share of the target at which its nearness is told."""
    limit_s: float = 300.0
    """The answer ends here even in mid-sentence, with a warning before."""
    warning_s: float = 30.0
    """How long before the limit the warning comes."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of an answer at one instant of audio time; all in seconds from its start."""

    now_s: float
    last_speech_s: float | None
    """Where speech was last heard; None where nobody has spoken."""
    last_sound_s: float | None = None
    """Where anything rose above the room, speech or not."""
    last_loud_s: float | None = None
    """Where anything was as loud as the speaker."""
    patience_s: float = 2.5
    """Silence that ends an answer of this speaker."""
    waits_from_s: float = 0.0
    """Where the microphone was opened for it, or opened again."""
    limit_from_s: float = 0.0
    """From where the limit counts: an answer that had ended and goes on has as much time again."""
    promises: bool = False
    """Whether the last word promises more."""
    done: bool = False
    """Whether the last words were "that's my answer"."""
    moment_until_s: float = 0.0
    """Until when a moment was asked for."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is to be made of it."""

    ended: Literal["silence", "limit", "said_done"] | None
    warn: bool
    """Whether the limit is near."""
    silence_s: float
    """Silence since the last speech; 0 before anybody has spoken."""
    ends_after_s: float
    """Silence at which the answer will end."""
    soon: bool = False
    """Whether silence is about to end it."""
    time_to_begin: bool = False
    """Whether the time to think is over before the first word."""
    nothing_yet: bool = False
    """Whether the speaker is late to begin."""
    target: Literal["near", "reached"] | None = None
    """Whether the length aimed at is near or passed."""


def endpoint(settings: EndpointSettings, heard: Heard) -> Endpoint:
    """Decide what an instant of an answer means.

    Silence before the first word never ends an answer; the limit always does.
    """
    spoken_s = heard.last_speech_s
    now_s, waits_s = heard.now_s, _waits_s(settings, heard)
    silence_s = 0.0 if spoken_s is None else max(0.0, now_s - _last_sound_s(settings, heard, waits_s))
    waits_on = now_s < heard.moment_until_s
    ended: Literal["silence", "limit", "said_done"] | None = None
    limited_s = now_s - heard.limit_from_s
    if limited_s >= settings.limit_s:
        ended = "limit"
    elif heard.done and silence_s >= settings.done_s:
        ended = "said_done"
    elif silence_s >= waits_s and not waits_on:
        ended = "silence"
    target: Literal["near", "reached"] | None = None
    if now_s >= settings.target_nears * settings.target_s:
        target = "reached" if now_s >= settings.target_s else "near"
    return Endpoint(
        ended,
        limited_s >= settings.limit_s - settings.warning_s,
        silence_s,
        waits_s,
        soon=silence_s >= waits_s - settings.cue_s > 0 and not waits_on,
        time_to_begin=spoken_s is None and 0 < settings.think_s <= now_s - heard.waits_from_s,
        nothing_yet=spoken_s is None
        and not waits_on
        and now_s - heard.waits_from_s >= settings.think_s + settings.nothing_s,
        target=target,
    )


def _waits_s(settings: EndpointSettings, heard: Heard) -> float:
    return heard.patience_s + settings.edges_s + (settings.promise_s if heard.promises else 0.0)


def _last_sound_s(settings: EndpointSettings, heard: Heard, waits_s: float) -> float:
    """Where silence began: after speech, or after sound that came soon enough after it to be some of it."""
    speech_s = heard.last_speech_s or 0.0
    voice_s = max(speech_s, min(heard.last_loud_s or 0.0, speech_s + settings.loud_s))
    return max(voice_s, min(heard.last_sound_s or 0.0, voice_s + waits_s + settings.faint_s))


def patience_s(settings: EndpointSettings, pauses: Sequence[float]) -> float:
    """Silence that ends an answer of somebody whose newest pauses inside answers were `pauses`, seconds."""
    if len(pauses) < settings.known_from:
        return settings.silence_s
    return min(settings.most_s, max(settings.least_s, ROOM_FOR_MORE * max(pauses[-KEPT_PAUSES:])))


def pauses_in(speech: Sequence[Span], breaks_s: Iterable[float] = (), longest_s: float = math.inf) -> list[float]:
    """The speaker's pauses between stretches of speech, seconds; none across a break, where the program spoke.

    Nor any longer than `longest_s`, which would have ended the answer: something was heard there after all.
    """
    breaks = tuple(breaks_s)
    gaps = ((a.end_s, b.start_s) for a, b in pairwise(speech))
    return [
        end - start
        for start, end in gaps
        if SHORTEST_PAUSE_S <= end - start <= longest_s and not any(start <= at <= end for at in breaks)
    ]

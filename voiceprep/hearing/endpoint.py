"""When an answer is over: a pure decision, driven by audio time."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """How patient the listener is."""

    silence_s: float = 2.5
    """This much silence after speech ends the answer: p95 of pauses inside real turns is 2.5 s in call-centre talk
    and 1.4 s in conversation (livekit/agents PR 3640)."""
    limit_s: float = 300.0
    """The answer ends here even in mid-sentence, with a warning before."""
    warning_s: float = 30.0
    """How long before the limit the warning comes."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What the listener knows of an answer at one instant of audio time."""

    ended: Literal["silence", "limit"] | None
    warn: bool
    """Whether the limit is near."""
    silence_s: float
    """Silence since the last speech; 0 before anybody has spoken."""


def endpoint(settings: EndpointSettings, now_s: float, last_speech_s: float | None) -> Endpoint:
    """Decide at `now_s` seconds of audio, where speech was last heard at `last_speech_s`.

    Silence before the first word never ends an answer; the limit always does.
    """
    silence_s = 0.0 if last_speech_s is None else max(0.0, now_s - last_speech_s)
    ended: Literal["silence", "limit"] | None = None
    if now_s >= settings.limit_s:
        ended = "limit"
    elif silence_s >= settings.silence_s:
        ended = "silence"
    return Endpoint(ended, now_s >= settings.limit_s - settings.warning_s, silence_s)

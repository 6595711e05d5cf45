"""How an answer was delivered, from the times of its words alone: pace and pauses; what cannot be measured says so."""

from itertools import pairwise
from typing import Any

from voiceprep.model import Transcript

PAUSE_S = 0.5
"""Shortest gap between words that is a pause; people pause for 0.5-2 s in good speech (Campione & Véronis 2002)."""
LONG_PAUSE_S = 2.0
"""Shortest pause that is counted."""
LEAST_PACE_S = 20.0
"""Shortest speech that has a pace."""
LEAST_PACE_WORDS = 30

_NO_TIMES = "This recogniser gives no word times."
_NO_FILLERS = "This recogniser does not keep um and uh."
_TOO_SHORT = f"The answer is shorter than {LEAST_PACE_S:.0f} seconds or {LEAST_PACE_WORDS} words."


def measure_delivery(transcript: Transcript) -> dict[str, Any] | None:
    """Measure the `delivery` of an answer's record; None for a text, which has no words with a place in time.

    `speaking_s` is the time from the first word to the last without the pauses; the pace counts the pauses in.
    """
    if not transcript.words:
        return None
    times = [(w.start_s, w.end_s) for w in transcript.words if w.start_s is not None and w.end_s is not None]
    if not times:
        names = ("words_per_minute", "pauses", "fillers", "speaking_s", "latency_s")
        return {name: _unmeasured(_NO_FILLERS if name == "fillers" else _NO_TIMES) for name in names}
    first_s, last_s = times[0][0], max(end for _, end in times)
    pauses = [gap for (_, end), (start, _) in pairwise(times) if (gap := start - end) >= PAUSE_S]
    return {
        "words_per_minute": _pace(len(transcript.words), last_s - first_s),
        "pauses": {
            "count": sum(gap >= LONG_PAUSE_S for gap in pauses),
            "longest_s": round(max(pauses, default=0.0), 1),
        },
        "fillers": _unmeasured(_NO_FILLERS),
        "speaking_s": round(last_s - first_s - sum(pauses), 1),
        "latency_s": round(first_s, 1),
    }


def _pace(words: int, seconds: float) -> int | dict[str, Any]:
    if seconds < LEAST_PACE_S or words < LEAST_PACE_WORDS:
        return _unmeasured(_TOO_SHORT)
    return round(60 * words / seconds)


def _unmeasured(why: str) -> dict[str, Any]:
    return {"measured": False, "why": why}

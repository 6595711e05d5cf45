"""How an answer was delivered, from the times of its words alone; what cannot be measured says so.

Of the words only their number matters. What is counted of them besides, fillers and repetitions, has its own modules.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from voiceprep.judging.fillers import count_fillers
from voiceprep.judging.repetition import most_used, repeated
from voiceprep.judging.wording import say
from voiceprep.model import Question, Transcript

PAUSE_S = 0.5
"""Shortest gap between words that is a pause; people pause for 0.5-2 s in good speech (Campione & Véronis 2002)."""
LONG_PAUSE_S = 2.0
"""Shortest pause that is counted."""
LEAST_PACE_S = 20.0
"""Shortest speech that has a pace."""
LEAST_PACE_WORDS = 30
SLOW_WPM, FAST_WPM = 110, 180
"""Words a minute below and above which speech is clearly off; 120 to 170 is usual."""
TARGET_S = 120.0
"""The length that is aimed at unless the user sets another, seconds; half of it does, too: one to two minutes are the
norm in 2.55 million recorded interviews."""
SHORT, LONG = 1 / 6, 1.5
"""Shares of the target below and above which the length is remarked on."""
MANY_FILLERS = 5.0
"""Fillers a minute above which they are remarked on: the average of speakers; about 1 is best (HBR 2018)."""

_NO_TIMES = "This recogniser gives no word times."
_NO_FILLERS = "This recogniser does not keep um and uh."
_TOO_SHORT = f"The answer is shorter than {LEAST_PACE_S:.0f} seconds or {LEAST_PACE_WORDS} words."

Delivery = dict[str, Any]
"""As an answer's record holds it."""


def measure_delivery(
    transcript: Transcript,
    question: Question | None = None,
    keeps_fillers: bool = False,
    target_s: float = TARGET_S,
) -> Delivery | None:
    """Measure the `delivery` of an answer's record; None for a text, which has no words with a place in time.

    A text gets no count of fillers either: nobody knows whether its writer kept them. `speaking_s` is the time from the
    first word to the last without the pauses, and `words_per_minute_without_pauses` the pace in it, the articulation
    rate; `words_per_minute` counts the pauses in. `question` is what the answer's repetitions are held against.
    """
    if not transcript.words:
        return None
    times = [(w.start_s, w.end_s) for w in transcript.words if w.start_s is not None and w.end_s is not None]
    said = {
        "most_used": [{"word": word, "count": count} for word, count in most_used(transcript.text, question)],
        "repeated": [{"phrase": phrase, "count": count} for phrase, count in repeated(transcript.text, question)],
    }
    if not times:
        return dict.fromkeys(_TIMED, _unmeasured(_NO_TIMES)) | {
            "fillers": _fillers(transcript.text, 0.0) if keeps_fillers else _unmeasured(_NO_FILLERS),
            **said,
        }
    first_s, last_s = times[0][0], max(end for _, end in times)
    pauses = [gap for (_, end), (start, _) in pairwise(times) if (gap := start - end) >= PAUSE_S]
    length_s, count = last_s - first_s, len(transcript.words)
    has_pace = length_s >= LEAST_PACE_S and count >= LEAST_PACE_WORDS
    return {
        "words_per_minute": _a_minute(count, length_s) if has_pace else _unmeasured(_TOO_SHORT),
        "pauses": {
            "count": sum(gap >= LONG_PAUSE_S for gap in pauses),
            "longest_s": round(max(pauses, default=0.0), 1),
        },
        "fillers": _fillers(transcript.text, length_s) if keeps_fillers else _unmeasured(_NO_FILLERS),
        "speaking_s": round(length_s - sum(pauses), 1),
        "latency_s": round(first_s, 1),
        "words_per_minute_without_pauses": (
            _a_minute(count, length_s - sum(pauses)) if has_pace else _unmeasured(_TOO_SHORT)
        ),
        "length": {"seconds": round(length_s, 1), "target_s": [round(target_s / 2), round(target_s)]},
        **said,
    }


_TIMED = (
    "words_per_minute", "pauses", "fillers", "speaking_s", "latency_s", "words_per_minute_without_pauses", "length",
)  # fmt: skip


def delivery_remark(delivery: Mapping[str, Any], seed: int, whole: bool = True, leaves_out: float = 0.0) -> str:
    """The one remark that a delivery earns, or nothing: the pace before fillers, and these before the length.

    Listeners rate the pace as the most useful of all (MACH, 90 people). Pauses earn none: long ones are normal while
    one thinks, and where the recogniser missed words it looks as if there were one. `whole` is whether the answer ended
    as its speaker meant it to. Of a recogniser that leaves words out (the share `leaves_out` at worst) what looks fast
    is fast, while slow is said only of what would be slow with the words that may be missing.
    """
    pace, fillers, length = delivery["words_per_minute"], delivery["fillers"], delivery["length"]
    if _measured(pace) and not SLOW_WPM * (1 - leaves_out) <= pace <= FAST_WPM:
        return say("delivery_fast" if pace > FAST_WPM else "delivery_slow", seed, number=str(round(pace, -1)))
    if _measured(fillers) and _measured(fillers["a_minute"]) and fillers["a_minute"] > MANY_FILLERS:
        most = max(fillers["words"], key=fillers["words"].get)
        return say("delivery_fillers", seed, number=str(round(fillers["a_minute"])), filler=most)
    if _measured(length) and whole:
        return _length_remark(length["seconds"], length["target_s"][1], seed)
    return ""


def _length_remark(seconds: float, target_s: float, seed: int) -> str:
    usual = target_s == TARGET_S
    if 2 <= seconds < SHORT * target_s:  # nobody needs to be told that a word or two was short
        number = str(round(seconds))
        if usual:
            return say("delivery_short", seed, number=number)
        return say("delivery_short_of_target", seed, number=number, target=_in_words(target_s))
    if seconds > LONG * target_s:
        if usual:
            return say("delivery_long", seed, number=str(int(seconds // 60)))
        return say("delivery_beyond_target", seed, length=_in_words(seconds // 10 * 10), target=_in_words(target_s))
    return ""


def _in_words(seconds: float) -> str:
    """A length in minutes where it is whole ones, else in seconds."""
    whole = seconds >= 120 and seconds % 60 == 0
    return f"{seconds / 60:.0f} minutes" if whole else f"{seconds:.0f} seconds"


def _fillers(text: str, length_s: float) -> dict[str, Any]:
    """Those that are certain, with their rate, and apart from them what may have been one."""
    found = count_fillers(text)
    count = found.certain.total()
    long_enough = length_s >= LEAST_PACE_S
    return {
        "measured": True,
        "count": count,
        "a_minute": round(60 * count / length_s, 1) if long_enough else _unmeasured(_TOO_SHORT),
        "words": dict(found.certain.most_common()),
        "perhaps": dict(found.ambiguous.most_common()),
    }


def _a_minute(words: int, seconds: float) -> int:
    return round(60 * words / max(seconds, 1.0))  # a recogniser's words may have hardly any length


def _measured(value: Any) -> bool:
    return not (isinstance(value, dict) and value.get("measured") is False)


def _unmeasured(why: str) -> dict[str, Any]:
    return {"measured": False, "why": why}

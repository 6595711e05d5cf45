"""How sure it is that a phrase was said: the recogniser's words and the sound's own evidence, weighed into one.

A logistic regression with few numbers, which `benchmarks/fit_sureness.py` fits on people's recordings and keeps in
`sureness.json`, with what they earned there.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from voiceprep.model import Spotted


@dataclass(frozen=True, slots=True)
class Sureness:
    """The fitted numbers: weights of the log odds, and the probabilities from which a point counts."""

    offset: float
    score: float
    """Of the phrase's score at its best place."""
    phones: float
    """Of the logarithm of its number of phones: the longer, the less likely by chance."""
    phone_s: float
    """Of its mean seconds a phone: what is stretched fits worse than its score says."""
    searched: float
    """Of the logarithm of the seconds that were searched."""
    written: float
    """Of the recogniser having written it, anywhere."""
    there: float
    """Of its having written it at that best place."""
    said_from: float
    """Least probability of `said`."""
    maybe_from: float
    """Least probability of `maybe`."""

    def probability(self, spotted: Spotted, written: bool, there: bool) -> float:
        """From 0 to 1, that the phrase was said."""
        odds = (
            self.offset
            + self.score * spotted.score
            + self.phones * math.log(spotted.phones)
            + self.phone_s * (spotted.end_s - spotted.start_s) / spotted.phones
            + self.searched * math.log(spotted.searched_s)
            + self.written * written
            + self.there * there
        )
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, odds))))


@cache
def sureness() -> Sureness:
    """The numbers that are shipped."""
    data: dict[str, Any] = json.loads((files("voiceprep.judging") / "sureness.json").read_text(encoding="utf-8"))
    return Sureness(**data["weights"], **data["thresholds"])

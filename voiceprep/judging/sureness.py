"""How sure it is that a phrase was said: the recogniser's words and the sound's own evidence, weighed into one.

A logistic regression with few numbers, which `benchmarks/fit_sureness.py` fits on people's recordings and keeps in
`sureness.json`, with what they earned there.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from voiceprep.model import Spotted

_FARTHEST_ODDS = 50.0


@dataclass(frozen=True, slots=True)
class Cues:
    """What speaks for a phrase having been said, or against it."""

    spotted: Spotted
    covered: float
    """Share of that place in which the recogniser heard words, whatever words, 0 to 1."""
    written: bool
    """Whether the recogniser wrote the point anywhere."""
    there: bool
    """Whether it wrote it at that place."""
    ways: int = 1
    """To say the point that were listened for: each is one more chance for something to fit."""

    @property
    def values(self) -> dict[str, float]:
        """The regression's inputs."""
        return {
            "score": self.spotted.score,
            "phones": math.log(self.spotted.phones),
            "searched": math.log(self.spotted.searched_s * self.ways),
            "covered": self.covered,
            "written": float(self.written),
            "there": float(self.there),
        }


@dataclass(frozen=True, slots=True)
class Sureness:
    """The fitted numbers."""

    offset: float
    """Log odds where all inputs are 0."""
    weights: Mapping[str, float]
    """Of `Cues.values`, in log odds."""
    said_from: float
    """Least probability of `said`."""
    maybe_from: float
    """Least probability of `maybe`."""

    def probability(self, cues: Cues) -> float:
        """From 0 to 1, that the phrase was said."""
        odds = self.offset + sum(self.weights[name] * value for name, value in cues.values.items())
        return 1.0 / (1.0 + math.exp(-max(-_FARTHEST_ODDS, min(_FARTHEST_ODDS, odds))))


@cache
def sureness() -> Sureness:
    """The numbers that are shipped."""
    data: dict[str, Any] = json.loads((files("voiceprep.judging") / "sureness.json").read_text(encoding="utf-8"))
    return Sureness(data["offset"], data["weights"], data["said_from"], data["maybe_from"])

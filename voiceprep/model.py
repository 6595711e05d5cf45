"""The nouns: banks and questions, transcripts, verdicts. Frozen, with units, and nothing else of ours imported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

VerdictWord = Literal["said", "maybe", "missing"]
VERDICTS: tuple[VerdictWord, ...] = ("said", "maybe", "missing")

EndReason = Literal["silence", "enter", "said_done", "limit", "end_of_file", "skipped", "interrupted", "device_lost"]
END_REASONS: tuple[EndReason, ...] = (
    "silence", "enter", "said_done", "limit", "end_of_file", "skipped", "interrupted", "device_lost",
)  # fmt: skip
CUT_SHORT: frozenset[EndReason] = frozenset({"skipped", "interrupted", "device_lost"})
"""Where an answer did not end as its speaker meant it to: its length says nothing."""


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """A phrase whose utterance counts as a point made."""

    keyword: str
    """Exactly as the bank writes it, or as derived from the tip's sentence."""
    aliases: tuple[str, ...] = ()
    """Other ways to say it."""


@dataclass(frozen=True, slots=True)
class Tip:
    """A piece of advice on what a good answer holds."""

    text: str
    points: tuple[KeyPoint, ...]
    """A sentence without derivable points is its own point; none where it only says what not to say."""
    derived: bool = False
    """True where the points were derived from the sentence rather than named by the author."""


@dataclass(frozen=True, slots=True)
class Question:
    """One interview question with what a good answer to it says."""

    id: str
    ask: str
    """As it is read aloud."""
    tips: tuple[Tip, ...]
    why: str = ""
    example: str = ""
    follow_ups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """From a keyword to the question that is asked when it is missing."""
    level: int | None = None
    """Difficulty from 1 (easy), where the author gave one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of preparing for the interview."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Faq:
    """A frequently asked question about the interview, with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Bank:
    """A question file, loaded and valid."""

    name: str
    questions: tuple[Question, ...]
    role: str = ""
    about: str = ""
    prepare: tuple[Step, ...] = ()
    faq: tuple[Faq, ...] = ()
    source: Path | None = None
    """The file it came from."""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every way to make any of its points, each once: what an engine may adapt to."""
        points = (point for question in self.questions for tip in question.tips for point in tip.points)
        return tuple(dict.fromkeys(phrase for point in points for phrase in (point.keyword, *point.aliases)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a transcript, with its place in time where the engine gives one."""

    text: str
    start_s: float | None = None
    """Seconds from the start of the answer's audio."""
    end_s: float | None = None
    confidence: float | None = None
    """Posterior probability, 0 to 1; None where the engine gives none."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """Where the sound of an answer fits a phrase best, whatever the recogniser wrote there."""

    phrase: str
    """As the bank writes it."""
    start_s: float
    """Seconds from the start of the answer's audio."""
    end_s: float
    score: float
    """Mean log likelihood of its frames, less that of the best phone without context: about 0 is perfect, -2 good, -6
    bad."""
    phones: int
    """Of the way to say it that fits: a short phrase fits something by chance more easily."""
    searched_s: float
    """Length of the sound that was searched: the longer it is, the more easily something in it fits by chance."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recogniser heard of one answer, or a text taken as if heard."""

    text: str
    words: tuple[Word, ...] = ()
    spotted: tuple[Spotted, ...] = ()
    """What the sound itself holds of the phrases that were listened for; no part of a record."""

    @property
    def heard(self) -> bool:
        """Whether there is anything to judge."""
        return bool(self.text.strip())

    def to_dict(self) -> dict[str, Any]:
        """The transcript's part of an answer's record."""
        return {
            "text": self.text,
            "words": [
                {"text": w.text, "start_s": w.start_s, "end_s": w.end_s, "confidence": w.confidence} for w in self.words
            ],
        }


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What an answer's record says of the engine that heard it."""

    name: str
    """As `--engine` takes it: `sphinx`, `sr:sphinx`, …"""
    version: str
    adapted: bool = False
    """Whether its vocabulary was adapted to the bank."""
    keeps_fillers: bool = False
    """Whether it writes um and uh where they are said, so that they can be counted."""
    leaves_out: float = 0.0
    """Largest share of the words that it left out where that was measured: the pace comes out too low by so much."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a point counts as said, or as set aside."""

    how: str
    """How it was found: in the transcript as `words` or `alias`, in the `sound` alone, or set aside: `rejected`. By the
    user's own word: `overruled`."""
    text: str
    """The words of the transcript at that place; of `sound` and `overruled`, what the recogniser wrote instead."""
    start_s: float | None
    end_s: float | None
    score: float
    """Probability that it was said, where the sound was listened to; else the likeness of the words. 0 to 1; by the
    user's own word 1."""

    def to_dict(self) -> dict[str, Any]:
        """The evidence's part of an answer's record."""
        return {
            "how": self.how,
            "text": self.text,
            "start_s": self.start_s,
            "end_s": self.end_s,
            "score": self.score,
        }


@dataclass(frozen=True, slots=True)
class PointVerdict:
    """The verdict on one key point."""

    tip: int
    """Index of the tip in its question."""
    keyword: str
    verdict: VerdictWord
    evidence: Evidence | None = None

    def to_dict(self) -> dict[str, Any]:
        """The point's entry in an answer's record."""
        return {
            "tip": self.tip,
            "keyword": self.keyword,
            "verdict": self.verdict,
            "evidence": self.evidence.to_dict() if self.evidence else None,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on an answer: one entry for each key point of its question, in the bank's order."""

    heard: bool
    """False where there was nothing to judge: then `points` is empty and there is no coverage."""
    points: tuple[PointVerdict, ...] = ()

    def count(self, verdict: VerdictWord) -> int:
        """How many points have this verdict."""
        return sum(p.verdict == verdict for p in self.points)

    @property
    def coverage(self) -> dict[str, int] | None:
        """Number of points by verdict; None where nothing was heard."""
        return {v: self.count(v) for v in VERDICTS} if self.heard else None

    def to_dict(self) -> dict[str, Any]:
        """The verdict's part of an answer's record: `heard`, `points`, `coverage`."""
        return {
            "heard": self.heard,
            "points": [p.to_dict() for p in self.points],
            "coverage": self.coverage,
        }

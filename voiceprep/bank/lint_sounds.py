"""Key phrases that are hard to hear by how they sound; that is passed in, from whatever dictionary there is."""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Protocol, Self, TypeVar

from voiceprep.model import KeyPoint, Question
from voiceprep.text import spoken_words

FEWEST_PHONES = 5
"""A word of three phones has 32 others of PocketSphinx's dictionary one phone away (the median), one of four 17, one
of five 6, one of six 2: below five phones it is too easily heard as something else."""


class Sounding(Protocol):
    """How a phrase sounds; `voiceprep.pronounce.Sounding` is one."""

    @property
    def phones(self) -> int:
        """Number of phones; 0 where there is no way to say it."""

    @property
    def said_as(self) -> str:
        """The way it is said, to read."""

    @property
    def guessed(self) -> tuple[str, ...]:
        """Its words whose sound is only a guess."""

    def is_like(self, other: Self, /) -> bool:
        """Whether the two sound the same, or nearly."""


S = TypeVar("S", bound=Sounding)


def sound_warnings(question: Question, sound: Callable[[str], S]) -> Iterator[tuple[str, str]]:
    """Yield key and message for each point that may not be heard; another way to say it that is heard better helps."""
    points = [
        (f"tips[{i}]" if tip.derived else f"tips[{i}].keywords", point, _ways(point, sound))
        for i, tip in enumerate(question.tips)
        for point in tip.points
    ]
    for key, point, ways in points:
        if ways and (problem := _problem(point, ways)):
            yield key, problem
    for (_, first, ways), (key, second, others) in combinations(points, 2):
        if clash := _clash(ways, others):
            yield key, _alike(first, second, *clash)


def _ways(point: KeyPoint, sound: Callable[[str], S]) -> dict[str, S]:
    return {phrase: sound(phrase) for phrase in (point.keyword, *point.aliases) if spoken_words(phrase)}


def _problem(point: KeyPoint, ways: dict[str, S]) -> str | None:
    """What is wrong with the point's best way; None where one of them is well known and long enough."""
    phrase, said = next(iter(ways.items()))
    if not any(s.phones for s in ways.values()):
        return f"there is no way to say {point.keyword!r}; write it in words"
    if all(s.guessed or not s.phones for s in ways.values()):
        words = " and ".join(repr(word) for word in said.guessed)
        return (
            f"{phrase!r} is taken to be said {said.said_as}, but {words} is only sounded out; if people say it "
            "otherwise, add how, in everyday words, as another way to say it"
        )
    if all(s.phones < FEWEST_PHONES or s.guessed for s in ways.values()):
        return f"{phrase!r}, said {said.said_as}, is short and easily heard as another word; add a longer way to say it"
    return None


def _clash(ways: dict[str, S], others: dict[str, S]) -> tuple[str, str, S] | None:
    """Two phrases of different points that sound alike; the same words twice are another warning's."""
    for a, said in ways.items():
        for b, other in others.items():
            if spoken_words(a) != spoken_words(b) and said.is_like(other):
                return a, b, other
    return None


def _alike(first: KeyPoint, second: KeyPoint, a: str, b: str, said: S) -> str:
    of_first = "" if a == first.keyword else f" (for {first.keyword!r})"
    of_second = "" if b == second.keyword else f" (for {second.keyword!r})"
    return (
        f"{b!r}{of_second}, said {said.said_as}, sounds nearly like {a!r}{of_first}, another point of this question; "
        "either may be heard for the other: name one of them otherwise"
    )

"""Abbreviations and what they stand for: whichever of them a key point has, the other is a way to say it, too.

Nobody writes "service level agreement" below every "SLA", and whoever says it has made the point. The list is data:
`abbreviations.yaml`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from voiceprep.bank.user_aliases import harm
from voiceprep.model import KeyPoint, Question

_FILE = Path(__file__).with_name("abbreviations.yaml")
_BETWEEN = r"[\s\-/]+"

Swap = tuple[re.Pattern[str], str]
"""What is looked for in a key point, and what may be said in its place."""


@cache
def _swaps() -> dict[str, list[Swap]]:
    """All of them, by the first word of what is looked for."""
    import yaml

    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found: dict[str, list[Swap]] = {}
    for part, entries in data.items():
        for short, full in entries.items():
            for way in full if isinstance(full, list) else [full]:
                found.setdefault(_first_word(short), []).append((_pattern(re.escape(short), 0), way))
                if part == "both_ways":
                    words = _BETWEEN.join(map(re.escape, re.split(r"[\s-]+", way)))
                    found.setdefault(_first_word(way), []).append((_pattern(words, re.IGNORECASE), short))
    return found


def _pattern(phrase: str, flags: int) -> re.Pattern[str]:
    """The phrase as a whole, in singular or plural."""
    return re.compile(rf"(?<![\w/-]){phrase}(?=s?(?![\w/-]))", flags)


def _words(phrase: str) -> list[str]:
    return re.findall(r"\w+", phrase.casefold())


def _first_word(phrase: str) -> str:
    return _words(phrase)[0].removesuffix("s")


def other_ways(phrase: str) -> Iterator[str]:
    """The phrase with an abbreviation in it in full, or with what has one abbreviated."""
    for word in _words(phrase):
        for pattern, way in _swaps().get(word.removesuffix("s"), ()):
            if pattern.search(phrase):
                yield pattern.sub(way, phrase)


def with_abbreviations(question: Question) -> Question:
    """The question with these ways to say its points, but for those that would do harm there."""

    def point_of(point: KeyPoint) -> KeyPoint:
        for phrase in (point.keyword, *point.aliases):
            for way in other_ways(phrase):
                if harm(question, point, way) is None:
                    point = replace(point, aliases=(*point.aliases, way))
        return point

    return replace(question, tips=tuple(replace(t, points=tuple(map(point_of, t.points))) for t in question.tips))

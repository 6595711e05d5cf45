"""What to write into a bank so that a phrase is heard that was not: pure, from what was heard instead of it.

An alias counts as the point wherever it is heard, so a bad one is worse than none: it must sound like the phrase, and
nothing else that the bank holds may be taken for it.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from voiceprep.judging import judge
from voiceprep.model import Bank, KeyPoint, Question
from voiceprep.pronounce import Sounding
from voiceprep.text import spoken_words

Sound = Callable[[str], Sounding]

MOST_DIFFERENT = 1 / 4
"""Share of the phones in which an alias may differ from its phrase: "item potent" differs from "idempotent" in two of
ten, "the old test" from "load test" in three of nine, and it is what people say in earnest."""
FEWEST_WORDS, FEWEST_LETTERS = 2, 8
"""A single word heard instead is a word that people say in earnest ("cash" for "cache"), and a few letters are as good
as nothing ("do you")."""
_PLAIN_YAML = re.compile(r"[A-Za-z][A-Za-z0-9 '\-]*(?<![ ])")
_YAML_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])


@dataclass(frozen=True, slots=True)
class Advice:
    """Either an alias or the reason why none is offered."""

    alias: str | None
    why_not: str = ""


def advise(bank: Bank, question: Question, point: KeyPoint, heard: str, sound: Sound) -> Advice:
    """The part of what was heard that is a fit alias for the point, the most alike first."""
    words = spoken_words(heard)
    if not words:
        return Advice(None, "nothing was heard")
    wanted = sound(point.keyword)
    alike = sorted(
        (share, alias) for alias in _runs(words) if (share := wanted.distance(sound(alias))) <= MOST_DIFFERENT
    )
    if not alike:
        return Advice(None, "what was heard is too unlike it")
    fit = [alias for _, alias in alike if len(alias.split()) >= FEWEST_WORDS and _letters(alias) >= FEWEST_LETTERS]
    if not fit:
        return Advice(None, f'"{alike[0][1]}" is said in earnest, too')
    for alias in fit:
        if _helps(question, point, alias, heard) and not _elsewhere(bank, question, point, alias):
            return Advice(alias)
    return Advice(None, f'"{fit[0]}" would be taken for this point where another is meant')


def _runs(words: tuple[str, ...]) -> Iterator[str]:
    for start in range(len(words)):
        for stop in range(start + 1, len(words) + 1):
            yield " ".join(words[start:stop])


def _letters(text: str) -> int:
    return len(text.replace(" ", ""))


def _with(question: Question, point: KeyPoint) -> Question:
    """A question of the same wording with that one point alone, so that what is said is the point's."""
    return replace(question, tips=(replace(question.tips[0], points=(point,)),))


def _said(question: Question, point: KeyPoint, text: str) -> bool:
    verdict = judge(_with(question, point), text)
    return verdict.heard and verdict.points[0].verdict == "said"


def _helps(question: Question, point: KeyPoint, alias: str, heard: str) -> bool:
    return _said(question, replace(point, aliases=(*point.aliases, alias)), heard)


def _elsewhere(bank: Bank, question: Question, point: KeyPoint, alias: str) -> bool:
    """Whether the alias is said in a phrase of another point, a question's text or another's example, or holds one."""
    only = KeyPoint(alias)
    for other in bank.questions:
        texts = (other.ask, other.why, "" if other.id == question.id else other.example)
        if any(_said(other, only, text) for text in texts):
            return True
        for tip in other.tips:
            for theirs in tip.points:
                ways = (theirs.keyword, *theirs.aliases)
                if theirs != point and (any(_said(other, only, way) for way in ways) or _said(other, theirs, alias)):
                    return True
    return False


def alias_line(point: KeyPoint, alias: str) -> str:
    """The point's line in the bank with the alias added, to paste over what is there."""
    return f"- {_yaml(point.keyword)}: [{', '.join(map(_yaml, (*point.aliases, alias)))}]"


def _yaml(text: str) -> str:
    """`text` as YAML takes it: bare where that is safe, else as JSON writes it."""
    if _PLAIN_YAML.fullmatch(text) and text.casefold() not in _YAML_WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)

"""Odd but harmless things in a bank, for `questions check`; none of them keeps a bank from loading."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from voiceprep.bank.lint_sounds import Sounding, sound_warnings
from voiceprep.derivation import derivable_points
from voiceprep.model import Bank, Question
from voiceprep.text import spoken_words

LONGEST_ASK_WORDS = 60
"""A question of more words takes over 25 s to read aloud."""


_OPTIONAL = {
    "why": "is missing, so nothing can be said about why it is asked; add a sentence",
    "example": "is missing, so there is no model answer to hear; add one of 60 to 90 seconds",
}
"""Keys that may be left out, with what is lost by it."""
_NAMED = 3
"""So many of the questions that lack one are named."""


@dataclass(frozen=True, slots=True)
class LintWarning:
    """Something that the author of a bank may want to change."""

    question: str
    """The question's id; the bank's name for what several lack."""
    key: str
    """The key of the question that it is about, such as `tips[1]`."""
    message: str

    def __str__(self) -> str:
        return f"{self.question}: {self.key}: {self.message}"


def lint(bank: Bank, sound: Callable[[str], Sounding] | None = None) -> list[LintWarning]:
    """All warnings; those on how phrases sound need `sound`, which says so of a phrase.

    First what questions lack, once for all of them, as it may well be left out everywhere; then in the file's order.
    """
    rest = (LintWarning(q.id, key, message) for q in bank.questions for key, message in _question(q, sound))
    return [*_lacking(bank), *rest]


def _lacking(bank: Bank) -> Iterator[LintWarning]:
    for key, message in _OPTIONAL.items():
        match [q.id for q in bank.questions if not getattr(q, key)]:
            case []:
                pass
            case [only]:
                yield LintWarning(only, key, message)
            case ids if len(ids) == len(bank.questions):
                yield LintWarning(bank.name, key, f"{message} (of all questions)")
            case ids:
                more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
                yield LintWarning(bank.name, key, f"{message} (of {', '.join(ids[:_NAMED])}{more})")


def lint_sounds(bank: Bank, sound: Callable[[str], Sounding]) -> list[LintWarning]:
    """The warnings on how phrases sound alone: what may not be heard."""
    return [LintWarning(q.id, key, message) for q in bank.questions for key, message in sound_warnings(q, sound)]


def _question(question: Question, sound: Callable[[str], Sounding] | None) -> Iterator[tuple[str, str]]:
    words = len(question.ask.split())
    if words > LONGEST_ASK_WORDS:
        yield "ask", f"has {words} words, hard to keep in mind when heard; say it in {LONGEST_ASK_WORDS} or fewer"
    yield from _tips(question)
    yield from _keywords(question)
    if sound is not None:
        yield from sound_warnings(question, sound)


def _tips(question: Question) -> Iterator[tuple[str, str]]:
    first: dict[tuple[str, ...], int] = {}
    for i, tip in enumerate(question.tips):
        words = spoken_words(tip.text)
        if first.setdefault(words, i) != i:
            yield f"tips[{i}]", f"is the same tip as tips[{first[words]}]; remove one"
        if len(words) == 1:
            yield f"tips[{i}]", f"is the single word {tip.text!r}; say what to do with it"
        if not tip.points:
            yield f"tips[{i}]", "only says what not to say, so nothing is listened for"
        elif tip.derived and not derivable_points(tip.text, question.ask):
            yield f"tips[{i}]", "holds no key point of its own, so it must be said word for word; name its keywords"


def _keywords(question: Question) -> Iterator[tuple[str, str]]:
    first: dict[tuple[str, ...], int] = {}
    for i, tip in enumerate(question.tips):
        if tip.derived:
            continue
        for point in tip.points:
            words = spoken_words(point.keyword)
            if not words and not any(map(spoken_words, point.aliases)):
                yield f"tips[{i}].keywords", f"{point.keyword!r} holds nothing that can be spoken; write it in words"
            elif words in first:
                yield f"tips[{i}].keywords", f"{point.keyword!r} is listed in tips[{first[words]}] already; remove one"
            first.setdefault(words, i)

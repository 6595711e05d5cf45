"""Key points from a plain tip sentence: a first, simple derivation that needs no lexicon.

What is left of advice when the advising is taken away are noun phrases: "Explain how you would use early stopping and
dropout" holds early stopping, dropout. Words of the question itself earn nothing alone: everyone says "overfitting"
when asked about it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from voiceprep.bank.advice_words import ADVICE, ADVICE_IF_FIRST, EARN_NOTHING_ALONE, FILLERS, GRAMMAR, LY_NOUNS
from voiceprep.model import KeyPoint
from voiceprep.text import spoken_words

_LONGEST_RUN = 3
"""Words; of a longer run the last are kept, where English has the noun."""

_TOKEN = re.compile(r"[^\W_][\w'’+#]*(?:[-./&][\w+#]+)*|\S")  # "cross-validation", "C++", "node.js", "L1/L2", "R&D"
_SHORT_PAIR = re.compile(r"^\w{1,2}(?:/\w{1,2})+$")
_HAS_DIGIT = re.compile(r"\d")  # "A/B" and "CI/CD" are one thing, "L1/L2" two

_ENDING = re.compile(r"(?<=[a-z]{3})(?:ies|es|s|ing|ed|e|(?<=[^aeiou])y|ions?|ments?)$")


@lru_cache(maxsize=4096)
def derive_points(tip: str, ask: str = "") -> tuple[KeyPoint, ...]:
    """The key points of a tip sentence; never empty, as a tip without any stands for itself."""
    return derivable_points(tip, ask) or (KeyPoint(tip.strip().rstrip(".!") or tip),)


def derivable_points(tip: str, ask: str = "") -> tuple[KeyPoint, ...]:
    """The key points that a tip sentence holds, perhaps none."""
    asked = {_root(word) for word in spoken_words(ask)}
    found: dict[tuple[str, ...], str] = {}
    for run in _runs(tip):
        for phrase in _alternatives(run):
            words = spoken_words(phrase)
            if not words or (len(words) == 1 and words[0] in EARN_NOTHING_ALONE):
                continue
            if not asked.issuperset(map(_root, words)):
                found.setdefault(words, phrase)
    return tuple(KeyPoint(phrase) for phrase in found.values())


def _runs(tip: str) -> Iterator[list[str]]:
    """Noun-like runs, parted by grammar, advice and punctuation, without fillers at their ends."""
    run: list[str] = []
    for token in (*_TOKEN.findall(tip), "."):
        if _may_stand_in(token):
            run.append(token)
        elif run:
            trimmed = _trim(run)
            if trimmed:
                yield trimmed[-_LONGEST_RUN:]
            run = []


def _may_stand_in(token: str) -> bool:
    plain = _plain(token)
    adverb = len(plain) > 5 and plain.endswith("ly") and plain not in LY_NOUNS
    return token[0].isalnum() and plain not in GRAMMAR and plain not in ADVICE and not adverb


def _trim(run: list[str]) -> list[str]:
    first, last = 0, len(run)
    while first < last and _opens_nothing(_plain(run[first])):
        first += 1
    while last > first and _plain(run[last - 1]) in FILLERS:
        last -= 1
    return run[first:last]


def _opens_nothing(word: str) -> bool:
    """Whether a phrase does not begin with `word`: fillers, advice, and advice in -ing ("identifying bottlenecks")."""
    stem = word.removesuffix("ing")
    doing = stem != word and any(form in ADVICE | ADVICE_IF_FIRST for form in (stem, f"{stem}e"))
    return word in FILLERS or word in ADVICE_IF_FIRST or doing


def _alternatives(run: list[str]) -> list[str]:
    """Split slashes: "L1/L2 regularization" is two phrases, "CI/CD pipelines" one."""
    for i, token in enumerate(run):
        if "/" not in token or (_SHORT_PAIR.match(token) and not _HAS_DIGIT.search(token)):
            continue
        return [" ".join((*run[:i], part, *run[i + 1 :])) for part in token.split("/")]
    return [" ".join(run)]


def _plain(token: str) -> str:
    return token.casefold().replace("’", "'")


def _root(word: str) -> str:
    return _ENDING.sub("", word)

"""Key points from a plain tip sentence: the phrases that a candidate would say, without a lexicon or a parser.

"Explain how you would notice overfitting with validation and learning curves", to a question on overfitting, holds
validation curve and learning curve. Words of the question itself earn nothing alone: everyone says "overfitting" when
asked about it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from voiceprep.bank.advice_words import EARN_NOTHING_ALONE, FILLERS, WEAK
from voiceprep.bank.tip_phrases import Run, is_tie, may_be_left_out, phrases_of
from voiceprep.families import LIGHT_WORDS, family
from voiceprep.model import KeyPoint
from voiceprep.text import spoken_words

_LONGEST_RUN = 3
"""Words; a longer run is two phrases or more, parted evenly: no ear keeps four nouns together."""
_SHORT_PAIR = re.compile(r"^\w{1,2}(?:/\w{1,2})+$")
_ONE_THING = frozenset({"black/white", "blue/green", "client/server", "input/output", "read/write", "request/response"})
_HAS_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=4096)
def derive_points(tip: str, ask: str = "") -> tuple[KeyPoint, ...]:
    """The key points of a tip sentence; never empty, as a tip without any stands for itself."""
    return derivable_points(tip, ask) or (KeyPoint(tip.strip().rstrip(".!") or tip),)


def derivable_points(tip: str, ask: str = "") -> tuple[KeyPoint, ...]:
    """The key points that a tip sentence holds, perhaps none; of a list of examples, one with the others as ways."""
    asked = {family(word) for word in spoken_words(ask)}
    found: dict[object, list[str]] = {}
    seen: set[tuple[str, ...]] = set()
    for run in phrases_of(tip):
        for phrase in (p for part in _pieces(run) for p in _alternatives(part)):
            words = spoken_words(phrase)
            if words and words not in seen and not _earns_nothing(words, asked):
                seen.add(words)
                ways = found.setdefault(words if run.choice is None else run.choice, [])
                ways += [phrase, *_shorter(phrase)]
    return tuple(KeyPoint(ways[0], tuple(ways[1:])) for ways in found.values())


def _shorter(phrase: str) -> Iterator[str]:
    """The phrase without what it can be said without: "informed written consent" is written consent."""
    first, *others = phrase.split()
    if len(others) == 2 and may_be_left_out(first) and not any(is_tie(word) for word in others):
        yield " ".join(others)


def _earns_nothing(words: Sequence[str], asked: set[str]) -> bool:
    if len(words) == 1 and words[0] in EARN_NOTHING_ALONE:
        return True
    return all(word in LIGHT_WORDS or word in FILLERS | WEAK or family(word) in asked for word in words)


def _pieces(run: Run) -> list[tuple[str, ...]]:
    """Part a long run evenly."""
    tokens = run.tokens
    count = 1 if run.tied else -(-len(tokens) // _LONGEST_RUN)
    bounds = [round(i * len(tokens) / count) for i in range(count + 1)]
    return [tokens[a:b] for a, b in pairwise(bounds)]


def _alternatives(run: Sequence[str]) -> list[str]:
    """Split slashes: "L1/L2 regularization" is two phrases; "CI/CD pipelines" and "blue/green deployment" are one."""
    for i, token in enumerate(run):
        one = (_SHORT_PAIR.match(token) and not _HAS_DIGIT.search(token)) or token.casefold() in _ONE_THING
        if "/" not in token or one:
            continue
        return [" ".join((*run[:i], part, *run[i + 1 :])) for part in token.split("/")]
    return [" ".join(run)]
